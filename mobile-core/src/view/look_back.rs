//! Look back: trends, recurring themes and words, memories of this day. The person's text is never evaluated.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use journal::arc::Item;
use journal::lookback::memories::{self, Ago};
use journal::lookback::recurring::{self, STOP_WORDS};
use journal::lookback::trends::{self, Figure as Trended};
use journal::lookback::{DayPoint, RecurringTerm, StopWords};
use journal::record::Body;
use protocol::RecordId;
use serde::Serialize;

use super::context::ViewContext;
use super::steps::first_words;
use crate::phone::Pages;
use crate::store::recall;
use crate::{Error, View};

/// The number of newest entries in which recurring themes and words are counted.
const COUNTED_ENTRIES: i64 = 2_000;
const MOST: usize = 20;

static STOP: LazyLock<StopWords> = LazyLock::new(|| StopWords::read(STOP_WORDS).unwrap_or_default());

/// The Look back screen: trends, recurring themes and memories.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct LookBackView {
    /// The trends with a value in these days, mood first.
    pub trends: Vec<TrendView>,
    /// Recurring themes, most frequent first.
    pub themes: Vec<ReturningView>,
    /// Recurring words, most frequent first.
    pub words: Vec<ReturningView>,
    /// "A month ago you wrote".
    pub on_this_day: Vec<MemoryView>,
    /// "There is nothing to look back at yet."; absent if there is something.
    pub nothing: Option<String>,
}

/// A trend over some days.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TrendView {
    /// `mood`, `energy`, `sleep`, `sensitivity`, `clarity`, `intensity`.
    pub name: String,
    /// Its label, in the person's language.
    pub label: String,
    /// "Mood January 5, 2026 to February 12, 2026": also a text alternative of the chart.
    pub caption: String,
    /// "12 days with a value".
    pub said: String,
    /// One point per day, with gaps.
    pub points: Vec<TrendPoint>,
    /// Comparison of sessions: the same days after each.
    pub sessions: Vec<SessionTrendView>,
}

/// A day of a trend.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TrendPoint {
    /// The local date, `YYYY-MM-DD`.
    pub date: String,
    /// The mean of the day's values, 0 to 10; absent without a value.
    pub value: Option<f64>,
    /// The lowest value of the day.
    pub low: Option<u8>,
    /// The highest value of the day.
    pub high: Option<u8>,
    /// The median of the last seven days, if there are enough values.
    pub median: Option<f64>,
    /// The number of the dosing session on this day, if there was one.
    pub session: Option<u32>,
}

/// A session beside the others.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SessionTrendView {
    /// The number of the session, from 1.
    pub number: u32,
    /// The local date of the entry, as `YYYY-MM-DD`.
    pub date: String,
    /// The median of the seven days before it.
    pub before: Option<f64>,
    /// The median of its own day and the three days after.
    pub after: Option<f64>,
    /// The median of days four to fourteen after it.
    pub later: Option<f64>,
}

/// A recurring theme or word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReturningView {
    /// The word; for a theme its stored name.
    pub text: String,
    /// As it is shown.
    pub label: String,
    /// How often the theme occurs, such as "4 times".
    pub said: String,
    /// In how many entries.
    pub entries: u32,
    /// The beginning of the newest text about a theme, to show instead of a number. Absent for a word, and for a theme
    /// whose texts are all from days that are never recalled, hidden, or about harm.
    pub quote: Option<String>,
    /// The entry of the quote; without one the last entry with it.
    pub last_entry: String,
}

/// An entry from some time ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MemoryView {
    /// "A month ago you wrote".
    pub said: String,
    /// The id of the entry.
    pub entry: String,
    /// The beginning of the entry's text.
    pub text: String,
    /// "Do not show me this again": see [`Pages::recall_no_more`].
    pub not_again: String,
}

impl Pages<'_> {
    /// Looks back over the last `days` days, at most two years; recurring themes and words are computed from the
    /// newest entries of any age.
    pub fn look_back(self, days: u32) -> Result<LookBackView, Error> {
        let context = self.phone.view_context()?;
        let days = i64::from(days.clamp(7, 732));
        let from = context.today - days + 1;
        // One more week, for the median of the first day.
        let from_ms = context.now.unix_ms - (days + trends::WINDOW + 1) * 86_400_000;
        let (recent, older, past) = self.phone.store.read(|connection| {
            // The kind of day decides whether it is recalled.
            let kinds = ["reflection", "check_in", "dosing_session", "safety_event"];
            let recent = recall::items_since(connection, &kinds, from_ms, 50_000)?;
            let older = recall::items(connection, &kinds, COUNTED_ENTRIES)?;
            let mut past = Vec::new();
            for memory in memories::days(&context.course, context.now.unix_ms, context.zone.as_ref()) {
                // A local day lies between these instants in any time zone.
                let (begin, end) = ((memory.day - 1) * 86_400_000, (memory.day + 2) * 86_400_000);
                past.extend(recall::items_between(connection, &kinds, begin, end, 200)?);
            }
            Ok((recent, older, past))
        })?;
        let trend = |figure: &Trended| trend(&context, &recent, *figure, from);
        let (hidden, bad) = (self.not_recalled()?, memories::bad_days(&older));
        let theme = |one: RecurringTerm| {
            let label = context.words.name("theme", &one.text);
            let quoted = quoted(&older, &one.text, &bad, &hidden);
            returning_view(&context, one, label, quoted)
        };
        let word = |one: RecurringTerm| {
            let label = one.text.clone();
            returning_view(&context, one, label, None)
        };
        let words = context.words;
        Ok(LookBackView {
            trends: Trended::ALL.iter().filter_map(trend).collect(),
            themes: recurring::themes(&older, &context.course, MOST).into_iter().map(theme).collect(),
            words: recurring::recurring_words(&older, &context.course, &STOP, MOST).into_iter().map(word).collect(),
            on_this_day: remembered(&context, &past, &hidden),
            nothing: older.is_empty().then(|| words.say("look-back-nothing")),
        })
    }
}

impl Pages<'_> {
    /// "Do not show me this again": the entry is no longer a memory, on all phones. It stays in the journey.
    pub fn recall_no_more(self, entry: RecordId) -> Result<(), Error> {
        self.phone.own_record(entry)?;
        self.phone.settings().change_preferences(|known| {
            if !known.not_recalled.contains(&entry) {
                known.not_recalled.push(entry);
            }
        })?;
        self.phone.changed(View::Timeline);
        Ok(())
    }

    fn not_recalled(self) -> Result<Vec<RecordId>, Error> {
        Ok(self.phone.stored_preferences()?.not_recalled)
    }
}

/// The entries that today recalls, most recent first. Overlapping days are queried twice, but each entry is shown once.
fn remembered(context: &ViewContext, past: &[Item], hidden: &[RecordId]) -> Vec<MemoryView> {
    let words = context.words;
    let mut shown: Vec<MemoryView> = Vec::new();
    for (ago, item) in memories::recall(past, &context.course, hidden, context.now.unix_ms, context.zone.as_ref()) {
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

fn trend(context: &ViewContext, items: &[Item], figure: Trended, from: i64) -> Option<TrendView> {
    let readings = trends::readings(items, figure);
    let points = trends::daily(&readings, from, context.today);
    let count = points.iter().filter(|point| point.value.is_some()).count() as i64;
    if count == 0 {
        return None;
    }
    let words = context.words;
    let label = words.name("scale", name(figure));
    let parts =
        [("scale", label.as_str().into()), ("from", words.date(from).into()), ("to", words.date(context.today).into())];
    let session_on = |date: &str| {
        context
            .course
            .sessions()
            .iter()
            .find(|session| session.start.local_date() == date)
            .map(|session| session.number)
    };
    let point = |point: DayPoint| TrendPoint {
        session: session_on(&point.date),
        date: point.date,
        value: point.value,
        low: point.low,
        high: point.high,
        median: point.median,
    };
    let sessions = trends::per_session(&readings, &context.course).into_iter().filter(|session| session.count > 0);
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

/// The newest text about a theme that may be quoted.
fn quoted<'a>(items: &'a [Item], theme: &str, bad: &BTreeSet<i64>, hidden: &[RecordId]) -> Option<&'a Item> {
    let about = |item: &&Item| match &item.record.body {
        Body::Reflection(entry) => {
            !entry.text.trim().is_empty() && !entry.withheld && entry.themes.iter().any(|one| one == theme)
        }
        _ => false,
    };
    let wanted = |item: &&Item| !bad.contains(&item.record.when.local_day()) && !hidden.contains(&item.id);
    items.iter().filter(about).filter(wanted).max_by_key(|item| (item.record.when.unix_ms, item.id))
}

fn returning_view(context: &ViewContext, one: RecurringTerm, label: String, quoted: Option<&Item>) -> ReturningView {
    ReturningView {
        label,
        said: context.words.fill("returning-theme", &[("count", i64::from(one.entries).into())]),
        entries: one.entries,
        quote: quoted.and_then(first_words),
        last_entry: quoted.map_or(one.last_entry, |item| item.id.to_string()),
        text: one.text,
    }
}
