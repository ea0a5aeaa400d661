//! FHIR R4: a `collection` Bundle that a clinic's system can read. The patient stands in it by handle and nothing else.
//!
//! Layout:
//! - `entries`: what people wrote, as documents and observations; replies
//! - `plan`: goals, steps, and the plan that they are
//! - `sessions`: the series, dosing sessions, meetings
//! - `measures`: instruments, answers, totals
//! - `consent`: what the client agreed to
//! - `provenance`: who wrote what, and what put it together
//! - `shape`: what all resources share

mod consent;
mod entries;
mod measures;
mod plan;
mod provenance;
mod sessions;
mod shape;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use self::provenance::By;
use self::shape::{derived, reference, says_nothing};
use super::coding::HANDLE;
use super::contents::counted;
use super::{Source, contents};
use crate::arc::{self, Course, Item};
use crate::brief::standing::scored;
use crate::record::Body;

/// The bundle, as JSON.
pub fn fhir(source: &Source<'_>) -> String {
    let mut bundle = Bundle::new(source);
    bundle.patient();
    bundle.contents();
    bundle.questionnaires();
    for item in source.leaving() {
        bundle.record(item);
    }
    for recorded in arc::sessions(source.leaving()) {
        bundle.session(&recorded);
    }
    for answered in scored(source.items, source.definitions) {
        bundle.response(&answered);
    }
    bundle.care_plan();
    bundle.sharing();
    bundle.provenance();
    let made = source.made.rfc3339();
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "timestamp": made, "entry": bundle.entries });
    serde_json::to_string_pretty(&bundle).unwrap_or_default()
}

/// Control characters are in no string of FHIR: its XML cannot hold them.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|sign| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t')),
        Value::Array(list) => list.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

struct Bundle<'a> {
    source: &'a Source<'a>,
    course: Course,
    entries: Vec<Value>,
    /// Everything that somebody wrote or that was made of it, by whom.
    written: BTreeMap<By, Vec<Value>>,
    goals: Vec<Value>,
    tasks: Vec<Value>,
    documents: Vec<Value>,
}

impl<'a> Bundle<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        let course = Course::of(source.items);
        let (entries, written, goals, tasks, documents) = Default::default();
        Self { source, course, entries, written, goals, tasks, documents }
    }

    /// Adds a resource under an id, and remembers whose it is.
    fn add(&mut self, by: By, id: &str, resource: Value) -> Value {
        let reference = self.put(id, resource);
        self.written.entry(by).or_default().push(reference.clone());
        reference
    }

    /// Adds a resource that nobody wrote. What says nothing is left out: FHIR knows no empty fields.
    fn put(&mut self, id: &str, mut resource: Value) -> Value {
        clean(&mut resource);
        if let Value::Object(fields) = &mut resource {
            fields.insert("id".into(), id.into());
            fields.retain(|_, value| !says_nothing(value));
        }
        self.entries.push(json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource }));
        reference(id)
    }

    fn patient_id(&self) -> String {
        derived("patient", self.source.handle)
    }

    fn subject(&self) -> Value {
        reference(&self.patient_id())
    }

    fn patient(&mut self) {
        let id = self.patient_id();
        let identifier = json!([{ "system": HANDLE, "value": self.source.handle }]);
        self.put(&id, json!({ "resourceType": "Patient", "identifier": identifier }));
    }

    /// Says what is inside.
    fn contents(&mut self) {
        let inside = contents(self.source);
        let mut notes = vec![json!({ "text": format!("{} records: {}", inside.records, counted(&inside.kinds)) })];
        if !inside.left_out.is_empty() {
            notes.push(json!({ "text": format!("Left out: {}", counted(&inside.left_out)) }));
        }
        let list = json!({
            "resourceType": "List",
            "status": "current",
            "mode": "snapshot",
            "title": "What this bundle holds",
            "subject": self.subject(),
            "date": self.source.made.rfc3339(),
            "note": notes,
        });
        self.add(By::Afterglow, &derived("contents", self.source.handle), list);
    }

    fn record(&mut self, item: &Item) {
        let id = item.id.to_string();
        let when = &item.record.when;
        match &item.record.body {
            Body::Reflection(entry) => self.reflection(item, entry),
            Body::CheckIn(entry) => self.check_in(item, entry),
            Body::Concern(concern) => self.concern(item, concern),
            Body::Reply(reply) => self.reply(item, reply),
            Body::Intention(intention) => {
                self.goal(&id, when, "intention", &intention.text, "active", &intention.answer);
            }
            Body::Goal(goal) => self.goal(&id, when, "goal", &goal.text, plan::lifecycle(goal.status), &goal.answer),
            Body::Step(step) => self.step(&id, when, step),
            Body::Series(series) => self.series(&id, when, series),
            Body::Appointment(meeting) => self.meeting(&id, when, meeting),
            Body::Consent(consent) => self.consent(&id, when, consent),
            // Marks, assignments and definitions are the system's own business; sessions and measures come after.
            _ => {}
        }
    }
}
