//! Invitations: create a bond, and pass a care collection's first key to the therapist through a server that must
//! neither learn nor replace it.
//!
//! The therapist's desk generates a 32-byte secret and shows it to the client as a QR code or as a link whose fragment
//! never reaches the server. From it both sides derive a token that opens the invitation on the server, a key that
//! seals the welcome, a pre-shared key, and the bond secret. The client generates the care collection's key and hands
//! it over:
//!
//! ```text
//! handover = 2 ‖ client identity 32 ‖ enc 32 ‖ ciphertext
//!   HPKE AuthPSK: sender the client's identity, recipient the identity of the welcome,
//!                 psk = derive(QR secret, "invitation psk"), psk_id = invitation
//!   info  = "afterglow v2 handover" ‖ 0 ‖ invitation ‖ collection ‖ client account ‖ therapist account
//!           ‖ client identity ‖ therapist identity
//!   plain = epoch u32 ‖ key 32 ‖ generation u32 ‖ next 32
//! ```
//! Only a holder of the secret can produce a handover, and only for these two accounts.

use protocol::care::{AcceptInvitation, Collection, NewInvitation, StoreKey};
use protocol::{AccountId, Blob, CollectionId, InvitationId};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::account::new_collection;
use super::bond::{Sides, first_transcript, known_or_first, members};
use super::exchange::{Context, Fields, split_sender};
use super::keyring::{Kind, seal_key};
use super::keys::secret;
pub use super::link::Link;
use super::wrap::{VERSION, unwrap, wrap};
use super::{AccountKey, Bond, CollectionKey, Error, Identity, Keys, NextIdentity, Random, Role, derive, exchange};
use crate::record::Moment;
pub use crate::record::Purpose;

const WELCOME: &str = "welcome";
const OWN_SECRET: &str = "invitation secret";
const LABEL: &str = "invitation label";

secret! {
    /// The secret that the QR code contains.
    InvitationSecret,
}

impl InvitationSecret {
    /// The token that opens the invitation on the server.
    pub fn token(&self) -> Blob {
        derive::<32>(self.expose(), "invitation token", &[]).to_vec().into()
    }

    fn psk(&self) -> Zeroizing<[u8; 32]> {
        derive(self.expose(), "invitation psk", &[])
    }

    /// The secret that both sides of the new bond share.
    pub fn bond_secret(&self, invitation: InvitationId, collection: CollectionId) -> Zeroizing<[u8; 32]> {
        let context = [&invitation.as_bytes()[..], collection.as_bytes()].concat();
        derive(self.expose(), "bond secret", &context)
    }
}

/// The inviting therapist, as shown to the client before joining.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The therapist's display name.
    pub therapist: String,
    /// The practice's display name.
    pub practice: String,
    /// The purpose of the invitation.
    #[serde(default, skip_serializing_if = "is_care")]
    pub purpose: Purpose,
    /// The therapist's account.
    pub account: AccountId,
    /// The therapist's public X25519 key.
    pub identity: Blob,
    /// The generation of the therapist's keys.
    pub generation: u32,
    /// The commitment to the therapist's next identity.
    pub next: NextIdentity,
    /// When the invitation expires, in milliseconds since the Unix epoch.
    pub expires_at: i64,
}

fn is_care(purpose: &Purpose) -> bool {
    *purpose == Purpose::Care
}

impl Welcome {
    /// Creates a welcome from the therapist's unlocked account.
    pub fn new(
        account: AccountId,
        own: &Keys,
        therapist: &str,
        practice: &str,
        purpose: Purpose,
        expires_at: i64,
    ) -> Self {
        Self {
            therapist: therapist.into(),
            practice: practice.into(),
            purpose,
            account,
            identity: own.identity().public()[..].into(),
            generation: own.manifest.generation,
            next: own.manifest.next,
            expires_at,
        }
    }

    /// Seals the welcome under an invitation's secret.
    pub fn seal(&self, secret: &InvitationSecret, invitation: InvitationId, random: &mut Random) -> Blob {
        // A `Welcome` contains only strings and numbers, so it always serializes.
        let json = serde_json::to_vec(self).unwrap_or_default();
        wrap(secret.expose(), WELCOME, invitation.as_bytes(), &json, random).into()
    }

    fn check(&self, now_ms: i64) -> Result<&[u8; 32], Error> {
        if now_ms >= self.expires_at {
            return Err(Error::Expired);
        }
        // The names are shown inside of sentences, also to somebody who decides whether to join.
        let reorders = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if self.generation == 0 || [&self.therapist, &self.practice].iter().any(|name| name.contains(reorders)) {
            Err(Error::Record)
        } else {
            self.identity.as_ref().try_into().map_err(|_| Error::Record)
        }
    }
}

/// Therapist, step 1: creates an invitation. Returns the request for the server and the secret to show.
pub fn offer(
    account: &AccountKey,
    invitation: InvitationId,
    welcome: &Welcome,
    label: Option<&str>,
    random: &mut Random,
) -> (NewInvitation, InvitationSecret) {
    let secret = InvitationSecret::generate(random);
    let id = invitation.as_bytes();
    let message = NewInvitation {
        id: invitation,
        token: secret.token(),
        welcome: welcome.seal(&secret, invitation, random),
        secret_sealed: wrap(account.expose(), OWN_SECRET, id, secret.expose(), random).into(),
        label_sealed: label.map(|label| wrap(account.expose(), LABEL, id, label.as_bytes(), random).into()),
    };
    (message, secret)
}

/// Opens the secret of an own invitation, to show its link again.
pub fn own_secret(account: &AccountKey, invitation: InvitationId, sealed: &Blob) -> Result<InvitationSecret, Error> {
    InvitationSecret::from_bytes(&unwrap(account.expose(), OWN_SECRET, invitation.as_bytes(), sealed.as_ref())?)
}

/// Opens the label of an own invitation.
pub fn own_label(account: &AccountKey, invitation: InvitationId, sealed: &Blob) -> Result<String, Error> {
    let label = unwrap(account.expose(), LABEL, invitation.as_bytes(), sealed.as_ref())?;
    String::from_utf8(label.to_vec()).map_err(|_| Error::Record)
}

/// Client, step 1: opens the welcome.
///
/// # Errors
/// [`Error::Expired`] when it has expired by the client's own clock, whatever the server claims.
pub fn open_welcome(link: &Link, sealed: &Blob, now_ms: i64) -> Result<Welcome, Error> {
    let json = unwrap(link.secret.expose(), WELCOME, link.invitation.as_bytes(), sealed.as_ref())?;
    let welcome: Welcome = serde_json::from_slice(&json).map_err(|_| Error::Record)?;
    welcome.check(now_ms)?;
    Ok(welcome)
}

/// An accepted invitation: the request for the server, and the data to store before it is sent.
#[derive(Debug)]
pub struct Accepted {
    /// Store it in the private collection **before** the request is sent.
    pub bond: Bond,
    /// Add it to the keyring.
    pub key: CollectionKey,
    /// The request for the server. A retry must repeat it byte for byte: another key would not match the bond.
    pub message: AcceptInvitation,
}

/// Client, step 2: creates the care collection, its key and the bond, and seals the key for the therapist.
///
/// # Errors
/// [`Error::Expired`] as in [`open_welcome`]; [`Error::Role`] when the account is not a client's, or invited itself.
pub fn accept(
    link: &Link,
    welcome: &Welcome,
    collection: CollectionId,
    account: AccountId,
    own: &Keys,
    now: &Moment,
    random: &mut Random,
) -> Result<Accepted, Error> {
    let therapist = welcome.check(now.unix_ms)?;
    if own.manifest.role != Role::Client || welcome.account == account {
        return Err(Error::Role);
    }
    let (new, key) = new_collection(Kind::Care, collection, &own.account, random);
    let of = HandoverContext {
        invitation: link.invitation,
        collection,
        sides: Sides {
            client_account: account,
            therapist_account: welcome.account,
            client: own.identity().public(),
            therapist,
        },
    };
    let generation = own.manifest.generation;
    let content = Content { epoch: 1, key: key.clone(), generation, next: own.manifest.next };
    let handover = seal_handover(&of, &link.secret, own.identity(), &content, random)?;
    let bond = Bond {
        care: collection,
        account: welcome.account,
        identity: *therapist,
        next: welcome.next.0,
        secret: *link.secret.bond_secret(link.invitation, collection),
        invitation: link.invitation,
        purpose: welcome.purpose,
        name: welcome.therapist.clone(),
        practice: welcome.practice.clone(),
        since: now.clone(),
        generation: welcome.generation,
        own_generation: generation,
        epoch: 1,
        key_check: key.check(),
        transcript: first_transcript(link.invitation, collection, &of.sides, &key),
        earlier: Vec::new(),
        compared: None,
        renewals: Vec::new(),
        ended: None,
        extra: Default::default(),
    };
    let message = AcceptInvitation { token: link.secret.token(), collection: new, handover };
    Ok(Accepted { bond, key, message })
}

/// A care collection whose first key the therapist's desk has accepted.
#[derive(Debug)]
pub struct AcceptedHandover {
    /// Store it in the private collection **before** the key is stored on the server (which ends the handover).
    pub bond: Bond,
    /// Add it to the keyring.
    pub key: CollectionKey,
    /// The last request for the server.
    pub stored: StoreKey,
}

/// Therapist, step 2: opens the client's handover, checks the key against the collection's key check, and makes the
/// bond. `client` is the account that the server names; the handover is bound to it. `name` is the therapist's name for
/// the client. A repeated handover returns the known bond.
///
/// # Errors
/// - [`Error::InvitationTaken`]: one of the `known` bonds came from another answer to this invitation.
/// - [`Error::Members`]: the server does not list exactly the therapist and `client`.
/// - [`Error::Unopened`]: the handover was made for another account, invitation or collection, or without the QR code.
/// - [`Error::WrongKey`]: the key is not the collection's. [`Error::NoKey`]: no handover is pending.
#[allow(clippy::too_many_arguments)]
pub fn accept_handover(
    own: &Keys,
    account: AccountId,
    client: AccountId,
    name: &str,
    collection: &Collection,
    known: &[Bond],
    now: &Moment,
    random: &mut Random,
) -> Result<AcceptedHandover, Error> {
    let handover = collection.handover.as_ref().ok_or(Error::NoKey)?;
    if own.manifest.role != Role::Staff {
        return Err(Error::Role);
    }
    members(collection, account, Some(client))?;
    let invitation = handover.invitation;
    let secret = own_secret(&own.account, invitation, &handover.secret_sealed)?;
    let (identity, _) = split_sender(handover.message.as_ref())?;
    let sides = Sides {
        client_account: client,
        therapist_account: account,
        client: identity,
        therapist: own.identity().public(),
    };
    let of = HandoverContext { invitation, collection: collection.id, sides };
    let content = open_handover(&of, &secret, own.identity(), handover.message.as_ref())?;
    let header = collection.keys.iter().find(|key| key.epoch == content.epoch).ok_or(Error::NoKey)?;
    if header.key_check.as_ref() != content.key.check() {
        return Err(Error::WrongKey);
    }
    let bond = Bond {
        care: collection.id,
        account: client,
        identity: *identity,
        next: content.next.0,
        secret: *secret.bond_secret(invitation, collection.id),
        invitation,
        purpose: Purpose::Care,
        name: name.into(),
        practice: String::new(),
        since: now.clone(),
        generation: content.generation,
        own_generation: own.manifest.generation,
        epoch: content.epoch,
        key_check: content.key.check(),
        transcript: first_transcript(invitation, collection.id, &sides, &content.key),
        earlier: Vec::new(),
        compared: None,
        renewals: Vec::new(),
        ended: None,
        extra: Default::default(),
    };
    let bond = known_or_first(known, bond)?;
    let key_sealed = seal_key(&own.account, Kind::Care, collection.id, content.epoch, &content.key, random);
    Ok(AcceptedHandover { bond, stored: StoreKey { epoch: content.epoch, key_sealed }, key: content.key })
}

/// What a handover is bound to.
#[derive(Clone, Copy, Debug)]
pub struct HandoverContext<'a> {
    /// The invitation that it answers.
    pub invitation: InvitationId,
    /// The new care collection.
    pub collection: CollectionId,
    /// The accounts and identities of both sides.
    pub sides: Sides<'a>,
}

impl HandoverContext<'_> {
    fn info(&self) -> Vec<u8> {
        let Sides { client_account, therapist_account, client, therapist } = &self.sides;
        let (invitation, collection) = (self.invitation.as_bytes(), self.collection.as_bytes());
        let accounts = [client_account.as_bytes(), therapist_account.as_bytes()].map(<[u8; 16]>::as_slice).concat();
        [b"afterglow v2 handover\0".as_slice(), invitation, collection, &accounts, *client, *therapist].concat()
    }
}

/// The content of a handover.
#[derive(Clone, PartialEq)]
pub struct Content {
    /// The epoch of the key.
    pub epoch: u32,
    /// The care collection's key.
    pub key: CollectionKey,
    /// The generation of the client's keys.
    pub generation: u32,
    /// The commitment to the client's next identity.
    pub next: NextIdentity,
}

/// Seals a handover with the secret of the QR code: `2 ‖ client identity 32 ‖ enc 32 ‖ ciphertext`.
pub fn seal_handover(
    of: &HandoverContext<'_>,
    secret: &InvitationSecret,
    from: &Identity,
    content: &Content,
    random: &mut Random,
) -> Result<Blob, Error> {
    let (epoch, generation) = (content.epoch.to_be_bytes(), content.generation.to_be_bytes());
    let plain = Zeroizing::new([&epoch[..], content.key.expose(), &generation, &content.next.0].concat());
    let psk = secret.psk();
    let context = Context { psk: &psk, psk_id: of.invitation.as_bytes(), info: &of.info() };
    let sealed = exchange::seal(from, of.sides.therapist, &context, &plain, random)?;
    Ok([&[VERSION][..], of.sides.client, &sealed].concat().into())
}

/// Opens a handover with the secret of the QR code.
pub fn open_handover(
    of: &HandoverContext<'_>,
    secret: &InvitationSecret,
    own: &Identity,
    message: &[u8],
) -> Result<Content, Error> {
    let (_, sealed) = split_sender(message)?;
    let psk = secret.psk();
    let context = Context { psk: &psk, psk_id: of.invitation.as_bytes(), info: &of.info() };
    let plain = exchange::open(own, of.sides.client, &context, sealed)?;
    let mut fields = Fields(&plain);
    let content = Content {
        epoch: fields.number()?,
        key: CollectionKey::from_bytes(Zeroizing::new(fields.take::<32>()?).as_ref())?,
        generation: fields.number()?,
        next: NextIdentity(fields.take()?),
    };
    fields.end()?;
    if content.epoch == 0 || content.generation == 0 { Err(Error::Record) } else { Ok(content) }
}
