//! Side effects after a session: the phone's questions and its response, and the therapist's view.

use journal::effects::urgency;
use journal::record::{Body, FlagSeen, PracticeCard, SideEffectCheck};
use mobile_core::entries::{EffectChoice, EffectForm, EffectsForm, Form, SessionForm, Slot, Suicidal};
use mobile_core::messages::Language;
use mobile_core::view::{EffectLevel, Fit};
use mobile_core::{CareView, Error};
use protocol::RecordId;
use serde_json::{Map, Value};

use crate::therapist::Therapist;
use crate::world::{PhoneInHand, World};

const DENVER: &str = "America/Denver";

fn phone_after_a_session() -> PhoneInHand {
    let phone = PhoneInHand::new();
    phone.clock.set("2026-02-11T11:00:00-07:00", DENVER);
    phone.settings().set_platform("en-US");
    let at = Some("2026-02-11T12:00:00-07:00".into());
    phone
        .sessions()
        .write_session(SessionForm { number: 1, at, duration_min: Some(120), ..Default::default() })
        .unwrap();
    phone
}

fn marked(effect: &str, severity: u8, still: bool) -> EffectForm {
    EffectForm { effect: effect.into(), severity: Some(severity), still: Some(still), before: None }
}

fn form(items: Vec<EffectForm>) -> EffectsForm {
    EffectsForm { any: Some(true), items, ..Default::default() }
}

fn check(phone: &PhoneInHand, id: RecordId) -> SideEffectCheck {
    match phone.own_record(id).unwrap().body {
        Body::SideEffectCheck(check) => check,
        _ => panic!("not a check"),
    }
}

#[test]
fn the_check_is_due_a_day_and_a_week_after_a_session_and_there_at_any_time() {
    let phone = phone_after_a_session();
    let at = |time: &str| phone.clock.set(time, DENVER);
    assert_eq!(
        phone.side_effects().effects_view().unwrap().question,
        "Is anything bothering you?",
        "no session has begun"
    );
    at("2026-02-11T20:00:00-07:00");
    let evening = phone.side_effects().effects_view().unwrap();
    assert_eq!((evening.slot, evening.session), (None, Some(1)));
    assert!(evening.effects.iter().all(|one| one.value != "unreal"), "on the day itself that is what the drug does");
    at("2026-02-12T14:00:00-07:00");
    let day = phone.side_effects().effects_view().unwrap();
    assert_eq!(
        (day.slot, day.again, day.question.as_str()),
        (Some(Slot::Day), false, "Is anything bothering you since the session?")
    );
    assert!(day.effects.len() == urgency::ids().count() && day.drove.is_some());
    assert!(phone.sessions().check_in_view().unwrap().effects_due);
    // The check-in comes first, then the check. One tap is enough.
    phone.sessions().check_in(mobile_core::entries::CheckInForm { mood: Some(6), ..Default::default() }).unwrap();
    let fits = phone.pages().today().unwrap().fits;
    assert_eq!((fits.fit, fits.slot, fits.target.as_deref()), (Fit::Effects, Some(Slot::Day), Some("1")));
    let no = EffectsForm { any: Some(false), slot: day.slot, session: day.session, ..Default::default() };
    let id = phone.side_effects().check_effects(no).unwrap();
    assert_eq!(phone.side_effects().effects_answer(id).unwrap().said.level, EffectLevel::None);
    assert_ne!(phone.pages().today().unwrap().fits.fit, Fit::Effects);
    assert_eq!(phone.pages().show(id).unwrap().line, "Nothing bothers me");
    assert!(phone.side_effects().effects_view().unwrap().again);
    at("2026-02-18T15:00:00-07:00");
    assert_eq!(phone.side_effects().effects_view().unwrap().slot, Some(Slot::Week));
    assert!(phone.side_effects().effects_view().unwrap().drove.is_none(), "asked in the first days alone");
    // A month later the phone no longer offers it, but the page is available.
    at("2026-03-18T15:00:00-06:00");
    let any = phone.side_effects().effects_view().unwrap();
    assert_eq!((any.slot, any.session), (None, None));
    let check_in = phone.sessions().check_in_view().unwrap();
    assert_eq!((check_in.effects.as_str(), check_in.effects_due), ("How are body and mind?", false));
}

#[test]
fn red_amber_and_nothing_are_answered_in_both_languages_and_nothing_is_called_normal() {
    let phone = phone_after_a_session();
    phone.clock.set("2026-02-12T14:00:00-07:00", DENVER);
    let said = |items: Vec<EffectForm>| phone.side_effects().effects_advice(&form(items)).unwrap();
    for (language, red, amber) in [
        (Language::English, "looked at by a doctor today", "before the next session"),
        (Language::German, "heute noch eine Ärztin", "vor der nächsten Sitzung"),
    ] {
        phone.settings().override_language(Some(language));
        let answer = said(vec![marked("nausea", 1, true), marked("chest", 1, false)]);
        assert!(answer.level == EffectLevel::Red && answer.text.contains(red), "{}", answer.text);
        let answer = said(vec![marked("craving", 1, true)]);
        assert!(answer.level == EffectLevel::Amber && answer.text.contains(amber), "{}", answer.text);
        assert_eq!(said(vec![marked("nausea", 1, true)]).level, EffectLevel::None);
        let view = phone.side_effects().effects_view().unwrap();
        let texts = view.effects.iter().map(|one| &one.label).chain(view.severities.iter().map(|one| &one.means));
        assert!(texts.into_iter().all(|text| !text.is_empty() && !text.to_lowercase().contains("normal")));
        assert_eq!(view.severities.len(), 3);
        assert!(view.suicidal.is_none(), "no practice looks at the answers");
        let at_once: Vec<&str> = view.effects.iter().filter(|one| one.at_once).map(|one| one.value.as_str()).collect();
        assert_eq!(at_once, ["fainted", "chest", "perceive", "urine_pain", "urine_none"]);
    }
}

#[test]
fn a_red_check_keeps_what_was_shown_and_tapped_and_an_edit_answers_anew() {
    let phone = phone_after_a_session();
    phone.clock.set("2026-02-12T14:00:00-07:00", DENVER);
    let draft =
        phone.entries().save_draft(None, Form::Effects { effects: form(vec![marked("headache", 3, true)]) }).unwrap();
    let id = phone.entries().finish_draft(draft).unwrap();
    let answer = phone.side_effects().effects_answer(id).unwrap();
    assert_eq!(answer.said.level, EffectLevel::Red);
    assert_eq!(answer.marked, ["Headache: strong, still there"]);
    assert!(answer.emergency.is_some_and(|line| line.call.as_deref() == Some("911")));
    assert!(answer.lines.iter().any(|line| line.call.is_some()), "more numbers of the region");
    phone.side_effects().choose_effect(id, EffectChoice::Help).unwrap();
    phone.side_effects().choose_effect(id, EffectChoice::Emergency).unwrap();
    let kept = check(&phone, id);
    assert_eq!((kept.shown, kept.chosen.len()), (vec!["red".to_owned(), "resources".into()], 2));
    phone.entries().edit_form(id, &Form::Effects { effects: form(vec![marked("headache", 2, false)]) }).unwrap();
    let answer = phone.side_effects().effects_answer(id).unwrap();
    assert_eq!((answer.said.level, answer.emergency), (EffectLevel::Amber, None));
    let kept = check(&phone, id);
    assert_eq!((kept.shown, kept.chosen.len()), (vec!["amber".to_owned()], 2), "what was tapped stays");
    assert_eq!(phone.entries().history(id).unwrap().len(), 2, "and so does what was said before");
}

#[test]
fn what_cannot_be_is_refused_and_nothing_of_it_is_required() {
    let phone = phone_after_a_session();
    phone.clock.set("2026-02-12T14:00:00-07:00", DENVER);
    let refused = |form: EffectsForm| phone.side_effects().check_effects(form).unwrap_err();
    assert_eq!(refused(EffectsForm::default()), Error::Empty);
    assert_eq!(refused(form(vec![marked("headache", 4, true)])), Error::Invalid);
    assert_eq!(refused(form(vec![marked("", 1, true)])), Error::Invalid);
    assert_eq!(refused(form(vec![marked("low", 1, true), marked("low", 2, true)])), Error::Invalid);
    assert_eq!(refused(EffectsForm { other: "x".repeat(501), ..Default::default() }), Error::Invalid);
    // A tap without a severity is stored, and counts as strong.
    let tapped = EffectForm { effect: "headache".into(), ..Default::default() };
    let id = phone.side_effects().check_effects(form(vec![tapped])).unwrap();
    assert_eq!(phone.side_effects().effects_answer(id).unwrap().said.level, EffectLevel::Red);
}

async fn joined(world: &World) -> (PhoneInHand, Therapist, CareView) {
    let (phone, _) = world.registered("wren").await;
    phone.clock.set("2026-09-22T09:00:00-06:00", DENVER);
    phone.settings().set_platform("en-US");
    let mut therapist = world.therapist().await;
    let care = phone.care().join(&therapist.invite().await, Some("Wren")).await.unwrap();
    let at = Some("2026-09-22T10:00:00-06:00".into());
    phone.sessions().write_session(SessionForm { number: 1, at, ..Default::default() }).unwrap();
    phone.sync().run().await.unwrap();
    phone.clock.set("2026-09-23T14:00:00-06:00", DENVER);
    therapist.sync().await;
    (phone, therapist, care)
}

fn shared(therapist: &Therapist, care: &CareView, kind: &str) -> Vec<Map<String, Value>> {
    let reads = therapist.reads(&care.id).into_iter().map(|(_, record)| record);
    reads.filter(|record| record["kind"] == kind).collect()
}

#[tokio::test]
async fn a_check_reaches_the_therapist_when_it_is_shared_and_leaves_when_it_is_taken_back() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let card = PracticeCard {
        name: "Harbour".into(),
        phone: "303 555 0100".into(),
        urgent_number: "303 555 0199".into(),
        ..Default::default()
    };
    therapist.puts(&care.id, 7, Body::PracticeCard(card)).await;
    phone.sync().run().await.unwrap();
    let id = phone.side_effects().check_effects(form(vec![marked("chest", 2, true)])).unwrap();
    let answer = phone.side_effects().effects_answer(id).unwrap();
    let numbers: Vec<_> = answer.practice.iter().filter_map(|line| line.call.as_deref()).collect();
    assert_eq!(numbers, ["3035550100", "3035550199"], "in and outside of its hours");
    assert!(answer.sharing.contains("Nobody sees this") && answer.share[0].label == "Let M. Osei see this");
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert!(shared(&therapist, &care, "side_effect_check").is_empty(), "nothing is sent by itself");

    let sharing = || phone.side_effects().effects_answer(id).unwrap().sharing;
    phone.sharing().share(id, None).unwrap();
    assert!(sharing().starts_with("M. Osei gets this with the next sync."), "{}", sharing());
    phone.sync().run().await.unwrap();
    assert!(sharing().starts_with("M. Osei can read this."), "{}", sharing());
    // What the person does on this page changes the check, which the therapist has already.
    phone.side_effects().choose_effect(id, EffectChoice::Practice).unwrap();
    assert!(sharing().starts_with("M. Osei can read this."), "{}", sharing());
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let there = shared(&therapist, &care, "side_effect_check");
    assert_eq!(there[0]["items"][0]["id"], "chest");
    assert!(!there[0].contains_key("shared_with"));
    let seen = FlagSeen { event: Some(id), red: true, ..Default::default() };
    therapist.puts(&care.id, 8, Body::FlagSeen(seen)).await;
    phone.sync().run().await.unwrap();
    assert!(sharing().starts_with("Seen by M. Osei"), "{}", sharing());

    phone.sharing().take_back(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert!(shared(&therapist, &care, "side_effect_check").is_empty());
    // A sharing rule shares it as soon as it is written.
    phone.sharing().share_from_now_on(&["side_effect_check".to_owned()], None).unwrap();
    phone.side_effects().check_effects(form(vec![marked("low", 2, true)])).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(shared(&therapist, &care, "side_effect_check").len(), 1);
    world.end().await;
}

#[tokio::test]
async fn thoughts_of_death_are_asked_about_only_where_somebody_looks_and_raise_a_safety_event() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    assert!(phone.side_effects().effects_view().unwrap().suicidal.is_none());
    let card = PracticeCard {
        phone: "303 555 0100".into(),
        urgent_number: "303 555 0199".into(),
        response_time: "within a day".into(),
        cover: "L. Brandt".into(),
        ..Default::default()
    };
    therapist.puts(&care.id, 7, Body::PracticeCard(card.clone())).await;
    phone.sync().run().await.unwrap();
    assert_eq!(phone.side_effects().effects_view().unwrap().suicidal.unwrap().choices.len(), 3);
    let said = |suicidal| EffectsForm { suicidal: Some(suicidal), ..Default::default() };
    let unsaid = phone
        .side_effects()
        .effects_answer(phone.side_effects().check_effects(said(Suicidal::Unsaid)).unwrap())
        .unwrap();
    assert!(unsaid.event.is_none() && unsaid.offer.unwrap().contains("Help now"));
    assert!(
        phone
            .side_effects()
            .effects_answer(phone.side_effects().check_effects(said(Suicidal::No)).unwrap())
            .unwrap()
            .offer
            .is_none()
    );

    phone.sharing().share_from_now_on(&["side_effect_check".to_owned()], None).unwrap();
    let id = phone.side_effects().check_effects(said(Suicidal::Yes)).unwrap();
    let event: RecordId = phone.side_effects().effects_answer(id).unwrap().event.unwrap().parse().unwrap();
    assert!(!phone.safety().safety_page(event).unwrap().choices.is_empty());
    assert_eq!(phone.pages().today().unwrap().safety.unwrap().event, event.to_string());
    // Once, even if the check is changed repeatedly.
    phone
        .entries()
        .edit_form(id, &Form::Effects { effects: EffectsForm { other: "at night".into(), ..said(Suicidal::Yes) } })
        .unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let events = shared(&therapist, &care, "safety_event");
    assert_eq!(events.len(), 1, "it goes to whoever gets the check");
    assert_eq!(
        (&events[0]["instrument"], &events[0]["response"]),
        (&"side_effect_check".into(), &id.to_string().into())
    );

    therapist.puts(&care.id, 7, Body::PracticeCard(PracticeCard { no_item_nine: true, ..card })).await;
    phone.sync().run().await.unwrap();
    assert!(phone.side_effects().effects_view().unwrap().suicidal.is_none(), "the practice does not ask it");
    world.end().await;
}
