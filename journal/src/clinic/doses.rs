//! Dose events: plausibility checks of each, and of their sum. Nothing here suggests or computes a dose.

use std::collections::BTreeMap;

use super::finding::{Level, Limits, Rule};
use super::reader::{Findings, Reader, is_empty};
use super::rules::key;
use super::{Context, Row, Rules, Sheet};
use crate::record::{DoseEvent, Route, Substance};

/// The possible range of a single dose, in milligrams.
pub(super) const MG: Limits = Limits::within(f64::MIN_POSITIVE, 1_000.0);
const STRENGTH: Limits = Limits::within(1.0, 200.0);
const VOLUME: Limits = Limits::within(0.01, 20.0);
const HELD: Limits = Limits::within(0.0, 60.0);
const WASTED: Limits = Limits::within(0.0, 1_000.0);
/// A sum above this in one session needs confirmation, in milligrams.
pub const SUM_MG: f64 = 500.0;
/// Tolerated relative difference between milligrams and strength times volume.
const TOLERANCE: f64 = 0.05;
/// The single doses of the esketamine nasal spray, in milligrams.
const ESKETAMINE_NASAL: [f64; 3] = [28.0, 56.0, 84.0];

/// Where a dose was given.
pub const SITES: [&str; 7] = ["deltoid", "thigh", "left_nostril", "right_nostril", "under_tongue", "cheek", "other"];

/// The usual single doses of a route. These are typing checks, no guidance.
pub fn usual_mg(route: Route, substance: Option<Substance>) -> Option<(f64, f64)> {
    match route {
        Route::Im | Route::Sc => Some((5.0, 150.0)),
        Route::IvInfusion | Route::IvPush => Some((5.0, 120.0)),
        Route::SublingualBuccal | Route::Oral | Route::Rectal => Some((10.0, 400.0)),
        Route::Intranasal if substance == Some(Substance::Esketamine) => {
            Some((ESKETAMINE_NASAL[0], ESKETAMINE_NASAL[2]))
        }
        Route::Intranasal => Some((5.0, 150.0)),
        Route::Other => None,
    }
}

/// Whether a single dose is unusual for its route.
pub fn is_unusual(route: Route, substance: Option<Substance>, mg: f64, rules: &Rules) -> bool {
    let sprayed = route == Route::Intranasal && substance == Some(Substance::Esketamine);
    let usual = rules.dose_mg(route, substance);
    usual.is_some_and(|(low, high)| !(low..=high).contains(&mg)) || sprayed && !ESKETAMINE_NASAL.contains(&mg)
}

/// Reads and checks the rows of doses.
pub fn read(sheet: &Sheet, context: &Context<'_>, findings: &mut Findings<'_>) -> Vec<DoseEvent> {
    let rows = sheet.doses.iter().enumerate().filter(|(_, row)| !is_empty(row));
    let doses: Vec<DoseEvent> = rows.map(|(n, row)| dose(n, row, context, findings)).collect();
    sums(&doses, context.rules, findings);
    doses
}

/// Asks about an unusual sum: of all doses, and of the doses of a route if the practice has a rule for it.
fn sums(doses: &[DoseEvent], rules: &Rules, findings: &mut Findings<'_>) {
    let sum: f64 = doses.iter().filter_map(|dose| dose.mg).sum();
    if sum > SUM_MG {
        findings.note_within("doses", Level::Ask, Rule::SumHigh, &sum.to_string(), (None, Some(SUM_MG)));
    }
    let mut by_route: BTreeMap<&str, f64> = BTreeMap::new();
    for dose in doses {
        if let (Some(route), Some(mg)) = (dose.route, dose.mg) {
            *by_route.entry(key(route, dose.substance)).or_default() += mg;
        }
    }
    for (route, sum) in by_route {
        if let Some(most) = rules.session_mg(route).filter(|most| sum > *most) {
            findings.note_within("doses", Level::Ask, Rule::SumHigh, &format!("{route} {sum}"), (None, Some(most)));
        }
    }
}

fn dose(n: usize, row: &Row, context: &Context<'_>, findings: &mut Findings<'_>) -> DoseEvent {
    let mut reader = findings.row("doses", n, row);
    let dose = DoseEvent {
        row: reader.row(),
        at: reader.happened("at"),
        substance: reader.substance("substance"),
        product: reader.line("product"),
        lot: reader.line("lot"),
        expiry: reader.date("expiry"),
        strength_mg_per_ml: reader.number("strength_mg_per_ml", &STRENGTH),
        volume_ml: reader.number("volume_ml", &VOLUME),
        mg: reader.number("mg", &MG),
        route: reader.route("route"),
        site: reader.choice("site", &SITES),
        held_min: reader.number("held_min", &HELD),
        then: reader.choice("then", &["swallowed", "spat"]),
        given_by: reader.line("given_by"),
        checked_by: reader.line("checked_by"),
        sequence: reader.choice("sequence", &["first", "second", "divided"]),
        wasted_mg: reader.number("wasted_mg", &WASTED),
        witness: reader.line("witness"),
        extra: Default::default(),
    };
    for name in ["at", "mg"] {
        if reader.typed(name).is_empty() {
            reader.note(name, Level::Refuse, Rule::Required);
        }
    }
    if reader.typed("route").is_empty() {
        reader.note("route", Level::Refuse, Rule::NoRoute);
    }
    if dose.substance.is_none() {
        reader.note("substance", Level::Missing, Rule::Required);
    }
    typed_twice(&mut reader, &dose, context.rules);
    if let (Some(mg), Some(strength), Some(volume)) = (dose.mg, dose.strength_mg_per_ml, dose.volume_ml)
        && (mg - strength * volume).abs() > mg * TOLERANCE
    {
        reader.note("volume_ml", Level::Ask, Rule::DoseDiffers);
    }
    let day = dose.at.as_ref().unwrap_or(context.now).local_date();
    if !dose.expiry.is_empty() && dose.expiry < day {
        reader.note("expiry", Level::Refuse, Rule::Expired);
    }
    if dose.given_by.is_empty() {
        reader.note("given_by", Level::Missing, Rule::Required);
    }
    if dose.checked_by.is_empty() {
        reader.note("checked_by", Level::Ask, Rule::NotChecked);
    }
    if dose.wasted_mg.is_some_and(|wasted| wasted > 0.0) && dose.witness.is_empty() {
        reader.note("witness", Level::Missing, Rule::NoWitness);
    }
    dose
}

/// An unusual dose is typed twice, not tapped away.
fn typed_twice(reader: &mut Reader<'_, '_>, dose: &DoseEvent, rules: &Rules) {
    if let (Some(route), Some(mg)) = (dose.route, dose.mg)
        && is_unusual(route, dose.substance, mg, rules)
    {
        let (low, high) = rules.dose_mg(route, dose.substance).unzip();
        match reader.bare("mg_again") {
            Some(again) if again == mg => {}
            Some(_) => reader.note("mg_again", Level::Refuse, Rule::TypedTwice),
            None => reader.within("mg", Level::Ask, Rule::DoseUnusual, (low, high)),
        }
    }
}
