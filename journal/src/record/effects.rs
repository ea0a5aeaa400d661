//! Side effects, as a client marks them, and adverse events, as a therapist records them.

use protocol::CollectionId;
use protocol::RecordId;

use super::fields::{Fields, record, string_enum};
use super::{Alternative, Moment, Payload, Slot};

impl SideEffectCheck {
    /// Reads the check in a payload without references to any other kind; `None` for other kinds and unreadable checks.
    pub(crate) fn of(payload: &Payload) -> Option<Self> {
        let mut fields = payload.fields().clone();
        let kind = fields.remove("kind");
        fields.remove("when");
        kind.filter(|kind| kind == "side_effect_check").and_then(|_| Fields::read(fields, false))
    }
}

string_enum! {
    /// Since when a check asks.
    enum Since = Session {
        /// Since the last session.
        Session = "session",
        /// Since the last check after that session.
        LastCheck = "last_check",
    }

    /// The answer to the question about suicidal thoughts.
    enum Suicidal {
        /// "No" was tapped.
        No = "no",
        /// Yes. It raises a safety event.
        Yes = "yes",
        /// "I would rather not say."
        Unsaid = "unsaid",
    }

    /// A client's tap on the page that is shown in response to a check.
    enum EffectChoice {
        /// The emergency number was tapped.
        Emergency = "emergency",
        /// A number of the practice.
        Practice = "practice",
        /// Another number or person on the Help now page.
        Other = "other",
        /// The button that opens Help now was tapped.
        Help = "help",
    }
}

record! {
    /// A marked side effect.
    #[derive(Default)]
    struct Effect {
        /// The id of the effect, such as `chest`: see [`effects`](crate::effects).
        id: String,
        /// From 0 (not at all) to 3 (strong); absent if none was chosen.
        severity: Option<u8>,
        /// Whether it is still there.
        still: Option<bool>,
        /// Whether it was present before the session as well.
        before: Option<bool>,
    }

    /// A tap on the page that is shown in response to a check.
    struct EffectTap {
        /// The action that was tapped.
        choice: EffectChoice,
        /// When it was tapped.
        at: Moment,
    }

    /// Side effects after a session, as the client marked them.
    #[derive(Default)]
    struct SideEffectCheck {
        /// The number of the session before it, from 1.
        session: Option<u32>,
        /// The time at which the phone asked; absent if the client opened the check unasked.
        slot: Option<Slot>,
        /// Since when it asked.
        since: Since,
        /// "Is anything bothering you?"
        any: Option<bool>,
        /// The effects that the client marked.
        items: Vec<Effect>,
        /// Something else, in the client's words.
        other: String,
        /// Whether the client drove, cycled in traffic or used machines on the day of the session.
        drove: Option<bool>,
        /// Thoughts of being dead or of self-harm since the session. Absent if the question was not asked or was
        /// skipped.
        suicidal: Option<Suicidal>,
        /// What the phone showed in response: `red` or `amber`, then `resources`, `practice`.
        shown: Vec<String>,
        /// What the client tapped there, oldest first.
        chosen: Vec<EffectTap>,
        /// "I want to talk about this."
        wants_to_talk: bool,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// An adverse event, in the therapist's private collection. It is never synced to the client.
    #[derive(Default)]
    struct AdverseEvent {
        /// The client's care collection.
        client: Option<CollectionId>,
        /// The name of the event.
        term: String,
        /// The kind of event: one of [`CATEGORIES`](crate::effects::adverse::CATEGORIES).
        category: String,
        /// The number of the session that it followed.
        session: Option<u32>,
        /// When the event began.
        onset: Option<Moment>,
        /// Minutes after the dose.
        minutes_after_dose: Option<u32>,
        /// When the event ended; absent while it is going on.
        ended: Option<Moment>,
        /// Whether it is still going on.
        ongoing: bool,
        /// The grade, from 1 to 5, in the general terms of the CTCAE.
        grade: Option<u8>,
        /// Whether it is serious. This is not its severity.
        serious: Option<bool>,
        /// The criteria of seriousness: of [`CRITERIA`](crate::effects::adverse::CRITERIA).
        criteria: Vec<String>,
        /// Whether the product information lists it: `listed`, `not_listed`, `unknown`.
        expected: String,
        /// Its relation to ketamine: of [`RELATED`](crate::effects::adverse::RELATED).
        related: String,
        /// Its relation to the psychotherapy or the setting: of the same values.
        related_to_therapy: String,
        /// The actions taken: of [`ACTIONS`](crate::effects::adverse::ACTIONS).
        actions: Vec<String>,
        /// The treatment, as text.
        treatment: String,
        /// How it ended: one of [`OUTCOMES`](crate::effects::adverse::OUTCOMES).
        outcome: String,
        /// The authorities it was reported to: of [`AUTHORITIES`](crate::effects::adverse::AUTHORITIES).
        reported_to: String,
        /// When it was reported.
        reported_at: Option<Moment>,
        /// The reference of the report.
        reference: String,
        /// The name of the person who recorded it.
        by: String,
        /// When it was discussed with the client.
        told_client: Option<Moment>,
        /// The client's side-effect check that it is based on.
        check: Option<RecordId>,
        /// Recorded in error: it is kept, but excluded everywhere.
        in_error: bool,
        /// The values before each change, oldest first.
        earlier: Vec<EventVersion>,
    }

    /// Earlier values of an adverse event, with the time of their replacement.
    struct EventVersion {
        /// When it was replaced.
        until: Moment,
        /// Who had recorded that.
        by: String,
        /// The fields of the event in this version.
        content: serde_json::Map<String, serde_json::Value>,
    }
}
