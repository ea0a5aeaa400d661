//! Renewal after a lost phone: replaces every secret that the lost phone knew, in one operation. See [`renew`].
//!
//! The other side of each bond receives a renewal message. It accepts the new identity because that identity matches
//! the commitment it got in advance, which only the recovery code can fulfil.
//!
//! ```text
//! renewal message = 2 ‖ new identity 32 ‖ enc 32 ‖ ciphertext
//!   HPKE AuthPSK: sender the new identity, psk = derive(bond secret, "renewal psk", collection ‖ generation u32),
//!                 psk_id = collection ‖ generation
//!   info  = "afterglow v2 renewal" ‖ 0 ‖ collection ‖ generation u32 ‖ old identity ‖ new identity ‖ therapist identity
//!   plain = next' 32 ‖ bond secret' 32 ‖ epoch u32 ‖ key 32 ‖ transcript before 32
//! ```

use protocol::account::{KeyBundle, RecoveryVerifier, RenewedEpoch, RenewedKey, SealedManifest};
use protocol::care::{Collection, EpochHandover};
use protocol::{AccountId, Blob, CollectionId};
use zeroize::Zeroizing;

use super::account::bundle;
use super::bond::{NewKey, members};
use super::epoch::{Opened, next_epoch_to_begin};
use super::exchange::{Context, Fields, split_sender};
use super::keyring::{Keyring, Kind, key_context, seal_key};
use super::wrap::VERSION;
use super::{
    AccountKey, Bond, CollectionKey, Error, ExportKey, Identity, Keys, Manifest, NextIdentity, Random, RecoveryCode,
    Role, bond, derive, exchange,
};
use crate::checks::{Check, on};
use crate::record::Moment;

/// A renewed account, split by receiver: server, device (after the server has accepted the renewal), person.
#[derive(Debug)]
pub struct Renewed {
    /// For the server: the new account key, sealed.
    pub bundle: KeyBundle,
    /// For the server: verifies the new recovery code.
    pub recovery: RecoveryVerifier,
    /// For the server: the next manifest, with the next generation.
    pub manifest: SealedManifest,
    /// For the server: every collection key of the account, including the new ones.
    pub stored: Vec<RenewedKey>,
    /// For the server: the new epoch of the private collection and of each open bond, with the renewal messages.
    pub epochs: Vec<RenewedEpoch>,
    /// For the device: the new keys, unlocked.
    pub keys: Keys,
    /// For the device's private collection: the changed bonds. Without the recovery code all of them have ended.
    pub bonds: Vec<Bond>,
    /// For the person, shown once.
    pub code: RecoveryCode,
}

/// The state before a renewal.
#[derive(Clone, Copy, Debug)]
pub struct RenewalInput<'a> {
    /// The account to renew.
    pub account: AccountId,
    /// Its current keys, with all collection keys that this device holds.
    pub own: &'a Keys,
    /// The recovery code; `None` if it is lost or may be stored on the lost phone.
    pub code: Option<&'a RecoveryCode>,
    /// The export key of the new password.
    pub export: &'a ExportKey,
    /// The account's collections, as the server lists them.
    pub listed: &'a [Collection],
    /// The account's bonds. Ended ones are not changed.
    pub bonds: &'a [Bond],
    /// The current time, for the new records.
    pub now: &'a Moment,
}

/// Replaces an account's keys after a phone was lost: account key, identity, recovery code, and the keys of the private
/// collection and of every open bond. Only clients renew.
///
/// The new identity is the one that the manifest committed to; only the recovery code derives it. Without the code the
/// identity is random. Then the other side could not tell the client from the finder of the phone, so every bond ends.
///
/// # Errors
/// - [`Error::Code`]: the code does not derive the committed identity.
/// - [`Error::CodeUnconfirmed`]: the code was never confirmed, so the lost phone may still store it. It is treated as
///   missing.
/// - [`Error::Members`]: the server lists an unknown member in the private collection or in that of an open bond.
/// - The first error of [`Keys::open_stored`]: a stored key that cannot be opened would be lost.
/// - [`Error::Older`]: the server lacks an epoch that this device holds.
pub fn renew(before: &RenewalInput<'_>, random: &mut Random) -> Result<Renewed, Error> {
    let RenewalInput { account, own, code, export, listed, now, .. } = *before;
    if own.manifest.role != Role::Client {
        return Err(Error::Role);
    }
    let private = own.manifest.private;
    let mut old = own.clone();
    if let Some((_, error)) = old.open_stored(listed).into_iter().next() {
        return Err(error);
    }
    let generation = own.manifest.generation.checked_add(1).ok_or(Error::Exchange)?;
    let version = own.manifest_version.checked_add(1).ok_or(Error::Exchange)?;
    let identity = match code {
        Some(code) => committed_identity(account, code, &own.manifest)?,
        None => Identity::generate(random),
    };
    let new_code = RecoveryCode::generate(random);
    let next = NextIdentity::to(new_code.next_identity(account)?.public());
    let key = AccountKey::generate(random);

    let journal = listed.iter().find(|one| one.id == private).ok_or(Error::NoKey)?;
    members(journal, account, None)?;
    let private_epoch = next_epoch_to_begin(journal, &old)?;
    let private_key = CollectionKey::generate(random);
    let manifest = Manifest {
        generation,
        renewed_at: now.unix_ms,
        identity,
        next,
        private_epoch,
        private_check: private_key.check(),
        code_confirmed: false,
        ..own.manifest.clone()
    };
    let mut keyring = old.keyring.clone();
    keyring.insert(private, private_epoch, private_key);
    let mut epochs = vec![RenewedEpoch {
        collection: private,
        epoch: private_epoch,
        key_check: manifest.private_check[..].into(),
        handovers: Vec::new(),
    }];

    let bonds = renew_bonds(before, &old, &manifest, &mut epochs, &mut keyring, random)?;
    let stored = seal_keyring(&keyring, listed, &epochs, &key, private, random);
    Ok(Renewed {
        bundle: bundle(account, &key, export, &new_code, random),
        recovery: RecoveryVerifier { token: new_code.token() },
        manifest: manifest.seal(&key, account, version, random),
        stored,
        epochs,
        keys: Keys { account: key, manifest_version: version, manifest, keyring },
        bonds,
        code: new_code,
    })
}

/// Renews the open bonds, or ends them if there is no recovery code. Adds their new epochs and keys to those of the
/// account, and returns the changed bonds.
fn renew_bonds(
    before: &RenewalInput<'_>,
    old: &Keys,
    manifest: &Manifest,
    epochs: &mut Vec<RenewedEpoch>,
    keyring: &mut Keyring,
    random: &mut Random,
) -> Result<Vec<Bond>, Error> {
    let RenewalInput { account, own, code, listed, bonds, now, .. } = *before;
    let mut changed = Vec::new();
    for bond in bonds.iter().filter(|bond| bond.is_open()) {
        if code.is_none() {
            changed.push(bond.end(now, Some("lost_code")));
            continue;
        }
        // The collection is gone, or the bond missed an earlier renewal: no message can reach the other side.
        let Some(collection) = listed.iter().find(|one| one.id == bond.care) else { continue };
        if bond.own_generation < own.manifest.generation {
            continue;
        }
        bond.usable(collection, account, old)?;
        let (epoch, key, bond) = renew_bond(bond, collection, old, manifest, random)?;
        keyring.insert(epoch.collection, epoch.epoch, key);
        epochs.push(epoch);
        changed.push(bond);
    }
    Ok(changed)
}

/// Replaces the key and the secret of an open bond. `old` are the account's keys before the renewal, `manifest` is the
/// new one. Returns the epoch for the server, its key, and the changed bond.
fn renew_bond(
    bond: &Bond,
    collection: &Collection,
    old: &Keys,
    manifest: &Manifest,
    random: &mut Random,
) -> Result<(RenewedEpoch, CollectionKey, Bond), Error> {
    let generation = manifest.generation;
    let bond = bond::catch_up(bond, old)?;
    let epoch = next_epoch_to_begin(collection, old)?;
    let (key, secret) = (CollectionKey::generate(random), Zeroizing::new(random.bytes::<32>()));
    let content = Content { next: manifest.next, secret: *secret, epoch, key, before: bond.transcript };
    let of = Message {
        collection: bond.care,
        generation,
        old: old.identity().public(),
        new: manifest.identity.public(),
        therapist: &bond.identity,
    };
    let message = seal(&of, &bond.secret, &manifest.identity, &content, random)?;
    let renewed = RenewedEpoch {
        collection: bond.care,
        epoch,
        key_check: content.key.check()[..].into(),
        handovers: vec![EpochHandover { account: bond.account, generation: Some(generation), message }],
    };
    let new = NewKey { epoch, check: content.key.check(), before: bond.transcript };
    let mut bond = bond.with_key(manifest.identity.public(), &bond.identity, &new);
    bond.secret = content.secret;
    bond.own_generation = generation;
    Ok((renewed, content.key, bond))
}

/// Seals the keyring under the new account key: the keys of all epochs that the server lists or receives now.
fn seal_keyring(
    keyring: &Keyring,
    listed: &[Collection],
    new: &[RenewedEpoch],
    account_key: &AccountKey,
    private: CollectionId,
    random: &mut Random,
) -> Vec<RenewedKey> {
    let known = |collection: CollectionId, epoch: u32| {
        let mut here = listed.iter().filter(|one| one.id == collection).flat_map(|one| &one.keys);
        let is_new = new.iter().any(|new| (new.collection, new.epoch) == (collection, epoch));
        is_new || here.any(|key| key.epoch == epoch)
    };
    let keys = keyring.iter().filter(|(collection, epoch, _)| known(*collection, *epoch));
    let sealed = keys.map(|(collection, epoch, key)| RenewedKey {
        collection,
        epoch,
        key_sealed: seal_key(account_key, Kind::of(collection, private), collection, epoch, key, random),
    });
    sealed.collect()
}

/// The identity that the manifest committed to, derived from the code.
fn committed_identity(account: AccountId, code: &RecoveryCode, manifest: &Manifest) -> Result<Identity, Error> {
    let identity = code.next_identity(account)?;
    if NextIdentity::to(identity.public()) != manifest.next {
        return Err(Error::Code);
    }
    if manifest.code_confirmed { Ok(identity) } else { Err(Error::CodeUnconfirmed) }
}

/// What a renewal message is bound to.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The care collection of the bond.
    pub collection: CollectionId,
    /// The client's new generation.
    pub generation: u32,
    /// The client's previous public key.
    pub old: &'a [u8; 32],
    /// The client's new public key.
    pub new: &'a [u8; 32],
    /// The therapist's public key.
    pub therapist: &'a [u8; 32],
}

/// The content of a renewal message.
#[derive(Clone, PartialEq)]
pub struct Content {
    /// The commitment to the client's next identity.
    pub next: NextIdentity,
    /// The bond's new secret.
    pub secret: [u8; 32],
    /// The new epoch of the care collection.
    pub epoch: u32,
    /// The key of that epoch.
    pub key: CollectionKey,
    /// The transcript before that epoch.
    pub before: [u8; 32],
}

/// Seals a renewal message for the other side of a bond; `secret` is the bond's old secret.
pub fn seal(
    of: &Message<'_>,
    secret: &[u8; 32],
    from: &Identity,
    content: &Content,
    random: &mut Random,
) -> Result<Blob, Error> {
    let place = key_context(of.collection, of.generation);
    let psk = derive(secret, "renewal psk", &place);
    let epoch = content.epoch.to_be_bytes();
    let plain = [&content.next.0[..], &content.secret, &epoch, content.key.expose(), &content.before].concat();
    let context = Context { psk: &psk, psk_id: &place, info: &of.info() };
    let sealed = exchange::seal(from, of.therapist, &context, &Zeroizing::new(plain), random)?;
    Ok([&[VERSION][..], of.new, &sealed].concat().into())
}

/// Opens a renewal message. The caller must first check that its identity is the committed one.
pub fn open(of: &Message<'_>, secret: &[u8; 32], own: &Identity, message: &[u8]) -> Result<Content, Error> {
    let place = key_context(of.collection, of.generation);
    let psk = derive(secret, "renewal psk", &place);
    let context = Context { psk: &psk, psk_id: &place, info: &of.info() };
    let (_, sealed) = split_sender(message)?;
    let plain = exchange::open(own, of.new, &context, sealed)?;
    let mut fields = Fields(&plain);
    let content = Content {
        next: NextIdentity(fields.take()?),
        secret: fields.take()?,
        epoch: fields.number()?,
        key: CollectionKey::from_bytes(Zeroizing::new(fields.take::<32>()?).as_ref())?,
        before: fields.take()?,
    };
    fields.end()?;
    Ok(content)
}

impl Message<'_> {
    fn info(&self) -> Vec<u8> {
        let place = key_context(self.collection, self.generation);
        [b"afterglow v2 renewal\0".as_slice(), &place, self.old, self.new, self.therapist].concat()
    }
}

/// Opens a renewal message with a bond, on the therapist's side. Accepts it only if the new identity is the committed
/// one and the generation is the next one. A repeated renewal message returns its key again.
pub(super) fn open_with_bond(
    bond: &Bond,
    generation: u32,
    message: &[u8],
    own: &Identity,
    now: &Moment,
) -> Result<Opened, Error> {
    let (new, _) = split_sender(message)?;
    let of = |old| Message { collection: bond.care, generation, old, new, therapist: own.public() };
    if generation <= bond.generation {
        let last = bond.renewals.last().filter(|_| generation == bond.generation && *new == bond.identity);
        let last = last.ok_or(Error::Older)?;
        let content = open(&of(&last.identity), &last.secret, own, message)?;
        if content.secret != bond.secret {
            return Err(Error::KeyDiffers);
        }
        return Ok(Opened { epoch: content.epoch, key: content.key, bond: bond.clone(), continues: true });
    }
    if NextIdentity::to(new) != bond.next_identity() && on(Check::NextIdentity) {
        return Err(Error::NextIdentity);
    }
    if generation != bond.generation.saturating_add(1) {
        return Err(Error::Identity);
    }
    let content = open(&of(&bond.identity), &bond.secret, own, message)?;
    if content.epoch <= bond.epoch {
        return Err(Error::Older);
    }
    let key = NewKey { epoch: content.epoch, check: content.key.check(), before: content.before };
    let continues = content.before == bond.transcript;
    let mut renewed = bond.with_key(new, own.public(), &key);
    renewed.renewals.push(crate::record::Renewed {
        at: now.clone(),
        identity: bond.identity,
        secret: bond.secret,
        how: "code".into(),
        extra: Default::default(),
    });
    renewed.identity = *new;
    renewed.next = content.next.0;
    renewed.secret = content.secret;
    renewed.generation = generation;
    Ok(Opened { epoch: content.epoch, key: content.key, bond: renewed, continues })
}
