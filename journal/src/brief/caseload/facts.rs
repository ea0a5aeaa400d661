//! The facts of a client's records, independent of the current time.

use std::collections::{BTreeMap, BTreeSet};

use protocol::RecordId;
use serde_json::{Map, Value};

use super::latest::{INSTRUMENTS, Latest, Response, latest};
use super::own_safety::safety_of;
use super::{DAY, LOW_DAYS, LOW_DROP, MOODS, VERY_LOW};
use crate::arc::follow_ups::{self, FollowUp, Last};
use crate::arc::{CheckInState, Written};
use crate::effects::urgency::{self, Urgency};
use crate::measures::judge::series_starts;
use crate::measures::result::PHQ_8;
use crate::record::{Moment, Payload, SideEffectCheck, Slot};

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
    /// The client's UTC offset at each session, by its time.
    session_offsets: BTreeMap<i64, i64>,
    /// Each series: when it began, and the number of planned sessions while it is active. The oldest first.
    series: Vec<(i64, Option<u32>)>,
    /// Appointments for dosing sessions that were neither cancelled nor missed: time, and whether it took place.
    dosing: Vec<(i64, bool)>,
    /// Entries that name a follow-up.
    follow_up_entries: Vec<Written>,
    /// The follow-ups that the practice does not ask for, by the newest card.
    follow_ups_off: Vec<Slot>,
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
        let mut collected = Collected::default();
        for (record, revision, payload) in records {
            collected.add(record, revision, payload);
        }
        collected.into_facts()
    }

    /// The follow-ups after the last session, on the client's calendar. Caseload and brief have them from here.
    pub(in crate::brief) fn follow_ups(&self, now: i64) -> Vec<FollowUp> {
        let Some((start, number)) = self.sessions.iter().rfind(|(at, _)| *at <= now).copied() else {
            return Vec::new();
        };
        let offset = self.session_offsets.get(&start).copied().unwrap_or_default();
        let day = |at: i64| at.saturating_add(offset).div_euclid(DAY);
        let ended = self.sessions.iter().any(|(at, _)| *at > now)
            || self.dosing.iter().any(|(at, kept)| follow_ups::is_another(*at, *kept, start, now))
            || follow_ups::is_new_series(self.series.iter().map(|(from, _)| *from), start, now);
        let last = Last { number, start, day: day(start), ended };
        let asked: Vec<Slot> =
            Slot::FOLLOW_UPS.into_iter().filter(|slot| !self.follow_ups_off.contains(slot)).collect();
        let answered = follow_ups::answered(&last, &self.follow_up_entries);
        let mut all = follow_ups::follow_ups(&last, &asked, &answered, day(now));
        // While sessions of the series are still to come, this one is not yet the last.
        let series = self.series.iter().rfind(|(from, _)| *from <= start).or(match &self.series[..] {
            [only] => Some(only),
            _ => None,
        });
        let goes_on = series.and_then(|(_, planned)| *planned).is_some_and(|planned| number < planned);
        all.retain(|one| !(goes_on && one.state == CheckInState::Ahead));
        all
    }
}

/// The facts while the records are read, and what is compared at the end: a review may be read before its entry.
#[derive(Default)]
struct Collected<'a> {
    facts: Facts,
    /// The times of the profile, the series and the card in `facts`. The newest of each counts.
    name_at: Option<i64>,
    planned_at: Option<i64>,
    card_at: Option<i64>,
    here: BTreeSet<RecordId>,
    /// Entries: revision, time, and whether they are marked.
    entries: Vec<(RecordId, u32, i64, bool)>,
    /// By entry: the highest revision that was read, and whether it was reviewed.
    marks: BTreeMap<RecordId, (u32, bool)>,
    responses: BTreeMap<&'static str, Vec<Response>>,
    /// Safety events that are not reopened: the response that each is about, and its time.
    events: Vec<(RecordId, Option<RecordId>, i64)>,
    /// Closed safety events and responses, with the time of closing.
    closings: Vec<(RecordId, i64)>,
    /// Safety flags that the therapist has seen: the event, its response, and the time of the flag.
    seen_flags: Vec<(RecordId, Option<RecordId>, i64)>,
    seen_red: BTreeMap<RecordId, i64>,
    series: Vec<i64>,
    /// The practice's own instruments, and responses to instruments outside the table.
    own: Vec<(i64, RecordId, &'a Map<String, Value>)>,
    own_answers: Vec<(RecordId, i64, &'a Map<String, Value>)>,
    lows: Vec<(RecordId, i64, u8)>,
    checks: Vec<(RecordId, i64, SideEffectCheck)>,
}

impl<'a> Collected<'a> {
    /// Adds one record. A record without a valid time is left out.
    fn add(&mut self, record: RecordId, revision: u32, payload: &'a Payload) {
        let fields = payload.fields();
        let when = fields.get("when").and_then(Value::as_object);
        let Some(when) = when.and_then(|when| Moment::parse(text(when, "at"), "").ok()) else { return };
        let at = when.unix_ms;
        let kind = text(fields, "kind");
        self.here.insert(record);
        if ENTRIES.contains(&kind) {
            self.entries.push((record, revision, at, is(fields, "wants_to_talk") || is(fields, "see_soon")));
        }
        match kind {
            "reflection" | "check_in" => {
                self.facts.written.push(at);
                self.add_follow_up(at, fields);
                let mood = fields.get("mood").and_then(Value::as_u64).and_then(|mood| mood.try_into().ok());
                self.facts.moods.extend(mood.map(|mood: u8| (at, mood)));
                self.lows.extend(mood.map(|mood: u8| (record, at, mood)));
            }
            "side_effect_check" => {
                self.facts.written.push(at);
                self.checks.extend(SideEffectCheck::of(payload).map(|check| (record, at, check)));
            }
            "dosing_session" => {
                let number = fields.get("number").and_then(Value::as_u64).unwrap_or_default();
                self.facts.sessions.push((at, number as u32));
                self.facts.session_offsets.insert(at, i64::from(when.offset_s) * 1_000);
            }
            "series" => self.add_series(at, fields),
            "appointment" => self.add_appointment(at, i64::from(when.offset_s) * 1_000, fields),
            "practice_card" if Some(at) >= self.card_at => {
                self.card_at = Some(at);
                let off = fields.get("follow_ups_off").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                self.facts.follow_ups_off = off.iter().filter_map(|slot| Slot::named(slot.as_str()?)).collect();
            }
            "profile" if Some(at) >= self.name_at => {
                self.name_at = Some(at);
                self.facts.name = text(fields, "name").into();
            }
            "review_mark" => self.add_review(fields),
            "flag_seen" => self.add_seen_flag(at, fields),
            "instrument" => self.own.push((at, record, fields)),
            "measure_response" => self.add_response(record, at, fields),
            "safety_event" => self.add_safety_event(record, at, fields),
            _ => {}
        }
    }

    /// Adds an appointment that was neither cancelled nor missed.
    fn add_appointment(&mut self, at: i64, offset: i64, fields: &Map<String, Value>) {
        let kept = fields.get("kept").and_then(Value::as_bool);
        if is(fields, "cancelled") || kept == Some(false) {
            return;
        }
        if kept.is_none() {
            self.facts.meetings.push((at, offset));
        }
        if text(fields, "purpose") == "dosing" {
            self.facts.dosing.push((at, kept == Some(true)));
        }
    }

    /// Adds an entry that names a follow-up.
    fn add_follow_up(&mut self, at: i64, fields: &Map<String, Value>) {
        let named = Slot::named(text(fields, "slot")).or_else(|| Slot::of_prompt(text(fields, "prompt")));
        let session = fields.get("session").and_then(Value::as_u64).map(|number| number as u32);
        let slot = named.filter(|slot| slot.is_follow_up());
        self.facts.follow_up_entries.extend(slot.map(|slot| Written {
            at,
            slot: Some(slot),
            session,
            needs_space: false,
        }));
    }

    /// Keeps each series, and the number of planned sessions of the newest one.
    fn add_series(&mut self, at: i64, fields: &Map<String, Value>) {
        self.series.push(at);
        let planned = fields.get("planned").and_then(Value::as_u64).map(|planned| planned as u32);
        let active = matches!(text(fields, "status"), "" | "active");
        self.facts.series.push((at, planned.filter(|_| active)));
        if Some(at) >= self.planned_at {
            self.planned_at = Some(at);
            self.facts.planned = planned;
        }
    }

    /// Keeps the review of the highest revision of an entry.
    fn add_review(&mut self, fields: &Map<String, Value>) {
        let Some(entry) = id(fields, "entry") else { return };
        let revision = fields.get("revision").and_then(Value::as_u64).unwrap_or_default() as u32;
        let mark = self.marks.entry(entry).or_default();
        *mark = (*mark).max((revision, is(fields, "reviewed")));
    }

    /// Adds a safety flag or a red side effect that the therapist has seen, with the time at which it was raised.
    fn add_seen_flag(&mut self, at: i64, fields: &Map<String, Value>) {
        let Some(event) = id(fields, "event") else { return };
        let flagged = fields.get("flagged_at").and_then(Value::as_object);
        let flagged = flagged.and_then(|when| Moment::parse(text(when, "at"), "").ok());
        let flagged = flagged.map_or(at, |when| when.unix_ms);
        if is(fields, "red") {
            self.seen_red.entry(event).or_insert(flagged);
        } else {
            self.seen_flags.push((event, id(fields, "response"), flagged));
        }
    }

    /// Adds a response. The total needs all answers; the safety item counts even in an incomplete response.
    fn add_response(&mut self, record: RecordId, at: i64, fields: &'a Map<String, Value>) {
        let answers = fields.get("answers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let Some(short) = INSTRUMENTS.iter().find(|one| one.instrument == text(fields, "instrument")) else {
            self.own_answers.push((record, at, fields));
            return;
        };
        let total: Option<f64> = answers.iter().map(Value::as_f64).sum();
        self.responses.entry(short.instrument).or_default().push(Response {
            at,
            id: record,
            total: total.filter(|_| answers.len() == short.items).map(|total| total * short.factor),
            safety: short.safety.and_then(|item| answers.get(item)?.as_f64()).is_some_and(|answer| answer >= 1.0),
            lent: false,
        });
        // The PHQ-9 without its ninth question is the PHQ-8, which is compared with it after a change.
        if let ("phq-9", [eight @ .., _]) = (short.instrument, answers)
            && eight.len() == 8
        {
            let total = eight.iter().map(Value::as_f64).sum();
            let lent = Response { at, id: record, total, safety: false, lent: true };
            self.responses.entry(PHQ_8).or_default().push(lent);
        }
    }

    /// Adds a safety event, and its closing.
    fn add_safety_event(&mut self, record: RecordId, at: i64, fields: &Map<String, Value>) {
        // A closing that was reopened no longer counts.
        if fields.get("reopened").is_some_and(Value::is_object) {
            return;
        }
        let about = id(fields, "response");
        if let Some(closed) = fields.get("closed").and_then(Value::as_object) {
            let closed = Moment::parse(text(closed, "at"), "").map_or(at, |when| when.unix_ms);
            self.closings.extend([Some(record), about].into_iter().flatten().map(|id| (id, closed)));
        }
        self.events.push((record, about, at));
    }

    /// Computes the facts that depend on several records.
    fn into_facts(mut self) -> Facts {
        self.facts.safety = self.open_flags();
        self.facts.unread = self.unread();
        let Self { mut facts, mut responses, mut lows, mut seen_red, entries, marks, series, checks, .. } = self;
        facts.entries = entries.len() as u32;
        facts.last_entry = entries.iter().map(|(_, _, at, _)| *at).max();
        facts.written.sort_unstable();
        facts.sessions.sort_unstable();
        facts.series.sort_unstable();
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

    /// The times of the open safety flags: seen ones whose share was taken back, those of events, and those of answers.
    fn open_flags(&self) -> Vec<i64> {
        let closed = |id: &RecordId| self.closings.iter().any(|(of, _)| of == id);
        // A closing by form closes only earlier flags.
        let closed_with = |id: &RecordId, flagged: i64| self.closings.iter().any(|(of, at)| of == id && *at >= flagged);
        let mut flags = Vec::new();
        // A seen flag stays until it is closed, even if the client takes it back.
        let gone = self.seen_flags.iter().filter(|(entry, response, at)| {
            let known = self.here.contains(entry) || closed(entry);
            !known && !response.as_ref().is_some_and(|id| self.here.contains(id) || closed_with(id, *at))
        });
        // Two browsers may both have marked it.
        let mut counted = BTreeSet::new();
        flags.extend(gone.filter(|(event, _, _)| counted.insert(*event)).map(|(_, _, at)| *at));
        let reported: BTreeSet<RecordId> = self.events.iter().filter_map(|(_, about, _)| *about).collect();
        let open = self
            .events
            .iter()
            .filter(|(id, about, at)| !closed(id) && about.is_none_or(|about| !closed_with(&about, *at)));
        flags.extend(open.map(|(_, _, at)| *at));
        let answered = self.responses.values().flatten().filter(|answer| answer.safety);
        let safety = safety_of(&self.own);
        let own_answered = self.own_answers.iter().flat_map(|(id, at, response)| {
            let raised =
                safety.iter().find(|known| known.asked(response)).map_or(0, |known| known.count_flags(response));
            (0..raised).map(|_| (*id, *at))
        });
        let answered = answered.map(|answer| (answer.id, answer.at)).chain(own_answered);
        let unreported = answered.filter(|(id, _)| !reported.contains(id) && !closed(id));
        flags.extend(unreported.map(|(_, at)| at));
        flags
    }

    /// The entries whose current revision the therapist has not read: their times, and whether they are marked.
    fn unread(&self) -> Vec<(i64, bool)> {
        let read = |id: &RecordId, revision: u32| self.marks.get(id).is_some_and(|(read, _)| *read >= revision);
        let unread = self.entries.iter().filter(|(id, revision, _, _)| !read(id, *revision));
        unread.map(|(_, _, at, marked)| (*at, *marked)).collect()
    }
}

pub(super) fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> &'a str {
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
