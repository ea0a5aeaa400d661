//! What the definition of an instrument says. The built-in ones stand in `journal/data/instruments.json` with their
//! licences; a practice may import others of the same shape.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Error;
use super::condition::Condition;

/// An instrument.
#[derive(Clone, Debug, Deserialize)]
pub struct Definition {
    /// Its id: `phq-9`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its name, short: what it is called in a list.
    pub title: String,
    /// Its name in full, where it has one.
    #[serde(default)]
    pub name: String,
    /// Whether every client may use it; others wait for a practice's permission or wording.
    #[serde(default)]
    pub built_in: bool,
    /// Who may use it how.
    #[serde(default)]
    pub licence: String,
    /// Whom to name.
    #[serde(default)]
    pub attribution: String,
    /// What a reader should know about it.
    #[serde(default)]
    pub note: String,
    /// What the questions are about, such as "Over the last 2 weeks".
    #[serde(default)]
    pub recall: String,
    /// What is said before the first question, where the instrument has an instruction of its own.
    #[serde(default)]
    pub instruction: String,
    /// A line after the last question, for what stirs things up.
    #[serde(default)]
    pub afterwards: String,
    /// How many days apart it may be asked at least; 0 where nobody has said.
    #[serde(default)]
    pub min_interval_days: u32,
    /// How many days after a dosing session it may be asked first; 0 where nobody has said.
    #[serde(default)]
    pub not_before_days_after_session: u32,
    /// What can be answered.
    pub options: Options,
    /// The questions, in the order of the answers.
    pub items: Vec<ItemDefinition>,
    /// A last question that is asked and kept, and never scored.
    #[serde(default)]
    pub unscored_item: Option<UnscoredItem>,
    /// How a total is made.
    pub scoring: Scoring,
    /// Parts with a total of their own.
    #[serde(default)]
    pub subscales: Vec<Subscale>,
    /// From, to (both included), name.
    #[serde(default)]
    pub bands: Vec<(f64, f64, String)>,
    /// A cut-off that a practice may choose.
    #[serde(default)]
    pub cut: Option<Cut>,
    /// What is pointed out.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// When a change is more than noise.
    #[serde(default)]
    pub change: Option<ChangeRule>,
    /// LOINC code of the whole, where there is one.
    #[serde(default)]
    pub loinc_panel: Option<String>,
    /// LOINC code of the total, where there is one.
    #[serde(default)]
    pub loinc_total: Option<String>,
    /// Its words in other languages, by BCP 47 language.
    #[serde(default)]
    pub translations: BTreeMap<String, Translation>,
    /// Worked examples, which a practice's own definition brings along.
    #[serde(default)]
    pub tests: Vec<Example>,
}

/// The words of an instrument in another language. What is missing is said in the first one.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Translation {
    /// Its name.
    #[serde(default)]
    pub title: String,
    /// Its name in full.
    #[serde(default)]
    pub name: String,
    /// What the questions are about.
    #[serde(default)]
    pub recall: String,
    /// What is said before the first question.
    #[serde(default)]
    pub instruction: String,
    /// A line after the last question.
    #[serde(default)]
    pub afterwards: String,
    /// Whose translation it is.
    #[serde(default)]
    pub attribution: String,
    /// The wording of the options, in their order.
    #[serde(default)]
    pub options: Vec<String>,
    /// The wording of the items, by id; the unscored one's as well.
    #[serde(default)]
    pub items: BTreeMap<String, String>,
    /// The wording of the unscored item's options, in their order.
    #[serde(default)]
    pub unscored_options: Vec<String>,
}

/// A worked example: answers, and what they add up to.
#[derive(Clone, Debug, Deserialize)]
pub struct Example {
    /// What it shows.
    #[serde(default)]
    pub name: String,
    /// Answers in the order of the items.
    pub answers: Vec<Option<f64>>,
    /// A cut-off to use.
    #[serde(default)]
    pub options: ExampleOptions,
    /// The fields of the result that it states, and their values.
    pub expected: serde_json::Map<String, Value>,
}

/// How an example is scored.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ExampleOptions {
    /// The cut-off.
    #[serde(default)]
    pub cut: Option<f64>,
}

/// What can be answered.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Value")]
pub enum Options {
    /// One of these: value and wording.
    Choices(Vec<(f64, String)>),
    /// Anything between two numbers.
    Slider(f64, f64),
}

impl From<Value> for Options {
    fn from(value: Value) -> Self {
        if let Some(text) = value.as_str() {
            let ends = text.trim_start_matches("slider").trim().split_once('-');
            let ends = ends.and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
            return ends.map_or(Self::Choices(Vec::new()), |(low, high)| Self::Slider(low, high));
        }
        let choices = value.as_array().map(Vec::as_slice).unwrap_or_default().iter().filter_map(|option| {
            Some((option.get(0)?.as_f64()?, option.get(1)?.as_str().unwrap_or_default().to_owned()))
        });
        Self::Choices(choices.collect())
    }
}

impl Options {
    /// Whether a value can be answered.
    pub fn allow(&self, answer: f64) -> bool {
        match self {
            Self::Choices(choices) => choices.iter().any(|(value, _)| *value == answer),
            Self::Slider(low, high) => (*low..=*high).contains(&answer),
        }
    }

    /// The lowest and the highest value.
    pub fn ends(&self) -> (f64, f64) {
        match self {
            Self::Choices(choices) => {
                choices.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (value, _)| {
                    (low.min(*value), high.max(*value))
                })
            }
            Self::Slider(low, high) => (*low, *high),
        }
    }
}

/// A question.
#[derive(Clone, Debug, Deserialize)]
pub struct ItemDefinition {
    /// Its id: answers are bound to it, never to a place on the screen.
    pub id: String,
    /// The wording; absent where it may not be reproduced here.
    #[serde(default)]
    pub text: Option<String>,
    /// Scored as lowest + highest − answer.
    #[serde(default)]
    pub reverse: bool,
    /// LOINC code, where there is one.
    #[serde(default)]
    pub loinc: Option<String>,
}

/// A last question that is asked and kept, and never scored, such as PHQ-9's tenth: how difficult the problems made
/// everyday life.
#[derive(Clone, Debug, Deserialize)]
pub struct UnscoredItem {
    /// Its id.
    pub id: String,
    /// The wording.
    pub text: String,
    /// What can be answered; the first is 0.
    pub options: Vec<String>,
    /// When it is asked.
    pub shown_if: ShownIf,
    /// LOINC code, where there is one.
    #[serde(default)]
    pub loinc: Option<String>,
}

/// When an unscored item is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ShownIf {
    /// There is something to ask about.
    #[serde(rename = "any scored item > 0")]
    AnyAboveZero,
}

impl UnscoredItem {
    /// Whether a value can be answered.
    pub fn allows(&self, answer: f64) -> bool {
        answer.fract() == 0.0 && (0.0..self.options.len() as f64).contains(&answer)
    }
}

/// How a total is made.
#[derive(Clone, Debug, Deserialize)]
pub struct Scoring {
    /// How answers become a number.
    pub method: Method,
    /// For [`Method::SumTimes`].
    #[serde(default)]
    pub factor: Option<f64>,
    /// Decimals of a mean; rounded half up.
    #[serde(default)]
    pub decimals: u32,
    /// The lowest and the highest total, if the definition states them.
    #[serde(default)]
    pub range: Option<(f64, f64)>,
    /// What a missing answer means. There is one answer, `no_total`: two products that fill gaps in different ways
    /// would disagree about the same person.
    #[serde(default)]
    pub missing: Option<String>,
    /// Which direction is which.
    #[serde(default)]
    pub higher_is: HigherIs,
}

/// How answers become a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Their sum.
    Sum,
    /// Their sum, multiplied.
    SumTimes,
    /// Their mean.
    Mean,
    /// No number of the whole: the answers are shown side by side.
    Profile,
}

/// Which direction is which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HigherIs {
    /// More symptoms.
    #[default]
    Worse,
    /// More wellbeing.
    Better,
}

/// A part with a total of its own.
#[derive(Clone, Debug, Deserialize)]
pub struct Subscale {
    /// Its id.
    pub id: String,
    /// Its items, counted from 1.
    pub items: Vec<usize>,
    /// Sum, unless it says otherwise.
    #[serde(default = "sum")]
    pub method: Method,
}

fn sum() -> Method {
    Method::Sum
}

/// A cut-off that a practice may choose.
#[derive(Clone, Debug, Deserialize)]
pub struct Cut {
    /// The usual one.
    pub default: f64,
    /// Those that the literature supports.
    pub allowed: Vec<f64>,
}

/// Something to point out.
#[derive(Clone, Debug, Deserialize)]
pub struct Flag {
    /// Its id: `self_harm_item`.
    pub id: String,
    /// When it stands.
    pub when: Condition,
    /// How much it weighs.
    pub level: FlagLevel,
}

/// How much a flag weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagLevel {
    /// The crisis plan is shown at once, also when the measure is incomplete and never sent.
    Safety,
    /// For the therapist's attention.
    Clinical,
    /// Good to know.
    Info,
}

/// When a change is more than noise.
#[derive(Clone, Debug, Deserialize)]
pub struct ChangeRule {
    /// Points that are more than the noise of measuring.
    pub reliable: f64,
    /// Where that number comes from.
    #[serde(default)]
    pub reliable_source: String,
    /// Points that people notice; absent where nobody has said.
    #[serde(default)]
    pub important: Option<f64>,
    /// Where that number comes from.
    #[serde(default)]
    pub important_source: String,
    /// Percent of the baseline that count as a response.
    #[serde(default)]
    pub response_pct: Option<f64>,
    /// At or below it is remission.
    #[serde(default)]
    pub remission_max: Option<f64>,
    /// Remission is told only from a baseline at or above it.
    #[serde(default)]
    pub baseline_min_for_remission: Option<f64>,
}

impl Definition {
    /// Its name in a language.
    pub fn title_in(&self, language: &str) -> &str {
        said(self.translation(language).map(|words| &words.title), &self.title)
    }

    /// Its name in full in a language; empty where it has none.
    pub fn name_in(&self, language: &str) -> &str {
        said(self.translation(language).map(|words| &words.name), &self.name)
    }

    /// What the questions are about, in a language.
    pub fn recall_in(&self, language: &str) -> &str {
        said(self.translation(language).map(|words| &words.recall), &self.recall)
    }

    /// What is said before the first question, in a language; empty where it has none.
    pub fn instruction_in(&self, language: &str) -> &str {
        said(self.translation(language).map(|words| &words.instruction), &self.instruction)
    }

    /// The line after the last question, in a language; empty where it has none.
    pub fn afterwards_in(&self, language: &str) -> &str {
        said(self.translation(language).map(|words| &words.afterwards), &self.afterwards)
    }

    /// The items that raise a safety flag by themselves, as indices, with the least answer that does.
    pub fn safety_items(&self) -> Vec<(usize, f64)> {
        let safety = self.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
        let item = |flag: &Flag| match &flag.when {
            Condition::ItemAtLeast(id, least) => Some((self.items.iter().position(|item| item.id == *id)?, *least)),
            _ => None,
        };
        safety.filter_map(item).collect()
    }

    /// The wording of an item in a language; `None` where it may not be reproduced here.
    pub fn item_in(&self, item: &str, language: &str) -> Option<&str> {
        let translated = self.translation(language).and_then(|words| words.items.get(item));
        let own = || self.items.iter().find(|one| one.id == item)?.text.as_deref();
        let unscored = || Some(self.unscored_item.as_ref().filter(|one| one.id == item)?.text.as_str());
        translated.map(String::as_str).or_else(own).or_else(unscored)
    }

    /// The question that is asked after these answers without being scored, if there is one.
    pub fn asks_after(&self, answers: &[Option<f64>]) -> Option<&UnscoredItem> {
        self.unscored_item.as_ref().filter(|one| match one.shown_if {
            ShownIf::AnyAboveZero => answers.iter().flatten().any(|answer| *answer > 0.0),
        })
    }

    /// The options of the unscored item with their wording in a language.
    pub fn unscored_options_in(&self, language: &str) -> Vec<(f64, &str)> {
        let Some(item) = &self.unscored_item else { return Vec::new() };
        let words = self.translation(language).map(|words| words.unscored_options.as_slice()).unwrap_or_default();
        let options = item.options.iter().enumerate();
        options.map(|(at, own)| (at as f64, words.get(at).map_or(own.as_str(), String::as_str))).collect()
    }

    /// The options with their wording in a language; empty for a slider.
    pub fn options_in(&self, language: &str) -> Vec<(f64, &str)> {
        let Options::Choices(choices) = &self.options else { return Vec::new() };
        let words = self.translation(language).map(|words| words.options.as_slice()).unwrap_or_default();
        choices
            .iter()
            .enumerate()
            .map(|(at, (value, own))| (*value, words.get(at).map_or(own.as_str(), String::as_str)))
            .collect()
    }

    fn translation(&self, language: &str) -> Option<&Translation> {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        self.translations.get(language).or_else(|| self.translations.get(base))
    }

    /// The lowest and the highest total that the answers can add up to.
    pub fn attainable(&self) -> (f64, f64) {
        let (low, high) = self.options.ends();
        let count = self.items.len() as f64;
        match self.scoring.method {
            Method::Mean | Method::Profile => (low, high),
            Method::Sum => (low * count, high * count),
            Method::SumTimes => {
                let factor = self.scoring.factor.unwrap_or(1.0);
                (low * count * factor, high * count * factor)
            }
        }
    }
}

fn said<'a>(translated: Option<&'a String>, own: &'a str) -> &'a str {
    translated.map(String::as_str).filter(|words| !words.is_empty()).unwrap_or(own)
}

#[derive(Deserialize)]
struct Pack {
    instruments: Vec<Definition>,
}

/// The ids of the instruments that come with Afterglow: no practice's own instrument may have one of them.
pub const BUILT_IN_IDS: [&str; 12] = [
    "phq-9",
    "phq-8",
    "gad-7",
    "pcl-5",
    "pcl-5-week",
    "who-5",
    "pss-10",
    "meq-30",
    "ebi",
    "cadss-6",
    "integration-pulse",
    "daily-check",
];

/// An instrument that comes with Afterglow.
pub fn built_in(id: &str) -> Result<Definition, Error> {
    all_built_in()?.into_iter().find(|definition| definition.id == id).ok_or(Error::UnknownInstrument)
}

/// The instruments that come with Afterglow. Those that are not `built_in` are known for scoring only.
pub fn all_built_in() -> Result<Vec<Definition>, Error> {
    let pack: Pack = serde_json::from_str(include_str!("../../data/instruments.json"))
        .map_err(|error| Error::Definition(error.to_string()))?;
    let checked = |definition: Definition| match super::import::faults(&definition).into_iter().next() {
        Some(fault) => Err(Error::Definition(fault.to_string())),
        None => Ok(definition),
    };
    pack.instruments.into_iter().map(checked).collect()
}

/// Reads a practice's own definition; the first thing that is wrong with it, if anything is. [`super::import::check`]
/// tells all of them.
pub fn parse(json: &str) -> Result<Definition, Error> {
    super::import::check(json)
        .map_err(|faults| Error::Definition(faults.first().map(ToString::to_string).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_are_those_of_the_pack() {
        let ids: Vec<String> = all_built_in().unwrap().into_iter().map(|definition| definition.id).collect();
        assert_eq!(ids, BUILT_IN_IDS);
    }
}
