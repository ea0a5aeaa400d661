//! The arc of the work as screens show it: phases, check-ins, steps, measures, safety, reminders; with a settable clock
//! and time zone.

use journal::record::Body;
use mobile_core::entries::{
    CadenceForm, CheckInForm, Every, Form, GoalForm, PreferencesForm, SessionForm, Slot, StepForm, StepProgress,
};
use mobile_core::messages::Language;
use mobile_core::view::{Fit, JourneyFilter, JourneyRow, Stage};
use mobile_core::{Error, Phase, Writing};
use protocol::RecordId;

use crate::world::PhoneInHand;

pub(crate) const DENVER: &str = "America/Denver";

pub(crate) fn phone_at(at: &str, zone: &str) -> PhoneInHand {
    let phone = PhoneInHand::new();
    phone.clock.set(at, zone);
    phone
}

fn session(phone: &PhoneInHand, number: u32, at: &str) -> RecordId {
    phone.sessions().write_session(SessionForm { number, at: Some(at.into()), ..SessionForm::default() }).unwrap()
}

fn place(phone: &PhoneInHand) -> (String, Phase, Option<i64>) {
    let place = phone.pages().today().unwrap().place;
    (place.said, place.phase, place.day)
}

#[test]
fn today_counts_days_on_the_persons_calendar_through_both_changes_of_clocks() {
    // The night of March 8 has 23 hours in Denver, that of November 1 has 25.
    for (day, last, first) in [
        ("2026-03-07T22:30:00-07:00", "2026-03-07T23:59:00-07:00", "2026-03-08T00:01:00-07:00"),
        ("2026-10-31T22:30:00-06:00", "2026-10-31T23:59:00-06:00", "2026-11-01T00:01:00-06:00"),
    ] {
        let phone = phone_at(last, DENVER);
        session(&phone, 1, day);
        assert_eq!(place(&phone), ("The day of session 1".into(), Phase::SessionDay, Some(0)));
        phone.clock.set(first, DENVER);
        assert_eq!(place(&phone), ("A day after session 1".into(), Phase::After, Some(1)));
    }
    let phone = phone_at("2026-03-11T23:30:00-06:00", DENVER);
    session(&phone, 2, "2026-03-07T22:30:00-07:00");
    assert_eq!(place(&phone), ("4 days after session 2".into(), Phase::Integration, Some(4)));
}

#[test]
fn today_stands_through_the_date_line_and_a_leap_day() {
    // From Auckland to Honolulu: it is the day of the session again, and never a day before it.
    let phone = phone_at("2026-05-01T20:00:00+12:00", "Pacific/Auckland");
    session(&phone, 1, "2026-05-01T09:00:00+12:00");
    phone.clock.set("2026-05-01T02:00:00-10:00", "Pacific/Honolulu");
    assert_eq!(place(&phone).2, Some(0));
    phone.clock.set("2026-05-02T02:00:00-10:00", "Pacific/Honolulu");
    assert_eq!(place(&phone).2, Some(1));
    // A day that Samoa skipped: nobody lived it, and two dates later is two days later.
    let phone = phone_at("2011-12-29T20:00:00-10:00", "Pacific/Apia");
    session(&phone, 1, "2011-12-29T09:00:00-10:00");
    phone.clock.set("2011-12-31T08:00:00+14:00", "Pacific/Apia");
    assert_eq!(place(&phone).2, Some(2));
    let phone = phone_at("2028-03-01T08:00:00-07:00", DENVER);
    session(&phone, 1, "2028-02-28T09:00:00-07:00");
    assert_eq!(place(&phone).0, "2 days after session 1");
}

#[test]
fn the_one_thing_that_fits_follows_the_hours_after_a_session() {
    let phone = phone_at("2026-02-05T14:30:00-07:00", DENVER);
    let id = session(&phone, 1, "2026-02-05T10:00:00-07:00");
    phone.sessions().end_session(1).unwrap();
    assert!(matches!(phone.own_record(id).unwrap().body, Body::DosingSession(one) if one.ended.is_some()));
    let today = phone.pages().today().unwrap();
    assert_eq!((today.fits.fit, today.fits.slot), (Fit::CheckIn, Some(Slot::FourHours)));
    assert_eq!(today.fits.title, "A quiet moment");
    assert!(today.care.unwrap().contains("Nothing big has to be decided now"));

    // One tap is enough, and the check-in contains its slot.
    let check = phone.sessions().check_in_view().unwrap();
    let form = CheckInForm { slot: check.slot, session: check.session, mood: Some(6), ..CheckInForm::default() };
    phone.sessions().check_in(form).unwrap();
    assert_ne!(phone.pages().today().unwrap().fits.fit, Fit::CheckIn);
    phone.clock.set("2026-02-06T15:00:00-07:00", DENVER);
    assert_eq!(phone.sessions().check_in_view().unwrap().slot, Some(Slot::Day));

    // A client who needs space gets no reminders until tomorrow.
    phone.sessions().check_in(CheckInForm { needs_space: true, ..CheckInForm::default() }).unwrap();
    assert_eq!(phone.pages().today().unwrap().fits.fit, Fit::Rest);
    phone.clock.set("2026-02-07T09:00:00-07:00", DENVER);
    assert_ne!(phone.pages().today().unwrap().fits.fit, Fit::Rest);

    // The same applies after "Not today".
    phone.settings().not_today().unwrap();
    assert_eq!(phone.pages().today().unwrap().fits.fit, Fit::Rest);
    phone.clock.set("2026-02-08T00:10:00-07:00", DENVER);
    assert_ne!(phone.pages().today().unwrap().fits.fit, Fit::Rest);
}

#[test]
fn intentions_are_carried_forward_shown_again_and_answered() {
    let phone = phone_at("2026-02-01T10:00:00-07:00", DENVER);
    phone.sessions().write_appointment("dosing", "2026-02-05T10:00:00-07:00").unwrap();
    let fits = phone.pages().today().unwrap().fits;
    assert_eq!((fits.fit, fits.target.as_deref()), (Fit::Intention, Some("1")));
    let id = phone.sessions().write_intention("Find out what I am so tired from.", Some(1)).unwrap();
    phone.entries().write_form(&Form::Goal { goal: GoalForm::text("sleep through") }).unwrap();
    let hopes = phone.sessions().hopes().unwrap();
    assert_eq!((hopes.intentions.len(), hopes.goals.len(), hopes.next_session), (1, 1, 1));
    assert!(hopes.bring.contains("Somebody who takes you home"), "no practice has said what to bring");
    assert!(!hopes.intentions[0].can_answer, "there was no session yet");

    session(&phone, 1, "2026-02-05T10:00:00-07:00");
    phone.clock.set("2026-02-06T12:00:00-07:00", DENVER);
    let today = phone.pages().today().unwrap();
    assert_eq!(today.intentions[0].carried, "You set out with this for session 1.");
    assert!(phone.sessions().check_in_view().unwrap().intention.unwrap().contains("so tired from"));
    assert!(phone.sessions().hopes().unwrap().intentions[0].can_answer);
    phone.sessions().answer_hope(id, "From holding still.").unwrap();
    let next = phone.sessions().carry_forward(id, 2).unwrap();
    let page = phone.sessions().session_page(1).unwrap();
    assert_eq!((page.intentions.len(), page.intentions[0].answer.as_str()), (1, "From holding still."));
    assert_eq!(phone.sessions().session_page(2).unwrap().intentions[0].id, next.to_string());
    assert_eq!(phone.sessions().answer_hope(id, " ").unwrap_err(), Error::Empty);
}

#[test]
fn steps_show_what_was_kept_and_never_what_was_missed() {
    // A Wednesday.
    let phone = phone_at("2026-02-11T20:00:00-07:00", DENVER);
    let insight = phone.entries().write(&Writing::text("My hands are always clenched.")).unwrap();
    let cadence = CadenceForm { every: Every::Week, times: Some(3), weekdays: Vec::new() };
    let step = StepForm {
        cadence: Some(cadence),
        from_entry: Some(insight.to_string()),
        ..StepForm::text("Hands flat on the desk")
    };
    let id = phone.entries().write_form(&Form::Step { step }).unwrap();
    phone.sessions().mark_step(id, None, true).unwrap();
    let shown = phone.sessions().steps().unwrap().active.remove(0);
    assert_eq!((shown.said.as_str(), shown.cadence_text.as_str()), ("1 of 3 this week", "3 times a week"));
    assert_eq!(shown.week, [false, false, true, false, false, false, false]);
    assert_eq!(shown.from_text.as_deref(), Some("My hands are always clenched."));
    assert_eq!(phone.sessions().thread(insight).unwrap()[0].id, id.to_string());
    phone.sessions().set_step(id, StepProgress::LetGo).unwrap();
    let steps = phone.sessions().steps().unwrap();
    assert_eq!((steps.active.len(), steps.ended[0].said.contains("Let go")), (0, true));

    let bad = CadenceForm { every: Every::Weekdays, times: None, weekdays: vec!["someday".into()] };
    let step = StepForm { cadence: Some(bad), ..StepForm::text("x") };
    assert_eq!(phone.entries().write_form(&Form::Step { step }).unwrap_err(), Error::Invalid);
}

#[test]
fn reminders_are_discreet_quiet_at_night_and_follow_the_person() {
    let phone = phone_at("2026-03-07T15:00:00-07:00", DENVER);
    session(&phone, 1, "2026-03-07T13:00:00-07:00");
    phone.sessions().write_step("Call my mother", None).unwrap();
    phone.sessions().write_appointment("integration", "2026-03-12T16:00:00-06:00").unwrap();
    let view = phone.settings().reminders().unwrap();
    let times: Vec<&str> = view.notices.iter().map(|notice| notice.at.as_str()).collect();
    // The clocks change on March 8: a day later is the same time on the person's clock.
    assert_eq!(times[..2], ["2026-03-07T20:00:00-07:00", "2026-03-08T16:00:00-06:00"]);
    for notice in &view.notices {
        for word in ["Afterglow", "mother", "session", "therap", "1", "2"] {
            assert!(!notice.title.contains(word), "{} on a lock screen", notice.title);
        }
        let minute = notice.at[11..16].to_owned();
        assert!(("08:00".."21:00").contains(&minute.as_str()), "{minute} is quiet");
    }
    assert_eq!(view.quiet_text, "Quiet from 9:00 PM to 8:00 AM");
    assert!(view.notices.iter().any(|notice| notice.reasons.iter().any(|reason| reason.kind == "follow_up")));

    // An entry answers the check-in; "not today" pauses reminders; a switched-off type stays off.
    phone.entries().write(&Writing::text("home")).unwrap();
    let first = phone.settings().reminders().unwrap().notices.remove(0);
    assert_eq!(first.at, "2026-03-08T16:00:00-06:00");
    phone
        .settings()
        .set_preferences(PreferencesForm { silent: vec!["check_in".into()], ..Default::default() })
        .unwrap();
    let kinds: Vec<String> = phone
        .settings()
        .reminders()
        .unwrap()
        .notices
        .into_iter()
        .flat_map(|one| one.reasons)
        .map(|one| one.kind)
        .collect();
    assert!(!kinds.contains(&"check_in".into()) && kinds.contains(&"follow_up".into()), "{kinds:?}");

    // In another zone the plan follows the local clock there.
    phone.settings().set_preferences(PreferencesForm::default()).unwrap();
    phone.clock.set("2026-03-09T08:00:00+01:00", "Europe/Berlin");
    let next = phone.settings().reminders().unwrap().notices.remove(0);
    assert!(next.at.ends_with("+01:00"), "{}", next.at);
}

#[test]
fn the_journey_comes_page_by_page_with_sessions_as_landmarks() {
    let phone = phone_at("2026-02-20T12:00:00-07:00", DENVER);
    session(&phone, 1, "2026-02-05T10:00:00-07:00");
    for n in 0..25 {
        let at = format!("2026-02-{:02}T12:00:00-07:00", n % 10 + 6);
        let when = journal::record::Moment::parse(&at, DENVER).unwrap();
        let themes = if n % 5 == 0 { vec!["insight".to_owned()] } else { Vec::new() };
        phone.entries().write_at(&Writing { themes, ..Writing::text(format!("leaf {n}")) }, when).unwrap();
    }
    let (mut rows, mut before, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = phone.pages().journey(&JourneyFilter::default(), before, 10).unwrap();
        assert!(page.rows.len() <= 10);
        rows.extend(page.rows);
        pages += 1;
        match page.next {
            Some(next) => before = Some(next.parse().unwrap()),
            None => break,
        }
    }
    assert_eq!((rows.len(), pages), (26, 3));
    assert!(matches!(&rows[25], JourneyRow::Session { title, .. } if title == "Session 1"));
    let JourneyRow::Entry { place, entry } = &rows[0] else { panic!("an entry") };
    assert_eq!(
        (place.said.as_str(), entry.shared_text.as_str()),
        ("10 days after session 1", "Only you can read this.")
    );
    let filter = JourneyFilter { theme: Some("insight".into()), ..JourneyFilter::default() };
    assert_eq!(phone.pages().journey(&filter, None, 100).unwrap().rows.len(), 5);
    let shared = JourneyFilter { shared: Some(true), ..JourneyFilter::default() };
    assert!(phone.pages().journey(&shared, None, 100).unwrap().rows.is_empty());
}

#[test]
fn the_app_speaks_the_language_that_was_set_errors_included() {
    let phone = phone_at("2026-02-12T12:00:00+01:00", "Europe/Vienna");
    phone.settings().set_platform("de-AT");
    session(&phone, 2, "2026-02-08T10:00:00+01:00");
    assert_eq!(phone.pages().today().unwrap().place.said, "4 Tage nach Sitzung 2");
    assert_eq!(phone.pages().today().unwrap().date, "Donnerstag, 12. Februar");
    assert_eq!(phone.sync().status().unwrap().reasons[0].sentence, "Bitte melde dich erst an, oder leg ein Konto an.");
    assert_eq!(phone.pages().labels()["save"], "Speichern");
    assert!(phone.entries().write_view().unwrap().prompts.iter().all(|prompt| !prompt.text.is_empty()));
    phone
        .settings()
        .set_preferences(PreferencesForm { language: Some(Language::English), ..Default::default() })
        .unwrap();
    assert_eq!(phone.pages().today().unwrap().place.said, "4 days after session 2");
    assert_eq!(phone.killed().language(), Language::English);
}

#[test]
fn a_skipped_prompt_is_not_offered_again_soon() {
    let phone = phone_at("2026-02-12T12:00:00-07:00", DENVER);
    let first = phone.entries().write_view().unwrap().prompts.remove(0);
    phone.entries().skip_prompt(&first.id).unwrap();
    let again = phone.entries().write_view().unwrap().prompts;
    assert_ne!(again[0].id, first.id);
    assert_eq!(phone.entries().prompt_words(&first.id).unwrap().as_deref(), Some(first.text.as_str()));
}

#[test]
fn a_chosen_lens_comes_first() {
    let phone = phone_at("2026-02-12T12:00:00-07:00", DENVER);
    let lens =
        phone.entries().write_view().unwrap().prompts.iter().rev().find_map(|prompt| prompt.theme.clone()).unwrap();
    assert_eq!(phone.entries().prompts(Some(&lens)).unwrap()[0].theme.as_deref(), Some(lens.as_str()));
    assert_eq!(phone.entries().prompts(Some("weather")).unwrap(), phone.entries().write_view().unwrap().prompts);
}

#[test]
fn the_way_in_says_for_whom_this_is_and_whoever_agrees_says_to_be_an_adult() {
    for (tag, whom, adult) in [
        ("en-US", "For adults in ketamine-assisted", "I am 18 or older."),
        ("de-AT", "Für Erwachsene in ketamingestützter", "Ich bin mindestens 18 Jahre alt."),
    ] {
        let phone = phone_at("2026-02-12T12:00:00-07:00", DENVER);
        phone.settings().set_platform(tag);
        let welcome = phone.settings().welcome().unwrap();
        assert!(welcome.lines[0].starts_with(whom), "{}", welcome.lines[0]);
        let agreed_to = &welcome.consents[0].wording.text;
        assert!(agreed_to.contains(whom) && agreed_to.contains(adult), "{agreed_to}");
    }
}

#[test]
fn consent_is_asked_first_kept_with_its_version_and_withdrawn() {
    let phone = phone_at("2026-02-12T12:00:00-07:00", DENVER);
    assert_eq!(phone.settings().welcome().unwrap().stage, Stage::Begin);
    phone.sharing().agree("journal", None).unwrap();
    let welcome = phone.settings().welcome().unwrap();
    assert_eq!(
        (welcome.stage, welcome.consents[0].said.as_str()),
        (Stage::Private, "Agreed on February 12, 2026, version 2")
    );
    phone.sharing().withdraw_consent("journal", None).unwrap();
    assert_eq!(phone.settings().welcome().unwrap().stage, Stage::Begin);
    assert!(phone.sharing().consents().unwrap()[0].said.starts_with("Withdrawn"));
    assert_eq!(phone.sharing().withdraw_consent("journal", None).unwrap_err(), Error::NoEntry);
    assert_eq!(phone.sharing().agree("sharing", Some("nobody")).unwrap_err(), Error::NoCare);
}

#[test]
fn looking_back_shows_points_with_gaps_what_returns_and_what_today_recalls() {
    let phone = phone_at("2026-03-12T12:00:00-06:00", DENVER);
    assert!(phone.pages().look_back(60).unwrap().nothing.is_some());
    session(&phone, 1, "2026-02-20T10:00:00-07:00");
    let at = |text: &str| journal::record::Moment::parse(text, DENVER).unwrap();
    let write = |when: &str, mood: Option<u8>, text: &str| {
        let themes = vec!["body".to_owned()];
        phone.entries().write_at(&Writing { mood, themes, ..Writing::text(text) }, at(when)).unwrap()
    };
    let month_ago = write("2026-02-12T21:00:00-07:00", Some(3), "The heron stood still.");
    write("2026-02-20T18:00:00-07:00", Some(5), "A heron again.");
    // Late in the evening before the clocks change, and early on the next day.
    write("2026-03-07T23:30:00-07:00", Some(8), "late");
    write("2026-03-08T03:30:00-06:00", Some(6), "early");
    let back = phone.pages().look_back(60).unwrap();
    let mood = &back.trends[0];
    assert_eq!((mood.name.as_str(), mood.points.len(), mood.said.as_str()), ("mood", 60, "4 days with a value"));
    let value = |date: &str| mood.points.iter().find(|point| point.date == date).unwrap().value;
    assert_eq!((value("2026-03-07"), value("2026-03-08"), value("2026-03-01")), (Some(8.0), Some(6.0), None));
    assert_eq!(mood.sessions[0].after, Some(5.0));
    let on = |date: &str| mood.points.iter().find(|point| point.date == date).unwrap().session;
    assert_eq!((on("2026-02-20"), on("2026-02-21")), (Some(1), None));
    assert_eq!((back.themes[0].label.as_str(), back.words[0].text.as_str()), ("Body", "heron"));
    assert_eq!(
        (back.on_this_day[0].entry.as_str(), back.on_this_day[0].said.as_str()),
        (month_ago.to_string().as_str(), "A month ago you wrote")
    );

    // "Do not show me this again" stays in force after another preference was set.
    phone.pages().recall_no_more(month_ago).unwrap();
    phone.pages().recall_no_more(month_ago).unwrap();
    phone.settings().set_preferences(PreferencesForm { region: "PT".into(), ..Default::default() }).unwrap();
    assert_eq!(phone.pages().look_back(60).unwrap().on_this_day, []);
    assert!(phone.pages().show(month_ago).is_ok(), "it stays in the journey");
    let nobody = RecordId::new(0, [9; 10]);
    assert_eq!(phone.pages().recall_no_more(nobody).unwrap_err(), Error::NoEntry);
}
