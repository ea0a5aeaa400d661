//! The crisis plan: one for each person, written in advance.

use journal::record::{Contact, CrisisPlan, Moment};
use protocol::RecordId;
use serde::Serialize;

use super::forms::Form;
use crate::phone::Safety;
use crate::store::pages;
use crate::{Error, Phone};

/// A person to call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ContactForm {
    /// The name of the contact.
    pub name: String,
    /// The number, as it is dialled.
    #[uniffi(default = "")]
    pub phone: String,
    /// Who they are: `sister`.
    #[uniffi(default = "")]
    pub relation: String,
}

/// The plan for a crisis, in the order in which it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PlanForm {
    /// Warning signs of a crisis.
    #[uniffi(default = [])]
    pub signs: Vec<String>,
    /// What the person can do alone.
    #[uniffi(default = [])]
    pub coping: Vec<String>,
    /// Places and company that distract.
    #[uniffi(default = [])]
    pub places: Vec<String>,
    /// People to ask for help.
    #[uniffi(default = [])]
    pub people: Vec<ContactForm>,
    /// Professionals and the practice.
    #[uniffi(default = [])]
    pub professionals: Vec<ContactForm>,
    /// How the surroundings are made safer.
    #[uniffi(default = [])]
    pub safer: Vec<String>,
    /// Reasons for living, in the person's words.
    #[uniffi(default = [])]
    pub reasons: Vec<String>,
}

impl PlanForm {
    pub(super) fn of(plan: &CrisisPlan, _: &Moment) -> Self {
        let contacts = |list: &[Contact]| list.iter().map(contact).collect();
        Self {
            signs: plan.signs.clone(),
            coping: plan.coping.clone(),
            places: plan.places.clone(),
            people: contacts(&plan.people),
            professionals: contacts(&plan.professionals),
            safer: plan.safer.clone(),
            reasons: plan.reasons.clone(),
        }
    }

    pub(super) fn apply(&self, plan: CrisisPlan, _: &mut Moment, _: &str) -> Result<CrisisPlan, Error> {
        let form = self.clone();
        Ok(CrisisPlan {
            signs: form.signs,
            coping: form.coping,
            places: form.places,
            people: kept(&form.people, &plan.people),
            professionals: kept(&form.professionals, &plan.professionals),
            safer: form.safer,
            reasons: form.reasons,
            ..plan
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if *self == Self::default() { Err(Error::Empty) } else { Ok(()) }
    }
}

fn contact(contact: &Contact) -> ContactForm {
    let Contact { name, phone, relation, .. } = contact.clone();
    ContactForm { name, phone, relation }
}

/// The contacts as filled in. Fields that a newer app added to one stay with its name.
fn kept(forms: &[ContactForm], known: &[Contact]) -> Vec<Contact> {
    let extra = |name: &str| known.iter().find(|one| one.name == name).map(|one| one.extra.clone()).unwrap_or_default();
    let contact = |form: &ContactForm| {
        let ContactForm { name, phone, relation } = form.clone();
        Contact { extra: extra(&name), name, phone, relation }
    };
    forms.iter().map(contact).collect()
}

impl Safety<'_> {
    /// The plan, if one was made.
    pub fn crisis_plan(self) -> Result<Option<PlanForm>, Error> {
        let Some(id) = self.phone.newest_of("crisis_plan")? else { return Ok(None) };
        match self.phone.entries().form(id)? {
            Form::CrisisPlan { plan } => Ok(Some(plan)),
            _ => Ok(None),
        }
    }

    /// Saves the crisis plan, and keeps its earlier version. There is one plan.
    pub fn save_crisis_plan(self, plan: PlanForm) -> Result<RecordId, Error> {
        let form = Form::CrisisPlan { plan };
        let id = match self.phone.newest_of("crisis_plan")? {
            Some(id) => self.phone.entries().edit_form(id, &form).map(|()| id)?,
            None => self.phone.entries().write_form(&form)?,
        };
        self.refresh_help();
        Ok(id)
    }
}

impl Phone {
    /// The newest record of a kind of which only one counts.
    pub(crate) fn newest_of(&self, kind: &str) -> Result<Option<RecordId>, Error> {
        let rows = self.store.read(|connection| pages::visible(connection, &[kind], None, 1))?;
        Ok(rows.first().map(|(key, _)| key.id))
    }
}
