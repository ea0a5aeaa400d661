//! Whom to call, by region: dated data that works offline.
//!
//! Only numbers that are certain stand here, each with the date as of which it is. A practice adds its own on its card;
//! a client adds their own people in the crisis plan.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The data file. Passed to [`Directory::read`], so that whoever shows no numbers carries none.
pub const BUILT_IN: &str = include_str!("../../data/crisis.json");

/// A service that is there for a person in a crisis.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Service {
    /// Its name, as it calls itself.
    pub name: String,
    /// The number to call, as it is dialled there; empty when it has none.
    #[serde(default)]
    pub call: String,
    /// The number to text; empty when it has none.
    #[serde(default)]
    pub text: String,
    /// The word to text to it; empty when any will do.
    #[serde(default)]
    pub text_word: String,
    /// What it is for: `suicide`, `support`, `psychedelic`, `poison`, `abuse`, `doctor`, `ambulance`, `directory`.
    #[serde(default)]
    pub kind: String,
    /// Languages that are spoken, BCP 47.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Whether it answers day and night.
    #[serde(default)]
    pub always: bool,
    /// When it answers, where that is not day and night: `9–24`.
    #[serde(default)]
    pub hours: String,
    /// Its page.
    #[serde(default)]
    pub web: String,
    /// The day (`YYYY-MM-DD`) as of which this is.
    pub as_of: String,
    /// What else a person should know, by language.
    #[serde(default)]
    pub note: BTreeMap<String, String>,
}

impl Service {
    /// The note in a language; in English where it has none.
    pub fn note_in(&self, language: &str) -> &str {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        self.note.get(base).or_else(|| self.note.get("en")).map_or("", String::as_str)
    }
}

/// How old a number may be before a screen says so: a year.
pub const STALE_DAYS: i64 = 365;

/// What a telephone dials, if this is a number: digits, with `+` and spaces, 3 to 20 of them. Brackets, dashes and dots
/// are how people write numbers; words are no number, and nothing is dialled.
pub fn dialable(number: &str) -> Option<String> {
    let plain = number.trim();
    let written = plain.chars().all(|c| c.is_ascii_digit() || " +-().\u{a0}\u{2013}".contains(c));
    let dialled: String = plain.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let plus = !dialled.chars().skip(1).any(|c| c == '+');
    let digits = dialled.chars().filter(char::is_ascii_digit).count();
    (written && plus && (3..=20).contains(&digits)).then_some(dialled)
}

/// A region's numbers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Region {
    /// The number of the emergency services; empty where none is known: then none is asserted.
    pub emergency: String,
    /// Territories with the same numbers.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The day (`YYYY-MM-DD`) as of which that is.
    pub as_of: String,
    /// The services, the one to show first first.
    #[serde(default)]
    pub services: Vec<Service>,
}

/// The numbers of all regions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Directory {
    /// By ISO 3166-1 alpha-2.
    regions: BTreeMap<String, Region>,
    /// Countries in which 112 is the emergency number, and for which there is no more than that.
    countries_of_112: Vec<String>,
    /// What is shown for those.
    of_112: Region,
    /// What is shown elsewhere.
    elsewhere: Region,
}

/// The numbers for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers<'a> {
    /// Their region's.
    pub region: &'a Region,
    /// Whether they are those of this very region, and not a fallback.
    pub exact: bool,
}

impl Directory {
    /// Reads the data file.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The numbers for a region (`AT`) or a locale (`de-AT`, `de_AT.UTF-8`). There are always some.
    pub fn numbers(&self, region_or_locale: &str) -> Numbers<'_> {
        let plain = region_or_locale.split(['.', '@']).next().unwrap_or_default();
        let code = plain.split(['-', '_']).rfind(|part| part.len() == 2).unwrap_or_default().to_ascii_uppercase();
        // A language alone names no region.
        let named = plain.contains(['-', '_']) || plain.chars().all(|c| c.is_ascii_uppercase());
        let code = if code == "UK" { "GB" } else { code.as_str() };
        let alias = || self.regions.values().find(|region| region.aliases.iter().any(|one| one == code));
        match self.regions.get(code).or_else(alias).filter(|_| named) {
            Some(region) => Numbers { region, exact: true },
            None if named && self.countries_of_112.iter().any(|country| country == code) => {
                Numbers { region: &self.of_112, exact: false }
            }
            None => Numbers { region: &self.elsewhere, exact: false },
        }
    }

    /// The regions that have numbers of their own, to choose from.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.regions.keys().map(String::as_str)
    }

    /// Those that can be asked for, with territories and with the countries in which 112 is the emergency number.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        let aliases = self.regions.values().flat_map(|region| &region.aliases);
        let others = aliases.chain(&self.countries_of_112).map(String::as_str);
        self.regions().chain(others)
    }
}

impl Region {
    /// The services for somebody in danger of their life, with those first that speak the client's language.
    pub fn services_for(&self, language: &str) -> Vec<&Service> {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        let speaks =
            |service: &&Service| service.languages.is_empty() || service.languages.iter().any(|one| one == base);
        let urgent = self.services.iter().filter(|service| service.kind != "abuse");
        let (mut first, others): (Vec<&Service>, Vec<&Service>) = urgent.partition(speaks);
        first.extend(others);
        first
    }

    /// Lines for somebody to whom something was done, outside of any practice.
    pub fn for_abuse(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(|service| service.kind == "abuse")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arc::calendar::parse_date;

    fn directory() -> Directory {
        Directory::read(BUILT_IN).unwrap()
    }

    #[test]
    fn every_number_is_dated_and_can_be_dialled() {
        let directory = directory();
        let all = directory.regions.values().chain([&directory.of_112, &directory.elsewhere]);
        for region in all {
            assert!(parse_date(&region.as_of).is_some(), "{region:?}");
            assert!(region.emergency.chars().all(|c| c.is_ascii_digit()), "{region:?}");
            for service in &region.services {
                assert!(parse_date(&service.as_of).is_some() && !service.name.is_empty(), "{service:?}");
                assert!(!service.kind.is_empty(), "{service:?}");
                let both = service.note.contains_key("en") && service.note.contains_key("de");
                assert!(service.note.is_empty() || both, "{service:?}");
                for number in [&service.call, &service.text].into_iter().filter(|one| !one.is_empty()) {
                    assert!(dialable(number).is_some(), "{service:?}");
                }
                let nights = service.always || !service.hours.is_empty() || !service.note.is_empty();
                let directory = service.kind == "directory" || service.call.is_empty();
                assert!(nights || directory || region.as_of == "2025-06-30", "when it answers: {service:?}");
                let reachable = [&service.call, &service.text, &service.web].iter().any(|way| !way.is_empty());
                assert!(reachable, "{service:?}");
                for number in [&service.call, &service.text] {
                    assert!(number.chars().all(|c| c.is_ascii_digit() || " +".contains(c)), "{service:?}");
                }
            }
        }
        for region in ["US", "CA", "GB", "IE", "DE", "AT", "CH", "FR", "ES", "AU", "NZ"] {
            assert!(directory.regions().any(|one| one == region), "{region}");
            assert!(!directory.numbers(region).region.services.is_empty(), "{region}");
        }
    }

    #[test]
    fn regions_are_found_by_code_and_by_locale_and_there_is_always_something() {
        let directory = directory();
        let first = |region: &str| {
            let numbers = directory.numbers(region);
            let service = numbers.region.services.first().map(|service| service.call.clone()).unwrap_or_default();
            (service, numbers.region.emergency.clone(), numbers.exact)
        };
        let expect = |call: &str, emergency: &str, exact| (call.to_owned(), emergency.to_owned(), exact);
        assert_eq!(first("US"), expect("988", "911", true));
        assert_eq!(first("en_US.UTF-8"), expect("988", "911", true));
        assert_eq!(first("de-AT"), expect("142", "112", true));
        assert_eq!(first("zh-Hant-CA"), expect("988", "911", true));
        assert_eq!(first("UK"), first("GB"));
        assert_eq!(first("MT").1, "112");
        assert!(!first("MT").2);
        for nowhere in ["", "de", "XX", "en-XX", "??"] {
            assert!(!first(nowhere).2, "{nowhere}");
        }
    }

    #[test]
    fn who_speaks_the_clients_language_comes_first() {
        let directory = directory();
        let name = |language: &str| directory.numbers("BE").region.services_for(language)[0].languages[0].clone();
        assert_eq!((name("nl-BE").as_str(), name("fr").as_str()), ("nl", "fr"));
    }

    #[test]
    fn territories_have_the_numbers_of_their_country_and_no_number_is_asserted_elsewhere() {
        let directory = directory();
        for territory in ["PR", "GU", "VI", "AS", "MP", "en-PR"] {
            let numbers = directory.numbers(territory);
            assert_eq!((numbers.region.emergency.as_str(), numbers.exact), ("911", true), "{territory}");
            assert_eq!(numbers.region.services[0].call, "988");
        }
        for (territory, emergency) in [("IM", "999"), ("JE", "999"), ("RE", "112"), ("GL", "112"), ("LI", "112")] {
            let numbers = directory.numbers(territory);
            assert!(numbers.exact && numbers.region.emergency == emergency, "{territory}");
        }
        assert_eq!(directory.numbers("JP").region.emergency, "119");
        assert_eq!(directory.numbers("PT").region.services[0].call, "1411");
        assert_eq!(directory.numbers("NZ").region.services[0].call, "0508 828 865");
        for unknown in ["XX", "KE", "NG", "", "de"] {
            assert_eq!(directory.numbers(unknown).region.emergency, "", "{unknown}");
        }
        assert!(directory.numbers("US").region.for_abuse().next().is_some());
        assert!(directory.numbers("US").region.services_for("en").iter().all(|one| one.kind != "abuse"));
    }

    #[test]
    fn only_numbers_are_dialled() {
        assert_eq!(dialable("+43 1 313-30").as_deref(), Some("+43131330"));
        assert_eq!(dialable("(303) 555.0100").as_deref(), Some("3035550100"));
        for words in
            ["Dr. Rossi on call, 555-0199, or go to the nearest ER", "12", "555 0199 x3", "", "1+2+3", "call me"]
        {
            assert_eq!(dialable(words), None, "{words}");
        }
    }
}
