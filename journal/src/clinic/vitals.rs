//! Observations: the limits of the vital signs, and which values need confirmation or raise an alarm.

use super::finding::{Edge, Edges, Level, Limits, Rule};
use super::reader::{Findings, is_empty};
use super::{Row, Rules, Sheet};
use crate::record::{DoseEvent, Moment, Observed};

const MINUTE_MS: i64 = 60_000;

/// A number of an observation row: the field, its limits, and its unit.
pub struct Vital {
    /// The name of the field in an observation row.
    pub field: &'static str,
    /// The possible, usual and alarming values.
    pub limits: Limits,
    /// The unit, in UCUM.
    pub unit: &'static str,
}

const fn vital(field: &'static str, unit: &'static str, range: (f64, f64), ask: Edges, alarm: Edges) -> Vital {
    Vital { field, limits: Limits { range, ask, alarm }, unit }
}

use Edge::{Above, AtLeast, AtMost, Below};

/// The numbers of an observation row, in the order of the form.
pub const VITALS: [Vital; 13] = [
    vital("sys", "mm[Hg]", (50.0, 280.0), Edges::both(Below(90.0), AtLeast(160.0)), Edges::high(AtLeast(180.0))),
    vital("dia", "mm[Hg]", (20.0, 180.0), Edges::high(AtLeast(100.0)), Edges::high(AtLeast(110.0))),
    vital("hr", "/min", (25.0, 250.0), Edges::both(Below(50.0), Above(120.0)), Edges::NONE),
    vital("spo2", "%", (50.0, 100.0), Edges::low(Below(94.0)), Edges::low(Below(90.0))),
    vital("rr", "/min", (2.0, 60.0), Edges::both(Below(10.0), Above(24.0)), Edges::low(Below(8.0))),
    vital("temp", "Cel", (33.0, 43.0), Edges::both(Below(35.5), Above(38.0)), Edges::NONE),
    vital("sedation", "{score}", (0.0, 5.0), Edges::low(AtMost(3.0)), Edges::low(AtMost(1.0))),
    vital("dissociation", "{score}", (0.0, 4.0), Edges::NONE, Edges::NONE),
    vital("cadss", "{score}", (0.0, 24.0), Edges::NONE, Edges::NONE),
    vital("nausea", "{score}", (0.0, 10.0), Edges::high(AtLeast(7.0)), Edges::NONE),
    vital("distress", "{score}", (0.0, 10.0), Edges::high(AtLeast(7.0)), Edges::NONE),
    vital("oxygen_l", "L/min", (0.0, 15.0), Edges::high(Above(0.0)), Edges::NONE),
    vital("etco2", "mm[Hg]", (10.0, 80.0), Edges::high(Above(50.0)), Edges::NONE),
];

/// Dissociation of at least this strength, this many minutes after the first dose, needs confirmation.
pub(super) const LASTING: (f64, f64) = (3.0, 90.0);

impl Observed {
    /// The number of a field of [`VITALS`].
    pub fn vital(&self, field: &str) -> Option<f64> {
        match field {
            "sys" => self.sys,
            "dia" => self.dia,
            "hr" => self.hr,
            "spo2" => self.spo2,
            "rr" => self.rr,
            "temp" => self.temp,
            "sedation" => self.sedation,
            "dissociation" => self.dissociation,
            "cadss" => self.cadss,
            "nausea" => self.nausea,
            "distress" => self.distress,
            "oxygen_l" => self.oxygen_l,
            "etco2" => self.etco2,
            _ => None,
        }
    }

    /// Whole minutes since the first dose; negative before it.
    pub fn minute(&self, first: Option<&Moment>) -> Option<i64> {
        Some((self.at.as_ref()?.unix_ms.saturating_sub(first?.unix_ms)).div_euclid(MINUTE_MS))
    }
}

/// The body weight, in kilograms: a field of the session, not of each row of observations.
pub const WEIGHT: Vital = vital("weight_kg", "kg", (25.0, 350.0), Edges::both(Below(40.0), Above(180.0)), Edges::NONE);

/// The built-in limits of body weight or of a field of [`VITALS`].
pub fn limits(field: &str) -> Option<Limits> {
    let known = VITALS.iter().chain([&WEIGHT]).find(|vital| vital.field == field);
    known.map(|vital| vital.limits)
}

/// Blood pressure before the dose: above this built-in number, decide whether to wait.
pub(super) fn before_high(field: &str) -> Option<f64> {
    match field {
        "sys" => Some(140.0),
        "dia" => Some(90.0),
        _ => None,
    }
}

/// Reads the rows of observations.
pub fn read(sheet: &Sheet, doses: &[DoseEvent], rules: &Rules, findings: &mut Findings<'_>) -> Vec<Observed> {
    let first = doses.iter().filter_map(|dose| dose.at.as_ref()).min_by_key(|at| at.unix_ms);
    let rows = sheet.observations.iter().enumerate().filter(|(_, row)| !is_empty(row));
    rows.map(|(n, row)| observed(n, row, first, rules, findings)).collect()
}

fn observed(n: usize, row: &Row, first: Option<&Moment>, rules: &Rules, findings: &mut Findings<'_>) -> Observed {
    let mut reader = findings.row("observations", n, row);
    let mut number = |field: &str| reader.number(field, &rules.limits(field));
    let mut seen = Observed {
        sys: number("sys"),
        dia: number("dia"),
        hr: number("hr"),
        spo2: number("spo2"),
        rr: number("rr"),
        temp: number("temp"),
        sedation: number("sedation"),
        dissociation: number("dissociation"),
        cadss: number("cadss"),
        nausea: number("nausea"),
        distress: number("distress"),
        oxygen_l: number("oxygen_l"),
        etco2: number("etco2"),
        ..Default::default()
    };
    seen.row = reader.row();
    seen.at = reader.happened("at");
    seen.by = reader.line("by");
    seen.cadss_form = reader.line("cadss_form");
    seen.note = reader.text("note", 2_000);
    if seen.at.is_none() && reader.typed("at").is_empty() {
        reader.note("at", Level::Refuse, Rule::Required);
    }
    match (seen.sys, seen.dia) {
        (Some(sys), Some(dia)) if dia >= sys => {
            seen.dia = None;
            reader.note("dia", Level::Refuse, Rule::Pressure);
        }
        (Some(_), None) if reader.typed("dia").is_empty() => reader.note("dia", Level::Missing, Rule::Required),
        (None, Some(_)) if reader.typed("sys").is_empty() => reader.note("sys", Level::Missing, Rule::Required),
        _ => {}
    }
    let minute = seen.minute(first);
    // Times are typed in minutes. The row of the dose's own minute is the one from before it.
    let before = minute.is_none_or(|minute| minute <= 0);
    // A value that was already asked about or reported is not asked about again.
    let mild = |field: &str, value: f64| rules.limits(field).level(value).is_none();
    for (field, value) in [("sys", seen.sys), ("dia", seen.dia)] {
        let high = rules.before_high(field).filter(|_| before);
        if value.zip(high).is_some_and(|(value, high)| value > high && mild(field, value)) {
            reader.within(field, Level::Ask, Rule::PreDose, (None, high));
        }
    }
    let (strong, from) = rules.lasting();
    if minute.is_some_and(|minute| minute as f64 >= from) && seen.dissociation.is_some_and(|value| value >= strong) {
        reader.within("dissociation", Level::Ask, Rule::Lasting, (Some(from), None));
    }
    if seen.cadss.is_some() && seen.cadss_form.is_empty() {
        reader.note("cadss_form", Level::Missing, Rule::FormNamed);
    }
    seen
}
