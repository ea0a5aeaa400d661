//! The journey, page by page; one entry; search.

use super::core::{entry, entry_or_none};
use super::{CoreError, PhoneCore};
use crate::view::{EntryView, Hit, JourneyFilter, JourneyPage, LookBackView, SearchForm, SearchView, TimelineView};

#[uniffi::export]
impl PhoneCore {
    /// A page of the journey, newest first: at most `limit` rows after the row `before`. A filter may leave a page short or
    /// empty; the last page is the one without a `next`.
    pub fn journey(&self, filter: JourneyFilter, before: Option<String>, limit: u32) -> Result<JourneyPage, CoreError> {
        self.said(entry_or_none(before).and_then(|before| self.phone.journey(&filter, before, limit)))
    }

    /// The whole journey at once: sessions as landmarks, and what was written between them, newest first. For what wants
    /// all of it; a screen asks for pages.
    pub fn timeline(&self) -> Result<TimelineView, CoreError> {
        self.said(self.phone.timeline())
    }

    /// Entries, newest first: those of these kinds (all, if none are named), after the entry `before` if it is given.
    pub fn list(&self, kinds: Vec<String>, before: Option<String>, limit: u32) -> Result<Vec<EntryView>, CoreError> {
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        self.said(entry_or_none(before).and_then(|before| self.phone.list(&kinds, before, limit)))
    }

    /// Looks back over the last `days` days: trends as points a day, what returns, what today recalls.
    pub fn look_back(&self, days: u32) -> Result<LookBackView, CoreError> {
        self.said(self.phone.look_back(days))
    }

    /// "Do not show me this again": no day recalls this entry any more. It stays in the journey.
    pub fn recall_no_more(&self, entry: String) -> Result<(), CoreError> {
        self.said(super::core::entry(&entry).and_then(|entry| self.phone.recall_no_more(entry)))
    }

    /// One entry, with what was answered to it.
    pub fn show(&self, id: String) -> Result<EntryView, CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.show(id)))
    }

    /// Finds entries by words and by what they are: kinds, themes, phase, dates. When no entry has a word as it was typed,
    /// the closest words of the journal are tried in its place, and said.
    pub fn find(&self, form: SearchForm) -> Result<SearchView, CoreError> {
        self.said(self.phone.find(&form))
    }

    /// Finds entries by the words in them and in the therapist's answers, as you type: every word must be there, the last
    /// one may be unfinished. The best first.
    pub fn search(&self, query: String) -> Result<Vec<Hit>, CoreError> {
        self.said(self.phone.search(&query))
    }
}
