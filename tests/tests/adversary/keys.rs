//! Keys that are not accepted, differ, or are retired.

use std::time::Duration;

use journal::seal::keyring::{Kind, seal_key};
use journal::seal::{CollectionKey, Random, RevisionId};
use journal::sync::Side;
use protocol::care::Collection;
use protocol::sync::SyncResponse;
use serde_json::json;

use crate::insider::{Insider, payload_of, record};
use crate::world::{NEW_PASSWORD, PASSWORD, Pair, World};

#[tokio::test]
async fn case_22_a_held_key_is_never_replaced_by_another_of_its_epoch() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    // The key of a phone that lost the race for the same epoch, sealed under the account key.
    let client = Insider::sign_in(&world.url(), Side::Client, "wren", PASSWORD).await;
    let (id, epoch) = (care.parse().unwrap(), 2);
    let mut random = Random::from_seed([22; 32]);
    let key = CollectionKey::generate(&mut random);
    let sealed = seal_key(&client.keys.account, Kind::Care, id, epoch, &key, &mut random);
    world.near_phone.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        for stored in listed.iter_mut().filter(|one| one.id == id).flat_map(|one| &mut one.keys) {
            if stored.epoch == epoch {
                stored.key_check = key.check().to_vec().into();
                stored.key_sealed = Some(sealed.clone());
            }
        }
    });
    let _ = phone.sync().run().await;
    phone.shares("for M. Osei");
    let _ = phone.sync().run().await;
    phone.assert_notice("status-key_differs");
    world.assert_unreadable(&[lost.keyring()], &["for M. Osei"]);
    phone.still_has(&["for M. Osei"]);
    world.near_phone.honest();
    let _ = phone.sync().run().await;
    phone.sync().run().await.unwrap();
    phone.is_calm();
    assert!(!world.opened_with(&[therapist.keyring()]).is_empty());
    world.end().await;
}

#[tokio::test]
async fn case_34_a_renewal_withheld_from_the_therapist_is_reported_after_three_days() {
    let Pair { world, phone, code, mut desk, care } = World::pair().await;
    let lost = world.lost_phone().await;
    let old = world.snapshot();
    phone.account().lost_phone(PASSWORD, NEW_PASSWORD, Some(&code)).await.unwrap();
    phone.shares("after the loss");
    phone.sync().run().await.unwrap();
    let waits = |said: &str| said.contains("not in use by the other side yet");
    assert!(waits(&phone.care().readers().unwrap().readers[0].key_text));
    assert!(phone.care().readers().unwrap().readers[0].alarms.is_empty());
    // The therapist gets the state before the renewal.
    world.near_desk.lead_to(world.old(&old).await);
    desk.meet().await;
    world.pass(Duration::from_secs(3 * 86_400));
    phone.sync().run().await.unwrap();
    phone.assert_notice("readers-not-taken-up");
    world.assert_unreadable(&[lost.keyring()], &["after the loss"]);
    // After the therapist has the key, the phone shows no notice.
    world.near_desk.lead_to(world.url());
    let mut desk = world.fresh_browser().await;
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["after the loss"]);
    phone.sync().run().await.unwrap();
    assert!(!waits(&phone.care().readers().unwrap().readers[0].key_text));
    phone.still_has(&["after the loss"]);
    phone.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_39_a_new_phone_rejects_a_reply_under_the_old_key() {
    let Pair { world, phone, code, mut desk, care } = World::pair().await;
    let therapist = world.raw_desk().await;
    let entry = phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    desk.replies(&care, &entry.to_string(), "I have read it.").await;
    phone.sync().run().await.unwrap();
    let mut lost = world.lost_phone().await;
    phone.account().lost_phone(PASSWORD, NEW_PASSWORD, Some(&code)).await.unwrap();
    phone.sync().run().await.unwrap();
    let reply = payload_of("reply", json!({ "to": entry, "text": "Please send me your password." }));
    let revision_id = RevisionId { collection: care.parse().unwrap(), id: record(70), revision: 1 };
    let blob = lost.seals(&revision_id, 0, Some(&reply));
    world.plant(&revision_id, therapist.account, false, Some(&blob));
    let second = world.second_phone(NEW_PASSWORD).await;
    let _ = second.sync().run().await;
    let _ = second.care().confirm_readers();
    let _ = second.sync().run().await;
    second.assert_notice("readers-unconfirmed");
    second.still_has(&["for M. Osei"]);
    // The phone that had read the therapist's records before the loss rejects it.
    let _ = phone.sync().run().await;
    assert_eq!(phone.replies(), ["I have read it."]);
    phone.assert_notice("refused-retired_epoch");
    // After the therapist has the new key, the new phone recognizes the real reply.
    desk.meet().await;
    let _ = second.sync().run().await;
    let _ = second.sync().run().await;
    assert_eq!(second.replies(), ["I have read it."]);
    world.assert_unreadable(&[lost.keyring()], &["after the loss"]);
    world.end().await;
}

#[tokio::test]
async fn case_24_forked_phones_lose_nothing_and_report_the_difference() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let second = world.second_phone(PASSWORD).await;
    second.sync().run().await.unwrap();
    second.care().confirm_readers().unwrap();
    second.sync().run().await.unwrap();
    phone.sync().run().await.unwrap();
    let apart = world.old(&world.snapshot()).await;
    world.near_phone.lead_to(apart.clone());
    second.writes("on the other side");
    second.sync().run().await.unwrap();
    world.near_phone.lead_to(world.url());
    phone.writes("on this side");
    phone.sync().run().await.unwrap();
    // The server joins the fork again, on the first phone's side.
    let _ = second.sync().run().await;
    assert!(!second.sync().status().unwrap().in_sync);
    second.assert_notice("status-missing");
    assert_eq!(second.texts(), ["on the other side", "on this side"]);
    second.still_has(&["on the other side"]);
    phone.still_has(&["on this side"]);
    second.care().push_missing().unwrap();
    for _ in 0..3 {
        let _ = second.sync().run().await;
        let _ = phone.sync().run().await;
    }
    for one in [&phone, &second] {
        one.still_has(&["on this side", "on the other side"]);
    }
    world.end().await;
}

#[tokio::test]
async fn case_24_an_edit_replaced_by_a_forked_phone_is_kept_and_reported() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let second = world.second_phone(PASSWORD).await;
    second.sync().run().await.unwrap();
    second.care().confirm_readers().unwrap();
    let entry = phone.writes("the same for both");
    phone.sync().run().await.unwrap();
    second.sync().run().await.unwrap();
    phone.sync().run().await.unwrap();
    let apart = world.old(&world.snapshot()).await;
    world.near_phone.lead_to(apart.clone());
    second.entries().edit(entry, &mobile_core::Writing::text("as the second phone has it")).unwrap();
    second.sync().run().await.unwrap();
    world.near_phone.lead_to(world.url());
    for text in ["as the first phone has it", "as the first phone has it now"] {
        phone.entries().edit(entry, &mobile_core::Writing::text(text)).unwrap();
        phone.sync().run().await.unwrap();
    }
    // The server joins them on the side of the first phone, whose entry and checkpoint are later.
    let _ = second.sync().run().await;
    assert_eq!(second.texts(), ["as the first phone has it now"]);
    second.assert_notice("readers-split");
    second.still_has(&["as the second phone has it"]);
    // The earlier version that this edit has kept is a record of its own: it is missing, and proved by nothing to be deleted.
    second.assert_notice("status-missing");
    second.care().push_missing().unwrap();
    for _ in 0..2 {
        second.sync().run().await.unwrap();
        phone.sync().run().await.unwrap();
    }
    // The first phone sees an ordinary history.
    phone.is_calm();
    assert!(second.sync().status().unwrap().in_sync, "{:?}", second.sync().status().unwrap().reasons);
    world.pass(Duration::from_secs(8 * 86_400));
    second.sync().run().await.unwrap();
    second.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_17_a_new_desk_marks_an_older_state_with_a_withdrawn_entry() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let entry = phone.shares("taken back");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    let id = care.parse().unwrap();
    let shown = world.raw_desk().await.shown(id).await;
    phone.sharing().take_back(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    desk.meet().await;
    // The desk stores what it has seen in the therapist's private collection, at most every ten minutes.
    world.clock.pass(Duration::from_secs(11 * 60));
    desk.sync().await;
    desk.sync().await;
    world.near_desk.change("/v1/sync", move |answer: &mut SyncResponse| {
        if let Some(changes) = answer.changes.get_mut(&id) {
            *changes = shown.clone();
        }
    });
    let mut fresh = world.fresh_browser().await;
    assert_eq!(fresh.mark(&care).state, desk::mark::State::Older);
    assert_eq!(phone.texts(), ["taken back"]);
    world.end().await;
}

#[tokio::test]
async fn case_18_a_used_browser_detects_a_rollback_of_the_whole_practice() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let old = world.snapshot();
    phone.shares("later");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    desk.sync().await;
    let kept = desk.desk.remember().unwrap().sealed;
    world.near_desk.lead_to(world.old(&old).await);
    let mut again = world.same_browser(kept).await;
    assert!(again.caseload().older || again.mark(&care).state == desk::mark::State::Older);
    phone.still_has(&["later"]);
    world.end().await;
}

#[tokio::test]
async fn case_68_a_claimed_restore_does_not_hide_a_rollback_of_the_practice() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let old = world.snapshot();
    phone.shares("later");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    desk.sync().await;
    let kept = desk.desk.remember().unwrap().sealed;
    world.near_desk.lead_to(world.restored(&old).await);
    let mut again = world.same_browser(kept).await;
    again.sync().await;
    assert!(again.caseload().older || again.mark(&care).state == desk::mark::State::Older);
    assert_eq!(again.mark(&care).state, desk::mark::State::Older, "the client has not written it again");
    phone.still_has(&["later"]);
    world.end().await;
}

#[tokio::test]
async fn case_23_epochs_demanded_by_the_server_are_sealed_only_for_the_bond() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let before = phone.care().safety_words(&care).unwrap().key;
    for n in 0..10 {
        world.tampers("UPDATE collections SET epoch = epoch + 1 WHERE care");
        phone.shares(&format!("entry {n}"));
        phone.sync().run().await.unwrap();
    }
    world.assert_keys_only_for(&[therapist.account]);
    let begun = world.near_phone.asked().iter().filter(|asked| asked.path.ends_with("/epochs")).count();
    assert_eq!(begun, 10, "one for each demanded epoch");
    assert_eq!(phone.care().safety_words(&care).unwrap().key, before + 10);
    let words: Vec<String> = (0..10).map(|n| format!("entry {n}")).collect();
    phone.still_has(&words.iter().map(String::as_str).collect::<Vec<_>>());
    desk.meet().await;
    desk.sync().await;
    let mut read = desk.texts(&care);
    read.sort();
    assert_eq!(read, words);
    phone.sync().run().await.unwrap();
    phone.is_calm();
    // An implausible epoch number begins nothing.
    world.tampers("UPDATE collections SET epoch = 4294967290 WHERE care");
    let _ = phone.sync().run().await;
    let epochs = world.near_phone.asked().iter().filter(|asked| asked.path.ends_with("/epochs")).count();
    assert_eq!(epochs, begun);
    phone.still_has(&["entry 9"]);
    world.end().await;
}
