//! Drafts, saved at every pause.

use diesel::prelude::*;
use journal::record::Payload;
use protocol::RecordId;

use super::schema::draft;
use super::{Error, id};

/// A draft of a new entry, or of a change to one.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// The entry that it is or becomes.
    pub id: RecordId,
    pub content: Payload,
    /// The entry's state when the change began; absent for a new one.
    pub base: Option<Payload>,
    /// Milliseconds since the Unix epoch.
    pub saved_at: i64,
}

type Row = (Vec<u8>, Vec<u8>, Option<Vec<u8>>, i64);

fn read((of, content, base, saved_at): Row) -> Result<Draft, Error> {
    let payload = |json: &[u8]| Payload::from_json(json).map_err(|_| Error::Damaged);
    let base = base.as_deref().map(payload).transpose()?;
    Ok(Draft { id: id(&of)?, content: payload(&content)?, base, saved_at })
}

pub(crate) fn get(connection: &mut SqliteConnection, of: RecordId) -> Result<Option<Draft>, Error> {
    let row: Option<Row> = draft::table.find(&of.as_bytes()[..]).first(connection).optional()?;
    row.map(read).transpose()
}

/// All drafts, the last saved first.
pub(crate) fn all(connection: &mut SqliteConnection) -> Result<Vec<Draft>, Error> {
    let rows: Vec<Row> = draft::table.order((draft::saved_at.desc(), draft::id)).load(connection)?;
    rows.into_iter().map(read).collect()
}

pub(crate) fn put(connection: &mut SqliteConnection, one: &Draft) -> Result<(), Error> {
    diesel::replace_into(draft::table)
        .values((
            draft::id.eq(&one.id.as_bytes()[..]),
            draft::content.eq(one.content.to_json()),
            draft::base.eq(one.base.as_ref().map(Payload::to_json)),
            draft::saved_at.eq(one.saved_at),
        ))
        .execute(connection)?;
    Ok(())
}

pub(crate) fn remove(connection: &mut SqliteConnection, of: RecordId) -> Result<(), Error> {
    diesel::delete(draft::table.find(&of.as_bytes()[..])).execute(connection)?;
    Ok(())
}
