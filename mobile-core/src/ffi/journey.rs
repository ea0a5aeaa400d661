//! The journey, page by page; one entry; search.

use super::core::{entry, entry_or_none};
use super::{CoreError, PhoneCore};
use crate::view::{EntryView, Hit, JourneyFilter, JourneyPage, LookBackView, SearchForm, SearchView, TimelineView};

#[uniffi::export]
impl PhoneCore {
    /// A page of the journey, newest first: at most `limit` rows after the row `before`. A filter may leave a page short or
    /// empty; the last page is the one without a `next`.
    pub fn journey(&self, filter: JourneyFilter, before: Option<String>, limit: u32) -> Result<JourneyPage, CoreError> {
        self.localized(entry_or_none(before).and_then(|before| self.phone.pages().journey(&filter, before, limit)))
    }

    /// The whole journey at once: sessions and the entries between them, newest first. A screen loads pages instead.
    pub fn timeline(&self) -> Result<TimelineView, CoreError> {
        self.localized(self.phone.pages().timeline())
    }

    /// Entries of these kinds (all, if empty), newest first, after the entry `before` if it is given.
    pub fn list(&self, kinds: Vec<String>, before: Option<String>, limit: u32) -> Result<Vec<EntryView>, CoreError> {
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        self.localized(entry_or_none(before).and_then(|before| self.phone.pages().list(&kinds, before, limit)))
    }

    /// Looks back over the last `days` days: trends with one point a day, recurring themes, memories of this day.
    pub fn look_back(&self, days: u32) -> Result<LookBackView, CoreError> {
        self.localized(self.phone.pages().look_back(days))
    }

    /// "Do not show me this again": the entry is no longer a memory. It stays in the journey.
    pub fn recall_no_more(&self, entry: String) -> Result<(), CoreError> {
        self.localized(super::core::entry(&entry).and_then(|entry| self.phone.pages().recall_no_more(entry)))
    }

    /// One entry with its replies.
    pub fn show(&self, id: String) -> Result<EntryView, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.pages().show(id)))
    }

    /// Finds entries by words and filters: kinds, themes, phase, dates. If no entry contains a word as typed, the closest words
    /// of the journal are searched instead, and the result says so.
    pub fn find(&self, form: SearchForm) -> Result<SearchView, CoreError> {
        self.localized(self.phone.pages().find(&form))
    }

    /// Finds entries by words in them and in the therapist's replies, while typing: every word must occur, the last one may be
    /// unfinished. Best match first.
    pub fn search(&self, query: String) -> Result<Vec<Hit>, CoreError> {
        self.localized(self.phone.pages().search(&query))
    }
}
