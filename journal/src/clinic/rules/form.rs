//! The practice's rules as a page edits them: a text for each field, the built-in value beside it, and why a text is
//! refused.

use serde::Serialize;

use super::{
    DRINK_HOURS, FOOD_HOURS, LASTING, LASTING_HIGH, LASTING_MINUTES, LATEST_MINUTE, alarms, key, narrowed,
    question_limits, route_of, usual,
};
use crate::clinic::exposure::SPANS;
use crate::clinic::finding::{Edge, Ends, Finding, Level, Limits, Rule};
use crate::clinic::number::{self, NotANumber};
use crate::clinic::{Row, doses, schedule, vitals};
use crate::record::{ClinicRules, OwnLimits, OwnRoute, OwnSpan, Route, Substance};

/// What is possible for the number of sessions in a span, and for the milligrams.
const SESSIONS: (f64, f64) = (1.0, 366.0);
const SPAN_MG: (f64, f64) = (f64::MIN_POSITIVE, 1_000_000.0);

/// A field of the form. Its name is what a rule is about and its part: `sys.ask_low`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleField {
    /// A vital sign, a route, or a number of days; empty for the hours without food and drink.
    pub about: String,
    /// `ask_low`, `ask_high`, `alarm_low`, `alarm_high`; `before_high` of blood pressure; `lasting_high`,
    /// `lasting_minutes` of dissociation; `low_mg`, `high_mg`, `session_mg`, `minutes`; `food_hours`, `drink_hours`;
    /// `max_sessions`, `max_mg`.
    pub part: &'static str,
    /// For a limit: `below`, `at_most`, `at_least` or `above`.
    pub edge: &'static str,
    /// The built-in value: one number, the rows of observations, or nothing.
    pub built_in: Vec<f64>,
}

impl RuleField {
    fn new(about: &str, part: &'static str, built_in: impl IntoIterator<Item = f64>) -> Self {
        Self { about: about.into(), part, edge: "", built_in: built_in.into_iter().collect() }
    }

    fn edge(about: &str, part: &'static str, edge: Option<Edge>, new: Edge) -> Self {
        let built_in = edge.map(Edge::value).into_iter().collect();
        Self { about: about.into(), part, edge: edge.unwrap_or(new).code(), built_in }
    }
}

/// Body weight and the vital signs that can be narrowed.
fn numbers() -> impl Iterator<Item = (&'static str, Limits)> {
    let all = [&vitals::WEIGHT].into_iter().chain(&vitals::VITALS);
    all.map(|vital| (vital.field, vital.limits)).filter(|(_, limits)| {
        let (low, high) = usual(limits);
        low < high
    })
}

/// The routes, with the nasal spray with esketamine beside the other one.
fn routes() -> Vec<(Route, Option<Substance>)> {
    let with_spray = |route: &Route| match route {
        Route::Intranasal => vec![(*route, Some(Substance::Esketamine)), (*route, None)],
        _ => vec![(*route, None)],
    };
    Route::ALL.iter().flat_map(with_spray).collect()
}

/// All fields, in the order of the page.
pub fn fields() -> Vec<RuleField> {
    let hours = [("food_hours", FOOD_HOURS), ("drink_hours", DRINK_HOURS)];
    let mut fields: Vec<RuleField> = hours.map(|(part, (least, _))| RuleField::new("", part, [least])).into();
    for (field, limits) in numbers() {
        fields.push(RuleField::edge(field, "ask_low", limits.ask.low, Edge::Below(0.0)));
        fields.push(RuleField::edge(field, "ask_high", limits.ask.high, Edge::Above(0.0)));
        let alarms = [("alarm_low", limits.alarm.low), ("alarm_high", limits.alarm.high)];
        fields.extend(alarms.into_iter().filter_map(|(part, edge)| Some(RuleField::edge(field, part, edge, edge?))));
        fields.extend(vitals::before_high(field).map(|high| RuleField::new(field, "before_high", [high])));
        if field == LASTING {
            fields.push(RuleField::new(field, "lasting_high", [LASTING_HIGH.1]));
            fields.push(RuleField::new(field, "lasting_minutes", [LASTING_MINUTES.1]));
        }
    }
    for (route, substance) in routes() {
        let (name, usual) = (key(route, substance), doses::usual_mg(route, substance));
        fields.push(RuleField::new(name, "low_mg", usual.map(|(low, _)| low)));
        fields.push(RuleField::new(name, "high_mg", usual.map(|(_, high)| high)));
        fields.push(RuleField::new(name, "session_mg", [doses::SUM_MG]));
        let minutes = schedule::minutes(Some(route), substance).iter().map(|minute| *minute as f64);
        fields.push(RuleField::new(name, "minutes", minutes));
    }
    for days in SPANS {
        let parts = ["max_sessions", "max_mg"];
        fields.extend(parts.map(|part| RuleField::new(&days.to_string(), part, None)));
    }
    fields
}

/// Stored rules as they would be typed, by the name of the field.
pub fn typed(own: &ClinicRules) -> Row {
    let mut row = Row::new();
    let mut put = |about: &str, part: &str, value: Option<f64>| {
        if let Some(value) = value {
            row.insert(name(about, part), value.to_string());
        }
    };
    put("", "food_hours", own.food_hours);
    put("", "drink_hours", own.drink_hours);
    for one in &own.limits {
        put(&one.field, "ask_low", one.ask_low);
        put(&one.field, "ask_high", one.ask_high);
        put(&one.field, "alarm_low", one.alarm_low);
        put(&one.field, "alarm_high", one.alarm_high);
        put(&one.field, "before_high", one.before_high);
        put(&one.field, "lasting_high", one.lasting_high);
        put(&one.field, "lasting_minutes", one.lasting_minutes);
    }
    for one in &own.routes {
        put(&one.route, "low_mg", one.low_mg);
        put(&one.route, "high_mg", one.high_mg);
        put(&one.route, "session_mg", one.session_mg);
    }
    for one in &own.spans {
        put(&one.days.to_string(), "max_sessions", one.max_sessions.map(f64::from));
        put(&one.days.to_string(), "max_mg", one.max_mg);
    }
    for one in own.routes.iter().filter(|one| !one.minutes.is_empty()) {
        let minutes: Vec<String> = one.minutes.iter().map(u32::to_string).collect();
        row.insert(name(&one.route, "minutes"), minutes.join(", "));
    }
    row
}

fn name(about: &str, part: &str) -> String {
    if about.is_empty() { part.into() } else { format!("{about}.{part}") }
}

/// Reads what was typed, and says what is refused. `before`: the rules that were stored; what a newer version has added
/// to them stays.
pub fn read(typed: &Row, before: Option<&ClinicRules>) -> (ClinicRules, Vec<Finding>) {
    let mut reader = Reader { typed, findings: Vec::new() };
    let mut rules = ClinicRules {
        food_hours: reader.number("", "food_hours", FOOD_HOURS, Rule::Wider),
        drink_hours: reader.number("", "drink_hours", DRINK_HOURS, Rule::Wider),
        limits: numbers().filter_map(|(field, limits)| reader.limits(field, &limits)).collect(),
        routes: routes().into_iter().filter_map(|(route, substance)| reader.route(route, substance)).collect(),
        spans: SPANS.into_iter().filter_map(|days| reader.span(days)).collect(),
        ..Default::default()
    };
    if let Some(before) = before {
        rules.extra.clone_from(&before.extra);
        rules.limits.extend(before.limits.iter().filter(|one| vitals::limits(&one.field).is_none()).cloned());
        rules.routes.extend(before.routes.iter().filter(|one| route_of(&one.route).is_none()).cloned());
        rules.spans.extend(before.spans.iter().filter(|one| !SPANS.contains(&i64::from(one.days))).cloned());
    }
    (rules, reader.findings)
}

struct Reader<'a> {
    typed: &'a Row,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn refuse(&mut self, place: String, rule: Rule, (low, high): Ends) {
        self.findings.push(Finding { place, level: Level::Refuse, rule, low, high, confirm: String::new() });
    }

    /// A number within its bounds; `rule` says what is wrong with another one.
    fn number(&mut self, about: &str, part: &str, may: (f64, f64), rule: Rule) -> Option<f64> {
        let name = name(about, part);
        let text = self.typed.get(&name).map_or("", String::as_str);
        match number::parse(text) {
            Ok(Some(value)) if !(may.0..=may.1).contains(&value) => {
                self.refuse(name, rule, (Some(may.0), Some(may.1)));
                None
            }
            Ok(value) => value,
            Err(NotANumber::Ambiguous) => {
                self.refuse(name, Rule::Ambiguous, (None, None));
                None
            }
            Err(NotANumber::Malformed) => {
                self.refuse(name, Rule::Number, (None, None));
                None
            }
        }
    }

    fn limits(&mut self, field: &str, built_in: &Limits) -> Option<OwnLimits> {
        let may = usual(built_in);
        let mut own = OwnLimits {
            field: field.into(),
            ask_low: self.number(field, "ask_low", may, Rule::Wider),
            ask_high: self.number(field, "ask_high", may, Rule::Wider),
            ..Default::default()
        };
        if question_limits(built_in, &own).is_none() {
            let part = if own.ask_high.is_some() { "ask_high" } else { "ask_low" };
            self.refuse(name(field, part), Rule::NoneUsual, (None, None));
        }
        let narrower = narrowed(*built_in, &own);
        let (low, high) = alarms(&narrower);
        own.alarm_low = low.and_then(|may| self.number(field, "alarm_low", may, Rule::Wider));
        own.alarm_high = high.and_then(|may| self.number(field, "alarm_high", may, Rule::Wider));
        own.before_high = vitals::before_high(field).and_then(|most| {
            let (low, _) = usual(&narrower);
            let rule = if low > most { Rule::NoneUsual } else { Rule::Wider };
            self.number(field, "before_high", (low, most), rule)
        });
        if field == LASTING {
            own.lasting_high = self.number(field, "lasting_high", LASTING_HIGH, Rule::Wider);
            own.lasting_minutes = self.number(field, "lasting_minutes", LASTING_MINUTES, Rule::Wider);
        }
        (own != OwnLimits { field: field.into(), ..Default::default() }).then_some(own)
    }

    fn route(&mut self, route: Route, substance: Option<Substance>) -> Option<OwnRoute> {
        let name = key(route, substance);
        let usual = doses::usual_mg(route, substance).unwrap_or(doses::MG.range);
        let own = OwnRoute {
            route: name.into(),
            low_mg: self.number(name, "low_mg", usual, Rule::Wider),
            high_mg: self.number(name, "high_mg", usual, Rule::Wider),
            session_mg: self.number(name, "session_mg", (f64::MIN_POSITIVE, doses::SUM_MG), Rule::Wider),
            minutes: self.minutes(name, schedule::minutes(Some(route), substance)),
            ..Default::default()
        };
        if own.low_mg.zip(own.high_mg).is_some_and(|(low, high)| low > high) {
            self.refuse(self::name(name, "high_mg"), Rule::NoneUsual, (None, None));
        }
        let empty = own.low_mg.or(own.high_mg).or(own.session_mg).is_none() && own.minutes.is_empty();
        (!empty).then_some(own)
    }

    /// Whole minutes, separated by commas, semicolons or spaces. All built-in rows have to be among them.
    fn minutes(&mut self, route: &str, built_in: &[i64]) -> Vec<u32> {
        let name = name(route, "minutes");
        let text = self.typed.get(&name).map_or("", String::as_str);
        let parts = text.split([',', ';', ' ', '\n', '\t']).map(str::trim).filter(|part| !part.is_empty());
        let Ok(minutes) = parts.map(str::parse).collect::<Result<Vec<u32>, _>>() else {
            self.refuse(name, Rule::Minutes, (None, None));
            return Vec::new();
        };
        if minutes.is_empty() {
            return minutes;
        }
        let missing = built_in.iter().find(|minute| !minutes.iter().any(|one| i64::from(*one) == **minute));
        if minutes[0] != 0 || !minutes.windows(2).all(|two| two[0] < two[1]) {
            self.refuse(name, Rule::Minutes, (None, None));
        } else if minutes.iter().any(|minute| i64::from(*minute) > LATEST_MINUTE) {
            self.refuse(name, Rule::Range, (Some(0.0), Some(LATEST_MINUTE as f64)));
        } else if let Some(minute) = missing {
            self.refuse(name, Rule::RowMissing, (Some(*minute as f64), None));
        }
        minutes
    }

    fn span(&mut self, days: i64) -> Option<OwnSpan> {
        let about = days.to_string();
        let sessions = self.number(&about, "max_sessions", SESSIONS, Rule::Range);
        let whole = sessions.filter(|sessions| sessions.fract() == 0.0);
        if sessions.is_some() && whole.is_none() {
            self.refuse(name(&about, "max_sessions"), Rule::Number, (None, None));
        }
        let max_mg = self.number(&about, "max_mg", SPAN_MG, Rule::Range);
        let own = OwnSpan {
            days: u32::try_from(days).ok()?,
            max_sessions: whole.map(|sessions| sessions as u32),
            max_mg,
            ..Default::default()
        };
        (own.max_sessions.is_some() || own.max_mg.is_some()).then_some(own)
    }
}
