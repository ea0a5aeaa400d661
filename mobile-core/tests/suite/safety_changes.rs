//! Safety answers that are given anew, brought back or settled, and forms that change while they are answered.

use journal::record::{Alternative, Body, Instrument, MeasureResponse, Moment, Repeat, SafetyEvent};
use mobile_core::entries::{EffectsForm, Form, Keep, Suicidal};
use mobile_core::view::MeasureNext;
use protocol::RecordId;
use serde_json::{Value, json};

use crate::safety::{DENVER, answer, assign, assignment, joined, phone_at, shared};
use crate::world::{PhoneInHand, World};

/// All events on the phone, without records that only close one.
fn events(phone: &PhoneInHand) -> Vec<SafetyEvent> {
    let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    let records = export["records"].as_array().unwrap().iter().map(|one| one["record"].as_object().unwrap().clone());
    let record = |map| journal::record::Payload::from(map).to_record().unwrap();
    let event = |one: journal::record::Record| match one.body {
        Body::SafetyEvent(event) if !event.shown.is_empty() => Some(event),
        _ => None,
    };
    records.map(record).filter_map(event).collect()
}

fn own(version: &str, items: Value, when: &str) -> Body {
    let definition = json!({
        "id": "own-home", "version": version, "title": "At home", "licence": "ours",
        "options": [[0, "no"], [1, "yes"]], "items": items, "scoring": {"method": "sum"},
        "flags": [{"id": "hurt", "when": when, "level": "safety"}]
    });
    let definition = definition.as_object().unwrap().clone();
    Body::Instrument(Instrument { definition, ..Default::default() })
}

#[tokio::test]
async fn an_answer_given_anew_after_its_flag_was_closed_is_a_flag_again() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let (draft, _) = answer(&phone, None, 1.0, 2.0);
    let id = phone.measures().finish_measure(draft).unwrap();
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let edit = |at: usize, value: f64| {
        let Form::Measure { mut measure } = phone.entries().form(id).unwrap() else { panic!("a measure") };
        measure.answers[at] = Some(value);
        phone.entries().edit_form(id, &Form::Measure { measure }).unwrap();
    };
    edit(8, 0.0);
    edit(8, 2.0);
    assert_eq!(events(&phone).len(), 1, "the flag of the same answer is still open");
    let closed = Moment::parse("2026-09-22T17:00:00Z", "UTC").ok();
    let closing = SafetyEvent { instrument: "phq-9".into(), response: Some(id), closed, ..Default::default() };
    therapist.puts(&care.id, 8, Body::SafetyEvent(closing)).await;
    phone.sync().run().await.unwrap();
    phone.clock.set("2026-09-22T12:00:00-06:00", DENVER);
    edit(0, 2.0);
    assert_eq!(events(&phone).len(), 1, "the answer that was talked about stands as it was");
    edit(8, 0.0);
    edit(8, 1.0);
    let events = events(&phone);
    assert_eq!((events.len(), events[1].answer), (2, Some(1.0)), "on the same day, and lower than before");
    assert!(phone.pages().today().unwrap().safety.is_some());
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let sent = shared(&therapist, &care, "safety_event");
    assert_eq!(
        sent.iter().filter(|event| event.get("answer").is_some_and(Value::is_number)).count(),
        2,
        "who reads the answers gets it"
    );
    world.end().await;
}

#[test]
fn an_answer_that_is_brought_back_or_settled_raises_its_flag() {
    let phone = phone_at("2026-02-01T20:00:00-07:00");
    // Two phones have changed the answers, and the person takes those of the other.
    let other = Alternative { field: "answers.8".into(), value: 3.into(), extra: Default::default() };
    let response = MeasureResponse {
        instrument: "phq-9".into(),
        answers: vec![Some(0.0); 9],
        alternatives: vec![other],
        ..Default::default()
    };
    let when = Moment::parse("2026-02-01T19:00:00-07:00", DENVER).unwrap();
    let id = phone.entries().write_record(Body::MeasureResponse(response.clone()), when).unwrap();
    assert!(events(&phone).is_empty());
    phone.entries().resolve(id, "answers.8", Keep::Other).unwrap();
    assert_eq!(events(&phone).iter().map(|event| event.answer).collect::<Vec<_>>(), [Some(3.0)]);
    phone.entries().delete(id).unwrap();

    // Any other way of changing the whole record.
    let when = Moment::parse("2026-02-01T19:30:00-07:00", DENVER).unwrap();
    let plain = MeasureResponse { alternatives: Vec::new(), ..response };
    let id = phone.entries().write_record(Body::MeasureResponse(plain.clone()), when).unwrap();
    let mut answers = vec![Some(0.0); 9];
    answers[8] = Some(1.0);
    phone.entries().change_record(id, Body::MeasureResponse(MeasureResponse { answers, ..plain })).unwrap();
    assert_eq!(events(&phone).len(), 1);
    phone.entries().delete(id).unwrap();

    // An earlier version of a check.
    let check = |suicidal| EffectsForm { any: Some(false), suicidal: Some(suicidal), ..Default::default() };
    let id = phone.side_effects().check_effects(check(Suicidal::Yes)).unwrap();
    phone.entries().edit_form(id, &Form::Effects { effects: check(Suicidal::No) }).unwrap();
    let event: RecordId = phone.pages().today().unwrap().safety.unwrap().event.parse().unwrap();
    phone.safety().settle_safety(event).unwrap();
    assert!(phone.pages().today().unwrap().safety.is_none());
    let version = phone.entries().history(id).unwrap()[1].id.clone().unwrap();
    phone.entries().restore(id, version.parse().unwrap()).unwrap();
    assert_eq!(events(&phone).len(), 2);
    assert!(phone.pages().today().unwrap().safety.is_some(), "it is said anew, and help is there again");
}

#[tokio::test]
async fn a_form_is_finished_in_the_version_in_which_it_was_begun() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let (a, b) =
        (json!({"id": "a", "text": "Is somebody hurting you?"}), json!({"id": "b", "text": "Do you sleep well?"}));
    therapist.puts(&care.id, 4, own("1", json!([a, b]), "a >= 1")).await;
    phone.sync().run().await.unwrap();
    let page = phone.measures().open_measure("own-home", None).unwrap();
    assert_eq!(page.text, "Is somebody hurting you?");
    let draft: RecordId = page.draft.parse().unwrap();
    phone.measures().answer_page(draft, 0, Some(0.0)).unwrap();
    // A week later the practice asks the same in another order.
    therapist.puts_at(&care.id, 5, "2026-09-28T10:00:00-06:00", own("2", json!([b, a]), "a >= 1")).await;
    phone.clock.set("2026-09-29T10:00:00-06:00", DENVER);
    phone.sync().run().await.unwrap();
    let page = phone.measures().open_measure("own-home", None).unwrap();
    assert_eq!((page.draft.as_str(), page.text.as_str()), (draft.to_string().as_str(), "Do you sleep well?"));
    let next = phone.measures().answer_page(draft, 1, Some(1.0)).unwrap();
    assert!(matches!(next, MeasureNext::End { .. }), "by the second version this would be the safety item");
    let id = phone.measures().finish_measure(draft).unwrap();
    let version = |id| match phone.own_record(id).unwrap().body {
        Body::MeasureResponse(response) => response.version,
        _ => String::new(),
    };
    assert_eq!((version(id).as_str(), events(&phone).len()), ("1", 0));

    // A new one is asked in the new version, also if its answers are written as a whole or saved as a draft.
    let page = phone.measures().open_measure("own-home", None).unwrap();
    assert_eq!(page.text, "Do you sleep well?");
    let whole = phone.measures().write_measure("own-home", vec![Some(0), Some(1)]).unwrap();
    assert_eq!((version(whole).as_str(), events(&phone).len()), ("2", 1));
    assert!(phone.measures().measure_result(whole).unwrap().safety);
    let Form::Measure { measure } = phone.entries().form(whole).unwrap() else { panic!("a measure") };
    let saved = phone.entries().save_draft(None, Form::Measure { measure }).unwrap();
    assert_eq!(version(phone.entries().finish_draft(saved).unwrap()), "2");
    world.end().await;
}

#[tokio::test]
async fn a_form_that_a_rule_shares_says_so_before_and_after_the_answer() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let kinds = ["measure_response".to_owned()];
    phone.sharing().share_from_now_on(&kinds, None).unwrap();
    let page = phone.measures().open_measure("phq-9", None).unwrap();
    assert!(page.before.contains("As you have chosen, your answers go to M. Osei"), "{}", page.before);
    assert!(!page.before.contains("Only you"), "{}", page.before);
    // Assigned by the same therapist: there is nothing to agree to, because it goes there anyway.
    let assignment = assign(&phone, &mut therapist, &care).await;
    let page = phone.measures().open_measure("phq-9", Some(assignment)).unwrap();
    assert!(page.agreement.is_none() && page.before.contains("As you have chosen"), "{}", page.before);
    phone.sharing().stop_sharing_from_now_on(None).unwrap();
    let page = phone.measures().open_measure("phq-9", Some(assignment)).unwrap();
    assert!(page.agreement.is_some() && page.before.contains("only if you share them"), "{}", page.before);

    phone.sharing().share_from_now_on(&kinds, None).unwrap();
    let (draft, safety) = answer(&phone, Some(assignment), 0.0, 2.0);
    let honesty = safety.unwrap().honesty;
    assert!(honesty.contains("M. Osei gets this answer when you finish"), "{honesty}");
    phone.measures().finish_measure(draft).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(shared(&therapist, &care, "safety_event").len(), 1, "as it was said");
    world.end().await;
}

#[tokio::test]
async fn a_form_that_was_begun_loses_item_nine_with_its_assignment() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let id = assign(&phone, &mut therapist, &care).await;
    let draft: RecordId = phone.measures().open_measure("phq-9", Some(id)).unwrap().draft.parse().unwrap();
    for item in 0..3 {
        phone.measures().answer_page(draft, item, Some(1.0)).unwrap();
    }
    // The practice asks the PHQ-8 from now on.
    therapist.puts(&care.id, 3, Body::Assignment(assignment("phq-8", Repeat::Once))).await;
    phone.sync().run().await.unwrap();
    let page = phone.measures().open_measure("phq-9", Some(id)).unwrap();
    assert_eq!((page.draft.as_str(), page.item, page.count), (draft.to_string().as_str(), 3, 8));
    for item in 3..8 {
        phone.measures().answer_page(draft, item, Some(1.0)).unwrap();
    }
    let result = phone.measures().measure_result(phone.measures().finish_measure(draft).unwrap()).unwrap();
    assert_eq!((result.instrument.as_str(), result.total), ("phq-8", Some(8.0)));
    assert!(phone.measures().list().unwrap().due.is_empty(), "it was answered");
    world.end().await;
}
