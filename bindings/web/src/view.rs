//! Types for pages: plain data from the journal's views, with TypeScript types.

use journal::brief::{CaseloadRow, caseload as brief};
use serde::Serialize;
use tsify::Tsify;

use crate::Fault;
use crate::mark::Mark;

/// The therapist's clients by urgency.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Caseload {
    /// The clients, in the published order of docs/brief.md.
    pub clients: Vec<Client>,
    /// Handed-over messages that were rejected.
    pub notices: Vec<Notice>,
    /// The problem with the therapist's private collection, if any.
    pub trouble: Option<Fault>,
    /// Whether the server shows an older state of the practice than this browser has seen.
    pub older: bool,
    /// The date of the state that the server showed when the desk was opened, in milliseconds since the Unix epoch.
    pub as_of: Option<f64>,
}

/// A rejected handed-over message.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Notice {
    /// The reason of the rejection.
    pub fault: Fault,
    /// The collection that it was handed over for.
    pub collection: String,
    /// The client that it concerns, if known.
    pub client: Option<String>,
    /// The client's name; empty if unknown.
    pub name: String,
}

/// A client in the caseload. Times are in milliseconds since the Unix epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// The id of the care collection.
    pub collection: String,
    /// The client's preferred name; otherwise the invitation's label from the bond; otherwise empty.
    pub name: String,
    /// The therapist's own name for the client, to distinguish clients with the same name; empty if unset.
    pub label: String,
    /// Why the client has this position.
    pub reason: Reason,
    /// All reasons in the order of the caseload; `reason` is the first.
    pub reasons: Vec<Reason>,
    /// The number of open safety items.
    pub safety: u32,
    /// Entries that are not opened yet, or changed since.
    pub unread: u32,
    /// Of those, entries marked "want to talk" or "see soon".
    pub wants_to_talk: u32,
    /// When the oldest unread entry was written.
    pub unread_since: Option<f64>,
    /// The number of all entries.
    pub entries: u32,
    /// When the client last wrote.
    pub last_entry: Option<f64>,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// The number of planned sessions.
    pub planned: Option<u32>,
    /// When the last session was.
    pub last_session: Option<f64>,
    /// When the next appointment is.
    pub next_appointment: Option<f64>,
    /// The follow-up after the last session that is open or overdue.
    pub follow_up: Option<FollowUp>,
    /// The latest mood ratings, oldest first.
    pub moods: Vec<Mood>,
    /// The latest measure. A reliably worse one takes precedence.
    pub measure: Option<Latest>,
    /// When the care relationship began.
    pub since: f64,
    /// Why the client's entries cannot be opened, if so.
    pub trouble: Option<Fault>,
    /// How complete and current the records are.
    pub mark: Mark,
}

/// The names of a client on the therapist's side.
#[derive(Default)]
pub(crate) struct Called {
    /// The name on the invitation.
    pub(crate) invited: String,
    /// The therapist's own name.
    pub(crate) label: String,
}

/// A client whose care has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct FormerClient {
    /// The former care collection.
    pub collection: String,
    /// The name on the invitation or the therapist's own name; may be empty.
    pub name: String,
    /// When the relationship began: milliseconds since the Unix epoch.
    pub since: f64,
    /// When the care ended: milliseconds since the Unix epoch.
    pub ended: f64,
}

/// Clients whose care has ended, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct FormerClients {
    /// One per client.
    pub list: Vec<FormerClient>,
}

/// Why a client has a position in the caseload, in its order (docs/brief.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An open safety item.
    Safety,
    /// An unreviewed side-effect check with something that needs a doctor today.
    RedEffect,
    /// The client marked an entry "want to talk" or "see soon".
    WantsToTalk,
    /// An unreviewed very low mood, or a steep drop within a week after a session.
    Low,
    /// A reliably worse measure with unreviewed answers.
    Worsened,
    /// The client has an appointment today.
    Today,
    /// There are entries that the therapist has not read.
    New,
    /// An appointment within a week.
    Soon,
    /// No entries after a session, by a client who usually writes. It is not an alarm.
    Quiet,
    /// None of the other reasons.
    Rest,
}

impl Reason {
    fn new(reason: brief::Reason) -> Self {
        match reason {
            brief::Reason::Safety => Self::Safety,
            brief::Reason::RedEffect => Self::RedEffect,
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
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// The total of the answers.
    pub total: f64,
    /// The highest possible total.
    pub most: f64,
    /// The assessment, equal to the phone's: `safety`, `worse`, `better_but_worse_than_last`, …
    pub sentence: String,
    /// `improved`, `worsened`, `no_reliable_change`; absent for a first total. Never better while a safety flag is
    /// raised.
    pub direction: Option<String>,
    /// The earlier result that the assessment compares it with.
    pub against: Option<Against>,
    /// When it was answered.
    pub at: f64,
}

/// An earlier result of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Against {
    /// Whether it is the baseline; otherwise the previous result.
    pub baseline: bool,
    /// The total of the answers.
    pub total: f64,
    /// When it was answered.
    pub at: f64,
}

/// A follow-up after the last session that is not answered, or not shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct FollowUp {
    /// Which one: `4w`, `3mo`, `6mo`.
    pub slot: String,
    /// Whether its first week has passed.
    pub overdue: bool,
}

/// A mood rating of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Tsify)]
pub struct Mood {
    /// When it was given, in milliseconds since the Unix epoch.
    pub at: f64,
    /// The rating, from 0 (very low) to 10 (very good).
    pub value: u8,
}

impl Client {
    pub(crate) fn new(row: CaseloadRow, of: Called, since: i64, trouble: Option<Fault>, mark: Mark) -> Self {
        let ms = |time: Option<i64>| time.map(|time| time as f64);
        Self {
            collection: row.collection,
            name: if row.name.is_empty() { of.invited } else { row.name },
            label: of.label,
            reason: Reason::new(row.reason),
            reasons: row.reasons.into_iter().map(Reason::new).collect(),
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
            follow_up: row.follow_up.map(|one| FollowUp {
                slot: one.slot.as_str().into(),
                overdue: one.state == journal::arc::CheckInState::Overdue,
            }),
            moods: row.moods.into_iter().map(|(at, value)| Mood { at: at as f64, value }).collect(),
            measure: row.measure.map(|latest| Latest {
                instrument: latest.instrument,
                total: latest.total,
                most: latest.most,
                sentence: latest.sentence.as_str().into(),
                direction: latest.direction.map(|direction| direction.as_str().into()),
                against: latest.against.map(|one| Against {
                    baseline: one.baseline,
                    total: one.total,
                    at: one.at as f64,
                }),
                at: latest.at as f64,
            }),
            since: since as f64,
            trouble,
            mark,
        }
    }
}
