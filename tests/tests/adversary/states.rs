//! Old, emptied and forged states: resync, restored, revoked, deletions, checkpoints.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use journal::seal::checkpoint::{self, CheckpointId, Claim, Writers};
use protocol::sync::{Changes, GENERATION, SyncResponse};

use crate::world::{NOW, PASSWORD, Pair, World};

#[tokio::test]
async fn case_08_an_emptied_collection_after_a_resync_loses_no_entry() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    phone.writes("one");
    phone.writes("two");
    phone.sync().run().await.unwrap();
    let private = phone.private_collection().unwrap();
    let told = Arc::new(AtomicBool::new(false));
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        if let Some(changes) = answer.changes.get_mut(&private) {
            let head = changes.head;
            let resync = !told.swap(true, Ordering::SeqCst);
            *changes = Changes { head, resync, ..Changes::default() };
        }
    });
    let _ = phone.sync().run().await;
    let _ = phone.sync().run().await;
    phone.still_has(&["one", "two"]);
    assert!(!phone.sync().status().unwrap().in_sync);
    assert!(phone.care().readers().unwrap().missing >= 2);
    phone.assert_notice("status-missing");
    world.near_phone.honest();
    phone.care().push_missing().unwrap();
    phone.sync().run().await.unwrap();
    phone.sync().run().await.unwrap();
    phone.still_has(&["one", "two"]);
    let second = world.second_phone(PASSWORD).await;
    second.sync().run().await.unwrap();
    second.still_has(&["one", "two"]);
    world.end().await;
}

#[tokio::test]
async fn case_08_a_record_given_up_by_its_owner_stays_deleted_with_its_copy() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let shared = phone.shares("for M. Osei");
    phone.writes("stays");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    let private = phone.private_collection().unwrap();
    let mut told = false;
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        if let Some(changes) = answer.changes.get_mut(&private) {
            changes.records.retain(|record| record.id != shared);
            if !std::mem::replace(&mut told, true) {
                *changes = Changes { head: changes.head, resync: true, ..Changes::default() };
            }
        }
    });
    let _ = phone.sync().run().await;
    let _ = phone.sync().run().await;
    phone.assert_notice("status-missing");
    phone.care().delete_missing().unwrap();
    assert_eq!(phone.texts(), ["stays"]);
    // The server had the record all along.
    world.near_phone.honest();
    for _ in 0..3 {
        let _ = phone.sync().run().await;
    }
    assert_eq!(phone.texts(), ["stays"]);
    phone.is_calm();
    desk.meet().await;
    assert!(desk.texts(&care).is_empty());
    let second = world.second_phone(PASSWORD).await;
    second.sync().run().await.unwrap();
    assert_eq!(second.texts(), ["stays"]);
    world.end().await;
}

#[tokio::test]
async fn case_08_therapist_records_stay_readable_after_a_resync() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let entry = phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    desk.replies(&care, &entry.to_string(), "I have read it.").await;
    phone.sync().run().await.unwrap();
    let id = care.parse().unwrap();
    let told = Arc::new(AtomicBool::new(false));
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        if let Some(changes) = answer.changes.get_mut(&id) {
            let head = changes.head;
            let resync = !told.swap(true, Ordering::SeqCst);
            *changes = Changes { head, resync, ..Changes::default() };
        }
    });
    let _ = phone.sync().run().await;
    let _ = phone.sync().run().await;
    phone.still_has(&["for M. Osei", "I have read it."]);
    world.end().await;
}

/// The server claims a restore and serves records from a time when the entry was still shared.
async fn restored_with_an_old_revision(text: (&str, &str), back: bool) {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let entry = phone.shares(text.0);
    phone.sync().run().await.unwrap();
    let private = phone.private_collection().unwrap();
    let old: Vec<_> = world
        .rows()
        .into_iter()
        .filter(|row| row.revision_id().id == entry && row.revision_id().collection == private)
        .collect();
    let old = old[0].clone();
    if back {
        phone.sharing().take_back(entry, None).unwrap();
    }
    phone.entries().edit(entry, &mobile_core::Writing::text(text.1)).unwrap();
    phone.sync().run().await.unwrap();
    let pushed = world.near_phone.pushes().len();
    let mut told = false;
    let (id, blob) = (entry, protocol::Blob(old.blob.clone()));
    let revision = old.revision_id().revision;
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        for (collection, changes) in &mut answer.changes {
            changes.head += GENERATION;
            changes.records.iter_mut().for_each(|record| record.seq += GENERATION);
            if *collection == private {
                for record in changes.records.iter_mut().filter(|record| record.id == id) {
                    (record.revision, record.blob) = (revision, Some(blob.clone()));
                }
            }
            if !told {
                (changes.restored, changes.records) = (true, Vec::new());
            }
        }
        told = true;
    });
    let _ = phone.sync().run().await;
    let _ = phone.sync().run().await;
    assert_eq!(phone.texts(), [text.1]);
    phone.assert_notice("readers-restored");
    if back {
        assert!(phone.pages().show(entry).unwrap().shared_with.is_empty(), "shared again");
        let again = world.near_phone.pushes().split_off(pushed);
        let care: Vec<_> = again.iter().filter(|push| push.collection != private && push.id == entry).collect();
        assert!(care.iter().all(|push| push.deleted), "sent again: {care:?}");
    }
    world.assert_unreadable(&[therapist.keyring()], if back { &[] } else { &["never there"] });
    world.end().await;
}

#[tokio::test]
async fn case_09_a_restore_does_not_share_a_withdrawn_entry_again() {
    restored_with_an_old_revision(("for M. Osei, at first", "not for M. Osei"), true).await;
}

#[tokio::test]
async fn case_10_a_restore_does_not_bring_a_deleted_sentence_back() {
    restored_with_an_old_revision(("Calm. And a sentence that goes.", "Calm."), false).await;
}

#[tokio::test]
async fn case_11_a_revocation_by_the_server_deletes_nothing_on_the_phone() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let entry = phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    desk.replies(&care, &entry.to_string(), "I have read it.").await;
    phone.sync().run().await.unwrap();
    let (id, private) = (care.parse().unwrap(), phone.private_collection().unwrap());
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        answer.changes.remove(&id);
        answer.revoked.push(id);
    });
    let _ = phone.sync().run().await;
    let _ = phone.sync().run().await;
    phone.still_has(&["for M. Osei", "I have read it."]);
    assert_eq!(phone.care().list().unwrap()[0].therapist, "M. Osei");
    phone.assert_notice("readers-ended-by-server");
    // The same for its own journal.
    world.near_phone.honest();
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        answer.changes.remove(&private);
        answer.revoked.push(private);
    });
    phone.writes("still mine");
    let _ = phone.sync().run().await;
    phone.still_has(&["for M. Osei", "still mine"]);
    assert!(!phone.sync().status().unwrap().in_sync);
    world.end().await;
}

#[tokio::test]
async fn case_13_a_deletion_without_a_seal_deletes_nothing() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let entry = phone.writes("still mine");
    phone.sync().run().await.unwrap();
    let private = phone.private_collection().unwrap();
    let revision_id = journal::seal::RevisionId { collection: private, id: entry, revision: 2 };
    let author = world.lost_phone().await.account;
    world.plant(&revision_id, author, true, None);
    let _ = phone.sync().run().await;
    let _ = phone.sync().run().await;
    phone.still_has(&["still mine"]);
    phone.assert_notice("refused-deletion");
    world.end().await;
}

#[tokio::test]
async fn case_14_a_replayed_deletion_of_an_older_revision_deletes_nothing() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let entry = phone.shares("back and forth");
    phone.sync().run().await.unwrap();
    phone.sharing().take_back(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    let care: protocol::CollectionId = phone.care().list().unwrap()[0].id.parse().unwrap();
    let old = world.rows().into_iter().find(|row| row.revision_id().id == entry && row.deleted).unwrap();
    assert_eq!(old.revision_id().collection, care);
    phone.sharing().share(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    let author = world.lost_phone().await.account;
    world.plant(&old.revision_id(), author, true, Some(&protocol::Blob(old.blob.clone())));
    let _ = phone.sync().run().await;
    phone.still_has(&["back and forth"]);
    assert!(!phone.pages().show(entry).unwrap().shared_with.is_empty());
    world.end().await;
}

#[tokio::test]
async fn case_15_a_withheld_record_is_detected() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let second = world.second_phone(PASSWORD).await;
    second.sync().run().await.unwrap();
    second.care().confirm_readers().unwrap();
    second.sync().run().await.unwrap();
    second.writes("here already");
    second.sync().run().await.unwrap();
    let hidden = phone.writes("withheld");
    phone.sync().run().await.unwrap();
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        answer.changes.values_mut().for_each(|changes| changes.records.retain(|record| record.id != hidden));
    });
    second.writes("not sent yet");
    let _ = second.sync().run().await;
    let _ = second.sync().run().await;
    assert!(!second.sync().status().unwrap().in_sync);
    second.assert_notice("readers-missing");
    second.still_has(&["here already", "not sent yet"]);
    assert_eq!(second.care().readers().unwrap().missing, 0, "an unsent record is not missing");
    // The phone must not push over the difference.
    second.writes("waits");
    let _ = second.sync().run().await;
    second.still_has(&["here already", "waits"]);
    world.near_phone.honest();
    second.sync().run().await.unwrap();
    second.sync().run().await.unwrap();
    second.still_has(&["here already", "not sent yet", "waits", "withheld"]);
    second.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_16_an_older_state_with_its_checkpoint_shows_its_date() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    phone.writes("this morning");
    phone.sync().run().await.unwrap();
    let checked = phone.care().readers().unwrap().checked_at.unwrap();
    let private = phone.private_collection().unwrap();
    let shown = world.lost_phone().await.shown(private).await;
    world.pass(Duration::from_secs(7_200));
    phone.writes("this afternoon");
    phone.sync().run().await.unwrap();
    assert!(phone.care().readers().unwrap().checked_at.unwrap() > checked);
    let second = world.second_phone(PASSWORD).await;
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        if let Some(changes) = answer.changes.get_mut(&private) {
            *changes = shown.clone();
        }
    });
    let _ = second.sync().run().await;
    second.still_has(&["this morning"]);
    second.assert_notice("readers-checked");
    assert_eq!(second.care().readers().unwrap().checked_at, Some(checked), "the date of the state is shown");
    world.end().await;
}

#[tokio::test]
async fn case_25_a_collection_without_a_checkpoint_is_never_in_sync() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    phone.writes("here");
    phone.sync().run().await.unwrap();
    world.near_phone.change("/v1/sync", |answer: &mut SyncResponse| {
        answer.changes.values_mut().for_each(|changes| changes.checkpoints.clear());
    });
    let second = world.second_phone(PASSWORD).await;
    let _ = second.sync().run().await;
    assert!(!second.sync().status().unwrap().in_sync);
    second.assert_notice("status-unchecked");
    second.still_has(&["here"]);
    world.end().await;
}

/// A new phone gets the journal from before an entry was taken back, and today's care collection. `forged`: the
/// therapist has also forged a checkpoint of the client's that names no later journal.
async fn a_new_phone_with_an_older_journal_shares_nothing(forged: bool) {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let entry = phone.shares("taken back later");
    phone.sync().run().await.unwrap();
    let private = phone.private_collection().unwrap();
    let lost = world.lost_phone().await;
    let shown = lost.shown(private).await;
    phone.sharing().take_back(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    if forged {
        let slot = CheckpointId { collection: care.parse().unwrap(), account: lost.account, revision: 40 };
        let claim = Claim {
            minutes: NOW / 60_000,
            live: 0,
            list: checkpoint::list([]),
            private_revision: 0,
            writers: Writers::default(),
        };
        let blob = therapist.seals_checkpoint(&slot, &claim);
        world.plant_checkpoint(&slot, &blob);
    }
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        if let Some(changes) = answer.changes.get_mut(&private) {
            *changes = shown.clone();
        }
    });
    let before = world.near_phone.pushes().len();
    let second = world.second_phone(PASSWORD).await;
    let _ = second.sync().run().await;
    let _ = second.care().confirm_readers();
    second.writes("written on the new phone");
    let _ = second.sync().run().await;
    if !forged {
        second.assert_notice("readers-older-journal");
    }
    let _ = second.sync().run().await;
    assert!(!second.sync().status().unwrap().in_sync);
    let pushed = world.near_phone.pushes().split_off(before);
    assert!(pushed.iter().all(|push| push.collection == private || push.deleted), "shared from an old journal");
    world.assert_unreadable(&[therapist.keyring()], &["written on the new phone"]);
    second.still_has(&["written on the new phone"]);
    world.end().await;
}

#[tokio::test]
async fn case_20_a_new_phone_with_an_older_journal_shares_nothing() {
    a_new_phone_with_an_older_journal_shares_nothing(false).await;
}

#[tokio::test]
async fn case_48_a_client_checkpoint_forged_by_the_therapist_is_rejected() {
    a_new_phone_with_an_older_journal_shares_nothing(true).await;
}

#[tokio::test]
async fn case_59_every_claimed_restore_is_counted() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    phone.writes("here");
    phone.sync().run().await.unwrap();
    let mut backup = world.snapshot();
    for _ in 0..3 {
        world.near_phone.lead_to(world.restored(&backup).await);
        phone.sync().run().await.unwrap();
        phone.sync().run().await.unwrap();
        backup = world.snapshot_of_restored(&backup);
    }
    assert_eq!(phone.care().readers().unwrap().restorations.len(), 3);
    phone.assert_notice("readers-restored");
    phone.still_has(&["here"]);
    world.end().await;
}
