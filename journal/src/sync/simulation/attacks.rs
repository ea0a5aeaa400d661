//! Attacks that need an exact order of answers, so that a seed hardly ever finds them. Each is a few lines: what honest
//! devices did, one or two answers of the server, and what must not follow.

use std::collections::BTreeMap;

use protocol::RecordId;
use protocol::sync::{Checkpoint, CheckpointResult, PushResult, Record, SyncRequest, SyncResponse};
use serde_json::json;

use super::super::*;
use super::hostile::{Dice, shares_from_an_old_journal};
use super::insider::{EVIL, Insider};
use super::model::Model;
use super::world::{World, payload};
use crate::checks::{Check, without};
use crate::record::Payload;
use crate::seal::RevisionId;
use crate::seal::checkpoint::{CheckpointId, Claim, Writers, list};

/// The honest answer to a request without its pushes.
fn shown(world: &World, request: &SyncRequest) -> SyncResponse {
    let asking = SyncRequest { cursors: request.cursors.clone(), ..SyncRequest::default() };
    world.server.clone().sync(world.client, &asking, 100)
}

/// An answer that claims that the server has none of the pushed records.
fn has_none(world: &World, request: &SyncRequest) -> SyncResponse {
    let conflict = CheckpointResult::Conflict { revision: 0 };
    SyncResponse {
        results: vec![PushResult::Conflict { current: None }; request.push.len()],
        checkpoints: request.checkpoints.keys().map(|id| (*id, conflict.clone())).collect(),
        ..shown(world, request)
    }
}

/// Serves a record of the journal at an old revision.
fn serve_old(world: &World, response: &mut SyncResponse, old: &Record) {
    let records = &mut response.changes.get_mut(&world.private).unwrap().records;
    records.retain(|record| record.id != old.id);
    records.push(old.clone());
}

/// A record of the journal, sealed with the keys of a phone that was lost before the newest keys.
fn by_the_lost_phone(world: &World, dice: &mut Dice, id: RecordId, revision: u32, content: &Payload) -> Record {
    let insider = Insider::lost(world);
    let revision_id = RevisionId { collection: world.private, id, revision };
    let (blob, _) = insider.reader().seal(&revision_id, 0, Some(content), dice.seals()).unwrap();
    Record { id, revision, seq: 1, deleted: false, blob: Some(blob) }
}

/// A checkpoint of the journal by the lost phone, which fits the records of a server.
fn checkpoint_by_the_lost_phone(world: &World, dice: &mut Dice, server: &Model, revision: u32) -> Checkpoint {
    let kept = &server.collections[&world.private];
    let live: Vec<(RecordId, u32, [u8; 32])> = kept
        .records
        .values()
        .filter(|record| !record.deleted)
        .filter_map(|record| {
            let hash = <sha2::Sha256 as sha2::Digest>::digest(&record.blob.as_ref()?.0).into();
            Some((record.id, record.revision, hash))
        })
        .collect();
    let count = u32::try_from(live.len()).unwrap();
    let claim = Claim { minutes: 1, live: count, list: list(live), private_revision: 0, writers: Writers::default() };
    let slot = CheckpointId { collection: world.private, account: world.client, revision };
    let blob = Insider::lost(world).reader().seal_checkpoint(&slot, 0, &claim, dice.seals()).unwrap();
    Checkpoint { account: world.client, revision, blob }
}

/// Case 62: a new phone is shown two revisions under the old key, first an ordinary entry and then a rule.
fn an_entry_becomes_a_rule() -> bool {
    let (mut world, mut dice) = (World::new(), Dice::new(62));
    world.append(0, 0);
    world.settle();
    world.renew();
    world.settle();
    world.new_phone(1);
    let id = RecordId::new(9, [62; 10]);
    let entry = payload(json!({"kind": "reflection", "text": "harmless"}));
    let rule = payload(json!({"kind": "sharing_rule", "text": EVIL, "care": world.care}));
    let forged = [(1, &entry), (2, &rule)];
    let forged = forged.map(|(revision, content)| by_the_lost_phone(&world, &mut dice, id, revision, content));
    let request = world.phones[1].request();
    let mut response = shown(&world, &request);
    let private = world.private;
    let records = &mut response.changes.get_mut(&private).unwrap().records;
    *records = forged.into_iter().chain(std::mem::take(records)).collect();
    world.phones[1].digest(&request, &response);
    let content = world.phones[1].content(&Key { collection: private, id });
    content.is_some_and(|content| content.kind() == "sharing_rule")
}

#[test]
fn case_62_an_entry_under_the_old_key_never_becomes_a_record_with_authority() {
    assert!(!an_entry_becomes_a_rule());
    let became = without(Check::Authority, an_entry_becomes_a_rule);
    assert!(became, "nothing is found without the check");
}

#[test]
fn case_62_a_rule_under_the_old_key_has_ended_when_it_is_confirmed() {
    let (mut world, mut dice) = (World::new(), Dice::new(62));
    world.append(0, 0);
    world.settle();
    world.renew();
    world.settle();
    world.new_phone(1);
    let (private, id) = (world.private, RecordId::new(9, [62; 10]));
    let rule = payload(json!({"kind": "sharing_rule", "care": world.care, "kinds": ["reflection"]}));
    let forged = by_the_lost_phone(&world, &mut dice, id, 1, &rule);
    let request = world.phones[1].request();
    let mut response = shown(&world, &request);
    response.changes.get_mut(&private).unwrap().records.push(forged);
    world.phones[1].digest(&request, &response);
    let aside: Vec<Record> =
        world.phones[1].ledger.aside(private).into_iter().map(|(record, _)| record.clone()).collect();
    assert_eq!(aside.iter().map(|record| record.id).collect::<Vec<_>>(), [id]);
    world.phones[1].with(|ledger, context, _| {
        let Ok(()) = digest::confirm_authority(ledger, context, &aside);
    });
    let content = world.phones[1].content(&Key { collection: private, id }).unwrap();
    assert_eq!(content.field("ended"), Some(&json!(true)));
}

#[test]
fn case_63_a_record_claimed_to_be_gone_is_not_merged_with_its_old_revision() {
    let mut world = World::new();
    let first = world.append(0, 0);
    world.append(0, 0);
    world.share(0, 0, true);
    world.settle();
    let (key, private) = (world.key(0), world.private);
    let old = world.server.collections[&private].records[&key.id].clone();
    world.share(0, 0, false);
    assert_eq!(world.cut(0, 0), Some(first.clone()));
    world.settle();
    let secret = world.append(0, 0);
    let request = world.phones[0].request();
    let response = has_none(&world, &request);
    world.phones[0].digest(&request, &response);
    // Now it has the record after all, as it was when it was shared.
    let request = world.phones[0].request();
    let mut response = has_none(&world, &request);
    serve_old(&world, &mut response, &old);
    world.phones[0].digest(&request, &response);
    let check = |world: &World| {
        let content = world.phones[0].content(&key).unwrap();
        assert!(content.shared_with().is_empty(), "shared again: {content:?}");
        assert!(content.text().contains(&secret) && !content.text().contains(&first), "{content:?}");
    };
    check(&world);
    let Ok(()) = digest::recheck_checkpoints(&mut world.phones[0].ledger);
    world.settle();
    check(&world);
    assert!(World::contents(&world.desk, world.care).is_empty());
}

#[test]
fn case_63_a_missing_record_pushed_again_is_not_merged_with_its_old_revision() {
    let mut world = World::new();
    world.append(0, 0);
    world.share(0, 0, true);
    world.settle();
    let (key, private) = (world.key(0), world.private);
    let old = world.server.collections[&private].records[&key.id].clone();
    world.share(0, 0, false);
    let secret = world.append(0, 0);
    world.settle();
    // The server withholds it, the person brings it again, and now the server has an old revision.
    let request = world.phones[0].request();
    let mut response = shown(&world, &request);
    let changes = response.changes.get_mut(&private).unwrap();
    (changes.resync, changes.records) = (true, Vec::new());
    world.phones[0].digest(&request, &response);
    let request = world.phones[0].request();
    let mut response = shown(&world, &request);
    response.changes.get_mut(&private).unwrap().records.retain(|record| record.id != key.id);
    world.phones[0].digest(&request, &response);
    let Ok(missing) = world.phones[0].ledger.missing(private);
    assert_eq!(missing, [key]);
    let Ok(()) = push_missing(&mut world.phones[0].ledger, private);
    for _ in 0..2 {
        let request = world.phones[0].request();
        let mut response = has_none(&world, &request);
        serve_old(&world, &mut response, &old);
        response.results.fill(PushResult::Conflict { current: Some(old.clone()) });
        world.phones[0].digest(&request, &response);
    }
    let content = world.phones[0].content(&key).unwrap();
    assert!(content.shared_with().is_empty() && content.text().contains(&secret), "{content:?}");
}

/// Case 64: a new phone is shown an old journal with a later checkpoint that the lost phone has sealed, and today's care
/// collection. Whether it shares what was taken back.
fn shares_from_a_journal_of_the_lost_phone() -> bool {
    let (mut world, mut dice) = (World::new(), Dice::new(64));
    world.append(0, 0);
    world.share(0, 0, true);
    world.settle();
    let mut old = world.server.clone();
    world.share(0, 0, false);
    world.settle();
    world.renew();
    world.settle();
    let forged = checkpoint_by_the_lost_phone(&world, &mut dice, &old, 1000);
    let (private, client) = (world.private, world.client);
    old.collections.get_mut(&private).unwrap().checkpoints.insert(client, forged);
    shares_from_an_old_journal(&mut world, old, &mut dice)
}

#[test]
fn case_64_a_lost_phones_checkpoint_does_not_make_an_old_journal_current() {
    assert!(!shares_from_a_journal_of_the_lost_phone());
    let shared = without(Check::CheckpointEpoch, shares_from_a_journal_of_the_lost_phone);
    assert!(shared, "nothing is found without the check");
}

#[test]
fn case_65_a_lost_phones_checkpoint_of_the_last_revision_stops_nothing() {
    let (mut world, mut dice) = (World::new(), Dice::new(65));
    world.append(0, 0);
    world.settle();
    world.renew();
    world.settle();
    let (private, client) = (world.private, world.client);
    let forged = checkpoint_by_the_lost_phone(&world, &mut dice, &world.server, u32::MAX);
    let mut lying = world.server.clone();
    lying.collections.get_mut(&private).unwrap().checkpoints.insert(client, forged);
    let mut word = String::new();
    for round in 0..4 {
        if round == 2 {
            word = world.append(1, 0);
        }
        let request = world.phones[1].request();
        let asking = SyncRequest { cursors: request.cursors.clone(), ..SyncRequest::default() };
        let response = SyncResponse { checkpoints: BTreeMap::new(), ..lying.sync(client, &asking, 100) };
        world.phones[1].digest(&request, &response);
    }
    // Nothing of it outlasts the lie.
    world.settle();
    assert!(world.phones[0].content(&world.key(0)).unwrap().text().contains(&word));
    assert!(world.devices().all(|device| device.status().alarms == 0));
}

#[test]
fn case_66_what_was_sealed_in_a_later_era_is_no_change_since_a_restore() {
    let (mut world, mut dice) = (World::new(), Dice::new(66));
    world.append(0, 0);
    world.settle();
    let (key, private) = (world.key(0), world.private);
    // The server has shown another phone a later era.
    let revision_id = RevisionId { collection: private, id: RecordId::new(9, [66; 10]), revision: 1 };
    let content = payload(json!({"kind": "reflection", "text": "later"}));
    let (blob, _) = Insider::client(&world).reader().seal(&revision_id, 9, Some(&content), dice.seals()).unwrap();
    let kept = world.server.collections.get_mut(&private).unwrap();
    kept.head += 1;
    let record = Record { id: revision_id.id, revision: 1, seq: kept.head, deleted: false, blob: Some(blob) };
    kept.records.insert(record.id, record);
    world.phones[1].sync(&mut world.server, 100, false);
    assert_eq!(world.phones[1].ledger.trusted(private).era, 9);
    assert!(world.phones[1].content(&key).is_some());
}

#[test]
fn case_24_an_edit_replaced_by_a_fork_is_told_and_kept() {
    let mut world = World::new();
    world.append(0, 0);
    world.settle();
    let mut fork = world.server.clone();
    let (key, private) = (world.key(0), world.private);
    let word = world.append(0, 0);
    // A new record on this side of the fork is not proved to be deleted by the other side's checkpoint.
    world.append(0, 1);
    world.phones[0].sync(&mut world.server, 100, false);
    for _ in 0..4 {
        world.append(1, 0);
        world.phones[1].sync(&mut fork, 100, false);
    }
    // The server joins them on the side of the other phone, whose entry and checkpoint are later.
    world.phones[0].sync(&mut fork, 100, false);
    world.phones[0].sync(&mut fork, 100, false);
    let Ok(missing) = world.phones[0].ledger.missing(private);
    assert_eq!(missing, [world.key(1)]);
    assert!(!world.phones[0].content(&key).unwrap().text().contains(&word));
    assert!(world.phones[0].status().alarms > 0);
    assert_eq!(world.phones[0].ledger.trusted(private).split_at, Some(1));
    let kept: Vec<String> = world.phones[0].ledger.removed(private).map(|(_, kept)| kept.text().to_owned()).collect();
    assert!(kept.iter().any(|text| text.contains(&word)), "{kept:?}");
    // The alarm is over with this phone's next group; when it was stays known.
    world.server = fork;
    let Ok(()) = push_missing(&mut world.phones[0].ledger, private);
    world.settle();
    assert_eq!(world.phones[0].status().alarms, 0);
    assert_eq!(world.phones[0].ledger.trusted(private).split_at, Some(1));
    assert_eq!(world.phones[1].ledger.trusted(private).split_at, None);
}

#[test]
fn case_67_a_conflict_with_another_record_changes_nothing() {
    let mut world = World::new();
    world.append(0, 0);
    world.append(0, 1);
    world.settle();
    world.append(0, 1);
    world.settle();
    let word = world.append(0, 0);
    let (private, other) = (world.private, world.ids[1]);
    let current = Some(world.server.collections[&private].records[&other].clone());
    let request = world.phones[0].request();
    let mut response = has_none(&world, &request);
    response.results.fill(PushResult::Conflict { current });
    world.phones[0].digest(&request, &response);
    assert!(world.phones[0].ledger.aside(private).is_empty());
    world.settle();
    assert!(world.phones[1].content(&world.key(0)).unwrap().text().contains(&word));
}
