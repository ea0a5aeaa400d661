//! Emergency and crisis numbers by region: dated data that works offline.
//!
//! The file contains only verified numbers, each with its date. A practice adds its own on the practice card; a client
//! adds people in the crisis plan.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The data file. It is passed to [`Directory::read`], so that modules that show no numbers do not contain it.
pub const BUILT_IN: &str = include_str!("../../data/crisis.json");

/// A service for people in a crisis.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Service {
    /// The service's own name.
    pub name: String,
    /// The phone number, as it is dialled in the region; empty if there is none.
    #[serde(default)]
    pub call: String,
    /// The number for text messages; empty if there is none.
    #[serde(default)]
    pub text: String,
    /// The keyword to text; empty if any text is accepted.
    #[serde(default)]
    pub text_word: String,
    /// The type: `suicide`, `support`, `psychedelic`, `poison`, `abuse`, `doctor`, `ambulance`, `directory`.
    #[serde(default)]
    pub kind: String,
    /// The spoken languages, BCP 47.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Whether it is available around the clock.
    #[serde(default)]
    pub always: bool,
    /// Opening hours if it is not always available: `9–24`.
    #[serde(default)]
    pub hours: String,
    /// The address of its web page.
    #[serde(default)]
    pub web: String,
    /// The day (`YYYY-MM-DD`) on which the data was verified.
    pub as_of: String,
    /// Further information, by language.
    #[serde(default)]
    pub note: BTreeMap<String, String>,
}

impl Service {
    /// The note in a language, or in English if there is no translation.
    pub fn note_in(&self, language: &str) -> &str {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        self.note.get(base).or_else(|| self.note.get("en")).map_or("", String::as_str)
    }
}

/// The age in days (one year) after which screens mark a number as old.
pub const STALE_DAYS: i64 = 365;

/// The numbers of one region.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Region {
    /// The emergency number; empty if none is known.
    pub emergency: String,
    /// Territories that share these numbers.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The day (`YYYY-MM-DD`) on which the emergency number was verified.
    pub as_of: String,
    /// The services, the most important one first.
    #[serde(default)]
    pub services: Vec<Service>,
}

/// The numbers of all regions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Directory {
    /// Regions by ISO 3166-1 alpha-2 code.
    regions: BTreeMap<String, Region>,
    /// Countries with emergency number 112 and no further data.
    countries_of_112: Vec<String>,
    /// The numbers shown for `countries_of_112`.
    of_112: Region,
    /// The numbers shown for all other places.
    elsewhere: Region,
}

/// The numbers to show to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers<'a> {
    /// The numbers of the region or of the fallback.
    pub region: &'a Region,
    /// Whether they belong to exactly this region, not to a fallback.
    pub exact: bool,
}

impl Directory {
    /// Parses the data file.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The numbers for a region (`AT`) or a locale (`de-AT`, `de_AT.UTF-8`). There is always a fallback.
    pub fn numbers(&self, region_or_locale: &str) -> Numbers<'_> {
        let plain = region_or_locale.split(['.', '@']).next().unwrap_or_default();
        let code = plain.split(['-', '_']).rfind(|part| part.len() == 2).unwrap_or_default().to_ascii_uppercase();
        // A language without a region does not identify a region.
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

    /// The codes of all regions with their own numbers.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.regions.keys().map(String::as_str)
    }

    /// All known codes: regions, territories, and countries with emergency number 112.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        let aliases = self.regions.values().flat_map(|region| &region.aliases);
        let others = aliases.chain(&self.countries_of_112).map(String::as_str);
        self.regions().chain(others)
    }
}

impl Region {
    /// The day (`YYYY-MM-DD`) since which all of its numbers are verified: that of the one verified longest ago.
    pub fn verified(&self) -> &str {
        let services = self.services.iter().map(|service| service.as_of.as_str());
        // Dates in this form are in the order of their texts.
        services.fold(self.as_of.as_str(), |oldest, day| oldest.min(day))
    }

    /// Services for a person whose life is in danger. Those in the client's language come first.
    pub fn services_for(&self, language: &str) -> Vec<&Service> {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        let speaks =
            |service: &&Service| service.languages.is_empty() || service.languages.iter().any(|one| one == base);
        let urgent = self.services.iter().filter(|service| service.kind != "abuse");
        let (mut first, others): (Vec<&Service>, Vec<&Service>) = urgent.partition(speaks);
        first.extend(others);
        first
    }

    /// Services for people who were harmed, independent of the practice.
    pub fn for_abuse(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(|service| service.kind == "abuse")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arc::calendar::parse_date;
    use crate::record::dialable;

    fn directory() -> Directory {
        Directory::read(BUILT_IN).unwrap()
    }

    #[test]
    fn every_number_is_dated_and_dialable() {
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
                assert!(nights || directory || region.as_of == "2025-06-30", "no opening hours: {service:?}");
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
    fn regions_are_found_by_code_and_locale_with_a_fallback() {
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
    fn the_number_that_was_verified_longest_ago_dates_all_of_them() {
        let directory = directory();
        let all = directory.regions.values().chain([&directory.of_112, &directory.elsewhere]);
        for region in all {
            let days = region.services.iter().map(|service| &service.as_of).chain([&region.as_of]);
            assert!(days.clone().all(|day| region.verified() <= day.as_str()), "{region:?}");
            assert!(days.clone().any(|day| region.verified() == day), "{region:?}");
        }
        // Its emergency number is newer than one of its lines.
        let japan = directory.numbers("JP").region;
        assert!(japan.verified() < japan.as_of.as_str());
    }

    #[test]
    fn services_in_the_clients_language_come_first() {
        let directory = directory();
        let name = |language: &str| directory.numbers("BE").region.services_for(language)[0].languages[0].clone();
        assert_eq!((name("nl-BE").as_str(), name("fr").as_str()), ("nl", "fr"));
    }

    #[test]
    fn territories_share_their_countrys_numbers_and_unknown_places_have_none() {
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
}
