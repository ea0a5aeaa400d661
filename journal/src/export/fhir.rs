//! FHIR R4: a `collection` Bundle for a clinic's system. The patient is identified by the handle only.
//!
//! Layout:
//! - `entries`: texts as documents, ratings as observations, replies
//! - `plan`: goals, steps, and the shared care plan
//! - `sessions`: the series, dosing sessions, appointments
//! - `measures`: instruments, answers, totals
//! - `effects`: side effects as observations, adverse events
//! - `clinic`: the clinic's session records and clearances
//! - `consent`: the client's consents
//! - `provenance`: authors and software
//! - `shape`: helpers for all resources

mod clinic;
mod consent;
mod effects;
mod entries;
mod measures;
mod plan;
mod provenance;
mod sessions;
mod shape;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use self::provenance::By;
use self::shape::{derived, is_empty, reference};
use super::coding::{ACT_CODE, CONFIDENTIALITY, HANDLE, coding};
use super::{Notice, Source, Words, contents};
use crate::arc::{self, Course, Item};
use crate::brief::measure_summary::scored;
use crate::record::Body;

/// The bundle as JSON text.
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
    bundle.clearances();
    for answered in scored(source.items, source.definitions) {
        bundle.response(&answered);
    }
    bundle.care_plan();
    bundle.sharing();
    bundle.provenance();
    let made = source.made.rfc3339();
    let mut whole =
        json!({ "resourceType": "Bundle", "type": "collection", "timestamp": made, "entry": bundle.entries });
    label(&mut whole, source.notice);
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

/// Labels a resource as restricted and protected by 42 CFR Part 2, if it is. Each resource has the label, because systems
/// take bundles apart.
fn label(resource: &mut Value, notice: Option<Notice>) {
    if notice.is_some() {
        let restricted = coding(CONFIDENTIALITY, "R", "restricted");
        resource["meta"] = json!({ "security": [restricted, { "system": ACT_CODE, "code": "42CFRPart2" }] });
    }
}

/// Removes control characters, which FHIR strings must not contain (its XML form cannot represent them).
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(is_of_xml),
        Value::Array(list) => list.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

/// Whether XML can represent a character (XML 1.0, 2.2). The control characters that it allows are removed as well.
fn is_of_xml(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\t') || !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}')
}

struct Bundle<'a> {
    source: &'a Source<'a>,
    course: Course,
    entries: Vec<Value>,
    /// References to all written or computed resources, by author.
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

    /// Adds a resource and records its author.
    fn add(&mut self, by: By, id: &str, resource: Value) -> Value {
        let reference = self.put(id, resource);
        self.written.entry(by).or_default().push(reference.clone());
        reference
    }

    /// Adds a resource without an author. Empty fields are removed, because FHIR does not allow them.
    fn put(&mut self, id: &str, mut resource: Value) -> Value {
        clean(&mut resource);
        label(&mut resource, self.source.notice);
        if let Value::Object(fields) = &mut resource {
            fields.insert("id".into(), id.into());
            fields.retain(|_, value| !is_empty(value));
        }
        self.entries.push(json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource }));
        reference(id)
    }

    /// As [`Self::put`], but only once per id, for resources that several others refer to.
    fn put_once(&mut self, id: &str, resource: Value) -> Value {
        let url = format!("urn:uuid:{id}");
        match self.entries.iter().any(|entry| entry["fullUrl"] == *url) {
            true => reference(id),
            false => self.put(id, resource),
        }
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

    /// Adds a list resource with the counts of the export.
    fn contents(&mut self) {
        let inside = contents(self.source);
        let words = Words::in_language("en");
        let mut notes =
            vec![json!({ "text": format!("{}: {}", words.records(inside.records), words.counted(&inside.kinds)) })];
        if !inside.left_out.is_empty() {
            notes.push(json!({ "text": format!("Left out: {}", words.counted(&inside.left_out)) }));
        }
        notes.extend(self.source.notice.map(|notice| json!({ "text": notice.statement() })));
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
            Body::SideEffectCheck(check) => self.side_effects(item, check),
            Body::AdverseEvent(event) => self.adverse_event(item, event),
            Body::Consent(consent) => self.consent(&id, when, consent),
            // Marks, assignments and definitions are not clinical data. Sessions and measures are added later.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_characters_of_xml_are_written() {
        let mut value = json!({"text": ["a\u{0}b\u{7}\u{b}\u{fffe}\u{ffff}\u{85}c\r\n\t\u{1f469}\u{200d}\u{202e}"]});
        clean(&mut value);
        assert_eq!(value, json!({"text": ["abc\r\n\t\u{1f469}\u{200d}\u{202e}"]}));
    }
}
