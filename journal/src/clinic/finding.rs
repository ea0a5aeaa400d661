//! Findings of a check, and their limits. All limits catch typing errors, for adults; they are not guidance for dosing.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[$about:meta])* enum $name:ident { $($(#[$doc:meta])* $word:ident = $text:literal,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $word,)*
        }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$word),*];

            /// The stable code, which is serialized.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text,)* }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )*};
}

codes! {
    /// The effect of a finding on the value.
    enum Level {
        /// It cannot be kept.
        Refuse = "refuse",
        /// It is kept once the person confirms it.
        Ask = "ask",
        /// It is kept, and someone has to act on it now.
        Alarm = "alarm",
        /// It is missing. It is shown, and blocks nothing.
        Missing = "missing",
    }

    /// The rule that a value violates. The page has a sentence for each.
    enum Rule {
        /// The typed text is not a number.
        Number = "number",
        /// A thousand, or one?
        Ambiguous = "ambiguous",
        /// The value is outside of the possible range.
        Range = "range",
        /// The value is possible, but outside of the usual range.
        Unusual = "unusual",
        /// Someone has to act on the value now.
        Act = "act",
        /// The typed text is not a time, or it is before 2000 or over a year ahead.
        Time = "time",
        /// The time of a past event is in the future.
        Future = "future",
        /// Not one of the choices.
        Choice = "choice",
        /// The text is longer than the field allows.
        TooLong = "too_long",
        /// The typed text is not a date (`YYYY-MM-DD`).
        Date = "date",
        /// Has to be there.
        Required = "required",
        /// More sessions than planned.
        MoreThanPlanned = "more_than_planned",
        /// Ends before it begins.
        Order = "order",
        /// Longer than eight hours.
        Long = "long",
        /// No person of the staff has the role of a monitor.
        NoMonitor = "no_monitor",
        /// Only one person is there.
        OnePerson = "one_person",
        /// There is no clearance.
        NoClearance = "no_clearance",
        /// The clearance says that the client is not cleared.
        NotCleared = "not_cleared",
        /// The clearance is older than twelve months, or no longer valid.
        OldClearance = "old_clearance",
        /// Consent is not confirmed.
        NoConsent = "no_consent",
        /// The escort has not confirmed.
        NoEscort = "no_escort",
        /// A recording without consent.
        NoRecordingConsent = "no_recording_consent",
        /// Too soon after a meal.
        Fasting = "fasting",
        /// The client took a substance in the last 24 hours.
        Taken = "taken",
        /// A positive pregnancy test.
        Pregnant = "pregnant",
        /// The client reports a new symptom.
        NewSymptom = "new_symptom",
        /// Suicidal thoughts: the prescriber is named.
        Suicidal = "suicidal",
        /// Psychotic or manic signs.
        Psychotic = "psychotic",
        /// The client is intoxicated.
        Intoxicated = "intoxicated",
        /// A dose although the decision is not to go.
        NotGo = "not_go",
        /// The dose has no route of administration.
        NoRoute = "no_route",
        /// The dose is unusual for the route, and has to be typed again.
        DoseUnusual = "dose_unusual",
        /// The dose that was typed again is different.
        TypedTwice = "typed_twice",
        /// Dose, strength and volume are inconsistent.
        DoseDiffers = "dose_differs",
        /// The sum of the doses is unusual.
        SumHigh = "sum_high",
        /// The product has expired.
        Expired = "expired",
        /// Nobody checked the dose.
        NotChecked = "not_checked",
        /// Nobody witnessed the disposal of the rest.
        NoWitness = "no_witness",
        /// The diastolic pressure is above the systolic one.
        Pressure = "pressure",
        /// High blood pressure before the dose: decide whether to wait.
        PreDose = "pre_dose",
        /// Strong dissociation long after the first dose.
        Lasting = "lasting",
        /// The total needs the name of its questionnaire.
        FormNamed = "form_named",
        /// The client was left alone during the session.
        Alone = "alone",
        /// The client left before the route's minimum time.
        LeftEarly = "left_early",
        /// Watched for less than two hours.
        ShortWatch = "short_watch",
        /// Sent later than seven days.
        SentLate = "sent_late",
        /// "No" needs a reason.
        NoReason = "no_reason",
        /// An item of the discharge list is answered with no.
        NotReady = "not_ready",
        /// Items of the list are open.
        OpenItems = "open_items",
        /// Under 18: cannot be cleared.
        Minor = "minor",
        /// The client was cleared despite a contraindication.
        StopItem = "stop_item",
        /// A rule of the practice that is wider than the built-in limit.
        Wider = "wider",
        /// Rules of the practice that leave no usual value.
        NoneUsual = "none_usual",
        /// Not a list of rising whole minutes that begins with 0.
        Minutes = "minutes",
        /// A row of observations of the built-in list is missing.
        RowMissing = "row_missing",
    }
}

/// The finding of a check at one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The field: `weight_kg`, `doses.0.mg`, or a list: `staff`.
    pub place: String,
    /// The effect of the finding on the value.
    pub level: Level,
    /// The rule that the value violates.
    pub rule: Rule,
    /// The lower end of what is possible or usual, as it applied: with the practice's rules.
    pub low: Option<f64>,
    /// The upper end of that range.
    pub high: Option<f64>,
    /// The code in [`Sheet::confirmed`](super::Sheet::confirmed) that confirms it.
    pub confirm: String,
}

/// One bound of the usual range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edge {
    /// Crossed by a smaller value.
    Below(f64),
    /// Crossed by an equal or smaller value.
    AtMost(f64),
    /// Crossed by an equal or greater value.
    AtLeast(f64),
    /// Crossed by a greater value.
    Above(f64),
}

impl Edge {
    /// The number at the edge.
    pub fn value(self) -> f64 {
        match self {
            Self::Below(edge) | Self::AtMost(edge) | Self::AtLeast(edge) | Self::Above(edge) => edge,
        }
    }

    /// The same edge at another number.
    #[must_use]
    pub fn at(self, edge: f64) -> Self {
        match self {
            Self::Below(_) => Self::Below(edge),
            Self::AtMost(_) => Self::AtMost(edge),
            Self::AtLeast(_) => Self::AtLeast(edge),
            Self::Above(_) => Self::Above(edge),
        }
    }

    /// The stable code of its side.
    pub fn code(self) -> &'static str {
        match self {
            Self::Below(_) => "below",
            Self::AtMost(_) => "at_most",
            Self::AtLeast(_) => "at_least",
            Self::Above(_) => "above",
        }
    }

    fn is_crossed(self, value: f64) -> bool {
        match self {
            Self::Below(edge) => value < edge,
            Self::AtMost(edge) => value <= edge,
            Self::AtLeast(edge) => value >= edge,
            Self::Above(edge) => value > edge,
        }
    }
}

/// The two sides of what is usual.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edges {
    /// The lower side.
    pub low: Option<Edge>,
    /// The upper side.
    pub high: Option<Edge>,
}

impl Edges {
    /// No side.
    pub const NONE: Self = Self { low: None, high: None };

    /// The lower side only.
    pub const fn low(low: Edge) -> Self {
        Self { low: Some(low), high: None }
    }

    /// The upper side only.
    pub const fn high(high: Edge) -> Self {
        Self { low: None, high: Some(high) }
    }

    /// Both sides.
    pub const fn both(low: Edge, high: Edge) -> Self {
        Self { low: Some(low), high: Some(high) }
    }

    /// The numbers at the sides.
    pub fn values(self) -> Ends {
        (self.low.map(Edge::value), self.high.map(Edge::value))
    }

    fn is_crossed(self, value: f64) -> bool {
        [self.low, self.high].into_iter().flatten().any(|edge| edge.is_crossed(value))
    }
}

/// A lower and an upper number, where there is one.
pub type Ends = (Option<f64>, Option<f64>);

/// The possible, usual and alarming values of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The smallest and the largest possible value.
    pub range: (f64, f64),
    /// A value beyond these needs confirmation.
    pub ask: Edges,
    /// Beyond these, someone has to act.
    pub alarm: Edges,
}

impl Limits {
    /// Limits without a usual range.
    pub const fn within(low: f64, high: f64) -> Self {
        Self { range: (low, high), ask: Edges::NONE, alarm: Edges::NONE }
    }

    /// The level of a value; `None` if it is usual.
    pub fn level(&self, value: f64) -> Option<Level> {
        if !(self.range.0..=self.range.1).contains(&value) {
            Some(Level::Refuse)
        } else if self.alarm.is_crossed(value) {
            Some(Level::Alarm)
        } else {
            self.ask.is_crossed(value).then_some(Level::Ask)
        }
    }
}
