//! Reads a clearance from the typed values. The list is only a list: the prescriber decides.

use super::finding::{Level, Rule};
use super::lists::answered;
use super::reader::Findings;
use super::session::choices;
use super::{Context, Finding, Sheet};
use crate::record::Clearance;

/// The item that no prescriber can override.
const MINOR: &str = "under_18";
/// The section of the label's contraindications.
const STOP: &str = "stop";

/// Reads a record, and returns errors, unusual values and missing values as findings.
pub fn read(sheet: &Sheet, context: &Context<'_>) -> (Clearance, Vec<Finding>) {
    let mut findings = Findings::new(sheet, context.now);
    let items = answered(sheet, context, choices("intake"), &mut findings);
    let mut reader = findings.row("", 0, &sheet.fields);
    let clearance = Clearance {
        by: reader.line("by"),
        version: context.list.version.clone(),
        result: reader.choice("result", &["cleared", "conditions", "not_cleared"]),
        conditions: reader.text("conditions", 2_000),
        valid_until: reader.date("valid_until"),
        items,
        ..Default::default()
    };
    for name in ["by", "result", "valid_until"] {
        if reader.typed(name).is_empty() {
            reader.note(name, Level::Missing, Rule::Required);
        }
    }
    if clearance.result == "conditions" && clearance.conditions.is_empty() {
        reader.note("conditions", Level::Missing, Rule::Required);
    }
    if super::gates::is_cleared(&clearance) {
        let yes = |id: &str| clearance.items.iter().any(|item| item.row == id && item.state == "yes");
        if yes(MINOR) {
            reader.note("result", Level::Refuse, Rule::Minor);
        }
        if context.list.items.iter().any(|item| item.section == STOP && yes(&item.id)) {
            reader.note("result", Level::Ask, Rule::StopItem);
        }
    }
    (clearance, findings.done())
}
