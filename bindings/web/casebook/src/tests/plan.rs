//! Agreements with a client: assignments, suggestions, appointments, sessions.

use journal::arc::CheckInState;
use journal::record::Slot;

use super::*;
use crate::plan::{MeetingForm, SessionForm, SuggestionForm};

pub(super) fn measure(instrument: &str) -> AssignmentForm {
    AssignmentForm {
        task: "measure".into(),
        text: String::new(),
        prompt: None,
        set: None,
        instrument: Some(instrument.into()),
        due: None,
        repeat: "weeks".into(),
        weeks: Some(2),
        more_often: false,
    }
}

#[test]
fn item_nine_is_asked_only_where_somebody_follows_it_up() {
    let mut desk = TestDesk::new();
    assert_eq!(TestDesk::refused(desk.casebook.assign(&client(), None, &measure("phq-9"), now())), "protocol_missing");
    assert!(
        desk.casebook.assign(&client(), None, &measure("phq-8"), now()).is_ok(),
        "the eight items need no protocol"
    );
    assert!(desk.casebook.assign(&client(), None, &measure("gad-7"), now()).is_ok());
    desk.with_protocol();
    assert!(desk.casebook.assign(&client(), None, &measure("phq-9"), now()).is_ok());
    let card = CardForm { no_item_nine: true, ..desk.casebook.card() };
    let changes = desk.casebook.save_card(&card, now());
    desk.write(changes);
    assert_eq!(TestDesk::refused(desk.casebook.assign(&client(), None, &measure("phq-9"), now())), "no_item_nine");
    // Text is not a phone number.
    let words = "Dr. Rossi on call, 555-0199, or go to the nearest ER";
    let card = CardForm { urgent_number: words.into(), ..desk.casebook.card() };
    assert_eq!(TestDesk::refused(desk.casebook.save_card(&card, now())), "urgent_number");
}

#[test]
fn a_practice_that_stops_asking_item_nine_stops_what_it_has_assigned() {
    let mut desk = TestDesk::new();
    desk.with_protocol();
    let screen = r#"{"id":"own-screen","version":"1","title":"Screen","licence":"ours","options":[[0,"no"],[1,"yes"]],
        "items":[{"id":"a","text":"Thoughts of death?"}],"scoring":{"method":"sum"},
        "flags":[{"id":"death","when":"a >= 1","level":"safety"}]}"#;
    let changes = desk.casebook.import(screen, now());
    desk.write(changes);
    for instrument in ["phq-9", "own-screen", "gad-7"] {
        let changes = desk.casebook.assign(&client(), None, &measure(instrument), now());
        desk.write(changes);
    }
    let unfollowed = CardForm { cover: String::new(), ..desk.casebook.card() };
    assert_eq!(TestDesk::refused(desk.casebook.save_card(&unfollowed, now())), "protocol_missing");
    let changes = desk.casebook.save_card(&CardForm { no_item_nine: true, ..unfollowed }, now());
    desk.write(changes);
    let changes = desk.casebook.send_card(&client(), now());
    assert_eq!(desk.write(changes).len(), 3, "the card and two assignments");
    assert_eq!(desk.casebook.send_card(&client(), now()).unwrap(), Changes::default());
    let assigned = desk.casebook.plan(&client()).unwrap().assignments;
    let mut asked: Vec<_> = assigned.iter().map(|one| (one.form.instrument.as_deref().unwrap(), one.ended)).collect();
    asked.sort_unstable();
    assert_eq!(asked, [("gad-7", false), ("own-screen", true), ("phq-8", false)]);
    // It cannot be opened again either.
    let ended = assigned.iter().find(|one| one.ended).unwrap();
    assert_eq!(TestDesk::refused(desk.casebook.end_assignment(&client(), &ended.id, false)), "no_item_nine");
}

#[test]
fn the_practice_chooses_the_follow_ups_and_the_brief_says_what_is_open() {
    use CheckInState::{Ahead, Done, Open};
    let mut desk = TestDesk::new();
    desk.share(-28, DosingSession { number: 1, ..Default::default() });
    let lines = |desk: &TestDesk| -> Vec<(&'static str, CheckInState)> {
        let after = desk.casebook.brief(&client(), None, now()).unwrap().after;
        after.follow_ups.into_iter().map(|line| (line.slot, line.state)).collect()
    };
    assert_eq!(lines(&desk), [("4w", Open), ("3mo", Ahead), ("6mo", Ahead)]);
    let card = CardForm { follow_ups_off: vec!["3mo".into()], ..desk.casebook.card() };
    let changes = desk.casebook.save_card(&card, now());
    desk.write(changes);
    let changes = desk.casebook.send_card(&client(), now());
    desk.write(changes);
    assert_eq!(desk.casebook.card().follow_ups_off, ["3mo"]);
    assert_eq!(lines(&desk), [("4w", Open), ("6mo", Ahead)]);
    desk.share(0, CheckIn { slot: Some(Slot::FourWeeks), session: Some(1), mood: Some(5), ..Default::default() });
    assert_eq!(lines(&desk), [("4w", Done), ("6mo", Ahead)]);
    let form = AssignmentForm { repeat: "follow_up".into(), weeks: None, ..measure("gad-7") };
    let changes = desk.casebook.assign(&client(), None, &form, now());
    desk.write(changes);
    assert_eq!(desk.casebook.plan(&client()).unwrap().assignments[0].form, form);
}

#[test]
fn a_rhythm_is_no_shorter_than_what_the_questions_look_back_on() {
    let desk = TestDesk::new();
    let weekly = |instrument: &str| AssignmentForm { weeks: Some(1), ..measure(instrument) };
    for instrument in ["pcl-5", "gad-7", "phq-8"] {
        assert_eq!(TestDesk::refused(desk.casebook.assign(&client(), None, &weekly(instrument), now())), "too_often");
    }
    assert!(desk.casebook.assign(&client(), None, &weekly("pcl-5-week"), now()).is_ok());
    let decided = AssignmentForm { more_often: true, ..weekly("gad-7") };
    assert!(desk.casebook.assign(&client(), None, &decided, now()).is_ok());
}

#[test]
fn measures_prompts_and_steps_are_assigned_and_answered() {
    let mut desk = TestDesk::new();
    desk.with_protocol();
    let changes = desk.casebook.assign(&client(), None, &measure("phq-9"), now());
    let id = desk.write(changes).remove(0);
    let response = MeasureResponse {
        instrument: "phq-9".into(),
        answers: vec![Some(1.0); 9],
        assignment: Some(id.parse().unwrap()),
        ..Default::default()
    };
    let answer = desk.share(0, response);
    let plan = desk.casebook.plan(&client()).unwrap();
    assert_eq!((plan.assignments[0].form.weeks, plan.assignments[0].answers[0].id.clone()), (Some(2), answer));
    let changes = desk.casebook.end_assignment(&client(), &id, true);
    desk.write(changes);
    assert!(desk.casebook.plan(&client()).unwrap().assignments[0].ended);
    assert_eq!(TestDesk::refused(desk.casebook.assign(&client(), None, &measure("c-ssrs"), now())), "not_found");
    let prompt = AssignmentForm { task: "prompt".into(), repeat: "once".into(), ..measure("") };
    assert_eq!(TestDesk::refused(desk.casebook.assign(&client(), None, &prompt, now())), "empty");

    let form = SuggestionForm {
        text: "Walk by the river".into(),
        every: Some("week".into()),
        times: Some(3),
        weekdays: Vec::new(),
        from_entry: None,
    };
    let changes = desk.casebook.suggest(&client(), &form, now());
    let suggestion = desk.write(changes).remove(0);
    assert_eq!(desk.casebook.plan(&client()).unwrap().suggestions[0].form, form);
    let from_suggestion = Some(suggestion.parse().unwrap());
    let step = desk.share(0, Step { text: "Walk".into(), from_suggestion, ..Default::default() });
    assert_eq!(desk.casebook.plan(&client()).unwrap().suggestions[0].step.as_ref().unwrap().id, step);
}

#[test]
fn meetings_move_and_are_settled_and_sessions_are_recorded() {
    let mut desk = TestDesk::new();
    let form = MeetingForm {
        at: (NOW + DAY) as f64,
        purpose: "integration".into(),
        duration_min: Some(50),
        place: "room 2".into(),
    };
    let changes = desk.casebook.schedule(&client(), None, &form, now());
    let id = desk.write(changes).remove(0);
    let file = desk.casebook.calendar_file(&client(), &id, "en", now()).unwrap();
    assert!(file.contains("SUMMARY:Appointment") && !file.contains("room 2"));
    let later = MeetingForm { at: (NOW + 2 * DAY) as f64, ..form };
    let changes = desk.casebook.schedule(&client(), Some(&id), &later, now());
    desk.write(changes);
    assert_eq!(desk.casebook.brief(&client(), None, now()).unwrap().whereabouts.next.unwrap().0, NOW + 2 * DAY);
    let changes = desk.casebook.settle(&client(), &id, Some(true), false);
    desk.write(changes);
    assert_eq!(desk.casebook.plan(&client()).unwrap().meetings[0].kept, Some(true));

    let form = SessionForm {
        at: (NOW - DAY) as f64,
        number: 2,
        route: "lozenge".into(),
        dose_mg: Some(100.0),
        music: "rain".into(),
        ..Default::default()
    };
    let changes = desk.casebook.session(&client(), None, &form, now());
    let id = desk.write(changes).remove(0);
    let form = SessionForm { music: "the sea".into(), ..form };
    let changes = desk.casebook.session(&client(), Some(&id), &form, now());
    desk.write(changes);
    let plan = desk.casebook.plan(&client()).unwrap();
    let own = plan.sessions[0].own.clone().unwrap();
    assert_eq!((plan.sessions.len(), own.id, plan.sessions[0].recorded_by.as_str()), (1, id.clone(), "clinic"));
    assert_eq!((plan.sessions[0].form.clone(), plan.next_session), (form.clone(), 3));
    for (dose, code) in [(100_000.0, "dose_high"), (1_000.5, "dose_high")] {
        let typed = SessionForm { dose_mg: Some(dose), ..form.clone() };
        assert_eq!(TestDesk::refused(desk.casebook.session(&client(), Some(&id), &typed, now())), code);
    }
    // An unusual dose is asked about, once.
    let unusual = SessionForm { dose_mg: Some(700.0), ..form.clone() };
    assert_eq!(TestDesk::refused(desk.casebook.session(&client(), Some(&id), &unusual, now())), "dose_unusual");
    let sure = SessionForm { dose_confirmed: true, ..unusual.clone() };
    let changes = desk.casebook.session(&client(), Some(&id), &sure, now());
    desk.write(changes);
    assert!(desk.casebook.session(&client(), Some(&id), &unusual, now()).is_ok(), "it is recorded already");
    let changes = desk.casebook.session(&client(), Some(&id), &form, now());
    desk.write(changes);
    let routeless = SessionForm { route: String::new(), ..form.clone() };
    assert_eq!(TestDesk::refused(desk.casebook.session(&client(), None, &routeless, now())), "route");
    desk.share(-9, Series { planned: Some(4), ..Default::default() });
    let fifth = SessionForm { number: 5, ..form.clone() };
    assert_eq!(TestDesk::refused(desk.casebook.session(&client(), None, &fifth, now())), "more_than_planned");
    assert!(desk.casebook.session(&client(), None, &SessionForm { confirmed: true, ..fifth }, now()).is_ok());
    let nothing = SessionForm { dose_mg: Some(0.0), ..form };
    assert_eq!(TestDesk::refused(desk.casebook.session(&client(), Some(&id), &nothing, now())), "dose");
    let entry = desk.share(0, wrote("not the therapist's to take back"));
    let changes = desk.casebook.withdraw(&client(), &entry);
    assert_eq!(desk.write(changes), [""; 0]);
}

#[test]
fn what_the_client_wrote_is_neither_changed_nor_taken_back() {
    let mut desk = TestDesk::new();
    let session = desk.share(-1, DosingSession { number: 2, first_words: "light".into(), ..Default::default() });
    let meeting = desk.share(-2, Appointment { purpose: "integration".into(), ..Default::default() });
    let plan = desk.casebook.plan(&client()).unwrap();
    assert!(plan.sessions[0].own.is_none() && !plan.meetings[0].own);
    let form = SessionForm { at: NOW as f64, number: 2, ..Default::default() };
    assert_eq!(TestDesk::refused(desk.casebook.session(&client(), Some(&session), &form, now())), "clients_own");
    let form = plan.meetings[0].form.clone();
    assert_eq!(TestDesk::refused(desk.casebook.schedule(&client(), Some(&meeting), &form, now())), "clients_own");
    assert_eq!(TestDesk::refused(desk.casebook.settle(&client(), &meeting, Some(true), false)), "clients_own");
    for id in [session, meeting] {
        let changes = desk.casebook.withdraw(&client(), &id);
        assert_eq!(desk.write(changes), [""; 0]);
    }
}

#[test]
fn a_session_that_both_wrote_down_stands_once_and_nothing_of_it_is_lost() {
    let mut desk = TestDesk::new();
    let theirs = DosingSession {
        number: 2,
        dose_mg: Some(75.0),
        recorded_by: "client".into(),
        first_words: "Light, and then the sea.".into(),
        intensity: Some(6),
        ..Default::default()
    };
    let id = desk.share(-1, theirs);
    let entry = desk.share(0, wrote("the day after"));
    let form = SessionForm {
        at: (NOW - DAY + 3_600_000) as f64,
        number: 2,
        route: "lozenge".into(),
        dose_mg: Some(100.0),
        support_note: "Rest, and the sea will keep.".into(),
        ..Default::default()
    };
    let changes = desk.casebook.session(&client(), None, &form, now());
    let own = desk.write(changes).remove(0);
    let changes = desk.casebook.note(&client(), None, Some(&own), "asked for the blanket", now());
    desk.write(changes);

    let plan = desk.casebook.plan(&client()).unwrap();
    let [session] = &plan.sessions[..] else { panic!("{:?}", plan.sessions) };
    assert_eq!((&session.id, session.form.dose_mg, session.recorded_by.as_str()), (&id, Some(100.0), "clinic"));
    assert_eq!((session.first_words.as_str(), session.intensity), ("Light, and then the sea.", Some(6)));
    assert_eq!(session.own.as_ref().map(|own| (own.id.clone(), own.form.clone())), Some((own, form.clone())));
    assert_eq!(session.theirs.as_ref().unwrap().dose_mg, Some(75.0));
    assert_eq!((session.own_notes.len(), plan.next_session), (1, 3));

    let page = desk.casebook.timeline(&client(), &Filter::default(), NOW as f64).unwrap();
    let heads: Vec<_> = page.sections.iter().filter_map(|one| one.session.as_ref()).collect();
    assert_eq!(heads.iter().map(|head| (head.number, head.dose_mg)).collect::<Vec<_>>(), [(2, Some(100.0))]);
    let brief = desk.casebook.brief(&client(), None, now()).unwrap();
    assert_eq!((brief.after.session, brief.after.id), (Some(2), Some(id.clone())));
    assert!(brief.after.days.iter().any(|day| day.ids.contains(&entry)));
    let found = desk.casebook.search(&client(), "sea").unwrap();
    assert_eq!((found.count, found.list[0].kind.as_str()), (1, "dosing_session"));
    // The complete export contains both records unchanged.
    let file = desk.casebook.export(&client(), "json", "wren", "en", now()).unwrap();
    assert!(file.text.contains("75") && file.text.contains("100"));
    let bundle = desk.casebook.export(&client(), "fhir", "wren", "en", now()).unwrap().text;
    assert_eq!(bundle.matches("Ketamine session 2").count(), 1);

    // Another number or another day is another session.
    let changes = desk.casebook.session(&client(), None, &SessionForm { number: 3, ..form }, now());
    desk.write(changes);
    assert_eq!(desk.casebook.plan(&client()).unwrap().sessions.len(), 2);
}

#[test]
fn what_an_earlier_therapist_recorded_is_said_to_be_theirs_and_cannot_be_changed() {
    let mut desk = TestDesk::new();
    let session = DosingSession { number: 1, recorded_by: "client".into(), dose_mg: Some(75.0), ..Default::default() };
    desk.share(-1, session.clone());
    let brought = DosingSession { brought_from: "M. Osei".into(), dose_mg: Some(100.0), ..session };
    let id = desk.share(-1, DosingSession { recorded_by: "clinic".into(), route: "lozenge".into(), ..brought });
    let plan = desk.casebook.plan(&client()).unwrap();
    let [session] = &plan.sessions[..] else { panic!("{:?}", plan.sessions) };
    assert_eq!((session.brought_from.as_str(), session.form.dose_mg), ("M. Osei", Some(100.0)));
    assert_eq!((session.own.is_none(), session.theirs.as_ref().unwrap().dose_mg), (true, Some(75.0)));
    let form = SessionForm { at: NOW as f64, number: 1, ..Default::default() };
    assert_eq!(TestDesk::refused(desk.casebook.session(&client(), Some(&id), &form, now())), "clients_own");
}
