//! Bonds: who else may read a care collection, and with which key.
//!
//! A bond is a record in each side's private collection. It is made from an invitation's secret and updated by messages
//! that only the other side can produce. An account without a bond never receives a key.
//!
//! ```text
//! bond secret  = derive(QR secret, "bond secret", invitation ‖ collection)
//! transcript 1 = H("afterglow v2 transcript" ‖ 0 ‖ invitation ‖ collection ‖ client account ‖ therapist account
//!                  ‖ client identity ‖ therapist identity ‖ key check)
//! transcript n = H(transcript n-1 ‖ epoch u32 ‖ client identity ‖ therapist identity ‖ key check)
//! ```

use std::cmp::Reverse;

use protocol::care::Collection;
use protocol::{AccountId, CollectionId, InvitationId, RecordId};
use unicode_normalization::UnicodeNormalization as _;

use super::{CollectionKey, Error, Keys, NextIdentity, Role, hash};
use crate::checks::{Check, on};
pub use crate::record::Bond;
use crate::record::{Compared, EarlierKey, Ended, Moment, Payload, Side};

/// How many earlier transcripts a bond keeps.
const MAX_EARLIER: usize = 64;

/// The id of a collection's bond. It equals the collection's id, so two devices that create the bond create the same
/// record.
pub fn record_id(care: CollectionId) -> RecordId {
    RecordId(care.0)
}

/// Reads a bond from a record of the private collection. `None` if it is not a valid bond or its id is not the
/// collection's.
pub fn read(id: RecordId, payload: &Payload) -> Option<Bond> {
    of(payload).filter(|bond| record_id(bond.care) == id && bond.generation > 0 && bond.epoch > 0)
}

/// Reads a payload as a bond, without checking its id. `None` if it is not a bond.
pub fn of(payload: &Payload) -> Option<Bond> {
    Bond::of(payload)
}

/// The payload that stores a bond in the private collection.
pub fn payload(bond: &Bond) -> Payload {
    bond.to_payload()
}

impl Bond {
    /// Whether keys may still be handed over and accepted.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether this side must compare the safety words before it imports older entries: see [`is_another_key`].
    pub fn needs_comparing<'a>(&self, all: impl IntoIterator<Item = &'a Self>) -> bool {
        let earlier = |one: &&Self| one.care != self.care && one.since.unix_ms <= self.since.unix_ms;
        let before = all.into_iter().filter(earlier);
        self.is_open() && self.compared.is_none() && is_another_key(&self.name, &self.identity, before)
    }

    /// The commitment to the other side's next identity.
    pub fn next_identity(&self) -> NextIdentity {
        NextIdentity(self.next)
    }

    /// The bond after both people have compared its safety words and found them equal.
    pub fn compared(&self, at: &Moment) -> Self {
        let compared =
            Compared { at: at.clone(), epoch: self.epoch, transcript: self.transcript, extra: Default::default() };
        Self { compared: Some(compared), ..self.clone() }
    }

    /// The bond after this side has ended it. A bond cannot be reopened.
    pub fn end(&self, at: &Moment, how: Option<&str>) -> Self {
        let own = Ended { at: at.clone(), by: Side::Me, how: how.map(Into::into), extra: Default::default() };
        Self { ended: prevailing_end(self.ended.clone(), Some(own)), ..self.clone() }
    }

    /// Fails unless keys may be handed over or accepted: the bond is open, its secret was agreed under the account's
    /// current keys, and the server lists exactly the two sides of the bond.
    pub(super) fn usable(&self, collection: &Collection, account: AccountId, own: &Keys) -> Result<(), Error> {
        if !self.is_open() {
            return Err(Error::Ended);
        }
        if self.care != collection.id || self.own_generation != own.manifest.generation {
            return Err(Error::Identity);
        }
        members(collection, account, Some(self.account))
    }

    /// The bond after its next key. `key.before` is the transcript that the key's sender had. If this side has another
    /// transcript, the safety words must be compared again.
    pub(super) fn with_key(&self, client: &[u8; 32], therapist: &[u8; 32], key: &NewKey) -> Self {
        let mut bond = self.clone();
        if key.before == self.transcript {
            bond.earlier.push(EarlierKey { epoch: self.epoch, transcript: self.transcript, extra: Default::default() });
            let dropped = bond.earlier.len().saturating_sub(MAX_EARLIER);
            bond.earlier.drain(..dropped);
        } else {
            bond.earlier.clear();
            bond.compared = None;
        }
        bond.epoch = key.epoch;
        bond.key_check = key.check;
        bond.transcript = next_transcript(&key.before, key.epoch, client, therapist, &key.check);
        bond
    }

    /// The transcript before an epoch; zeros if it is not known.
    pub(super) fn transcript_before(&self, epoch: u32) -> [u8; 32] {
        if self.epoch < epoch {
            return self.transcript;
        }
        let earlier = self.earlier.iter().rev().find(|earlier| earlier.epoch < epoch);
        earlier.map_or([0; 32], |earlier| earlier.transcript)
    }
}

/// A key that continues a bond.
pub(super) struct NewKey {
    pub epoch: u32,
    pub check: [u8; 16],
    pub before: [u8; 32],
}

/// Whether a reader of the same name already had another key. Either the therapist has a new account, or an impostor
/// uses the name. Only comparing the safety words tells which.
pub fn is_another_key<'a>(name: &str, identity: &[u8; 32], known: impl IntoIterator<Item = &'a Bond>) -> bool {
    let had = |bond: &&Bond| bond.identity == *identity || bond.renewals.iter().any(|old| old.identity == *identity);
    let named = known.into_iter().filter(|bond| is_same_name(&bond.name, name));
    let (same, other): (Vec<&Bond>, Vec<&Bond>) = named.partition(had);
    same.is_empty() && !other.is_empty()
}

/// Whether two names read the same: letters and digits alone count, in any case and form. An invisible character, a dot
/// or a ligature does not make another name.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        let letters: String = name.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if letters.is_empty() { name.trim().to_owned() } else { letters }
    };
    plain(one) == plain(other)
}

/// Checks that the server lists exactly the account and the other side (only the account, for a private collection).
///
/// # Errors
/// [`Error::Members`] otherwise: then nothing may be sealed for this collection.
pub fn members(collection: &Collection, account: AccountId, other: Option<AccountId>) -> Result<(), Error> {
    let listed = &collection.members;
    let mut wanted = std::iter::once(account).chain(other);
    let all = wanted.all(|one| listed.iter().filter(|member| member.account == one).count() == 1);
    let alone = listed.len() == 1 + usize::from(other.is_some());
    if all && alone || !on(Check::Members) { Ok(()) } else { Err(Error::Members) }
}

/// The bond to keep after a handover: the known one if it began with this handover, else `first`, the bond that the
/// handover makes.
///
/// # Errors
/// [`Error::Ended`] when the known bond has ended; [`Error::InvitationTaken`] when it began with another handover.
pub(super) fn known_or_first(known: &[Bond], first: Bond) -> Result<Bond, Error> {
    match known.iter().find(|known| known.invitation == first.invitation || known.care == first.care) {
        Some(known) if has_same_origin(known, &first) && !known.is_open() => Err(Error::Ended),
        Some(known) if has_same_origin(known, &first) => Ok(known.clone()),
        Some(_) if on(Check::OneHandover) => Err(Error::InvitationTaken),
        _ => Ok(first),
    }
}

/// Whether a known bond began with the handover from which `first` was made.
fn has_same_origin(known: &Bond, first: &Bond) -> bool {
    let same = (known.invitation, known.care, known.account) == (first.invitation, first.care, first.account);
    let transcript = known.earlier.first().map_or(known.transcript, |earlier| earlier.transcript);
    // If a transcript was replaced later, the first one is gone. Then the identity must be one that the bond has had.
    let broken = known.epoch > first.epoch && known.earlier.first().is_none_or(|earlier| earlier.epoch > first.epoch);
    let met = known.identity == first.identity || known.renewals.iter().any(|old| old.identity == first.identity);
    same && met && (transcript == first.transcript || broken)
}

/// Updates the client's bond with the epochs that the account's other devices have begun.
///
/// # Errors
/// [`Error::KeyDiffers`] when this device holds another key for the bond's epoch.
pub fn catch_up(bond: &Bond, own: &Keys) -> Result<Bond, Error> {
    if own.manifest.role != Role::Client {
        return Err(Error::Role);
    }
    if bond.own_generation != own.manifest.generation {
        // Another device has renewed the keys. The updated bond is in the private collection.
        return Err(Error::Identity);
    }
    let mut bond = bond.clone();
    if own.keyring.get(bond.care, bond.epoch).is_ok_and(|key| key.check() != bond.key_check) {
        return Err(Error::KeyDiffers);
    }
    let newer = own.keyring.epochs(bond.care).filter(|(epoch, _)| *epoch > bond.epoch);
    for (epoch, key) in newer.collect::<Vec<_>>() {
        let key = NewKey { epoch, check: key.check(), before: bond.transcript };
        bond = bond.with_key(own.identity().public(), &bond.identity, &key);
    }
    Ok(bond)
}

/// The accounts and identities of the two sides of a care collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides<'a> {
    /// The account of the client.
    pub client_account: AccountId,
    /// The account of the therapist.
    pub therapist_account: AccountId,
    /// The client's public X25519 key.
    pub client: &'a [u8; 32],
    /// The therapist's public X25519 key.
    pub therapist: &'a [u8; 32],
}

/// The transcript of a care collection's first key.
pub fn first_transcript(
    invitation: InvitationId,
    collection: CollectionId,
    sides: &Sides<'_>,
    key: &CollectionKey,
) -> [u8; 32] {
    hash(&[
        b"afterglow v2 transcript\0",
        invitation.as_bytes(),
        collection.as_bytes(),
        sides.client_account.as_bytes(),
        sides.therapist_account.as_bytes(),
        sides.client,
        sides.therapist,
        &key.check(),
    ])
}

/// The transcript of a later key.
pub fn next_transcript(
    before: &[u8; 32],
    epoch: u32,
    client: &[u8; 32],
    therapist: &[u8; 32],
    check: &[u8; 16],
) -> [u8; 32] {
    hash(&[before, &epoch.to_be_bytes(), client, therapist, check])
}

/// Merges two versions of a bond. One version is taken as a whole, never field by field, and the result does not depend
/// on the order of the arguments.
///
/// The larger `(generation, epoch)` wins; then the larger own generation; then the smaller transcript. An ended bond
/// stays ended. `compared` belongs to a transcript and is kept only with it.
pub fn merge_bonds(one: &Bond, other: &Bond) -> Bond {
    let key = |bond: &Bond| (bond.generation, bond.epoch, bond.own_generation, Reverse(bond.transcript));
    // The rest does not matter, but every device must decide the same way.
    let rest = |bond: &Bond| payload(&Bond { compared: None, ended: None, ..bond.clone() }).to_json();
    let rank = |bond: &Bond| (key(bond), Reverse(rest(bond)));
    let mut merged = if rank(one) >= rank(other) { one.clone() } else { other.clone() };
    merged.ended = prevailing_end(one.ended.clone(), other.ended.clone());
    if key(one) == key(other) {
        let rank = |one: &Compared| (one.epoch, Reverse((sort_key(&one.at), one.transcript, to_text(&one.extra))));
        merged.compared = one.compared.clone().into_iter().chain(other.compared.clone()).max_by_key(rank);
    }
    merged
}

/// Which of two endings is kept: this side's own before the other side's, then the earlier one.
fn prevailing_end(one: Option<Ended>, other: Option<Ended>) -> Option<Ended> {
    let rank = |one: &Ended| (one.by == Side::Me, Reverse((sort_key(&one.at), one.how.clone(), to_text(&one.extra))));
    one.into_iter().chain(other).max_by_key(rank)
}

fn to_text(extra: &serde_json::Map<String, serde_json::Value>) -> String {
    serde_json::to_string(extra).unwrap_or_default()
}

fn sort_key(at: &Moment) -> (i64, i32, String) {
    (at.unix_ms, at.offset_s, at.zone.clone())
}
