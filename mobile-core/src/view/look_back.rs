//! Look back: how things moved, what returns, what a day recalls. What was written is never judged.

use std::sync::LazyLock;

use journal::arc::Item;
use journal::lookback::memories::{self, Ago};
use journal::lookback::returning::{self, STOP_WORDS};
use journal::lookback::trends::{self, Figure as Trended};
use journal::lookback::{DayPoint, Returning, StopWords};
use protocol::RecordId;
use serde::Serialize;

use super::scene::Scene;
use super::steps::first_words;
use crate::store::recall;
use crate::{Error, Phone, View};

/// Entries of which returning themes and words are told: the newest of them.
const TOLD: i64 = 2_000;
const MOST: usize = 20;

static STOP: LazyLock<StopWords> = LazyLock::new(|| StopWords::read(STOP_WORDS).unwrap_or_default());

/// Look back.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct LookBackView {
    /// The trends that have a value in these days, mood first.
    pub trends: Vec<TrendView>,
    /// Themes that return.
    pub themes: Vec<ReturningView>,
    /// Words that return.
    pub words: Vec<ReturningView>,
    /// "A month ago you wrote".
    pub on_this_day: Vec<MemoryView>,
    /// "There is nothing to look back at yet."; absent when there is.
    pub nothing: Option<String>,
}

/// A trend over some days.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TrendView {
    /// `mood`, `energy`, `sleep`, `sensitivity`, `clarity`, `intensity`.
    pub name: String,
    /// The same, worded.
    pub label: String,
    /// "Mood January 5, 2026 to February 12, 2026": also for who cannot see the chart.
    pub caption: String,
    /// "12 days with a value".
    pub said: String,
    /// A point a day, gaps left as gaps.
    pub points: Vec<TrendPoint>,
    /// Sessions beside each other: the same days after each.
    pub sessions: Vec<SessionTrendView>,
}

/// A day of a trend.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TrendPoint {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// The mean of the day's values, 0 to 10; absent on a day without one.
    pub value: Option<f64>,
    /// The lowest value of the day.
    pub low: Option<u8>,
    /// The highest value of the day.
    pub high: Option<u8>,
    /// The median of the last seven days, where there are enough values.
    pub median: Option<f64>,
    /// A dosing session took place on this day: its number.
    pub session: Option<u32>,
}

/// A session beside the others.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SessionTrendView {
    /// Its number.
    pub number: u32,
    /// Its local date.
    pub date: String,
    /// The median of the seven days before it.
    pub before: Option<f64>,
    /// The median of its own day and the three days after.
    pub after: Option<f64>,
    /// The median of the days from the fourth to the fourteenth.
    pub later: Option<f64>,
}

/// A theme or a word that returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReturningView {
    /// The word; for a theme its name as it is kept.
    pub text: String,
    /// As it is shown.
    pub label: String,
    /// "4 times".
    pub said: String,
    /// In how many entries.
    pub entries: u32,
    /// The last entry with it.
    pub last_entry: String,
}

/// Something that was written some time ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MemoryView {
    /// "A month ago you wrote".
    pub said: String,
    /// The entry.
    pub entry: String,
    /// Its first words.
    pub text: String,
    /// "Do not show me this again": see [`Phone::recall_no_more`].
    pub not_again: String,
}

impl Phone {
    /// Looks back over the last `days` days, at most two years; returning themes and words are told over the newest
    /// entries, whenever they were written.
    pub fn look_back(&self, days: u32) -> Result<LookBackView, Error> {
        let scene = self.scene()?;
        let days = i64::from(days.clamp(7, 732));
        let from = scene.today - days + 1;
        // A week more, for the median of the first day.
        let from_ms = scene.now.unix_ms - (days + trends::WINDOW + 1) * 86_400_000;
        let (recent, told, past) = self.store.read(|connection| {
            // What a day was like decides whether it is brought back.
            let kinds = ["reflection", "check_in", "dosing_session", "safety_event"];
            let recent = recall::items_since(connection, &kinds, from_ms, 50_000)?;
            let told = recall::items(connection, &kinds, TOLD)?;
            let mut past = Vec::new();
            for memory in memories::days(&scene.course, scene.now.unix_ms, scene.zone.as_ref()) {
                // A local day lies within these instants, wherever it was lived.
                let (begin, end) = ((memory.day - 1) * 86_400_000, (memory.day + 2) * 86_400_000);
                past.extend(recall::items_between(connection, &kinds, begin, end, 200)?);
            }
            Ok((recent, told, past))
        })?;
        let trend = |figure: &Trended| trend(&scene, &recent, *figure, from);
        let returning = |all: Vec<Returning>, group: &str| -> Vec<ReturningView> {
            all.into_iter().map(|one| returning_view(&scene, one, group)).collect()
        };
        let words = scene.words;
        Ok(LookBackView {
            trends: Trended::ALL.iter().filter_map(trend).collect(),
            themes: returning(returning::themes(&told, &scene.course, MOST), "theme"),
            words: returning(returning::returning_words(&told, &scene.course, &STOP, MOST), ""),
            on_this_day: remembered(&scene, &past, &self.not_recalled()?),
            nothing: told.is_empty().then(|| words.say("look-back-nothing")),
        })
    }
}

impl Phone {
    /// "Do not show me this again": the entry stays where it is, and no day recalls it any more, on none of the phones.
    pub fn recall_no_more(&self, entry: RecordId) -> Result<(), Error> {
        self.own_record(entry)?;
        self.change_preferences(|known| {
            if !known.not_recalled.contains(&entry) {
                known.not_recalled.push(entry);
            }
        })?;
        self.changed(View::Timeline);
        Ok(())
    }

    fn not_recalled(&self) -> Result<Vec<RecordId>, Error> {
        Ok(self.stored_preferences()?.not_recalled)
    }
}

/// What today recalls, nearest first. Days that overlap are asked for twice; each entry is shown once.
fn remembered(scene: &Scene, past: &[Item], hidden: &[RecordId]) -> Vec<MemoryView> {
    let words = scene.words;
    let mut shown: Vec<MemoryView> = Vec::new();
    for (ago, item) in memories::recall(past, &scene.course, hidden, scene.now.unix_ms, scene.zone.as_ref()) {
        let said = match ago {
            Ago::Months(months) => words.fill("on-this-day-month", &[("months", i64::from(months).into())]),
            Ago::Years(years) => words.fill("on-this-day-year", &[("years", i64::from(years).into())]),
            Ago::Sessions(sessions) => words.fill("on-this-day-session", &[("sessions", i64::from(sessions).into())]),
        };
        let memory = MemoryView {
            said,
            entry: item.id.to_string(),
            text: first_words(item).unwrap_or_default(),
            not_again: words.say("on-this-day-not-again"),
        };
        if shown.iter().all(|known| known.entry != memory.entry) {
            shown.push(memory);
        }
    }
    shown
}

fn name(figure: Trended) -> &'static str {
    match figure {
        Trended::Mood => "mood",
        Trended::Energy => "energy",
        Trended::Sleep => "sleep",
        Trended::Sensitivity => "sensitivity",
        Trended::Clarity => "clarity",
        Trended::Intensity => "intensity",
    }
}

fn trend(scene: &Scene, items: &[Item], figure: Trended, from: i64) -> Option<TrendView> {
    let readings = trends::readings(items, figure);
    let points = trends::daily(&readings, from, scene.today);
    let count = points.iter().filter(|point| point.value.is_some()).count() as i64;
    if count == 0 {
        return None;
    }
    let words = scene.words;
    let label = words.name("scale", name(figure));
    let parts =
        [("scale", label.as_str().into()), ("from", words.date(from).into()), ("to", words.date(scene.today).into())];
    let session_on = |date: &str| {
        scene.course.sessions().iter().find(|session| session.start.local_date() == date).map(|session| session.number)
    };
    let point = |point: DayPoint| TrendPoint {
        session: session_on(&point.date),
        date: point.date,
        value: point.value,
        low: point.low,
        high: point.high,
        median: point.median,
    };
    let sessions = trends::per_session(&readings, &scene.course).into_iter().filter(|session| session.count > 0);
    Some(TrendView {
        name: name(figure).into(),
        caption: words.fill("trend-caption", &parts),
        said: words.fill("trend-points", &[("count", count.into())]),
        label,
        points: points.into_iter().map(point).collect(),
        sessions: sessions
            .map(|one| SessionTrendView {
                number: one.number,
                date: one.date,
                before: one.before,
                after: one.after,
                later: one.later,
            })
            .collect(),
    })
}

fn returning_view(scene: &Scene, one: Returning, group: &str) -> ReturningView {
    let label = if group.is_empty() { one.text.clone() } else { scene.words.name(group, &one.text) };
    ReturningView {
        label,
        said: scene.words.fill("returning-theme", &[("count", i64::from(one.entries).into())]),
        entries: one.entries,
        last_entry: one.last_entry,
        text: one.text,
    }
}
