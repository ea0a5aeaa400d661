//! The readers of shared entries: confirmed on a new phone, shown on Today for a week, and removed by a loss without
//! the code.

use std::time::Duration;

use mobile_core::entries::PlanForm;
use mobile_core::{Error, Writing};

use crate::caring::joined;
use crate::world::{PASSWORD, PhoneInHand, World};

#[tokio::test]
async fn a_new_phone_shares_nothing_until_the_person_has_said_who_may_read() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(phone.care().readers().unwrap().question, None, "whoever invited them knows");

    let second = PhoneInHand::new();
    second.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    let status = second.sync().run().await.unwrap();
    assert!(status.in_sync, "who reads is known once the journal is here: {status:?}");
    let asked = second.care().readers().unwrap();
    assert!(asked.question.is_some());
    assert_eq!(second.pages().today().unwrap().news.first().map(|news| news.kind.as_str()), Some("readers"));
    let [reader] = &asked.readers[..] else { panic!("{asked:?}") };
    assert_eq!((reader.care.as_str(), reader.name.as_str(), reader.key), (care.as_str(), "M. Osei", 1));
    let entry = second.entries().write(&Writing::text("from the new phone")).unwrap();
    second.sharing().share(entry, None).unwrap();
    let status = second.sync().run().await.unwrap();
    assert!(!status.in_sync && status.reasons.iter().any(|reason| reason.code == "readers"), "{status:?}");
    therapist.sync().await;
    assert_eq!(therapist.texts(&care), Vec::<String>::new());

    let second = second.killed();
    second.care().confirm_readers().unwrap();
    assert!(second.sync().run().await.unwrap().in_sync);
    assert_eq!(second.care().readers().unwrap().question, None);
    assert!(second.pages().today().unwrap().news.iter().all(|news| news.kind != "readers"));
    therapist.sync().await;
    assert_eq!(therapist.texts(&care), ["from the new phone"]);
    world.end().await;
}

#[tokio::test]
async fn who_was_joined_on_one_phone_is_known_on_the_other_with_its_first_sync() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let other = world.signed_in("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let status = other.sync().run().await.unwrap();
    assert!(status.in_sync, "{status:?}");
    let entry = other.entries().write(&Writing::text("from the other phone")).unwrap();
    other.sharing().share(entry, None).unwrap();
    assert!(other.sync().run().await.unwrap().in_sync);
    therapist.sync().await;
    assert_eq!(therapist.texts(&care), ["from the other phone"]);
    world.end().await;
}

#[tokio::test]
async fn compared_words_are_said_until_the_key_is_another_and_bonds_are_nowhere_else_to_be_seen() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, code) = world.registered("wren").await;
    phone.account().confirm_recovery_code(&code).unwrap();
    let care = phone.care().join(&therapist.invite().await, Some("Wren")).await.unwrap().id;
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert!(!phone.care().readers().unwrap().readers[0].compared);
    phone.care().words_compared(&care).unwrap();
    phone.sync().run().await.unwrap();
    let other = world.signed_in("wren").await;
    let said = &other.care().readers().unwrap().readers[0];
    assert_eq!((said.compared, said.key_text.as_str()), (true, "key 1, compared"));

    let device = phone.account().devices().await.unwrap().into_iter().find(|device| !device.current).unwrap().id;
    phone.account().remove_device(device, PASSWORD).await.unwrap();
    let said = &phone.care().readers().unwrap().readers[0];
    assert_eq!((said.compared, said.key), (false, 2));

    // Internal records appear in no list, search or export.
    assert_eq!(phone.pages().list(&[], None, 100).unwrap(), []);
    assert_eq!(phone.pages().search("Osei").unwrap(), []);
    assert_eq!(phone.pages().search("Harbour").unwrap(), []);
    let export = phone.transfer().export_json().unwrap();
    assert!(!export.contains("\"bond\"") && !export.contains("transcript") && !export.contains("\"secret\""));
    // The consent of joining is the one record.
    assert_eq!(phone.erasure().what_would_be_lost().unwrap().records, 1);
    world.end().await;
}

#[tokio::test]
async fn whoever_has_come_to_read_stands_on_today_for_a_week() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let readers = |phone: &PhoneInHand| {
        let news = phone.pages().today().unwrap().news.into_iter();
        news.filter(|news| news.kind == "reader").map(|news| news.said).collect::<Vec<_>>()
    };
    assert_eq!(readers(&phone), [""; 0]);
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    assert_eq!(readers(&phone), ["Since Monday M. Osei can read what you share."]);
    phone.clock.pass(Duration::from_secs(6 * 86_400));
    assert_eq!(readers(&phone).len(), 1);
    phone.clock.pass(Duration::from_secs(2 * 86_400));
    assert_eq!(readers(&phone), [""; 0]);
    phone.care().end_care(&care).await.unwrap();
    let view = phone.care().readers().unwrap();
    assert!(view.readers[0].ended && !view.readers[0].recent);
    world.end().await;
}

#[tokio::test]
async fn a_loss_without_the_code_ends_every_bond() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    let entry = phone.entries().write(&Writing::text("before")).unwrap();
    phone.sharing().share(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(therapist.texts(&care), ["before"]);
    phone.account().lost_phone(PASSWORD, "a longer walk home", None).await.unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert!(phone.care().list().unwrap()[0].ended);
    let after = phone.entries().write(&Writing::text("after")).unwrap();
    assert_eq!(phone.sharing().share(after, None).unwrap_err(), Error::NoCare);
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert_eq!(phone.texts().len(), 2);
    // The same therapist invites again.
    let anew = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    phone.sharing().share(after, Some(&anew)).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    therapist.sync().await;
    assert_eq!(therapist.texts(&anew), ["after"]);
    world.end().await;
}

#[tokio::test]
async fn care_ended_without_a_network_is_ending_until_the_server_has_confirmed_it() {
    let world = World::new().await;
    let (phone, _, care) = joined(&world).await;
    let entry = phone.entries().write(&Writing::text("the lake")).unwrap();
    phone.sharing().share(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    world.network.down(true);
    assert_eq!(phone.care().end_care(&care.id).await.unwrap_err(), Error::Offline);
    let said = phone.pages().show(entry).unwrap().shared_text;
    assert!(said.starts_with("Care with M. Osei is being ended."), "{said}");
    assert_eq!(phone.sharing().access().unwrap()[0].since_text, "being ended, not confirmed by the server yet");
    let readers = format!("{:?}", phone.care().readers().unwrap());
    assert!(!readers.contains("again"), "the server has done nothing: {readers}");

    world.network.down(false);
    phone.sync().run().await.unwrap();
    let said = phone.pages().show(entry).unwrap().shared_text;
    assert_eq!(said, "Care with M. Osei has ended. Only you can open this now.");
    assert_eq!(phone.sharing().access().unwrap()[0].since_text, "ended");
    world.end().await;
}

#[tokio::test]
async fn a_shared_plan_is_said_to_be_readable_once_the_server_has_it() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let plan = PlanForm { coping: vec!["A slow walk".into()], ..Default::default() };
    let id = phone.safety().save_crisis_plan(plan).unwrap();
    phone.sharing().share(id, None).unwrap();
    let seen = || phone.safety().plan_page().unwrap().share.remove(0).seen;
    assert_eq!(seen(), "M. Osei will see your plan after the next sync.");
    phone.sync().run().await.unwrap();
    assert_eq!(seen(), "M. Osei can read your plan.");

    // A second therapist gets it; the first one has it already. Entries are described in the same way.
    let entry = phone.entries().write(&Writing::text("the lake")).unwrap();
    phone.sharing().share(entry, Some(&care.id)).unwrap();
    let next = phone.care().join(&therapist.invite().await, Some("Wren")).await.unwrap();
    phone.sync().run().await.unwrap();
    phone.sharing().share(id, Some(&next.id)).unwrap();
    phone.sharing().share(entry, Some(&next.id)).unwrap();
    for offer in phone.safety().plan_page().unwrap().share {
        assert_eq!(offer.seen.contains("after the next sync"), offer.care == next.id, "{}", offer.seen);
    }
    let said = phone.pages().show(entry).unwrap().shared_text;
    assert_eq!(said, "M. Osei can read this. M. Osei will see it after the next sync.");
    world.end().await;
}
