//! The brief and the trends of one client, as the journal makes them.

use journal::brief::{Brief, Trends, brief, trends};

use crate::{Casebook, Fault, Now};

impl Casebook {
    /// The brief. `since` (milliseconds since the Unix epoch) replaces the last visit.
    pub fn brief(&self, collection: &str, since: Option<f64>, now: Now) -> Result<Brief, Fault> {
        let (_, items) = self.items(collection)?;
        Ok(brief(items, &self.definitions(items), &now.into(), since.map(|since| since as i64)))
    }

    /// How things moved.
    pub fn trends(&self, collection: &str, now: Now) -> Result<Trends, Fault> {
        let (_, items) = self.items(collection)?;
        Ok(trends(items, &self.definitions(items), &now.into()))
    }
}
