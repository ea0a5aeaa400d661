//! Reliable change between two totals: more than the noise of measuring (Jacobson and Truax 1991), with the thresholds
//! that the definition states.

use serde::Serialize;

use super::Error;
use super::definition::{Definition, HigherIs};
use super::judge::Rule;

/// How a total moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Current minus baseline.
    pub delta: f64,
    /// What that means: more than the noise of measuring, or not.
    pub direction: Direction,
    /// Which way it moved by as much as people notice, where that says something else than `direction`: it is a hint,
    /// and no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub important: Option<Direction>,
    /// Whether the definition's share of the baseline is gone; absent where the definition has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<bool>,
    /// Whether the total is low enough, from a baseline that was not; absent where the definition has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remission: Option<bool>,
}

/// What a movement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Reliably better.
    Improved,
    /// Reliably worse.
    Worsened,
    /// Within the noise of measuring.
    NoReliableChange,
}

impl Direction {
    /// The word under which messages are found.
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
    let response = rule.response_pct.map(|percent| baseline > 0.0 && better * 100.0 >= baseline * percent);
    let remission = rule
        .remission_max
        .map(|max| current <= max && rule.baseline_min_for_remission.is_none_or(|least| baseline >= least));
    Ok(Change { delta, direction, important, response, remission })
}
