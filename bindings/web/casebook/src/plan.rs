//! What therapist and client agree on, as the pages show and write it.
//!
//! Layout: [`assignments`], [`suggestions`], [`meetings`] and dosing [`sessions`], each with what a page writes (a form),
//! what it shows (a view), and the changes that come of it.

pub mod assignments;
pub mod meetings;
pub mod sessions;
pub mod suggestions;

pub use assignments::{AssignmentForm, AssignmentView};
pub use meetings::{MeetingForm, MeetingView};
pub use sessions::{SessionForm, SessionView};
pub use suggestions::{SuggestionForm, SuggestionView};

use journal::arc::{self, Item};
use journal::record::Body;
use serde::Serialize;
use tsify::Tsify;

use crate::between::{NoteView, PromiseView};
use crate::{Casebook, Changes, Fault};

/// Everything that was agreed with a client, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Assignments.
    pub assignments: Vec<AssignmentView>,
    /// Suggestions.
    pub suggestions: Vec<SuggestionView>,
    /// Meetings, those ahead among them.
    pub meetings: Vec<MeetingView>,
    /// Dosing sessions.
    pub sessions: Vec<SessionView>,
    /// The number that the next dosing session would have.
    pub next_session: u32,
    /// Private notes, drafts, lines for the session.
    pub notes: Vec<NoteView>,
    /// Promises.
    pub promises: Vec<PromiseView>,
    /// Own prompt sets that the client has been given: their ids in the library.
    pub given: Vec<String>,
}

impl Casebook {
    /// Everything that was agreed with a client.
    pub fn plan(&self, collection: &str) -> Result<Plan, Fault> {
        let (_, items) = self.items(collection)?;
        let mut newest: Vec<&Item> = items.iter().collect();
        newest.sort_by_key(|item| (-item.record.when.unix_ms, std::cmp::Reverse(item.id)));
        let mut plan = Plan {
            assignments: Vec::new(),
            suggestions: Vec::new(),
            meetings: Vec::new(),
            sessions: Vec::new(),
            next_session: 1,
            notes: Vec::new(),
            promises: Vec::new(),
            given: self.given_sets(items),
        };
        for item in &newest {
            match &item.record.body {
                Body::Assignment(body) => plan.assignments.push(AssignmentView::of(item, body, &newest)),
                Body::Suggestion(body) if body.part.is_empty() => {
                    plan.suggestions.push(SuggestionView::of(item, body, items))
                }
                Body::Appointment(body) => plan.meetings.push(MeetingView::of(item, body)),
                Body::PrivateNote(body) => plan.notes.push(NoteView::of(item, body)),
                Body::Promise(body) => plan.promises.push(PromiseView::of(item, body)),
                _ => {}
            }
        }
        plan.sessions = arc::sessions(items).iter().rev().filter_map(|one| SessionView::of(one, &newest)).collect();
        plan.next_session = plan.sessions.iter().map(|one| one.form.number + 1).max().unwrap_or(1);
        Ok(plan)
    }

    /// Takes something back that the therapist made for the client: a suggestion, a meeting, a session, an assignment.
    pub fn withdraw(&self, collection: &str, id: &str) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let own = matches!(item.record.body, Body::Suggestion(_) | Body::Assignment(_) | Body::PromptSet(_));
        let mut changes = Changes::default();
        if own || is_own(&item.record.body) {
            changes.delete(client, item.id);
        }
        Ok(changes)
    }
}

/// Whether a session or a meeting is the therapist's to change: what a client shares is a copy, and what is written into
/// a copy reaches nobody (docs/decisions/0044).
fn is_own(body: &Body) -> bool {
    match body {
        Body::DosingSession(session) => session.by_therapist,
        Body::Appointment(meeting) => meeting.by_therapist,
        _ => false,
    }
}

fn only_own(body: &Body) -> Result<(), Fault> {
    match is_own(body) {
        true => Ok(()),
        false => Err(Fault::new("clients_own", "Your client wrote this, and it stays as it was written.")),
    }
}
