//! Groups of several devices and members at the same time: each is whole, and readers see whole groups.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use protocol::Code;
use protocol::sync::*;

use crate::groups::{checkpoint_accepted, checkpoint_conflict, group, rejected};
use crate::people::*;
use crate::world::on_each_database;

/// A checkpoint that declares the group: its own revision, and the number of records after it.
fn counting_checkpoint(base: u32, count: u32) -> NewCheckpoint {
    NewCheckpoint { blob: envelope(1, &format!("{base}:{count}")), ..checkpoint(base, 1) }
}

fn count_in(slot: &Checkpoint) -> u32 {
    let text = String::from_utf8_lossy(&slot.blob.0[21..slot.blob.0.len() - 16]).into_owned();
    text.split_once(':').unwrap().1.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_groups_that_come_at_once_each_is_whole_and_whoever_reads_sees_rows_and_checkpoint_of_one_moment() {
    on_each_database(|world| async {
        const DEVICES: u32 = 6;
        const GROUPS: u32 = 12;
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        let writers =
            [&wren, &osei].into_iter().flat_map(|person| (0..DEVICES).map(move |device| (person.clone(), device)));
        let writers = writers.map(|(person, device)| {
            tokio::spawn(async move {
                for n in 0..GROUPS {
                    let size = 1 + (device + n) % 3;
                    let pushes: Vec<Push> = (0..size).map(|_| push(care, record_id(), 0, "x")).collect();
                    // Like a device: pulls to the head, then writes its checkpoint.
                    loop {
                        let seen = person.pull(care, 0).await;
                        let own = seen.checkpoints.iter().find(|slot| slot.account == person.id());
                        let (base, count) = own.map_or((0, 0), |slot| (slot.revision, count_in(slot)));
                        let answer =
                            person.call(&group(care, pushes.clone(), counting_checkpoint(base, count + size))).await;
                        let whole =
                            answer.results.iter().filter(|one| matches!(one, PushResult::Accepted { .. })).count();
                        match &answer.checkpoints[&care] {
                            CheckpointResult::Accepted { revision } => {
                                assert_eq!((*revision, whole), (base + 1, size as usize));
                                break;
                            }
                            CheckpointResult::Conflict { revision } => assert!(*revision > base && whole == 0),
                            CheckpointResult::Rejected { code } => panic!("{code:?}"),
                        }
                    }
                }
            })
        });
        let writing = join_all(writers.collect::<Vec<_>>());
        let total = u64::from(2 * (0..DEVICES).flat_map(|d| (0..GROUPS).map(move |n| 1 + (d + n) % 3)).sum::<u32>());
        let readers = (0..4).map(|_| {
            let wren = wren.clone();
            tokio::spawn(async move {
                let mut seen = 0;
                while seen < total {
                    let changes = wren.pull(care, 0).await;
                    let claimed: u32 = changes.checkpoints.iter().map(count_in).sum();
                    assert_eq!((changes.records.len() as u64, u64::from(claimed)), (changes.head, changes.head));
                    assert!(changes.head >= seen);
                    seen = changes.head;
                }
            })
        });
        let (written, read) = tokio::join!(writing, join_all(readers.collect::<Vec<_>>()));
        written.into_iter().chain(read).for_each(|done| done.unwrap());
        let slots: BTreeMap<_, _> =
            wren.pull(care, 0).await.checkpoints.iter().map(|slot| (slot.account, slot.revision)).collect();
        assert_eq!(slots, [(wren.id(), DEVICES * GROUPS), (osei.id(), DEVICES * GROUPS)].into());
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_devices_with_the_same_base_one_is_first_and_the_other_brings_nothing() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let shared = record_id();
        wren.call(&group(journal, vec![push(journal, shared, 0, "x")], checkpoint(0, 1))).await;
        for base in 1..10 {
            let calls = (0..2).map(|device| {
                let (wren, text) = (wren.clone(), format!("{device}"));
                tokio::spawn(async move {
                    let pushes = vec![push(journal, record_id(), 0, &text), push(journal, shared, base, &text)];
                    wren.call(&group(journal, pushes, checkpoint(base, 1))).await
                })
            });
            let mut answers: Vec<SyncResponse> = join_all(calls).await.into_iter().map(Result::unwrap).collect();
            answers.sort_by_key(|answer| matches!(answer.checkpoints[&journal], CheckpointResult::Conflict { .. }));
            assert_eq!(answers[0].checkpoints[&journal], checkpoint_accepted(base + 1));
            assert_eq!(answers[1].checkpoints[&journal], checkpoint_conflict(base + 1));
            assert_eq!(answers[1].results[0], rejected(Code::Group));
            assert!(matches!(&answers[1].results[1], PushResult::Conflict { current: Some(row) } if row.revision == base + 1));
            assert_eq!(wren.pull(journal, 0).await.head, 1 + u64::from(base) * 2);
        }
        world
    })
    .await;
}
