//! The latest measure result, computed from a short table instead of the definitions.

use protocol::RecordId;
use serde::Serialize;
use serde_json::Value;

use crate::measures::change::Direction;
use crate::measures::judge::{Assessment, Judgement, Point, Rule, judge};

/// The fields of an instrument that the caseload reads. The definitions are loaded with a client's page; a test
/// compares this table with them.
pub(super) struct Short {
    pub(super) instrument: &'static str,
    pub(super) items: usize,
    /// The highest possible total.
    pub(super) most: f64,
    /// A total is the sum of the answers multiplied by this factor.
    pub(super) factor: f64,
    /// The reliable change in points.
    pub(super) reliable: f64,
    pub(super) higher_is_better: bool,
    /// The index of the safety item, which flags answers above zero.
    pub(super) safety: Option<usize>,
}

impl Short {
    /// Whether each of these answers is an option or skipped. Their options are the whole numbers from 0.
    pub(super) fn allows(&self, answers: &[Value]) -> bool {
        let most = self.most / (self.items as f64 * self.factor);
        let option = |answer: f64| answer.fract() == 0.0 && (0.0..=most).contains(&answer);
        answers.iter().all(|answer| answer.is_null() || answer.as_f64().is_some_and(option))
    }
}

pub(super) const INSTRUMENTS: [Short; 5] = [
    Short {
        instrument: "gad-7",
        items: 7,
        most: 21.0,
        factor: 1.0,
        reliable: 6.0,
        higher_is_better: false,
        safety: None,
    },
    Short {
        instrument: "pcl-5",
        items: 20,
        most: 80.0,
        factor: 1.0,
        reliable: 15.0,
        higher_is_better: false,
        safety: None,
    },
    Short {
        instrument: "pcl-5-week",
        items: 20,
        most: 80.0,
        factor: 1.0,
        reliable: 15.0,
        higher_is_better: false,
        safety: None,
    },
    Short {
        instrument: "phq-8",
        items: 8,
        most: 24.0,
        factor: 1.0,
        reliable: 5.0,
        higher_is_better: false,
        safety: None,
    },
    Short {
        instrument: "phq-9",
        items: 9,
        most: 27.0,
        factor: 1.0,
        reliable: 5.0,
        higher_is_better: false,
        safety: Some(8),
    },
];

/// A total, compared with the first and the previous one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Latest {
    /// The id of the instrument.
    pub instrument: String,
    /// The total of the latest response.
    pub total: f64,
    /// The highest possible total of the instrument.
    pub most: f64,
    /// Its assessment. The phone uses the same rule.
    pub sentence: Assessment,
    /// The direction; absent for a first total. Worse against either is worse; never better while a safety
    /// flag is raised.
    pub direction: Option<Direction>,
    /// The earlier result that the assessment compares it with.
    pub against: Option<Against>,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether the therapist has reviewed it.
    pub reviewed: bool,
}

/// An earlier result that an assessment compares with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Against {
    /// Whether it is the baseline; otherwise the previous result.
    pub baseline: bool,
    /// Its total.
    pub total: f64,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
}

/// One response, with the fields that the caseload reads.
pub(super) struct Response {
    pub(super) at: i64,
    pub(super) id: RecordId,
    pub(super) total: Option<f64>,
    pub(super) safety: bool,
    /// Whether it answered the PHQ-9 and is only compared with.
    pub(super) lent: bool,
}

impl Latest {
    /// Whether it worsened and is not reviewed.
    pub(super) fn waits(&self) -> bool {
        self.direction == Some(Direction::Worsened) && !self.reviewed
    }
}

/// The latest complete response of an instrument, with its assessment.
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
    let at = responses.iter().rposition(|response| response.total.is_some() && !response.lent)?;
    // A later safety answer in an unfinished form takes precedence too.
    let flagged = judged[at..].iter().any(|one| one.sentence == Assessment::Safety);
    Some(Latest {
        instrument: short.instrument.into(),
        total: points[at].total?,
        most: short.most,
        sentence: if flagged { Assessment::Safety } else { judged[at].sentence },
        against: against(&judged[at], &points).filter(|_| !flagged),
        direction: judged[at].direction.filter(|one| !flagged || *one == Direction::Worsened),
        at: responses[at].at,
        reviewed: reviewed(&responses[at].id),
    })
}

/// The result that an assessment compares with.
fn against(judged: &Judgement, points: &[Point]) -> Option<Against> {
    use Assessment as A;
    let (baseline, with) = match judged.sentence {
        A::Worse | A::WorseButBetterThanLast | A::Better | A::Same => (true, judged.first?),
        A::WorseThanLast | A::BetterButWorseThanLast | A::BetterThanLast => (false, judged.previous?),
        A::Safety | A::Incomplete | A::First | A::TrendOnly => return None,
    };
    Some(Against { baseline, total: points[with].total?, at: points[with].at })
}
