//! Other ways by which a safety answer is written, shared, resumed or deleted: none of them loses it.

use journal::record::{Body, Instrument, Moment, Repeat, ReviewMark, SafetyEvent};
use mobile_core::CareView;
use mobile_core::entries::{Form, SafetyChoice};
use mobile_core::messages::Language;
use mobile_core::view::MeasureNext;
use protocol::RecordId;

use crate::safety::{DENVER, answer, assign, assignment, joined, phone_at, shared};
use crate::therapist::{NOW, Therapist};
use crate::world::{PhoneInHand, World};

/// The event on Today's card.
fn carded(phone: &PhoneInHand) -> Option<(RecordId, SafetyEvent)> {
    let id: RecordId = phone.pages().today().unwrap().safety?.event.parse().unwrap();
    match phone.own_record(id).unwrap().body {
        Body::SafetyEvent(event) => Some((id, event)),
        _ => None,
    }
}

#[tokio::test]
async fn answers_that_are_written_or_changed_as_a_whole_raise_their_flag_too() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let minute = |n: u8| phone.clock.set(&format!("2026-09-22T10:{n:02}:00-06:00"), DENVER);
    let nine = |ninth: i32| (0..9).map(|at| Some(if at == 8 { ninth } else { 0 })).collect::<Vec<_>>();
    phone.measures().write_measure("phq-9", nine(0)).unwrap();
    assert!(carded(&phone).is_none());
    let id = phone.measures().write_measure("phq-9", nine(1)).unwrap();
    let (first, event) = carded(&phone).unwrap();
    assert_eq!((event.answer, event.response, event.region.as_str()), (Some(1.0), Some(id), "US"));
    phone.sharing().share(id, None).unwrap();

    let edit = |ninth: f64| {
        let Form::Measure { mut measure } = phone.entries().form(id).unwrap() else { panic!("a measure") };
        measure.answers[8] = Some(ninth);
        phone.entries().edit_form(id, &Form::Measure { measure }).unwrap();
    };
    minute(1);
    edit(3.0);
    let (second, event) = carded(&phone).unwrap();
    assert_eq!((event.answer, second == first), (Some(3.0), false), "a higher answer is another flag");
    minute(2);
    edit(2.0);
    assert_eq!(carded(&phone).unwrap().0, second, "a lower one is not, and hides none");
    // A draft of the entry, as any screen saves it.
    let Form::Measure { mut measure } = phone.entries().form(id).unwrap() else { panic!("a measure") };
    measure.answers[8] = Some(3.0);
    phone.entries().save_draft(Some(id), Form::Measure { measure }).unwrap();
    phone.entries().finish_draft(id).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let mut sent: Vec<_> =
        shared(&therapist, &care, "safety_event").iter().map(|event| event["answer"].as_f64()).collect();
    sent.sort_by(|a, b| a.partial_cmp(b).unwrap());
    assert_eq!(sent, [Some(1.0), Some(3.0)], "who reads the answers gets the flags");
    world.end().await;
}

#[tokio::test]
async fn answers_are_taken_back_and_shared_again_after_their_flag_was_closed() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let (draft, safety) = answer(&phone, None, 1.0, 2.0);
    let event: RecordId = safety.unwrap().event.parse().unwrap();
    let id = phone.measures().finish_measure(draft).unwrap();
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    // As the desk closes a form: its event and its answers.
    for (n, of) in [(7, event), (8, id)] {
        let closed = Moment::parse("2026-09-22T17:00:00Z", "UTC").ok();
        let closing = SafetyEvent { instrument: "phq-9".into(), response: Some(of), closed, ..Default::default() };
        therapist.puts(&care.id, n, Body::SafetyEvent(closing)).await;
    }
    phone.sync().run().await.unwrap();
    assert!(phone.pages().today().unwrap().safety.is_none(), "it was talked about");
    // Without the therapist's own closings.
    let sent = |therapist: &Therapist, care: &CareView| {
        let own = |kind| {
            shared(therapist, care, kind).into_iter().filter(|one| one.get("closed").is_none_or(|at| at.is_null()))
        };
        (own("measure_response").count(), own("safety_event").count())
    };
    phone.sharing().take_back(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(sent(&therapist, &care), (0, 0));
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(sent(&therapist, &care), (1, 1));

    // An answer after the closing is open, and nobody has seen it yet.
    phone.clock.set("2026-09-22T12:00:00-06:00", DENVER);
    let seen = ReviewMark { reviewed: true, ..ReviewMark::of(id, 1) };
    therapist.puts(&care.id, 10, Body::ReviewMark(seen)).await;
    phone.sync().run().await.unwrap();
    let Form::Measure { mut measure } = phone.entries().form(id).unwrap() else { panic!("a measure") };
    measure.answers[8] = Some(3.0);
    phone.entries().edit_form(id, &Form::Measure { measure }).unwrap();
    let card = phone.pages().today().unwrap().safety.unwrap();
    assert!(card.share[0].seen.contains("Not seen yet"), "{}", card.share[0].seen);
    world.end().await;
}

#[tokio::test]
async fn deleting_answers_deletes_their_events_at_the_therapists_too() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let (draft, _) = answer(&phone, None, 0.0, 1.0);
    let id = phone.measures().finish_measure(draft).unwrap();
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(shared(&therapist, &care, "safety_event").len(), 1);
    phone.entries().delete(id).unwrap();
    assert!(carded(&phone).is_none());
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    for kind in ["measure_response", "safety_event"] {
        assert!(shared(&therapist, &care, kind).is_empty(), "{kind}: the app says that it is deleted there");
    }
    world.end().await;
}

#[tokio::test]
async fn of_two_forms_that_were_begun_the_one_that_is_tapped_continues() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let first = assign(&phone, &mut therapist, &care).await;
    let draft = phone.measures().open_measure("phq-9", Some(first)).unwrap().draft;
    phone.clock.set("2026-09-22T10:01:00-06:00", DENVER);
    therapist.puts(&care.id, 9, Body::Assignment(assignment("phq-9", Repeat::Once))).await;
    phone.sync().run().await.unwrap();
    let second = RecordId::new(NOW as u64, [9; 10]);
    let other = phone.measures().open_measure("phq-9", Some(second)).unwrap().draft;
    assert_ne!(draft, other);
    for begun in phone.measures().list().unwrap().begun {
        let assignment = begun.assignment.unwrap().parse().unwrap();
        assert_eq!(phone.measures().open_measure("phq-9", Some(assignment)).unwrap().draft, begun.draft);
    }
    world.end().await;
}

#[test]
fn a_form_can_be_left_at_the_safety_page_and_finished_without_its_last_answers() {
    let phone = phone_at("2026-02-01T20:00:00-07:00");
    let draft: RecordId = phone.measures().open_measure("phq-9", None).unwrap().draft.parse().unwrap();
    let MeasureNext::Safety { safety, .. } = phone.measures().answer_page(draft, 8, Some(1.0)).unwrap() else {
        panic!("help")
    };
    let id = phone.measures().finish_measure(draft).unwrap();
    let result = phone.measures().measure_result(id).unwrap();
    assert!(result.safety && result.band.is_none(), "{}", result.said);
    assert_eq!(result.event, Some(safety.event), "and finishing raises no second one");
}

#[tokio::test]
async fn a_practices_own_safety_item_is_not_said_to_be_about_thoughts_of_death() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let definition = serde_json::json!({
        "id": "own-home", "version": "1", "title": "At home", "licence": "ours",
        "options": [[0, "no"], [1, "yes"]], "items": [{"id": "a", "text": "Is somebody hurting you?"}],
        "scoring": {"method": "sum"}, "flags": [{"id": "hurt", "when": "a >= 1", "level": "safety"}]
    });
    let definition = definition.as_object().unwrap().clone();
    therapist.puts(&care.id, 4, Body::Instrument(Instrument { definition, ..Default::default() })).await;
    phone.sync().run().await.unwrap();
    for (language, names) in [(Language::English, "thoughts"), (Language::German, "Gedanken")] {
        phone.settings().override_language(Some(language));
        let draft: RecordId = phone.measures().open_measure("own-home", None).unwrap().draft.parse().unwrap();
        let MeasureNext::Safety { safety, .. } = phone.measures().answer_page(draft, 0, Some(1.0)).unwrap() else {
            panic!("help")
        };
        let result = phone.measures().measure_result(phone.measures().finish_measure(draft).unwrap()).unwrap();
        let card = phone.pages().today().unwrap().safety.unwrap();
        for text in [safety.text, result.change, card.said] {
            assert!(!text.is_empty() && !text.contains(names), "{text}");
        }
        // And nobody is sent to a plan that does not exist.
        let safe = safety.choices.iter().find(|one| one.choice == SafetyChoice::SafeNow).unwrap();
        assert!(!safe.after.contains("your plan") && !safe.after.contains("deinen Plan"), "{}", safe.after);
    }
    world.end().await;
}

#[tokio::test]
async fn without_a_consent_in_force_an_agreed_form_promises_nothing() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let assignment = assign(&phone, &mut therapist, &care).await;
    let draft: RecordId = phone.measures().open_measure("phq-9", Some(assignment)).unwrap().draft.parse().unwrap();
    phone.measures().agree_measure(draft, true).unwrap();
    // The consent is withdrawn, or the practice changes what the client agreed to.
    phone.sharing().withdraw_consent("sharing", Some(&care.id)).unwrap();
    let page = phone.measures().open_measure("phq-9", Some(assignment)).unwrap();
    assert!(page.agreement.is_none() && page.before.contains("Only you"), "{}", page.before);
    let (_, safety) = answer(&phone, Some(assignment), 0.0, 2.0);
    let honesty = safety.unwrap().honesty;
    assert!(honesty.contains("tells nobody"), "{honesty}");
    let id = phone.measures().finish_measure(draft).unwrap();
    assert!(phone.measures().measure_result(id).unwrap().sharing.contains("Not shared yet"));
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert!(shared(&therapist, &care, "safety_event").is_empty());
    world.end().await;
}
