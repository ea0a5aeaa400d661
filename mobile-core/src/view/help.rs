//! Help now: the crisis plan, the person's own contacts, the practice, and numbers by region. It works offline and
//! while the journal is locked: a person in a crisis may not remember a PIN, and anyone with the phone may help. For
//! that, `card` keeps a copy outside of the journal.

mod card;

use std::sync::LazyLock;

use card::Card;
use journal::lookback::fold::fold;
use journal::measures::crisis::{self, Directory, Service};
use journal::record::dialable;
use serde::Serialize;

use super::choices::Choice;
use crate::Error;
use crate::messages::{Catalogue, Language, Platform, dates};
use crate::phone::Safety;

/// The page "Help now": help lines, contacts, practice and crisis plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct HelpView {
    /// The title of the page: "Help now".
    pub title: String,
    /// "“Help now” opens without internet and without unlocking."
    pub text: String,
    /// The person's own plan, one heading per part; empty if there is none.
    pub plan: Vec<PlanPart>,
    /// "There is no crisis plan on this phone yet."; absent if there is one.
    pub no_plan: Option<String>,
    /// The person's own contacts and professionals, to call.
    pub people: Vec<LineView>,
    /// The practice's contacts, to call.
    pub practice: Vec<LineView>,
    /// The practice's instructions as text: its hours, what to do outside of them, who reviews flagged answers and
    /// when.
    pub practice_words: Vec<String>,
    /// The emergency number; without a number if none is known for the region.
    pub emergency: LineView,
    /// Services to call or to text, those in the person's language first.
    pub lines: Vec<LineView>,
    /// The region of the numbers; empty if there are none for it.
    pub region: String,
    /// "Numbers for: Austria. Somewhere else? Choose the country where you are."
    pub region_text: String,
    /// Countries to choose from, for the person's current location.
    pub regions: Vec<Choice>,
    /// "Numbers checked June 1, 2025", and a notice if the region is unknown.
    pub as_of: String,
    /// "These numbers were last checked over a year ago."; absent if they were checked later.
    pub stale: Option<String>,
    /// "Something happened in a session that was not right": the last line, which opens its own page.
    pub harm: String,
}

/// Help after harm by a practitioner. Opening it is not recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct HarmView {
    /// "If something was done to you".
    pub title: String,
    /// The text below the title.
    pub text: String,
    /// "Take back what is shared and end access": opens the list of who has access.
    pub end_access: String,
    /// "Write it down for yourself": an entry that is never offered for sharing.
    pub write_down: String,
    /// "Talk to somebody outside the practice."
    pub talk: String,
    /// Services outside of any practice.
    pub lines: Vec<LineView>,
    /// "Numbers checked June 1, 2025".
    pub as_of: String,
}

/// A part of the crisis plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PlanPart {
    /// The heading of this part, such as "What helps me".
    pub heading: String,
    /// The person's own words.
    pub lines: Vec<String>,
}

/// A person or a service to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct LineView {
    /// A unique id: names may be the same.
    pub id: String,
    /// The name of the person.
    pub name: String,
    /// Opening hours and notes; empty if there are none.
    pub note: String,
    /// The number to dial, for a `tel:` URL.
    pub call: Option<String>,
    /// The label of the call button, such as "Call 988".
    pub call_label: Option<String>,
    /// The number for text messages, for an `sms:` URL.
    pub text: Option<String>,
    /// The keyword to text, if the service requires one.
    pub word: Option<String>,
    /// The label of the text button, such as "Text 988".
    pub text_label: Option<String>,
    /// A web page, if there is no number.
    pub web: Option<String>,
}

static NUMBERS: LazyLock<Option<Directory>> = LazyLock::new(|| Directory::read(crisis::BUILT_IN).ok());

impl Safety<'_> {
    /// Help now. Works while the journal is locked.
    pub fn help(self) -> Result<HelpView, Error> {
        let card = match self.card() {
            Ok(card) => {
                self.keep_card(&card);
                card
            }
            // If the journal is locked or unreadable, the stored card is used; the numbers are always available.
            Err(_) => self.kept_card().unwrap_or_default(),
        };
        let platform = self.phone.platform();
        let language = platform.spoken.or(Language::of_tag(&card.language)).unwrap_or(platform.language);
        let region = place(&card.region, &platform);
        Ok(view(Catalogue::of(language), &region, &platform.country, card, self.phone.clock.now().local_day()))
    }

    /// The country whose numbers Help now shows: ISO 3166-1 alpha-2, empty where none are known.
    pub(crate) fn region_shown(self) -> Result<String, Error> {
        let region = place(&self.phone.settings().preferences()?.region, &self.phone.platform());
        let known = NUMBERS.as_ref().is_some_and(|directory| directory.numbers(&region).exact);
        Ok(if known { region_code(&region) } else { String::new() })
    }

    /// Help now with the numbers of another place: the person's location, not where the phone was set up.
    pub fn help_in(self, region: &str) -> Result<HelpView, Error> {
        let card = self.card().ok().or_else(|| self.kept_card()).unwrap_or_default();
        let platform = self.phone.platform();
        let language = platform.spoken.or(Language::of_tag(&card.language)).unwrap_or(platform.language);
        Ok(view(Catalogue::of(language), region, &platform.country, card, self.phone.clock.now().local_day()))
    }

    /// Help after harm by a practitioner: what the person can do, and whom they can talk to outside of the practice.
    /// Works while the journal is locked. Opening it is not recorded.
    pub fn harm(self) -> Result<HarmView, Error> {
        let card = self.card().ok().or_else(|| self.kept_card()).unwrap_or_default();
        let platform = self.phone.platform();
        let language = platform.spoken.or(Language::of_tag(&card.language)).unwrap_or(platform.language);
        let region = place(&card.region, &platform);
        let words = Catalogue::of(language);
        let here = NUMBERS.as_ref().map(|directory| directory.numbers(&region).region);
        let mut lines: Vec<LineView> = here
            .iter()
            .flat_map(|here| here.for_abuse())
            .enumerate()
            .map(|(at, one)| service(words, at, one))
            .collect();
        if lines.is_empty() {
            let services = here.map(|here| here.services_for(language.tag())).unwrap_or_default();
            lines = services.into_iter().enumerate().map(|(at, one)| service(words, at, one)).collect();
        }
        Ok(HarmView {
            title: words.say("harm-title"),
            text: words.say("harm-text"),
            end_access: words.say("harm-end"),
            write_down: words.say("harm-write"),
            talk: words.say("harm-talk"),
            lines,
            as_of: checked_text(words, here.and_then(|here| dates::day_of(&here.as_of))),
        })
    }
}

/// The place whose numbers are shown: the person's choice, or the phone's country, or where it was set up.
fn place(set: &str, platform: &Platform) -> String {
    [set, &platform.country, &platform.region]
        .into_iter()
        .find(|place| !place.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// `country` is the phone's country, if known.
fn view(words: &Catalogue, region: &str, country: &str, card: Card, today: i64) -> HelpView {
    let numbers = NUMBERS.as_ref().map(|directory| directory.numbers(region));
    let exact = numbers.is_some_and(|numbers| numbers.exact);
    let here = numbers.map(|numbers| numbers.region);
    let (mut as_of, day) = last_check(words, here.and_then(|here| dates::day_of(&here.as_of)), card.checked.as_ref());
    if !exact {
        as_of = format!("{} {as_of}", words.say("help-unknown-region"));
    }
    let stale = day.is_none_or(|day| today - day > crisis::STALE_DAYS).then(|| words.say("help-stale"));
    let services = here.map(|here| here.services_for(words.language().tag())).unwrap_or_default();
    let person = |(at, (name, phone)): (usize, &(String, String))| line(words, format!("person-{at}"), name, phone);
    let practice = |(at, (name, key, number)): (usize, &(String, String, String))| {
        let label = words.fill(key, &[("practice", name.as_str().into())]);
        line(words, format!("practice-{at}"), &label, number)
    };
    let emergency = here.map(|here| here.emergency.as_str()).unwrap_or_default();
    // No number is shown if none is known.
    let emergency_name = words.say(if emergency.is_empty() { "help-emergency-unknown" } else { "help-emergency" });
    let code = if exact { region_code(region) } else { String::new() };
    let (regions, region_text) = region_choice(words, &code, country);
    HelpView {
        title: words.say("help-title"),
        text: words.say("help-text"),
        no_plan: card.plan.is_empty().then(|| words.say("safety-no-plan")),
        people: card.people.iter().enumerate().map(person).collect(),
        practice: card.practice.iter().enumerate().map(practice).collect(),
        practice_words: card
            .practice_words
            .iter()
            .map(|(key, text)| words.fill(key, &[("text", text.as_str().into())]))
            .collect(),
        plan: card.plan.into_iter().map(|(key, lines)| PlanPart { heading: words.say(&key), lines }).collect(),
        emergency: line(words, "emergency".into(), &emergency_name, emergency),
        lines: services.into_iter().enumerate().map(|(at, one)| service(words, at, one)).collect(),
        region: code,
        region_text,
        regions,
        as_of,
        stale,
        harm: words.say("harm-line"),
    }
}

/// When the numbers were checked last, as a text and as a day. A practice that has checked them later than the file
/// takes precedence.
fn last_check(words: &Catalogue, of_file: Option<i64>, by_practice: Option<&(String, i64)>) -> (String, Option<i64>) {
    match by_practice.filter(|(_, day)| of_file.is_none_or(|file| *day > file)) {
        Some((by, day)) if !by.is_empty() => {
            let parts = [("by", by.as_str().into()), ("date", words.date(*day).into())];
            (words.fill("help-checked-by", &parts), Some(*day))
        }
        Some((_, day)) => (checked_text(words, Some(*day)), Some(*day)),
        None => (checked_text(words, of_file), of_file),
    }
}

/// The countries to choose from, with a text that names the chosen one. `code` is empty if there are no numbers for it.
/// The phone's country is the first choice, and is named.
fn region_choice(words: &Catalogue, code: &str, country: &str) -> (Vec<Choice>, String) {
    let mut regions = places(words);
    let at = regions.iter().position(|place| place.value == country && country != code);
    let elsewhere = at.map(|at| regions.remove(at));
    let place = words.name("region", code);
    let said = match &elsewhere {
        _ if code.is_empty() => words.say("help-region-none"),
        None => words.fill("help-region", &[("region", place.into())]),
        Some(here) => {
            words.fill("help-region-elsewhere", &[("region", place.into()), ("here", here.label.as_str().into())])
        }
    };
    regions.splice(0..0, elsewhere);
    (regions, said)
}

fn checked_text(words: &Catalogue, day: Option<i64>) -> String {
    let checked = day.map(|day| words.date(day)).unwrap_or_default();
    words.fill("help-as-of", &[("date", checked.into())])
}

/// The country of a region or a locale.
fn region_code(region: &str) -> String {
    let plain = region.split(['.', '@']).next().unwrap_or_default();
    plain.split(['-', '_']).rfind(|part| part.len() == 2).unwrap_or_default().to_ascii_uppercase()
}

/// The places that can be chosen, by name.
fn places(words: &Catalogue) -> Vec<Choice> {
    by_name(words, NUMBERS.iter().flat_map(|directory| directory.places()))
}

/// The regions for which there are numbers, by name, for the settings.
pub(super) fn regions(words: &Catalogue) -> Vec<Choice> {
    by_name(words, NUMBERS.iter().flat_map(|directory| directory.regions()))
}

fn by_name<'a>(words: &Catalogue, codes: impl Iterator<Item = &'a str>) -> Vec<Choice> {
    let mut all: Vec<Choice> =
        codes.map(|code| Choice { value: code.into(), label: words.name("region", code) }).collect();
    // "Österreich" is sorted with O.
    all.sort_by_cached_key(|place| fold(&place.label));
    all.dedup();
    all
}

fn service(words: &Catalogue, at: usize, one: &Service) -> LineView {
    let hours = match (one.always, one.hours.as_str()) {
        (true, _) => words.say("help-always"),
        (false, "") => String::new(),
        (false, hours) => words.fill("help-hours", &[("hours", hours.into())]),
    };
    let languages = one.languages.iter().map(|tag| tag.to_uppercase()).collect::<Vec<_>>().join(", ");
    let note = [hours, languages, one.note_in(words.language().tag()).to_owned()];
    let note: Vec<String> = note.into_iter().filter(|part| !part.is_empty()).collect();
    let (call, text) = (line(words, format!("line-{at}"), &one.name, &one.call), dialable(&one.text));
    let some = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
    LineView {
        note: note.join(" · "),
        text_label: text.as_ref().map(|_| words.fill("help-text-to", &[("number", one.text.as_str().into())])),
        word: some(&one.text_word),
        text,
        web: some(&one.web),
        ..call
    }
}

/// A contact with a number. Text that is not a number is shown and never dialled.
fn line(words: &Catalogue, id: String, name: &str, number: &str) -> LineView {
    let call = dialable(number);
    LineView {
        id,
        name: name.into(),
        note: if call.is_none() { number.to_owned() } else { String::new() },
        call_label: call.as_ref().map(|_| words.fill("help-call", &[("number", number.into())])),
        call,
        text: None,
        word: None,
        text_label: None,
        web: None,
    }
}
