//! Between client and therapist, with the real server: invitations; replies, assignments and suggestions, also after care
//! has ended; a session that both recorded; the question that an answer keeps.

use journal::record::{
    Appointment, Assignment, Body, Cadence, DosingSession, Every, PracticeCard, Repeat, Suggestion, Task,
};
use journal::seal::Purpose;
use mobile_core::entries::{Form, SessionForm, StepForm, StepProgress};
use mobile_core::view::{Fit, JourneyFilter, JourneyRow, Stage};
use mobile_core::{CarePurpose, CareView, Error, Writing};
use protocol::RecordId;

use crate::therapist::Therapist;
use crate::world::{PhoneInHand, World};

pub async fn joined(world: &World) -> (PhoneInHand, Therapist, CareView) {
    let (phone, _) = world.registered("wren").await;
    let mut therapist = world.therapist().await;
    let care = phone.care().join(&therapist.invite().await, Some("Wren")).await.unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    (phone, therapist, care)
}

pub(crate) fn kinds(therapist: &Therapist, care: &CareView) -> Vec<String> {
    let reads = therapist.reads(&care.id).into_iter();
    let mut kinds: Vec<String> = reads.map(|(_, record)| record["kind"].as_str().unwrap().to_owned()).collect();
    kinds.retain(|kind| kind != "profile" && kind != "consent");
    kinds.sort();
    kinds
}

/// The second session, as the clinic records it.
pub(crate) fn clinics_session() -> DosingSession {
    DosingSession {
        number: 2,
        by_therapist: true,
        route: "lozenge".into(),
        dose_mg: Some(100.0),
        recorded_by: "clinic".into(),
        ..Default::default()
    }
}

#[tokio::test]
async fn an_invitation_says_what_it_is_for_before_it_is_answered_and_after() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    assert_eq!(care.purpose, CarePurpose::Care);
    let asked = phone.care().read_invitation(&therapist.invite().await).await.unwrap();
    assert_eq!((asked.purpose, asked.purpose_text), (CarePurpose::Care, None));
    let link = therapist.invite_for(Purpose::Supervision).await;
    let asked = phone.care().read_invitation(&link).await.unwrap();
    assert_eq!(asked.purpose, CarePurpose::Supervision);
    assert!(asked.purpose_text.unwrap().starts_with("M. Osei would accompany"));
    let second = phone.care().join(&link, None).await.unwrap();
    let screen = phone.sharing().therapist().unwrap();
    let said = |care: &str| screen.care.iter().find(|access| access.care.id == care).unwrap().purpose_text.clone();
    assert_eq!(said(&care.id), None);
    assert_eq!(said(&second.id).as_deref(), Some("Accompanies another therapist’s work, as a supervisor"));
}

fn asks(instrument: &str, repeat: Repeat) -> Body {
    Body::Assignment(Assignment {
        task: Task::Measure,
        text: String::new(),
        prompt: None,
        set: None,
        instrument: Some(instrument.into()),
        due: None,
        repeat: Some(repeat),
        weeks: Some(1),
        ended: false,
        extra: Default::default(),
    })
}

#[tokio::test]
async fn what_a_therapist_asked_and_agreed_is_over_when_care_has_ended_and_who_asks_is_named() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone.clock.set("2026-09-22T10:00:00-06:00", "America/Denver");
    let meeting = Appointment { purpose: "dosing".into(), by_therapist: true, ..Default::default() };
    therapist.puts(&care.id, 3, asks("phq-8", Repeat::Weeks)).await;
    therapist.puts(&care.id, 5, Body::Suggestion(Suggestion { text: "swim".into(), ..Default::default() })).await;
    therapist.puts_at(&care.id, 6, "2026-09-25T10:00:00-06:00", Body::Appointment(meeting)).await;
    phone.sync().run().await.unwrap();
    let view = phone.sharing().therapist().unwrap();
    assert_eq!(view.appointments.len(), 1);
    let [assigned] = &view.assigned[..] else { panic!("{:?}", view.assigned) };
    // Weekly, from the day of the assignment: the portal shows "from", and it is not a deadline.
    assert_eq!((assigned.said.as_str(), assigned.due_text.as_str()), ("M. Osei asks for PHQ-8", "since yesterday"));
    assert_eq!(phone.sessions().steps().unwrap().suggestions.len(), 1);
    assert!(
        phone
            .settings()
            .reminders()
            .unwrap()
            .notices
            .iter()
            .flat_map(|one| &one.reasons)
            .any(|one| one.kind == "follow_up")
    );

    // A second relationship does not change who assigned it.
    let second = phone.care().join(&therapist.invite().await, None).await.unwrap();
    phone.sync().run().await.unwrap();
    assert_eq!(phone.sharing().therapist().unwrap().assigned[0].said, "M. Osei asks for PHQ-8");

    phone.care().end_care(&care.id).await.unwrap();
    phone.sync().run().await.unwrap();
    let view = phone.sharing().therapist().unwrap();
    assert_eq!((view.appointments.len(), view.assigned.len()), (0, 0), "nobody waits for it any more");
    assert!(
        phone.measures().list().unwrap().due.is_empty() && phone.sessions().steps().unwrap().suggestions.is_empty()
    );
    assert_eq!(phone.pages().today().unwrap().next, None);
    let reasons: Vec<_> =
        phone.settings().reminders().unwrap().notices.into_iter().flat_map(|one| one.reasons).collect();
    assert!(reasons.iter().all(|one| one.kind != "follow_up" && one.kind != "measure"), "{reasons:?}");

    // The other therapist's assignment is due as well.
    therapist.sync().await;
    therapist.puts(&second.id, 8, asks("gad-7", Repeat::Once)).await;
    phone.sync().run().await.unwrap();
    let assigned: Vec<_> =
        phone.sharing().therapist().unwrap().assigned.into_iter().map(|one| one.instrument).collect();
    assert_eq!(assigned, [Some("gad-7".to_owned())]);
    world.end().await;
}

#[tokio::test]
async fn what_the_therapist_asks_suggests_and_answers_arrives_and_is_the_clients_to_take() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let entry = phone.entries().write(&Writing::text("the lake")).unwrap();
    phone.sharing().share(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;

    let assignment = |task, text: &str, instrument: Option<&str>| Assignment {
        task,
        text: text.into(),
        prompt: None,
        set: None,
        instrument: instrument.map(String::from),
        due: None,
        repeat: Some(Repeat::Once),
        weeks: None,
        ended: false,
        extra: Default::default(),
    };
    let cadence = Cadence { every: Every::Day, times: None, weekdays: Vec::new(), extra: Default::default() };
    let walk = Suggestion { text: "walk by the water".into(), cadence: Some(cadence), ..Default::default() };
    let swim = Suggestion { text: "swim".into(), ..Default::default() };
    let card = PracticeCard {
        name: "Harbour Practice".into(),
        phone: "555-0100".into(),
        reading_agreement: "We read on Mondays.".into(),
        agreement_version: "3".into(),
        ..Default::default()
    };
    therapist.replies(&care.id, entry, "Tell me about the lake.").await;
    therapist.puts(&care.id, 3, Body::Assignment(assignment(Task::Measure, "", Some("phq-9")))).await;
    therapist.puts(&care.id, 4, Body::Assignment(assignment(Task::Prompt, "What did the water say?", None))).await;
    therapist.puts(&care.id, 5, Body::Suggestion(walk)).await;
    therapist.puts(&care.id, 6, Body::Suggestion(swim)).await;
    therapist.puts(&care.id, 7, Body::PracticeCard(card)).await;
    phone.clock.set("2026-09-22T10:00:00-06:00", "America/Denver");
    phone.sync().run().await.unwrap();

    let view = phone.sharing().therapist().unwrap();
    assert_eq!(
        (view.replies[0].text.as_str(), view.replies[0].about.as_str()),
        ("Tell me about the lake.", "the lake")
    );
    assert!(view.replies[0].fresh && view.no_replies.is_none());
    assert_eq!(view.assigned.len(), 2);
    assert_eq!(view.practice[0].phone, "555-0100");
    let news = |kind: &str| {
        phone.pages().today().unwrap().news.into_iter().find(|news| news.kind == kind).map(|news| news.said)
    };
    assert_eq!(news("replies").as_deref(), Some("A reply has come."));
    phone.sharing().mark_replies_seen().unwrap();
    assert_eq!(news("replies"), None);

    // The prompt comes first, with the therapist's name; the measure is the one thing to do now.
    let prompt = phone.entries().write_view().unwrap().prompts.remove(0);
    assert_eq!((prompt.text.as_str(), prompt.source_text.as_str()), ("What did the water say?", "From M. Osei"));
    let fits = phone.pages().today().unwrap().fits;
    assert_eq!((fits.fit, fits.target.as_deref()), (Fit::Measure, Some("phq-9")));
    let assignment: RecordId = fits.assignment.unwrap().parse().unwrap();
    // Her reading agreement changed the wording of the consent: until it is answered, nothing is promised.
    let page = phone.measures().open_measure("phq-9", Some(assignment)).unwrap();
    assert_eq!(page.before, "Only you see your answers, unless you share them.");
    let draft: RecordId = page.draft.parse().unwrap();
    for item in 0..8 {
        phone.measures().answer_page(draft, item, Some(1.0)).unwrap();
    }
    phone.measures().answer_page(draft, 8, Some(1.0)).unwrap();
    let id = phone.measures().finish_measure(draft).unwrap();
    assert!(phone.measures().list().unwrap().due.is_empty());
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert!(!kinds(&therapist, &care).contains(&"safety_event".to_owned()), "nothing is sent by itself");
    // The consent contains the practice's reading agreement with its version. Without consent nothing new is shared.
    let consents = phone.sharing().consents().unwrap();
    assert!(consents[1].changed && !consents[1].agreed);
    let noon = phone.entries().write(&Writing::text("the lake at noon")).unwrap();
    assert_eq!(phone.sharing().share(noon, None).unwrap_err(), Error::ConsentFirst);
    assert!(consents[1].wording.text.contains("We read on Mondays.") && consents[1].wording.version == "1/3");
    phone.sharing().agree("journal", None).unwrap();
    let code = phone.account().recovery_code().unwrap().unwrap();
    phone.account().confirm_recovery_code(&code).unwrap();
    assert_eq!(phone.settings().welcome().unwrap().stage, Stage::Agreement);
    phone.sharing().agree("sharing", Some(&care.id)).unwrap();
    assert_eq!(phone.settings().welcome().unwrap().stage, Stage::Ready);
    assert_eq!(phone.sharing().share_view(&[id], None).unwrap().previews.len(), 1);
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert!(kinds(&therapist, &care).contains(&"safety_event".to_owned()), "who reads the one sees the other");

    // Suggestions: one accepted in the client's own words, the other declined.
    let steps = phone.sessions().steps().unwrap();
    let suggested = |text: &str| {
        let one = steps.suggestions.iter().find(|one| one.text == text).unwrap();
        one.id.parse::<RecordId>().unwrap()
    };
    let step = phone
        .sessions()
        .accept_suggestion(suggested("walk by the water"), Some(StepForm::text("sit by the water")))
        .unwrap();
    phone.sessions().decline_suggestion(suggested("swim")).unwrap();
    let steps = phone.sessions().steps().unwrap();
    assert_eq!((steps.suggestions.len(), steps.active.len(), steps.ended.len()), (0, 1, 0));
    assert_eq!(
        (steps.active[0].id.as_str(), steps.active[0].progress),
        (step.to_string().as_str(), StepProgress::Active)
    );

    phone.sharing().share(noon, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let consents = therapist.reads(&care.id).into_iter().filter(|(_, record)| record["kind"] == "consent");
    assert_eq!(consents.count(), 2, "that of joining, and that of the practice's wording: both have acknowledged them");
    world.end().await;
}

#[tokio::test]
async fn a_session_that_both_wrote_down_stands_once_on_the_phone_with_everything_that_was_said() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone.clock.set("2026-09-22T10:00:00-06:00", "America/Denver");
    let clinic = DosingSession { support_note: "Rest well; the lake will keep.".into(), ..clinics_session() };
    therapist.puts(&care.id, 3, Body::DosingSession(clinic)).await;
    phone.sync().run().await.unwrap();

    // Only the clinic recorded it: its page opens, and the person's addition is a record of its own.
    let page = phone.sessions().session_page(2).unwrap();
    assert_eq!(
        (page.id, page.form.dose_mg, page.support_note.as_str()),
        (None, None, "Rest well; the lake will keep.")
    );
    assert!(page.dose.unwrap().contains("100"));
    let own = phone.sessions().end_session(2).unwrap();
    let page = phone.sessions().session_page(2).unwrap();
    assert_eq!(page.id, Some(own.to_string()));
    assert!(page.dose.unwrap().contains("100") && page.form.ended.is_some());
    let form = SessionForm { first_words: "Still water.".into(), ..page.form };
    phone.entries().edit_form(own, &Form::Session { session: form }).unwrap();

    let journey = phone.pages().journey(&JourneyFilter::default(), None, 50).unwrap();
    let sessions: Vec<_> = journey
        .rows
        .iter()
        .filter_map(|row| match row {
            JourneyRow::Session { session, .. } => Some((session.id.clone(), session.dose_mg)),
            JourneyRow::Entry { .. } => None,
        })
        .collect();
    assert_eq!(sessions, [(own.to_string(), Some(100.0))]);
    let timeline = phone.pages().timeline().unwrap();
    assert_eq!(timeline.sections.iter().filter(|section| section.session.is_some()).count(), 1);
    // A search for either side's words finds the session, once.
    for words in ["lake", "still water"] {
        let found: Vec<_> = phone.pages().search(words).unwrap().into_iter().map(|hit| hit.entry.id).collect();
        assert_eq!(found, [own.to_string()], "{words}");
    }
    assert_eq!(phone.sessions().hopes().unwrap().next_session, 3);

    phone.sharing().share(own, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(kinds(&therapist, &care), ["dosing_session", "dosing_session"], "two records, each its writer's");
    world.end().await;
}

#[tokio::test]
async fn an_answer_keeps_the_words_that_were_asked_when_it_was_begun() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let asks = |text: &str| Assignment {
        task: Task::Prompt,
        text: text.into(),
        prompt: None,
        set: None,
        instrument: None,
        due: None,
        repeat: Some(Repeat::Weeks),
        weeks: Some(1),
        ended: false,
        extra: Default::default(),
    };
    therapist.puts(&care.id, 4, Body::Assignment(asks("What did the water say?"))).await;
    phone.clock.set("2026-09-22T10:00:00-06:00", "America/Denver");
    phone.sync().run().await.unwrap();
    let prompt = phone.entries().write_view().unwrap().prompts.remove(0);

    // As from the view of today, which contains only the prompt's id.
    let begun = Writing { prompt: Some(prompt.id.clone()), ..Writing::text("it was") };
    let draft = phone.entries().save_draft(None, &begun).unwrap();
    therapist.puts(&care.id, 4, Body::Assignment(asks("What did the wind say?"))).await;
    phone.sync().run().await.unwrap();
    assert_eq!(phone.entries().prompt_words(&prompt.id).unwrap().as_deref(), Some("What did the wind say?"));
    let Form::Reflection { writing } = phone.entries().draft(draft).unwrap().unwrap().form else {
        panic!("a reflection")
    };
    assert_eq!(writing.asked.as_deref(), Some("What did the water say?"));
    phone.entries().save_draft(Some(draft), &Writing { text: "it was quiet".into(), ..begun }).unwrap();
    let entry = phone.entries().finish_draft(draft).unwrap();
    let asked = || phone.pages().show(entry).unwrap().asked;
    assert_eq!(asked().as_deref(), Some("What did the water say?"));
    assert_eq!(phone.entries().writing(entry).unwrap().assignment, prompt.assignment);
    assert!(phone.sharing().therapist().unwrap().assigned.is_empty(), "answered in this turn");

    // A later change keeps it; an answer to a built-in prompt needs none.
    let written = phone.entries().writing(entry).unwrap();
    phone.entries().edit(entry, &Writing { text: "it was very quiet".into(), asked: None, ..written.clone() }).unwrap();
    assert_eq!(asked().as_deref(), Some("What did the water say?"));
    phone.entries().edit(entry, &Writing { prompt: Some("between.free".into()), asked: None, ..written }).unwrap();
    assert_eq!(asked(), None);
    world.end().await;
}
