//! Safety answers and signs: the phone's texts are true, and reach the promised recipient.

use journal::record::{Assignment, Body, FlagSeen, Repeat, SafetyEvent, Task};
use mobile_core::CareView;
use mobile_core::entries::{EffectForm, EffectsForm, SafetyChoice};
use mobile_core::messages::Language;
use mobile_core::view::{MeasureNext, SafetyView};
use protocol::RecordId;

use crate::therapist::Therapist;
use crate::world::{PhoneInHand, World};

pub(crate) const DENVER: &str = "America/Denver";

pub(crate) fn phone_at(at: &str) -> PhoneInHand {
    let phone = PhoneInHand::new();
    phone.clock.set(at, DENVER);
    phone.settings().set_platform("en-US");
    phone
}

pub(crate) async fn joined(world: &World) -> (PhoneInHand, Therapist, CareView) {
    let (phone, _) = world.registered("wren").await;
    phone.clock.set("2026-09-22T10:00:00-06:00", DENVER);
    phone.settings().set_platform("en-US");
    let mut therapist = world.therapist().await;
    let care = phone.care().join(&therapist.invite().await, Some("Wren")).await.unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    (phone, therapist, care)
}

pub(crate) fn assignment(instrument: &str, repeat: Repeat) -> Assignment {
    Assignment {
        task: Task::Measure,
        text: String::new(),
        prompt: None,
        set: None,
        instrument: Some(instrument.into()),
        due: None,
        repeat: Some(repeat),
        weeks: None,
        ended: false,
        extra: Default::default(),
    }
}

pub(crate) async fn assign(phone: &PhoneInHand, therapist: &mut Therapist, care: &CareView) -> RecordId {
    therapist.puts(&care.id, 3, Body::Assignment(assignment("phq-9", Repeat::Once))).await;
    phone.sync().run().await.unwrap();
    phone.measures().list().unwrap().due[0].assignment.clone().unwrap().parse().unwrap()
}

pub(crate) fn shared(
    therapist: &Therapist,
    care: &CareView,
    kind: &str,
) -> Vec<serde_json::Map<String, serde_json::Value>> {
    let reads = therapist.reads(&care.id).into_iter().map(|(_, record)| record);
    reads.filter(|record| record["kind"] == kind).collect()
}

/// Answers a PHQ-9: the last answer to item 9, all others alike. Returns the draft and the safety page, if one opened.
pub(crate) fn answer(
    phone: &PhoneInHand,
    assignment: Option<RecordId>,
    others: f64,
    ninth: f64,
) -> (RecordId, Option<SafetyView>) {
    let draft: RecordId = phone.measures().open_measure("phq-9", assignment).unwrap().draft.parse().unwrap();
    let mut opened = None;
    for item in 0..9 {
        let value = if item == 8 { ninth } else { others };
        if let MeasureNext::Safety { safety, .. } = phone.measures().answer_page(draft, item, Some(value)).unwrap() {
            opened = Some(safety);
        }
    }
    (draft, opened)
}

fn events(phone: &PhoneInHand) -> Vec<SafetyEvent> {
    let rows = phone.pages().list(&[], None, 1_000).unwrap();
    assert!(rows.iter().all(|entry| entry.kind != "safety_event"), "an event is no line of the journal");
    let card = phone.pages().today().unwrap().safety;
    let ids = card.into_iter().map(|card| card.event.parse::<RecordId>().unwrap());
    ids.filter_map(|id| match phone.own_record(id).unwrap().body {
        Body::SafetyEvent(event) => Some(event),
        _ => None,
    })
    .collect()
}

#[test]
fn the_result_names_the_answer_first_and_compares_nothing() {
    let phone = phone_at("2026-02-01T20:00:00-07:00");
    let finish = |draft| phone.measures().measure_result(phone.measures().finish_measure(draft).unwrap()).unwrap();
    // Seventeen, six, and then eleven with "nearly every day": not a change for the better.
    let (draft, opened) = answer(&phone, None, 2.0, 0.0);
    assert!(opened.is_none());
    assert_eq!(finish(draft).band.as_deref(), Some("moderately severe"));
    phone.clock.set("2026-03-01T20:00:00-07:00", DENVER);
    let better = finish(answer(&phone, None, 0.0, 0.0).0);
    assert!(better.change.contains("for the better") && !better.safety);
    phone.clock.set("2026-04-01T20:00:00-06:00", DENVER);
    for (language, words, band) in [
        (Language::English, "That matters more than the number.", "moderate"),
        (Language::German, "Das zählt mehr als die Zahl.", "mittelgradig"),
    ] {
        phone.settings().override_language(Some(language));
        let (draft, opened) = answer(&phone, None, 1.0, 3.0);
        assert!(opened.is_some());
        let result = finish(draft);
        assert!(result.safety && result.band.is_none() && result.event.is_some());
        assert!(result.change.contains(words), "{}", result.change);
        assert!(!result.said.contains(band) && result.said.contains("11"), "{}", result.said);
        for comparison in ["better", "besser", "change", "Änderung"] {
            assert!(!result.change.contains(comparison), "{}", result.change);
        }
    }
    phone.settings().override_language(None);
    // The answer to one item alone, everything else at zero: no "hardly any".
    let result = finish(answer(&phone, None, 0.0, 2.0).0);
    assert!(result.safety && !result.said.contains("minimal"), "{}", result.said);
}

/// The news on Today, except recent readers.
fn news(phone: &PhoneInHand) -> Vec<mobile_core::view::NewsView> {
    phone.pages().today().unwrap().news.into_iter().filter(|one| one.kind != "reader").collect()
}

#[tokio::test]
async fn what_was_agreed_before_the_first_question_is_sent_on_finishing_and_not_before() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let assignment = assign(&phone, &mut therapist, &care).await;
    let page = phone.measures().open_measure("phq-9", Some(assignment)).unwrap();
    assert!(!page.agreement.as_ref().unwrap().agreed);
    assert!(page.before.contains("only if you share them"), "{}", page.before);
    let draft = page.draft.parse().unwrap();
    phone.measures().agree_measure(draft, true).unwrap();
    let page = phone.measures().measure_page(draft, 0).unwrap();
    assert!(page.before.contains("M. Osei as soon as you have finished"), "{}", page.before);
    let (_, safety) = answer(&phone, Some(assignment), 1.0, 2.0);
    let safety = safety.unwrap();
    assert!(safety.honesty.contains("M. Osei gets this answer when you finish"), "{}", safety.honesty);
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert!(shared(&therapist, &care, "safety_event").is_empty(), "nothing before the end: one can stop before");

    let id = phone.measures().finish_measure(draft).unwrap();
    let sharing = || phone.measures().measure_result(id).unwrap().sharing;
    assert_eq!(sharing(), "Shared: M. Osei gets this with the next sync.");
    phone.sync().run().await.unwrap();
    assert_eq!(sharing(), "Shared: M. Osei can read this.");
    therapist.sync().await;
    assert_eq!(shared(&therapist, &care, "measure_response").len(), 1, "what was promised is sent");
    let events = shared(&therapist, &care, "safety_event");
    assert_eq!((events.len(), events[0]["item"].as_str(), events[0]["answer"].as_f64()), (1, Some("q9"), Some(2.0)));
    assert_eq!(events[0]["region"].as_str(), Some("US"), "whose numbers were shown");
    assert!(news(&phone).is_empty(), "nothing waits for a decision");
    world.end().await;
}

#[tokio::test]
async fn without_agreement_nothing_is_promised_and_it_is_said_until_it_is_decided() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let assignment = assign(&phone, &mut therapist, &care).await;
    let (draft, safety) = answer(&phone, Some(assignment), 1.0, 1.0);
    assert!(safety.unwrap().honesty.contains("tells nobody"));
    let id = phone.measures().finish_measure(draft).unwrap();
    let result = phone.measures().measure_result(id).unwrap();
    assert!(result.sharing.contains("Not shared yet") && result.offers.len() == 1, "{}", result.sharing);
    let waiting = news(&phone);
    assert_eq!((waiting[0].kind.as_str(), waiting[0].target.as_deref()), ("unshared", Some(id.to_string().as_str())));
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert!(shared(&therapist, &care, "measure_response").is_empty());
    phone.measures().keep_measure_private(id).unwrap();
    assert!(news(&phone).is_empty());
    assert!(phone.measures().measure_result(id).unwrap().sharing.starts_with("Kept private"));
    world.end().await;
}

#[tokio::test]
async fn a_form_begun_for_nobody_or_for_one_therapist_promises_nothing_to_another() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    // Begun by the client, resumed for the therapist who assigns it: the question is asked on resuming, and nothing is
    // agreed yet.
    let draft: RecordId = phone.measures().open_measure("phq-9", None).unwrap().draft.parse().unwrap();
    phone.measures().answer_page(draft, 0, Some(1.0)).unwrap();
    let assignment = assign(&phone, &mut therapist, &care).await;
    let page = phone.measures().open_measure("phq-9", Some(assignment)).unwrap();
    assert_eq!((page.draft.as_str(), page.item), (draft.to_string().as_str(), 1));
    assert!(!page.agreement.unwrap().agreed && page.before.contains("M. Osei"), "{}", page.before);
    phone.measures().agree_measure(draft, true).unwrap();
    let page = phone.measures().open_measure("phq-9", None).unwrap();
    assert!(page.agreement.unwrap().agreed && page.before.contains("M. Osei"), "also from the list: {}", page.before);

    // Another therapist's form is another form: consent for one does not apply to the other.
    let other = phone.measures().open_measure("phq-9", Some(RecordId::new(1, [7; 10]))).unwrap();
    assert_ne!(other.draft, draft.to_string());
    assert_eq!((other.item, other.agreement), (0, None));

    (1..9).for_each(|item| drop(phone.measures().answer_page(draft, item, Some(0.0)).unwrap()));
    let id = phone.measures().finish_measure(draft).unwrap();
    assert!(phone.measures().list().unwrap().due.is_empty(), "it was answered");
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(shared(&therapist, &care, "measure_response").len(), 1, "{id} was promised");
    world.end().await;
}

#[tokio::test]
async fn the_event_of_a_form_that_was_left_can_be_shared_and_its_card_stays_for_three_days() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let draft: RecordId = phone.measures().open_measure("phq-9", None).unwrap().draft.parse().unwrap();
    let MeasureNext::Safety { safety, .. } = phone.measures().answer_page(draft, 8, Some(1.0)).unwrap() else {
        panic!("help")
    };
    let event: RecordId = safety.event.parse().unwrap();
    assert_eq!(safety.share[0].label, "Let M. Osei see this answer");

    // Left: Today keeps a card. When it is resumed, help comes first.
    let card = phone.pages().today().unwrap().safety.unwrap();
    assert!(card.said.contains("How is it now?") && !card.share[0].shared && !card.open.is_empty());
    assert!(phone.measures().open_measure("phq-9", None).unwrap().safety.is_some());
    let again = phone.measures().answer_page(draft, 8, Some(1.0)).unwrap();
    assert!(matches!(again, MeasureNext::Safety { .. }), "the same answer again shows help again");

    phone.safety().share_safety(event, None).unwrap();
    assert!(phone.safety().safety_page(event).unwrap().share[0].seen.contains("Not seen yet by M. Osei"));
    let honesty = || phone.safety().safety_page(event).unwrap().honesty;
    assert!(honesty().starts_with("M. Osei gets this answer with the next sync."), "{}", honesty());
    phone.sync().run().await.unwrap();
    assert!(honesty().starts_with("M. Osei can read this answer."), "{}", honesty());
    // A choice changes the event, which the therapist has already.
    phone.safety().choose_safety(event, SafetyChoice::SafeNow).unwrap();
    assert!(honesty().starts_with("M. Osei can read this answer."), "{}", honesty());
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let sent = shared(&therapist, &care, "safety_event");
    assert_eq!((sent.len(), sent[0]["answer"].as_f64()), (1, Some(1.0)));
    assert!(shared(&therapist, &care, "measure_response").is_empty(), "one answer, and not the form");

    // The therapist's desk shows the flag, and records that it was seen.
    let seen = FlagSeen { event: Some(event), instrument: "phq-9".into(), ..Default::default() };
    therapist.puts(&care.id, 7, Body::FlagSeen(seen)).await;
    phone.sync().run().await.unwrap();
    assert!(phone.safety().safety_page(event).unwrap().share[0].seen.starts_with("Seen by M. Osei"));
    assert!(!honesty().contains("may be days"), "{}", honesty());
    let said = phone.sharing().take_back_text(event, None).unwrap();
    assert!(said.contains("It was read"), "{said}");

    phone.clock.set("2026-09-25T09:00:00-06:00", DENVER);
    assert!(phone.pages().today().unwrap().safety.is_some(), "71 hours on");
    phone.safety().settle_safety(event).unwrap();
    assert!(phone.pages().today().unwrap().safety.is_none(), "settled");
    world.end().await;
}

#[tokio::test]
async fn after_the_end_of_care_nobody_is_said_to_get_what_was_shared() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let assignment = assign(&phone, &mut therapist, &care).await;
    let (draft, _) = answer(&phone, Some(assignment), 1.0, 0.0);
    let id = phone.measures().finish_measure(draft).unwrap();
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    phone.care().end_care(&care.id).await.unwrap();
    phone.sync().run().await.unwrap();
    let sharing = phone.measures().measure_result(id).unwrap().sharing;
    assert_eq!(sharing, "Care with M. Osei has ended. Only you can open this now.");
    world.end().await;
}

#[tokio::test]
async fn with_two_therapists_each_sentence_is_about_whom_the_server_has_it_for() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let next = phone.care().join(&therapist.invite().await, Some("Wren")).await.unwrap();
    phone.sync().run().await.unwrap();
    let items = vec![EffectForm { effect: "chest".into(), ..Default::default() }];
    let id = phone.side_effects().check_effects(EffectsForm { items, ..Default::default() }).unwrap();
    let sharing = || phone.side_effects().effects_answer(id).unwrap().sharing;
    phone.sharing().share(id, Some(&care.id)).unwrap();
    phone.sync().run().await.unwrap();
    phone.sharing().share(id, Some(&next.id)).unwrap();
    let said = sharing();
    assert!(said.contains("can read this.") && said.contains("with the next sync."), "{said}");
    phone.sync().run().await.unwrap();
    assert!(!sharing().contains("next sync"), "{}", sharing());
    world.end().await;
}

#[test]
fn the_card_goes_by_itself_after_three_days() {
    let phone = phone_at("2026-02-01T20:00:00-07:00");
    answer(&phone, None, 0.0, 1.0);
    phone.clock.set("2026-02-04T19:00:00-07:00", DENVER);
    assert!(phone.pages().today().unwrap().safety.is_some());
    phone.clock.set("2026-02-04T20:30:00-07:00", DENVER);
    assert!(phone.pages().today().unwrap().safety.is_none());
}

#[tokio::test]
async fn taking_answers_back_says_that_the_notice_was_seen() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let (draft, safety) = answer(&phone, None, 1.0, 3.0);
    let event: RecordId = safety.unwrap().event.parse().unwrap();
    let id = phone.measures().finish_measure(draft).unwrap();
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let seen = FlagSeen { event: Some(event), response: Some(id), instrument: "phq-9".into(), ..Default::default() };
    therapist.puts(&care.id, 7, Body::FlagSeen(seen)).await;
    phone.sync().run().await.unwrap();
    let said = phone.sharing().take_back_text(id, None).unwrap();
    assert!(said.contains("The notice about it was seen") && said.contains("not opened"), "{said}");
    assert!(!said.contains("It was not read"));
    world.end().await;
}

#[tokio::test]
async fn taking_a_check_back_says_that_its_side_effects_were_read_in_the_brief() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let items = vec![EffectForm { effect: "chest".into(), ..Default::default() }];
    let id = phone.side_effects().check_effects(EffectsForm { items, ..Default::default() }).unwrap();
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let seen = FlagSeen { event: Some(id), red: true, ..Default::default() };
    therapist.puts(&care.id, 7, Body::FlagSeen(seen)).await;
    phone.sync().run().await.unwrap();
    let said = phone.sharing().take_back_text(id, None).unwrap();
    assert!(said.contains("It was read"), "{said}");
    world.end().await;
}

#[test]
fn every_choice_keeps_its_time_and_not_knowing_leads_to_help() {
    let phone = phone_at("2026-02-01T20:00:00-07:00");
    let (_, safety) = answer(&phone, None, 0.0, 1.0);
    let safety = safety.unwrap();
    let event: RecordId = safety.event.parse().unwrap();
    let leads: Vec<_> = safety.choices.iter().filter(|one| one.opens_help).map(|one| one.choice).collect();
    assert_eq!(leads, [SafetyChoice::HelpNow, SafetyChoice::Unsure]);
    phone.safety().choose_safety(event, SafetyChoice::HelpNow).unwrap();
    phone.clock.set("2026-02-01T20:05:00-07:00", DENVER);
    phone.safety().choose_safety(event, SafetyChoice::SafeNow).unwrap();
    let events = events(&phone);
    let tapped: Vec<_> = events[0].choices.iter().map(|one| (one.choice.as_str(), one.at.unix_ms)).collect();
    assert_eq!((tapped[0].0, tapped[1].0, tapped[1].1 - tapped[0].1), ("help_now", "safe_now", 300_000));
    assert_eq!(events[0].shown[0], "resources", "in the order in which it is shown");
}
