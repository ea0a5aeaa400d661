//! Check-in, session, intentions, steps: the arc of the work.

use super::core::entry;
use super::{CoreError, PhoneCore};
use crate::entries::{StepForm, StepProgress};
use crate::view::{CheckInView, HopesView, SeriesView, SessionPage, StepView, StepsView};

#[uniffi::export]
impl PhoneCore {
    /// The check-in that fits now, ready to be filled in. Write it as `Form::CheckIn`.
    pub fn check_in_view(&self) -> Result<CheckInView, CoreError> {
        self.said(self.phone.check_in_view())
    }

    /// The page of a session, by its number; one that is not written yet comes with an empty form.
    pub fn session_page(&self, number: u32) -> Result<SessionPage, CoreError> {
        self.said(self.phone.session_page(number))
    }

    /// "I am home": the session of this number has ended, and its check-ins count from now.
    pub fn end_session(&self, number: u32) -> Result<(), CoreError> {
        self.said(self.phone.end_session(number).map(drop))
    }

    /// The series, newest first.
    pub fn series(&self) -> Result<Vec<SeriesView>, CoreError> {
        self.said(self.phone.series())
    }

    /// Intentions, goals and concerns.
    pub fn hopes(&self) -> Result<HopesView, CoreError> {
        self.said(self.phone.hopes())
    }

    /// What came up against an intention, a goal or a concern: kept beside it.
    pub fn answer_hope(&self, id: String, words: String) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.answer_hope(id, &words)))
    }

    /// Takes an intention along into another session. Returns the new one's id.
    pub fn carry_forward(&self, id: String, session: u32) -> Result<String, CoreError> {
        self.said(entry(&id).and_then(|id| Ok(self.phone.carry_forward(id, session)?.to_string())))
    }

    /// The steps, and what a therapist suggests.
    pub fn steps(&self) -> Result<StepsView, CoreError> {
        self.said(self.phone.steps())
    }

    /// What came of an entry: the steps that came from it, oldest first.
    pub fn thread(&self, id: String) -> Result<Vec<StepView>, CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.thread(id)))
    }

    /// Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or takes the mark back.
    pub fn mark_step(&self, id: String, day: Option<String>, done: bool) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.mark_step(id, day.as_deref(), done)))
    }

    /// Says where a step stands.
    pub fn set_step(&self, id: String, progress: StepProgress) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.set_step(id, progress)))
    }

    /// Takes a suggestion as a step: as it is or, with a form, in the person's own words. Returns the step's id.
    pub fn accept_suggestion(&self, id: String, form: Option<StepForm>) -> Result<String, CoreError> {
        self.said(entry(&id).and_then(|id| Ok(self.phone.accept_suggestion(id, form)?.to_string())))
    }

    /// Lets a suggestion be. Nobody is told.
    pub fn decline_suggestion(&self, id: String) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.decline_suggestion(id)))
    }
}
