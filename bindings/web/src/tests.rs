//! The desk as a therapist uses it, with a client and a server that are played here. Signing in is tested with another
//! OPAQUE library (the portal's tests) and against the real server (the browser's).

use journal::record::{Appointment, Body, DosingSession, Profile, Reflection, Step};
use journal::seal::{self, CollectionKey, Identity, Keys, Random, WordList, epoch};
use protocol::care::{EpochHandover, EpochKey, InvitationState, NewInvitation, StoreKey};
use protocol::sync::SyncRequest;
use protocol::{Blob, CollectionId, InvitationId, RecordId};
use serde_json::to_vec;

use casebook::view::{Filter, Reading};

use crate::Desk;
use crate::care::Inviting;
use crate::sync::Unsent;

mod stage;

use stage::*;

#[test]
fn a_new_epochs_key_is_taken_from_the_client_and_stored_for_the_other_browsers() {
    let (mut desk, mut client) = met();
    let id = client.collection.id;
    let key = CollectionKey::generate(&mut client.random);
    let to = desk.account.as_ref().unwrap().keys.identity_public.clone();
    let message = epoch::hand_over(id, 2, &key, &client.identity, to.as_ref(), &mut client.random).unwrap();
    let handover = Some(EpochHandover { account: client.collection.members[0].account, message });
    client.collection.handover = None;
    client.collection.epoch = 2;
    let key_check = key.check()[..].into();
    client.collection.keys.push(EpochKey { epoch: 2, key_check, key_sealed: None, handover });
    let calls = client.meet(&mut desk);
    assert_eq!(calls.len(), 1);
    let stored: StoreKey = body(&calls[0]);
    assert_eq!(stored.epoch, 2);
    assert_eq!(desk.keys.as_ref().unwrap().keyring.newest(id).unwrap(), (2, &key));
}

#[test]
fn a_locked_desk_shows_nothing() {
    let mut desk = Desk::new(&[7; 32]).unwrap();
    desk.learn(WordList::built_in().clone());
    assert_eq!(desk.caseload(0.0).unwrap_err().code, "not_ready");
    assert_eq!(desk.sync_call().unwrap_err().code, "not_ready");
    assert_eq!(desk.invite("x", Inviting::Care, 0.0).unwrap_err().code, "not_ready");
    assert!(Desk::new(&[7; 31]).is_err());
}

#[test]
fn a_handed_over_key_is_taken_up_once_and_kept_for_other_browsers() {
    let mut desk = therapist();
    let mut client = Client::join(&mut desk, 1);
    let calls = client.meet(&mut desk);
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].path, format!("/v1/collections/{}/key", client.id()));
    let stored: StoreKey = body(&calls[0]);

    // Another browser of the same account: the handover is over, the stored key is there.
    client.collection.handover = None;
    client.collection.keys[0].key_sealed = Some(stored.key_sealed);
    let mut other = therapist();
    assert_eq!(client.meet(&mut other), []);
    client.share(1, -1, wrote("The rain stopped."));
    client.sync(&mut other);
    assert_eq!(other.caseload(NOW as f64).unwrap().clients[0].unread, 1);
    let words = desk.safety_words(&client.id()).unwrap();
    assert_eq!(words, other.safety_words(&client.id()).unwrap());
    let ours = *desk.keys().unwrap().identity.public();
    let theirs = seal::words::safety_words(
        WordList::built_in(),
        &client.key,
        client.collection.id,
        client.identity.public(),
        &ours,
    );
    assert_eq!(words, theirs);
}

#[test]
fn a_server_in_the_middle_is_shown_and_not_hidden() {
    let mut desk = therapist();
    let mut client = Client::join(&mut desk, 1);
    let stranger = Identity::generate(&mut Random::from_seed([99; 32]));
    client.collection.members[0].identity_public = Blob::from(&stranger.public()[..]);
    assert_eq!(client.meet(&mut desk), []);
    let caseload = desk.caseload(NOW as f64).unwrap();
    assert_eq!(caseload.clients[0].trouble.as_ref().unwrap().code, "identity");
    assert_eq!(caseload.clients[0].name, "client 1");
}

#[test]
fn what_a_client_shares_appears_and_what_is_taken_back_goes() {
    let (mut desk, mut client) = met();
    let mut room = Room::default();
    client.share(9, -40, Body::Profile(Profile { name: "Wren".into(), ..Default::default() }));
    client.share(1, -10, Body::DosingSession(DosingSession { number: 1, ..Default::default() }));
    let entry = client.share(2, -9, wrote("A day on: the river stayed with me."));
    client.share(3, 5, Body::Appointment(Appointment { purpose: "integration".into(), ..Default::default() }));
    let synced = client.sync(&mut desk);
    assert_eq!((synced.changed, synced.in_sync, synced.go_on), (vec![client.id()], true, false));

    let row = desk.client(&client.id(), NOW as f64).unwrap();
    assert_eq!((row.name.as_str(), row.session), ("Wren", Some(1)));
    let page = room.timeline(&mut desk, &client.id(), &Filter::default());
    assert_eq!(page.sections.len(), 1);
    let shown = &page.sections[0].entries;
    assert_eq!((shown.len(), shown[0].day, shown[0].reading), (1, Some(1), Reading::New));
    assert_eq!(page.ahead.len(), 1);
    assert_eq!(page.unreviewed, std::slice::from_ref(&entry));

    client.take_back(2);
    client.sync(&mut desk);
    let page = room.timeline(&mut desk, &client.id(), &Filter::default());
    assert_eq!((page.shown, page.unreviewed.len()), (0, 0));
    assert_eq!(room.entry(&mut desk, &client.id(), &entry).unwrap_err().code, "not_found");
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients[0].unread, 0);
}

#[test]
fn reading_is_told_once_reviewing_can_be_undone_and_a_change_is_news_again() {
    let (mut desk, mut client) = met();
    let id = client.id();
    let entry = client.share(1, -1, wrote("The rain stopped."));
    client.sync(&mut desk);
    let mut room = Room::default();
    let reading = |room: &mut Room, desk: &mut Desk, entry: &str| room.entry(desk, &id, entry).unwrap().entry.reading;

    room.opened(&mut desk, &id, &entry);
    assert_eq!(reading(&mut room, &mut desk, &entry), Reading::Opened);
    let first = client.records.len();
    client.sync(&mut desk);
    room.opened(&mut desk, &id, &entry);
    client.sync(&mut desk);
    assert_eq!(client.records.len(), first + 1, "opening again writes nothing");

    room.mark(&mut desk, &id, std::slice::from_ref(&entry), true);
    assert_eq!(reading(&mut room, &mut desk, &entry), Reading::Reviewed);
    client.sync(&mut desk);
    assert_eq!(client.records.len(), first + 1, "one mark for one entry");
    room.mark(&mut desk, &id, std::slice::from_ref(&entry), false);
    assert_eq!(reading(&mut room, &mut desk, &entry), Reading::Opened);

    client.share(1, -1, wrote("The rain stopped. It came back."));
    client.sync(&mut desk);
    assert_eq!(reading(&mut room, &mut desk, &entry), Reading::Changed);
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients[0].unread, 1);
    // Gone entries are passed over.
    let gone = RecordId::new(0, [77; 10]).to_string();
    room.mark(&mut desk, &id, &[gone, entry.clone()], true);
    assert_eq!(reading(&mut room, &mut desk, &entry), Reading::Reviewed);
}

#[test]
fn what_is_not_sent_yet_can_be_kept_sealed_by_somebody_who_outlives_the_desk() {
    let (mut desk, mut client) = met();
    let id = client.id();
    let entry = client.share(1, -1, wrote("The rain stopped."));
    client.sync(&mut desk);
    assert_eq!(desk.unsent().unwrap(), Unsent::default());
    let mut room = Room::default();
    room.opened(&mut desk, &id, &entry);
    let kept = desk.unsent().unwrap();
    assert_eq!((kept.count, kept.left), (1, 0));
    let before: SyncRequest = body(kept.call.as_ref().unwrap());
    assert!(before.cursors.is_empty() && !kept.call.unwrap().body.unwrap().contains("review_mark"));
    assert_eq!((before.push[0].collection, before.push[0].base_revision), (client.collection.id, 0));

    // What is on its way is kept as it is; what was written since is counted.
    let sent: SyncRequest = body(&desk.sync_call().unwrap());
    let kept = desk.unsent().unwrap();
    assert_eq!(body::<SyncRequest>(&kept.call.unwrap()).push, sent.push);
    room.mark(&mut desk, &id, std::slice::from_ref(&entry), true);
    let kept = desk.unsent().unwrap();
    assert_eq!((kept.count, kept.left), (1, 1));
    assert_eq!(body::<SyncRequest>(&kept.call.unwrap()).push, sent.push);
    client.sync(&mut desk);
    client.sync(&mut desk);
    assert_eq!(desk.unsent().unwrap(), Unsent::default());
}

#[test]
fn a_filter_shows_what_it_says_and_a_search_marks_what_it_found() {
    let (mut desk, mut client) = met();
    let insight =
        Reflection { text: "The river was slow.".into(), themes: vec!["insight".into()], ..Default::default() };
    let from = client.share(1, -3, Body::Reflection(insight));
    client.share(2, -2, wrote("The rain stopped."));
    let from_entry = Some(from.parse().unwrap());
    let step =
        client.share(3, -1, Body::Step(Step { text: "Walk by the river".into(), from_entry, ..Default::default() }));
    client.sync(&mut desk);
    let id = client.id();
    let mut room = Room::default();
    let shown = |room: &mut Room, desk: &mut Desk, filter: Filter| {
        let page = room.timeline(desk, &id, &filter);
        page.sections.into_iter().flat_map(|section| section.entries).collect::<Vec<_>>()
    };
    let found = shown(&mut room, &mut desk, Filter { query: "RIV".into(), ..Default::default() });
    assert_eq!(found.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), [step.as_str(), from.as_str()]);
    assert!(found[0].words.iter().any(|piece| piece.hit && piece.text == "riv"));
    assert_eq!(shown(&mut room, &mut desk, Filter { kind: Some("step".into()), ..Default::default() }).len(), 1);
    assert_eq!(shown(&mut room, &mut desk, Filter { theme: Some("insight".into()), ..Default::default() })[0].id, from);
    assert_eq!(shown(&mut room, &mut desk, Filter { phase: Some("closing".into()), ..Default::default() }), []);
    room.mark(&mut desk, &id, std::slice::from_ref(&from), true);
    assert_eq!(shown(&mut room, &mut desk, Filter { unreviewed: true, ..Default::default() }).len(), 2);

    // Insight and step are one thread.
    let page = room.entry(&mut desk, &id, &from).unwrap();
    assert_eq!((page.steps[0].id.as_str(), page.newer.is_some(), page.older), (step.as_str(), true, None));
    assert_eq!(room.entry(&mut desk, &id, &step).unwrap().origin.unwrap().id, from);
}

#[test]
fn when_a_relationship_ends_everything_of_it_goes() {
    let (mut desk, mut client) = met();
    let id = client.id();
    client.share(1, -1, wrote("The rain stopped."));
    client.sync(&mut desk);
    desk.take_collections(b"[]").unwrap();
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients, []);
    assert_eq!(desk.records(&id, 0.0).unwrap_err().code, "not_found");
    assert!(desk.keys().unwrap().keyring.newest(client.collection.id).is_err());
    let request: SyncRequest = body(&desk.sync_call().unwrap());
    assert!(request.cursors.is_empty());
}

#[test]
fn an_entry_that_cannot_be_opened_is_counted_and_the_rest_is_there() {
    let (mut desk, mut client) = met();
    client.share(1, -1, wrote("whole"));
    client.share(2, -1, wrote("changed on the way"));
    client.records[1].blob.as_mut().unwrap().0[40] ^= 1;
    let synced = client.sync(&mut desk);
    assert_eq!((synced.unreadable, synced.in_sync), (1, false));
    let page = Room::default().timeline(&mut desk, &client.id(), &Filter::default());
    assert_eq!((page.shown, desk.client(&client.id(), NOW as f64).unwrap().unreadable), (1, 1));
}

#[test]
fn an_answer_that_is_no_answer_is_a_fault_and_changes_nothing() {
    let (mut desk, mut client) = met();
    client.share(1, -1, wrote("whole"));
    client.sync(&mut desk);
    desk.sync_call().unwrap();
    assert_eq!(desk.take_sync(b"<html>").unwrap_err().code, "answer");
    assert_eq!(desk.take_sync(b"{}").unwrap_err().code, "not_ready", "an answer to nothing");
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
    let (mut desk, mut client) = met();
    let id = client.id();
    client.share(1, -1, wrote("one"));
    client.share(2, -1, wrote("two"));
    client.sync(&mut desk);
    let mut room = Room::default();
    assert_eq!(room.timeline(&mut desk, &id, &Filter::default()).shown, 2);
    let handed = |desk: &mut Desk, room: &Room| {
        let bytes = desk.records(&id, room.0.mark_of(&id) as f64).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        (value["whole"] == true, value["records"].as_array().unwrap().len())
    };
    assert_eq!(handed(&mut desk, &room), (false, 0));
    client.take_back(1);
    client.share(3, -1, wrote("three"));
    client.sync(&mut desk);
    assert_eq!(handed(&mut desk, &room), (false, 2));
    assert_eq!(room.timeline(&mut desk, &id, &Filter::default()).shown, 2);
    // The server has forgotten deletions: whatever is here may have changed.
    client.records.retain(|record| record.id != RecordId::new(0, [2; 10]));
    client.resync = true;
    client.sync(&mut desk);
    client.sync(&mut desk);
    assert_eq!(handed(&mut desk, &room), (true, 1));
    assert_eq!(room.timeline(&mut desk, &id, &Filter::default()).shown, 1);
    assert_eq!(desk.write(b"{}", NOW as f64).unwrap_err().code, "answer");
    let foreign = format!(r#"[{{"collection":"{}","id":null,"record":null}}]"#, CollectionId::new(9, [9; 10]));
    assert_eq!(desk.write(foreign.as_bytes(), NOW as f64).unwrap_err().code, "not_found");
}
