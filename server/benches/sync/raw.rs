//! The raw limit: the same bytes inserted with plain statements and the same durability.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Binary};
use diesel::{Connection, ExpressionMethods, PgConnection, RunQueryDsl, SqliteConnection};

use crate::RECORD_BYTES;
use crate::process::Target;

const TABLE: &str = "CREATE TABLE raw (collection BYTES NOT NULL, id BYTES NOT NULL, seq BIGINT NOT NULL, blob BYTES);
     CREATE UNIQUE INDEX raw_id ON raw (collection, id); CREATE UNIQUE INDEX raw_seq ON raw (collection, seq);";

/// Records per second, with this many per transaction.
pub fn insert(target: &Target, batch: usize, records: usize) -> f64 {
    match target {
        Target::Sqlite(folder) => {
            let path = folder.path().join("raw.sqlite3");
            let mut conn = SqliteConnection::establish(&path.to_string_lossy()).expect("the file opens");
            conn.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; DROP TABLE IF EXISTS raw;")
                .expect("the same durability");
            conn.batch_execute(&TABLE.replace("BYTES", "BLOB")).expect("a table");
            timed(&mut conn, batch, records, |conn, rows| {
                // Prepared once, executed for each row.
                rows.into_iter().try_for_each(|(id, seq, blob)| {
                    let row = (raw::collection.eq(COLLECTION), raw::id.eq(id), raw::seq.eq(seq), raw::blob.eq(blob));
                    diesel::insert_into(raw::table).values(row).execute(conn).map(drop)
                })
            })
        }
        Target::Postgres { url, .. } => {
            let mut conn = PgConnection::establish(url).expect("the database answers");
            conn.batch_execute("DROP TABLE IF EXISTS raw").expect("no table");
            conn.batch_execute(&TABLE.replace("BYTES", "BYTEA")).expect("a table");
            timed(&mut conn, batch, records, |conn, rows| {
                let places = (0..rows.len()).map(|n| {
                    let n = n * 4;
                    format!("(${}, ${}, ${}, ${})", n + 1, n + 2, n + 3, n + 4)
                });
                let many = format!(
                    "INSERT INTO raw (collection, id, seq, blob) VALUES {}",
                    places.collect::<Vec<_>>().join(", ")
                );
                let mut query = diesel::sql_query(many).into_boxed();
                for (id, seq, blob) in rows {
                    query = query
                        .bind::<Binary, _>(COLLECTION)
                        .bind::<Binary, _>(id)
                        .bind::<BigInt, _>(seq)
                        .bind::<Binary, _>(blob);
                }
                query.execute(conn).map(drop)
            })
        }
    }
}

diesel::table! {
    raw (collection, id) {
        collection -> Binary,
        id -> Binary,
        seq -> BigInt,
        blob -> Binary,
    }
}

const COLLECTION: &[u8] = &[7; 16];

type RawRow = (Vec<u8>, i64, Vec<u8>);

fn timed<C: Connection>(
    conn: &mut C,
    batch: usize,
    records: usize,
    insert: impl Fn(&mut C, Vec<RawRow>) -> diesel::QueryResult<()>,
) -> f64 {
    let rows: Vec<RawRow> = (1..=records as u64)
        .map(|n| ([&[0; 8], &n.to_be_bytes()[..]].concat(), n as i64, crate::load::sealed(n)))
        .collect();
    assert!(rows.iter().all(|(.., blob)| blob.len() == RECORD_BYTES));
    let began = Instant::now();
    for rows in rows.chunks(batch) {
        conn.transaction(|conn| insert(conn, rows.to_vec())).expect("the rows are inserted");
    }
    records as f64 / began.elapsed().as_secs_f64()
}
