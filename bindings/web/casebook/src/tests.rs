//! Tests of the casebook with a simulated desk, which stores its changes and transfers them back.

use journal::record::{
    Appointment, Body, CheckIn, CrisisPlan, DosingSession, Effect, Intention, MeasureResponse, Moment, Payload, Record,
    Reflection, SafetyChoice, SafetyEvent, Series, SessionRecord, SideEffectCheck, Step,
};
use protocol::{CollectionId, RecordId};
use serde_json::{Value, json};

use crate::card::CardForm;
use crate::plan::AssignmentForm;
use crate::view::Filter;
use crate::{Casebook, Changes, Now};

mod adverse;
mod clinic;
mod flags;
mod forms;
mod library;
mod notes;
mod part2;
mod plan;
mod reading;
mod rules;

const DAY: i64 = 86_400_000;
const NOW: i64 = 1_774_526_400_000;

pub(crate) fn now() -> Now {
    Now { unix_ms: NOW as f64, offset_s: 3600, zone: "Europe/Vienna".into() }
}

/// A simulated desk: it stores records and transfers them to the casebook.
pub(crate) struct TestDesk {
    pub(crate) casebook: Casebook,
    records: Vec<(CollectionId, RecordId, Option<Payload>)>,
    mark: u64,
}

pub(crate) fn care() -> CollectionId {
    CollectionId::new(1, [1; 10])
}

fn own() -> CollectionId {
    CollectionId::new(1, [2; 10])
}

pub(crate) fn client() -> String {
    care().to_string()
}

impl TestDesk {
    pub(crate) fn new() -> Self {
        let mut desk = Self { casebook: Casebook::default(), records: Vec::new(), mark: 0 };
        desk.transfer();
        desk
    }

    pub(crate) fn transfer(&mut self) {
        self.mark += 1;
        for (collection, id) in [(care(), client()), (own(), own().to_string())] {
            let here = self.records.iter().filter(|(at, _, payload)| *at == collection && payload.is_some());
            let records: Vec<Value> =
                here.map(|(_, id, payload)| json!({"id": id, "revision": 1, "record": payload})).collect();
            let handed = json!({"mark": self.mark, "whole": true, "records": records}).to_string();
            match collection == own() {
                true => self.casebook.receive_own(&id, handed.as_bytes()).unwrap(),
                false => self.casebook.receive(&id, handed.as_bytes()).unwrap(),
            }
        }
    }

    /// The practice states who follows up safety items.
    pub(crate) fn with_protocol(&mut self) {
        let form = CardForm {
            response_time: "within one working day".into(),
            cover: "Dr. Rossi".into(),
            urgent_number: "555 0199".into(),
            ..Default::default()
        };
        let changes = self.casebook.save_card(&form, now());
        self.write(changes);
    }

    /// The client shares a record.
    pub(crate) fn share(&mut self, days: i64, body: impl Into<Body>) -> String {
        let when = Moment { unix_ms: NOW + days * DAY, offset_s: 3600, zone: "Europe/Vienna".into() };
        let id = self.put(care(), None, Some(Record { when, body: body.into() }.to_payload()));
        self.transfer();
        id
    }

    fn put(&mut self, collection: CollectionId, id: Option<RecordId>, payload: Option<Payload>) -> String {
        let id = id.unwrap_or_else(|| RecordId::new(NOW as u64, [self.records.len() as u8; 10]));
        match self.records.iter_mut().find(|(at, known, _)| *at == collection && *known == id) {
            Some(known) => known.2 = payload,
            None => self.records.push((collection, id, payload)),
        }
        id.to_string()
    }

    /// Stores the casebook's changes and transfers them back.
    fn write(&mut self, changes: Result<Changes, crate::Fault>) -> Vec<String> {
        let changes = changes.unwrap();
        let ids = changes.0.into_iter().map(|change| self.put(change.collection, change.id, change.record)).collect();
        self.transfer();
        ids
    }

    fn refused(changes: Result<Changes, crate::Fault>) -> String {
        changes.map(|_| ()).unwrap_err().code
    }

    /// Everything that the client's phone receives.
    fn shared(&self) -> String {
        let shared = self.records.iter().filter(|(at, _, payload)| *at == care() && payload.is_some());
        shared.map(|(_, _, payload)| String::from_utf8(payload.as_ref().unwrap().to_json()).unwrap()).collect()
    }
}

fn wrote(text: &str) -> Reflection {
    Reflection { text: text.into(), mood: Some(5), ..Default::default() }
}

/// `views.d.ts` has exactly the fields of the journal's views.
#[test]
fn the_typescript_types_say_what_the_journal_makes() {
    use std::collections::BTreeSet;

    let mut desk = TestDesk::new();
    desk.share(-30, Series { planned: Some(3), ..Default::default() });
    desk.share(-20, MeasureResponse { instrument: "phq-9".into(), answers: vec![Some(2.0); 9], ..Default::default() });
    desk.share(-10, DosingSession { number: 1, ..Default::default() });
    let when = Moment { unix_ms: NOW - 10 * DAY, offset_s: 3600, zone: "Europe/Vienna".into() };
    let kept = SessionRecord { client: Some(care()), kept: Some(when.clone()), number: 1, ..Default::default() };
    desk.put(own(), None, Some(Record { when, body: kept.into() }.to_payload()));
    desk.share(-10, Intention { text: "rest".into(), session: Some(1), ..Default::default() });
    let mut entry = wrote("words");
    entry.themes = vec!["insight".into()];
    entry.states = vec!["calm".into()];
    entry.wants_to_talk = true;
    desk.share(-9, entry);
    desk.share(-2, MeasureResponse { instrument: "phq-9".into(), answers: vec![Some(1.0); 9], ..Default::default() });
    desk.share(-2, Step { text: "walk".into(), ..Default::default() });
    let changes = desk.casebook.promise(&client(), None, "Send the music.", now());
    desk.write(changes);
    let changes = desk.casebook.visit(&client(), Now { unix_ms: (NOW - 5 * DAY) as f64, ..now() });
    desk.write(changes);
    desk.share(-1, wrote("more"));
    let choice = Some(SafetyChoice::HelpNow);
    desk.share(-1, SafetyEvent { instrument: "phq-9".into(), choice, ..Default::default() });
    desk.share(-1, CrisisPlan { coping: vec!["cold water".into()], ..Default::default() });
    desk.share(-1, CheckIn { mood: Some(0), ..Default::default() });
    let effect = Effect { id: "chest".into(), severity: Some(2), ..Default::default() };
    desk.share(-1, SideEffectCheck { any: Some(true), items: vec![effect], ..Default::default() });

    let mut made = BTreeSet::new();
    fn names(value: &Value, names_of: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| {
                // The keys of these objects are data, not fields.
                names_of.insert(name.clone());
                if !["figures", "spread", "means", "subscales"].contains(&name.as_str()) {
                    names(value, names_of);
                }
            }),
            Value::Array(list) => list.iter().for_each(|value| names(value, names_of)),
            _ => {}
        }
    }
    names(&serde_json::to_value(desk.casebook.brief(&client(), None, now()).unwrap()).unwrap(), &mut made);
    names(&serde_json::to_value(desk.casebook.trends(&client(), now()).unwrap()).unwrap(), &mut made);
    let declared: BTreeSet<String> = include_str!("views.d.ts")
        .lines()
        .filter_map(|line| {
            line.strip_prefix("  ")?.split_once(':').map(|(name, _)| name.trim_end_matches('?').to_owned())
        })
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    assert_eq!(made, declared);
}
