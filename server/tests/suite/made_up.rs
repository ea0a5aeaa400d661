//! Made-up ids, sealed bytes and messages.

use std::sync::atomic::{AtomicU64, Ordering};

use protocol::account::SealedManifest;
use protocol::care::{AcceptInvitation, NewCollection, NewInvitation};
use protocol::sync::{NewCheckpoint, Push, PushResult};
use protocol::{AccountId, AttachmentId, Blob, CollectionId, InvitationId, RecordId};
use server::Entropy;

static NEXT: AtomicU64 = AtomicU64::new(1);

fn next() -> (u64, [u8; 10]) {
    (1_790_000_000_000 + NEXT.fetch_add(1, Ordering::Relaxed), Entropy::System.bytes())
}

pub fn account_id() -> AccountId {
    let (at, random) = next();
    AccountId::new(at, random)
}

pub fn record_id() -> RecordId {
    let (at, random) = next();
    RecordId::new(at, random)
}

pub fn attachment_id() -> AttachmentId {
    let (at, random) = next();
    AttachmentId::new(at, random)
}

pub fn collection_id() -> CollectionId {
    let (at, random) = next();
    CollectionId::new(at, random)
}

pub fn invitation_id() -> InvitationId {
    let (at, random) = next();
    InvitationId::new(at, random)
}

/// Made-up sealed bytes.
pub fn sealed(text: &str) -> Blob {
    Blob([b"sealed:", text.as_bytes()].concat())
}

/// An envelope: version, epoch, era, nonce, ciphertext.
pub fn envelope(epoch: u32, text: &str) -> Blob {
    Blob([&[2][..], &epoch.to_be_bytes(), &[0; 4 + 12], text.as_bytes(), &[0; 16]].concat())
}

/// A unique checkpoint.
pub fn checkpoint(base: u32, epoch: u32) -> NewCheckpoint {
    let unique: [u8; 16] = Entropy::System.bytes();
    let blob = envelope(epoch, &unique.map(|byte| char::from(byte & 0x7f)).iter().collect::<String>());
    NewCheckpoint { base, revision: None, blob }
}

pub fn manifest(version: u32, text: &str) -> SealedManifest {
    SealedManifest { version, sealed: sealed(text) }
}

pub fn token(of: &str) -> Blob {
    Blob(server::bounds::hash(of.as_bytes()))
}

pub fn new_collection() -> NewCollection {
    NewCollection { id: collection_id(), key_check: sealed("check"), key_sealed: sealed("key") }
}

pub fn new_invitation() -> NewInvitation {
    let id = invitation_id();
    NewInvitation {
        id,
        token: token(&id.to_string()),
        welcome: sealed("welcome"),
        secret_sealed: sealed("secret"),
        label_sealed: Some(sealed("Tuesday")),
    }
}

pub fn acceptance(invitation: InvitationId) -> AcceptInvitation {
    AcceptInvitation {
        token: token(&invitation.to_string()),
        collection: new_collection(),
        handover: sealed("handover"),
    }
}

pub fn push(collection: CollectionId, id: RecordId, base_revision: u32, text: &str) -> Push {
    Push { collection, id, base_revision, revision: None, deleted: false, blob: sealed(text) }
}

pub fn deletion(collection: CollectionId, id: RecordId, base_revision: u32) -> Push {
    Push { collection, id, base_revision, revision: None, deleted: true, blob: sealed("deleted") }
}

pub fn accepted(revision: u32, seq: u64) -> PushResult {
    PushResult::Accepted { revision, seq }
}
