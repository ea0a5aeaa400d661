//! A new epoch: a collection's next key, made by one member and handed to the others.
//!
//! Whoever knew the old key (a lost phone, a member who left) can read nothing that comes after. The key travels by HPKE
//! (RFC 9180) in Auth mode: `version 1 ‖ enc 32 ‖ ciphertext`, so that the other side knows which member made it; the
//! server, which could name any key, can make none.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use protocol::care::{Collection, CollectionMember, EpochHandover, NewEpoch, StoreKey};
use protocol::{AccountId, Blob, CollectionId};
use zeroize::Zeroizing;

use super::keyring::seal_key;
use super::wrap::VERSION;
use super::{CollectionKey, Error, Identity, Keys, Random};

const ENC: usize = 32;

/// Makes the next epoch of a collection: what the server is told, and the key.
///
/// `others` are all other members, each with the identity that the asking device trusts.
///
/// # Errors
/// [`Error::Identity`] when one of the identities is no key.
pub fn begin(
    collection: &Collection,
    others: &[CollectionMember],
    own: &Keys,
    random: &mut Random,
) -> Result<(NewEpoch, CollectionKey), Error> {
    let epoch = next(collection);
    let key = CollectionKey::generate(random);
    Ok((told(collection.id, epoch, &key, others, own, random)?, key))
}

/// The epochs that a server has lost, since it was put back to how it was before they began: what it is told, in their order.
/// Each has the key that it had.
///
/// # Errors
/// As [`begin`].
pub fn again(
    collection: &Collection,
    others: &[CollectionMember],
    own: &Keys,
    random: &mut Random,
) -> Result<Vec<NewEpoch>, Error> {
    let newest = own.keyring.newest(collection.id).map_or(0, |(epoch, _)| epoch);
    let lost = (next(collection)..=newest).map(|epoch| {
        // One that never reached this device has nothing on the server either.
        let key = own.keyring.get(collection.id, epoch).cloned();
        let key = key.unwrap_or_else(|_| CollectionKey::generate(random));
        told(collection.id, epoch, &key, others, own, random)
    });
    lost.collect()
}

/// The epoch whose key comes next: the one that has begun, as long as no key has come since a member was shut out.
fn next(collection: &Collection) -> u32 {
    let waits = collection.keys.iter().all(|key| key.epoch != collection.epoch);
    if waits { collection.epoch } else { collection.epoch + 1 }
}

fn told(
    collection: CollectionId,
    epoch: u32,
    key: &CollectionKey,
    others: &[CollectionMember],
    own: &Keys,
    random: &mut Random,
) -> Result<NewEpoch, Error> {
    let handovers = others.iter().map(|member| {
        let message = hand_over(collection, epoch, key, &own.identity, member.identity_public.as_ref(), random)?;
        Ok(EpochHandover { account: member.account, message })
    });
    let handovers = handovers.collect::<Result<_, Error>>()?;
    let key_sealed = seal_key(&own.account, collection, epoch, key, random);
    Ok(NewEpoch { epoch, key_check: key.check()[..].into(), key_sealed, handovers })
}

/// The keys that other members have handed to this account and that it has not stored yet: opened, checked against the
/// collection's header, put on the keyring, and sealed for the account's other devices.
///
/// `trusted` gives the identity of a member as this device knows it.
pub fn take_over(
    collection: &Collection,
    own: &mut Keys,
    trusted: impl Fn(AccountId) -> Option<Blob>,
    random: &mut Random,
) -> Result<Vec<StoreKey>, Error> {
    let mut stored = Vec::new();
    for header in collection.keys.iter().filter(|header| header.key_sealed.is_none()) {
        let Some(handover) = &header.handover else { continue };
        let from = trusted(handover.account).ok_or(Error::Identity)?;
        let key = open(collection.id, header.epoch, &handover.message, &own.identity, from.as_ref())?;
        if key.check() != header.key_check.as_ref() {
            return Err(Error::WrongKey);
        }
        let key_sealed = seal_key(&own.account, collection.id, header.epoch, &key, random);
        own.keyring.insert(collection.id, header.epoch, key);
        stored.push(StoreKey { epoch: header.epoch, key_sealed });
    }
    Ok(stored)
}

/// Seals an epoch's key from one member for another.
pub fn hand_over(
    collection: CollectionId,
    epoch: u32,
    key: &CollectionKey,
    from: &Identity,
    to: &[u8],
    random: &mut Random,
) -> Result<Blob, Error> {
    let to = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(to).map_err(|_| Error::Identity)?;
    let (secret, public) = pair(from)?;
    let (enc, ciphertext) = hpke::single_shot_seal::<AesGcm256, HkdfSha256, X25519HkdfSha256, _>(
        &OpModeS::Auth((secret, public)),
        &to,
        &info(collection, epoch),
        key.expose(),
        &[],
        random,
    )
    .map_err(|_| Error::Exchange)?;
    Ok([&[VERSION][..], &enc.to_bytes(), &ciphertext].concat().into())
}

/// Opens an epoch's key from a member whose identity is known.
pub fn open(
    collection: CollectionId,
    epoch: u32,
    message: &Blob,
    own: &Identity,
    from: &[u8],
) -> Result<CollectionKey, Error> {
    let message = message.as_ref();
    if *message.first().ok_or(Error::Truncated)? != VERSION {
        return Err(Error::Version);
    }
    let (enc, ciphertext) = message[1..].split_at_checked(ENC).ok_or(Error::Truncated)?;
    let from = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(from).map_err(|_| Error::Identity)?;
    let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(enc).map_err(|_| Error::Truncated)?;
    let (secret, _) = pair(own)?;
    let plain = hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Auth(from),
        &secret,
        &enc,
        &info(collection, epoch),
        ciphertext,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| Error::Unopened)?;
    CollectionKey::from_bytes(&plain)
}

type Pair = (<X25519HkdfSha256 as Kem>::PrivateKey, <X25519HkdfSha256 as Kem>::PublicKey);

fn pair(identity: &Identity) -> Result<Pair, Error> {
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(identity.expose()).map_err(|_| Error::Identity)?;
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(identity.public()).map_err(|_| Error::Identity)?;
    Ok((secret, public))
}

fn info(collection: CollectionId, epoch: u32) -> Vec<u8> {
    [b"afterglow v1 epoch\0".as_slice(), collection.as_bytes(), &epoch.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use protocol::care::{CollectionKind, EpochKey, Part};

    use super::super::{AccountKey, Keyring};
    use super::*;

    fn somebody(n: u8) -> (Keys, CollectionMember) {
        let mut random = Random::from_seed([n; 32]);
        let account = AccountKey::generate(&mut random);
        let identity = Identity::generate(&mut random);
        let member = CollectionMember {
            account: AccountId::new(1, [n; 10]),
            part: if n == 1 { Part::Client } else { Part::Therapist },
            identity_public: identity.public()[..].into(),
            name: None,
        };
        (Keys { account, identity, keyring: Keyring::default() }, member)
    }

    #[test]
    fn a_new_epochs_key_reaches_the_other_member_and_only_from_who_made_it() {
        let mut random = Random::from_seed([9; 32]);
        let ((client, one), (mut therapist, two), (stranger, _)) = (somebody(1), somebody(2), somebody(3));
        let check = vec![0; 16].into();
        let first = EpochKey { epoch: 1, key_check: check, key_sealed: Some(Blob::default()), handover: None };
        let mut collection = Collection {
            id: CollectionId::new(1, [7; 10]),
            kind: CollectionKind::Care,
            epoch: 1,
            head: 0,
            keys: vec![first],
            members: vec![one.clone(), two.clone()],
            handover: None,
            created_at: 0,
        };
        let (new, key) = begin(&collection, &[two], &client, &mut random).unwrap();
        assert_eq!((new.epoch, new.handovers.len()), (2, 1));
        let handover = EpochHandover { account: one.account, message: new.handovers[0].message.clone() };
        let header = EpochKey { epoch: 2, key_check: new.key_check, key_sealed: None, handover: Some(handover) };
        collection.keys.push(header);
        collection.epoch = 2;

        let identity = one.identity_public.clone();
        let stored = take_over(&collection, &mut therapist, |_| Some(identity.clone()), &mut random).unwrap();
        assert_eq!(stored.len(), 1);
        assert_eq!(therapist.keyring.newest(collection.id).unwrap(), (2, &key));

        // A server that makes a key of its own, moves one, or names another maker.
        let forged = hand_over(collection.id, 2, &key, &stranger.identity, therapist.identity.public(), &mut random);
        let opened =
            |epoch, message: &Blob| open(collection.id, epoch, message, &therapist.identity, identity.as_ref());
        assert_eq!(opened(2, &forged.unwrap()), Err(Error::Unopened));
        assert_eq!(opened(3, &new.handovers[0].message), Err(Error::Unopened));
        assert!(opened(2, &new.handovers[0].message).is_ok());
        assert_eq!(opened(2, &Blob::default()), Err(Error::Truncated));
        collection.keys[1].key_check.0[0] ^= 1;
        let wrong = take_over(&collection, &mut therapist, |_| Some(identity.clone()), &mut random);
        assert_eq!(wrong.unwrap_err(), Error::WrongKey);
        let unknown = take_over(&collection, &mut therapist, |_| None, &mut random);
        assert_eq!(unknown.unwrap_err(), Error::Identity);

        // A member was shut out: the epoch waits for its key.
        collection.keys.truncate(1);
        assert_eq!(begin(&collection, &[], &client, &mut random).unwrap().0.epoch, 2);
    }
}
