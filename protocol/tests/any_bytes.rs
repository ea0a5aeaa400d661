//! Any bytes and any JSON in place of a message: read or refused, and never a panic. `fuzz/targets/wire.rs` looks for longer.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that finds something else stops")]

use proptest::prelude::*;
use protocol::Problem;
use protocol::account::{RegistrationFinish, Renewal, Session};
use protocol::attachment::AttachmentPart;
use protocol::care::{AcceptInvitation, Collection, NewEpoch};
use protocol::sync::{SyncRequest, SyncResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// What is read is written, and reads the same again, in either form.
fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) {
    let from_cbor: Option<T> = ciborium::from_reader(bytes).ok();
    for message in [from_cbor, serde_json::from_slice(bytes).ok()].into_iter().flatten() {
        let text = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::to_string(&serde_json::from_str::<T>(&text).unwrap()).unwrap(), text);
        let mut again = Vec::new();
        ciborium::into_writer(&message, &mut again).unwrap();
        assert_eq!(serde_json::to_string(&ciborium::from_reader::<T, _>(&again[..]).unwrap()).unwrap(), text);
    }
}

fn read_all(bytes: &[u8]) {
    read::<SyncRequest>(bytes);
    read::<SyncResponse>(bytes);
    read::<Collection>(bytes);
    read::<AcceptInvitation>(bytes);
    read::<NewEpoch>(bytes);
    read::<RegistrationFinish>(bytes);
    read::<Renewal>(bytes);
    read::<Session>(bytes);
    read::<AttachmentPart>(bytes);
    read::<Problem>(bytes);
}

/// A value as a message's fields may have them, or not.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec!["", "AAAA", "A", "=", "care", "01890a5d-ac96-774b-bcce-b302099a8058"])
            .prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[]])),
    ]
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
    }

    /// A message with some of its fields exchanged for others, in JSON and in CBOR.
    #[test]
    fn any_fields(fields in prop::collection::btree_map(
        prop::sample::select(vec!["cursors", "push", "checkpoints", "id", "kind", "epoch", "head", "keys", "members", "handover",
            "created_at", "results", "changes", "manifest", "code", "title", "status", "blob", "message", "offset", "bytes"]),
        value(), 0..14)) {
        let message = json!(fields);
        read_all(message.to_string().as_bytes());
        let mut cbor = Vec::new();
        ciborium::into_writer(&message, &mut cbor).unwrap();
        read_all(&cbor);
    }

    /// Declared lengths and depths that the input does not have.
    #[test]
    fn any_announced_length(head in prop::sample::select(vec![0x5b_u8, 0x7b, 0x9b, 0xbb, 0x9f, 0xbf, 0xdb]), length: u64, times in 1..400_usize) {
        let one = [&[head][..], &length.to_be_bytes()].concat();
        read_all(&one);
        read_all(&one.repeat(times));
        read_all(&[head].repeat(times * 50));
        read_all("[".repeat(times * 50).as_bytes());
    }
}
