//! Safety flags: closing them with a disposition, and opening them again.

use journal::arc::Item;
use journal::effects;
use journal::record::{Body, FlagDisposition, Moment, SafetyEvent};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

impl Casebook {
    /// Closes a safety flag with its disposition. `record` is its event or its answers, or their former id if the
    /// client took them back. The flag stays in the timeline, and the disposition in the therapist's private
    /// collection.
    pub fn close_flag(
        &self,
        collection: &str,
        record: &str,
        form: &DispositionForm,
        now: Now,
    ) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (own, _) = self.own()?;
        let id: RecordId = record.parse().map_err(|_| Fault::not_found())?;
        let when: Moment = now.into();
        let found = items.iter().find(|item| item.id == id);
        let (instrument, flag, response, flagged_at) = match found.map(|item| (&item.record.body, &item.record.when)) {
            Some((Body::SafetyEvent(event), at)) => {
                (event.instrument.clone(), event.flag.clone(), event.response, at.clone())
            }
            Some((Body::MeasureResponse(response), at)) => {
                (response.instrument.clone(), String::new(), None, at.clone())
            }
            // Its event is not shared.
            Some((Body::SideEffectCheck(_), at)) => {
                (effects::INSTRUMENT.into(), effects::SUICIDAL.into(), None, at.clone())
            }
            Some(_) => return Err(Fault::not_found()),
            // It was taken back: the mark contains what the therapist saw.
            None => {
                let mark = items.iter().find_map(|item| match &item.record.body {
                    Body::FlagSeen(seen) if seen.event == Some(id) && !seen.red => Some((item, seen)),
                    _ => None,
                });
                let (item, mark) = mark.ok_or_else(Fault::not_found)?;
                let at = mark.flagged_at.clone().unwrap_or_else(|| item.record.when.clone());
                (mark.instrument.clone(), String::new(), mark.response, at)
            }
        };
        // One form is discussed as a whole, so all its flags until now are closed together.
        let others = siblings(items, id, response, &when);
        let about = [Some(id), response].into_iter().flatten().chain(others.iter().copied()).collect();
        let disposition = form.to_record(client, about, &instrument, flagged_at, &when);
        if !disposition.is_enough() {
            return Err(Fault::new("disposition", "Contact, risk and the next contact have to be noted first."));
        }
        if !disposition.is_in_order(&when) {
            return Err(Fault::new("disposition_time", "The contact is not ahead, and the next one is not before it."));
        }
        let closed = Some(when.clone());
        let mut changes = Changes::default();
        for id in [id].into_iter().chain(others) {
            let (instrument, flag, closed) = (instrument.clone(), flag.clone(), closed.clone());
            let closing = SafetyEvent { instrument, flag, response: Some(id), closed, ..Default::default() };
            changes.set(client, None, &when, closing);
        }
        changes.set(own, None, &when, disposition);
        Ok(changes)
    }

    /// Reopens a closed flag, with the reason. `record` as in [`Casebook::close_flag`]. Closing and disposition are
    /// kept; both record when it was reopened, and the flag can be closed again.
    pub fn reopen_flag(&self, collection: &str, record: &str, why: &str, now: Now) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (own, _) = self.own()?;
        let id: RecordId = record.parse().map_err(|_| Fault::not_found())?;
        if why.trim().is_empty() {
            return Err(Fault::new("empty", "Please say why."));
        }
        let when: Moment = now.into();
        let response = items.iter().find_map(|item| match &item.record.body {
            Body::SafetyEvent(event) if item.id == id && event.closed.is_none() => event.response,
            Body::FlagSeen(seen) if seen.event == Some(id) && !seen.red => seen.response,
            _ => None,
        });
        // A form that was closed as a whole is reopened as a whole.
        let mut about = siblings(items, id, response, &when);
        about.extend([Some(id), response].into_iter().flatten());
        let mut changes = Changes::default();
        for item in items {
            match &item.record.body {
                Body::SafetyEvent(event) if event.response.is_some_and(|of| about.contains(&of)) => {
                    let closes = event.closed.is_some() && event.item.is_empty() && event.shown.is_empty();
                    if closes && event.reopened.is_none() {
                        let again = SafetyEvent { reopened: Some(when.clone()), ..event.clone() };
                        changes.set(client, Some(item.id), &item.record.when, again);
                    }
                }
                Body::FlagDisposition(closed)
                    if closed.reopened.is_none() && closed.about.iter().any(|of| about.contains(of)) =>
                {
                    let (reopened, reopened_why) = (Some(when.clone()), why.trim().to_owned());
                    let again = FlagDisposition { reopened, reopened_why, ..closed.clone() };
                    changes.set(own, Some(item.id), &item.record.when, again);
                }
                _ => {}
            }
        }
        if changes.0.is_empty() { Err(Fault::not_found()) } else { Ok(changes) }
    }

    /// How a flag was closed: the therapist's own record.
    pub fn disposition(&self, collection: &str, id: &str) -> Result<DispositionForm, Fault> {
        let (_, item) = self.item(collection, id)?;
        match &item.record.body {
            Body::FlagDisposition(closed) => Ok(DispositionForm::of(closed)),
            _ => Err(Fault::not_found()),
        }
    }
}

/// The other records of the same form until now: its other events, those that were seen and taken back since, and the
/// answers.
fn siblings(items: &[Item], id: RecordId, response: Option<RecordId>, now: &Moment) -> Vec<RecordId> {
    let Some(response) = response else { return Vec::new() };
    let of_form = items.iter().filter(|item| item.record.when.unix_ms <= now.unix_ms);
    let mut found: Vec<RecordId> = of_form
        .filter_map(|item| match &item.record.body {
            Body::SafetyEvent(event) if event.response == Some(response) => Some(item.id),
            Body::FlagSeen(seen) if seen.response == Some(response) => seen.event,
            Body::MeasureResponse(_) if item.id == response => Some(item.id),
            _ => None,
        })
        .filter(|one| *one != id)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// How a safety flag is closed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct DispositionForm {
    /// When the client was contacted, or an attempt was made, in milliseconds since the Unix epoch.
    pub contacted_at: Option<f64>,
    /// `in_person`, `video`, `phone`, `message`, `not_reached`.
    pub how: String,
    /// The number of attempts.
    pub tries: u32,
    /// Who contacted the client.
    pub by: String,
    /// `interview`, `cssrs_paper`, `asq_bssa` or another method.
    pub assessed_with: String,
    /// `none`, `passive`, `active_no_plan`, `active_with_plan`, `refused`.
    pub ideation: String,
    /// `none`, `some`, `clear`, `unclear`.
    pub intent: String,
    /// `none`, `past_3_months`, `now`.
    pub behaviour: String,
    /// `no`, `firearm`, `medicines`, `other`, `unknown`.
    pub means: String,
    /// The measures taken to restrict access to means.
    pub means_action: String,
    /// Protective factors, as text.
    pub protective: String,
    /// `low`, `moderate`, `high`, `imminent`, or the practice's own term.
    pub risk_level: String,
    /// Whether the crisis plan was reviewed together.
    pub plan_reviewed: bool,
    /// `none`, `extra_contact`, `session_postponed`, `prescriber_told`, `crisis_team`, `emergency`, `hospital`.
    pub action: String,
    /// When the next contact is planned, in milliseconds since the Unix epoch.
    pub next_contact_at: Option<f64>,
    /// `yes`, `no`, `prescriber_decides`.
    pub next_dose_cleared: String,
    /// Additional notes as text.
    pub note: String,
    /// When the flag was reopened, in milliseconds since the Unix epoch. No form sets it.
    pub reopened: Option<f64>,
    /// Why it was opened again.
    pub reopened_why: String,
}

impl DispositionForm {
    fn of(closed: &FlagDisposition) -> Self {
        let closed = closed.clone();
        let ms = |when: Option<Moment>| when.map(|when| when.unix_ms as f64);
        Self {
            contacted_at: ms(closed.contacted_at),
            how: closed.how,
            tries: closed.tries,
            by: closed.by,
            assessed_with: closed.assessed_with,
            ideation: closed.ideation,
            intent: closed.intent,
            behaviour: closed.behaviour,
            means: closed.means,
            means_action: closed.means_action,
            protective: closed.protective,
            risk_level: closed.risk_level,
            plan_reviewed: closed.plan_reviewed,
            action: closed.action,
            next_contact_at: ms(closed.next_contact_at),
            next_dose_cleared: closed.next_dose_cleared,
            note: closed.note,
            reopened: ms(closed.reopened),
            reopened_why: closed.reopened_why,
        }
    }

    fn to_record(
        &self,
        client: CollectionId,
        about: Vec<RecordId>,
        instrument: &str,
        flagged_at: Moment,
        now: &Moment,
    ) -> FlagDisposition {
        let form = self.clone();
        let at = |ms: Option<f64>| ms.map(|ms| Moment { unix_ms: ms as i64, ..now.clone() });
        FlagDisposition {
            client: Some(client),
            about,
            instrument: instrument.into(),
            flagged_at: Some(flagged_at),
            contacted_at: at(form.contacted_at),
            how: form.how,
            tries: form.tries,
            by: form.by.trim().into(),
            assessed_with: form.assessed_with,
            ideation: form.ideation,
            intent: form.intent,
            behaviour: form.behaviour,
            means: form.means,
            means_action: form.means_action.trim().into(),
            protective: form.protective.trim().into(),
            risk_level: form.risk_level.trim().into(),
            plan_reviewed: form.plan_reviewed,
            action: form.action,
            next_contact_at: at(form.next_contact_at),
            next_dose_cleared: form.next_dose_cleared,
            note: form.note.trim().into(),
            reopened: None,
            reopened_why: String::new(),
            extra: Default::default(),
        }
    }
}
