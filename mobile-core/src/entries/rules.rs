//! "Share from now on": only by the person's explicit choice, kind by kind, and as easy to end. Existing entries do not
//! change. [`crate::commit::rules`] applies the rules.

use journal::record::{Body, SharingRule};
use protocol::{CollectionId, RecordId};

use crate::Error;
use crate::commit::Origin;
use crate::commit::rules::{KINDS, in_force};
use crate::phone::Sharing;

impl Sharing<'_> {
    /// From now on, each new entry of these kinds is shared with a therapist as soon as it is written. `care` may be
    /// absent if there is only one relationship. An existing rule for the same therapist ends.
    ///
    /// # Errors
    /// [`Error::PinAgain`] if there is a PIN and the person was not authenticated recently.
    pub fn share_from_now_on(self, kinds: &[String], care: Option<&str>) -> Result<RecordId, Error> {
        self.phone.app_lock().require_authentication()?;
        if kinds.is_empty() || kinds.iter().any(|kind| !KINDS.contains(&kind.as_str())) {
            return Err(Error::WrongKind);
        }
        let care = self.phone.care().care_named(care)?;
        self.require_consent(care)?;
        self.end_rules(Some(care))?;
        let rule = SharingRule { care, kinds: kinds.to_vec(), ended: false, extra: Default::default() };
        self.phone.entries().write_record(Body::SharingRule(rule), self.phone.clock.now())
    }

    /// Stops sharing new entries automatically; with all therapists, if `care` is absent. Shared entries stay shared
    /// until they are taken back.
    pub fn stop_sharing_from_now_on(self, care: Option<&str>) -> Result<(), Error> {
        let care = care.map(|care| care.parse::<CollectionId>().map_err(|_| Error::NoCare)).transpose()?;
        self.end_rules(care)
    }

    pub(crate) fn end_rules(self, care: Option<CollectionId>) -> Result<(), Error> {
        let rules = self.phone.store.read(in_force)?;
        for (id, _, _) in rules.into_iter().filter(|(_, _, rule)| care.is_none_or(|care| care == rule.care)) {
            self.phone.change(id, Origin::App, |mut record| {
                let Body::SharingRule(rule) = &mut record.body else { return Err(Error::WrongKind) };
                rule.ended = true;
                Ok(record)
            })?;
        }
        Ok(())
    }
}
