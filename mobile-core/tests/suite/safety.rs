//! Safety answers and signs: the phone's texts are true, and reach the promised recipient.

use journal::record::{Assignment, Body, FlagSeen, PracticeCard, Repeat, SafetyEvent, Suggestion, Task};
use mobile_core::entries::{
    CheckInForm, EffectForm, EffectsForm, Form, PlanForm, PreferencesForm, SafetyChoice, SeriesForm, SeriesProgress,
    SessionForm,
};
use mobile_core::messages::Language;
use mobile_core::view::{Fit, JourneyFilter, JourneyRow, MeasureNext, SafetyView};
use mobile_core::{CareView, Error, Writing};
use protocol::RecordId;

use crate::therapist::Therapist;
use crate::world::{PhoneInHand, World};

const DENVER: &str = "America/Denver";

fn phone_at(at: &str) -> PhoneInHand {
    let phone = PhoneInHand::new();
    phone.clock.set(at, DENVER);
    phone.set_platform("en-US");
    phone
}

async fn joined(world: &World) -> (PhoneInHand, Therapist, CareView) {
    let (phone, _) = world.registered("wren").await;
    phone.clock.set("2026-09-22T10:00:00-06:00", DENVER);
    phone.set_platform("en-US");
    let mut therapist = world.therapist().await;
    let care = phone.join(&therapist.invite().await, Some("Wren")).await.unwrap();
    phone.sync().await.unwrap();
    therapist.sync().await;
    (phone, therapist, care)
}

fn assignment(instrument: &str, repeat: Repeat) -> Assignment {
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

async fn assign(phone: &PhoneInHand, therapist: &mut Therapist, care: &CareView) -> RecordId {
    therapist.puts(&care.id, 3, Body::Assignment(assignment("phq-9", Repeat::Once))).await;
    phone.sync().await.unwrap();
    phone.measures().unwrap().due[0].assignment.clone().unwrap().parse().unwrap()
}

fn shared(therapist: &Therapist, care: &CareView, kind: &str) -> Vec<serde_json::Map<String, serde_json::Value>> {
    let reads = therapist.reads(&care.id).into_iter().map(|(_, record)| record);
    reads.filter(|record| record["kind"] == kind).collect()
}

/// Answers a PHQ-9: the last answer to item 9, all others alike. Returns the draft and the safety page, if one opened.
fn answer(
    phone: &PhoneInHand,
    assignment: Option<RecordId>,
    others: f64,
    ninth: f64,
) -> (RecordId, Option<SafetyView>) {
    let draft: RecordId = phone.open_measure("phq-9", assignment).unwrap().draft.parse().unwrap();
    let mut opened = None;
    for item in 0..9 {
        let value = if item == 8 { ninth } else { others };
        if let MeasureNext::Safety { safety, .. } = phone.answer_page(draft, item, Some(value)).unwrap() {
            opened = Some(safety);
        }
    }
    (draft, opened)
}

fn events(phone: &PhoneInHand) -> Vec<SafetyEvent> {
    let rows = phone.list(&[], None, 1_000).unwrap();
    assert!(rows.iter().all(|entry| entry.kind != "safety_event"), "an event is no line of the journal");
    let card = phone.today().unwrap().safety;
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
    let finish = |draft| phone.measure_result(phone.finish_measure(draft).unwrap()).unwrap();
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
        phone.override_language(Some(language));
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
    phone.override_language(None);
    // The answer to one item alone, everything else at zero: no "hardly any".
    let result = finish(answer(&phone, None, 0.0, 2.0).0);
    assert!(result.safety && !result.said.contains("minimal"), "{}", result.said);
}

/// The news on Today, except recent readers.
fn news(phone: &PhoneInHand) -> Vec<mobile_core::view::NewsView> {
    phone.today().unwrap().news.into_iter().filter(|one| one.kind != "reader").collect()
}

#[tokio::test]
async fn what_was_agreed_before_the_first_question_is_sent_on_finishing_and_not_before() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let assignment = assign(&phone, &mut therapist, &care).await;
    let page = phone.open_measure("phq-9", Some(assignment)).unwrap();
    assert!(!page.agreement.as_ref().unwrap().agreed);
    assert!(page.before.contains("only if you share them"), "{}", page.before);
    let draft = page.draft.parse().unwrap();
    phone.agree_measure(draft, true).unwrap();
    let page = phone.measure_page(draft, 0).unwrap();
    assert!(page.before.contains("M. Osei as soon as you have finished"), "{}", page.before);
    let (_, safety) = answer(&phone, Some(assignment), 1.0, 2.0);
    let safety = safety.unwrap();
    assert!(safety.honesty.contains("M. Osei gets this answer when you finish"), "{}", safety.honesty);
    phone.sync().await.unwrap();
    therapist.sync().await;
    assert!(shared(&therapist, &care, "safety_event").is_empty(), "nothing before the end: one can stop before");

    let id = phone.finish_measure(draft).unwrap();
    assert!(phone.measure_result(id).unwrap().sharing.starts_with("Shared"));
    phone.sync().await.unwrap();
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
    let id = phone.finish_measure(draft).unwrap();
    let result = phone.measure_result(id).unwrap();
    assert!(result.sharing.contains("Not shared yet") && result.offers.len() == 1, "{}", result.sharing);
    let waiting = news(&phone);
    assert_eq!((waiting[0].kind.as_str(), waiting[0].target.as_deref()), ("unshared", Some(id.to_string().as_str())));
    phone.sync().await.unwrap();
    therapist.sync().await;
    assert!(shared(&therapist, &care, "measure_response").is_empty());
    phone.keep_measure_private(id).unwrap();
    assert!(news(&phone).is_empty());
    assert!(phone.measure_result(id).unwrap().sharing.starts_with("Kept private"));
    world.end().await;
}

#[tokio::test]
async fn a_form_begun_for_nobody_or_for_one_therapist_promises_nothing_to_another() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    // Begun by the client, resumed for the therapist who assigns it: the question is asked on resuming, and nothing is
    // agreed yet.
    let draft: RecordId = phone.open_measure("phq-9", None).unwrap().draft.parse().unwrap();
    phone.answer_page(draft, 0, Some(1.0)).unwrap();
    let assignment = assign(&phone, &mut therapist, &care).await;
    let page = phone.open_measure("phq-9", Some(assignment)).unwrap();
    assert_eq!((page.draft.as_str(), page.item), (draft.to_string().as_str(), 1));
    assert!(!page.agreement.unwrap().agreed && page.before.contains("M. Osei"), "{}", page.before);
    phone.agree_measure(draft, true).unwrap();
    let page = phone.open_measure("phq-9", None).unwrap();
    assert!(page.agreement.unwrap().agreed && page.before.contains("M. Osei"), "also from the list: {}", page.before);

    // Another therapist's form is another form: consent for one does not apply to the other.
    let other = phone.open_measure("phq-9", Some(RecordId::new(1, [7; 10]))).unwrap();
    assert_ne!(other.draft, draft.to_string());
    assert_eq!((other.item, other.agreement), (0, None));

    (1..9).for_each(|item| drop(phone.answer_page(draft, item, Some(0.0)).unwrap()));
    let id = phone.finish_measure(draft).unwrap();
    assert!(phone.measures().unwrap().due.is_empty(), "it was answered");
    phone.sync().await.unwrap();
    therapist.sync().await;
    assert_eq!(shared(&therapist, &care, "measure_response").len(), 1, "{id} was promised");
    world.end().await;
}

#[tokio::test]
async fn the_event_of_a_form_that_was_left_can_be_shared_and_its_card_stays_for_three_days() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let draft: RecordId = phone.open_measure("phq-9", None).unwrap().draft.parse().unwrap();
    let MeasureNext::Safety { safety, .. } = phone.answer_page(draft, 8, Some(1.0)).unwrap() else { panic!("help") };
    let event: RecordId = safety.event.parse().unwrap();
    assert_eq!(safety.share[0].label, "Let M. Osei see this answer");

    // Left: Today keeps a card. When it is resumed, help comes first.
    let card = phone.today().unwrap().safety.unwrap();
    assert!(card.said.contains("How is it now?") && !card.share[0].shared && !card.open.is_empty());
    assert!(phone.open_measure("phq-9", None).unwrap().safety.is_some());
    let again = phone.answer_page(draft, 8, Some(1.0)).unwrap();
    assert!(matches!(again, MeasureNext::Safety { .. }), "the same answer again shows help again");

    phone.share_safety(event, None).unwrap();
    assert!(phone.safety_page(event).unwrap().share[0].seen.contains("Not seen yet by M. Osei"));
    phone.sync().await.unwrap();
    therapist.sync().await;
    let sent = shared(&therapist, &care, "safety_event");
    assert_eq!((sent.len(), sent[0]["answer"].as_f64()), (1, Some(1.0)));
    assert!(shared(&therapist, &care, "measure_response").is_empty(), "one answer, and not the form");

    // The therapist's desk shows the flag, and records that it was seen.
    let seen = FlagSeen { event: Some(event), instrument: "phq-9".into(), ..Default::default() };
    therapist.puts(&care.id, 7, Body::FlagSeen(seen)).await;
    phone.sync().await.unwrap();
    assert!(phone.safety_page(event).unwrap().share[0].seen.starts_with("Seen by M. Osei"));
    let said = phone.take_back_text(event, None).unwrap();
    assert!(said.contains("It was read"), "{said}");

    phone.clock.set("2026-09-25T09:00:00-06:00", DENVER);
    assert!(phone.today().unwrap().safety.is_some(), "71 hours on");
    phone.settle_safety(event).unwrap();
    assert!(phone.today().unwrap().safety.is_none(), "settled");
    world.end().await;
}

#[test]
fn the_card_goes_by_itself_after_three_days() {
    let phone = phone_at("2026-02-01T20:00:00-07:00");
    answer(&phone, None, 0.0, 1.0);
    phone.clock.set("2026-02-04T19:00:00-07:00", DENVER);
    assert!(phone.today().unwrap().safety.is_some());
    phone.clock.set("2026-02-04T20:30:00-07:00", DENVER);
    assert!(phone.today().unwrap().safety.is_none());
}

#[tokio::test]
async fn taking_answers_back_says_that_the_notice_was_seen() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let (draft, safety) = answer(&phone, None, 1.0, 3.0);
    let event: RecordId = safety.unwrap().event.parse().unwrap();
    let id = phone.finish_measure(draft).unwrap();
    phone.share(id, None).unwrap();
    phone.sync().await.unwrap();
    therapist.sync().await;
    let seen = FlagSeen { event: Some(event), response: Some(id), instrument: "phq-9".into(), ..Default::default() };
    therapist.puts(&care.id, 7, Body::FlagSeen(seen)).await;
    phone.sync().await.unwrap();
    let said = phone.take_back_text(id, None).unwrap();
    assert!(said.contains("The notice about it was seen") && said.contains("not opened"), "{said}");
    assert!(!said.contains("It was not read"));
    world.end().await;
}

#[tokio::test]
async fn taking_a_check_back_says_that_its_side_effects_were_read_in_the_brief() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let items = vec![EffectForm { effect: "chest".into(), ..Default::default() }];
    let id = phone.check_effects(EffectsForm { items, ..Default::default() }).unwrap();
    phone.share(id, None).unwrap();
    phone.sync().await.unwrap();
    therapist.sync().await;
    let seen = FlagSeen { event: Some(id), red: true, ..Default::default() };
    therapist.puts(&care.id, 7, Body::FlagSeen(seen)).await;
    phone.sync().await.unwrap();
    let said = phone.take_back_text(id, None).unwrap();
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
    phone.choose_safety(event, SafetyChoice::HelpNow).unwrap();
    phone.clock.set("2026-02-01T20:05:00-07:00", DENVER);
    phone.choose_safety(event, SafetyChoice::SafeNow).unwrap();
    let events = events(&phone);
    let tapped: Vec<_> = events[0].choices.iter().map(|one| (one.choice.as_str(), one.at.unix_ms)).collect();
    assert_eq!((tapped[0].0, tapped[1].0, tapped[1].1 - tapped[0].1), ("help_now", "safe_now", 300_000));
    assert_eq!(events[0].shown[0], "resources", "in the order in which it is shown");
}

#[tokio::test]
async fn the_practices_numbers_dial_and_its_words_do_not() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let words = "Dr. Rossi on call, 555-0199, or go to the nearest ER";
    let early = PracticeCard {
        name: "Harbour".into(),
        phone: "303-555-0100".into(),
        urgent: words.into(),
        ..Default::default()
    };
    therapist.puts(&care.id, 7, Body::PracticeCard(early.clone())).await;
    phone.sync().await.unwrap();
    let help = phone.help().unwrap();
    assert_eq!(help.practice.len(), 1, "words are no number");
    assert_eq!(help.practice[0].call.as_deref(), Some("3035550100"));
    assert!(help.practice_words.iter().any(|line| line.contains(words)));
    let card = PracticeCard {
        urgent: String::new(),
        urgent_number: "303 555 0199".into(),
        hours: "9 to 17".into(),
        response_time: "within a day".into(),
        aftercare: "Somebody stays with you tonight.".into(),
        bring: " A blanket, and your sister. ".into(),
        numbers_checked_by: "L. Brandt".into(),
        numbers_checked_at: journal::record::Moment::parse("2026-09-01T10:00:00Z", "UTC").ok(),
        ..early
    };
    therapist.puts(&care.id, 7, Body::PracticeCard(card)).await;
    phone.sync().await.unwrap();
    let help = phone.help().unwrap();
    let lines: Vec<_> = help.practice.iter().map(|line| (line.name.as_str(), line.call.as_deref())).collect();
    assert_eq!(
        lines,
        [("Harbour, in our hours", Some("3035550100")), ("Harbour, outside our hours", Some("3035550199")),]
    );
    assert_ne!(help.practice[0].id, help.practice[1].id);
    assert_eq!(phone.hopes().unwrap().bring, "A blanket, and your sister.");
    assert!(help.as_of.contains("L. Brandt") && help.stale.is_none(), "{}", help.as_of);

    // The same text is on the page for the hours after a session.
    phone
        .write_session(SessionForm { number: 1, at: Some("2026-09-21T10:00:00-06:00".into()), ..Default::default() })
        .unwrap();
    for text in [phone.today().unwrap().aftercare, phone.check_in_view().unwrap().aftercare] {
        assert_eq!(text.as_deref(), Some("Somebody stays with you tonight."));
    }
    world.end().await;
}

#[test]
fn numbers_are_those_of_the_place_dated_and_never_asserted() {
    let phone = phone_at("2026-11-28T20:00:00-07:00");
    let help = phone.help().unwrap();
    assert!(help.stale.as_deref().unwrap().contains("over a year ago"));
    assert!(help.lines.iter().any(|line| line.note.contains("Day and night")));
    phone.set_platform("es-PR");
    assert_eq!(phone.help().unwrap().emergency.call.as_deref(), Some("911"));
    phone.set_platform("en-KE");
    let nowhere = phone.help().unwrap();
    assert!(nowhere.emergency.call.is_none() && nowhere.emergency.name.contains("where you are"), "{nowhere:?}");
    assert_eq!(phone.help_in("JP").unwrap().emergency.call.as_deref(), Some("119"));
    let set = PreferencesForm { region: "PT".into(), ..Default::default() };
    phone.set_preferences(set).unwrap();
    assert_eq!(phone.help().unwrap().lines[0].call.as_deref(), Some("1411"));
}

#[tokio::test]
async fn a_form_that_looks_back_two_weeks_is_not_asked_for_the_day_after_a_session() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone
        .write_session(SessionForm {
            number: 1,
            at: Some("2026-09-22T09:00:00-06:00".into()),
            ..SessionForm::default()
        })
        .unwrap();
    for (n, instrument) in [(11, "phq-8"), (12, "daily-check")] {
        therapist.puts(&care.id, n, Body::Assignment(assignment(instrument, Repeat::AfterSession))).await;
    }
    phone.sync().await.unwrap();
    let due_on = |at: &str| -> Vec<String> {
        phone.clock.set(at, DENVER);
        phone.measures().unwrap().due.into_iter().map(|one| one.instrument).collect()
    };
    assert_eq!(due_on("2026-09-23T10:00:00-06:00"), ["daily-check"]);
    let mut both = due_on("2026-09-29T10:00:00-06:00");
    both.sort();
    assert_eq!(both, ["daily-check", "phq-8"]);
    world.end().await;
}

#[test]
fn numbers_are_those_of_the_network_unless_the_person_chose_a_country_and_then_both_are_offered() {
    let phone = phone_at("2026-11-28T20:00:00-07:00");
    phone.set_country("pt");
    assert_eq!(
        (phone.help().unwrap().region.as_str(), phone.help().unwrap().lines[0].call.as_deref()),
        ("PT", Some("1411"))
    );
    // No number is shown for an unknown country, not even that of the phone's language.
    phone.set_country("KE");
    assert!(phone.help().unwrap().emergency.call.is_none() && phone.help().unwrap().region.is_empty());
    phone.set_preferences(PreferencesForm { region: "DE".into(), ..Default::default() }).unwrap();
    phone.set_country("AT");
    let help = phone.help().unwrap();
    assert_eq!((help.region.as_str(), help.regions[0].value.as_str()), ("DE", "AT"));
    assert!(help.region_text.contains("Your phone is in Austria"), "{}", help.region_text);
    let there = phone.help_in("AT").unwrap();
    assert!(there.region == "AT" && !there.region_text.contains("Your phone"), "{}", there.region_text);
    phone.set_country("nowhere");
    assert!(!phone.help().unwrap().region_text.contains("Your phone"));
}

#[tokio::test]
async fn countries_are_chosen_by_name_in_the_language_of_the_app() {
    let phone = phone_at("2026-11-28T20:00:00-07:00");
    for (tag, portugal, austria, germany) in
        [("en", "Portugal", "Austria", "Germany"), ("de", "Portugal", "Österreich", "Deutschland")]
    {
        let language = Language::of_tag(tag);
        let set = PreferencesForm { language, region: "PT".into(), ..Default::default() };
        phone.set_preferences(set).unwrap();
        let help = phone.help().unwrap();
        assert!(help.region_text.contains(&format!(": {portugal}.")), "{}", help.region_text);
        for places in [help.regions, phone.settings().unwrap().regions] {
            let unnamed: Vec<_> = places.iter().filter(|place| place.label == place.value).collect();
            assert!(unnamed.is_empty(), "{unnamed:?}");
            let place = |code: &str| places.iter().position(|place| place.value == code).unwrap();
            assert_eq!((&*places[place("AT")].label, &*places[place("DE")].label), (austria, germany));
            // "Österreich" is between "Norwegen" and "Polen".
            assert!(place("AT") < place("PL") && place("PL") < place("US"));
        }
    }
}

#[tokio::test]
async fn help_and_the_way_out_of_harm_open_while_the_journal_is_locked() {
    let phone = phone_at("2026-02-11T02:00:00-07:00");
    phone.set_pin("4711", None).await.unwrap();
    phone.lock().unwrap();
    let harm = phone.harm().unwrap();
    assert!(harm.text.contains("not your fault") && harm.lines.iter().any(|line| line.name.contains("RAINN")));
    assert!(phone.help().unwrap().lines.iter().all(|line| !line.name.contains("RAINN")));
    assert!(phone.help_in("DE").unwrap().lines.iter().any(|line| line.call.as_deref() == Some("08001110111")));
}

#[tokio::test]
async fn words_about_harm_are_never_shared_by_a_rule_nor_by_hand() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone.share_from_now_on(&["reflection".to_owned()], None).unwrap();
    let withheld =
        phone.write(&Writing { withheld: true, ..Writing::text("He held my hand and I had said no.") }).unwrap();
    let other = phone.write(&Writing::text("the lake")).unwrap();
    assert_eq!(phone.share(withheld, None).unwrap_err(), Error::WrongKind);
    assert_eq!(phone.share_several(&[other, withheld], None).unwrap_err(), Error::WrongKind);
    let words = phone.writing(withheld).unwrap();
    phone.edit(withheld, &Writing { withheld: false, text: "He held my hand.".into(), ..words }).unwrap();
    assert!(phone.share(withheld, None).is_err(), "once withheld, always");
    phone.sync().await.unwrap();
    therapist.sync().await;
    assert_eq!(therapist.texts(&care.id), ["the lake"]);
    world.end().await;
}

#[test]
fn a_low_rating_is_answered_whatever_it_was_tapped_in() {
    let phone = phone_at("2026-02-11T20:00:00-07:00");
    for (mood, answered) in [(Some(0), true), (Some(1), true), (Some(2), false), (None, false)] {
        assert_eq!(phone.low_mood_line(mood).is_some(), answered, "{mood:?}");
    }
    // The line is shown at once after a tap on a low mood, on any screen.
    let line = phone.low_mood_line(Some(0)).unwrap();
    assert_eq!((phone.check_in_view().unwrap().low_mood, phone.write_view().unwrap().low_mood), (line.clone(), line));
    phone.check_in(CheckInForm { mood: Some(0), needs_space: true, ..Default::default() }).unwrap();
    let fits = phone.today().unwrap().fits;
    assert_eq!(fits.fit, Fit::Rest);
    assert!(fits.text.contains("Help now") && !fits.text.contains("Nothing is waiting"), "{}", fits.text);
}

#[test]
fn a_session_is_left_in_peace_and_its_day_has_two_halves() {
    let phone = phone_at("2026-02-11T11:00:00-07:00");
    let planned = SeriesForm { title: String::new(), planned: Some(1), status: SeriesProgress::Active };
    phone.write_form(&Form::Series { series: planned }).unwrap();
    let before = phone.write(&Writing::text("nervous")).unwrap();
    phone.clock.set("2026-02-11T12:30:00-07:00", DENVER);
    phone
        .write_session(SessionForm { number: 1, at: Some("2026-02-11T12:00:00-07:00".into()), ..Default::default() })
        .unwrap();
    let today = phone.today().unwrap();
    assert_eq!((today.fits.fit, today.fits.target), (Fit::Session, None));
    assert!(today.fits.text.contains("Nothing here needs you"));
    let place = |id: RecordId| {
        let page = phone.journey(&JourneyFilter::default(), None, 20).unwrap();
        let entry = page.rows.into_iter().find_map(|row| match row {
            JourneyRow::Entry { place, entry } if entry.id == id.to_string() => Some(place.said),
            _ => None,
        });
        entry.unwrap()
    };
    assert_eq!(place(before), "The day of session 1, before it");
    phone.clock.set("2026-02-11T16:00:00-07:00", DENVER);
    let after = phone.write(&Writing::text("soft")).unwrap();
    assert_eq!(place(after), "The day of session 1");

    // It was the last session of the series: the look back waits, and no prompt asks for a decision.
    let today = phone.today().unwrap();
    assert!(today.care.unwrap().contains("Nothing big has to be decided now"));
    assert!(today.aftercare.unwrap().contains("No driving"));
    let ids: Vec<String> = phone.prompts(None).unwrap().into_iter().map(|prompt| prompt.id).collect();
    assert!(!ids.contains(&"series.next".to_owned()) && !ids.contains(&"integration.step".to_owned()), "{ids:?}");

    // In the evening the client has not slept, and voice input comes first; the next day begins in the morning.
    phone.clock.set("2026-02-11T20:00:00-07:00", DENVER);
    let evening = phone.check_in_view().unwrap();
    assert!(evening.scales.iter().all(|scale| scale.name != "sleep") && evening.voice.is_some());
    phone.clock.set("2026-02-12T04:00:00-07:00", DENVER);
    assert_ne!(phone.check_in_view().unwrap().title, "A day on");
    phone.clock.set("2026-02-12T08:30:00-07:00", DENVER);
    let view = phone.check_in_view().unwrap();
    assert_eq!((view.title.as_str(), view.voice), ("A day on", None));
    assert!(view.scales.iter().any(|scale| scale.name == "sleep"));
    phone.clock.set("2026-02-15T08:30:00-07:00", DENVER);
    assert_eq!(phone.check_in_view().unwrap().title, "4 days on");
}

#[test]
fn sleep_is_asked_about_from_the_next_morning_on() {
    let phone = phone_at("2026-02-11T11:00:00-07:00");
    let at = Some("2026-02-11T12:00:00-07:00".into());
    phone.write_session(SessionForm { number: 1, at, ..Default::default() }).unwrap();
    let asks = |time: &str| {
        phone.clock.set(time, DENVER);
        phone.check_in_view().unwrap().scales.iter().any(|scale| scale.name == "sleep")
    };
    assert!(!asks("2026-02-11T20:00:00-07:00"), "in the evening of the session nobody has slept yet");
    assert!(asks("2026-02-12T14:00:00-07:00"));
}

#[tokio::test]
async fn during_a_session_nothing_is_news_either() {
    let world = World::new().await;
    let (phone, _, _) = joined(&world).await;
    let kinds = || phone.today().unwrap().news.into_iter().map(|news| news.kind).collect::<Vec<_>>();
    assert_eq!(kinds(), ["reader"]);
    let at = Some("2026-09-22T10:00:00-06:00".into());
    phone.write_session(SessionForm { number: 1, at, ..Default::default() }).unwrap();
    phone.clock.set("2026-09-22T10:30:00-06:00", DENVER);
    assert_eq!(kinds(), [""; 0]);
    phone.clock.set("2026-09-22T16:00:00-06:00", DENVER);
    assert_eq!(kinds(), ["reader"]);
    world.end().await;
}

#[tokio::test]
async fn the_plan_reaches_the_therapist_and_can_be_made_together() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let plan = PlanForm { coping: vec!["cold water".into()], ..PlanForm::default() };
    let id = phone.save_crisis_plan(plan).unwrap();
    let page = phone.plan_page().unwrap();
    let parts: Vec<&str> = page.parts.iter().map(|part| part.part.as_str()).collect();
    assert_eq!(parts, ["signs", "coping", "places", "people", "professionals", "safer", "reasons"]);
    assert!(page.parts[5].hint.contains("ketamine at home") && page.parts[2].heading.contains("off it"));
    assert!(!page.share[0].shared && page.review.is_none());
    phone.share(id, None).unwrap();
    phone.sync().await.unwrap();
    therapist.sync().await;
    assert_eq!(shared(&therapist, &care, "crisis_plan").len(), 1);
    assert!(phone.plan_page().unwrap().share[0].shared);

    let line = |text: &str, part: &str| Suggestion { text: text.into(), part: part.into(), ..Default::default() };
    therapist.puts(&care.id, 8, Body::Suggestion(line("Who keeps the lozenges?", "safer"))).await;
    phone.sync().await.unwrap();
    assert!(phone.steps().unwrap().suggestions.is_empty(), "it is no step");
    let proposal = phone.plan_page().unwrap().proposals.remove(0);
    phone.settle_proposal(proposal.id.parse().unwrap(), Some("Ana keeps them")).unwrap();
    let page = phone.plan_page().unwrap();
    assert!(page.proposals.is_empty() && page.form.safer == ["Ana keeps them"]);
    phone.review_plan(Some(&care.id)).unwrap();
    assert!(phone.plan_page().unwrap().made.unwrap().contains("M. Osei"));

    phone.clock.set("2026-09-23T10:00:00-06:00", DENVER);
    answer(&phone, None, 0.0, 1.0);
    assert!(phone.plan_page().unwrap().review.is_some(), "after a safety answer it is time to look at it");
    world.end().await;
}
