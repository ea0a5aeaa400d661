//! New keys after somebody lost access: what comes after is not sealed under the old ones.

use protocol::care::*;
use protocol::sync::{Push, PushResult};
use protocol::{Blob, Code, CollectionId};
use reqwest::Response;

use crate::people::*;
use crate::world::on_each_database;

/// As the seal writes it: version, epoch, and what cannot be read.
fn envelope(epoch: u32, text: &str) -> Blob {
    Blob([&[1][..], &epoch.to_be_bytes(), text.as_bytes()].concat())
}

fn sealed_push(collection: CollectionId, epoch: u32, text: &str) -> Push {
    Push { collection, id: record_id(), base_revision: 0, revision: None, blob: Some(envelope(epoch, text)) }
}

fn new_epoch(epoch: u32, check: &str, handovers: &[&Person]) -> NewEpoch {
    let handovers = handovers
        .iter()
        .map(|member| EpochHandover { account: member.id(), message: sealed(&format!("for {}", member.handle)) })
        .collect();
    NewEpoch { epoch, key_check: sealed(check), key_sealed: sealed(&format!("key {epoch}")), handovers }
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
        let made: Collection = wren.begin(journal, &new_epoch(2, "second", &[])).await.made().await;
        assert_eq!((made.epoch, made.keys.len()), (2, 2));
        assert_eq!(made.keys[1].key_sealed, Some(sealed("key 2")));

        let results = wren
            .push(vec![
                sealed_push(journal, 1, "by a phone that has not heard"),
                sealed_push(journal, 2, "after"),
                sealed_push(journal, 3, "under a key that is not there"),
                // Its reply was lost before the key changed: it was accepted, and stays so.
                early,
            ])
            .await;
        let expected = [rejected(Code::EpochOver), accepted(1, 2), rejected(Code::EpochOver), accepted(1, 1)];
        assert_eq!(results, expected);
        // What was sealed before stays readable.
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
        let mine = new_epoch(2, "mine", &[]);
        let first: Collection = wren.begin(journal, &mine).await.made().await;
        let again: Collection = wren.begin(journal, &mine).await.made().await;
        assert_eq!(first, again);
        let other = wren.begin(journal, &new_epoch(2, "other", &[])).await;
        assert_eq!(other.refused().await.code, Code::EpochTaken);
        assert_eq!(wren.begin(journal, &new_epoch(4, "far", &[])).await.refused().await.code, Code::Unprocessable);
        assert_eq!(wren.begin(journal, &new_epoch(0, "none", &[])).await.refused().await.code, Code::Unprocessable);
        wren.begin(journal, &new_epoch(3, "third", &[])).await.made::<Collection>().await;
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
        let waits = EpochHandover { account: wren.id(), message: sealed("for m.osei") };
        assert_eq!((seen.epoch, seen.keys[1].handover.clone()), (2, Some(waits)));
        assert_eq!(wren.collection(care).await.keys[1].handover, None);
        // Taking it up ends it, and leaves the first epoch's handover for when that is taken up.
        let path = format!("/v1/collections/{care}/key");
        osei.put(&path, &StoreKey { epoch: 2, key_sealed: sealed("mine") }).await.done().await;
        let seen = osei.collection(care).await;
        assert_eq!((seen.keys[1].handover.clone(), seen.keys[1].key_sealed.clone()), (None, Some(sealed("mine"))));
        assert!(seen.handover.is_some());
        osei.put(&path, &StoreKey { epoch: 1, key_sealed: sealed("first") }).await.done().await;
        assert!(osei.collection(care).await.handover.is_none());

        // A therapist's lost laptop: the therapist changes the key as well.
        osei.begin(care, &new_epoch(3, "d", &[&wren])).await.made::<Collection>().await;
        assert_eq!(wren.collection(care).await.keys[2].handover.as_ref().unwrap().account, osei.id());
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
        // The next epoch has begun without a key; its key is what is brought.
        assert_eq!(wren.begin(care, &new_epoch(4, "e", &[])).await.refused().await.code, Code::Unprocessable);
        let made: Collection = wren.begin(care, &new_epoch(3, "e", &[])).await.made().await;
        assert_eq!((made.epoch, made.members.len()), (3, 1));
        assert_eq!(wren.push(vec![sealed_push(care, 3, "for myself")]).await, [accepted(1, 1)]);
        world
    })
    .await;
}

#[tokio::test]
async fn a_deletion_has_no_key_and_is_always_taken() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let entry = sealed_push(journal, 1, "before");
        wren.push(vec![entry.clone()]).await;
        wren.begin(journal, &new_epoch(2, "second", &[])).await.made::<Collection>().await;
        assert_eq!(wren.push(vec![deletion(journal, entry.id, 1)]).await, [accepted(2, 2)]);
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
        let new = new_collection();
        let made: Collection = osei.post("/v1/collections", &new).await.made().await;
        assert_eq!((made.kind, made.members.len(), made.epoch), (CollectionKind::Private, 1, 1));
        let again: Collection = osei.post("/v1/collections", &new).await.made().await;
        assert_eq!(again, made);
        // One for each therapist; nobody else makes any.
        let second = osei.post("/v1/collections", &new_collection()).await;
        assert_eq!(second.refused().await.code, Code::AlreadyExists);
        let taken = lind.post("/v1/collections", &new).await;
        assert_eq!(taken.refused().await.code, Code::AlreadyExists);
        for person in [&owner, &wren] {
            assert_eq!(person.post("/v1/collections", &new_collection()).await.refused().await.code, Code::Forbidden);
        }

        osei.push(vec![push(new.id, record_id(), 0, "a note")]).await;
        assert_eq!(osei.pull(new.id, 0).await.records.len(), 1);
        for other in [&lind, &owner, &wren] {
            assert!(other.collections().await.iter().all(|collection| collection.id != new.id));
            let results = other.push(vec![push(new.id, record_id(), 0, "x")]).await;
            assert_eq!(results, [rejected(Code::NotFound)]);
        }
        // Reading one's own notes is no access to a client's words.
        let chain = server::db::Id::from(new.id);
        let trail = world.server.app().db.read(move |conn| server::db::trail::chain(conn, chain)).await.unwrap();
        assert_eq!(trail.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["collection_made"]);
        world
    })
    .await;
}
