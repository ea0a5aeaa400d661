//! The brief of one client: what a therapist reads in the five minutes before a follow-up, in this order.

use serde::Serialize;

use super::after_session::{AfterSession, after_session};
use super::caseload::{ENTRIES, Facts, Reason};
use super::course::{Hope, Reminder, StepLine, Whereabouts, agenda, hopes, promises, steps, whereabouts};
use super::measure_summary::{MeasureSummary, measure_summaries};
use super::safety::{Flag, flags};
use super::visit::{Visit, last_visit};
use super::words::{
    Excerpt, StateCount, Theme, by_state, by_theme, excerpt, is_new, is_other_entry, is_unread, is_written,
};
use crate::arc::{Course, Entry, Item, Reading, calendar, timeline};
use crate::measures::Definition;
use crate::record::{Body, Contact, Moment};

/// Number of newest entries that are shown beside the intention.
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
    /// Days without a rating before this one. A line is drawn only without a gap.
    pub gap_days: i64,
    /// The id of the entry.
    pub id: String,
}

/// A rating that the caseload flags.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Low {
    /// The id of the entry.
    pub id: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Mood, from 0 (very low) to 10 (very good).
    pub value: u8,
}

/// Mood since the last visit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MoodSeries {
    /// The ratings, oldest first.
    pub points: Vec<MoodPoint>,
    /// The lowest rating.
    pub min: Option<u8>,
    /// The highest rating.
    pub max: Option<u8>,
    /// The latest rating.
    pub latest: Option<u8>,
    /// The last rating before the visit, for comparison.
    pub before: Option<MoodPoint>,
}

/// The brief of one client, in the order in which it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Brief {
    /// The last visit.
    pub since: Visit,
    /// The time of the brief: milliseconds since the Unix epoch.
    pub now: i64,
    /// The reasons for the client's position in the caseload, most urgent first.
    pub reasons: Vec<Reason>,
    /// 1. The safety flags.
    pub flags: Vec<Flag>,
    /// Very low moods and steep drops after a session that are not reviewed, oldest first.
    pub low: Vec<Low>,
    /// 2. What the client marked to talk about: not reviewed yet, or since the last visit; newest first.
    pub marked: Vec<Excerpt>,
    /// 3. In their own words: the newest shared entries with text, photos or recordings, beside the intention.
    pub newest: Vec<Excerpt>,
    /// 4. New shared entries, oldest first.
    pub new: Vec<Excerpt>,
    /// Other new entries: measure results, intentions, goals, concerns, steps; oldest first.
    pub also_new: Vec<Excerpt>,
    /// Those of both that were not opened, or changed since: the same number as in the caseload.
    pub unread: Vec<String>,
    /// Those of them that are not reviewed, and all older ones that are not reviewed.
    pub unreviewed: Vec<String>,
    /// New shared entries by theme.
    pub themes: Vec<Theme>,
    /// The states in these entries, most frequent first.
    pub states: Vec<StateCount>,
    /// Mood since the last visit.
    pub mood: MoodSeries,
    /// 5. The measures, first to latest result.
    pub measures: Vec<MeasureSummary>,
    /// 6. The steps, with their progress since the visit.
    pub steps: Vec<StepLine>,
    /// 7. The days after the last dosing session.
    pub after: AfterSession,
    /// 8. Intentions, goals and concerns against what came up.
    pub hopes: Vec<Hope>,
    /// 9. The therapist's promises.
    pub promises: Vec<Reminder>,
    /// 10. The agenda items.
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
    /// The id of the record.
    pub id: String,
    /// When it was written or last changed: milliseconds since the Unix epoch.
    pub at: i64,
    /// With whom it was made; empty if the client wrote it alone.
    pub made_with: String,
    /// When the client last reviewed it: milliseconds since the Unix epoch.
    pub reviewed: Option<i64>,
    /// Parts with their lines, in the order of use; empty parts are left out.
    pub parts: Vec<(&'static str, Vec<String>)>,
}

/// The newest crisis plan among these records.
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

/// Computes the brief. `items` are the client's shared records and the therapist's own about this client; `since`
/// replaces the last visit.
pub fn brief(items: &[Item], definitions: &[Definition], now: &Moment, since: Option<i64>) -> Brief {
    let course = Course::of(items);
    let journey = timeline(items);
    let mut entries: Vec<&Entry> = journey.sections.iter().flat_map(|section| &section.entries).collect();
    // Entries with a time in the future (a wrong phone clock) are included.
    entries.retain(|entry| entry.unix_ms <= now.unix_ms || ENTRIES.contains(&entry.kind.as_str()));
    entries.sort_by(|a, b| (a.unix_ms, &a.id).cmp(&(b.unix_ms, &b.id)));
    let visit = visit_since(items, now, since);
    let reviewed = |id: protocol::RecordId| {
        let id = id.to_string();
        entries.iter().any(|entry| entry.id == id && entry.reading == Reading::Reviewed)
    };
    let written: Vec<&Entry> = entries.iter().copied().filter(|entry| is_written(entry)).collect();
    let new: Vec<&Entry> = written.iter().copied().filter(|entry| is_new(entry, &visit)).collect();
    let also_new: Vec<&Entry> =
        entries.iter().copied().filter(|entry| is_other_entry(entry) && is_new(entry, &visit)).collect();
    let payloads: Vec<_> = items.iter().map(|item| (item.id, item.revision, item.record.to_payload())).collect();
    let facts = Facts::of(payloads.iter().map(|(id, revision, payload)| (*id, *revision, payload)));
    let marked = entries
        .iter()
        .rev()
        .filter(|entry| entry.wants_to_talk && (entry.reading != Reading::Reviewed || is_new(entry, &visit)));
    let says = |entry: &&&Entry| !entry.text.is_empty() || !entry.attachments.is_empty();
    let newest = written.iter().rev().filter(says).take(NEWEST);
    let shared = |entry: &&&Entry| entry.appointment.is_none();
    Brief {
        now: now.unix_ms,
        reasons: facts.reasons(now.unix_ms).into_iter().map(|(reason, _)| reason).collect(),
        low: facts.low.iter().map(|(id, at, value)| Low { id: id.to_string(), at: *at, value: *value }).collect(),
        flags: flags(items, definitions, &visit, &reviewed),
        marked: marked.map(|entry| excerpt(entry)).collect(),
        newest: newest.map(|entry| excerpt(entry)).collect(),
        unread: new.iter().chain(&also_new).filter(|entry| is_unread(entry)).map(|entry| entry.id.clone()).collect(),
        unreviewed: entries
            .iter()
            .filter(shared)
            .filter(|entry| entry.reading != Reading::Reviewed)
            .map(|entry| entry.id.clone())
            .collect(),
        themes: by_theme(new.iter().copied()),
        states: by_state(new.iter().copied()),
        mood: mood(&written, &visit),
        new: new.iter().map(|entry| excerpt(entry)).collect(),
        also_new: also_new.iter().map(|entry| excerpt(entry)).collect(),
        measures: measure_summaries(items, definitions, &visit, now.unix_ms),
        steps: steps(items, &visit, now.local_day()),
        after: after_session(items, &entries, &course, facts.follow_ups(now.unix_ms), now.unix_ms),
        hopes: hopes(items, &entries, &course, now.unix_ms),
        promises: promises(items, &visit),
        agenda: agenda(items, &visit),
        whereabouts: whereabouts(items, &course, &visit, now),
        plan: shared_plan(items),
        since: visit,
    }
}

/// The last visit, or the time that the therapist set instead.
fn visit_since(items: &[Item], now: &Moment, since: Option<i64>) -> Visit {
    match since {
        Some(at) => Visit {
            at: Some(at),
            day: Some(Moment { unix_ms: at, ..now.clone() }.local_day()),
            set: true,
            ..Visit::default()
        },
        None => last_visit(items, now.unix_ms),
    }
}

/// Mood ratings since the last visit. A day without one is a gap.
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
