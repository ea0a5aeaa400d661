//! Measures: first, previous and latest result, and reliable changes against both.

use std::borrow::Cow;
use std::collections::BTreeMap;

use protocol::RecordId;
use serde::Serialize;

use super::visit::Visit;
use crate::arc::Item;
use crate::measures::result::{PHQ_8, judge_scored, read_as, series};
use crate::measures::{Assessment, BUILT_IN_IDS, Change, Definition, Direction, Score, change, score};
use crate::record::Body;

/// The instruments for these records: the built-in ones, and the practice's own in every version, the newest first. The
/// first one of an id is the one to use now.
pub fn definitions(built_in: &[Definition], items: &[Item]) -> Vec<Definition> {
    let mut own: Vec<((i64, RecordId), Definition)> = items
        .iter()
        .filter_map(|item| {
            let Body::Instrument(instrument) = &item.record.body else { return None };
            let json = serde_json::to_string(&instrument.definition).ok()?;
            Some(((item.record.when.unix_ms, item.id), crate::measures::parse(&json).ok()?))
        })
        .collect();
    own.sort_by_key(|(key, _)| *key);
    let mut all: Vec<Definition> = Vec::new();
    for (_, definition) in own {
        let replaces = built_in.iter().any(|known| known.id == definition.id);
        // As on the phone: what a version asks never changes, because a client may have answered it.
        let known = all.iter().any(|known| known.id == definition.id && known.version == definition.version);
        if !replaces && !known {
            all.push(definition);
        }
    }
    built_in.iter().cloned().chain(all.into_iter().rev()).collect()
}

/// The definition that a response answered, as on the phone. An own instrument is never scored by another version; a
/// built-in one of a version that is not known here is scored by the known one, so that no safety answer is missed.
pub(crate) fn answered_by<'a>(
    definitions: &'a [Definition],
    instrument: &str,
    version: &str,
) -> Option<&'a Definition> {
    let mut of_id = definitions.iter().filter(|one| one.id == instrument);
    // Early versions of the app wrote none.
    if version.is_empty() {
        return of_id.next_back();
    }
    let exact = of_id.clone().find(|one| one.version == version);
    let is_built_in = BUILT_IN_IDS.contains(&instrument);
    exact.or_else(|| of_id.next().filter(|_| is_built_in))
}

/// The definition with an item, the newest first: what a safety event is about.
pub fn asking<'a>(definitions: &'a [Definition], instrument: &str, item: &str) -> Option<(&'a Definition, usize)> {
    let mut of_id = definitions.iter().filter(|one| one.id == instrument);
    of_id.find_map(|one| Some((one, one.items.iter().position(|known| known.id == item)?)))
}

/// A response that could be scored.
pub(crate) struct Answered<'a> {
    pub(crate) item: &'a Item,
    pub(crate) definition: &'a Definition,
    pub(crate) score: Score,
}

/// All responses that can be scored. Those of an unknown instrument are omitted here and shown as plain answers.
pub(crate) fn scored<'a>(items: &'a [Item], definitions: &'a [Definition]) -> impl Iterator<Item = Answered<'a>> {
    items.iter().filter_map(|item| {
        let Body::MeasureResponse(response) = &item.record.body else { return None };
        let definition = answered_by(definitions, &response.instrument, &response.version)?;
        let score = score(definition, &response.answers, None).ok()?;
        Some(Answered { item, definition, score })
    })
}

/// The total of one response.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Total {
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The client's local date.
    pub date: String,
    /// The total; absent if items are unanswered.
    pub total: Option<f64>,
    /// Its band; a convention, not a diagnosis. Absent while a safety item is answered.
    pub severity: Option<String>,
    /// Ids of the raised flags.
    pub flags: Vec<String>,
    /// Whether a safety item is answered.
    pub safety: bool,
    /// Totals of the subscales.
    pub subscales: BTreeMap<String, f64>,
    /// The id of the response.
    pub id: String,
}

/// The summary of a measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MeasureSummary {
    /// The id of the instrument.
    pub instrument: String,
    /// The instrument's short name.
    pub title: String,
    /// Whether higher totals are better.
    pub higher_is_better: bool,
    /// The minimum and maximum total.
    pub range: (f64, f64),
    /// The bands: from, to, name.
    pub bands: Vec<(f64, f64, String)>,
    /// The reliable change in points; absent without a published value.
    pub reliable: Option<f64>,
    /// The minimal important difference in points; absent without a published value.
    pub important: Option<f64>,
    /// The sources of these values.
    pub sources: Vec<String>,
    /// The assessment of the latest result. The phone uses the same rule.
    pub sentence: Option<Assessment>,
    /// The direction: worse against either baseline is worse; never better while a safety flag is raised.
    pub direction: Option<Direction>,
    /// The baseline: the last complete result before the series' first session.
    pub first: Option<Total>,
    /// The complete result before the latest.
    pub previous: Option<Total>,
    /// The latest complete result.
    pub latest: Option<Total>,
    /// The change against the baseline. Absent with a single total or without a change rule.
    pub vs_first: Option<Change>,
    /// The change against the previous result.
    pub vs_previous: Option<Change>,
    /// Days since the latest result.
    pub age_days: Option<i64>,
    /// Whether it was answered since the last visit.
    pub since_visit: bool,
    /// Ids of incomplete responses since the last visit.
    pub incomplete: Vec<String>,
    /// The latest answer to its safety item, also a negative one.
    pub item: Option<SafetyItem>,
}

/// The last answer to a safety item. The definition has the texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SafetyItem {
    /// The id of the response.
    pub id: String,
    /// The number of the question, from 1.
    pub number: u32,
    /// The value of the answer, as the instrument scores it.
    pub value: f64,
    /// The text of the answer, in the reader's language; empty until the caller fills it in.
    pub said: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The version of the instrument that asked it, for the text.
    #[serde(skip)]
    pub version: String,
}

/// The answered measures, by id. An instrument without a change rule is included if it
/// was answered since the last visit; the others always.
pub fn measure_summaries(items: &[Item], definitions: &[Definition], visit: &Visit, now: i64) -> Vec<MeasureSummary> {
    let all = measures(items, definitions, visit, now);
    all.into_iter().filter(|summary| summary.reliable.is_some() || summary.since_visit).collect()
}

/// All answered measures, by id.
pub fn measures(items: &[Item], definitions: &[Definition], visit: &Visit, now: i64) -> Vec<MeasureSummary> {
    let (series, lent) = (series(items), lent(items, definitions));
    let by_instrument = comparable(scored(items, definitions)).into_values();
    by_instrument.map(|answers| summarize(&answers, &lent, &series, visit, now)).collect()
}

/// Responses to the PHQ-9, as responses to the PHQ-8: what the PHQ-8 is compared with after a change.
fn lent<'a>(items: &'a [Item], definitions: &'a [Definition]) -> Vec<Answered<'a>> {
    let lent = items.iter().filter_map(|item| {
        let Body::MeasureResponse(response) = &item.record.body else { return None };
        let Cow::Owned(response) = read_as(response, PHQ_8)? else { return None };
        let definition = answered_by(definitions, &response.instrument, &response.version)?;
        Some(Answered { item, definition, score: score(definition, &response.answers, None).ok()? })
    });
    lent.collect()
}

/// Responses by instrument, oldest first: those to the version that was answered last, because totals of different
/// versions are not comparable.
pub(crate) fn comparable<'a>(answers: impl Iterator<Item = Answered<'a>>) -> BTreeMap<&'a str, Vec<Answered<'a>>> {
    let mut by_instrument: BTreeMap<&str, Vec<Answered<'_>>> = BTreeMap::new();
    for answer in answers {
        by_instrument.entry(&answer.definition.id).or_default().push(answer);
    }
    for answers in by_instrument.values_mut() {
        answers.sort_by_key(|answer| (answer.item.record.when.unix_ms, answer.item.id));
        if let Some(last) = answers.last().map(|answer| answer.definition) {
            answers.retain(|answer| answer.definition.version == last.version);
        }
    }
    by_instrument
}

fn summarize(
    answers: &[Answered<'_>],
    lent: &[Answered<'_>],
    series: &[i64],
    visit: &Visit,
    now: i64,
) -> MeasureSummary {
    let definition = answers[0].definition;
    let since = |answer: &&Answered<'_>| visit.at.is_none_or(|visit| answer.item.record.when.unix_ms >= visit);
    let incomplete = answers.iter().filter(since).filter(|answer| !answer.score.complete);
    let fits = |one: &&Answered<'_>| one.definition.id == definition.id && one.definition.version == definition.version;
    let lent: Vec<&Answered<'_>> = lent.iter().filter(fits).collect();
    let is_lent = |answer: &Answered<'_>| lent.iter().any(|one| one.item.id == answer.item.id);
    let mut all: Vec<&Answered<'_>> = answers.iter().chain(lent.iter().copied()).collect();
    all.sort_by_key(|answer| (answer.item.record.when.unix_ms, answer.item.id));
    let judged =
        judge_scored(definition, all.iter().map(|answer| (answer.item.record.when.unix_ms, &answer.score)), series);
    let at = all.iter().rposition(|answer| answer.score.complete && !is_lent(answer));
    let (latest, judgement) = (at.map(|at| all[at]), at.map(|at| judged[at]));
    // A later safety answer in an unfinished form takes precedence too.
    let flagged = judged.iter().skip(at.unwrap_or(0)).any(|one| one.sentence == Assessment::Safety);
    let direction = judgement.and_then(|one| one.direction);
    let compared = |baseline: Option<&Answered<'_>>| {
        let (baseline, latest) = (baseline?, latest?);
        change(definition, baseline.score.total?, latest.score.total?).ok()
    };
    let first = judgement.and_then(|one| one.first).map(|at| all[at]);
    let previous = judgement.and_then(|one| one.previous).map(|at| all[at]);
    let rule = definition.change.as_ref();
    let sources = rule.map(|rule| vec![rule.reliable_source.clone(), rule.important_source.clone()]);
    MeasureSummary {
        instrument: definition.id.clone(),
        title: definition.title.clone(),
        higher_is_better: definition.scoring.higher_is == crate::measures::definition::HigherIs::Better,
        range: range(definition),
        bands: definition.bands.clone(),
        reliable: rule.map(|rule| rule.reliable),
        important: rule.and_then(|rule| rule.important),
        sources: sources.unwrap_or_default().into_iter().filter(|one| !one.is_empty()).collect(),
        sentence: if flagged { Some(Assessment::Safety) } else { judgement.map(|one| one.sentence) },
        direction: direction.filter(|one| !flagged || *one == Direction::Worsened),
        // A single total is the baseline itself.
        first: first.or(latest).map(total),
        previous: previous.map(total),
        latest: latest.map(total),
        vs_first: compared(first),
        vs_previous: compared(previous),
        age_days: latest.map(|latest| (now - latest.item.record.when.unix_ms).max(0) / 86_400_000),
        since_visit: answers.iter().any(|answer| since(&answer)),
        incomplete: incomplete.map(|answer| answer.item.id.to_string()).collect(),
        item: definition.safety_items().first().and_then(|(item, _)| safety_item(answers, *item)),
    }
}

/// The newest answer to an item, also of a form that was not finished.
fn safety_item(answers: &[Answered<'_>], item: usize) -> Option<SafetyItem> {
    answers.iter().rev().find_map(|answer| {
        let Body::MeasureResponse(response) = &answer.item.record.body else { return None };
        let value = response.answers.get(item).copied().flatten()?;
        let (id, at) = (answer.item.id.to_string(), answer.item.record.when.unix_ms);
        let version = answer.definition.version.clone();
        Some(SafetyItem { id, number: item as u32 + 1, value, said: String::new(), at, version })
    })
}

pub(crate) fn total(answer: &Answered<'_>) -> Total {
    let when = &answer.item.record.when;
    Total {
        at: when.unix_ms,
        date: when.local_date(),
        total: answer.score.total,
        severity: answer.score.band(answer.definition).map(str::to_owned),
        flags: answer.score.flags.clone(),
        safety: answer.score.needs_safety(answer.definition),
        subscales: answer.score.subscales.clone(),
        id: answer.item.id.to_string(),
    }
}

/// The minimum and maximum total.
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
