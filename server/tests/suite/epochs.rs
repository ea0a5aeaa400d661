//! Key rotation after a member lost access.

use protocol::account::{Account, SealedManifest};
use protocol::care::*;
use protocol::sync::{CheckpointResult, Push, PushResult, SyncRequest};
use protocol::{Blob, Code, CollectionId};
use reqwest::Response;
use server::db::collections::{self, CollectionMemberRow, EpochHandoverRow};
use server::db::invitations::{self, HandoverRow};

use crate::people::*;
use crate::world::on_each_database;

fn sealed_push(collection: CollectionId, epoch: u32, text: &str) -> Push {
    Push { blob: envelope(epoch, text), ..push(collection, record_id(), 0, text) }
}

fn new_epoch(epoch: u32, check: &str, handovers: &[&Person]) -> NewEpoch {
    let handovers = handovers
        .iter()
        .map(|member| EpochHandover {
            account: member.id(),
            generation: None,
            message: sealed(&format!("for {}", member.handle)),
        })
        .collect();
    let (key_check, key_sealed) = (sealed(check), sealed(&format!("key {epoch}")));
    NewEpoch { epoch, key_check, key_sealed, handovers, manifest: None }
}

/// A private collection's epoch, with the manifest that names it.
fn own_epoch(epoch: u32, check: &str) -> NewEpoch {
    NewEpoch { manifest: Some(manifest(epoch, check)), ..new_epoch(epoch, check, &[]) }
}

impl Person {
    async fn begin(&self, collection: CollectionId, asked: &NewEpoch) -> Response {
        self.post(&format!("/v1/collections/{collection}/epochs"), asked).await
    }

    async fn collection(&self, id: CollectionId) -> Collection {
        self.collections().await.into_iter().find(|collection| collection.id == id).unwrap()
    }
}

fn rejected(code: Code) -> PushResult {
    PushResult::Rejected { code }
}

#[tokio::test]
async fn after_a_lost_phone_nothing_is_taken_under_the_old_key() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let early = sealed_push(journal, 1, "before");
        assert_eq!(wren.push(vec![early.clone()]).await, [accepted(1, 1)]);
        let made: Collection = wren.begin(journal, &own_epoch(2, "second")).await.made().await;
        assert_eq!((made.epoch, made.keys.len()), (2, 2));
        assert_eq!(made.keys[1].key_sealed, Some(sealed("key 2")));

        for (push, expected) in [
            (sealed_push(journal, 1, "by a phone that has not heard"), rejected(Code::EpochOver)),
            (sealed_push(journal, 2, "after"), accepted(1, 2)),
            (sealed_push(journal, 3, "under a key that is not there"), rejected(Code::EpochOver)),
            (Push { deleted: true, base_revision: 1, ..early.clone() }, rejected(Code::EpochOver)),
            // Its response was lost before the key changed: it stays accepted.
            (early, accepted(1, 1)),
        ] {
            assert_eq!(wren.push(vec![push]).await, [expected]);
        }
        // The checkpoint's epoch is checked too.
        for epoch in [1, 3] {
            let old = SyncRequest { checkpoints: [(journal, checkpoint(2, epoch))].into(), ..Default::default() };
            let over = CheckpointResult::Rejected { code: Code::EpochOver };
            assert_eq!(wren.call(&old).await.checkpoints[&journal], over);
        }
        // Older records stay readable.
        assert_eq!(wren.pull(journal, 0).await.records.len(), 2);
        world
    })
    .await;
}

#[tokio::test]
async fn of_two_phones_that_change_the_key_at_once_one_is_told_to_take_the_others() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let mine = own_epoch(2, "mine");
        let first: Collection = wren.begin(journal, &mine).await.made().await;
        let again: Collection = wren.begin(journal, &mine).await.made().await;
        assert_eq!(first, again);
        let other = wren.begin(journal, &own_epoch(2, "other")).await;
        assert_eq!(other.refused().await.code, Code::EpochTaken);
        assert_eq!(wren.begin(journal, &own_epoch(4, "far")).await.refused().await.code, Code::Unprocessable);
        assert_eq!(wren.begin(journal, &own_epoch(0, "none")).await.refused().await.code, Code::Unprocessable);
        wren.begin(journal, &own_epoch(3, "third")).await.made::<Collection>().await;
        world
    })
    .await;
}

#[tokio::test]
async fn a_new_key_reaches_the_other_members_and_nobody_else() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let care = wren.accept(osei.invite().await).await.id;
        for wrong in [new_epoch(2, "c", &[]), new_epoch(2, "c", &[&osei, &robin]), new_epoch(2, "c", &[&robin])] {
            assert_eq!(wren.begin(care, &wrong).await.refused().await.code, Code::Unprocessable);
        }
        let stranger = robin.begin(care, &new_epoch(2, "c", &[&osei])).await;
        assert_eq!(stranger.refused().await.code, Code::NotFound);
        wren.begin(care, &new_epoch(2, "c", &[&osei])).await.made::<Collection>().await;

        let seen = osei.collection(care).await;
        let waits = EpochHandover { account: wren.id(), generation: None, message: sealed("for m.osei") };
        assert_eq!((seen.epoch, seen.keys[1].handover.clone()), (2, Some(waits)));
        assert_eq!(wren.collection(care).await.keys[1].handover, None);
        // Storing the key ends this handover, but not that of the first epoch.
        let path = format!("/v1/collections/{care}/key");
        osei.put(&path, &StoreKey { epoch: 2, key_sealed: sealed("mine") }).await.done().await;
        let seen = osei.collection(care).await;
        assert_eq!((seen.keys[1].handover.clone(), seen.keys[1].key_sealed.clone()), (None, Some(sealed("mine"))));
        assert!(seen.handover.is_some());
        osei.put(&path, &StoreKey { epoch: 1, key_sealed: sealed("first") }).await.done().await;
        assert!(osei.collection(care).await.handover.is_none());

        // Only the client begins epochs: a therapist could shut the client out of the collection with one.
        let by_therapist = osei.begin(care, &new_epoch(3, "d", &[&wren])).await;
        assert_eq!(by_therapist.refused().await.code, Code::Forbidden);
        assert_eq!(wren.push(vec![sealed_push(care, 2, "in time")]).await, [accepted(1, 1)]);
        wren.begin(care, &new_epoch(3, "d", &[&osei])).await.made::<Collection>().await;
        assert_eq!(wren.push(vec![sealed_push(care, 2, "late")]).await, [rejected(Code::EpochOver)]);
        world
    })
    .await;
}

#[tokio::test]
async fn once_a_therapist_is_out_nothing_is_taken_until_there_is_a_new_key() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        wren.begin(care, &new_epoch(2, "c", &[&osei])).await.made::<Collection>().await;
        wren.delete(&format!("/v1/collections/{care}/members/{}", osei.id())).await.done().await;
        assert_eq!(wren.push(vec![sealed_push(care, 2, "late")]).await, [rejected(Code::EpochOver)]);
        // The next epoch began without a key; this stores its key.
        assert_eq!(wren.begin(care, &new_epoch(4, "e", &[])).await.refused().await.code, Code::Unprocessable);
        let made: Collection = wren.begin(care, &new_epoch(3, "e", &[])).await.made().await;
        assert_eq!((made.epoch, made.members.len()), (3, 1));
        assert_eq!(wren.push(vec![sealed_push(care, 3, "for myself")]).await, [accepted(1, 1)]);
        world
    })
    .await;
}

#[tokio::test]
async fn a_private_collections_key_comes_with_the_manifest_that_names_it() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let care = wren.accept(osei.invite().await).await.id;
        let unnamed = wren.begin(journal, &new_epoch(2, "second", &[])).await;
        assert_eq!(unnamed.refused().await.code, Code::Unprocessable);
        let named = NewEpoch { manifest: Some(manifest(2, "x")), ..new_epoch(2, "second", &[&osei]) };
        assert_eq!(wren.begin(care, &named).await.refused().await.code, Code::Unprocessable);
        for version in [0, 1, 3, u32::MAX] {
            let skipping = NewEpoch { manifest: Some(manifest(version, "x")), ..own_epoch(2, "second") };
            assert_eq!(wren.begin(journal, &skipping).await.refused().await.code, Code::ManifestTaken);
        }
        for sealed in [Blob::default(), Blob(vec![7; 1025])] {
            let bent = NewEpoch { manifest: Some(SealedManifest { version: 2, sealed }), ..own_epoch(2, "second") };
            assert_eq!(wren.begin(journal, &bent).await.refused().await.code, Code::Unprocessable);
        }
        // A private key is never handed over.
        let mut handed = own_epoch(2, "second");
        handed.handovers = new_epoch(2, "second", &[&osei]).handovers;
        assert_eq!(wren.begin(journal, &handed).await.refused().await.code, Code::Unprocessable);
        let mut anew = new_epoch(2, "c", &[&osei]);
        anew.handovers[0].generation = Some(2);
        assert_eq!(wren.begin(care, &anew).await.refused().await.code, Code::Unprocessable);
        // None of the attempts changed anything.
        let me: Account = wren.get("/v1/me").await.made().await;
        assert_eq!(me.manifest.version, 1);
        assert!(wren.collections().await.iter().all(|collection| collection.epoch == 1));

        let whole = own_epoch(2, "second");
        wren.begin(journal, &whole).await.made::<Collection>().await;
        let me: Account = wren.get("/v1/me").await.made().await;
        assert_eq!(Some(&me.manifest), whole.manifest.as_ref());
        assert_eq!(wren.sync(SyncRequest::default()).await.manifest, 2);
        // A repeat after the manifest has moved on stays accepted.
        wren.put("/v1/me/manifest", &manifest(3, "third")).await.done().await;
        wren.begin(journal, &whole).await.made::<Collection>().await;
        // The same for a therapist.
        osei.begin(osei.private.unwrap(), &own_epoch(2, "second")).await.made::<Collection>().await;
        world
    })
    .await;
}

#[tokio::test]
async fn a_private_collection_has_one_member_whatever_is_asked_of_the_database() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let journal = server::db::Id::from(wren.private.unwrap());
        let (stranger, own) = (server::db::Id::from(osei.id()), server::db::Id::from(wren.id()));
        let invitation = server::db::Id::from(osei.invite().await);
        // With direct access to the database: the constraints reject it too.
        for (therapist, care) in [(true, true), (true, false), (false, true), (false, false)] {
            let row = CollectionMemberRow { collection: journal, care, account: stranger, therapist, joined_at: 1 };
            let tried = world.server.app().db.write(move |tx| collections::insert_member(tx, &row)).await;
            assert!(tried.is_err(), "therapist {therapist}, care {care}");
        }
        let handover = EpochHandoverRow {
            collection: journal,
            epoch: 1,
            account: stranger,
            sender: own,
            generation: None,
            message: vec![1],
        };
        let tried = world.server.app().db.write(move |tx| collections::insert_epoch_handover(tx, &handover)).await;
        assert!(tried.is_err());
        let handover = HandoverRow { collection: journal, account: stranger, invitation, message: vec![1] };
        let tried = world.server.app().db.write(move |tx| invitations::insert_handover(tx, &handover)).await;
        assert!(tried.is_err());
        // Nor can a private collection become a care collection.
        let turned = world.server.app().db.write(move |tx| {
            use diesel::connection::SimpleConnection as _;
            Ok((**tx).batch_execute("UPDATE collections SET care = TRUE WHERE NOT care")?)
        });
        assert!(turned.await.is_err());
        assert!(osei.in_care().await.is_empty());
        assert_eq!(wren.collections().await[0].members.len(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn a_therapist_keeps_notes_in_a_collection_of_its_own() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let owner = world.colleague(&osei, "owner", &[Role::Owner]).await;
        let wren = world.client("wren").await;
        let notes = osei.private.unwrap();
        let made = osei.collection(notes).await;
        assert_eq!((made.kind, made.members.len(), made.epoch), (CollectionKind::Private, 1, 1));
        // Created with the account; there is never another.
        let another = osei.post("/v1/collections", &new_collection()).await;
        assert_eq!(another.refused().await.code, Code::MethodNotAllowed);

        osei.push(vec![push(notes, record_id(), 0, "a note")]).await;
        assert_eq!(osei.pull(notes, 0).await.records.len(), 1);
        for other in [&lind, &owner, &wren] {
            assert!(other.collections().await.iter().all(|collection| collection.id != notes));
            let results = other.push(vec![push(notes, record_id(), 0, "x")]).await;
            assert_eq!(results, [rejected(Code::NotFound)]);
        }
        // Reading one's own notes is not logged as a read of a client's records.
        let chain = server::db::Id::from(notes);
        let trail = world.server.app().db.read(move |conn| server::db::audit::chain(conn, chain)).await.unwrap();
        assert_eq!(trail.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["collection_made"]);
        world
    })
    .await;
}
