//! Adverse events: the values of their fields, and the requirements for keeping one.

use crate::record::{AdverseEvent, Moment};

/// Kinds of event.
pub const CATEGORIES: [&str; 18] = [
    "cardiovascular",
    "respiratory",
    "neurological",
    "dissociation",
    "anxiety",
    "psychosis",
    "mania",
    "suicidality",
    "self_harm",
    "gastrointestinal",
    "urinary",
    "hepatic",
    "cognitive",
    "injury",
    "misuse",
    "medication_error",
    "boundary",
    "other",
];
/// Why an event is serious.
pub const CRITERIA: [&str; 6] =
    ["death", "life_threatening", "hospital", "disability", "congenital", "medically_important"];
/// Whether the event is listed in the product information.
pub const EXPECTED: [&str; 3] = ["listed", "not_listed", "unknown"];
/// The causal relation, in the terms of WHO-UMC.
pub const RELATED: [&str; 5] = ["unrelated", "unlikely", "possible", "probable", "certain"];
/// The actions that were taken.
pub const ACTIONS: [&str; 11] = [
    "none",
    "watched",
    "oxygen",
    "airway",
    "drug",
    "session_stopped",
    "emergency_call",
    "transfer",
    "dose_lowered",
    "series_paused",
    "series_ended",
];
/// The outcome.
pub const OUTCOMES: [&str; 6] = ["recovered", "recovering", "not_recovered", "sequelae", "fatal", "unknown"];
/// The authorities to which it can be reported.
pub const AUTHORITIES: [&str; 11] =
    ["medwatch", "rems", "bfarm", "basg", "swissmedic", "mhra", "tga", "medsafe", "health_canada", "ethics", "insurer"];
/// The longest name of an event, in characters.
pub const TERM: usize = 120;
/// A week: more minutes after the dose are a typing error.
pub const MOST_MINUTES: u32 = 7 * 24 * 60;

/// A value that has to be corrected: the field and the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field's name in the record.
    pub field: &'static str,
    /// `missing`, `too_long`, `unknown`, `future`, `order`, `contradiction`, `range`.
    pub why: &'static str,
}

/// All values that have to be corrected, in the order of the form. An event without any can be kept.
pub fn faults(event: &AdverseEvent, now: &Moment) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut refuse = |wrong: bool, field, why| {
        if wrong && !faults.iter().any(|known: &Fault| known.field == field) {
            faults.push(Fault { field, why });
        }
    };
    let unknown = |value: &str, of: &[&str]| !value.is_empty() && !of.contains(&value);
    let any_unknown = |values: &[String], of: &[&str]| values.iter().any(|value| unknown(value, of));
    let later = |when: &Option<Moment>, than: i64| when.as_ref().is_some_and(|when| when.unix_ms > than);
    refuse(event.term.trim().is_empty(), "term", "missing");
    refuse(event.term.chars().count() > TERM, "term", "too_long");
    refuse(event.category.is_empty(), "category", "missing");
    refuse(unknown(&event.category, &CATEGORIES), "category", "unknown");
    refuse(event.session.is_some_and(|session| !(1..=200).contains(&session)), "session", "range");
    refuse(event.onset.is_none(), "onset", "missing");
    refuse(later(&event.onset, now.unix_ms), "onset", "future");
    refuse(event.minutes_after_dose.is_some_and(|minutes| minutes > MOST_MINUTES), "minutes_after_dose", "range");
    let onset = event.onset.as_ref().map_or(i64::MIN, |onset| onset.unix_ms);
    refuse(event.ended.as_ref().is_some_and(|ended| ended.unix_ms < onset), "ended", "order");
    refuse(later(&event.ended, now.unix_ms), "ended", "future");
    refuse(event.ongoing && event.ended.is_some(), "ended", "contradiction");
    refuse(event.grade.is_none(), "grade", "missing");
    refuse(event.grade.is_some_and(|grade| !(1..=5).contains(&grade)), "grade", "range");
    let fatal = event.grade == Some(5);
    refuse(event.serious.is_none(), "serious", "missing");
    // By definition, a grade of 4 is life-threatening.
    refuse(
        event.serious == Some(false) && event.grade.is_some_and(|grade| grade == 4 || fatal),
        "serious",
        "contradiction",
    );
    refuse(event.serious == Some(true) && event.criteria.is_empty(), "criteria", "missing");
    refuse(event.serious == Some(false) && !event.criteria.is_empty(), "criteria", "contradiction");
    refuse(any_unknown(&event.criteria, &CRITERIA), "criteria", "unknown");
    refuse(fatal != event.criteria.iter().any(|one| one == "death"), "criteria", "contradiction");
    refuse(unknown(&event.expected, &EXPECTED), "expected", "unknown");
    refuse(unknown(&event.related, &RELATED), "related", "unknown");
    refuse(unknown(&event.related_to_therapy, &RELATED), "related_to_therapy", "unknown");
    refuse(any_unknown(&event.actions, &ACTIONS), "actions", "unknown");
    refuse(event.actions.len() > 1 && event.actions.iter().any(|one| one == "none"), "actions", "contradiction");
    refuse(unknown(&event.outcome, &OUTCOMES), "outcome", "unknown");
    refuse(!event.outcome.is_empty() && fatal != (event.outcome == "fatal"), "outcome", "contradiction");
    refuse(event.ongoing && event.outcome == "recovered", "outcome", "contradiction");
    refuse(unknown(&event.reported_to, &AUTHORITIES), "reported_to", "unknown");
    refuse(event.reported_to.is_empty() && event.reported_at.is_some(), "reported_to", "missing");
    refuse(!event.reported_to.is_empty() && event.reported_at.is_none(), "reported_at", "missing");
    refuse(later(&event.reported_at, now.unix_ms), "reported_at", "future");
    refuse(later(&event.told_client, now.unix_ms), "told_client", "future");
    faults
}
