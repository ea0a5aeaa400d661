//! Entries: `DocumentReference` for texts, `Observation` for ratings and states, `Communication` for replies.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::RecordId;
use serde_json::{Value, json};

use super::Bundle;
use super::provenance::By;
use super::shape::{derived, merge, reference, survey};
use crate::arc::Item;
use crate::export::coding::{CONFIDENTIALITY, SCALE, concept};
use crate::record::{Body, CheckIn, Concern, Moment, Reflection, Reply};

impl Bundle<'_> {
    pub(super) fn reflection(&mut self, item: &Item, entry: &Reflection) {
        let from = self.document(item, "Journal entry", &entry.text, &entry.themes);
        self.scale(item, "mood", entry.mood, from.as_ref());
        self.states(item, &entry.states, from.as_ref());
    }

    pub(super) fn check_in(&mut self, item: &Item, entry: &CheckIn) {
        let from = self.document(item, "Check-in", &entry.text, &[]);
        let scales = [
            ("mood", entry.mood),
            ("energy", entry.energy),
            ("sleep", entry.sleep),
            ("sensitivity", entry.sensitivity),
            ("clarity", entry.clarity),
        ];
        for (name, value) in scales {
            self.scale(item, name, value, from.as_ref());
        }
        self.states(item, &entry.states, from.as_ref());
    }

    pub(super) fn concern(&mut self, item: &Item, concern: &Concern) {
        let text = [concern.text.as_str(), concern.answer.as_str()].join("\n\n");
        self.document(item, "Concern", text.trim(), &[]);
    }

    /// Adds a therapist's reply.
    pub(super) fn reply(&mut self, item: &Item, reply: &Reply) {
        if reply.text.trim().is_empty() {
            return;
        }
        let communication = json!({
            "resourceType": "Communication",
            "status": "completed",
            "subject": self.subject(),
            "sender": self.therapist(),
            "recipient": [self.subject()],
            "about": self.document_of(reply.to).map(|about| json!([about])),
            "sent": item.record.when.rfc3339(),
            "payload": [{ "contentString": reply.text }],
        });
        self.add(By::Therapist, &item.id.to_string(), communication);
    }

    /// Adds a text as a document with restricted confidentiality; `None` if the text is empty.
    pub(super) fn document(&mut self, item: &Item, title: &str, text: &str, themes: &[String]) -> Option<Value> {
        if text.trim().is_empty() {
            return None;
        }
        let when = &item.record.when;
        let themes: Vec<Value> = themes.iter().map(|theme| json!({ "text": theme })).collect();
        let document = json!({
            "resourceType": "DocumentReference",
            "status": "current",
            "type": { "text": title },
            "category": themes,
            "subject": self.subject(),
            "date": when.rfc3339(),
            "author": [self.subject()],
            "securityLabel": [concept(CONFIDENTIALITY, "R", "restricted")],
            "content": [{ "attachment": {
                "contentType": "text/markdown",
                "data": STANDARD.encode(text),
                "title": title,
                "creation": when.rfc3339(),
            } }],
            "context": self.encounter(when).map(|encounter| json!({ "encounter": [encounter] })),
        });
        let reference = self.add(By::Client, &item.id.to_string(), document);
        self.documents.push(reference.clone());
        Some(reference)
    }

    /// A reference to an entry's document, if it is exported: a withdrawn entry is not referenced.
    pub(super) fn document_of(&self, entry: RecordId) -> Option<Value> {
        let item = self.source.items.iter().find(|item| item.id == entry)?;
        let text = match &item.record.body {
            Body::Reflection(entry) => &entry.text,
            Body::CheckIn(entry) => &entry.text,
            Body::Concern(concern) => &concern.text,
            _ => return None,
        };
        (!text.trim().is_empty()).then(|| reference(&entry.to_string()))
    }

    /// The last session before a moment.
    pub(super) fn encounter(&self, when: &Moment) -> Option<Value> {
        let session = self.course.last(when.unix_ms)?;
        Some(reference(&session.id.to_string()))
    }

    fn scale(&mut self, item: &Item, name: &str, value: Option<u8>, from: Option<&Value>) {
        if let Some(value) = value {
            self.self_report(item, name, json!({ "valueInteger": value }), from);
        }
    }

    fn states(&mut self, item: &Item, states: &[String], from: Option<&Value>) {
        if !states.is_empty() {
            self.self_report(item, "states", json!({ "valueString": states.join(", ") }), from);
        }
    }

    /// Adds a self-reported observation.
    fn self_report(&mut self, item: &Item, name: &str, value: Value, from: Option<&Value>) {
        let mut observation = json!({
            "resourceType": "Observation",
            "status": "final",
            "category": [survey()],
            "code": concept(SCALE, name, name),
            "subject": self.subject(),
            "effectiveDateTime": item.record.when.rfc3339(),
            "performer": [self.subject()],
            "derivedFrom": from.map(|from| json!([from])),
        });
        merge(&mut observation, value);
        self.add(By::Client, &derived(&item.id.to_string(), name), observation);
    }
}
