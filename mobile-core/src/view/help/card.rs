//! What Help now shows while the journal is locked: plan, region and the practice's numbers, copied into the platform's
//! key store at every change.

use journal::record::{Body, PracticeCard, dialable};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::entries::{ContactForm, PlanForm};
use crate::messages::Language;
use crate::phone::Safety;
use crate::secrets::HELP_CARD;
use crate::store::recall;

/// The data that is stored outside of the encrypted store.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Card {
    pub(super) language: String,
    pub(super) region: String,
    pub(super) plan: Vec<(String, Vec<String>)>,
    pub(super) people: Vec<(String, String)>,
    /// The practice's name, the catalogue key of the number's purpose, the number.
    pub(super) practice: Vec<(String, String, String)>,
    pub(super) practice_words: Vec<(String, String)>,
    /// When the practice last checked the numbers: days since 1970-01-01.
    pub(super) checked: Option<(String, i64)>,
}

impl Safety<'_> {
    /// Stores the copy that works while the journal is locked.
    pub(crate) fn refresh_help(self) {
        if let Ok(card) = self.card() {
            self.keep_card(&card);
        }
    }

    pub(super) fn card(self) -> Result<Card, Error> {
        let set = self.phone.settings().preferences()?;
        let plan = self.crisis_plan()?.unwrap_or_default();
        let cards = self.phone.store.read(|connection| recall::items(connection, &["practice_card"], 10))?;
        let of = |item: &journal::arc::Item| match &item.record.body {
            Body::PracticeCard(card) => Some(card.clone()),
            _ => None,
        };
        let practice: Vec<PracticeCard> = cards.iter().filter_map(of).collect();
        let practice = practice.iter();
        let people = plan.people.iter().chain(&plan.professionals).filter(|one| !one.phone.is_empty());
        Ok(Card {
            language: set.language.map(Language::tag).unwrap_or_default().into(),
            region: set.region,
            people: people.map(named).collect(),
            plan: parts(plan),
            practice: practice.clone().flat_map(numbers).collect(),
            practice_words: practice.clone().flat_map(practice_words).collect(),
            checked: practice
                .filter_map(|card| {
                    Some((card.numbers_checked_by.clone(), card.numbers_checked_at.as_ref()?.local_day()))
                })
                .max_by_key(|(_, day)| *day),
        })
    }

    pub(super) fn kept_card(self) -> Option<Card> {
        serde_json::from_slice(&self.phone.secrets.load(HELP_CARD.into()).ok()??).ok()
    }

    pub(super) fn keep_card(self, card: &Card) {
        if self.kept_card().as_ref() == Some(card) {
            return;
        }
        // If the key store fails, help has the numbers but not the plan while the journal is locked.
        let _ = self.phone.secrets.save(HELP_CARD.into(), serde_json::to_vec(card).unwrap_or_default());
    }
}

fn named(contact: &ContactForm) -> (String, String) {
    let name = match contact.relation.is_empty() {
        true => contact.name.clone(),
        false => format!("{} ({})", contact.name, contact.relation),
    };
    (name, contact.phone.clone())
}

fn numbers(card: &PracticeCard) -> Vec<(String, String, String)> {
    // An early card has one field for the number at night, which may contain text.
    let early = dialable(&card.urgent).and(Some(&card.urgent)).filter(|_| card.urgent_number.is_empty());
    let urgent = early.unwrap_or(&card.urgent_number);
    let both = [("help-in-hours", &card.phone), ("help-outside-hours", urgent)];
    let there = both.into_iter().filter(|(_, number)| !number.is_empty());
    there.map(|(key, number)| (card.name.clone(), key.to_owned(), number.clone())).collect()
}

/// The practice's instructions, by catalogue key.
fn practice_words(card: &PracticeCard) -> Vec<(String, String)> {
    let early = Some(&card.urgent).filter(|urgent| dialable(urgent).is_none());
    let parts = [
        ("help-hours-of", Some(&card.hours)),
        ("help-what-then", Some(&card.urgent_words).filter(|words| !words.is_empty()).or(early)),
        ("help-response", Some(&card.response_time)),
        ("help-cover", Some(&card.cover)),
    ];
    let there = parts.into_iter().filter_map(|(key, text)| Some((key, text?))).filter(|(_, text)| !text.is_empty());
    there.map(|(key, text)| (key.to_owned(), text.clone())).collect()
}

/// The plan's parts, by catalogue key.
fn parts(plan: PlanForm) -> Vec<(String, Vec<String>)> {
    let contacts = |list: &[ContactForm]| list.iter().map(|one| named(one).0).collect();
    let (people, professionals) = (contacts(&plan.people), contacts(&plan.professionals));
    let parts = [
        ("plan-signs", plan.signs),
        ("plan-coping", plan.coping),
        ("plan-places", plan.places),
        ("plan-people", people),
        ("plan-professionals", professionals),
        ("plan-safer", plan.safer),
        ("plan-reasons", plan.reasons),
    ];
    let said = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    said.map(|(key, lines)| (key.to_owned(), lines)).collect()
}
