//! Safety flags and red side effects: closing, opening again, and what is left after a share is taken back.

use journal::record::{DosingSession, Effect, MeasureResponse, SafetyEvent, SideEffectCheck};
use protocol::RecordId;

use super::{DAY, NOW, TestDesk, care, client, now};
use crate::dispositions::DispositionForm;
use crate::{Changes, Now};

#[test]
fn a_flag_is_closed_and_stays_in_the_journey() {
    let mut desk = TestDesk::new();
    let shown = vec!["crisis_plan".into()];
    let event = SafetyEvent { instrument: "phq-9".into(), flag: "self_harm_item".into(), shown, ..Default::default() };
    let id = desk.share(-1, event);
    assert!(desk.casebook.brief(&client(), None, now()).unwrap().flags[0].open);
    assert_eq!(
        TestDesk::refused(desk.casebook.close_flag(&client(), &id, &DispositionForm::default(), now())),
        "disposition"
    );
    let changes = desk.casebook.close_flag(&client(), &id, &disposed(), now());
    desk.write(changes);
    let flags = desk.casebook.brief(&client(), None, now()).unwrap().flags;
    assert_eq!((flags.len(), flags[0].open, flags[0].closed), (1, false, Some(NOW)));
    let how = desk.casebook.disposition(&client(), &flags[0].dispositions[0]).unwrap();
    assert_eq!((how.risk_level.as_str(), how.next_contact_at), ("moderate", Some((NOW + DAY) as f64)));
    assert!(!desk.shared().contains("moderate"), "what the therapist judged is not sent to the client");
    // The disposition outlives care, also without any note.
    desk.casebook.close(&client());
    let formers = desk.casebook.formers(&[]).list;
    assert_eq!((formers.len(), formers[0].notes.len(), formers[0].closed), (1, 0, 1));
    let file = desk.casebook.export_notes(&client(), "wren", "en", now()).unwrap();
    assert!(file.text.contains("Safety flag in phq-9, closed") && file.text.contains("> moderate"), "{}", file.text);
    let german = desk.casebook.export_notes(&client(), "wren", "de-AT", now()).unwrap().text;
    assert!(
        german.contains("Sicherheitshinweis in phq-9, abgeschlossen") && german.contains("Risiko:\n> mittel"),
        "{german}"
    );
    for english in ["Made ", "Risk", "Contact", "moderate"] {
        assert!(!german.contains(english), "{english}: {german}");
    }
}

#[test]
fn a_closed_flag_is_opened_again_with_a_reason_and_both_stay_to_be_read() {
    let mut desk = TestDesk::new();
    let mut answers = vec![Some(0.0); 9];
    answers[8] = Some(2.0);
    let response = desk.share(-2, MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() });
    let event = SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(2.0),
        response: response.parse().ok(),
        shown: vec!["resources".into()],
        ..Default::default()
    };
    let event = desk.share(-2, event);
    assert_eq!(TestDesk::refused(desk.casebook.reopen_flag(&client(), &event, "not closed yet", now())), "not_found");
    let changes = desk.casebook.close_flag(&client(), &event, &disposed(), now());
    desk.write(changes);
    let at = |ms: i64| Now { unix_ms: (NOW + ms) as f64, ..now() };
    assert_eq!(TestDesk::refused(desk.casebook.reopen_flag(&client(), &event, " ", at(1))), "empty");
    let changes = desk.casebook.reopen_flag(&client(), &event, "She called back.", at(1));
    desk.write(changes);
    let flag = desk.casebook.brief(&client(), None, at(2)).unwrap().flags.remove(0);
    assert_eq!((flag.open, flag.closed, flag.closings), (true, None, vec![(NOW, Some(NOW + 1))]));
    let how = desk.casebook.disposition(&client(), &flag.dispositions[0]).unwrap();
    assert_eq!((how.risk_level.as_str(), how.reopened_why.as_str()), ("moderate", "She called back."));
    assert!(!desk.shared().contains("called back"), "the reason is not sent to the client");

    // After closing again, the earlier closing is still there.
    let changes = desk.casebook.close_flag(&client(), &event, &disposed(), at(3));
    desk.write(changes);
    let flag = desk.casebook.brief(&client(), None, at(4)).unwrap().flags.remove(0);
    assert_eq!((flag.open, flag.closed, flag.closings.len(), flag.dispositions.len()), (false, Some(NOW + 3), 2, 2));
    // A closed flag is in the brief until the next visit, whenever it was raised.
    let since = |ms: i64| desk.casebook.brief(&client(), Some((NOW + ms) as f64), at(4)).unwrap().flags.len();
    assert_eq!((since(0), since(4)), (1, 0));
}

fn disposed() -> DispositionForm {
    DispositionForm {
        contacted_at: Some(NOW as f64),
        how: "phone".into(),
        by: "M. Osei".into(),
        risk_level: "moderate".into(),
        next_contact_at: Some((NOW + DAY) as f64),
        ..Default::default()
    }
}

#[test]
fn a_flag_that_was_seen_outlives_being_taken_back_and_is_closed_all_the_same() {
    let mut desk = TestDesk::new();
    let mut answers = vec![Some(0.0); 9];
    answers[8] = Some(3.0);
    let response = desk.share(-2, MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() });
    let event = SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(3.0),
        response: response.parse().ok(),
        shown: vec!["resources".into()],
        ..Default::default()
    };
    let event = desk.share(-2, event);
    let brief = desk.casebook.brief_in(&client(), None, now(), "de").unwrap();
    assert_eq!(brief.flags[0].opens.as_ref(), Some(&response), "it opens the answers");
    let answer = brief.flags[0].answer.as_ref().unwrap();
    assert_eq!((answer.said.as_str(), answer.number, answer.total), ("Beinahe jeden Tag", 9, Some(3.0)));
    assert!(answer.question.contains("lieber tot"));
    let marked = desk.casebook.entry(&client(), &response, "en").unwrap();
    assert!(marked.answers[8].safety && !marked.answers[0].safety && marked.entry.measure.unwrap().severity.is_none());

    // Shown flags are marked once. That does not open the answers.
    let changes = desk.casebook.flags_seen(&client(), now());
    assert_eq!(desk.write(changes).len(), 1);
    assert_eq!(desk.casebook.flags_seen(&client(), now()).unwrap(), Changes::default());
    assert!(desk.casebook.brief(&client(), None, now()).unwrap().flags[0].seen.is_some());
    assert_eq!(desk.casebook.entry(&client(), &response, "en").unwrap().entry.reading, crate::view::Reading::New);

    // The client takes both back: the mark of what was seen stays until it is closed.
    for id in [&event, &response] {
        desk.put(care(), id.parse().ok(), None);
    }
    desk.transfer();
    let flags = desk.casebook.brief(&client(), None, now()).unwrap().flags;
    assert!(flags[0].taken_back && flags[0].open && flags[0].opens.is_none() && flags[0].answer.is_none());
    let changes = desk.casebook.close_flag(&client(), &event, &disposed(), now());
    desk.write(changes);
    assert!(desk.casebook.brief(&client(), Some(0.0), now()).unwrap().flags.iter().all(|flag| !flag.open));
}

#[test]
fn red_side_effects_that_were_seen_outlive_being_taken_back_until_they_are_reviewed() {
    let mut desk = TestDesk::new();
    desk.share(-3, DosingSession { number: 1, ..Default::default() });
    let items = vec![Effect { id: "chest".into(), severity: Some(1), ..Default::default() }];
    let check = SideEffectCheck { items, other: "since noon".into(), ..Default::default() };
    let entry = desk.share(-2, check);
    let flag = desk.casebook.brief(&client(), None, now()).unwrap().flags.remove(0);
    assert_eq!((flag.kind, flag.seen, flag.open), ("red_effect", None, true));
    let changes = desk.casebook.flags_seen(&client(), now());
    assert_eq!(desk.write(changes).len(), 1);
    assert_eq!(desk.casebook.flags_seen(&client(), now()).unwrap(), Changes::default());

    desk.put(care(), entry.parse().ok(), None);
    desk.transfer();
    let flag = desk.casebook.brief(&client(), None, now()).unwrap().flags.remove(0);
    assert!(flag.taken_back && flag.open && flag.opens.is_none() && flag.effects.is_empty() && flag.text.is_empty());
    assert!(flag.seen.is_some());
    let changes = desk.casebook.mark(&client(), &[entry], true, now());
    desk.write(changes);
    assert!(desk.casebook.brief(&client(), Some(0.0), now()).unwrap().flags.iter().all(|flag| !flag.open));
    // A record that never existed cannot be marked.
    let nowhere = RecordId::new(9, [9; 10]).to_string();
    assert_eq!(desk.casebook.mark(&client(), &[nowhere], true, now()).unwrap(), Changes::default());
}

#[test]
fn one_form_is_closed_at_once_and_what_it_raises_afterwards_is_open() {
    let mut desk = TestDesk::new();
    let mut answers = vec![Some(0.0); 9];
    answers[8] = Some(0.0);
    let response = desk.share(-2, MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() });
    let raised = |answer: f64| SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(answer),
        response: response.parse().ok(),
        shown: vec!["resources".into()],
        ..Default::default()
    };
    let first = desk.share(-2, raised(1.0));
    desk.share(-1, raised(3.0));
    // The client went back and changed the answer: the flag shows the original and the current answer.
    let flags = desk.casebook.brief_in(&client(), None, now(), "de").unwrap().flags;
    let said = |n: usize| flags[n].answer.as_ref().map(|one| (one.said.as_str(), one.changed_text.as_str())).unwrap();
    assert_eq!(
        [said(0), said(1)],
        [("Beinahe jeden Tag", "Überhaupt nicht"), ("An einzelnen Tagen", "Überhaupt nicht")]
    );

    let changes = desk.casebook.close_flag(&client(), &first, &disposed(), now());
    desk.write(changes);
    let flags = desk.casebook.brief(&client(), None, now()).unwrap().flags;
    assert!(flags.len() == 2 && flags.iter().all(|flag| !flag.open && flag.dispositions.len() == 1));
    let later = Now { unix_ms: (NOW + 2 * DAY) as f64, ..now() };
    desk.share(1, raised(2.0));
    let flags = desk.casebook.brief(&client(), None, later).unwrap().flags;
    assert_eq!(flags.iter().filter(|flag| flag.open).count(), 1, "what was answered since is not closed by it");
    // The flag is also shown while this browser's clock is behind the phone's.
    let flags = desk.casebook.brief(&client(), None, now()).unwrap().flags;
    assert!(flags[0].open && flags[0].at > NOW);
    let changes = desk.casebook.close_flag(&client(), &flags[0].ids[0], &disposed(), now());
    desk.write(changes);
    assert!(desk.casebook.brief(&client(), None, now()).unwrap().flags.iter().all(|flag| !flag.open));
}

#[test]
fn an_event_of_a_form_that_was_left_has_a_page_with_the_one_answer() {
    let mut desk = TestDesk::new();
    let event = SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(1.0),
        shown: vec!["resources".into()],
        ..Default::default()
    };
    let id = desk.share(-1, event);
    let page = desk.casebook.entry(&client(), &id, "en").unwrap();
    assert_eq!((page.entry.kind.as_str(), page.answers.len()), ("safety_event", 1));
    assert_eq!(page.answers[0].answer, "Several days");
}
