//! Observations: the limits of the vital signs, and which values need confirmation or raise an alarm.

use super::finding::{Edge, Level, Limits, Rule};
use super::reader::{Findings, is_empty};
use super::{Row, Sheet};
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

const fn vital(
    field: &'static str,
    unit: &'static str,
    range: (f64, f64),
    ask: &'static [Edge],
    alarm: &'static [Edge],
) -> Vital {
    Vital { field, limits: Limits { range, ask, alarm }, unit }
}

use Edge::{Above, AtLeast, AtMost, Below};

/// The numbers of an observation row, in the order of the form.
pub const VITALS: [Vital; 13] = [
    vital("sys", "mm[Hg]", (50.0, 280.0), &[Below(90.0), AtLeast(160.0)], &[AtLeast(180.0)]),
    vital("dia", "mm[Hg]", (20.0, 180.0), &[AtLeast(100.0)], &[AtLeast(110.0)]),
    vital("hr", "/min", (25.0, 250.0), &[Below(50.0), Above(120.0)], &[]),
    vital("spo2", "%", (50.0, 100.0), &[Below(94.0)], &[Below(90.0)]),
    vital("rr", "/min", (2.0, 60.0), &[Below(10.0), Above(24.0)], &[Below(8.0)]),
    vital("temp", "Cel", (33.0, 43.0), &[Below(35.5), Above(38.0)], &[]),
    vital("sedation", "{score}", (0.0, 5.0), &[AtMost(3.0)], &[AtMost(1.0)]),
    vital("dissociation", "{score}", (0.0, 4.0), &[], &[]),
    vital("cadss", "{score}", (0.0, 24.0), &[], &[]),
    vital("nausea", "{score}", (0.0, 10.0), &[AtLeast(7.0)], &[]),
    vital("distress", "{score}", (0.0, 10.0), &[AtLeast(7.0)], &[]),
    vital("oxygen_l", "L/min", (0.0, 15.0), &[Above(0.0)], &[]),
    vital("etco2", "mm[Hg]", (10.0, 80.0), &[Above(50.0)], &[]),
];

/// Blood pressure before the dose: above this, decide whether to wait.
const BEFORE: (f64, f64) = (140.0, 90.0);
/// Dissociation of at least this strength, this many minutes after the first dose, needs confirmation.
const LASTING: (f64, i64) = (3.0, 90);

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

/// The limits of a field of [`VITALS`].
fn limits(field: &str) -> &'static Limits {
    let known = VITALS.iter().find(|vital| vital.field == field);
    known.map_or(&const { Limits::within(0.0, 0.0) }, |vital| &vital.limits)
}

/// Reads the rows of observations.
pub fn read(sheet: &Sheet, doses: &[DoseEvent], findings: &mut Findings<'_>) -> Vec<Observed> {
    let first = doses.iter().filter_map(|dose| dose.at.as_ref()).min_by_key(|at| at.unix_ms);
    let rows = sheet.observations.iter().enumerate().filter(|(_, row)| !is_empty(row));
    rows.map(|(n, row)| observed(n, row, first, findings)).collect()
}

fn observed(n: usize, row: &Row, first: Option<&Moment>, findings: &mut Findings<'_>) -> Observed {
    let mut reader = findings.row("observations", n, row);
    let mut number = |field: &str| reader.number(field, limits(field));
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
    let before = minute.is_none_or(|minute| minute < 0);
    // A value that was already asked about or reported is not asked about again.
    let mild = |field: &str, value: f64| limits(field).level(value).is_none();
    if before && seen.sys.is_some_and(|sys| sys > BEFORE.0 && mild("sys", sys)) {
        reader.note("sys", Level::Ask, Rule::PreDose);
    }
    if before && seen.dia.is_some_and(|dia| dia > BEFORE.1 && mild("dia", dia)) {
        reader.note("dia", Level::Ask, Rule::PreDose);
    }
    if minute.is_some_and(|minute| minute >= LASTING.1) && seen.dissociation.is_some_and(|value| value >= LASTING.0) {
        reader.note("dissociation", Level::Ask, Rule::Lasting);
    }
    if seen.cadss.is_some() && seen.cadss_form.is_empty() {
        reader.note("cadss_form", Level::Missing, Rule::FormNamed);
    }
    seen
}
