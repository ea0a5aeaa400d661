//! Measures: first, previous, latest; what changed reliably against both.

use std::collections::BTreeMap;

use serde::Serialize;

use super::visit::Visit;
use crate::arc::Item;
use crate::measures::result::{judge_scored, series};
use crate::measures::{Change, Definition, Direction, Score, Sentence, change, score};
use crate::record::Body;

/// The instruments that count for these records: those that are built in, and the practice's own (the newest of an id).
pub fn definitions(built_in: &[Definition], items: &[Item]) -> Vec<Definition> {
    let mut own: Vec<(i64, Definition)> = items
        .iter()
        .filter_map(|item| {
            let Body::Instrument(instrument) = &item.record.body else { return None };
            let json = serde_json::to_string(&instrument.definition).ok()?;
            Some((item.record.when.unix_ms, crate::measures::parse(&json).ok()?))
        })
        .collect();
    own.sort_by_key(|(at, _)| -at);
    let mut all = built_in.to_vec();
    for (_, definition) in own {
        if !all.iter().any(|known| known.id == definition.id) {
            all.push(definition);
        }
    }
    all
}

/// A response that could be scored.
pub(crate) struct Answered<'a> {
    pub(crate) item: &'a Item,
    pub(crate) definition: &'a Definition,
    pub(crate) score: Score,
}

/// All responses that can be scored. Those of an instrument that is not known here are left out, and shown as answers.
pub(crate) fn scored<'a>(items: &'a [Item], definitions: &'a [Definition]) -> impl Iterator<Item = Answered<'a>> {
    items.iter().filter_map(|item| {
        let Body::MeasureResponse(response) = &item.record.body else { return None };
        let definition = definitions.iter().find(|definition| definition.id == response.instrument)?;
        let score = score(definition, &response.answers, None).ok()?;
        Some(Answered { item, definition, score })
    })
}

/// One total.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Total {
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The client's local date.
    pub date: String,
    /// The total; absent while items were left out.
    pub total: Option<f64>,
    /// The band that it lies in; a convention, not a diagnosis.
    pub severity: Option<String>,
    /// What is pointed out.
    pub flags: Vec<String>,
    /// Whether a safety item is answered.
    pub safety: bool,
    /// Totals of the parts.
    pub subscales: BTreeMap<String, f64>,
    /// The answers' record.
    pub id: String,
}

/// How a measure stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// The instrument.
    pub instrument: String,
    /// Its name.
    pub title: String,
    /// Whether more is better: the direction of the scale.
    pub higher_is_better: bool,
    /// The lowest and the highest total there can be.
    pub range: (f64, f64),
    /// From, to, name.
    pub bands: Vec<(f64, f64, String)>,
    /// How many points are more than noise; absent where nobody has said.
    pub reliable: Option<f64>,
    /// How many points people notice; absent where nobody has said.
    pub important: Option<f64>,
    /// Where those numbers come from.
    pub sources: Vec<String>,
    /// What is said of the latest answers; on the phone as well, by the same rule.
    pub sentence: Option<Sentence>,
    /// Which way it moved: worse against either is worse, and nothing is better while a safety item is answered.
    pub direction: Option<Direction>,
    /// The baseline: the last complete one before the series' first session.
    pub first: Option<Total>,
    /// The complete one before the latest.
    pub previous: Option<Total>,
    /// The latest complete one.
    pub latest: Option<Total>,
    /// Against the baseline. Absent with a single total, or where the instrument has no rule.
    pub vs_first: Option<Change>,
    /// Against the previous one.
    pub vs_previous: Option<Change>,
    /// Days since the latest.
    pub age_days: Option<i64>,
    /// Whether it was answered since the last visit.
    pub since_visit: bool,
    /// Answered since the last visit, but not to the end: these records.
    pub incomplete: Vec<String>,
}

/// Every measure that was answered up to now, by its id. An instrument without a rule for change is among them when it
/// was answered since the last visit; the others always, with their age.
pub fn standings(items: &[Item], definitions: &[Definition], visit: &Visit, now: i64) -> Vec<Standing> {
    let all = measures(items, definitions, visit, now);
    all.into_iter().filter(|standing| standing.reliable.is_some() || standing.since_visit).collect()
}

/// Every measure that was answered up to now, by its id.
pub fn measures(items: &[Item], definitions: &[Definition], visit: &Visit, now: i64) -> Vec<Standing> {
    let mut by_instrument: BTreeMap<&str, Vec<Answered<'_>>> = BTreeMap::new();
    for answer in scored(items, definitions).filter(|answer| answer.item.record.when.unix_ms <= now) {
        by_instrument.entry(&answer.definition.id).or_default().push(answer);
    }
    let series = series(items);
    by_instrument.into_values().map(|answers| standing(answers, &series, visit, now)).collect()
}

fn standing(mut answers: Vec<Answered<'_>>, series: &[i64], visit: &Visit, now: i64) -> Standing {
    answers.sort_by_key(|answer| (answer.item.record.when.unix_ms, answer.item.id));
    let definition = answers[0].definition;
    let since = |answer: &&Answered<'_>| visit.at.is_none_or(|visit| answer.item.record.when.unix_ms >= visit);
    let incomplete = answers.iter().filter(since).filter(|answer| !answer.score.complete);
    let judged =
        judge_scored(definition, answers.iter().map(|answer| (answer.item.record.when.unix_ms, &answer.score)), series);
    let at = answers.iter().rposition(|answer| answer.score.complete);
    let (latest, judgement) = (at.map(|at| &answers[at]), at.map(|at| judged[at]));
    // What was answered to a safety item since, in a form that was not finished, comes first as well.
    let flagged = judged.iter().skip(at.unwrap_or(0)).any(|one| one.sentence == Sentence::Safety);
    let direction = judgement.and_then(|one| one.direction);
    let compared = |baseline: Option<&Answered<'_>>| {
        let (baseline, latest) = (baseline?, latest?);
        change(definition, baseline.score.total?, latest.score.total?).ok()
    };
    let first = judgement.and_then(|one| one.first).map(|at| &answers[at]);
    let previous = judgement.and_then(|one| one.previous).map(|at| &answers[at]);
    let rule = definition.change.as_ref();
    let sources = rule.map(|rule| vec![rule.reliable_source.clone(), rule.important_source.clone()]);
    Standing {
        instrument: definition.id.clone(),
        title: definition.title.clone(),
        higher_is_better: definition.scoring.higher_is == crate::measures::definition::HigherIs::Better,
        range: range(definition),
        bands: definition.bands.clone(),
        reliable: rule.map(|rule| rule.reliable),
        important: rule.and_then(|rule| rule.important),
        sources: sources.unwrap_or_default().into_iter().filter(|one| !one.is_empty()).collect(),
        sentence: if flagged { Some(Sentence::Safety) } else { judgement.map(|one| one.sentence) },
        direction: direction.filter(|one| !flagged || *one == Direction::Worsened),
        // With one total it is the baseline itself.
        first: first.or(latest).map(total),
        previous: previous.map(total),
        latest: latest.map(total),
        vs_first: compared(first),
        vs_previous: compared(previous),
        age_days: latest.map(|latest| (now - latest.item.record.when.unix_ms).max(0) / 86_400_000),
        since_visit: answers.iter().any(|answer| since(&answer)),
        incomplete: incomplete.map(|answer| answer.item.id.to_string()).collect(),
    }
}

pub(crate) fn total(answer: &Answered<'_>) -> Total {
    let when = &answer.item.record.when;
    Total {
        at: when.unix_ms,
        date: when.local_date(),
        total: answer.score.total,
        severity: answer.score.severity.clone(),
        flags: answer.score.flags.clone(),
        safety: answer.score.needs_safety(answer.definition),
        subscales: answer.score.subscales.clone(),
        id: answer.item.id.to_string(),
    }
}

/// The lowest and the highest total there can be.
fn range(definition: &Definition) -> (f64, f64) {
    use crate::measures::definition::Method;
    let (low, high) = definition.options.ends();
    let times = match definition.scoring.method {
        Method::Mean | Method::Profile => 1.0,
        Method::Sum => definition.items.len() as f64,
        Method::SumTimes => definition.items.len() as f64 * definition.scoring.factor.unwrap_or(1.0),
    };
    (low * times, high * times)
}
