//! Appointments that overlap, over all clients: a therapist has one calendar.

use journal::record::{Moment, Payload};
use protocol::CollectionId;
use serde::Serialize;
use serde_json::Value;
use tsify::Tsify;

use crate::{Desk, Fault};

/// The assumed length of an appointment without one of its own, in minutes.
const USUAL_MINUTES: u64 = 50;
const MINUTE_MS: i64 = 60_000;

/// An appointment that has not taken place yet.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Overlap {
    /// The client's care collection.
    pub collection: String,
    /// The client, as in the caseload.
    pub name: String,
    /// Its purpose.
    pub purpose: String,
    /// When it begins: milliseconds since the Unix epoch.
    pub at: f64,
}

/// Appointments, the soonest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Overlaps {
    /// One per appointment.
    pub list: Vec<Overlap>,
}

impl Desk {
    /// The open appointments of all clients that overlap with one at a given time (milliseconds since the Unix epoch)
    /// and length (minutes). `except`: the record of the appointment that is being moved.
    pub fn overlaps(&mut self, at: f64, minutes: u32, except: Option<&str>) -> Result<Overlaps, Fault> {
        self.keys()?;
        let (from, to) = (at as i64, at as i64 + i64::from(minutes.max(1)) * MINUTE_MS);
        let open: Vec<CollectionId> =
            self.bonds.known.values().filter(|bond| bond.is_open()).map(|bond| bond.care).collect();
        let mut list = Vec::new();
        for id in open {
            let rows = self.records.ledger.rows(id).filter(|(record, _)| Some(record.to_string().as_str()) != except);
            let found: Vec<(i64, String)> = rows
                .filter_map(|(_, row)| meeting(row.content.as_ref()?))
                .filter(|(begins, ends, _)| *begins < to && from < *ends)
                .map(|(begins, _, purpose)| (begins, purpose))
                .collect();
            for (begins, purpose) in found {
                let collection = id.to_string();
                let client = self.client(&collection, at)?;
                let name = if client.label.is_empty() { client.name } else { client.label };
                list.push(Overlap { collection, name, purpose, at: begins as f64 });
            }
        }
        list.sort_by(|a, b| a.at.total_cmp(&b.at));
        Ok(Overlaps { list })
    }
}

/// Beginning, end and purpose of an appointment that has not taken place yet.
fn meeting(payload: &Payload) -> Option<(i64, i64, String)> {
    let is = |name: &str| payload.field(name).and_then(Value::as_bool);
    if payload.kind() != "appointment" || is("kept").is_some() || is("cancelled") == Some(true) {
        return None;
    }
    let at = payload.field("when")?.get("at")?.as_str()?;
    let begins = Moment::parse(at, "").ok()?.unix_ms;
    let minutes = payload.field("duration_min").and_then(Value::as_u64).unwrap_or(USUAL_MINUTES);
    let purpose = payload.field("purpose").and_then(Value::as_str).unwrap_or_default();
    Some((begins, begins + minutes as i64 * MINUTE_MS, purpose.to_owned()))
}
