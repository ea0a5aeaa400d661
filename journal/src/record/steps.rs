//! Practical steps that come out of insights, and can become habits.

use protocol::{CollectionId, RecordId};

use super::Alternative;
use super::fields::{record, string_enum};

string_enum! {
    /// The status of a step. "Let go" is a neutral outcome, not a failure.
    enum StepStatus = Active {
        /// The client is trying it.
        Active = "active",
        /// It has become a habit.
        Habit = "habit",
        /// The client has finished it.
        Done = "done",
        /// The client has let it go.
        LetGo = "let_go",
    }

    /// The unit of a step's repetition.
    enum Every {
        /// A single time, without repetition.
        Once = "once",
        /// Every day of the week.
        Day = "day",
        /// A number of times a week.
        Week = "week",
        /// On the listed weekdays.
        Weekdays = "weekdays",
    }
}

record! {
    /// How often a step should be done.
    struct Cadence {
        /// The unit of the repetition.
        every: Every,
        /// For [`Every::Week`]: how many times.
        times: Option<u32>,
        /// For [`Every::Weekdays`]: `mon` to `sun`.
        weekdays: Vec<String>,
    }

    /// A small practical action, worded by the client.
    #[derive(Default)]
    struct Step {
        /// What the client wants to do.
        text: String,
        /// The entry that it came from.
        from_entry: Option<RecordId>,
        /// The therapist's suggestion that it came from.
        from_suggestion: Option<RecordId>,
        /// How often; if absent, whenever it suits the client.
        cadence: Option<Cadence>,
        /// Local days (`YYYY-MM-DD`) on which it was done.
        done_on: Vec<String>,
        /// Whether it is active, a habit, finished or let go.
        status: StepStatus,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }
}
