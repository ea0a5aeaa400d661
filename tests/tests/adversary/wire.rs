//! Faulty responses: dropped, repeated, delayed, too large, malformed.

use protocol::sync::SyncResponse;

use crate::proxy::{Fate, RecordedResponse, made_up};
use crate::world::{Pair, World};

#[tokio::test]
async fn case_58_dropped_repeated_or_delayed_messages_lose_and_duplicate_nothing() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let mut words = Vec::new();
    for (n, fate) in [Fate::Lost, Fate::ReplyLost, Fate::Twice].into_iter().enumerate() {
        let text = format!("entry {n}");
        phone.shares(&text);
        words.push(text);
        world.near_phone.next("/v1/sync", fate);
        let _ = phone.sync().run().await;
        world.near_phone.honest();
    }
    phone.sync().run().await.unwrap();
    phone.is_calm();
    desk.meet().await;
    let mut read = desk.texts(&care);
    read.sort();
    assert_eq!(read, words);
    assert_eq!(phone.texts(), words);
    // A response is delayed while another sync runs.
    world.near_phone.next("/v1/sync", Fate::Held);
    phone.writes("while it waits");
    let held = async {
        let _ = phone.sync().run().await;
    };
    let release = async {
        while world.near_phone.asked().len() < 10 {
            tokio::task::yield_now().await;
        }
        world.near_phone.let_go();
    };
    tokio::join!(held, release);
    world.near_phone.honest();
    phone.sync().run().await.unwrap();
    phone.still_has(&["while it waits"]);
    phone.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_58_a_replayed_response_changes_nothing() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    phone.writes("one");
    phone.sync().run().await.unwrap();
    let old = world.near_phone.answers("/v1/sync").remove(0);
    phone.writes("two");
    let mut once = Some(old);
    world.near_phone.rewrite(move |asked, answer| {
        if asked.path == "/v1/sync"
            && let Some(old) = once.take()
        {
            *answer = old;
        }
    });
    let _ = phone.sync().run().await;
    world.near_phone.honest();
    phone.sync().run().await.unwrap();
    phone.sync().run().await.unwrap();
    phone.still_has(&["one", "two"]);
    phone.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_30_a_malformed_response_is_rejected_and_nothing_is_lost() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    phone.writes("mine");
    let garbage = |body: Vec<u8>| RecordedResponse {
        status: 200,
        headers: vec![("content-type".into(), "application/cbor".into())],
        body,
    };
    for bad in [vec![], vec![0xff; 64], vec![0x81; 20_000]] {
        world.near_phone.next("/v1/sync", Fate::Instead(garbage(bad)));
        let refused = phone.sync().run().await.unwrap_err();
        assert_eq!(refused.code(), "not_a_server");
        phone.still_has(&["mine"]);
    }
    // A server that claims `more` forever.
    world.near_phone.honest();
    world.near_phone.change("/v1/sync", |answer: &mut SyncResponse| {
        answer.changes.values_mut().for_each(|changes| {
            changes.more = true;
            changes.records.clear();
        });
    });
    assert!(phone.sync().run().await.is_err(), "the sync stops");
    // Numbers that no server has are no fault of the phone's store.
    let head = |answer: &mut SyncResponse| answer.changes.values_mut().for_each(|changes| changes.head = u64::MAX / 4);
    world.near_phone.honest();
    world.near_phone.change("/v1/sync", head);
    assert_eq!(phone.sync().run().await.unwrap_err().code(), "not_a_server");
    // A redirect is not followed, and the token is not sent along, not even to the right server.
    world.near_phone.honest();
    let server = world.url();
    world.near_phone.decide(move |asked| {
        let mut away = made_up(asked, 307, &());
        away.headers.push(("location".into(), format!("{server}/v1/sync")));
        if asked.path == "/v1/sync" { Fate::Instead(away) } else { Fate::Passed }
    });
    assert!(phone.sync().run().await.is_err());
    world.near_phone.honest();
    phone.sync().run().await.unwrap();
    phone.still_has(&["mine"]);
    phone.is_calm();
    world.end().await;
}
