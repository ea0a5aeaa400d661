//! Scoring: total, severity, subscales, flags.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Error;
use super::definition::{Definition, FlagLevel, Method, Subscale};

/// The score of a set of answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Whether every item was answered. Otherwise there is no total, severity or subscale.
    pub complete: bool,
    /// The total, rounded as the definition requires.
    pub total: Option<f64>,
    /// The severity band of the total. It is a convention, not a diagnosis.
    pub severity: Option<String>,
    /// The totals of the subscales, by id.
    pub subscales: BTreeMap<String, f64>,
    /// The ids of raised flags. A safety flag depends on its items only, whether the answers are complete or not.
    pub flags: Vec<String>,
    /// The ids of unanswered items.
    pub missing: Vec<String>,
    /// The sum before multiplication, for [`Method::SumTimes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_total: Option<f64>,
}

impl Score {
    /// Whether a safety flag is raised. Then the phone shows the crisis plan immediately.
    pub fn needs_safety(&self, definition: &Definition) -> bool {
        definition.flags.iter().any(|flag| flag.level == FlagLevel::Safety && self.flags.contains(&flag.id))
    }

    /// The band to show. Absent while a safety item is answered: "minimal" would contradict the answer.
    pub fn band(&self, definition: &Definition) -> Option<&str> {
        self.severity.as_deref().filter(|_| !self.needs_safety(definition))
    }
}

/// Scores answers; `None` is a skipped item. `cut` replaces the definition's default cut-off.
pub fn score(definition: &Definition, answers: &[Option<f64>], cut: Option<f64>) -> Result<Score, Error> {
    if answers.len() != definition.items.len() {
        return Err(Error::WrongItemCount);
    }
    if answers.iter().flatten().any(|answer| !definition.options.allow(*answer)) {
        return Err(Error::AnswerOutOfRange);
    }
    if let Some(cut) = cut
        && !definition.cut.as_ref().is_some_and(|known| known.allowed.contains(&cut))
    {
        return Err(Error::Cut);
    }
    let unanswered = definition.items.iter().zip(answers).filter(|(_, answer)| answer.is_none());
    let missing: Vec<String> = unanswered.map(|(item, _)| item.id.clone()).collect();
    let flags = definition.flags.iter().filter(|flag| flag.when.is_met(definition, answers));
    let mut score = Score {
        complete: missing.is_empty(),
        total: None,
        severity: None,
        subscales: BTreeMap::new(),
        flags: flags.map(|flag| flag.id.clone()).collect(),
        missing,
        raw_total: None,
    };
    if !score.complete {
        return Ok(score);
    }
    let (low, high) = definition.options.ends();
    let scored: Vec<Option<f64>> = definition
        .items
        .iter()
        .zip(answers)
        .map(|(item, answer)| answer.map(|answer| if item.reverse { low + high - answer } else { answer }))
        .collect();
    let rule = &definition.scoring;
    let all: Vec<f64> = scored.iter().flatten().copied().collect();
    if rule.method == Method::Profile {
        return Ok(score);
    }
    let total = match rule.method {
        Method::SumTimes => {
            let raw = combine(Method::Sum, &all);
            score.raw_total = Some(raw);
            raw * rule.factor.unwrap_or(1.0)
        }
        method => combine(method, &all),
    };
    let total = round(total, rule.decimals);
    score.severity = severity(definition, total, cut);
    score.total = Some(total);
    for subscale in &definition.subscales {
        let value = combine(subscale.method, &answers_of(subscale, &scored));
        score.subscales.insert(subscale.id.clone(), round(value, rule.decimals));
    }
    Ok(score)
}

fn severity(definition: &Definition, total: f64, cut: Option<f64>) -> Option<String> {
    match cut {
        // A cut-off separates two bands: below it, and at or above it.
        Some(cut) => definition.bands.get(usize::from(total >= cut)).map(|(_, _, name)| name.clone()),
        None => {
            let band = definition.bands.iter().rev().find(|(from, _, _)| total >= *from);
            band.map(|(_, _, name)| name.clone())
        }
    }
}

pub(super) fn answers_of(subscale: &Subscale, answers: &[Option<f64>]) -> Vec<f64> {
    subscale.items.iter().filter_map(|item| *answers.get(item - 1)?).collect()
}

pub(super) fn combine(method: Method, answers: &[f64]) -> f64 {
    let sum: f64 = answers.iter().sum();
    match method {
        Method::Sum | Method::SumTimes | Method::Profile => sum,
        Method::Mean => sum / answers.len() as f64,
    }
}

/// Rounds half up. The added epsilon exceeds the floating-point error of a mean but is far below the last decimal.
fn round(value: f64, decimals: u32) -> f64 {
    let scale = 10_f64.powi(decimals as i32);
    (value * scale + 0.5 + 1e-9).floor() / scale
}
