//! "Share from now on": only by the person's explicit choice, kind by kind, and ended as easily. What is there already
//! stays as it is.

use diesel::SqliteConnection;
use journal::record::{Body, Payload, Record, SharingRule};
use protocol::{CollectionId, RecordId};

use super::sharing::set_shared;
use crate::store::pages;
use crate::{Error, Phone, store};

/// Kinds that can be shared from now on. A crisis plan or a consent is shared one by one or not at all.
pub(crate) const KINDS: [&str; 9] = [
    "reflection",
    "check_in",
    "dosing_session",
    "intention",
    "goal",
    "concern",
    "step",
    "measure_response",
    "appointment",
];

/// The rules that are in force, newest first: their records' ids and what they say.
pub(crate) fn in_force(
    connection: &mut SqliteConnection,
) -> Result<Vec<(RecordId, Record, SharingRule)>, store::Error> {
    let rows = pages::visible(connection, &["sharing_rule"], None, i64::MAX)?;
    let rule = |(key, row): (journal::sync::Key, journal::sync::Row)| {
        let record = row.content?.to_record().ok()?;
        match &record.body {
            Body::SharingRule(rule) if !rule.ended => Some((key.id, record.clone(), rule.clone())),
            _ => None,
        }
    };
    Ok(rows.into_iter().filter_map(rule).collect())
}

/// Shares a new record where a rule says so.
pub(super) fn share(connection: &mut SqliteConnection, payload: &mut Payload) -> Result<(), store::Error> {
    if withheld(payload) {
        return Ok(());
    }
    for (_, _, rule) in in_force(connection)? {
        if rule.kinds.iter().any(|kind| kind == payload.kind()) {
            set_shared(payload, rule.care, true);
        }
    }
    Ok(())
}

/// What was written about harm in a session stays with the person.
pub(crate) fn withheld(payload: &Payload) -> bool {
    payload.0.get("withheld").and_then(serde_json::Value::as_bool).unwrap_or_default()
}

impl Phone {
    /// From now on, each new entry of these kinds is shared with a therapist as soon as it is written. `care` may be left
    /// out when there is only one. A rule that was there before with the same therapist ends.
    ///
    /// # Errors
    /// [`Error::PinAgain`] where there is a PIN and it was not just shown.
    pub fn share_from_now_on(&self, kinds: &[String], care: Option<&str>) -> Result<RecordId, Error> {
        self.shown_again()?;
        if kinds.is_empty() || kinds.iter().any(|kind| !KINDS.contains(&kind.as_str())) {
            return Err(Error::WrongKind);
        }
        let care = self.care_named(care)?;
        self.end_rules(Some(care))?;
        let rule = SharingRule { care, kinds: kinds.to_vec(), ended: false, extra: Default::default() };
        self.write_record(Body::SharingRule(rule), self.clock.now())
    }

    /// Nothing new is shared by itself any more; with everybody, if `care` is left out. What is shared stays shared until
    /// it is taken back.
    pub fn stop_sharing_from_now_on(&self, care: Option<&str>) -> Result<(), Error> {
        let care = care.map(|care| care.parse::<CollectionId>().map_err(|_| Error::NoCare)).transpose()?;
        self.end_rules(care)
    }

    pub(crate) fn end_rules(&self, care: Option<CollectionId>) -> Result<(), Error> {
        let rules = self.store.read(in_force)?;
        for (id, _, _) in rules.into_iter().filter(|(_, _, rule)| care.is_none_or(|care| care == rule.care)) {
            self.change(id, false, |mut record| {
                let Body::SharingRule(rule) = &mut record.body else { return Err(Error::WrongKind) };
                rule.ended = true;
                Ok(record)
            })?;
        }
        Ok(())
    }
}
