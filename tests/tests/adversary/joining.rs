//! How a relationship begins: invitations, handovers, keys.

use std::time::Duration;

use journal::seal::Link;
use protocol::AccountId;
use protocol::care::{Collection, Part};

use crate::world::{PASSWORD, Pair, World};

#[tokio::test]
async fn case_26_a_handover_that_is_attached_to_another_account_makes_nobody_a_client() {
    let world = World::new().await;
    let phone = world.phone();
    phone.register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    let mut desk = world.therapist().await;
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    phone.join(&link, Some("Wren")).await.unwrap();
    phone.shares("for M. Osei");
    phone.sync().await.unwrap();
    world.near_desk.change("/v1/collections", |listed: &mut Vec<Collection>| {
        for one in listed.iter_mut().filter(|one| one.handover.is_some()) {
            one.members.iter_mut().filter(|member| member.part == Part::Client).for_each(|member| {
                member.account = AccountId::new(3, [99; 10]);
            });
        }
    });
    desk.meet().await;
    assert_eq!(desk.refused(), ["unopened"]);
    assert!(desk.caseload().clients.is_empty());
    world.near_desk.honest();
    desk.meet().await;
    assert_eq!((desk.refused().len(), desk.caseload().clients.len()), (0, 1));
    phone.still_has(&["for M. Osei"]);
    world.end().await;
}

#[tokio::test]
async fn case_27_an_invitation_that_was_answered_by_somebody_else_first_is_answered_once() {
    let world = World::new().await;
    let (phone, finder) = (world.phone(), world.phone());
    phone.register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    finder.register(&world.near_phone.url(), "finder", PASSWORD).await.unwrap();
    let mut desk = world.therapist().await;
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    finder.join(&link, Some("Wren")).await.unwrap();
    desk.meet().await;
    desk.sync().await;
    let id = Link::parse(&link).unwrap().invitation;
    // The server opens it again.
    world.tampers(&format!(
        "UPDATE invitations SET used_by = NULL, collection = NULL WHERE id = {}",
        crate::world::hex(id.as_bytes())
    ));
    let joined = phone.join(&link, Some("Wren")).await;
    let _ = phone.sync().await;
    desk.meet().await;
    desk.sync().await;
    assert!(joined.is_err() || desk.refused() == ["invitation_taken"], "{:?}", desk.refused());
    assert_eq!(desk.caseload().clients.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn case_29_an_invitation_that_is_over_is_not_answered_whatever_the_server_says() {
    let world = World::new().await;
    let phone = world.phone();
    phone.register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    let mut desk = world.therapist().await;
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    world.tampers("UPDATE invitations SET expires_at = 9999999999999");
    world.pass(Duration::from_secs(8 * 86_400));
    phone.sync().await.unwrap();
    let refused = phone.join(&link, Some("Wren")).await.unwrap_err();
    assert_eq!(refused.code(), "invitation_over");
    assert!(!refused.sentence().is_empty());
    assert!(phone.care().unwrap().is_empty());
    world.end().await;
}

#[tokio::test]
async fn case_51_a_new_account_under_the_same_name_is_said_to_be_another_key() {
    let Pair { world, phone, care, desk: _desk, .. } = World::pair().await;
    let words = phone.safety_words(&care).unwrap();
    phone.words_compared(&care).unwrap();
    phone.sync().await.unwrap();
    assert!(phone.readers().unwrap().readers[0].compared);
    let code = world.code().await;
    let mut other = world.other_therapist(&code).await;
    let link = other.invite(&world.near_phone.url(), "Wren").await;
    let second = phone.join(&link, Some("Wren")).await.unwrap().id;
    let view = phone.readers().unwrap();
    let new = view.readers.iter().find(|reader| reader.care == second).unwrap();
    assert!(!new.compared && new.recent, "{new:?}");
    assert_ne!(phone.safety_words(&second).unwrap().words, words.words);
    world.end().await;
}

#[tokio::test]
async fn case_28_the_words_of_client_and_therapist_are_the_same_and_an_insiders_are_not() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let here = phone.safety_words(&care).unwrap();
    let there = desk.desk.safety_words(&care).unwrap();
    assert_eq!((here.key, &here.words), (there.key, &there.words));
    // After each new key they are others, on both sides alike.
    let lost = world.lost_phone().await;
    phone.remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().await.unwrap();
    desk.meet().await;
    let next = phone.safety_words(&care).unwrap();
    let there = desk.desk.safety_words(&care).unwrap();
    assert_eq!((next.key, &next.words), (there.key, &there.words));
    assert_eq!(next.key, here.key + 1);
    assert_ne!(next.words, here.words);
    world.end().await;
}
