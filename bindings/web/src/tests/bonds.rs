//! Bonds determine the clients, whatever the server claims. The case numbers are those of the adversary tests.

use journal::record::{Body, DosingSession, Moment, Record};
use journal::seal::{CollectionKey, Identity, Link, Random, Reader, RevisionId, epoch};
use journal::sync::{self, Key};
use protocol::care::{EpochHandover, Handover};
use protocol::{AccountId, CollectionId, RecordId};

use super::stage::*;
use super::{NOW, wrote};
use crate::Desk;

fn codes(desk: &mut Desk) -> Vec<String> {
    desk.caseload(NOW as f64).unwrap().notices.into_iter().map(|notice| notice.fault.code).collect()
}

#[test]
fn the_own_collection_is_read_first_and_the_bond_is_accepted_before_the_handover_ends() {
    let (mut desk, mut world) = answered();
    let (care, own) = (world.client.care(), world.own());
    world.share(1, -1, wrote("The rain stopped."));
    desk.take_collections(&world.server.list()).unwrap();
    assert_eq!(desk.caseload(NOW as f64).unwrap().clients, []);
    let mut told = Vec::new();
    loop {
        let request: protocol::sync::SyncRequest = body(&desk.sync_call(NOW as f64).unwrap());
        let bonded = world.server.records.get(&own).is_some_and(|records| records.iter().any(|one| one.id.0 == care.0));
        assert!(bonded || !request.cursors.contains_key(&care), "read before there is a bond");
        assert!(bonded || !desk.records.ledger.collections().any(|id| id == care));
        let response = world.server.sync(world.staff.account.id, &request);
        let synced = desk.take_sync(&serde_json::to_vec(&response).unwrap(), NOW as f64).unwrap();
        for call in desk.due_calls().list {
            let records = &world.server.records[&own];
            assert!(records.iter().any(|one| one.id.0 == care.0), "told before the bond was accepted");
            told.push(call.path.clone());
            world.server.send(&call);
        }
        if !synced.go_on {
            break;
        }
    }
    assert_eq!(told, [format!("/v1/collections/{care}/key")]);
    let clients = desk.caseload(NOW as f64).unwrap().clients;
    assert_eq!((clients[0].name.as_str(), clients[0].unread), ("client 1", 1));
    // The desk does not transfer bonds and memory records to the casebook.
    let handed = desk.records(&own.to_string(), 0.0).unwrap();
    assert!(!String::from_utf8(handed).unwrap().contains("secret"));
}

#[test]
fn a_key_whose_storing_was_lost_is_stored_again_without_a_second_bond() {
    let (mut desk, mut world) = answered();
    let care = world.client.care();
    let before = world.server.collection(care).clone();
    world.meet(&mut desk);
    // The request did not reach the server: the list still has the handover.
    *world.server.collection(care) = before;
    let mut other = world.browser(8);
    assert!(world.server.collection(care).handover.is_none());
    assert_eq!(codes(&mut other), [] as [String; 0]);
    assert_eq!(other.caseload(NOW as f64).unwrap().clients.len(), 1);
}

#[test]
fn case_26_a_handover_of_another_account_or_collection_is_refused() {
    for attack in 0..3 {
        let (mut desk, mut world) = answered();
        let care = world.client.care();
        let stranger = AccountId::new(3, [99; 10]);
        let collection = world.server.collection(care);
        match attack {
            0 => collection.members[0].account = stranger,
            1 => collection.id = CollectionId::new(2, [99; 10]),
            _ => {
                let (id, message) = (collection.handover.as_ref().unwrap().invitation, vec![2; 97]);
                let secret_sealed = world.offer.secret_sealed.clone();
                collection.handover = Some(Handover { invitation: id, secret_sealed, message: message.into() });
            }
        }
        world.meet(&mut desk);
        assert_eq!(codes(&mut desk), ["unopened"], "{attack}");
        assert_eq!(desk.caseload(NOW as f64).unwrap().clients, []);
        let id = world.server.collections[1].id;
        assert!(world.server.checkpoints.keys().all(|(collection, _)| *collection != id), "nothing was written there");
        assert!(world.server.collections[1].keys[0].key_sealed.is_none());
    }
}

#[test]
fn case_26_an_epoch_under_an_identity_of_the_servers_is_refused() {
    let (mut desk, mut world) = met();
    let (care, bond) = (world.client.care(), world.client.bond.clone());
    let mut random = Random::from_seed([99; 32]);
    let (stranger, key) = (Identity::generate(&mut random), CollectionKey::generate(&mut random));
    let of = epoch::Message { collection: care, epoch: 2, client: stranger.public(), therapist: &bond.identity };
    let message = epoch::seal(&of, &[3; 32], &stranger, &key, &[0; 32], &mut random).unwrap();
    let handover = EpochHandover { account: world.client.account, generation: None, message };
    list_epoch(&mut world.server, care, 2, key.check()[..].into(), Some((world.client.account, handover)));
    world.meet(&mut desk);
    assert_eq!(codes(&mut desk), ["unopened"]);
    assert_eq!(desk.keys().unwrap().keyring.newest(care).unwrap().0, 1);
    assert!(world.server.collection(care).keys[1].key_sealed.is_none());
}

#[test]
fn case_27_one_invitation_makes_one_bond() {
    let (mut desk, mut world) = met();
    // An attacker with a photo of the code answered first; the client's own answer arrives second.
    let link = Link { ..world.link.clone() };
    let offer = world.offer.clone();
    let second = Client::accept_invitation(&link, &offer, 2, &mut world.server);
    world.meet(&mut desk);
    let caseload = desk.caseload(NOW as f64).unwrap();
    assert_eq!(caseload.notices.len(), 1);
    assert_eq!(caseload.notices[0].fault.code, "invitation_taken");
    assert_eq!(caseload.notices[0].client, Some(world.id()));
    assert_eq!(caseload.clients.len(), 1);
    assert!(world.server.collection(second.care()).keys[0].key_sealed.is_none());
    assert!(desk.keys().unwrap().keyring.newest(second.care()).is_err());
}

#[test]
fn a_collection_without_a_bond_is_no_client_even_with_a_stored_key() {
    let (_, mut world) = met();
    let (care, own) = (world.client.care(), world.own());
    world.share(1, -1, wrote("The rain stopped."));
    world.server.records.get_mut(&own).unwrap().retain(|record| record.id.0 != care.0);
    let mut fresh = world.browser(8);
    assert_eq!(fresh.caseload(NOW as f64).unwrap().clients, []);
    assert_eq!(codes(&mut fresh), ["no_bond"]);
    assert!(fresh.records.ledger.rows(care).next().is_none());
}

#[test]
fn a_stranger_among_the_members_keeps_everything_from_being_written_there() {
    let (mut desk, mut world) = met();
    let care = world.client.care();
    let entry = world.share(1, -1, wrote("The rain stopped."));
    let mut stranger = world.server.collection(care).members[0].clone();
    stranger.account = AccountId::new(3, [99; 10]);
    world.server.collection(care).members.push(stranger);
    world.meet(&mut desk);
    let id = world.id();
    assert_eq!(desk.client(&id, NOW as f64).unwrap().trouble.unwrap().code, "members_differ");
    let before = world.server.count(care);
    TestWorker::default().reply(&mut desk, &id, &entry, "For you alone.");
    let synced = world.sync(&mut desk);
    assert!(!synced.in_sync);
    assert_eq!(world.server.count(care), before);
    // The same is reported for the private collection.
    let own = world.own();
    let members = world.server.collection(care).members.clone();
    world.server.collection(own).members.push(members[2].clone());
    world.meet(&mut desk);
    assert_eq!(desk.caseload(NOW as f64).unwrap().trouble.unwrap().code, "members_differ");
}

#[test]
fn case_35_a_message_under_the_old_key_is_refused_after_a_renewal() {
    let (mut desk, mut world) = met();
    let (care, lost) = (world.client.care(), (world.client.keys.clone(), world.client.bond.clone()));
    let renewed = world.client.renew(&mut world.server, true);
    world.client.renewed(renewed, &mut world.server);
    world.meet(&mut desk);
    assert_eq!(codes(&mut desk), [] as [String; 0]);
    let newest = desk.keys().unwrap().keyring.newest(care).unwrap().0;
    assert_eq!(newest, world.client.keys.keyring.newest(care).unwrap().0);

    let mut random = Random::from_seed([99; 32]);
    let key = CollectionKey::generate(&mut random);
    let of = epoch::Message {
        collection: care,
        epoch: newest + 1,
        client: lost.0.identity().public(),
        therapist: &lost.1.identity,
    };
    let message = epoch::seal(&of, &lost.1.secret, lost.0.identity(), &key, &lost.1.transcript, &mut random).unwrap();
    let handover = EpochHandover { account: world.client.account, generation: None, message };
    let check = key.check()[..].into();
    list_epoch(&mut world.server, care, newest + 1, check, Some((world.client.account, handover)));
    world.meet(&mut desk);
    assert_eq!(codes(&mut desk), ["identity"]);
    assert_eq!(desk.keys().unwrap().keyring.newest(care).unwrap().0, newest);
}

#[test]
fn case_36_a_renewal_that_the_client_has_not_committed_to_is_refused() {
    let (mut desk, mut world) = met();
    let care = world.client.care();
    // An attacker with the lost phone but without the code: a new identity of their own, under the bond secret.
    let mut random = Random::from_seed([99; 32]);
    let (stranger, key) = (Identity::generate(&mut random), CollectionKey::generate(&mut random));
    let of = journal::seal::renewal::Message {
        collection: care,
        generation: 2,
        old: world.client.keys.identity().public(),
        new: stranger.public(),
        therapist: &world.client.bond.identity,
    };
    let content = journal::seal::renewal::Content {
        next: world.client.keys.manifest.next,
        secret: [1; 32],
        epoch: 2,
        key: key.clone(),
        before: world.client.bond.transcript,
    };
    let secret = world.client.bond.secret;
    let message = journal::seal::renewal::seal(&of, &secret, &stranger, &content, &mut random).unwrap();
    let handover = EpochHandover { account: world.client.account, generation: Some(2), message };
    list_epoch(&mut world.server, care, 2, key.check()[..].into(), Some((world.client.account, handover)));
    world.meet(&mut desk);
    let notices = desk.caseload(NOW as f64).unwrap().notices;
    assert_eq!((notices[0].fault.code.as_str(), notices[0].name.as_str()), ("next_identity", "client 1"));
    assert_eq!(desk.keys().unwrap().keyring.newest(care).unwrap().0, 1);
}

#[test]
fn case_40_what_comes_from_the_clients_side_and_is_the_therapists_to_write_is_set_aside() {
    let (mut desk, mut world) = met();
    let care = world.client.care();
    let entry = world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut desk);
    let forged = [
        Body::Reply(journal::record::Reply {
            to: entry.parse().unwrap(),
            text: "Stop it.".into(),
            extra: Default::default(),
        }),
        Body::DosingSession(DosingSession {
            by_therapist: true,
            number: 1,
            dose_mg: Some(900.0),
            ..Default::default()
        }),
    ];
    for (n, body) in forged.into_iter().enumerate() {
        let id = RecordId::new(0, [50 + n as u8; 10]);
        let when = Moment { unix_ms: NOW, offset_s: 0, zone: "UTC".into() };
        let key = Key { collection: care, id };
        sync::write(&mut world.client.ledger, &key, Some(Record { when, body }.to_payload())).unwrap();
    }
    world.client.sync(&mut world.server);
    let synced = world.sync(&mut desk);
    assert_eq!((synced.refused, synced.in_sync), (2, true), "a hostile member cannot keep it away for ever");
    let client = desk.client(&world.id(), NOW as f64).unwrap();
    assert_eq!((client.mark.not_theirs, client.mark.unreadable, client.session), (2, 0, None));
    let page = TestWorker::default().entry(&mut desk, &world.id(), &entry).unwrap();
    assert!(page.entry.replies.is_empty());
}

#[test]
fn a_desk_writes_only_what_is_a_therapists_to_write() {
    let (mut desk, mut world) = met();
    let entry = world.share(1, -1, wrote("The rain stopped."));
    world.sync(&mut desk);
    let (care, own) = (world.id(), world.own());
    let when = r#"{"at":"2026-03-26T12:00:00+01:00","zone":"Europe/Vienna"}"#;
    let refused = |desk: &mut Desk, collection: &str, id: Option<&str>, record: &str| {
        let id = id.map_or("null".into(), |id| format!("\"{id}\""));
        let change = format!(r#"[{{"collection":"{collection}","id":{id},"record":{record}}}]"#);
        desk.write(change.as_bytes(), NOW as f64).map(|_| ()).map_err(|fault| fault.code)
    };
    let yours = Err("not_yours".to_owned());
    for kind in [
        "reflection",
        "sharing_rule",
        "consent",
        "crisis_plan",
        "preferences",
        "bond",
        "profile",
        "private_note",
        "session_record",
        "clearance",
        "check_list",
        "clinic_rules",
    ] {
        let record = format!(r#"{{"kind":"{kind}","when":{when}}}"#);
        assert_eq!(refused(&mut desk, &care, None, &record), yours, "{kind}");
    }
    let session = |by: bool| format!(r#"{{"kind":"dosing_session","by_therapist":{by},"when":{when}}}"#);
    assert_eq!(refused(&mut desk, &care, None, &session(false)), yours);
    assert_eq!(refused(&mut desk, &care, None, &session(true)), Ok(()));
    assert_eq!(refused(&mut desk, &care, Some(&entry), "null"), yours, "the client's record is the client's to delete");
    let bond = world.client.care().to_string();
    assert_eq!(refused(&mut desk, &own.to_string(), Some(&bond), "null"), yours, "a bond is not deleted");
    assert_eq!(refused(&mut desk, &own.to_string(), None, &format!(r#"{{"kind":"bond","when":{when}}}"#)), yours);
    // Case 46: a built-in instrument, with its safety item, is not replaced.
    let posing = format!(r#"{{"kind":"instrument","definition":{{"id":"phq-9"}},"when":{when}}}"#);
    assert_eq!(refused(&mut desk, &own.to_string(), None, &posing), yours);
    assert_eq!(refused(&mut desk, &care, None, &posing), yours);
    let card = format!(r#"{{"kind":"practice_card","when":{when}}}"#);
    assert_eq!(refused(&mut desk, &own.to_string(), None, &card), Ok(()));
}

#[test]
fn case_49_a_row_under_a_key_that_is_over_changes_nothing() {
    let (mut desk, mut world) = met();
    let care = world.client.care();
    let old = world.client.keys.clone();
    world.client.begin_epoch(&mut world.server);
    world.share(1, -1, wrote("The rain stopped."));
    world.meet(&mut desk);
    let reader = Reader { keyring: &old.keyring, private: old.manifest.private };
    let id = RecordId::new(0, [50; 10]);
    let when = Moment { unix_ms: NOW, offset_s: 0, zone: "UTC".into() };
    let payload = Record { when, body: wrote("I want to stop.") }.to_payload();
    let revision_id = RevisionId { collection: care, id, revision: 1 };
    let (blob, _) = reader.seal(&revision_id, 0, Some(&payload), &mut Random::from_seed([5; 32])).unwrap();
    let record = protocol::sync::Record { id, revision: 1, seq: 0, deleted: false, blob: Some(blob) };
    world.server.forge(care, record);
    world.sync(&mut desk);
    let client = desk.client(&world.id(), NOW as f64).unwrap();
    assert_eq!((client.mark.retired, client.entries), (1, 1));
}

#[test]
fn case_51_a_second_bond_with_the_same_person_asks_for_the_words_first() {
    let (mut desk, mut world) = met();
    assert!(!desk.client(&world.id(), NOW as f64).unwrap().mark.another_key);
    let renewed = world.client.renew(&mut world.server, false);
    assert!(renewed.epochs.iter().all(|new| new.collection != world.client.care()), "without the code nobody is told");
    let (offer, link) = invite(&mut desk, "client 1");
    let again = Client::accept_invitation(&link, &offer, 5, &mut world.server);
    world.meet(&mut desk);
    let id = again.care().to_string();
    assert!(desk.client(&id, NOW as f64).unwrap().mark.another_key);
    desk.compared(&id, NOW as f64).unwrap();
    let mark = desk.client(&id, NOW as f64).unwrap().mark;
    assert_eq!((mark.another_key, mark.compared), (false, Some(1)));
}

#[test]
fn case_52_keys_made_with_a_stolen_bond_are_taken_until_there_is_a_new_invitation() {
    // The thief of an unlocked laptop has the therapist's identity and the bond secret, and can seal to the therapist
    // as the client (key-compromise impersonation). The new key does not continue the client's, so the desk asks to
    // compare the safety words. After a new invitation the old bond is ended, and nothing of it is read.
    let (mut desk, mut world) = met();
    let care = world.client.care();
    let mut thief = Client::accept_invitation(&world.link.clone(), &world.offer.clone(), 1, &mut world.server.clone());
    thief.bond = world.client.bond.clone();
    thief.bond.transcript = [9; 32];
    thief.begin_epoch(&mut world.server);
    world.meet(&mut desk);
    assert_eq!(desk.keys().unwrap().keyring.newest(care).unwrap().0, 2);
    assert!(desk.client(&world.id(), NOW as f64).unwrap().mark.another_key);
    let (offer, link) = invite(&mut desk, "client 1");
    let again = Client::accept_invitation(&link, &offer, 5, &mut world.server);
    desk.end_care(&world.id(), NOW as f64).unwrap();
    world.meet(&mut desk);
    world.meet(&mut desk);
    let clients = desk.caseload(NOW as f64).unwrap().clients;
    assert_eq!(clients.iter().map(|client| client.collection.clone()).collect::<Vec<_>>(), [again.care().to_string()]);
    assert!(desk.records.ledger.rows(care).next().is_none());
}
