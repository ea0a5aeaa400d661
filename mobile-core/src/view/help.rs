//! Help now: the crisis plan, one's own people, the practice, and numbers by region. Offline, and also while the journal
//! is locked: somebody in a crisis may not remember a PIN, and whoever holds the phone may help.
//!
//! For that, plan, region and the practice's numbers are copied into the platform's key store whenever they change.

use std::sync::LazyLock;

use journal::measures::crisis::{self, Directory, Service};
use journal::record::{Body, PracticeCard};
use serde::{Deserialize, Serialize};

use crate::entries::{ContactForm, PlanForm};
use crate::messages::{Catalogue, Language, dates};
use crate::store::recall;
use crate::{Error, Phone};

/// Under which name the copy is kept in the platform's key store.
pub(crate) const CARD: &str = "help-card";

/// Help now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct HelpView {
    /// "Help now".
    pub title: String,
    /// "All of this works without a network and without unlocking."
    pub text: String,
    /// The person's own plan, a heading a part; empty when none was made.
    pub plan: Vec<PlanPart>,
    /// "There is no crisis plan on this phone yet."; absent when there is one.
    pub no_plan: Option<String>,
    /// The person's own people and professionals, to call.
    pub people: Vec<LineView>,
    /// The practice.
    pub practice: Vec<LineView>,
    /// The emergency number.
    pub emergency: LineView,
    /// Lines that answer around the clock.
    pub lines: Vec<LineView>,
    /// The region whose numbers these are; empty when there are none for it.
    pub region: String,
    /// "Numbers checked June 1, 2025", and a word when the region is not known.
    pub as_of: String,
}

/// A part of the crisis plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PlanPart {
    /// "What helps me".
    pub heading: String,
    /// The person's own words.
    pub lines: Vec<String>,
}

/// Somebody to reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct LineView {
    /// Who.
    pub name: String,
    /// What to dial: `tel:` and this.
    pub call: Option<String>,
    /// "Call 988".
    pub call_said: Option<String>,
    /// Where to send a message: `sms:` and this.
    pub text: Option<String>,
    /// What to write in it first, if the line asks for a word.
    pub word: Option<String>,
    /// "Text 988".
    pub text_said: Option<String>,
    /// A page, where there is no number.
    pub web: Option<String>,
}

static NUMBERS: LazyLock<Option<Directory>> = LazyLock::new(|| Directory::read(crisis::BUILT_IN).ok());

/// What is kept outside of the encrypted store.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Card {
    language: String,
    region: String,
    plan: Vec<(String, Vec<String>)>,
    people: Vec<(String, String)>,
    practice: Vec<(String, String)>,
}

impl Phone {
    /// Help now. Works while the journal is locked.
    pub fn help(&self) -> Result<HelpView, Error> {
        let card = match self.card() {
            Ok(card) => {
                self.keep_card(&card);
                card
            }
            // Locked, or not to be read: what was kept outside helps, and the numbers always do.
            Err(_) => self.kept_card().unwrap_or_default(),
        };
        let platform = self.platform();
        let language = platform.spoken.or(Language::of_tag(&card.language)).unwrap_or(platform.language);
        let region = if card.region.is_empty() { platform.region } else { card.region.clone() };
        Ok(view(Catalogue::of(language), &region, card))
    }

    /// Keeps the copy that works while the journal is locked.
    pub(crate) fn refresh_help(&self) {
        if let Ok(card) = self.card() {
            self.keep_card(&card);
        }
    }

    fn card(&self) -> Result<Card, Error> {
        let set = self.preferences()?;
        let plan = self.crisis_plan()?.unwrap_or_default();
        let cards = self.store.read(|connection| recall::items(connection, &["practice_card"], 10))?;
        let practice = cards.iter().filter_map(|item| match &item.record.body {
            Body::PracticeCard(card) => Some(card),
            _ => None,
        });
        let people = plan.people.iter().chain(&plan.professionals).filter(|one| !one.phone.is_empty());
        Ok(Card {
            language: set.language.map(Language::tag).unwrap_or_default().into(),
            region: set.region,
            people: people.map(named).collect(),
            plan: parts(plan),
            practice: practice.flat_map(numbers).collect(),
        })
    }

    fn kept_card(&self) -> Option<Card> {
        serde_json::from_slice(&self.secrets.load(CARD.into()).ok()??).ok()
    }

    fn keep_card(&self, card: &Card) {
        if self.kept_card().as_ref() == Some(card) {
            return;
        }
        // Should the key store say no, help while locked has the numbers and not the plan.
        let _ = self.secrets.save(CARD.into(), serde_json::to_vec(card).unwrap_or_default());
    }
}

fn named(contact: &ContactForm) -> (String, String) {
    let name = match contact.relation.is_empty() {
        true => contact.name.clone(),
        false => format!("{} ({})", contact.name, contact.relation),
    };
    (name, contact.phone.clone())
}

fn numbers(card: &PracticeCard) -> Vec<(String, String)> {
    let both = [&card.urgent, &card.phone].map(|number| (card.name.clone(), number.clone()));
    both.into_iter().filter(|(_, number)| !number.is_empty()).collect()
}

/// The plan's parts under the catalogue's keys.
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

fn view(words: &Catalogue, region: &str, card: Card) -> HelpView {
    let numbers = NUMBERS.as_ref().map(|directory| directory.numbers(region));
    let exact = numbers.is_some_and(|numbers| numbers.exact);
    let here = numbers.map(|numbers| numbers.region);
    let number = |name: &str, number: &str| line(words, name, number, "", "", "");
    let day = here.and_then(|here| dates::day_of(&here.as_of));
    let checked = day.map(|day| words.date(day)).unwrap_or_default();
    let mut as_of = words.fill("help-as-of", &[("date", checked.into())]);
    if !exact {
        as_of = format!("{} {as_of}", words.say("help-unknown-region"));
    }
    let services = here.map(|here| here.services_for(words.language().tag())).unwrap_or_default();
    let service = |one: &Service| line(words, &one.name, &one.call, &one.text, &one.text_word, &one.web);
    HelpView {
        title: words.say("help-title"),
        text: words.say("help-text"),
        no_plan: card.plan.is_empty().then(|| words.say("safety-no-plan")),
        plan: card.plan.into_iter().map(|(key, lines)| PlanPart { heading: words.say(&key), lines }).collect(),
        people: card.people.iter().map(|(name, phone)| number(name, phone)).collect(),
        practice: card.practice.iter().map(|(name, phone)| number(name, phone)).collect(),
        emergency: number(&words.say("help-emergency"), here.map_or("112", |here| &here.emergency)),
        lines: services.into_iter().map(service).collect(),
        region: if exact { region.into() } else { String::new() },
        as_of,
    }
}

fn line(words: &Catalogue, name: &str, call: &str, text: &str, word: &str, web: &str) -> LineView {
    let some = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
    let said = |key: &str, number: &str| some(number).map(|number| words.fill(key, &[("number", number.into())]));
    // What is dialled has no spaces in it; what is read may.
    let dialled = |number: &str| some(&number.replace([' ', '-'], ""));
    LineView {
        name: name.into(),
        call: dialled(call),
        call_said: said("help-call", call),
        text: dialled(text),
        word: some(word),
        text_said: said("help-text-to", text),
        web: some(web),
    }
}

/// The regions for which there are numbers, for the settings.
pub(super) fn regions() -> Vec<String> {
    NUMBERS.iter().flat_map(|directory| directory.regions().map(String::from)).collect()
}
