//! The pages of the clinic's records.

use journal::arc::Item;
use journal::clinic::exposure::Exposure;
use journal::clinic::schedule::Due;
use journal::clinic::{Finding, List, Sheet};
use journal::record::{Amendment, Clearance, Moment};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The content of a form's page.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SheetPage {
    /// The record; absent before anything was typed.
    pub id: Option<String>,
    /// When it was first kept.
    pub kept: Option<i64>,
    /// Whether `sheet` is a draft that is not kept yet.
    pub drafted: bool,
    /// The content of the form.
    pub sheet: Sheet,
    /// The check list.
    pub list: List,
    /// The headings of the list's sections: id and text.
    pub sections: Vec<(String, String)>,
    /// The version of the limits that a session is checked with.
    pub rules_version: String,
    /// The changes after it was kept, newest first.
    pub amendments: Vec<Changed>,
    /// The client's newest clearance.
    pub clearance: Option<ClearanceLine>,
}

/// A value that was changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// When it was changed: milliseconds since the Unix epoch.
    pub at: Option<i64>,
    /// The name of the person who changed it.
    pub by: String,
    /// The field: `weight_kg`, `doses.a1.mg`.
    pub field: String,
    /// The earlier value: for one value its text, for a removed row each field with its text.
    pub before: Vec<(String, String)>,
}

/// A clearance as one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClearanceLine {
    /// The id of the record.
    pub id: String,
    /// When it was kept.
    pub kept: i64,
    /// `cleared`, `conditions`, `not_cleared`; empty while it is open.
    pub result: String,
    /// The date until which it is valid.
    pub valid_until: String,
    /// The name of the prescriber who decides on the clearance.
    pub by: String,
    /// Number of items of the list without an answer.
    pub open: u32,
}

/// The result of a check, and the values computed from the typed ones.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// Rejected values, values to confirm, alarms and missing values.
    pub findings: Vec<Finding>,
    /// The rows of observations that are due.
    pub due: Vec<Due>,
    /// When the first dose was given.
    pub first_dose: Option<i64>,
    /// The earliest time at which the client may leave.
    pub earliest_end: Option<i64>,
    /// The sum of the doses, in milligrams.
    pub sum_mg: Option<f64>,
}

/// The clinic's records of a client.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClinicRecords {
    /// The session records, newest first.
    pub sessions: Vec<SessionLine>,
    /// The sums of 30, 90 and 365 days.
    pub exposure: Vec<Exposure>,
    /// The newest clearance that was kept.
    pub clearance: Option<ClearanceLine>,
    /// Whether there is an unfinished clearance.
    pub clearance_drafted: bool,
}

/// A session record as one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionLine {
    /// The id of the record.
    pub id: String,
    /// The session in the care collection that it belongs to.
    pub session: Option<String>,
    /// The number of the session in its series, from 1.
    pub number: u32,
    /// When the session began: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether it was kept.
    pub kept: bool,
    /// Whether there is a draft of it.
    pub drafted: bool,
    /// The number of doses.
    pub doses: u32,
    /// The sum of the doses, in milligrams.
    pub sum_mg: Option<f64>,
    /// How many rows of observations.
    pub rows: u32,
    /// The state of the discharge: `left`, `open`, `not_begun`.
    pub discharge: String,
    /// Number of values that were changed after it was kept.
    pub changes: u32,
}

/// A practice's check list, as its page edits it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListPage {
    /// The list: `discharge` or `intake`.
    pub name: String,
    /// The version that is asked now.
    pub version: String,
    /// Every item, including those that are switched off.
    pub items: Vec<ListLine>,
    /// The headings of the sections: id and text.
    pub sections: Vec<(String, String)>,
}

/// An item of a practice's list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListLine {
    /// Its id; empty for a new one.
    pub id: String,
    /// Its section.
    pub section: String,
    /// The list's own text; empty for an item of the practice.
    pub original: String,
    /// The practice's text; empty to use the list's own.
    pub words: String,
    /// Whether it is not asked.
    pub off: bool,
}

impl ClearanceLine {
    pub(super) fn of(item: &Item, one: &Clearance, list: &List) -> Self {
        let answered = |id: &str| one.items.iter().any(|item| item.row == id && !item.state.is_empty());
        Self {
            id: item.id.to_string(),
            kept: one.kept.as_ref().map_or(item.record.when.unix_ms, |kept| kept.unix_ms),
            result: one.result.clone(),
            valid_until: one.valid_until.clone(),
            by: one.by.clone(),
            open: list.items.iter().filter(|item| !answered(&item.id)).count() as u32,
        }
    }
}

impl Changed {
    pub(super) fn of(one: &Amendment) -> Self {
        let before = match &one.before {
            Value::Object(fields) if !is_moment(&one.before) => fields
                .iter()
                .filter(|(name, _)| *name != "row")
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            value => vec![(String::new(), text(value))],
        };
        Self { at: one.at.as_ref().map(|at| at.unix_ms), by: one.by.clone(), field: one.field.clone(), before }
    }
}

fn is_moment(value: &Value) -> bool {
    Moment::deserialize(value.clone()).is_ok()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(" "),
        value => Moment::deserialize(value.clone()).map_or_else(|_| value.to_string(), |moment| moment.rfc3339()),
    }
}
