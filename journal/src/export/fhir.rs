//! FHIR R4: a `collection` Bundle that a clinic's system can read. The patient stands in it by handle and nothing else.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::RecordId;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::coding::{self, HANDLE, INSTRUMENT, LOINC, SCALE, concept};
use super::{Source, contents};
use crate::arc::{Course, Item, sessions};
use crate::brief::standing::{Answered, scored};
use crate::measures::Definition;
use crate::measures::definition::Options;
use crate::record::{
    Appointment, Body, CheckIn, DosingSession, GoalStatus, Moment, Reflection, SeriesStatus, Step, StepStatus,
};

/// The bundle, as JSON.
pub fn fhir(source: &Source<'_>) -> String {
    let mut bundle = Bundle::new(source);
    bundle.patient();
    bundle.contents();
    bundle.questionnaires();
    for item in source.leaving() {
        bundle.record(item);
    }
    for recorded in sessions(source.leaving()) {
        let item = recorded.whole();
        if let Body::DosingSession(session) = &item.record.body {
            bundle.session(&item.id.to_string(), &item.record.when, session);
        }
    }
    for answered in scored(source.items, source.definitions) {
        bundle.response(&answered);
    }
    bundle.care_plan();
    bundle.consent();
    let made = source.made.rfc3339();
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "timestamp": made, "entry": bundle.entries });
    serde_json::to_string_pretty(&bundle).unwrap_or_default()
}

struct Bundle<'a> {
    source: &'a Source<'a>,
    course: Course,
    entries: Vec<Value>,
    goals: Vec<Value>,
    tasks: Vec<Value>,
    documents: Vec<Value>,
}

impl<'a> Bundle<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        let course = Course::of(source.items);
        let (entries, goals, tasks, documents) = Default::default();
        Self { source, course, entries, goals, tasks, documents }
    }

    /// Adds a resource under an id. What says nothing is left out: FHIR knows no empty fields.
    fn add(&mut self, id: &str, mut resource: Value) -> Value {
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
        self.add(&id, json!({ "resourceType": "Patient", "identifier": identifier }));
    }

    /// Says what is inside.
    fn contents(&mut self) {
        let inside = contents(self.source);
        let count = |counts: &BTreeMap<String, usize>| {
            counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ")
        };
        let mut notes = vec![json!({ "text": format!("{} records: {}", inside.records, count(&inside.kinds)) })];
        if !inside.left_out.is_empty() {
            notes.push(json!({ "text": format!("Left out: {}", count(&inside.left_out)) }));
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
        self.add(&derived("contents", self.source.handle), list);
    }

    fn record(&mut self, item: &Item) {
        let id = item.id.to_string();
        let when = &item.record.when;
        match &item.record.body {
            Body::Reflection(entry) => self.reflection(item, entry),
            Body::CheckIn(entry) => self.check_in(item, entry),
            Body::Intention(intention) => {
                self.goal(&id, when, "intention", &intention.text, "active", &intention.answer)
            }
            Body::Goal(goal) => self.goal(&id, when, "goal", &goal.text, lifecycle(goal.status), &goal.answer),
            Body::Concern(concern) => {
                let text = [concern.text.as_str(), concern.answer.as_str()].join("\n\n");
                self.document(&id, when, "Concern", text.trim(), &[]);
            }
            Body::Step(step) => self.step(&id, when, step),
            Body::Series(series) => {
                let status = match series.status {
                    SeriesStatus::Active => "active",
                    SeriesStatus::Completed => "finished",
                    SeriesStatus::Stopped => "cancelled",
                };
                let planned = series.planned.map(|planned| format!("Series of {planned} planned sessions"));
                let text = planned.unwrap_or_else(|| "Series of sessions".into());
                let episode = json!({
                    "resourceType": "EpisodeOfCare",
                    "status": status,
                    "type": [{ "text": text }],
                    "patient": self.subject(),
                    "period": { "start": when.rfc3339() },
                });
                self.add(&id, episode);
            }
            Body::Appointment(meeting) => self.meeting(&id, when, meeting),
            Body::Reply(reply) => {
                let communication = json!({
                    "resourceType": "Communication",
                    "status": "completed",
                    "subject": self.subject(),
                    "recipient": [self.subject()],
                    "about": self.document_of(reply.to).map(|about| json!([about])),
                    "sent": when.rfc3339(),
                    "payload": [{ "contentString": reply.text }],
                });
                if !reply.text.trim().is_empty() {
                    self.add(&id, communication);
                }
            }
            Body::Consent(consent) => {
                let status = if consent.withdrawn.is_some() { "inactive" } else { "active" };
                let agreed = json!({
                    "resourceType": "Consent",
                    "status": status,
                    "scope": scope(),
                    "category": [concept(LOINC, "59284-0", "Consent Document")],
                    "patient": self.subject(),
                    "dateTime": when.rfc3339(),
                    "policyRule": { "text": format!("{} {}", consent.purpose, consent.version).trim() },
                });
                self.add(&id, agreed);
            }
            // Marks, assignments and definitions are the system's own business; measures come after.
            _ => {}
        }
    }

    fn reflection(&mut self, item: &Item, entry: &Reflection) {
        let id = item.id.to_string();
        let when = &item.record.when;
        self.document(&id, when, "Journal entry", &entry.text, &entry.themes);
        let from = (!entry.text.trim().is_empty()).then(|| reference(&id));
        self.scale(item, "mood", entry.mood, from.as_ref());
        self.states(item, &entry.states, from.as_ref());
    }

    fn check_in(&mut self, item: &Item, entry: &CheckIn) {
        let id = item.id.to_string();
        let from = (!entry.text.trim().is_empty()).then(|| reference(&id));
        if from.is_some() {
            self.document(&id, &item.record.when, "Check-in", &entry.text, &[]);
        }
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

    /// Words, as a document of restricted confidentiality.
    fn document(&mut self, id: &str, when: &Moment, title: &str, text: &str, themes: &[String]) {
        if text.trim().is_empty() {
            return;
        }
        let label = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
        let themes: Vec<Value> = themes.iter().map(|theme| json!({ "text": theme })).collect();
        let document = json!({
            "resourceType": "DocumentReference",
            "status": "current",
            "type": { "text": title },
            "category": themes,
            "subject": self.subject(),
            "date": when.rfc3339(),
            "author": [self.subject()],
            "securityLabel": [concept(label, "R", "restricted")],
            "content": [{ "attachment": {
                "contentType": "text/markdown",
                "data": STANDARD.encode(text),
                "title": title,
                "creation": when.rfc3339(),
            } }],
            "context": self.encounter(when).map(|encounter| json!({ "encounter": [encounter] })),
        });
        let reference = self.add(id, document);
        self.documents.push(reference);
    }

    /// The document of an entry, if it goes along: what was taken back is not pointed to.
    fn document_of(&self, entry: RecordId) -> Option<Value> {
        let item = self.source.items.iter().find(|item| item.id == entry)?;
        let text = match &item.record.body {
            Body::Reflection(entry) => &entry.text,
            Body::CheckIn(entry) => &entry.text,
            Body::Concern(concern) => &concern.text,
            _ => return None,
        };
        (!text.trim().is_empty()).then(|| reference(&entry.to_string()))
    }

    /// The session that a moment follows.
    fn encounter(&self, when: &Moment) -> Option<Value> {
        let session = self.course.last(when.unix_ms)?;
        Some(reference(&session.id.to_string()))
    }

    fn scale(&mut self, item: &Item, name: &str, value: Option<u8>, from: Option<&Value>) {
        let Some(value) = value else { return };
        let observation = json!({
            "resourceType": "Observation",
            "status": "final",
            "category": [survey()],
            "code": concept(SCALE, name, name),
            "subject": self.subject(),
            "effectiveDateTime": item.record.when.rfc3339(),
            "performer": [self.subject()],
            "valueInteger": value,
            "derivedFrom": from.map(|from| json!([from])),
        });
        self.add(&derived(&item.id.to_string(), name), observation);
    }

    fn states(&mut self, item: &Item, states: &[String], from: Option<&Value>) {
        if states.is_empty() {
            return;
        }
        let observation = json!({
            "resourceType": "Observation",
            "status": "final",
            "category": [survey()],
            "code": concept(SCALE, "states", "states"),
            "subject": self.subject(),
            "effectiveDateTime": item.record.when.rfc3339(),
            "performer": [self.subject()],
            "valueString": states.join(", "),
            "derivedFrom": from.map(|from| json!([from])),
        });
        self.add(&derived(&item.id.to_string(), "states"), observation);
    }

    fn goal(&mut self, id: &str, when: &Moment, kind: &str, text: &str, status: &str, answer: &str) {
        if text.trim().is_empty() {
            return;
        }
        let notes: Vec<Value> =
            Some(answer).filter(|text| !text.is_empty()).map(|text| json!({ "text": text })).into_iter().collect();
        let goal = json!({
            "resourceType": "Goal",
            "lifecycleStatus": status,
            "category": [{ "text": kind }],
            "description": { "text": text },
            "subject": self.subject(),
            "startDate": when.local_date(),
            "expressedBy": self.subject(),
            "note": notes,
        });
        let reference = self.add(id, goal);
        self.goals.push(reference);
    }

    fn step(&mut self, id: &str, when: &Moment, step: &Step) {
        let status = match step.status {
            StepStatus::Active | StepStatus::Habit => "in-progress",
            StepStatus::Done => "completed",
            StepStatus::LetGo => "cancelled",
        };
        let done = step.done_on.iter().filter(|date| crate::arc::calendar::parse_date(date).is_some());
        let done: Vec<Value> = done.map(|date| json!({ "type": { "text": "done" }, "valueDate": date })).collect();
        let task = json!({
            "resourceType": "Task",
            "status": status,
            "intent": "plan",
            "description": step.text,
            "for": self.subject(),
            "authoredOn": when.rfc3339(),
            "requester": self.subject(),
            "reasonReference": step.from_entry.and_then(|entry| self.document_of(entry)),
            "output": done,
        });
        let reference = self.add(id, task);
        self.tasks.push(reference);
    }

    fn session(&mut self, id: &str, when: &Moment, session: &DosingSession) {
        let begun = when.unix_ms <= self.source.made.unix_ms;
        let end = session.ended.as_ref().filter(|end| end.unix_ms >= when.unix_ms).map(Moment::rfc3339);
        let series = self.course.series_at(when.unix_ms).map(|series| reference(&series.id.to_string()));
        let period = present(json!({ "start": when.rfc3339(), "end": end }));
        let encounter = json!({
            "resourceType": "Encounter",
            "status": if begun { "finished" } else { "planned" },
            "class": coding::coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory"),
            "type": [{ "text": format!("Ketamine session {}", session.number) }],
            "subject": self.subject(),
            "episodeOfCare": series.map(|series| json!([series])),
            "period": period.clone(),
        });
        let encounter = self.add(id, encounter);
        // Route and dose leave only as a clinic recorded them.
        if let Some(dose) = session.dose_mg.filter(|_| session.recorded_by != "client") {
            let route = Some(&session.route).filter(|route| !route.is_empty()).map(|route| json!({ "text": route }));
            let administration = json!({
                "resourceType": "MedicationAdministration",
                "status": if begun { "completed" } else { "unknown" },
                "medicationCodeableConcept": { "text": "Ketamine" },
                "subject": self.subject(),
                "context": encounter,
                "effectivePeriod": period,
                "dosage": present(json!({
                    "route": route,
                    "dose": { "value": dose, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg" },
                })),
            });
            self.add(&derived(id, "dose"), administration);
        }
        let setting = &session.setting;
        let qualities = session.qualities.join(", ");
        let parts = [
            ("place", &setting.place),
            ("light", &setting.light),
            ("music", &setting.music),
            ("seating", &setting.seating),
            ("companions", &setting.companions),
            ("support", &session.support),
            ("qualities", &qualities),
            ("helped", &session.helped),
            ("hindered", &session.hindered),
            ("first words", &session.first_words),
        ];
        let known = parts.into_iter().filter(|(_, text)| !text.is_empty());
        let components: Vec<Value> =
            known.map(|(name, text)| json!({ "code": { "text": name }, "valueString": text })).collect();
        if !components.is_empty() {
            let observation = json!({
                "resourceType": "Observation",
                "status": "final",
                "code": concept(SCALE, "session", "session"),
                "subject": self.subject(),
                "encounter": encounter,
                "effectiveDateTime": when.rfc3339(),
                "component": components,
            });
            self.add(&derived(id, "setting"), observation);
        }
    }

    fn meeting(&mut self, id: &str, when: &Moment, meeting: &Appointment) {
        let status = match meeting.kept {
            _ if meeting.cancelled => "cancelled",
            Some(true) => "finished",
            Some(false) => "cancelled",
            None => "planned",
        };
        let encounter = json!({
            "resourceType": "Encounter",
            "status": status,
            "class": coding::coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory"),
            "type": [{ "text": Some(meeting.purpose.as_str()).filter(|purpose| !purpose.is_empty()).unwrap_or("meeting") }],
            "subject": self.subject(),
            "period": { "start": when.rfc3339() },
        });
        self.add(id, encounter);
    }

    /// The instruments that were answered, with their wording where it is free.
    fn questionnaires(&mut self) {
        let mut used: BTreeMap<&str, &Definition> = BTreeMap::new();
        for answered in scored(self.source.items, self.source.definitions) {
            used.insert(&answered.definition.id, answered.definition);
        }
        for definition in used.into_values() {
            let items: Vec<Value> = definition
                .items
                .iter()
                .map(|item| {
                    let answers: Vec<Value> = match &definition.options {
                        Options::Choices(choices) => {
                            choices.iter().map(|(value, _)| coding::answer(definition, item, *value)).collect()
                        }
                        Options::Slider(..) => Vec::new(),
                    };
                    // Only whole numbers and codings can be answers to choose from.
                    let chosen = !answers.is_empty() && answers.iter().all(|one| one.get("valueDecimal").is_none());
                    present(json!({
                        "linkId": coding::link_id(&item.id, item.loinc.as_deref()),
                        "code": coding::item(definition, item)["coding"],
                        "text": item.text.as_deref().unwrap_or(&item.id),
                        "type": if chosen { "choice" } else { "decimal" },
                        "answerOption": if chosen { answers } else { Vec::new() },
                    }))
                })
                .chain(definition.unscored_item.iter().map(|item| coding::unscored(definition, item)))
                .collect();
            let questionnaire = json!({
                "resourceType": "Questionnaire",
                "url": url(definition),
                "version": definition.version,
                "title": definition.title,
                "status": "active",
                "code": coding::panel(definition)["coding"],
                "copyright": definition.licence,
                "item": items,
            });
            self.add(&derived("questionnaire", &definition.id), questionnaire);
        }
    }

    fn response(&mut self, answered: &Answered<'_>) {
        let Answered { item, definition, score } = answered;
        let Body::MeasureResponse(response) = &item.record.body else { return };
        let id = item.id.to_string();
        let when = item.record.when.rfc3339();
        let given = definition.items.iter().zip(&response.answers).filter_map(|(question, value)| {
            let answer = coding::answer(definition, question, (*value)?);
            Some(json!({ "linkId": coding::link_id(&question.id, question.loinc.as_deref()), "answer": [answer] }))
        });
        let unscored = definition.unscored_item.as_ref().zip(response.unscored).map(|(question, value)| {
            let link = coding::link_id(&question.id, question.loinc.as_deref());
            json!({ "linkId": link, "answer": [coding::unscored_answer(question, value)] })
        });
        let filled = json!({
            "resourceType": "QuestionnaireResponse",
            "questionnaire": format!("{}|{}", url(definition), definition.version),
            "status": if score.complete { "completed" } else { "in-progress" },
            "subject": self.subject(),
            "authored": when,
            "author": self.subject(),
            "source": self.subject(),
            "item": given.chain(unscored).collect::<Vec<_>>(),
        });
        let from = self.add(&id, filled);
        let observation = |code: Value, value: Value, more: Value| {
            let mut fields = json!({
                "resourceType": "Observation",
                "status": "final",
                "category": [survey()],
                "code": code,
                "effectiveDateTime": when,
                "derivedFrom": [from],
            });
            merge(&mut fields, value);
            merge(&mut fields, more);
            fields
        };
        let subject = json!({ "subject": self.subject(), "performer": [self.subject()] });
        if let Some(total) = score.total {
            let band = score.severity.as_ref().map(|band| json!([{ "text": band }]));
            let parts = score.subscales.iter().map(|(name, value)| {
                let mut part = json!({ "code": concept(INSTRUMENT, &format!("{}-{name}", definition.id), name) });
                merge(&mut part, quantity(*value));
                part
            });
            let more = present(json!({ "interpretation": band, "component": parts.collect::<Vec<_>>() }));
            let mut resource = observation(coding::total(definition), quantity(total), more);
            merge(&mut resource, subject.clone());
            self.add(&derived(&id, "total"), resource);
        }
        // A safety item is an observation of its own, complete or not.
        for flag in definition.flags.iter().filter(|flag| score.flags.contains(&flag.id)) {
            let crate::measures::condition::Condition::ItemAtLeast(named, _) = &flag.when else { continue };
            let at = definition.items.iter().position(|question| question.id == *named);
            let Some((question, value)) =
                at.and_then(|at| Some((&definition.items[at], (*response.answers.get(at)?)?)))
            else {
                continue;
            };
            let more = json!({ "interpretation": [{ "text": flag.id }] });
            let mut resource = observation(coding::item(definition, question), quantity(value), more);
            merge(&mut resource, subject.clone());
            self.add(&derived(&id, &flag.id), resource);
        }
    }

    /// Goals and steps are one plan.
    fn care_plan(&mut self) {
        if self.goals.is_empty() && self.tasks.is_empty() {
            return;
        }
        let activities: Vec<Value> = self.tasks.iter().map(|task| json!({ "reference": task })).collect();
        let plan = json!({
            "resourceType": "CarePlan",
            "status": "active",
            "intent": "plan",
            "title": "Integration",
            "subject": self.subject(),
            "goal": self.goals,
            "activity": activities,
        });
        self.add(&derived("plan", self.source.handle), plan);
    }

    /// What the client shares with this therapist, and may take back at any time.
    fn consent(&mut self) {
        let Some(care) = self.source.care else { return };
        let data: Vec<Value> =
            self.documents.iter().map(|document| json!({ "meaning": "instance", "reference": document })).collect();
        let consent = json!({
            "resourceType": "Consent",
            "status": "active",
            "scope": scope(),
            "category": [concept(LOINC, "59284-0", "Consent Document")],
            "patient": self.subject(),
            "dateTime": self.source.made.rfc3339(),
            "policyRule": { "text": "Shared entry by entry by the client, who can take each back." },
            "provision": present(json!({ "type": "permit", "data": data })),
        });
        self.add(&derived("consent", &care.to_string()), consent);
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// An object without the fields that say nothing.
fn present(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(_, value)| !says_nothing(value)).collect::<Map<_, _>>())
        }
        other => other,
    }
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

fn reference(id: &str) -> Value {
    json!({ "reference": format!("urn:uuid:{id}") })
}

fn quantity(value: f64) -> Value {
    if value.fract() == 0.0 {
        json!({ "valueInteger": value as i64 })
    } else {
        json!({ "valueQuantity": { "value": value, "unit": "score", "system": "http://unitsofmeasure.org", "code": "{score}" } })
    }
}

fn survey() -> Value {
    concept("http://terminology.hl7.org/CodeSystem/observation-category", "survey", "Survey")
}

fn scope() -> Value {
    concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", "Privacy Consent")
}

fn url(definition: &Definition) -> String {
    format!("{INSTRUMENT}:{}", definition.id)
}

fn lifecycle(status: GoalStatus) -> &'static str {
    match status {
        GoalStatus::Open => "active",
        GoalStatus::Met => "completed",
        GoalStatus::LetGo => "cancelled",
    }
}

/// The id of something that was made of a record: always the same for the same record.
fn derived(of: &str, what: &str) -> String {
    let digest = Sha256::digest(format!("{of}/{what}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    // A UUID of one's own making (version 8).
    (bytes[6], bytes[8]) = (bytes[6] & 0x0f | 0x80, bytes[8] & 0x3f | 0x80);
    RecordId(uuid::Uuid::from_bytes(bytes)).to_string()
}
