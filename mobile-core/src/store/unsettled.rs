//! Records that are not settled: held back from the server, or set aside because they could not be applied.

use std::collections::BTreeSet;

use diesel::prelude::*;
use journal::record::Payload;
use protocol::sync::Record;
use protocol::{Blob, CollectionId, RecordId};

use super::rows::{payload, unsigned};
use super::schema::{aside, record};
use super::{Error, id};

/// The records set aside in a collection, to try them again.
pub(crate) fn set_aside_in(connection: &mut SqliteConnection, collection: CollectionId) -> Result<Vec<Record>, Error> {
    type Columns = (Vec<u8>, i32, i64, Option<Vec<u8>>, bool);
    let rows = aside::table.filter(aside::collection.eq(collection.as_bytes().to_vec()));
    let lines: Vec<Columns> =
        rows.select((aside::id, aside::revision, aside::seq, aside::blob, aside::deleted)).load(connection)?;
    let record = |(of, revision, seq, blob, deleted): Columns| {
        let seq = u64::try_from(seq).map_err(|_| Error::Damaged)?;
        Ok(Record { id: id(&of)?, revision: unsigned(revision)?, seq, deleted, blob: blob.map(Blob) })
    };
    lines.into_iter().map(record).collect()
}

/// The distinct codes of held rows.
pub(crate) fn held(connection: &mut SqliteConnection) -> Result<Vec<String>, Error> {
    let codes = record::table.select(record::held.assume_not_null()).filter(record::held.is_not_null()).distinct();
    Ok(codes.order(record::held).load(connection)?)
}

/// The records held for this reason.
pub(crate) fn held_for(connection: &mut SqliteConnection, code: &str) -> Result<Vec<(RecordId, Payload)>, Error> {
    let held = record::table.filter(record::held.eq(code)).filter(record::content.is_not_null());
    let rows: Vec<(Vec<u8>, Vec<u8>)> =
        held.order(record::row).select((record::id, record::content.assume_not_null())).load(connection)?;
    let mut seen = BTreeSet::new();
    let read = |(of, content): (Vec<u8>, Vec<u8>)| Ok((id::<RecordId>(&of)?, payload(&content)?));
    let all: Vec<(RecordId, Payload)> = rows.into_iter().map(read).collect::<Result<_, Error>>()?;
    Ok(all.into_iter().filter(|(of, _)| seen.insert(*of)).collect())
}
