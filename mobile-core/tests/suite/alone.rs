//! Without a network and without an account: the journal works from the first moment.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use journal::record::{Body, Moment, Reflection};
use mobile_core::entries::{CheckInForm, Form, SessionForm, StepProgress};
use mobile_core::{Error, Observer, Phase, View, Writing};
use serde_json::Value;

use crate::world::{PhoneInHand, contains};

fn at(text: &str) -> Moment {
    Moment::parse(text, "America/Denver").unwrap()
}

fn words(form: &Form) -> &str {
    match form {
        Form::Reflection { writing } => &writing.text,
        _ => "",
    }
}

#[test]
fn entries_are_written_changed_found_and_deleted() {
    let phone = PhoneInHand::new();
    let writing = Writing {
        mood: Some(4),
        phase: Some(Phase::Preparation),
        themes: vec!["emotion".into()],
        wants_to_talk: true,
        ..Writing::text("The river was louder than my worry.")
    };
    let id = phone.entries().write(&writing).unwrap();
    let entry = phone.pages().show(id).unwrap();
    assert_eq!((entry.text.as_str(), entry.mood, entry.phase), (&*writing.text, Some(4), Phase::Preparation));
    assert!(entry.wants_to_talk && entry.waiting && !entry.from_therapist);
    assert_eq!(phone.entries().writing(id).unwrap(), writing);

    phone.entries().edit(id, &Writing { mood: Some(6), ..Writing::text("The river was quieter.") }).unwrap();
    assert_eq!(phone.pages().search("louder").unwrap(), []);
    let hits = phone.pages().search("QUIETER riv").unwrap();
    assert_eq!((hits.len(), hits[0].entry.mood), (1, Some(6)));

    let phone = phone.killed();
    assert_eq!(phone.texts(), ["The river was quieter."]);
    phone.entries().delete(id).unwrap();
    assert_eq!(phone.texts(), Vec::<String>::new());
    assert_eq!(phone.pages().show(id).unwrap_err(), Error::NoEntry);
    assert_eq!(phone.entries().delete(id).unwrap_err(), Error::NoEntry);
    assert!(!contains(&phone.bytes(), "quieter"));
}

#[test]
fn what_cannot_be_is_refused() {
    let phone = PhoneInHand::new();
    assert_eq!(phone.entries().write(&Writing::text("  \n")).unwrap_err(), Error::Empty);
    assert_eq!(phone.entries().write(&Writing { mood: Some(11), ..Writing::text("x") }).unwrap_err(), Error::Invalid);
    assert_eq!(phone.sessions().check_in(CheckInForm::default()).unwrap_err(), Error::Empty);
    let form = CheckInForm { sleep: Some(12), ..CheckInForm::default() };
    assert_eq!(phone.sessions().check_in(form).unwrap_err(), Error::Invalid);
    assert_eq!(phone.sessions().write_session(SessionForm::default()).unwrap_err(), Error::Invalid);
    assert_eq!(phone.sessions().write_appointment("integration", "tomorrow").unwrap_err(), Error::Invalid);
    let step = phone.sessions().write_step("Walk before work", None).unwrap();
    assert_eq!(phone.sessions().mark_step(step, Some("2026-02-30"), true).unwrap_err(), Error::Invalid);
    assert_eq!(phone.entries().edit(step, &Writing::text("x")).unwrap_err(), Error::WrongKind);
    assert_eq!(phone.sharing().share(step, None).unwrap_err(), Error::NoCare);
    assert_eq!(phone.texts(), ["Walk before work"]);
}

#[test]
fn a_draft_survives_a_kill_and_becomes_the_entry() {
    let phone = PhoneInHand::new();
    let id = phone.entries().save_draft(None, Writing::text("I wanted to")).unwrap();
    phone.entries().save_draft(Some(id), Writing::text("I wanted to say")).unwrap();
    let phone = phone.killed();
    let drafts = phone.entries().drafts().unwrap();
    assert_eq!((drafts.len(), words(&drafts[0].form), drafts[0].of_entry), (1, "I wanted to say", false));
    assert_eq!(phone.texts(), Vec::<String>::new(), "a draft is no entry");
    assert!(!contains(&phone.bytes(), "wanted"));

    assert_eq!(phone.entries().finish_draft(id).unwrap(), id);
    assert_eq!((phone.texts(), phone.entries().drafts().unwrap().len()), (vec!["I wanted to say".to_owned()], 0));
    // A draft of a change: the entry stays unchanged until the draft is finished.
    phone.entries().save_draft(Some(id), Writing::text("I wanted to say no")).unwrap();
    assert!(phone.entries().drafts().unwrap()[0].of_entry);
    assert_eq!(phone.texts(), ["I wanted to say"]);
    phone.entries().discard_draft(id).unwrap();
    assert_eq!(phone.texts(), ["I wanted to say"]);
}

#[test]
fn a_draft_and_a_change_made_meanwhile_are_merged() {
    let phone = PhoneInHand::new();
    let id = phone.entries().write(&Writing::text("One line.\n\nAnother line.")).unwrap();
    phone.entries().save_draft(Some(id), Writing::text("One line.\n\nAnother line, longer.")).unwrap();
    phone.entries().edit(id, &Writing { mood: Some(7), ..Writing::text("First: one line.\n\nAnother line.") }).unwrap();
    phone.entries().finish_draft(id).unwrap();
    let entry = phone.pages().show(id).unwrap();
    assert_eq!((entry.text.as_str(), entry.mood), ("First: one line.\n\nAnother line, longer.", Some(7)));
}

#[test]
fn the_journey_is_laid_out_by_sessions_and_days() {
    let phone = PhoneInHand::new();
    let write = |at: Moment, text: &str| phone.entries().write_at(&Writing::text(text), at).unwrap();
    write(at("2026-02-03T20:10:00-07:00"), "before");
    let session = SessionForm {
        number: 1,
        at: Some("2026-02-05T10:00:00-07:00".into()),
        route: "lozenge".into(),
        dose_mg: Some(100.0),
        light: "low, warm".into(),
        ..SessionForm::default()
    };
    phone.sessions().write_session(session).unwrap();
    let insight = write(at("2026-02-06T23:59:00-07:00"), "a day on");
    let step = phone.sessions().write_step("Hands flat on the desk", Some(insight)).unwrap();
    phone.sessions().mark_step(step, Some("2026-02-08"), true).unwrap();
    phone.sessions().mark_step(step, Some("2026-02-07"), true).unwrap();
    phone.sessions().mark_step(step, Some("2026-02-08"), false).unwrap();
    phone.sessions().set_step(step, StepProgress::LetGo).unwrap();
    phone.sessions().write_intention("Find out what I am so tired from.", Some(1)).unwrap();
    phone.measures().write_measure("phq-9", vec![Some(2), None, Some(1)]).unwrap();
    phone.sessions().check_in(CheckInForm { mood: Some(5), needs_space: true, ..CheckInForm::default() }).unwrap();
    let meeting = phone.sessions().write_appointment("integration", "2026-02-09T16:30:00-07:00").unwrap();
    let file = phone.sharing().appointment_file(meeting).unwrap();
    assert!(file.contains("DTSTART:20260209T233000Z") && file.contains("SUMMARY:Appointment"), "{file}");
    assert!(!file.to_lowercase().contains("integration"), "what it is for stays on the phone");

    let timeline = phone.pages().timeline().unwrap();
    let first = timeline.sections[0].session.as_ref().unwrap();
    assert_eq!((first.number, first.route.as_str(), first.dose_mg), (1, "lozenge", Some(100.0)));
    assert_eq!((first.setting[0].part.as_str(), first.setting[0].text.as_str()), ("light", "low, warm"));
    assert_eq!(timeline.sections[1].session, None);
    assert_eq!(timeline.sections[1].entries[0].day, Some(-2));

    let entry = phone.pages().show(insight).unwrap();
    assert_eq!(
        (entry.session, entry.day, entry.phase, entry.date.as_str()),
        (Some(1), Some(1), Phase::After, "2026-02-06")
    );
    let step = phone.pages().show(step).unwrap();
    assert_eq!(
        (step.done_on, step.step.as_deref(), step.from_entry),
        (vec!["2026-02-07".to_owned()], Some("let_go"), Some(entry.id))
    );
    let measure = phone.pages().list(&["measure_response"], None, 5).unwrap().remove(0).measure.unwrap();
    assert_eq!((measure.instrument.as_str(), measure.answered, measure.items), ("phq-9", 2, 3));

    // The pages together equal the complete list.
    let all = phone.pages().list(&[], None, 100).unwrap();
    let mut pages = phone.pages().list(&[], None, 3).unwrap();
    while let Some(last) = pages.last().map(|entry| entry.id.parse().unwrap()) {
        let next = phone.pages().list(&[], Some(last), 3).unwrap();
        if next.is_empty() {
            break;
        }
        pages.extend(next);
    }
    assert_eq!(pages, all);
    assert_eq!(all.len(), 7);
}

#[test]
fn what_a_newer_app_wrote_survives_an_edit_and_the_export() {
    let phone = PhoneInHand::new();
    let mut reflection = Reflection { text: "ring".into(), ..Reflection::default() };
    reflection.extra.insert("ring".into(), serde_json::json!({"tone": [1, 2]}));
    let id = phone.entries().write_record(Body::Reflection(reflection), at("2026-02-03T20:10:00-07:00")).unwrap();
    let dream = [("kind".to_owned(), Value::from("dream_map")), ("colour".to_owned(), "green".into())];
    phone.entries().write_record(Body::Unknown(dream.into_iter().collect()), at("2026-02-04T20:10:00-07:00")).unwrap();
    phone.entries().edit(id, &Writing::text("ring again")).unwrap();
    phone.entries().save_draft(None, Writing::text("half")).unwrap();

    let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    assert_eq!(export["format"], "afterglow-export/1");
    let records = export["records"].as_array().unwrap();
    // The two, and what the first one was before the edit.
    assert_eq!(records.len(), 3);
    assert_eq!(
        (&records[2]["record"]["kind"], &records[2]["record"]["content"]["ring"]["tone"][0]),
        (&"version".into(), &1.into())
    );
    assert_eq!(records[0]["record"]["text"], "ring again");
    assert_eq!(records[0]["record"]["ring"]["tone"][1], 2);
    assert_eq!(records[0]["record"]["when"]["at"], "2026-02-03T20:10:00-07:00");
    assert_eq!(records[1]["record"]["colour"], "green");
    assert_eq!(export["drafts"][0]["record"]["text"], "half");
}

#[test]
fn an_observer_is_told_after_the_write_and_may_call_back() {
    struct Screen(Mutex<Sender<(View, usize)>>, Mutex<Option<Arc<PhoneInHand>>>);
    impl Observer for Screen {
        fn changed(&self, view: View) {
            // Calls the core from within the notification: must not deadlock.
            let texts = self.1.lock().unwrap().as_ref().map_or(0, |phone| phone.texts().len());
            self.0.lock().unwrap().send((view, texts)).unwrap();
        }
    }
    let (sender, receiver) = channel();
    let phone = Arc::new(PhoneInHand::new());
    phone.observe(Arc::new(Screen(Mutex::new(sender), Mutex::new(Some(phone.clone())))));
    phone.entries().write(&Writing::text("seen")).unwrap();
    let told = receiver.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(told, (View::Today, 1), "the words are there when the first view is told");
    while receiver.recv_timeout(Duration::from_secs(10)).unwrap() != (View::Timeline, 1) {}
    phone.entries().save_draft(None, Writing::text("half")).unwrap();
    while receiver.recv_timeout(Duration::from_secs(10)).unwrap().0 != View::Drafts {}
}

#[test]
fn status_says_plainly_that_nobody_is_signed_in() {
    let phone = PhoneInHand::new();
    phone.entries().write(&Writing::text("x")).unwrap();
    let status = phone.sync().status().unwrap();
    let codes: Vec<_> = status.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!((status.in_sync, status.waiting, codes), (false, 1, vec!["no_account", "waiting"]));
}

#[test]
fn today_offers_a_draft_by_its_first_line_unless_it_is_about_harm() {
    let phone = PhoneInHand::new();
    let draft = phone.entries().save_draft(None, Writing::text("\nI want to remember\nthe colour")).unwrap();
    assert_eq!(phone.pages().today().unwrap().fits.text, "I want to remember");
    phone.entries().save_draft(Some(draft), Writing { withheld: true, ..Writing::text("He held my hand") }).unwrap();
    assert_eq!(phone.pages().today().unwrap().fits.text, "It is kept as you left it.");
}
