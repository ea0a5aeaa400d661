//! The caseload: who needs me first.
//!
//! Read straight from the payloads and without the definitions of instruments: it is on the first page, whose weight
//! is limited, and it is made of every record of every client. `docs/brief.md` publishes the order.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{CollectionId, RecordId};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::record::{Moment, Payload};

/// How many mood ratings a row carries for its small chart.
pub const MOODS: usize = 14;
/// How many days ahead a follow-up counts as soon.
pub const SOON_DAYS: i64 = 7;
/// From when on (hours) and until when (days) after a session a missing word is pointed out.
const MISSING: (i64, i64) = (36 * HOUR, 14 * DAY);
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What the caseload has to know of an instrument. The definitions themselves come with a client's page; a test holds
/// this table against them.
pub(crate) struct Short {
    pub(crate) instrument: &'static str,
    pub(crate) items: usize,
    /// A total is the sum of the answers times this.
    pub(crate) factor: f64,
    /// Points that are more than noise.
    pub(crate) reliable: f64,
    pub(crate) higher_is_better: bool,
    /// The item that is a safety item when answered above zero, counted from 0.
    pub(crate) safety: Option<usize>,
}

pub(crate) const INSTRUMENTS: [Short; 3] = [
    Short { instrument: "gad-7", items: 7, factor: 1.0, reliable: 4.0, higher_is_better: false, safety: None },
    Short { instrument: "pcl-5", items: 20, factor: 1.0, reliable: 10.0, higher_is_better: false, safety: None },
    Short { instrument: "phq-9", items: 9, factor: 1.0, reliable: 5.0, higher_is_better: false, safety: Some(8) },
];

/// A total and what it means against the first and the one before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Latest {
    /// The instrument.
    pub instrument: String,
    /// Its total.
    pub total: f64,
    /// `improved`, `worsened`, `no_reliable_change`; absent for a first total. Worse against either is worse.
    pub direction: Option<&'static str>,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether the therapist has reviewed it.
    pub reviewed: bool,
}

/// Why a client stands where they stand, in the order of the caseload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A safety item, not closed yet.
    Safety,
    /// The client marked something to talk about, or to be seen soon.
    WantsToTalk,
    /// A measure got reliably worse, and its answers are not reviewed.
    Worsened,
    /// An appointment today.
    Today,
    /// Something new since it was last read.
    New,
    /// The next appointment is within a week.
    Soon,
    /// Nothing was heard after a session, from somebody who usually writes.
    Quiet,
    /// Everything else.
    Rest,
}

/// One client in the caseload.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseloadRow {
    /// The care collection.
    pub collection: String,
    /// How the client wants to be called; empty when they have not said.
    pub name: String,
    /// Why they stand where they stand.
    pub reason: Reason,
    /// Safety items that are not closed.
    pub safety: u32,
    /// Entries that the therapist has not opened, or that were changed since.
    pub unread: u32,
    /// Of those, entries that the client wants to talk about or to be seen soon.
    pub wants_to_talk: u32,
    /// When the oldest of the unread was written: milliseconds since the Unix epoch.
    pub unread_since: Option<i64>,
    /// All entries.
    pub entries: u32,
    /// When the client last wrote: milliseconds since the Unix epoch.
    pub last_entry: Option<i64>,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// How many sessions are planned.
    pub planned: Option<u32>,
    /// When the last dosing session was: milliseconds since the Unix epoch.
    pub last_session: Option<i64>,
    /// When the next appointment is: milliseconds since the Unix epoch.
    pub next_appointment: Option<i64>,
    /// The last mood ratings, oldest first: milliseconds since the Unix epoch, and 0 to 10.
    pub moods: Vec<(i64, u8)>,
    /// The latest measure; one that got worse before others.
    pub measure: Option<Latest>,
    since: i64,
}

/// What is known of a client whatever the time is.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    name: String,
    /// Open safety items: since when.
    safety: Vec<i64>,
    /// Entries that are unread: when they were written, and whether they are marked.
    unread: Vec<(i64, bool)>,
    entries: u32,
    /// When the client wrote: reflections and check-ins, in order.
    written: Vec<i64>,
    last_entry: Option<i64>,
    sessions: Vec<(i64, u32)>,
    planned: Option<u32>,
    /// Appointments that may still take place: when, and the client's offset then.
    meetings: Vec<(i64, i64)>,
    moods: Vec<(i64, u8)>,
    measure: Option<Latest>,
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

struct Response {
    at: i64,
    id: RecordId,
    total: Option<f64>,
    safety: bool,
}

/// Kinds that are entries: what a client writes, and what can be read and reviewed.
const ENTRIES: [&str; 7] = ["reflection", "check_in", "intention", "goal", "concern", "step", "measure_response"];

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
        let mut closed: BTreeSet<RecordId> = BTreeSet::new();
        for (record, revision, Payload(fields)) in records {
            let when = fields.get("when").and_then(Value::as_object);
            let Some(when) = when.and_then(|when| Moment::parse(text(when, "at"), "").ok()) else { continue };
            let at = when.unix_ms;
            let kind = text(fields, "kind");
            if ENTRIES.contains(&kind) {
                entries.push((record, revision, at, is(fields, "wants_to_talk") || is(fields, "see_soon")));
            }
            match kind {
                "reflection" | "check_in" => {
                    facts.written.push(at);
                    let mood = fields.get("mood").and_then(Value::as_u64).and_then(|mood| mood.try_into().ok());
                    facts.moods.extend(mood.map(|mood: u8| (at, mood)));
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
                    if fields.get("closed").is_some_and(|closed| !closed.is_null()) {
                        closed.extend([Some(record), about].into_iter().flatten());
                    }
                    events.push((record, about, at));
                }
                _ => {}
            }
        }
        let told: BTreeSet<RecordId> = events.iter().filter_map(|(_, about, _)| *about).collect();
        let open = events
            .iter()
            .filter(|(id, about, _)| !closed.contains(id) && about.is_none_or(|about| !closed.contains(&about)));
        facts.safety.extend(open.map(|(_, _, at)| *at));
        let answered = responses.values().flatten().filter(|answer| answer.safety);
        let untold = answered.filter(|answer| !told.contains(&answer.id) && !closed.contains(&answer.id));
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
        let latest =
            INSTRUMENTS.iter().filter_map(|short| latest(short, responses.get_mut(short.instrument)?, &reviewed));
        facts.measure =
            latest.max_by_key(|latest| (latest.direction == Some("worsened") && !latest.reviewed, latest.at));
        facts
    }

    /// The row at a time (milliseconds since the Unix epoch).
    pub fn row(&self, collection: CollectionId, now: i64) -> CaseloadRow {
        let last_session = self.sessions.iter().rfind(|(at, _)| *at <= now);
        let ahead = self.meetings.iter().filter(|(at, _)| *at > now).min();
        // An appointment that began in the last hours and is not settled yet is still today's.
        let today = |(at, offset): &&(i64, i64)| {
            (at + offset).div_euclid(DAY) == (now + offset).div_euclid(DAY) && *at > now - 4 * HOUR
        };
        let today = self.meetings.iter().filter(today).min();
        let marked = self.unread.iter().filter(|(_, marked)| *marked);
        let quiet = last_session.is_some_and(|(session, _)| {
            let heard = |from: i64, to: i64| self.written.iter().any(|at| (from..to).contains(at));
            let before = self.sessions.iter().any(|(at, _)| at < session && heard(*at, at + MISSING.1));
            (MISSING.0..MISSING.1).contains(&(now - session)) && before && !heard(*session, i64::MAX)
        });
        let oldest = |times: &mut dyn Iterator<Item = i64>| times.min();
        let worsened = self.measure.as_ref().filter(|one| one.direction == Some("worsened") && !one.reviewed);
        let reasons = [
            (Reason::Safety, oldest(&mut self.safety.iter().copied())),
            (Reason::WantsToTalk, oldest(&mut marked.clone().map(|(at, _)| *at))),
            (Reason::Worsened, worsened.map(|latest| latest.at)),
            (Reason::Today, today.map(|(at, _)| *at)),
            (Reason::New, oldest(&mut self.unread.iter().map(|(at, _)| *at))),
            (Reason::Soon, ahead.map(|(at, _)| *at).filter(|at| at - now < SOON_DAYS * DAY)),
            (Reason::Quiet, last_session.map(|(at, _)| *at).filter(|_| quiet)),
            (Reason::Rest, Some(-self.last_entry.unwrap_or_default())),
        ];
        let first = reasons.into_iter().find_map(|(reason, since)| Some((reason, since?)));
        let (reason, since) = first.unwrap_or((Reason::Rest, 0));
        CaseloadRow {
            collection: collection.to_string(),
            name: self.name.clone(),
            reason,
            safety: self.safety.len() as u32,
            unread: self.unread.len() as u32,
            wants_to_talk: marked.count() as u32,
            unread_since: oldest(&mut self.unread.iter().map(|(at, _)| *at)),
            entries: self.entries,
            last_entry: self.last_entry,
            session: last_session.map(|(_, number)| *number),
            planned: self.planned,
            last_session: last_session.map(|(at, _)| *at),
            next_appointment: ahead.map(|(at, _)| *at),
            moods: self.moods.clone(),
            measure: self.measure.clone(),
            since,
        }
    }
}

/// The latest complete response of an instrument, compared.
fn latest(short: &Short, responses: &mut [Response], reviewed: &dyn Fn(&RecordId) -> bool) -> Option<Latest> {
    responses.sort_by_key(|response| (response.at, response.id));
    let totals: Vec<(&Response, f64)> = responses.iter().filter_map(|one| Some((one, one.total?))).collect();
    let (response, total) = *totals.last()?;
    let worse = |baseline: f64| if short.higher_is_better { baseline - total } else { total - baseline };
    let against = [totals.first(), totals.iter().rev().nth(1)].map(|one| one.map(|(_, total)| worse(*total)));
    let against: Vec<f64> = against.into_iter().flatten().collect();
    let direction = match &against[..] {
        _ if totals.len() < 2 => None,
        moved if moved.iter().any(|worse| *worse >= short.reliable) => Some("worsened"),
        moved if moved.iter().any(|worse| -worse >= short.reliable) => Some("improved"),
        _ => Some("no_reliable_change"),
    };
    Some(Latest {
        instrument: short.instrument.into(),
        total,
        direction,
        at: response.at,
        reviewed: reviewed(&response.id),
    })
}

/// Puts the rows in order: by reason; among the same reason what has waited longest, or comes soonest, first.
pub fn caseload(mut rows: Vec<CaseloadRow>) -> Vec<CaseloadRow> {
    rows.sort_by_cached_key(|row| (row.reason, row.since, row.name.to_lowercase(), row.collection.clone()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::definition::{HigherIs, Method};
    use crate::measures::{FlagLevel, all_built_in};
    use crate::record::{
        Appointment, Body, CheckIn, DosingSession, MeasureResponse, Profile, Record, Reflection, ReviewMark,
        SafetyEvent,
    };

    const NOW: i64 = 20_000 * DAY + 10 * HOUR;

    #[test]
    fn the_short_table_says_what_the_definitions_say() {
        let definitions = all_built_in().unwrap();
        let ruled: Vec<_> = definitions.iter().filter(|one| one.built_in && one.change.is_some()).collect();
        assert_eq!(ruled.len(), INSTRUMENTS.len());
        for definition in ruled {
            let short = INSTRUMENTS.iter().find(|short| short.instrument == definition.id).unwrap();
            assert_eq!(short.items, definition.items.len());
            assert_eq!(short.reliable, definition.change.as_ref().unwrap().reliable);
            assert_eq!(short.higher_is_better, definition.scoring.higher_is == HigherIs::Better);
            assert!(definition.scoring.method == Method::Sum && short.factor == 1.0);
            assert!(definition.items.iter().all(|item| !item.reverse));
            let safety = definition.flags.iter().any(|flag| flag.level == FlagLevel::Safety);
            assert_eq!(short.safety.is_some(), safety);
            if let Some(item) = short.safety {
                let mut answers = vec![Some(0.0); short.items];
                answers[item] = Some(1.0);
                let scored = crate::measures::score(definition, &answers, None).unwrap();
                assert!(scored.needs_safety(definition));
            }
        }
    }

    struct One {
        name: &'static str,
        records: Vec<(RecordId, Payload)>,
    }

    impl One {
        fn new(name: &'static str) -> Self {
            Self { name, records: Vec::new() }.with(-90.0, Profile { name: name.into(), ..Default::default() })
        }

        fn with(mut self, days: f64, body: impl Into<Body>) -> Self {
            let n = self.records.len() as u8;
            let when = Moment { unix_ms: NOW + (days * DAY as f64) as i64, offset_s: 0, zone: "UTC".into() };
            self.records.push((RecordId::new(0, [n; 10]), Record { when, body: body.into() }.to_payload()));
            self
        }

        fn row(&self) -> CaseloadRow {
            let records = self.records.iter().map(|(id, payload)| (*id, 1, payload));
            Facts::of(records).row(CollectionId::new(0, [self.name.len() as u8; 10]), NOW)
        }
    }

    fn wrote(mood: u8) -> Reflection {
        Reflection { text: "a".into(), mood: Some(mood), ..Default::default() }
    }

    fn talk() -> Reflection {
        Reflection { wants_to_talk: true, ..wrote(3) }
    }

    fn read(n: u8) -> ReviewMark {
        ReviewMark { entry: RecordId::new(0, [n; 10]), reviewed: true, revision: 1, extra: Default::default() }
    }

    fn phq(total: f64) -> MeasureResponse {
        let mut answers = vec![Some(0.0); 9];
        (answers[0], answers[1]) = (Some(total.min(3.0)), Some((total - 3.0).max(0.0)));
        MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() }
    }

    fn meeting() -> Appointment {
        Appointment { purpose: "integration".into(), ..Default::default() }
    }

    #[test]
    fn a_row_counts_what_is_unread() {
        let row =
            One::new("Wren").with(-5.0, wrote(3)).with(-4.0, wrote(5)).with(-3.0, read(1)).with(2.0, meeting()).row();
        assert_eq!((row.entries, row.unread, row.wants_to_talk, row.name.as_str()), (2, 1, 0, "Wren"));
        assert_eq!(row.unread_since, Some(NOW - 4 * DAY));
        assert_eq!(row.next_appointment, Some(NOW + 2 * DAY));
        assert_eq!(row.moods, [(NOW - 5 * DAY, 3), (NOW - 4 * DAY, 5)]);
    }

    #[test]
    fn each_reason_comes_before_the_next_and_the_oldest_before_the_newer() {
        let session = |number| DosingSession { number, ..Default::default() };
        let mut unsafe_item = phq(0.0);
        unsafe_item.answers = vec![None; 9];
        unsafe_item.answers[8] = Some(1.0);
        let rows = [
            One::new("rest").with(-30.0, wrote(5)).with(-29.0, read(1)),
            One::new("quiet")
                .with(-20.0, session(1))
                .with(-19.0, CheckIn { mood: Some(4), ..Default::default() })
                .with(-3.0, session(2))
                .with(-19.0, read(2)),
            One::new("soon").with(6.0, meeting()),
            One::new("sooner").with(3.0, meeting()),
            One::new("new").with(-1.0, wrote(5)),
            One::new("older").with(-2.0, wrote(5)),
            One::new("today").with(0.2, meeting()),
            One::new("worse").with(-20.0, phq(1.0)).with(-2.0, phq(6.0)).with(-19.0, read(1)),
            One::new("talk").with(-1.0, talk()),
            One::new("safety").with(-3.0, unsafe_item).with(-2.0, read(1)),
        ];
        let names: Vec<String> =
            caseload(rows.iter().map(One::row).collect()).into_iter().map(|row| row.name).collect();
        assert_eq!(names, ["safety", "talk", "worse", "today", "older", "new", "sooner", "soon", "quiet", "rest"]);
    }

    #[test]
    fn a_later_form_hides_no_flag_and_closing_it_does() {
        let event = SafetyEvent { instrument: "phq-9".into(), shown: vec!["crisis_plan".into()], ..Default::default() };
        let mut client = One::new("c").with(-5.0, event).with(-1.0, phq(0.0));
        assert_eq!((client.row().reason, client.row().safety), (Reason::Safety, 1));
        let when = Moment { unix_ms: NOW, offset_s: 0, zone: String::new() };
        let closing =
            SafetyEvent { response: Some(RecordId::new(0, [1; 10])), closed: Some(when), ..Default::default() };
        client = client.with(0.0, closing);
        assert_eq!(client.row().safety, 0);
    }

    #[test]
    fn worse_is_told_against_the_first_or_the_previous_until_it_is_reviewed() {
        let client = One::new("c").with(-20.0, phq(6.0)).with(-10.0, phq(0.0)).with(-2.0, phq(5.0));
        let measure = client.row().measure.unwrap();
        assert_eq!((measure.total, measure.direction), (5.0, Some("worsened")));
        assert_eq!(client.row().reason, Reason::Worsened);
        let client = client.with(-1.0, read(3));
        assert_eq!(client.row().reason, Reason::New);
        // Somebody who shares nothing looks like everybody else.
        assert_eq!(
            One::new("silent").with(-3.0, DosingSession { number: 1, ..Default::default() }).row().reason,
            Reason::Rest
        );
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        let odd =
            [r#"{"kind":"reflection"}"#, r#"{"kind":"dream","when":{"at":"2026-02-03T20:10:00Z"}}"#, r#"{"when":3}"#];
        let payloads = odd.map(|json| Payload::from_json(json.as_bytes()).unwrap());
        let facts = Facts::of(payloads.iter().map(|payload| (RecordId::new(0, [1; 10]), 1, payload)));
        assert_eq!(facts.row(CollectionId::new(0, [0; 10]), NOW).entries, 0);
    }
}
