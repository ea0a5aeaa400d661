//! Afterglow's own JSON format: every record unchanged, including fields of newer versions. The phone can import it.

use serde::Serialize;
use serde_json::Value;

use super::{Contents, Notice, Source, contents};
use crate::arc::Item;
use crate::record::{Body, Moment};

/// The format's name and version.
pub const FORMAT: &str = "afterglow-export/1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    exported_at: &'a Moment,
    client: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<&'static str>,
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

/// Whether the client is the author of records of this kind.
fn is_by_client(body: &Body) -> bool {
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
            | Body::FlagSeen(_)
            | Body::FlagDisposition(_)
            | Body::SessionRecord(_)
            | Body::Clearance(_)
    )
}

/// A therapist's own records about a client. This format can be imported by the client, who must not see them; the other
/// formats are for the clinic.
fn is_for_staff(body: &Body) -> bool {
    matches!(body, Body::FlagDisposition(_) | Body::AdverseEvent(_))
}

/// The export as JSON text.
pub fn json(source: &Source<'_>) -> String {
    let staff = |item: &&Item| source.care.is_some() && is_for_staff(&item.record.body);
    let items: Vec<Item> = source.items.iter().filter(|item| !staff(item)).cloned().collect();
    let mut inside = contents(&Source { items: &items, ..*source });
    for item in source.items.iter().filter(staff) {
        *inside.left_out.entry(item.record.body.kind().to_owned()).or_default() += 1;
    }
    let source = &Source { items: &items, ..*source };
    let records = source.leaving().into_iter().map(|item| Exported {
        id: item.id.to_string(),
        // The client's own records are imported as their own, the therapist's as those of the care collection.
        care: source.care.filter(|_| !is_by_client(&item.record.body)).map(|care| care.to_string()),
        record: Value::Object(item.record.to_payload().into_fields()),
    });
    let document = Document {
        format: FORMAT,
        exported_at: source.made,
        client: source.handle,
        notice: source.notice.map(Notice::statement),
        contents: inside,
        records: records.collect(),
    };
    // Maps with string keys always serialize.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}
