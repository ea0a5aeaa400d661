//! A lost phone is shut out: its access ends, and its keys cannot open later records.

use journal::seal::envelope;
use mobile_core::{Error, Writing};
use protocol::sync::SyncRequest;

use crate::network::Fault;
use crate::world::{PASSWORD, PhoneInHand, World};

const NEW: &str = "a longer walk home";

/// The epochs of records pushed since then, by collection.
fn pushed(world: &World, since: usize) -> Vec<u32> {
    let calls = world.network.calls("/v1/sync").split_off(since);
    let requests = calls.iter().map(|body| ciborium::from_reader::<SyncRequest, _>(&body[..]).unwrap());
    let blobs = requests.flat_map(|request| request.push).map(|push| push.blob);
    blobs.map(|blob| envelope::header(blob.as_ref()).unwrap().epoch).collect()
}

async fn other_device(phone: &PhoneInHand) -> protocol::DeviceId {
    phone.account().devices().await.unwrap().into_iter().find(|device| !device.current).unwrap().id
}

#[tokio::test]
async fn a_lost_phone_loses_its_access_and_everything_after_has_another_key() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    let before = phone.entries().write(&Writing::text("before")).unwrap();
    phone.sharing().share(before, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let words = phone.care().safety_words(&care).unwrap();
    let lost = world.signed_in("wren").await;

    phone.account().remove_device(other_device(&phone).await, PASSWORD).await.unwrap();
    assert_eq!(lost.sync().run().await.unwrap_err(), Error::SignedOut);
    let since = world.network.calls("/v1/sync").len();
    let after = phone.entries().write(&Writing::text("after")).unwrap();
    phone.sharing().share(after, None).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    let epochs = pushed(&world, since);
    assert!(
        epochs.len() >= 2 && epochs.iter().all(|epoch| *epoch == 2),
        "private and shared, all under the new key: {epochs:?}"
    );
    therapist.sync().await;
    let next = phone.care().safety_words(&care).unwrap();
    assert_eq!((next.key, next.words == words.words), (2, false), "each key has words of its own");
    assert_eq!(next, therapist.safety_words(&care), "and both sides have the same");
    // Both were written at the same time of the world's clock, so their order is random.
    let sorted = |mut texts: Vec<String>| {
        texts.sort();
        texts
    };
    assert_eq!(sorted(therapist.texts(&care)), ["after", "before"]);
    let another = world.signed_in("wren").await;
    assert_eq!(sorted(another.texts()), ["after", "before"], "a phone that comes later reads both");
    world.end().await;
}

#[tokio::test]
async fn a_removal_that_breaks_off_is_finished_by_the_next_sync() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    phone.sync().run().await.unwrap();
    let _lost = world.signed_in("wren").await;
    let device = other_device(&phone).await;
    let private = world.private(&phone);
    let path: &'static str = Box::leak(format!("/v1/collections/{private}/epochs").into_boxed_str());
    for _ in 0..3 {
        world.network.next(path, Fault::ReplyLost);
    }
    assert_eq!(phone.account().remove_device(device, PASSWORD).await.unwrap_err(), Error::Offline);
    let status = phone.sync().status().unwrap();
    assert!(!status.in_sync && status.reasons.iter().any(|reason| reason.code == "epochs"), "{status:?}");
    let phone = phone.killed();
    let since = world.network.calls("/v1/sync").len();
    phone.entries().write(&Writing::text("after")).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert!(pushed(&world, since).iter().all(|epoch| *epoch >= 2));
    world.end().await;
}

#[tokio::test]
async fn a_phone_that_was_offline_seals_anew_and_loses_nothing() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    phone.sync().run().await.unwrap();
    let other = world.signed_in("wren").await;
    let _lost = world.signed_in("wren").await;
    let mine = other.account().devices().await.unwrap().into_iter().find(|device| device.current).unwrap().id;
    other.entries().write(&Writing::text("written in the tunnel")).unwrap();
    // It has sealed and sent, and the response was lost before it was read.
    for _ in 0..3 {
        world.network.next("/v1/sync", Fault::Lost);
    }
    assert_eq!(other.sync().run().await.unwrap_err(), Error::Offline);
    let devices = phone.account().devices().await.unwrap();
    let lost = devices.iter().find(|device| !device.current && device.id != mine).unwrap().id;
    phone.account().remove_device(lost, PASSWORD).await.unwrap();
    assert!(other.sync().run().await.unwrap().in_sync);
    phone.sync().run().await.unwrap();
    assert_eq!(phone.texts(), ["written in the tunnel"]);
    world.end().await;
}

#[tokio::test]
async fn new_keys_make_the_old_recovery_code_useless_and_lose_nothing() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, old) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    phone.account().confirm_recovery_code(&old).unwrap();
    phone.entries().write(&Writing::text("before")).unwrap();
    phone.sync().run().await.unwrap();
    let other = world.signed_in("wren").await;
    other.entries().write(&Writing::text("written in the tunnel")).unwrap();
    let words = phone.care().safety_words(&care).unwrap();

    let wrong = phone.account().lost_phone("a short walk home", NEW, Some(&old)).await.unwrap_err();
    assert_eq!(wrong.code(), "wrong_credentials");
    assert!(phone.account().view().unwrap().unwrap().recovery_kept, "nothing has changed");
    assert_eq!(phone.account().lost_phone(PASSWORD, PASSWORD, Some(&old)).await.unwrap_err(), Error::SamePassword);
    let new = phone.account().lost_phone(PASSWORD, NEW, Some(&old)).await.unwrap();
    assert_ne!(*new, old);
    assert!(!phone.account().view().unwrap().unwrap().recovery_kept, "the new one is to be kept as well");
    assert_eq!(phone.account().recovery_code().unwrap().as_deref(), Some(&*new));
    assert!(phone.account().confirm_recovery_code(&old).is_err());
    phone.account().confirm_recovery_code(&new).unwrap();
    phone.entries().write(&Writing::text("after")).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    therapist.sync().await;
    let next = phone.care().safety_words(&care).unwrap();
    assert_ne!(next.words, words.words);
    assert_eq!(next, therapist.safety_words(&care), "the therapist has taken the new key up");
    assert!(phone.sync().run().await.unwrap().in_sync);

    // The other phone signs in again with the new password, and pushes its changes.
    assert_eq!(other.sync().run().await.unwrap_err(), Error::SignedOut);
    other.account().sign_in(&world.url(), "wren", NEW).await.unwrap();
    assert!(other.sync().run().await.unwrap().in_sync);
    phone.sync().run().await.unwrap();
    assert_eq!(phone.texts().len(), 3);

    let refused =
        PhoneInHand::new().account().recover(&world.url(), "wren", &old, "another password").await.unwrap_err();
    assert_eq!(refused.code(), "wrong_credentials");
    let recovered = PhoneInHand::new();
    recovered.account().recover(&world.url(), "wren", &new, "another password").await.unwrap();
    recovered.sync().run().await.unwrap();
    assert_eq!(recovered.texts().len(), 3, "what was sealed in every epoch");
    world.end().await;
}

#[tokio::test]
async fn new_keys_whose_answer_was_lost_are_found_by_the_next_sync() {
    let world = World::new().await;
    let (phone, old) = world.registered("wren").await;
    phone.account().confirm_recovery_code(&old).unwrap();
    phone.entries().write(&Writing::text("before")).unwrap();
    // It never arrived: nothing has changed.
    world.network.next("/v1/me/renewal", Fault::Lost);
    assert_eq!(phone.account().lost_phone(PASSWORD, NEW, Some(&old)).await.unwrap_err(), Error::Offline);
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert!(phone.account().view().unwrap().unwrap().recovery_kept);
    // It arrived, but its response did not.
    world.network.next("/v1/me/renewal", Fault::ReplyLost);
    assert_eq!(phone.account().lost_phone(PASSWORD, NEW, Some(&old)).await.unwrap_err(), Error::Offline);
    let phone = phone.killed();
    assert!(phone.sync().run().await.unwrap().in_sync);
    let new = phone.account().recovery_code().unwrap().unwrap();
    phone.account().confirm_recovery_code(&new).unwrap();
    // Again, detected by the call itself.
    world.network.next("/v1/me/renewal", Fault::ReplyLost);
    assert_eq!(phone.account().lost_phone(NEW, "the longest walk home", Some(&new)).await.unwrap_err(), Error::Offline);
    let newest = phone.account().lost_phone("the longest walk home", "no walk at all", None).await.unwrap();
    assert_eq!(phone.account().recovery_code().unwrap(), Some(newest.clone()));
    let recovered = PhoneInHand::new();
    recovered.account().recover(&world.url(), "wren", &newest, "another password").await.unwrap();
    recovered.sync().run().await.unwrap();
    assert_eq!(recovered.texts(), ["before"]);
    world.end().await;
}
