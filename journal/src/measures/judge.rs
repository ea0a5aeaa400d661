//! What is said of a result. One rule, for the phone, the brief and the caseload: they cannot disagree about the same
//! answers. It needs no definition, because the caseload reads without them.
//!
//! The order is the rule. A safety item comes first and takes the place of any comparison. Worse against either
//! baseline is said before better against the other.

use serde::Serialize;

use super::change::Direction;

/// The one plain sentence about a result. The words stand in the apps' messages; none of them is a diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentence {
    /// A safety item was answered: no band, no comparison. The answer matters more than the number.
    Safety,
    /// Some items are open: "There is no total while answers are missing."
    Incomplete,
    /// Nothing to compare with yet: "This is where you are today."
    First,
    /// For instruments that are a trend only: "There is no good or bad number here."
    TrendOnly,
    /// Reliably worse than the baseline.
    Worse,
    /// Worse than the last time, though not than the baseline.
    WorseThanLast,
    /// Worse than the last time, and still better than the baseline.
    BetterButWorseThanLast,
    /// Worse than the baseline, though better than the last time.
    WorseButBetterThanLast,
    /// Reliably better than the baseline.
    Better,
    /// Better than the last time, though not yet than the baseline.
    BetterThanLast,
    /// Within what such numbers move by themselves.
    Same,
}

impl Sentence {
    /// All of them, in their order.
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

    /// The word under which messages are found.
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

/// One response, as far as a judgement needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether every item was answered.
    pub complete: bool,
    /// The total, where there is one.
    pub total: Option<f64>,
    /// Whether a safety flag stands.
    pub safety: bool,
}

/// When a change is more than noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Points.
    pub reliable: f64,
    /// The direction of the scale.
    pub higher_is_better: bool,
}

impl Rule {
    /// What a movement from one total to another means.
    pub fn direction(&self, baseline: f64, current: f64) -> Direction {
        let better = if self.higher_is_better { current - baseline } else { baseline - current };
        match better {
            better if better >= self.reliable => Direction::Improved,
            better if -better >= self.reliable => Direction::Worsened,
            _ => Direction::NoReliableChange,
        }
    }
}

/// What is said of one response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The sentence.
    pub sentence: Sentence,
    /// Which way it moved: worse against either baseline is worse. Never better while a safety flag stands. Absent where
    /// there is nothing to compare.
    pub direction: Option<Direction>,
    /// The baseline, as an index into the points.
    pub first: Option<usize>,
    /// The complete response before it, as an index into the points.
    pub previous: Option<usize>,
}

/// Judges each response. `points` are the responses to one version of one instrument, oldest first; `series` says when
/// the first session of each series was, oldest first; `rule` is absent for what is a trend only.
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
        _ if point.safety => Sentence::Safety,
        _ if !point.complete => Sentence::Incomplete,
        _ if rule.is_none() || point.total.is_none() => Sentence::TrendOnly,
        (None, None) => Sentence::First,
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

fn sentence(first: Option<Direction>, previous: Option<Direction>) -> Sentence {
    use Direction::{Improved, Worsened};
    match (first, previous) {
        (Some(Worsened), Some(Improved)) => Sentence::WorseButBetterThanLast,
        (Some(Worsened), _) => Sentence::Worse,
        (Some(Improved), Some(Worsened)) => Sentence::BetterButWorseThanLast,
        (_, Some(Worsened)) => Sentence::WorseThanLast,
        (Some(Improved), _) => Sentence::Better,
        (_, Some(Improved)) => Sentence::BetterThanLast,
        _ => Sentence::Same,
    }
}

/// The baseline of a response: the last complete one before the first session of its series, or else the first of the
/// series. Before any session it is the first of all.
fn baseline(points: &[Point], complete: &[usize], series: &[i64], at: i64) -> Option<usize> {
    let Some(start) = series.iter().rev().find(|start| **start <= at) else { return complete.first().copied() };
    let before = complete.iter().rev().find(|one| points[**one].at < *start);
    before.or(complete.first()).copied()
}

/// When the first session of each series was, oldest first. `sessions` are start and number; `series` says when each
/// series was begun. Where nobody recorded series, a session with the number 1 after higher ones begins one.
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
            // What was recorded before the first series was belongs to it.
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

    fn sentences(totals: &[f64]) -> Vec<Sentence> {
        let points: Vec<Point> = totals.iter().enumerate().map(|(at, total)| point(at as i64, *total)).collect();
        judge(&points, RULE, &[]).into_iter().map(|one| one.sentence).collect()
    }

    #[test]
    fn worse_against_either_is_said_first() {
        use Sentence::*;
        assert_eq!(sentences(&[17.0, 6.0, 11.0]), [First, Better, BetterButWorseThanLast]);
        assert_eq!(sentences(&[5.0, 20.0, 12.0]), [First, Worse, WorseButBetterThanLast]);
        assert_eq!(sentences(&[10.0, 7.0, 13.0]), [First, Same, WorseThanLast]);
        assert_eq!(sentences(&[10.0, 14.0, 9.0]), [First, Same, BetterThanLast]);
    }

    #[test]
    fn a_safety_flag_takes_the_place_of_every_comparison() {
        let flagged = |at, total: Option<f64>| Point { at, complete: total.is_some(), total, safety: true };
        let points = [point(0, 20.0), flagged(1, Some(3.0)), flagged(2, Some(12.0)), flagged(3, None)];
        let judged = judge(&points, RULE, &[]);
        assert!(judged[1..].iter().all(|one| one.sentence == Sentence::Safety));
        let directions: Vec<_> = judged.iter().map(|one| one.direction).collect();
        assert_eq!(directions, [None, None, Some(Direction::Worsened), None], "never better, and worse is not hidden");
    }

    #[test]
    fn the_baseline_is_the_last_before_the_series_first_session() {
        let points = [point(0, 20.0), point(5, 18.0), point(20, 8.0), point(95, 6.0), point(110, 12.0)];
        let judged = judge(&points, RULE, &[10, 100]);
        assert_eq!(judged[2].first, Some(1), "not the first of all time");
        assert_eq!(judged[4].first, Some(3), "the second series has its own");
        assert_eq!(judged[4].sentence, Sentence::Worse);
        let late = [point(12, 20.0), point(20, 10.0)];
        assert_eq!(judge(&late, RULE, &[10])[1].first, Some(0), "none before the series: its first");
    }

    #[test]
    fn series_are_told_by_their_records_or_by_their_numbers() {
        assert_eq!(series_starts(&[(10, 1), (20, 2), (90, 1), (95, 2)], &[]), [10, 90]);
        assert_eq!(series_starts(&[(10, 1), (20, 2), (90, 3)], &[0, 80]), [10, 90]);
        assert_eq!(series_starts(&[(10, 1), (10, 1), (20, 2), (20, 2)], &[5]), [10]);
        assert_eq!(series_starts(&[], &[5]), [0_i64; 0]);
    }
}
