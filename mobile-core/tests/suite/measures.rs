//! Measures, question by question, with the safety item and the help page.

use journal::record::{Body, SafetyEvent};
use mobile_core::entries::{ContactForm, Form, PlanForm, SafetyChoice};
use mobile_core::messages::Language;
use mobile_core::view::MeasureNext;
use protocol::RecordId;

use crate::arc::{DENVER, phone_at};
use crate::world::{PhoneInHand, contains};

fn events(phone: &PhoneInHand) -> Vec<SafetyEvent> {
    let export: serde_json::Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    let records = export["records"].as_array().unwrap().iter().map(|one| one["record"].as_object().unwrap().clone());
    let record = |map| journal::record::Payload::from(map).to_record().unwrap();
    let event = |one: journal::record::Record| match one.body {
        Body::SafetyEvent(event) => Some(event),
        _ => None,
    };
    records.map(record).filter_map(event).collect()
}

#[test]
fn a_measure_is_answered_one_question_at_a_time_and_gone_on_with_after_a_kill() {
    let phone = phone_at("2026-02-11T20:00:00-07:00", DENVER);
    let mut page = phone.measures().open_measure("gad-7", None).unwrap();
    assert_eq!((page.item, page.count, page.progress.as_str()), (0, 7, "1 of 7"));
    assert!(page.before.contains("Only you"));
    for _ in 0..3 {
        let draft = page.draft.parse().unwrap();
        let MeasureNext::Question { page: next } = phone.measures().answer_page(draft, page.item, Some(2.0)).unwrap()
        else {
            panic!("a question follows");
        };
        page = next;
    }
    let phone = phone.killed();
    assert_eq!(phone.measures().list().unwrap().begun[0].said, "You stopped at question 4. Nothing is lost.");
    page = phone.measures().open_measure("gad-7", None).unwrap();
    assert_eq!((page.item, phone.measures().list().unwrap().begun.len()), (3, 1), "it is the same one");
    let draft: RecordId = page.draft.parse().unwrap();
    for item in 3..7 {
        phone.measures().answer_page(draft, item, Some(2.0)).unwrap();
    }
    assert!(phone.measures().answer_page(draft, 7, Some(1.0)).is_err());
    assert!(phone.measures().answer_page(draft, 0, Some(9.0)).is_err(), "none of the options");
    let result = phone.measures().measure_result(phone.measures().finish_measure(draft).unwrap()).unwrap();
    assert_eq!((result.said.as_str(), result.total), ("14 of 21: moderate", Some(14.0)));
    assert!(result.change.contains("first time") && !result.shared);
    assert!(events(&phone).is_empty());

    // Four weeks later.
    phone.clock.set("2026-03-11T20:00:00-06:00", DENVER);
    let draft: RecordId = phone.measures().open_measure("gad-7", None).unwrap().draft.parse().unwrap();
    for item in 0..7 {
        phone.measures().answer_page(draft, item, Some(1.0)).unwrap();
    }
    let result = phone.measures().measure_result(phone.measures().finish_measure(draft).unwrap()).unwrap();
    assert!(result.change.contains("for the better"), "{}", result.change);
    assert_eq!(phone.measures().list().unwrap().results.len(), 2);
}

#[test]
fn what_is_asked_without_being_scored_is_kept_and_changes_no_total() {
    let phone = phone_at("2026-02-11T20:00:00-07:00", DENVER);
    let begin = || phone.measures().open_measure("phq-9", None).unwrap().draft.parse::<RecordId>().unwrap();
    let draft = begin();
    for item in 0..8 {
        phone.measures().answer_page(draft, item, Some(0.0)).unwrap();
    }
    let next = phone.measures().answer_page(draft, 8, Some(0.0)).unwrap();
    assert!(matches!(next, MeasureNext::End { .. }), "nothing is difficult, so nothing is asked");
    assert!(phone.measures().answer_page(draft, 9, Some(1.0)).is_err());
    phone.measures().answer_page(draft, 3, Some(2.0)).unwrap();
    phone.settings().override_language(Some(Language::German));
    let MeasureNext::Question { page } = phone.measures().answer_page(draft, 8, Some(0.0)).unwrap() else {
        panic!("it is asked")
    };
    assert_eq!(
        (page.item, page.progress.as_str(), page.options[3].label.as_str()),
        (9, "10 von 10", "Sehr stark erschwert")
    );
    phone.settings().override_language(None);
    assert!(
        phone.measures().answer_page(draft, 9, Some(4.0)).is_err()
            && phone.measures().answer_page(draft, 9, Some(0.5)).is_err()
    );
    assert!(matches!(phone.measures().answer_page(draft, 9, Some(3.0)).unwrap(), MeasureNext::End { .. }));
    assert_eq!(phone.measures().open_measure("phq-9", None).unwrap().item, 9);
    let id = phone.measures().finish_measure(draft).unwrap();
    assert_eq!(phone.measures().measure_result(id).unwrap().total, Some(2.0));
    let Form::Measure { measure } = phone.entries().form(id).unwrap() else { panic!("a measure") };
    assert_eq!((measure.unscored, measure.answers.len()), (Some(3.0), 9));
}

#[test]
fn a_safety_item_opens_help_at_once_also_when_the_measure_is_never_finished() {
    let phone = phone_at("2026-02-11T02:00:00-07:00", DENVER);
    phone.settings().set_platform("en-US");
    let person = ContactForm { name: "Ana".into(), phone: "555-0199".into(), relation: "sister".into() };
    let plan = PlanForm { coping: vec!["cold water".into()], people: vec![person], ..PlanForm::default() };
    phone.safety().save_crisis_plan(plan).unwrap();
    let draft: RecordId = phone.measures().open_measure("phq-9", None).unwrap().draft.parse().unwrap();
    // Straight to the last question; nothing else is answered, and nothing is ever sent.
    let MeasureNext::Safety { safety, then: Some(_) } = phone.measures().answer_page(draft, 8, Some(2.0)).unwrap()
    else {
        panic!("safety comes first");
    };
    assert!(safety.honesty.contains("tells nobody"));
    let help = &safety.help;
    assert_eq!((help.emergency.call.as_deref(), help.region.as_str()), (Some("911"), "US"));
    assert!(help.lines.iter().any(|line| line.call.as_deref() == Some("988")));
    assert_eq!(help.people[0].name, "Ana (sister)");
    assert!(help.plan.iter().any(|part| part.lines == ["cold water"]));
    let event: RecordId = safety.event.parse().unwrap();
    phone.safety().choose_safety(event, SafetyChoice::ToldSomeone).unwrap();

    // The app is killed and the form discarded: the event remains.
    let phone = phone.killed();
    phone.entries().discard_draft(draft).unwrap();
    let events = events(&phone);
    assert_eq!((events.len(), events[0].flag.as_str()), (1, "self_harm_item"));
    assert_eq!(events[0].choice, Some(journal::record::SafetyChoice::ToldSomeone));
    assert!(events[0].shared_with.is_empty() && events[0].shown.contains(&"crisis_plan".to_owned()));
    assert_eq!(phone.texts(), Vec::<String>::new());
}

#[tokio::test]
async fn help_is_there_while_the_journal_is_locked() {
    let phone = phone_at("2026-02-11T02:00:00-07:00", DENVER);
    phone.settings().set_platform("de-AT");
    let plan = PlanForm { signs: vec!["kein Schlaf".into()], ..PlanForm::default() };
    phone.safety().save_crisis_plan(plan).unwrap();
    phone.app_lock().set_pin("4711", None).await.unwrap();
    phone.app_lock().lock().unwrap();
    assert!(phone.pages().today().is_err());
    let help = phone.safety().help().unwrap();
    assert_eq!((help.title.as_str(), help.emergency.call.as_deref()), ("Hilfe jetzt", Some("112")));
    assert_eq!(help.plan[0].lines, ["kein Schlaf"]);
    assert!(!contains(&phone.bytes(), "kein Schlaf"));
}
