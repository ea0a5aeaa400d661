//! Push and pull.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use protocol::sync::*;
use protocol::{Blob, Code, Limits};

use crate::people::*;
use crate::world::{World, on_each_database};

#[tokio::test]
async fn what_one_phone_brings_another_fetches() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (a, b) = (record_id(), record_id());
        let results = wren.push(vec![push(journal, a, 0, "a"), push(journal, b, 0, "b")]).await;
        assert_eq!(results, [accepted(1, 1), accepted(1, 2)]);
        let results = wren.push(vec![push(journal, a, 1, "a again")]).await;
        assert_eq!(results, [accepted(2, 3)]);

        let all = wren.pull(journal, 0).await;
        assert_eq!((all.head, all.more, all.resync), (3, false, false));
        let seen: Vec<_> = all.records.iter().map(|r| (r.id, r.revision, r.seq, r.blob.clone())).collect();
        assert_eq!(seen, [(b, 1, 2, Some(sealed("b"))), (a, 2, 3, Some(sealed("a again")))]);
        assert_eq!(wren.pull(journal, 2).await.records.len(), 1);
        let nothing = wren.pull(journal, 3).await;
        assert_eq!((nothing.head, nothing.records.len(), nothing.more), (3, 0, false));
        world
    })
    .await;
}

#[tokio::test]
async fn one_call_brings_and_fetches() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        wren.push(vec![push(journal, record_id(), 0, "before")]).await;
        let answer = wren
            .sync(SyncRequest {
                cursors: [(journal, 1)].into(),
                push: vec![push(journal, record_id(), 0, "now")],
                ..SyncRequest::default()
            })
            .await;
        assert_eq!(answer.results, [accepted(1, 2)]);
        assert_eq!((answer.changes[&journal].head, answer.changes[&journal].records.len()), (2, 1));
        world
    })
    .await;
}

#[tokio::test]
async fn the_same_push_sent_again_gets_its_first_answer() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (a, b) = (record_id(), record_id());
        let pushes =
            [push(journal, a, 0, "one"), push(journal, a, 1, "two"), deletion(journal, a, 2), push(journal, b, 0, "b")];
        let mut first = Vec::new();
        for push in &pushes {
            first.extend(wren.push(vec![push.clone()]).await);
        }
        assert_eq!(first, [accepted(1, 1), accepted(2, 2), accepted(3, 3), accepted(1, 4)]);
        // Each push again, although the record has changed since; and all of them in one call.
        for (push, answer) in pushes.iter().zip(&first) {
            assert_eq!(wren.push(vec![push.clone()]).await.first(), Some(answer));
        }
        assert_eq!(wren.push(pushes.to_vec()).await, first);
        assert_eq!(wren.pull(journal, 0).await.head, 4);
        world
    })
    .await;
}

#[tokio::test]
async fn a_stale_revision_is_a_conflict_with_what_stands_and_holds_its_group_back() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (a, b) = (record_id(), record_id());
        wren.push(vec![push(journal, a, 0, "first"), push(journal, a, 1, "phone one")]).await;
        let results = wren
            .push(vec![
                push(journal, a, 1, "phone two"),
                push(journal, b, 0, "b"),
                push(journal, record_id(), 3, "of a record that is not here"),
                push(journal, a, 9, "from the future"),
            ])
            .await;
        let stands = Record { id: a, revision: 2, seq: 2, deleted: false, blob: Some(sealed("phone one")) };
        assert_eq!(
            results,
            [
                PushResult::Conflict { current: Some(stands.clone()) },
                PushResult::Rejected { code: Code::Group },
                PushResult::Conflict { current: None },
                PushResult::Conflict { current: Some(stands) },
            ]
        );
        assert_eq!(wren.pull(journal, 0).await.head, 2);
        assert_eq!(wren.push(vec![push(journal, b, 0, "b")]).await, [accepted(1, 3)]);
        world
    })
    .await;
}

#[tokio::test]
async fn a_deletion_takes_the_place_of_what_was_there_and_stays_as_a_trace() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let a = record_id();
        wren.push(vec![push(journal, a, 0, "to be forgotten")]).await;
        assert_eq!(wren.push(vec![deletion(journal, a, 1)]).await, [accepted(2, 2)]);
        let changes = wren.pull(journal, 0).await;
        assert_eq!(
            changes.records,
            [Record { id: a, revision: 2, seq: 2, deleted: true, blob: Some(sealed("deleted")) }]
        );
        // An edit without knowledge of the deletion conflicts with the tombstone; based on it, the edit wins.
        let results = wren.push(vec![push(journal, a, 1, "edited meanwhile")]).await;
        assert_eq!(results, [PushResult::Conflict { current: Some(changes.records[0].clone()) }]);
        assert_eq!(wren.push(vec![push(journal, a, 2, "edited meanwhile")]).await, [accepted(3, 3)]);
        world
    })
    .await;
}

#[tokio::test]
async fn what_is_not_yours_is_answered_like_what_is_not_there() {
    on_each_database(|world| async {
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let (hers, nowhere) = (robin.private.unwrap(), collection_id());
        robin.push(vec![push(hers, record_id(), 0, "hers")]).await;
        for foreign in [hers, nowhere] {
            let answer = wren
                .sync(SyncRequest {
                    cursors: [(foreign, 0), (wren.private.unwrap(), 0)].into(),
                    push: vec![push(foreign, record_id(), 0, "x"), push(wren.private.unwrap(), record_id(), 0, "y")],
                    ..SyncRequest::default()
                })
                .await;
            assert_eq!(answer.results[0], PushResult::Rejected { code: Code::NotFound });
            assert!(matches!(answer.results[1], PushResult::Accepted { .. }));
            assert_eq!(answer.revoked, [foreign]);
            assert_eq!(answer.changes.keys().collect::<Vec<_>>(), [&wren.private.unwrap()]);
        }
        assert_eq!(robin.pull(hers, 0).await.head, 1);
        world
    })
    .await;
}

#[tokio::test]
async fn a_record_moves_between_collections_in_one_call() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let (journal, care) = (wren.private.unwrap(), wren.accept(osei.invite().await).await.id);
        let a = record_id();
        let results = wren.push(vec![push(journal, a, 0, "mine"), push(care, a, 0, "for M. Osei")]).await;
        assert_eq!(results, [accepted(1, 1), accepted(1, 1)]);
        assert_eq!(osei.pull(care, 0).await.records[0].blob, Some(sealed("for M. Osei")));
        // Deleted: the therapist no longer receives it.
        wren.push(vec![deletion(care, a, 1)]).await;
        let gone = &osei.pull(care, 0).await.records[0];
        assert_eq!((gone.deleted, gone.blob.clone()), (true, Some(sealed("deleted"))));
        assert_eq!(wren.pull(journal, 0).await.records[0].blob, Some(sealed("mine")));
        // The therapist writes there too.
        assert_eq!(osei.push(vec![push(care, record_id(), 0, "a reply")]).await, [accepted(1, 3)]);
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_has_no_gaps_however_many_write_at_once() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let contested = record_id();
        wren.push(vec![push(journal, contested, 0, "contested")]).await;
        let writers = (0..24).map(|writer| {
            let wren = wren.clone();
            tokio::spawn(async move {
                let mut seqs = Vec::new();
                for n in 0..8 {
                    // Every second call contains a conflict about one record.
                    let text = format!("{writer} {n}");
                    let new = || push(journal, record_id(), 0, &text);
                    for call in [vec![new(), new()], vec![new(), push(journal, contested, 1 + n, &text), new()]] {
                        for result in wren.push(call).await {
                            if let PushResult::Accepted { seq, .. } = result {
                                seqs.push(seq);
                            }
                        }
                    }
                }
                assert!(seqs.is_sorted());
                seqs
            })
        });
        let seqs: Vec<u64> = join_all(writers).await.into_iter().flat_map(Result::unwrap).chain([1]).collect();
        let head = wren.pull(journal, 0).await.head;
        let unique: BTreeSet<u64> = seqs.iter().copied().collect();
        assert_eq!(unique.len(), seqs.len(), "no number is given twice");
        assert_eq!(unique, (1..=head).collect(), "no number is left out");
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_follows_misses_nothing() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let writing = join_all((0..8).map(|_| {
            let wren = wren.clone();
            tokio::spawn(async move {
                for n in 0..20 {
                    wren.push(vec![push(journal, record_id(), 0, &n.to_string())]).await;
                }
            })
        }));
        let reading = async {
            let (mut cursor, mut seen) = (0, Vec::new());
            while seen.len() < 160 {
                let changes = wren.pull(journal, cursor).await;
                seen.extend(changes.records.iter().map(|record| record.seq));
                cursor = if changes.more { changes.records.last().unwrap().seq } else { changes.head };
            }
            seen
        };
        let (_, seen) = tokio::join!(writing, reading);
        assert_eq!(seen, (1..=160).collect::<Vec<u64>>());
        world
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_is_rejected_by_name_and_its_group_with_it() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let huge = "x".repeat(Limits::default().blob_bytes as usize);
        let empty = Push { blob: Default::default(), ..push(journal, record_id(), 0, "") };
        let cut_off = Push { blob: Blob(envelope(1, "").0[..36].to_vec()), ..push(journal, record_id(), 0, "") };
        let long = Push { blob: envelope(1, &"x".repeat(220)), ..deletion(journal, record_id(), 0) };
        let results = wren
            .push(vec![
                push(journal, record_id(), 0, &huge),
                empty,
                cut_off,
                long,
                push(journal, record_id(), u32::MAX, "at the end of all revisions"),
                push(journal, record_id(), 0, "fine"),
            ])
            .await;
        let rejected = |code| PushResult::Rejected { code };
        assert_eq!(
            results,
            [
                rejected(Code::BlobTooLarge),
                rejected(Code::Unprocessable),
                rejected(Code::Unprocessable),
                rejected(Code::BlobTooLarge),
                rejected(Code::Unprocessable),
                rejected(Code::Group),
            ]
        );
        assert_eq!(wren.pull(journal, 0).await.head, 0);
        world
    })
    .await;
}

#[tokio::test]
async fn too_much_in_one_call_is_refused_whole() {
    let limits = Limits { push_records: 3, collections: 2, ..Limits::default() };
    let world = World::on_sqlite(|config| config.limits = limits).await;
    let wren = world.client("wren").await;
    let journal = wren.private.unwrap();
    let four = SyncRequest {
        push: (0..4).map(|n| push(journal, record_id(), 0, &n.to_string())).collect(),
        ..SyncRequest::default()
    };
    assert_eq!(wren.post("/v1/sync", &four).await.refused().await.code, Code::TooManyRecords);
    let many = SyncRequest { cursors: (0..3).map(|_| (collection_id(), 0)).collect(), ..SyncRequest::default() };
    assert_eq!(wren.post("/v1/sync", &many).await.refused().await.code, Code::TooManyRecords);
    let checkpoints = (0..3).map(|_| (collection_id(), checkpoint(0, 1))).collect();
    let many = SyncRequest { checkpoints, ..SyncRequest::default() };
    assert_eq!(wren.post("/v1/sync", &many).await.refused().await.code, Code::TooManyRecords);
    assert_eq!(wren.pull(journal, 0).await.head, 0);
    world.end().await;
}

#[tokio::test]
async fn a_device_that_was_away_for_too_long_begins_again() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (a, b) = (record_id(), record_id());
        wren.push(vec![push(journal, a, 0, "a"), push(journal, b, 0, "b")]).await;
        wren.push(vec![deletion(journal, a, 1)]).await;
        wren.push(vec![push(journal, b, 1, "b again")]).await;
        let now = world.server.app().clock.now();
        let clear = move |tx: &mut server::db::Tx<'_>| server::db::records::clear_tombstones(tx, now + 1);
        assert_eq!(world.server.app().db.write(clear).await.unwrap(), 1);

        // It has seen `a`, and can no longer learn of its deletion.
        assert!(wren.pull(journal, 2).await.resync);
        // From zero, and from after the deletion, nothing is missing.
        let fresh = wren.pull(journal, 0).await;
        assert_eq!((fresh.resync, fresh.records.len(), fresh.head), (false, 1, 4));
        assert!(!wren.pull(journal, 3).await.resync);
        // A cursor that this server has never issued.
        assert!(wren.pull(journal, 99).await.restored);
        world
    })
    .await;
}

#[tokio::test]
async fn cbor_says_the_same_as_json() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let asked = SyncRequest {
            cursors: [(journal, 0)].into(),
            push: vec![push(journal, record_id(), 0, "in bytes")],
            checkpoints: [(journal, checkpoint(0, 1))].into(),
            ..SyncRequest::default()
        };
        let mut bytes = Vec::new();
        ciborium::into_writer(&asked, &mut bytes).unwrap();
        let cbor = "application/cbor";
        let call = wren.ask(reqwest::Method::POST, "/v1/sync").header("content-type", cbor).header("accept", cbor);
        let response = call.body(bytes).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], cbor);
        let body = response.bytes().await.unwrap();
        let answer: SyncResponse = ciborium::from_reader(&body[..]).unwrap();
        assert_eq!(answer.results, [accepted(1, 1)]);
        assert_eq!(answer.changes[&journal], wren.pull(journal, 0).await);
        assert_eq!(answer.changes[&journal].checkpoints.len(), 1);
        world
    })
    .await;
}
