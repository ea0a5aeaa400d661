//! Phones of one client and one therapist's desk, and what they do.

use std::collections::{BTreeMap, BTreeSet};

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
    account: AccountId,
    private: CollectionId,
    side: Side,
    care: BTreeMap<CollectionId, Care>,
    pub minutes: i64,
}

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
        let account = self.account;
        self.with(|ledger, context, random| {
            let Ok(request) = request(ledger, context, &Limits::default(), random);
            let mut response = server.sync(account, &request, page);
            if twice {
                response = server.sync(account, &request, page);
            }
            if !lose_reply {
                let Ok(_) = digest(ledger, context, &request, &response);
            }
        });
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
    words: usize,
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
        let shared = CollectionKey::generate(&mut random);
        let mut keyring = Keyring::default();
        keyring.insert(care, 1, shared.clone());
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
        };
        let mut keyring = Keyring::default();
        keyring.insert(care, 1, shared);
        keyring.insert(private, 1, CollectionKey::generate(&mut random));
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
            words: 0,
        }
    }

    pub fn key(&self, record: usize) -> Key {
        Key { collection: self.private, id: self.ids[record] }
    }

    /// Types a word that nobody has typed before, at the end of the entry.
    pub fn append(&mut self, phone: usize, record: usize) {
        let key = self.key(record);
        let word = format!("w{}x", self.words);
        self.words += 1;
        let content = self.phones[phone].content(&key);
        let mut content = content.unwrap_or_else(|| payload(json!({"kind": "reflection", "text": ""})));
        let text = content.0["text"].as_str().unwrap().to_owned();
        content.0.insert("text".into(), json!(format!("{text} {word}")));
        self.typed.insert(word, record);
        self.phones[phone].write(&key, Some(content));
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
        let standings: Vec<Standing> = self.phones.iter_mut().chain([&mut self.desk]).map(Device::standing).collect();
        panic!("the devices do not settle: {standings:#?}");
    }

    fn all_in_sync(&mut self) -> bool {
        self.phones.iter_mut().chain([&mut self.desk]).map(Device::standing).all(|standing| standing.in_sync())
    }

    pub fn contents(device: &Device, collection: CollectionId) -> BTreeMap<RecordId, Payload> {
        let rows = device.ledger.rows(collection);
        rows.filter_map(|(id, row)| Some((id, row.content.clone()?))).collect()
    }
}
