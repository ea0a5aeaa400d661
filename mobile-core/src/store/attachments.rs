//! Which records refer to which attachments, and which uploads and deletions are pending.
//!
//! Updated by [`super::records::StoreLedger::set_row`] in the record's own transaction: sharing an entry uploads its
//! attachments for the copy, unsharing or deleting it removes them, on whichever phone it was done.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
use journal::record::Payload;
use journal::sync::Key;
use protocol::{AttachmentId, CollectionId};
use serde_json::Value;

use super::schema::{attachment_place, attachment_ref, record};
use super::{Error, collections, id};

/// A pending upload or deletion of an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttachmentTask {
    pub collection: CollectionId,
    pub id: AttachmentId,
    /// Size in bytes, before sealing.
    pub size: u64,
    /// Whether to upload it; otherwise to delete it.
    pub wanted: bool,
}

/// The attachments that a record names, with the size of each. By field and not by kind, so that kinds of newer versions
/// keep theirs.
pub(crate) fn named(payload: Option<&Payload>) -> BTreeMap<AttachmentId, i64> {
    let one = |value: &Value| {
        let id = value.get("id")?.as_str()?.parse().ok()?;
        Some((id, value.get("size").and_then(Value::as_i64).unwrap_or(0).max(0)))
    };
    payload.map(Payload::attachments).unwrap_or_default().iter().filter_map(one).collect()
}

/// A row has changed: takes over what it refers to. `dirty` has the server asked again whether it has all of it.
pub(super) fn refer(
    connection: &mut SqliteConnection,
    row: i64,
    key: &Key,
    content: Option<&Payload>,
    dirty: bool,
    known: bool,
) -> Result<(), Error> {
    let now = named(content);
    let before: Vec<Vec<u8>> = if known {
        attachment_ref::table.filter(attachment_ref::row.eq(row)).select(attachment_ref::id).load(connection)?
    } else {
        Vec::new()
    };
    let before: Vec<AttachmentId> = before.iter().map(|bytes| id(bytes)).collect::<Result<_, _>>()?;
    for gone in before.iter().filter(|id| !now.contains_key(id)) {
        diesel::delete(attachment_ref::table.find((row, gone.as_bytes().to_vec()))).execute(connection)?;
        delete_unnamed(connection, key.collection, *gone)?;
    }
    for (one, size) in &now {
        let new = !before.contains(one);
        if new {
            let bytes = one.as_bytes().to_vec();
            diesel::insert_or_ignore_into(attachment_ref::table)
                .values((attachment_ref::row.eq(row), attachment_ref::id.eq(&bytes), attachment_ref::size.eq(size)))
                .execute(connection)?;
        }
        if new || dirty {
            // Another phone's record: it brings its own attachments there.
            let settled = !dirty;
            want(connection, key.collection, *one, *size, settled)?;
        }
    }
    Ok(())
}

/// Marks an attachment to be deleted from a collection in which no record names it any more.
fn delete_unnamed(connection: &mut SqliteConnection, collection: CollectionId, of: AttachmentId) -> Result<(), Error> {
    let (collection, bytes) = (collection.as_bytes().to_vec(), of.as_bytes().to_vec());
    let others = attachment_ref::table
        .inner_join(record::table.on(record::row.eq(attachment_ref::row)))
        .filter(attachment_ref::id.eq(&bytes))
        .filter(record::collection.eq(&collection));
    if !diesel::select(diesel::dsl::exists(others)).get_result::<bool>(connection)? {
        diesel::update(attachment_place::table.find((&collection, &bytes)))
            .set((
                attachment_place::wanted.eq(false),
                attachment_place::settled.eq(false),
                attachment_place::problem.eq(None::<String>),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Marks an attachment as wanted in a collection; `settled` if it does not have to be uploaded from here.
fn want(
    connection: &mut SqliteConnection,
    collection: CollectionId,
    of: AttachmentId,
    size: i64,
    settled: bool,
) -> Result<(), Error> {
    diesel::insert_into(attachment_place::table)
        .values((
            attachment_place::collection.eq(collection.as_bytes().to_vec()),
            attachment_place::id.eq(of.as_bytes().to_vec()),
            attachment_place::size.eq(size),
            attachment_place::wanted.eq(true),
            attachment_place::settled.eq(settled),
        ))
        .on_conflict((attachment_place::collection, attachment_place::id))
        .do_update()
        .set((
            attachment_place::wanted.eq(true),
            attachment_place::settled.eq(excluded(attachment_place::settled)),
            attachment_place::problem.eq(None::<String>),
        ))
        .execute(connection)?;
    Ok(())
}

/// The server may have lost what was brought there: each is looked for again.
pub(super) fn doubt(connection: &mut SqliteConnection, collection: CollectionId) -> Result<(), Error> {
    let here = attachment_place::table.filter(attachment_place::collection.eq(collection.as_bytes().to_vec()));
    diesel::update(here).set(attachment_place::settled.eq(false)).execute(connection)?;
    Ok(())
}

/// Pending transfers: deletions first.
pub(crate) fn waiting(connection: &mut SqliteConnection) -> Result<Vec<AttachmentTask>, Error> {
    type Columns = (Vec<u8>, Vec<u8>, i64, bool);
    let rows = attachment_place::table
        .filter(diesel::dsl::not(attachment_place::settled))
        .filter(attachment_place::collection.ne_all(over(connection)?))
        .order((attachment_place::wanted, attachment_place::collection, attachment_place::id))
        .select((attachment_place::collection, attachment_place::id, attachment_place::size, attachment_place::wanted));
    let lines: Vec<Columns> = rows.load(connection)?;
    let place = |(collection, of, size, wanted): Columns| {
        let size = u64::try_from(size).map_err(|_| Error::Damaged)?;
        Ok(AttachmentTask { collection: id(&collection)?, id: id(&of)?, size, wanted })
    };
    lines.into_iter().map(place).collect()
}

/// The care collections without access: nothing is uploaded to them, and nothing deleted.
fn over(connection: &mut SqliteConnection) -> Result<Vec<Vec<u8>>, Error> {
    let known = collections::all(connection)?.into_iter();
    Ok(known.filter(|one| !one.private && !one.is_open()).map(|one| one.id.as_bytes().to_vec()).collect())
}

/// How many wait (without those that cannot be brought now), and the codes of why others cannot.
pub(crate) fn pending(connection: &mut SqliteConnection) -> Result<(u32, Vec<String>), Error> {
    let rows = attachment_place::table
        .filter(diesel::dsl::not(attachment_place::settled))
        .filter(attachment_place::collection.ne_all(over(connection)?));
    let waiting: i64 = rows.clone().filter(attachment_place::problem.is_null()).count().get_result(connection)?;
    let problems = rows
        .filter(attachment_place::problem.is_not_null())
        .select(attachment_place::problem.assume_not_null())
        .distinct();
    Ok((u32::try_from(waiting).unwrap_or(u32::MAX), problems.load(connection)?))
}

/// Its state on the server is as required. An attachment that was deleted there is deleted here too.
pub(crate) fn settle(connection: &mut SqliteConnection, place: &AttachmentTask) -> Result<(), Error> {
    let row = attachment_place::table
        .find((place.collection.as_bytes().to_vec(), place.id.as_bytes().to_vec()))
        // Only if nothing has changed meanwhile.
        .filter(attachment_place::wanted.eq(place.wanted));
    if place.wanted {
        diesel::update(row)
            .set((attachment_place::settled.eq(true), attachment_place::problem.eq(None::<String>)))
            .execute(connection)?;
    } else {
        diesel::delete(row).execute(connection)?;
    }
    Ok(())
}

/// It cannot be brought there now, and why.
pub(crate) fn set_problem(connection: &mut SqliteConnection, place: &AttachmentTask, code: &str) -> Result<(), Error> {
    let row = attachment_place::table.find((place.collection.as_bytes().to_vec(), place.id.as_bytes().to_vec()));
    diesel::update(row).set(attachment_place::problem.eq(code)).execute(connection)?;
    Ok(())
}

/// Whether any record refers to it.
pub(crate) fn is_named(connection: &mut SqliteConnection, of: AttachmentId) -> Result<bool, Error> {
    let refs = attachment_ref::table.filter(attachment_ref::id.eq(of.as_bytes().to_vec()));
    Ok(diesel::select(diesel::dsl::exists(refs)).get_result(connection)?)
}

/// Moves attachments from before the account into the account's private collection.
pub(super) fn rehome(connection: &mut SqliteConnection, from: CollectionId, to: CollectionId) -> Result<(), Error> {
    diesel::update(attachment_place::table.filter(attachment_place::collection.eq(from.as_bytes().to_vec())))
        .set(attachment_place::collection.eq(to.as_bytes().to_vec()))
        .execute(connection)?;
    Ok(())
}
