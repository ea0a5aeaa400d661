use std::collections::BTreeSet;

use casebook::clinic::Form;
use journal::clinic::{Context, Level, Rules, clearance, lists, session};
use journal::record::{Body, Moment};

use super::acts::Deed;
use super::deeds::Agreed;
use super::*;

fn read(name: &str) -> Sample {
    Sample::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)).unwrap()
}

fn sample() -> Sample {
    read("sample-journeys.json")
}

fn persona(handle: &str) -> Persona {
    read("practice.json").personas.into_iter().find(|persona| persona.handle == handle).unwrap()
}

fn now() -> jiff::Timestamp {
    "2027-01-15T12:00:00Z".parse().unwrap()
}

#[test]
fn every_journey_ends_yesterday_at_the_same_local_time() {
    for persona in sample().personas {
        let acts = persona.acts(now()).unwrap();
        let last = acts.iter().rfind(|act| act.fate != Fate::Draft).unwrap().when.local_date();
        let visits = persona.agreed(now()).unwrap().into_iter().filter_map(|(_, one)| match one {
            Agreed::Meeting(form, Some(_)) => Some(form.at as i64),
            _ => None,
        });
        let visit = jiff::Timestamp::from_millisecond(visits.max().unwrap()).unwrap();
        let visit = visit.to_zoned(jiff::tz::TimeZone::get(&persona.tz).unwrap()).date().to_string();
        assert_eq!(last.max(visit), "2027-01-14", "{}", persona.handle);
        assert!(acts.iter().all(|act| act.when.unix_ms < now().as_millisecond()));
    }
}

#[test]
fn the_local_time_survives_a_dst_change() {
    let wren = sample().personas.remove(0);
    let acts = wren.acts(now()).unwrap();
    let first = acts.iter().find(|act| act.name.as_deref() == Some("p1-e01")).unwrap();
    assert!(first.when.rfc3339().contains("T20:10:00"), "{}", first.when.rfc3339());
}

#[test]
fn each_member_is_listed_once() {
    let handles = |sample: Sample| sample.members().into_iter().map(|member| member.handle).collect::<Vec<_>>();
    assert_eq!(handles(sample()), ["m.osei", "l.brandt"]);
    assert_eq!(handles(read("practice.json")), ["a.moreno", "m.osei", "l.brandt"]);
}

#[test]
fn a_file_in_another_format_is_rejected_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let rejected = |text: &str| {
        let path = folder.path().join("sample.json");
        std::fs::write(&path, text).unwrap();
        Sample::read(&path).map(drop).unwrap_err().to_string()
    };
    assert!(rejected(r#"{"people": []}"#).contains("personas"));
    assert!(rejected(r#"{"personas": [{"like": "wren"}]}"#).contains("wren"));
    let time = r#"{"personas": [{"handle": "a", "tz": "Nowhere/None", "therapist": {"handle": "b"}}]}"#;
    std::fs::write(folder.path().join("sample.json"), time).unwrap();
    let sample = Sample::read(&folder.path().join("sample.json")).unwrap();
    assert!(matches!(sample.personas[0].acts(now()), Err(Error::Time(_))));
}

#[test]
fn nobody_in_the_practice_writes_in_the_future_and_every_picture_is_there() {
    let practice = read("practice.json");
    for persona in &practice.personas {
        for act in persona.acts(now()).unwrap() {
            assert!(act.when.unix_ms < now().as_millisecond(), "{} {}", persona.handle, act.when.rfc3339());
            for media in &act.media {
                assert!(practice.media_folder().join(&media.file).is_file(), "{}", media.file);
            }
        }
        assert!(persona.noted(now()).unwrap().iter().all(|(at, _)| *at < now()), "{}", persona.handle);
        for (_, one) in persona.agreed(now()).unwrap() {
            if let Agreed::Meeting(form, kept) = one {
                assert_eq!(form.at as i64 > now().as_millisecond(), kept.is_none(), "{}", persona.handle);
            }
        }
    }
}

#[test]
fn a_continued_journey_has_what_both_files_say_until_today() {
    let wren = persona("wren");
    let acts = wren.acts(now()).unwrap();
    let names: BTreeSet<&str> = acts.iter().filter_map(|act| act.name.as_deref()).collect();
    assert!(names.contains("p1-e01") && names.contains("p1-e22") && names.contains("w-tune"));
    assert!(!names.contains("p1-e23"), "what the file dates after today is left out");
    let last = acts.last().unwrap();
    assert_eq!(last.when.local_date(), "2027-01-14");
    let mut fourth = acts.iter().filter_map(|act| match &act.deed {
        Deed::Write(Body::DosingSession(session)) if session.number == 4 => Some((act, session)),
        _ => None,
    });
    let (act, session) = fourth.next_back().unwrap();
    assert_eq!(act.when.local_date(), "2027-01-11", "day 59 of the series, when today is day 63");
    assert_eq!((session.first_words.is_empty(), session.qualities.is_empty()), (false, false));
    assert_eq!(session.route, "", "the clinic records the route at the desk");
}

#[test]
fn a_relative_time_is_in_the_personas_own_zone() {
    let mut aspen = persona("aspen");
    aspen.tz = "America/Denver".into();
    let acts = aspen.acts(now()).unwrap();
    let first = acts.iter().find(|act| act.name.as_deref() == Some("a1")).unwrap();
    assert_eq!(first.when.rfc3339(), "2026-12-09T07:50:00-07:00", "37 days before the 15th of January in Denver");
}

#[test]
fn the_clinics_forms_can_be_kept_as_they_are() {
    let forms = persona("jonas").agreed(now()).unwrap().into_iter().filter_map(|(at, one)| match one {
        Agreed::Clinic(form, sheet) => Some((at, form, sheet)),
        _ => None,
    });
    let mut cleared = None;
    let mut kept = Vec::new();
    for (at, form, sheet) in forms {
        let time = Moment { unix_ms: at.as_millisecond(), offset_s: 0, zone: "UTC".into() };
        let name = if form == Form::Session { "discharge" } else { "intake" };
        let (list, rules) = (lists::list(name, "en", None), Rules::default());
        let context = Context { now: &time, planned: Some(6), clearance: cleared.as_ref(), list: &list, rules: &rules };
        let (record, findings) = match form {
            Form::Session => (None, session::read(&sheet, &context).1),
            Form::Clearance => {
                let (record, findings) = clearance::read(&sheet, &context);
                (Some(record), findings)
            }
        };
        let stops = findings.into_iter().filter(|one| [Level::Refuse, Level::Ask, Level::Alarm].contains(&one.level));
        assert_eq!(stops.map(|one| (one.place, one.rule)).collect::<Vec<_>>(), []);
        cleared = record.or(cleared);
        kept.push(form);
    }
    assert_eq!(kept, [Form::Clearance, Form::Session]);
    assert!(cleared.unwrap().valid_until.as_str() > "2027-01-15");
}
