//! Invitations: how a care collection's key reaches the therapist past a server that must not learn or replace it.
//!
//! The therapist's desk makes a 32-byte secret and shows it to the client as a QR code or link, whose fragment never
//! reaches the server. Derived from it: a token that opens the invitation at the server; a key that seals the welcome;
//! a pre-shared key. The client makes the care collection's key and sends it with HPKE (RFC 9180, mode PSK,
//! DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM): only somebody who saw the secret can have made it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, PskBundle, Serializable as _};
use protocol::care::{AcceptInvitation, Collection, Handover, NewInvitation, Part};
use protocol::{Blob, CollectionId, InvitationId};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::account::new_collection;
use super::keys::secret;
use super::wrap::{VERSION, unwrap, wrap};
use super::{AccountKey, CollectionKey, Error, Identity, Random, derive};

const WELCOME: &str = "welcome";
const KEPT: &str = "invitation secret";
const LABEL: &str = "invitation label";
const ENC: usize = 32;

secret! {
    /// What the QR code carries.
    InvitationSecret,
}

impl InvitationSecret {
    /// What opens the invitation at the server.
    pub fn token(&self) -> Blob {
        derive::<32>(self.expose(), "invitation token", &[]).to_vec().into()
    }

    fn psk(&self) -> Zeroizing<[u8; 32]> {
        derive(self.expose(), "invitation psk", &[])
    }
}

/// An invitation as it stands in a link or a QR code: `https://…/join#<invitation>.<secret>`.
#[derive(Clone, Debug)]
pub struct Link {
    /// The server's origin, without a slash at the end.
    pub origin: String,
    /// The invitation.
    pub invitation: InvitationId,
    /// Its secret.
    pub secret: InvitationSecret,
}

impl Link {
    /// Reads a link, with any space around it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (origin, fragment) = text.trim().split_once("/join#").ok_or(Error::Link)?;
        if !(origin.starts_with("https://") || origin.starts_with("http://")) {
            return Err(Error::Link);
        }
        let (invitation, secret) = fragment.split_once('.').ok_or(Error::Link)?;
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).map_err(|_| Error::Link)?);
        Ok(Self {
            origin: origin.into(),
            invitation: invitation.parse().map_err(|_| Error::Link)?,
            secret: InvitationSecret::from_bytes(&secret).map_err(|_| Error::Link)?,
        })
    }

    /// The link as text. It holds the secret: for the person's eyes and the QR code only.
    pub fn text(&self) -> String {
        format!("{}/join#{}.{}", self.origin, self.invitation, URL_SAFE_NO_PAD.encode(self.secret.expose()))
    }
}

/// Who invites, as the client reads it before joining.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The therapist's name.
    pub therapist: String,
    /// The practice's name.
    pub practice: String,
    /// The therapist's X25519 public key.
    pub identity: Blob,
    /// For what.
    #[serde(default, skip_serializing_if = "Purpose::is_care")]
    pub purpose: Purpose,
}

/// For what a therapist invites: the client reads it before joining, so that nobody is let in under another name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To be the client's therapist.
    #[default]
    Care,
    /// To take the care over from another therapist.
    Handover,
    /// To read along as the supervisor of the client's therapist.
    Supervision,
}

impl Purpose {
    fn is_care(&self) -> bool {
        *self == Self::Care
    }
}

/// The therapist's half, first step: an invitation to post, and the secret to show.
pub fn offer(
    account: &AccountKey,
    invitation: InvitationId,
    welcome: &Welcome,
    label: Option<&str>,
    random: &mut Random,
) -> (NewInvitation, InvitationSecret) {
    let secret = InvitationSecret::generate(random);
    let id = invitation.as_bytes();
    // A Welcome is strings: it always serialises.
    let json = serde_json::to_vec(welcome).unwrap_or_default();
    let message = NewInvitation {
        id: invitation,
        token: secret.token(),
        welcome: wrap(secret.expose(), WELCOME, id, &json, random).into(),
        secret_sealed: wrap(account.expose(), KEPT, id, secret.expose(), random).into(),
        label_sealed: label.map(|label| wrap(account.expose(), LABEL, id, label.as_bytes(), random).into()),
    };
    (message, secret)
}

/// The secret of an own invitation, to show its link again.
pub fn own_secret(account: &AccountKey, invitation: InvitationId, sealed: &Blob) -> Result<InvitationSecret, Error> {
    InvitationSecret::from_bytes(&unwrap(account.expose(), KEPT, invitation.as_bytes(), sealed.as_ref())?)
}

/// The label of an own invitation.
pub fn own_label(account: &AccountKey, invitation: InvitationId, sealed: &Blob) -> Result<String, Error> {
    let label = unwrap(account.expose(), LABEL, invitation.as_bytes(), sealed.as_ref())?;
    String::from_utf8(label.to_vec()).map_err(|_| Error::Record)
}

/// The client's half, first step: reads who invites.
pub fn open_welcome(link: &Link, sealed: &Blob) -> Result<Welcome, Error> {
    let json = unwrap(link.secret.expose(), WELCOME, link.invitation.as_bytes(), sealed.as_ref())?;
    serde_json::from_slice(&json).map_err(|_| Error::Record)
}

/// The client's half, second step: makes the care collection and its key, and seals the key for the therapist.
pub fn accept(
    link: &Link,
    welcome: &Welcome,
    collection: CollectionId,
    account: &AccountKey,
    identity: &Identity,
    random: &mut Random,
) -> Result<(AcceptInvitation, CollectionKey), Error> {
    let (new, key) = new_collection(collection, account, random);
    let handover = hand_over(&link.secret, link.invitation, &welcome.identity, collection, 1, &key, identity, random)?;
    Ok((AcceptInvitation { token: link.secret.token(), collection: new, handover }, key))
}

/// Seals a collection's key for a therapist's identity: `version 1 ‖ enc 32 ‖ ciphertext`, whose plain text is
/// `epoch u32 ‖ key 32 ‖ the client's identity 32`.
#[allow(clippy::too_many_arguments)] // Each is bound into the seal; a struct would only rename them.
fn hand_over(
    secret: &InvitationSecret,
    invitation: InvitationId,
    therapist: &Blob,
    collection: CollectionId,
    epoch: u32,
    key: &CollectionKey,
    client: &Identity,
    random: &mut Random,
) -> Result<Blob, Error> {
    let psk = secret.psk();
    let psk = PskBundle::new(psk.as_ref(), invitation.as_bytes()).map_err(|_| Error::Exchange)?;
    let therapist =
        <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(therapist.as_ref()).map_err(|_| Error::Identity)?;
    let plain = Zeroizing::new([&epoch.to_be_bytes()[..], key.expose(), client.public()].concat());
    let (enc, ciphertext) = hpke::single_shot_seal::<AesGcm256, HkdfSha256, X25519HkdfSha256, _>(
        &OpModeS::Psk(psk),
        &therapist,
        &info(invitation, collection),
        &plain,
        &[],
        random,
    )
    .map_err(|_| Error::Exchange)?;
    Ok([&[VERSION][..], &enc.to_bytes(), &ciphertext].concat().into())
}

/// A care collection's key as the therapist's desk took it up.
#[derive(Debug)]
pub struct TakenUp {
    /// The epoch of the key.
    pub epoch: u32,
    /// The key.
    pub key: CollectionKey,
    /// The client's identity, vouched for by the invitation's secret and not by the server.
    pub client: [u8; 32],
}

/// The therapist's half, last step: opens the client's handover and checks it against the collection's header.
///
/// # Errors
/// [`Error::Identity`] when the server names another client than the message; [`Error::WrongKey`] when the key is not
/// the collection's.
pub fn take_up(account: &AccountKey, identity: &Identity, collection: &Collection) -> Result<TakenUp, Error> {
    let handover = collection.handover.as_ref().ok_or(Error::NoKey)?;
    let secret = own_secret(account, handover.invitation, &handover.secret_sealed)?;
    let taken = open_handover(&secret, identity, collection.id, handover)?;
    let client = collection.members.iter().find(|member| member.part == Part::Client).ok_or(Error::Identity)?;
    if client.identity_public.as_ref() != taken.client {
        return Err(Error::Identity);
    }
    let header = collection.keys.iter().find(|key| key.epoch == taken.epoch).ok_or(Error::NoKey)?;
    if header.key_check.as_ref() != taken.key.check() {
        return Err(Error::WrongKey);
    }
    Ok(taken)
}

/// Opens the HPKE message of a handover.
pub fn open_handover(
    secret: &InvitationSecret,
    identity: &Identity,
    collection: CollectionId,
    handover: &Handover,
) -> Result<TakenUp, Error> {
    let message = handover.message.as_ref();
    if *message.first().ok_or(Error::Truncated)? != VERSION {
        return Err(Error::Version);
    }
    let (enc, ciphertext) = message[1..].split_at_checked(ENC).ok_or(Error::Truncated)?;
    let psk = secret.psk();
    let psk = PskBundle::new(psk.as_ref(), handover.invitation.as_bytes()).map_err(|_| Error::Exchange)?;
    let own = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(identity.expose()).map_err(|_| Error::Identity)?;
    let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(enc).map_err(|_| Error::Truncated)?;
    let plain = hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Psk(psk),
        &own,
        &enc,
        &info(handover.invitation, collection),
        ciphertext,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| Error::Unopened)?;
    let (epoch, rest) = plain.split_first_chunk::<4>().ok_or(Error::Truncated)?;
    let (key, client) = rest.split_first_chunk::<32>().ok_or(Error::Truncated)?;
    Ok(TakenUp {
        epoch: u32::from_be_bytes(*epoch),
        key: CollectionKey::from_bytes(key)?,
        client: client.try_into().map_err(|_| Error::Truncated)?,
    })
}

fn info(invitation: InvitationId, collection: CollectionId) -> Vec<u8> {
    [b"afterglow v1 handover\0".as_slice(), invitation.as_bytes(), collection.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use protocol::AccountId;
    use protocol::care::{CollectionKind, CollectionMember, EpochKey};

    use super::*;

    struct Met {
        account: AccountKey,
        identity: Identity,
        collection: Collection,
        key: CollectionKey,
    }

    /// A therapist invites, a client accepts, the server passes on.
    fn meet() -> Met {
        let mut random = Random::from_seed([6; 32]);
        let (account, identity) = (AccountKey::generate(&mut random), Identity::generate(&mut random));
        let invitation = InvitationId::new(1, [1; 10]);
        let welcome = Welcome {
            therapist: "M. Osei".into(),
            practice: "Harbour".into(),
            identity: identity.public()[..].into(),
            purpose: Purpose::Supervision,
        };
        let (posted, secret) = offer(&account, invitation, &welcome, Some("Tuesday"), &mut random);
        assert_eq!(own_label(&account, invitation, posted.label_sealed.as_ref().unwrap()).unwrap(), "Tuesday");

        let link = Link::parse(&Link { origin: "https://a.example".into(), invitation, secret }.text()).unwrap();
        assert_eq!(open_welcome(&link, &posted.welcome).unwrap(), welcome);
        let (client_account, client) = (AccountKey::generate(&mut random), Identity::generate(&mut random));
        let id = CollectionId::new(2, [2; 10]);
        let (accepted, key) = accept(&link, &welcome, id, &client_account, &client, &mut random).unwrap();
        assert_eq!(accepted.token, posted.token);

        let member = |part, identity: &Identity| CollectionMember {
            account: AccountId::new(1, [part as u8; 10]),
            part,
            identity_public: identity.public()[..].into(),
            name: None,
        };
        let collection = Collection {
            id,
            kind: CollectionKind::Care,
            epoch: 1,
            head: 0,
            keys: vec![EpochKey {
                epoch: 1,
                key_check: accepted.collection.key_check,
                key_sealed: None,
                handover: None,
            }],
            members: vec![member(Part::Client, &client), member(Part::Therapist, &identity)],
            handover: Some(Handover { invitation, secret_sealed: posted.secret_sealed, message: accepted.handover }),
            created_at: 0,
        };
        Met { account, identity, collection, key }
    }

    #[test]
    fn the_therapist_takes_up_the_key_that_the_client_made() {
        let met = meet();
        let taken = take_up(&met.account, &met.identity, &met.collection).unwrap();
        assert_eq!((taken.epoch, taken.key), (1, met.key));
    }

    #[test]
    fn a_server_in_the_middle_is_found_out() {
        let met = meet();
        let refused = |change: &dyn Fn(&mut Collection)| {
            let mut collection = met.collection.clone();
            change(&mut collection);
            take_up(&met.account, &met.identity, &collection).unwrap_err()
        };
        assert_eq!(refused(&|c| c.members[0].identity_public.0[0] ^= 1), Error::Identity);
        assert_eq!(refused(&|c| c.keys[0].key_check.0[0] ^= 1), Error::WrongKey);
        assert_eq!(refused(&|c| c.id = CollectionId::new(3, [3; 10])), Error::Unopened);
        assert_eq!(refused(&|c| c.handover.as_mut().unwrap().message.0[40] ^= 1), Error::Unopened);
        assert_eq!(refused(&|c| c.handover.as_mut().unwrap().message.0[0] = 9), Error::Version);
        assert_eq!(refused(&|c| c.handover.as_mut().unwrap().message.0.truncate(20)), Error::Truncated);
        assert_eq!(refused(&|c| c.handover = None), Error::NoKey);
        let stranger = Identity::generate(&mut Random::from_seed([8; 32]));
        assert_eq!(take_up(&met.account, &stranger, &met.collection).unwrap_err(), Error::Unopened);
    }

    #[test]
    fn what_is_not_a_link_is_refused() {
        for text in ["", "https://a.example", "https://a.example/join#", "ftp://a/join#x.y", "https://a/join#x.AAAA"] {
            assert_eq!(Link::parse(text).unwrap_err(), Error::Link, "{text}");
        }
    }
}
