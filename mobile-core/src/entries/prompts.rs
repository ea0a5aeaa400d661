//! The prompt that a reflection answers, with the text that was asked.

use journal::arc::{Item, assignments, own, prompts};
use journal::record::{Body, PromptSet, Record};

use crate::store::{self, Connection, pages, recall};

/// The prompt that a record answers.
pub(super) fn prompt(record: &Record) -> Option<&String> {
    match &record.body {
        Body::Reflection(entry) => entry.prompt.as_ref(),
        _ => None,
    }
}

/// Adds the text of a therapist's or practice's prompt, if the record does not have it yet.
pub(super) fn with_prompt_text(
    connection: &mut Connection,
    mut record: Record,
    language: &str,
) -> Result<Record, store::Error> {
    if let Body::Reflection(entry) = &mut record.body
        && let (Some(prompt), true) = (&entry.prompt, entry.asked.is_empty())
    {
        entry.asked = prompt_text(connection, prompt, language)?.unwrap_or_default();
    }
    Ok(record)
}

/// The text of a therapist's or practice's prompt.
pub(crate) fn prompt_text(
    connection: &mut Connection,
    id: &str,
    language: &str,
) -> Result<Option<String>, store::Error> {
    // An answered prompt keeps its text, even after its care relationship has ended.
    let rows = pages::visible(connection, &["prompt_set", "assignment"], None, 500)?;
    let items: Vec<Item> = rows.iter().filter_map(recall::item).collect();
    if let Some(assigned) = items.iter().find(|item| prompts::assigned_id(item.id) == id) {
        return Ok(assignments::task(assigned).map(|task| task.text.clone()));
    }
    let own = own::prompts(items.iter().filter_map(set), language);
    Ok(own.iter().find(|one| one.id == id).map(|one| one.words(language).to_owned()))
}

pub(crate) fn set(item: &Item) -> Option<&PromptSet> {
    match &item.record.body {
        Body::PromptSet(set) => Some(set),
        _ => None,
    }
}
