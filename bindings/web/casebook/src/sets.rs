//! A practice's own prompt sets: written, copied to clients, and kept up to date there.

use journal::arc::{Item, own};
use journal::record::{Body, Moment, OwnPrompt, Phase, PromptSet, Slot};
use protocol::RecordId;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::fault::ReportLine;
use crate::{Casebook, Changes, Fault, Now};

/// A practice's own prompt set.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PromptSetView {
    /// The id of the set's record.
    pub id: String,
    /// The editable content.
    pub form: PromptSetForm,
    /// Whether it is no longer in use.
    pub ended: bool,
}

/// A prompt set to write or import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PromptSetForm {
    /// The name of the set.
    pub title: String,
    /// BCP 47 language: `en`, `de`.
    #[serde(default)]
    pub language: String,
    /// The prompts of the set.
    pub prompts: Vec<PromptForm>,
}

/// A prompt of a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PromptForm {
    /// Its id within the practice. If empty, it is matched by text, or by position in the set.
    #[serde(default)]
    pub id: String,
    /// The text of the prompt.
    pub text: String,
    /// `preparation`, `session_day`, `after`, `integration`, `between`, `closing`; absent: any.
    #[serde(default)]
    pub phase: Option<String>,
    /// `4h`, `24h`, `72h`, `7d`, `4w`, `3mo`, `6mo`.
    #[serde(default)]
    pub slot: Option<String>,
    /// The lens (theme) that it belongs to.
    #[serde(default)]
    pub theme: Option<String>,
}

impl Casebook {
    /// Writes an own prompt set, or changes it (with an id). [`Casebook::renew`] updates the clients' copies.
    pub fn save_prompts(&self, id: Option<&str>, form: &PromptSetForm, now: Now) -> Result<Changes, Fault> {
        let (own, items) = self.own()?;
        if let Some(fault) = form.faults().first() {
            return Err(Fault::new("import", &format!("{}: {}", fault.place, fault.title)));
        }
        let known = id.map(|id| set_of(items, id)).transpose()?;
        let before = known.map(|(_, set)| set.clone()).unwrap_or_default();
        let now = Moment::from(now);
        Ok(Changes::one(own, known.map(|(id, _)| id), &now, form.to_set(before, now.unix_ms)))
    }

    /// Copies the current prompt set to a client, or ends it for them. The phone offers its prompts beside the built-in
    /// ones.
    pub fn give_prompts(&self, collection: &str, set: &str, given: bool, now: Now) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (id, set) = set_of(self.own()?.1, set)?;
        let there = items.iter().find(|item| as_set(item).is_some_and(|copy| copy.of == Some(id)));
        if there.is_none() && !given {
            return Ok(Changes::default());
        }
        let given = PromptSet { ended: !given, of: Some(id), ..set.clone() };
        Ok(Changes::one(client, there.map(|item| item.id), &now.into(), given))
    }

    /// Updates a client's copies of own prompt sets, and open assignments from them.
    pub fn renew(&self, collection: &str, now: Now) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (now, mut changes) = (Moment::from(now), Changes::default());
        for own in self.own()?.1 {
            let Some(set) = as_set(own) else { continue };
            for item in items {
                if let Some(copy) = as_set(item).and_then(|copy| own::renewed_copy(copy, own.id, set)) {
                    changes.set(client, Some(item.id), &now, copy);
                }
                if let Some(task) = own::renewed_task(item, own.id, set, items) {
                    // The time of the assignment is kept, because its due dates count from it.
                    changes.set(client, Some(item.id), &item.record.when, task);
                }
            }
        }
        Ok(changes)
    }

    /// The own prompt sets that a client has: their ids in the library.
    pub(crate) fn given_sets(&self, items: &[Item]) -> Vec<String> {
        let given = items.iter().filter_map(as_set).filter(|copy| !copy.ended);
        given.filter_map(|copy| copy.of).map(|id| id.to_string()).collect()
    }

    /// The current text of a prompt in an own set.
    pub(crate) fn own_prompt(&self, set: RecordId, prompt: &str) -> Result<String, Fault> {
        let (_, set) = set_of(self.own()?.1, &set.to_string())?;
        let found = set.prompts.iter().find(|one| one.id == prompt).ok_or_else(Fault::not_found)?;
        Ok(found.text.clone())
    }
}

/// The prompt set of a record, in the library or as a client's copy.
fn as_set(item: &Item) -> Option<&PromptSet> {
    match &item.record.body {
        Body::PromptSet(set) => Some(set),
        _ => None,
    }
}

fn set_of<'a>(own: &'a [Item], id: &str) -> Result<(RecordId, &'a PromptSet), Fault> {
    let found = own.iter().find(|item| item.id.to_string() == id).ok_or_else(Fault::not_found)?;
    Ok((found.id, as_set(found).ok_or_else(Fault::not_found)?))
}

impl PromptSetView {
    pub(crate) fn of(id: RecordId, set: &PromptSet) -> Self {
        Self { id: id.to_string(), form: PromptSetForm::of(set), ended: set.ended }
    }
}

impl PromptSetForm {
    fn of(set: &PromptSet) -> Self {
        let prompt = |prompt: &OwnPrompt| PromptForm {
            id: prompt.id.clone(),
            text: prompt.text.clone(),
            phase: prompt.phase.map(|phase| phase.as_str().into()),
            slot: prompt.slot.map(|slot| slot.as_str().into()),
            theme: prompt.theme.clone(),
        };
        Self {
            title: set.title.clone(),
            language: set.language.clone(),
            prompts: set.prompts.iter().map(prompt).collect(),
        }
    }

    /// The set after the change; `now` is in milliseconds since the Unix epoch.
    fn to_set(&self, before: PromptSet, now: i64) -> PromptSet {
        let prompt = |form: &PromptForm| OwnPrompt {
            id: form.id.trim().into(),
            text: form.text.trim().into(),
            phase: form.phase.as_deref().and_then(Phase::named),
            slot: form.slot.as_deref().and_then(Slot::named),
            theme: form.theme.clone(),
            ..Default::default()
        };
        PromptSet {
            title: self.title.trim().into(),
            language: self.language.trim().into(),
            prompts: own::reword(&before.prompts, self.prompts.iter().map(prompt).collect(), now),
            ..before
        }
    }

    /// All faults of the set.
    pub(crate) fn faults(&self) -> Vec<ReportLine> {
        let mut faults = Vec::new();
        if self.title.trim().is_empty() {
            faults.push(ReportLine::new("title", "empty", "it is empty"));
        }
        if self.prompts.is_empty() {
            faults.push(ReportLine::new("prompts", "empty", "it is empty"));
        }
        for (n, prompt) in self.prompts.iter().enumerate() {
            let mut wrong = |field: &str, code: &str, title: &str| {
                faults.push(ReportLine::new(&format!("prompts[{}].{field}", n + 1), code, title));
            };
            let id = prompt.id.trim();
            if !id.is_empty() && self.prompts[..n].iter().any(|other| other.id.trim() == id) {
                wrong("id", "repeated", "this id stands twice");
            }
            if prompt.text.trim().is_empty() {
                wrong("text", "empty", "it is empty");
            }
            if prompt.phase.as_deref().is_some_and(|phase| Phase::named(phase).is_none()) {
                wrong("phase", "unknown", "there is no such part of the arc");
            }
            if prompt.slot.as_deref().is_some_and(|slot| Slot::named(slot).is_none()) {
                wrong("slot", "unknown", "there is no such check-in");
            }
        }
        faults
    }
}
