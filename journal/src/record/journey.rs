//! The series: its sessions and meetings, and what is hoped for and feared.

use protocol::{CollectionId, RecordId};

use super::fields::{record, words};
use super::{Alternative, Moment};

words! {
    /// How a series stands. Stopping is a choice and not a failure.
    enum SeriesStatus = Active {
        /// Under way, or about to begin.
        Active = "active",
        /// Came to its end.
        Completed = "completed",
        /// Stopped before its planned end.
        Stopped = "stopped",
    }

    /// How a goal or a concern stands.
    enum GoalStatus = Open {
        /// Carried forward.
        Open = "open",
        /// Reached; or, for a concern, settled.
        Met = "met",
        /// Let go.
        LetGo = "let_go",
    }
}

record! {
    /// A series of dosing sessions with integration between them.
    #[derive(Default)]
    struct Series {
        /// What the client calls it, if anything.
        title: String,
        /// How many sessions are planned.
        planned: Option<u32>,
        /// How it stands.
        status: SeriesStatus,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// The room in which a session takes place.
    #[derive(Default)]
    struct Setting {
        /// Where.
        place: String,
        /// Lighting.
        light: String,
        /// Music.
        music: String,
        /// Seating.
        seating: String,
        /// Who is there.
        companions: String,
        /// What the client wants to have at hand.
        comfort: Vec<String>,
    }

    /// A session as the clinic recorded it, and what the client keeps of it. The app never suggests or computes a dose.
    #[derive(Default)]
    struct DosingSession {
        /// Its number in the series, from 1.
        number: u32,
        /// `lozenge`, `nasal_spray`, `intramuscular` or another word.
        route: String,
        /// Milligrams, as recorded.
        dose_mg: Option<f64>,
        /// Who recorded route and dose: `clinic` or `client`.
        recorded_by: String,
        /// Written by the therapist; what a client shares is a copy of the client's own record.
        by_therapist: bool,
        /// Minutes.
        duration_min: Option<u32>,
        /// When it ended, or the client was home: what the check-ins count from.
        ended: Option<Moment>,
        /// The room.
        setting: Setting,
        /// How support was given: talking during, or quiet and a conversation afterwards.
        support: String,
        /// The therapist's short note for the client.
        support_note: String,
        /// What it was like: `lightness`, `imagery`, `little_noticed`; none is better than another.
        qualities: Vec<String>,
        /// How strong it was, 0 to 10.
        intensity: Option<u8>,
        /// The first words afterwards.
        first_words: String,
        /// What was said during or right after, and what stayed.
        notes: String,
        /// What helped.
        helped: String,
        /// What did not.
        hindered: String,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// What the client hopes for from a session, in their words; carried forward and shown again afterwards.
    #[derive(Default)]
    struct Intention {
        /// The words.
        text: String,
        /// For which session, from 1.
        session: Option<u32>,
        /// When client and therapist agreed on it.
        agreed: Option<Moment>,
        /// What came up against it, written after the session.
        answer: String,
        /// The intention that it carries forward.
        carried_from: Option<RecordId>,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// What the client wants to change, over the series.
    #[derive(Default)]
    struct Goal {
        /// The words.
        text: String,
        /// How it stands.
        status: GoalStatus,
        /// What came of it.
        answer: String,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// What the client is unsure or afraid of; the therapist can answer before the day.
    #[derive(Default)]
    struct Concern {
        /// The words.
        text: String,
        /// How it stands.
        status: GoalStatus,
        /// What became of it.
        answer: String,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// A meeting: `preparation`, `dosing`, `integration`.
    #[derive(Default)]
    struct Appointment {
        /// What it is for. (`purpose` and not `kind`, which names the record's own kind.)
        purpose: String,
        /// Whether it took place; absent while it lies ahead.
        kept: Option<bool>,
        /// Called off.
        cancelled: bool,
        /// As in [`DosingSession`].
        by_therapist: bool,
        /// Minutes.
        duration_min: Option<u32>,
        /// Where.
        place: String,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }
}

impl DosingSession {
    /// No session's dose is above so many milligrams: a check of what was typed.
    pub const MOST_MG: f64 = 1_000.0;
    /// No series has more sessions: a check of what was typed.
    pub const MOST_SESSIONS: u32 = 200;
    /// How it may have been given; none is set before somebody says so.
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

    /// What the client said about it: first words, notes, what helped and what hindered, a paragraph each.
    pub fn words(&self) -> String {
        let words = [&self.first_words, &self.notes, &self.helped, &self.hindered];
        let words: Vec<&str> = words.into_iter().map(|words| words.trim()).filter(|words| !words.is_empty()).collect();
        words.join("\n\n")
    }
}
