//! What pages show: plain data, made from the journal's own views, with their TypeScript types.

use journal::brief::{CaseloadRow, caseload as brief};
use serde::Serialize;
use tsify::Tsify;

use crate::Fault;
use crate::mark::Mark;

/// Who needs me first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Caseload {
    /// In the journal's published order.
    pub clients: Vec<Client>,
    /// What was handed to this desk and refused.
    pub notices: Vec<Notice>,
    /// What is wrong with the therapist's own collection.
    pub trouble: Option<Fault>,
    /// The server shows an older state of the practice than this browser has seen.
    pub older: bool,
    /// Of when the state was that the server showed when this desk was opened: milliseconds since the Unix epoch.
    pub as_of: Option<f64>,
}

/// Something that was handed to this desk, and refused.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Notice {
    /// Why.
    pub fault: Fault,
    /// Where it was handed over.
    pub collection: String,
    /// The client whom it concerns, where there is one.
    pub client: Option<String>,
    /// How they are called; empty when nobody is known.
    pub name: String,
}

/// One client in the caseload. Times are milliseconds since the Unix epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// The care collection.
    pub collection: String,
    /// How the client wants to be called; else what the therapist called the invitation, as the bond keeps it; else empty.
    pub name: String,
    /// Why they stand where they stand.
    pub reason: Reason,
    /// Safety items that are not closed.
    pub safety: u32,
    /// Entries not opened yet, or changed since.
    pub unread: u32,
    /// Of those, entries that the client wants to talk about or to be seen soon.
    pub wants_to_talk: u32,
    /// When the oldest of the unread was written.
    pub unread_since: Option<f64>,
    /// All entries.
    pub entries: u32,
    /// When the client last wrote.
    pub last_entry: Option<f64>,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// How many are planned.
    pub planned: Option<u32>,
    /// When the last one was.
    pub last_session: Option<f64>,
    /// When the next appointment is.
    pub next_appointment: Option<f64>,
    /// The last mood ratings, oldest first.
    pub moods: Vec<Mood>,
    /// The latest measure; one that got reliably worse before others.
    pub measure: Option<Latest>,
    /// When the relationship began.
    pub since: f64,
    /// Why the client's entries cannot be opened, if they cannot.
    pub trouble: Option<Fault>,
    /// How far what is here can be relied on.
    pub mark: Mark,
}

/// Why a client stands where they stand, in the order of the caseload (docs/brief.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A safety item, not closed yet.
    Safety,
    /// A sign after a session that a doctor should look at today, in a check-in that is not reviewed.
    Sign,
    /// The client marked something to talk about, or to be seen soon.
    WantsToTalk,
    /// A very low mood, or a steep drop within a week after a session, that is not reviewed.
    Low,
    /// A measure got reliably worse, and its answers are not reviewed.
    Worsened,
    /// An appointment today.
    Today,
    /// Something new.
    New,
    /// The next appointment is within a week.
    Soon,
    /// Nothing was heard after a session, from somebody who usually writes. No alarm.
    Quiet,
    /// Everything else.
    Rest,
}

impl Reason {
    fn new(reason: brief::Reason) -> Self {
        match reason {
            brief::Reason::Safety => Self::Safety,
            brief::Reason::Sign => Self::Sign,
            brief::Reason::WantsToTalk => Self::WantsToTalk,
            brief::Reason::Low => Self::Low,
            brief::Reason::Worsened => Self::Worsened,
            brief::Reason::Today => Self::Today,
            brief::Reason::New => Self::New,
            brief::Reason::Soon => Self::Soon,
            brief::Reason::Quiet => Self::Quiet,
            brief::Reason::Rest => Self::Rest,
        }
    }
}

/// The latest total of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Latest {
    /// The instrument.
    pub instrument: String,
    /// Its total.
    pub total: f64,
    /// What is said of it, on the phone as well: `safety`, `worse`, `better_but_worse_than_last`, …
    pub sentence: String,
    /// `improved`, `worsened`, `no_reliable_change`; absent for a first total, and never better while a safety item is
    /// answered.
    pub direction: Option<String>,
    /// When.
    pub at: f64,
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
    pub(crate) fn new(row: CaseloadRow, label: String, since: i64, trouble: Option<Fault>, mark: Mark) -> Self {
        let ms = |time: Option<i64>| time.map(|time| time as f64);
        Self {
            collection: row.collection,
            name: if row.name.is_empty() { label } else { row.name },
            reason: Reason::new(row.reason),
            safety: row.safety,
            unread: row.unread,
            wants_to_talk: row.wants_to_talk,
            unread_since: ms(row.unread_since),
            entries: row.entries,
            last_entry: ms(row.last_entry),
            session: row.session,
            planned: row.planned,
            last_session: ms(row.last_session),
            next_appointment: ms(row.next_appointment),
            moods: row.moods.into_iter().map(|(at, value)| Mood { at: at as f64, value }).collect(),
            measure: row.measure.map(|latest| Latest {
                instrument: latest.instrument,
                total: latest.total,
                sentence: latest.sentence.as_str().into(),
                direction: latest.direction.map(|direction| direction.as_str().into()),
                at: latest.at as f64,
            }),
            since: since as f64,
            trouble,
            mark,
        }
    }
}
