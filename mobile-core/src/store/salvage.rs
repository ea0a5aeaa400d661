//! Salvaging a damaged file: unsynced records and drafts first, then the account.
//!
//! Rows are read one by one, so an unreadable page does not cost the others. Cursors are not salvaged: the next sync pulls
//! everything and merges it with the salvaged rows.

use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::open::unlock;
use super::{Error, settings};
use crate::secrets::StoreKey;

/// The data that was salvaged from a damaged journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// Where the damaged file is kept.
    pub moved_to: PathBuf,
    /// Number of records that were read and are in the new journal.
    pub records: u32,
    /// Drafts that could still be read.
    pub drafts: u32,
    /// Whether the account could still be read; otherwise sign in again.
    pub signed_in: bool,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Nullable<BigInt>)]
    number: Option<i64>,
}

// Tables in order of importance, with their salvaged columns.
const RECORD: (&str, &str) =
    ("record", "collection, id, revision, base, content, dirty, place, held, copy, kind, at_ms, about, sent, seal");
const DRAFT: (&str, &str) = ("draft", "id, content, base, saved_at");
const SETTING: (&str, &str) = ("setting", "name, value");
const ACCOUNT: (&str, &str) = (
    "account",
    "one, id, handle, server, keys, account_key, device, refresh_token, access_token, access_until, manifest, \
     manifest_version",
);
const KEYS: (&str, &str) = ("collection_key", "collection, epoch, key");
// A row takes at least about forty bytes of a page of four thousand.
const ROWS_A_PAGE: i64 = 100;
// After this many consecutive unreadable rows, the rest is given up.
const GIVE_UP: u32 = 1_000;
const COLLECTION: (&str, &str) =
    ("collection", "id, kind, epoch, head, members, welcome, created_at, ended, problem, trust, on_its_way");

/// Salvages the damaged file of this number into the new store, unless that was done before.
pub(super) fn once(
    number: u32,
    aside: &Path,
    key: &StoreKey,
    fresh: &mut SqliteConnection,
) -> Result<Option<Salvaged>, Error> {
    if settings::get(fresh, settings::SALVAGED)?.is_some_and(|done| done >= number.to_be_bytes().to_vec()) {
        return Ok(None);
    }
    let mut salvaged = Salvaged { moved_to: aside.into(), records: 0, drafts: 0, signed_in: false };
    // Without its first page nothing can be read from the file; it is kept anyway.
    let rows = read(aside, key).unwrap_or_default();
    fresh.immediate_transaction::<_, Error, _>(|fresh| {
        for Read { table, columns, values } in rows {
            let marks = format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES {values}");
            let added = diesel::sql_query(marks).execute(fresh)? as u32;
            match table {
                "record" => salvaged.records += added,
                "draft" => salvaged.drafts += added,
                "account" => salvaged.signed_in = added > 0,
                _ => {}
            }
        }
        super::search::index_all(fresh)?;
        settings::set(fresh, settings::SALVAGED, &number.to_be_bytes())
    })?;
    Ok(Some(salvaged))
}

fn number(connection: &mut SqliteConnection, query: &str) -> Result<Option<i64>, Error> {
    Ok(diesel::sql_query(query).get_result::<Number>(connection)?.number)
}

/// A row as SQL literals, quoted by SQLite itself.
struct Read {
    table: &'static str,
    columns: &'static str,
    values: String,
}

fn read(aside: &Path, key: &StoreKey) -> Result<Vec<Read>, Error> {
    #[derive(QueryableByName)]
    struct Literal {
        #[diesel(sql_type = diesel::sql_types::Text)]
        literal: String,
    }
    let mut damaged = unlock(aside, key)?;
    let mut rows = Vec::new();
    // No table has more rows than fit its pages, even if a damaged index claims more.
    let pages = number(&mut damaged, "SELECT page_count AS number FROM pragma_page_count()")?;
    let bound = pages.unwrap_or(0).saturating_mul(ROWS_A_PAGE);
    for (table, columns) in [RECORD, DRAFT, SETTING, ACCOUNT, KEYS, COLLECTION] {
        let quoted: Vec<String> = columns.split(", ").map(|column| format!("quote({column})")).collect();
        let quoted = quoted.join(" || ',' || ");
        let last = match number(&mut damaged, &format!("SELECT max(rowid) AS number FROM {table}")) {
            Ok(last) => last.unwrap_or(0).min(bound),
            Err(_) => {
                damaged = unlock(aside, key)?;
                bound
            }
        };
        let mut in_a_row = 0;
        for row in 1..=last {
            let query = format!("SELECT '(' || {quoted} || ')' AS literal FROM {table} WHERE rowid = {row}");
            match diesel::sql_query(query).get_result(&mut damaged) {
                Ok(Literal { literal }) => {
                    in_a_row = 0;
                    rows.push(Read { table, columns, values: literal });
                }
                Err(diesel::result::Error::NotFound) => {}
                // The row stays in the damaged file. After one bad page SQLCipher rejects the good ones as well, so
                // reading continues with a new connection.
                Err(_) if in_a_row < GIVE_UP => {
                    in_a_row += 1;
                    damaged = unlock(aside, key)?;
                }
                Err(_) => break,
            }
        }
    }
    Ok(rows)
}
