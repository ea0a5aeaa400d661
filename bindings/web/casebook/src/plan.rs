//! Agreements of therapist and client.
//!
//! Layout: [`adverse`] events, [`assignments`], [`suggestions`], [`meetings`] and dosing [`sessions`], each with a form (the input of a
//! page), a view (its output), and the resulting changes.

pub mod adverse;
pub mod assignments;
pub mod meetings;
pub mod sessions;
pub mod suggestions;

pub use adverse::{AdverseChoices, AdverseForm, AdverseView};
pub use assignments::{AssignmentForm, AssignmentView};
pub use meetings::{MeetingForm, MeetingView};
pub use sessions::{SessionForm, SessionView};
pub use suggestions::{SuggestionForm, SuggestionView};

use journal::arc::{self, Item};
use journal::record::{Body, NoteKind};
use serde::Serialize;
use tsify::Tsify;

use crate::replies::{NoteView, PromiseView};
use crate::{Casebook, Changes, Fault};

/// All agreements with a client, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Prompts and measures to answer.
    pub assignments: Vec<AssignmentView>,
    /// Steps that the therapist suggested.
    pub suggestions: Vec<SuggestionView>,
    /// Appointments, including future ones.
    pub meetings: Vec<MeetingView>,
    /// Recorded dosing sessions.
    pub sessions: Vec<SessionView>,
    /// Adverse events that the therapist recorded.
    pub adverse_events: Vec<AdverseView>,
    /// The values of an adverse event's fields.
    pub adverse_choices: AdverseChoices,
    /// The number of the next dosing session.
    pub next_session: u32,
    /// Private notes, drafts and agenda items.
    pub notes: Vec<NoteView>,
    /// The number of forms about the client that were begun and not saved.
    pub begun: u32,
    /// Promises of the therapist.
    pub promises: Vec<PromiseView>,
    /// Own prompt sets that the client has: their ids in the library.
    pub given: Vec<String>,
}

impl Casebook {
    /// All agreements with a client.
    pub fn plan(&self, collection: &str) -> Result<Plan, Fault> {
        let (_, items) = self.items(collection)?;
        let mut newest: Vec<&Item> = items.iter().collect();
        newest.sort_by_key(|item| (-item.record.when.unix_ms, std::cmp::Reverse(item.id)));
        let mut plan = Plan {
            assignments: Vec::new(),
            suggestions: Vec::new(),
            meetings: Vec::new(),
            sessions: Vec::new(),
            adverse_events: Vec::new(),
            adverse_choices: AdverseChoices::all(),
            next_session: 1,
            notes: Vec::new(),
            begun: 0,
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
                Body::AdverseEvent(body) => plan.adverse_events.push(AdverseView::of(item, body)),
                Body::PrivateNote(body) if body.purpose == NoteKind::FormDraft => plan.begun += 1,
                Body::PrivateNote(body) => {
                    let gone = body.about.is_some_and(|id| items.binary_search_by_key(&id, |one| one.id).is_err());
                    plan.notes.push(NoteView { gone, ..NoteView::of(item, body) });
                }
                Body::Promise(body) => plan.promises.push(PromiseView::of(item, body)),
                _ => {}
            }
        }
        plan.sessions = arc::sessions(items).iter().rev().filter_map(|one| SessionView::of(one, &newest)).collect();
        plan.next_session = plan.sessions.iter().map(|one| one.form.number + 1).max().unwrap_or(1);
        Ok(plan)
    }

    /// Withdraws a suggestion, appointment, session or assignment that the therapist made.
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

/// Whether the therapist may change a session or appointment. A client's shared record is a copy, and changes to a copy
/// have no effect (docs/decisions/0044).
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
