//! Lost responses, forged responses, an unavailable server: nothing is lost, and every error says what to do.

use std::time::Duration;

use mobile_core::{Error, Phone, Writing};
use protocol::care::Collection;
use protocol::problem::Advice;
use protocol::sync::{SyncRequest, SyncResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::network::Fault;
use crate::world::{PASSWORD, PhoneInHand, World};

#[tokio::test]
async fn with_the_server_away_everything_is_written_and_later_synced() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    world.network.down(true);
    let id = phone.entries().write(&Writing::text("in the tunnel")).unwrap();
    let error = phone.sync().run().await.unwrap_err();
    assert_eq!((&error, error.advice()), (&Error::Offline, Advice::Retry));
    let status = phone.sync().status().unwrap();
    assert_eq!((status.in_sync, status.waiting, status.reasons[0].code.as_str()), (false, 1, "offline"));
    phone.entries().edit(id, &Writing::text("out of the tunnel")).unwrap();
    let phone = phone.killed();
    world.network.down(false);
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert_eq!(world.signed_in("wren").await.texts(), ["out of the tunnel"]);
    world.end().await;
}

#[tokio::test]
async fn a_lost_reply_is_repeated_byte_for_byte_and_written_once() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    phone.sync().run().await.unwrap();
    let before = world.network.calls("/v1/sync").len();
    phone.entries().write(&Writing::text("once")).unwrap();
    // All attempts of one call; then the phone is killed in the middle.
    for _ in 0..3 {
        world.network.next("/v1/sync", Fault::ReplyLost);
    }
    assert_eq!(phone.sync().run().await.unwrap_err(), Error::Offline);
    let phone = phone.killed();
    assert!(phone.sync().run().await.unwrap().in_sync);
    let calls = world.network.calls("/v1/sync").split_off(before);
    assert!(calls.len() >= 4);
    assert!(calls[1..4].iter().all(|call| *call == calls[0]), "the same push, byte for byte");
    let other = world.signed_in("wren").await;
    assert_eq!(other.texts(), ["once"]);
    other.entries().write(&Writing::text("twice")).unwrap();
    other.sync().run().await.unwrap();
    phone.sync().run().await.unwrap();
    assert_eq!(phone.texts().len(), 2);
    world.end().await;
}

#[tokio::test]
async fn a_lost_registration_is_found_again_with_its_own_code() {
    let world = World::new().await;
    let phone = PhoneInHand::new();
    phone.entries().write(&Writing::text("first words")).unwrap();
    world.network.next("/v1/accounts/registration/finish", Fault::ReplyLost);
    assert_eq!(phone.account().register(&world.url(), "wren", PASSWORD).await.unwrap_err(), Error::Offline);
    // A second attempt that does not reach the server must not drop the code of the first one.
    world.network.next("/v1/accounts/registration/finish", Fault::Lost);
    let second = phone.account().register(&world.url(), "wren", PASSWORD).await.unwrap_err();
    assert!([Error::Offline.code(), "handle_taken"].contains(&second.code()), "{second:?}");
    let phone = phone.killed();
    let code = phone.account().register(&world.url(), "wren", PASSWORD).await.unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);

    let other = PhoneInHand::new();
    other.account().recover(&world.url(), "wren", &code, "another long walk").await.unwrap();
    other.sync().run().await.unwrap();
    assert_eq!(other.texts(), ["first words"]);
    world.end().await;
}

#[tokio::test]
async fn a_taken_name_says_so() {
    let world = World::new().await;
    world.registered("wren").await;
    let phone = PhoneInHand::new();
    let taken = phone.account().register(&world.url(), "Wren", "somebody else's").await.unwrap_err();
    assert_eq!((taken.code(), taken.advice()), ("handle_taken", Advice::Tell));
    assert_eq!(phone.account().register(&world.url(), "w r e n", PASSWORD).await.unwrap_err().code(), "handle_invalid");
    assert_eq!(phone.account().register(&world.url(), "wren2", "short").await.unwrap_err(), Error::PasswordTooShort);
    assert_eq!(phone.account().register("localhost", "wren2", PASSWORD).await.unwrap_err(), Error::Address);
    assert_eq!(phone.account().view().unwrap(), None);
    world.end().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    let world = World::new().await;
    world.registered("wren").await;
    let phone = PhoneInHand::new();
    let wrong = phone.account().sign_in(&world.url(), "wren", "not the password").await.unwrap_err();
    let unknown = phone.account().sign_in(&world.url(), "nobody", "not the password").await.unwrap_err();
    assert_eq!((wrong.code(), wrong.sentence()), (unknown.code(), unknown.sentence()));
    assert_eq!(wrong.code(), "wrong_credentials");
    world.end().await;
}

#[tokio::test]
async fn a_lost_answer_to_joining_is_found_again() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let link = therapist.invite().await;
    let path: &'static str = Box::leak(
        format!("/v1/invitations/{}/accept", journal::seal::Link::parse(&link).unwrap().invitation).into_boxed_str(),
    );
    world.network.next(path, Fault::ReplyLost);
    assert_eq!(phone.care().join(&link, Some("Wren")).await.unwrap_err(), Error::Offline);
    let phone = phone.killed();
    let care = phone.care().join(&link, Some("Wren")).await.unwrap();
    assert_eq!(care.therapist, "M. Osei");
    let id = phone.entries().write(&Writing::text("found again")).unwrap();
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(therapist.texts(&care.id), ["found again"]);
    assert_eq!(phone.care().safety_words(&care.id).unwrap(), therapist.safety_words(&care.id));
    world.end().await;
}

#[tokio::test]
async fn a_busy_server_is_waited_for_as_long_as_it_asks() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    let problem = r#"{"type":"/problems/unavailable","title":"Not now.","status":503,"code":"unavailable"}"#;
    let headers = "content-type: application/problem+json\r\nretry-after: 1\r\n";
    world.network.next("/v1/sync", Fault::Forged(503, headers, problem));
    let started = std::time::Instant::now();
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert!(started.elapsed() >= Duration::from_secs(1), "Retry-After is obeyed");

    // A longer wait is left to the caller.
    let headers = "content-type: application/problem+json\r\nretry-after: 3600\r\n";
    world.network.next("/v1/sync", Fault::Forged(503, headers, problem));
    let error = phone.sync().run().await.unwrap_err();
    assert_eq!((error.code(), error.retry_after()), ("unavailable", Some(Duration::from_secs(3600))));
    world.end().await;
}

#[tokio::test]
async fn a_hotels_sign_in_page_is_no_server() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    phone.entries().write(&Writing::text("in the lobby")).unwrap();
    let html = "content-type: text/html\r\n";
    world.network.next("/v1/sync", Fault::Forged(200, html, "<html>Welcome! Please accept our terms</html>"));
    assert_eq!(phone.sync().run().await.unwrap_err(), Error::Answer);
    world.network.next("/v1/sync", Fault::Forged(404, html, "<html>nothing</html>"));
    assert_eq!(phone.sync().run().await.unwrap_err(), Error::Answer);
    assert_eq!(phone.sync().status().unwrap().waiting, 1);
    assert!(phone.sync().run().await.unwrap().in_sync);
    world.end().await;
}

#[tokio::test]
async fn too_old_an_app_is_told_so() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    let problem =
        r#"{"type":"/problems/upgrade_required","title":"Please update.","status":426,"code":"upgrade_required"}"#;
    world.network.next("/v1/sync", Fault::Forged(426, "content-type: application/problem+json\r\n", problem));
    let error = phone.sync().run().await.unwrap_err();
    assert_eq!(
        (error.code(), error.advice(), error.sentence().as_str()),
        ("upgrade_required", Advice::Upgrade, "Please update.")
    );
    world.end().await;
}

#[tokio::test]
async fn an_access_token_that_is_over_is_refreshed_once_for_all_who_wait() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    phone.clock.pass(Duration::from_secs(3_600));
    let (one, two, three) = tokio::join!(phone.account().devices(), phone.account().devices(), phone.sync().run());
    assert!(one.is_ok() && two.is_ok() && three.unwrap().in_sync);
    assert_eq!(world.network.calls("/v1/sessions/refresh").len(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_token_that_the_server_no_longer_takes_is_refreshed_whatever_the_clock_says() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    // The token is valid by the phone's clock; the server, whose clock or keys have changed, rejects it.
    let problem =
        r#"{"type":"/problems/unauthenticated","title":"Please sign in again.","status":401,"code":"unauthenticated"}"#;
    world.network.next("/v1/collections", Fault::Forged(401, "content-type: application/problem+json\r\n", problem));
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert!(!world.network.calls("/v1/sessions/refresh").is_empty());
    world.end().await;
}

#[tokio::test]
async fn a_lost_answer_to_a_refresh_signs_nobody_out() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    phone.clock.pass(Duration::from_secs(3_600));
    for _ in 0..3 {
        world.network.next("/v1/sessions/refresh", Fault::ReplyLost);
    }
    assert_eq!(phone.sync().run().await.unwrap_err(), Error::Offline);
    let phone = phone.killed();
    assert!(phone.sync().run().await.unwrap().in_sync);
    world.end().await;
}

#[tokio::test]
async fn what_is_too_much_for_something_on_the_way_goes_in_smaller_pieces() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    phone.sync().run().await.unwrap();
    for n in 0..9 {
        phone.entries().write(&Writing::text(format!("entry {n}"))).unwrap();
    }
    let before = world.network.calls("/v1/sync").len();
    // A proxy without our codes, twice.
    for _ in 0..2 {
        world.network.next("/v1/sync", Fault::Forged(413, "content-type: text/html\r\n", "<html>too large</html>"));
    }
    assert!(phone.sync().run().await.unwrap().in_sync);
    let sizes: Vec<usize> = world.network.calls("/v1/sync")[before..].iter().map(Vec::len).collect();
    assert!(sizes[1] < sizes[0] && sizes[2] < sizes[1], "{sizes:?}");
    assert_eq!(world.signed_in("wren").await.texts().len(), 9);
    world.end().await;
}

#[tokio::test]
async fn a_sync_that_is_cancelled_anywhere_goes_on_from_there() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    for n in 0..30 {
        phone.entries().write(&Writing::text(format!("entry {n}"))).unwrap();
    }
    // Cancelled after ever more of its steps.
    for steps in 0..40 {
        let mut sync = Box::pin(phone.sync().run());
        for _ in 0..steps {
            let step = tokio::time::timeout(Duration::from_millis(1), &mut sync).await;
            if step.is_ok() {
                break;
            }
        }
        drop(sync);
    }
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert_eq!(world.signed_in("wren").await.texts().len(), 30);
    world.end().await;
}

#[tokio::test]
async fn a_long_journal_comes_in_pages_and_nothing_is_called_in_sync_before_its_end() {
    let world = World::with(|config| {
        config.limits.pull_records = 7;
        config.limits.push_records = 11;
    })
    .await;
    let (phone, _) = world.registered("wren").await;
    for n in 0..50 {
        phone.entries().write(&Writing::text(format!("entry {n}"))).unwrap();
    }
    assert!(phone.sync().run().await.unwrap().in_sync);
    let other = PhoneInHand::new();
    other.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    let served = world.network.calls("/v1/sync").len();
    let status = other.sync().status().unwrap();
    assert_eq!((status.in_sync, status.behind), (false, 1));
    assert!(other.sync().run().await.unwrap().in_sync);
    assert!(world.network.calls("/v1/sync").len() - served >= 8);
    assert_eq!(other.texts().len(), 50);
    world.end().await;
}

#[tokio::test]
async fn an_entry_that_is_too_large_is_held_and_the_others_go() {
    // This server's limit is lower than what a phone can write.
    let world = World::with(|config| config.limits.blob_bytes = 100_000).await;
    let (phone, _) = world.registered("wren").await;
    let large = phone.entries().write(&Writing::text("a very long evening ".repeat(10_000))).unwrap();
    phone.entries().write(&Writing::text("a short one")).unwrap();
    let status = phone.sync().run().await.unwrap();
    assert_eq!((status.in_sync, status.held, status.waiting), (false, 1, 0));
    assert_eq!(status.reasons[0].code, "blob_too_large");
    assert_eq!(phone.pages().show(large).unwrap().held.as_deref(), Some("blob_too_large"));
    phone.entries().delete(large).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    world.end().await;
}

fn changed<T: Serialize + DeserializeOwned>(body: &[u8], change: impl FnOnce(&mut T)) -> Vec<u8> {
    let mut message: T = ciborium::from_reader(body).unwrap();
    change(&mut message);
    let mut body = Vec::new();
    ciborium::into_writer(&message, &mut body).unwrap();
    body
}

#[tokio::test]
async fn a_record_that_was_tampered_with_is_not_shown_and_said_to_be_there() {
    let world = World::new().await;
    let (writer, _) = world.registered("wren").await;
    let entry = writer.entries().write(&Writing::text("as it was written")).unwrap();
    writer.entries().write(&Writing::text("another one")).unwrap();
    writer.sync().run().await.unwrap();
    let reader = PhoneInHand::new();
    reader.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    world.network.next(
        "/v1/sync",
        Fault::Changed(|body| {
            changed::<SyncResponse>(body, |response| {
                let records = response.changes.values_mut().flat_map(|changes| &mut changes.records);
                records.take(1).for_each(|record| record.blob.as_mut().unwrap().0[40] ^= 1);
            })
        }),
    );
    let status = reader.sync().run().await.unwrap();
    assert_eq!((status.in_sync, status.unreadable, status.reasons[0].code.as_str()), (false, 1, "unreadable"));
    assert_eq!(reader.texts(), ["another one"]);
    // The next revision arrives complete, and repairs it.
    writer.entries().edit(entry, &Writing::text("as it was written, and more")).unwrap();
    writer.sync().run().await.unwrap();
    assert!(reader.sync().run().await.unwrap().in_sync);
    assert_eq!(reader.texts().len(), 2);
    world.end().await;
}

#[tokio::test]
async fn a_key_that_is_not_the_collections_is_found_before_the_first_pull() {
    let world = World::new().await;
    let (writer, _) = world.registered("wren").await;
    writer.entries().write(&Writing::text("as it was written")).unwrap();
    writer.sync().run().await.unwrap();
    let reader = PhoneInHand::new();
    let wrong: fn(&[u8]) -> Vec<u8> =
        |body| changed::<Vec<Collection>>(body, |listed| listed[0].keys[0].key_check.0[0] ^= 1);
    for _ in 0..2 {
        world.network.next("/v1/collections", Fault::Changed(wrong));
    }
    reader.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    let status = reader.sync().run().await.unwrap();
    assert_eq!((status.in_sync, status.behind, status.reasons[0].code.as_str()), (false, 1, "wrong_key"));
    let asked: SyncRequest = ciborium::from_reader(&world.network.calls("/v1/sync").last().unwrap()[..]).unwrap();
    assert!(asked.cursors.is_empty(), "nothing is pulled with a wrong key");
    assert!(reader.sync().run().await.unwrap().in_sync);
    assert_eq!(reader.texts(), ["as it was written"]);
    world.end().await;
}

/// Kotlin and Swift pass the core's futures between threads.
#[test]
fn futures_can_be_sent() {
    fn sent<T: Send>(_: impl FnOnce(&'static Phone) -> T) {}
    sent(|phone| phone.sync().run());
    sent(|phone| phone.account().register("", "", ""));
    sent(|phone| phone.account().recover("", "", "", ""));
    sent(|phone| phone.care().join("", None));
}
