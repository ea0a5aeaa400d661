//! Answers to instruments, and the events after a safety item.

use protocol::{CollectionId, RecordId};
use serde_json::{Map, Value};

use super::fields::{record, string_enum};
use super::{Alternative, Moment};

string_enum! {
    /// The client's choice on the page that a safety item opens.
    enum SafetyChoice {
        /// "I am safe right now."
        SafeNow = "safe_now",
        /// "I have told someone."
        ToldSomeone = "told_someone",
        /// "I want help now."
        HelpNow = "help_now",
        /// "I do not know." The app offers help in this case as well.
        Unsure = "unsure",
    }
}

record! {
    /// Answers to an instrument. `null` is a skipped item.
    #[derive(Default)]
    struct MeasureResponse {
        /// The instrument's id, such as `phq-9`.
        instrument: String,
        /// The version of the definition that was answered.
        version: String,
        /// Answers in the order of the items.
        answers: Vec<Option<f64>>,
        /// The answer to the item that is asked but not scored.
        unscored: Option<f64>,
        /// The therapist's assignment that it answers.
        assignment: Option<RecordId>,
        /// Whether the client agreed, before the first question, that the assigning therapist gets the answers on
        /// completion.
        agreed: bool,
        /// Whether the client decided, after an assigned form, to keep the answers private.
        kept_private: bool,
        /// "I want to talk about this."
        wants_to_talk: bool,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// A choice on the safety page, and when it was tapped.
    struct Chosen {
        /// The tapped choice.
        choice: SafetyChoice,
        /// When it was tapped.
        at: Moment,
    }

    /// An answered safety item: what was shown, and what the client chose. A later form never hides it.
    #[derive(Default)]
    struct SafetyEvent {
        /// The instrument's id, such as `phq-9`.
        instrument: String,
        /// The flag's name: `self_harm_item`.
        flag: String,
        /// The item's id: `q9`. Empty in events of earlier versions.
        item: String,
        /// The client's answer to the item.
        answer: Option<f64>,
        /// The record with all answers, if it was kept.
        response: Option<RecordId>,
        /// What was shown immediately: `crisis_plan`, `resources`, `practice`.
        shown: Vec<String>,
        /// The country whose phone numbers were shown: ISO 3166-1 alpha-2. Empty if unknown.
        region: String,
        /// The client's last choice; absent if the page was left without one.
        choice: Option<SafetyChoice>,
        /// Every choice with its time, oldest first.
        choices: Vec<Chosen>,
        /// "I am all right for now": the client dismissed the card that Today shows for three days.
        settled: Option<Moment>,
        /// When client and therapist closed it.
        closed: Option<Moment>,
        /// When the therapist reopened it. The closing is kept, but no longer counts.
        reopened: Option<Moment>,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// An instrument that a practice has defined.
    #[derive(Default)]
    struct Instrument {
        /// Its definition, in the format of [`measures::parse`](crate::measures::parse).
        definition: Map<String, Value>,
    }
}
