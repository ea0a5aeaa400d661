//! The kinds of record. Each keeps fields that this version does not know in `extra`.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::{
    AdverseEvent, Appointment, Assignment, Bond, CheckIn, CheckList, Clearance, ClinicRules, Concern, Consent,
    CrisisPlan, DosingSession, FlagDisposition, FlagSeen, Goal, Instrument, Intention, MeasureResponse, PracticeCard,
    Preferences, PrivateNote, Profile, Promise, PromptSet, Reflection, Reply, ReviewMark, SafetyEvent, Series,
    SessionRecord, SharingRule, SideEffectCheck, Step, Suggestion, Version,
};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// The typed content of a record. An unknown kind is kept unchanged.
        #[derive(Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "the largest kinds are the most frequent ones")]
        pub enum Body {
            $($(#[$doc])* $kind($kind),)*
            /// A kind of a newer version, or one with unreadable fields: kept unchanged.
            Unknown(Map<String, Value>),
        }

        impl Body {
            /// Reads the fields of a record, including `kind`.
            pub(super) fn read(fields: Map<String, Value>) -> Self {
                let mut known = fields.clone();
                let kind = known.remove("kind");
                let body = match kind.as_ref().and_then(Value::as_str).unwrap_or_default() {
                    $($name => Fields::read(known, PARTLY_READABLE.contains(&$name)).map(Self::$kind),)*
                    _ => None,
                };
                body.unwrap_or(Self::Unknown(fields))
            }

            /// Writes all fields to an object, including `kind`.
            pub(super) fn write(&self, fields: &mut Map<String, Value>) {
                match self {
                    $(Self::$kind(body) => body.write(fields),)*
                    Self::Unknown(map) => return fields.extend(map.clone()),
                }
                fields.insert("kind".into(), self.kind().into());
            }

            /// The kind's name in the payload.
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

/// Kinds in which an unreadable field hides only itself: the text of the client or the therapist is shown anyway. In
/// other kinds a field that is read as missing could grant, end or close something, so the whole record is unreadable.
const PARTLY_READABLE: [&str; 12] = [
    "reflection",
    "check_in",
    "dosing_session",
    "intention",
    "goal",
    "concern",
    "appointment",
    "step",
    "reply",
    "suggestion",
    "promise",
    "private_note",
];

kinds! {
    /// Free text, with or without a prompt.
    Reflection = "reflection",
    /// A few taps at a fixed time after a session.
    CheckIn = "check_in",
    /// An earlier version of an entry.
    Version = "version",
    /// A course of dosing sessions.
    Series = "series",
    /// A ketamine session, as the clinic or the client recorded it.
    DosingSession = "dosing_session",
    /// What the client hopes for from a session.
    Intention = "intention",
    /// What the client wants to change.
    Goal = "goal",
    /// What the client is unsure or afraid of.
    Concern = "concern",
    /// An agreed meeting of client and therapist.
    Appointment = "appointment",
    /// A small practical action that came out of an insight.
    Step = "step",
    /// Side effects after a session, as the client marks them.
    SideEffectCheck = "side_effect_check",
    /// Answers to an instrument such as the PHQ-9.
    MeasureResponse = "measure_response",
    /// An answered safety item, and what the client chose afterwards.
    SafetyEvent = "safety_event",
    /// A practice's own instrument definition.
    Instrument = "instrument",
    /// The name by which a therapist should call the client.
    Profile = "profile",
    /// The therapist's answer to an entry.
    Reply = "reply",
    /// The therapist has opened or reviewed an entry.
    ReviewMark = "review_mark",
    /// A prompt or measure that the therapist assigns.
    Assignment = "assignment",
    /// A step that the therapist suggests.
    Suggestion = "suggestion",
    /// A practice's own set of prompts.
    PromptSet = "prompt_set",
    /// A promise of the therapist to the client.
    Promise = "promise",
    /// A therapist's own note.
    PrivateNote = "private_note",
    /// The therapist has seen a safety flag.
    FlagSeen = "flag_seen",
    /// How a therapist closed a safety flag.
    FlagDisposition = "flag_disposition",
    /// An adverse event, as a therapist records it.
    AdverseEvent = "adverse_event",
    /// The clinic's own record of a dosing session.
    SessionRecord = "session_record",
    /// The medical clearance before a series.
    Clearance = "clearance",
    /// A practice's own version of a check list.
    CheckList = "check_list",
    /// A practice's own rules for the session record.
    ClinicRules = "clinic_rules",
    /// The practice's phone numbers, and when it reads entries.
    PracticeCard = "practice_card",
    /// The client's plan for a crisis.
    CrisisPlan = "crisis_plan",
    /// A consent of the client.
    Consent = "consent",
    /// Kinds of records that are shared automatically.
    SharingRule = "sharing_rule",
    /// The client's settings.
    Preferences = "preferences",
    /// The other reader of a care collection, and the key exchange with them.
    Bond = "bond",
}

#[cfg(test)]
mod tests {
    use super::super::{Amendment, DoseEvent, OwnItem, OwnLimits, OwnRoute, OwnSpan, Rems, Route};
    use super::super::{
        Cadence, Contact, Every, GoalStatus, NoteKind, NoteVersion, OwnPrompt, Payload, Record, Repeat, SafetyChoice,
    };
    use super::super::{Compared, EarlierKey, Ended, Moment, Purpose, Renewed, SeriesStatus, Side, Task};
    use super::super::{Effect, EffectChoice, EffectTap, EventVersion, Since, Suicidal};
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

    #[test]
    fn one_unreadable_field_of_an_entry_does_not_hide_its_words() {
        let frame = r#""when":{"at":"2026-02-03T20:10:00+00:00","zone":"UTC"}"#;
        let read = |fields: &str| {
            let json = format!("{{{fields},{frame}}}");
            Payload::from_json(json.as_bytes()).unwrap().to_record().unwrap()
        };
        let Body::CheckIn(check) = read(r#""kind":"check_in","mood":3,"slot":"12h","text":"slept""#).body else {
            panic!("the words are lost")
        };
        assert_eq!((check.text.as_str(), check.mood, check.slot), ("slept", Some(3), None));
        assert_eq!(check.extra["slot"], "12h");
        // A field that is set later is written, and replaces the unreadable value.
        let changed = CheckIn { slot: Some(super::super::Slot::Week), ..check };
        let mut written = Map::new();
        Body::from(changed).write(&mut written);
        assert_eq!(written["slot"], "7d");

        let Body::Reflection(reflection) = read(r#""kind":"reflection","attachments":[{"id":7}],"text":"rain""#).body
        else {
            panic!("the words are lost")
        };
        assert_eq!(reflection.text, "rain");
        // Where a missing field would grant, end or close something, the whole record is unreadable.
        for fields in [
            r#""kind":"sharing_rule","care":"019c2f6e-7a10-7c3d-9e55-3f0b6f0c2d11","ended":"when it rains""#,
            r#""kind":"consent","purpose":"sharing","withdrawn":3"#,
            r#""kind":"reflection","text":"rain","shared_with":"everybody""#,
            r#""kind":"safety_event","choice":"a newer one""#,
        ] {
            assert!(matches!(read(fields).body, Body::Unknown(_)), "{fields}");
        }
    }

    fn cadence() -> Cadence {
        let weekdays = vec!["mon".into(), "thu".into()];
        Cadence { every: Every::Weekdays, times: None, weekdays, extra: Map::new() }
    }

    fn checked(when: &Moment) -> SideEffectCheck {
        SideEffectCheck {
            since: Since::LastCheck,
            items: vec![Effect { id: "chest".into(), severity: Some(2), still: Some(false), ..Default::default() }],
            suicidal: Some(Suicidal::Unsaid),
            chosen: vec![EffectTap { choice: EffectChoice::Practice, at: when.clone(), extra: Map::new() }],
            ..Default::default()
        }
    }

    fn adverse_event(care: CollectionId, when: &Moment) -> AdverseEvent {
        let content = Map::from_iter([("grade".into(), 1.into())]);
        AdverseEvent {
            client: Some(care),
            term: "Fell in the hall".into(),
            serious: Some(false),
            earlier: vec![EventVersion { until: when.clone(), by: "M. Osei".into(), content, extra: Map::new() }],
            ..Default::default()
        }
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

    fn clinic_rules() -> ClinicRules {
        let limits = OwnLimits { field: "sys".into(), ask_high: Some(150.5), ..Default::default() };
        let route = OwnRoute { route: "im".into(), minutes: vec![0, 120], ..Default::default() };
        let span = OwnSpan { days: 30, max_sessions: Some(4), ..Default::default() };
        ClinicRules {
            edition: 2,
            limits: vec![limits],
            routes: vec![route],
            food_hours: Some(6.0),
            drink_hours: Some(1.5),
            spans: vec![span],
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

    fn one_of_each(when: &Moment) -> [Body; 35] {
        let id = RecordId::new(1, [1; 10]);
        let care = CollectionId::new(1, [2; 10]);
        [
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
                earlier: vec![NoteVersion { until: when.clone(), text: "asked".into(), extra: Map::new() }],
                extra: Map::new(),
            }),
            Body::SessionRecord(SessionRecord {
                number: 2,
                doses: vec![DoseEvent { mg: Some(87.5), route: Some(Route::Im), ..Default::default() }],
                rems: Rems { sae: "no".into(), ..Default::default() },
                amendments: vec![Amendment { field: "number".into(), before: 1.into(), ..Default::default() }],
                ..Default::default()
            }),
            Body::Clearance(Clearance { client: Some(care), result: "cleared".into(), ..Default::default() }),
            Body::CheckList(CheckList { edition: 2, items: vec![OwnItem::default()], ..Default::default() }),
            Body::ClinicRules(clinic_rules()),
            Body::PracticeCard(PracticeCard { phone: "555-0100".into(), ..Default::default() }),
            Body::CrisisPlan(CrisisPlan { people: vec![Contact::default()], ..Default::default() }),
            Body::Consent(Consent { purpose: "reading".into(), care: Some(care), ..Default::default() }),
            Body::SharingRule(SharingRule { care, kinds: vec!["check_in".into()], ended: true, extra: Map::new() }),
            Body::Preferences(Preferences { quiet_from: Some(0), ..Default::default() }),
            Body::SideEffectCheck(checked(when)),
            Body::AdverseEvent(adverse_event(care, when)),
            Body::Bond(bond(care, when.clone())),
        ]
    }

    #[test]
    fn every_kind_survives_a_round_trip() {
        let when = Moment::parse("2026-02-03T20:10:00-07:00", "America/Denver").unwrap();
        let bodies = one_of_each(&when);
        assert_eq!(bodies.iter().map(Body::kind).collect::<std::collections::BTreeSet<_>>().len(), 35);
        for body in bodies {
            let record = Record { when: when.clone(), body };
            let payload = record.to_payload();
            assert_eq!(payload.kind(), record.body.kind());
            assert!(payload.to_record().unwrap() == record, "{}", payload.kind());
        }
    }

    #[test]
    fn a_bond_is_read_and_written_like_the_body_kind() {
        let at = Moment { unix_ms: 1_774_526_400_000, offset_s: 3600, zone: "Europe/Vienna".into() };
        let bond = bond(CollectionId::new(1, [1; 10]), at.clone());
        let mut payload = Record { when: at, body: Body::Bond(bond.clone()) }.to_payload();
        assert_eq!(bond.to_payload(), payload);
        assert_eq!(Bond::of(&payload), Some(bond));
        payload.set_field("kind", "memory".into());
        assert_eq!(Bond::of(&payload).map(|_| ()), None);
    }
}
