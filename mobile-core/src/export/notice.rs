//! Begins an export: asks for the PIN if there is one, and returns the notice that the export must carry.

use journal::export::{Notice, notice};

use crate::Error;
use crate::phone::Transfer;
use crate::store::{pages, recall};

impl Transfer<'_> {
    /// Every export begins here. The notice is due if a practice of the person, present or former, is under 42 CFR Part 2.
    ///
    /// # Errors
    /// [`Error::PinAgain`] where there is a PIN and it was not just shown.
    pub(super) fn begin_export(self) -> Result<Option<Notice>, Error> {
        self.phone.app_lock().require_authentication()?;
        // Also those of practices whose care has ended.
        let rows =
            self.phone.store.read(|connection| pages::visible(connection, &["practice_card"], None, i64::MAX))?;
        let cards: Vec<_> = rows.iter().filter_map(recall::item).collect();
        Ok(notice(cards.iter().map(|item| &item.record.body)))
    }
}
