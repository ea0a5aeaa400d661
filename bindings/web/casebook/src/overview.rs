//! The brief and the trends of one client, computed by the journal.

use journal::brief::measure_summary::asking;
use journal::brief::{Brief, Trends, brief, trends};

use crate::{Casebook, Fault, Now};

impl Casebook {
    /// The brief. `since` (milliseconds since the Unix epoch) replaces the last visit.
    pub fn brief(&self, collection: &str, since: Option<f64>, now: Now) -> Result<Brief, Fault> {
        self.brief_in(collection, since, now, "en")
    }

    /// The brief, with the texts of safety items in a language (BCP 47).
    pub fn brief_in(&self, collection: &str, since: Option<f64>, now: Now, language: &str) -> Result<Brief, Fault> {
        let (_, items) = self.items(collection)?;
        let definitions = self.definitions(items);
        let mut brief = brief(items, &definitions, &now.into(), since.map(|since| since as i64));
        for flag in &mut brief.flags {
            let Some(answer) = &mut flag.answer else { continue };
            let instrument = flag.instrument.as_deref().unwrap_or_default();
            let Some((one, _)) = asking(&definitions, instrument, &answer.item) else { continue };
            let options = one.options_in(language);
            let said = |value: f64| {
                options.iter().find(|(known, _)| *known == value).map_or("", |(_, words)| *words).to_owned()
            };
            answer.question = one.item_in(&answer.item, language).unwrap_or_default().to_owned();
            answer.said = said(answer.value);
            answer.changed_text = answer.changed.map(said).unwrap_or_default();
            answer.before_text = answer.before.map(said).unwrap_or_default();
        }
        for summary in &mut brief.measures {
            let one = definitions.iter().find(|one| one.id == summary.instrument);
            let Some((one, item)) = one.zip(summary.item.as_mut()) else { continue };
            let options = one.options_in(language);
            item.said = options.iter().find(|(known, _)| *known == item.value).map_or("", |(_, words)| *words).into();
        }
        Ok(brief)
    }

    /// The trends of a client's ratings and measures.
    pub fn trends(&self, collection: &str, now: Now) -> Result<Trends, Fault> {
        let (_, items) = self.items(collection)?;
        Ok(trends(items, &self.definitions(items), &now.into()))
    }
}
