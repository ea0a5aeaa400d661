//! Invitations: how a bond begins, and how a care collection's first key reaches the therapist past a server that must
//! not learn or replace it.
//!
//! The therapist's desk makes a 32-byte secret and shows it to the client as a QR code or link, whose fragment never
//! reaches the server. Derived from it: a token that opens the invitation at the server; a key that seals the welcome;
//! a pre-shared key; the bond's secret. The client makes the care collection's key and hands it over:
//!
//! ```text
//! handover = 2 ‖ client identity 32 ‖ enc 32 ‖ ciphertext
//!   HPKE AuthPSK: sender the client's identity, recipient the identity of the welcome,
//!                 psk = derive(QR secret, "invitation psk"), psk_id = invitation
//!   info  = "afterglow v2 handover" ‖ 0 ‖ invitation ‖ collection ‖ client account ‖ therapist account
//!           ‖ client identity ‖ therapist identity
//!   plain = epoch u32 ‖ key 32 ‖ generation u32 ‖ next 32
//! ```
//! Only somebody who saw the secret can have made it, for these two accounts only.

use protocol::care::{AcceptInvitation, Collection, NewInvitation, StoreKey};
use protocol::{AccountId, Blob, CollectionId, InvitationId};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::account::new_collection;
use super::bond::{Sides, first_transcript, members};
use super::exchange::{Context, Fields, introduced};
use super::keyring::{Kind, seal_key};
use super::keys::secret;
pub use super::link::Link;
use super::wrap::{VERSION, unwrap, wrap};
use super::{AccountKey, Bond, CollectionKey, Error, Identity, Keys, NextIdentity, Random, Role, derive, exchange};
use crate::checks::{Check, on};
use crate::record::Moment;
pub use crate::record::Purpose;

const WELCOME: &str = "welcome";
const KEPT: &str = "invitation secret";
const LABEL: &str = "invitation label";

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

    /// What both sides of the bond share from then on.
    pub fn bond_secret(&self, invitation: InvitationId, collection: CollectionId) -> Zeroizing<[u8; 32]> {
        let context = [&invitation.as_bytes()[..], collection.as_bytes()].concat();
        derive(self.expose(), "bond secret", &context)
    }
}

/// Who invites, as the client reads it before joining.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The therapist's name.
    pub therapist: String,
    /// The practice's name.
    pub practice: String,
    /// For what.
    #[serde(default, skip_serializing_if = "is_care")]
    pub purpose: Purpose,
    /// The therapist's account.
    pub account: AccountId,
    /// The therapist's X25519 public key.
    pub identity: Blob,
    /// The generation of the therapist's keys.
    pub generation: u32,
    /// The commitment to the therapist's next identity.
    pub next: NextIdentity,
    /// Until when it can be answered: milliseconds since the Unix epoch.
    pub expires_at: i64,
}

fn is_care(purpose: &Purpose) -> bool {
    *purpose == Purpose::Care
}

impl Welcome {
    /// A welcome from an unlocked account.
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

    /// Seals it under an invitation's secret.
    pub fn seal(&self, secret: &InvitationSecret, invitation: InvitationId, random: &mut Random) -> Blob {
        // A Welcome is strings: it always serialises.
        let json = serde_json::to_vec(self).unwrap_or_default();
        wrap(secret.expose(), WELCOME, invitation.as_bytes(), &json, random).into()
    }

    fn check(&self, now_ms: i64) -> Result<&[u8; 32], Error> {
        if now_ms >= self.expires_at {
            return Err(Error::Expired);
        }
        if self.generation == 0 {
            Err(Error::Record)
        } else {
            self.identity.as_ref().try_into().map_err(|_| Error::Record)
        }
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
    let message = NewInvitation {
        id: invitation,
        token: secret.token(),
        welcome: welcome.seal(&secret, invitation, random),
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
///
/// # Errors
/// [`Error::Expired`] when its time is over by the client's own clock, whatever the server says.
pub fn open_welcome(link: &Link, sealed: &Blob, now_ms: i64) -> Result<Welcome, Error> {
    let json = unwrap(link.secret.expose(), WELCOME, link.invitation.as_bytes(), sealed.as_ref())?;
    let welcome: Welcome = serde_json::from_slice(&json).map_err(|_| Error::Record)?;
    welcome.check(now_ms)?;
    Ok(welcome)
}

/// An invitation, answered: what the server is told, and what the client keeps first.
#[derive(Debug)]
pub struct Accepted {
    /// For the private collection, **before** the server is told: who may read from now on.
    pub bond: Bond,
    /// For the keyring.
    pub key: CollectionKey,
    /// For the server. A repeat is the same, byte for byte: with another key the bond would not fit.
    pub message: AcceptInvitation,
}

/// The client's half, second step: makes the care collection, its key and the bond, and seals the key for the therapist.
///
/// # Errors
/// [`Error::Expired`] as [`open_welcome`]; [`Error::Role`] when it is not a client who answers.
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
    let of = HandoverOf {
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

/// A care collection as the therapist's desk took it up.
#[derive(Debug)]
pub struct TakenUp {
    /// For the private collection, **before** the key is stored at the server (which ends the handover).
    pub bond: Bond,
    /// For the keyring.
    pub key: CollectionKey,
    /// For the server, last.
    pub stored: StoreKey,
}

/// The therapist's half, last step: opens the client's handover, checks the key against the collection's header, and
/// makes the bond. `client` is the account that the server names; it is bound into the message. `name` is what the
/// therapist calls the client. The same handover again gives the bond that is known.
///
/// # Errors
/// - [`Error::InvitationTaken`]: one of the `known` bonds came from this invitation already, and not from this answer.
/// - [`Error::Members`]: the server lists others than the therapist and `client`.
/// - [`Error::Unopened`]: it was made for another account, invitation or collection, or without the QR code.
/// - [`Error::WrongKey`]: the key is not the collection's. [`Error::NoKey`]: nothing waits to be taken up.
#[allow(clippy::too_many_arguments)] // Who, what, against what is known, and when.
pub fn take_up(
    own: &Keys,
    account: AccountId,
    client: AccountId,
    name: &str,
    collection: &Collection,
    known: &[Bond],
    now: &Moment,
    random: &mut Random,
) -> Result<TakenUp, Error> {
    let handover = collection.handover.as_ref().ok_or(Error::NoKey)?;
    if own.manifest.role != Role::Staff {
        return Err(Error::Role);
    }
    members(collection, account, Some(client))?;
    let invitation = handover.invitation;
    let secret = own_secret(&own.account, invitation, &handover.secret_sealed)?;
    let (identity, _) = introduced(handover.message.as_ref())?;
    let sides = Sides {
        client_account: client,
        therapist_account: account,
        client: identity,
        therapist: own.identity().public(),
    };
    let of = HandoverOf { invitation, collection: collection.id, sides };
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
    let bond = match known.iter().find(|known| known.invitation == invitation || known.care == collection.id) {
        Some(known) if came_from(known, &bond) && !known.is_open() => return Err(Error::Ended),
        Some(known) if came_from(known, &bond) => known.clone(),
        Some(_) if on(Check::OneHandover) => return Err(Error::InvitationTaken),
        _ => bond,
    };
    let key_sealed = seal_key(&own.account, Kind::Care, collection.id, content.epoch, &content.key, random);
    Ok(TakenUp { bond, stored: StoreKey { epoch: content.epoch, key_sealed }, key: content.key })
}

/// Whether a known bond began with the handover that `first` was just made from.
fn came_from(known: &Bond, first: &Bond) -> bool {
    let same = (known.invitation, known.care, known.account) == (first.invitation, first.care, first.account);
    let transcript = known.earlier.first().map_or(known.transcript, |earlier| earlier.transcript);
    // A chain that was broken since begins later: then the identity has to be one that this bond has had.
    let broken = known.epoch > first.epoch && known.earlier.first().is_none_or(|earlier| earlier.epoch > first.epoch);
    let met = known.identity == first.identity || known.renewals.iter().any(|old| old.identity == first.identity);
    same && met && (transcript == first.transcript || broken)
}

/// What a handover is bound to.
#[derive(Clone, Copy, Debug)]
pub struct HandoverOf<'a> {
    /// The invitation that it answers.
    pub invitation: InvitationId,
    /// The new care collection.
    pub collection: CollectionId,
    /// Who hands over to whom.
    pub sides: Sides<'a>,
}

impl HandoverOf<'_> {
    fn info(&self) -> Vec<u8> {
        let Sides { client_account, therapist_account, client, therapist } = &self.sides;
        let (invitation, collection) = (self.invitation.as_bytes(), self.collection.as_bytes());
        let accounts = [client_account.as_bytes(), therapist_account.as_bytes()].map(<[u8; 16]>::as_slice).concat();
        [b"afterglow v2 handover\0".as_slice(), invitation, collection, &accounts, *client, *therapist].concat()
    }
}

/// What a handover says.
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
    of: &HandoverOf<'_>,
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
    of: &HandoverOf<'_>,
    secret: &InvitationSecret,
    own: &Identity,
    message: &[u8],
) -> Result<Content, Error> {
    let (_, sealed) = introduced(message)?;
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
