//! Sharing: one entry and several, from now on, with another therapist, and only with consent.

use journal::record::Body;
use journal::seal::Purpose;
use mobile_core::entries::{CheckInForm, Form, SessionForm};
use mobile_core::view::Reading;
use mobile_core::{Error, Writing};
use protocol::RecordId;

use crate::caring::{clinics_session, joined, kinds};
use crate::world::World;

#[tokio::test]
async fn several_are_shared_at_once_exactly_as_previewed_and_taken_back_in_plain_words() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let one = phone.entries().write(&Writing::text("the lake")).unwrap();
    let two =
        phone.sessions().check_in(CheckInForm { mood: Some(3), text: "low".into(), ..Default::default() }).unwrap();
    let private = phone.entries().write(&Writing::text("only mine")).unwrap();
    let view = phone.sharing().share_view(&[one, two], None).unwrap();
    assert_eq!(view.title, "This is exactly what M. Osei will see: 2 entries.");
    assert_eq!(view.previews.len(), 2);
    let nobody = RecordId::new(1, [9; 10]);
    assert_eq!(phone.sharing().share_several(&[one, nobody], None).unwrap_err(), Error::NoEntry);
    assert!(phone.pages().show(one).unwrap().shared_with.is_empty(), "all of them, or none");

    phone.sharing().share_several(&[one, two], None).unwrap();
    assert_eq!(phone.pages().show(one).unwrap().shared_text, "M. Osei will see it after the next sync.");
    phone.sharing().mark_to_talk(one, true).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    for (id, record) in therapist.reads(&care.id) {
        if let Some(preview) = view.previews.iter().find(|preview| preview.entry.id == id.to_string()) {
            let mut seen = record.clone();
            seen.remove("wants_to_talk");
            assert_eq!(serde_json::to_string(&seen).unwrap(), preview.json);
        }
    }
    assert_eq!(kinds(&therapist, &care), ["check_in", "reflection"]);
    let access = phone.sharing().access().unwrap().remove(0);
    assert_eq!((access.shared, access.shared_text.as_str()), (2, "You share 2 entries."));
    assert_eq!(phone.pages().show(private).unwrap().shared_text, "Only you can read this.");

    // With a second relationship, the texts still name the reader.
    phone.care().join(&therapist.invite().await, Some("Wren")).await.unwrap();
    assert_eq!(phone.pages().show(one).unwrap().shared_text, "M. Osei can read this.");

    therapist.reviews(&care.id, one).await;
    phone.sync().run().await.unwrap();
    let entry = phone.pages().show(one).unwrap();
    assert_eq!(entry.reading, Reading::Reviewed);
    assert!(entry.reading_text.starts_with("Read "), "{}", entry.reading_text);
    assert!(phone.sharing().take_back_text(one, None).unwrap().contains("cannot be undone"));
    let said = phone.sharing().take_back_text(two, None).unwrap();
    assert_eq!(said, "Taking it back. M. Osei may still open it until the server has confirmed it.");
    let waiting = phone.pages().show(two).unwrap();
    assert!(waiting.leaving && waiting.shared_text.starts_with("Being taken back."), "{}", waiting.shared_text);
    assert!(!phone.sharing().taken_back(two).unwrap()[0].confirmed);
    phone.sync().run().await.unwrap();
    let taken = phone.sharing().taken_back(two).unwrap().remove(0);
    assert!(taken.confirmed);
    assert_eq!(taken.said, "Taken back. M. Osei can no longer open it. It was not read.");
    assert_eq!(phone.pages().show(two).unwrap().shared_text, "Only you can read this.");
    assert!(phone.sharing().taken_back(one).unwrap()[0].said.contains("cannot be undone"));
    therapist.sync().await;
    assert_eq!(kinds(&therapist, &care), ["review_mark"]);
    world.end().await;
}

#[tokio::test]
async fn what_was_shared_can_go_along_to_somebody_else_also_when_the_first_relationship_has_ended() {
    let world = World::new().await;
    let (phone, _, care) = joined(&world).await;
    let one = phone.entries().write(&Writing::text("the lake")).unwrap();
    let two = phone.sessions().check_in(CheckInForm { mood: Some(3), ..Default::default() }).unwrap();
    let back = phone.entries().write(&Writing::text("taken back")).unwrap();
    phone.entries().write(&Writing::text("only mine")).unwrap();
    phone.sharing().share_several(&[two, one, back], None).unwrap();
    phone.sharing().take_back(back, None).unwrap();
    phone.sharing().agree("sharing", Some(&care.id)).unwrap();
    // The consent is only for this therapist; only entries are shared with the other one.
    let mut shared = [one, two];
    shared.sort();
    let mut found = phone.sharing().shared_with(&care.id).unwrap();
    found.sort();
    assert_eq!(found, shared);
    phone.sync().run().await.unwrap();
    phone.care().end_care(&care.id).await.unwrap();
    phone.sync().run().await.unwrap();
    assert_eq!(phone.sharing().shared_with(&care.id).unwrap().len(), 2);
    assert_eq!(phone.sharing().shared_with("nobody").unwrap_err(), Error::NoCare);
    world.end().await;
}

#[tokio::test]
async fn the_next_therapist_gets_the_session_records_that_the_client_brings_along() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone.clock.set("2026-09-22T10:00:00-06:00", "America/Denver");
    therapist.puts(&care.id, 3, Body::DosingSession(clinics_session())).await;
    phone.sync().run().await.unwrap();
    let own = phone.sessions().end_session(2).unwrap();
    phone.care().end_care(&care.id).await.unwrap();
    let next = phone.care().join(&therapist.invite_for(Purpose::Handover).await, None).await.unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;

    let ids = phone.sharing().session_records(&care.id).unwrap();
    assert_eq!(
        (ids.len(), phone.sharing().session_records(&care.id).unwrap()),
        (1, ids.clone()),
        "asked twice, copied once"
    );
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(kinds(&therapist, &next), [""; 0], "a copy in the own journal shares nothing");

    let view = phone.sharing().share_view(&ids, Some(&next.id)).unwrap();
    phone.sharing().share_several(&ids, Some(&next.id)).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let shared = therapist.reads(&next.id).into_iter().find(|(id, _)| *id == ids[0]).unwrap().1;
    assert_eq!(serde_json::to_string(&shared).unwrap(), view.previews[0].json, "exactly what was shown before");
    assert_eq!((shared["dose_mg"].as_f64(), shared["brought_from"].as_str()), (Some(100.0), Some("M. Osei")));

    // On the phone it is one session, with the clinic's values and the person's own text.
    let page = phone.sessions().session_page(2).unwrap();
    assert_eq!(page.id, Some(own.to_string()), "what the clinic recorded is not the person's to edit");
    assert!(page.dose.unwrap().contains("100"));
    let form = Form::Session { session: SessionForm { number: 2, dose_mg: Some(1.0), ..Default::default() } };
    assert_eq!(phone.entries().edit_form(ids[0], &form).unwrap_err(), Error::WrongKind);
    assert_eq!(phone.sharing().session_records("nobody").unwrap_err(), Error::NoCare);
    world.end().await;
}

#[tokio::test]
async fn from_now_on_is_an_explicit_choice_for_what_comes_and_ends_when_it_is_ended() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone.sessions().check_in(CheckInForm { mood: Some(3), ..Default::default() }).unwrap();
    assert_eq!(phone.sharing().share_from_now_on(&["crisis_plan".into()], None).unwrap_err(), Error::WrongKind);
    let kinds_shared = ["check_in".to_owned()];
    // The offered kinds, those in the question and those of a rule are the same, in the same words.
    let offered = phone.sharing().therapist().unwrap().shareable;
    let every: Vec<String> = offered.iter().map(|kind| kind.value.clone()).collect();
    let question = phone.sharing().share_rule_question(&every);
    assert!(question.contains("stays private"));
    assert!(offered.iter().all(|kind| question.contains(&kind.label) && kind.label != kind.value), "{question}");
    phone.sharing().share_from_now_on(&every, None).unwrap();
    assert!(offered.iter().all(|kind| phone.sharing().access().unwrap()[0].rule_text.contains(&kind.label)));
    phone.sharing().share_from_now_on(&kinds_shared, None).unwrap();
    phone.sessions().check_in(CheckInForm { mood: Some(6), ..Default::default() }).unwrap();
    phone.entries().write(&Writing::text("only mine")).unwrap();
    let draft = phone
        .entries()
        .save_draft(None, Form::CheckIn { check_in: CheckInForm { mood: Some(7), ..Default::default() } });
    phone.entries().finish_draft(draft.unwrap()).unwrap();
    assert!(phone.sharing().access().unwrap()[0].rule_text.contains("Check-ins"));
    phone.sharing().stop_sharing_from_now_on(None).unwrap();
    phone.sessions().check_in(CheckInForm { mood: Some(9), ..Default::default() }).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let mut moods: Vec<u64> =
        therapist.reads(&care.id).iter().filter_map(|(_, record)| record.get("mood")?.as_u64()).collect();
    moods.sort_unstable();
    assert_eq!(moods, [6, 7], "neither what was there before, nor what came after");
    assert_eq!(
        phone.sharing().access().unwrap()[0].rule_text,
        "Nothing is shared by itself. You choose, entry by entry."
    );
    world.end().await;
}

#[tokio::test]
async fn nothing_is_shared_without_a_consent_in_force() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let invitation = phone.care().read_invitation(&therapist.invite().await).await.unwrap();
    assert!(invitation.consent_text.starts_with("M. Osei reads what I share"), "{}", invitation.consent_text);
    let consent = phone.sharing().consents().unwrap().remove(1);
    assert!(consent.agreed && consent.wording.text == invitation.consent_text, "joining agreed to what was shown");
    let kinds_shared = ["reflection".to_owned()];
    phone.sharing().share_from_now_on(&kinds_shared, None).unwrap();
    let by_rule = phone.entries().write(&Writing::text("by the rule")).unwrap();
    assert_eq!(phone.pages().show(by_rule).unwrap().shared_with.len(), 1);

    phone.sharing().withdraw_consent("sharing", Some(&care.id)).unwrap();
    let after = phone.entries().write(&Writing::text("after it")).unwrap();
    assert!(phone.pages().show(after).unwrap().shared_with.is_empty());
    for refused in [
        phone.sharing().share(after, None),
        phone.sharing().share_several(&[after], Some(&care.id)),
        phone.sharing().share_from_now_on(&kinds_shared, None).map(drop),
    ] {
        assert_eq!(refused.unwrap_err(), Error::ConsentFirst);
    }
    // Shared entries stay shared until they are taken back, and taking back needs no consent.
    assert_eq!(phone.sharing().shared_with(&care.id).unwrap(), [by_rule]);
    phone.sharing().take_back(by_rule, None).unwrap();

    phone.sharing().agree("sharing", Some(&care.id)).unwrap();
    phone.sharing().share(after, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(kinds(&therapist, &care), ["reflection"]);
    world.end().await;
}
