//! What the latest measure says, by a short table instead of the definitions.

use protocol::RecordId;
use serde::Serialize;

use crate::measures::change::Direction;
use crate::measures::judge::{Point, Rule, Sentence, judge};

/// What the caseload has to know of an instrument. The definitions themselves come with a client's page; a test holds
/// this table against them.
pub(super) struct Short {
    pub(super) instrument: &'static str,
    pub(super) items: usize,
    /// A total is the sum of the answers times this.
    pub(super) factor: f64,
    /// Points that are more than noise.
    pub(super) reliable: f64,
    pub(super) higher_is_better: bool,
    /// The item that is a safety item when answered above zero, counted from 0.
    pub(super) safety: Option<usize>,
}

pub(super) const INSTRUMENTS: [Short; 5] = [
    Short { instrument: "gad-7", items: 7, factor: 1.0, reliable: 6.0, higher_is_better: false, safety: None },
    Short { instrument: "pcl-5", items: 20, factor: 1.0, reliable: 15.0, higher_is_better: false, safety: None },
    Short { instrument: "pcl-5-week", items: 20, factor: 1.0, reliable: 15.0, higher_is_better: false, safety: None },
    Short { instrument: "phq-8", items: 8, factor: 1.0, reliable: 5.0, higher_is_better: false, safety: None },
    Short { instrument: "phq-9", items: 9, factor: 1.0, reliable: 5.0, higher_is_better: false, safety: Some(8) },
];

/// A total and what it means against the first and the one before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Latest {
    /// The instrument.
    pub instrument: String,
    /// Its total.
    pub total: f64,
    /// What is said of it; on the phone as well, by the same rule.
    pub sentence: Sentence,
    /// Which way it moved; absent for a first total. Worse against either is worse, and nothing is better while a safety
    /// item is answered.
    pub direction: Option<Direction>,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether the therapist has reviewed it.
    pub reviewed: bool,
}

/// One response, as far as the caseload reads it.
pub(super) struct Response {
    pub(super) at: i64,
    pub(super) id: RecordId,
    pub(super) total: Option<f64>,
    pub(super) safety: bool,
}

impl Latest {
    /// Whether it got worse and nobody has reviewed that.
    pub(super) fn waits(&self) -> bool {
        self.direction == Some(Direction::Worsened) && !self.reviewed
    }
}

/// The latest complete response of an instrument, judged.
pub(super) fn latest(
    short: &Short,
    responses: &mut [Response],
    series: &[i64],
    reviewed: &dyn Fn(&RecordId) -> bool,
) -> Option<Latest> {
    responses.sort_by_key(|response| (response.at, response.id));
    let point =
        |one: &Response| Point { at: one.at, complete: one.total.is_some(), total: one.total, safety: one.safety };
    let points: Vec<Point> = responses.iter().map(point).collect();
    let rule = Rule { reliable: short.reliable, higher_is_better: short.higher_is_better };
    let judged = judge(&points, Some(rule), series);
    let at = points.iter().rposition(|point| point.total.is_some())?;
    // What was answered to a safety item since, in a form that was not finished, comes first as well.
    let flagged = judged[at..].iter().any(|one| one.sentence == Sentence::Safety);
    Some(Latest {
        instrument: short.instrument.into(),
        total: points[at].total?,
        sentence: if flagged { Sentence::Safety } else { judged[at].sentence },
        direction: judged[at].direction.filter(|one| !flagged || *one == Direction::Worsened),
        at: responses[at].at,
        reviewed: reviewed(&responses[at].id),
    })
}
