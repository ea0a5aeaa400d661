//! The caseload: who needs me first.
//!
//! The order, published: clients with an unread entry that they want to talk about; then those with unread entries, most
//! first; then those whose next appointment is soonest; then those who wrote most recently; then by name.

use std::cmp::Reverse;

use protocol::CollectionId;
use serde::Serialize;

use crate::arc::{Item, Reading, timeline};
use crate::record::Body;

/// How many mood ratings a row carries for its small chart.
pub const MOODS: usize = 14;

/// One client in the caseload.
#[derive(Clone, Debug, Serialize)]
pub struct CaseloadRow {
    /// The care collection.
    pub collection: String,
    /// How the client wants to be called; empty when they have not said.
    pub name: String,
    /// Entries that the therapist has not opened, or that were changed since.
    pub unread: u32,
    /// Of those, entries that the client wants to talk about.
    pub wants_to_talk: u32,
    /// All entries.
    pub entries: u32,
    /// When the client last wrote: milliseconds since the Unix epoch.
    pub last_entry: Option<i64>,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// When the last dosing session was: milliseconds since the Unix epoch.
    pub last_session: Option<i64>,
    /// When the next appointment is: milliseconds since the Unix epoch.
    pub next_appointment: Option<i64>,
    /// The last mood ratings, oldest first: milliseconds since the Unix epoch, and 0 to 10.
    pub moods: Vec<(i64, u8)>,
}

/// Sums up one client's records at the given time (milliseconds since the Unix epoch).
pub fn summarise(collection: CollectionId, items: &[Item], now: i64) -> CaseloadRow {
    let journey = timeline(items);
    let entries = || journey.sections.iter().flat_map(|section| &section.entries);
    // An appointment is no news from the client.
    let written = || entries().filter(|entry| entry.appointment.is_none());
    let unread = || written().filter(|entry| matches!(entry.reading, Reading::New | Reading::Changed));
    let mut moods: Vec<(i64, u8)> = written().filter_map(|entry| Some((entry.unix_ms, entry.mood?))).collect();
    moods.sort_unstable();
    moods.drain(..moods.len().saturating_sub(MOODS));
    let sessions = items.iter().filter_map(|item| match &item.record.body {
        Body::DosingSession(session) if item.record.when.unix_ms <= now => {
            Some((item.record.when.unix_ms, session.number))
        }
        _ => None,
    });
    let last_session = sessions.max();
    let ahead = entries().filter(|entry| entry.appointment.as_ref().is_some_and(|(_, kept)| kept.is_none()));
    CaseloadRow {
        collection: collection.to_string(),
        name: journey.name.clone(),
        unread: unread().count() as u32,
        wants_to_talk: unread().filter(|entry| entry.wants_to_talk).count() as u32,
        entries: written().count() as u32,
        last_entry: written().map(|entry| entry.unix_ms).max(),
        session: last_session.map(|(_, number)| number),
        last_session: last_session.map(|(at, _)| at),
        next_appointment: ahead.map(|entry| entry.unix_ms).filter(|at| *at > now).min(),
        moods,
    }
}

/// Puts the rows in order.
pub fn caseload(mut rows: Vec<CaseloadRow>) -> Vec<CaseloadRow> {
    rows.sort_by_cached_key(|row| {
        (
            Reverse(row.wants_to_talk > 0),
            Reverse(row.unread),
            row.next_appointment.unwrap_or(i64::MAX),
            Reverse(row.last_entry.unwrap_or(i64::MIN)),
            row.name.to_lowercase(),
            row.collection.clone(),
        )
    });
    rows
}

#[cfg(test)]
mod tests {
    use protocol::RecordId;

    use super::*;
    use crate::record::{Appointment, Moment, Profile, Record, Reflection, ReviewMark};

    const DAY: i64 = 86_400_000;

    fn item(n: u8, day: i64, body: Body) -> Item {
        let when = Moment { unix_ms: day * DAY, offset_s: 0, zone: "UTC".into() };
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body } }
    }

    fn wrote(mood: u8, wants_to_talk: bool) -> Body {
        Body::Reflection(Reflection { text: "a".into(), mood: Some(mood), wants_to_talk, ..Default::default() })
    }

    fn row(name: &str, items: &[Item]) -> CaseloadRow {
        let mut items = items.to_vec();
        items.push(item(200, 0, Body::Profile(Profile { name: name.into(), ..Default::default() })));
        summarise(CollectionId::new(0, [name.len() as u8; 10]), &items, 10 * DAY)
    }

    #[test]
    fn a_row_counts_what_is_unread() {
        let read =
            ReviewMark { entry: RecordId::new(0, [1; 10]), reviewed: true, revision: 1, extra: Default::default() };
        let row = row(
            "Wren",
            &[
                item(1, 5, wrote(3, true)),
                item(2, 6, wrote(5, false)),
                item(3, 7, Body::ReviewMark(read)),
                item(4, 12, Body::Appointment(Appointment::default())),
                item(5, 15, Body::Appointment(Appointment { kept: None, ..Default::default() })),
            ],
        );
        assert_eq!((row.entries, row.unread, row.wants_to_talk), (2, 1, 0));
        assert_eq!(row.next_appointment, Some(12 * DAY));
        assert_eq!(row.moods, [(5 * DAY, 3), (6 * DAY, 5)]);
    }

    #[test]
    fn who_wants_to_talk_comes_first_then_the_unread_then_the_next_appointment() {
        let rows = vec![
            row("quiet", &[]),
            row("soon", &[item(4, 11, Body::Appointment(Appointment::default()))]),
            row("new", &[item(1, 5, wrote(3, false)), item(2, 5, wrote(3, false))]),
            row("talk", &[item(1, 5, wrote(3, true))]),
        ];
        let names: Vec<String> = caseload(rows).into_iter().map(|row| row.name).collect();
        assert_eq!(names, ["talk", "new", "soon", "quiet"]);
    }
}
