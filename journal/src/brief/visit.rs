//! The last visit, which the therapist can change.

use serde::Serialize;

use crate::arc::Item;
use crate::record::{Body, NoteKind};

/// The last visit. Entries before it are not new.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Visit {
    /// Milliseconds since the Unix epoch; absent if there was none yet.
    pub at: Option<i64>,
    /// Its local day, as days since 1970-01-01.
    #[serde(skip)]
    pub day: Option<i64>,
    /// The record that determines it.
    pub id: Option<String>,
    /// Whether the therapist set it; otherwise it is the last appointment that took place.
    pub set: bool,
    /// The beginning of a visit in progress. The brief then still covers the time since the visit before it.
    pub running: Option<i64>,
}

/// How long a visit counts as in progress.
const RUNNING_MS: i64 = 3 * 3_600_000;

/// The last visit before now: the newest that the therapist set, or else the last appointment that took place and was
/// not a dosing session. A date that was set applies until a later appointment has taken place.
pub fn last_visit(items: &[Item], now: i64) -> Visit {
    let visits = items.iter().filter_map(|item| {
        let when = &item.record.when;
        let set = match &item.record.body {
            Body::PrivateNote(note) if note.purpose == NoteKind::Visit => true,
            Body::Appointment(meeting) if meeting.kept == Some(true) && meeting.purpose != "dosing" => false,
            _ => return None,
        };
        let (at, day, id) = (Some(when.unix_ms), Some(when.local_day()), Some(item.id.to_string()));
        (when.unix_ms <= now).then_some(((item.id, set), Visit { at, day, id, set, running: None }))
    });
    // During a visit, the brief covers the time since the visit before it.
    let (running, all): (Vec<_>, Vec<_>) =
        visits.partition(|(_, visit)| visit.at.is_some_and(|at| now - at < RUNNING_MS));
    let running = running.into_iter().filter_map(|(_, visit)| visit.at).max();
    let meeting = all.iter().filter(|(_, visit)| !visit.set).max_by_key(|(_, visit)| visit.at);
    // A visit date may conflict with an appointment: the note that was made last counts, by its id's time.
    let set = all.iter().filter(|(_, visit)| visit.set).max_by_key(|((id, _), _)| *id);
    let later = |meeting: &Visit| set.is_none_or(|((id, _), _)| made_ms(id) < meeting.at.unwrap_or_default());
    let last = match (set, meeting) {
        (_, Some((_, meeting))) if later(meeting) => meeting.clone(),
        (Some((_, set)), _) => set.clone(),
        _ => Visit::default(),
    };
    Visit { running, ..last }
}

/// The creation time of a record, from its id (UUIDv7).
fn made_ms(id: &protocol::RecordId) -> i64 {
    let bytes = id.0.as_bytes();
    bytes[..6].iter().fold(0, |ms, byte| (ms << 8) | i64::from(*byte))
}
