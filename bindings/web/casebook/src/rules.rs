//! The practice's own rules for the session record: the page that edits them, its checks, and what is stored. They are in
//! the therapist's private collection, like the check lists.

use journal::clinic::rules::form::{self, RuleField};
use journal::clinic::{Finding, Row, Rules};
use journal::record::{Body, ClinicRules};
use protocol::RecordId;
use serde::Serialize;

use crate::{Casebook, Changes, Fault, Now};

/// The practice's rules, as their page edits them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RulesPage {
    /// The version that applies now.
    pub version: String,
    /// The fields, in order.
    pub fields: Vec<RuleField>,
    /// The stored rules, by the name of the field.
    pub typed: Row,
    /// What is refused of the stored rules: a wider one does not apply.
    pub findings: Vec<Finding>,
}

impl Casebook {
    /// The practice's rules, with the built-in values.
    pub fn clinic_rules(&self) -> RulesPage {
        let own = self.own_rules().map(|(_, own)| own);
        let typed = own.map(form::typed).unwrap_or_default();
        let findings = self.check_clinic_rules(&typed);
        RulesPage { version: Rules::of(own).version(), fields: form::fields(), typed, findings }
    }

    /// What is refused of what is typed.
    pub fn check_clinic_rules(&self, typed: &Row) -> Vec<Finding> {
        form::read(typed, None).1
    }

    /// Changes the practice's rules: a new edition. Refused (`findings`) while a field is wider than its built-in limit or
    /// cannot be read.
    pub fn save_clinic_rules(&self, typed: &Row, now: Now) -> Result<Changes, Fault> {
        let (own, _) = self.own()?;
        let known = self.own_rules();
        let (mut rules, findings) = form::read(typed, known.map(|(_, own)| own));
        if !findings.is_empty() {
            return Err(Fault::new("findings", "Some fields need another look."));
        }
        rules.edition = known.map_or(1, |(_, own)| own.edition.saturating_add(1));
        Ok(Changes::one(own, known.map(|(id, _)| id), &now.into(), rules))
    }

    /// The limits that apply to a session record.
    pub(crate) fn rules(&self) -> Rules {
        Rules::of(self.own_rules().map(|(_, own)| own))
    }

    fn own_rules(&self) -> Option<(RecordId, &ClinicRules)> {
        let (_, items) = self.own().ok()?;
        let rules = items.iter().filter_map(|item| match &item.record.body {
            Body::ClinicRules(rules) => Some((item.id, rules)),
            _ => None,
        });
        rules.max_by_key(|(id, rules)| (rules.edition, *id))
    }
}
