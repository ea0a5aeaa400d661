//! The practice card: whom to call, and when the journal is read.

use journal::arc::Item;
use journal::record::{Body, Moment, PracticeCard, dialable};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// The practice card, which clients have offline: whom to call, and how the journal is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct CardForm {
    /// The practice's name.
    pub name: String,
    /// The practice's phone number.
    pub phone: String,
    /// Whom to call outside of its hours.
    pub urgent: String,
    /// How and when entries are read, in the practice's words.
    pub reading_agreement: String,
    /// The version of that agreement.
    pub agreement_version: String,
    /// The clinic's advice for the hours after a session.
    pub aftercare: String,
    /// What to bring to a session.
    pub bring: String,
    /// The number outside of its hours, as it is dialled.
    pub urgent_number: String,
    /// Instructions for the time outside of its hours, as text.
    pub urgent_words: String,
    /// The practice's opening hours.
    pub hours: String,
    /// Who reviews flagged answers while the therapist is away.
    pub cover: String,
    /// How fast flagged answers are reviewed.
    pub response_time: String,
    /// Whether the practice cannot follow up item 9: its clients answer the PHQ-8.
    pub no_item_nine: bool,
    /// Whether the practice's records are protected by 42 CFR Part 2.
    pub part2: bool,
    /// The follow-ups after the last session that the practice does not ask for: `4w`, `3mo`, `6mo`.
    pub follow_ups_off: Vec<String>,
    /// Who at the practice last checked the numbers.
    pub numbers_checked_by: String,
    /// When the numbers were last checked, in milliseconds since the Unix epoch.
    pub numbers_checked_at: Option<f64>,
}

impl Casebook {
    /// The practice card; empty if there is none.
    pub fn card(&self) -> CardForm {
        let items = self.own().map(|(_, items)| items).unwrap_or_default();
        newest_card(items).map_or_else(CardForm::default, |(_, card)| CardForm::of(card))
    }

    /// Writes the practice card. Clients get it with [`Casebook::send_card`].
    pub fn save_card(&self, form: &CardForm, now: Now) -> Result<Changes, Fault> {
        let (own, items) = self.own()?;
        for (place, number) in [("phone", &form.phone), ("urgent_number", &form.urgent_number)] {
            if !number.trim().is_empty() && dialable(number).is_none() {
                return Err(Fault::new(place, "A number is digits, spaces and +, so that a phone can dial it."));
            }
        }
        let (id, known) = newest_card(items).map(|(item, card)| (item.id, card.clone())).unzip();
        let (when, known): (Moment, PracticeCard) = (now.into(), known.unwrap_or_default());
        // Safety items that are assigned already would be asked without anybody to follow them up. A practice that asks
        // them again says first who does.
        let needs_protocol = known.has_protocol() || known.no_item_nine;
        let card = form.to_card(known, &when);
        if needs_protocol && !card.has_protocol() && !card.no_item_nine {
            return Err(protocol_missing());
        }
        Ok(Changes::one(own, id, &when, card))
    }

    /// Copies the current practice card to a client, and leaves out safety items if the practice no longer asks them.
    /// No change if the client has it already, or if there is none.
    pub fn send_card(&self, collection: &str, now: Now) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (_, own) = self.own()?;
        let mut changes = Changes::default();
        let Some((_, card)) = newest_card(own) else { return Ok(changes) };
        let there = newest_card(items);
        if there.is_none_or(|(_, there)| there != card) {
            changes.set(client, there.map(|(item, _)| item.id), &now.into(), card.clone());
        }
        if card.no_item_nine {
            self.leave_out_safety_items(client, items, &mut changes);
        }
        Ok(changes)
    }
}

/// Whether a practice may ask items that need a follow-up: response time, cover and urgent number are set, and it has
/// not opted out.
pub(crate) fn may_ask_safety_items(own: &[Item]) -> Result<(), Fault> {
    let Some((_, card)) = newest_card(own) else { return Err(protocol_missing()) };
    if card.no_item_nine {
        return Err(Fault::new("no_item_nine", "Your practice does not ask item 9. The PHQ-8 is there instead."));
    }
    if card.has_protocol() { Ok(()) } else { Err(protocol_missing()) }
}

fn protocol_missing() -> Fault {
    Fault::new(
        "protocol_missing",
        "First say on the practice card how fast marked answers are looked at, who covers in absence, and whom to call.",
    )
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
            bring: card.bring.clone(),
            urgent_number: card.urgent_number.clone(),
            urgent_words: card.urgent_words.clone(),
            hours: card.hours.clone(),
            cover: card.cover.clone(),
            response_time: card.response_time.clone(),
            no_item_nine: card.no_item_nine,
            part2: card.part2,
            follow_ups_off: card.follow_ups_off.clone(),
            numbers_checked_by: card.numbers_checked_by.clone(),
            numbers_checked_at: card.numbers_checked_at.as_ref().map(|when| when.unix_ms as f64),
        }
    }

    fn to_card(&self, known: PracticeCard, now: &Moment) -> PracticeCard {
        PracticeCard {
            name: self.name.trim().into(),
            phone: self.phone.trim().into(),
            urgent: self.urgent.trim().into(),
            reading_agreement: self.reading_agreement.trim().into(),
            agreement_version: self.agreement_version.trim().into(),
            aftercare: self.aftercare.trim().into(),
            bring: self.bring.trim().into(),
            urgent_number: self.urgent_number.trim().into(),
            urgent_words: self.urgent_words.trim().into(),
            hours: self.hours.trim().into(),
            cover: self.cover.trim().into(),
            response_time: self.response_time.trim().into(),
            no_item_nine: self.no_item_nine,
            part2: self.part2,
            follow_ups_off: self.follow_ups_off.clone(),
            numbers_checked_by: self.numbers_checked_by.trim().into(),
            numbers_checked_at: self.numbers_checked_at.map(|at| Moment { unix_ms: at as i64, ..now.clone() }),
            extra: known.extra,
        }
    }
}
