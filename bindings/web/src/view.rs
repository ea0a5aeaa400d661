//! What pages show: plain data, made from the journal's own views, with their TypeScript types.

use journal::brief::CaseloadRow;
use serde::Serialize;
use tsify::Tsify;

use crate::Fault;

/// Who needs me first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Caseload {
    /// In the journal's published order.
    pub clients: Vec<Client>,
}

/// One client in the caseload. Times are milliseconds since the Unix epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// The care collection.
    pub collection: String,
    /// How the client wants to be called; else what the therapist called the invitation; else empty.
    pub name: String,
    /// Entries not opened yet, or changed since.
    pub unread: u32,
    /// Of those, entries that the client wants to talk about.
    pub wants_to_talk: u32,
    /// All entries.
    pub entries: u32,
    /// When the client last wrote.
    pub last_entry: Option<f64>,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// When it was.
    pub last_session: Option<f64>,
    /// When the next appointment is.
    pub next_appointment: Option<f64>,
    /// The last mood ratings, oldest first.
    pub moods: Vec<Mood>,
    /// When the relationship began.
    pub since: f64,
    /// Why the client's entries cannot be opened, if they cannot.
    pub trouble: Option<Fault>,
    /// Entries that cannot be opened, although others can.
    pub unreadable: u32,
}

/// One mood rating.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Tsify)]
pub struct Mood {
    /// Milliseconds since the Unix epoch.
    pub at: f64,
    /// 0 (very low) to 10 (very good).
    pub value: u8,
}

impl Client {
    pub(crate) fn new(row: CaseloadRow, label: String, since: i64, trouble: Option<Fault>, unreadable: u32) -> Self {
        let ms = |time: Option<i64>| time.map(|time| time as f64);
        Self {
            collection: row.collection,
            name: if row.name.is_empty() { label } else { row.name },
            unread: row.unread,
            wants_to_talk: row.wants_to_talk,
            entries: row.entries,
            last_entry: ms(row.last_entry),
            session: row.session,
            last_session: ms(row.last_session),
            next_appointment: ms(row.next_appointment),
            moods: row.moods.into_iter().map(|(at, value)| Mood { at: at as f64, value }).collect(),
            since: since as f64,
            trouble,
            unreadable,
        }
    }
}
