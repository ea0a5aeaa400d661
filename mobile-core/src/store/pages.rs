//! Paged queries of the screens: by time, about an entry, by search hits.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use journal::record::Payload;
use journal::sync::{Key, Row};
use protocol::{CollectionId, RecordId};

use super::rows::{RecordRow, payload, unsigned};
use super::schema::{record, search as index};
use super::{Error, collections, id, search};

/// Internal kinds of the phone: who may read, with which key, and under which name. They appear in no list, search or
/// export.
pub(crate) const INNER: [&str; 3] = ["bond", "memory", "profile"];

/// Records that wait to be sent, each with the collections in which it waits.
pub(crate) type Waiting = BTreeMap<RecordId, BTreeSet<CollectionId>>;

/// The number of a person's records here, without copies.
pub(crate) fn count(connection: &mut SqliteConnection) -> Result<u32, Error> {
    let rows = record::table
        .filter(record::content.is_not_null())
        .filter(diesel::dsl::not(record::copy))
        .filter(record::kind.ne_all(INNER));
    let count: i64 = rows.count().get_result(connection)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The rows of one record in all collections.
pub(crate) fn everywhere(connection: &mut SqliteConnection, of: RecordId) -> Result<Vec<(Key, Row)>, Error> {
    let rows = record::table.filter(record::id.eq(of.as_bytes().to_vec())).order(record::row);
    lines(rows.select(RecordRow::as_select()).load(connection)?)
}

/// The records that screens list: with content, without copies; newest first, after `before` (a time and an id). No
/// kinds means all of them.
pub(crate) fn visible(
    connection: &mut SqliteConnection,
    kinds: &[&str],
    before: Option<(i64, RecordId)>,
    limit: i64,
) -> Result<Vec<(Key, Row)>, Error> {
    let mut rows = record::table
        .filter(record::content.is_not_null())
        .filter(diesel::dsl::not(record::copy))
        .order((record::at_ms.desc(), record::id.desc()))
        .limit(limit)
        .select(RecordRow::as_select())
        .into_boxed();
    rows = match kinds.is_empty() {
        true => rows.filter(record::kind.ne_all(INNER)),
        false => rows.filter(record::kind.eq_any(kinds.to_vec())),
    };
    if let Some((at, id)) = before {
        let id = id.as_bytes().to_vec();
        rows = rows.filter(record::at_ms.lt(at).or(record::at_ms.eq(at).and(record::id.lt(id))));
    }
    lines(rows.load(connection)?)
}

/// At most `most` records of a kind between two times, plus the last one before and the first one after. This is the
/// context of a page of entries, independent of the journal's length.
pub(crate) fn around(
    connection: &mut SqliteConnection,
    kind: &str,
    from: i64,
    to: i64,
    most: i64,
) -> Result<Vec<(Key, Row)>, Error> {
    let of_kind = || {
        record::table
            .filter(record::kind.eq(kind.to_owned()))
            .filter(record::content.is_not_null())
            .filter(diesel::dsl::not(record::copy))
            .select(RecordRow::as_select())
    };
    let before = of_kind().filter(record::at_ms.lt(from)).order((record::at_ms.desc(), record::id.desc())).limit(1);
    let between = of_kind().filter(record::at_ms.between(from, to)).order((record::at_ms, record::id)).limit(most);
    let after = of_kind().filter(record::at_ms.gt(to)).order((record::at_ms, record::id)).limit(1);
    let mut all = before.load(connection)?;
    all.extend(between.load(connection)?);
    all.extend(after.load(connection)?);
    lines(all)
}

/// All records with content, without copies, oldest first, after a time and an id: for iterating over the journal.
pub(crate) fn after(
    connection: &mut SqliteConnection,
    after: Option<(i64, RecordId)>,
    limit: i64,
) -> Result<Vec<(i64, Key, Payload)>, Error> {
    let mut rows = record::table
        .filter(record::content.is_not_null())
        .filter(diesel::dsl::not(record::copy))
        .filter(record::kind.ne_all(INNER))
        .order((record::at_ms, record::id))
        .limit(limit)
        .select((record::at_ms, record::collection, record::id, record::content.assume_not_null()))
        .into_boxed();
    if let Some((at, id)) = after {
        let id = id.as_bytes().to_vec();
        rows = rows.filter(record::at_ms.gt(at).or(record::at_ms.eq(at).and(record::id.gt(id))));
    }
    type Written = (i64, Vec<u8>, Vec<u8>, Vec<u8>);
    let rows: Vec<Written> = rows.load(connection)?;
    let read = |(at, collection, of, content): Written| {
        Ok((at, Key { collection: id(&collection)?, id: id(&of)? }, payload(&content)?))
    };
    rows.into_iter().map(read).collect()
}

/// A page of a list on a screen, newest first, after `before`. If most kinds are requested, the query follows the index
/// over time; otherwise SQLite would collect and sort all records.
pub(crate) fn page(
    connection: &mut SqliteConnection,
    kinds: &[&str],
    before: Option<(i64, RecordId)>,
    limit: i64,
) -> Result<Vec<(Key, Row)>, Error> {
    let by_time = sql::<Text>("+kind");
    let mut rows = record::table
        .filter(record::content.is_not_null())
        .filter(diesel::dsl::not(record::copy))
        .filter(by_time.eq_any(kinds.to_vec()))
        .order((record::at_ms.desc(), record::id.desc()))
        .limit(limit)
        .select(RecordRow::as_select())
        .into_boxed();
    if let Some((at, id)) = before {
        let id = id.as_bytes().to_vec();
        rows = rows.filter(record::at_ms.le(at)).filter(record::at_ms.lt(at).or(record::id.lt(id)));
    }
    lines(rows.load(connection)?)
}

/// The time of a visible record.
pub(crate) fn place_in_time(connection: &mut SqliteConnection, of: RecordId) -> Result<Option<i64>, Error> {
    let rows = record::table.filter(record::id.eq(of.as_bytes().to_vec()));
    Ok(rows.filter(diesel::dsl::not(record::copy)).select(record::at_ms).first(connection).optional()?)
}

/// The highest revision of the copies of each of these records, for those that have copies.
pub(crate) fn revisions_of_copies(
    connection: &mut SqliteConnection,
    of: &[RecordId],
) -> Result<BTreeMap<RecordId, u32>, Error> {
    let mut revisions = BTreeMap::new();
    for ids in parts(of) {
        let rows = record::table.filter(record::copy).filter(record::id.eq_any(ids));
        for (of, revision) in rows.select((record::id, record::revision)).load::<(Vec<u8>, i32)>(connection)? {
            let (of, revision) = (id(&of)?, unsigned(revision)?);
            let known = revisions.entry(of).or_insert(0);
            *known = revision.max(*known);
        }
    }
    Ok(revisions)
}

/// The records among these that wait to be sent, each with the collections in which it waits: its own, or those of copies.
pub(crate) fn waiting_among(connection: &mut SqliteConnection, of: &[RecordId]) -> Result<Waiting, Error> {
    let mut waiting = Waiting::new();
    let over = collections::ended_care(connection)?;
    for ids in parts(of) {
        let rows = record::table.filter(record::id.eq_any(ids)).filter(record::place.is_not_null());
        let rows = rows.filter(record::collection.ne_all(&over));
        for (of, collection) in rows.select((record::id, record::collection)).load::<(Vec<u8>, Vec<u8>)>(connection)? {
            waiting.entry(id(&of)?).or_default().insert(id(&collection)?);
        }
    }
    Ok(waiting)
}

/// Records about an entry: replies, review marks, steps that came from it, its versions; only these kinds. Oldest
/// first.
pub(crate) fn about(
    connection: &mut SqliteConnection,
    entry: RecordId,
    kinds: &[&str],
) -> Result<Vec<(Key, Row)>, Error> {
    let rows = record::table
        .filter(record::about.eq(entry.as_bytes().to_vec()))
        .filter(record::kind.eq_any(kinds.to_vec()))
        .filter(record::content.is_not_null())
        .filter(diesel::dsl::not(record::copy))
        .order((record::at_ms, record::id));
    lines(rows.select(RecordRow::as_select()).load(connection)?)
}

/// The records among these that were taken back from a therapist without the server's confirmation so far.
pub(crate) fn leaving_among(
    connection: &mut SqliteConnection,
    of: &[RecordId],
    private: CollectionId,
) -> Result<BTreeSet<RecordId>, Error> {
    let mut leaving = BTreeSet::new();
    // By their ids, not through the outbox, which a phone without an account never sends.
    for ids in parts(of) {
        let rows = record::table
            .filter(record::id.eq_any(ids))
            .filter(record::place.is_not_null())
            .filter(record::content.is_null())
            .filter(record::revision.gt(0))
            .filter(record::collection.ne(private.as_bytes().to_vec()));
        for of in rows.select(record::id).load::<Vec<u8>>(connection)? {
            leaving.insert(id(&of)?);
        }
    }
    Ok(leaving)
}

/// Matching records, and the row after which there may be more.
pub(crate) type Found = (Vec<(Key, Row)>, Option<i64>);

/// The records that match an FTS5 expression, latest row first, after the row `before`; and the row after which there
/// may be more. In this order the index is read from its end, so a word that is in every entry costs no more than a
/// rare one.
pub(crate) fn found(
    connection: &mut SqliteConnection,
    expression: &str,
    before: Option<i64>,
    limit: i64,
) -> Result<Found, Error> {
    let rows: Vec<i64> = index::table
        .filter(search::matches(expression, index::words))
        .filter(index::rowid.lt(before.unwrap_or(i64::MAX)))
        .order(index::rowid.desc())
        .limit(limit)
        .select(index::rowid)
        .load(connection)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let line: Option<RecordRow> =
            record::table.find(row).select(RecordRow::as_select()).first(connection).optional()?;
        found.extend(line.filter(|line| line.content.is_some()));
    }
    let more = rows.last().copied().filter(|_| rows.len() as i64 == limit);
    Ok((lines(found)?, more))
}

/// The ids as they are stored, in parts: SQLite takes a bounded number of values in one query.
fn parts(of: &[RecordId]) -> impl Iterator<Item = Vec<Vec<u8>>> {
    of.chunks(1_000).map(|some| some.iter().map(|id| id.as_bytes().to_vec()).collect())
}

fn lines(lines: Vec<RecordRow>) -> Result<Vec<(Key, Row)>, Error> {
    lines.into_iter().map(<(Key, Row)>::try_from).collect()
}
