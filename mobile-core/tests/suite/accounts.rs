//! Accounts: names and passwords, the recovery code, other devices, and somebody else's account.

use mobile_core::{Error, Writing};

use crate::world::{PASSWORD, PhoneInHand, World};

#[tokio::test]
async fn the_recovery_code_is_kept_until_it_is_confirmed_and_lets_back_in() {
    let world = World::new().await;
    let (lost, recovery) = world.registered("wren").await;
    assert_eq!(lost.account().recovery_code().unwrap().unwrap().as_str(), recovery);
    assert!(!lost.account().view().unwrap().unwrap().recovery_kept);
    assert_eq!(lost.account().confirm_recovery_code("walrus walrus").unwrap_err().code(), "code");
    lost.account().confirm_recovery_code(&recovery.to_uppercase()).unwrap();
    assert_eq!(lost.account().recovery_code().unwrap(), None);
    assert!(lost.account().view().unwrap().unwrap().recovery_kept);
    lost.entries().write(&Writing::text("kept for later")).unwrap();
    lost.sync().run().await.unwrap();

    let phone = PhoneInHand::new();
    let wrong =
        phone.account().recover(&world.url(), "wren", "ability ".repeat(15).trim(), PASSWORD).await.unwrap_err();
    assert!(["code", "wrong_credentials"].contains(&wrong.code()), "{wrong:?}");
    let unknown = phone.account().recover(&world.url(), "nobody", &recovery, PASSWORD).await.unwrap_err();
    assert_eq!(unknown.code(), "wrong_credentials");
    phone.account().recover(&world.url(), "wren", &recovery, "another long walk").await.unwrap();
    phone.sync().run().await.unwrap();
    assert_eq!(phone.texts(), ["kept for later"]);

    // The old phone is signed out, keeps its data, and can sign in with the new password only.
    lost.entries().write(&Writing::text("written by the finder")).unwrap();
    assert_eq!(lost.sync().run().await.unwrap_err(), Error::SignedOut);
    assert_eq!(lost.sync().status().unwrap().reasons[0].code, "signed_out");
    assert_eq!(lost.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap_err().code(), "wrong_credentials");
    lost.account().sign_in(&world.url(), "wren", "another long walk").await.unwrap();
    assert!(lost.sync().run().await.unwrap().in_sync);
    assert_eq!(lost.texts().len(), 2);
    world.end().await;
}

#[tokio::test]
async fn a_new_password_lets_in_and_the_old_one_does_not() {
    let world = World::new().await;
    let (phone, recovery) = world.registered("wren").await;
    let wrong = phone.account().change_password("not the one before", "a new long walk").await.unwrap_err();
    assert_eq!(wrong.code(), "wrong_credentials");
    phone.account().change_password(PASSWORD, "a new long walk").await.unwrap();
    let other = PhoneInHand::new();
    assert_eq!(other.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap_err().code(), "wrong_credentials");
    other.account().sign_in(&world.url(), "wren", "a new long walk").await.unwrap();
    // The recovery code still fits.
    other.account().confirm_recovery_code(&recovery).unwrap();
    phone.account().confirm_recovery_code(&recovery).unwrap();
    world.end().await;
}

#[tokio::test]
async fn devices_are_listed_and_a_lost_one_is_signed_out() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    let lost = world.signed_in("wren").await;
    let devices = phone.account().devices().await.unwrap();
    assert_eq!(devices.len(), 2);
    let other = devices.iter().find(|device| !device.current).unwrap();
    // A person with only the unlocked phone cannot sign out another device.
    let wrong = phone.account().remove_device(other.id, "a short walk home").await.unwrap_err();
    assert_eq!(wrong.code(), "wrong_credentials");
    lost.sync().run().await.unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync, "no key has moved on");
    phone.account().remove_device(other.id, PASSWORD).await.unwrap();
    assert_eq!(lost.sync().run().await.unwrap_err(), Error::SignedOut);
    phone.account().sign_out().await.unwrap();
    assert_eq!(phone.sync().run().await.unwrap_err(), Error::SignedOut);
    assert!(!phone.account().view().unwrap().unwrap().signed_in);
    world.end().await;
}

#[tokio::test]
async fn somebody_elses_account_is_not_mixed_in() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    let (_other, _) = world.registered("juniper58").await;
    assert_eq!(phone.account().sign_in(&world.url(), "juniper58", PASSWORD).await.unwrap_err(), Error::AnotherAccount);
    assert_eq!(phone.account().register(&world.url(), "sparrow", PASSWORD).await.unwrap_err(), Error::AccountHere);
    assert_eq!(phone.account().view().unwrap().unwrap().handle, "wren");
    assert!(phone.sync().run().await.unwrap().in_sync);
    let _therapist = world.therapist().await;
    let new = PhoneInHand::new();
    let refused = new.account().sign_in(&world.url(), "m.osei", "the therapist's own").await.unwrap_err();
    assert_eq!(refused, Error::NotAClient);
    world.end().await;
}

#[tokio::test]
async fn names_that_look_like_others_and_passwords_that_everybody_tries_are_refused_with_the_reason() {
    let world = World::new().await;
    let phone = PhoneInHand::new();
    for (handle, password, code) in [
        ("wr\u{435}n", PASSWORD, "handle_confusable"),
        ("\u{440}\u{430}\u{443}", PASSWORD, "handle_confusable"),
        ("w r e n", PASSWORD, "handle_invalid"),
        ("wren", "Passwort1!", "password_weak"),
        ("wren", "wren2024", "password_weak"),
        ("wren", "kurz", "password_too_short"),
    ] {
        let error = phone.account().register(&world.url(), handle, password).await.unwrap_err();
        assert_eq!(error.code(), code, "{handle} {password}");
        assert!(error.sentence().len() > 30);
    }
    // The server checks the name itself: not every client is ours.
    let (_, _) = world.registered("wren").await;
    let taken = phone.account().register(&world.url(), "vvren", PASSWORD).await.unwrap_err();
    assert_eq!(taken.code(), "handle_taken", "it could be read as wren");
    let refused = phone.account().change_password(PASSWORD, "12345678").await.unwrap_err();
    assert_eq!(refused.code(), "password_weak");
}
