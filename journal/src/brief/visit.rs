//! Since when: the last visit, which the therapist can move.

use serde::Serialize;

use crate::arc::Item;
use crate::record::{Body, NoteKind};

/// The last visit: what came before it is no longer new.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Visit {
    /// Milliseconds since the Unix epoch; absent when there was none yet.
    pub at: Option<i64>,
    /// The local day of it, as days since 1970-01-01.
    #[serde(skip)]
    pub day: Option<i64>,
    /// The record that says so.
    pub id: Option<String>,
    /// Whether the therapist set it; otherwise it is the last appointment that was kept.
    pub set: bool,
}

/// The last visit before now: the newest that the therapist set, or else the last appointment that took place and was
/// no dosing session. What was set counts until a later appointment took place.
pub fn last_visit(items: &[Item], now: i64) -> Visit {
    let visits = items.iter().filter_map(|item| {
        let when = &item.record.when;
        let set = match &item.record.body {
            Body::PrivateNote(note) if note.purpose == NoteKind::Visit => true,
            Body::Appointment(meeting) if meeting.kept == Some(true) && meeting.purpose != "dosing" => false,
            _ => return None,
        };
        let (at, day, id) = (Some(when.unix_ms), Some(when.local_day()), Some(item.id.to_string()));
        // While a visit goes on, what came before it is still what it is about.
        (when.unix_ms < now).then_some(((item.id, set), Visit { at, day, id, set }))
    });
    let all: Vec<_> = visits.collect();
    let meeting = all.iter().filter(|(_, visit)| !visit.set).max_by_key(|(_, visit)| visit.at);
    // A visit that was moved back stands beside its appointment: the note made last counts, by its id's time.
    let set = all.iter().filter(|(_, visit)| visit.set).max_by_key(|((id, _), _)| *id);
    let later = |meeting: &Visit| set.is_none_or(|((id, _), _)| made_ms(id) < meeting.at.unwrap_or_default());
    match (set, meeting) {
        (_, Some((_, meeting))) if later(meeting) => meeting.clone(),
        (Some((_, set)), _) => set.clone(),
        _ => Visit::default(),
    }
}

/// When a record was made, by its id (UUIDv7).
fn made_ms(id: &protocol::RecordId) -> i64 {
    let bytes = id.0.as_bytes();
    bytes[..6].iter().fold(0, |ms, byte| (ms << 8) | i64::from(*byte))
}
