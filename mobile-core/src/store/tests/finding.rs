//! Search results, and the query plans behind them.

use std::sync::Mutex;

use diesel::connection::{Connection as _, InstrumentationEvent};
use journal::lookback::Vocabulary;
use protocol::care::CollectionKind;

use super::sync::follow;
use super::*;

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
    // A changed entry is found by its new text.
    put(&store, key(0), "Heute nicht.").unwrap();
    assert_eq!((found(&store, "müde"), found(&store, "nicht")), (0, 1));
    write_in(&store, |connection| write(&mut StoreLedger::new(connection), &key(0), None));
    assert_eq!(found(&store, "nicht"), 0);
}

/// The query plan of SQLite.
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
        ("SELECT collection, id FROM record WHERE place IS NOT NULL ORDER BY place".into(), "record_outbox"),
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

/// The statements that are run, each with its query plan.
fn plans(store: &Store, run: impl FnOnce(&mut SqliteConnection) -> Result<(), Error>) -> Vec<(String, String)> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = seen.clone();
    store
        .read(|connection| {
            connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if let InstrumentationEvent::StartQuery { query, .. } = event {
                    noted.lock().unwrap().push(query.to_string());
                }
            });
            let ran = run(connection);
            connection.set_instrumentation(|_: InstrumentationEvent<'_>| {});
            ran
        })
        .unwrap();
    let statements = std::mem::take(&mut *seen.lock().unwrap());
    let planned = |statement: String| {
        let statement = statement.split(" -- binds").next().unwrap().to_owned();
        let plan = plan(store, &statement);
        (statement, plan)
    };
    statements.into_iter().map(planned).collect()
}

#[test]
fn what_every_screen_asks_for_does_not_grow_with_the_journal() {
    let home = Home::new();
    let store = home.begun();
    write_in(&store, |connection| settings::set(connection, settings::PRIVATE, private().as_bytes()));
    let planned = plans(&store, |connection| {
        collections::all(connection)?;
        collections::relationships(connection)?;
        recall::items(connection, &["series"], 200)?;
        recall::items(connection, &["appointment"], 200)?;
        recall::items_since(connection, &["dosing_session"], 0, 200)?;
        recall::payloads(connection, "profile")?;
        pages::around(connection, "dosing_session", 0, 1, 30)?;
        let ids: Vec<RecordId> = (0..60).map(|n| key(n).id).collect();
        pages::waiting_among(connection, &ids)?;
        pages::leaving_among(connection, &ids, private())?;
        pages::revisions_of_copies(connection, &ids)?;
        Ok(())
    });
    assert!(planned.iter().any(|(statement, _)| statement.contains("`kind`")), "{planned:?}");
    for (statement, plan) in planned {
        // By its collection alone means all entries: the journal is one collection. Without an account the outbox has
        // all of them as well.
        let slow = ["SCAN record", "record_1 (collection=?)", "record_outbox"];
        let all = slow.iter().any(|one| plan.contains(one));
        assert!(!all, "{statement}: {plan}");
    }
}

/// The sync machine's in-memory ledger and the store must agree after any sequence of operations.
mod like_memory {
    use journal::seal::Stamp;
    use journal::sync::{Memory, Rebuild, Row, Sent};
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Act {
        Set(u8, u8, Row),
        Rebuild(u8, Rebuild),
        Confirm(u8, u8),
        EndRebuild(u8),
        Cursor(u8, u64),
    }

    const REBUILDS: [Rebuild; 3] = [Rebuild::First, Rebuild::Forgotten, Rebuild::Restored];

    fn place(collection: u8, id: u8) -> Key {
        let collection = if collection == 0 { private() } else { CollectionId::new(2, [collection; 10]) };
        Key { collection, id: key(id).id }
    }

    fn sealed(live: bool) -> Stamp {
        Stamp { hash: [9; 32], epoch: 2, era: 1, mine: live, live }
    }

    fn row() -> impl Strategy<Value = Row> {
        let payload = || prop::option::of("[a-c]{1,3}".prop_map(|text| says(&text)));
        let sent = (0..3u32, any::<bool>(), payload()).prop_map(|(base_revision, deleted, content)| Sent {
            base_revision,
            blob: vec![1, 2, 3].into(),
            stamp: sealed(!deleted),
            content: content.filter(|_| !deleted),
        });
        let held = prop::option::of(Just("blob_too_large".to_owned()));
        let stamp = prop::option::of(any::<bool>().prop_map(sealed));
        let flags = (any::<bool>(), any::<bool>());
        (0..5u32, 0..5u32, payload(), payload(), flags, prop::option::of(sent), held, stamp).prop_map(
            |(revision, floor, base, content, (dirty, missing), sent, held, stamp)| Row {
                revision,
                base,
                content,
                dirty,
                sent,
                held,
                floor,
                stamp,
                missing,
            },
        )
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            8 => (0..2u8, 0..4u8, row()).prop_map(|(collection, id, row)| Act::Set(collection, id, row)),
            1 => (0..2u8, 0..3usize).prop_map(|(collection, why)| Act::Rebuild(collection, REBUILDS[why])),
            1 => (0..2u8, 0..4u8).prop_map(|(collection, id)| Act::Confirm(collection, id)),
            1 => (0..2u8).prop_map(Act::EndRebuild),
            1 => (0..2u8, 0..9u64).prop_map(|(collection, seq)| Act::Cursor(collection, seq)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn the_store_and_the_memory_ledger_agree(acts in prop::collection::vec(act(), 1..40)) {
            let home = Home::new();
            let store = home.begun();
            follow(&store, private(), CollectionKind::Private);
            let care = place(1, 0).collection;
            follow(&store, care, CollectionKind::Care);
            let mut memory = Memory::client(private());
            memory.follow(care);
            for act in acts {
                write_in(&store, |connection| {
                    let mut ledger = StoreLedger::new(connection);
                    match act {
                        Act::Set(collection, id, row) => {
                            ledger.set_row(&place(collection, id), &row)?;
                            let Ok(()) = memory.set_row(&place(collection, id), &row);
                        }
                        Act::Rebuild(collection, why) => {
                            let collection = place(collection, 0).collection;
                            ledger.begin_rebuild(collection, why)?;
                            let Ok(()) = memory.begin_rebuild(collection, why);
                        }
                        Act::Confirm(collection, id) => {
                            let Ok(expected) = memory.confirm(&place(collection, id));
                            assert_eq!(ledger.confirm(&place(collection, id))?, expected);
                        }
                        Act::EndRebuild(collection) => {
                            let collection = place(collection, 0).collection;
                            let mut left = ledger.end_rebuild(collection)?;
                            left.sort();
                            let Ok(expected) = memory.end_rebuild(collection);
                            assert_eq!(left, expected);
                        }
                        Act::Cursor(collection, seq) => {
                            let cursor = Cursor { seq, head: 9 };
                            let collection = place(collection, 0).collection;
                            ledger.set_cursor(collection, cursor)?;
                            let Ok(()) = memory.set_cursor(collection, cursor);
                        }
                    }
                    for collection in 0..2 {
                        let Ok(expected) = memory.rebuild(place(collection, 0).collection);
                        assert_eq!(ledger.rebuild(place(collection, 0).collection)?, expected);
                        for id in 0..4 {
                            let Ok(expected) = memory.row(&place(collection, id));
                            assert_eq!(ledger.row(&place(collection, id))?, expected);
                        }
                    }
                    let [one, other] = [0, 1].map(|n| place(n, 0).collection);
                    for (of, limit) in [(vec![one, other], 2), (vec![one, other], 100), (vec![other], 2), (vec![], 2)] {
                        let of = of.into_iter().collect();
                        let Ok(expected) = memory.outbox(&of, limit);
                        assert_eq!(ledger.outbox(&of, limit)?, expected);
                    }
                    let (Ok(cursors), Ok(counts)) = (memory.cursors(), memory.counts());
                    assert_eq!(ledger.cursors()?, cursors);
                    assert_eq!(ledger.counts()?, counts);
                    Ok(())
                });
            }
        }
    }
}

/// Waits until no thread reads the journal's words any more.
fn settled(store: &Arc<Store>) -> Arc<Vocabulary> {
    store.words.settle();
    store.words().unwrap()
}

#[test]
fn the_words_of_a_journal_are_read_in_pieces_and_again_after_it_changed() {
    let home = Home::new();
    let store = Arc::new(home.begun());
    let many: Vec<String> = (0..3_000).map(|n| format!("word{n}")).collect();
    put(&store, key(1), &many.join(" ")).unwrap();
    assert_eq!(settled(&store).len(), 3_000);
    put(&store, key(2), "heron").unwrap();
    store.gather_words().unwrap();
    assert!(settled(&store).has_beginning("heron"));
    put(&store, key(2), "stork").unwrap();
    store.gather_words().unwrap();
    let words = settled(&store);
    assert!(words.has_beginning("stork") && !words.has_beginning("heron"), "what was deleted is not kept");
}

#[test]
fn no_word_stays_in_memory_when_the_store_closes() {
    let home = Home::new();
    let store = Arc::new(home.begun());
    put(&store, key(1), "heron").unwrap();
    settled(&store);
    store.close();
    assert!(!store.words.are_here());
    assert_eq!(store.words().err(), Some(Error::Locked));
    // Threads that wait for words must not wait forever.
    store.unlock(&crate::secrets::load_key(&home.secrets).unwrap().unwrap()).unwrap();
    let reading = store.connection.lock().unwrap();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| store.words());
        store.words.drop_all();
        drop(reading);
        store.close();
        assert!(waits.join().unwrap().is_ok_and(|words| words.has_beginning("heron")) || !store.words.are_here());
    });
}
