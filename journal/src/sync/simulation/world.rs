//! The fixture of the simulations: one client's phones and one therapist's desk, with the actions that they take.

use std::collections::{BTreeMap, BTreeSet};

use protocol::sync::{Record, SyncRequest, SyncResponse};
use protocol::{AccountId, CollectionId, Limits, RecordId};
use serde_json::json;

use super::super::*;
use super::model::Model;
use crate::record::Payload;
use crate::seal::{CollectionKey, Keyring, Random, Reader};

/// A simulated phone or desk.
pub struct Device {
    pub ledger: Memory,
    pub keyring: Keyring,
    random: Random,
    pub account: AccountId,
    pub private: CollectionId,
    side: Side,
    care: BTreeMap<CollectionId, CareContext>,
    pub minutes: i64,
    /// The number of this phone; zero for the desk.
    pub number: u32,
    /// The contents behind each checkpoint that this device has made, by collection and list hash.
    pub made: BTreeMap<(CollectionId, [u8; 32]), Contents>,
}

/// The records' contents in one collection.
pub type Contents = BTreeMap<RecordId, Payload>;

impl Device {
    /// Calls `run` with this device's ledger, context and randomness.
    pub fn with<T>(&mut self, run: impl FnOnce(&mut Memory, &Context<'_>, &mut Random) -> T) -> T {
        let context = Context {
            account: self.account,
            side: self.side,
            reader: Reader { keyring: &self.keyring, private: self.private },
            care: self.care.clone(),
            minutes: self.minutes,
            device: self.number,
        };
        run(&mut self.ledger, &context, &mut self.random)
    }

    pub fn sync(&mut self, server: &mut Model, page: usize, lose_reply: bool) {
        self.sync_with(server, page, lose_reply, false);
    }

    /// `twice`: the server receives the request twice, and the second reply arrives.
    pub fn sync_with(&mut self, server: &mut Model, page: usize, lose_reply: bool, twice: bool) {
        let request = self.request();
        let mut response = server.sync(self.account, &request, page);
        if twice {
            response = server.sync(self.account, &request, page);
        }
        if !lose_reply {
            self.digest(&request, &response);
        }
    }

    pub fn request(&mut self) -> SyncRequest {
        let request = self.with(|ledger, context, random| {
            let Ok(request) = request(ledger, context, &Limits::default(), random);
            request
        });
        for collection in request.checkpoints.keys().copied() {
            let Ok(Some(group)) = self.ledger.group(collection) else { continue };
            let stands = self.expected_on_server(collection, true, true);
            self.made.entry((collection, group.claim.list)).or_insert(stands);
        }
        request
    }

    pub fn digest(&mut self, request: &SyncRequest, response: &SyncResponse) -> SyncOutcome {
        self.with(|ledger, context, _| {
            let Ok(digested) = digest(ledger, context, request, response);
            digested
        })
    }

    /// The records of one author that this device assumes the server to have. `sent`: include pending pushes.
    pub fn expected_on_server(&self, collection: CollectionId, mine: bool, sent: bool) -> Contents {
        let mut all = BTreeMap::new();
        for (id, row) in self.ledger.rows(collection) {
            let server = if row.dirty { &row.base } else { &row.content };
            match &row.sent {
                Some(sending) if sent => all.extend(sending.content.clone().map(|content| (id, content))),
                _ if row.missing || row.stamp.is_none_or(|stamp| stamp.mine != mine || !stamp.live) => {}
                _ => all.extend(server.clone().map(|content| (id, content))),
            }
        }
        all
    }

    pub fn status(&mut self) -> SyncStatus {
        self.with(|ledger, context, _| {
            let Ok(status) = sync_status(ledger, context);
            status
        })
    }

    pub fn content(&self, key: &Key) -> Option<Payload> {
        self.ledger.get(key).and_then(|row| row.content.clone())
    }

    pub fn write(&mut self, key: &Key, content: Option<Payload>) {
        let Ok(()) = write(&mut self.ledger, key, content);
    }
}

/// A client with three phones, a therapist with a desk, and their server.
pub struct World {
    pub server: Model,
    pub backup: Model,
    pub phones: Vec<Device>,
    pub desk: Device,
    pub private: CollectionId,
    pub care: CollectionId,
    pub client: AccountId,
    pub ids: Vec<RecordId>,
    /// Every word that must not get lost, with its record.
    pub typed: BTreeMap<String, usize>,
    pub deleted: BTreeSet<usize>,
    /// The client's collection keys by epoch, from epoch 1: private and care.
    pub keys: Vec<[CollectionKey; 2]>,
    words: usize,
    random: Random,
}

pub fn payload(json: serde_json::Value) -> Payload {
    json.as_object().unwrap().clone().into()
}

impl World {
    pub fn new() -> Self {
        let mut random = Random::from_seed([1; 32]);
        let (private, care) = (CollectionId::new(1, [1; 10]), CollectionId::new(1, [2; 10]));
        let own = CollectionId::new(1, [3; 10]);
        let (client, therapist) = (AccountId::new(1, [4; 10]), AccountId::new(1, [5; 10]));
        let first = [CollectionKey::generate(&mut random), CollectionKey::generate(&mut random)];
        let mut keyring = Keyring::default();
        keyring.insert(care, 1, first[1].clone());
        keyring.insert(own, 1, CollectionKey::generate(&mut random));
        let mut ledger = Memory::therapist();
        ledger.follow(care);
        ledger.follow(own);
        let with = |other| BTreeMap::from([(care, CareContext { other, writable: true })]);
        let desk = Device {
            ledger,
            keyring,
            random: Random::from_seed([99; 32]),
            account: therapist,
            private: own,
            side: Side::Staff,
            care: with(client),
            minutes: 1,
            number: 0,
            made: BTreeMap::new(),
        };
        let mut keyring = Keyring::default();
        keyring.insert(private, 1, first[0].clone());
        keyring.insert(care, 1, first[1].clone());
        let phones = (0..3u8).map(|n| {
            let mut ledger = Memory::client(private);
            ledger.follow(care);
            Device {
                ledger,
                keyring: keyring.clone(),
                random: Random::from_seed([n + 2; 32]),
                account: client,
                private,
                side: Side::Client,
                care: with(therapist),
                minutes: 1,
                number: u32::from(n) + 1,
                made: BTreeMap::new(),
            }
        });
        Self {
            server: Model::default(),
            backup: Model::default(),
            phones: phones.collect(),
            desk,
            private,
            care,
            client,
            ids: (0..3u8).map(|n| RecordId::new(5, [n; 10])).collect(),
            typed: BTreeMap::new(),
            deleted: BTreeSet::new(),
            keys: vec![first],
            words: 0,
            random,
        }
    }

    /// Shuts out a phone: both collections get a new key, and the first phone has it.
    pub fn renew(&mut self) {
        self.keys.push([CollectionKey::generate(&mut self.random), CollectionKey::generate(&mut self.random)]);
        self.receive_keys(0);
    }

    /// Gives a device the keys that its account has received since. The desk's index follows the phones'.
    pub fn receive_keys(&mut self, device: usize) {
        let phone = device < self.phones.len();
        let (private, care) = (self.private, self.care);
        let to = self.phones.get_mut(device).unwrap_or(&mut self.desk);
        for (epoch, [own, shared]) in (1..).zip(&self.keys) {
            if phone {
                to.keyring.insert(private, epoch, own.clone());
            }
            to.keyring.insert(care, epoch, shared.clone());
        }
        for collection in [private, care] {
            let aside: Vec<Record> =
                to.ledger.aside(collection).into_iter().map(|(record, _)| record.clone()).collect();
            to.with(|ledger, context, _| {
                let Ok(_) = digest::reopen(ledger, context, collection, &aside);
            });
        }
    }

    /// Replaces a phone with a new one that has the keys and has read nothing.
    pub fn new_phone(&mut self, phone: usize) {
        let mut ledger = Memory::client(self.private);
        ledger.follow(self.care);
        self.phones[phone].ledger = ledger;
        self.receive_keys(phone);
    }

    /// All devices; the desk is the last one.
    pub fn devices(&mut self) -> impl Iterator<Item = &mut Device> {
        self.phones.iter_mut().chain([&mut self.desk])
    }

    pub fn key(&self, record: usize) -> Key {
        Key { collection: self.private, id: self.ids[record] }
    }

    /// Appends a unique word to the entry.
    pub fn append(&mut self, phone: usize, record: usize) -> String {
        let key = self.key(record);
        let word = format!("w{}x", self.words);
        self.words += 1;
        let content = self.phones[phone].content(&key);
        let mut content = content.unwrap_or_else(|| payload(json!({"kind": "reflection", "text": ""})));
        let text = content.text().to_owned();
        content.set_field("text", json!(format!("{text} {word}")));
        self.typed.insert(word.clone(), record);
        self.phones[phone].write(&key, Some(content));
        word
    }

    /// Removes the first word of an entry. `None` if the entry has no word to remove.
    pub fn cut(&mut self, phone: usize, record: usize) -> Option<String> {
        let key = self.key(record);
        let mut content = self.phones[phone].content(&key)?;
        let text = content.text().to_owned();
        let (cut, rest) = text.trim().split_once(' ')?;
        content.set_field("text", json!(format!(" {rest}")));
        self.typed.remove(cut);
        self.phones[phone].write(&key, Some(content));
        Some(cut.to_owned())
    }

    /// The first phone writes a record with authority.
    pub fn write_rule(&mut self) {
        let key = Key { collection: self.private, id: self.rule() };
        self.phones[0].write(&key, Some(payload(json!({"kind": "sharing_rule", "care": self.care, "kinds": []}))));
    }

    pub fn rule(&self) -> RecordId {
        RecordId::new(7, [0; 10])
    }

    pub fn share(&mut self, phone: usize, record: usize, shared: bool) {
        let key = self.key(record);
        let Some(mut content) = self.phones[phone].content(&key) else { return };
        content.set_shared_with(if shared { std::slice::from_ref(&self.care) } else { &[] });
        self.phones[phone].write(&key, Some(content));
    }

    /// Deletes a record. The words that this phone sees in it may get lost.
    pub fn delete(&mut self, phone: usize, record: usize) {
        let key = self.key(record);
        let Some(content) = self.phones[phone].content(&key) else { return };
        let seen = serde_json::to_string(content.fields()).unwrap();
        self.typed.retain(|word, _| !seen.contains(word.as_str()));
        self.deleted.insert(record);
        self.phones[phone].write(&key, None);
    }

    /// The therapist replies to an entry, or replaces an earlier reply.
    pub fn reply(&mut self, record: usize) {
        let key = Key { collection: self.care, id: RecordId::new(6, [record as u8; 10]) };
        let text = format!("r{}", self.words);
        self.words += 1;
        let reply = payload(json!({"kind": "reply", "to": self.ids[record], "text": text}));
        self.desk.write(&key, Some(reply));
    }

    pub fn settle(&mut self) {
        (0..=self.phones.len()).for_each(|device| self.receive_keys(device));
        for _ in 0..60 {
            for phone in &mut self.phones {
                phone.sync(&mut self.server, 2, false);
            }
            self.desk.sync(&mut self.server, 2, false);
            if self.all_in_sync() {
                // One more round: a device that was in sync early still has to read what later devices pushed.
                for phone in &mut self.phones {
                    phone.sync(&mut self.server, 100, false);
                }
                self.desk.sync(&mut self.server, 100, false);
                if self.all_in_sync() {
                    return;
                }
            }
        }
        let statuses: Vec<SyncStatus> = self.devices().map(Device::status).collect();
        panic!("the devices do not converge: {statuses:#?}");
    }

    fn all_in_sync(&mut self) -> bool {
        self.devices().map(Device::status).all(|status| status.in_sync())
    }

    pub fn contents(device: &Device, collection: CollectionId) -> Contents {
        let rows = device.ledger.rows(collection);
        rows.filter_map(|(id, row)| Some((id, row.content.clone()?))).collect()
    }
}
