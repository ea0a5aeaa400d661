//! The series as `EpisodeOfCare`, dosing sessions and appointments as `Encounter`, doses as `MedicationAdministration`.

use serde_json::{Value, json};

use super::Bundle;
use super::provenance::By;
use super::shape::{derived, merge, present, reference, text_components};
use crate::arc::Recorded;
use crate::clinic::exposure::record_of;
use crate::export::coding::{self, SCALE, concept};
use crate::record::{Appointment, Body, DosingSession, Moment, Series, SeriesStatus};

impl Bundle<'_> {
    pub(super) fn series(&mut self, id: &str, when: &Moment, series: &Series) {
        let status = match series.status {
            SeriesStatus::Active => "active",
            SeriesStatus::Completed => "finished",
            SeriesStatus::Stopped => "cancelled",
        };
        let planned = series.planned.map(|planned| format!("Series of {planned} planned sessions"));
        let text = planned.unwrap_or_else(|| "Series of sessions".into());
        // A finished series ends with the day of its last session.
        let belongs = |start: i64| self.course.series_at(start).is_some_and(|one| one.id.to_string() == id);
        let last =
            self.course.sessions().iter().filter(|one| belongs(one.start.unix_ms)).map(|one| &one.start).next_back();
        let end = (status != "active").then(|| end_of_day(last.unwrap_or(when)).rfc3339());
        let episode = json!({
            "resourceType": "EpisodeOfCare",
            "status": status,
            "type": [{ "text": text }],
            "patient": self.subject(),
            "period": present(json!({ "start": when.rfc3339(), "end": end })),
        });
        self.add(By::Client, id, episode);
    }

    /// Adds a session, whether the client, the clinic or both recorded it.
    pub(super) fn session(&mut self, recorded: &Recorded<'_>) {
        let item = recorded.whole();
        let Body::DosingSession(session) = &item.record.body else { return };
        let (id, when) = (item.id.to_string(), &item.record.when);
        let by = By::of_session(recorded);
        let begun = when.unix_ms <= self.source.made.unix_ms;
        let ended = session.ended.clone().filter(|end| end.unix_ms >= when.unix_ms);
        let known = ended.or_else(|| after(when, session.duration_min));
        // FHIR reads a period without an end as ongoing, so a past session ends at the end of its day at the latest.
        let end = known.clone().or_else(|| begun.then(|| end_of_day(when))).map(|end| end.rfc3339());
        let series = self.course.series_at(when.unix_ms).map(|series| reference(&series.id.to_string()));
        let period = present(json!({ "start": when.rfc3339(), "end": end }));
        let encounter = json!({
            "resourceType": "Encounter",
            "status": if begun { "finished" } else { "planned" },
            "class": ambulatory(),
            "type": [{ "text": format!("Ketamine session {}", session.number) }],
            "subject": self.subject(),
            "episodeOfCare": series.map(|series| json!([series])),
            "period": period,
        });
        let encounter = self.add(by, &id, encounter);
        let sheet = record_of(self.source.items, session.number, when.unix_ms);
        if let Some((item, record)) = sheet {
            self.session_record(item, record, Some(&encounter));
        }
        // Route and dose are exported only if a clinic recorded them; as one sum only if it has no record of its own.
        let plain = session.dose_mg.filter(|_| session.recorded_by != "client" && sheet.is_none());
        if let Some(dose) = plain {
            let route = Some(&session.route).filter(|route| !route.is_empty()).map(|route| coding::route(route));
            let given = match &known {
                Some(end) => json!({ "effectivePeriod": { "start": when.rfc3339(), "end": end.rfc3339() } }),
                None => json!({ "effectiveDateTime": when.rfc3339() }),
            };
            // If both recorded the session, the clinic's dose is authoritative.
            let by = if by == By::Both { By::Therapist } else { by };
            let performer = (by == By::Therapist).then(|| json!([{ "actor": self.therapist() }]));
            let mut administration = json!({
                "resourceType": "MedicationAdministration",
                "status": if begun { "completed" } else { "unknown" },
                "medicationCodeableConcept": { "text": "Ketamine" },
                "subject": self.subject(),
                "context": encounter,
                "performer": performer,
                "dosage": present(json!({
                    "route": route,
                    "dose": { "value": dose, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg" },
                })),
            });
            merge(&mut administration, given);
            self.add(by, &derived(&id, "dose"), administration);
        }
        self.circumstances(by, &id, when, session, &encounter);
    }

    /// Adds an observation with the setting, the company, and what the session was like.
    fn circumstances(&mut self, by: By, id: &str, when: &Moment, session: &DosingSession, encounter: &Value) {
        let setting = &session.setting;
        let qualities = coding::words(&session.qualities.join(", "));
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
        let components = text_components(parts.map(|(name, text)| (name, text.as_str())));
        if components.is_empty() {
            return;
        }
        let observation = json!({
            "resourceType": "Observation",
            "status": "final",
            "code": concept(SCALE, "session", "session"),
            "subject": self.subject(),
            "encounter": encounter,
            "effectiveDateTime": when.rfc3339(),
            "component": components,
        });
        self.add(by, &derived(id, "setting"), observation);
    }

    pub(super) fn meeting(&mut self, id: &str, when: &Moment, meeting: &Appointment) {
        let status = match meeting.kept {
            _ if meeting.cancelled => "cancelled",
            Some(true) => "finished",
            Some(false) => "cancelled",
            None => "planned",
        };
        let purpose = Some(meeting.purpose.as_str()).filter(|purpose| !purpose.is_empty()).unwrap_or("meeting");
        let end = after(when, meeting.duration_min).or_else(|| (status == "finished").then(|| end_of_day(when)));
        let end = end.map(|end| end.rfc3339());
        let encounter = json!({
            "resourceType": "Encounter",
            "status": status,
            "class": ambulatory(),
            "type": [{ "text": coding::words(purpose) }],
            "subject": self.subject(),
            "period": present(json!({ "start": when.rfc3339(), "end": end })),
        });
        self.add(if meeting.by_therapist { By::Therapist } else { By::Client }, id, encounter);
    }
}

/// The moment `minutes` later; `None` without a duration.
fn after(when: &Moment, minutes: Option<u32>) -> Option<Moment> {
    let minutes = minutes.filter(|minutes| *minutes > 0)?;
    Some(Moment { unix_ms: when.unix_ms + i64::from(minutes) * 60_000, ..when.clone() })
}

/// The last second of the moment's local day.
fn end_of_day(when: &Moment) -> Moment {
    let next = (when.local_day() + 1) * 86_400_000 - i64::from(when.offset_s) * 1_000;
    Moment { unix_ms: next - 1_000, ..when.clone() }
}

fn ambulatory() -> Value {
    coding::coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory")
}
