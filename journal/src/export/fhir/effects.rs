//! Side effects as `Observation`s, adverse events as `AdverseEvent`.

use serde_json::{Value, json};

use super::Bundle;
use super::provenance::By;
use super::shape::{derived, merge, reference, survey, text_components};
use crate::arc::{EffectView, Item};
use crate::effects::{self, words};
use crate::export::coding::{ADVERSE, EFFECT, SCALE, coding, concept};
use crate::record::{AdverseEvent, Moment, SideEffectCheck};

const SERIOUSNESS: &str = "http://terminology.hl7.org/CodeSystem/adverse-event-seriousness";
const SEVERITY: &str = "http://terminology.hl7.org/CodeSystem/adverse-event-severity";
const OUTCOME: &str = "http://terminology.hl7.org/CodeSystem/adverse-event-outcome";
const CAUSALITY: &str = "http://terminology.hl7.org/CodeSystem/adverse-event-causality-assess";

impl Bundle<'_> {
    /// Adds an observation for each marked effect, and for the question about driving.
    pub(super) fn side_effects(&mut self, item: &Item, check: &SideEffectCheck) {
        let from = self.document(item, "Side-effect check", &check.other, &[]);
        for one in EffectView::of(check, self.course.since(&item.record.when)) {
            let flag = |name: &str, value: Option<bool>| {
                value.map(|value| json!({ "code": { "text": name }, "valueBoolean": value }))
            };
            let level = one.level.map(|level| json!({ "code": { "text": "level" }, "valueString": level }));
            let components = [flag("still there", one.still), flag("before the session", one.before), level];
            let severity = one.severity.map(|severity| {
                json!({ "text": words::severity(severity, "en"), "coding": [coding(
                    SCALE,
                    &format!("severity-{severity}"),
                    &words::severity(severity, "en"),
                )] })
            });
            let absent = severity.is_none().then(not_asked);
            let observation = json!({
                "resourceType": "Observation",
                "status": "final",
                "category": [survey()],
                "code": concept(EFFECT, &one.effect, &words::effect(&one.effect, "en")),
                "subject": self.subject(),
                "encounter": self.encounter(&item.record.when),
                "effectiveDateTime": item.record.when.rfc3339(),
                "performer": [self.subject()],
                "valueCodeableConcept": severity,
                "dataAbsentReason": absent,
                "component": components.into_iter().flatten().collect::<Vec<Value>>(),
                "derivedFrom": from.as_ref().map(|from| json!([from])),
            });
            self.add(By::Client, &derived(&item.id.to_string(), &one.effect), observation);
        }
        let any = check.any.filter(|any| !any && check.items.is_empty());
        let said = |value: Option<bool>| value.map(|value| json!({ "valueBoolean": value }));
        let suicidal = check.suicidal.map(|answer| json!({ "valueString": answer.as_str() }));
        let answers = [("side-effects", said(any)), ("drove", said(check.drove)), (effects::SUICIDAL, suicidal)];
        for (name, value) in answers {
            let Some(value) = value else { continue };
            let mut observation = json!({
                "resourceType": "Observation",
                "status": "final",
                "category": [survey()],
                "code": concept(SCALE, name, name),
                "subject": self.subject(),
                "encounter": self.encounter(&item.record.when),
                "effectiveDateTime": item.record.when.rfc3339(),
                "performer": [self.subject()],
            });
            merge(&mut observation, value);
            self.add(By::Client, &derived(&item.id.to_string(), name), observation);
        }
    }

    /// Adds an adverse event, and an observation for the values that the resource has no field for.
    pub(super) fn adverse_event(&mut self, item: &Item, event: &AdverseEvent) {
        let id = item.id.to_string();
        // FHIR R4 has no status for "recorded in error", so such events are not exported.
        if event.in_error {
            return;
        }
        let onset = event.onset.as_ref().unwrap_or(&item.record.when);
        let session = event.session.and_then(|number| {
            self.course
                .sessions()
                .iter()
                .rev()
                .find(|session| session.number == number && session.start.unix_ms <= onset.unix_ms)
        });
        let encounter = session.map(|session| reference(&session.id.to_string()));
        let seriousness = event.serious.map(|serious| match serious {
            true => concept(SERIOUSNESS, "Serious", "Serious"),
            false => concept(SERIOUSNESS, "Non-serious", "Non-serious"),
        });
        let resource = json!({
            "resourceType": "AdverseEvent",
            "actuality": "actual",
            "category": [concept(ADVERSE, &event.category, &event.category.replace('_', " "))],
            "event": { "text": event.term },
            "subject": self.subject(),
            "encounter": encounter,
            "date": onset.rfc3339(),
            "recordedDate": item.record.when.rfc3339(),
            "seriousness": seriousness,
            "severity": event.grade.map(severity),
            "outcome": outcome(event),
            "recorder": self.therapist(),
            "suspectEntity": self.suspects(event),
        });
        let about = self.add(By::Therapist, &id, resource);
        self.details(&id, onset, event, &about);
    }

    /// The suspected causes: the drug, and the psychotherapy with its setting.
    fn suspects(&mut self, event: &AdverseEvent) -> Vec<Value> {
        let handle = self.source.handle;
        let mut suspects = Vec::new();
        if !event.related.is_empty() {
            let drug = json!({ "resourceType": "Medication", "code": { "text": "Ketamine" } });
            suspects.push(suspect(self.put_once(&derived("ketamine", handle), drug), &event.related));
        }
        if !event.related_to_therapy.is_empty() {
            let therapy = json!({
                "resourceType": "Procedure",
                "status": "unknown",
                "code": { "text": "Psychotherapy and its setting" },
                "subject": self.subject(),
            });
            suspects
                .push(suspect(self.put_once(&derived("psychotherapy", handle), therapy), &event.related_to_therapy));
        }
        suspects
    }

    fn details(&mut self, id: &str, onset: &Moment, event: &AdverseEvent, about: &Value) {
        let at = |when: &Option<Moment>| when.as_ref().map(Moment::rfc3339).unwrap_or_default();
        let texts = [
            ("minutes after the dose", event.minutes_after_dose.map(|minutes| minutes.to_string()).unwrap_or_default()),
            ("ended", at(&event.ended)),
            ("why serious", event.criteria.join(", ").replace('_', " ")),
            ("expected", event.expected.replace('_', " ")),
            ("what was done", event.actions.join(", ").replace('_', " ")),
            ("treatment", event.treatment.clone()),
            ("reported to", event.reported_to.replace('_', " ")),
            ("reported at", at(&event.reported_at)),
            ("reference", event.reference.clone()),
            ("recorded by", event.by.clone()),
            ("talked about with the client", at(&event.told_client)),
        ];
        let components = text_components(texts.iter().map(|(name, text)| (*name, text.as_str())));
        if components.is_empty() {
            return;
        }
        let observation = json!({
            "resourceType": "Observation",
            "status": "final",
            "code": concept(ADVERSE, "details", "details of an adverse event"),
            "subject": self.subject(),
            "focus": [about],
            "effectiveDateTime": onset.rfc3339(),
            "performer": [self.therapist()],
            "component": components,
        });
        self.add(By::Therapist, &derived(id, "details"), observation);
    }
}

fn not_asked() -> Value {
    concept("http://terminology.hl7.org/CodeSystem/data-absent-reason", "asked-unknown", "Asked But Unknown")
}

/// The grade as one of FHIR's three severities.
fn severity(grade: u8) -> Value {
    let (code, display) = match grade {
        0 | 1 => ("mild", "Mild"),
        2 => ("moderate", "Moderate"),
        _ => ("severe", "Severe"),
    };
    json!({ "coding": [coding(SEVERITY, code, display)], "text": format!("Grade {grade}") })
}

fn outcome(event: &AdverseEvent) -> Option<Value> {
    let (code, display) = match event.outcome.as_str() {
        "recovered" => ("resolved", "Resolved"),
        "recovering" => ("recovering", "Recovering"),
        "not_recovered" => ("ongoing", "Ongoing"),
        "sequelae" => ("resolvedWithSequelae", "Resolved with Sequelae"),
        "fatal" => ("fatal", "Fatal"),
        "unknown" => ("unknown", "Unknown"),
        _ if event.ongoing => ("ongoing", "Ongoing"),
        _ => return None,
    };
    Some(concept(OUTCOME, code, display))
}

fn suspect(instance: Value, related: &str) -> Value {
    let assessment = match related {
        "certain" => concept(CAUSALITY, "Certain", "Certain"),
        "probable" => concept(CAUSALITY, "Probably-Likely", "Probably/Likely"),
        "possible" => concept(CAUSALITY, "Possible", "Possible"),
        "unlikely" => concept(CAUSALITY, "Unlikely", "Unlikely"),
        // The code system has no code for it.
        other => json!({ "text": other }),
    };
    json!({ "instance": instance, "causality": [{ "assessment": assessment }] })
}
