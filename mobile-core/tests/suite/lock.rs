//! The lock: without the PIN there is no key in the process, and no attempt is free.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mobile_core::export::PdfForm;
use mobile_core::secrets::{STORE_KEY, SecretStore as _};
use mobile_core::store::Error as Store;
use mobile_core::{BiometricError, Biometrics, Error, Silent, Writing};
use protocol::problem::Advice;

use crate::world::{PASSWORD, PhoneInHand, World};

const LOCKED: Error = Error::Store(Store::Locked);

async fn with_pin(pin: &str) -> PhoneInHand {
    let phone = PhoneInHand::new();
    phone.entries().write(&Writing::text("the river")).unwrap();
    phone.app_lock().set_pin(pin, None).await.unwrap();
    phone
}

#[tokio::test]
async fn without_the_pin_the_key_is_nowhere_and_nothing_can_be_read_or_written() {
    let phone = with_pin("2580").await;
    assert_eq!(phone.texts(), ["the river"], "setting a PIN locks nobody out");
    assert_eq!(phone.secrets.load(STORE_KEY.into()).unwrap(), None, "the platform holds it under the PIN only");
    assert!(phone.app_lock().lock().unwrap());
    assert!(phone.app_lock().is_locked());
    assert_eq!(phone.entries().write(&Writing::text("x")).unwrap_err(), LOCKED);
    assert_eq!(phone.entries().save_draft(None, Writing::text("x")).unwrap_err(), LOCKED);
    assert_eq!(phone.pages().timeline().unwrap_err(), LOCKED);
    assert_eq!(phone.pages().search("river").unwrap_err(), LOCKED);
    assert_eq!(phone.transfer().export_json().unwrap_err(), LOCKED);
    assert_eq!(phone.account().view().unwrap_err(), LOCKED);
    assert_eq!(phone.sync().run().await.unwrap_err(), LOCKED);
    assert_eq!(phone.app_lock().set_auto_lock(None).unwrap_err(), LOCKED);
    assert_eq!(LOCKED.code(), "locked");

    assert_eq!(phone.app_lock().unlock("2581").await.unwrap_err(), Error::PinWrong { left: None });
    assert_eq!(phone.pages().timeline().unwrap_err(), LOCKED);
    phone.app_lock().unlock("2580").await.unwrap();
    assert_eq!(phone.texts(), ["the river"]);

    // The app asks for it again at each start; the crisis texts need no journal.
    let phone = phone.killed();
    assert_eq!(phone.pages().timeline().unwrap_err(), LOCKED);
    assert!(journal::measures::built_in("phq-9").is_ok());
    phone.app_lock().unlock("2580").await.unwrap();
    assert_eq!(phone.texts(), ["the river"]);
}

#[tokio::test]
async fn a_pin_is_changed_and_removed_only_by_who_knows_it() {
    let phone = with_pin("2580").await;
    assert_eq!(phone.app_lock().set_pin("123", Some("2580")).await.unwrap_err(), Error::PinTooShort);
    assert_eq!(phone.app_lock().set_pin("1379", None).await.unwrap_err(), Error::PinWrong { left: None });
    assert_eq!(phone.app_lock().set_pin("1379", Some("0000")).await.unwrap_err(), Error::PinWrong { left: None });
    phone.app_lock().set_pin("1379", Some("2580")).await.unwrap();
    let phone = phone.killed();
    assert_eq!(phone.app_lock().unlock("2580").await.unwrap_err(), Error::PinWrong { left: None });
    phone.app_lock().unlock("1379").await.unwrap();
    assert_eq!(phone.app_lock().remove_pin("2580").await.unwrap_err(), Error::PinWrong { left: None });
    phone.app_lock().remove_pin("1379").await.unwrap();
    let phone = phone.killed();
    assert_eq!(phone.texts(), ["the river"]);
    assert_eq!(phone.app_lock().unlock("1379").await.unwrap_err(), Error::NoPin);
}

#[tokio::test]
async fn what_somebody_else_with_the_open_phone_must_not_do_asks_for_the_pin_again() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    let entry = phone.entries().write(&Writing::text("the river")).unwrap();
    let link = therapist.invite().await;
    let home = tempfile::tempdir().unwrap();
    let kinds = ["check_in".to_owned()];
    // All actions that give access or delete data require the PIN; another change does not.
    let all = async || {
        let form = PdfForm::default();
        [
            phone.care().join(&link, None).await.map(drop),
            phone.sharing().share_several(&[entry], Some(&care)),
            phone.sharing().share_from_now_on(&kinds, Some(&care)).map(drop),
            phone.transfer().export_json().map(drop),
            phone.transfer().export_archive(&home.path().join("a.zip"), None, &Silent).map(drop),
            phone.transfer().export_markdown(&home.path().join("texts"), &Silent).map(drop),
            phone.transfer().export_pdf(&home.path().join("a.pdf"), &form, &Silent).map(drop),
            phone.care().end_care(&care).await,
        ]
    };
    phone.app_lock().set_pin("2580", None).await.unwrap();
    phone.clock.pass(Duration::from_secs(120));
    assert!(all().await.iter().all(|done| *done == Err(Error::PinAgain)));
    assert!(home.path().read_dir().unwrap().next().is_none(), "nothing is written");
    assert_eq!(phone.app_lock().unlock("2581").await.unwrap_err(), Error::PinWrong { left: None });
    assert!(all().await.iter().all(|done| *done == Err(Error::PinAgain)));
    // Unlocking and locking again leaves nothing readable.
    phone.app_lock().unlock("2580").await.unwrap();
    phone.app_lock().lock().unwrap();
    assert!(all().await.iter().all(|done| *done == Err(LOCKED)));
    phone.app_lock().unlock("2580").await.unwrap();
    assert_eq!(all().await, [const { Ok(()) }; 8]);
    // A preview of one entry is ordinary use and needs no PIN.
    phone.clock.pass(Duration::from_secs(120));
    phone.sharing().share(entry, None).unwrap();
    assert_eq!(phone.transfer().export_json().unwrap_err(), Error::PinAgain);
    phone.app_lock().remove_pin("2580").await.unwrap();
    phone.clock.pass(Duration::from_secs(120));
    phone.transfer().export_json().unwrap();
    world.end().await;
}

#[tokio::test]
async fn waits_grow_and_neither_a_restart_nor_a_turned_clock_shortens_them() {
    let phone = with_pin("2580").await.killed();
    for _ in 0..5 {
        assert_eq!(phone.app_lock().unlock("0000").await.unwrap_err(), Error::PinWrong { left: None });
    }
    let wait = phone.app_lock().unlock("2580").await.unwrap_err();
    assert_eq!((&wait, wait.advice()), (&Error::PinWait { seconds: 30 }, Advice::Retry));
    assert_eq!(phone.app_lock().lock_view().unwrap().wait_s, 30);
    // The app is killed, the clock is set a year ahead and back.
    phone.clock.turn(365 * 86_400_000);
    let phone = phone.killed();
    assert_eq!(phone.app_lock().unlock("2580").await.unwrap_err(), Error::PinWait { seconds: 30 });
    phone.clock.turn(-730 * 86_400_000);
    assert_eq!(phone.app_lock().unlock("2580").await.unwrap_err(), Error::PinWait { seconds: 30 });
    // The device is restarted.
    phone.clock.restart();
    assert_eq!(phone.app_lock().unlock("2580").await.unwrap_err(), Error::PinWait { seconds: 30 });
    phone.clock.pass(Duration::from_secs(29));
    assert_eq!(phone.app_lock().unlock("2580").await.unwrap_err(), Error::PinWait { seconds: 1 });
    phone.clock.pass(Duration::from_secs(1));
    assert_eq!(phone.app_lock().unlock("0000").await.unwrap_err(), Error::PinWrong { left: None });
    assert_eq!(phone.app_lock().unlock("2580").await.unwrap_err(), Error::PinWait { seconds: 60 }, "each is longer");
    phone.clock.pass(Duration::from_secs(60));
    phone.app_lock().unlock("2580").await.unwrap();
    assert_eq!(phone.app_lock().lock_view().unwrap().wait_s, 0);
    assert_eq!(phone.texts(), ["the river"]);
}

#[tokio::test]
async fn a_try_that_is_broken_off_counts_all_the_same() {
    let phone = with_pin("2580").await.killed();
    for _ in 0..5 {
        let mut unlock = Box::pin(phone.app_lock().unlock("0000"));
        // Runs until the key derivation, which continues on another thread; then the app is killed.
        let _ = tokio::time::timeout(Duration::from_millis(1), &mut unlock).await;
    }
    let phone = phone.killed();
    assert!(matches!(phone.app_lock().unlock("2580").await, Err(Error::PinWait { .. })));
}

#[tokio::test]
async fn after_so_many_wrong_pins_everything_goes_only_if_that_was_chosen() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    phone.entries().write(&Writing::text("synced")).unwrap();
    phone.sync().run().await.unwrap();
    phone.entries().write(&Writing::text("not synced")).unwrap();
    phone.app_lock().set_pin("2580", None).await.unwrap();
    assert_eq!(phone.app_lock().set_wipe_after(Some(3), "2580").await.unwrap_err(), Error::Invalid);
    let loss = phone.erasure().what_would_be_lost().unwrap();
    assert_eq!((loss.records, loss.only_here, loss.account), (2, 1, true));
    phone.app_lock().set_wipe_after(Some(6), "2580").await.unwrap();
    let phone = phone.killed();
    for left in (1..6).rev() {
        assert_eq!(phone.app_lock().unlock("0000").await.unwrap_err(), Error::PinWrong { left: Some(left) });
    }
    phone.clock.pass(Duration::from_secs(30));
    assert_eq!(phone.app_lock().unlock("0000").await.unwrap_err(), Error::Wiped);
    assert_eq!(phone.pages().timeline().unwrap_err(), Error::Store(Store::Closed));
    let files: Vec<_> = std::fs::read_dir(phone.home.path()).unwrap().collect();
    assert!(files.is_empty(), "{files:?}");
    // The app starts again, and synced entries come back.
    let phone = phone.killed();
    assert_eq!(phone.texts(), Vec::<String>::new());
    phone.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    phone.sync().run().await.unwrap();
    assert_eq!(phone.texts(), ["synced"]);
    world.end().await;
}

#[tokio::test]
async fn a_journal_that_is_left_alone_locks_by_itself() {
    let phone = with_pin("2580").await;
    assert_eq!(phone.app_lock().lock_view().unwrap().auto_lock_s, Some(300));
    phone.app_lock().set_auto_lock(Some(60)).unwrap();
    phone.clock.pass(Duration::from_secs(59));
    phone.app_lock().touch();
    phone.clock.pass(Duration::from_secs(59));
    assert_eq!((phone.texts().len(), phone.app_lock().lock_view().unwrap().locks_in_s), (1, Some(1)));
    phone.clock.turn(86_400_000);
    assert!(!phone.app_lock().is_locked(), "a turned clock is no time");
    phone.clock.pass(Duration::from_secs(1));
    assert_eq!(phone.pages().timeline().unwrap_err(), LOCKED);
    phone.app_lock().touch();
    assert!(phone.app_lock().is_locked(), "a touch opens nothing");
    phone.app_lock().unlock("2580").await.unwrap();

    phone.app_lock().set_auto_lock(Some(0)).unwrap();
    phone.clock.pass(Duration::from_secs(86_400));
    assert!(!phone.app_lock().is_locked());
    phone.app_lock().leave_screen().unwrap();
    assert!(phone.app_lock().is_locked());
    phone.app_lock().unlock("2580").await.unwrap();
    phone.app_lock().set_auto_lock(None).unwrap();
    phone.app_lock().leave_screen().unwrap();
    assert!(!phone.app_lock().is_locked());
}

/// A fingerprint that matches or does not.
#[derive(Default)]
struct Finger {
    kept: Mutex<Option<Vec<u8>>>,
    right: AtomicBool,
    changed: AtomicBool,
}

impl Biometrics for Finger {
    fn keep(&self, secret: Vec<u8>) -> Result<(), BiometricError> {
        *self.kept.lock().unwrap() = Some(secret);
        Ok(())
    }

    fn release(&self) -> Result<Vec<u8>, BiometricError> {
        match (self.changed.load(Ordering::SeqCst), self.right.load(Ordering::SeqCst)) {
            (true, _) => Err(BiometricError::Changed),
            (_, false) => Err(BiometricError::Refused),
            (_, true) => self.kept.lock().unwrap().clone().ok_or(BiometricError::Unavailable),
        }
    }

    fn forget(&self) -> Result<(), BiometricError> {
        *self.kept.lock().unwrap() = None;
        Ok(())
    }
}

#[tokio::test]
async fn a_finger_opens_it_when_the_platform_says_whose_it_is() {
    let phone = with_pin("2580").await;
    let finger = Arc::new(Finger::default());
    let none = Error::Biometrics(BiometricError::Unavailable);
    assert_eq!(phone.app_lock().enable_biometrics("2580").await.unwrap_err(), none);
    phone.app_lock().use_biometrics(finger.clone());
    phone.app_lock().enable_biometrics("2580").await.unwrap();
    let phone = phone.killed();
    assert_eq!(
        phone.app_lock().unlock_with_biometrics().await.unwrap_err(),
        none,
        "the app has not said how to ask yet"
    );
    phone.app_lock().use_biometrics(finger.clone());
    assert_eq!(
        phone.app_lock().unlock_with_biometrics().await.unwrap_err(),
        Error::Biometrics(BiometricError::Refused)
    );
    assert!(phone.app_lock().is_locked());
    finger.right.store(true, Ordering::SeqCst);
    phone.app_lock().unlock_with_biometrics().await.unwrap();
    assert_eq!(phone.texts(), ["the river"]);

    // Another fingerprint was added: the PIN is required, and the fingerprint works only after it was turned on again.
    phone.app_lock().lock().unwrap();
    finger.changed.store(true, Ordering::SeqCst);
    assert_eq!(
        phone.app_lock().unlock_with_biometrics().await.unwrap_err(),
        Error::Biometrics(BiometricError::Changed)
    );
    finger.changed.store(false, Ordering::SeqCst);
    assert_eq!(phone.app_lock().unlock_with_biometrics().await.unwrap_err(), none);
    phone.app_lock().unlock("2580").await.unwrap();
    phone.app_lock().enable_biometrics("2580").await.unwrap();
    phone.app_lock().disable_biometrics().unwrap();
    assert_eq!(*finger.kept.lock().unwrap(), None);
}

#[tokio::test]
async fn an_erasure_that_is_killed_is_finished_at_the_next_start() {
    let phone = with_pin("2580").await;
    let (home, secrets) = (phone.home.clone(), phone.secrets.clone());
    let phone = phone.killed_and(|| std::fs::write(home.path().join("erasing"), []).unwrap());
    assert!(!phone.app_lock().is_locked(), "the lock went with the journal");
    assert_eq!(phone.texts(), Vec::<String>::new());
    assert!(!home.path().join("erasing").exists());
    assert!(secrets.load(STORE_KEY.into()).unwrap().is_some(), "a new journal has a new key");
    let gone = phone.erasure().erase_phone().unwrap();
    assert!(gone.keys_here && !gone.account);
    assert_eq!(phone.entries().write(&Writing::text("x")).unwrap_err(), Error::Store(Store::Closed));
}
