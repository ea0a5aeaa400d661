//! Tests of the casebook with a simulated desk, which stores its changes and transfers them back.

use journal::record::{
    Appointment, Body, CheckIn, CrisisPlan, DosingSession, Effect, Intention, MeasureResponse, Moment, Payload, Record,
    Reflection, SafetyChoice, SafetyEvent, Series, SessionRecord, SideEffectCheck, Step,
};
use protocol::{CollectionId, RecordId};
use serde_json::{Value, json};

use crate::card::CardForm;
use crate::plan::AssignmentForm;
use crate::view::Filter;
use crate::{Casebook, Changes, Now};

mod adverse;
mod clinic;
mod forms;
mod library;
mod notes;
mod part2;
mod plan;
mod reading;
mod rules;

const DAY: i64 = 86_400_000;
const NOW: i64 = 1_774_526_400_000;

pub(crate) fn now() -> Now {
    Now { unix_ms: NOW as f64, offset_s: 3600, zone: "Europe/Vienna".into() }
}

/// A simulated desk: it stores records and transfers them to the casebook.
pub(crate) struct TestDesk {
    pub(crate) casebook: Casebook,
    records: Vec<(CollectionId, RecordId, Option<Payload>)>,
    mark: u64,
}

pub(crate) fn care() -> CollectionId {
    CollectionId::new(1, [1; 10])
}

fn own() -> CollectionId {
    CollectionId::new(1, [2; 10])
}

pub(crate) fn client() -> String {
    care().to_string()
}

impl TestDesk {
    pub(crate) fn new() -> Self {
        let mut desk = Self { casebook: Casebook::default(), records: Vec::new(), mark: 0 };
        desk.transfer();
        desk
    }

    pub(crate) fn transfer(&mut self) {
        self.mark += 1;
        for (collection, id) in [(care(), client()), (own(), own().to_string())] {
            let here = self.records.iter().filter(|(at, _, payload)| *at == collection && payload.is_some());
            let records: Vec<Value> =
                here.map(|(_, id, payload)| json!({"id": id, "revision": 1, "record": payload})).collect();
            let handed = json!({"mark": self.mark, "whole": true, "records": records}).to_string();
            match collection == own() {
                true => self.casebook.receive_own(&id, handed.as_bytes()).unwrap(),
                false => self.casebook.receive(&id, handed.as_bytes()).unwrap(),
            }
        }
    }

    /// The practice states who follows up safety items.
    pub(crate) fn with_protocol(&mut self) {
        let form = CardForm {
            response_time: "within one working day".into(),
            cover: "Dr. Rossi".into(),
            urgent_number: "555 0199".into(),
            ..Default::default()
        };
        let changes = self.casebook.save_card(&form, now());
        self.write(changes);
    }

    /// The client shares a record.
    pub(crate) fn share(&mut self, days: i64, body: impl Into<Body>) -> String {
        let when = Moment { unix_ms: NOW + days * DAY, offset_s: 3600, zone: "Europe/Vienna".into() };
        let id = self.put(care(), None, Some(Record { when, body: body.into() }.to_payload()));
        self.transfer();
        id
    }

    fn put(&mut self, collection: CollectionId, id: Option<RecordId>, payload: Option<Payload>) -> String {
        let id = id.unwrap_or_else(|| RecordId::new(NOW as u64, [self.records.len() as u8; 10]));
        match self.records.iter_mut().find(|(at, known, _)| *at == collection && *known == id) {
            Some(known) => known.2 = payload,
            None => self.records.push((collection, id, payload)),
        }
        id.to_string()
    }

    /// Stores the casebook's changes and transfers them back.
    fn write(&mut self, changes: Result<Changes, crate::Fault>) -> Vec<String> {
        let changes = changes.unwrap();
        let ids = changes.0.into_iter().map(|change| self.put(change.collection, change.id, change.record)).collect();
        self.transfer();
        ids
    }

    fn refused(changes: Result<Changes, crate::Fault>) -> String {
        changes.map(|_| ()).unwrap_err().code
    }

    /// Everything that the client's phone receives.
    fn shared(&self) -> String {
        let shared = self.records.iter().filter(|(at, _, payload)| *at == care() && payload.is_some());
        shared.map(|(_, _, payload)| String::from_utf8(payload.as_ref().unwrap().to_json()).unwrap()).collect()
    }
}

fn wrote(text: &str) -> Reflection {
    Reflection { text: text.into(), mood: Some(5), ..Default::default() }
}

#[test]
fn a_draft_is_kept_changed_and_gone_with_the_reply() {
    let mut room = Room::new();
    let entry = room.share(-1, wrote("The rain stopped."));
    let drafts = |room: &Room| {
        let notes = room.book.plan(&client()).unwrap().notes.into_iter();
        notes.filter(|note| note.purpose == "reply_draft").map(|note| note.text).collect::<Vec<_>>()
    };
    let changes = room.book.draft(&client(), &entry, "Thank", now());
    room.write(changes);
    let changes = room.book.draft(&client(), &entry, "Thank you for", now());
    room.write(changes);
    assert_eq!(drafts(&room), ["Thank you for"]);
    assert!(!room.shared().contains("Thank"));
    let changes = room.book.reply(&client(), &entry, "Thank you for writing.", now());
    room.write(changes);
    assert_eq!(drafts(&room), [""; 0]);
    let page = room.book.entry(&client(), &entry, "en").unwrap();
    assert_eq!(page.entry.replies[0].text, "Thank you for writing.");
    let changes = room.book.draft(&client(), &entry, "More", now());
    room.write(changes);
    let changes = room.book.draft(&client(), &entry, "  ", now());
    room.write(changes);
    assert_eq!(drafts(&room), [""; 0]);
    let reply = page.entry.replies[0].id.clone();
    let changes = room.book.delete_reply(&client(), &reply);
    room.write(changes);
    assert_eq!(room.book.entry(&client(), &entry, "en").unwrap().entry.replies.len(), 0);
}

#[test]
fn notes_and_lines_for_the_session_are_the_therapists_alone() {
    let mut room = Room::new();
    let entry = room.share(-1, wrote("The rain stopped."));
    let changes = room.book.note(&client(), None, Some(&entry), "Watch the sleep.", now());
    let note = room.write(changes).remove(0);
    let changes = room.book.agenda(&client(), None, Some(&entry), "Ask about the rain.", now());
    room.write(changes);
    let brief = room.book.brief(&client(), None, now()).unwrap();
    assert_eq!((brief.agenda[0].text.as_str(), brief.agenda[0].about.as_ref()), ("Ask about the rain.", Some(&entry)));
    assert_eq!(brief.agenda[0].about_kind.as_deref(), Some("reflection"));
    assert!(!room.shared().contains("Watch") && !room.shared().contains("Ask about"));
    // Only a file that is requested explicitly contains them.
    for format in ["json", "markdown", "csv", "answers", "fhir"] {
        assert!(!room.book.export(&client(), format, "wren", now()).unwrap().text.contains("Watch the sleep."));
    }
    let changes = room.book.note(&client(), Some(&note), Some(&entry), "Watch the sleep.\nAnd the mornings.", now());
    room.write(changes);
    let file = room.book.export_notes(&client(), "wren", now()).unwrap();
    assert_eq!((file.name.as_str(), file.contents.records), ("afterglow-wren-2026-03-26.notes.md", 2));
    for words in ["> Watch the sleep.\n> And the mornings.", "Until 2026-03-26", "about reflection of 2026-03-25"] {
        assert!(file.text.contains(words), "{}", file.text);
    }
    // The subject of a note may be taken back: the note is found, but opens no entry.
    let found = |room: &Room| room.book.search(&client(), "mornings").unwrap().list.remove(0);
    assert_eq!(found(&room).about_kind.as_deref(), Some("reflection"));
    let kept = room.records.iter().find(|(_, id, _)| id.to_string() == entry).unwrap().2.clone();
    room.put(care(), entry.parse().ok(), None);
    room.hand();
    assert_eq!((found(&room).about, found(&room).about_kind), (None, None));
    assert!(room.book.plan(&client()).unwrap().notes.iter().all(|note| note.gone), "and is listed all the same");
    let agenda = room.book.brief(&client(), None, now()).unwrap().agenda.remove(0);
    assert_eq!((agenda.about, agenda.about_kind), (None, None), "nothing to open");
    room.put(care(), entry.parse().ok(), kept);
    room.hand();
    let changes = room.book.note(&client(), Some(&note), Some(&entry), "", now());
    room.write(changes);
    assert_eq!(room.book.plan(&client()).unwrap().notes.len(), 1);
    // The notes survive the end of care, and stay private.
    assert_eq!(room.book.formers(&[client()]).list, []);
    room.book.put_away(&client());
    let formers = room.book.formers(&[]).list;
    assert_eq!(formers.iter().map(|one| one.collection.clone()).collect::<Vec<_>>(), [client()]);
    assert_eq!(formers[0].notes[0].text, "Ask about the rain.");
    // Without a private collection nothing is stored where a client would get it.
    let mut bare = Casebook::default();
    bare.take(&client(), br#"{"mark":1,"whole":true,"records":[]}"#).unwrap();
    assert_eq!(Room::refused(bare.note(&client(), None, None, "x", now())), "no_own_collection");
}

#[test]
fn the_visit_is_moved_and_forgotten() {
    let mut room = Room::new();
    room.share(-3, wrote("three days ago"));
    let at = Now { unix_ms: (NOW - DAY) as f64, ..now() };
    let changes = room.book.visit(&client(), at);
    room.write(changes);
    let since = room.book.brief(&client(), None, now()).unwrap().since;
    assert_eq!((since.at, since.set), (Some(NOW - DAY), true));
    let changes = room.book.forget_visits(&client());
    room.write(changes);
    assert_eq!(room.book.brief(&client(), None, now()).unwrap().since.at, None);
    let moved = room.book.brief(&client(), Some((NOW - 2 * DAY) as f64), now()).unwrap();
    assert_eq!(moved.since.at, Some(NOW - 2 * DAY));
}

#[test]
fn a_promise_is_seen_by_the_client_and_can_be_kept() {
    let mut room = Room::new();
    let changes = room.book.promise(&client(), None, "Send the music.", now());
    let id = room.write(changes).remove(0);
    assert!(room.shared().contains("Send the music."));
    assert_eq!(room.book.brief(&client(), None, now()).unwrap().promises[0].kept, None);
    let changes = room.book.keep_promise(&client(), &id, true, now());
    room.write(changes);
    assert_eq!(room.book.plan(&client()).unwrap().promises[0].kept, Some(NOW as f64));
    let changes = room.book.promise(&client(), Some(&id), "", now());
    room.write(changes);
    assert_eq!(room.book.plan(&client()).unwrap().promises, []);
}

#[test]
fn a_flag_is_closed_and_stays_in_the_journey() {
    let mut room = Room::new();
    let shown = vec!["crisis_plan".into()];
    let event = SafetyEvent { instrument: "phq-9".into(), flag: "self_harm_item".into(), shown, ..Default::default() };
    let id = room.share(-1, event);
    assert!(room.book.brief(&client(), None, now()).unwrap().flags[0].open);
    assert_eq!(Room::refused(room.book.close_flag(&client(), &id, &DispositionForm::default(), now())), "disposition");
    let changes = room.book.close_flag(&client(), &id, &disposed(), now());
    room.write(changes);
    let flags = room.book.brief(&client(), None, now()).unwrap().flags;
    assert_eq!((flags.len(), flags[0].open, flags[0].closed), (1, false, Some(NOW)));
    let how = room.book.disposition(&client(), &flags[0].dispositions[0]).unwrap();
    assert_eq!((how.risk_level.as_str(), how.next_contact_at), ("moderate", Some((NOW + DAY) as f64)));
    assert!(!room.shared().contains("moderate"), "what the therapist judged is not sent to the client");
    // The disposition outlives care, also without any note.
    room.book.put_away(&client());
    let formers = room.book.formers(&[]).list;
    assert_eq!((formers.len(), formers[0].notes.len(), formers[0].closed), (1, 0, 1));
    let file = room.book.export_notes(&client(), "wren", now()).unwrap();
    assert!(file.text.contains("Safety flag in phq-9, closed") && file.text.contains("> moderate"), "{}", file.text);
}

#[test]
fn a_closed_flag_is_opened_again_with_a_reason_and_both_stay_to_be_read() {
    let mut room = Room::new();
    let mut answers = vec![Some(0.0); 9];
    answers[8] = Some(2.0);
    let response = room.share(-2, MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() });
    let event = SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(2.0),
        response: response.parse().ok(),
        shown: vec!["resources".into()],
        ..Default::default()
    };
    let event = room.share(-2, event);
    assert_eq!(Room::refused(room.book.reopen_flag(&client(), &event, "not closed yet", now())), "not_found");
    let changes = room.book.close_flag(&client(), &event, &disposed(), now());
    room.write(changes);
    let at = |ms: i64| Now { unix_ms: (NOW + ms) as f64, ..now() };
    assert_eq!(Room::refused(room.book.reopen_flag(&client(), &event, " ", at(1))), "empty");
    let changes = room.book.reopen_flag(&client(), &event, "She called back.", at(1));
    room.write(changes);
    let flag = room.book.brief(&client(), None, at(2)).unwrap().flags.remove(0);
    assert_eq!((flag.open, flag.closed, flag.closings), (true, None, vec![(NOW, Some(NOW + 1))]));
    let how = room.book.disposition(&client(), &flag.dispositions[0]).unwrap();
    assert_eq!((how.risk_level.as_str(), how.reopened_why.as_str()), ("moderate", "She called back."));
    assert!(!room.shared().contains("called back"), "the reason is not sent to the client");

    // After closing again, the earlier closing is still there.
    let changes = room.book.close_flag(&client(), &event, &disposed(), at(3));
    room.write(changes);
    let flag = room.book.brief(&client(), None, at(4)).unwrap().flags.remove(0);
    assert_eq!((flag.open, flag.closed, flag.closings.len(), flag.dispositions.len()), (false, Some(NOW + 3), 2, 2));
    // A closed flag is in the brief until the next visit, whenever it was raised.
    let since = |ms: i64| room.book.brief(&client(), Some((NOW + ms) as f64), at(4)).unwrap().flags.len();
    assert_eq!((since(0), since(4)), (1, 0));
}

pub(crate) fn disposed() -> DispositionForm {
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
    let mut room = Room::new();
    let mut answers = vec![Some(0.0); 9];
    answers[8] = Some(3.0);
    let response = room.share(-2, MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() });
    let event = SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(3.0),
        response: response.parse().ok(),
        shown: vec!["resources".into()],
        ..Default::default()
    };
    let event = room.share(-2, event);
    let brief = room.book.brief_in(&client(), None, now(), "de").unwrap();
    assert_eq!(brief.flags[0].opens.as_ref(), Some(&response), "it opens the answers");
    let answer = brief.flags[0].answer.as_ref().unwrap();
    assert_eq!((answer.said.as_str(), answer.number, answer.total), ("Beinahe jeden Tag", 9, Some(3.0)));
    assert!(answer.question.contains("lieber tot"));
    let marked = room.book.entry(&client(), &response, "en").unwrap();
    assert!(marked.answers[8].safety && !marked.answers[0].safety && marked.entry.measure.unwrap().severity.is_none());

    // Shown flags are marked once. That does not open the answers.
    let changes = room.book.flags_seen(&client(), now());
    assert_eq!(room.write(changes).len(), 1);
    assert_eq!(room.book.flags_seen(&client(), now()).unwrap(), Changes::default());
    assert!(room.book.brief(&client(), None, now()).unwrap().flags[0].seen.is_some());
    assert_eq!(room.book.entry(&client(), &response, "en").unwrap().entry.reading, crate::view::Reading::New);

    // The client takes both back: the mark of what was seen stays until it is closed.
    for id in [&event, &response] {
        room.put(care(), id.parse().ok(), None);
    }
    room.hand();
    let flags = room.book.brief(&client(), None, now()).unwrap().flags;
    assert!(flags[0].taken_back && flags[0].open && flags[0].opens.is_none() && flags[0].answer.is_none());
    let changes = room.book.close_flag(&client(), &event, &disposed(), now());
    room.write(changes);
    assert!(room.book.brief(&client(), Some(0.0), now()).unwrap().flags.iter().all(|flag| !flag.open));
}

#[test]
fn red_side_effects_that_were_seen_outlive_being_taken_back_until_they_are_reviewed() {
    let mut room = Room::new();
    room.share(-3, DosingSession { number: 1, ..Default::default() });
    let items = vec![Effect { id: "chest".into(), severity: Some(1), ..Default::default() }];
    let check = SideEffectCheck { items, other: "since noon".into(), ..Default::default() };
    let entry = room.share(-2, check);
    let flag = room.book.brief(&client(), None, now()).unwrap().flags.remove(0);
    assert_eq!((flag.kind, flag.seen, flag.open), ("red_effect", None, true));
    let changes = room.book.flags_seen(&client(), now());
    assert_eq!(room.write(changes).len(), 1);
    assert_eq!(room.book.flags_seen(&client(), now()).unwrap(), Changes::default());

    room.put(care(), entry.parse().ok(), None);
    room.hand();
    let flag = room.book.brief(&client(), None, now()).unwrap().flags.remove(0);
    assert!(flag.taken_back && flag.open && flag.opens.is_none() && flag.effects.is_empty() && flag.text.is_empty());
    assert!(flag.seen.is_some());
    let changes = room.book.mark(&client(), &[entry], true, now());
    room.write(changes);
    assert!(room.book.brief(&client(), Some(0.0), now()).unwrap().flags.iter().all(|flag| !flag.open));
    // A record that never existed cannot be marked.
    let nowhere = RecordId::new(9, [9; 10]).to_string();
    assert_eq!(room.book.mark(&client(), &[nowhere], true, now()).unwrap(), Changes::default());
}

#[test]
fn one_form_is_closed_at_once_and_what_it_raises_afterwards_is_open() {
    let mut room = Room::new();
    let mut answers = vec![Some(0.0); 9];
    answers[8] = Some(0.0);
    let response = room.share(-2, MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() });
    let raised = |answer: f64| SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(answer),
        response: response.parse().ok(),
        shown: vec!["resources".into()],
        ..Default::default()
    };
    let first = room.share(-2, raised(1.0));
    room.share(-1, raised(3.0));
    // The client went back and changed the answer: the flag shows the original and the current answer.
    let flags = room.book.brief_in(&client(), None, now(), "de").unwrap().flags;
    let said = |n: usize| flags[n].answer.as_ref().map(|one| (one.said.as_str(), one.changed_text.as_str())).unwrap();
    assert_eq!(
        [said(0), said(1)],
        [("Beinahe jeden Tag", "Überhaupt nicht"), ("An einzelnen Tagen", "Überhaupt nicht")]
    );

    let changes = room.book.close_flag(&client(), &first, &disposed(), now());
    room.write(changes);
    let flags = room.book.brief(&client(), None, now()).unwrap().flags;
    assert!(flags.len() == 2 && flags.iter().all(|flag| !flag.open && flag.dispositions.len() == 1));
    let later = Now { unix_ms: (NOW + 2 * DAY) as f64, ..now() };
    room.share(1, raised(2.0));
    let flags = room.book.brief(&client(), None, later).unwrap().flags;
    assert_eq!(flags.iter().filter(|flag| flag.open).count(), 1, "what was answered since is not closed by it");
    // The flag is also shown while this browser's clock is behind the phone's.
    let flags = room.book.brief(&client(), None, now()).unwrap().flags;
    assert!(flags[0].open && flags[0].at > NOW);
    let changes = room.book.close_flag(&client(), &flags[0].ids[0], &disposed(), now());
    room.write(changes);
    assert!(room.book.brief(&client(), None, now()).unwrap().flags.iter().all(|flag| !flag.open));
}

#[test]
fn an_event_of_a_form_that_was_left_has_a_page_with_the_one_answer() {
    let mut room = Room::new();
    let event = SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(1.0),
        shown: vec!["resources".into()],
        ..Default::default()
    };
    let id = room.share(-1, event);
    let page = room.book.entry(&client(), &id, "en").unwrap();
    assert_eq!((page.entry.kind.as_str(), page.answers.len()), ("safety_event", 1));
    assert_eq!(page.answers[0].answer, "Several days");
}

#[test]
fn a_shared_crisis_plan_is_in_the_brief_and_lines_can_be_suggested_for_it() {
    let mut room = Room::new();
    assert_eq!(room.book.brief(&client(), None, now()).unwrap().plan, None);
    room.share(-1, CrisisPlan { coping: vec!["cold water".into()], ..Default::default() });
    let plan = room.book.brief(&client(), None, now()).unwrap().plan.unwrap();
    assert_eq!(plan.parts, [("coping", vec!["cold water".to_owned()])]);
    let changes = room.book.propose_plan_line(&client(), "safer", "Who keeps the lozenges?", now());
    room.write(changes);
    assert!(room.shared().contains("Who keeps the lozenges?"));
    assert_eq!(Room::refused(room.book.propose_plan_line(&client(), "dose", "x", now())), "empty");
}

#[test]
fn everything_is_searched_accents_do_not_count_and_slips_are_forgiven() {
    let mut room = Room::new();
    let entry = room.share(-3, wrote("Une éclaircie, après la pluie."));
    room.share(-2, wrote("The river was slow."));
    let changes = room.book.reply(&client(), &entry, "Merci: quelle éclaircie.", now());
    room.write(changes);
    let changes = room.book.note(&client(), None, Some(&entry), "Eclaircie: ask.", now());
    room.write(changes);
    let found = room.book.search(&client(), "ECLAIR").unwrap();
    let kinds: Vec<&str> = found.list.iter().map(|find| find.kind.as_str()).collect();
    assert_eq!((found.count, found.meant), (3, None));
    assert_eq!(kinds.last(), Some(&"reflection"));
    assert!(kinds.contains(&"private_note"));
    assert!(found.list.iter().all(|find| find.words.iter().any(|piece| piece.hit)));
    assert_eq!(found.list.iter().filter(|find| find.about.as_ref() == Some(&entry)).count(), 2);
    let slip = room.book.search(&client(), "rivver").unwrap();
    assert_eq!((slip.count, slip.meant.as_deref()), (1, Some("river")));
    assert_eq!(room.book.search(&client(), "  ").unwrap().count, 0);
}

#[test]
fn a_long_journey_is_read_page_by_page() {
    let mut room = Room::new();
    room.share(-40, DosingSession { number: 1, ..Default::default() });
    for n in 0..25 {
        room.share(-30 + n, wrote(&format!("entry {n}")));
    }
    let page = |from, count| {
        let filter = Filter { from, count, ..Default::default() };
        room.book.timeline(&client(), &filter, NOW as f64).unwrap()
    };
    let words = |page: &crate::view::Timeline| {
        let entries = page.sections.iter().flat_map(|section| &section.entries);
        entries.map(|entry| entry.words[0].text.clone()).collect::<Vec<_>>()
    };
    assert_eq!((page(0, 10).shown, page(0, 10).total), (10, 25));
    assert_eq!(words(&page(0, 2)), ["entry 24", "entry 23"]);
    assert_eq!(words(&page(24, 10)), ["entry 0"]);
    assert_eq!((page(25, 10).shown, page(0, 0).shown), (0, 25));
}

#[test]
fn an_export_says_what_is_inside_and_holds_no_private_note() {
    let mut room = Room::new();
    let entry = room.share(-3, wrote("Rain all day."));
    let changes = room.book.note(&client(), None, Some(&entry), "Watch the sleep.", now());
    room.write(changes);
    assert_eq!(room.book.inside(&client(), now()).unwrap().left_out[0].kind, "private_note");
    for format in ["json", "markdown", "csv", "fhir"] {
        let file = room.book.export(&client(), format, "wren", now()).unwrap();
        assert!(file.name.starts_with("afterglow-wren-2026-03-26."));
        assert_eq!(file.contents.records, 1);
        assert!(!file.text.contains("Watch"), "{format}");
    }
    assert_eq!(room.book.export(&client(), "docx", "wren", now()).unwrap_err().code, "not_found");
}

/// `views.d.ts` has exactly the fields of the journal's views.
#[test]
fn the_typescript_types_say_what_the_journal_makes() {
    use std::collections::BTreeSet;

    let mut desk = TestDesk::new();
    desk.share(-30, Series { planned: Some(3), ..Default::default() });
    desk.share(-20, MeasureResponse { instrument: "phq-9".into(), answers: vec![Some(2.0); 9], ..Default::default() });
    desk.share(-10, DosingSession { number: 1, ..Default::default() });
    let when = Moment { unix_ms: NOW - 10 * DAY, offset_s: 3600, zone: "Europe/Vienna".into() };
    let kept = SessionRecord { client: Some(care()), kept: Some(when.clone()), number: 1, ..Default::default() };
    desk.put(own(), None, Some(Record { when, body: kept.into() }.to_payload()));
    desk.share(-10, Intention { text: "rest".into(), session: Some(1), ..Default::default() });
    let mut entry = wrote("words");
    entry.themes = vec!["insight".into()];
    entry.states = vec!["calm".into()];
    entry.wants_to_talk = true;
    desk.share(-9, entry);
    desk.share(-2, MeasureResponse { instrument: "phq-9".into(), answers: vec![Some(1.0); 9], ..Default::default() });
    desk.share(-2, Step { text: "walk".into(), ..Default::default() });
    let changes = desk.casebook.promise(&client(), None, "Send the music.", now());
    desk.write(changes);
    let changes = desk.casebook.visit(&client(), Now { unix_ms: (NOW - 5 * DAY) as f64, ..now() });
    desk.write(changes);
    desk.share(-1, wrote("more"));
    let choice = Some(SafetyChoice::HelpNow);
    desk.share(-1, SafetyEvent { instrument: "phq-9".into(), choice, ..Default::default() });
    desk.share(-1, CrisisPlan { coping: vec!["cold water".into()], ..Default::default() });
    desk.share(-1, CheckIn { mood: Some(0), ..Default::default() });
    let effect = Effect { id: "chest".into(), severity: Some(2), ..Default::default() };
    desk.share(-1, SideEffectCheck { any: Some(true), items: vec![effect], ..Default::default() });

    let mut made = BTreeSet::new();
    fn names(value: &Value, names_of: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| {
                // The keys of these objects are data, not fields.
                names_of.insert(name.clone());
                if !["figures", "spread", "means", "subscales"].contains(&name.as_str()) {
                    names(value, names_of);
                }
            }),
            Value::Array(list) => list.iter().for_each(|value| names(value, names_of)),
            _ => {}
        }
    }
    names(&serde_json::to_value(desk.casebook.brief(&client(), None, now()).unwrap()).unwrap(), &mut made);
    names(&serde_json::to_value(desk.casebook.trends(&client(), now()).unwrap()).unwrap(), &mut made);
    let declared: BTreeSet<String> = include_str!("views.d.ts")
        .lines()
        .filter_map(|line| {
            line.strip_prefix("  ")?.split_once(':').map(|(name, _)| name.trim_end_matches('?').to_owned())
        })
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    assert_eq!(made, declared);
}
