//! Prompts and measures to answer.

use journal::arc::Item;
use journal::measures::FlagLevel;
use journal::record::{Assignment, Body, Moment, Repeat, Task};
use protocol::RecordId;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// Something to write to or to answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentForm {
    /// `prompt` or `measure`.
    pub task: String,
    /// A prompt's words.
    pub text: String,
    /// A prompt's id, if it comes from a set.
    pub prompt: Option<String>,
    /// The own set that the prompt is from, by its id in the library: its words are the set's.
    pub set: Option<String>,
    /// An instrument's id.
    pub instrument: Option<String>,
    /// When it is due first: milliseconds since the Unix epoch.
    pub due: Option<f64>,
    /// `once`, `weeks`, `before_session`, `after_session`.
    pub repeat: String,
    /// For `weeks`: how many.
    pub weeks: Option<u32>,
    /// More often than the instrument's weeks of recall allow, by the practice's own decision.
    #[serde(default)]
    pub more_often: bool,
}

/// An assignment, and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentView {
    /// The record.
    pub id: String,
    /// When it was made: milliseconds since the Unix epoch.
    pub made: f64,
    /// What it asks for.
    pub form: AssignmentForm,
    /// Over.
    pub ended: bool,
    /// Shared answers to it, newest first.
    pub answers: Vec<Answered>,
}

/// A shared answer to an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Answered {
    /// The record.
    pub id: String,
    /// When: milliseconds since the Unix epoch.
    pub at: f64,
}

impl Casebook {
    /// Assigns a prompt or a measure, or (with an id) changes what was assigned. A practice's own instrument goes along,
    /// because the client's phone has to know it.
    pub fn assign(
        &self,
        collection: &str,
        id: Option<&str>,
        form: &AssignmentForm,
        now: Now,
    ) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let when: Moment = now.into();
        let id = id.map(|id| Ok(self.item(collection, id)?.1.id)).transpose()?;
        let task = Task::named(&form.task).ok_or_else(Fault::records)?;
        let mut changes = Changes::default();
        if let (Task::Measure, Some(instrument)) = (task, form.instrument.as_deref()) {
            let definitions = self.definitions(items);
            let known = definitions.iter().find(|known| known.id == instrument).ok_or_else(Fault::not_found)?;
            // Who asks about suicidal thoughts has to say first who looks at the answers, and when.
            if known.flags.iter().any(|flag| flag.level == FlagLevel::Safety) {
                crate::card::may_ask_safety_items(self.own()?.1)?;
            }
            let often = form.repeat == "weeks" && form.weeks.unwrap_or(1).max(1) * 7 < known.min_interval_days;
            if often && !form.more_often {
                return Err(Fault::new("too_often", "These questions look back further than that: the weeks overlap."));
            }
            if let Some(own) = self.own_instrument(instrument)
                && !items.iter().any(
                    |item| matches!(&item.record.body, Body::Instrument(there) if there.definition == own.definition),
                )
            {
                changes.set(client, None, &when, own.clone());
            }
        }
        let set = form.set.as_deref().map(|id| id.parse::<RecordId>().map_err(|_| Fault::not_found())).transpose()?;
        let text = match (set, form.prompt.as_deref()) {
            (Some(set), Some(prompt)) => self.own_prompt(set, prompt)?,
            _ => form.text.trim().into(),
        };
        if task == Task::Prompt && text.is_empty() {
            return Err(Fault::new("empty", "A prompt needs words."));
        }
        let repeat = Repeat::named(&form.repeat).ok_or_else(Fault::records)?;
        let assignment = Assignment {
            task,
            text,
            prompt: form.prompt.clone(),
            set,
            instrument: form.instrument.clone().filter(|_| task == Task::Measure),
            due: form.due.map(|due| Moment { unix_ms: due as i64, ..when.clone() }),
            repeat: Some(repeat),
            weeks: form.weeks.filter(|_| repeat == Repeat::Weeks).map(|weeks| weeks.max(1)),
            ended: false,
            extra: Default::default(),
        };
        changes.set(client, id, &when, assignment);
        Ok(changes)
    }

    /// Ends an assignment, or takes the end back: nothing comes due any more, what was answered stays.
    pub fn end_assignment(&self, collection: &str, id: &str, ended: bool) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let Body::Assignment(assignment) = &item.record.body else { return Err(Fault::not_found()) };
        let assignment = Assignment { ended, ..assignment.clone() };
        Ok(Changes::one(client, Some(item.id), &item.record.when, assignment))
    }
}

impl AssignmentView {
    /// How an assignment stands among a client's records, newest first.
    pub(super) fn of(item: &Item, body: &Assignment, newest: &[&Item]) -> Self {
        Self {
            id: item.id.to_string(),
            made: item.record.when.unix_ms as f64,
            form: AssignmentForm::of(body),
            ended: body.ended,
            answers: newest.iter().filter(|one| answers(one, item.id)).map(Answered::of).collect(),
        }
    }
}

impl Answered {
    fn of(item: &&Item) -> Self {
        Self { id: item.id.to_string(), at: item.record.when.unix_ms as f64 }
    }
}

impl AssignmentForm {
    fn of(body: &Assignment) -> Self {
        Self {
            task: body.task.as_str().into(),
            text: body.text.clone(),
            prompt: body.prompt.clone(),
            set: body.set.map(|id| id.to_string()),
            instrument: body.instrument.clone(),
            due: body.due.as_ref().map(|due| due.unix_ms as f64),
            repeat: body.repeat.unwrap_or(Repeat::Once).as_str().into(),
            weeks: body.weeks,
            more_often: false,
        }
    }
}

fn answers(item: &Item, assignment: RecordId) -> bool {
    match &item.record.body {
        Body::Reflection(entry) => entry.assignment == Some(assignment),
        Body::MeasureResponse(entry) => entry.assignment == Some(assignment),
        _ => false,
    }
}
