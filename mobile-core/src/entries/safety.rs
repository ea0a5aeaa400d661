//! Safety events: a safety item that was answered, the person's choices, and the readers of the event.

use journal::arc::Item;
use journal::measures::safety;
use journal::record::Body;
use protocol::{CollectionId, RecordId};

use super::forms::mirror;
use crate::commit::Origin;
use crate::store::Connection;
use crate::store::collections;
use crate::store::{pages, recall};
use crate::{Error, Phone, View, store};

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

impl Phone {
    /// Records the person's choice on the safety page. Earlier choices are kept, with their times.
    pub fn choose_safety(&self, event: RecordId, choice: SafetyChoice) -> Result<(), Error> {
        let now = self.clock.now();
        self.change(event, Origin::App, |mut record| {
            let Body::SafetyEvent(event) = &mut record.body else { return Err(Error::WrongKind) };
            safety::choose(event, choice.into(), &now);
            Ok(record)
        })
    }

    /// "I am all right for now": removes the card from Today. Nothing else changes: shared entries stay shared.
    pub fn settle_safety(&self, event: RecordId) -> Result<(), Error> {
        let now = self.clock.now();
        self.change(event, Origin::App, |mut record| {
            let Body::SafetyEvent(event) = &mut record.body else { return Err(Error::WrongKind) };
            safety::settle(event, &now);
            Ok(record)
        })?;
        self.changed(View::Today);
        Ok(())
    }

    /// "Let X see this answer": shares the event with the one answer that raised it, even if the form was not finished.
    /// `care` may be absent if there is only one relationship.
    pub fn share_safety(&self, event: RecordId, care: Option<&str>) -> Result<(), Error> {
        let Body::SafetyEvent(_) = self.own_record(event)?.body else { return Err(Error::WrongKind) };
        self.share(event, care)?;
        self.changed(View::Today);
        Ok(())
    }

    /// Shares the safety events of these answers with the readers of the answers.
    pub(super) fn share_events(
        &self,
        connection: &mut Connection,
        answers: RecordId,
        with: &[CollectionId],
    ) -> Result<(), Error> {
        if with.is_empty() {
            return Ok(());
        }
        for id in super::sharing::with_it(connection, answers)? {
            self.change_payload_in(connection, id, Origin::App, |event| {
                with.iter().for_each(|care| event.share_with(*care));
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Recent events that the person has not dismissed, newest first.
    pub(crate) fn recent_events(&self, now: i64) -> Result<Vec<Item>, Error> {
        let from = now.saturating_sub(safety::CARD_MS) + 1;
        let items = self.store.read(|connection| recall::items_since(connection, &["safety_event"], from, 100))?;
        let closed: Vec<RecordId> = items
            .iter()
            .filter_map(|item| match &item.record.body {
                Body::SafetyEvent(event) if event.reopened.is_none() => event.closed.as_ref().and(event.response),
                _ => None,
            })
            .collect();
        let waits = |item: &Item| match &item.record.body {
            Body::SafetyEvent(event) => {
                let about = closed.contains(&item.id) || event.response.is_some_and(|id| closed.contains(&id));
                let noted = !event.shown.is_empty() || event.choice.is_some();
                noted && event.settled.is_none() && event.closed.is_none() && !about
            }
            _ => false,
        };
        Ok(items.into_iter().filter(waits).collect())
    }
}

/// The relationship that an assignment came from, if it has not ended.
pub(crate) fn care_of(connection: &mut Connection, assignment: RecordId) -> Result<Option<CollectionId>, store::Error> {
    let known = collections::all(connection)?;
    let open = |id: CollectionId| known.iter().any(|one| one.id == id && one.is_open());
    let rows = pages::everywhere(connection, assignment)?;
    Ok(rows.into_iter().map(|(key, _)| key.collection).find(|id| open(*id)))
}
