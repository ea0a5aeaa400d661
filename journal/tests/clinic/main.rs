//! The clinic's records: each rule with the values on both sides of it, amendments that lose nothing, and checks that
//! take any text.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

mod check_lists;
mod exports;
mod limits;
mod random;
#[path = "../sheets/mod.rs"]
mod sheets;

use journal::arc::Item;
use journal::clinic::{Context, Finding, Level, List, Row, Rule, Rules, Sheet, lists, session};
use journal::record::{Body, Clearance, Moment, Record, SessionRecord};
use protocol::RecordId;

use crate::sheets::{DAY, MINUTE, dosed, minute, row};

fn cleared() -> Clearance {
    Clearance { kept: Some(dosed()), result: "cleared".into(), ..Default::default() }
}

/// A dose without findings.
fn dose() -> Row {
    row(&[
        ("row", "d1"),
        ("at", &minute(0)),
        ("substance", "racemic"),
        ("route", "im"),
        ("mg", "60"),
        ("given_by", "Ada"),
        ("checked_by", "Ben"),
    ])
}

/// A session without findings.
fn good() -> Sheet {
    let staff = |name: &str, role: &str| row(&[("row", name), ("name", name), ("role", role)]);
    Sheet {
        fields: row(&[
            ("number", "1"),
            ("by", "Ada"),
            ("arrived_at", &minute(-60)),
            ("site", "clinic"),
            ("consent_today", "yes"),
            ("touch", "hand_only"),
            ("escort_confirmed", "yes"),
            ("weight_kg", "70,5"),
            ("height_cm", "170"),
            ("pregnancy", "no"),
            ("suicidality", "none"),
            ("psychosis_mania", "no"),
            ("intoxicated", "no"),
            ("go", "go"),
        ]),
        staff: vec![staff("Ada", "monitor"), staff("Ben", "therapist")],
        doses: vec![dose()],
        observations: vec![row(&[("row", "o1"), ("at", &minute(10)), ("sys", "120"), ("dia", "80"), ("hr", "70")])],
        ..Default::default()
    }
}

struct Checked {
    record: SessionRecord,
    findings: Vec<Finding>,
}

impl Checked {
    /// The level and rule at a place.
    fn at(&self, place: &str) -> Vec<(Level, Rule)> {
        let here = self.findings.iter().filter(|one| one.place == place);
        here.map(|one| (one.level, one.rule)).collect()
    }

    fn stops(&self) -> Vec<(&str, Rule)> {
        let stops = self.findings.iter().filter(|one| matches!(one.level, Level::Refuse | Level::Ask));
        stops.map(|one| (one.place.as_str(), one.rule)).collect()
    }
}

fn check_with(sheet: &Sheet, clearance: Option<&Clearance>, list: &List) -> Checked {
    let now = Moment { unix_ms: dosed().unix_ms + 300 * MINUTE, ..dosed() };
    let context = Context { now: &now, planned: Some(4), clearance, list, rules: &Rules::default() };
    let (record, findings) = session::read(sheet, &context);
    Checked { record, findings }
}

fn check(sheet: &Sheet) -> Checked {
    check_with(sheet, Some(&cleared()), &lists::list("discharge", "en", None))
}

fn with(name: &str, typed: &str) -> Checked {
    let mut sheet = good();
    sheet.fields.insert(name.into(), typed.into());
    check(&sheet)
}

/// A session without findings, except for these fields of its dose.
fn dosed_with(fields: &[(&str, &str)]) -> Checked {
    let mut sheet = good();
    sheet.doses[0].extend(row(fields));
    check(&sheet)
}

fn item(n: u8, days: i64, body: impl Into<Body>) -> Item {
    let when = Moment { unix_ms: dosed().unix_ms + days * DAY, ..dosed() };
    Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
}
