//! Side effects and adverse events of ketamine sessions.
//!
//! A client marks side effects in a `side_effect_check`; a therapist records an `adverse_event`. The list of effects is
//! this project's own and not validated, and no text calls an effect normal.
//!
//! Layout:
//! - [`urgency`]: which effects a doctor should see today, and which the practice has to know: one pure rule
//! - [`words`]: the effects and severities in each language, from `data/effects.json`
//! - [`adverse`]: the values that an adverse event may have, and its checks

pub mod adverse;
pub mod urgency;
pub mod words;

pub use urgency::{Mark, Urgency};

/// Days after a session on which the phone offers the check unasked.
pub const DAYS: i64 = 14;
/// The instrument of a safety event that a check raised; no instrument has this id.
pub const INSTRUMENT: &str = "side_effect_check";
/// The item and flag of the question about suicidal thoughts.
pub const SUICIDAL: &str = "suicidal";

#[cfg(test)]
mod tests;
