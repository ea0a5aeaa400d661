//! What a side effect asks for. The rule is a table: a row for each effect, in the order in which they are shown.
//!
//! Where something is not known, it counts as the more urgent case: a severity that was not chosen as strong, an effect
//! of which nobody said that it is over as still there, and without a session nothing explains it.

use crate::record::Effect;

const HOUR: i64 = 3_600_000;
const EVER: i64 = i64::MAX / HOUR;
/// The highest severity: "I could not do ordinary things".
pub const STRONG: u8 = 3;

/// What an effect asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Amber: the practice has to know before the next session.
    BeforeNext,
    /// Red: a doctor should look at it today.
    Now,
}

impl Urgency {
    /// The word of it: `red`, `amber`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Now => "red",
            Self::BeforeNext => "amber",
        }
    }
}

/// A marked effect, as far as the rule reads it.
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
    /// From which severity on.
    severity: u8,
    /// Only while it is still there.
    still: bool,
    /// From how many hours after the session on, and until when.
    hours: (i64, i64),
}

const ANY: When = When { severity: 1, still: false, hours: (0, EVER) };

const fn from(severity: u8) -> When {
    When { severity, ..ANY }
}

/// Still there so many hours after the session.
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
    // Somebody who can hardly be woken is an emergency on any day.
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

/// What a marked effect asks for, so long (milliseconds) after the session before it began; absent for none, for "not at
/// all", and for effects that are not known here.
pub fn of(mark: &Mark<'_>, since: Option<i64>) -> Option<Urgency> {
    let (_, amber, red) = TABLE.iter().find(|(id, ..)| *id == mark.effect)?;
    let severity = mark.severity.unwrap_or(STRONG);
    let stands = |when: &When| {
        let within =
            since.is_none_or(|since| since >= when.hours.0 * HOUR && since <= when.hours.1.saturating_mul(HOUR));
        severity >= when.severity && within && (!when.still || mark.still != Some(false))
    };
    let urgency = |conditions: &[When], urgency| conditions.iter().any(stands).then_some(urgency);
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

/// Whether an effect is red whatever its severity, so that nobody has to answer more before the phone says so.
pub fn at_once(effect: &str, since: Option<i64>) -> bool {
    of(&Mark { effect, severity: Some(1), still: Some(true) }, since) == Some(Urgency::Now)
}
