//! Plain SQLCipher with the same I/O: without records, views and sync.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};

const VISIBLE: &str = "SELECT content AS bytes FROM record WHERE content IS NOT NULL AND NOT copy \
     AND kind IN ('reflection', 'step') ORDER BY at_ms DESC, id DESC LIMIT 30";

#[derive(QueryableByName)]
struct Bytes {
    #[diesel(sql_type = Binary)]
    bytes: Vec<u8>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    rowid: i64,
}

pub struct Floor {
    path: PathBuf,
    key: String,
    connection: RefCell<SqliteConnection>,
}

impl Floor {
    pub fn new(path: &Path, key: &[u8]) -> Self {
        let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut connection = connected(path, &key);
        connection
            .batch_execute("CREATE TABLE IF NOT EXISTS floor (n INTEGER PRIMARY KEY, text TEXT NOT NULL)")
            .unwrap();
        Self { path: path.into(), key, connection: RefCell::new(connection) }
    }

    pub fn open_and_page(&self) {
        let mut connection = connected(&self.path, &self.key);
        let rows: Vec<Bytes> = diesel::sql_query(VISIBLE).load(&mut connection).unwrap();
        assert!(rows.iter().all(|row| !row.bytes.is_empty()));
    }

    pub fn page(&self) {
        let rows: Vec<Bytes> = diesel::sql_query(VISIBLE).load(&mut *self.connection.borrow_mut()).unwrap();
        assert!(rows.iter().all(|row| !row.bytes.is_empty()));
    }

    pub fn save(&self, text: &str) {
        let insert = diesel::sql_query("INSERT INTO floor (text) VALUES (?)").bind::<Text, _>(text);
        insert.execute(&mut *self.connection.borrow_mut()).unwrap();
    }

    pub fn search(&self, typed: &str) {
        let words: Vec<String> =
            typed.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', ""))).collect();
        let query = diesel::sql_query("SELECT rowid FROM search WHERE words MATCH ? ORDER BY rowid DESC LIMIT 60");
        let found: Vec<Row> =
            query.bind::<Text, _>(words.join(" ") + "*").load(&mut *self.connection.borrow_mut()).unwrap();
        assert!(found.iter().all(|row| row.rowid > 0));
    }
}

fn connected(path: &Path, key: &str) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    connection.batch_execute(&format!("PRAGMA key = \"x'{key}'\";")).unwrap();
    connection
        .batch_execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        .unwrap();
    connection
}

/// Inserts this number of rows of a kilobyte in batches of a thousand, one transaction each.
pub fn rows(path: &Path, rows: u32) -> Duration {
    let mut connection = connected(path, &"07".repeat(32));
    connection.batch_execute("CREATE TABLE floor (id BLOB PRIMARY KEY, content BLOB NOT NULL)").unwrap();
    let begun = Instant::now();
    for batch in 0..rows.div_ceil(1_000) {
        connection.batch_execute("BEGIN").unwrap();
        for n in batch * 1_000..(batch + 1) * 1_000 {
            diesel::sql_query("INSERT INTO floor (id, content) VALUES (?, ?)")
                .bind::<Binary, _>(n.to_be_bytes().to_vec())
                .bind::<Binary, _>(vec![7_u8; 1_000])
                .execute(&mut connection)
                .unwrap();
        }
        connection.batch_execute("COMMIT").unwrap();
    }
    begun.elapsed()
}
