//! The limits that apply to a session: the built-in ones, narrowed by the practice's rules. A rule that is wider than
//! the built-in limit, or that leaves nothing usual, is ignored: the built-in limit applies.
//!
//! Layout:
//! - this module: the limits that apply
//! - [`form`]: the rules as a page edits them, and why a rule is refused

pub mod form;

use std::collections::BTreeSet;

use super::finding::{Edge, Edges, Limits};
use super::{doses, schedule, vitals};
use crate::record::{ClinicRules, OwnLimits, OwnRoute, Route, Substance};

/// The version of the built-in limits.
const VERSION: &str = "1";
/// The name of the nasal spray with esketamine among the routes: its label has rules of its own.
const ESKETAMINE_NASAL: &str = "intranasal_esketamine";
/// The label of the nasal spray: hours without food before a dose. A rule may be longer, up to a day.
const FOOD_HOURS: Span = (2.0, 24.0);
/// The label of the nasal spray: hours without a drink before a dose. A rule may be longer, up to half a day.
const DRINK_HOURS: Span = (0.5, 12.0);
/// The observation that [`Rules::lasting`] is about.
const LASTING: &str = "dissociation";
/// Where a rule may put the strength of lasting dissociation, and its minutes after the first dose.
const LASTING_HIGH: Span = (1.0, vitals::LASTING.0);
const LASTING_MINUTES: Span = (0.0, vitals::LASTING.1);
/// The latest row of observations that a rule may add, in minutes after a dose.
const LATEST_MINUTE: i64 = 480;

/// From a number to a number, with both.
type Span = (f64, f64);

/// The name under which rules of a route are stored.
pub fn key(route: Route, substance: Option<Substance>) -> &'static str {
    match (route, substance) {
        (Route::Intranasal, Some(Substance::Esketamine)) => ESKETAMINE_NASAL,
        _ => route.as_str(),
    }
}

/// The route of such a name.
fn route_of(key: &str) -> Option<(Route, Option<Substance>)> {
    match key {
        ESKETAMINE_NASAL => Some((Route::Intranasal, Some(Substance::Esketamine))),
        _ => Route::named(key).map(|route| (route, None)),
    }
}

/// The limits that apply.
#[derive(Clone, Default)]
pub struct Rules {
    own: Option<ClinicRules>,
}

impl Rules {
    /// The built-in limits, narrowed by the practice's rules.
    pub fn of(own: Option<&ClinicRules>) -> Self {
        Self { own: own.cloned() }
    }

    /// `1`; with the practice's rules: `1+2` for their second edition.
    pub fn version(&self) -> String {
        self.own.as_ref().map_or_else(|| VERSION.into(), |own| format!("{VERSION}+{}", own.edition))
    }

    /// The limits of body weight or of a vital sign. For another field nothing is possible.
    pub fn limits(&self, field: &str) -> Limits {
        let built_in = vitals::limits(field).unwrap_or(Limits::within(0.0, 0.0));
        self.field(field).fold(built_in, narrowed)
    }

    /// The blood pressure above which to decide before a dose whether to wait, for `sys` and `dia`.
    pub fn before_high(&self, field: &str) -> Option<f64> {
        let built_in = vitals::before_high(field)?;
        let may = (usual(&self.limits(field)).0, built_in);
        Some(self.field(field).filter_map(|own| inside(own.before_high, may)).fold(built_in, f64::min))
    }

    /// Dissociation that lasts: its strength and the minutes after the first dose, from which it is asked about.
    pub fn lasting(&self) -> (f64, f64) {
        let least = |part: fn(&OwnLimits) -> Option<f64>, may: Span| {
            self.field(LASTING).filter_map(|own| inside(part(own), may)).fold(may.1, f64::min)
        };
        (least(|own| own.lasting_high, LASTING_HIGH), least(|own| own.lasting_minutes, LASTING_MINUTES))
    }

    /// The usual single doses of a route, in milligrams.
    pub fn dose_mg(&self, route: Route, substance: Option<Substance>) -> Option<(f64, f64)> {
        self.routes(key(route, substance)).fold(doses::usual_mg(route, substance), |usual, own| {
            let possible = usual.unwrap_or(doses::MG.range);
            let low = inside(own.low_mg, possible).unwrap_or(possible.0);
            let high = inside(own.high_mg, possible).unwrap_or(possible.1);
            let narrows = (own.low_mg.is_some() || own.high_mg.is_some()) && low <= high;
            if narrows { Some((low, high)) } else { usual }
        })
    }

    /// The greatest usual sum of a route in one session, in milligrams, if the practice has a rule for it.
    pub fn session_mg(&self, key: &str) -> Option<f64> {
        let sums = self.routes(key).filter_map(|own| inside(own.session_mg, (f64::MIN_POSITIVE, doses::SUM_MG)));
        sums.reduce(f64::min)
    }

    /// The minutes of the rows after a dose, rising. The last one is the shortest time until the client may leave. Rows
    /// of the practice are added to the built-in ones.
    pub fn minutes(&self, route: Option<Route>, substance: Option<Substance>) -> Vec<i64> {
        let mut minutes: BTreeSet<i64> = schedule::minutes(route, substance).iter().copied().collect();
        if let Some(route) = route {
            let own = self.routes(key(route, substance)).flat_map(|own| &own.minutes);
            minutes.extend(own.map(|minute| i64::from(*minute)).filter(|minute| *minute <= LATEST_MINUTE));
        }
        minutes.into_iter().collect()
    }

    /// Hours without food before a dose.
    pub fn food_hours(&self) -> f64 {
        inside(self.own.as_ref().and_then(|own| own.food_hours), FOOD_HOURS).unwrap_or(FOOD_HOURS.0)
    }

    /// Hours without a drink before a dose.
    pub fn drink_hours(&self) -> f64 {
        inside(self.own.as_ref().and_then(|own| own.drink_hours), DRINK_HOURS).unwrap_or(DRINK_HOURS.0)
    }

    /// At most so many sessions and milligrams within some days, if the practice has a rule for it.
    pub fn most_within(&self, days: i64) -> (Option<u32>, Option<f64>) {
        let spans = self.own.iter().flat_map(|own| &own.spans).filter(|own| i64::from(own.days) == days);
        let sessions = spans.clone().filter_map(|own| own.max_sessions).filter(|most| *most > 0).min();
        (sessions, spans.filter_map(|own| own.max_mg).filter(|most| *most > 0.0).reduce(f64::min))
    }

    fn field(&self, field: &str) -> impl Iterator<Item = &OwnLimits> {
        self.own.iter().flat_map(|own| &own.limits).filter(move |own| own.field == field)
    }

    fn routes(&self, key: &str) -> impl Iterator<Item = &OwnRoute> {
        self.own.iter().flat_map(|own| &own.routes).filter(move |own| own.route == key)
    }
}

fn inside(value: Option<f64>, (low, high): Span) -> Option<f64> {
    value.filter(|value| (low..=high).contains(value))
}

/// The usual range: a bound of a rule lies within it.
fn usual(limits: &Limits) -> Span {
    let (low, high) = limits.ask.values();
    (low.unwrap_or(limits.range.0), high.unwrap_or(limits.range.1))
}

/// Where the lower and the upper alarm of a rule may lie: between the built-in alarm and the number that is asked about.
/// `None` on a side without an alarm.
fn alarms(limits: &Limits) -> (Option<Span>, Option<Span>) {
    let (low, high) = usual(limits);
    (limits.alarm.low.map(|edge| (edge.value(), low)), limits.alarm.high.map(|edge| (high, edge.value())))
}

/// Limits narrowed by a rule.
fn narrowed(built_in: Limits, own: &OwnLimits) -> Limits {
    let mut limits = Limits { ask: question_limits(&built_in, own).unwrap_or(built_in.ask), ..built_in };
    let (low, high) = alarms(&limits);
    let moved = |edge: Option<Edge>, value: Option<f64>, may: Option<Span>| {
        edge.map(|edge| may.and_then(|may| inside(value, may)).map_or(edge, |value| edge.at(value)))
    };
    limits.alarm.low = moved(limits.alarm.low, own.alarm_low, low);
    limits.alarm.high = moved(limits.alarm.high, own.alarm_high, high);
    limits
}

/// What is asked about with a rule; `None` if nothing would be usual.
fn question_limits(built_in: &Limits, own: &OwnLimits) -> Option<Edges> {
    let usual = usual(built_in);
    let side = |edge: Option<Edge>, value: Option<f64>, new: fn(f64) -> Edge| match (edge, inside(value, usual)) {
        (edge, None) => edge,
        (Some(edge), Some(value)) => Some(edge.at(value)),
        (None, Some(value)) => Some(new(value)),
    };
    let low = side(built_in.ask.low, own.ask_low, Edge::Below);
    let high = side(built_in.ask.high, own.ask_high, Edge::Above);
    let crossed = low.zip(high).is_some_and(|(low, high)| low.value() >= high.value());
    (!crossed).then_some(Edges { low, high })
}
