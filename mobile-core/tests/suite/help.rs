//! The help page, the page on harm, and the crisis plan: numbers, countries, and what stays private.

use journal::record::{Body, PracticeCard, Suggestion};
use mobile_core::entries::{PlanForm, PreferencesForm, SessionForm};
use mobile_core::messages::Language;
use mobile_core::{Error, Writing};

use crate::safety::{DENVER, answer, joined, phone_at, shared};
use crate::world::World;

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
    phone.sync().run().await.unwrap();
    let help = phone.safety().help().unwrap();
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
    phone.sync().run().await.unwrap();
    let help = phone.safety().help().unwrap();
    let lines: Vec<_> = help.practice.iter().map(|line| (line.name.as_str(), line.call.as_deref())).collect();
    assert_eq!(
        lines,
        [("Harbour, in our hours", Some("3035550100")), ("Harbour, outside our hours", Some("3035550199")),]
    );
    assert_ne!(help.practice[0].id, help.practice[1].id);
    assert_eq!(phone.sessions().hopes().unwrap().bring, "A blanket, and your sister.");
    assert!(help.as_of.contains("L. Brandt") && help.stale.is_none(), "{}", help.as_of);

    // The same text is on the page for the hours after a session.
    phone
        .sessions()
        .write_session(SessionForm { number: 1, at: Some("2026-09-21T10:00:00-06:00".into()), ..Default::default() })
        .unwrap();
    for text in [phone.pages().today().unwrap().aftercare, phone.sessions().check_in_view().unwrap().aftercare] {
        assert_eq!(text.as_deref(), Some("Somebody stays with you tonight."));
    }
    world.end().await;
}

#[test]
fn numbers_are_those_of_the_place_dated_and_never_asserted() {
    let phone = phone_at("2026-11-28T20:00:00-07:00");
    let help = phone.safety().help().unwrap();
    assert!(help.stale.as_deref().unwrap().contains("over a year ago"));
    assert!(help.lines.iter().any(|line| line.note.contains("Day and night")));
    phone.settings().set_platform("es-PR");
    assert_eq!(phone.safety().help().unwrap().emergency.call.as_deref(), Some("911"));
    phone.settings().set_platform("en-KE");
    let nowhere = phone.safety().help().unwrap();
    assert!(nowhere.emergency.call.is_none() && nowhere.emergency.name.contains("where you are"), "{nowhere:?}");
    assert_eq!(phone.safety().help_in("JP").unwrap().emergency.call.as_deref(), Some("119"));
    let set = PreferencesForm { region: "PT".into(), ..Default::default() };
    phone.settings().set_preferences(set).unwrap();
    assert_eq!(phone.safety().help().unwrap().lines[0].call.as_deref(), Some("1411"));
}

#[test]
fn numbers_are_those_of_the_network_unless_the_person_chose_a_country_and_then_both_are_offered() {
    let phone = phone_at("2026-11-28T20:00:00-07:00");
    phone.settings().set_country("pt");
    assert_eq!(
        (phone.safety().help().unwrap().region.as_str(), phone.safety().help().unwrap().lines[0].call.as_deref()),
        ("PT", Some("1411"))
    );
    // No number is shown for an unknown country, not even that of the phone's language.
    phone.settings().set_country("KE");
    assert!(
        phone.safety().help().unwrap().emergency.call.is_none() && phone.safety().help().unwrap().region.is_empty()
    );
    phone.settings().set_preferences(PreferencesForm { region: "DE".into(), ..Default::default() }).unwrap();
    phone.settings().set_country("AT");
    let help = phone.safety().help().unwrap();
    assert_eq!((help.region.as_str(), help.regions[0].value.as_str()), ("DE", "AT"));
    assert!(help.region_text.contains("Your phone is in Austria"), "{}", help.region_text);
    let there = phone.safety().help_in("AT").unwrap();
    assert!(there.region == "AT" && !there.region_text.contains("Your phone"), "{}", there.region_text);
    phone.settings().set_country("nowhere");
    assert!(!phone.safety().help().unwrap().region_text.contains("Your phone"));
}

#[tokio::test]
async fn countries_are_chosen_by_name_in_the_language_of_the_app() {
    let phone = phone_at("2026-11-28T20:00:00-07:00");
    for (tag, portugal, austria, germany) in
        [("en", "Portugal", "Austria", "Germany"), ("de", "Portugal", "Österreich", "Deutschland")]
    {
        let language = Language::of_tag(tag);
        let set = PreferencesForm { language, region: "PT".into(), ..Default::default() };
        phone.settings().set_preferences(set).unwrap();
        let help = phone.safety().help().unwrap();
        assert!(help.region_text.contains(&format!(": {portugal}.")), "{}", help.region_text);
        for places in [help.regions, phone.settings().view().unwrap().regions] {
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
    phone.app_lock().set_pin("4711", None).await.unwrap();
    phone.app_lock().lock().unwrap();
    let harm = phone.safety().harm().unwrap();
    assert!(harm.text.contains("not your fault") && harm.lines.iter().any(|line| line.name.contains("RAINN")));
    assert!(phone.safety().help().unwrap().lines.iter().all(|line| !line.name.contains("RAINN")));
    assert!(harm.as_of.contains("Numbers checked") && !harm.as_of.contains("over a year"), "{}", harm.as_of);
    phone.clock.set("2028-02-11T02:00:00-07:00", "America/Denver");
    let harm = phone.safety().harm().unwrap();
    assert!(harm.as_of.contains("over a year ago"), "these numbers grow old as well: {}", harm.as_of);
    assert!(phone.safety().help_in("DE").unwrap().lines.iter().any(|line| line.call.as_deref() == Some("08001110111")));
}

#[tokio::test]
async fn words_about_harm_are_never_shared_by_a_rule_nor_by_hand() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone.sharing().share_from_now_on(&["reflection".to_owned()], None).unwrap();
    let withheld = phone
        .entries()
        .write(&Writing { withheld: true, ..Writing::text("He held my hand and I had said no.") })
        .unwrap();
    let other = phone.entries().write(&Writing::text("the lake")).unwrap();
    assert_eq!(phone.sharing().share(withheld, None).unwrap_err(), Error::WrongKind);
    assert_eq!(phone.sharing().share_several(&[other, withheld], None).unwrap_err(), Error::WrongKind);
    let words = phone.entries().writing(withheld).unwrap();
    phone.entries().edit(withheld, &Writing { withheld: false, text: "He held my hand.".into(), ..words }).unwrap();
    assert!(phone.sharing().share(withheld, None).is_err(), "once withheld, always");
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(therapist.texts(&care.id), ["the lake"]);
    world.end().await;
}

#[tokio::test]
async fn the_plan_reaches_the_therapist_and_can_be_made_together() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let plan = PlanForm { coping: vec!["cold water".into()], ..PlanForm::default() };
    let id = phone.safety().save_crisis_plan(plan).unwrap();
    let page = phone.safety().plan_page().unwrap();
    let parts: Vec<&str> = page.parts.iter().map(|part| part.part.as_str()).collect();
    assert_eq!(parts, ["signs", "coping", "places", "people", "professionals", "safer", "reasons"]);
    assert!(page.parts[5].hint.contains("ketamine at home") && page.parts[2].heading.contains("off it"));
    assert!(!page.share[0].shared && page.review.is_none());
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(shared(&therapist, &care, "crisis_plan").len(), 1);
    assert!(phone.safety().plan_page().unwrap().share[0].shared);

    let line = |text: &str, part: &str| Suggestion { text: text.into(), part: part.into(), ..Default::default() };
    therapist.puts(&care.id, 8, Body::Suggestion(line("Who keeps the lozenges?", "safer"))).await;
    phone.sync().run().await.unwrap();
    assert!(phone.sessions().steps().unwrap().suggestions.is_empty(), "it is no step");
    let proposal = phone.safety().plan_page().unwrap().proposals.remove(0);
    phone.safety().settle_proposal(proposal.id.parse().unwrap(), Some("Ana keeps them")).unwrap();
    let page = phone.safety().plan_page().unwrap();
    assert!(page.proposals.is_empty() && page.form.safer == ["Ana keeps them"]);
    phone.safety().review_plan(Some(&care.id)).unwrap();
    assert!(phone.safety().plan_page().unwrap().made.unwrap().contains("M. Osei"));

    phone.clock.set("2026-09-23T10:00:00-06:00", DENVER);
    answer(&phone, None, 0.0, 1.0);
    assert!(phone.safety().plan_page().unwrap().review.is_some(), "after a safety answer it is time to look at it");
    world.end().await;
}

#[tokio::test]
async fn the_numbers_of_a_practice_are_current_while_locked_and_end_with_its_care() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let card = |urgent: &str| PracticeCard {
        name: "Harbour".into(),
        phone: "303-555-0100".into(),
        urgent_number: urgent.into(),
        response_time: "within one working day".into(),
        cover: "Dr. Rossi".into(),
        ..Default::default()
    };
    therapist.puts(&care.id, 7, Body::PracticeCard(card("303-555-0111"))).await;
    phone.sync().run().await.unwrap();
    phone.safety().help().unwrap();
    assert!(phone.side_effects().effects_view().unwrap().suicidal.is_some(), "it follows up");
    // The number changes, and nobody opens help before the journal is locked.
    therapist.puts(&care.id, 7, Body::PracticeCard(card("303-555-0199"))).await;
    phone.sync().run().await.unwrap();
    phone.app_lock().set_pin("4711", None).await.unwrap();
    phone.app_lock().lock().unwrap();
    let urgent = phone.safety().help().unwrap().practice.remove(1);
    assert_eq!(urgent.call.as_deref(), Some("3035550199"));

    phone.app_lock().unlock("4711").await.unwrap();
    phone.care().end_care(&care.id).await.unwrap();
    assert!(phone.side_effects().effects_view().unwrap().suicidal.is_none(), "nobody follows up any more");
    phone.app_lock().lock().unwrap();
    for _ in 0..2 {
        let help = phone.safety().help().unwrap();
        assert!(help.practice.is_empty() && help.practice_words.is_empty(), "{help:?}");
        if phone.pages().today().is_err() {
            phone.app_lock().unlock("4711").await.unwrap();
        }
    }
    world.end().await;
}
