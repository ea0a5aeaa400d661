//! Groups: all changes of a call to one collection are committed with their checkpoint, or not at all.

use protocol::care::Collection;
use protocol::sync::*;
use protocol::{Blob, Code, CollectionId};

use crate::people::*;
use crate::world::{World, on_each_database};

pub fn group(collection: CollectionId, push: Vec<Push>, checkpoint: NewCheckpoint) -> SyncRequest {
    SyncRequest { push, checkpoints: [(collection, checkpoint)].into(), ..SyncRequest::default() }
}

pub fn rejected(code: Code) -> PushResult {
    PushResult::Rejected { code }
}

pub fn checkpoint_accepted(revision: u32) -> CheckpointResult {
    CheckpointResult::Accepted { revision }
}

pub fn checkpoint_conflict(revision: u32) -> CheckpointResult {
    CheckpointResult::Conflict { revision }
}

#[tokio::test]
async fn nothing_is_taken_without_a_checkpoint_and_a_checkpoint_alone_is_taken() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let alone = SyncRequest { push: vec![push(journal, record_id(), 0, "x")], ..SyncRequest::default() };
        let answer = wren.call(&alone).await;
        assert_eq!(answer.results, [rejected(Code::CheckpointMissing)]);
        assert!(answer.checkpoints.is_empty() && answer.revoked.is_empty());
        assert_eq!(wren.pull(journal, 0).await, Changes::default());

        let only = group(journal, vec![], checkpoint(0, 1));
        for _ in 0..2 {
            assert_eq!(wren.call(&only).await.checkpoints[&journal], checkpoint_accepted(1));
        }
        let seen = wren.pull(journal, 0).await;
        let slot = Checkpoint { account: wren.id(), revision: 1, blob: only.checkpoints[&journal].blob.clone() };
        assert_eq!(seen, Changes { checkpoints: vec![slot], ..Changes::default() });
        // A checkpoint of another collection does not count.
        let osei = world.founder("m.osei").await;
        let care = wren.accept(osei.invite().await).await.id;
        let apart = group(care, vec![push(journal, record_id(), 0, "x")], checkpoint(0, 1));
        let answer = wren.call(&apart).await;
        assert_eq!(answer.results, [rejected(Code::CheckpointMissing)]);
        assert_eq!(answer.checkpoints, [(care, checkpoint_accepted(1))].into());
        world
    })
    .await;
}

#[tokio::test]
async fn one_push_that_is_refused_or_in_conflict_holds_back_all_of_its_group_and_no_other() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let (journal, care) = (wren.private.unwrap(), wren.accept(osei.invite().await).await.id);
        let a = record_id();
        wren.call(&group(journal, vec![push(journal, a, 0, "a")], checkpoint(0, 1))).await;
        let before = wren.pull(journal, 0).await;
        let current = Some(before.records[0].clone());
        let huge = "x".repeat(protocol::Limits::default().blob_bytes as usize);
        let bad = [
            (push(journal, a, 0, "b"), PushResult::Conflict { current }),
            (push(journal, record_id(), 4, "b"), PushResult::Conflict { current: None }),
            (push(journal, record_id(), 0, &huge), rejected(Code::BlobTooLarge)),
            (push(journal, record_id(), u32::MAX, "b"), rejected(Code::Unprocessable)),
            (Push { blob: envelope(2, "b"), ..push(journal, record_id(), 0, "") }, rejected(Code::EpochOver)),
        ];
        for (n, (bad, expected)) in (0..).zip(bad) {
            let mut asked = group(
                journal,
                vec![push(journal, record_id(), 0, "innocent"), bad, push(journal, a, 1, "innocent too")],
                checkpoint(1, 1),
            );
            asked.push.push(push(care, record_id(), 0, "of another group"));
            asked.checkpoints.insert(care, checkpoint(n, 1));
            let answer = wren.call(&asked).await;
            let innocent = rejected(Code::Group);
            assert_eq!(answer.results[..3], [innocent.clone(), expected, innocent]);
            assert_eq!(answer.results[3], accepted(1, u64::from(n) + 1));
            assert_eq!(
                answer.checkpoints,
                [(journal, checkpoint_conflict(1)), (care, checkpoint_accepted(n + 1))].into()
            );
            assert_eq!(wren.pull(journal, 0).await, before, "nothing was taken");
        }
        world
    })
    .await;
}

#[tokio::test]
async fn a_checkpoint_that_cannot_be_is_refused_by_name_with_its_group() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let whole = checkpoint(0, 1);
        let of = |blob: Vec<u8>| NewCheckpoint { blob: Blob(blob), ..whole.clone() };
        let at = |base, revision| NewCheckpoint { base, revision, ..whole.clone() };
        let mut first_version = whole.blob.0.clone();
        first_version[0] = 1;
        let over = [&whole.blob.0[..], &[0; 256][..]].concat();
        for (bad, code) in [
            (of(vec![]), Code::Unprocessable),
            (of(whole.blob.0[..36].to_vec()), Code::Unprocessable),
            (of(vec![2]), Code::Unprocessable),
            (of(first_version), Code::Unprocessable),
            (of(b"anything at all, long enough to be an envelope".to_vec()), Code::Unprocessable),
            (of(over[..257].to_vec()), Code::BlobTooLarge),
            (checkpoint(0, 0), Code::EpochOver),
            (checkpoint(0, 2), Code::EpochOver),
            (at(u32::MAX, None), Code::Unprocessable),
            (at(0, Some(0)), Code::Unprocessable),
            (at(0, Some(1 + NewCheckpoint::AHEAD)), Code::Unprocessable),
            (at((1 << 31) - 1, None), Code::Unprocessable),
        ] {
            let asked = group(journal, vec![push(journal, record_id(), 0, "innocent")], bad.clone());
            let answer = wren.call(&asked).await;
            assert_eq!(answer.checkpoints[&journal], CheckpointResult::Rejected { code }, "{bad:?}");
            assert_eq!(answer.results, [rejected(Code::Group)]);
        }
        assert_eq!(wren.pull(journal, 0).await, Changes::default());
        // The maximum size, and the maximum distance of revisions.
        let far = NewCheckpoint { revision: Some(NewCheckpoint::AHEAD), ..of(over[..256].to_vec()) };
        let answer = wren.call(&group(journal, vec![push(journal, record_id(), 0, "x")], far)).await;
        assert_eq!(answer.checkpoints[&journal], checkpoint_accepted(NewCheckpoint::AHEAD));
        assert_eq!(wren.pull(journal, 0).await.checkpoints[0].revision, NewCheckpoint::AHEAD);
        world
    })
    .await;
}

#[tokio::test]
async fn a_group_whose_answer_was_lost_is_answered_the_same_even_after_others() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (a, b) = (record_id(), record_id());
        let first = group(journal, vec![push(journal, a, 0, "a"), push(journal, b, 0, "b")], checkpoint(0, 1));
        let answer = wren.call(&first).await;
        assert_eq!(answer.results, [accepted(1, 1), accepted(1, 2)]);
        let second = group(
            journal,
            vec![push(journal, a, 1, "a again"), deletion(journal, b, 1), push(journal, record_id(), 0, "c")],
            checkpoint(1, 1),
        );
        let later = wren.call(&second).await;
        assert_eq!(later.results, [accepted(2, 3), accepted(2, 4), accepted(1, 5)]);
        // Other devices write the same records and new ones meanwhile.
        for n in 0..20 {
            let more = vec![push(journal, a, 2 + n, "more"), push(journal, record_id(), 0, "more")];
            assert_eq!(
                wren.call(&group(journal, more, checkpoint(2 + n, 1))).await.checkpoints[&journal],
                checkpoint_accepted(3 + n)
            );
            for (sent, answered) in [(&first, &answer), (&second, &later)] {
                let again = wren.call(sent).await;
                assert_eq!((&again.results, &again.checkpoints), (&answered.results, &answered.checkpoints));
            }
        }
        // Even after the key has changed since.
        let path = format!("/v1/collections/{journal}/epochs");
        let next = protocol::care::NewEpoch {
            epoch: 2,
            key_check: sealed("second"),
            key_sealed: sealed("key"),
            handovers: vec![],
            manifest: Some(manifest(2, "second")),
        };
        wren.post(&path, &next).await.made::<Collection>().await;
        assert_eq!(wren.call(&first).await.results, answer.results);
        // And after its tombstones were deleted.
        let now = world.server.app().clock.now();
        let clear = move |tx: &mut server::db::Tx<'_>| server::db::records::clear_tombstones(tx, now + 1);
        assert_eq!(world.server.app().db.write(clear).await.unwrap(), 1);
        assert_eq!(wren.call(&second).await.results, later.results);

        // The same checkpoint with other pushes is another group, and so are the same pushes with another checkpoint.
        let mut other = first.clone();
        other.push.pop();
        assert_eq!(wren.call(&other).await.checkpoints[&journal], CheckpointResult::Rejected { code: Code::EpochOver });
        let head = wren.pull(journal, 0).await.head;
        let mut other = first.clone();
        other.checkpoints.insert(journal, checkpoint(0, 2));
        assert_eq!(wren.call(&other).await.checkpoints[&journal], checkpoint_conflict(22));
        assert_eq!(wren.pull(journal, 0).await.head, head);
        world
    })
    .await;
}

#[tokio::test]
async fn a_slot_that_changes_for_ever_does_not_grow_for_ever_and_forgets_the_oldest_groups() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let groups: Vec<SyncRequest> = (0..40)
            .map(|n| group(journal, vec![push(journal, record_id(), 0, &n.to_string())], checkpoint(n, 1)))
            .collect();
        let mut answers = Vec::new();
        for group in &groups {
            answers.push(wren.call(group).await.results);
        }
        // The latest thirty-two are recognised.
        for n in 8..40 {
            assert_eq!(wren.call(&groups[n]).await.results, answers[n], "{n}");
        }
        let forgotten = wren.call(&groups[7]).await;
        assert_eq!(
            (forgotten.results[0].clone(), forgotten.checkpoints[&journal].clone()),
            (rejected(Code::Group), checkpoint_conflict(40))
        );
        let (place, own) = (server::db::Id::from(journal), server::db::Id::from(wren.id()));
        let slot =
            world.server.app().db.read(move |conn| server::db::checkpoints::slot(conn, place, own)).await.unwrap();
        assert_eq!(slot.unwrap().receipts.len(), server::sync::receipts::MAX_BYTES);
        world
    })
    .await;
}

#[tokio::test]
async fn a_record_is_its_authors_alone() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        let (hers, theirs) = (record_id(), record_id());
        wren.call(&group(care, vec![push(care, hers, 0, "mine")], checkpoint(0, 1))).await;
        osei.call(&group(care, vec![push(care, theirs, 0, "a reply")], checkpoint(0, 1))).await;
        let before = wren.pull(care, 0).await;
        assert_eq!(
            before.checkpoints.iter().map(|slot| slot.account).collect::<std::collections::BTreeSet<_>>(),
            [wren.id(), osei.id()].into(),
            "each has a slot of its own"
        );
        for (person, foreign) in [(&osei, hers), (&wren, theirs)] {
            for bad in [
                push(care, foreign, 1, "x"),
                push(care, foreign, 0, "x"),
                deletion(care, foreign, 1),
                push(care, foreign, 7, "x"),
            ] {
                let answer = person
                    .call(&group(care, vec![push(care, record_id(), 0, "innocent"), bad], checkpoint(1, 1)))
                    .await;
                assert_eq!(answer.results, [rejected(Code::Group), rejected(Code::Forbidden)]);
                assert_eq!(answer.checkpoints[&care], checkpoint_conflict(1));
            }
        }
        assert_eq!(wren.pull(care, 0).await, before);
        // Deleted records still belong to their author.
        wren.call(&group(care, vec![deletion(care, hers, 1)], checkpoint(1, 1))).await;
        let answer = osei.call(&group(care, vec![push(care, hers, 2, "revived")], checkpoint(1, 1))).await;
        assert_eq!(answer.results, [rejected(Code::Forbidden)]);

        // A former member's records and checkpoint stay with the client, who alone can read them.
        wren.delete(&format!("/v1/collections/{care}/members/{}", osei.id())).await.done().await;
        assert_eq!(wren.pull(care, 0).await.checkpoints.len(), 2);
        let asked = SyncRequest { cursors: [(care, 0)].into(), ..group(care, vec![], checkpoint(1, 2)) };
        let answer = osei.call(&asked).await;
        assert_eq!((answer.revoked, answer.changes.len()), (vec![care], 0));
        assert_eq!(answer.checkpoints[&care], CheckpointResult::Rejected { code: Code::NotFound });
        world
    })
    .await;
}

#[tokio::test]
async fn a_slot_is_empty_at_first_and_gone_with_a_member_who_never_wrote() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        let (place, theirs) = (server::db::Id::from(care), server::db::Id::from(osei.id()));
        let slot = async || {
            let found = world.server.app().db.read(move |conn| server::db::checkpoints::slot(conn, place, theirs));
            found.await.unwrap().map(|slot| (slot.revision, slot.receipts.len()))
        };
        assert_eq!(slot().await, Some((0, 0)));
        assert!(osei.pull(care, 0).await.checkpoints.is_empty(), "nobody is sent an empty slot");
        // A base that nothing has reached.
        let answer = osei.call(&group(care, vec![], checkpoint(1, 1))).await;
        assert_eq!(answer.checkpoints[&care], checkpoint_conflict(0));
        wren.delete(&format!("/v1/collections/{care}/members/{}", osei.id())).await.done().await;
        assert_eq!(slot().await, None);
        world
    })
    .await;
}

#[tokio::test]
async fn a_checkpoint_for_what_is_not_yours_is_answered_like_what_is_not_there() {
    on_each_database(|world| async {
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        for foreign in [robin.private.unwrap(), collection_id()] {
            let answer = wren.call(&group(foreign, vec![], checkpoint(0, 1))).await;
            assert_eq!(answer.checkpoints[&foreign], CheckpointResult::Rejected { code: Code::NotFound });
            assert_eq!(answer.revoked, [foreign]);
        }
        assert!(robin.pull(robin.private.unwrap(), 0).await.checkpoints.is_empty());
        world
    })
    .await;
}

#[tokio::test]
async fn a_page_of_many_carries_the_checkpoints_on_each_of_its_parts() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let journal = wren.private.unwrap();
    wren.push((0..10).map(|n| push(journal, record_id(), 0, &n.to_string())).collect()).await;
    for cursor in [0, 5, 10, 99] {
        let asked = SyncRequest { cursors: [(journal, cursor)].into(), limit: Some(2), ..SyncRequest::default() };
        assert_eq!(wren.call(&asked).await.changes[&journal].checkpoints.len(), 1, "{cursor}");
    }
    world.end().await;
}
