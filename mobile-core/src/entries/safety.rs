//! Safety events: a safety item that was answered, the person's choices, and the readers of the event.

use journal::arc::Item;
use journal::effects;
use journal::measures::safety::{self, Alert};
use journal::record::{Body, Payload, Record, SafetyEvent, Suicidal};
use protocol::{CollectionId, RecordId};

use super::forms::mirror;
use super::measures::{library, shown};
use crate::commit::{Origin, own, with_it};
use crate::phone::Safety;
use crate::store::Connection;
use crate::store::collections;
use crate::store::{pages, recall};
use crate::{Error, View, store};

mirror! {
    /// The person's choice on the page that a safety item opens.
    SafetyChoice = SafetyChoice {
        /// "I can stay safe for now."
        SafeNow,
        /// "I have told someone."
        ToldSomeone,
        /// "I want help now."
        HelpNow,
        /// "I do not know." It also leads to help.
        Unsure,
    }
}

impl Safety<'_> {
    /// Records the person's choice on the safety page. Earlier choices are kept, with their times.
    pub fn choose_safety(self, event: RecordId, choice: SafetyChoice) -> Result<(), Error> {
        let now = self.phone.clock.now();
        self.phone.change(event, Origin::App, |mut record| {
            let Body::SafetyEvent(event) = &mut record.body else { return Err(Error::WrongKind) };
            safety::choose(event, choice.into(), &now);
            Ok(record)
        })
    }

    /// "I am all right for now": removes the card from Today. Nothing else changes: shared entries stay shared.
    pub fn settle_safety(self, event: RecordId) -> Result<(), Error> {
        let now = self.phone.clock.now();
        self.phone.change(event, Origin::App, |mut record| {
            let Body::SafetyEvent(event) = &mut record.body else { return Err(Error::WrongKind) };
            safety::settle(event, &now);
            Ok(record)
        })?;
        self.phone.changed(View::Today);
        Ok(())
    }

    /// "Let X see this answer": shares the event with the one answer that raised it, even if the form was not finished.
    /// `care` may be absent if there is only one relationship.
    pub fn share_safety(self, event: RecordId, care: Option<&str>) -> Result<(), Error> {
        let Body::SafetyEvent(_) = self.phone.own_record(event)?.body else { return Err(Error::WrongKind) };
        self.phone.sharing().share(event, care)?;
        self.phone.changed(View::Today);
        Ok(())
    }

    /// Raises the safety events of an entry that was written or changed as a whole: of a check that reports thoughts of
    /// death, and of answers to safety items. `before` is the entry before this change. An event that was raised already,
    /// for the same answer or a higher one, is not raised again, unless it was closed and the answer is given anew.
    /// Readers of the entry get the events as well.
    pub(crate) fn raise(
        self,
        connection: &mut Connection,
        id: RecordId,
        before: Option<&Payload>,
        region: &str,
    ) -> Result<(), Error> {
        let Some(payload) = own(connection, id)? else { return Ok(()) };
        let alerts = alerts_of(connection, &payload)?;
        if alerts.is_empty() {
            return Ok(());
        }
        let earlier = before.map(|before| alerts_of(connection, before)).transpose()?;
        let known = raised(connection, id)?;
        let is_new = |alert: &&Alert| {
            let covering = known.iter().filter(|one| {
                let covers = |answer: Option<f64>| answer.is_none_or(|answer| answer >= alert.answer());
                one.event.flag == alert.flag && covers(one.event.answer)
            });
            let stood = earlier.as_ref().is_none_or(|earlier| {
                earlier.iter().any(|one| one.flag == alert.flag && one.answer() >= alert.answer())
            });
            let mut covering = covering.peekable();
            covering.peek().is_none() || !stood && covering.all(|one| one.is_over)
        };
        let new: Vec<&Alert> = alerts.iter().filter(is_new).collect();
        if new.is_empty() {
            return Ok(());
        }
        let (now, shown) = (self.phone.clock.now(), shown(connection)?);
        for alert in new {
            let body = safety::event(alert, &shown, region, Some(id)).into();
            self.phone.commit(
                connection,
                self.phone.new_id(&now),
                Record { when: now.clone(), body }.to_payload(),
                Origin::App,
            )?;
        }
        self.share_events(connection, id, &payload.shared_with())?;
        self.phone.changed(View::Help);
        Ok(())
    }

    /// Shares the safety events of these answers with the readers of the answers.
    pub(super) fn share_events(
        self,
        connection: &mut Connection,
        answers: RecordId,
        with: &[CollectionId],
    ) -> Result<(), Error> {
        if with.is_empty() {
            return Ok(());
        }
        for id in with_it(connection, answers)? {
            self.phone.change_payload_in(connection, id, Origin::App, |event| {
                with.iter().for_each(|care| event.share_with(*care));
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Recent events that the person has not dismissed, newest first.
    pub(crate) fn recent_events(self, now: i64) -> Result<Vec<Item>, Error> {
        let from = now.saturating_sub(safety::CARD_MS) + 1;
        let items =
            self.phone.store.read(|connection| recall::items_since(connection, &["safety_event"], from, 100))?;
        let closed: Vec<(RecordId, i64)> = items
            .iter()
            .filter_map(|item| match &item.record.body {
                Body::SafetyEvent(event) if event.reopened.is_none() => {
                    Some((event.response?, event.closed.as_ref()?.unix_ms))
                }
                _ => None,
            })
            .collect();
        let waits = |item: &Item| match &item.record.body {
            Body::SafetyEvent(event) => {
                // The closing of a form applies to what it had raised until then.
                let (id, at) = (item.id, item.record.when.unix_ms);
                let about = closed.iter().any(|(of, when)| *of == id || Some(*of) == event.response && *when >= at);
                let noted = !event.shown.is_empty() || event.choice.is_some();
                noted && event.settled.is_none() && event.closed.is_none() && !about
            }
            _ => false,
        };
        Ok(items.into_iter().filter(waits).collect())
    }
}

/// The safety flags of an entry: of answers by the definition that was answered, and of a check.
fn alerts_of(connection: &mut Connection, content: &Payload) -> Result<Vec<Alert>, Error> {
    if !["measure_response", "side_effect_check"].contains(&content.kind()) {
        return Ok(Vec::new());
    }
    let Ok(record) = content.to_record() else { return Ok(Vec::new()) };
    Ok(match &record.body {
        Body::SideEffectCheck(check) if check.suicidal == Some(Suicidal::Yes) => {
            vec![Alert::new(effects::INSTRUMENT, effects::SUICIDAL, effects::SUICIDAL, 1.0)]
        }
        Body::MeasureResponse(response) => {
            let library = library(connection)?;
            let definition = library.of_response(&response.instrument, &response.version);
            definition.map(|one| safety::raised_alerts(one, &response.answers)).unwrap_or_default()
        }
        _ => Vec::new(),
    })
}

/// A safety event that an entry has raised.
struct Raised {
    event: SafetyEvent,
    /// Whether nothing waits any more: the person has dismissed its card, or a therapist has closed it.
    is_over: bool,
}

/// The safety events that an entry has raised, without records that only close one.
fn raised(connection: &mut Connection, id: RecordId) -> Result<Vec<Raised>, Error> {
    let about = |connection: &mut Connection, of: RecordId| -> Result<Vec<Item>, Error> {
        let rows = pages::about(connection, of, &["safety_event"])?;
        Ok(rows.iter().filter_map(recall::item).collect())
    };
    let closing = |item: &Item| match &item.record.body {
        Body::SafetyEvent(event) if event.shown.is_empty() && event.reopened.is_none() => {
            event.closed.as_ref().map(|closed| closed.unix_ms)
        }
        _ => None,
    };
    let all = about(connection, id)?;
    let mut raised = Vec::new();
    for item in &all {
        let Body::SafetyEvent(event) = &item.record.body else { continue };
        if event.shown.is_empty() {
            continue;
        }
        // A closing of the whole form applies to what it had raised until then.
        let with_form = all.iter().filter_map(closing).any(|at| at >= item.record.when.unix_ms);
        let is_over = event.settled.is_some()
            || event.closed.is_some()
            || with_form
            || about(connection, item.id)?.iter().any(|one| closing(one).is_some());
        raised.push(Raised { event: event.clone(), is_over });
    }
    Ok(raised)
}

/// The relationship that an assignment came from, if it has not ended.
pub(crate) fn care_of(connection: &mut Connection, assignment: RecordId) -> Result<Option<CollectionId>, store::Error> {
    let known = collections::all(connection)?;
    let open = |id: CollectionId| known.iter().any(|one| one.id == id && one.is_open());
    let rows = pages::everywhere(connection, assignment)?;
    Ok(rows.into_iter().map(|(key, _)| key.collection).find(|id| open(*id)))
}
