//! Sealed data: bytes from the server, and content from a member who has the key.
#![no_main]

use std::sync::LazyLock;

use journal::seal::bond::Sides;
use journal::seal::checkpoint::CheckpointId;
use journal::seal::envelope::{header, seal_bytes};
use journal::seal::invitation::{HandoverContext, open_handover, open_welcome, own_label, own_secret};
use journal::seal::wrap::wrap;
use journal::seal::{
    AccountKey, CollectionKey, ExportKey, Identity, InvitationSecret, Keyring, Link, Manifest, RevisionId, Random, Reader,
    RecoveryCode, StreamKey, Stretch, WordList, account, epoch, renewal, stream,
};
use libfuzzer_sys::fuzz_target;
use protocol::account::{KeyBundle, SealedManifest};
use protocol::{AccountId, Blob, CollectionId, InvitationId, RecordId};

struct World {
    private: CollectionId,
    care: CollectionId,
    keyring: Keyring,
    own: Identity,
    account: AccountKey,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let (private, care) = (CollectionId::new(1, [1; 10]), CollectionId::new(1, [2; 10]));
    let mut keyring = Keyring::default();
    for collection in [private, care] {
        keyring.insert(collection, 1, CollectionKey::from_bytes(&[1; 32]).expect("32 bytes"));
    }
    let own = Identity::from_bytes(&[7; 32]).expect("32 bytes");
    World { private, care, keyring, own, account: AccountKey::from_bytes(&[1; 32]).expect("32 bytes") }
});

fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let world = &*WORLD;
    let id = AccountId::new(1, [3; 10]);
    let invitation = InvitationId::new(1, [4; 10]);
    let reader = Reader { keyring: &world.keyring, private: world.private };
    let blob = || Blob(bytes.to_vec());
    match which % 12 {
        0 => {
            let _ = header(bytes);
            for collection in [world.private, world.care] {
                for deleted in [false, true] {
                    let revision_id = RevisionId { collection, id: RecordId::new(1, [5; 10]), revision: 1 };
                    assert!(reader.open(&revision_id, deleted, bytes).is_err(), "nobody has sealed this");
                }
                let _ = reader.open_checkpoint(&CheckpointId { collection, account: id, revision: 1 }, bytes);
            }
        }
        // JSON sealed by a member.
        1 => {
            let revision_id = RevisionId { collection: world.private, id: RecordId::new(1, [5; 10]), revision: 1 };
            let key = world.keyring.get(world.private, 1).expect("it is there");
            let sealed = seal_bytes(key, 1, 0, &revision_id, None, Some(bytes), [0; 12]);
            if let Ok(opened) = reader.open(&revision_id, false, &sealed) {
                assert!(opened.content.is_some());
            }
        }
        2 => {
            let _ = Manifest::open(&world.account, id, &SealedManifest { version: 1, sealed: blob() });
            if let Ok(manifest) = Manifest::read(bytes) {
                let sealed = manifest.seal(&world.account, id, 1, &mut Random::from_seed([0; 32]));
                assert!(Manifest::open(&world.account, id, &sealed).is_ok());
            }
        }
        3 => {
            let sides =
                Sides { client_account: id, therapist_account: id, client: &[9; 32], therapist: world.own.public() };
            let of = HandoverContext { invitation, collection: world.care, sides };
            let secret = InvitationSecret::from_bytes(&[3; 32]).expect("32 bytes");
            assert!(open_handover(&of, &secret, &world.own, bytes).is_err());
        }
        4 => {
            let of =
                epoch::Message { collection: world.care, epoch: 2, client: &[9; 32], therapist: world.own.public() };
            assert!(epoch::open(&of, &[3; 32], &world.own, bytes).is_err());
        }
        5 => {
            let of = renewal::Message {
                collection: world.care,
                generation: 2,
                old: &[9; 32],
                new: &[8; 32],
                therapist: world.own.public(),
            };
            assert!(renewal::open(&of, &[3; 32], &world.own, bytes).is_err());
        }
        // A welcome that the server has changed, or that the holder of the QR code has written.
        6 => {
            let secret = || InvitationSecret::from_bytes(&[3; 32]).expect("32 bytes");
            let link = Link { origin: "https://a.example".into(), invitation, secret: secret() };
            let _ = open_welcome(&link, &blob(), 0);
            let random = &mut Random::from_seed([0; 32]);
            let sealed = wrap(&[3; 32], "welcome", invitation.as_bytes(), bytes, random);
            let _ = open_welcome(&link, &Blob(sealed), 0);
            let _ = own_secret(&world.account, invitation, &blob());
            let _ = own_label(&world.account, invitation, &blob());
        }
        7 => {
            let (by_password, by_recovery) = bytes.split_at(bytes.len() / 2);
            let bundle = KeyBundle {
                account_by_password: Blob(by_password.into()),
                account_by_recovery: Blob(by_recovery.into()),
            };
            let manifest = SealedManifest { version: 1, sealed: blob() };
            let export = ExportKey::from_bytes(&[1; 64]);
            assert!(account::unlock(id, &bundle, &manifest, &export).is_err());
        }
        8 => {
            if let Ok(Some(stretch)) = Stretch::read_header(bytes) {
                assert_eq!(stretch.header(), bytes[..Stretch::HEADER], "what is read is written the same");
            }
        }
        9 => {
            let key = StreamKey::from_bytes(&[5; 32]).expect("32 bytes");
            assert!(stream::open_all(&key, b"context", bytes).is_err());
            let sealed = stream::seal_all(&key, b"context", bytes);
            assert_eq!(sealed.len() as u64, stream::sealed_length(bytes.len() as u64));
        }
        10 => {
            if let Ok(link) = Link::parse(&String::from_utf8_lossy(bytes)) {
                assert_eq!(Link::parse(&link.text()).expect("a link is one").text(), link.text());
            }
        }
        _ => {
            let list = WordList::built_in();
            if let Ok(code) = RecoveryCode::parse(&String::from_utf8_lossy(bytes), list) {
                let words = code.words(list);
                assert_eq!(RecoveryCode::parse(&words, list).expect("a code is one").words(list), words);
            }
        }
    }
});
