//! The guarantees of the store: its own key, no plain text on disk, atomic writes, and no deletion of a damaged file.
//!
//! - [`damage`]: unreadable files; [`sync`]: between sending and the response; [`finding`]: search results

mod damage;
mod finding;
mod sync;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use journal::record::{Moment, Payload};
use journal::seal::Reader;
use journal::seal::{CollectionKey, Keyring, Random};
use journal::sync::{Context, Cursor, Key, Ledger as _, Side, digest, request, sync_status, write};
use protocol::sync::{Changes, PushResult, Record as Served, SyncResponse};
use protocol::{AccountId, CollectionId, Limits, RecordId};
use serde_json::json;

use super::records::StoreLedger;
use super::*;
use crate::clock::SystemClock;
use crate::secrets::{MemorySecretStore, STORE_KEY, SecretStore as _};

struct Home {
    folder: tempfile::TempDir,
    secrets: MemorySecretStore,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), secrets: MemorySecretStore::default() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("journal.sqlite3")
    }

    fn open(&self) -> Result<Opened, Error> {
        Store::open(&self.path(), &self.secrets, &mut Random::from_seed([1; 32]), AutoLock::new(Arc::new(SystemClock)))
    }

    /// A store with a private collection.
    fn begun(&self) -> Store {
        let store = self.open().unwrap().store;
        write_in(&store, |connection| settings::set(connection, settings::PRIVATE, private().as_bytes()));
        store
    }

    fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for file in fs::read_dir(self.folder.path()).unwrap() {
            all.extend(fs::read(file.unwrap().path()).unwrap());
        }
        all
    }
}

fn private() -> CollectionId {
    CollectionId::new(1, [1; 10])
}

fn key(n: u8) -> Key {
    Key { collection: private(), id: RecordId::new(u64::from(n), [n; 10]) }
}

fn says(text: &str) -> Payload {
    let when = Moment { unix_ms: 1_000, offset_s: 0, zone: "UTC".into() };
    json!({"kind": "reflection", "text": text, "when": when}).as_object().unwrap().clone().into()
}

fn write_in<T>(store: &Store, work: impl FnOnce(&mut SqliteConnection) -> Result<T, Error>) -> T {
    store.write(work).unwrap()
}

fn put(store: &Store, key: Key, text: &str) -> Result<(), Error> {
    store.write(|connection| write(&mut StoreLedger::new(connection), &key, Some(says(text))))
}

fn texts(store: &Store) -> Vec<String> {
    let rows = store.read(|connection| pages::visible(connection, &[], None, 1_000)).unwrap();
    rows.iter().map(|(_, row)| row.content.as_ref().unwrap().text().to_owned()).collect()
}

fn found(store: &Store, query: &str) -> usize {
    let expression = search::expression(query).unwrap();
    store.read(|connection| pages::found(connection, &expression, None, 100)).unwrap().0.len()
}

fn keyring() -> Keyring {
    let mut keyring = Keyring::default();
    keyring.insert(private(), 1, CollectionKey::from_bytes(&[7; 32]).unwrap());
    keyring
}

/// The syncing account: that of the private collection, without a bond.
fn context(keyring: &Keyring) -> Context<'_> {
    let reader = Reader { keyring, private: private() };
    Context {
        account: AccountId::new(1, [8; 10]),
        side: Side::Client,
        reader,
        care: [].into(),
        minutes: 1_000,
        device: 1,
    }
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    let home = Home::new();
    put(&home.begun(), key(1), "the river").unwrap();
    let opened = home.open().unwrap();
    assert_eq!(texts(&opened.store), ["the river"]);
    assert_eq!(opened.salvaged, None);
}

#[test]
fn no_file_holds_a_word_in_the_clear() {
    let home = Home::new();
    let store = home.begun();
    for n in 0..50 {
        put(&store, key(n), "unmistakable heron at dusk").unwrap();
    }
    assert_eq!(found(&store, "heron"), 50);
    for word in ["unmistakable", "heron", "reflection", "SQLite format 3", "CREATE TABLE"] {
        let bytes = home.bytes();
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word} stands in a file");
    }
    let key = home.secrets.load(STORE_KEY.into()).unwrap().unwrap();
    assert!(!home.bytes().windows(32).any(|window| window == key), "the key stands in a file");
}

#[test]
fn another_key_is_found_out_and_the_file_is_left_alone() {
    let home = Home::new();
    put(&home.begun(), key(1), "the river").unwrap();
    let right = home.secrets.load(STORE_KEY.into()).unwrap().unwrap();
    let before = fs::read(home.path()).unwrap();

    home.secrets.save(STORE_KEY.into(), vec![9; 32]).unwrap();
    assert_eq!(home.open().unwrap_err(), Error::WrongKey);
    // Also without other evidence of a key.
    fs::remove_file(home.folder.path().join("journal.sqlite3.key-check")).unwrap();
    assert_eq!(home.open().unwrap_err(), Error::WrongKey);
    home.secrets.forget(STORE_KEY.into()).unwrap();
    assert_eq!(home.open().unwrap_err(), Error::KeyMissing);
    assert_eq!(home.secrets.load(STORE_KEY.into()).unwrap(), None, "no key is made over an old journal");

    assert!(fs::read(home.path()).unwrap() == before);
    home.secrets.save(STORE_KEY.into(), right).unwrap();
    assert_eq!(texts(&home.open().unwrap().store), ["the river"]);
}

#[test]
fn a_full_device_is_a_typed_error_and_loses_nothing() {
    let home = Home::new();
    let store = home.begun();
    put(&store, key(1), "before").unwrap();
    store.connection.lock().unwrap().as_mut().unwrap().batch_execute("PRAGMA max_page_count = 1;").unwrap();
    let long = "all the way down the hill and ".repeat(3_000);
    assert_eq!(put(&store, key(2), &long), Err(Error::Full));
    assert_eq!(put(&store, key(1), &long), Err(Error::Full));
    assert_eq!(texts(&store), ["before"]);
    assert_eq!(found(&store, "before"), 1);
    assert_eq!(found(&store, "hill"), 0, "the index is part of the same transaction");

    store.connection.lock().unwrap().as_mut().unwrap().batch_execute("PRAGMA max_page_count = 1000000;").unwrap();
    put(&store, key(2), &long).unwrap();
    assert_eq!(texts(&home.open().unwrap().store).len(), 2);
}

#[test]
fn a_panic_in_the_middle_of_a_write_cannot_swallow_later_ones() {
    let home = Home::new();
    let store = home.begun();
    std::thread::scope(|scope| {
        let broken = scope.spawn(|| {
            store.write::<(), Error>(|connection| {
                write(&mut StoreLedger::new(connection), &key(1), Some(says("half"))).unwrap();
                panic!("in the middle");
            })
        });
        assert!(broken.join().is_err());
    });
    assert_eq!(put(&store, key(2), "later"), Err(Error::Closed));
    drop(store);
    let store = home.open().unwrap().store;
    assert_eq!(texts(&store), Vec::<String>::new());
    put(&store, key(2), "later").unwrap();
}

#[test]
fn a_store_of_a_newer_app_is_left_alone() {
    let home = Home::new();
    let store = home.begun();
    put(&store, key(1), "the river").unwrap();
    let later = "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')";
    store.connection.lock().unwrap().as_mut().unwrap().batch_execute(later).unwrap();
    drop(store);
    assert_eq!(home.open().unwrap_err(), Error::Newer);
    assert!(!home.folder.path().join("journal.sqlite3.damaged-1").exists());
}
