//! The desk in use, with a simulated client and server. The portal's tests cover sign-in with another OPAQUE library,
//! and the browser tests cover it against the real server.

use journal::record::{Appointment, Body, DosingSession, Profile, Reflection, Step};
use journal::seal::{Keys, WordList, words};
use protocol::care::{InvitationState, NewInvitation};
use protocol::sync::{Push, SyncRequest};
use protocol::{CollectionId, InvitationId, RecordId};
use serde_json::to_vec;

use casebook::view::{Filter, Reading};

use crate::Desk;
use crate::care::Inviting;
use crate::sync::Unsent;

mod attachment;
mod bonds;
mod memory;
mod server;
mod stage;

use stage::*;

const DAY: i64 = 86_400_000;
/// Thursday, 26 March 2026, noon UTC.
const NOW: i64 = 1_774_526_400_000;

#[test]
fn a_new_epochs_key_is_taken_from_the_client_and_stored_for_the_other_browsers() {
    let (mut desk, mut world) = met();
    let id = world.client.care();
    world.client.begin_epoch(&mut world.server);
    world.meet(&mut desk);
    let stored = &world.server.collection(id).keys[1];
    assert!(stored.key_sealed.is_some() && stored.handover.is_none());
    let (epoch, key) = desk.keys().unwrap().keyring.newest(id).unwrap();
    assert_eq!((epoch, key), world.client.keys.keyring.newest(id).unwrap());
    // The desk's checkpoint under the new key tells the client that it was accepted.
    let ours = &world.server.checkpoints[&(id, world.staff.account.id)];
    assert_eq!(journal::seal::envelope::header(ours.blob.as_ref()).unwrap().epoch, 2);
    let mark = desk.client(&world.id(), NOW as f64).unwrap().mark;
    assert_eq!((mark.key, mark.another_key), (2, false));
}

#[test]
fn a_locked_desk_shows_nothing() {
    let mut desk = Desk::new(&[7; 32]).unwrap();
    desk.load_words(WordList::built_in().clone());
    assert_eq!(desk.caseload(0.0).unwrap_err().code, "not_ready");
    assert_eq!(desk.sync_call(0.0).unwrap_err().code, "not_ready");
    assert_eq!(desk.invite("x", Inviting::Care, 0.0).unwrap_err().code, "not_ready");
    assert!(Desk::new(&[7; 31]).is_err());
}

#[test]
fn a_handed_over_key_is_taken_up_once_and_kept_for_other_browsers() {
    let (mut desk, mut world) = met();
    let id = world.client.care();
    let stored = world.server.collection(id).clone();
    assert!(stored.handover.is_none() && stored.keys[0].key_sealed.is_some());

    // Another browser of the same account: the handover is done, and the stored key and the bond are there.
    let mut other = world.browser(8);
    world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut other);
    assert_eq!(other.caseload(NOW as f64).unwrap().clients[0].unread, 1);
    let shown = desk.safety_words(&world.id()).unwrap();
    assert_eq!(shown, other.safety_words(&world.id()).unwrap());
    let (key, theirs) = words::safety_words(WordList::built_in(), &world.client.bond).unwrap();
    assert_eq!((shown.key, shown.words), (key, theirs.map(String::from).to_vec()));
    assert_eq!(desk.client(&world.id(), NOW as f64).unwrap().mark.compared, None);
    desk.compared(&world.id(), NOW as f64).unwrap();
    world.sync(&mut desk);
    world.sync(&mut other);
    assert_eq!(other.client(&world.id(), NOW as f64).unwrap().mark.compared, Some(1));
}

#[test]
fn what_a_client_shares_appears_and_what_is_taken_back_goes() {
    let (mut desk, mut world) = met();
    let mut worker = TestWorker::default();
    world.share(9, -40, Body::Profile(Profile { name: "Wren".into(), ..Default::default() }));
    world.share(1, -10, Body::DosingSession(DosingSession { number: 1, ..Default::default() }));
    let entry = world.share(2, -9, wrote("A day on: the river stayed with me."));
    world.share(3, 5, Body::Appointment(Appointment { purpose: "integration".into(), ..Default::default() }));
    let synced = world.sync(&mut desk);
    assert_eq!((synced.changed, synced.in_sync, synced.go_on), (vec![world.id()], true, false));

    let row = desk.client(&world.id(), NOW as f64).unwrap();
    assert_eq!((row.name.as_str(), row.session), ("Wren", Some(1)));
    let page = worker.timeline(&mut desk, &world.id(), &Filter::default());
    assert_eq!(page.sections.len(), 1);
    let shown = &page.sections[0].entries;
    assert_eq!((shown.len(), shown[0].day, shown[0].reading), (1, Some(1), Reading::New));
    assert_eq!(page.ahead.len(), 1);
    assert_eq!(page.unreviewed, std::slice::from_ref(&entry));

    world.take_back(2);
    world.sync(&mut desk);
    let page = worker.timeline(&mut desk, &world.id(), &Filter::default());
    assert_eq!((page.shown, page.unreviewed.len()), (0, 0));
    assert_eq!(worker.entry(&mut desk, &world.id(), &entry).unwrap_err().code, "not_found");
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients[0].unread, 0);
}

#[test]
fn appointments_that_overlap_are_found_and_the_one_that_is_moved_is_none_of_them() {
    let (mut desk, mut world) = met();
    let meeting = Appointment { purpose: "dosing".into(), duration_min: Some(180), ..Default::default() };
    let id = world.share(3, 1, Body::Appointment(meeting.clone()));
    world.share(4, 1, Body::Appointment(Appointment { cancelled: true, ..meeting.clone() }));
    world.share(5, 1, Body::Appointment(Appointment { kept: Some(true), ..meeting.clone() }));
    world.share(6, 2, Body::Appointment(Appointment { duration_min: None, ..meeting }));
    world.sync(&mut desk);
    let mut at = |minutes: i64, except: Option<&str>| {
        let from = (NOW + DAY + minutes * 60_000) as f64;
        let found = desk.overlaps(from, 50, except).unwrap().list;
        found.into_iter().map(|one| (one.at as i64 - NOW) / DAY).collect::<Vec<_>>()
    };
    assert_eq!((at(0, None), at(179, None), at(-49, None)), (vec![1], vec![1], vec![1]));
    assert_eq!((at(180, None), at(-50, None), at(0, Some(&id))), (vec![], vec![], vec![]));
    // Without a length of its own, the usual length applies.
    assert_eq!((at(24 * 60 + 49, None), at(24 * 60 + 50, None)), (vec![2], vec![]));
}

#[test]
fn reading_is_told_once_reviewing_can_be_undone_and_a_change_is_news_again() {
    let (mut desk, mut world) = met();
    let id = world.id();
    let entry = world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut desk);
    let mut worker = TestWorker::default();
    let reading =
        |worker: &mut TestWorker, desk: &mut Desk, entry: &str| worker.entry(desk, &id, entry).unwrap().entry.reading;

    worker.opened(&mut desk, &id, &entry);
    assert_eq!(reading(&mut worker, &mut desk, &entry), Reading::Opened);
    let count = |world: &World| world.server.count(world.client.care());
    let first = count(&world);
    world.sync(&mut desk);
    worker.opened(&mut desk, &id, &entry);
    world.sync(&mut desk);
    assert_eq!(count(&world), first + 1, "opening again writes nothing");

    worker.mark(&mut desk, &id, std::slice::from_ref(&entry), true);
    assert_eq!(reading(&mut worker, &mut desk, &entry), Reading::Reviewed);
    world.sync(&mut desk);
    assert_eq!(count(&world), first + 1, "one mark for one entry");
    worker.mark(&mut desk, &id, std::slice::from_ref(&entry), false);
    assert_eq!(reading(&mut worker, &mut desk, &entry), Reading::Opened);

    world.share(1, -1, wrote("The rain stopped. It came back."));
    world.sync(&mut desk);
    assert_eq!(reading(&mut worker, &mut desk, &entry), Reading::Changed);
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients[0].unread, 1);
    // Missing entries are skipped.
    let gone = RecordId::new(0, [77; 10]).to_string();
    worker.mark(&mut desk, &id, &[gone, entry.clone()], true);
    assert_eq!(reading(&mut worker, &mut desk, &entry), Reading::Reviewed);
}

#[test]
fn what_is_not_sent_yet_is_kept_sealed_and_the_next_desk_takes_it_over() {
    let (mut desk, mut world) = met();
    let id = world.id();
    let entry = world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut desk);
    world.sync(&mut desk);
    assert_eq!(desk.unsent(NOW as f64).unwrap(), Unsent::default());
    let mut worker = TestWorker::default();
    worker.reply(&mut desk, &id, &entry, "It came back here as well.");
    let kept = desk.unsent(NOW as f64).unwrap();
    assert_eq!((kept.count, kept.left), (1, 0));
    let sealed = kept.sealed.unwrap();
    let push: Vec<Push> = serde_json::from_str(&sealed).unwrap();
    assert_eq!((push[0].collection, push[0].base_revision), (world.client.care(), 0));
    assert!(!sealed.contains("reply") && !sealed.contains("came back"));
    drop(desk);

    // The client has written since: a checkpoint of the old desk would be outdated, one of the new desk is not.
    world.share(2, -1, wrote("And started again."));
    let mut next = world.staff.browser(8);
    assert_eq!(next.adopt(&sealed, NOW as f64).unwrap_err().code, "not_ready", "before everything was read");
    world.meet(&mut next);
    assert_eq!(next.adopt(&sealed, NOW as f64).unwrap(), 0);
    assert_eq!(next.unsent(NOW as f64).unwrap().count, 1);
    assert!(world.sync(&mut next).in_sync);
    world.client.sync(&mut world.server);
    let theirs = world.client.ledger.rows(world.client.care()).filter_map(|(_, row)| row.content.clone());
    assert_eq!(theirs.filter(|content| content.kind() == "reply").count(), 1);
    // Repeating it changes nothing, because the server has the change.
    assert_eq!(next.adopt(&sealed, NOW as f64).unwrap(), 0);
    assert_eq!(next.unsent(NOW as f64).unwrap(), Unsent::default());
    // A blob of another account does not open.
    let mut broken = push;
    broken[0].blob.0[40] ^= 1;
    assert_eq!(next.adopt(&serde_json::to_string(&broken).unwrap(), NOW as f64).unwrap(), 1);
}

#[test]
fn a_filter_shows_what_it_says_and_a_search_marks_what_it_found() {
    let (mut desk, mut world) = met();
    let insight =
        Reflection { text: "The river was slow.".into(), themes: vec!["insight".into()], ..Default::default() };
    let from = world.share(1, -3, Body::Reflection(insight));
    world.share(2, -2, wrote("The rain stopped."));
    let from_entry = Some(from.parse().unwrap());
    let step =
        world.share(3, -1, Body::Step(Step { text: "Walk by the river".into(), from_entry, ..Default::default() }));
    world.sync(&mut desk);
    let id = world.id();
    let mut worker = TestWorker::default();
    let shown = |worker: &mut TestWorker, desk: &mut Desk, filter: Filter| {
        let page = worker.timeline(desk, &id, &filter);
        page.sections.into_iter().flat_map(|section| section.entries).collect::<Vec<_>>()
    };
    let found = shown(&mut worker, &mut desk, Filter { query: "RIV".into(), ..Default::default() });
    assert_eq!(found.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), [step.as_str(), from.as_str()]);
    assert!(found[0].words.iter().any(|piece| piece.hit && piece.text == "riv"));
    assert_eq!(shown(&mut worker, &mut desk, Filter { kind: Some("step".into()), ..Default::default() }).len(), 1);
    assert_eq!(
        shown(&mut worker, &mut desk, Filter { theme: Some("insight".into()), ..Default::default() })[0].id,
        from
    );
    assert_eq!(shown(&mut worker, &mut desk, Filter { phase: Some("closing".into()), ..Default::default() }), []);
    worker.mark(&mut desk, &id, std::slice::from_ref(&from), true);
    assert_eq!(shown(&mut worker, &mut desk, Filter { unreviewed: true, ..Default::default() }).len(), 2);

    // A step and the insight that it came from link to each other.
    let page = worker.entry(&mut desk, &id, &from).unwrap();
    assert_eq!((page.steps[0].id.as_str(), page.newer.is_some(), page.older), (step.as_str(), true, None));
    assert_eq!(worker.entry(&mut desk, &id, &step).unwrap().origin.unwrap().id, from);
}

#[test]
fn when_access_ends_the_rows_go_at_once_and_the_client_stays_listed_until_the_therapist_ends_it() {
    let (mut desk, mut world) = met();
    let id = world.id();
    world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut desk);
    let care = world.client.care();
    let listed = world.server.clone();
    world.server.collections.retain(|collection| collection.id != care);
    desk.take_collections(&world.server.list()).unwrap();
    let client = desk.client(&id, NOW as f64).unwrap();
    assert_eq!((client.trouble.unwrap().code.as_str(), client.entries), ("not_listed", 0));
    assert!(TestWorker::default().timeline(&mut desk, &id, &Filter::default()).sections.is_empty());
    assert!(desk.keys().unwrap().keyring.newest(care).is_err());
    let request: SyncRequest = body(&desk.sync_call(NOW as f64).unwrap());
    assert!(!request.cursors.contains_key(&care));
    desk.end_care(&id, NOW as f64).unwrap();
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients, []);
    let formers = desk.former_clients().unwrap().list;
    assert_eq!((formers.len(), formers[0].collection.as_str(), formers[0].ended), (1, id.as_str(), NOW as f64));
    world.sync(&mut desk);

    // The server lists the collection again: it is not read, and the server gets the end again.
    world.server.collections = listed.collections;
    world.meet(&mut desk);
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients, []);
    assert!(world.server.collections.iter().all(|collection| collection.id != care));
}

#[test]
fn the_end_of_a_relationship_is_sent_once_also_when_another_one_ends_before_a_new_list() {
    let (mut desk, mut world) = met();
    let (offer, link) = invite(&mut desk, "client 2");
    let other = Client::accept_invitation(&link, &offer, 5, &mut world.server);
    world.meet(&mut desk);
    for id in [world.id(), other.care().to_string()] {
        desk.end_care(&id, NOW as f64).unwrap();
        // The server refuses to end what has ended.
        world.sync(&mut desk);
    }
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients, []);
    assert_eq!(world.server.collections.len(), 1, "the own collection");
}

#[test]
fn revoked_takes_a_clients_rows_and_never_the_own_ones() {
    let (mut desk, mut world) = met();
    world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut desk);
    let (care, own) = (world.client.care(), world.own());
    let _: SyncRequest = body(&desk.sync_call(NOW as f64).unwrap());
    let answer = serde_json::json!({ "results": [], "changes": {}, "revoked": [care, own] });
    let synced = desk.take_sync(&to_vec(&answer).unwrap(), NOW as f64).unwrap();
    assert!(synced.collections);
    let caseload = desk.caseload(NOW as f64).unwrap();
    assert_eq!((caseload.clients[0].entries, caseload.trouble.unwrap().code.as_str()), (0, "own_missing"));
    assert!(desk.own_collection().is_some());
}

#[test]
fn an_entry_that_cannot_be_opened_is_counted_and_the_rest_is_there() {
    let (mut desk, mut world) = met();
    world.share(1, -1, wrote("whole"));
    world.share(2, -1, wrote("changed on the way"));
    let care = world.client.care();
    let broken = RecordId::new(0, [2; 10]);
    let records = world.server.records.get_mut(&care).unwrap();
    records.iter_mut().find(|record| record.id == broken).unwrap().blob.as_mut().unwrap().0[60] ^= 1;
    let synced = world.sync(&mut desk);
    assert_eq!((synced.unreadable, synced.in_sync), (1, false));
    let page = TestWorker::default().timeline(&mut desk, &world.id(), &Filter::default());
    assert_eq!((page.shown, desk.client(&world.id(), NOW as f64).unwrap().mark.unreadable), (1, 1));
}

#[test]
fn an_answer_that_is_no_answer_is_a_fault_and_changes_nothing() {
    let (mut desk, mut world) = met();
    world.share(1, -1, wrote("whole"));
    world.sync(&mut desk);
    desk.sync_call(NOW as f64).unwrap();
    assert_eq!(desk.take_sync(b"<html>", NOW as f64).unwrap_err().code, "answer");
    assert_eq!(desk.take_sync(b"{}", NOW as f64).unwrap_err().code, "not_ready", "an answer to nothing");
    assert_eq!(desk.take_collections(b"{}").unwrap_err().code, "answer");
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients.len(), 1);
}

#[test]
fn an_invitation_of_an_older_key_can_still_be_revoked() {
    let mut desk = therapist();
    let offer: NewInvitation = body(&desk.invite("lost", Inviting::Care, NOW as f64).unwrap());
    let mut own = invitation_of(&offer, InvitationState::Open, None);
    own.secret_sealed.0[20] ^= 1;
    own.label_sealed = None;
    desk.take_invitations(&to_vec(&[own]).unwrap()).unwrap();
    let view = desk.invitations("https://a.example").unwrap().list.remove(0);
    assert_eq!((view.link, view.label.as_str()), (None, ""));
    assert_eq!(desk.revoke_call(&view.id).path, format!("/v1/invitations/{}", view.id));
    let _: InvitationId = view.id.parse().unwrap();
}

#[test]
fn keys_do_not_print() {
    let desk = therapist();
    let keys: &Keys = desk.keys().unwrap();
    assert!(!format!("{keys:?}").contains(&format!("{:?}", keys.account.expose())));
}

#[test]
fn the_casebook_is_handed_what_changed_and_all_of_it_after_a_loss() {
    let (mut desk, mut world) = met();
    let id = world.id();
    world.share(1, -1, wrote("one"));
    world.share(2, -1, wrote("two"));
    world.sync(&mut desk);
    let mut worker = TestWorker::default();
    assert_eq!(worker.timeline(&mut desk, &id, &Filter::default()).shown, 2);
    let handed = |desk: &mut Desk, worker: &TestWorker| {
        let bytes = desk.records(&id, worker.0.mark_of(&id) as f64).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        (value["whole"] == true, value["records"].as_array().unwrap().len())
    };
    assert_eq!(handed(&mut desk, &worker), (false, 0));
    world.take_back(1);
    world.share(3, -1, wrote("three"));
    world.sync(&mut desk);
    assert_eq!(handed(&mut desk, &worker), (false, 2));
    assert_eq!(worker.timeline(&mut desk, &id, &Filter::default()).shown, 2);
    // The server has compacted deletions, so any record may have changed.
    world.take_back(2);
    let (care, gone) = (world.client.care(), RecordId::new(0, [2; 10]));
    world.server.records.get_mut(&care).unwrap().retain(|record| record.id != gone);
    world.server.resync.insert(care);
    world.sync(&mut desk);
    assert_eq!(handed(&mut desk, &worker), (true, 1));
    assert_eq!(worker.timeline(&mut desk, &id, &Filter::default()).shown, 1);
    assert_eq!(desk.write(b"{}", NOW as f64).unwrap_err().code, "answer");
    let foreign = format!(r#"[{{"collection":"{}","id":null,"record":null}}]"#, CollectionId::new(9, [9; 10]));
    assert_eq!(desk.write(foreign.as_bytes(), NOW as f64).unwrap_err().code, "not_found");
}
