//! Begins an export: asks for the PIN if there is one, and returns the notice that the export must carry.

use journal::export::{Notice, notice};

use crate::Error;
use crate::phone::Transfer;
use crate::store::recall;

impl Transfer<'_> {
    /// Every export begins here. The notice is due if a practice of the person, present or former, is under 42 CFR Part 2.
    ///
    /// # Errors
    /// [`Error::PinAgain`] where there is a PIN and it was not just shown.
    pub(super) fn begin_export(self) -> Result<Option<Notice>, Error> {
        self.phone.app_lock().require_authentication()?;
        let cards = self.phone.store.read(|connection| recall::items(connection, &["practice_card"], i64::MAX))?;
        Ok(notice(cards.iter().map(|item| &item.record.body)))
    }
}
