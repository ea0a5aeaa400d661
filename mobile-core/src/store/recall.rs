//! Typed queries by kind and time. Each uses an index, so it does not slow down as the journal grows.

use diesel::prelude::*;
use journal::arc::Item;
use journal::record::Payload;
use journal::sync::{Key, Row};
use protocol::{CollectionId, RecordId};

use super::rows::{RecordRow, payload};
use super::schema::{conflict, record};
use super::{Error, collections, id, pages};

/// Requests of a therapist and agreements with them: they end with the care.
const ENDS_WITH_CARE: [&str; 4] = ["appointment", "assignment", "prompt_set", "suggestion"];

/// Records of these kinds as input of the arc, newest first; unreadable ones are left out. So are requests and
/// agreements of a therapist whose care has ended: they stay in the journal, but are no longer due.
pub(crate) fn items(connection: &mut SqliteConnection, kinds: &[&str], limit: i64) -> Result<Vec<Item>, Error> {
    Ok(rows(connection, kinds, limit)?.iter().filter_map(item).collect())
}

/// The same, with the collections of the records.
pub(crate) fn rows(connection: &mut SqliteConnection, kinds: &[&str], limit: i64) -> Result<Vec<(Key, Row)>, Error> {
    let mut rows = pages::visible(connection, kinds, None, limit)?;
    if kinds.iter().any(|kind| ENDS_WITH_CARE.contains(kind)) {
        let known = collections::all(connection)?;
        let over = |of: CollectionId| known.iter().any(|one| one.id == of && !one.private && !one.is_open());
        let asks = |row: &Row| row.content.as_ref().is_some_and(|content| ENDS_WITH_CARE.contains(&content.kind()));
        rows.retain(|(key, row)| !(asks(row) && over(key.collection)));
    }
    Ok(rows)
}

/// Records of these kinds from an instant on, newest first.
pub(crate) fn items_since(
    connection: &mut SqliteConnection,
    kinds: &[&str],
    from_ms: i64,
    limit: i64,
) -> Result<Vec<Item>, Error> {
    items_between(connection, kinds, from_ms, i64::MAX, limit)
}

/// Records of these kinds between two instants (the first included), newest first.
pub(crate) fn items_between(
    connection: &mut SqliteConnection,
    kinds: &[&str],
    from_ms: i64,
    to_ms: i64,
    limit: i64,
) -> Result<Vec<Item>, Error> {
    let rows = record::table
        .filter(record::content.is_not_null())
        .filter(diesel::dsl::not(record::copy))
        .filter(record::kind.eq_any(kinds.to_vec()))
        .filter(record::at_ms.ge(from_ms))
        .filter(record::at_ms.lt(to_ms))
        .order((record::at_ms.desc(), record::id.desc()))
        .limit(limit)
        .select(RecordRow::as_select());
    let rows = rows.load(connection)?.into_iter().map(<(Key, Row)>::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(rows.iter().filter_map(item).collect())
}

/// The raw records of a kind in the own journal.
pub(crate) fn payloads(connection: &mut SqliteConnection, kind: &str) -> Result<Vec<(RecordId, Payload)>, Error> {
    let rows = record::table
        .filter(record::kind.eq(kind))
        .filter(record::content.is_not_null())
        .filter(diesel::dsl::not(record::copy))
        .select((record::id, record::content));
    let rows: Vec<(Vec<u8>, Option<Vec<u8>>)> = rows.load(connection)?;
    rows.into_iter().map(|(of, content)| Ok((id(&of)?, payload(&content.unwrap_or_default())?))).collect()
}

/// A row as input of the arc.
pub(crate) fn item((key, row): &(Key, Row)) -> Option<Item> {
    Some(Item { id: key.id, revision: row.revision, record: row.content.as_ref()?.to_record().ok()? })
}

/// The number of records that are shared into a relationship, without the consent to share.
pub(crate) fn shared_into(connection: &mut SqliteConnection, care: CollectionId) -> Result<i64, Error> {
    let rows = record::table
        .filter(record::collection.eq(care.as_bytes().to_vec()))
        .filter(record::copy)
        .filter(record::kind.ne_all(pages::INNER))
        .filter(record::kind.ne("consent"))
        .filter(record::content.is_not_null());
    Ok(rows.count().get_result(connection)?)
}

/// The records of these kinds that are shared into a relationship, oldest first.
pub(crate) fn shared_ids(
    connection: &mut SqliteConnection,
    care: CollectionId,
    kinds: &[&str],
) -> Result<Vec<RecordId>, Error> {
    let rows = record::table
        .filter(record::collection.eq(care.as_bytes().to_vec()))
        .filter(record::copy)
        .filter(record::content.is_not_null())
        .filter(record::kind.eq_any(kinds.to_vec()))
        .order((record::at_ms, record::id))
        .select(record::id);
    rows.load::<Vec<u8>>(connection)?.iter().map(|of| id(of)).collect()
}

/// Records whether a row has alternatives from a merge.
pub(super) fn note(connection: &mut SqliteConnection, row: i64, content: Option<&Payload>) -> Result<(), Error> {
    match content.is_some_and(|content| !content.alternatives().is_empty()) {
        true => diesel::insert_or_ignore_into(conflict::table).values(conflict::row.eq(row)).execute(connection)?,
        false => diesel::delete(conflict::table.find(row)).execute(connection)?,
    };
    Ok(())
}

/// Records of the own journal with alternatives from a merge.
pub(crate) fn with_alternatives(connection: &mut SqliteConnection) -> Result<Vec<Key>, Error> {
    let rows = conflict::table
        .inner_join(record::table.on(record::row.eq(conflict::row)))
        .order(record::at_ms.desc())
        .select((record::collection, record::id));
    let keys = rows.load::<(Vec<u8>, Vec<u8>)>(connection)?.into_iter();
    keys.map(|(collection, of)| Ok(Key { collection: id(&collection)?, id: id(&of)? })).collect()
}
