//! Imports and the records that each of them brought, for undo.

use diesel::prelude::*;
use journal::sync::Key;

use protocol::CollectionId;

use super::records::StoreLedger;
use super::schema::{collection, import, imported, record};
use super::{Error, id};

/// An import that can be undone.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub id: i64,
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// The app or format that it came from.
    pub source: String,
    /// Number of entries that still belong to this import.
    pub entries: i64,
}

/// A record that an import brought.
pub(crate) struct Imported {
    pub key: Key,
    pub draft: bool,
    /// SHA-256 of the imported payload.
    pub digest: Vec<u8>,
}

/// The key as stored. The own collection is stored as empty bytes, because its id changes when an account is
/// registered.
fn place(connection: &mut SqliteConnection, key: &Key) -> Result<(Vec<u8>, Vec<u8>), Error> {
    let own = own(connection)? == Some(key.collection);
    let collection = if own { Vec::new() } else { key.collection.as_bytes().to_vec() };
    Ok((collection, key.id.as_bytes().to_vec()))
}

fn own(connection: &mut SqliteConnection) -> Result<Option<CollectionId>, Error> {
    use journal::sync::Ledger as _;
    StoreLedger::new(connection).private()
}

/// Inserts an import and returns its id.
pub(crate) fn begin(connection: &mut SqliteConnection, at_ms: i64, source: &str) -> Result<i64, Error> {
    let values = (import::at_ms.eq(at_ms), import::source.eq(source));
    Ok(diesel::insert_into(import::table).values(values).returning(import::id).get_result(connection)?)
}

/// Stores what an import brought. An entry of an earlier import that this one updates stays with the earlier one.
pub(crate) fn put(
    connection: &mut SqliteConnection,
    of: i64,
    key: &Key,
    draft: bool,
    digest: &[u8],
) -> Result<(), Error> {
    let (collection, id) = place(connection, key)?;
    diesel::insert_into(imported::table)
        .values((
            imported::collection.eq(collection),
            imported::id.eq(id),
            imported::import.eq(of),
            imported::draft.eq(draft),
            imported::digest.eq(digest),
        ))
        .on_conflict((imported::collection, imported::id))
        .do_update()
        .set(imported::digest.eq(digest))
        .execute(connection)?;
    Ok(())
}

/// The hash of an entry when it was imported; `None` if no import on this phone brought it.
pub(crate) fn digest(connection: &mut SqliteConnection, key: &Key) -> Result<Option<Vec<u8>>, Error> {
    let of = imported::table.find(place(connection, key)?);
    Ok(of.select(imported::digest).first(connection).optional()?)
}

/// All imports, the last one first.
pub(crate) fn all(connection: &mut SqliteConnection) -> Result<Vec<Import>, Error> {
    let rows: Vec<(i64, i64, String)> = import::table.order(import::id.desc()).load(connection)?;
    let entries = |(id, at_ms, source): (i64, i64, String)| {
        let entries = imported::table.filter(imported::import.eq(id)).count().get_result(connection)?;
        Ok(Import { id, at_ms, source, entries })
    };
    rows.into_iter().map(entries).collect()
}

/// Some of the records that an import brought.
pub(crate) fn some_of(connection: &mut SqliteConnection, of: i64, most: i64) -> Result<Vec<Imported>, Error> {
    type Row = (Vec<u8>, Vec<u8>, i64, bool, Vec<u8>);
    let rows: Vec<Row> = imported::table.filter(imported::import.eq(of)).limit(most).load(connection)?;
    let own = own(connection)?;
    let read = |(collection, of, _, draft, digest): Row| {
        let collection = if collection.is_empty() { own.ok_or(Error::Failed)? } else { id(&collection)? };
        Ok(Imported { key: Key { collection, id: id(&of)? }, draft, digest })
    };
    rows.into_iter().map(read).collect()
}

/// The record no longer belongs to an import.
pub(crate) fn forget(connection: &mut SqliteConnection, key: &Key) -> Result<(), Error> {
    let of = imported::table.find(place(connection, key)?);
    diesel::delete(of).execute(connection)?;
    Ok(())
}

/// Deletes an import that has no records left.
pub(crate) fn end(connection: &mut SqliteConnection, of: i64) -> Result<(), Error> {
    diesel::delete(import::table.find(of)).execute(connection)?;
    // Relationships that are only known from an import, and have no records left. Such a row has a name and no kind.
    let known = collection::table.filter(collection::kind.eq("")).filter(collection::ended.eq(true));
    let known = known.filter(collection::epoch.eq(0)).filter(collection::welcome.is_not_null());
    for of in known.select(collection::id).load::<Vec<u8>>(connection)? {
        let rows = record::table.filter(record::collection.eq(&of)).count().get_result::<i64>(connection)?;
        if rows == 0 {
            diesel::delete(collection::table.find(of)).execute(connection)?;
        }
    }
    Ok(())
}

/// Drops a row that was never synced.
pub(crate) fn drop_row(connection: &mut SqliteConnection, key: &Key) -> Result<(), Error> {
    let row = record::table
        .filter(record::collection.eq(key.collection.as_bytes().to_vec()))
        .filter(record::id.eq(key.id.as_bytes().to_vec()));
    diesel::delete(row).execute(connection)?;
    Ok(())
}
