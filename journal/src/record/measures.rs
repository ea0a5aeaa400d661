//! Answers to instruments, and what happened when one of them asked for help.

use protocol::{CollectionId, RecordId};
use serde_json::{Map, Value};

use super::fields::{record, words};
use super::{Alternative, Moment};

words! {
    /// What a client chose on the page that a safety item opens.
    enum SafetyChoice {
        /// "I am safe right now."
        SafeNow = "safe_now",
        /// "I have told someone."
        ToldSomeone = "told_someone",
        /// "I want help now."
        HelpNow = "help_now",
        /// "I do not know." It leads to help as well.
        Unsure = "unsure",
    }
}

record! {
    /// Answers to an instrument. `null` is an item that was left out.
    #[derive(Default)]
    struct MeasureResponse {
        /// The instrument's id, such as `phq-9`.
        instrument: String,
        /// The version of its definition that the answers belong to.
        version: String,
        /// Answers in the order of the items.
        answers: Vec<Option<f64>>,
        /// The answer to the item that is asked and never scored.
        unscored: Option<f64>,
        /// The therapist's assignment that was answered.
        assignment: Option<RecordId>,
        /// Before the first question the client agreed that the therapist who assigned it gets the answers on finishing.
        agreed: bool,
        /// After finishing an assigned form the client decided to keep the answers private.
        kept_private: bool,
        /// "I want to talk about this."
        wants_to_talk: bool,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// A choice on the safety page, and when it was tapped.
    struct Chosen {
        /// What.
        choice: SafetyChoice,
        /// When.
        at: Moment,
    }

    /// A safety item was answered: what was shown, and what the client chose. A later form never hides it.
    #[derive(Default)]
    struct SafetyEvent {
        /// The instrument.
        instrument: String,
        /// The flag: `self_harm_item`.
        flag: String,
        /// The item: `q9`. Empty in events of earlier versions.
        item: String,
        /// What was answered.
        answer: Option<f64>,
        /// The answers' record, if it was kept.
        response: Option<RecordId>,
        /// What was shown at once: `crisis_plan`, `resources`, `practice`.
        shown: Vec<String>,
        /// The country whose numbers were shown: ISO 3166-1 alpha-2. Empty where none was known.
        region: String,
        /// What the client chose last; absent while the page was left without a choice.
        choice: Option<SafetyChoice>,
        /// Every choice with its time, oldest first: a later one never hides an earlier one.
        choices: Vec<Chosen>,
        /// "I am all right for now": the client closed the card that Today shows for three days.
        settled: Option<Moment>,
        /// When client and therapist closed it.
        closed: Option<Moment>,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// A practice's own instrument.
    #[derive(Default)]
    struct Instrument {
        /// Its definition, as [`measures::parse`](crate::measures::parse) reads it.
        definition: Map<String, Value>,
    }
}
