//! The list of a client's session records and clearance.

use journal::arc::{Item, sessions};
use journal::clinic::Sheet;
use journal::clinic::exposure::{exposure, record_of};
use journal::record::Body;

use super::{ClearanceLine, ClinicRecords, SessionLine, newest_clearance, number};
use crate::{Casebook, Fault, Now};

impl Casebook {
    /// The clinic's records of a client, with the sums of the given doses.
    pub fn clinic_records(&self, collection: &str, language: &str, now: Now) -> Result<ClinicRecords, Fault> {
        let (_, items) = self.items(collection)?;
        let known = sessions(items);
        let mut lines: Vec<SessionLine> = items
            .iter()
            .filter_map(|item| match &item.record.body {
                Body::SessionRecord(record) => Some((item, record)),
                _ => None,
            })
            .map(|(item, record)| {
                let at = item.record.when.unix_ms;
                let of = known.iter().map(|one| one.whole()).find(|whole| {
                    let same = number(whole).and_then(|number| record_of(items, number, whole.record.when.unix_ms));
                    same.is_some_and(|(same, _)| same.id == item.id)
                });
                let typed = Sheet::of_draft(&record.draft);
                let number = typed.as_ref().and_then(|sheet| sheet.fields.get("number")?.trim().parse().ok());
                SessionLine {
                    id: item.id.to_string(),
                    session: of.map(|whole| whole.id.to_string()),
                    number: if record.kept.is_some() { record.number } else { number.unwrap_or(0) },
                    at,
                    kept: record.kept.is_some(),
                    drafted: typed.is_some(),
                    doses: record.doses.len() as u32,
                    sum_mg: record.sum_mg(),
                    rows: record.observations.len() as u32,
                    discharge: record.discharge_state().into(),
                    changes: record.amendments.len() as u32,
                }
            })
            .collect();
        lines.sort_by_key(|line| (std::cmp::Reverse(line.at), line.id.clone()));
        let list = self.list("intake", language);
        let begun = |item: &&Item| matches!(&item.record.body, Body::Clearance(one) if !one.draft.is_empty());
        Ok(ClinicRecords {
            sessions: lines,
            exposure: exposure(items, &now.into(), &self.rules()),
            clearance: newest_clearance(items).map(|(item, one)| ClearanceLine::of(item, one, &list)),
            clearance_drafted: items.iter().any(|item| begun(&item)),
        })
    }
}
