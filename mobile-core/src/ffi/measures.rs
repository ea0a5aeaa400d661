//! Measures: one question a page; the safety page; help now.

use super::core::{entry, entry_or_none};
use super::{CoreError, PhoneCore};
use crate::entries::SafetyChoice;
use crate::view::{HelpView, MeasureNext, MeasurePage, MeasureResultView, MeasuresView, SafetyView};

#[uniffi::export]
impl PhoneCore {
    /// What is due, what was begun, what can be answered, and the results.
    pub fn measures(&self) -> Result<MeasuresView, CoreError> {
        self.said(self.phone.measures())
    }

    /// Begins a measure, or goes on with the one that was begun, at the question that comes next.
    pub fn open_measure(&self, instrument: String, assignment: Option<String>) -> Result<MeasurePage, CoreError> {
        self.said(entry_or_none(assignment).and_then(|assignment| self.phone.open_measure(&instrument, assignment)))
    }

    /// One question of a measure that was begun, counted from 0.
    pub fn measure_page(&self, draft: String, item: u32) -> Result<MeasurePage, CoreError> {
        self.said(entry(&draft).and_then(|draft| self.phone.measure_page(draft, item)))
    }

    /// Keeps one answer (absent: the question is left out) and says what follows. Safety comes first, always: it is told on
    /// the phone, also when the measure is never finished and never sent.
    pub fn answer_measure(&self, draft: String, item: u32, answer: Option<f64>) -> Result<MeasureNext, CoreError> {
        self.said(entry(&draft).and_then(|draft| self.phone.answer_page(draft, item, answer)))
    }

    /// The measure becomes an entry, complete or not: its result. Nobody sees it until it is shared.
    pub fn finish_measure(&self, draft: String) -> Result<MeasureResultView, CoreError> {
        self.said(entry(&draft).and_then(|draft| self.phone.measure_result(self.phone.finish_measure(draft)?)))
    }

    /// The result of an entry.
    pub fn measure_result(&self, id: String) -> Result<MeasureResultView, CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.measure_result(id)))
    }

    /// The safety page of an event, should it have been left.
    pub fn safety_page(&self, event: String) -> Result<SafetyView, CoreError> {
        self.said(entry(&event).and_then(|event| self.phone.safety_page(event)))
    }

    /// What the person chose on the safety page.
    pub fn choose_safety(&self, event: String, choice: SafetyChoice) -> Result<(), CoreError> {
        self.said(entry(&event).and_then(|event| self.phone.choose_safety(event, choice)))
    }

    /// Help now: the crisis plan, one's own people, the practice, numbers by region. Works without a network and while the
    /// journal is locked.
    pub fn help(&self) -> Result<HelpView, CoreError> {
        self.said(self.phone.help())
    }
}
