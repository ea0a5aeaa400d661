//! How a care relationship begins: invitations, handovers, keys.

use std::time::Duration;

use journal::seal::account::create;
use journal::seal::epoch::{self, Message};
use journal::seal::words::transcript_words;
use journal::seal::{CollectionKey, ExportKey, Identity, Keyring, Link, Purpose, Random, Role, Welcome, WordList};
use protocol::care::{Collection, EpochHandover, EpochKey, OpenedInvitation, Part};
use protocol::{AccountId, CollectionId};

use crate::phone::TestPhone;
use crate::world::{NOW, PASSWORD, Pair, World};

#[tokio::test]
async fn case_26_a_handover_attached_to_another_account_is_rejected() {
    let world = World::new().await;
    let phone = world.phone();
    phone.account().register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    let mut desk = world.therapist().await;
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    phone.care().join(&link, Some("Wren")).await.unwrap();
    phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
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
async fn case_27_an_invitation_answered_by_an_attacker_first_makes_only_one_bond() {
    let world = World::new().await;
    let (phone, finder) = (world.phone(), world.phone());
    phone.account().register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    finder.account().register(&world.near_phone.url(), "finder", PASSWORD).await.unwrap();
    let mut desk = world.therapist().await;
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    finder.care().join(&link, Some("Wren")).await.unwrap();
    desk.meet().await;
    desk.sync().await;
    let id = Link::parse(&link).unwrap().invitation;
    // The server opens the invitation again.
    world.tampers(&format!(
        "UPDATE invitations SET used_by = NULL, collection = NULL WHERE id = {}",
        crate::world::hex(id.as_bytes())
    ));
    let joined = phone.care().join(&link, Some("Wren")).await;
    let _ = phone.sync().run().await;
    desk.meet().await;
    desk.sync().await;
    assert!(joined.is_err() || desk.refused() == ["invitation_taken"], "{:?}", desk.refused());
    assert_eq!(desk.caseload().clients.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn case_29_an_expired_invitation_is_not_answered_whatever_the_server_says() {
    let world = World::new().await;
    let phone = world.phone();
    phone.account().register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    let mut desk = world.therapist().await;
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    world.tampers("UPDATE invitations SET expires_at = 9999999999999");
    world.pass(Duration::from_secs(8 * 86_400));
    phone.sync().run().await.unwrap();
    let refused = phone.care().join(&link, Some("Wren")).await.unwrap_err();
    assert_eq!(refused.code(), "invitation_over");
    assert!(!refused.sentence().is_empty());
    assert!(phone.care().list().unwrap().is_empty());
    world.end().await;
}

#[tokio::test]
async fn case_51_a_new_account_under_the_same_name_is_reported_as_another_key() {
    let Pair { world, phone, care, desk: _desk, .. } = World::pair().await;
    let words = phone.care().safety_words(&care).unwrap();
    phone.care().words_compared(&care).unwrap();
    phone.sync().run().await.unwrap();
    assert!(phone.care().readers().unwrap().readers[0].compared);
    let code = world.code().await;
    let mut other = world.other_therapist(&code).await;
    let link = other.invite(&world.near_phone.url(), "Wren").await;
    assert!(phone.care().read_invitation(&link).await.unwrap().another_key_text.is_some());
    let second = phone.care().join(&link, Some("Wren")).await.unwrap().id;
    let view = phone.care().readers().unwrap();
    let new = view.readers.iter().find(|reader| reader.care == second).unwrap();
    assert!(!new.compared && new.recent, "{new:?}");
    assert_ne!(phone.care().safety_words(&second).unwrap().words, words.words);
    phone.assert_notice("readers-another-key");
    // Earlier entries are not shared before the safety words are compared.
    let entry = phone.writes("for the first");
    phone.sharing().share(entry, Some(&care)).unwrap();
    let refused = phone.sharing().share_several(&[entry], Some(&second)).unwrap_err();
    assert_eq!(refused.code(), "words_first");
    phone.care().words_compared(&second).unwrap();
    phone.sharing().share_several(&[entry], Some(&second)).unwrap();
    assert!(phone.care().readers().unwrap().readers.iter().all(|reader| reader.alarms.is_empty()));
    world.end().await;
}

#[tokio::test]
async fn case_28_client_and_therapist_have_equal_safety_words() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let here = phone.care().safety_words(&care).unwrap();
    let there = desk.desk.safety_words(&care).unwrap();
    assert_eq!((here.key, &here.words), (there.key, &there.words));
    // After each new key the words change, equally on both sides.
    let lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    desk.meet().await;
    let next = phone.care().safety_words(&care).unwrap();
    let there = desk.desk.safety_words(&care).unwrap();
    assert_eq!((next.key, &next.words), (there.key, &there.words));
    assert_eq!(next.key, here.key + 1);
    assert_ne!(next.words, here.words);
    world.end().await;
}

#[tokio::test]
async fn case_26_a_handover_attached_to_another_collection_is_rejected() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let other = world.phone();
    other.account().register(&world.near_phone.url(), "robin", PASSWORD).await.unwrap();
    let link = desk.invite(&world.near_phone.url(), "Robin").await;
    other.care().join(&link, Some("Robin")).await.unwrap();
    let wrens: CollectionId = care.parse().unwrap();
    world.near_desk.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        let taken = listed.iter_mut().find_map(|one| one.handover.take());
        listed.iter_mut().filter(|one| one.id == wrens).for_each(|one| one.handover = taken.clone());
    });
    desk.meet().await;
    assert_eq!(desk.refused(), ["unopened"]);
    assert_eq!(desk.caseload().clients.len(), 1);
    world.near_desk.honest();
    desk.meet().await;
    assert_eq!((desk.refused().len(), desk.caseload().clients.len()), (0, 2));
    phone.sync().run().await.unwrap();
    phone.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_26_an_epoch_under_the_servers_own_identity_is_rejected() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let (id, therapist) = (care.parse::<CollectionId>().unwrap(), world.raw_desk().await);
    let me = therapist.account;
    let mut random = Random::from_seed([26; 32]);
    let (own, key) = (Identity::generate(&mut random), CollectionKey::generate(&mut random));
    let of = Message { collection: id, epoch: 2, client: own.public(), therapist: therapist.keys.identity().public() };
    // The server does not have the bond secret, so it guesses one.
    let message = epoch::seal(&of, &[0; 32], &own, &key, &[0; 32], &mut random).unwrap();
    let check = key.check();
    world.near_desk.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        for one in listed.iter_mut().filter(|one| one.id == id) {
            one.epoch = 2;
            let handover = Some(EpochHandover { account: me, generation: None, message: message.clone() });
            one.keys.push(EpochKey { epoch: 2, key_check: check.to_vec().into(), key_sealed: None, handover });
        }
    });
    desk.meet().await;
    assert_eq!(desk.refused(), ["identity"]);
    phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    desk.replies(&care, &phone.pages().list(&[], None, 10).unwrap()[0].id.to_string(), "I have read it.").await;
    let mut forged = Keyring::default();
    forged.insert(id, 2, key);
    world.assert_unreadable(&[forged], &["I have read it."]);
    world.near_desk.honest();
    desk.meet().await;
    assert!(desk.refused().is_empty());
    phone.sync().run().await.unwrap();
    assert_eq!(phone.replies(), ["I have read it."]);
    world.end().await;
}

#[tokio::test]
async fn case_28_a_man_in_the_middle_with_the_qr_code_has_other_safety_words() {
    let world = World::new().await;
    let phone = world.phone();
    phone.account().register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    let mut desk = world.therapist().await;
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    // A man in the middle with a photo of the code: a therapist to the client, and a client to the therapist.
    let photo = Link::parse(&link).unwrap();
    let mut random = Random::from_seed([28; 32]);
    let me = AccountId::new(1, [98; 10]);
    let made =
        create(me, &ExportKey::from_bytes(&[9; 64]), CollectionId::new(1, [97; 10]), Role::Staff, 1, &mut random);
    let own = made.unwrap().keys;
    let welcome = Welcome::new(me, &own, "M. Osei", "Harbour Practice", Purpose::Care, NOW + 86_400_000);
    let forged_welcome = welcome.seal(&photo.secret, photo.invitation, &mut random);
    world.near_phone.rewrite(move |asked, answer| {
        if asked.path.ends_with("/open") {
            answer.change(|opened: &mut OpenedInvitation| opened.welcome = forged_welcome.clone());
        }
    });
    world.near_phone.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        for one in listed.iter_mut().flat_map(|one| &mut one.members).filter(|one| one.part == Part::Therapist) {
            one.account = me;
        }
    });
    let care = phone.care().join(&link, Some("Wren")).await.unwrap().id;
    let here = phone.care().safety_words(&care).unwrap().words;
    let reader = phone.care().readers().unwrap().readers.remove(0);
    assert_eq!((reader.name.as_str(), reader.compared), ("M. Osei", false));
    // The server lets the photographer join as the client.
    world.tampers("UPDATE invitations SET used_by = NULL, collection = NULL");
    let finder = TestPhone::new(&world.clock);
    finder.account().register(&world.url(), "finder", PASSWORD).await.unwrap();
    let theirs = finder.care().join(&link, Some("Wren")).await.unwrap().id;
    desk.meet().await;
    let there = desk.desk.safety_words(&theirs).unwrap().words;
    assert_ne!(here, there);
    // The attacker may try keys until 44 bits match; each attempt takes 64 MiB and a large part of a second.
    for _ in 0..4 {
        let tried = transcript_words(WordList::built_in(), &random.bytes(), theirs.parse().unwrap()).unwrap();
        assert_ne!(tried.map(String::from).to_vec(), here);
    }
    world.end().await;
}

#[tokio::test]
async fn case_52_a_stolen_laptop_loses_access_when_the_therapist_gets_a_new_account() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    phone.shares("for the first");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    phone.care().words_compared(&care).unwrap();
    // The thief has all keys of the therapist, and the server's help.
    let thief = world.raw_desk().await;
    let since = phone.care().readers().unwrap().readers[0].since_text.clone();
    assert!(!since.is_empty(), "the start date is shown");
    let code = world.code().await;
    let mut new_desk = world.other_therapist(&code).await;
    let link = new_desk.invite(&world.near_phone.url(), "Wren").await;
    let next = phone.care().join(&link, Some("Wren")).await.unwrap().id;
    phone.assert_notice("readers-another-key");
    phone.care().words_compared(&next).unwrap();
    phone.care().end_care(&care).await.unwrap();
    let entry = phone.writes("for M. Osei again");
    phone.sharing().share(entry, Some(&next)).unwrap();
    phone.sync().run().await.unwrap();
    new_desk.meet().await;
    assert_eq!(new_desk.texts(&next), ["for M. Osei again"]);
    let old = phone.care().readers().unwrap().readers.into_iter().find(|one| one.care == care).unwrap();
    assert!(old.ended);
    // Even if the server keeps listing the old account.
    world.assert_unreadable(&[thief.keyring()], &["for M. Osei again"]);
    assert!(thief.collections().await.iter().all(|one| one.id.to_string() != care), "the thief no longer has access");
    phone.still_has(&["for the first", "for M. Osei again"]);
    world.end().await;
}
