//! Messages survive encoding and decoding in JSON and CBOR; fields that an older version does not send have a default.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that finds something else stops")]

use std::fmt::Debug;

use protocol::account::{PasswordProof, SignInFinish};
use protocol::attachment::*;
use protocol::audit::*;
use protocol::care::*;
use protocol::erasure::{Erase, Erased};
use protocol::practice::*;
use protocol::second_factor::*;
use protocol::{AccountId, AttachmentId, Blob, CollectionId, DeviceId, EnrolmentId, Limits};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// There and back again, both ways; as JSON, to compare what has no equality.
fn round<T: Serialize + DeserializeOwned + Debug>(message: &T) -> T {
    let text = serde_json::to_string(message).unwrap();
    let mut bytes = Vec::new();
    ciborium::into_writer(message, &mut bytes).unwrap();
    let from_text: T = serde_json::from_str(&text).unwrap();
    let from_bytes: T = ciborium::from_reader(&bytes[..]).unwrap();
    assert_eq!(serde_json::to_string(&from_text).unwrap(), text);
    assert_eq!(serde_json::to_string(&from_bytes).unwrap(), text);
    from_bytes
}

fn blob() -> Blob {
    vec![1, 0, 0, 0, 2, 255].into()
}

fn proof() -> PasswordProof {
    PasswordProof { attempt: "an attempt".into(), message: blob() }
}

#[test]
fn attachments() {
    let (collection, id) = (CollectionId::new(1, [1; 10]), AttachmentId::new(2, [2; 10]));
    let announced = AnnounceAttachment { size: u64::MAX, copy_from: Some(collection) };
    assert_eq!(round(&announced), announced);
    let state = Attachment { id, size: 9, stored: 9, created_at: -1 };
    assert!(round(&state).finished());
    let all = Attachments { attachments: vec![state], bytes: 9 };
    assert_eq!(round(&all), all);
    let part = AttachmentPart { offset: 7, bytes: blob() };
    assert_eq!(round(&part), part);
    let plain: AnnounceAttachment = serde_json::from_value(json!({ "size": 5 })).unwrap();
    assert_eq!(plain, AnnounceAttachment { size: 5, copy_from: None });
}

#[test]
fn epochs() {
    let handover = EpochHandover { account: AccountId::new(1, [1; 10]), generation: Some(2), message: blob() };
    let asked =
        NewEpoch { epoch: 2, key_check: blob(), key_sealed: blob(), handovers: vec![handover.clone()], manifest: None };
    assert_eq!(round(&asked), asked);
    let key = EpochKey { epoch: 2, key_check: blob(), key_sealed: None, handover: Some(handover) };
    assert_eq!(round(&key), key);
    // A message from a server without handovers of epochs.
    let older: EpochKey = serde_json::from_value(json!({ "epoch": 1, "key_check": "AQ" })).unwrap();
    assert_eq!((older.key_sealed, older.handover), (None, None));
}

#[test]
fn second_factors_and_proofs() {
    round(&ConfirmSecondFactor { code: "123456".into() });
    round(&ChangeSecondFactor { proof: proof() });
    round(&SpareCodes { codes: vec!["ABCD-EFGH-JKLM".into()] });
    round(&SecondFactorSecret { secret: "ABC".into(), uri: "otpauth://totp/x".into() });
    let state = SecondFactor { since: Some(1), spare_codes: 10, required: true };
    assert_eq!(round(&state), state);
    // A message from a client without a second factor.
    let older = json!({ "attempt": "a", "message": "AQ", "device": { "name": "x" } });
    assert_eq!(serde_json::from_value::<SignInFinish>(older).unwrap().second_factor, None);
    // What is shown once is never printed.
    let shown = format!("{:?}{:?}", SpareCodes { codes: vec!["SECRET".into()] }, proof());
    assert!(!shown.contains("SECRET"));
}

#[test]
fn erasure() {
    round(&Erase { proof: proof() });
    let erased = Erased { records: 3, backups_forget_at: 9, ..Erased::default() };
    assert_eq!(round(&erased), erased);
}

#[test]
fn the_practice_and_its_trail() {
    let account = AccountId::new(1, [1; 10]);
    let change = ChangePractice { name: None, settings: PracticeSettings::default() };
    assert_eq!(round(&change), change);
    let member = ChangeMember { roles: vec![Role::Owner, Role::Therapist] };
    assert_eq!(round(&member), member);
    let state = EnrolmentState {
        id: EnrolmentId::new(1, [1; 10]),
        roles: vec![Role::Therapist],
        state: InvitationState::Open,
        created_by: Some(account),
        used_by: None,
        created_at: 1,
        expires_at: 2,
    };
    assert_eq!(round(&state), state);
    let device = DeviceId::new(1, [1; 10]);
    let session = MemberSession { device, account, name: "Portal".into(), created_at: 1, seen_at: 2 };
    assert_eq!(round(&session), session);
    let entry = AuditEntry {
        chain: account.0,
        number: 1,
        at: 1,
        account: Some(account),
        name: Some("M. Osei".into()),
        device: None,
        action: Action::RecordsRead,
        subject: Some(account.0),
    };
    let page = AuditPage { entries: vec![entry], next: Some("1.x.1".into()) };
    assert_eq!(round(&page), page);
    let check = AuditCheck { chains: 1, entries: 1, broken: vec![AuditBreak { chain: account.0, number: 1 }] };
    assert_eq!(round(&check), check);
    // A practice in the response of an older server.
    let older = json!({ "id": account.0, "name": "Lindenhof", "members": [
        { "account": account.0, "name": "M", "roles": ["owner"], "joined_at": 1 }] });
    let practice: Practice = serde_json::from_value(older).unwrap();
    assert_eq!((practice.settings, practice.members[0].second_factor), (PracticeSettings::default(), false));
}

#[test]
fn an_older_servers_limits_are_filled_up() {
    let limits: Limits = serde_json::from_value(json!({ "push_records": 3 })).unwrap();
    assert_eq!(limits, Limits { push_records: 3, ..Limits::default() });
    assert_eq!(round(&limits), limits);
}
