//! Assignments: prompts and measures to answer.

use journal::arc::Item;
use journal::measures::{Definition, FlagLevel};
use journal::record::{Assignment, Body, Moment, Repeat, Task};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// A prompt or measure to assign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentForm {
    /// The kind of the task: `prompt` or `measure`.
    pub task: String,
    /// The prompt's text.
    pub text: String,
    /// The prompt's id, if it comes from a set.
    pub prompt: Option<String>,
    /// The own set of the prompt, by its id in the library. The text is taken from the set.
    pub set: Option<String>,
    /// The instrument's id, such as `phq-9`.
    pub instrument: Option<String>,
    /// When it is due first, in milliseconds since the Unix epoch.
    pub due: Option<f64>,
    /// `once`, `weeks`, `before_session`, `after_session`, `follow_up`.
    pub repeat: String,
    /// For `weeks`: the number of weeks.
    pub weeks: Option<u32>,
    /// Whether the practice has decided to repeat it more often than the instrument's recall period allows.
    #[serde(default)]
    pub more_often: bool,
}

/// An assignment and its answers.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentView {
    /// The id of the assignment's record.
    pub id: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub made: f64,
    /// The content of the assignment.
    pub form: AssignmentForm,
    /// Whether it has ended.
    pub ended: bool,
    /// Shared answers to it, newest first.
    pub answers: Vec<Answered>,
}

/// A shared answer to an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Answered {
    /// The id of the answer's record.
    pub id: String,
    /// When it was answered, in milliseconds since the Unix epoch.
    pub at: f64,
}

impl Casebook {
    /// Assigns a prompt or a measure, or changes an assignment (with an id). A practice's own instrument is copied to
    /// the client, because the phone needs its definition.
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
            self.may_ask(known)?;
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

    /// A measure that asks about suicidal thoughts requires that the practice states who reviews the answers, and when.
    fn may_ask(&self, definition: &Definition) -> Result<(), Fault> {
        if has_safety_items(definition) { crate::card::may_ask_safety_items(self.own()?.1) } else { Ok(()) }
    }

    /// For a practice that no longer asks safety items: open assignments of the PHQ-9 continue as PHQ-8, others that ask
    /// such items end.
    pub(crate) fn leave_out_safety_items(&self, client: CollectionId, items: &[Item], changes: &mut Changes) {
        let definitions = self.definitions(items);
        for item in items {
            let Body::Assignment(open) = &item.record.body else { continue };
            let asked = definitions.iter().find(|one| Some(&one.id) == open.instrument.as_ref());
            if open.ended || !asked.is_some_and(has_safety_items) {
                continue;
            }
            let changed = match open.instrument.as_deref() {
                Some("phq-9") => Assignment { instrument: Some("phq-8".into()), ..open.clone() },
                _ => Assignment { ended: true, ..open.clone() },
            };
            changes.set(client, Some(item.id), &item.record.when, changed);
        }
    }

    /// Ends an assignment, or reopens it. An ended assignment is not due again; its answers stay.
    pub fn end_assignment(&self, collection: &str, id: &str, ended: bool) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let Body::Assignment(assignment) = &item.record.body else { return Err(Fault::not_found()) };
        if !ended {
            let definitions = self.definitions(self.items(collection)?.1);
            let known = definitions.iter().find(|one| Some(&one.id) == assignment.instrument.as_ref());
            known.map(|known| self.may_ask(known)).transpose()?;
        }
        let assignment = Assignment { ended, ..assignment.clone() };
        Ok(Changes::one(client, Some(item.id), &item.record.when, assignment))
    }
}

impl AssignmentView {
    /// The view of an assignment. `newest`: the client's records, newest first.
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

fn has_safety_items(definition: &Definition) -> bool {
    definition.flags.iter().any(|flag| flag.level == FlagLevel::Safety)
}

fn answers(item: &Item, assignment: RecordId) -> bool {
    match &item.record.body {
        Body::Reflection(entry) => entry.assignment == Some(assignment),
        Body::MeasureResponse(entry) => entry.assignment == Some(assignment),
        _ => false,
    }
}
