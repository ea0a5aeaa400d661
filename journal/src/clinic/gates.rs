//! Preconditions of a dose. While there is no dose, an unmet one is only shown as missing.

use super::finding::{Level, Rule};
use super::reader::Findings;
use super::{Context, Row};
use crate::record::{Clearance, Moment, SessionRecord};

const YEAR_MS: i64 = 365 * 86_400_000;

/// Whether a finding blocks a dose, or a prescriber may override it.
#[derive(Clone, Copy, PartialEq)]
enum Gate {
    /// Nobody may override it.
    Shut,
    /// A named prescriber may override it with a reason.
    Prescriber,
}

/// Checks a session against them.
pub fn check(fields: &Row, session: &SessionRecord, context: &Context<'_>, findings: &mut Findings<'_>) {
    let given = !session.doses.is_empty();
    let decided = !session.override_by.is_empty() && !session.override_reason.is_empty();
    let mut gate = |name: &str, gate: Gate, rule: Rule| {
        let level = match (given, gate) {
            (false, _) => Level::Missing,
            (true, Gate::Prescriber) if decided => Level::Missing,
            (true, _) => Level::Refuse,
        };
        findings.note(name, level, rule, fields.get(name).map_or("", String::as_str));
    };
    match context.clearance {
        None => gate("clearance", Gate::Prescriber, Rule::NoClearance),
        Some(clearance) if !is_cleared(clearance) => gate("clearance", Gate::Prescriber, Rule::NotCleared),
        Some(_) => {}
    }
    match session.consent_today.as_str() {
        "yes" => {}
        _ => gate("consent_today", Gate::Shut, Rule::NoConsent),
    }
    if session.escort_confirmed != "yes" {
        gate("escort_confirmed", Gate::Prescriber, Rule::NoEscort);
    }
    if session.pregnancy == "test_positive" {
        gate("pregnancy", Gate::Prescriber, Rule::Pregnant);
    }
    if session.psychosis_mania == "yes" && session.prescriber.is_empty() {
        gate("psychosis_mania", Gate::Prescriber, Rule::Psychotic);
    }
    if session.intoxicated == "yes" {
        gate("intoxicated", Gate::Shut, Rule::Intoxicated);
    }
    let mut ask = |name: &str, rule: Rule| {
        findings.note(name, Level::Ask, rule, fields.get(name).map_or("", String::as_str));
    };
    if let Some(clearance) = context.clearance.filter(|clearance| is_cleared(clearance))
        && is_old(clearance, context.now)
    {
        ask("clearance", Rule::OldClearance);
    }
    let suicidal = ["active", "plan", "intent"].contains(&session.suicidality.as_str());
    if suicidal && session.prescriber.is_empty() {
        ask("suicidality", Rule::Suicidal);
    }
    if given && ["wait", "no"].contains(&session.go.as_str()) {
        ask("go", Rule::NotGo);
    }
}

/// Whether a session may take place under a clearance, possibly under conditions.
pub fn is_cleared(clearance: &Clearance) -> bool {
    ["cleared", "conditions"].contains(&clearance.result.as_str())
}

fn is_old(clearance: &Clearance, now: &Moment) -> bool {
    let over = !clearance.valid_until.is_empty() && clearance.valid_until < now.local_date();
    let kept = clearance.kept.as_ref();
    over || kept.is_some_and(|kept| now.unix_ms.saturating_sub(kept.unix_ms) > YEAR_MS)
}
