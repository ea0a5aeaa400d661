//! Measures: one question per page; the safety page; help now.

use super::core::{entry, entry_or_none};
use super::{CoreError, PhoneCore};
use crate::entries::SafetyChoice;
use crate::view::{
    HarmView, HelpView, MeasureNext, MeasurePage, MeasureResultView, MeasuresView, PlanPage, SafetyView,
};

#[uniffi::export]
impl PhoneCore {
    /// Due, begun and available measures, and results.
    pub fn measures(&self) -> Result<MeasuresView, CoreError> {
        self.localized(self.phone.measures().list())
    }

    /// Begins a measure, or continues its draft, at the next question.
    pub fn open_measure(&self, instrument: String, assignment: Option<String>) -> Result<MeasurePage, CoreError> {
        self.localized(
            entry_or_none(assignment)
                .and_then(|assignment| self.phone.measures().open_measure(&instrument, assignment)),
        )
    }

    /// One question of a measure in progress, counted from 0.
    pub fn measure_page(&self, draft: String, item: u32) -> Result<MeasurePage, CoreError> {
        self.localized(entry(&draft).and_then(|draft| self.phone.measures().measure_page(draft, item)))
    }

    /// Saves one answer (absent: the question is skipped) and returns the next page. A safety page comes first, even if
    /// the measure is never finished or shared.
    pub fn answer_measure(&self, draft: String, item: u32, answer: Option<f64>) -> Result<MeasureNext, CoreError> {
        self.localized(entry(&draft).and_then(|draft| self.phone.measures().answer_page(draft, item, answer)))
    }

    /// Finishes a measure, complete or not, and returns its result. It is shared with the therapist who assigned it if
    /// the person agreed to that; otherwise it is private.
    pub fn finish_measure(&self, draft: String) -> Result<MeasureResultView, CoreError> {
        self.localized(
            entry(&draft)
                .and_then(|draft| self.phone.measures().measure_result(self.phone.measures().finish_measure(draft)?)),
        )
    }

    /// The result of an entry.
    pub fn measure_result(&self, id: String) -> Result<MeasureResultView, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.measures().measure_result(id)))
    }

    /// The safety page of an event, to open it again.
    pub fn safety_page(&self, event: String) -> Result<SafetyView, CoreError> {
        self.localized(entry(&event).and_then(|event| self.phone.safety().safety_page(event)))
    }

    /// Records the person's choice on the safety page.
    pub fn choose_safety(&self, event: String, choice: SafetyChoice) -> Result<(), CoreError> {
        self.localized(entry(&event).and_then(|event| self.phone.safety().choose_safety(event, choice)))
    }

    /// On the first question of an assigned measure: whether its therapist gets the answers on finishing. Returns the same
    /// question again.
    pub fn agree_measure(&self, draft: String, item: u32, agreed: bool) -> Result<MeasurePage, CoreError> {
        self.localized(entry(&draft).and_then(|draft| self.phone.measures().agree_page(draft, item, agreed)))
    }

    /// Keeps the answers to an assigned measure private. The person is not asked again.
    pub fn keep_measure_private(&self, id: String) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.measures().keep_measure_private(id)))
    }

    /// "Let X see this answer": shares the event with the answer that raised it, even if the measure was not finished.
    pub fn share_safety(&self, event: String, care: Option<String>) -> Result<(), CoreError> {
        self.localized(entry(&event).and_then(|event| self.phone.safety().share_safety(event, care.as_deref())))
    }

    /// "I am all right for now": removes the card from Today.
    pub fn settle_safety(&self, event: String) -> Result<(), CoreError> {
        self.localized(entry(&event).and_then(|event| self.phone.safety().settle_safety(event)))
    }

    /// Help now: the crisis plan, the person's own contacts, the practice, numbers by region. Works without a network
    /// and while the journal is locked.
    pub fn help(&self) -> Result<HelpView, CoreError> {
        self.localized(self.phone.safety().help())
    }

    /// Help now with the numbers of another region.
    pub fn help_in(&self, region: String) -> Result<HelpView, CoreError> {
        self.localized(self.phone.safety().help_in(&region))
    }

    /// Help after harm by a practitioner: what the person can do, and whom they can talk to. Works while the journal is
    /// locked; opening it is not recorded.
    pub fn harm(&self) -> Result<HarmView, CoreError> {
        self.localized(self.phone.safety().harm())
    }

    /// The line shown after a mood of 0 or 1; absent for a higher one.
    pub fn low_mood_line(&self, mood: Option<u8>) -> Option<String> {
        self.phone.safety().low_mood_line(mood)
    }

    /// The crisis plan's page.
    pub fn plan_page(&self) -> Result<PlanPage, CoreError> {
        self.localized(self.phone.safety().plan_page())
    }

    /// Records that the person reviewed the plan; with whom, if they did it together.
    pub fn review_plan(&self, together_with: Option<String>) -> Result<(), CoreError> {
        self.localized(self.phone.safety().review_plan(together_with.as_deref()))
    }

    /// Accepts (in the person's own words, if given) or declines a line that a therapist suggests for the plan.
    pub fn settle_proposal(&self, id: String, taken: Option<String>) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.safety().settle_proposal(id, taken.as_deref())))
    }
}
