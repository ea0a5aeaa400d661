//! The brief and the trends of one client, computed by the journal.

use journal::brief::{Brief, Trends, brief, trends};
use journal::measures::Definition;

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
        let asked = |instrument: &str, version: &str| {
            definitions.iter().find(|one| one.id == instrument && one.version == version)
        };
        let said = |one: Option<&Definition>, value: f64| {
            let options = one.map(|one| one.options_in(language)).unwrap_or_default();
            options.iter().find(|(known, _)| *known == value).map_or("", |(_, words)| *words).to_owned()
        };
        for flag in &mut brief.flags {
            let Some(answer) = &mut flag.answer else { continue };
            // Another version may have other words.
            let instrument = flag.instrument.as_deref().unwrap_or_default();
            let [now, before] = [&answer.versions.0, &answer.versions.1].map(|version| asked(instrument, version));
            answer.question = now.and_then(|one| one.item_in(&answer.item, language)).unwrap_or_default().to_owned();
            answer.said = said(now, answer.value);
            answer.changed_text = answer.changed.map(|value| said(now, value)).unwrap_or_default();
            answer.before_text = answer.before.map(|value| said(before, value)).unwrap_or_default();
        }
        for summary in &mut brief.measures {
            let Some(item) = summary.item.as_mut() else { continue };
            item.said = said(asked(&summary.instrument, &item.version), item.value);
        }
        Ok(brief)
    }

    /// The trends of a client's ratings and measures.
    pub fn trends(&self, collection: &str, now: Now) -> Result<Trends, Fault> {
        let (_, items) = self.items(collection)?;
        Ok(trends(items, &self.definitions(items), &now.into()))
    }
}
