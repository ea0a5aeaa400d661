//! The crisis plan's page: its parts with examples, the therapist's suggestions, its readers, and when to review it.

use std::collections::BTreeSet;

use journal::record::{Body, CrisisPlan, Suggestion};
use journal::sync::Row;
use protocol::{CollectionId, RecordId};
use serde::Serialize;

use super::context::ViewContext;
use super::safety::ShareOffer;
use crate::Error;
use crate::commit::Origin;
use crate::entries::PlanForm;
use crate::phone::Safety;
use crate::store::{pages, recall};

/// The parts of the plan, in the order in which they are used.
pub(crate) const PARTS: [&str; 7] = ["signs", "coping", "places", "people", "professionals", "safer", "reasons"];
/// Days after which the plan should be reviewed.
const REVIEW_DAYS: i64 = 91;

/// The crisis plan's page.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct PlanPage {
    /// The stored plan; empty if there is none.
    pub form: PlanForm,
    /// The parts, in their order.
    pub parts: Vec<PlanPartView>,
    /// "Made with M. Osei on …"; absent if the person wrote it alone.
    pub made: Option<String>,
    /// "Your plan is more than three months old. Is it still right?"
    pub review: Option<String>,
    /// "Share my plan with M. Osei": one for each relationship.
    pub share: Vec<ShareOffer>,
    /// Lines that a therapist suggests for it.
    pub proposals: Vec<PlanProposal>,
    /// The record, if there is one.
    pub id: Option<String>,
}

/// A part of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PlanPartView {
    /// `signs`, `coping`, …
    pub part: String,
    /// "What I can do by myself".
    pub heading: String,
    /// An example or a hint.
    pub hint: String,
}

/// A line that a therapist suggests for the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PlanProposal {
    /// The id for other calls.
    pub id: String,
    /// The part that it belongs to.
    pub part: String,
    /// The text, as it was written.
    pub text: String,
    /// "M. Osei suggests for your plan: …"
    pub said: String,
}

impl Safety<'_> {
    /// The crisis plan's page.
    pub fn plan_page(self) -> Result<PlanPage, Error> {
        let context = self.phone.view_context()?;
        let words = context.words;
        let id = self.phone.newest_of("crisis_plan")?;
        let record = id.map(|id| self.phone.own_record(id)).transpose()?;
        let kept = record.as_ref().and_then(|record| match &record.body {
            Body::CrisisPlan(plan) => Some((plan, &record.when)),
            _ => None,
        });
        let part = |part: &&str| PlanPartView {
            part: (*part).into(),
            heading: words.name("plan", part),
            hint: words.say(&format!("plan-{part}-hint")),
        };
        let made = kept.and_then(|(plan, _)| {
            let at = plan.made_at.as_ref().filter(|_| !plan.made_with.is_empty())?;
            let parts = [("therapist", plan.made_with.as_str().into()), ("date", words.date(at.local_day()).into())];
            Some(words.fill("plan-made", &parts))
        });
        let review = match kept {
            Some((plan, when)) => self.plan_review(&context, plan, when)?,
            None => None,
        };
        Ok(PlanPage {
            form: self.crisis_plan()?.unwrap_or_default(),
            parts: PARTS.iter().map(part).collect(),
            made,
            review,
            share: match (id, kept) {
                (Some(id), Some((plan, _))) => {
                    let waiting = self.phone.store.read(|connection| pages::waiting_among(connection, &[id]))?;
                    plan_offers(&context, plan, waiting.get(&id))
                }
                _ => Vec::new(),
            },
            proposals: self.plan_proposals(&context, kept.map(|(plan, _)| plan))?,
            id: id.map(|id| id.to_string()),
        })
    }

    /// Records that the person reviewed the plan; with whom, if they did it together.
    pub fn review_plan(self, together_with: Option<&str>) -> Result<(), Error> {
        let id = self.phone.newest_of("crisis_plan")?.ok_or(Error::NoEntry)?;
        let now = self.phone.clock.now();
        let with = match together_with {
            Some(care) => self.phone.care().list()?.into_iter().find(|one| one.id == care).map(|one| one.therapist),
            None => None,
        };
        self.phone.change(id, Origin::App, |mut record| {
            let Body::CrisisPlan(plan) = &mut record.body else { return Err(Error::WrongKind) };
            plan.reviewed = Some(now.clone());
            if let Some(with) = with {
                (plan.made_with, plan.made_at) = (with, Some(now));
            }
            Ok(record)
        })
    }

    /// Accepts (in the person's own words, if given) or declines a line that a therapist suggests for the plan.
    pub fn settle_proposal(self, id: RecordId, taken: Option<&str>) -> Result<(), Error> {
        let rows = self.phone.store.read(|connection| pages::everywhere(connection, id))?;
        let (part, text) = rows.iter().find_map(|(_, row)| part_of(row)).ok_or(Error::NoEntry)?;
        let mut form = self.crisis_plan()?.unwrap_or_default();
        if let Some(own) = taken {
            let line = Some(own.trim()).filter(|own| !own.is_empty()).unwrap_or(&text).to_owned();
            let contact = || crate::entries::ContactForm { name: line.clone(), ..Default::default() };
            match part.as_str() {
                "signs" => form.signs.push(line),
                "coping" => form.coping.push(line),
                "places" => form.places.push(line),
                "people" => form.people.push(contact()),
                "professionals" => form.professionals.push(contact()),
                "safer" => form.safer.push(line),
                _ => form.reasons.push(line),
            }
        } else if form == PlanForm::default() {
            // Without a plan, an empty one stores the decision.
            form.coping.push(String::new());
        }
        let plan = self.save_crisis_plan(form)?;
        self.phone.change(plan, Origin::App, |mut record| {
            let Body::CrisisPlan(plan) = &mut record.body else { return Err(Error::WrongKind) };
            plan.coping.retain(|line| !line.is_empty());
            plan.considered.push(id);
            Ok(record)
        })
    }

    fn plan_review(
        self,
        context: &ViewContext,
        plan: &CrisisPlan,
        when: &journal::record::Moment,
    ) -> Result<Option<String>, Error> {
        let last = plan.reviewed.as_ref().unwrap_or(when);
        let events = self
            .phone
            .store
            .read(|connection| recall::items_since(connection, &["safety_event"], last.unix_ms + 1, 20))?;
        let is_about = |item: &journal::arc::Item| match &item.record.body {
            Body::SafetyEvent(event) => !event.shown.is_empty(),
            _ => false,
        };
        if events.iter().any(is_about) {
            return Ok(Some(context.words.say("plan-review-event")));
        }
        Ok((context.today - last.local_day() > REVIEW_DAYS).then(|| context.words.say("plan-review")))
    }

    fn plan_proposals(self, context: &ViewContext, plan: Option<&CrisisPlan>) -> Result<Vec<PlanProposal>, Error> {
        let rows = self.phone.store.read(|connection| recall::rows(connection, &["suggestion"], 200))?;
        let considered = plan.map(|plan| plan.considered.as_slice()).unwrap_or_default();
        let proposal = |(key, row): &(journal::sync::Key, Row)| {
            let (part, text) = part_of(row).filter(|_| !considered.contains(&key.id))?;
            let care = [key.collection.to_string()];
            let said = context.of_those(&care, "plan-proposed", &[("text", text.as_str().into())]);
            Some(PlanProposal { id: key.id.to_string(), part, text, said })
        };
        Ok(rows.iter().filter_map(proposal).collect())
    }
}

/// The part of the plan that a suggestion is for, and its text; `None` if it is a suggested step.
pub(crate) fn part_of(row: &Row) -> Option<(String, String)> {
    match row.content.as_ref()?.to_record().ok()?.body {
        Body::Suggestion(Suggestion { part, text, .. }) if PARTS.contains(&part.as_str()) => Some((part, text)),
        _ => None,
    }
}

/// `waiting`: the collections in which the plan waits to be sent.
fn plan_offers(context: &ViewContext, plan: &CrisisPlan, waiting: Option<&BTreeSet<CollectionId>>) -> Vec<ShareOffer> {
    let offer = |care: &crate::CareView| {
        let shared = plan.shared_with.iter().any(|one| one.to_string() == care.id);
        let waits = waiting.is_some_and(|waiting| waiting.iter().any(|one| one.to_string() == care.id));
        let seen = if waits { "plan-waiting" } else { "plan-shared" };
        let of = |key: &str| context.of_those(std::slice::from_ref(&care.id), key, &[]);
        ShareOffer {
            care: care.id.clone(),
            label: of("plan-share"),
            detail: String::new(),
            seen: if shared { of(seen) } else { String::new() },
            shared,
        }
    };
    context.care.iter().map(offer).collect()
}
