//! Phones of one client and one therapist's desk, and what they do.

use std::collections::{BTreeMap, BTreeSet};

use protocol::sync::{Record, SyncRequest, SyncResponse};
use protocol::{AccountId, CollectionId, Limits, RecordId};
use serde_json::json;

use super::super::*;
use super::model::Model;
use crate::record::Payload;
use crate::seal::{CollectionKey, Keyring, Random, Reader};

/// A phone or a desk.
pub struct Device {
    pub ledger: Memory,
    pub keyring: Keyring,
    random: Random,
    pub account: AccountId,
    pub private: CollectionId,
    side: Side,
    care: BTreeMap<CollectionId, Care>,
    pub minutes: i64,
    /// What stood in a collection with each checkpoint that this device has made: the lists' hashes name them.
    pub made: BTreeMap<(CollectionId, [u8; 32]), Contents>,
}

/// The contents of a collection's records.
pub type Contents = BTreeMap<RecordId, Payload>;

impl Device {
    /// Runs something with what this device knows of itself.
    pub fn with<T>(&mut self, run: impl FnOnce(&mut Memory, &Context<'_>, &mut Random) -> T) -> T {
        let context = Context {
            account: self.account,
            side: self.side,
            reader: Reader { keyring: &self.keyring, private: self.private },
            care: self.care.clone(),
            minutes: self.minutes,
        };
        run(&mut self.ledger, &context, &mut self.random)
    }

    pub fn sync(&mut self, server: &mut Model, page: usize, lose_reply: bool) {
        self.sync_with(server, page, lose_reply, false);
    }

    /// `twice`: the call reaches the server a second time, and that answer is the one that arrives.
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
            let stands = self.stands(collection, true, true);
            self.made.entry((collection, group.said.list)).or_insert(stands);
        }
        request
    }

    pub fn digest(&mut self, request: &SyncRequest, response: &SyncResponse) -> Digested {
        self.with(|ledger, context, _| {
            let Ok(digested) = digest(ledger, context, request, response);
            digested
        })
    }

    /// What stands on the server of one side's records, as this device believes; with what it is about to send, if asked.
    pub fn stands(&self, collection: CollectionId, mine: bool, sent: bool) -> Contents {
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

    pub fn standing(&mut self) -> Standing {
        self.with(|ledger, context, _| {
            let Ok(standing) = standing(ledger, context);
            standing
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
    /// Every word that is not meant to be gone, with its record.
    pub typed: BTreeMap<String, usize>,
    pub deleted: BTreeSet<usize>,
    /// The keys of the client's collections, by epoch from 1: private and care.
    pub keys: Vec<[CollectionKey; 2]>,
    words: usize,
    random: Random,
}

pub fn payload(json: serde_json::Value) -> Payload {
    Payload(json.as_object().unwrap().clone())
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
        let with = |other| BTreeMap::from([(care, Care { other, writable: true })]);
        let desk = Device {
            ledger,
            keyring,
            random: Random::from_seed([99; 32]),
            account: therapist,
            private: own,
            side: Side::Staff,
            care: with(client),
            minutes: 1,
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

    /// A phone is shut out: the collections get their next keys, and the first phone, which does it, has them.
    pub fn renew(&mut self) {
        self.keys.push([CollectionKey::generate(&mut self.random), CollectionKey::generate(&mut self.random)]);
        self.hear(0);
    }

    /// A device (the desk comes after the phones) gets the keys that its account has been handed since.
    pub fn hear(&mut self, device: usize) {
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

    /// Another phone of the client in the place of one that is there: it has the keys and has read nothing.
    pub fn new_phone(&mut self, phone: usize) {
        let mut ledger = Memory::client(self.private);
        ledger.follow(self.care);
        self.phones[phone].ledger = ledger;
        self.hear(phone);
    }

    /// Every device, the desk last.
    pub fn devices(&mut self) -> impl Iterator<Item = &mut Device> {
        self.phones.iter_mut().chain([&mut self.desk])
    }

    pub fn key(&self, record: usize) -> Key {
        Key { collection: self.private, id: self.ids[record] }
    }

    /// Types a word that nobody has typed before, at the end of the entry.
    pub fn append(&mut self, phone: usize, record: usize) -> String {
        let key = self.key(record);
        let word = format!("w{}x", self.words);
        self.words += 1;
        let content = self.phones[phone].content(&key);
        let mut content = content.unwrap_or_else(|| payload(json!({"kind": "reflection", "text": ""})));
        let text = content.0["text"].as_str().unwrap().to_owned();
        content.0.insert("text".into(), json!(format!("{text} {word}")));
        self.typed.insert(word.clone(), record);
        self.phones[phone].write(&key, Some(content));
        word
    }

    /// Takes the first word out of an entry; nothing from one that has none.
    pub fn cut(&mut self, phone: usize, record: usize) -> Option<String> {
        let key = self.key(record);
        let mut content = self.phones[phone].content(&key)?;
        let text = content.0["text"].as_str().unwrap().to_owned();
        let (cut, rest) = text.trim().split_once(' ')?;
        content.0.insert("text".into(), json!(format!(" {rest}")));
        self.typed.remove(cut);
        self.phones[phone].write(&key, Some(content));
        Some(cut.to_owned())
    }

    /// Something that grants authority, written by the first phone.
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

    /// Deletes a record as this phone sees it: the words that stand there are meant to go.
    pub fn delete(&mut self, phone: usize, record: usize) {
        let key = self.key(record);
        let Some(content) = self.phones[phone].content(&key) else { return };
        let seen = serde_json::to_string(&content.0).unwrap();
        self.typed.retain(|word, _| !seen.contains(word.as_str()));
        self.deleted.insert(record);
        self.phones[phone].write(&key, None);
    }

    /// The therapist answers an entry; answered again, the reply is another one.
    pub fn reply(&mut self, record: usize) {
        let key = Key { collection: self.care, id: RecordId::new(6, [record as u8; 10]) };
        let text = format!("r{}", self.words);
        self.words += 1;
        let reply = payload(json!({"kind": "reply", "to": self.ids[record], "text": text}));
        self.desk.write(&key, Some(reply));
    }

    pub fn settle(&mut self) {
        (0..=self.phones.len()).for_each(|device| self.hear(device));
        for _ in 0..60 {
            for phone in &mut self.phones {
                phone.sync(&mut self.server, 2, false);
            }
            self.desk.sync(&mut self.server, 2, false);
            if self.all_in_sync() {
                // Once more: a device that settled early must still hear of what the later ones pushed.
                for phone in &mut self.phones {
                    phone.sync(&mut self.server, 100, false);
                }
                self.desk.sync(&mut self.server, 100, false);
                if self.all_in_sync() {
                    return;
                }
            }
        }
        let standings: Vec<Standing> = self.devices().map(Device::standing).collect();
        panic!("the devices do not settle: {standings:#?}");
    }

    fn all_in_sync(&mut self) -> bool {
        self.devices().map(Device::standing).all(|standing| standing.in_sync())
    }

    pub fn contents(device: &Device, collection: CollectionId) -> Contents {
        let rows = device.ledger.rows(collection);
        rows.filter_map(|(id, row)| Some((id, row.content.clone()?))).collect()
    }
}
