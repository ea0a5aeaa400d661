//! Writes the known answers of version 2 into a directory:
//! `cargo run -p journal --features vectors --example make-vectors -- tests/vectors`.
//!
//! Files that exist are kept: what was released once must stay readable for ever.

mod accounts;
mod bonds;
mod met;
mod opaque;
mod others;

use std::path::Path;

use journal::seal::CollectionKey;
use journal::seal::envelope::{Place, seal_bytes};
use journal::vectors::{Case, File, Step, answer, check, id};
use protocol::Blob;
use protocol::{CollectionId, RecordId};

const ACCOUNT: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const COLLECTION: &str = "01890a5d-ac96-774b-bcce-b302099a8058";
const OTHER: &str = "01890a5d-ac96-774b-bcce-b302099a8059";
const RECORD: &str = "01890a5d-ac96-774b-bcce-b302099a805a";
const OTHER_RECORD: &str = "01890a5d-ac96-774b-bcce-b302099a805b";

fn main() {
    let directory = std::env::args().nth(1).expect("a directory");
    let files = [
        ("envelope", envelopes()),
        ("account", accounts::steps()),
        ("invitation", bonds::invitations()),
        ("bond", bonds::steps()),
        ("opaque", opaque::steps()),
        ("merge", others::merges()),
        ("stream", others::streams()),
    ];
    for (name, steps) in files {
        let path = Path::new(&directory).join(format!("{name}.v2.json"));
        if path.exists() {
            continue;
        }
        let cases =
            steps.into_iter().map(|(name, step)| Case { name: name.into(), expect: answer(&step), step }).collect();
        let text = serde_json::to_string_pretty(&File { version: 2, cases }).expect("serialises");
        check(&text).expect("what was just made passes");
        std::fs::write(&path, text + "\n").expect("the directory can be written");
    }
}

type Steps = Vec<(&'static str, Step)>;

fn key(n: u8) -> Blob {
    vec![n; 32].into()
}

fn flip(blob: &Blob, at: usize) -> Blob {
    let mut bytes = blob.0.clone();
    bytes[at] ^= 1;
    bytes.into()
}

fn cut(blob: &Blob, length: usize) -> Blob {
    blob.0[..length].to_vec().into()
}

fn envelopes() -> Steps {
    let place = Place { collection: id(COLLECTION), id: id(RECORD), revision: 3 };
    let json = r#"{"kind":"reflection","text":"The rain stopped; everything was quieter. 静か","when":{"at":"2026-02-03T20:10:00-07:00","zone":"America/Denver"}}"#;
    let seal = |json: &str, epoch: u32| Step::Seal {
        key: key(1),
        epoch,
        collection: place.collection,
        record: place.id,
        revision: 3,
        nonce: vec![9; 12].into(),
        json: json.into(),
    };
    let sealed = |json: &str| -> Blob {
        let key = CollectionKey::from_bytes(&[1; 32]).expect("32 bytes");
        seal_bytes(&key, 1, &place, json.as_bytes(), [9; 12]).into()
    };
    let good = sealed(json);
    struct Open<'a> {
        key: u8,
        epoch: u32,
        collection: &'a str,
        record: &'a str,
        revision: u32,
        seen: u32,
        envelope: Blob,
    }
    let open = |o: Open| Step::Open {
        key: key(o.key),
        epoch: o.epoch,
        collection: id::<CollectionId>(o.collection),
        record: id::<RecordId>(o.record),
        revision: o.revision,
        seen: o.seen,
        envelope: o.envelope,
    };
    let base = || Open {
        key: 1,
        epoch: 1,
        collection: COLLECTION,
        record: RECORD,
        revision: 3,
        seen: 2,
        envelope: good.clone(),
    };
    let mut other_version = good.clone();
    other_version.0[0] = 3;
    vec![
        ("a record is sealed", seal(json, 1)),
        ("the smallest record is sealed", seal("{}", 1)),
        ("a later epoch is named in the header", seal(json, 7)),
        ("a long record is padded", seal(&format!(r#"{{"kind":"reflection","text":"{}"}}"#, "word ".repeat(400)), 1)),
        ("a record is opened", open(base())),
        ("a record is opened again at the revision that was seen", open(Open { seen: 3, ..base() })),
        (
            "an unknown kind is opened as it is",
            open(Open { envelope: sealed(r#"{"kind":"dream_map","ring":[1,2]}"#), ..base() }),
        ),
        ("a flipped bit in the ciphertext", open(Open { envelope: flip(&good, 40), ..base() })),
        ("a flipped bit in the nonce", open(Open { envelope: flip(&good, 6), ..base() })),
        ("a flipped bit in the tag", open(Open { envelope: flip(&good, good.0.len() - 1), ..base() })),
        ("a flipped bit in the epoch", open(Open { envelope: flip(&good, 4), ..base() })),
        ("another version byte", open(Open { envelope: other_version, ..base() })),
        ("another collection, same key", open(Open { collection: OTHER, ..base() })),
        ("another record", open(Open { record: OTHER_RECORD, ..base() })),
        ("a higher revision than was sealed", open(Open { revision: 4, ..base() })),
        ("a lower revision than was sealed", open(Open { revision: 2, ..base() })),
        ("an older revision than was seen", open(Open { seen: 4, ..base() })),
        ("a key of another epoch only", open(Open { epoch: 2, ..base() })),
        ("the wrong key", open(Open { key: 2, ..base() })),
        ("truncated in the ciphertext", open(Open { envelope: cut(&good, good.0.len() - 1), ..base() })),
        ("truncated in the header", open(Open { envelope: cut(&good, 10), ..base() })),
        ("empty", open(Open { envelope: Blob::default(), ..base() })),
        ("not a record inside", open(Open { envelope: sealed("[1,2,3]"), ..base() })),
    ]
}
