//! The brief of one client: what a therapist reads in the five minutes before a follow-up, in this order.

use serde::Serialize;

use super::course::{
    AfterSession, Hope, Reminder, StepLine, Whereabouts, after_session, agenda, hopes, promises, steps, whereabouts,
};
use super::safety::{Flag, flags};
use super::standing::{Standing, standings};
use super::visit::{Visit, last_visit};
use super::words::{
    Line, StateCount, Theme, by_state, by_theme, is_new, is_something_else, is_unread, is_written, line,
};
use crate::arc::{Course, Entry, Item, Reading, calendar, timeline};
use crate::measures::Definition;
use crate::record::{Body, Contact, Moment};

/// How many of the newest entries stand beside the intention.
const NEWEST: usize = 3;

/// One mood rating.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MoodPoint {
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The client's local date.
    pub date: String,
    /// 0 (very low) to 10 (very good).
    pub value: u8,
    /// Days without a rating before this one: a line is drawn only where there are none.
    pub gap_days: i64,
    /// The entry.
    pub id: String,
}

/// Mood since the last visit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MoodSeries {
    /// Oldest first.
    pub points: Vec<MoodPoint>,
    /// The lowest.
    pub min: Option<u8>,
    /// The highest.
    pub max: Option<u8>,
    /// The latest.
    pub latest: Option<u8>,
    /// The last one before the visit, to compare with.
    pub before: Option<MoodPoint>,
}

/// The brief.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Brief {
    /// Since when.
    pub since: Visit,
    /// For when: milliseconds since the Unix epoch.
    pub now: i64,
    /// 1. Safety first.
    pub flags: Vec<Flag>,
    /// 2. What the client marked to talk about: not reviewed yet, or since the last visit; newest first.
    pub marked: Vec<Line>,
    /// 3. In their own words: the newest shared entries with words, beside the intention.
    pub newest: Vec<Line>,
    /// 4. New shared entries, oldest first.
    pub new: Vec<Line>,
    /// What else is new: answers to measures, intentions, goals, concerns, steps; oldest first.
    pub also_new: Vec<Line>,
    /// Those of them that were not opened, or changed since.
    pub unread: Vec<String>,
    /// Those of them that are not reviewed, and all older ones that are not.
    pub unreviewed: Vec<String>,
    /// New shared entries by theme.
    pub themes: Vec<Theme>,
    /// States in them.
    pub states: Vec<StateCount>,
    /// Mood since the last visit.
    pub mood: MoodSeries,
    /// 5. Measures.
    pub measures: Vec<Standing>,
    /// 6. Steps.
    pub steps: Vec<StepLine>,
    /// 7. The days after the last dosing session.
    pub after: AfterSession,
    /// 8. Intentions, goals and concerns against what came up.
    pub hopes: Vec<Hope>,
    /// 9. What was promised.
    pub promises: Vec<Reminder>,
    /// 10. What the therapist wants to bring.
    pub agenda: Vec<Reminder>,
    /// 11. Where we are.
    pub whereabouts: Whereabouts,
    /// The client's crisis plan, if they share it.
    pub plan: Option<SharedPlan>,
}

/// A crisis plan that the client shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedPlan {
    /// The record.
    pub id: String,
    /// When it was written or last changed: milliseconds since the Unix epoch.
    pub at: i64,
    /// With whom it was made; empty while it was written alone.
    pub made_with: String,
    /// When the client last found it right: milliseconds since the Unix epoch.
    pub reviewed: Option<i64>,
    /// Part and lines, in the order in which it is used; parts without a line are left out.
    pub parts: Vec<(&'static str, Vec<String>)>,
}

/// The plan among these records, the newest.
fn shared_plan(items: &[Item]) -> Option<SharedPlan> {
    let plans = items.iter().filter_map(|item| match &item.record.body {
        Body::CrisisPlan(plan) => Some((item, plan)),
        _ => None,
    });
    let (item, plan) = plans.max_by_key(|(item, _)| (item.record.when.unix_ms, item.id))?;
    let contacts = |list: &[Contact]| {
        let line = |one: &Contact| {
            let parts = [&one.name, &one.relation, &one.phone];
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        };
        list.iter().map(line).collect::<Vec<String>>()
    };
    let parts = [
        ("signs", plan.signs.clone()),
        ("coping", plan.coping.clone()),
        ("places", plan.places.clone()),
        ("people", contacts(&plan.people)),
        ("professionals", contacts(&plan.professionals)),
        ("safer", plan.safer.clone()),
        ("reasons", plan.reasons.clone()),
    ];
    Some(SharedPlan {
        id: item.id.to_string(),
        at: item.record.when.unix_ms,
        made_with: plan.made_with.clone(),
        reviewed: plan.reviewed.as_ref().map(|when| when.unix_ms),
        parts: parts.into_iter().filter(|(_, lines)| !lines.is_empty()).collect(),
    })
}

/// Puts the brief together. `items` are the client's shared records and the therapist's own about this client; `since`
/// replaces the last visit.
pub fn brief(items: &[Item], definitions: &[Definition], now: &Moment, since: Option<i64>) -> Brief {
    let course = Course::of(items);
    let journey = timeline(items);
    let mut entries: Vec<&Entry> = journey.sections.iter().flat_map(|section| &section.entries).collect();
    entries.retain(|entry| entry.unix_ms <= now.unix_ms);
    entries.sort_by(|a, b| (a.unix_ms, &a.id).cmp(&(b.unix_ms, &b.id)));
    let visit = match since {
        Some(at) => {
            Visit { at: Some(at), day: Some(Moment { unix_ms: at, ..now.clone() }.local_day()), id: None, set: true }
        }
        None => last_visit(items, now.unix_ms),
    };
    let reviewed = |id: protocol::RecordId| {
        let id = id.to_string();
        entries.iter().any(|entry| entry.id == id && entry.reading == Reading::Reviewed)
    };
    let written: Vec<&Entry> = entries.iter().copied().filter(|entry| is_written(entry)).collect();
    let new: Vec<&Entry> = written.iter().copied().filter(|entry| is_new(entry, &visit)).collect();
    let also_new = entries.iter().filter(|entry| is_something_else(entry) && is_new(entry, &visit));
    let marked = entries
        .iter()
        .rev()
        .filter(|entry| entry.wants_to_talk && (entry.reading != Reading::Reviewed || is_new(entry, &visit)));
    let newest = written.iter().rev().filter(|entry| !entry.text.is_empty()).take(NEWEST);
    let shared = |entry: &&&Entry| entry.appointment.is_none();
    Brief {
        now: now.unix_ms,
        flags: flags(items, definitions, &visit, now.unix_ms, &reviewed),
        marked: marked.map(|entry| line(entry)).collect(),
        newest: newest.map(|entry| line(entry)).collect(),
        unread: new.iter().filter(|entry| is_unread(entry)).map(|entry| entry.id.clone()).collect(),
        unreviewed: entries
            .iter()
            .filter(shared)
            .filter(|entry| entry.reading != Reading::Reviewed)
            .map(|entry| entry.id.clone())
            .collect(),
        themes: by_theme(new.iter().copied()),
        states: by_state(new.iter().copied()),
        mood: mood(&written, &visit),
        new: new.iter().map(|entry| line(entry)).collect(),
        also_new: also_new.map(|entry| line(entry)).collect(),
        measures: standings(items, definitions, &visit, now.unix_ms),
        steps: steps(items, &visit, now.local_day()),
        after: after_session(items, &entries, &course, now.unix_ms),
        hopes: hopes(items, &entries, &course, now.unix_ms),
        promises: promises(items, &visit),
        agenda: agenda(items, &visit),
        whereabouts: whereabouts(items, &course, &visit, now),
        plan: shared_plan(items),
        since: visit,
    }
}

/// Mood ratings since the last visit. A day without one stays a gap.
fn mood(written: &[&Entry], visit: &Visit) -> MoodSeries {
    let mut points: Vec<MoodPoint> = Vec::new();
    let mut before = None;
    for entry in written {
        let Some(value) = entry.mood else { continue };
        let day = |date: &str| calendar::parse_date(date).unwrap_or_default();
        let last = points.last().map(|last| (day(&entry.date) - day(&last.date) - 1).max(0));
        let point = MoodPoint {
            at: entry.unix_ms,
            date: entry.date.clone(),
            value,
            gap_days: last.unwrap_or(0),
            id: entry.id.clone(),
        };
        if visit.at.is_some_and(|visit| entry.unix_ms < visit) { before = Some(point) } else { points.push(point) }
    }
    MoodSeries {
        min: points.iter().map(|point| point.value).min(),
        max: points.iter().map(|point| point.value).max(),
        latest: points.last().map(|point| point.value),
        points,
        before,
    }
}
