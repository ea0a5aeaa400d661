//! The days after the last dosing session: check-ins, follow-ups, side effects, and the session itself.

use serde::Serialize;

use super::effects::EffectLine;
use crate::arc::calendar::{self, Fixed};
use crate::arc::{CheckInState, Course, Entry, FollowUp, Item, Meeting, Recorded, Written, checkins, sessions};
use crate::clinic::exposure::record_of;
use crate::record::Slot;

/// A day after the last dosing session, from the client's entries.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AfterDay {
    /// Days since the session; 0 is its own day.
    pub day: i64,
    /// The client's local date.
    pub date: String,
    /// Lowest and highest value of each scale on that day: `mood`, `energy`, `sleep`, `sensitivity`,
    /// `clarity`. No mean, because it would hide a bad hour.
    pub figures: Vec<(String, f64, f64)>,
    /// The selected states.
    pub states: Vec<String>,
    /// The ids of the entries.
    pub ids: Vec<String>,
}

/// The state of one of the check-ins after the last session.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SlotLine {
    /// The slot: `4h`, `24h`, `72h`, `7d`.
    pub slot: &'static str,
    /// Whether it was answered, is open, is upcoming, or has passed without an answer (which is not a failure).
    pub state: CheckInState,
}

/// A follow-up after the last session of the series.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowUpLine {
    /// The slot: `4w`, `3mo`, `6mo`.
    pub slot: &'static str,
    /// Its day, on the client's calendar.
    pub date: String,
    /// Whether it was answered, is open, is overdue, is upcoming, or has passed without an answer.
    pub state: CheckInState,
}

impl From<FollowUp> for FollowUpLine {
    fn from(one: FollowUp) -> Self {
        Self { slot: one.slot.as_str(), date: calendar::date(one.day), state: one.state }
    }
}

/// The days after the last dosing session.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AfterSession {
    /// The session's number.
    pub session: Option<u32>,
    /// The id of its record.
    pub id: Option<String>,
    /// Days with entries, oldest first.
    pub days: Vec<AfterDay>,
    /// The states of the four check-ins.
    pub slots: Vec<SlotLine>,
    /// The follow-ups after the last session of the series.
    pub follow_ups: Vec<FollowUpLine>,
    /// The session, as recorded by clinic and client.
    pub last: Option<LastSession>,
    /// The side effects since then.
    pub effects: Vec<EffectLine>,
}

/// A summary of a dosing session.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LastSession {
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// The route: `lozenge`, `intramuscular` or another value.
    pub route: String,
    /// The dose in milligrams, as recorded.
    pub dose_mg: Option<f64>,
    /// The duration in minutes.
    pub duration_min: Option<u32>,
    /// Place, light, music and so on, as far as recorded.
    pub setting: Vec<(&'static str, String)>,
    /// Qualities of the experience.
    pub qualities: Vec<String>,
    /// The intensity, 0 to 10.
    pub intensity: Option<u8>,
    /// The client's first words afterwards.
    pub first_words: String,
    /// The clinic's own record of it.
    pub record: Option<RecordLine>,
}

/// The clinic's record of a session as one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordLine {
    /// The record.
    pub id: String,
    /// How many doses were given.
    pub doses: u32,
    /// Their sum, in milligrams.
    pub sum_mg: Option<f64>,
    /// `left`, `open`, `not_begun`.
    pub discharge: &'static str,
}

/// The entries after the last dosing session, by day, up to two weeks.
pub fn after_session(
    items: &[Item],
    entries: &[&Entry],
    course: &Course,
    follow_ups: Vec<FollowUp>,
    now: i64,
) -> AfterSession {
    let Some(session) = course.last(now) else { return AfterSession::default() };
    let meetings: Vec<Meeting> = items.iter().filter_map(Meeting::of).collect();
    let written: Vec<Written> = items.iter().filter_map(Written::of).filter(|entry| entry.at <= now).collect();
    let zone = Fixed { name: session.start.zone.clone(), offset_s: session.start.offset_s };
    let until = checkins::next_session(course, &meetings, session);
    let plans = checkins::check_ins(session, until, &written, now, &zone);
    let since = |entry: &&Entry| entry.unix_ms >= session.start.unix_ms && entry.unix_ms <= now;
    let mut days: Vec<AfterDay> = Vec::new();
    let first = session.start.local_day();
    let mut recent: Vec<&Entry> = entries.iter().copied().filter(since).collect();
    recent.sort_by_key(|entry| entry.unix_ms);
    let effects = super::effects::lines(recent.iter().copied(), session.start.unix_ms);
    for entry in recent.into_iter().filter(|entry| super::words::is_written(entry)) {
        let day = calendar::parse_date(&entry.date).unwrap_or(first) - first;
        if !(0..=crate::arc::place::INTEGRATION_DAYS).contains(&day) {
            continue;
        }
        if days.last().is_none_or(|last| last.day != day) {
            days.push(AfterDay { day, date: entry.date.clone(), ..AfterDay::default() });
        }
        let Some(line) = days.last_mut() else { continue };
        for (name, value) in figures(entry) {
            match line.figures.iter_mut().find(|(known, _, _)| *known == name) {
                Some((_, low, high)) => (*low, *high) = (low.min(value), high.max(value)),
                None => line.figures.push((name, value, value)),
            }
        }
        for state in &entry.states {
            if !line.states.contains(state) {
                line.states.push(state.clone());
            }
        }
        line.ids.push(entry.id.clone());
    }
    AfterSession {
        session: Some(session.number),
        id: Some(session.id.to_string()),
        last: last_session(items, session.id),
        effects,
        days,
        slots: plans.into_iter().map(|plan| SlotLine { slot: Slot::as_str(plan.slot), state: plan.state }).collect(),
        follow_ups: follow_ups.into_iter().map(FollowUpLine::from).collect(),
    }
}

/// A session with the facts of both sides.
fn last_session(items: &[Item], id: protocol::RecordId) -> Option<LastSession> {
    let whole = sessions(items).iter().map(Recorded::whole).find(|whole| whole.id == id)?;
    let at = whole.record.when.unix_ms;
    let head = crate::arc::timeline::head(&whole)?;
    Some(LastSession {
        at,
        route: head.route,
        dose_mg: head.dose_mg,
        duration_min: head.duration_min,
        setting: head.setting,
        qualities: head.qualities,
        intensity: head.intensity,
        first_words: head.first_words,
        record: record_of(items, head.number, at).map(|(item, record)| RecordLine {
            id: item.id.to_string(),
            doses: record.doses.len() as u32,
            sum_mg: record.sum_mg(),
            discharge: record.discharge_state(),
        }),
    })
}

/// The scales of an entry: all of a check-in, the mood of a reflection.
pub(crate) fn figures(entry: &Entry) -> Vec<(String, f64)> {
    if entry.figures.is_empty() {
        return entry.mood.map(|mood| ("mood".to_owned(), f64::from(mood))).into_iter().collect();
    }
    entry.figures.iter().map(|(name, value)| (name.clone(), *value as f64)).collect()
}
