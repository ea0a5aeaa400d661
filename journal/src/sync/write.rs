//! Local changes, and the shared copies of a record.
//!
//! The private record is the source of truth. A care collection holds a projection of it (its shared copy) under the
//! same id. Both are written in one transaction, so sharing and taking back are atomic. A conflict on a copy is never
//! merged: the copy is projected again.

use protocol::RecordId;

use super::{Key, Ledger};
use crate::record::Payload;

/// Writes a record, or deletes it if `content` is `None`, and updates its shared copies.
pub fn write<L: Ledger>(ledger: &mut L, key: &Key, content: Option<Payload>) -> Result<(), L::Error> {
    let mut row = ledger.row(key)?.unwrap_or_default();
    if row.content == content {
        return Ok(());
    }
    row.edit(content);
    ledger.set_row(key, &row)?;
    if ledger.private()? == Some(key.collection) {
        update_copies(ledger, key.id, row.content.as_ref(), Copies::All)?;
    }
    Ok(())
}

/// Which copies of a record to update.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// All copies: this device changed the private record.
    All,
    /// Only copies in the outbox: another device changed the private record and updates the other copies itself.
    Waiting,
}

/// Updates the copies of a private record.
pub(super) fn update_copies<L: Ledger>(
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

/// The content that a row should have as a copy: `Some(content)` if the row is a copy of a private record, `None` if it
/// is an independent record.
pub(super) fn expected_copy<L: Ledger>(ledger: &mut L, key: &Key) -> Result<Option<Option<Payload>>, L::Error> {
    let Some(private) = ledger.private()?.filter(|private| *private != key.collection) else { return Ok(None) };
    let truth = ledger.row(&Key { collection: private, id: key.id })?;
    Ok(truth.map(|row| row.content.and_then(|record| record.projection(key.collection))))
}
