//! The format of an instrument's definition. The built-in ones are in `journal/data/instruments.json`, with their
//! licences. A practice may import others in the same format.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Error;
use super::condition::Condition;

/// The definition of an instrument.
#[derive(Clone, Debug, Deserialize)]
pub struct Definition {
    /// The instrument's id: `phq-9`.
    pub id: String,
    /// The version of the definition.
    pub version: String,
    /// A short name for lists.
    pub title: String,
    /// The full name, if there is one.
    #[serde(default)]
    pub name: String,
    /// Whether every client may use it. The others require a practice's permission or wording.
    #[serde(default)]
    pub built_in: bool,
    /// The licence: who may use it, and how.
    #[serde(default)]
    pub licence: String,
    /// The authors to be named.
    #[serde(default)]
    pub attribution: String,
    /// Remarks for readers of the definition.
    #[serde(default)]
    pub note: String,
    /// The recall period, such as "Over the last 2 weeks".
    #[serde(default)]
    pub recall: String,
    /// The instruction before the first question, if the instrument has its own.
    #[serde(default)]
    pub instruction: String,
    /// A closing line after the last question, for instruments that may upset.
    #[serde(default)]
    pub afterwards: String,
    /// The minimum number of days between two uses; 0 if not specified.
    #[serde(default)]
    pub min_interval_days: u32,
    /// The minimum number of days after a dosing session; 0 if not specified.
    #[serde(default)]
    pub not_before_days_after_session: u32,
    /// The possible answers, in display order.
    pub options: Options,
    /// The questions, in the order of the answers.
    pub items: Vec<ItemDefinition>,
    /// A final question that is asked and stored, but not scored.
    #[serde(default)]
    pub unscored_item: Option<UnscoredItem>,
    /// How the total is computed.
    pub scoring: Scoring,
    /// Groups of items with their own total.
    #[serde(default)]
    pub subscales: Vec<Subscale>,
    /// Severity bands: from, to (both inclusive), name.
    #[serde(default)]
    pub bands: Vec<(f64, f64, String)>,
    /// A cut-off that a practice may choose.
    #[serde(default)]
    pub cut: Option<Cut>,
    /// The flags that answers can raise.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// When a change exceeds the measurement error.
    #[serde(default)]
    pub change: Option<ChangeRule>,
    /// LOINC code of the instrument, if there is one.
    #[serde(default)]
    pub loinc_panel: Option<String>,
    /// LOINC code of the total, if there is one.
    #[serde(default)]
    pub loinc_total: Option<String>,
    /// Translations, by BCP 47 language.
    #[serde(default)]
    pub translations: BTreeMap<String, Translation>,
    /// Worked examples, which check a practice's own definition.
    #[serde(default)]
    pub tests: Vec<Example>,
}

/// The texts of an instrument in another language. Missing texts fall back to the original.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Translation {
    /// The short name, translated.
    #[serde(default)]
    pub title: String,
    /// The full name, translated.
    #[serde(default)]
    pub name: String,
    /// The recall period, translated.
    #[serde(default)]
    pub recall: String,
    /// The instruction before the first question, translated.
    #[serde(default)]
    pub instruction: String,
    /// The closing line, translated.
    #[serde(default)]
    pub afterwards: String,
    /// The translators to be named.
    #[serde(default)]
    pub attribution: String,
    /// The option texts, in the order of the options.
    #[serde(default)]
    pub options: Vec<String>,
    /// The item texts by item id, including the unscored item.
    #[serde(default)]
    pub items: BTreeMap<String, String>,
    /// The unscored item's option texts, in their order.
    #[serde(default)]
    pub unscored_options: Vec<String>,
}

/// A worked example: answers and their expected score.
#[derive(Clone, Debug, Deserialize)]
pub struct Example {
    /// A description of the example.
    #[serde(default)]
    pub name: String,
    /// The answers, in the order of the items.
    pub answers: Vec<Option<f64>>,
    /// The settings to score it with.
    #[serde(default)]
    pub options: ExampleOptions,
    /// The checked fields of the score, with their expected values.
    pub expected: serde_json::Map<String, Value>,
}

/// The settings of a worked example.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ExampleOptions {
    /// The cut-off to use.
    #[serde(default)]
    pub cut: Option<f64>,
}

/// The possible answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Value")]
pub enum Options {
    /// A choice of values with their texts.
    Choices(Vec<(f64, String)>),
    /// Any number between two limits.
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
    /// Whether a value is a possible answer.
    pub fn allow(&self, answer: f64) -> bool {
        match self {
            Self::Choices(choices) => choices.iter().any(|(value, _)| *value == answer),
            Self::Slider(low, high) => (*low..=*high).contains(&answer),
        }
    }

    /// The lowest and the highest possible answer.
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

/// A question of an instrument.
#[derive(Clone, Debug, Deserialize)]
pub struct ItemDefinition {
    /// The item's id. Answers belong to it, not to a screen position.
    pub id: String,
    /// The question's text; absent if the licence does not allow reproduction.
    #[serde(default)]
    pub text: Option<String>,
    /// Whether the item is reverse-scored: lowest + highest − answer.
    #[serde(default)]
    pub reverse: bool,
    /// LOINC code of the item, if there is one.
    #[serde(default)]
    pub loinc: Option<String>,
}

/// A final question that is not scored, such as the tenth of the PHQ-9: how difficult the problems made everyday life.
#[derive(Clone, Debug, Deserialize)]
pub struct UnscoredItem {
    /// The item's id.
    pub id: String,
    /// The text of the question.
    pub text: String,
    /// The option texts. The first option is 0.
    pub options: Vec<String>,
    /// When the question is asked.
    pub shown_if: ShownIf,
    /// LOINC code of the item, if there is one.
    #[serde(default)]
    pub loinc: Option<String>,
}

/// When an unscored item is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ShownIf {
    /// If any scored answer is above zero.
    #[serde(rename = "any scored item > 0")]
    AnyAboveZero,
}

impl UnscoredItem {
    /// Whether a value is a possible answer.
    pub fn allows(&self, answer: f64) -> bool {
        answer.fract() == 0.0 && (0.0..self.options.len() as f64).contains(&answer)
    }
}

/// How the total is computed.
#[derive(Clone, Debug, Deserialize)]
pub struct Scoring {
    /// How answers are combined.
    pub method: Method,
    /// The factor of [`Method::SumTimes`].
    #[serde(default)]
    pub factor: Option<f64>,
    /// Decimals of a mean, rounded half up.
    #[serde(default)]
    pub decimals: u32,
    /// The lowest and the highest total, if the definition states them.
    #[serde(default)]
    pub range: Option<(f64, f64)>,
    /// The treatment of missing answers. Only `no_total` is supported: products that impute differently would disagree
    /// about the same person.
    #[serde(default)]
    pub missing: Option<String>,
    /// The direction of the scale.
    #[serde(default)]
    pub higher_is: HigherIs,
}

/// How answers are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The sum of the answers.
    Sum,
    /// The sum, multiplied by a factor.
    SumTimes,
    /// The mean of the answers.
    Mean,
    /// No total: the answers are shown side by side.
    Profile,
}

/// The direction of a scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HigherIs {
    /// A higher total means more symptoms.
    #[default]
    Worse,
    /// A higher total means more wellbeing.
    Better,
}

/// A group of items with its own total.
#[derive(Clone, Debug, Deserialize)]
pub struct Subscale {
    /// The subscale's id.
    pub id: String,
    /// Its items by position, from 1.
    pub items: Vec<usize>,
    /// How its answers are combined; the sum by default.
    #[serde(default = "sum")]
    pub method: Method,
}

fn sum() -> Method {
    Method::Sum
}

/// A cut-off that a practice may choose.
#[derive(Clone, Debug, Deserialize)]
pub struct Cut {
    /// The default cut-off.
    pub default: f64,
    /// The cut-offs that the literature supports.
    pub allowed: Vec<f64>,
}

/// A result that needs attention.
#[derive(Clone, Debug, Deserialize)]
pub struct Flag {
    /// The flag's id: `self_harm_item`.
    pub id: String,
    /// The condition that raises it.
    pub when: Condition,
    /// How urgent the flag is.
    pub level: FlagLevel,
}

/// The urgency of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagLevel {
    /// The crisis plan is shown immediately, even if the measure is incomplete and never sent.
    Safety,
    /// For the therapist's attention.
    Clinical,
    /// For information only: no notice, no help.
    Info,
}

/// When a change exceeds the measurement error.
#[derive(Clone, Debug, Deserialize)]
pub struct ChangeRule {
    /// Minimum difference that exceeds the measurement error.
    pub reliable: f64,
    /// The source of `reliable`.
    #[serde(default)]
    pub reliable_source: String,
    /// The minimum difference that people notice; absent if unknown.
    #[serde(default)]
    pub important: Option<f64>,
    /// The source of `important`.
    #[serde(default)]
    pub important_source: String,
    /// The reduction that counts as a response, in percent of the baseline.
    #[serde(default)]
    pub response_pct: Option<f64>,
    /// The highest total that counts as remission.
    #[serde(default)]
    pub remission_max: Option<f64>,
    /// The lowest baseline from which remission is reported.
    #[serde(default)]
    pub baseline_min_for_remission: Option<f64>,
}

impl Definition {
    /// Items that raise a safety flag on their own: index and lowest answer that raises it.
    pub fn safety_items(&self) -> Vec<(usize, f64)> {
        let safety = self.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
        let item = |flag: &Flag| match &flag.when {
            Condition::ItemAtLeast(id, least) => Some((self.items.iter().position(|item| item.id == *id)?, *least)),
            _ => None,
        };
        safety.filter_map(item).collect()
    }

    /// The unscored question to ask after these answers, if there is one.
    pub fn asks_after(&self, answers: &[Option<f64>]) -> Option<&UnscoredItem> {
        self.unscored_item.as_ref().filter(|one| match one.shown_if {
            ShownIf::AnyAboveZero => answers.iter().flatten().any(|answer| *answer > 0.0),
        })
    }

    /// The lowest and the highest total that answers can give.
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

/// Parses a practice's own definition. Returns the first fault; [`super::import::check`] returns all.
pub fn parse(json: &str) -> Result<Definition, Error> {
    super::import::check(json)
        .map_err(|faults| Error::Definition(faults.first().map(ToString::to_string).unwrap_or_default()))
}
