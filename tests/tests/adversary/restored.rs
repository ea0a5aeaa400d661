//! Proper restores: the server returns to an earlier state, announces it, and receives what it has lost.

use crate::world::{NEW_PASSWORD, PASSWORD, Pair, World};

#[tokio::test]
async fn case_53_a_restore_to_before_a_key_recovers_everything() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    phone.writes("in the backup");
    phone.sync().run().await.unwrap();
    let backup = world.snapshot();
    let lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.writes("after the backup");
    let entry = phone.shares("shared after the backup");
    phone.sync().run().await.unwrap();
    world.near_phone.lead_to(world.restored(&backup).await);
    for _ in 0..4 {
        let _ = phone.sync().run().await;
    }
    phone.still_has(&["in the backup", "after the backup", "shared after the backup"]);
    assert!(!phone.pages().show(entry).unwrap().shared_with.is_empty());
    phone.assert_notice("readers-restored");
    assert!(phone.sync().status().unwrap().in_sync, "{:?}", phone.sync().status().unwrap().reasons);
    let second = world.second_phone(PASSWORD).await;
    second.sync().run().await.unwrap();
    second.still_has(&["in the backup", "after the backup", "shared after the backup"]);
    world.assert_unreadable(&[lost.keyring()], &["after the backup"]);
    world.end().await;
}

#[tokio::test]
async fn case_53_a_restore_to_before_a_bond_sends_nothing_to_others() {
    let world = World::new().await;
    let phone = world.phone();
    phone.account().register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    let mut desk = world.therapist().await;
    let backup = world.snapshot();
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    phone.care().join(&link, Some("Wren")).await.unwrap();
    let entry = phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    let therapist = world.raw_desk().await;
    let restored = world.restored(&backup).await;
    world.near_phone.lead_to(restored.clone());
    for _ in 0..4 {
        let _ = phone.sync().run().await;
    }
    phone.still_has(&["for M. Osei"]);
    phone.assert_notice("readers-restored");
    // The server does not know the care collection: the phone reports that access has ended, and keeps the bond.
    phone.assert_notice("readers-ended-by-server");
    assert_eq!(phone.care().readers().unwrap().readers.len(), 1);
    // A new invitation makes a new bond, and shared entries can be shared again.
    world.near_desk.lead_to(restored);
    let mut desk = world.fresh_browser().await;
    let link = desk.invite(&world.near_phone.url(), "Wren").await;
    let next = phone.care().join(&link, Some("Wren")).await.unwrap().id;
    phone.sharing().share(entry, Some(&next)).unwrap();
    phone.sync().run().await.unwrap();
    desk.meet().await;
    assert_eq!(desk.texts(&next), ["for M. Osei"]);
    world.assert_keys_only_for(&[therapist.account]);
    world.end().await;
}

#[tokio::test]
async fn case_53_a_restore_to_before_a_renewal_repeats_the_renewal() {
    let Pair { world, phone, code, desk: _desk, care } = World::pair().await;
    phone.writes("in the backup");
    phone.sync().run().await.unwrap();
    let backup = world.snapshot();
    let lost = world.lost_phone().await;
    phone.account().lost_phone(PASSWORD, NEW_PASSWORD, Some(&code)).await.unwrap();
    phone.writes("only mine");
    phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    let restored = world.restored(&backup).await;
    world.near_phone.lead_to(restored.clone());
    world.near_desk.lead_to(restored);
    // The server has the old password and the old keys. This phone does not accept them.
    let _ = phone.sync().run().await;
    assert_eq!(phone.sync().run().await.unwrap_err().code(), "manifest_older");
    phone.assert_notice("status-manifest_older");
    assert!(!phone.sync().status().unwrap().in_sync);
    let refused = phone.account().sign_in(&world.near_phone.url(), "wren", NEW_PASSWORD).await.unwrap_err();
    assert_eq!(refused.code(), "password_of_before");
    phone.account().sign_in(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    for _ in 0..4 {
        let _ = phone.sync().run().await;
    }
    phone.still_has(&["in the backup", "only mine", "for M. Osei"]);
    phone.assert_notice("readers-restored");
    assert!(phone.sync().status().unwrap().in_sync, "{:?}", phone.sync().status().unwrap().reasons);
    // The new password unlocks the account again, and the old one does not.
    let second = world.second_phone(NEW_PASSWORD).await;
    let _ = second.sync().run().await;
    second.still_has(&["in the backup", "only mine", "for M. Osei"]);
    let refused = world.phone().account().sign_in(&world.near_phone.url(), "wren", PASSWORD).await.unwrap_err();
    assert_eq!(refused.code(), "wrong_credentials");
    // The desk accepts the renewal, even if it knows it already. The finder of the phone still cannot read the new
    // records.
    let mut desk = world.fresh_browser().await;
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    world.assert_unreadable(&[lost.keyring()], &["only mine", "for M. Osei"]);
    world.end().await;
}

#[tokio::test]
async fn case_53_a_restore_to_before_a_checkpoint_writes_a_later_one() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    phone.shares("in the backup");
    phone.sync().run().await.unwrap();
    let backup = world.snapshot();
    phone.shares("after the backup");
    phone.sync().run().await.unwrap();
    let before = phone.care().readers().unwrap().checked_at.unwrap();
    world.pass(std::time::Duration::from_secs(3_600));
    let restored = world.restored(&backup).await;
    world.near_phone.lead_to(restored.clone());
    world.near_desk.lead_to(restored);
    for _ in 0..4 {
        let _ = phone.sync().run().await;
    }
    phone.still_has(&["in the backup", "after the backup"]);
    phone.assert_notice("readers-restored");
    assert!(phone.sync().status().unwrap().in_sync, "{:?}", phone.sync().status().unwrap().reasons);
    assert!(phone.care().readers().unwrap().checked_at.unwrap() > before);
    // A new phone and a new browser read both entries and a matching checkpoint.
    let second = world.second_phone(PASSWORD).await;
    second.sync().run().await.unwrap();
    second.still_has(&["in the backup", "after the backup"]);
    assert!(second.care().readers().unwrap().checked_at.is_some());
    let mut desk = world.fresh_browser().await;
    let mut read = desk.texts(&care);
    read.sort();
    assert_eq!(read, ["after the backup", "in the backup"]);
    world.end().await;
}

/// A server that hides a restore asks the phone to sign in: the phone never accepts an older state.
#[tokio::test]
async fn case_06_an_older_manifest_changes_nothing_when_a_phone_signs_in_again() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let old = world.snapshot();
    let lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    world.near_phone.lead_to(world.old(&old).await);
    phone.account().sign_in(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    phone.writes("only mine");
    phone.shares("for M. Osei");
    for _ in 0..3 {
        let _ = phone.sync().run().await;
    }
    world.assert_unreadable(&[lost.keyring()], &["only mine", "for M. Osei"]);
    phone.still_has(&["only mine", "for M. Osei"]);
    world.near_phone.lead_to(world.url());
    phone.account().sign_in(&world.near_phone.url(), "wren", PASSWORD).await.unwrap();
    for _ in 0..3 {
        let _ = phone.sync().run().await;
    }
    world.assert_unreadable(&[lost.keyring()], &["only mine", "for M. Osei"]);
    phone.still_has(&["only mine", "for M. Osei"]);
    world.end().await;
}
