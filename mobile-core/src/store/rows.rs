//! Rows of the table of records: their columns, their keys, and what of a payload is indexed.

use diesel::prelude::*;
use journal::record::{Body, Payload};
use journal::sync::{Key, Row};
use protocol::RecordId;

use super::schema::record;
use super::{Error, id, trust};

#[derive(Queryable, Selectable)]
#[diesel(table_name = record)]
pub(super) struct RecordRow {
    collection: Vec<u8>,
    id: Vec<u8>,
    revision: i32,
    base: Option<Vec<u8>>,
    pub(super) content: Option<Vec<u8>>,
    dirty: bool,
    sent: Option<Vec<u8>>,
    held: Option<String>,
    seal: Option<Vec<u8>>,
}

impl TryFrom<RecordRow> for (Key, Row) {
    type Error = Error;

    fn try_from(line: RecordRow) -> Result<Self, Error> {
        let key = Key { collection: id(&line.collection)?, id: id(&line.id)? };
        let row = Row {
            revision: unsigned(line.revision)?,
            base: line.base.as_deref().map(payload).transpose()?,
            content: line.content.as_deref().map(payload).transpose()?,
            dirty: line.dirty,
            sent: line.sent.as_deref().map(trust::sent).transpose()?,
            held: line.held,
            floor: 0,
            stamp: line.seal.as_deref().map(trust::stamp).transpose()?,
            missing: false,
        };
        Ok((key, row))
    }
}

pub(super) fn payload(json: &[u8]) -> Result<Payload, Error> {
    Payload::from_json(json).map_err(|_| Error::Damaged)
}

pub(super) fn unsigned(number: i32) -> Result<u32, Error> {
    number.try_into().map_err(|_| Error::Damaged)
}

pub(super) fn signed(number: u32) -> Result<i32, Error> {
    number.try_into().map_err(|_| Error::Failed)
}

pub(super) type At = diesel::dsl::Filter<
    diesel::dsl::Filter<record::table, diesel::dsl::Eq<record::collection, Vec<u8>>>,
    diesel::dsl::Eq<record::id, Vec<u8>>,
>;

pub(super) fn at(key: &Key) -> At {
    record::table
        .filter(record::collection.eq(key.collection.as_bytes().to_vec()))
        .filter(record::id.eq(key.id.as_bytes().to_vec()))
}

pub(super) fn pair(key: &Key) -> (Vec<u8>, Vec<u8>) {
    (key.collection.as_bytes().to_vec(), key.id.as_bytes().to_vec())
}

pub(super) fn keys(rows: Vec<(Vec<u8>, Vec<u8>)>) -> Result<Vec<Key>, Error> {
    rows.into_iter().map(|(collection, record)| Ok(Key { collection: id(&collection)?, id: id(&record)? })).collect()
}

/// The indexed columns of a payload.
pub(super) struct Facts<'a> {
    pub(super) kind: &'a str,
    pub(super) at_ms: i64,
    pub(super) about: Option<RecordId>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(payload: Option<&'a Payload>) -> Self {
        let Some(payload) = payload else { return Self { kind: "", at_ms: 0, about: None } };
        let record = payload.to_record().ok();
        let about = record.as_ref().and_then(|record| match &record.body {
            Body::Reply(reply) => Some(reply.to),
            Body::ReviewMark(mark) => Some(mark.entry),
            Body::FlagSeen(seen) => seen.event,
            Body::Step(step) => step.from_entry,
            Body::Version(version) => Some(version.of),
            Body::SafetyEvent(event) => event.response,
            _ => None,
        });
        Self { kind: payload.kind(), at_ms: record.map_or(0, |record| record.when.unix_ms), about }
    }
}
