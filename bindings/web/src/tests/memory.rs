//! Rollback detection: cases 17, 18 and 19.

use protocol::RecordId;

use super::stage::*;
use super::{DAY, NOW, wrote};
use crate::mark::State;

#[test]
fn everything_up_to_the_time_of_the_clients_checkpoint_is_here() {
    let (mut desk, mut world) = met();
    world.client.minutes += 5;
    world.share(1, -1, wrote("The rain stopped."));
    let synced = world.sync(&mut desk);
    assert!(synced.in_sync && synced.changed.contains(&world.id()));
    let mark = desk.client(&world.id(), NOW as f64).unwrap().mark;
    assert_eq!((mark.state, mark.as_of), (State::Whole, Some((NOW / 60_000 + 5) as f64 * 60_000.0)));
}

#[test]
fn case_15_something_that_the_server_holds_back_is_missed() {
    let (_, mut world) = met();
    world.share(1, -1, wrote("The rain stopped."));
    world.share(2, -1, wrote("It began again."));
    let (care, held) = (world.client.care(), RecordId::new(0, [2; 10]));
    world.server.records.get_mut(&care).unwrap().retain(|record| record.id != held);
    let mut fresh = world.browser(8);
    let mark = fresh.client(&world.id(), NOW as f64).unwrap().mark;
    assert_eq!((mark.state, mark.missing), (State::Differs, 1));
    assert_eq!(fresh.client(&world.id(), NOW as f64).unwrap().entries, 1, "what is here is kept");
}

#[test]
fn case_17_an_entry_that_was_taken_back_is_not_shown_as_current_to_a_fresh_browser() {
    let (mut desk, mut world) = met();
    let care = world.client.care();
    world.share(1, -1, wrote("What I took back."));
    world.sync(&mut desk);
    let (records, checkpoints) = (world.server.records[&care].clone(), world.server.checkpoints.clone());
    world.take_back(1);
    world.sync(&mut desk);
    world.now += DAY;
    world.sync(&mut desk);

    // The old record with the newest checkpoint: they do not match.
    let honest = world.server.clone();
    world.server.records.insert(care, records);
    let mut fresh = world.browser(8);
    assert_eq!(fresh.client(&world.id(), NOW as f64).unwrap().mark.state, State::Differs);
    // With the client's old checkpoint: it is older than what another browser has seen.
    world.server = world.server.clone();
    let of = (care, world.client.account);
    world.server.checkpoints.insert(of, checkpoints[&of].clone());
    let mut fresh = world.browser(9);
    assert_eq!(fresh.client(&world.id(), NOW as f64).unwrap().mark.state, State::Older);
    // The same without any checkpoint.
    world.server.checkpoints.remove(&of);
    let mut fresh = world.browser(10);
    assert_eq!(fresh.client(&world.id(), NOW as f64).unwrap().mark.state, State::Older);
    // The honest server causes no alarm.
    world.server = honest;
    let mut fresh = world.browser(11);
    assert_eq!(fresh.client(&world.id(), NOW as f64).unwrap().mark.state, State::Whole);
    assert_eq!(fresh.client(&world.id(), NOW as f64).unwrap().entries, 0);
}

#[test]
fn cases_18_and_19_a_practice_rolled_back_whole_is_told_by_the_browser_that_has_seen_more() {
    let (mut desk, mut world) = met();
    world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut desk);
    let old = world.server.clone();
    world.now += 2 * DAY;
    world.client.minutes += 2 * 24 * 60;
    world.share(2, 1, wrote("It began again."));
    world.sync(&mut desk);
    let kept = desk.remember().unwrap();
    assert_eq!(kept.of, world.staff.account.id.to_string());
    drop(desk);

    // The honest server and the same browser: no notice.
    let mut same = world.staff.browser(8);
    same.recall(&kept.sealed).unwrap();
    world.meet(&mut same);
    assert!(!same.caseload(NOW as f64).unwrap().older);
    assert_eq!(same.client(&world.id(), NOW as f64).unwrap().mark.state, State::Whole);

    world.server = old;
    let mut same = world.staff.browser(9);
    same.recall(&kept.sealed).unwrap();
    world.meet(&mut same);
    let caseload = same.caseload(NOW as f64).unwrap();
    assert!(caseload.older);
    assert_eq!(caseload.as_of, Some(NOW as f64));
    assert_eq!(caseload.clients[0].mark.state, State::Older);
    // A new browser cannot detect it, but shows the date of the state.
    let mut other = world.browser(10);
    let caseload = other.caseload(NOW as f64).unwrap();
    assert_eq!((caseload.older, caseload.as_of), (false, Some(NOW as f64)));
}

#[test]
fn what_a_browser_keeps_has_one_size_and_opens_for_its_account_alone() {
    let (mut desk, mut world) = met();
    let alone = therapist().remember().unwrap();
    world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut desk);
    let kept = desk.remember().unwrap();
    assert_eq!(alone.sealed.len(), kept.sealed.len());
    assert_eq!(protocol::Blob::from_text(&kept.sealed).unwrap().0.len(), 8_192);
    let mut broken = protocol::Blob::from_text(&kept.sealed).unwrap();
    broken.0[100] ^= 1;
    let mut fresh = world.staff.browser(8);
    for nothing in ["", "?", &broken.to_text()] {
        fresh.recall(nothing).unwrap();
    }
    world.meet(&mut fresh);
    assert!(!fresh.caseload(NOW as f64).unwrap().older);
}

#[test]
fn an_older_manifest_is_told_and_a_newer_one_is_asked_for() {
    let (mut desk, mut world) = met();
    let newer = manifest(&world.staff, 2);
    world.server.manifest = 2;
    assert!(world.sync(&mut desk).account);
    let mut account = world.staff.account.clone();
    account.manifest = newer;
    desk.take_account(&serde_json::to_vec(&account).unwrap()).unwrap();
    assert!(!world.sync(&mut desk).account);
    let old = serde_json::to_vec(&world.staff.account).unwrap();
    assert_eq!(desk.take_account(&old).unwrap_err().code, "manifest_older");
    let kept = desk.remember().unwrap();
    let mut fresh = world.staff.browser(8);
    fresh.recall(&kept.sealed).unwrap();
    assert!(fresh.caseload(NOW as f64).unwrap().older);
}

#[test]
fn the_record_of_what_was_seen_is_written_with_what_goes_anyway_or_every_ten_minutes() {
    let (mut desk, mut world) = met();
    let own = world.own();
    let revision = |world: &World| {
        let records = world.server.records[&own].iter();
        records.filter(|record| record.id == RecordId(own.0)).map(|record| record.revision).next().unwrap_or(0)
    };
    world.share(1, -1, wrote("one"));
    world.sync(&mut desk);
    world.sync(&mut desk);
    let first = revision(&world);
    world.now += 60_000;
    let entry = world.share(2, -1, wrote("two"));
    world.sync(&mut desk);
    world.sync(&mut desk);
    assert_eq!(revision(&world), first, "nothing goes, and the ten minutes are not over");
    TestWorker::default().opened(&mut desk, &world.id(), &entry);
    world.sync(&mut desk);
    assert_eq!(revision(&world), first + 1);
    world.share(3, -1, wrote("three"));
    world.sync(&mut desk);
    world.now += 10 * 60_000;
    world.sync(&mut desk);
    assert_eq!(revision(&world), first + 2);
    world.now += 10 * 60_000;
    world.sync(&mut desk);
    assert_eq!(revision(&world), first + 2, "nothing new was seen");
}
