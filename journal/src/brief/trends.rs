//! Trends over a journey: scales by day with the dosing sessions, each measure with its bands, and a comparison of
//! sessions. Nothing is smoothed: a day without entries is a gap.

use std::collections::BTreeMap;

use serde::Serialize;

use super::after_session::figures;
use super::effects::{EffectLine, lines};
use super::measure_summary::{MeasureSummary, Total, comparable, measures, scored, total};
use super::visit::last_visit;
use super::words::{StateCount, Theme, by_state, by_theme, is_written};
use crate::arc::{Course, Entry, Item, timeline};
use crate::measures::Definition;
use crate::record::Moment;

/// A day with entries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrendDay {
    /// The client's local date.
    pub date: String,
    /// The session it follows (or precedes).
    pub session: Option<u32>,
    /// Days since that session.
    pub day: Option<i64>,
    /// The mean of each scale: `mood`, `energy`, `sleep`, `sensitivity`, `clarity`.
    pub figures: BTreeMap<String, f64>,
    /// The lowest and the highest rating of each scale, where they differ: the mean alone would hide them.
    pub spread: BTreeMap<String, (f64, f64)>,
    /// The ids of the entries.
    pub ids: Vec<String>,
}

/// A dosing session as a landmark.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Landmark {
    /// The id of the record.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// The client's local date.
    pub date: String,
}

/// A measure over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasureTrend {
    /// Its summary, with bands.
    pub summary: MeasureSummary,
    /// All responses, oldest first; incomplete ones have no total.
    pub totals: Vec<Total>,
}

/// A session in the comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionTrend {
    /// The session.
    pub session: Landmark,
    /// Days with entries up to the next session (or now).
    pub days: Vec<TrendDay>,
    /// The mean of each scale on those days.
    pub means: BTreeMap<String, f64>,
    /// States, most frequent first.
    pub states: Vec<StateCount>,
    /// Side effects that were marked.
    pub effects: Vec<EffectLine>,
    /// Themes of the entries.
    pub themes: Vec<Theme>,
    /// For each measure the last total before the session and the last one before the next.
    pub measures: Vec<Around>,
}

/// A measure before and after a session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Around {
    /// The id of the instrument.
    pub instrument: String,
    /// The last total before the session.
    pub before: Option<Total>,
    /// The last total between this session and the next.
    pub after: Option<Total>,
}

/// The trends of a journey.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trends {
    /// Days with entries, oldest first.
    pub days: Vec<TrendDay>,
    /// The dosing sessions, oldest first.
    pub sessions: Vec<Landmark>,
    /// All measures, with every total.
    pub measures: Vec<MeasureTrend>,
    /// The sessions for comparison, oldest first.
    pub compare: Vec<SessionTrend>,
}

/// Computes the trends of a journey up to now.
pub fn trends(items: &[Item], definitions: &[Definition], now: &Moment) -> Trends {
    let course = Course::of(items);
    let journey = timeline(items);
    let mut entries: Vec<&Entry> = journey.sections.iter().flat_map(|section| &section.entries).collect();
    entries.retain(|entry| entry.unix_ms <= now.unix_ms);
    entries.sort_by(|a, b| (a.unix_ms, &a.id).cmp(&(b.unix_ms, &b.id)));
    let checks: Vec<&Entry> = entries.iter().copied().filter(|entry| !entry.effects.is_empty()).collect();
    entries.retain(|entry| is_written(entry));

    let until_now = scored(items, definitions).filter(|answer| answer.item.record.when.unix_ms <= now.unix_ms);
    let totals: BTreeMap<&str, Vec<Total>> = comparable(until_now)
        .into_iter()
        .map(|(instrument, answers)| (instrument, answers.iter().map(total).collect()))
        .collect();
    let visit = last_visit(items, now.unix_ms);
    let measures = measures(items, definitions, &visit, now.unix_ms);

    let begun: Vec<_> = course.sessions().iter().filter(|session| session.start.unix_ms <= now.unix_ms).collect();
    let landmarks: Vec<Landmark> = begun
        .iter()
        .map(|session| Landmark {
            id: session.id.to_string(),
            number: session.number,
            at: session.start.unix_ms,
            date: session.start.local_date(),
        })
        .collect();
    let compare = landmarks.iter().enumerate().map(|(n, session)| {
        let to = landmarks.get(n + 1).map_or(i64::MAX, |next| next.at);
        session_trend(session, to, &entries, &checks, &totals)
    });
    Trends {
        compare: compare.collect(),
        days: days(&entries),
        measures: measures
            .into_iter()
            .map(|summary| {
                let totals = totals.get(summary.instrument.as_str()).cloned().unwrap_or_default();
                MeasureTrend { summary, totals }
            })
            .collect(),
        sessions: landmarks,
    }
}

/// A session with what was written from its start until `to`, the start of the next one.
fn session_trend(
    session: &Landmark,
    to: i64,
    entries: &[&Entry],
    checks: &[&Entry],
    totals: &BTreeMap<&str, Vec<Total>>,
) -> SessionTrend {
    let from = session.at;
    let between: Vec<&Entry> = entries.iter().copied().filter(|entry| (from..to).contains(&entry.unix_ms)).collect();
    let around = totals.iter().map(|(instrument, totals)| {
        let complete = || totals.iter().filter(|total| total.total.is_some());
        Around {
            instrument: (*instrument).to_owned(),
            before: complete().rfind(|total| total.at < from).cloned(),
            after: complete().rfind(|total| (from..to).contains(&total.at)).cloned(),
        }
    });
    SessionTrend {
        session: session.clone(),
        means: means(&between),
        effects: lines(checks.iter().copied().filter(|entry| (from..to).contains(&entry.unix_ms)), from),
        states: by_state(between.iter().copied()),
        themes: by_theme(between.iter().copied()),
        measures: around.filter(|around| around.before.is_some() || around.after.is_some()).collect(),
        days: days(&between),
    }
}

/// Entries (oldest first) by the client's local day.
fn days(entries: &[&Entry]) -> Vec<TrendDay> {
    let mut by_date: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    entries.iter().for_each(|entry| by_date.entry(&entry.date).or_default().push(entry));
    let day = |(date, entries): (&str, Vec<&Entry>)| TrendDay {
        date: date.into(),
        session: entries[0].place.session,
        day: entries[0].place.day,
        figures: means(&entries),
        spread: spread(&entries),
        ids: entries.iter().map(|entry| entry.id.clone()).collect(),
    };
    by_date.into_iter().map(day).collect()
}

fn spread(entries: &[&Entry]) -> BTreeMap<String, (f64, f64)> {
    let mut ends: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for (name, value) in entries.iter().flat_map(|entry| figures(entry)) {
        let (low, high) = ends.entry(name).or_insert((value, value));
        *low = low.min(value);
        *high = high.max(value);
    }
    ends.retain(|_, (low, high)| low < high);
    ends
}

fn means(entries: &[&Entry]) -> BTreeMap<String, f64> {
    let mut sums: BTreeMap<String, (f64, u32)> = BTreeMap::new();
    for (name, value) in entries.iter().flat_map(|entry| figures(entry)) {
        let (sum, count) = sums.entry(name).or_default();
        *sum += value;
        *count += 1;
    }
    sums.into_iter().map(|(name, (sum, count))| (name, sum / f64::from(count))).collect()
}
