//! Begins an export: who holds the phone, and the notice that the export must carry.

use journal::export::{Notice, notice};
use journal::record::Body;

use crate::store::pages;
use crate::{Error, Phone};

impl Phone {
    /// Every export begins here. The notice is due if a practice of the person, present or former, is under 42 CFR Part 2.
    ///
    /// # Errors
    /// [`Error::PinAgain`] where there is a PIN and it was not just shown.
    pub(super) fn begin_export(&self) -> Result<Option<Notice>, Error> {
        self.require_authentication()?;
        let rows = self.store.read(|connection| pages::visible(connection, &["practice_card"], None, i64::MAX))?;
        let read = rows.iter().filter_map(|(_, row)| row.content.as_ref()?.to_record().ok());
        let cards: Vec<Body> = read.map(|record| record.body).collect();
        Ok(notice(&cards))
    }
}
