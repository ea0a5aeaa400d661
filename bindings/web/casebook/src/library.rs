//! The practice's library: instruments (built in and own) and own prompt sets. Own ones live in the therapist's own
//! collection; a copy goes to each client who is given one.

use journal::measures::Definition;
use journal::measures::definition::Options;
use journal::measures::import::check;
use journal::record::{Body, Instrument};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tsify::Tsify;

use crate::sets::{PromptSetForm, PromptSetView};
use crate::{Casebook, Changes, Fault, Now};

/// An instrument, as the phone shows it: for a preview and for choosing.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct InstrumentView {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its name, short.
    pub title: String,
    /// Its name in full; empty where it has none.
    pub name: String,
    /// What the questions are about.
    pub recall: String,
    /// Who may use it how.
    pub licence: String,
    /// Who made it.
    pub attribution: String,
    /// The record, for a practice's own.
    pub own: Option<String>,
    /// The questions; without words where they may not be reproduced here.
    pub items: Vec<String>,
    /// What can be answered: value and wording.
    pub options: Vec<OptionView>,
    /// The ends of a slider, when answers are not chosen from a list.
    pub slider: Option<Vec<f64>>,
    /// How many days lie between two answers at least, so that their weeks of recall do not overlap.
    pub min_interval_days: u32,
    /// From, to, name.
    pub bands: Vec<BandView>,
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct OptionView {
    /// What it counts.
    pub value: f64,
    /// The wording.
    pub text: String,
}

/// A band of totals.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct BandView {
    /// Its lowest total.
    pub from: f64,
    /// Its highest total.
    pub to: f64,
    /// Its name.
    pub name: String,
}

/// What the practice can give its clients.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Library {
    /// Instruments: built-in ones, and the practice's own.
    pub instruments: Vec<InstrumentView>,
    /// Own prompt sets, newest first.
    pub prompt_sets: Vec<PromptSetView>,
}

/// What a file holds, before it is taken over: what is wrong with it, item by item, or what it would show.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// `instrument` or `prompt_set`; empty when it is neither.
    pub kind: String,
    /// What is wrong; nothing when it can be taken over.
    pub faults: Vec<ReportLine>,
    /// The instrument as the phone would show it.
    pub instrument: Option<InstrumentView>,
    /// The prompts.
    pub prompt_set: Option<PromptSetForm>,
    /// How many worked examples the file brought, all of which came out as they say.
    pub tests: u32,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct ReportLine {
    /// Where: `items[3]`, `licence`.
    pub place: String,
    /// A stable code: `empty`, `repeated`, `unknown`, `malformed` …
    pub code: String,
    /// In English, for when no translation is there.
    pub title: String,
}

impl Casebook {
    /// What the practice can give its clients, in a language (BCP 47).
    pub fn library(&self, language: &str) -> Library {
        let items = self.own().map(|(_, items)| items).unwrap_or_default();
        let mut prompt_sets: Vec<_> = items
            .iter()
            .filter_map(|item| match &item.record.body {
                Body::PromptSet(set) => Some((item.record.when.unix_ms, PromptSetView::of(item.id, set))),
                _ => None,
            })
            .collect();
        prompt_sets.sort_by_key(|(at, _)| -at);
        let definitions = self.definitions(&[]);
        let usable = definitions.iter().filter(|one| one.built_in || self.own_instrument(&one.id).is_some());
        let instruments = usable.map(|one| {
            let own = items.iter().rev().find(|item| holds(&item.record.body, &one.id));
            InstrumentView::of(one, own.map(|item| item.id.to_string()), language)
        });
        Library {
            instruments: instruments.collect(),
            prompt_sets: prompt_sets.into_iter().map(|(_, view)| view).collect(),
        }
    }

    /// Looks into a file of an own instrument or of prompts, and takes nothing over. What it would show is in a language
    /// (BCP 47).
    pub fn inspect(&self, json: &str, language: &str) -> Report {
        let mut report =
            Report { kind: String::new(), faults: Vec::new(), instrument: None, prompt_set: None, tests: 0 };
        let value: Option<Map<String, Value>> = serde_json::from_str(json).ok();
        let Some(value) = value else {
            report.faults.push(line("file", "malformed", "This is not a JSON object."));
            return report;
        };
        if value.contains_key("prompts") {
            report.kind = "prompt_set".into();
            match PromptSetForm::deserialize(Value::Object(value)) {
                Ok(form) => {
                    report.faults = form.faults();
                    report.prompt_set = Some(form);
                }
                Err(error) => report.faults.push(line("file", "malformed", &error.to_string())),
            }
            return report;
        }
        report.kind = "instrument".into();
        match check(json) {
            Ok(definition) => {
                let taken = self.definitions(&[]).iter().any(|one| one.built_in && one.id == definition.id);
                if taken {
                    report.faults.push(line("id", "repeated", "An instrument of this id is built in."));
                }
                report.tests = definition.tests.len() as u32;
                report.instrument = Some(InstrumentView::of(&definition, None, language));
            }
            Err(faults) => {
                let told = faults.iter().map(|fault| line(&fault.place, fault.what.code(), &fault.what.to_string()));
                report.faults = told.collect();
            }
        }
        report
    }

    /// Takes a file over that [`Casebook::inspect`] found nothing wrong with. A new version of an own instrument stands
    /// beside the old one, whose answers keep it.
    pub fn import(&self, json: &str, now: Now) -> Result<Changes, Fault> {
        let report = self.inspect(json, "");
        if let Some(fault) = report.faults.first() {
            return Err(Fault::new("import", &format!("{}: {}", fault.place, fault.title)));
        }
        if let Some(form) = report.prompt_set {
            return self.save_prompts(None, &form, now);
        }
        let definition = serde_json::from_str(json).map_err(|_| Fault::records())?;
        let body = Instrument { definition, ..Default::default() };
        Ok(Changes::one(self.own()?.0, None, &now.into(), body))
    }

    /// Takes an own instrument or prompt set out of the library. Clients keep what they were given.
    pub fn discard(&self, id: &str) -> Result<Changes, Fault> {
        let (own, items) = self.own()?;
        let item = items.iter().find(|item| item.id.to_string() == id).ok_or_else(Fault::not_found)?;
        let mut changes = Changes::default();
        if matches!(item.record.body, Body::PromptSet(_) | Body::Instrument(_)) {
            changes.delete(own, item.id);
        }
        Ok(changes)
    }

    /// The newest own instrument of an id.
    pub(crate) fn own_instrument(&self, id: &str) -> Option<&Instrument> {
        let (_, items) = self.own().ok()?;
        let own = items.iter().filter(|item| holds(&item.record.body, id));
        own.max_by_key(|item| item.record.when.unix_ms).and_then(|item| match &item.record.body {
            Body::Instrument(instrument) => Some(instrument),
            _ => None,
        })
    }
}

fn holds(body: &Body, instrument: &str) -> bool {
    matches!(body, Body::Instrument(one) if one.definition.get("id").and_then(Value::as_str) == Some(instrument))
}

pub(crate) fn line(place: &str, code: &str, title: &str) -> ReportLine {
    ReportLine { place: place.into(), code: code.into(), title: title.into() }
}

impl InstrumentView {
    fn of(definition: &Definition, own: Option<String>, language: &str) -> Self {
        let options = definition.options_in(language).into_iter();
        let slider = match &definition.options {
            Options::Choices(_) => None,
            Options::Slider(low, high) => Some(vec![*low, *high]),
        };
        let item = |id: &str| definition.item_in(id, language).unwrap_or_default().to_owned();
        Self {
            id: definition.id.clone(),
            version: definition.version.clone(),
            title: definition.title_in(language).into(),
            name: definition.name_in(language).into(),
            recall: definition.recall_in(language).into(),
            licence: definition.licence.clone(),
            attribution: definition.attribution.clone(),
            own,
            items: definition.items.iter().map(|one| item(&one.id)).collect(),
            options: options.map(|(value, text)| OptionView { value, text: text.into() }).collect(),
            slider,
            min_interval_days: definition.min_interval_days,
            bands: definition
                .bands
                .iter()
                .map(|(from, to, name)| BandView { from: *from, to: *to, name: name.clone() })
                .collect(),
        }
    }
}
