//! The kinds of record. Each keeps, in `extra`, the fields that this version does not know.

use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a record is. A kind that this version does not know is kept as it is.
#[derive(Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// Free text, with or without a prompt.
    Reflection(Reflection),
    /// A few taps some hours or days after a session.
    CheckIn(CheckIn),
    /// A ketamine session, as the clinic recorded it.
    DosingSession(DosingSession),
    /// What the client hopes for from a session.
    Intention(Intention),
    /// A small practical step that came out of an insight.
    Step(Step),
    /// Answers to an instrument such as the PHQ-9.
    MeasureResponse(MeasureResponse),
    /// How the client wants to be called.
    Profile(Profile),
    /// The therapist's answer to an entry.
    Reply(Reply),
    /// The therapist has read or reviewed an entry.
    ReviewMark(ReviewMark),
    /// A meeting, agreed.
    Appointment(Appointment),
    /// A kind of a newer version, or one whose fields cannot be read: kept untouched.
    #[serde(untagged)]
    Unknown(Map<String, Value>),
}

impl Body {
    /// Reads the fields of a record. By hand, because what serde derives for a tagged enum reads each kind twice over
    /// and makes the portal's module a good deal larger.
    pub(super) fn from_fields(fields: Map<String, Value>) -> Self {
        let known = match fields.get("kind").and_then(Value::as_str).unwrap_or_default() {
            "reflection" => read(&fields, Self::Reflection),
            "check_in" => read(&fields, Self::CheckIn),
            "dosing_session" => read(&fields, Self::DosingSession),
            "intention" => read(&fields, Self::Intention),
            "step" => read(&fields, Self::Step),
            "measure_response" => read(&fields, Self::MeasureResponse),
            "profile" => read(&fields, Self::Profile),
            "reply" => read(&fields, Self::Reply),
            "review_mark" => read(&fields, Self::ReviewMark),
            "appointment" => read(&fields, Self::Appointment),
            _ => None,
        };
        known.unwrap_or(Self::Unknown(fields))
    }

    /// The kind's name as it stands on disk.
    pub fn kind(&self) -> &str {
        match self {
            Self::Reflection(_) => "reflection",
            Self::CheckIn(_) => "check_in",
            Self::DosingSession(_) => "dosing_session",
            Self::Intention(_) => "intention",
            Self::Step(_) => "step",
            Self::MeasureResponse(_) => "measure_response",
            Self::Profile(_) => "profile",
            Self::Reply(_) => "reply",
            Self::ReviewMark(_) => "review_mark",
            Self::Appointment(_) => "appointment",
            Self::Unknown(map) => map.get("kind").and_then(Value::as_str).unwrap_or_default(),
        }
    }
}

/// The typed view of a known kind; `None` when its fields cannot be read.
fn read<T: serde::de::DeserializeOwned>(fields: &Map<String, Value>, body: fn(T) -> Body) -> Option<Body> {
    let mut fields = fields.clone();
    fields.remove("kind");
    T::deserialize(Value::Object(fields)).ok().map(body)
}

/// The part of the arc that an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before the first session: history, goals, concerns, intentions.
    Preparation,
    /// The day of a session.
    SessionDay,
    /// The days right after.
    After,
    /// Making sense, practical steps.
    Integration,
    /// Ordinary days between.
    Between,
    /// Looking back over the series.
    Closing,
}

/// A version of a field that lost against another device's change of the same words: shown by the editor, never lost.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The field's name.
    pub field: String,
    /// The other version, whole.
    pub value: Value,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Free text first; everything else is optional.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reflection {
    /// The words.
    pub text: String,
    /// Id of the prompt that was answered, such as `after.24h`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// The part of the arc.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// The session that it belongs to, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<u32>,
    /// 0 (very low) to 10 (very good), the client's own rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<u8>,
    /// How the client feels: `calm`, `tired`, `needs space`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
    /// Lenses: `insight`, `emotion`, `imagery`, `body`, `relationship`, `perspective`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// "I want to talk about this."
    #[serde(default, skip_serializing_if = "is_false")]
    pub wants_to_talk: bool,
    /// The care collections that this entry is shared into. Stands in the private record only, never in the copy that
    /// a therapist sees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<CollectionId>,
    /// Other versions from a merge, until the client has looked at them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A few taps after a session. Scales run from 0 to 10.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckIn {
    /// Mood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<u8>,
    /// Energy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub energy: Option<u8>,
    /// Sleep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sleep: Option<u8>,
    /// Sensitivity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<u8>,
    /// Clarity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clarity: Option<u8>,
    /// Wants to be left alone until tomorrow.
    #[serde(default, skip_serializing_if = "is_false")]
    pub needs_space: bool,
    /// A few words, if any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<CollectionId>,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The room in which a session takes place.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Where.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Lighting.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub light: String,
    /// Music.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub music: String,
    /// Seating.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seating: String,
    /// Who is there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub companions: String,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A session as the clinic recorded it. The app never suggests or computes a dose.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DosingSession {
    /// Its number in the series, from 1.
    pub number: u32,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another word.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// Milligrams, as recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose_mg: Option<f64>,
    /// Minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_min: Option<u32>,
    /// The room.
    #[serde(default)]
    pub setting: Setting,
    /// How support was given: talking during, or quiet and a conversation afterwards.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub support: String,
    /// The therapist's short note for the client.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub support_note: String,
    /// What it was like: `lightness`, `imagery`, `little_noticed`; none is better than another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualities: Vec<String>,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<CollectionId>,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What the client hopes for from a session, in their words; carried forward and shown again afterwards.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Intention {
    /// The words.
    pub text: String,
    /// For which session, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<u32>,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<CollectionId>,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Where a step stands. Letting go is not failing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// Being tried.
    #[default]
    Active,
    /// Has become a habit, or is finished.
    Done,
    /// Let go.
    LetGo,
}

/// A small practical step, worded by the client.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The words.
    pub text: String,
    /// The entry that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_entry: Option<RecordId>,
    /// Local days (`YYYY-MM-DD`) on which it was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done_on: Vec<String>,
    /// Where it stands.
    #[serde(default)]
    pub status: StepStatus,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<CollectionId>,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Answers to an instrument. `null` is an item that was left out.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MeasureResponse {
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// Answers in the order of the items.
    pub answers: Vec<Option<i32>>,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<CollectionId>,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How the client wants to be called by this therapist.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The name.
    pub name: String,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The therapist's answer to an entry, for the client.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The entry that it answers.
    pub to: RecordId,
    /// The words.
    pub text: String,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The therapist has opened, or reviewed, an entry. The client sees it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewMark {
    /// The entry.
    pub entry: RecordId,
    /// Reviewed, and not only opened.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reviewed: bool,
    /// The entry's revision that was read, so that a later change shows as new.
    #[serde(default)]
    pub revision: u32,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A meeting: `preparation`, `dosing`, `integration`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    /// What it is for. (`purpose` and not `kind`, which names the record's own kind.)
    pub purpose: String,
    /// Whether it took place; absent while it lies ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<bool>,
    /// As in [`Reflection`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<CollectionId>,
    /// What a newer version added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::super::{Payload, Record};
    use super::*;

    #[test]
    fn fields_and_kinds_of_newer_versions_survive_a_round_trip() {
        for json in [
            r#"{"kind":"reflection","mood":4,"ring":{"tone":[1,2]},"text":"rain","when":{"at":"2026-02-03T20:10:00-07:00","zone":"America/Denver"}}"#,
            r#"{"colour":"green","kind":"dream_map","when":{"at":"2026-02-03T20:10:00+00:00","zone":"UTC"}}"#,
            r#"{"kind":"reflection","mood":"a word, in a newer version","text":"x","when":{"at":"2026-02-03T20:10:00+00:00","zone":"UTC"}}"#,
        ] {
            let payload = Payload::from_json(json.as_bytes()).unwrap();
            let again = payload.to_record().unwrap().to_payload();
            assert_eq!(String::from_utf8(again.to_json()).unwrap(), json);
        }
    }

    #[test]
    fn every_kind_reads_back_as_itself() {
        let when = super::super::Moment::parse("2026-02-03T20:10:00-07:00", "America/Denver").unwrap();
        let id = RecordId::new(1, [1; 10]);
        let bodies = [
            Body::Reflection(Reflection { text: "a".into(), wants_to_talk: true, ..Default::default() }),
            Body::CheckIn(CheckIn { mood: Some(3), ..Default::default() }),
            Body::DosingSession(DosingSession { number: 2, dose_mg: Some(87.5), ..Default::default() }),
            Body::Intention(Intention { text: "a".into(), ..Default::default() }),
            Body::Step(Step { text: "a".into(), from_entry: Some(id), ..Default::default() }),
            Body::MeasureResponse(MeasureResponse { answers: vec![None, Some(2)], ..Default::default() }),
            Body::Profile(Profile { name: "wren".into(), ..Default::default() }),
            Body::Reply(Reply { to: id, text: "a".into(), extra: Map::new() }),
            Body::ReviewMark(ReviewMark { entry: id, reviewed: true, revision: 2, extra: Map::new() }),
            Body::Appointment(Appointment { purpose: "integration".into(), ..Default::default() }),
        ];
        for body in bodies {
            let record = Record { when: when.clone(), body };
            let payload = record.to_payload();
            assert_eq!(payload.kind(), record.body.kind());
            assert!(payload.to_record().unwrap() == record, "{}", payload.kind());
        }
    }
}
