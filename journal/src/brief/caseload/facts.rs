//! The facts of a client's records, independent of the current time.

use std::collections::{BTreeMap, BTreeSet};

use protocol::RecordId;
use serde_json::{Map, Value};

use super::latest::{INSTRUMENTS, Latest, Response, latest};
use super::{DAY, LOW_DAYS, LOW_DROP, MOODS, VERY_LOW};
use crate::effects::urgency::{self, Urgency};
use crate::measures::BUILT_IN_IDS;
use crate::measures::condition::Condition;
use crate::measures::judge::series_starts;
use crate::record::{Moment, Payload, SideEffectCheck};

/// The time-independent facts of a client.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(super) name: String,
    /// Open safety flags, with their times.
    pub(super) safety: Vec<i64>,
    /// Unread entries: their times, and whether they are marked.
    pub(super) unread: Vec<(i64, bool)>,
    pub(super) entries: u32,
    /// The times of the client's reflections, check-ins and side-effect checks, in order.
    pub(super) written: Vec<i64>,
    pub(super) last_entry: Option<i64>,
    pub(super) sessions: Vec<(i64, u32)>,
    pub(super) planned: Option<u32>,
    /// Appointments that may still take place: time, and the client's UTC offset then.
    pub(super) meetings: Vec<(i64, i64)>,
    pub(super) moods: Vec<(i64, u8)>,
    /// Low ratings that are not reviewed: entry, time and rating.
    pub(in crate::brief) low: Vec<(RecordId, i64, u8)>,
    /// When the red side effects were marked, in checks that are not reviewed.
    pub(super) red: Vec<i64>,
    pub(super) measure: Option<Latest>,
}

/// Kinds that are entries: what a client writes, and what can be read and reviewed.
pub(crate) const ENTRIES: [&str; 8] =
    ["reflection", "check_in", "intention", "goal", "concern", "step", "measure_response", "side_effect_check"];

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
        let mut seen_red: BTreeMap<RecordId, i64> = BTreeMap::new();
        let mut series: Vec<i64> = Vec::new();
        let mut here: BTreeSet<RecordId> = BTreeSet::new();
        // The practice's own instruments, and responses to instruments outside the table.
        let mut own: Vec<(i64, &'a Map<String, Value>)> = Vec::new();
        let mut own_answers: Vec<(RecordId, i64, &'a str, &'a [Value])> = Vec::new();
        let mut lows: Vec<(RecordId, i64, u8)> = Vec::new();
        let mut checks: Vec<(RecordId, i64, SideEffectCheck)> = Vec::new();
        for (record, revision, payload) in records {
            let fields = payload.fields();
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
                }
                "side_effect_check" => {
                    facts.written.push(at);
                    checks.extend(SideEffectCheck::of(payload).map(|check| (record, at, check)));
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
                    if is(fields, "red") {
                        seen_red.entry(event).or_insert(flagged);
                    } else {
                        seen_flags.push((event, id(fields, "response"), flagged));
                    }
                }
                "instrument" => own.push((at, fields)),
                "measure_response" => {
                    let answers =
                        fields.get("answers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                    let Some(short) = INSTRUMENTS.iter().find(|one| one.instrument == text(fields, "instrument"))
                    else {
                        own_answers.push((record, at, text(fields, "instrument"), answers));
                        continue;
                    };
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
                    let reopened = fields.get("reopened").is_some_and(Value::is_object);
                    if let Some(closed) = fields.get("closed").and_then(Value::as_object).filter(|_| !reopened) {
                        let closed = Moment::parse(text(closed, "at"), "").map_or(at, |when| when.unix_ms);
                        closings.extend([Some(record), about].into_iter().flatten().map(|id| (id, closed)));
                    }
                    // A closing that was reopened no longer counts.
                    if !reopened {
                        events.push((record, about, at));
                    }
                }
                _ => {}
            }
        }
        let closed = |id: &RecordId| closings.iter().any(|(of, _)| of == id);
        // A closing by form closes only earlier flags.
        let closed_with = |id: &RecordId, flagged: i64| closings.iter().any(|(of, at)| of == id && *at >= flagged);
        // A seen flag stays until it is closed, even if the client takes it back.
        let gone = seen_flags.iter().filter(|(entry, response, at)| {
            let known = here.contains(entry) || closed(entry);
            !known && !response.as_ref().is_some_and(|id| here.contains(id) || closed_with(id, *at))
        });
        // Two browsers may both have marked it.
        let mut counted = BTreeSet::new();
        facts.safety.extend(gone.filter(|(event, _, _)| counted.insert(*event)).map(|(_, _, at)| *at));
        let told: BTreeSet<RecordId> = events.iter().filter_map(|(_, about, _)| *about).collect();
        let open =
            events.iter().filter(|(id, about, at)| !closed(id) && about.is_none_or(|about| !closed_with(&about, *at)));
        facts.safety.extend(open.map(|(_, _, at)| *at));
        let answered = responses.values().flatten().filter(|answer| answer.safety).map(|answer| (answer.id, answer.at));
        let safety = safety_of(own);
        let answered = answered.chain(own_answers.iter().flat_map(|(id, at, instrument, answers)| {
            let flags =
                safety.iter().find(|known| known.instrument == *instrument).map_or(0, |known| known.stand(answers));
            (0..flags).map(|_| (*id, *at))
        }));
        let untold = answered.filter(|(id, _)| !told.contains(id) && !closed(id));
        facts.safety.extend(untold.map(|(_, at)| at));

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
        // An entry that was changed since its review is not reviewed.
        let revisions: BTreeMap<RecordId, u32> = entries.iter().map(|(id, revision, _, _)| (*id, *revision)).collect();
        let reviewed = |id: &RecordId| {
            let revision = revisions.get(id).copied().unwrap_or_default();
            marks.get(id).is_some_and(|(read, reviewed)| *reviewed && *read >= revision)
        };
        let series = series_starts(&facts.sessions, &series);
        let latest = INSTRUMENTS
            .iter()
            .filter_map(|short| latest(short, responses.get_mut(short.instrument)?, &series, &reviewed));
        facts.measure = latest.max_by_key(|latest| (latest.waits(), latest.at));
        lows.sort_by_key(|(id, at, _)| (*at, *id));
        facts.low = low(&lows, &facts.sessions, &reviewed);
        let red = checks.iter().filter(|(_, at, check)| {
            let since = urgency::since(*at, facts.sessions.iter().map(|(began, _)| *began));
            urgency::most(check.items.iter().map(Into::into), since) == Some(Urgency::Now)
        });
        // What the therapist has seen stays until it is reviewed, even if the client takes it back or changes it.
        seen_red.extend(red.map(|(id, at, _)| (*id, *at)));
        facts.red = seen_red.iter().filter(|(id, _)| !reviewed(id)).map(|(_, at)| *at).collect();
        facts
    }
}

/// The safety conditions of a practice's own instrument, without the rest of its definition.
struct OwnSafety<'a> {
    instrument: &'a str,
    items: Vec<&'a str>,
    flags: Vec<Condition>,
}

impl OwnSafety<'_> {
    /// The number of flags that these answers raise.
    fn stand(&self, answers: &[Value]) -> usize {
        // Responses to another version have other items.
        if answers.len() != self.items.len() {
            return 0;
        }
        let answers: Vec<Option<f64>> = answers.iter().map(Value::as_f64).collect();
        let place = |id: &str| self.items.iter().position(|item| *item == id);
        self.flags.iter().filter(|flag| flag.stands_in(&place, &answers)).count()
    }
}

/// The instruments of these records (newest version of each id) with their safety flags. Built-in ones take precedence.
fn safety_of(mut own: Vec<(i64, &Map<String, Value>)>) -> Vec<OwnSafety<'_>> {
    own.sort_by_key(|(at, _)| -at);
    let mut all: Vec<OwnSafety<'_>> = Vec::new();
    for (_, fields) in own {
        let Some(definition) = fields.get("definition").and_then(Value::as_object) else { continue };
        let list = |name: &str| definition.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let id = text(definition, "id");
        if BUILT_IN_IDS.contains(&id) || all.iter().any(|known| known.instrument == id) {
            continue;
        }
        let safety = list("flags").iter().filter_map(Value::as_object).filter(|flag| text(flag, "level") == "safety");
        let flags = safety.filter_map(|flag| Condition::try_from(text(flag, "when").to_owned()).ok());
        let items = list("items").iter().filter_map(|item| Some(text(item.as_object()?, "id")));
        all.push(OwnSafety { instrument: id, items: items.collect(), flags: flags.collect() });
    }
    all
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

/// The times of low ratings that the therapist has not reviewed: a mood of 0 or 1, or a drop of 5 or more within a week
/// after a session. A rating on a labelled scale is not free text: it is the client's own number.
fn low(
    moods: &[(RecordId, i64, u8)],
    sessions: &[(i64, u32)],
    reviewed: &dyn Fn(&RecordId) -> bool,
) -> Vec<(RecordId, i64, u8)> {
    let drop = |n: usize| {
        let (_, at, mood) = moods[n];
        let session = sessions.iter().rev().map(|(start, _)| *start).find(|start| *start <= at);
        let Some(session) = session.filter(|start| at - start <= LOW_DAYS * DAY) else { return false };
        // Compared with the best of that week, or with the last rating before the session.
        let since = moods[..n].iter().filter(|(_, before, _)| *before >= session);
        let last = moods[..n].iter().rfind(|(_, before, _)| *before < session);
        since.chain(last).any(|(_, _, before)| before.saturating_sub(mood) >= LOW_DROP)
    };
    let low = (0..moods.len()).filter(|n| !reviewed(&moods[*n].0) && (moods[*n].2 <= VERY_LOW || drop(*n)));
    low.map(|n| moods[n]).collect()
}
