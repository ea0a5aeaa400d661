//! Measures: one question a page; the safety page; help now.

use super::core::{entry, entry_or_none};
use super::{CoreError, PhoneCore};
use crate::entries::SafetyChoice;
use crate::view::{
    HarmView, HelpView, MeasureNext, MeasurePage, MeasureResultView, MeasuresView, PlanPage, SafetyView,
};

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

    /// With the first question shown of an assigned measure: whether its therapist gets the answers on finishing. The same
    /// question is shown again.
    pub fn agree_measure(&self, draft: String, item: u32, agreed: bool) -> Result<MeasurePage, CoreError> {
        self.said(entry(&draft).and_then(|draft| self.phone.agree_page(draft, item, agreed)))
    }

    /// The answers to an assigned measure stay private: the person has decided, and is not asked again.
    pub fn keep_measure_private(&self, id: String) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.keep_measure_private(id)))
    }

    /// "Let X see this answer": shares the event with the one answer that raised it, also when the form was left.
    pub fn share_safety(&self, event: String, care: Option<String>) -> Result<(), CoreError> {
        self.said(entry(&event).and_then(|event| self.phone.share_safety(event, care.as_deref())))
    }

    /// "I am all right for now": the card on Today goes.
    pub fn settle_safety(&self, event: String) -> Result<(), CoreError> {
        self.said(entry(&event).and_then(|event| self.phone.settle_safety(event)))
    }

    /// Help now: the crisis plan, one's own people, the practice, numbers by region. Works without a network and while the
    /// journal is locked.
    pub fn help(&self) -> Result<HelpView, CoreError> {
        self.said(self.phone.help())
    }

    /// Help now with the numbers of another place: where the person is.
    pub fn help_in(&self, region: String) -> Result<HelpView, CoreError> {
        self.said(self.phone.help_in(&region))
    }

    /// If something was done to the person: what can be done, and whom to talk to. Works while the journal is locked, and
    /// nothing is recorded by opening it.
    pub fn harm(&self) -> Result<HarmView, CoreError> {
        self.said(self.phone.harm())
    }

    /// The line that answers a mood of 0 or 1, whatever it was tapped in; absent for a higher one.
    pub fn low_mood_line(&self, mood: Option<u8>) -> Option<String> {
        self.phone.low_mood_line(mood)
    }

    /// The crisis plan's page.
    pub fn plan_page(&self) -> Result<PlanPage, CoreError> {
        self.said(self.phone.plan_page())
    }

    /// The person has looked at the plan and found it right; with whom, if they went through it together.
    pub fn review_plan(&self, together_with: Option<String>) -> Result<(), CoreError> {
        self.said(self.phone.review_plan(together_with.as_deref()))
    }

    /// A line that a therapist suggests for the plan is taken (in the person's own words, if they are given) or let be.
    pub fn settle_proposal(&self, id: String, taken: Option<String>) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.settle_proposal(id, taken.as_deref())))
    }
}
