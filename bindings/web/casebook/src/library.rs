//! The practice's library: instruments (built in and own) and own prompt sets. Own ones live in the therapist's own
//! collection; a copy goes to each client who is given one.

use journal::arc::Item;
use journal::measures::Definition;
use journal::measures::definition::Options;
use journal::measures::import::check;
use journal::record::{Body, Instrument, Moment, OwnPrompt, Phase, PromptSet, Slot};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tsify::Tsify;

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

/// A practice's own prompts.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PromptSetView {
    /// The record.
    pub id: String,
    /// What it says.
    pub form: PromptSetForm,
    /// No longer in use.
    pub ended: bool,
}

/// A set of prompts, to write or to import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PromptSetForm {
    /// Its name.
    pub title: String,
    /// BCP 47: `en`, `de`.
    #[serde(default)]
    pub language: String,
    /// The prompts.
    pub prompts: Vec<PromptForm>,
}

/// One prompt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PromptForm {
    /// Its id within the practice.
    pub id: String,
    /// The words.
    pub text: String,
    /// `preparation`, `session_day`, `after`, `integration`, `between`, `closing`; absent: any.
    #[serde(default)]
    pub phase: Option<String>,
    /// `4h`, `24h`, `72h`, `7d`.
    #[serde(default)]
    pub slot: Option<String>,
    /// A lens.
    #[serde(default)]
    pub theme: Option<String>,
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
                Body::PromptSet(set) => {
                    let view =
                        PromptSetView { id: item.id.to_string(), form: PromptSetForm::of(set), ended: set.ended };
                    Some((item.record.when.unix_ms, view))
                }
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

    /// Writes or (with an id) changes an own prompt set.
    pub fn save_prompts(&self, id: Option<&str>, form: &PromptSetForm, now: Now) -> Result<Changes, Fault> {
        let (own, items) = self.own()?;
        if let Some(fault) = form.faults().first() {
            return Err(Fault::new("import", &format!("{}: {}", fault.place, fault.title)));
        }
        let known = id.map(|id| items.iter().find(|item| item.id.to_string() == id).ok_or_else(Fault::not_found));
        let known = known.transpose()?;
        Ok(Changes::one(own, known.map(|item| item.id), &now.into(), form.to_set()))
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

    /// Gives a client an own prompt set (its newest words), or ends it for them: the phone offers these prompts beside
    /// the built-in ones.
    pub fn give_prompts(&self, collection: &str, set: &str, given: bool, now: Now) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (_, own) = self.own()?;
        let wanted = own.iter().find(|item| item.id.to_string() == set).ok_or_else(Fault::not_found)?;
        let Body::PromptSet(set) = &wanted.record.body else { return Err(Fault::not_found()) };
        let there = items.iter().find(|item| copy_of(set, item).is_some());
        let copy = PromptSet { ended: !given, ..set.clone() };
        if there.is_none() && !given {
            return Ok(Changes::default());
        }
        Ok(Changes::one(client, there.map(|item| item.id), &Moment::from(now), copy))
    }

    /// The own prompt sets that a client has, by their ids in the library.
    pub(crate) fn given_sets(&self, items: &[Item]) -> Vec<String> {
        let own = self.own().map(|(_, own)| own).unwrap_or_default();
        let given = |set: &PromptSet| items.iter().filter_map(|item| copy_of(set, item)).any(|copy| !copy.ended);
        let sets = own.iter().filter(|item| matches!(&item.record.body, Body::PromptSet(set) if given(set)));
        sets.map(|item| item.id.to_string()).collect()
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

/// A client's copy of a prompt set: known by title and language.
fn copy_of<'a>(set: &PromptSet, item: &'a Item) -> Option<&'a PromptSet> {
    match &item.record.body {
        Body::PromptSet(there) if there.title == set.title && there.language == set.language => Some(there),
        _ => None,
    }
}

fn line(place: &str, code: &str, title: &str) -> ReportLine {
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
            bands: definition
                .bands
                .iter()
                .map(|(from, to, name)| BandView { from: *from, to: *to, name: name.clone() })
                .collect(),
        }
    }
}

impl PromptSetForm {
    fn of(set: &PromptSet) -> Self {
        let prompt = |prompt: &OwnPrompt| PromptForm {
            id: prompt.id.clone(),
            text: prompt.text.clone(),
            phase: prompt.phase.map(|phase| phase.as_str().into()),
            slot: prompt.slot.map(|slot| slot.as_str().into()),
            theme: prompt.theme.clone(),
        };
        Self {
            title: set.title.clone(),
            language: set.language.clone(),
            prompts: set.prompts.iter().map(prompt).collect(),
        }
    }

    fn to_set(&self) -> PromptSet {
        let prompt = |form: &PromptForm| OwnPrompt {
            id: form.id.trim().into(),
            text: form.text.trim().into(),
            phase: form.phase.as_deref().and_then(Phase::named),
            slot: form.slot.as_deref().and_then(Slot::named),
            theme: form.theme.clone(),
            ..Default::default()
        };
        PromptSet {
            title: self.title.trim().into(),
            language: self.language.trim().into(),
            prompts: self.prompts.iter().map(prompt).collect(),
            ..Default::default()
        }
    }

    /// What is wrong with it, item by item.
    fn faults(&self) -> Vec<ReportLine> {
        let mut faults = Vec::new();
        if self.title.trim().is_empty() {
            faults.push(line("title", "empty", "it is empty"));
        }
        if self.prompts.is_empty() {
            faults.push(line("prompts", "empty", "it is empty"));
        }
        for (n, prompt) in self.prompts.iter().enumerate() {
            let mut wrong = |field: &str, code: &str, title: &str| {
                faults.push(line(&format!("prompts[{}].{field}", n + 1), code, title));
            };
            if prompt.id.trim().is_empty() {
                wrong("id", "empty", "it is empty");
            } else if self.prompts[..n].iter().any(|other| other.id.trim() == prompt.id.trim()) {
                wrong("id", "repeated", "this id stands twice");
            }
            if prompt.text.trim().is_empty() {
                wrong("text", "empty", "it is empty");
            }
            if prompt.phase.as_deref().is_some_and(|phase| Phase::named(phase).is_none()) {
                wrong("phase", "unknown", "there is no such part of the arc");
            }
            if prompt.slot.as_deref().is_some_and(|slot| Slot::named(slot).is_none()) {
                wrong("slot", "unknown", "there is no such check-in");
            }
        }
        faults
    }
}
