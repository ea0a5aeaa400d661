//! The practice's library: instruments (built-in and own) and own prompt sets. Own ones are stored in the therapist's
//! private collection. Each client who gets one receives a copy.

use journal::measures::Definition;
use journal::measures::definition::Options;
use journal::measures::import::check;
use journal::record::{Body, Instrument};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tsify::Tsify;

use crate::fault::ReportLine;
use crate::sets::{PromptSetForm, PromptSetView};
use crate::{Casebook, Changes, Fault, Now};

/// An instrument as the phone shows it, for preview and selection.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct InstrumentView {
    /// The instrument's id.
    pub id: String,
    /// The version of the definition.
    pub version: String,
    /// The short name.
    pub title: String,
    /// The full name; empty if there is none.
    pub name: String,
    /// The recall period.
    pub recall: String,
    /// The licence: who may use it, and how.
    pub licence: String,
    /// The authors to be named.
    pub attribution: String,
    /// The record's id, if it is the practice's own.
    pub own: Option<String>,
    /// The questions; empty texts if the licence does not allow reproduction.
    pub items: Vec<String>,
    /// The possible answers: value and text.
    pub options: Vec<OptionView>,
    /// The limits of a slider, if answers are not chosen from a list.
    pub slider: Option<Vec<f64>>,
    /// The minimum number of days between two uses, so that their recall periods do not overlap.
    pub min_interval_days: u32,
    /// The severity bands, from lowest to highest.
    pub bands: Vec<BandView>,
}

/// A possible answer.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct OptionView {
    /// The value of the answer.
    pub value: f64,
    /// The text of the answer.
    pub text: String,
}

/// A severity band of totals.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct BandView {
    /// The lowest total of the band.
    pub from: f64,
    /// The highest total of the band.
    pub to: f64,
    /// The band's name.
    pub name: String,
}

/// The instruments and prompt sets that the practice can give its clients.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Library {
    /// Instruments: built-in ones, and the practice's own.
    pub instruments: Vec<InstrumentView>,
    /// Own prompt sets, newest first.
    pub prompt_sets: Vec<PromptSetView>,
}

/// The check of a file before its import: all faults, or a preview.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// `instrument` or `prompt_set`; empty if it is neither.
    pub kind: String,
    /// The faults; empty if the file can be imported.
    pub faults: Vec<ReportLine>,
    /// The instrument as the phone would show it.
    pub instrument: Option<InstrumentView>,
    /// The prompt set in the file.
    pub prompt_set: Option<PromptSetForm>,
    /// The number of worked examples in the file. All of them passed.
    pub tests: u32,
}

impl Casebook {
    /// The instruments and prompt sets that the practice can give its clients, in a language (BCP 47).
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
        // Of each instrument the newest version.
        let newest = |at: usize| definitions[..at].iter().all(|before| before.id != definitions[at].id);
        let newest = definitions.iter().enumerate().filter(|(at, _)| newest(*at)).map(|(_, one)| one);
        let usable = newest.filter(|one| one.built_in || self.own_instrument(&one.id).is_some());
        let instruments = usable.map(|one| {
            let own = items.iter().rev().find(|item| holds(&item.record.body, &one.id));
            InstrumentView::of(one, own.map(|item| item.id.to_string()), language)
        });
        Library {
            instruments: instruments.collect(),
            prompt_sets: prompt_sets.into_iter().map(|(_, view)| view).collect(),
        }
    }

    /// Checks a file with an own instrument or prompts, without importing it. The preview is in a language (BCP 47).
    pub fn inspect(&self, json: &str, language: &str) -> Report {
        let mut report =
            Report { kind: String::new(), faults: Vec::new(), instrument: None, prompt_set: None, tests: 0 };
        let value: Option<Map<String, Value>> = serde_json::from_str(json).ok();
        let Some(value) = value else {
            report.faults.push(ReportLine::new("file", "malformed", "This is not a JSON object."));
            return report;
        };
        if value.contains_key("prompts") {
            report.kind = "prompt_set".into();
            match PromptSetForm::deserialize(Value::Object(value)) {
                Ok(form) => {
                    report.faults = form.faults();
                    report.prompt_set = Some(form);
                }
                Err(error) => report.faults.push(ReportLine::new("file", "malformed", &error.to_string())),
            }
            return report;
        }
        report.kind = "instrument".into();
        match check(json) {
            Ok(definition) => {
                let taken = self.definitions(&[]).iter().any(|one| one.built_in && one.id == definition.id);
                if taken {
                    report.faults.push(ReportLine::new("id", "repeated", "An instrument of this id is built in."));
                }
                report.tests = definition.tests.len() as u32;
                report.instrument = Some(InstrumentView::of(&definition, None, language));
            }
            Err(faults) => {
                let described = faults
                    .iter()
                    .map(|fault| ReportLine::new(&fault.place, fault.what.code(), &fault.what.to_string()));
                report.faults = described.collect();
            }
        }
        report
    }

    /// Imports a file in which [`Casebook::inspect`] found no fault. A new version of an own instrument is added beside
    /// the old one, which existing answers still use.
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

    /// Removes an own instrument or prompt set from the library. Clients keep their copies.
    pub fn discard(&self, id: &str) -> Result<Changes, Fault> {
        let (own, items) = self.own()?;
        let item = items.iter().find(|item| item.id.to_string() == id).ok_or_else(Fault::not_found)?;
        let mut changes = Changes::default();
        if matches!(item.record.body, Body::PromptSet(_) | Body::Instrument(_)) {
            changes.delete(own, item.id);
        }
        Ok(changes)
    }

    /// The newest version of an own instrument.
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
