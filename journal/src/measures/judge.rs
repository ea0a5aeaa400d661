//! The assessment of a result. Phone, brief and caseload share this rule, so they cannot disagree about the same
//! answers. It needs no definition, because the caseload is computed without definitions.
//!
//! The order of the cases matters. A safety item comes first and replaces any comparison. A worsening against either
//! baseline takes precedence over an improvement against the other.

use serde::Serialize;

use super::change::Direction;

/// The one-sentence assessment of a result. The apps' messages contain the texts; none is a diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assessment {
    /// A safety item was answered: no band and no comparison, because the answer matters more than the total.
    Safety,
    /// Some items are unanswered: "There is no total while answers are missing."
    Incomplete,
    /// There is no earlier result: "This is where you are today."
    First,
    /// For instruments without a change rule: "There is no good or bad number here."
    TrendOnly,
    /// Reliably worse than the baseline.
    Worse,
    /// Worse than the previous result, but not than the baseline.
    WorseThanLast,
    /// Worse than the previous result, but still better than the baseline.
    BetterButWorseThanLast,
    /// Worse than the baseline, but better than the previous result.
    WorseButBetterThanLast,
    /// Reliably better than the baseline.
    Better,
    /// Better than the previous result, but not yet than the baseline.
    BetterThanLast,
    /// No change beyond the measurement error.
    Same,
}

impl Assessment {
    /// All assessments, in declaration order.
    pub const ALL: [Self; 11] = [
        Self::Safety,
        Self::Incomplete,
        Self::First,
        Self::TrendOnly,
        Self::Worse,
        Self::WorseThanLast,
        Self::BetterButWorseThanLast,
        Self::WorseButBetterThanLast,
        Self::Better,
        Self::BetterThanLast,
        Self::Same,
    ];

    /// The key of the message catalogue.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::Incomplete => "incomplete",
            Self::First => "first",
            Self::TrendOnly => "trend_only",
            Self::Worse => "worse",
            Self::WorseThanLast => "worse_than_last",
            Self::BetterButWorseThanLast => "better_but_worse_than_last",
            Self::WorseButBetterThanLast => "worse_but_better_than_last",
            Self::Better => "better",
            Self::BetterThanLast => "better_than_last",
            Self::Same => "same",
        }
    }
}

/// The data of one response that the assessment needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When it was answered, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether every item was answered.
    pub complete: bool,
    /// The total, if there is one.
    pub total: Option<f64>,
    /// Whether a safety flag is raised.
    pub safety: bool,
}

/// When a change exceeds the measurement error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The minimum difference of totals.
    pub reliable: f64,
    /// The direction of the scale.
    pub higher_is_better: bool,
}

/// More than the floating-point error of a difference of totals, and far below their last decimal: 2.3 − 1.8 is a
/// little less than 0.5.
pub(super) const ERROR: f64 = 1e-9;

impl Rule {
    /// The direction of the change from one total to another.
    pub fn direction(&self, baseline: f64, current: f64) -> Direction {
        let better = if self.higher_is_better { current - baseline } else { baseline - current };
        match better {
            better if better + ERROR >= self.reliable => Direction::Improved,
            better if -better + ERROR >= self.reliable => Direction::Worsened,
            _ => Direction::NoReliableChange,
        }
    }
}

/// The assessment of one response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The one-sentence assessment.
    pub sentence: Assessment,
    /// The direction: worse against either baseline counts as worse. Never "better" while a safety flag is raised.
    /// `None` without a comparison.
    pub direction: Option<Direction>,
    /// Index of the baseline among the points.
    pub first: Option<usize>,
    /// Index of the previous complete response among the points.
    pub previous: Option<usize>,
}

/// Assesses each response. `points` are the responses to one version of one instrument, oldest first. `series` has the
/// time of each series' first session, oldest first. `rule` is `None` for instruments without a change rule.
pub fn judge(points: &[Point], rule: Option<Rule>, series: &[i64]) -> Vec<Judgement> {
    (0..points.len()).map(|at| one(points, at, rule, series)).collect()
}

fn one(points: &[Point], at: usize, rule: Option<Rule>, series: &[i64]) -> Judgement {
    let point = &points[at];
    let complete: Vec<usize> = (0..at).filter(|before| points[*before].total.is_some()).collect();
    let (first, previous) = match point.total {
        Some(_) => (baseline(points, &complete, series, point.at), complete.last().copied()),
        None => (None, None),
    };
    let direction = |other: Option<usize>| {
        let (rule, other, total) = (rule?, points[other?].total?, point.total?);
        Some(rule.direction(other, total))
    };
    let sentence = match (direction(first), direction(previous)) {
        _ if point.safety => Assessment::Safety,
        _ if !point.complete => Assessment::Incomplete,
        _ if rule.is_none() || point.total.is_none() => Assessment::TrendOnly,
        (None, None) => Assessment::First,
        (first, previous) => sentence(first, previous),
    };
    let moved = [direction(first), direction(previous)];
    let any = |wanted: Direction| moved.contains(&Some(wanted));
    let direction = match () {
        () if any(Direction::Worsened) => Some(Direction::Worsened),
        () if point.safety => None,
        () if any(Direction::Improved) => Some(Direction::Improved),
        () => moved.into_iter().flatten().next(),
    };
    Judgement { sentence, direction, first, previous }
}

fn sentence(first: Option<Direction>, previous: Option<Direction>) -> Assessment {
    use Direction::{Improved, Worsened};
    match (first, previous) {
        (Some(Worsened), Some(Improved)) => Assessment::WorseButBetterThanLast,
        (Some(Worsened), _) => Assessment::Worse,
        (Some(Improved), Some(Worsened)) => Assessment::BetterButWorseThanLast,
        (_, Some(Worsened)) => Assessment::WorseThanLast,
        (Some(Improved), _) => Assessment::Better,
        (_, Some(Improved)) => Assessment::BetterThanLast,
        _ => Assessment::Same,
    }
}

/// The baseline of a response: the last complete response before the first session of its series, otherwise the first
/// of the series. Before any session it is the first of all.
fn baseline(points: &[Point], complete: &[usize], series: &[i64], at: i64) -> Option<usize> {
    let Some(start) = series.iter().rev().find(|start| **start <= at) else { return complete.first().copied() };
    let before = complete.iter().rev().find(|one| points[**one].at < *start);
    before.or(complete.first()).copied()
}

/// The time of each series' first session, oldest first. `sessions` are start time and number; `series` are the start
/// times of recorded series. Without recorded series, a session with number 1 after higher numbers starts a new one.
pub fn series_starts(sessions: &[(i64, u32)], series: &[i64]) -> Vec<i64> {
    let mut sessions = sessions.to_vec();
    sessions.sort_unstable();
    let mut series = series.to_vec();
    series.sort_unstable();
    let mut starts = Vec::new();
    let mut before: Option<(i64, u32)> = None;
    for (start, number) in sessions {
        let begins = match before {
            None => true,
            // Sessions before the first recorded series belong to it.
            Some((last, highest)) => {
                series.iter().skip(1).any(|from| *from > last && *from <= start) || (number == 1 && highest > 1)
            }
        };
        if begins {
            starts.push(start);
        }
        before = Some((start, number));
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Option<Rule> = Some(Rule { reliable: 5.0, higher_is_better: false });

    fn point(at: i64, total: f64) -> Point {
        Point { at, complete: true, total: Some(total), safety: false }
    }

    fn sentences(totals: &[f64]) -> Vec<Assessment> {
        let points: Vec<Point> = totals.iter().enumerate().map(|(at, total)| point(at as i64, *total)).collect();
        judge(&points, RULE, &[]).into_iter().map(|one| one.sentence).collect()
    }

    #[test]
    fn a_worsening_against_either_baseline_comes_first() {
        use Assessment::*;
        assert_eq!(sentences(&[17.0, 6.0, 11.0]), [First, Better, BetterButWorseThanLast]);
        assert_eq!(sentences(&[5.0, 20.0, 12.0]), [First, Worse, WorseButBetterThanLast]);
        assert_eq!(sentences(&[10.0, 7.0, 13.0]), [First, Same, WorseThanLast]);
        assert_eq!(sentences(&[10.0, 14.0, 9.0]), [First, Same, BetterThanLast]);
    }

    #[test]
    fn a_difference_of_exactly_the_reliable_change_counts_also_with_decimals() {
        let rule = |higher_is_better| Rule { reliable: 0.5, higher_is_better };
        for (from, to) in [(1.8, 2.3), (0.1, 0.6), (4.4, 4.9), (1.0, 1.5)] {
            assert_eq!(rule(false).direction(from, to), Direction::Worsened, "{from} {to}");
            assert_eq!(rule(false).direction(to, from), Direction::Improved, "{to} {from}");
            assert_eq!(rule(true).direction(from, to), Direction::Improved, "{from} {to}");
        }
        assert_eq!(rule(false).direction(1.8, 2.2), Direction::NoReliableChange);
        assert_eq!(Rule { reliable: 5.0, higher_is_better: false }.direction(10.0, 14.0), Direction::NoReliableChange);
    }

    #[test]
    fn a_safety_flag_replaces_every_comparison() {
        let flagged = |at, total: Option<f64>| Point { at, complete: total.is_some(), total, safety: true };
        let points = [point(0, 20.0), flagged(1, Some(3.0)), flagged(2, Some(12.0)), flagged(3, None)];
        let judged = judge(&points, RULE, &[]);
        assert!(judged[1..].iter().all(|one| one.sentence == Assessment::Safety));
        let directions: Vec<_> = judged.iter().map(|one| one.direction).collect();
        assert_eq!(directions, [None, None, Some(Direction::Worsened), None], "never better, and worse is not hidden");
    }

    #[test]
    fn the_baseline_is_the_last_before_the_series_first_session() {
        let points = [point(0, 20.0), point(5, 18.0), point(20, 8.0), point(95, 6.0), point(110, 12.0)];
        let judged = judge(&points, RULE, &[10, 100]);
        assert_eq!(judged[2].first, Some(1), "not the first of all time");
        assert_eq!(judged[4].first, Some(3), "the second series has its own");
        assert_eq!(judged[4].sentence, Assessment::Worse);
        let late = [point(12, 20.0), point(20, 10.0)];
        assert_eq!(judge(&late, RULE, &[10])[1].first, Some(0), "none before the series: its first");
    }

    #[test]
    fn series_are_found_by_their_records_or_session_numbers() {
        assert_eq!(series_starts(&[(10, 1), (20, 2), (90, 1), (95, 2)], &[]), [10, 90]);
        assert_eq!(series_starts(&[(10, 1), (20, 2), (90, 3)], &[0, 80]), [10, 90]);
        assert_eq!(series_starts(&[(10, 1), (10, 1), (20, 2), (20, 2)], &[5]), [10]);
        assert_eq!(series_starts(&[], &[5]), [0_i64; 0]);
    }
}
