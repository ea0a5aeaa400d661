//! Follow-ups weeks and months after the last session: what Today and the reminders say, and what ends it.

use journal::record::{Body, PracticeCard, Repeat};
use mobile_core::Writing;
use mobile_core::entries::{CheckInForm, EffectForm, EffectsForm, PreferencesForm, SessionForm, Slot};
use mobile_core::messages::Language;
use mobile_core::view::{EffectLevel, Fit, FitView};

use crate::safety::{DENVER, assignment, joined, phone_at};
use crate::world::{PhoneInHand, World};

/// A phone after a session on 30 November 2026, from ten to one.
fn after_the_last_session() -> PhoneInHand {
    let phone = phone_at("2026-11-30T14:00:00-07:00");
    write_session(&phone, 1, "2026-11-30T10:00:00-07:00");
    phone
}

fn write_session(phone: &PhoneInHand, number: u32, at: &str) {
    let form = SessionForm { number, at: Some(at.into()), duration_min: Some(180), ..Default::default() };
    phone.sessions().write_session(form).unwrap();
}

fn fits(phone: &PhoneInHand, at: &str) -> FitView {
    phone.clock.set(at, DENVER);
    phone.pages().today().unwrap().fits
}

/// The reminders of follow-ups, as far as they are planned.
fn reminders(phone: &PhoneInHand) -> Vec<(String, String)> {
    let notices = phone.settings().reminders().unwrap().notices.into_iter();
    let late = notices.filter(|notice| {
        let slot = notice.reasons.iter().find_map(|reason| reason.slot);
        matches!(slot, Some(Slot::FourWeeks | Slot::ThreeMonths | Slot::SixMonths))
    });
    late.map(|notice| (notice.at, notice.title)).collect()
}

#[test]
fn a_follow_up_is_suggested_for_a_week_and_can_be_answered_for_four() {
    let phone = after_the_last_session();
    assert_ne!(fits(&phone, "2026-12-27T20:00:00-07:00").fit, Fit::CheckIn);
    let four = fits(&phone, "2026-12-28T09:00:00-07:00");
    assert_eq!(
        (four.fit, four.slot, four.target.as_deref(), four.title.as_str()),
        (Fit::CheckIn, Some(Slot::FourWeeks), Some("1"), "Four weeks on")
    );
    // A text of its own does not answer it; the check-in does. Then comes the side-effect check.
    phone.entries().write(&Writing::text("A plain day.")).unwrap();
    let check = phone.sessions().check_in_view().unwrap();
    assert_eq!(
        (check.slot, check.session, check.title.as_str(), check.question.as_str()),
        (Some(Slot::FourWeeks), Some(1), "Some weeks on", "How are these weeks?")
    );
    assert!(check.effects_due);
    let form = CheckInForm { slot: check.slot, session: check.session, mood: Some(6), ..Default::default() };
    phone.sessions().check_in(form).unwrap();
    let effects = fits(&phone, "2026-12-28T09:05:00-07:00");
    assert_eq!((effects.fit, effects.slot), (Fit::Effects, Some(Slot::FourWeeks)));
    let view = phone.side_effects().effects_view().unwrap();
    assert_eq!((view.session, view.question.as_str()), (Some(1), "Is anything bothering you since the session?"));
    let bladder = EffectForm { effect: "urine_often".into(), severity: Some(1), still: Some(true), before: None };
    let form = EffectsForm { session: view.session, slot: view.slot, items: vec![bladder], ..Default::default() };
    let id = phone.side_effects().check_effects(form).unwrap();
    let said = phone.side_effects().effects_answer(id).unwrap().said;
    assert_eq!((said.level, said.text.contains("this soon")), (EffectLevel::Amber, true), "there is no next session");
    // An earlier portal can read the check, which has no slot that it does not know.
    assert!(matches!(phone.own_record(id).unwrap().body, Body::SideEffectCheck(check) if check.slot.is_none()));
    assert!(!matches!(fits(&phone, "2026-12-28T09:10:00-07:00").fit, Fit::CheckIn | Fit::Effects));

    // Three months after 30 November is the last day of February.
    phone.settings().override_language(Some(Language::German));
    assert_eq!(fits(&phone, "2027-02-28T09:00:00-07:00").title, "Drei Monate danach");
    assert_ne!(fits(&phone, "2027-03-07T09:00:00-07:00").fit, Fit::CheckIn, "it is not asked for for ever");
    assert_eq!(phone.sessions().check_in_view().unwrap().slot, Some(Slot::ThreeMonths), "and can still be answered");
    phone.clock.set("2027-03-28T09:00:00-06:00", DENVER);
    assert_eq!(phone.sessions().check_in_view().unwrap().slot, None);
    assert_eq!(fits(&phone, "2027-05-30T09:00:00-06:00").slot, Some(Slot::SixMonths));

    // A relapse, and another session: nothing of the old series is asked for.
    write_session(&phone, 1, "2027-05-30T08:00:00-06:00");
    assert!(fits(&phone, "2027-05-31T20:00:00-06:00").slot != Some(Slot::SixMonths));
    assert_eq!(reminders(&phone)[0].0, "2027-06-27T11:00:00-06:00");
}

#[test]
fn the_reminders_of_months_ahead_are_planned_at_once_and_are_discreet() {
    let phone = after_the_last_session();
    let planned = reminders(&phone);
    let expected = [
        ("2026-12-28T13:00:00-07:00", "Four weeks on"),
        ("2027-02-28T13:00:00-07:00", "Three months on"),
        ("2027-05-30T13:00:00-06:00", "Six months on"),
    ];
    assert_eq!(planned, expected.map(|(at, title)| (at.to_owned(), title.to_owned())));
    phone.sessions().write_appointment("dosing", "2027-01-15T10:00:00-07:00").unwrap();
    assert!(reminders(&phone).is_empty(), "another session is agreed on");
    let phone = after_the_last_session();
    phone
        .settings()
        .set_preferences(PreferencesForm { silent: vec!["check_in".into()], ..Default::default() })
        .unwrap();
    assert!(reminders(&phone).is_empty());
}

#[tokio::test]
async fn the_practice_chooses_the_times_the_therapist_the_measures_and_the_end_of_care_ends_both() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    write_session(&phone, 1, "2026-09-22T09:00:00-06:00");
    let card = |off: &[&str]| PracticeCard {
        follow_ups_off: off.iter().map(|slot| (*slot).to_owned()).collect(),
        ..Default::default()
    };
    therapist.puts(&care.id, 21, Body::PracticeCard(card(&["4w", "6mo"]))).await;
    therapist.puts(&care.id, 22, Body::Assignment(assignment("gad-7", Repeat::FollowUp))).await;
    phone.sync().run().await.unwrap();
    let days: Vec<String> = reminders(&phone).into_iter().map(|(at, _)| at[..10].to_owned()).collect();
    assert_eq!(days, ["2026-12-22"]);
    let due = |at: &str| -> usize {
        phone.clock.set(at, DENVER);
        phone.measures().list().unwrap().due.len()
    };
    assert_eq!((due("2026-10-19T10:00:00-06:00"), due("2026-10-20T10:00:00-06:00")), (0, 1));
    assert_ne!(phone.pages().today().unwrap().fits.fit, Fit::CheckIn, "the practice does not ask at four weeks");
    assert_eq!(fits(&phone, "2026-12-22T10:00:00-07:00").slot, Some(Slot::ThreeMonths));

    phone.care().end_care(&care.id).await.unwrap();
    assert_ne!(phone.pages().today().unwrap().fits.fit, Fit::CheckIn, "nobody follows up any more");
    assert!(reminders(&phone).is_empty() && phone.measures().list().unwrap().due.is_empty());
    world.end().await;
}
