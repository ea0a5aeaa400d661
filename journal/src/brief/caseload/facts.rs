//! What a client's records say, whatever the time is.

use std::collections::{BTreeMap, BTreeSet};

use protocol::RecordId;
use serde_json::{Map, Value};

use super::latest::{INSTRUMENTS, Latest, Response, latest};
use super::{DAY, LOW_DAYS, LOW_DROP, MOODS, VERY_LOW};
use crate::arc::signs;
use crate::measures::judge::series_starts;
use crate::record::{Moment, Payload};

/// What is known of a client whatever the time is.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(super) name: String,
    /// Open safety items: since when.
    pub(super) safety: Vec<i64>,
    /// Entries that are unread: when they were written, and whether they are marked.
    pub(super) unread: Vec<(i64, bool)>,
    pub(super) entries: u32,
    /// When the client wrote: reflections and check-ins, in order.
    pub(super) written: Vec<i64>,
    pub(super) last_entry: Option<i64>,
    pub(super) sessions: Vec<(i64, u32)>,
    pub(super) planned: Option<u32>,
    /// Appointments that may still take place: when, and the client's offset then.
    pub(super) meetings: Vec<(i64, i64)>,
    pub(super) moods: Vec<(i64, u8)>,
    /// Low ratings that are not reviewed: since when.
    pub(super) low: Vec<i64>,
    /// Signs that are not to wait, in check-ins that are not reviewed: since when.
    pub(super) signs: Vec<i64>,
    pub(super) measure: Option<Latest>,
}

/// Kinds that are entries: what a client writes, and what can be read and reviewed.
pub(crate) const ENTRIES: [&str; 7] =
    ["reflection", "check_in", "intention", "goal", "concern", "step", "measure_response"];

impl Facts {
    /// Reads one client's records: id, revision, payload.
    pub fn of<'a>(records: impl Iterator<Item = (RecordId, u32, &'a Payload)>) -> Self {
        let mut facts = Self::default();
        let mut name_at = i64::MIN;
        let mut planned_at = i64::MIN;
        let mut entries: Vec<(RecordId, u32, i64, bool)> = Vec::new();
        let mut marks: BTreeMap<RecordId, (u32, bool)> = BTreeMap::new();
        let mut responses: BTreeMap<&str, Vec<Response>> = BTreeMap::new();
        let mut events: Vec<(RecordId, Option<RecordId>, i64)> = Vec::new();
        let mut closings: Vec<(RecordId, i64)> = Vec::new();
        let mut seen_flags: Vec<(RecordId, Option<RecordId>, i64)> = Vec::new();
        let mut series: Vec<i64> = Vec::new();
        let mut here: BTreeSet<RecordId> = BTreeSet::new();
        let mut lows: Vec<(RecordId, i64, u8)> = Vec::new();
        let mut tapped_signs: Vec<(RecordId, i64, &'a [Value])> = Vec::new();
        for (record, revision, Payload(fields)) in records {
            let when = fields.get("when").and_then(Value::as_object);
            let Some(when) = when.and_then(|when| Moment::parse(text(when, "at"), "").ok()) else { continue };
            let at = when.unix_ms;
            let kind = text(fields, "kind");
            here.insert(record);
            if kind == "series" {
                series.push(at);
            }
            if ENTRIES.contains(&kind) {
                entries.push((record, revision, at, is(fields, "wants_to_talk") || is(fields, "see_soon")));
            }
            match kind {
                "reflection" | "check_in" => {
                    facts.written.push(at);
                    let mood = fields.get("mood").and_then(Value::as_u64).and_then(|mood| mood.try_into().ok());
                    facts.moods.extend(mood.map(|mood: u8| (at, mood)));
                    lows.extend(mood.map(|mood: u8| (record, at, mood)));
                    let tapped = fields.get("signs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                    tapped_signs.extend((!tapped.is_empty()).then_some((record, at, tapped)));
                }
                "dosing_session" => {
                    let number = fields.get("number").and_then(Value::as_u64).unwrap_or_default();
                    facts.sessions.push((at, number as u32));
                }
                "series" if at >= planned_at => {
                    planned_at = at;
                    facts.planned = fields.get("planned").and_then(Value::as_u64).map(|planned| planned as u32);
                }
                "appointment" if fields.get("kept").is_none_or(Value::is_null) && !is(fields, "cancelled") => {
                    facts.meetings.push((at, i64::from(when.offset_s) * 1_000));
                }
                "profile" if at >= name_at => {
                    name_at = at;
                    facts.name = text(fields, "name").into();
                }
                "review_mark" => {
                    let Some(entry) = id(fields, "entry") else { continue };
                    let revision = fields.get("revision").and_then(Value::as_u64).unwrap_or_default() as u32;
                    let mark = marks.entry(entry).or_default();
                    *mark = (*mark).max((revision, is(fields, "reviewed")));
                }
                "flag_seen" => {
                    let Some(event) = id(fields, "event") else { continue };
                    let flagged = fields.get("flagged_at").and_then(Value::as_object);
                    let flagged = flagged.and_then(|when| Moment::parse(text(when, "at"), "").ok());
                    let flagged = flagged.map_or(at, |when| when.unix_ms);
                    // Two browsers may each have marked it.
                    if seen_flags.iter().all(|(known, _, _)| *known != event) {
                        seen_flags.push((event, id(fields, "response"), flagged));
                    }
                }
                "measure_response" => {
                    let Some(short) = INSTRUMENTS.iter().find(|one| one.instrument == text(fields, "instrument"))
                    else {
                        continue;
                    };
                    let answers =
                        fields.get("answers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                    let total: Option<f64> = answers.iter().map(Value::as_f64).sum();
                    responses.entry(short.instrument).or_default().push(Response {
                        at,
                        id: record,
                        total: total.filter(|_| answers.len() == short.items).map(|total| total * short.factor),
                        safety: short
                            .safety
                            .and_then(|item| answers.get(item)?.as_f64())
                            .is_some_and(|answer| answer >= 1.0),
                    });
                }
                "safety_event" => {
                    let about = id(fields, "response");
                    if let Some(closed) = fields.get("closed").and_then(Value::as_object) {
                        let closed = Moment::parse(text(closed, "at"), "").map_or(at, |when| when.unix_ms);
                        closings.extend([Some(record), about].into_iter().flatten().map(|id| (id, closed)));
                    }
                    events.push((record, about, at));
                }
                _ => {}
            }
        }
        let closed = |id: &RecordId| closings.iter().any(|(of, _)| of == id);
        // What was closed with its form closes only what came before.
        let closed_with = |id: &RecordId, flagged: i64| closings.iter().any(|(of, at)| of == id && *at >= flagged);
        // A flag that the therapist has seen stays until it is closed, also when the client takes it back.
        let gone = seen_flags.iter().filter(|(entry, response, at)| {
            let known = here.contains(entry) || closed(entry);
            !known && !response.as_ref().is_some_and(|id| here.contains(id) || closed_with(id, *at))
        });
        facts.safety.extend(gone.map(|(_, _, at)| *at));
        let told: BTreeSet<RecordId> = events.iter().filter_map(|(_, about, _)| *about).collect();
        let open =
            events.iter().filter(|(id, about, at)| !closed(id) && about.is_none_or(|about| !closed_with(&about, *at)));
        facts.safety.extend(open.map(|(_, _, at)| *at));
        let answered = responses.values().flatten().filter(|answer| answer.safety);
        let untold = answered.filter(|answer| !told.contains(&answer.id) && !closed(&answer.id));
        facts.safety.extend(untold.map(|answer| answer.at));

        let seen = |id: &RecordId, revision: u32| marks.get(id).filter(|(read, _)| *read >= revision);
        for (id, revision, at, marked) in &entries {
            if seen(id, *revision).is_none() {
                facts.unread.push((*at, *marked));
            }
        }
        facts.entries = entries.len() as u32;
        facts.last_entry = entries.iter().map(|(_, _, at, _)| *at).max();
        facts.written.sort_unstable();
        facts.sessions.sort_unstable();
        facts.moods.sort_unstable();
        facts.moods.drain(..facts.moods.len().saturating_sub(MOODS));
        let reviewed = |id: &RecordId| marks.get(id).is_some_and(|(_, reviewed)| *reviewed);
        let series = series_starts(&facts.sessions, &series);
        let latest = INSTRUMENTS
            .iter()
            .filter_map(|short| latest(short, responses.get_mut(short.instrument)?, &series, &reviewed));
        facts.measure = latest.max_by_key(|latest| (latest.waits(), latest.at));
        lows.sort_by_key(|(id, at, _)| (*at, *id));
        facts.low = low(&lows, &facts.sessions, &reviewed);
        let now = tapped_signs.iter().filter(|(id, at, tapped)| {
            let (tapped, sessions) = (tapped.iter().filter_map(Value::as_str), facts.sessions.iter());
            signs::not_to_wait(tapped, *at, sessions.map(|(began, _)| *began)) && !reviewed(id)
        });
        facts.signs = now.map(|(_, at, _)| *at).collect();
        facts
    }
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn is(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name).and_then(Value::as_bool).unwrap_or_default()
}

fn id(fields: &Map<String, Value>, name: &str) -> Option<RecordId> {
    text(fields, name).parse().ok()
}

/// Since when low ratings wait: a mood of 0 or 1, or a drop of 5 and more within a week after a session, that the
/// therapist has not reviewed. A rating on a labelled scale is no free text: it is the client's own number.
fn low(moods: &[(RecordId, i64, u8)], sessions: &[(i64, u32)], reviewed: &dyn Fn(&RecordId) -> bool) -> Vec<i64> {
    let drop = |n: usize| {
        let (_, at, mood) = moods[n];
        let session = sessions.iter().rev().map(|(start, _)| *start).find(|start| *start <= at);
        let Some(session) = session.filter(|start| at - start <= LOW_DAYS * DAY) else { return false };
        // Against the best of that week, or what was said last before the session.
        let since = moods[..n].iter().filter(|(_, before, _)| *before >= session);
        let last = moods[..n].iter().rfind(|(_, before, _)| *before < session);
        since.chain(last).any(|(_, _, before)| before.saturating_sub(mood) >= LOW_DROP)
    };
    let low = (0..moods.len()).filter(|n| !reviewed(&moods[*n].0) && (moods[*n].2 <= VERY_LOW || drop(*n)));
    low.map(|n| moods[n].1).collect()
}
