//! Drafts of every form, earlier versions of an entry, and versions of two phones.

use std::collections::HashMap;
use std::time::Duration;

use journal::record::Body;
use mobile_core::entries::{
    CheckInForm, Form, IntentionForm, Keep, PlanForm, SeriesForm, SeriesProgress, SessionForm, StepForm,
};
use mobile_core::{Error, Writing};
use protocol::RecordId;

use crate::arc::{DENVER, phone_at};
use crate::world::{PhoneInHand, contains};

#[test]
fn every_form_is_a_draft_that_survives_a_kill_and_becomes_the_entry() {
    let phone = phone_at("2026-02-05T14:30:00-07:00", DENVER);
    let forms = [
        Form::Session {
            session: SessionForm {
                number: 1,
                first_words: "so light".into(),
                intensity: Some(7),
                ..Default::default()
            },
        },
        Form::Intention { intention: IntentionForm::text("rest") },
        Form::Step { step: StepForm::text("walk") },
        Form::CheckIn { check_in: CheckInForm { mood: Some(3), states: vec!["tired".into()], ..Default::default() } },
        Form::Series { series: SeriesForm { title: String::new(), planned: Some(6), status: SeriesProgress::Active } },
        Form::CrisisPlan { plan: PlanForm { signs: vec!["no sleep".into()], ..Default::default() } },
    ];
    let ids: Vec<RecordId> = forms.iter().map(|form| phone.entries().save_draft(None, form.clone()).unwrap()).collect();
    let phone = phone.killed();
    assert_eq!(phone.entries().drafts().unwrap().len(), forms.len());
    assert!(!contains(&phone.bytes(), "so light"));
    for (id, form) in ids.iter().zip(&forms) {
        assert!(phone.own_record(*id).is_err(), "a draft is no entry");
        phone.entries().finish_draft(*id).unwrap();
        let kept = match (phone.entries().form(*id).unwrap(), form) {
            // The time is filled in by then.
            (Form::Session { session }, Form::Session { .. }) => {
                Form::Session { session: SessionForm { at: None, ..session } }
            }
            (kept, _) => kept,
        };
        assert_eq!(kept, *form);
    }
    assert!(phone.entries().drafts().unwrap().is_empty());
    // An incomplete form cannot be an entry, but it can be a draft.
    let id = phone.entries().save_draft(None, Form::Session { session: SessionForm::default() }).unwrap();
    assert_eq!(phone.entries().finish_draft(id).unwrap_err(), Error::Invalid);
    assert_eq!(phone.entries().draft(id).unwrap().unwrap().id, id.to_string());
}

#[test]
fn earlier_versions_are_kept_brought_back_and_go_with_their_entry() {
    let phone = phone_at("2026-02-05T14:30:00-07:00", DENVER);
    let id = phone.entries().write(&Writing::text("The river was loud.")).unwrap();
    phone.entries().edit(id, &Writing::text("The river was quiet.")).unwrap();
    phone.entries().edit(id, &Writing::text("The river was quiet.")).unwrap();
    phone.clock.pass(Duration::from_secs(60));
    let texts = |phone: &PhoneInHand| {
        phone.entries().history(id).unwrap().into_iter().map(|version| version.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(&phone), ["The river was quiet.", "The river was loud."], "what changes nothing is no version");
    let version = phone.entries().history(id).unwrap()[1].id.clone().unwrap();
    phone.entries().restore(id, version.parse().unwrap()).unwrap();
    assert_eq!(texts(&phone), ["The river was loud.", "The river was quiet.", "The river was loud."]);
    assert_eq!(phone.texts(), ["The river was loud."], "a version is no entry");
    phone.entries().delete(id).unwrap();
    assert_eq!(phone.entries().restore(id, version.parse().unwrap()).unwrap_err(), Error::NoEntry);
    assert!(!contains(&phone.transfer().export_json().unwrap().into_bytes(), "quiet"));
}

#[test]
fn versions_of_two_phones_are_shown_and_settled() {
    let phone = phone_at("2026-02-05T14:30:00-07:00", DENVER);
    let written = |keep: Keep| {
        let mut reflection = journal::record::Reflection { text: "mine".into(), mood: Some(4), ..Default::default() };
        let other = |field: &str, value: serde_json::Value| journal::record::Alternative {
            field: field.into(),
            value,
            extra: Default::default(),
        };
        reflection.alternatives = vec![other("text", "yours".into()), other("mood", 7.into())];
        let when = journal::record::Moment::parse("2026-02-05T14:00:00-07:00", DENVER).unwrap();
        let id = phone.entries().write_record(Body::Reflection(reflection), when).unwrap();
        let conflicts = phone.entries().conflicts().unwrap();
        assert_eq!(conflicts.len(), 1);
        let fields: Vec<_> =
            conflicts[0].fields.iter().map(|one| (one.standing.as_str(), one.other.as_str(), one.both)).collect();
        assert_eq!(fields, [("mine", "yours", true), ("4", "7", false)]);
        assert_eq!(phone.pages().today().unwrap().news[0].kind, "conflicts");
        phone.entries().resolve(id, "text", keep).unwrap();
        phone.entries().resolve(id, "mood", keep).unwrap();
        assert!(phone.entries().conflicts().unwrap().is_empty());
        assert_eq!(phone.entries().resolve(id, "text", keep).unwrap_err(), Error::NoConflict);
        let entry = phone.pages().show(id).unwrap();
        phone.entries().delete(id).unwrap();
        (entry.text, entry.mood)
    };
    assert_eq!(written(Keep::Standing), ("mine".into(), Some(4)));
    assert_eq!(written(Keep::Other), ("yours".into(), Some(7)));
    assert_eq!(written(Keep::Both), ("mine\n\nyours".into(), Some(4)));
}

#[tokio::test]
async fn what_was_typed_into_other_forms_survives_a_kill_sealed_and_locked_until_it_was_used() {
    let phone = phone_at("2026-02-05T14:30:00-07:00", DENVER);
    assert!(phone.settings().typed().unwrap().is_empty());
    let typed = HashMap::from([("handle".to_owned(), "a marsh wren".to_owned())]);
    phone.settings().keep_typed(&typed).unwrap();
    let phone = phone.killed();
    assert_eq!(phone.settings().typed().unwrap(), typed);
    assert!(!contains(&phone.bytes(), "a marsh wren"));
    assert!(!phone.transfer().export_json().unwrap().contains("a marsh wren"), "it is no part of the journal");
    phone.app_lock().set_pin("2580", None).await.unwrap();
    phone.app_lock().lock().unwrap();
    assert_eq!(phone.settings().typed().unwrap_err().code(), "locked");
    phone.app_lock().unlock("2580").await.unwrap();
    phone.settings().keep_typed(&HashMap::new()).unwrap();
    assert!(phone.settings().typed().unwrap().is_empty());
}
