//! The urgency of a side effect. The rule is a table with a row for each effect, in the order in which they are shown.
//!
//! An unknown value counts as the more urgent case: no chosen severity as strong, an unanswered "is it still there" as
//! yes, and without a session nothing explains the effect.

use crate::record::Effect;

const HOUR: i64 = 3_600_000;
const EVER: i64 = i64::MAX / HOUR;
/// The highest severity: "I could not do ordinary things".
pub const STRONG: u8 = 3;

/// The urgency of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Amber: the practice has to know before the next session.
    BeforeNext,
    /// Red: a doctor should look at it today.
    Now,
}

impl Urgency {
    /// Its code: `red`, `amber`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Now => "red",
            Self::BeforeNext => "amber",
        }
    }
}

/// A marked effect, with the fields that the rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark<'a> {
    /// Which effect.
    pub effect: &'a str,
    /// 1 to 3; 0 is "not at all".
    pub severity: Option<u8>,
    /// Whether it is still there.
    pub still: Option<bool>,
}

impl<'a> From<&'a Effect> for Mark<'a> {
    fn from(one: &'a Effect) -> Self {
        Self { effect: &one.id, severity: one.severity, still: one.still }
    }
}

/// A condition of the table.
#[derive(Clone, Copy)]
struct When {
    /// The minimum severity.
    severity: u8,
    /// Whether the condition holds only while the effect persists.
    still: bool,
    /// Hours after the session: from, and until.
    hours: (i64, i64),
}

const ANY: When = When { severity: 1, still: false, hours: (0, EVER) };

const fn from(severity: u8) -> When {
    When { severity, ..ANY }
}

/// A condition that holds while the effect persists after this many hours.
const fn still(hours: i64) -> When {
    When { still: true, hours: (hours, EVER), ..ANY }
}

/// An effect with its conditions: amber, red.
type Row = (&'static str, &'static [When], &'static [When]);

const TABLE: [Row; 23] = [
    ("dizzy", &[from(3), still(24)], &[]),
    ("fainted", &[], &[ANY]),
    ("nausea", &[from(3)], &[]),
    ("headache", &[from(2)], &[from(3)]),
    // A person who can hardly be woken is an emergency on any day.
    ("sleepy", &[from(2)], &[When { hours: (0, 24), ..from(3) }, When { still: true, ..from(3) }]),
    ("vision", &[still(24)], &[]),
    ("heart", &[from(2)], &[]),
    ("chest", &[], &[ANY]),
    ("unreal", &[still(24)], &[from(3), still(72)]),
    ("anxious", &[from(3)], &[]),
    ("low", &[from(2)], &[]),
    ("wired", &[ANY], &[from(2)]),
    ("perceive", &[ANY], &[still(24)]),
    ("memories", &[from(3)], &[]),
    ("thinking", &[still(72)], &[]),
    // Three nights.
    ("sleep", &[When { hours: (72, EVER), ..from(3) }], &[]),
    ("urine_often", &[ANY], &[]),
    ("urine_pain", &[], &[ANY]),
    ("urine_none", &[], &[ANY]),
    ("site", &[from(3)], &[]),
    ("craving", &[ANY], &[]),
    ("alcohol", &[from(2)], &[]),
    ("other", &[], &[]),
];

/// The ids of all effects, in the order in which they are shown.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(id, ..)| *id)
}

/// The urgency of a marked effect, `since` milliseconds after the last session began; `None` if there is none, for "not
/// at all", and for unknown effects.
pub fn of(mark: &Mark<'_>, since: Option<i64>) -> Option<Urgency> {
    let (_, amber, red) = TABLE.iter().find(|(id, ..)| *id == mark.effect)?;
    let severity = mark.severity.unwrap_or(STRONG);
    let applies = |when: &When| {
        let within =
            since.is_none_or(|since| since >= when.hours.0 * HOUR && since <= when.hours.1.saturating_mul(HOUR));
        severity >= when.severity && within && (!when.still || mark.still != Some(false))
    };
    let urgency = |conditions: &[When], urgency| conditions.iter().any(applies).then_some(urgency);
    urgency(red, Urgency::Now).or_else(|| urgency(amber, Urgency::BeforeNext))
}

/// The most urgent of several effects.
pub fn most<'a>(marks: impl Iterator<Item = Mark<'a>>, since: Option<i64>) -> Option<Urgency> {
    marks.filter_map(|mark| of(&mark, since)).max()
}

/// How long before a time the last session began, in milliseconds. `sessions`: when they began, in any order.
pub fn since(at: i64, sessions: impl Iterator<Item = i64>) -> Option<i64> {
    sessions.filter(|began| *began <= at).max().map(|began| at - began)
}

/// Whether an effect is red at any severity, so that the phone can show this before more is answered.
pub fn at_once(effect: &str, since: Option<i64>) -> bool {
    of(&Mark { effect, severity: Some(1), still: Some(true) }, since) == Some(Urgency::Now)
}
