//! Vectors of accounts: keys, manifests, recovery codes, stored collection keys.

use journal::seal::account::create;
use journal::seal::keyring::{Kind, seal_key};
use journal::seal::wrap::{unwrap, wrap};
use journal::seal::{Manifest, Random, RecoveryCode, Role, WordList};
use journal::vectors::{Step, id};
use protocol::account::{KeyBundle, SealedManifest};
use protocol::care::{Collection, CollectionKind};
use protocol::{AccountId, Blob, CollectionId};

use super::met::{blob, export, listed};
use super::{ACCOUNT, COLLECTION, OTHER, Steps, cut, flip, key};

pub(super) fn steps() -> Steps {
    let mut random = Random::from_seed([11; 32]);
    let account: AccountId = id(ACCOUNT);
    let made = create(account, &export(5), id(COLLECTION), Role::Client, 1_795_000_000_000, &mut random);
    let made = made.expect("creates");
    let own = blob(made.keys.account.expose());
    let words = made.code.words(WordList::built_in()).to_string();
    let strange = RecoveryCode::generate(&mut random).words(WordList::built_in()).to_string();
    let mut steps = codes(&words);
    steps.extend(manifests(account, &own, &made.manifest, &mut random));
    steps.extend(unlocking(&made.bundle, &made.manifest, &words, &strange));

    let collection = listed(&made.private, CollectionKind::Private, &[ACCOUNT]);
    let keyring = |account_key: &Blob, private: &str, collection: Collection| Step::Keyring {
        account_key: account_key.clone(),
        private: id(private),
        collection,
    };
    let changed = |change: &dyn Fn(&mut Collection)| {
        let mut collection = collection.clone();
        change(&mut collection);
        collection
    };
    let wrap = |c: &mut Collection, at: usize| {
        let sealed = c.keys[0].key_sealed.as_mut().expect("stored");
        *sealed = flip(sealed, at);
    };
    let other: CollectionId = id(OTHER);
    let mut care = collection.clone();
    care.id = other;
    let of = made.keys.keyring.get(id(COLLECTION), 1).expect("made");
    care.keys[0].key_sealed = Some(seal_key(&made.keys.account, Kind::Care, other, 1, of, &mut random));
    steps.extend([
        ("a stored private key", keyring(&own, COLLECTION, collection.clone())),
        ("a stored care key", keyring(&own, COLLECTION, care.clone())),
        ("a stored private key that is called a care key", keyring(&own, OTHER, collection.clone())),
        ("a stored care key that is called private", keyring(&own, OTHER, care)),
        ("a stored key of another collection", keyring(&own, OTHER, changed(&|c| c.id = id(OTHER)))),
        ("a stored key of another epoch", keyring(&own, COLLECTION, changed(&|c| c.keys[0].epoch = 2))),
        ("a key that is not the collection's", keyring(&own, COLLECTION, changed(&|c| c.keys[0].key_check.0[0] ^= 1))),
        ("another account's key", keyring(&key(1), COLLECTION, collection.clone())),
        ("a stored key with a flipped bit", keyring(&own, COLLECTION, changed(&|c| wrap(c, 30)))),
        (
            "a truncated stored key",
            keyring(&own, COLLECTION, changed(&|c| c.keys[0].key_sealed = Some(Blob(vec![2; 12])))),
        ),
        (
            "two keys for one epoch",
            keyring(
                &own,
                COLLECTION,
                changed(&|c| {
                    let mut random = Random::from_seed([3; 32]);
                    let (second, _) = journal::seal::account::new_collection(
                        Kind::Private,
                        id(COLLECTION),
                        &made.keys.account,
                        &mut random,
                    );
                    c.keys.extend(listed(&second, CollectionKind::Private, &[]).keys);
                }),
            ),
        ),
    ]);
    steps
}

fn codes(words: &str) -> Steps {
    let mut exchanged = words.split(' ').collect::<Vec<_>>();
    exchanged.swap(0, 1);
    let without_first = words.split_once(' ').expect("words").1;
    let code = |words: String| Step::RecoveryCode { words };
    let next = |account: &str, words: &str| Step::NextIdentity { words: words.into(), account: id(account) };
    vec![
        ("a key's check value", Step::KeyCheck { key: key(1) }),
        ("an identity's public half and its commitment", Step::Identity { secret: key(7) }),
        ("an identity of the wrong length", Step::Identity { secret: vec![7; 31].into() }),
        ("a recovery code", code(words.into())),
        ("a recovery code, copied by hand", code(words.to_uppercase().replace(' ', ", "))),
        ("a recovery code with a word missing", code(without_first.into())),
        ("a recovery code with two words exchanged", code(exchanged.join(" "))),
        ("a recovery code with an unknown word", code(format!("afterglow {without_first}"))),
        ("the identity that a code makes", next(ACCOUNT, words)),
        ("the identity that a code makes for another account", next(OTHER, words)),
        ("no identity without a code", next(ACCOUNT, without_first)),
    ]
}

fn manifests(account: AccountId, own: &Blob, sealed: &SealedManifest, random: &mut Random) -> Steps {
    let step = |account_key: &Blob, account: AccountId, manifest: SealedManifest, seen| Step::Manifest {
        account_key: account_key.clone(),
        account,
        manifest,
        seen,
    };
    let context = [&account.as_bytes()[..], &1_u32.to_be_bytes()].concat();
    let plain = unwrap(own.as_ref(), "manifest", &context, sealed.sealed.as_ref()).expect("opens").to_vec();
    let read = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut plain = plain.clone();
        change(&mut plain);
        Step::ManifestPlain { plain: plain.into() }
    };
    let long: Blob = wrap(own.as_ref(), "manifest", &context, &[&plain[..], &[0]].concat(), random).into();
    let bytes = |sealed: Blob| SealedManifest { version: 1, sealed };
    assert_eq!(plain.len(), Manifest::LENGTH);
    vec![
        ("a manifest", step(own, account, sealed.clone(), (0, 0))),
        ("a manifest that was seen before", step(own, account, sealed.clone(), (1, 1))),
        ("a manifest of an older version", step(own, account, sealed.clone(), (1, 2))),
        ("a manifest of an older generation", step(own, account, sealed.clone(), (2, 1))),
        ("a manifest of another account", step(own, id(OTHER), sealed.clone(), (0, 0))),
        (
            "a manifest that is called another version",
            step(own, account, SealedManifest { version: 2, ..sealed.clone() }, (0, 0)),
        ),
        ("a manifest under another account key", step(&key(1), account, sealed.clone(), (0, 0))),
        ("a manifest with a flipped bit", step(own, account, bytes(flip(&sealed.sealed, 60)), (0, 0))),
        ("a manifest of a newer format", step(own, account, bytes(set(&sealed.sealed, 3)), (0, 0))),
        ("a manifest of an older format", step(own, account, bytes(set(&sealed.sealed, 1)), (0, 0))),
        ("a truncated manifest", step(own, account, bytes(cut(&sealed.sealed, 20)), (0, 0))),
        ("a manifest that is too long", step(own, account, bytes(long), (0, 0))),
        ("a manifest's plain text", read(&|_| {})),
        ("a manifest's plain text with a confirmed code", read(&|plain| plain[113] = 1)),
        ("a manifest's plain text of staff", read(&|plain| plain[0] = 2)),
        ("an unknown role", read(&|plain| plain[0] = 3)),
        ("generation zero", read(&|plain| plain[1..5].fill(0))),
        ("private epoch zero", read(&|plain| plain[93..97].fill(0))),
        ("a code neither confirmed nor not", read(&|plain| plain[113] = 2)),
        ("a reserved byte", read(&|plain| plain[116] = 1)),
        ("a plain text that is too short", read(&|plain| plain.truncate(116))),
    ]
}

fn unlocking(bundle: &KeyBundle, manifest: &SealedManifest, words: &str, strange: &str) -> Steps {
    let unlock = |account: &str, bundle: &KeyBundle, manifest: &SealedManifest, export: u8| Step::Unlock {
        account: id(account),
        bundle: bundle.clone(),
        manifest: manifest.clone(),
        export_key: vec![export; 64].into(),
    };
    let recover = |words: &str| Step::Recover {
        account: id(ACCOUNT),
        bundle: bundle.clone(),
        manifest: manifest.clone(),
        words: words.into(),
    };
    let by_password = |account_by_password| KeyBundle { account_by_password, ..bundle.clone() };
    let flipped = SealedManifest { sealed: flip(&manifest.sealed, 20), ..manifest.clone() };
    vec![
        ("unlocked with the password", unlock(ACCOUNT, bundle, manifest, 5)),
        ("another password", unlock(ACCOUNT, bundle, manifest, 6)),
        ("another account", unlock(OTHER, bundle, manifest, 5)),
        ("a newer version", unlock(ACCOUNT, &by_password(set(&bundle.account_by_password, 3)), manifest, 5)),
        (
            "a flipped bit in the account key",
            unlock(ACCOUNT, &by_password(flip(&bundle.account_by_password, 20)), manifest, 5),
        ),
        ("a flipped bit in the manifest", unlock(ACCOUNT, bundle, &flipped, 5)),
        ("unlocked with the code", recover(words)),
        ("another code", recover(strange)),
    ]
}

fn set(blob: &Blob, version: u8) -> Blob {
    let mut bytes = blob.0.clone();
    bytes[0] = version;
    bytes.into()
}
