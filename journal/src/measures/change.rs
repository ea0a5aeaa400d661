//! Reliable change between two totals (Jacobson and Truax 1991), with the thresholds of the definition.

use serde::Serialize;

use super::Error;
use super::definition::{Definition, HigherIs};
use super::judge::{ERROR, Rule};

/// The difference between two totals.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Current minus baseline.
    pub delta: f64,
    /// Whether the difference exceeds the measurement error, and in which direction.
    pub direction: Direction,
    /// The direction of a change that people notice, if it differs from `direction`. It is only a hint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub important: Option<Direction>,
    /// Whether the total fell by the definition's response percentage; absent if the definition has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<bool>,
    /// Whether the total is in remission, from a baseline that was not; absent if the definition has no such limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remission: Option<bool>,
}

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Better by more than the measurement error.
    Improved,
    /// Worse by more than the measurement error.
    Worsened,
    /// Within the measurement error.
    NoReliableChange,
}

impl Direction {
    /// The key of the message catalogue.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Improved => "improved",
            Self::Worsened => "worsened",
            Self::NoReliableChange => "no_reliable_change",
        }
    }
}

/// Compares two totals of the same instrument.
pub fn change(definition: &Definition, baseline: f64, current: f64) -> Result<Change, Error> {
    let rule = definition.change.as_ref().ok_or(Error::NoChangeRule)?;
    let delta = current - baseline;
    let higher_is_better = definition.scoring.higher_is == HigherIs::Better;
    let better = if higher_is_better { delta } else { -delta };
    let direction = Rule { reliable: rule.reliable, higher_is_better }.direction(baseline, current);
    let important = rule.important.map(|least| Rule { reliable: least, higher_is_better }.direction(baseline, current));
    let important = important.filter(|noticed| *noticed != direction);
    let response = rule.response_pct.map(|percent| baseline > 0.0 && better * 100.0 + ERROR >= baseline * percent);
    let remission = rule
        .remission_max
        .map(|max| current <= max && rule.baseline_min_for_remission.is_none_or(|least| baseline >= least));
    Ok(Change { delta, direction, important, response, remission })
}
