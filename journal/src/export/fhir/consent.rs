//! Consents of the client: `Consent`.

use serde_json::{Value, json};

use super::Bundle;
use super::provenance::By;
use super::shape::{derived, present};
use crate::export::coding::{LOINC, concept, words};
use crate::record::{Consent, Moment};

impl Bundle<'_> {
    /// Adds a consent as the client gave it.
    pub(super) fn consent(&mut self, id: &str, when: &Moment, consent: &Consent) {
        let status = if consent.withdrawn.is_some() { "inactive" } else { "active" };
        let agreed = json!({
            "resourceType": "Consent",
            "status": status,
            "scope": scope(),
            "category": [document()],
            "patient": self.subject(),
            "dateTime": when.rfc3339(),
            "policyRule": { "text": format!("{} {}", words(&consent.purpose), consent.version).trim() },
        });
        self.add(By::Client, id, agreed);
    }

    /// Adds the sharing rules towards this therapist. The client can withdraw them at any time.
    pub(super) fn sharing(&mut self) {
        let Some(care) = self.source.care else { return };
        let data: Vec<Value> =
            self.documents.iter().map(|document| json!({ "meaning": "instance", "reference": document })).collect();
        let consent = json!({
            "resourceType": "Consent",
            "status": "active",
            "scope": scope(),
            "category": [document()],
            "patient": self.subject(),
            "dateTime": self.source.made.rfc3339(),
            "policyRule": { "text": "Shared entry by entry by the client, who can take each back." },
            "provision": present(json!({ "type": "permit", "data": data })),
        });
        self.add(By::Afterglow, &derived("consent", &care.to_string()), consent);
    }
}

fn scope() -> Value {
    concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", "Privacy Consent")
}

fn document() -> Value {
    concept(LOINC, "59284-0", "Consent Document")
}
