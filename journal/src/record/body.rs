//! The kinds of record. Each keeps, in `extra`, the fields that this version does not know.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::{
    Appointment, Assignment, Bond, CheckIn, Concern, Consent, CrisisPlan, DosingSession, FlagDisposition, FlagSeen,
    Goal, Instrument, Intention, MeasureResponse, PracticeCard, Preferences, PrivateNote, Profile, Promise, PromptSet,
    Reflection, Reply, ReviewMark, SafetyEvent, Series, SharingRule, Step, Suggestion, Version,
};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What a record is. A kind that this version does not know is kept as it is.
        #[derive(Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "the largest kinds are the most frequent ones")]
        pub enum Body {
            $($(#[$doc])* $kind($kind),)*
            /// A kind of a newer version, or one whose fields cannot be read: kept untouched.
            Unknown(Map<String, Value>),
        }

        impl Body {
            /// Reads the fields of a record, its `kind` among them.
            pub(super) fn read(fields: Map<String, Value>) -> Self {
                let mut known = fields.clone();
                let kind = known.remove("kind");
                let body = match kind.as_ref().and_then(Value::as_str).unwrap_or_default() {
                    $($name => Fields::read(known).map(Self::$kind),)*
                    _ => None,
                };
                body.unwrap_or(Self::Unknown(fields))
            }

            /// Adds the fields to an object, `kind` among them.
            pub(super) fn write(&self, fields: &mut Map<String, Value>) {
                match self {
                    $(Self::$kind(body) => body.write(fields),)*
                    Self::Unknown(map) => return fields.extend(map.clone()),
                }
                fields.insert("kind".into(), self.kind().into());
            }

            /// The kind's name as it stands on disk.
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$kind(_) => $name,)*
                    Self::Unknown(map) => map.get("kind").and_then(Value::as_str).unwrap_or_default(),
                }
            }
        }

        $(impl From<$kind> for Body {
            fn from(body: $kind) -> Self {
                Self::$kind(body)
            }
        })*
    };
}

kinds! {
    /// Free text, with or without a prompt.
    Reflection = "reflection",
    /// A few taps some hours or days after a session.
    CheckIn = "check_in",
    /// An earlier version of an entry.
    Version = "version",
    /// A series of sessions.
    Series = "series",
    /// A ketamine session, as the clinic recorded it.
    DosingSession = "dosing_session",
    /// What the client hopes for from a session.
    Intention = "intention",
    /// What the client wants to change.
    Goal = "goal",
    /// What the client is unsure of.
    Concern = "concern",
    /// A meeting, agreed.
    Appointment = "appointment",
    /// A small practical step that came out of an insight.
    Step = "step",
    /// Answers to an instrument such as the PHQ-9.
    MeasureResponse = "measure_response",
    /// A safety item was answered.
    SafetyEvent = "safety_event",
    /// A practice's own instrument.
    Instrument = "instrument",
    /// How the client wants to be called.
    Profile = "profile",
    /// The therapist's answer to an entry.
    Reply = "reply",
    /// The therapist has read or reviewed an entry.
    ReviewMark = "review_mark",
    /// Something to write to or to answer.
    Assignment = "assignment",
    /// A step that the therapist suggests.
    Suggestion = "suggestion",
    /// A practice's own prompts.
    PromptSet = "prompt_set",
    /// What the therapist promised.
    Promise = "promise",
    /// What a therapist keeps for themself.
    PrivateNote = "private_note",
    /// The therapist has seen a safety flag.
    FlagSeen = "flag_seen",
    /// How a safety flag was closed.
    FlagDisposition = "flag_disposition",
    /// Whom to call at the practice, and how it reads.
    PracticeCard = "practice_card",
    /// The plan for hard hours.
    CrisisPlan = "crisis_plan",
    /// What the client agreed to.
    Consent = "consent",
    /// What is shared from now on.
    SharingRule = "sharing_rule",
    /// What the client set.
    Preferences = "preferences",
    /// Whom a care collection is shared with, and by which key.
    Bond = "bond",
}

#[cfg(test)]
mod tests {
    use super::super::{
        Cadence, Contact, Every, GoalStatus, NoteKind, OwnPrompt, Payload, Record, Repeat, SafetyChoice,
    };
    use super::super::{Compared, EarlierKey, Ended, Moment, Purpose, Renewed, SeriesStatus, Side, Task};
    use protocol::{AccountId, CollectionId, InvitationId, RecordId};

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

    fn cadence() -> Cadence {
        let weekdays = vec!["mon".into(), "thu".into()];
        Cadence { every: Every::Weekdays, times: None, weekdays, extra: Map::new() }
    }

    fn assignment() -> Assignment {
        Assignment {
            task: Task::Measure,
            text: String::new(),
            prompt: None,
            set: None,
            instrument: Some("phq-9".into()),
            due: None,
            repeat: Some(Repeat::Weeks),
            weeks: Some(2),
            ended: false,
            extra: Map::new(),
        }
    }

    fn bond(care: CollectionId, at: Moment) -> Bond {
        Bond {
            care,
            account: AccountId::new(1, [3; 10]),
            identity: [1; 32],
            next: [2; 32],
            secret: [3; 32],
            invitation: InvitationId::new(1, [4; 10]),
            purpose: Purpose::Handover,
            name: "M. Osei".into(),
            practice: String::new(),
            since: at.clone(),
            generation: 2,
            own_generation: 1,
            epoch: 3,
            key_check: [4; 16],
            transcript: [5; 32],
            earlier: vec![EarlierKey { epoch: 2, transcript: [6; 32], extra: Map::new() }],
            compared: Some(Compared { at: at.clone(), epoch: 2, transcript: [6; 32], extra: Map::new() }),
            renewals: vec![Renewed {
                at: at.clone(),
                identity: [7; 32],
                secret: [8; 32],
                how: "code".into(),
                extra: Map::new(),
            }],
            ended: Some(Ended { at, by: Side::Me, how: Some("lost_code".into()), extra: Map::new() }),
            extra: Map::new(),
        }
    }

    #[test]
    fn every_kind_reads_back_as_itself() {
        let when = Moment::parse("2026-02-03T20:10:00-07:00", "America/Denver").unwrap();
        let id = RecordId::new(1, [1; 10]);
        let care = CollectionId::new(1, [2; 10]);
        let bodies = [
            Body::Reflection(Reflection { text: "a".into(), wants_to_talk: true, ..Default::default() }),
            Body::CheckIn(CheckIn { mood: Some(3), ..Default::default() }),
            Body::DosingSession(DosingSession { number: 2, dose_mg: Some(87.5), ..Default::default() }),
            Body::Intention(Intention { text: "a".into(), ..Default::default() }),
            Body::Step(Step { text: "a".into(), from_entry: Some(id), ..Default::default() }),
            Body::MeasureResponse(MeasureResponse { answers: vec![None, Some(2.0), Some(0.5)], ..Default::default() }),
            Body::Profile(Profile { name: "wren".into(), ..Default::default() }),
            Body::Reply(Reply { to: id, text: "a".into(), extra: Map::new() }),
            Body::ReviewMark(ReviewMark { reviewed: true, ..ReviewMark::of(id, 2) }),
            Body::FlagSeen(FlagSeen { event: Some(id), instrument: "phq-9".into(), ..Default::default() }),
            Body::FlagDisposition(FlagDisposition {
                client: Some(care),
                risk_level: "low".into(),
                ..Default::default()
            }),
            Body::Appointment(Appointment { purpose: "integration".into(), ..Default::default() }),
            Body::Version(Version { of: id, content: Map::from_iter([("a".into(), 1.into())]), extra: Map::new() }),
            Body::Series(Series { planned: Some(4), status: SeriesStatus::Stopped, ..Default::default() }),
            Body::Goal(Goal { text: "sleep".into(), status: GoalStatus::Met, ..Default::default() }),
            Body::Concern(Concern { text: "nausea".into(), ..Default::default() }),
            Body::SafetyEvent(SafetyEvent { choice: Some(SafetyChoice::HelpNow), ..Default::default() }),
            Body::Instrument(Instrument { definition: Map::from_iter([("id".into(), "x".into())]), extra: Map::new() }),
            Body::Assignment(assignment()),
            Body::Suggestion(Suggestion { text: "walk".into(), cadence: Some(cadence()), ..Default::default() }),
            Body::PromptSet(PromptSet { prompts: vec![OwnPrompt::default()], ..Default::default() }),
            Body::Promise(Promise { text: "send the music".into(), kept: Some(when.clone()), ..Default::default() }),
            Body::PrivateNote(PrivateNote {
                purpose: NoteKind::Agenda,
                client: care,
                about: Some(id),
                text: "ask".into(),
                extra: Map::new(),
            }),
            Body::PracticeCard(PracticeCard { phone: "555-0100".into(), ..Default::default() }),
            Body::CrisisPlan(CrisisPlan { people: vec![Contact::default()], ..Default::default() }),
            Body::Consent(Consent { purpose: "reading".into(), care: Some(care), ..Default::default() }),
            Body::SharingRule(SharingRule { care, kinds: vec!["check_in".into()], ended: true, extra: Map::new() }),
            Body::Preferences(Preferences { quiet_from: Some(0), ..Default::default() }),
            Body::Bond(bond(care, when.clone())),
        ];
        assert_eq!(bodies.iter().map(Body::kind).collect::<std::collections::BTreeSet<_>>().len(), 29);
        for body in bodies {
            let record = Record { when: when.clone(), body };
            let payload = record.to_payload();
            assert_eq!(payload.kind(), record.body.kind());
            assert!(payload.to_record().unwrap() == record, "{}", payload.kind());
        }
    }

    #[test]
    fn a_bond_by_itself_is_the_record_that_it_is_among_all_kinds() {
        let at = Moment { unix_ms: 1_774_526_400_000, offset_s: 3600, zone: "Europe/Vienna".into() };
        let bond = bond(CollectionId::new(1, [1; 10]), at.clone());
        let mut payload = Record { when: at, body: Body::Bond(bond.clone()) }.to_payload();
        assert_eq!(bond.to_payload(), payload);
        assert_eq!(Bond::of(&payload), Some(bond));
        payload.0.insert("kind".into(), "memory".into());
        assert_eq!(Bond::of(&payload).map(|_| ()), None);
    }
}
