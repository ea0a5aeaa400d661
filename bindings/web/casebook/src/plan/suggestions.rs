//! Steps that the therapist suggests.

use journal::arc::Item;
use journal::record::{Body, Cadence, Every, Suggestion};
use protocol::RecordId;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// A step to suggest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionForm {
    /// The suggested text.
    pub text: String,
    /// `once`, `day`, `week`, `weekdays`; absent: whenever it suits the client.
    pub every: Option<String>,
    /// For `week`: how many times.
    pub times: Option<u32>,
    /// For `weekdays`: `mon` to `sun`.
    pub weekdays: Vec<String>,
    /// The entry that it came from.
    pub from_entry: Option<String>,
}

/// A suggestion and its outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView {
    /// The id of the suggestion's record.
    pub id: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub made: f64,
    /// The values of the suggestion.
    pub form: SuggestionForm,
    /// The client's step that came from it, if it is shared.
    pub step: Option<SuggestedStep>,
}

/// A client's step that came from a suggestion.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct SuggestedStep {
    /// The id of the step's record.
    pub id: String,
    /// `active`, `habit`, `done`, `let_go`.
    pub status: String,
}

impl Casebook {
    /// Suggests a step. The client accepts, rewords or declines it.
    pub fn suggest(&self, collection: &str, form: &SuggestionForm, now: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        if form.text.trim().is_empty() {
            return Err(Fault::new("empty", "A suggestion needs words."));
        }
        let from_entry = form.from_entry.as_deref().map(|id| Ok(self.item(collection, id)?.1.id)).transpose()?;
        let every = form.every.as_deref().map(|every| Every::named(every).ok_or_else(Fault::records)).transpose()?;
        let cadence = every.map(|every| Cadence {
            every,
            times: form.times.filter(|_| every == Every::Week),
            weekdays: if every == Every::Weekdays { form.weekdays.clone() } else { Vec::new() },
            extra: Default::default(),
        });
        let suggestion = Suggestion { text: form.text.trim().into(), cadence, from_entry, ..Default::default() };
        Ok(Changes::one(client, None, &now.into(), suggestion))
    }
}

impl Casebook {
    /// Suggests a line for the client's crisis plan: `signs`, `coping`, `places`, `people`, `professionals`, `safer`,
    /// `reasons`. The client accepts, rewords or declines it.
    pub fn propose_plan_line(&self, collection: &str, part: &str, text: &str, now: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let parts = ["signs", "coping", "places", "people", "professionals", "safer", "reasons"];
        if text.trim().is_empty() || !parts.contains(&part) {
            return Err(Fault::new("empty", "A line for the plan needs words."));
        }
        let line = Suggestion { text: text.trim().into(), part: part.into(), ..Default::default() };
        Ok(Changes::one(client, None, &now.into(), line))
    }
}

impl SuggestionView {
    /// The view of a suggestion with its outcome.
    pub(super) fn of(item: &Item, body: &Suggestion, items: &[Item]) -> Self {
        Self {
            id: item.id.to_string(),
            made: item.record.when.unix_ms as f64,
            form: SuggestionForm::of(body),
            step: items.iter().find_map(|one| taken(one, item.id)),
        }
    }
}

impl SuggestionForm {
    fn of(body: &Suggestion) -> Self {
        Self {
            text: body.text.clone(),
            every: body.cadence.as_ref().map(|cadence| cadence.every.as_str().into()),
            times: body.cadence.as_ref().and_then(|cadence| cadence.times),
            weekdays: body.cadence.as_ref().map(|cadence| cadence.weekdays.clone()).unwrap_or_default(),
            from_entry: body.from_entry.map(|id| id.to_string()),
        }
    }
}

fn taken(item: &Item, suggestion: RecordId) -> Option<SuggestedStep> {
    match &item.record.body {
        Body::Step(step) if step.from_suggestion == Some(suggestion) => {
            Some(SuggestedStep { id: item.id.to_string(), status: step.status.as_str().into() })
        }
        _ => None,
    }
}
