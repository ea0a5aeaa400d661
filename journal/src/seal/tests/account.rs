use protocol::account::KeyBundle;

use super::*;
use crate::seal::account::{seal_by_password, unlock, unlock_with_code, with_account_key};
use crate::seal::keyring::{Kind, seal_key};
use crate::seal::wrap::wrap;
use crate::seal::{CollectionKey, Error, Identity, Keyring, Manifest, NextIdentity};

#[test]
fn only_the_password_and_the_code_unlock_an_account() {
    let mut random = Random::from_seed([4; 32]);
    let made = create_account(CLIENT, &mut random);
    let open = |bundle, key: &ExportKey| unlock(id(CLIENT), bundle, &made.manifest, key);
    let by_password = open(&made.bundle, &export(CLIENT)).unwrap();
    let by_code = unlock_with_code(id(CLIENT), &made.bundle, &made.manifest, &made.code).unwrap();
    assert_eq!(by_password.account, made.keys.account);
    assert_eq!(by_code.identity().public(), made.keys.identity().public());
    assert_eq!((by_code.manifest_version, by_code.manifest.private), (1, private(CLIENT)));

    assert_eq!(open(&made.bundle, &export(9)).unwrap_err(), Error::Unopened);
    let elsewhere = unlock(id(9), &made.bundle, &made.manifest, &export(CLIENT));
    assert_eq!(elsewhere.unwrap_err(), Error::Unopened);

    let resealed = seal_by_password(id(CLIENT), &made.keys.account, &export(9), &mut random);
    let bundle = KeyBundle { account_by_password: resealed, ..made.bundle.clone() };
    assert_eq!(open(&bundle, &export(9)).unwrap().account, made.keys.account);
}

#[test]
fn a_manifest_opens_only_for_its_account_and_version() {
    let mut random = Random::from_seed([4; 32]);
    let made = create_account(CLIENT, &mut random);
    let key = &made.keys.account;
    assert_eq!(made.manifest.sealed.0.len(), 1 + 12 + Manifest::LENGTH + 16);
    let other = SealedManifest { version: 2, ..made.manifest.clone() };
    assert_eq!(Manifest::open(key, id(CLIENT), &other).unwrap_err(), Error::Unopened);
    assert_eq!(Manifest::open(key, id(9), &made.manifest).unwrap_err(), Error::Unopened);
    let (confirmed, manifest) = made.keys.confirm_code(id(CLIENT), &mut random).unwrap();
    assert_eq!(confirmed.version, 2);
    assert!(manifest.code_confirmed && Manifest::open(key, id(CLIENT), &confirmed).unwrap().code_confirmed);
}

/// Cases 6 and 11: a device detects a manifest that is older than one that it has seen.
#[test]
fn an_older_manifest_is_rejected() {
    let manifest = create_account(CLIENT, &mut Random::from_seed([4; 32])).keys.manifest;
    let renewed = Manifest { generation: 2, ..manifest.clone() };
    assert_eq!(manifest.not_older(3, (1, 3)), Ok(()));
    assert_eq!(manifest.not_older(2, (1, 3)), Err(Error::ManifestOlder));
    assert_eq!(manifest.not_older(9, (2, 4)), Err(Error::ManifestOlder));
    assert_eq!(renewed.not_older(1, (1, 9)), Ok(()), "the generation takes precedence over the version");
}

#[test]
fn a_malformed_manifest_is_rejected_even_if_it_opens() {
    let mut random = Random::from_seed([4; 32]);
    let made = create_account(CLIENT, &mut random);
    let key = &made.keys.account;
    let context = [&id(CLIENT).as_bytes()[..], &1_u32.to_be_bytes()].concat();
    let plain = crate::seal::wrap::unwrap(key.expose(), "manifest", &context, made.manifest.sealed.as_ref()).unwrap();
    let refused = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut plain = plain.to_vec();
        change(&mut plain);
        let sealed = wrap(key.expose(), "manifest", &context, &plain, &mut Random::from_seed([1; 32])).into();
        Manifest::open(key, id(CLIENT), &SealedManifest { version: 1, sealed }).unwrap_err()
    };
    assert_eq!(refused(&|plain| plain[0] = 0), Error::Record, "role");
    assert_eq!(refused(&|plain| plain[0] = 3), Error::Record, "role");
    assert_eq!(refused(&|plain| plain[1..5].fill(0)), Error::Record, "generation");
    assert_eq!(refused(&|plain| plain[93..97].fill(0)), Error::Record, "private epoch");
    assert_eq!(refused(&|plain| plain[113] = 2), Error::Record, "confirmed");
    for reserved in 114..117 {
        assert_eq!(refused(&|plain| plain[reserved] = 1), Error::Record, "reserved");
    }
    assert_eq!(refused(&|plain| plain.truncate(116)), Error::Truncated);
    assert_eq!(refused(&|plain| plain.push(0)), Error::Truncated);
    assert_eq!(refused(&Vec::clear), Error::Truncated);
}

#[test]
fn only_the_code_derives_the_next_identity() {
    let mut random = Random::from_seed([4; 32]);
    let made = create_account(CLIENT, &mut random);
    let commitment = |code: &RecoveryCode, n| NextIdentity::to(code.next_identity(id(n)).unwrap().public());
    assert_eq!(commitment(&made.code, CLIENT), made.keys.manifest.next);
    assert_ne!(commitment(&made.code, 9), made.keys.manifest.next);
    assert_ne!(commitment(&RecoveryCode::generate(&mut random), CLIENT), made.keys.manifest.next);
    assert_ne!(NextIdentity::to(Identity::generate(&mut random).public()), made.keys.manifest.next);
}

/// Cases 4 and 5: the manifest decides which collection is private. The server's claim is ignored.
#[test]
fn the_server_cannot_swap_the_private_and_the_care_collection() {
    let pair = bonded_pair();
    let (mut journal, mut care_listed) = (pair.journal.clone(), pair.care.clone());
    (journal.kind, care_listed.kind) = (CollectionKind::Care, CollectionKind::Private);
    let mut keys = pair.client.clone();
    keys.keyring = Keyring::default();
    assert_eq!(keys.open_stored(&[journal.clone(), care_listed.clone()]), []);
    assert_eq!(keys.keyring.newest(care()).unwrap(), pair.client.keyring.newest(care()).unwrap());

    // With the ids swapped, neither key opens.
    (journal.id, care_listed.id) = (care_listed.id, journal.id);
    keys.keyring = Keyring::default();
    let refused = keys.open_stored(&[journal, care_listed]);
    assert_eq!(refused.iter().map(|(_, error)| error).collect::<Vec<_>>(), [&Error::Unopened, &Error::Unopened]);
    assert_eq!(keys.keyring.iter().count(), 0);

    // A care collection's key does not open as a private key, even with the right id and key check.
    let mut random = Random::from_seed([8; 32]);
    let key = CollectionKey::generate(&mut random);
    let key_sealed = seal_key(&keys.account, Kind::Care, private(CLIENT), 1, &key, &mut random);
    let new = NewCollection { id: private(CLIENT), key_check: key.check()[..].into(), key_sealed };
    let refused = keys.open_stored(&[listed(&new, CollectionKind::Private, &[CLIENT])]);
    assert_eq!(refused, [(private(CLIENT), Error::Unopened)]);
}

#[test]
fn the_private_key_must_match_the_manifest() {
    let pair = bonded_pair();
    let mut keys = pair.client.clone();
    keys.keyring = Keyring::default();
    keys.manifest.private_check[0] ^= 1;
    assert_eq!(keys.open_stored(std::slice::from_ref(&pair.journal)), [(private(CLIENT), Error::WrongKey)]);
}

/// Case 22: two phones made a key for the same epoch, and the server shows each phone its own.
#[test]
fn a_held_key_is_never_replaced() {
    let mut pair = bonded_pair();
    let begin = |pair: &mut BondedPair| {
        crate::seal::epoch::begin(&pair.care, &pair.bond, id(CLIENT), &pair.client, &mut pair.random).unwrap()
    };
    let (one, two) = (begin(&mut pair), begin(&mut pair));
    pair.client.keyring.insert_received(care(), 2, one.key.clone()).unwrap();
    pair.publish_epoch(&two.new);
    assert_eq!(pair.client.open_stored(std::slice::from_ref(&pair.care)), [(care(), Error::KeyDiffers)]);
    assert_eq!(pair.client.keyring.newest(care()).unwrap(), (2, &one.key));
    assert_eq!(
        pair.client.keyring.insert_received(care(), 2, one.key.clone()),
        Ok(()),
        "the same key may be stored again"
    );
}

#[test]
fn a_stored_account_key_opens_only_its_own_manifest() {
    let mut random = Random::from_seed([4; 32]);
    let (one, two) = (create_account(CLIENT, &mut random), create_account(THERAPIST, &mut random));
    assert!(with_account_key(id(CLIENT), one.keys.account.clone(), &one.manifest).is_ok());
    let wrong = with_account_key(id(CLIENT), two.keys.account.clone(), &one.manifest);
    assert_eq!(wrong.unwrap_err(), Error::Unopened);
    let later = sealed(&one.keys, CLIENT, 7, &mut random);
    assert_eq!(with_account_key(id(CLIENT), one.keys.account, &later).unwrap().manifest_version, 7);
}
