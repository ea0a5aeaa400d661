//! Insight → step → habit.

use protocol::{CollectionId, RecordId};

use super::Alternative;
use super::fields::{record, words};

words! {
    /// Where a step stands. Letting go is not failing.
    enum StepStatus = Active {
        /// Being tried.
        Active = "active",
        /// Has become a habit.
        Habit = "habit",
        /// Finished.
        Done = "done",
        /// Let go.
        LetGo = "let_go",
    }

    /// How often a step is meant.
    enum Every {
        /// One time.
        Once = "once",
        /// Every day.
        Day = "day",
        /// A number of times a week.
        Week = "week",
        /// On given weekdays.
        Weekdays = "weekdays",
    }
}

record! {
    /// How often a step is meant.
    struct Cadence {
        /// Once, daily, weekly, or on weekdays.
        every: Every,
        /// For [`Every::Week`]: how many times.
        times: Option<u32>,
        /// For [`Every::Weekdays`]: `mon` to `sun`.
        weekdays: Vec<String>,
    }

    /// A small practical step, worded by the client.
    #[derive(Default)]
    struct Step {
        /// The words.
        text: String,
        /// The entry that it came from.
        from_entry: Option<RecordId>,
        /// The therapist's suggestion that it came from.
        from_suggestion: Option<RecordId>,
        /// How often; without one it is done whenever it fits.
        cadence: Option<Cadence>,
        /// Local days (`YYYY-MM-DD`) on which it was done.
        done_on: Vec<String>,
        /// Where it stands.
        status: StepStatus,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }
}
