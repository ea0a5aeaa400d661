//! The practice's card: whom to call, and how the journal is read.

use journal::arc::Item;
use journal::record::{Body, PracticeCard};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// What a practice wants its clients to know, offline: whom to call, and how the journal is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct CardForm {
    /// The practice's name.
    pub name: String,
    /// Its telephone number.
    pub phone: String,
    /// Whom to call outside of its hours.
    pub urgent: String,
    /// How and when entries are read, in the practice's words.
    pub reading_agreement: String,
    /// The version of that agreement.
    pub agreement_version: String,
    /// What the clinic says about the hours after a session.
    pub aftercare: String,
}

impl Casebook {
    /// The practice's card; empty while there is none.
    pub fn card(&self) -> CardForm {
        let items = self.own().map(|(_, items)| items).unwrap_or_default();
        newest_card(items).map_or_else(CardForm::default, |(_, card)| CardForm::of(card))
    }

    /// Writes the practice's card. Clients have it once it is given to them.
    pub fn save_card(&self, form: &CardForm, now: Now) -> Result<Changes, Fault> {
        let (own, items) = self.own()?;
        let (id, known) = newest_card(items).map(|(item, card)| (item.id, card.clone())).unzip();
        Ok(Changes::one(own, id, &now.into(), form.to_card(known.unwrap_or_default())))
    }

    /// Gives a client the practice's card as it is now; nothing when they have it already, or when there is none.
    pub fn give_card(&self, collection: &str, now: Now) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (_, own) = self.own()?;
        let Some((_, card)) = newest_card(own) else { return Ok(Changes::default()) };
        match newest_card(items) {
            Some((_, there)) if there == card => Ok(Changes::default()),
            there => Ok(Changes::one(client, there.map(|(item, _)| item.id), &now.into(), card.clone())),
        }
    }
}

fn newest_card(items: &[Item]) -> Option<(&Item, &PracticeCard)> {
    let cards = items.iter().filter_map(|item| match &item.record.body {
        Body::PracticeCard(card) => Some((item, card)),
        _ => None,
    });
    cards.max_by_key(|(item, _)| (item.record.when.unix_ms, item.id))
}

impl CardForm {
    fn of(card: &PracticeCard) -> Self {
        Self {
            name: card.name.clone(),
            phone: card.phone.clone(),
            urgent: card.urgent.clone(),
            reading_agreement: card.reading_agreement.clone(),
            agreement_version: card.agreement_version.clone(),
            aftercare: card.aftercare.clone(),
        }
    }

    fn to_card(&self, known: PracticeCard) -> PracticeCard {
        PracticeCard {
            name: self.name.trim().into(),
            phone: self.phone.trim().into(),
            urgent: self.urgent.trim().into(),
            reading_agreement: self.reading_agreement.trim().into(),
            agreement_version: self.agreement_version.trim().into(),
            aftercare: self.aftercare.trim().into(),
            extra: known.extra,
        }
    }
}
