//! A lost phone: the attacker has everything that it had, and the server's help.

use std::time::Duration;

use journal::seal::RevisionId;
use protocol::sync::{Record, SyncResponse};
use serde_json::json;

use crate::insider::{Insider, payload_of, record};
use crate::world::{NEW_PASSWORD, PASSWORD, Pair, World};

/// Forges a sharing rule for every entry under the newest key that the attacker has, and stores it on the server.
fn forge_rule(world: &World, lost: &mut Insider, care: &str, n: u8) {
    let rule = payload_of("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "ended": false }));
    let collection = lost.keys.manifest.private;
    let revision_id = RevisionId { collection, id: record(n), revision: 1 };
    let blob = lost.seals(&revision_id, 0, Some(&rule));
    world.plant(&revision_id, lost.account, false, Some(&blob));
}

#[tokio::test]
async fn case_31_a_rule_under_the_old_key_is_rejected_after_signing_out() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let mut lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    forge_rule(&world, &mut lost, &care, 50);
    phone.sync().run().await.unwrap();
    phone.writes("only mine");
    let _ = phone.sync().run().await;
    phone.assert_notice("refused-retired_epoch");
    world.assert_unreadable(&[therapist.keyring(), lost.keyring()], &["only mine"]);
    world.assert_keys_only_for(&[therapist.account]);
    phone.still_has(&["only mine"]);
    world.end().await;
}

#[tokio::test]
async fn case_31_a_forged_revision_of_an_own_rule_is_rejected_before_the_next_sync() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let rule = phone.sharing().share_from_now_on(&["check_in".to_owned()], None).unwrap();
    phone.sync().run().await.unwrap();
    let mut lost = world.lost_phone().await;
    let collection = lost.keys.manifest.private;
    let held =
        world.rows().into_iter().map(|row| row.revision_id()).find(|revision_id| revision_id.id == rule).unwrap();
    // The key is new, and this phone has not been at the head since.
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    let forged = payload_of("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "ended": false }));
    let revision_id = RevisionId { collection, id: rule, revision: held.revision + 1 };
    let blob = lost.seals(&revision_id, 0, Some(&forged));
    world.plant(&revision_id, lost.account, false, Some(&blob));
    let _ = phone.sync().run().await;
    phone.writes("only mine");
    let _ = phone.sync().run().await;
    world.assert_unreadable(&[therapist.keyring(), lost.keyring()], &["only mine"]);
    phone.still_has(&["only mine"]);
    phone.assert_notice("refused-stale_authority");
    world.end().await;
}

#[tokio::test]
async fn case_31_a_forged_revision_is_rejected_by_a_phone_that_reads_it_with_the_new_key() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let rule = phone.sharing().share_from_now_on(&["check_in".to_owned()], None).unwrap();
    phone.sync().run().await.unwrap();
    let other = world.second_phone(PASSWORD).await;
    other.sync().run().await.unwrap();
    other.care().confirm_readers().unwrap();
    other.sync().run().await.unwrap();
    let mut lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    let forged = payload_of("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "ended": false }));
    let collection = lost.keys.manifest.private;
    let revision_id = RevisionId { collection, id: rule, revision: 50 };
    let blob = lost.seals(&revision_id, 0, Some(&forged));
    world.plant(&revision_id, lost.account, false, Some(&blob));
    let _ = other.sync().run().await;
    other.writes("only mine");
    let _ = other.sync().run().await;
    world.assert_unreadable(&[therapist.keyring(), lost.keyring()], &["only mine"]);
    other.still_has(&["only mine"]);
    other.assert_notice("refused-stale_authority");
    world.end().await;
}

#[tokio::test]
async fn case_31_a_rule_under_the_old_key_is_rejected_after_a_renewal() {
    let Pair { world, phone, code, desk: _desk, care } = World::pair().await;
    let therapist = world.raw_desk().await;
    let mut lost = world.lost_phone().await;
    phone.account().lost_phone(PASSWORD, NEW_PASSWORD, Some(&code)).await.unwrap();
    phone.sync().run().await.unwrap();
    forge_rule(&world, &mut lost, &care, 50);
    let bond = payload_of("bond", json!({ "care": care }));
    let revision_id = RevisionId { collection: lost.keys.manifest.private, id: record(51), revision: 1 };
    let blob = lost.seals(&revision_id, 0, Some(&bond));
    world.plant(&revision_id, lost.account, false, Some(&blob));
    phone.sync().run().await.unwrap();
    phone.writes("only mine");
    let _ = phone.sync().run().await;
    phone.assert_notice("refused-retired_epoch");
    assert_eq!(phone.care().readers().unwrap().readers.len(), 1, "case 33: a forged bond adds no reader");
    world.assert_unreadable(&[therapist.keyring(), lost.keyring()], &["only mine"]);
    phone.still_has(&["only mine"]);
    world.end().await;
}

#[tokio::test]
async fn case_32_a_new_phone_rejects_a_rule_under_the_old_key() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let mut lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    forge_rule(&world, &mut lost, &care, 50);
    let second = world.second_phone(PASSWORD).await;
    let _ = second.sync().run().await;
    second.assert_notice("status-readers");
    second.writes("only mine");
    let _ = second.sync().run().await;
    second.assert_notice("refused-retired_epoch");
    // Not even after the person has confirmed the readers.
    second.care().confirm_readers().unwrap();
    second.writes("only mine as well");
    for _ in 0..3 {
        let _ = second.sync().run().await;
    }
    world.assert_unreadable(&[therapist.keyring()], &["only mine", "only mine as well"]);
    second.still_has(&["only mine", "only mine as well"]);
    world.end().await;
}

#[tokio::test]
async fn case_32_a_rule_under_the_old_key_has_ended_when_the_readers_are_confirmed() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let mut lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    forge_rule(&world, &mut lost, &care, 50);
    let second = world.second_phone(PASSWORD).await;
    let _ = second.sync().run().await;
    second.care().confirm_readers().unwrap();
    let entry = second.writes("only mine");
    assert!(second.pages().show(entry).unwrap().shared_with.is_empty(), "the forged rule is in force");
    let _ = second.sync().run().await;
    world.assert_unreadable(&[therapist.keyring()], &["only mine"]);
    second.still_has(&["only mine"]);
    world.end().await;
}

#[tokio::test]
async fn case_33_a_bond_under_the_old_key_is_shown_before_it_is_confirmed() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let lost = world.lost_phone().await;
    // The phone is switched off before it has sealed its bonds again under the new key. Or a lost phone has made this one.
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    let second = world.second_phone(PASSWORD).await;
    let _ = second.sync().run().await;
    second.assert_notice("status-readers");
    second.assert_notice("readers-stale");
    let shown = second.care().readers().unwrap().readers;
    assert_eq!(shown.iter().map(|reader| reader.care.as_str()).collect::<Vec<_>>(), [care.as_str()]);
    second.care().confirm_readers().unwrap();
    for _ in 0..2 {
        let _ = second.sync().run().await;
    }
    assert!(second.care().list().unwrap().iter().any(|one| one.id == care && !one.ended));
    assert!(second.care().readers().unwrap().question.is_none());
    world.end().await;
}

#[tokio::test]
async fn case_62_an_entry_under_the_old_key_does_not_become_a_rule() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let mut lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    let (collection, id) = (lost.keys.manifest.private, record(62));
    let entry = payload_of("reflection", json!({ "text": "harmless" }));
    let rule = payload_of("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "ended": false }));
    let forged: Vec<Record> = [(1, entry), (2, rule)]
        .into_iter()
        .map(|(revision, content)| {
            let blob = lost.seals(&RevisionId { collection, id, revision }, 0, Some(&content));
            Record { id, revision, seq: 1, deleted: false, blob: Some(blob) }
        })
        .collect();
    world.near_phone.change("/v1/sync", move |answer: &mut SyncResponse| {
        if let Some(changes) = answer.changes.get_mut(&collection).filter(|changes| !changes.records.is_empty()) {
            let honest = std::mem::take(&mut changes.records);
            changes.records = forged.iter().cloned().chain(honest).collect();
        }
    });
    let second = world.second_phone(PASSWORD).await;
    let _ = second.sync().run().await;
    let entry = second.writes("only mine");
    assert!(second.pages().show(entry).unwrap().shared_with.is_empty(), "the forged rule is in force");
    let _ = second.sync().run().await;
    world.assert_unreadable(&[therapist.keyring()], &["only mine"]);
    second.still_has(&["only mine"]);
    second.assert_notice("refused-retired_epoch");
    world.end().await;
}

#[tokio::test]
async fn case_07_replayed_old_keys_do_not_open_with_the_new_password() {
    let Pair { world, phone, code, desk: _desk, .. } = World::pair().await;
    let old = world.snapshot();
    let lost = world.lost_phone().await;
    phone.account().lost_phone(PASSWORD, NEW_PASSWORD, Some(&code)).await.unwrap();
    phone.writes("after the loss");
    phone.sync().run().await.unwrap();
    let honest = world.url();
    world.near_phone.lead_to(world.old(&old).await);
    let second = world.phone();
    let refused = second.account().sign_in(&world.near_phone.url(), "wren", NEW_PASSWORD).await.unwrap_err();
    assert_eq!(refused.code(), "wrong_credentials");
    world.near_phone.lead_to(honest);
    second.account().sign_in(&world.near_phone.url(), "wren", NEW_PASSWORD).await.unwrap();
    let _ = second.sync().run().await;
    second.still_has(&["after the loss"]);
    // Case 37: the lost phone's keys open nothing that was sealed later.
    world.assert_unreadable(&[lost.keyring()], &["after the loss"]);
    world.end().await;
}

#[tokio::test]
async fn case_37_the_lost_phones_keys_open_nothing_sealed_after_the_renewal() {
    let Pair { world, phone, code, mut desk, care } = World::pair().await;
    let lost = world.lost_phone().await;
    phone.account().lost_phone(PASSWORD, NEW_PASSWORD, Some(&code)).await.unwrap();
    phone.shares("for M. Osei alone");
    phone.writes("only mine");
    phone.sync().run().await.unwrap();
    world.assert_unreadable(&[lost.keyring()], &["for M. Osei alone", "only mine"]);
    // The account key of the lost phone opens none of the currently stored keys.
    let mut keys = lost.keys.clone();
    let listed: Vec<protocol::care::Collection> = world.near_phone.answers("/v1/collections").last().unwrap().read();
    let before = lost.keyring().iter().count();
    keys.open_stored(&listed);
    assert_eq!(keys.keyring.iter().count(), before);
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for M. Osei alone"]);
    phone.sync().run().await.unwrap();
    phone.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_38_a_signed_out_phone_has_no_access() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let stolen = phone.stolen();
    let lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    let request = protocol::sync::SyncRequest::default();
    assert_eq!(lost.status_of("POST", "/v1/sync", &request).await, 401);
    // A copy of a phone's store is signed out together with the phone.
    let second = world.second_phone(PASSWORD).await;
    let own = second.account().devices().await.unwrap().into_iter().find(|one| !one.current).unwrap();
    second.account().remove_device(own.id, PASSWORD).await.unwrap();
    stolen.writes("from the thief");
    assert!(stolen.sync().run().await.is_err());
    stolen.still_has(&["from the thief"]);
    world.assert_unreadable(&[lost.keyring()], &["from the thief"]);
    world.end().await;
}

#[tokio::test]
async fn case_55_a_phone_offline_for_six_weeks_keeps_its_changes_and_catches_up() {
    let Pair { world, phone, code, desk: _desk, care } = World::pair().await;
    let away = world.second_phone(PASSWORD).await;
    away.sync().run().await.unwrap();
    away.care().confirm_readers().unwrap();
    let (gone, stays) = (phone.shares("deleted meanwhile"), phone.writes("from before"));
    phone.sync().run().await.unwrap();
    away.sync().run().await.unwrap();
    away.still_has(&["deleted meanwhile", "from before"]);
    let written = away.writes("written far away");
    away.entries().edit(stays, &mobile_core::Writing::text("from before, and more")).unwrap();
    // Six weeks: two new keys, a renewal, and deletions whose tombstones the server has removed.
    phone.entries().delete(gone).unwrap();
    phone.sync().run().await.unwrap();
    for _ in 0..2 {
        world.pass(Duration::from_secs(20 * 86_400));
        let lost = world.lost_phone().await;
        phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
        phone.sync().run().await.unwrap();
    }
    phone.account().lost_phone(PASSWORD, NEW_PASSWORD, Some(&code)).await.unwrap();
    phone.writes("meanwhile");
    phone.sync().run().await.unwrap();
    world.pass(Duration::from_secs(2 * 86_400));
    world.clears_deletions().await;
    assert!(away.sync().run().await.is_err());
    assert!(away.codes().contains(&"signed_out".to_owned()), "{:?}", away.codes());
    away.account().sign_in(&world.near_phone.url(), "wren", NEW_PASSWORD).await.unwrap();
    for _ in 0..3 {
        let _ = away.sync().run().await;
        let _ = away.care().confirm_readers();
    }
    away.assert_notice("readers-renewed");
    let words = ["written far away", "meanwhile", "from before, and more"];
    away.still_has(&words);
    assert!(!away.texts().contains(&"deleted meanwhile".to_owned()), "the checkpoint proves its deletion");
    assert!(away.sync().status().unwrap().in_sync, "{:?}", away.sync().status().unwrap().reasons);
    away.sharing().share(written, Some(&care)).unwrap();
    away.sync().run().await.unwrap();
    phone.sync().run().await.unwrap();
    phone.still_has(&words);
    phone.is_calm();
    let mut desk = world.fresh_browser().await;
    assert_eq!(desk.texts(&care), ["written far away"]);
    world.end().await;
}
