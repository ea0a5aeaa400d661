//! Epoch handover: the client makes a collection's next key and hands it to the other side of the bond only.
//!
//! A holder of the old key (a signed-out phone, a removed member) cannot open records of the new epoch.
//!
//! ```text
//! epoch message = 2 ‖ enc 32 ‖ ciphertext
//!   HPKE AuthPSK: sender the client's identity, psk = derive(bond secret, "epoch psk", collection ‖ epoch),
//!                 psk_id = collection ‖ epoch
//!   info  = "afterglow v2 epoch" ‖ 0 ‖ collection ‖ epoch u32 ‖ client identity ‖ therapist identity
//!   plain = key 32 ‖ transcript before 32
//! ```
//!
//! Only the client begins epochs. A private collection's key is sealed to no other account; the next manifest names its
//! epoch.

use protocol::care::{Collection, EpochHandover, EpochKey, NewEpoch, StoreKey};
use protocol::{AccountId, Blob, CollectionId};
use zeroize::Zeroizing;

use super::bond::{NewKey, members};
use super::exchange::{Context, Fields, strip_version};
use super::keyring::{Kind, key_context, seal_key};
use super::wrap::VERSION;
use super::{Bond, CollectionKey, Error, Identity, Keys, Manifest, Random, Role, bond, derive, exchange, renewal};
use crate::record::Moment;

/// How far the server's epoch may be ahead of the newest known key. No account begins that many epochs at once.
const MAX_EPOCHS_AHEAD: u32 = 64;

/// A care collection's next epoch.
#[derive(Debug)]
pub struct NewCareEpoch {
    /// The request for the server.
    pub new: NewEpoch,
    /// Add it to the keyring after the server has accepted the epoch.
    pub key: CollectionKey,
    /// Store it in the private collection after the server has accepted the epoch.
    pub bond: Bond,
}

/// The private collection's next epoch.
#[derive(Debug)]
pub struct NewPrivateEpoch {
    /// The request for the server, with the next manifest.
    pub new: NewEpoch,
    /// Add it to the keyring after the server has accepted the epoch.
    pub key: CollectionKey,
    /// Keep it after the server has accepted the epoch. Its version is that of [`NewEpoch::manifest`].
    pub manifest: Manifest,
}

/// Begins the next epoch of a care collection.
///
/// # Errors
/// - [`Error::Members`]: the server does not list exactly the two sides of the bond.
/// - [`Error::Ended`]: the bond has ended, so no one receives the key. [`Error::Role`]: only clients begin epochs.
/// - [`Error::Older`]: the server lacks an epoch that this device holds; send [`again`] first.
/// - [`Error::Exchange`]: the server's epoch is implausible.
pub fn begin(
    collection: &Collection,
    bond: &Bond,
    account: AccountId,
    own: &Keys,
    random: &mut Random,
) -> Result<NewCareEpoch, Error> {
    bond.usable(collection, account, own)?;
    let bond = bond::catch_up(bond, own)?;
    let epoch = next_epoch_to_begin(collection, own)?;
    let key = CollectionKey::generate(random);
    let new = new_epoch_request(epoch, &key, &bond.transcript, &bond, own, random)?;
    let next = NewKey { epoch, check: key.check(), before: bond.transcript };
    let bond = bond.with_key(own.identity().public(), &bond.identity, &next);
    Ok(NewCareEpoch { new, key, bond })
}

/// Begins the next epoch of the private collection.
///
/// # Errors
/// As [`begin`]; [`Error::Members`] when the server lists any other account.
pub fn begin_private(
    collection: &Collection,
    account: AccountId,
    own: &Keys,
    random: &mut Random,
) -> Result<NewPrivateEpoch, Error> {
    own_private(collection, account, own)?;
    let epoch = next_epoch_to_begin(collection, own)?;
    let key = CollectionKey::generate(random);
    let manifest = Manifest { private_epoch: epoch, private_check: key.check(), ..own.manifest.clone() };
    let version = own.manifest_version.checked_add(1).ok_or(Error::Exchange)?;
    let new = NewEpoch {
        epoch,
        key_check: key.check()[..].into(),
        key_sealed: seal_key(&own.account, Kind::Private, collection.id, epoch, &key, random),
        handovers: Vec::new(),
        manifest: Some(manifest.seal(&own.account, account, version, random)),
    };
    Ok(NewPrivateEpoch { new, key, manifest })
}

/// The requests that restore a care collection's epochs on a server that was restored from an older backup, in order.
/// Each epoch keeps its key, and each message opens without the others.
///
/// # Errors
/// As [`begin`].
pub fn again(
    collection: &Collection,
    bond: &Bond,
    account: AccountId,
    own: &Keys,
    random: &mut Random,
) -> Result<Vec<NewEpoch>, Error> {
    bond.usable(collection, account, own)?;
    let bond = bond::catch_up(bond, own)?;
    let lost = epochs_missing_on_server(collection, own)?.map(|epoch| {
        // A key that never reached this device has sealed nothing on the server either.
        let key = own.keyring.get(collection.id, epoch).cloned();
        let key = key.unwrap_or_else(|_| CollectionKey::generate(random));
        new_epoch_request(epoch, &key, &bond.transcript_before(epoch), &bond, own, random)
    });
    lost.collect()
}

/// Like [`again`], for the private collection. Each request carries the next manifest, counting from `manifest`, the
/// version that the server has. The last manifest names the newest key.
///
/// # Errors
/// As [`begin_private`].
pub fn again_private(
    collection: &Collection,
    account: AccountId,
    manifest: u32,
    own: &Keys,
    random: &mut Random,
) -> Result<Vec<NewEpoch>, Error> {
    own_private(collection, account, own)?;
    let mut version = manifest;
    let lost = epochs_missing_on_server(collection, own)?.map(|epoch| {
        let key = own.keyring.get(collection.id, epoch).cloned();
        let key = key.unwrap_or_else(|_| CollectionKey::generate(random));
        version = version.checked_add(1).ok_or(Error::Exchange)?;
        let manifest = Manifest { private_epoch: epoch, private_check: key.check(), ..own.manifest.clone() };
        Ok(NewEpoch {
            epoch,
            key_check: key.check()[..].into(),
            key_sealed: seal_key(&own.account, Kind::Private, collection.id, epoch, &key, random),
            handovers: Vec::new(),
            manifest: Some(manifest.seal(&own.account, account, version, random)),
        })
    });
    lost.collect()
}

/// The result of accepting handed-over keys on a therapist's desk.
#[derive(Debug, Default)]
pub struct AcceptedKeys {
    /// For the server, after the bond is stored there: the keys, sealed for the account's other devices.
    pub stored: Vec<StoreKey>,
    /// Store it in the private collection first; `None` if the bond has not changed.
    pub bond: Option<Bond>,
    /// Whether the other side has renewed its keys.
    pub renewed: bool,
    /// Whether the safety words must be compared again, because a key does not continue this side's transcript.
    pub compare: bool,
    /// The rejected messages, by epoch.
    pub refused: Vec<(u32, Error)>,
}

/// Accepts the keys that the client has handed over and that this account has not stored yet, in the order of their
/// epochs. Each is opened with the bond, checked against the collection's key check, added to the keyring, and sealed
/// for the account's other devices.
///
/// # Errors
/// [`Error::Members`], [`Error::Ended`] and [`Error::Role`] as [`begin`]; then no key is accepted. Individual messages
/// that are rejected are listed in [`AcceptedKeys::refused`].
pub fn accept_keys(
    collection: &Collection,
    bond: &Bond,
    account: AccountId,
    own: &mut Keys,
    now: &Moment,
    random: &mut Random,
) -> Result<AcceptedKeys, Error> {
    bond.usable(collection, account, own)?;
    if own.manifest.role != Role::Staff {
        return Err(Error::Role);
    }
    let mut waiting: Vec<&EpochKey> = collection.keys.iter().filter(|key| key.key_sealed.is_none()).collect();
    waiting.sort_by_key(|key| key.epoch);
    let mut taken = AcceptedKeys::default();
    let mut newest = bond.clone();
    for header in waiting {
        let Some(handover) = header.handover.as_ref() else { continue };
        let opened = match handover.generation {
            _ if handover.account != newest.account => Err(Error::Identity),
            Some(generation) => {
                renewal::open_with_bond(&newest, generation, handover.message.as_ref(), own.identity(), now)
            }
            None => open_with_bond(&newest, header.epoch, handover.message.as_ref(), own.identity()),
        };
        let held = opened.and_then(|opened| {
            if opened.epoch != header.epoch || opened.key.check() != header.key_check.as_ref() {
                return Err(Error::WrongKey);
            }
            let same = opened.bond.epoch == header.epoch && opened.bond.key_check != opened.key.check();
            if same {
                return Err(Error::KeyDiffers);
            }
            own.keyring.insert_received(collection.id, header.epoch, opened.key.clone())?;
            Ok(opened)
        });
        match held {
            Ok(opened) => {
                let key_sealed = seal_key(&own.account, Kind::Care, collection.id, header.epoch, &opened.key, random);
                taken.stored.push(StoreKey { epoch: header.epoch, key_sealed });
                taken.renewed |= opened.bond.generation > newest.generation;
                taken.compare |= !opened.continues;
                newest = opened.bond;
            }
            Err(error) => taken.refused.push((header.epoch, error)),
        }
    }
    taken.bond = (newest != *bond).then_some(newest);
    Ok(taken)
}

/// An opened handover message, and the bond after it.
pub(super) struct Opened {
    pub epoch: u32,
    pub key: CollectionKey,
    pub bond: Bond,
    /// Whether the sender had the same transcript as this side.
    pub continues: bool,
}

/// Opens an epoch message with a bond, on the therapist's side.
fn open_with_bond(bond: &Bond, epoch: u32, message: &[u8], own: &Identity) -> Result<Opened, Error> {
    let of = Message { collection: bond.care, epoch, client: &bond.identity, therapist: own.public() };
    let (key, before) = match open(&of, &bond.secret, own, message) {
        Err(Error::Unopened) => {
            // A lost phone can still make messages under the old key. They get their own error.
            let old = |old: &crate::record::Renewed| {
                open(&Message { client: &old.identity, ..of }, &old.secret, own, message).is_ok()
            };
            return Err(if bond.renewals.iter().any(old) { Error::Identity } else { Error::Unopened });
        }
        other => other?,
    };
    if epoch <= bond.epoch {
        // The key was handed over again after a restore, or has not been stored yet. The bond does not change.
        return Ok(Opened { epoch, key, bond: bond.clone(), continues: true });
    }
    let new = NewKey { epoch, check: key.check(), before };
    let continues = before == bond.transcript;
    Ok(Opened { epoch, bond: bond.with_key(&bond.identity, own.public(), &new), key, continues })
}

/// The context to which an epoch message is bound.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The care collection of the key.
    pub collection: CollectionId,
    /// The epoch that the key begins.
    pub epoch: u32,
    /// The client's public X25519 key.
    pub client: &'a [u8; 32],
    /// The therapist's public X25519 key.
    pub therapist: &'a [u8; 32],
}

impl Message<'_> {
    fn info(&self) -> Vec<u8> {
        let place = key_context(self.collection, self.epoch);
        [b"afterglow v2 epoch\0".as_slice(), &place, self.client, self.therapist].concat()
    }
}

/// Seals a key and the transcript before it for the other side of a bond.
pub fn seal(
    of: &Message<'_>,
    secret: &[u8; 32],
    from: &Identity,
    key: &CollectionKey,
    before: &[u8; 32],
    random: &mut Random,
) -> Result<Blob, Error> {
    let place = key_context(of.collection, of.epoch);
    let psk = derive(secret, "epoch psk", &place);
    let plain = Zeroizing::new([&key.expose()[..], before].concat());
    let context = Context { psk: &psk, psk_id: &place, info: &of.info() };
    let sealed = exchange::seal(from, of.therapist, &context, &plain, random)?;
    Ok([&[VERSION][..], &sealed].concat().into())
}

/// Opens an epoch message. Returns the key and the transcript before it.
pub fn open(
    of: &Message<'_>,
    secret: &[u8; 32],
    own: &Identity,
    message: &[u8],
) -> Result<(CollectionKey, [u8; 32]), Error> {
    let place = key_context(of.collection, of.epoch);
    let psk = derive(secret, "epoch psk", &place);
    let context = Context { psk: &psk, psk_id: &place, info: &of.info() };
    let plain = exchange::open(own, of.client, &context, strip_version(message)?)?;
    let mut fields = Fields(&plain);
    let key = CollectionKey::from_bytes(Zeroizing::new(fields.take::<32>()?).as_ref())?;
    let before = fields.take()?;
    fields.end()?;
    Ok((key, before))
}

fn new_epoch_request(
    epoch: u32,
    key: &CollectionKey,
    before: &[u8; 32],
    bond: &Bond,
    own: &Keys,
    random: &mut Random,
) -> Result<NewEpoch, Error> {
    let of = Message { collection: bond.care, epoch, client: own.identity().public(), therapist: &bond.identity };
    let message = seal(&of, &bond.secret, own.identity(), key, before, random)?;
    Ok(NewEpoch {
        epoch,
        key_check: key.check()[..].into(),
        key_sealed: seal_key(&own.account, Kind::Care, bond.care, epoch, key, random),
        handovers: vec![EpochHandover { account: bond.account, generation: None, message }],
        manifest: None,
    })
}

fn own_private(collection: &Collection, account: AccountId, own: &Keys) -> Result<(), Error> {
    if collection.id != own.manifest.private {
        return Err(Error::Members);
    }
    members(collection, account, None)
}

/// The number of the next key: the server's current epoch if it has no key yet (after a member was shut out), otherwise
/// the epoch after it.
///
/// # Errors
/// [`Error::Older`] when this device already holds a key of that epoch; [`Error::Exchange`] when the epoch is
/// implausible.
pub(super) fn next_epoch_to_begin(collection: &Collection, own: &Keys) -> Result<u32, Error> {
    let next = next_on_server(collection)?;
    let newest = own.keyring.newest(collection.id)?.0;
    if next <= newest {
        return Err(Error::Older);
    }
    if next - newest > MAX_EPOCHS_AHEAD { Err(Error::Exchange) } else { Ok(next) }
}

/// The epochs that this device holds and the server lacks.
fn epochs_missing_on_server(collection: &Collection, own: &Keys) -> Result<std::ops::RangeInclusive<u32>, Error> {
    Ok(next_on_server(collection)?..=own.keyring.newest(collection.id)?.0)
}

fn next_on_server(collection: &Collection) -> Result<u32, Error> {
    let waits = collection.keys.iter().all(|key| key.epoch != collection.epoch);
    let next = if waits { Some(collection.epoch) } else { collection.epoch.checked_add(1) };
    next.filter(|epoch| *epoch > 0).ok_or(Error::Exchange)
}
