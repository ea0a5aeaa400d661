//! A change made on this device, and the copies of it that are shared.
//!
//! The private record is the truth. A care collection holds a projection of it under the same id, written in the same
//! transaction, so sharing and taking back are one atomic step, and a conflict on a copy is never merged but projected
//! again from the truth.

use protocol::RecordId;

use super::{Key, Ledger};
use crate::record::Payload;

/// Writes (or with `None` deletes) a record, and brings its shared copies in line.
pub fn write<L: Ledger>(ledger: &mut L, key: &Key, content: Option<Payload>) -> Result<(), L::Error> {
    let mut row = ledger.row(key)?.unwrap_or_default();
    if row.content == content {
        return Ok(());
    }
    row.edit(content);
    ledger.set_row(key, &row)?;
    if ledger.private()? == Some(key.collection) {
        project(ledger, key.id, row.content.as_ref(), Copies::All)?;
    }
    Ok(())
}

/// Which copies of a record to bring in line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// All: the truth was changed on this device.
    All,
    /// Those that wait to be sent: another device changed the truth, and makes the others itself.
    Waiting,
}

/// Brings the copies of a private record in line with it.
pub(super) fn project<L: Ledger>(
    ledger: &mut L,
    id: RecordId,
    private: Option<&Payload>,
    copies: Copies,
) -> Result<(), L::Error> {
    for collection in ledger.relationships()? {
        let wanted = private.and_then(|record| record.projection(collection));
        let key = Key { collection, id };
        let mut row = ledger.row(&key)?.unwrap_or_default();
        if row.content != wanted && (row.dirty || copies == Copies::All) {
            row.edit(wanted);
            ledger.set_row(&key, &row)?;
        }
    }
    Ok(())
}

/// What a copy should hold: `Some` of the wish when the row is a copy of a private record, `None` when it is a record
/// in its own right.
pub(super) fn projected<L: Ledger>(ledger: &mut L, key: &Key) -> Result<Option<Option<Payload>>, L::Error> {
    let Some(private) = ledger.private()?.filter(|private| *private != key.collection) else { return Ok(None) };
    let truth = ledger.row(&Key { collection: private, id: key.id })?;
    Ok(truth.map(|row| row.content.and_then(|record| record.projection(key.collection))))
}
