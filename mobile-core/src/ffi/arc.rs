//! Check-ins, sessions, intentions, goals, concerns, steps.

use super::core::entry;
use super::{CoreError, PhoneCore};
use crate::entries::{StepForm, StepProgress};
use crate::view::{CheckInView, HopesView, SeriesView, SessionPage, StepView, StepsView};

#[uniffi::export]
impl PhoneCore {
    /// The check-in for now, ready to be filled in. Write it as `Form::CheckIn`.
    pub fn check_in_view(&self) -> Result<CheckInView, CoreError> {
        self.localized(self.phone.sessions().check_in_view())
    }

    /// The page of a session, by its number; with an empty form if it is not recorded yet.
    pub fn session_page(&self, number: u32) -> Result<SessionPage, CoreError> {
        self.localized(self.phone.sessions().session_page(number))
    }

    /// "I am home": the session of this number has ended, and its check-ins count from now.
    pub fn end_session(&self, number: u32) -> Result<(), CoreError> {
        self.localized(self.phone.sessions().end_session(number).map(drop))
    }

    /// The series, newest first.
    pub fn series(&self) -> Result<Vec<SeriesView>, CoreError> {
        self.localized(self.phone.sessions().series())
    }

    /// Intentions, goals and concerns.
    pub fn hopes(&self) -> Result<HopesView, CoreError> {
        self.localized(self.phone.sessions().hopes())
    }

    /// Answers an intention, a goal or a concern. The answer is stored with it.
    pub fn answer_hope(&self, id: String, words: String) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sessions().answer_hope(id, &words)))
    }

    /// Copies an intention to another session. Returns the id of the copy.
    pub fn carry_forward(&self, id: String, session: u32) -> Result<String, CoreError> {
        self.localized(entry(&id).and_then(|id| Ok(self.phone.sessions().carry_forward(id, session)?.to_string())))
    }

    /// The steps, and what a therapist suggests.
    pub fn steps(&self) -> Result<StepsView, CoreError> {
        self.localized(self.phone.sessions().steps())
    }

    /// The steps that came from an entry, oldest first.
    pub fn thread(&self, id: String) -> Result<Vec<StepView>, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sessions().thread(id)))
    }

    /// Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or removes the mark.
    pub fn mark_step(&self, id: String, day: Option<String>, done: bool) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sessions().mark_step(id, day.as_deref(), done)))
    }

    /// Sets the progress of a step.
    pub fn set_step(&self, id: String, progress: StepProgress) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sessions().set_step(id, progress)))
    }

    /// Accepts a suggestion as a step: unchanged or, with a form, in the person's own words. Returns the step's id.
    pub fn accept_suggestion(&self, id: String, form: Option<StepForm>) -> Result<String, CoreError> {
        self.localized(entry(&id).and_then(|id| Ok(self.phone.sessions().accept_suggestion(id, form)?.to_string())))
    }

    /// Declines a suggestion. The therapist is not notified.
    pub fn decline_suggestion(&self, id: String) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sessions().decline_suggestion(id)))
    }
}
