//! Steps that a therapist suggests: accepted, reworded or declined.

use journal::record::{Body, Suggestion};
use protocol::RecordId;

use super::forms::Form;
use super::steps::{CadenceForm, StepForm, StepProgress};
use crate::Error;
use crate::phone::Sessions;
use crate::store::pages;

impl Sessions<'_> {
    /// Accepts a suggestion as a step: unchanged or, with a form, in the person's own words. The step is private until
    /// it is shared.
    pub fn accept_suggestion(self, id: RecordId, form: Option<StepForm>) -> Result<RecordId, Error> {
        let suggestion = self.suggestion(id)?;
        let form = form.unwrap_or_else(|| StepForm {
            cadence: suggestion.cadence.as_ref().map(CadenceForm::of),
            from_entry: suggestion.from_entry.map(|id| id.to_string()),
            ..StepForm::text(suggestion.text)
        });
        let step = StepForm { from_suggestion: Some(id.to_string()), ..form };
        self.phone.entries().write_form(&Form::Step { step })
    }

    /// Declines a suggestion: no phone of the person shows it again. The therapist is not notified.
    pub fn decline_suggestion(self, id: RecordId) -> Result<(), Error> {
        let suggestion = self.suggestion(id)?;
        let from_suggestion = Some(id.to_string());
        let step = StepForm { from_suggestion, status: StepProgress::LetGo, ..StepForm::text(suggestion.text) };
        let form = Form::Step { step };
        form.check()?;
        // No rule to share steps applies: the therapist must not learn of a declined suggestion.
        self.phone
            .entries()
            .write_record(form.apply(None, &self.phone.clock.now())?.body, self.phone.clock.now())
            .map(drop)
    }

    fn suggestion(self, id: RecordId) -> Result<Suggestion, Error> {
        let rows = self.phone.store.read(|connection| pages::everywhere(connection, id))?;
        let found = rows.into_iter().find_map(|(_, row)| match row.content?.to_record().ok()?.body {
            Body::Suggestion(suggestion) => Some(suggestion),
            _ => None,
        });
        found.ok_or(Error::NoEntry)
    }
}
