//! A new epoch: a collection's next key, made by the client and handed to the other side of the bond alone.
//!
//! Whoever knew the old key (a phone that was signed out, a member who left) can read nothing that comes after.
//!
//! ```text
//! epoch message = 2 ‖ enc 32 ‖ ciphertext
//!   HPKE AuthPSK: sender the client's identity, psk = derive(bond secret, "epoch psk", collection ‖ epoch),
//!                 psk_id = collection ‖ epoch
//!   info  = "afterglow v2 epoch" ‖ 0 ‖ collection ‖ epoch u32 ‖ client identity ‖ therapist identity
//!   plain = key 32 ‖ transcript before 32
//! ```
//!
//! Only the client begins epochs. A private collection's epoch is sealed to nobody, and comes with the next manifest.

use protocol::care::{Collection, EpochHandover, EpochKey, NewEpoch, StoreKey};
use protocol::{AccountId, Blob, CollectionId};
use zeroize::Zeroizing;

use super::bond::{NewKey, members};
use super::exchange::{Context, Fields, body};
use super::keyring::{Kind, place, seal_key};
use super::wrap::VERSION;
use super::{Bond, CollectionKey, Error, Identity, Keys, Manifest, Random, Role, bond, derive, exchange, renewal};
use crate::record::Moment;

/// How far the server's epoch may be ahead of the newest key that is held. Nobody shuts out that many at once.
const AHEAD: u32 = 64;

/// A care collection's next epoch, as it is told to the server.
#[derive(Debug)]
pub struct Begun {
    /// For the server.
    pub new: NewEpoch,
    /// For the keyring, once the server has taken it.
    pub key: CollectionKey,
    /// For the private collection, once the server has taken the epoch.
    pub bond: Bond,
}

/// The private collection's next epoch.
#[derive(Debug)]
pub struct BegunPrivate {
    /// For the server, the next manifest with it.
    pub new: NewEpoch,
    /// For the keyring, once the server has taken it.
    pub key: CollectionKey,
    /// The manifest, once the server has taken it; its version is [`NewEpoch::manifest`]'s.
    pub manifest: Manifest,
}

/// Begins the next epoch of a care collection.
///
/// # Errors
/// - [`Error::Members`]: the server lists others than the two sides of the bond.
/// - [`Error::Ended`], [`Error::Role`]: there is nobody to give it to, or it is the other side that begins epochs.
/// - [`Error::Older`]: the server is behind the keys that this device holds; tell it [`again`] first.
/// - [`Error::Exchange`]: the server's epoch is not a possible one.
pub fn begin(
    collection: &Collection,
    bond: &Bond,
    account: AccountId,
    own: &Keys,
    random: &mut Random,
) -> Result<Begun, Error> {
    bond.usable(collection, account, own)?;
    let bond = bond::catch_up(bond, own)?;
    let epoch = following(collection, own)?;
    let key = CollectionKey::generate(random);
    let new = told(epoch, &key, &bond.transcript, &bond, own, random)?;
    let next = NewKey { epoch, check: key.check(), before: bond.transcript };
    let bond = bond.with_key(own.identity().public(), &bond.identity, &next);
    Ok(Begun { new, key, bond })
}

/// Begins the next epoch of the private collection.
///
/// # Errors
/// As [`begin`]; [`Error::Members`] when the server lists anybody but the account itself.
pub fn begin_private(
    collection: &Collection,
    account: AccountId,
    own: &Keys,
    random: &mut Random,
) -> Result<BegunPrivate, Error> {
    own_private(collection, account, own)?;
    let epoch = following(collection, own)?;
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
    Ok(BegunPrivate { new, key, manifest })
}

/// The care collection's epochs that a server has lost, since it was put back to how it was before they began: what it
/// is told, in their order. Each has the key that it had, and opens without the others.
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
    let lost = lost(collection, own)?.map(|epoch| {
        // One that never reached this device has nothing on the server either.
        let key = own.keyring.get(collection.id, epoch).cloned();
        let key = key.unwrap_or_else(|_| CollectionKey::generate(random));
        told(epoch, &key, &bond.transcript_before(epoch), &bond, own, random)
    });
    lost.collect()
}

/// The private collection's epochs that a server has lost, as [`again`]; each with a manifest that follows on the one
/// which the server has, whose version is `manifest`. The last one names the newest key.
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
    let lost = lost(collection, own)?.map(|epoch| {
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

/// What a therapist's desk has taken over.
#[derive(Debug, Default)]
pub struct TakenOver {
    /// For the server, once the bond is accepted there: the keys, sealed for the account's other devices.
    pub stored: Vec<StoreKey>,
    /// For the private collection, first: the bond as it is now, where it has changed.
    pub bond: Option<Bond>,
    /// Whether the other side's keys were replaced after a loss.
    pub renewed: bool,
    /// Whether the safety words have to be compared anew: a key does not continue what this side has.
    pub compare: bool,
    /// What was refused, by epoch.
    pub refused: Vec<(u32, Error)>,
}

/// Takes over the keys that the client has handed to this account and that it has not stored yet, in the order of
/// their epochs: opened with the bond, checked against the collection's header, put on the keyring, and sealed for the
/// account's other devices.
///
/// # Errors
/// [`Error::Members`], [`Error::Ended`] and [`Error::Role`] as [`begin`]; then nothing is taken. A single message that
/// is refused stands in [`TakenOver::refused`].
pub fn take_over(
    collection: &Collection,
    bond: &Bond,
    account: AccountId,
    own: &mut Keys,
    now: &Moment,
    random: &mut Random,
) -> Result<TakenOver, Error> {
    bond.usable(collection, account, own)?;
    if own.manifest.role != Role::Staff {
        return Err(Error::Role);
    }
    let mut waiting: Vec<&EpochKey> = collection.keys.iter().filter(|key| key.key_sealed.is_none()).collect();
    waiting.sort_by_key(|key| key.epoch);
    let mut taken = TakenOver::default();
    let mut newest = bond.clone();
    for header in waiting {
        let Some(handover) = header.handover.as_ref() else { continue };
        let opened = match handover.generation {
            _ if handover.account != newest.account => Err(Error::Identity),
            Some(generation) => renewal::take(&newest, generation, handover.message.as_ref(), own.identity(), now),
            None => take(&newest, header.epoch, handover.message.as_ref(), own.identity()),
        };
        let held = opened.and_then(|opened| {
            if opened.epoch != header.epoch || opened.key.check() != header.key_check.as_ref() {
                return Err(Error::WrongKey);
            }
            let same = opened.bond.epoch == header.epoch && opened.bond.key_check != opened.key.check();
            if same {
                return Err(Error::KeyDiffers);
            }
            own.keyring.hold(collection.id, header.epoch, opened.key.clone())?;
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

/// A message that opened, and the bond with it.
pub(super) struct Opened {
    pub epoch: u32,
    pub key: CollectionKey,
    pub bond: Bond,
    /// Whether its maker had the transcript that this side has.
    pub continues: bool,
}

/// Opens an epoch message with a bond: the desk's half.
fn take(bond: &Bond, epoch: u32, message: &[u8], own: &Identity) -> Result<Opened, Error> {
    let of = Message { collection: bond.care, epoch, client: &bond.identity, therapist: own.public() };
    let (key, before) = match open(&of, &bond.secret, own, message) {
        Err(Error::Unopened) => {
            // Whoever has a lost phone can still make messages under the old key: told apart from noise.
            let old = |old: &crate::record::Renewed| {
                open(&Message { client: &old.identity, ..of }, &old.secret, own, message).is_ok()
            };
            return Err(if bond.renewals.iter().any(old) { Error::Identity } else { Error::Unopened });
        }
        other => other?,
    };
    if epoch <= bond.epoch {
        // Told again by a server that was restored, or not stored since: the bond stays as it is.
        return Ok(Opened { epoch, key, bond: bond.clone(), continues: true });
    }
    let new = NewKey { epoch, check: key.check(), before };
    let continues = before == bond.transcript;
    Ok(Opened { epoch, bond: bond.with_key(&bond.identity, own.public(), &new), key, continues })
}

/// What an epoch message is bound to.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The care collection.
    pub collection: CollectionId,
    /// The epoch.
    pub epoch: u32,
    /// The client's identity.
    pub client: &'a [u8; 32],
    /// The therapist's identity.
    pub therapist: &'a [u8; 32],
}

impl Message<'_> {
    fn info(&self) -> Vec<u8> {
        let place = place(self.collection, self.epoch);
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
    let place = place(of.collection, of.epoch);
    let psk = derive(secret, "epoch psk", &place);
    let plain = Zeroizing::new([&key.expose()[..], before].concat());
    let context = Context { psk: &psk, psk_id: &place, info: &of.info() };
    let sealed = exchange::seal(from, of.therapist, &context, &plain, random)?;
    Ok([&[VERSION][..], &sealed].concat().into())
}

/// Opens an epoch message: the key, and the transcript before it.
pub fn open(
    of: &Message<'_>,
    secret: &[u8; 32],
    own: &Identity,
    message: &[u8],
) -> Result<(CollectionKey, [u8; 32]), Error> {
    let place = place(of.collection, of.epoch);
    let psk = derive(secret, "epoch psk", &place);
    let context = Context { psk: &psk, psk_id: &place, info: &of.info() };
    let plain = exchange::open(own, of.client, &context, body(message)?)?;
    let mut fields = Fields(&plain);
    let key = CollectionKey::from_bytes(Zeroizing::new(fields.take::<32>()?).as_ref())?;
    let before = fields.take()?;
    fields.end()?;
    Ok((key, before))
}

fn told(
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

/// The epoch whose key comes next: the one that has begun, as long as no key has come since a member was shut out.
///
/// # Errors
/// [`Error::Older`] when a key of that epoch is held here, [`Error::Exchange`] when it is out of reach.
pub(super) fn following(collection: &Collection, own: &Keys) -> Result<u32, Error> {
    let next = next(collection)?;
    let newest = own.keyring.newest(collection.id)?.0;
    if next <= newest {
        return Err(Error::Older);
    }
    if next - newest > AHEAD { Err(Error::Exchange) } else { Ok(next) }
}

/// The epochs that are held here and not on the server.
fn lost(collection: &Collection, own: &Keys) -> Result<std::ops::RangeInclusive<u32>, Error> {
    Ok(next(collection)?..=own.keyring.newest(collection.id)?.0)
}

fn next(collection: &Collection) -> Result<u32, Error> {
    let waits = collection.keys.iter().all(|key| key.epoch != collection.epoch);
    let next = if waits { Some(collection.epoch) } else { collection.epoch.checked_add(1) };
    next.filter(|epoch| *epoch > 0).ok_or(Error::Exchange)
}
