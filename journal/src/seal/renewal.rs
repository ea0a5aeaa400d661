//! "A phone was lost": everything that the lost phone knew is replaced in one act. See [`renew`].
//!
//! The other side of each bond learns of it by a renewal message, and believes it because the new identity is the one
//! that was committed to beforehand, which only the recovery code can make.
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
use super::epoch::{Opened, following};
use super::exchange::{Context, Fields, introduced};
use super::keyring::{Kind, place, seal_key};
use super::wrap::VERSION;
use super::{
    AccountKey, Bond, CollectionKey, Error, ExportKey, Identity, Keys, Manifest, NextIdentity, Random, RecoveryCode,
    Role, bond, derive, exchange,
};
use crate::checks::{Check, on};
use crate::record::Moment;

/// An account whose keys were all replaced: what the server is given, what the device keeps once the server has taken
/// it, what the person keeps.
#[derive(Debug)]
pub struct Renewed {
    /// For the server: the new account key, sealed.
    pub bundle: KeyBundle,
    /// For the server: what lets the new recovery code in.
    pub recovery: RecoveryVerifier,
    /// For the server: the next manifest, of the next generation.
    pub manifest: SealedManifest,
    /// For the server: every collection key of the account, the new ones included.
    pub stored: Vec<RenewedKey>,
    /// For the server: the new epoch of the private collection and of each open bond, with the renewal messages.
    pub epochs: Vec<RenewedEpoch>,
    /// For the device.
    pub keys: Keys,
    /// For the device's private collection: the bonds as they are now. Without the code all of them have ended.
    pub bonds: Vec<Bond>,
    /// For the person, once.
    pub code: RecoveryCode,
}

/// What a renewal begins with.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The account.
    pub account: AccountId,
    /// Its keys as they are, with all collection keys that this device holds.
    pub own: &'a Keys,
    /// The recovery code; `None` when it is lost, or lay on the lost phone.
    pub code: Option<&'a RecoveryCode>,
    /// What the new password gives.
    pub export: &'a ExportKey,
    /// The account's collections, as the server lists them.
    pub listed: &'a [Collection],
    /// The account's bonds. Ended ones are left as they are.
    pub bonds: &'a [Bond],
    /// Now.
    pub now: &'a Moment,
}

/// Replaces an account's keys after a phone was lost: account key, identity, recovery code, the key of the private
/// collection and of every open bond. A client's act.
///
/// The new identity is the one that the manifest committed to; only the code makes it. Without the code the identity is
/// a random one, which nobody can tell from the finder's, and therefore every bond ends.
///
/// # Errors
/// - [`Error::Code`]: the code does not make the committed identity.
/// - [`Error::CodeUnconfirmed`]: the code was never confirmed, so the lost phone may have kept it. It counts as none.
/// - [`Error::Members`]: the server lists somebody else in the private collection, or in an open bond's.
/// - What [`Keys::open_stored`] finds: a stored key that does not open would be lost.
/// - [`Error::Older`]: the server is behind the keys that this device holds.
pub fn renew(before: &Before<'_>, random: &mut Random) -> Result<Renewed, Error> {
    let Before { account, own, code, export, listed, bonds, now } = *before;
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
        Some(code) => committed(account, code, &own.manifest)?,
        None => Identity::generate(random),
    };
    let new_code = RecoveryCode::generate(random);
    let next = NextIdentity::to(new_code.next_identity(account)?.public());
    let key = AccountKey::generate(random);

    let journal = listed.iter().find(|one| one.id == private).ok_or(Error::NoKey)?;
    members(journal, account, None)?;
    let private_epoch = following(journal, &old)?;
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

    let mut changed = Vec::new();
    for bond in bonds.iter().filter(|bond| bond.is_open()) {
        if code.is_none() {
            changed.push(bond.end(now, Some("lost_code")));
            continue;
        }
        // Without its collection there is nobody to tell, now or at an earlier renewal.
        let Some(collection) = listed.iter().find(|one| one.id == bond.care) else { continue };
        if bond.own_generation < own.manifest.generation {
            continue;
        }
        bond.usable(collection, account, &old)?;
        let bond = bond::catch_up(bond, &old)?;
        let epoch = following(collection, &old)?;
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
        epochs.push(RenewedEpoch {
            collection: bond.care,
            epoch,
            key_check: content.key.check()[..].into(),
            handovers: vec![EpochHandover { account: bond.account, generation: Some(generation), message }],
        });
        let new = NewKey { epoch, check: content.key.check(), before: bond.transcript };
        let mut bond = bond.with_key(manifest.identity.public(), &bond.identity, &new);
        bond.secret = content.secret;
        bond.own_generation = generation;
        keyring.insert(bond.care, epoch, content.key);
        changed.push(bond);
    }

    let known = |collection, epoch| {
        let here = listed.iter().filter(|one| one.id == collection).flat_map(|one| &one.keys);
        let new = epochs.iter().any(|new| (new.collection, new.epoch) == (collection, epoch));
        new || here.into_iter().any(|key| key.epoch == epoch)
    };
    let stored =
        keyring.iter().filter(|(collection, epoch, _)| known(*collection, *epoch)).map(|(collection, epoch, one)| {
            RenewedKey {
                collection,
                epoch,
                key_sealed: seal_key(&key, Kind::of(collection, private), collection, epoch, one, random),
            }
        });
    let stored = stored.collect();
    Ok(Renewed {
        bundle: bundle(account, &key, export, &new_code, random),
        recovery: RecoveryVerifier { token: new_code.token() },
        manifest: manifest.seal(&key, account, version, random),
        stored,
        epochs,
        keys: Keys { account: key, manifest_version: version, manifest, keyring },
        bonds: changed,
        code: new_code,
    })
}

/// The identity that a manifest committed to.
fn committed(account: AccountId, code: &RecoveryCode, manifest: &Manifest) -> Result<Identity, Error> {
    let identity = code.next_identity(account)?;
    if NextIdentity::to(identity.public()) != manifest.next {
        return Err(Error::Code);
    }
    if manifest.code_confirmed { Ok(identity) } else { Err(Error::CodeUnconfirmed) }
}

/// What a renewal message is bound to.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The care collection.
    pub collection: CollectionId,
    /// The client's new generation.
    pub generation: u32,
    /// The client's identity before.
    pub old: &'a [u8; 32],
    /// The client's identity from now on.
    pub new: &'a [u8; 32],
    /// The therapist's identity.
    pub therapist: &'a [u8; 32],
}

/// What a renewal message says.
#[derive(Clone, PartialEq)]
pub struct Content {
    /// The commitment to the identity after this one.
    pub next: NextIdentity,
    /// The bond's secret from now on.
    pub secret: [u8; 32],
    /// The epoch that begins with it.
    pub epoch: u32,
    /// The key of that epoch.
    pub key: CollectionKey,
    /// The transcript before that epoch.
    pub before: [u8; 32],
}

/// Seals a renewal message for the other side of a bond, whose secret is `secret`.
pub fn seal(
    of: &Message<'_>,
    secret: &[u8; 32],
    from: &Identity,
    content: &Content,
    random: &mut Random,
) -> Result<Blob, Error> {
    let place = place(of.collection, of.generation);
    let psk = derive(secret, "renewal psk", &place);
    let epoch = content.epoch.to_be_bytes();
    let plain = [&content.next.0[..], &content.secret, &epoch, content.key.expose(), &content.before].concat();
    let context = Context { psk: &psk, psk_id: &place, info: &of.info() };
    let sealed = exchange::seal(from, of.therapist, &context, &Zeroizing::new(plain), random)?;
    Ok([&[VERSION][..], of.new, &sealed].concat().into())
}

/// Opens a renewal message. That its identity is the committed one is for the caller to check first.
pub fn open(of: &Message<'_>, secret: &[u8; 32], own: &Identity, message: &[u8]) -> Result<Content, Error> {
    let place = place(of.collection, of.generation);
    let psk = derive(secret, "renewal psk", &place);
    let context = Context { psk: &psk, psk_id: &place, info: &of.info() };
    let (_, sealed) = introduced(message)?;
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
        let place = place(self.collection, self.generation);
        [b"afterglow v2 renewal\0".as_slice(), &place, self.old, self.new, self.therapist].concat()
    }
}

/// The desk's half: accepts a renewal exactly when the new identity is the committed one, of the next generation, and
/// the message opens. The same renewal again gives its key again.
pub(super) fn take(
    bond: &Bond,
    generation: u32,
    message: &[u8],
    own: &Identity,
    now: &Moment,
) -> Result<Opened, Error> {
    let (new, _) = introduced(message)?;
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
