//! When the phone asks nothing: on the day of a session, and after a low rating.

use journal::record::{Body, Repeat};
use mobile_core::Writing;
use mobile_core::entries::{CheckInForm, Form, SeriesForm, SeriesProgress, SessionForm};
use mobile_core::view::{Fit, JourneyFilter, JourneyRow};
use protocol::RecordId;

use crate::safety::{DENVER, assignment, joined, phone_at};
use crate::world::World;

#[tokio::test]
async fn a_form_that_looks_back_two_weeks_is_not_asked_for_the_day_after_a_session() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone
        .sessions()
        .write_session(SessionForm {
            number: 1,
            at: Some("2026-09-22T09:00:00-06:00".into()),
            ..SessionForm::default()
        })
        .unwrap();
    for (n, instrument) in [(11, "phq-8"), (12, "daily-check")] {
        therapist.puts(&care.id, n, Body::Assignment(assignment(instrument, Repeat::AfterSession))).await;
    }
    phone.sync().run().await.unwrap();
    let due_on = |at: &str| -> Vec<String> {
        phone.clock.set(at, DENVER);
        phone.measures().list().unwrap().due.into_iter().map(|one| one.instrument).collect()
    };
    assert_eq!(due_on("2026-09-23T10:00:00-06:00"), ["daily-check"]);
    let mut both = due_on("2026-09-29T10:00:00-06:00");
    both.sort();
    assert_eq!(both, ["daily-check", "phq-8"]);
    world.end().await;
}

#[test]
fn a_low_rating_is_answered_whatever_it_was_tapped_in() {
    let phone = phone_at("2026-02-11T20:00:00-07:00");
    for (mood, answered) in [(Some(0), true), (Some(1), true), (Some(2), false), (None, false)] {
        assert_eq!(phone.safety().low_mood_line(mood).is_some(), answered, "{mood:?}");
    }
    // The line is shown at once after a tap on a low mood, on any screen.
    let line = phone.safety().low_mood_line(Some(0)).unwrap();
    assert_eq!(
        (phone.sessions().check_in_view().unwrap().low_mood, phone.entries().write_view().unwrap().low_mood),
        (line.clone(), line)
    );
    phone.sessions().check_in(CheckInForm { mood: Some(0), needs_space: true, ..Default::default() }).unwrap();
    let fits = phone.pages().today().unwrap().fits;
    assert_eq!(fits.fit, Fit::Rest);
    assert!(fits.text.contains("Help now") && !fits.text.contains("Nothing is waiting"), "{}", fits.text);
}

#[test]
fn a_session_is_left_in_peace_and_its_day_has_two_halves() {
    let phone = phone_at("2026-02-11T11:00:00-07:00");
    let planned = SeriesForm { title: String::new(), planned: Some(1), status: SeriesProgress::Active };
    phone.entries().write_form(&Form::Series { series: planned }).unwrap();
    let before = phone.entries().write(&Writing::text("nervous")).unwrap();
    phone.clock.set("2026-02-11T12:30:00-07:00", DENVER);
    phone
        .sessions()
        .write_session(SessionForm { number: 1, at: Some("2026-02-11T12:00:00-07:00".into()), ..Default::default() })
        .unwrap();
    let today = phone.pages().today().unwrap();
    assert_eq!((today.fits.fit, today.fits.target), (Fit::Session, None));
    assert!(today.fits.text.contains("Nothing here needs you"));
    let place = |id: RecordId| {
        let page = phone.pages().journey(&JourneyFilter::default(), None, 20).unwrap();
        let entry = page.rows.into_iter().find_map(|row| match row {
            JourneyRow::Entry { place, entry } if entry.id == id.to_string() => Some(place.said),
            _ => None,
        });
        entry.unwrap()
    };
    assert_eq!(place(before), "The day of session 1, before it");
    phone.clock.set("2026-02-11T16:00:00-07:00", DENVER);
    let after = phone.entries().write(&Writing::text("soft")).unwrap();
    assert_eq!(place(after), "The day of session 1");

    // It was the last session of the series: the look back waits, and no prompt asks for a decision.
    let today = phone.pages().today().unwrap();
    assert!(today.care.unwrap().contains("Nothing big has to be decided now"));
    assert!(today.aftercare.unwrap().contains("No driving"));
    let ids: Vec<String> = phone.entries().prompts(None).unwrap().into_iter().map(|prompt| prompt.id).collect();
    assert!(!ids.contains(&"series.next".to_owned()) && !ids.contains(&"integration.step".to_owned()), "{ids:?}");

    // In the evening the client has not slept, and voice input comes first; the next day begins in the morning.
    phone.clock.set("2026-02-11T20:00:00-07:00", DENVER);
    let evening = phone.sessions().check_in_view().unwrap();
    assert!(evening.scales.iter().all(|scale| scale.name != "sleep") && evening.voice.is_some());
    phone.clock.set("2026-02-12T04:00:00-07:00", DENVER);
    assert_ne!(phone.sessions().check_in_view().unwrap().title, "A day on");
    phone.clock.set("2026-02-12T08:30:00-07:00", DENVER);
    let view = phone.sessions().check_in_view().unwrap();
    assert_eq!((view.title.as_str(), view.voice), ("A day on", None));
    assert!(view.scales.iter().any(|scale| scale.name == "sleep"));
    phone.clock.set("2026-02-15T08:30:00-07:00", DENVER);
    assert_eq!(phone.sessions().check_in_view().unwrap().title, "4 days on");
}

#[test]
fn sleep_is_asked_about_from_the_next_morning_on() {
    let phone = phone_at("2026-02-11T11:00:00-07:00");
    let at = Some("2026-02-11T12:00:00-07:00".into());
    phone.sessions().write_session(SessionForm { number: 1, at, ..Default::default() }).unwrap();
    let asks = |time: &str| {
        phone.clock.set(time, DENVER);
        phone.sessions().check_in_view().unwrap().scales.iter().any(|scale| scale.name == "sleep")
    };
    assert!(!asks("2026-02-11T20:00:00-07:00"), "in the evening of the session nobody has slept yet");
    assert!(asks("2026-02-12T14:00:00-07:00"));
}

#[tokio::test]
async fn during_a_session_nothing_is_news_either() {
    let world = World::new().await;
    let (phone, _, _) = joined(&world).await;
    let kinds = || phone.pages().today().unwrap().news.into_iter().map(|news| news.kind).collect::<Vec<_>>();
    assert_eq!(kinds(), ["reader"]);
    let at = Some("2026-09-22T10:00:00-06:00".into());
    phone.sessions().write_session(SessionForm { number: 1, at, ..Default::default() }).unwrap();
    phone.clock.set("2026-09-22T10:30:00-06:00", DENVER);
    assert_eq!(kinds(), [""; 0]);
    phone.clock.set("2026-09-22T16:00:00-06:00", DENVER);
    assert_eq!(kinds(), ["reader"]);
    world.end().await;
}
