//! Check lists: the answers to one, the clearance before a series, and a practice's own version of a list. Clearances are
//! kept in a therapist's private collection, as session records are.

use protocol::CollectionId;
use serde_json::{Map, Value};

use super::fields::record;
use super::{Alternative, Amendment, Moment};

record! {
    /// The answer to one item of a check list, with the text that was asked.
    #[derive(Default)]
    struct Checked {
        /// The id of the item in its list.
        row: String,
        /// The text of the item.
        words: String,
        /// Discharge: `yes`, `no`, `not_applicable`. Clearance: `no`, `yes`, `unknown`.
        state: String,
        /// The reason, or a note.
        note: String,
        /// The name of the person who answered.
        by: String,
        /// When it was answered.
        at: Option<Moment>,
    }

    /// The medical clearance before a series: the checked items, and the prescriber's result.
    #[derive(Default)]
    struct Clearance {
        /// The client's care collection.
        client: Option<CollectionId>,
        /// When it was first kept; absent while there is only a draft.
        kept: Option<Moment>,
        /// The typed values that are not kept yet.
        draft: Map<String, Value>,
        /// The name of the prescriber who decides on the clearance.
        by: String,
        /// The version of the intake list.
        version: String,
        /// The answers to the intake list.
        items: Vec<Checked>,
        /// The prescriber's decision: `cleared`, `conditions`, `not_cleared`.
        result: String,
        /// The conditions, or why not.
        conditions: String,
        /// The date until which it is valid.
        valid_until: String,
        /// The changes after it was kept, oldest first.
        amendments: Vec<Amendment>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// An item that a practice has changed or added.
    #[derive(Default)]
    struct OwnItem {
        /// The item's stable id; a changed item keeps the id of the original.
        id: String,
        /// The section of the intake list.
        section: String,
        /// The practice's text; empty for the list's own.
        words: String,
        /// Whether the practice leaves the item out.
        off: bool,
    }

    /// A practice's own version of a check list.
    #[derive(Default)]
    struct CheckList {
        /// The list that it changes: `discharge` or `intake`.
        list: String,
        /// The number of the practice's version, from 1.
        edition: u32,
        /// The items that the practice changed or added.
        items: Vec<OwnItem>,
    }
}
