//! The series: its sessions and appointments, and the client's hopes and concerns.

use protocol::{CollectionId, RecordId};

use super::fields::{record, string_enum};
use super::{Alternative, Moment};

string_enum! {
    /// The status of a series. Stopping is a choice, not a failure.
    enum SeriesStatus = Active {
        /// In progress, or about to begin.
        Active = "active",
        /// Completed as planned.
        Completed = "completed",
        /// Stopped before its planned end.
        Stopped = "stopped",
    }

    /// The status of a goal or concern.
    enum GoalStatus = Open {
        /// Not resolved yet; carried forward.
        Open = "open",
        /// Reached; for a concern: resolved.
        Met = "met",
        /// The client has let it go.
        LetGo = "let_go",
    }
}

record! {
    /// A series of dosing sessions with integration between them.
    #[derive(Default)]
    struct Series {
        /// The client's name for the series, if any.
        title: String,
        /// The number of planned sessions.
        planned: Option<u32>,
        /// Whether it is active, completed or stopped.
        status: SeriesStatus,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// The setting of a session.
    #[derive(Default)]
    struct Setting {
        /// The place of the session.
        place: String,
        /// How the room is lit.
        light: String,
        /// The music during the session.
        music: String,
        /// How the client sits or lies.
        seating: String,
        /// The people who are present.
        companions: String,
        /// Objects that the client wants to have at hand.
        comfort: Vec<String>,
    }

    /// A session: what the clinic recorded, and the client's own notes. The app never suggests or computes a dose.
    #[derive(Default)]
    struct DosingSession {
        /// Its number in the series, from 1.
        number: u32,
        /// `lozenge`, `nasal_spray`, `intramuscular` or another route.
        route: String,
        /// The recorded dose, in milligrams.
        dose_mg: Option<f64>,
        /// Who recorded route and dose: `clinic` or `client`.
        recorded_by: String,
        /// Whether the therapist wrote it. A shared client record is a copy of the client's own.
        by_therapist: bool,
        /// The name of the therapist who recorded it, if the client copied the record from a care relationship.
        brought_from: String,
        /// Duration in minutes; absent if not recorded.
        duration_min: Option<u32>,
        /// When the session ended, or the client was home. Check-in times count from here.
        ended: Option<Moment>,
        /// The setting of the session.
        setting: Setting,
        /// How support was given: by talking during the session, or in quiet with a conversation afterwards.
        support: String,
        /// The therapist's short note for the client.
        support_note: String,
        /// Its qualities: `lightness`, `imagery`, `little_noticed`. They have no ranking.
        qualities: Vec<String>,
        /// How strong it was, from 0 to 10.
        intensity: Option<u8>,
        /// The client's first words afterwards.
        first_words: String,
        /// What was said during or right after the session, and what stayed with the client.
        notes: String,
        /// What the client found helpful.
        helped: String,
        /// What the client found hindering.
        hindered: String,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// The client's hope for a session. It is carried forward and shown again afterwards.
    #[derive(Default)]
    struct Intention {
        /// The client's wording of it.
        text: String,
        /// The number of the session, from 1.
        session: Option<u32>,
        /// When client and therapist agreed on it.
        agreed: Option<Moment>,
        /// The client's answer to it, written after the session.
        answer: String,
        /// The earlier intention that it carries forward.
        carried_from: Option<RecordId>,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// What the client wants to change over the series.
    #[derive(Default)]
    struct Goal {
        /// The client's wording of it.
        text: String,
        /// Whether it is open, reached or let go.
        status: GoalStatus,
        /// The client's answer to it, written later.
        answer: String,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// What the client is unsure or afraid of. The therapist can reply before the session.
    #[derive(Default)]
    struct Concern {
        /// The client's wording of it.
        text: String,
        /// Whether it is open, resolved or let go.
        status: GoalStatus,
        /// The client's answer to it, written later.
        answer: String,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// An agreed meeting: `preparation`, `dosing`, `integration`.
    #[derive(Default)]
    struct Appointment {
        /// The purpose. (Not `kind`, which is the record's own kind.)
        purpose: String,
        /// Whether it took place; absent while it is in the future.
        kept: Option<bool>,
        /// Whether it was cancelled.
        cancelled: bool,
        /// Whether the therapist wrote it, as in [`DosingSession`].
        by_therapist: bool,
        /// Duration in minutes; absent if not recorded.
        duration_min: Option<u32>,
        /// The place of the meeting.
        place: String,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }
}

impl DosingSession {
    /// Upper limit of a plausible dose, in milligrams. It catches typos.
    pub const MOST_MG: f64 = 1_000.0;
    /// Upper limit of a plausible number of sessions. It catches typos.
    pub const MOST_SESSIONS: u32 = 200;
    /// Known routes of administration. No route is preselected.
    pub const ROUTES: [&str; 9] = [
        "lozenge",
        "nasal_spray",
        "intramuscular",
        "infusion",
        "intravenous",
        "subcutaneous",
        "oral",
        "rectal",
        "other",
    ];

    /// Whether it is a clinic's record: written by this therapist, or brought along from an earlier one.
    pub fn is_clinics(&self) -> bool {
        self.by_therapist || !self.brought_from.is_empty()
    }

    /// What the client wrote about the session: first words, notes, what helped and what hindered, as paragraphs.
    pub fn words(&self) -> String {
        let words = [&self.first_words, &self.notes, &self.helped, &self.hindered];
        let words: Vec<&str> = words.into_iter().map(|words| words.trim()).filter(|words| !words.is_empty()).collect();
        words.join("\n\n")
    }
}
