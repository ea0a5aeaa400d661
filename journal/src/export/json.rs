//! Our own JSON: every record as it was written, fields of newer versions included. The phone reads it back.

use serde::Serialize;
use serde_json::Value;

use super::{Contents, Source, contents};
use crate::record::{Body, Moment};

/// What the document is, and in which version of its shape.
pub const FORMAT: &str = "afterglow-export/1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    exported_at: &'a Moment,
    client: &'a str,
    contents: Contents,
    records: Vec<Exported>,
}

#[derive(Serialize)]
struct Exported {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    care: Option<String>,
    record: Value,
}

/// Whether the client makes records of this kind.
fn of_the_client(body: &Body) -> bool {
    !matches!(
        body,
        Body::Reply(_)
            | Body::ReviewMark(_)
            | Body::Assignment(_)
            | Body::Suggestion(_)
            | Body::PromptSet(_)
            | Body::Instrument(_)
            | Body::Promise(_)
            | Body::PracticeCard(_)
    )
}

/// The document.
pub fn json(source: &Source<'_>) -> String {
    let records = source.leaving().into_iter().map(|item| Exported {
        id: item.id.to_string(),
        // The client's own words come back as their own; a therapist's as those of the relationship.
        care: source.care.filter(|_| !of_the_client(&item.record.body)).map(|care| care.to_string()),
        record: Value::Object(item.record.to_payload().0),
    });
    let document = Document {
        format: FORMAT,
        exported_at: source.made,
        client: source.handle,
        contents: contents(source),
        records: records.collect(),
    };
    // Maps with text keys always have a JSON form.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}
