//! Wire messages in JSON and CBOR: everything that can be read survives a round trip.
#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use protocol::account::{
    Account, InvitationUse, PasswordProof, RecoveryFinish, RecoveryStarted, RegistrationFinish, Renewal, Session,
    SignInFinish, SignInStart,
};
use protocol::attachment::{Attachment, AttachmentPart, Attachments};
use protocol::care::{AcceptInvitation, Collection, NewEpoch, NewInvitation, OpenedInvitation, StoreKey};
use protocol::sync::{Head, SyncRequest, SyncResponse};
use protocol::{Limits, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn read<T: DeserializeOwned + Serialize + Debug>(bytes: &[u8]) {
    if let Ok(message) = ciborium::from_reader::<T, _>(bytes) {
        let mut again = Vec::new();
        ciborium::into_writer(&message, &mut again).expect("what is read can be written");
        let same = ciborium::from_reader::<T, _>(&again[..]).expect("and read");
        assert_eq!(format!("{message:?}"), format!("{same:?}"));
    }
    if let Ok(message) = serde_json::from_slice::<T>(bytes) {
        let again = serde_json::to_vec(&message).expect("what is read can be written");
        let same = serde_json::from_slice::<T>(&again).expect("and read");
        assert_eq!(format!("{message:?}"), format!("{same:?}"));
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else { return };
    match which % 22 {
        0 => read::<SyncRequest>(bytes),
        1 => read::<SyncResponse>(bytes),
        2 => read::<Head>(bytes),
        3 => read::<Collection>(bytes),
        4 => read::<AcceptInvitation>(bytes),
        5 => read::<NewEpoch>(bytes),
        6 => read::<NewInvitation>(bytes),
        7 => read::<OpenedInvitation>(bytes),
        8 => read::<StoreKey>(bytes),
        9 => read::<RegistrationFinish>(bytes),
        10 => read::<SignInStart>(bytes),
        11 => read::<SignInFinish>(bytes),
        12 => read::<PasswordProof>(bytes),
        13 => read::<Session>(bytes),
        14 => read::<Account>(bytes),
        15 => read::<RecoveryStarted>(bytes),
        16 => read::<RecoveryFinish>(bytes),
        17 => read::<Renewal>(bytes),
        18 => read::<Attachment>(bytes),
        19 => read::<AttachmentPart>(bytes),
        20 => read::<Attachments>(bytes),
        _ => {
            read::<Limits>(bytes);
            read::<Problem>(bytes);
            read::<InvitationUse>(bytes);
        }
    }
});
