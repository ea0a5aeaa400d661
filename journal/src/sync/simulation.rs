//! Phones of one client and one therapist's desk against a model of the server, driven by arbitrary interleavings of
//! writes, shares, deletions, syncs, lost replies and repeats.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use protocol::sync::{Changes, GENERATION, PushResult, Record, SyncRequest, SyncResponse};
use protocol::{Code, CollectionId, Limits, RecordId};
use serde_json::json;

use super::*;
use crate::record::Payload;
use crate::seal::{CollectionKey, Keyring, Random};

/// What the server promises, in few lines: a counter per collection, revisions, repeats recognised; a backup, and what becomes
/// of those who have seen more than it holds.
#[derive(Clone, Default)]
struct Model {
    collections: BTreeMap<CollectionId, (u64, BTreeMap<RecordId, Record>)>,
    generation: u64,
    /// Where each collection began anew, and what it had kept until there.
    restored: BTreeMap<CollectionId, BTreeMap<u64, u64>>,
}

impl Model {
    /// Goes back to what it was, and counts on from the next generation.
    fn restore(&mut self, backup: Self) {
        let generation = self.generation + 1;
        let known: Vec<CollectionId> = self.collections.keys().copied().collect();
        *self = Self { generation, ..backup };
        for id in known {
            self.collections.entry(id).or_default();
        }
        for (id, (head, _)) in &mut self.collections {
            let began = generation * GENERATION;
            self.restored.entry(*id).or_default().insert(began, *head);
            *head = began;
        }
    }

    /// Whether a device has seen what was lost.
    fn lost(&mut self, collection: CollectionId, request: &SyncRequest) -> bool {
        let Some(cursor) = request.cursors.get(&collection) else { return false };
        let next = self.restored.entry(collection).or_default().range(cursor + 1..).next();
        *cursor > self.collections.entry(collection).or_default().0 || next.is_some_and(|(_, kept)| cursor > kept)
    }

    fn sync(&mut self, request: &SyncRequest, page: usize) -> SyncResponse {
        let mut response = SyncResponse::default();
        for push in &request.push {
            let head = self.collections.entry(push.collection).or_default().0;
            let from_before = |cursor: &u64| *cursor > head || cursor / GENERATION < head / GENERATION;
            if request.cursors.get(&push.collection).is_some_and(from_before) {
                response.results.push(PushResult::Rejected { code: Code::Restored });
                continue;
            }
            let becomes = push.becomes().unwrap();
            let (head, records) = self.collections.entry(push.collection).or_default();
            let current = records.get(&push.id).cloned();
            let revision = current.as_ref().map_or(0, |record| record.revision);
            response.results.push(match current {
                Some(now) if now.revision == becomes && now.blob == (!push.deleted).then(|| push.blob.clone()) => {
                    PushResult::Accepted { revision, seq: now.seq }
                }
                _ if revision == push.base_revision => {
                    *head += 1;
                    let (deleted, blob) = (push.deleted, (!push.deleted).then(|| push.blob.clone()));
                    records.insert(push.id, Record { id: push.id, revision: becomes, seq: *head, deleted, blob });
                    PushResult::Accepted { revision: becomes, seq: *head }
                }
                current => PushResult::Conflict { current },
            });
        }
        for (collection, cursor) in &request.cursors {
            let restored = self.lost(*collection, request);
            let (head, records) = self.collections.entry(*collection).or_default();
            let mut after: Vec<Record> = records.values().filter(|record| record.seq > *cursor).cloned().collect();
            after.sort_by_key(|record| record.seq);
            let more = restored || after.len() > page;
            after.truncate(if restored { 0 } else { page });
            let changes = Changes { records: after, head: *head, more, restored, ..Changes::default() };
            response.changes.insert(*collection, changes);
        }
        response
    }
}

struct Device {
    ledger: Memory,
    keyring: Keyring,
    random: Random,
}

impl Device {
    fn sync(&mut self, server: &mut Model, page: usize, lose_reply: bool) {
        self.sync_with(server, page, lose_reply, false);
    }

    /// `twice`: the call reaches the server a second time, and that answer is the one that arrives.
    fn sync_with(&mut self, server: &mut Model, page: usize, lose_reply: bool, twice: bool) {
        let Ok(request) = request(&mut self.ledger, &self.keyring, &Limits::default(), &mut self.random);
        let mut response = server.sync(&request, page);
        if twice {
            response = server.sync(&request, page);
        }
        if !lose_reply {
            let Ok(_) = digest(&mut self.ledger, &request, &response, &self.keyring);
        }
    }

    fn standing(&mut self) -> Standing {
        let Ok(standing) = standing(&mut self.ledger);
        standing
    }
}

struct World {
    server: Model,
    backup: Model,
    phones: Vec<Device>,
    desk: Device,
    private: CollectionId,
    care: CollectionId,
    ids: Vec<RecordId>,
    /// Every word that is not meant to be gone, with its record.
    typed: BTreeMap<String, usize>,
    deleted: BTreeSet<usize>,
    words: usize,
}

impl World {
    fn new() -> Self {
        let mut random = Random::from_seed([1; 32]);
        let (private, care) = (CollectionId::new(1, [1; 10]), CollectionId::new(1, [2; 10]));
        let mut keyring = Keyring::default();
        keyring.insert(care, 1, CollectionKey::generate(&mut random));
        let mut ledger = Memory::therapist();
        ledger.follow(care);
        let desk = Device { ledger, keyring: keyring.clone(), random: Random::from_seed([99; 32]) };
        keyring.insert(private, 1, CollectionKey::generate(&mut random));
        let phones = (0..3u8).map(|n| {
            let mut ledger = Memory::client(private);
            ledger.follow(care);
            Device { ledger, keyring: keyring.clone(), random: Random::from_seed([n + 2; 32]) }
        });
        Self {
            server: Model::default(),
            backup: Model::default(),
            phones: phones.collect(),
            desk,
            private,
            care,
            ids: (0..3u8).map(|n| RecordId::new(5, [n; 10])).collect(),
            typed: BTreeMap::new(),
            deleted: BTreeSet::new(),
            words: 0,
        }
    }

    fn key(&self, record: usize) -> Key {
        Key { collection: self.private, id: self.ids[record] }
    }

    /// Types a word that nobody has typed before, at the end of the entry.
    fn append(&mut self, phone: usize, record: usize) {
        let key = self.key(record);
        let word = format!("w{}x", self.words);
        self.words += 1;
        let mut payload = self.phones[phone]
            .ledger
            .get(&key)
            .and_then(|row| row.content.clone())
            .unwrap_or_else(|| Payload(json!({"kind": "reflection", "text": ""}).as_object().unwrap().clone()));
        let text = payload.0["text"].as_str().unwrap().to_owned();
        payload.0.insert("text".into(), json!(format!("{text} {word}")));
        self.typed.insert(word, record);
        let Ok(()) = write(&mut self.phones[phone].ledger, &key, Some(payload));
    }

    fn share(&mut self, phone: usize, record: usize, shared: bool) {
        let key = self.key(record);
        let Some(mut payload) = self.phones[phone].ledger.get(&key).and_then(|row| row.content.clone()) else { return };
        payload.0.insert("shared_with".into(), if shared { json!([self.care]) } else { json!([]) });
        let Ok(()) = write(&mut self.phones[phone].ledger, &key, Some(payload));
    }

    /// Deletes a record as this phone sees it: the words that stand there are meant to go.
    fn delete(&mut self, phone: usize, record: usize) {
        let key = self.key(record);
        let Some(content) = self.phones[phone].ledger.get(&key).and_then(|row| row.content.clone()) else { return };
        let seen = serde_json::to_string(&content.0).unwrap();
        self.typed.retain(|word, _| !seen.contains(word.as_str()));
        self.deleted.insert(record);
        let Ok(()) = write(&mut self.phones[phone].ledger, &key, None);
    }

    fn settle(&mut self) {
        for _ in 0..40 {
            for phone in &mut self.phones {
                phone.sync(&mut self.server, 2, false);
            }
            self.desk.sync(&mut self.server, 2, false);
            let devices = self.phones.iter_mut().chain([&mut self.desk]);
            if devices.map(Device::standing).all(|standing| standing.in_sync()) {
                // Once more: a device that settled early must still hear of what the later ones pushed.
                for phone in &mut self.phones {
                    phone.sync(&mut self.server, 100, false);
                }
                self.desk.sync(&mut self.server, 100, false);
                let devices = self.phones.iter_mut().chain([&mut self.desk]);
                if devices.map(Device::standing).all(|standing| standing.in_sync()) {
                    return;
                }
            }
        }
        panic!("the devices do not settle");
    }

    fn contents(device: &Device, collection: CollectionId) -> BTreeMap<RecordId, Payload> {
        let rows = device.ledger.rows(collection);
        rows.filter_map(|(id, row)| Some((id, row.content.clone()?))).collect()
    }
}

#[derive(Clone, Debug)]
enum Act {
    Append(usize, usize),
    Share(usize, usize, bool),
    Delete(usize, usize),
    Sync(usize, usize, bool, bool),
    DeskSync(usize),
    Backup,
    Restore,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..3usize, 0..3usize).prop_map(|(phone, record)| Act::Append(phone, record)),
        1 => (0..3usize, 0..3usize, any::<bool>()).prop_map(|(phone, record, shared)| Act::Share(phone, record, shared)),
        1 => (0..3usize, 0..3usize).prop_map(|(phone, record)| Act::Delete(phone, record)),
        3 => (0..3usize, 1..3usize, any::<bool>(), any::<bool>())
            .prop_map(|(phone, page, lost, twice)| Act::Sync(phone, page, lost, twice)),
    ]
}

/// The same, at a server that is restored from its last backup now and then.
fn act_or_disaster() -> impl Strategy<Value = Act> {
    prop_oneof![12 => act(), 1 => (1..3usize).prop_map(Act::DeskSync), 1 => Just(Act::Backup), 1 => Just(Act::Restore)]
}

fn lived(acts: Vec<Act>) -> World {
    let mut world = World::new();
    for act in acts {
        match act {
            Act::Append(phone, record) => world.append(phone, record),
            Act::Share(phone, record, shared) => world.share(phone, record, shared),
            Act::Delete(phone, record) => world.delete(phone, record),
            Act::Sync(phone, page, lost, twice) => {
                world.phones[phone].sync_with(&mut world.server, page, lost, twice);
            }
            Act::DeskSync(page) => world.desk.sync(&mut world.server, page, false),
            Act::Backup => world.backup = world.server.clone(),
            Act::Restore => world.server.restore(world.backup.clone()),
        }
    }
    world.settle();
    world
}

proptest! {
    #[test]
    fn any_interleaving_converges_and_no_word_disappears(acts in prop::collection::vec(act(), 1..40)) {
        converged(&lived(acts))?;
    }

    #[test]
    fn so_it_does_when_the_server_is_restored_from_backups(acts in prop::collection::vec(act_or_disaster(), 1..60)) {
        converged(&lived(acts))?;
    }
}

fn converged(world: &World) -> Result<(), TestCaseError> {
    {
        let truth = World::contents(&world.phones[0], world.private);
        for phone in &world.phones {
            prop_assert!(World::contents(phone, world.private) == truth);
        }
        let everything = serde_json::to_string(&truth.values().collect::<Vec<_>>()).unwrap();
        // Where the server has lost something, a deletion may take along what others wrote into the same entry meanwhile.
        let forgiven = |record| world.server.generation > 0 && world.deleted.contains(record);
        for (word, _) in world.typed.iter().filter(|(_, record)| !forgiven(record)) {
            prop_assert!(everything.contains(word.as_str()), "{word} is gone from {everything}");
        }
        // The therapist sees exactly the projections, as do the phones.
        let copies: BTreeMap<RecordId, Payload> =
            truth.iter().filter_map(|(id, record)| Some((*id, record.projection(world.care)?))).collect();
        prop_assert!(World::contents(&world.desk, world.care) == copies);
        for phone in &world.phones {
            prop_assert!(World::contents(phone, world.care) == copies);
        }
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
        let Ok(()) = write(&mut world.phones[deleter].ledger, &key, None);
        world.append(1 - deleter, 0);
        world.settle();
        let text = World::contents(&world.phones[2], world.private)[&key.id].0["text"].as_str().unwrap().to_owned();
        assert_eq!(text, " w0x w1x", "phone {deleter} deleted");
    }
}

#[test]
fn taking_back_wins_over_an_offline_edit_of_the_shared_copy() {
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
fn a_tampered_record_is_set_aside_and_what_was_written_here_stays() {
    let mut world = World::new();
    world.append(0, 0);
    world.settle();
    world.append(1, 0);
    world.append(0, 0);
    world.phones[0].sync(&mut world.server, 10, false);
    let key = world.key(0);
    let stored = world.server.collections.get_mut(&world.private).unwrap().1.get_mut(&key.id).unwrap();
    stored.blob.as_mut().unwrap().0[30] ^= 1;
    world.phones[1].sync(&mut world.server, 10, false);
    let standing = world.phones[1].standing();
    assert_eq!((standing.held, standing.unreadable, standing.in_sync()), (1, 1, false));
    let row = world.phones[1].ledger.get(&key).unwrap();
    assert!(row.content.as_ref().unwrap().0["text"].as_str().unwrap().contains("w1x"));
}

#[test]
fn an_older_revision_served_again_is_refused() {
    let mut world = World::new();
    world.append(0, 0);
    world.settle();
    let key = world.key(0);
    let old = world.server.collections[&world.private].1[&key.id].clone();
    world.append(0, 0);
    world.settle();
    let (head, records) = world.server.collections.get_mut(&world.private).unwrap();
    *head += 1;
    records.insert(key.id, Record { seq: *head, ..old });
    world.phones[1].sync(&mut world.server, 10, false);
    let aside = world.phones[1].ledger.aside(world.private);
    assert_eq!(aside.iter().map(|(_, why)| why.code()).collect::<Vec<_>>(), ["older"]);
    let row = world.phones[1].ledger.get(&key).unwrap();
    assert_eq!(row.content.as_ref().unwrap().0["text"], " w0x w1x");
}

#[test]
fn after_a_resync_what_the_server_no_longer_has_is_gone_and_the_outbox_is_not() {
    let mut world = World::new();
    world.append(0, 0);
    world.append(0, 1);
    world.settle();
    world.append(1, 1);
    let (_, records) = world.server.collections.get_mut(&world.private).unwrap();
    records.clear();
    let phone = &mut world.phones[1];
    let Ok(request) = request(&mut phone.ledger, &phone.keyring, &Limits::default(), &mut phone.random);
    let changes = Changes { head: 2, resync: true, ..Changes::default() };
    let response = SyncResponse {
        results: vec![PushResult::Conflict { current: None }],
        changes: BTreeMap::from([(world.private, changes)]),
        ..SyncResponse::default()
    };
    let Ok(_) = digest(&mut phone.ledger, &request, &response, &phone.keyring);
    world.settle();
    let left = World::contents(&world.phones[1], world.private);
    assert_eq!(left.keys().copied().collect::<Vec<_>>(), [world.ids[1]]);
}

#[test]
fn a_collection_whose_turn_did_not_come_stays_where_it_was() {
    let mut world = World::new();
    world.append(0, 0);
    world.settle();
    let phone = &mut world.phones[1];
    let Ok(before) = phone.ledger.cursors();
    let full = Changes { head: 9, more: true, ..Changes::default() };
    let response = SyncResponse { changes: BTreeMap::from([(world.private, full)]), ..SyncResponse::default() };
    let Ok(_) = digest(&mut phone.ledger, &SyncRequest::default(), &response, &phone.keyring);
    let Ok(after) = phone.ledger.cursors();
    assert_eq!((after[&world.private].seq, after[&world.private].head), (before[&world.private].seq, 9));
    assert_ne!(phone.standing().behind, 0);
}

#[test]
fn too_large_a_record_is_held_and_does_not_stop_the_others() {
    let mut world = World::new();
    let key = world.key(0);
    let large = Payload(json!({"kind": "reflection", "text": "x".repeat(300_000)}).as_object().unwrap().clone());
    let Ok(()) = write(&mut world.phones[0].ledger, &key, Some(large));
    world.append(0, 1);
    world.phones[0].sync(&mut world.server, 10, false);
    let standing = world.phones[0].standing();
    assert_eq!((standing.held, standing.waiting), (1, 0));
    assert_eq!(world.server.collections[&world.private].1.len(), 1);
}

#[test]
fn access_that_has_ended_takes_its_rows_along() {
    let mut world = World::new();
    world.append(0, 0);
    world.share(0, 0, true);
    world.settle();
    let response = SyncResponse { revoked: vec![world.care], ..SyncResponse::default() };
    let Ok(ended) = digest(&mut world.desk.ledger, &SyncRequest::default(), &response, &world.desk.keyring);
    assert_eq!(ended, [world.care]);
    assert_eq!(world.desk.ledger.rows(world.care).count(), 0);
}

#[test]
fn a_late_answer_to_an_earlier_push_is_not_taken_for_one_to_the_next() {
    let mut world = World::new();
    world.append(0, 0);
    let phone = &mut world.phones[0];
    let Ok(first) = request(&mut phone.ledger, &phone.keyring, &Limits::default(), &mut phone.random);
    let answer = world.server.sync(&first, 10);
    let Ok(_) = digest(&mut phone.ledger, &first, &answer, &phone.keyring);
    // Another opening of the same journal hears it again, while the next change is on its way.
    world.append(0, 0);
    let phone = &mut world.phones[0];
    let Ok(_) = request(&mut phone.ledger, &phone.keyring, &Limits::default(), &mut phone.random);
    let late = SyncResponse { changes: BTreeMap::new(), ..answer };
    let Ok(_) = digest(&mut phone.ledger, &first, &late, &phone.keyring);
    assert_eq!(phone.standing().waiting, 1, "it is still on its way");
    world.settle();
    world.phones[1].sync(&mut world.server, 10, false);
    let text = world.phones[1].ledger.get(&world.key(0)).and_then(|row| row.content.clone()).unwrap().0["text"].clone();
    assert_eq!(text, " w0x w1x");
}
