//! A record's texts, folded once for the search.

use journal::arc::Item;
use journal::lookback::FoldedText;
use journal::record::{Body, NoteKind};
use serde_json::Value;

/// Fields with free text.
const WORDS: [&str; 10] =
    ["text", "answer", "notes", "first_words", "support_note", "helped", "hindered", "states", "themes", "title"];

/// The texts of a record, folded for the search.
pub(crate) struct SearchText {
    /// As they were written.
    pub texts: Vec<String>,
    /// As the search compares them.
    pub folded: FoldedText,
}

impl SearchText {
    pub(crate) fn of(item: &Item) -> Self {
        let texts = words(item);
        let folded = FoldedText::new(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        Self { texts, folded }
    }
}

/// The free texts of a record.
fn words(item: &Item) -> Vec<String> {
    // What was typed into a form is no text yet.
    if matches!(&item.record.body, Body::PrivateNote(note) if note.purpose == NoteKind::FormDraft) {
        return Vec::new();
    }
    let payload = item.record.to_payload().into_fields();
    let mut texts = Vec::new();
    for field in WORDS {
        match payload.get(field) {
            Some(Value::String(text)) => texts.push(text.clone()),
            Some(Value::Array(list)) => texts.extend(list.iter().filter_map(Value::as_str).map(String::from)),
            _ => {}
        }
    }
    texts
}
