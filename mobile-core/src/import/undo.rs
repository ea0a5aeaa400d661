//! Undoing a whole import. Entries that the person has changed since then stay.

use journal::sync::{Ledger as _, write};
use serde::Serialize;

use super::take::digest;
use crate::commit::delete;
use crate::phone::Transfer;
use crate::store::records::StoreLedger;
use crate::store::{drafts, imports};
use crate::{Error, View, store};

/// Entries that are removed in one step.
const STEP: i64 = 100;

/// An import that was made on this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ImportView {
    /// The id for [`Transfer::undo_import`].
    pub id: String,
    /// The date and time of the import, as text.
    pub at: String,
    /// The app or format, such as `day_one`.
    pub from: String,
    /// Entries that it brought.
    pub entries: u32,
}

/// The result of undoing an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct UndoReport {
    /// Entries that were removed.
    pub removed: u32,
    /// Entries that stay: they were changed or shared since.
    pub kept: u32,
}

impl Transfer<'_> {
    /// The imports on this phone that can be undone, newest first.
    pub fn imports(self) -> Result<Vec<ImportView>, Error> {
        let all = self.phone.store.read(imports::all)?;
        let view = |one: imports::Import| {
            let at = jiff::Timestamp::from_millisecond(one.at_ms).unwrap_or_default();
            let at = at.in_tz(&self.phone.clock.now().zone).or_else(|_| at.in_tz("UTC"));
            ImportView {
                id: one.id.to_string(),
                at: at.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(),
                from: one.source,
                entries: u32::try_from(one.entries).unwrap_or(u32::MAX),
            }
        };
        Ok(all.into_iter().map(view).collect())
    }

    /// Removes everything that an import brought, here at once and everywhere else with the next sync. Entries that
    /// were changed or shared since stay and are counted.
    ///
    /// # Errors
    /// [`Error::NoEntry`] when there is no such import.
    pub fn undo_import(self, id: &str) -> Result<UndoReport, Error> {
        let id: i64 = id.parse().map_err(|_| Error::NoEntry)?;
        if !self.phone.store.read(imports::all)?.iter().any(|one| one.id == id) {
            return Err(Error::NoEntry);
        }
        self.undo(id)
    }

    pub(super) fn undo(self, id: i64) -> Result<UndoReport, Error> {
        let private = self.phone.private_collection()?;
        let (mut report, mut most) = (UndoReport::default(), STEP);
        loop {
            let step = self.phone.store.write::<_, Error>(|connection| {
                let some = imports::some_of(connection, id, most)?;
                let mut done = UndoReport::default();
                for one in &some {
                    imports::forget(connection, &one.key)?;
                    if one.draft {
                        if drafts::get(connection, one.key.id)?
                            .is_some_and(|draft| digest(&draft.content) == one.digest)
                        {
                            drafts::remove(connection, one.key.id)?;
                            done.removed += 1;
                        }
                        continue;
                    }
                    let mut ledger = StoreLedger::new(connection);
                    let Some(content) = ledger.row(&one.key)?.and_then(|row| row.content) else { continue };
                    if digest(&content) != one.digest {
                        done.kept += 1;
                        continue;
                    }
                    if one.key.collection == private {
                        delete(connection, one.key.id)?;
                    } else {
                        // Records by a therapist were never pushed from this phone, so no deletion is pushed either.
                        write(&mut ledger, &one.key, None)?;
                        imports::drop_row(connection, &one.key)?;
                    }
                    done.removed += 1;
                }
                if some.is_empty() {
                    imports::end(connection, id)?;
                }
                Ok((some.is_empty(), done))
            });
            let step = match step {
                // A smaller step needs less space.
                Err(Error::Store(store::Error::Full)) if most > 1 => {
                    self.phone.store.checkpoint();
                    most /= 10;
                    continue;
                }
                step => step?,
            };
            report.removed += step.1.removed;
            report.kept += step.1.kept;
            if step.0 {
                break;
            }
        }
        self.phone.written();
        self.phone.changed(View::Drafts);
        self.phone.attachments().sweep_attachments()?;
        Ok(report)
    }
}
