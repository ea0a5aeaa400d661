//! Simulation: one client's phones and one therapist's desk against a model of the server. Arbitrary schedules
//! interleave writes, shares, deletions, syncs, lost replies and retries.

mod attacks;
mod byzantine;
mod hostile;
mod insider;
mod keys_change;
mod model;
mod world;

use std::collections::BTreeMap;

use proptest::prelude::*;
use protocol::sync::{Changes, CheckpointResult, PushResult, Record, SyncResponse};
use protocol::{Limits, RecordId};
use serde_json::json;

use super::*;
use crate::record::Payload;
use model::Model;
use world::{World, payload};

#[derive(Clone, Debug)]
enum Act {
    Append(usize, usize),
    Share(usize, usize, bool),
    Delete(usize, usize),
    Reply(usize),
    Sync(usize, usize, bool, bool),
    DeskSync(usize, bool, bool),
    Backup,
    Restore,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..3usize, 0..3usize).prop_map(|(phone, record)| Act::Append(phone, record)),
        1 => (0..3usize, 0..3usize, any::<bool>()).prop_map(|(phone, record, shared)| Act::Share(phone, record, shared)),
        1 => (0..3usize, 0..3usize).prop_map(|(phone, record)| Act::Delete(phone, record)),
        1 => (0..3usize).prop_map(Act::Reply),
        3 => (0..3usize, 1..3usize, any::<bool>(), any::<bool>())
            .prop_map(|(phone, page, lost, twice)| Act::Sync(phone, page, lost, twice)),
        1 => (1..3usize, any::<bool>(), any::<bool>()).prop_map(|(page, lost, twice)| Act::DeskSync(page, lost, twice)),
    ]
}

/// Like `act`, with a server that is sometimes restored from its last backup.
fn act_or_restore() -> impl Strategy<Value = Act> {
    prop_oneof![13 => act(), 1 => Just(Act::Backup), 1 => Just(Act::Restore)]
}

fn run_acts(acts: Vec<Act>) -> Result<World, TestCaseError> {
    let mut world = World::new();
    for act in acts {
        match act {
            Act::Append(phone, record) => drop(world.append(phone, record)),
            Act::Share(phone, record, shared) => world.share(phone, record, shared),
            Act::Delete(phone, record) => world.delete(phone, record),
            Act::Reply(record) => world.reply(record),
            Act::Sync(phone, page, lost, twice) => {
                world.phones[phone].sync_with(&mut world.server, page, lost, twice);
            }
            Act::DeskSync(page, lost, twice) => world.desk.sync_with(&mut world.server, page, lost, twice),
            Act::Backup => world.backup = world.server.clone(),
            Act::Restore => world.server.restore(world.backup.clone()),
        }
        // An honest server never causes an alarm.
        for device in world.devices() {
            let status = device.status();
            prop_assert_eq!((status.alarms, status.missing, status.refused), (0, 0, 0));
        }
    }
    world.settle();
    Ok(world)
}

proptest! {
    #[test]
    fn any_interleaving_converges_without_losing_a_word(acts in prop::collection::vec(act(), 1..40)) {
        check_convergence(&run_acts(acts)?)?;
    }

    #[test]
    fn any_interleaving_with_restores_converges_without_losing_a_word(acts in prop::collection::vec(act_or_restore(), 1..60)) {
        check_convergence(&run_acts(acts)?)?;
    }
}

fn check_convergence(world: &World) -> Result<(), TestCaseError> {
    let truth = World::contents(&world.phones[0], world.private);
    for phone in &world.phones {
        prop_assert!(World::contents(phone, world.private) == truth);
    }
    let everything = serde_json::to_string(&truth.values().collect::<Vec<_>>()).unwrap();
    // If the server has lost changes, a deletion may also delete words that others wrote into the same entry since.
    let may_be_lost = |record| world.server.generation() > 0 && world.deleted.contains(record);
    for (word, _) in world.typed.iter().filter(|(_, record)| !may_be_lost(record)) {
        prop_assert!(everything.contains(word.as_str()), "{word} is missing in {everything}");
    }
    // The therapist's desk and the phones have exactly the projections.
    let copies: BTreeMap<RecordId, Payload> =
        truth.iter().filter_map(|(id, record)| Some((*id, record.projection(world.care)?))).collect();
    let copied = |device| {
        let mut contents = World::contents(device, world.care);
        contents.retain(|_, content| content.kind() != "reply");
        contents
    };
    prop_assert!(copied(&world.desk) == copies);
    for phone in &world.phones {
        prop_assert!(copied(phone) == copies);
        prop_assert!(World::contents(phone, world.care) == World::contents(&world.desk, world.care));
    }
    Ok(())
}

#[test]
fn an_edit_beats_a_deletion_on_either_side() {
    for deleter in [0, 1] {
        let mut world = World::new();
        world.append(0, 0);
        world.settle();
        let key = world.key(0);
        world.phones[deleter].write(&key, None);
        world.append(1 - deleter, 0);
        world.settle();
        let text = World::contents(&world.phones[2], world.private)[&key.id].text().to_owned();
        assert_eq!(text, " w0x w1x", "phone {deleter} deleted");
    }
}

#[test]
fn taking_back_beats_an_offline_edit_of_a_shared_entry() {
    let mut world = World::new();
    world.append(0, 0);
    world.share(0, 0, true);
    world.settle();
    assert_eq!(World::contents(&world.desk, world.care).len(), 1);
    world.append(1, 0);
    world.share(0, 0, false);
    world.settle();
    assert_eq!(World::contents(&world.desk, world.care).len(), 0);
}

#[test]
fn a_tampered_record_is_set_aside_and_the_local_edit_is_kept() {
    let mut world = World::new();
    world.append(0, 0);
    world.settle();
    world.append(1, 0);
    world.append(0, 0);
    world.phones[0].sync(&mut world.server, 10, false);
    let key = world.key(0);
    let stored = world.server.collections.get_mut(&world.private).unwrap().records.get_mut(&key.id).unwrap();
    stored.blob.as_mut().unwrap().0[30] ^= 1;
    world.phones[1].sync(&mut world.server, 10, false);
    let status = world.phones[1].status();
    assert_eq!((status.held, status.unreadable, status.in_sync()), (1, 1, false));
    let content = world.phones[1].content(&key).unwrap();
    assert!(content.text().contains("w1x"));
}

#[test]
fn an_older_revision_served_again_is_refused_and_told() {
    let mut world = World::new();
    world.append(0, 0);
    world.settle();
    let key = world.key(0);
    let old = world.server.collections[&world.private].records[&key.id].clone();
    world.append(0, 0);
    world.settle();
    let kept = world.server.collections.get_mut(&world.private).unwrap();
    kept.head += 1;
    kept.records.insert(key.id, Record { seq: kept.head, ..old });
    world.phones[1].sync(&mut world.server, 10, false);
    let aside = world.phones[1].ledger.aside(world.private);
    assert_eq!(aside.iter().map(|(_, why)| why.code()).collect::<Vec<_>>(), ["older"]);
    assert_eq!(world.phones[1].content(&key).unwrap().text(), " w0x w1x");
}

fn resync(world: &mut World, phone: usize) {
    let collection = world.private;
    world.phones[phone].with(|ledger, context, random| {
        let Ok(request) = request(ledger, context, &Limits::default(), random);
        let changes = Changes { head: 2, resync: true, more: true, ..Changes::default() };
        let conflict = CheckpointResult::Conflict { revision: 0 };
        let response = SyncResponse {
            results: vec![PushResult::Conflict { current: None }; request.push.len()],
            checkpoints: request.checkpoints.keys().map(|id| (*id, conflict.clone())).collect(),
            changes: BTreeMap::from([(collection, changes)]),
            ..SyncResponse::default()
        };
        let Ok(_) = digest(ledger, context, &request, &response);
    });
}

#[test]
fn a_resync_without_proof_of_deletion_keeps_local_records() {
    let mut world = World::new();
    world.append(0, 0);
    world.append(0, 1);
    world.settle();
    let kept = world.server.collections.get_mut(&world.private).unwrap();
    kept.records.clear();
    resync(&mut world, 1);
    for _ in 0..3 {
        world.phones[1].sync(&mut world.server, 10, false);
    }
    let status = world.phones[1].status();
    assert_eq!((status.missing, status.alarms, status.in_sync()), (2, 1, false));
    assert_eq!(World::contents(&world.phones[1], world.private).len(), 2);

    // The person decides to push the records again.
    let private = world.private;
    let Ok(()) = push_missing(&mut world.phones[1].ledger, private);
    world.phones[1].sync(&mut world.server, 10, false);
    world.phones[1].sync(&mut world.server, 10, false);
    assert!(world.phones[1].status().in_sync());
    assert_eq!(world.server.collections[&private].records.len(), 2);
}

#[test]
fn a_deletion_that_a_checkpoint_proves_is_applied() {
    let mut world = World::new();
    world.append(0, 0);
    world.append(0, 1);
    world.settle();
    world.delete(0, 0);
    for _ in 0..2 {
        world.phones[0].sync(&mut world.server, 10, false);
    }
    let kept = world.server.collections.get_mut(&world.private).unwrap();
    kept.records.retain(|_, record| !record.deleted);
    resync(&mut world, 1);
    world.phones[1].sync(&mut world.server, 10, false);
    assert!(world.phones[1].status().in_sync());
    assert_eq!(World::contents(&world.phones[1], world.private).len(), 1);
}

#[test]
fn a_withheld_record_and_an_older_checkpoint_raise_an_alarm() {
    let mut world = World::new();
    world.append(0, 0);
    world.settle();
    let before = world.server.clone();
    world.append(0, 1);
    world.phones[0].sync(&mut world.server, 10, false);
    world.phones[0].sync(&mut world.server, 10, false);
    let (private, missing) = (world.private, world.ids[1]);
    let now = world.server.clone();
    world.server.collections.get_mut(&private).unwrap().records.remove(&missing);
    for _ in 0..3 {
        world.phones[1].sync(&mut world.server, 10, false);
    }
    assert_eq!(world.phones[1].ledger.trusted(private).own.verdict, Verdict::Differs(-1));
    // After the record has been served, all is in sync. An older state then raises the alarm.
    world.server = now;
    let head = &mut world.server.collections.get_mut(&private).unwrap();
    head.head += 1;
    head.records.get_mut(&missing).unwrap().seq = head.head;
    world.phones[1].sync(&mut world.server, 10, false);
    assert!(world.phones[1].status().in_sync());
    world.server = before;
    world.phones[2].sync(&mut world.server, 10, false);
    assert!(world.phones[2].status().in_sync(), "this phone has seen nothing newer");
    let head = world.server.collections.get_mut(&private).unwrap();
    head.head = 9;
    world.phones[1].sync(&mut world.server, 10, false);
    assert_eq!(world.phones[1].ledger.trusted(private).own.verdict, Verdict::Older);
}

#[test]
fn a_collection_left_out_of_a_full_reply_keeps_its_cursor() {
    let mut world = World::new();
    world.append(0, 0);
    world.settle();
    let private = world.private;
    world.phones[1].with(|ledger, context, random| {
        let Ok(request) = request(ledger, context, &Limits::default(), random);
        let Ok(before) = ledger.cursors();
        let full = Changes { head: 9, more: true, ..Changes::default() };
        let response = SyncResponse { changes: BTreeMap::from([(private, full)]), ..SyncResponse::default() };
        let Ok(_) = digest(ledger, context, &request, &response);
        let Ok(after) = ledger.cursors();
        assert_eq!((after[&private].seq, after[&private].head), (before[&private].seq, 9));
    });
    assert_ne!(world.phones[1].status().behind, 0);
}

#[test]
fn an_oversized_record_is_held_without_blocking_others() {
    let mut world = World::new();
    let key = world.key(0);
    world.phones[0].write(&key, Some(payload(json!({"kind": "reflection", "text": "x".repeat(300_000)}))));
    world.append(0, 1);
    world.phones[0].sync(&mut world.server, 10, false);
    let status = world.phones[0].status();
    assert_eq!((status.held, status.waiting), (1, 0));
    assert_eq!(world.server.collections[&world.private].records.len(), 1);
}

#[test]
fn ended_access_drops_the_rows_of_a_desk_but_not_of_a_phone() {
    let mut world = World::new();
    world.append(0, 0);
    world.share(0, 0, true);
    world.settle();
    world.reply(0);
    world.settle();
    let care = world.care;
    for device in [0, 1] {
        let device = if device == 0 { &mut world.desk } else { &mut world.phones[0] };
        let ended = device.with(|ledger, context, random| {
            let Ok(request) = request(ledger, context, &Limits::default(), random);
            let response = SyncResponse { revoked: vec![care], ..SyncResponse::default() };
            let Ok(digested) = digest(ledger, context, &request, &response);
            digested.ended
        });
        assert_eq!(ended, [care]);
    }
    assert_eq!(world.desk.ledger.rows(care).count(), 0);
    assert_eq!(World::contents(&world.phones[0], care).len(), 2);
}

#[test]
fn a_late_reply_to_an_earlier_group_is_not_applied_to_the_next() {
    let mut world = World::new();
    world.append(0, 0);
    let client = world.client;
    let server = &mut world.server;
    let (first, answer) = world.phones[0].with(|ledger, context, random| {
        let Ok(first) = request(ledger, context, &Limits::default(), random);
        let answer = server.sync(client, &first, 10);
        let Ok(_) = digest(ledger, context, &first, &answer);
        (first, answer)
    });
    // Another process with the same journal digests the reply again, while the next change is pending.
    world.append(0, 0);
    world.phones[0].with(|ledger, context, random| {
        let Ok(_) = request(ledger, context, &Limits::default(), random);
        let late = SyncResponse { changes: BTreeMap::new(), ..answer };
        let Ok(_) = digest(ledger, context, &first, &late);
    });
    assert_eq!(world.phones[0].status().waiting, 1, "the next change is still pending");
    world.settle();
    world.phones[1].sync(&mut world.server, 10, false);
    assert_eq!(world.phones[1].content(&world.key(0)).unwrap().text(), " w0x w1x");
}

#[test]
fn a_copy_that_arrives_after_its_record_was_deleted_is_deleted() {
    let mut world = World::new();
    world.reply(2);
    world.append(1, 2);
    world.desk.sync(&mut world.server, 1, false);
    world.share(1, 2, true);
    world.reply(0);
    for _ in 0..2 {
        world.desk.sync(&mut world.server, 1, false);
        world.phones[1].sync(&mut world.server, 2, false);
    }
    // This phone has read the entry, but not its copy yet.
    world.phones[2].sync(&mut world.server, 1, false);
    world.delete(2, 2);
    world.settle();
    let copies = World::contents(&world.desk, world.care);
    assert!(copies.values().all(|copy| copy.kind() == "reply"), "{copies:?}");
}

#[test]
fn a_lost_record_is_pushed_and_shared_again_by_a_phone_without_the_copy() {
    let mut world = World::new();
    world.append(0, 0);
    world.share(0, 0, true);
    world.phones[0].sync(&mut world.server, 1, false);
    world.phones[0].sync(&mut world.server, 1, false);
    world.phones[1].sync(&mut world.server, 1, false);
    world.delete(0, 0);
    world.server.restore(Model::default());
    world.settle();
    assert_eq!(World::contents(&world.desk, world.care).len(), World::contents(&world.phones[0], world.private).len());
}
