//! Reads one row of a sheet, and records findings about it.

use super::finding::{Ends, Finding, Level, Limits, Rule};
use super::number::{self, NotANumber};
use super::{Row, Sheet};
use crate::record::{Moment, Route, Substance};

/// How far a time may be ahead of the clock, in milliseconds.
const AHEAD_MS: i64 = 10 * 60_000;
/// 2000-01-01: an earlier time is a typing error.
const EARLIEST_MS: i64 = 946_684_800_000;

/// The findings so far, and the person's confirmations.
pub struct Findings<'a> {
    list: Vec<Finding>,
    confirmed: &'a [String],
    now: &'a Moment,
}

impl<'a> Findings<'a> {
    /// An empty list of findings. `now` is the time of the check.
    pub fn new(sheet: &'a Sheet, now: &'a Moment) -> Self {
        Self { list: Vec::new(), confirmed: &sheet.confirmed, now }
    }

    /// All of them, in the order of the page.
    pub fn done(self) -> Vec<Finding> {
        self.list
    }

    /// Records a finding, unless it is a question that was confirmed. `value` is the typed value.
    pub fn note(&mut self, place: &str, level: Level, rule: Rule, value: &str) {
        self.note_within(place, level, rule, value, (None, None));
    }

    /// As [`note`](Self::note), with the limits that applied.
    pub fn note_within(&mut self, place: &str, level: Level, rule: Rule, value: &str, (low, high): Ends) {
        let confirm = format!("{place}:{}:{}", rule.as_str(), value.trim());
        if level == Level::Ask && self.confirmed.contains(&confirm) {
            return;
        }
        self.list.push(Finding { place: place.into(), level, rule, low, high, confirm });
    }

    /// A reader of one row of a list; `list` is empty for single fields.
    pub fn row<'r>(&'r mut self, list: &str, n: usize, row: &'r Row) -> Reader<'r, 'a> {
        let place = if list.is_empty() { String::new() } else { format!("{list}.{n}.") };
        Reader { findings: self, place, row }
    }
}

/// Reads the fields of one row.
pub struct Reader<'r, 'a> {
    findings: &'r mut Findings<'a>,
    place: String,
    row: &'r Row,
}

impl Reader<'_, '_> {
    /// The typed text of a field.
    pub fn typed(&self, name: &str) -> &str {
        self.row.get(name).map_or("", |text| text.trim())
    }

    /// Records a finding at a field of this row.
    pub fn note(&mut self, name: &str, level: Level, rule: Rule) {
        let (place, value) = (format!("{}{name}", self.place), self.typed(name).to_owned());
        self.findings.note(&place, level, rule, &value);
    }

    /// A text of at most `most` characters.
    pub fn text(&mut self, name: &str, most: usize) -> String {
        let text = self.typed(name).to_owned();
        if text.chars().count() > most {
            self.note(name, Level::Refuse, Rule::TooLong);
        }
        text
    }

    /// A text of at most 300 characters.
    pub fn line(&mut self, name: &str) -> String {
        self.text(name, 300)
    }

    /// A number, checked against its limits.
    pub fn number(&mut self, name: &str, limits: &Limits) -> Option<f64> {
        let value = self.bare(name)?;
        match limits.level(value) {
            Some(Level::Refuse) => {
                let (low, high) = limits.range;
                self.within(name, Level::Refuse, Rule::Range, (Some(low), Some(high)));
                return None;
            }
            Some(Level::Alarm) => self.within(name, Level::Alarm, Rule::Act, limits.alarm.values()),
            Some(level) => self.within(name, level, Rule::Unusual, limits.ask.values()),
            None => {}
        }
        Some(value)
    }

    /// A number without limits.
    pub fn bare(&mut self, name: &str) -> Option<f64> {
        match number::parse(self.typed(name)) {
            Ok(value) => value,
            Err(wrong) => {
                let rule = if wrong == NotANumber::Ambiguous { Rule::Ambiguous } else { Rule::Number };
                self.note(name, Level::Refuse, rule);
                None
            }
        }
    }

    /// Notes a finding at a field of this row, with the limits that applied.
    pub fn within(&mut self, name: &str, level: Level, rule: Rule, limits: Ends) {
        let (place, value) = (format!("{}{name}", self.place), self.typed(name).to_owned());
        self.findings.note_within(&place, level, rule, &value, limits);
    }

    /// A time that may lie ahead.
    pub fn moment(&mut self, name: &str) -> Option<Moment> {
        let typed = self.typed(name);
        if typed.is_empty() {
            return None;
        }
        let latest = self.findings.now.unix_ms.saturating_add(366 * 86_400_000);
        let unix_ms = typed.parse::<i64>().ok().filter(|ms| (EARLIEST_MS..=latest).contains(ms));
        let moment = unix_ms.map(|unix_ms| Moment { unix_ms, ..self.findings.now.clone() });
        if moment.is_none() {
            self.note(name, Level::Refuse, Rule::Time);
        }
        moment
    }

    /// A time of something that has happened.
    pub fn happened(&mut self, name: &str) -> Option<Moment> {
        let moment = self.moment(name)?;
        if moment.unix_ms > self.findings.now.unix_ms.saturating_add(AHEAD_MS) {
            self.note(name, Level::Ask, Rule::Future);
        }
        Some(moment)
    }

    /// A date, `YYYY-MM-DD`. Another text is a finding, and is returned as typed.
    pub fn date(&mut self, name: &str) -> String {
        let date = self.typed(name).to_owned();
        let valid = Moment::parse(&format!("{date}T00:00:00Z"), "").is_ok_and(|at| at.local_date() == date);
        if !date.is_empty() && !valid {
            self.note(name, Level::Refuse, Rule::Date);
        }
        date
    }

    /// One of some codes.
    pub fn choice(&mut self, name: &str, allowed: &[&str]) -> String {
        let code = self.typed(name).to_owned();
        if !code.is_empty() && !allowed.contains(&code.as_str()) {
            self.note(name, Level::Refuse, Rule::Choice);
            return String::new();
        }
        code
    }

    /// `yes`, `no`, or nothing.
    pub fn yes_no(&mut self, name: &str) -> String {
        self.choice(name, &["yes", "no"])
    }

    /// Some of some codes.
    pub fn choices(&mut self, name: &str, allowed: &[&str]) -> Vec<String> {
        let codes: Vec<String> = self.typed(name).split_whitespace().map(str::to_owned).collect();
        if codes.iter().any(|code| !allowed.contains(&code.as_str())) {
            self.note(name, Level::Refuse, Rule::Choice);
        }
        codes
    }

    /// A route; there is no default.
    pub fn route(&mut self, name: &str) -> Option<Route> {
        let route = Route::named(self.typed(name));
        if route.is_none() && !self.typed(name).is_empty() {
            self.note(name, Level::Refuse, Rule::Choice);
        }
        route
    }

    /// The substance that was given.
    pub fn substance(&mut self, name: &str) -> Option<Substance> {
        let substance = Substance::named(self.typed(name));
        if substance.is_none() && !self.typed(name).is_empty() {
            self.note(name, Level::Refuse, Rule::Choice);
        }
        substance
    }

    /// The row's own name; its position, if the page gave none.
    pub fn row(&self) -> String {
        let named = self.typed("row");
        if named.is_empty() { self.place.replace('.', "") } else { named.chars().take(40).collect() }
    }
}

/// Whether nothing was typed into a row, apart from its name.
pub fn is_empty(row: &Row) -> bool {
    row.iter().all(|(name, text)| name == "row" || text.trim().is_empty())
}
