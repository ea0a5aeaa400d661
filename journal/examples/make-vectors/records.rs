//! Vectors of records and checkpoints, in a private and in a care collection.

use journal::seal::checkpoint::{CheckpointId, Claim, Writers};
use journal::seal::envelope::{Reader, RevisionId, seal_bytes};
use journal::seal::{CollectionKey, Keyring, Random};
use journal::vectors::{EpochKey, Step, id};
use protocol::Blob;

use super::{ACCOUNT, COLLECTION, OTHER, OTHER_RECORD, RECORD, Steps, cut, flip, key};

const RAIN: &str =
    r#"{"kind":"reflection","text":"rain","when":{"at":"2026-02-12T10:00:00-07:00","zone":"America/Denver"}}"#;

fn held(collection: &str, epoch: u32, n: u8) -> EpochKey {
    EpochKey { collection: id(collection), epoch, key: key(n) }
}

/// The client's private collection; then the therapist's, and the shared one.
fn client() -> EpochKey {
    held(COLLECTION, 4, 1)
}

fn therapist() -> EpochKey {
    held(ACCOUNT, 1, 9)
}

fn care() -> EpochKey {
    held(OTHER, 2, 3)
}

fn keyring(all: &[&EpochKey]) -> Keyring {
    let mut keyring = Keyring::default();
    for held in all {
        keyring.insert(held.collection, held.epoch, CollectionKey::from_bytes(held.key.as_ref()).expect("32 bytes"));
    }
    keyring
}

struct Sealed {
    private: EpochKey,
    care: Option<EpochKey>,
    json: Option<&'static str>,
}

impl Sealed {
    fn envelope(&self) -> Blob {
        let Self { private, care, json } = self;
        let keyring = keyring(&std::iter::once(private).chain(care).collect::<Vec<_>>());
        let reader = Reader { keyring: &keyring, private: private.collection };
        let collection = care.as_ref().unwrap_or(private).collection;
        let revision_id = RevisionId { collection, id: id(RECORD), revision: 3 };
        let author = reader.author(collection).expect("has keys");
        let (epoch, key) = keyring.newest(collection).expect("has keys");
        seal_bytes(key, epoch, 1, &revision_id, author.as_ref(), json.map(str::as_bytes), [5; 12]).into()
    }
}

fn private(json: Option<&'static str>) -> Blob {
    Sealed { private: client(), care: None, json }.envelope()
}

fn shared(by: EpochKey, json: Option<&'static str>) -> Blob {
    Sealed { private: by, care: Some(care()), json }.envelope()
}

struct Open {
    private: EpochKey,
    care: Option<EpochKey>,
    record: &'static str,
    revision: u32,
    deleted: bool,
    envelope: Blob,
}

impl Open {
    fn private(envelope: Blob) -> Self {
        Self { private: client(), care: None, record: RECORD, revision: 3, deleted: false, envelope }
    }

    fn care(envelope: Blob) -> Self {
        Self { care: Some(care()), ..Self::private(envelope) }
    }

    fn step(self) -> Step {
        let Self { private, care, record, revision, deleted, envelope } = self;
        Step::Open { private, care, record: id(record), revision, deleted, envelope }
    }
}

pub(super) fn envelopes() -> Steps {
    let seal = |care: Option<EpochKey>, json: Option<&str>| Step::Seal {
        private: client(),
        care,
        record: id(RECORD),
        revision: 3,
        era: 1,
        nonce: vec![5; 12].into(),
        json: json.map(Into::into),
    };
    let long = RAIN.replace("rain", &"rain ".repeat(400));
    let (own, written) = (private(Some(RAIN)), shared(client(), Some(RAIN)));
    let (gone, gone_care) = (private(None), shared(client(), None));
    let as_care = |envelope: &Blob| {
        let private = held(COLLECTION, 4, 1);
        Open { private: therapist(), care: Some(private), ..Open::private(envelope.clone()) }.step()
    };
    vec![
        ("a private record is sealed", seal(None, Some(RAIN))),
        ("a long private record is sealed", seal(None, Some(&long))),
        ("a shared record is sealed", seal(Some(care()), Some(RAIN))),
        ("a private deletion is sealed", seal(None, None)),
        ("a shared deletion is sealed", seal(Some(care()), None)),
        ("a nonce of the wrong length", {
            let Step::Seal { private, care, record, revision, era, json, .. } = seal(None, Some(RAIN)) else {
                unreachable!("made above")
            };
            Step::Seal { private, care, record, revision, era, json, nonce: vec![5; 11].into() }
        }),
        ("a private record is opened", Open::private(own.clone()).step()),
        ("a shared record is opened by its author", Open::care(written.clone()).step()),
        (
            "a shared record is opened by the other side",
            Open { private: therapist(), ..Open::care(written.clone()) }.step(),
        ),
        ("a shared record of the other side", Open::care(shared(therapist(), Some(RAIN))).step()),
        (
            "an own record whose private key is not here counts as the other side's",
            Open { private: held(COLLECTION, 5, 1), ..Open::care(written.clone()) }.step(),
        ),
        ("a private deletion is opened", Open { deleted: true, ..Open::private(gone.clone()) }.step()),
        ("a shared deletion is opened", Open { deleted: true, ..Open::care(gone_care.clone()) }.step()),
        (
            "an unknown kind is opened as it is",
            Open::private(private(Some(r#"{"kind":"dream_map","ring":[1,2]}"#))).step(),
        ),
        ("a flipped bit in the epoch", Open::private(flip(&own, 4)).step()),
        ("a flipped bit in the era", Open::private(flip(&own, 8)).step()),
        ("a flipped bit in the nonce", Open::private(flip(&own, 10)).step()),
        ("a flipped bit in the ciphertext", Open::private(flip(&own, 40)).step()),
        ("a flipped bit in the tag", Open::private(flip(&own, own.0.len() - 1)).step()),
        ("an older version byte", Open::private([&[1], &own.as_ref()[1..]].concat().into()).step()),
        ("a newer version byte", Open::private([&[3], &own.as_ref()[1..]].concat().into()).step()),
        ("another collection, same key", Open { private: held(OTHER, 4, 1), ..Open::private(own.clone()) }.step()),
        ("another record", Open { record: OTHER_RECORD, ..Open::private(own.clone()) }.step()),
        ("a higher revision than was sealed", Open { revision: 4, ..Open::private(own.clone()) }.step()),
        ("a lower revision than was sealed", Open { revision: 2, ..Open::private(own.clone()) }.step()),
        ("a key of another epoch only", Open { private: held(COLLECTION, 5, 1), ..Open::private(own.clone()) }.step()),
        ("the wrong key", Open { private: held(COLLECTION, 4, 2), ..Open::private(own.clone()) }.step()),
        ("a private record in a care collection's place", as_care(&own)),
        ("a record that is served as a deletion", Open { deleted: true, ..Open::private(own.clone()) }.step()),
        ("a shared record that is served as a deletion", Open { deleted: true, ..Open::care(written.clone()) }.step()),
        ("a deletion that is served as a record", Open::private(gone.clone()).step()),
        ("a deletion of an older revision", Open { deleted: true, revision: 4, ..Open::private(gone) }.step()),
        ("a shared deletion of another record", {
            Open { deleted: true, record: OTHER_RECORD, ..Open::care(gone_care) }.step()
        }),
        ("truncated in the ciphertext", Open::private(cut(&own, own.0.len() - 1)).step()),
        ("truncated in the header", Open::private(cut(&own, 8)).step()),
        ("empty", Open::private(Blob::default()).step()),
        ("not a record inside", Open::private(private(Some("[1,2,3]"))).step()),
    ]
}

pub(super) fn checkpoints() -> Steps {
    let writers = Writers::default().with(7, 3).with(9, 1);
    let claim = Claim { minutes: 29_910_240, live: 2, list: [8; 32], private_revision: 0, writers };
    let in_care = Claim { private_revision: 7, writers: Writers::default(), ..claim };
    let mut random = Random::from_seed([15; 32]);
    let mut seal = |by: &EpochKey, shared: Option<&EpochKey>, claim: &Claim| {
        let keyring = keyring(&std::iter::once(by).chain(shared).collect::<Vec<_>>());
        let reader = Reader { keyring: &keyring, private: by.collection };
        let collection = shared.unwrap_or(by).collection;
        let slot = CheckpointId { collection, account: id(ACCOUNT), revision: 5 };
        reader.seal_checkpoint(&slot, 1, claim, &mut random).expect("has keys")
    };
    let own = seal(&client(), None, &claim);
    let written = seal(&client(), Some(&care()), &in_care);
    let theirs = seal(&therapist(), Some(&care()), &in_care);
    let open = |private: EpochKey, care: Option<EpochKey>, account: &str, revision, blob: Blob| Step::Checkpoint {
        private,
        care,
        account: id(account),
        revision,
        blob,
    };
    let one = |blob: Blob| open(client(), None, ACCOUNT, 5, blob);
    let list = |records: &[(&str, u32, &[u8])]| Step::List {
        records: records
            .iter()
            .map(|(record, revision, envelope)| (id(record), *revision, (*envelope).into()))
            .collect(),
    };
    vec![
        ("an empty list", list(&[])),
        ("a list of two records", list(&[(RECORD, 3, b"one"), (OTHER_RECORD, 1, b"two")])),
        ("a private checkpoint", one(own.clone())),
        ("a shared checkpoint, by its author", open(client(), Some(care()), ACCOUNT, 5, written.clone())),
        ("a shared checkpoint, by the other side", open(therapist(), Some(care()), ACCOUNT, 5, written.clone())),
        ("a shared checkpoint that the other side made for this account", {
            open(client(), Some(care()), ACCOUNT, 5, theirs)
        }),
        ("a checkpoint of another account", open(client(), None, OTHER, 5, own.clone())),
        ("a checkpoint of an older revision", open(client(), None, ACCOUNT, 6, own.clone())),
        ("a checkpoint of another collection", open(held(OTHER, 4, 1), None, ACCOUNT, 5, own.clone())),
        ("a checkpoint of an epoch whose key is not here", open(held(COLLECTION, 5, 1), None, ACCOUNT, 5, own.clone())),
        ("a private checkpoint in a care collection's place", {
            open(therapist(), Some(held(COLLECTION, 4, 1)), ACCOUNT, 5, own.clone())
        }),
        ("a checkpoint with a flipped bit in its era", one(flip(&own, 8))),
        ("a checkpoint with a flipped bit", one(flip(&own, 40))),
        ("a truncated checkpoint", one(cut(&own, 30))),
        ("a checkpoint of a newer format", one([&[3], &own.as_ref()[1..]].concat().into())),
        ("an empty checkpoint", one(Blob::default())),
        ("a record is no checkpoint", one(private(Some(RAIN)))),
    ]
}
