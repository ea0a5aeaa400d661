//! Adverse events: the therapist's own records, in their private collection. They are never sent to a client's phone.

use journal::arc::Item;
use journal::effects::adverse::{self, faults};
use journal::record::{AdverseEvent, Body, EventVersion, Moment};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// An adverse event to record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct AdverseForm {
    /// The name of the event, in at most 120 characters.
    pub term: String,
    /// The kind of event, one of `categories`.
    pub category: String,
    /// The session that it followed.
    pub session: Option<u32>,
    /// When it began, in milliseconds since the Unix epoch.
    pub onset: Option<f64>,
    /// Minutes after the dose.
    pub minutes_after_dose: Option<u32>,
    /// When it ended, in milliseconds since the Unix epoch.
    pub ended: Option<f64>,
    /// Whether it is still going on.
    pub ongoing: bool,
    /// The grade, from 1 to 5.
    pub grade: Option<u8>,
    /// Whether it is serious.
    pub serious: Option<bool>,
    /// Why it is serious.
    pub criteria: Vec<String>,
    /// Whether the product information lists it: `listed`, `not_listed`, `unknown`.
    pub expected: String,
    /// Its relation to ketamine.
    pub related: String,
    /// Its relation to the psychotherapy or the setting.
    pub related_to_therapy: String,
    /// The actions taken.
    pub actions: Vec<String>,
    /// The treatment, as text.
    pub treatment: String,
    /// The outcome.
    pub outcome: String,
    /// The authorities it was reported to.
    pub reported_to: String,
    /// When, in milliseconds since the Unix epoch.
    pub reported_at: Option<f64>,
    /// The reference of the report.
    pub reference: String,
    /// The name of the person who recorded it.
    pub by: String,
    /// When it was discussed with the client, in milliseconds since the Unix epoch.
    pub told_client: Option<f64>,
    /// The client's side-effect check that it is based on.
    pub check: Option<String>,
    /// Recorded in error: it is kept, but excluded everywhere.
    pub in_error: bool,
}

/// An adverse event on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AdverseView {
    /// The id of the record.
    pub id: String,
    /// When it was recorded, in milliseconds since the Unix epoch.
    pub recorded: f64,
    /// The current values.
    pub form: AdverseForm,
    /// The time of each change, and who had recorded the values before it: oldest first.
    pub earlier: Vec<(f64, String)>,
}

/// The values of the fields, in the order of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AdverseChoices {
    /// Kinds of event.
    pub categories: Vec<&'static str>,
    /// Why an event is serious.
    pub criteria: Vec<&'static str>,
    /// Whether it is listed.
    pub expected: Vec<&'static str>,
    /// The causal relations.
    pub related: Vec<&'static str>,
    /// The actions that can be taken.
    pub actions: Vec<&'static str>,
    /// The outcome.
    pub outcomes: Vec<&'static str>,
    /// The authorities to which it can be reported.
    pub authorities: Vec<&'static str>,
}

impl AdverseChoices {
    pub(crate) fn all() -> Self {
        Self {
            categories: adverse::CATEGORIES.to_vec(),
            criteria: adverse::CRITERIA.to_vec(),
            expected: adverse::EXPECTED.to_vec(),
            related: adverse::RELATED.to_vec(),
            actions: adverse::ACTIONS.to_vec(),
            outcomes: adverse::OUTCOMES.to_vec(),
            authorities: adverse::AUTHORITIES.to_vec(),
        }
    }
}

impl Casebook {
    /// Records an adverse event, or changes it (with an id): the earlier values are kept. Fails with the code
    /// `adverse_` and the first field that has to be corrected.
    pub fn adverse_event(
        &self,
        collection: &str,
        id: Option<&str>,
        form: &AdverseForm,
        now: Now,
    ) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let (own, _) = self.own()?;
        let known = id.map(|id| Ok(self.item(collection, id)?.1)).transpose()?;
        let now: Moment = now.into();
        let before = match known.map(|item| &item.record.body) {
            Some(Body::AdverseEvent(event)) => Some(event),
            Some(_) => return Err(Fault::not_found()),
            None => None,
        };
        let mut event = form.apply(before.cloned().unwrap_or_default(), &now)?;
        event.client = Some(client);
        // An event that was recorded in error may be wrong in any field.
        if let Some(fault) = faults(&event, &now).first().filter(|_| !event.in_error) {
            return Err(Fault::new(
                &format!("adverse_{}_{}", fault.field, fault.why),
                "Something is missing or does not fit.",
            ));
        }
        if before == Some(&event) {
            return Ok(Changes::default());
        }
        if let Some(before) = before {
            event.earlier.push(version(before, &now));
        }
        let when = known.map_or(&now, |item| &item.record.when);
        Ok(Changes::one(own, known.map(|item| item.id), when, event))
    }
}

fn version(before: &AdverseEvent, now: &Moment) -> EventVersion {
    let plain = AdverseEvent { earlier: Vec::new(), ..before.clone() };
    let record = journal::record::Record { when: now.clone(), body: plain.into() };
    let mut content = record.to_payload().into_fields();
    content.retain(|name, _| name != "kind" && name != "when");
    EventVersion { until: now.clone(), by: before.by.clone(), content, extra: Default::default() }
}

impl AdverseForm {
    fn of(event: &AdverseEvent) -> Self {
        let ms = |when: &Option<Moment>| when.as_ref().map(|when| when.unix_ms as f64);
        let event = event.clone();
        Self {
            onset: ms(&event.onset),
            ended: ms(&event.ended),
            reported_at: ms(&event.reported_at),
            told_client: ms(&event.told_client),
            term: event.term,
            category: event.category,
            session: event.session,
            minutes_after_dose: event.minutes_after_dose,
            ongoing: event.ongoing,
            grade: event.grade,
            serious: event.serious,
            criteria: event.criteria,
            expected: event.expected,
            related: event.related,
            related_to_therapy: event.related_to_therapy,
            actions: event.actions,
            treatment: event.treatment,
            outcome: event.outcome,
            reported_to: event.reported_to,
            reference: event.reference,
            by: event.by,
            check: event.check.map(|id| id.to_string()),
            in_error: event.in_error,
        }
    }

    fn apply(&self, event: AdverseEvent, now: &Moment) -> Result<AdverseEvent, Fault> {
        let form = self.clone();
        let at = |ms: Option<f64>| ms.map(|ms| Moment { unix_ms: ms as i64, ..now.clone() });
        let check = form.check.as_deref().map(str::parse).transpose().map_err(|_| Fault::not_found())?;
        Ok(AdverseEvent {
            onset: at(form.onset),
            ended: at(form.ended),
            reported_at: at(form.reported_at),
            told_client: at(form.told_client),
            term: form.term.trim().into(),
            category: form.category,
            session: form.session,
            minutes_after_dose: form.minutes_after_dose,
            ongoing: form.ongoing,
            grade: form.grade,
            serious: form.serious,
            criteria: form.criteria,
            expected: form.expected,
            related: form.related,
            related_to_therapy: form.related_to_therapy,
            actions: form.actions,
            treatment: form.treatment.trim().into(),
            outcome: form.outcome,
            reported_to: form.reported_to,
            reference: form.reference.trim().into(),
            by: form.by.trim().into(),
            check,
            in_error: form.in_error,
            ..event
        })
    }
}

impl AdverseView {
    pub(crate) fn of(item: &Item, event: &AdverseEvent) -> Self {
        Self {
            id: item.id.to_string(),
            recorded: item.record.when.unix_ms as f64,
            form: AdverseForm::of(event),
            earlier: event.earlier.iter().map(|one| (one.until.unix_ms as f64, one.by.clone())).collect(),
        }
    }
}
