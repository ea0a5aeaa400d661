//! The store's promises: a key of its own, nothing in the clear, nothing half-written, nothing deleted when damaged.

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diesel::RunQueryDsl as _;
use diesel::connection::SimpleConnection as _;
use journal::record::{Moment, Payload};
use journal::seal::{CollectionKey, Keyring, Random};
use journal::sync::{Cursor, Key, Ledger as _, digest, request, standing, write};
use protocol::sync::{Changes, PushResult, Record as Served, SyncResponse};
use protocol::{CollectionId, Limits, RecordId};
use serde_json::json;

use super::records::Books;
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
        Store::open(&self.path(), &self.secrets, &mut Random::from_seed([1; 32]), Gate::open(Arc::new(SystemClock)))
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
    Payload(json!({"kind": "reflection", "text": text, "when": when}).as_object().unwrap().clone())
}

fn write_in<T>(store: &Store, work: impl FnOnce(&mut SqliteConnection) -> Result<T, Error>) -> T {
    store.write(work).unwrap()
}

fn put(store: &Store, key: Key, text: &str) -> Result<(), Error> {
    store.write(|connection| write(&mut Books::on(connection), &key, Some(says(text))))
}

fn texts(store: &Store) -> Vec<String> {
    let rows = store.read(|connection| pages::visible(connection, &[], None, 1_000)).unwrap();
    rows.iter().map(|(_, row)| row.content.as_ref().unwrap().0["text"].as_str().unwrap().to_owned()).collect()
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
    // Also when nothing beside the file vouches for a key.
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
                write(&mut Books::on(connection), &key(1), Some(says("half"))).unwrap();
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

#[test]
fn a_file_without_its_first_page_is_moved_aside_and_a_new_one_begins() {
    let home = Home::new();
    put(&home.begun(), key(1), "the river").unwrap();
    checkpoint(&home);
    damage(&home.path(), 0);
    let before = fs::read(home.path()).unwrap();

    let opened = home.open().unwrap();
    let salvaged = opened.salvaged.unwrap();
    assert_eq!((salvaged.records, salvaged.drafts, salvaged.signed_in), (0, 0, false));
    assert!(fs::read(&salvaged.moved_to).unwrap() == before, "the damaged file is kept as it was");
    put(&opened.store, key(2), "a new page").unwrap();
    drop(opened.store);
    let again = home.open().unwrap();
    assert_eq!(again.salvaged, None, "it is told once");
    assert_eq!(texts(&again.store), ["a new page"]);
}

#[test]
fn what_can_be_read_of_a_damaged_file_is_brought_back() {
    let home = Home::new();
    let store = home.begun();
    for n in 0..200 {
        put(&store, key(n), &format!("entry {n} {}", "and a long evening ".repeat(20))).unwrap();
    }
    write_in(&store, |connection| {
        let draft = drafts::Draft { id: key(201).id, content: says("half a sentence"), base: None, saved_at: 5 };
        drafts::put(connection, &draft)
    });
    drop(store);
    checkpoint(&home);
    // Somewhere in the middle: a few pages of the hundred.
    let middle = fs::metadata(home.path()).unwrap().len() / 2;
    for page in 0..3 {
        damage(&home.path(), middle + page * 4096);
    }

    // The damage is met while reading; the next opening looks through the file and starts over.
    let store = home.open().unwrap().store;
    let met = store.read(|connection| pages::visible(connection, &[], None, 1_000));
    assert_eq!(met.unwrap_err(), Error::Damaged);
    drop(store);
    let opened = home.open().unwrap();
    let salvaged = opened.salvaged.unwrap();
    assert!(salvaged.moved_to.exists());
    assert!(salvaged.records > 100, "only {} of 200 were brought back", salvaged.records);
    let back = texts(&opened.store);
    assert_eq!(back.len(), salvaged.records as usize);
    assert_eq!(found(&opened.store, "evening"), 100.min(back.len()));
    let waiting = opened.store.read(|connection| Books::on(connection).counts()).unwrap().0;
    assert_eq!(waiting, back.len(), "they still wait to be sent");
}

fn checkpoint(home: &Home) {
    let store = home.open().unwrap().store;
    store.connection.lock().unwrap().as_mut().unwrap().batch_execute("PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
}

fn damage(path: &Path, at: u64) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.write_all_at(&[0x5a; 64], at + 100).unwrap();
}

#[test]
fn a_kill_between_sending_and_the_answer_repeats_the_same_bytes() {
    let home = Home::new();
    let store = home.begun();
    follow(&store);
    put(&store, key(1), "the river").unwrap();
    let next = |store: &Store, seed| {
        store
            .write(|connection| {
                request(&mut Books::on(connection), &keyring(), &Limits::default(), &mut Random::from_seed([seed; 32]))
            })
            .unwrap()
    };
    let sent = next(&store, 1);
    assert_eq!(sent.push.len(), 1);
    drop(store);

    let store = home.open().unwrap().store;
    assert_eq!(next(&store, 2), sent, "byte for byte, whatever the randomness");
    // Written on, while the answer is out: what was sent stays what it was.
    put(&store, key(1), "the river, later").unwrap();
    assert_eq!(next(&store, 3), sent);

    let response = SyncResponse {
        results: vec![PushResult::Accepted { revision: 1, seq: 1 }],
        changes: [(private(), changes(vec![], 1))].into(),
        revoked: vec![],
    };
    take_in(&store, &sent, &response);
    let then = next(&store, 4);
    assert_eq!((then.push.len(), then.push[0].base_revision), (1, 1), "the later words follow");
    assert_eq!(then.cursors[&private()], 1);
}

#[test]
fn a_reply_that_cannot_be_written_leaves_the_cursor_where_it_was() {
    let home = Home::new();
    let store = home.begun();
    follow(&store);
    let keyring = keyring();
    let mut random = Random::from_seed([5; 32]);
    let served = (1..=20u8).map(|n| {
        let place = journal::seal::Place { collection: private(), id: key(n).id, revision: 1 };
        let payload = says(&"far away and long ago ".repeat(400));
        let blob = journal::seal::envelope::seal(&keyring, &place, &payload, &mut random).unwrap();
        Served { id: key(n).id, revision: 1, seq: u64::from(n), blob: Some(blob) }
    });
    let response =
        SyncResponse { results: vec![], changes: [(private(), changes(served.collect(), 20))].into(), revoked: vec![] };
    store.connection.lock().unwrap().as_mut().unwrap().batch_execute("PRAGMA max_page_count = 60;").unwrap();
    let full: Result<_, Error> =
        store.write(|connection| digest(&mut Books::on(connection), &Default::default(), &response, &keyring));
    assert_eq!(full.unwrap_err(), Error::Full);
    assert_eq!(texts(&store).len(), 0);
    let cursors = store.read(|connection| Books::on(connection).cursors()).unwrap();
    assert_eq!(cursors[&private()], Cursor { seq: 0, head: 0 });

    store.connection.lock().unwrap().as_mut().unwrap().batch_execute("PRAGMA max_page_count = 1000000;").unwrap();
    take_in(&store, &Default::default(), &response);
    assert_eq!(texts(&store).len(), 20);
    let standing = store.read(|connection| standing(&mut Books::on(connection))).unwrap();
    assert!(standing.in_sync());
}

#[test]
fn a_server_that_disowns_the_private_collection_takes_no_word_away() {
    let home = Home::new();
    let store = home.begun();
    follow(&store);
    put(&store, key(1), "the river").unwrap();
    let response = SyncResponse { revoked: vec![private()], ..Default::default() };
    take_in(&store, &Default::default(), &response);
    assert_eq!(texts(&store), ["the river"]);
    let known = store.read(collections::all).unwrap();
    assert_eq!(known[0].problem.as_deref(), Some("not_found"));
}

fn follow(store: &Store) {
    write_in(store, |connection| {
        collections::put(
            connection,
            &protocol::care::Collection {
                id: private(),
                kind: protocol::care::CollectionKind::Private,
                epoch: 1,
                head: 0,
                keys: vec![],
                members: vec![],
                handover: None,
                created_at: 0,
            },
        )
    });
}

fn changes(records: Vec<Served>, head: u64) -> Changes {
    Changes { records, head, more: false, resync: false }
}

fn take_in(store: &Store, request: &protocol::sync::SyncRequest, response: &SyncResponse) {
    write_in(store, |connection| digest(&mut Books::on(connection), request, response, &keyring()));
}

#[test]
fn words_of_every_script_are_found() {
    let home = Home::new();
    let store = home.begun();
    let entries = [
        "Heute war ich müde, aber die Straße war schön.",
        "今日は不安だった。雨の音を聞いた。",
        "วันนี้ฉันรู้สึกสงบ",
        "आज मन शांत था",
        "Сегодня я чувствовала покой у моря",
        "اليوم شعرت بالهدوء",
        "Élan, naïve café — don't stop",
    ];
    for (n, text) in entries.iter().enumerate() {
        put(&store, key(n as u8), text).unwrap();
    }
    let cases = [
        ("mude", 1),
        ("STRASSE", 1),
        ("schö", 1),
        ("不安", 1),
        ("雨", 1),
        ("音を聞", 1),
        ("安不", 0),
        ("สงบ", 1),
        ("शांत", 1),
        ("покои", 1),
        ("МОР", 1),
        ("بالهدوء", 1),
        ("elan cafe", 1),
        ("don't", 1),
        ("müde покой", 0),
        ("c", 1),
        ("\"*", 0),
    ];
    for (query, expected) in cases {
        let hits = search::expression(query).map_or(0, |_| found(&store, query));
        assert_eq!(hits, expected, "{query}");
    }
    // An entry that says something else is found by what it says now.
    put(&store, key(0), "Heute nicht.").unwrap();
    assert_eq!((found(&store, "müde"), found(&store, "nicht")), (0, 1));
    write_in(&store, |connection| write(&mut Books::on(connection), &key(0), None));
    assert_eq!(found(&store, "nicht"), 0);
}

/// What the planner says it does.
fn plan(store: &Store, query: &str) -> String {
    #[derive(diesel::QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }
    let steps: Vec<Step> = store
        .read(|connection| Ok(diesel::sql_query(format!("EXPLAIN QUERY PLAN {query}")).load(connection)?))
        .unwrap();
    steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("; ")
}

#[test]
fn no_question_of_a_screen_reads_the_whole_journal() {
    let home = Home::new();
    let store = home.begun();
    let visible = "SELECT * FROM record WHERE content IS NOT NULL AND NOT (copy)";
    let order = "ORDER BY at_ms DESC, id DESC LIMIT 30";
    let cases = [
        (format!("{visible} AND at_ms < 5 {order}"), "record_by_time"),
        (format!("{visible} AND kind = 'dosing_session' {order}"), "record_by_kind"),
        ("SELECT * FROM record WHERE about = x'00' AND content IS NOT NULL AND NOT (copy)".into(), "record_by_about"),
        ("SELECT * FROM record WHERE id = x'00'".into(), "record_by_id"),
        ("SELECT collection, id FROM record WHERE place IS NOT NULL ORDER BY place LIMIT 100".into(), "record_outbox"),
        ("SELECT place FROM record WHERE place IS NOT NULL ORDER BY place DESC LIMIT 1".into(), "record_outbox"),
        ("SELECT * FROM record WHERE collection = x'00' AND id = x'00'".into(), "sqlite_autoindex_record_1"),
        ("SELECT * FROM attachment_place WHERE NOT (settled)".into(), "attachment_place_waiting"),
        ("SELECT * FROM attachment_ref WHERE id = x'00'".into(), "attachment_ref_by_id"),
        (
            "SELECT rowid FROM search WHERE words MATCH 'a*' AND rowid < 9 ORDER BY rowid DESC LIMIT 50".into(),
            "VIRTUAL",
        ),
    ];
    for (query, index) in cases {
        let plan = plan(&store, &query);
        assert!(plan.contains(index), "{query}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{query} sorts: {plan}");
    }
}

/// The sync machine's own ledger in memory and the store must agree, whatever is done to them.
mod like_memory {
    use journal::sync::{Memory, Row, Sent};
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Act {
        Set(u8, u8, Row),
        Rebuild(u8),
        Confirm(u8, u8),
        EndRebuild(u8),
        Cursor(u8, u64),
        Drop,
    }

    fn place(collection: u8, id: u8) -> Key {
        let collection = if collection == 0 { private() } else { CollectionId::new(2, [collection; 10]) };
        Key { collection, id: key(id).id }
    }

    fn row() -> impl Strategy<Value = Row> {
        let payload = || prop::option::of("[a-c]{1,3}".prop_map(|text| says(&text)));
        let sent = (0..3u32, any::<bool>(), payload()).prop_map(|(base_revision, deleted, content)| Sent {
            base_revision,
            blob: (!deleted).then(|| vec![1, 2, 3].into()),
            content,
        });
        let held = prop::option::of(Just("blob_too_large".to_owned()));
        (0..5u32, payload(), payload(), any::<bool>(), prop::option::of(sent), held)
            .prop_map(|(revision, base, content, dirty, sent, held)| Row { revision, base, content, dirty, sent, held })
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            8 => (0..2u8, 0..4u8, row()).prop_map(|(collection, id, row)| Act::Set(collection, id, row)),
            1 => (0..2u8).prop_map(Act::Rebuild),
            1 => (0..2u8, 0..4u8).prop_map(|(collection, id)| Act::Confirm(collection, id)),
            1 => (0..2u8).prop_map(Act::EndRebuild),
            1 => (0..2u8, 0..9u64).prop_map(|(collection, seq)| Act::Cursor(collection, seq)),
            1 => Just(Act::Drop),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn the_store_and_the_memory_ledger_agree(acts in prop::collection::vec(act(), 1..40)) {
            let home = Home::new();
            let store = home.begun();
            follow(&store);
            let care = place(1, 0).collection;
            write_in(&store, |connection| {
                collections::put(connection, &protocol::care::Collection {
                    id: care,
                    kind: protocol::care::CollectionKind::Care,
                    epoch: 1,
                    head: 0,
                    keys: vec![],
                    members: vec![],
                    handover: None,
                    created_at: 0,
                })
            });
            let mut memory = Memory::client(private());
            memory.follow(care);
            for act in acts {
                write_in(&store, |connection| {
                    let mut books = Books::on(connection);
                    match act {
                        Act::Set(collection, id, row) => {
                            books.set_row(&place(collection, id), &row)?;
                            let Ok(()) = memory.set_row(&place(collection, id), &row);
                        }
                        Act::Rebuild(collection) => {
                            let collection = place(collection, 0).collection;
                            books.begin_rebuild(collection)?;
                            let Ok(()) = memory.begin_rebuild(collection);
                        }
                        Act::Confirm(collection, id) => {
                            books.confirm(&place(collection, id))?;
                            let Ok(()) = memory.confirm(&place(collection, id));
                        }
                        Act::EndRebuild(collection) => {
                            let collection = place(collection, 0).collection;
                            let mut left = books.end_rebuild(collection)?;
                            left.sort();
                            let Ok(expected) = memory.end_rebuild(collection);
                            assert_eq!(left, expected);
                        }
                        Act::Cursor(collection, seq) => {
                            let cursor = Cursor { seq, head: 9 };
                            let collection = place(collection, 0).collection;
                            // One that was dropped is followed again only when the server lists it again.
                            if books.cursors()?.contains_key(&collection) {
                                books.set_cursor(collection, cursor)?;
                                let Ok(()) = memory.set_cursor(collection, cursor);
                            }
                        }
                        Act::Drop => {
                            books.drop_collection(care)?;
                            let Ok(()) = memory.drop_collection(care);
                        }
                    }
                    for collection in 0..2 {
                        for id in 0..4 {
                            let Ok(expected) = memory.row(&place(collection, id));
                            assert_eq!(books.row(&place(collection, id))?, expected);
                        }
                    }
                    for limit in [2, 100] {
                        let Ok(expected) = memory.outbox(limit);
                        assert_eq!(books.outbox(limit)?, expected);
                    }
                    let (Ok(cursors), Ok(counts), Ok(relationships)) =
                        (memory.cursors(), memory.counts(), memory.relationships());
                    assert_eq!(books.cursors()?, cursors);
                    assert_eq!(books.counts()?, counts);
                    assert_eq!(books.relationships()?, relationships);
                    Ok(())
                });
            }
        }
    }
}
