//! Adversary tests: the real phone, desk and server, with an attacker between them, inside the server, or with the keys
//! of one of them. `docs/adversary.md` lists the cases.
//!
//! - [`proxy`]: rewrites, replays, swaps, drops, repeats and delays responses, by the wire's own types
//! - [`world`]: server, phone and desk behind proxies; old and restored servers; which records can be decrypted
//! - [`phone`]: a phone, and the notices that it shows
//! - [`browser`]: the desk, driven like by the portal's worker
//! - [`insider`]: an attacker with an account's keys: a hostile therapist, a lost phone
//! - cases: [`listed`]: members of collections; [`writes`]: who may write what; [`states`]: old, emptied and forged
//!   states; [`lost`]: lost phones; [`joining`]: invitations; [`keys`]: keys that are not accepted, differ or are
//!   retired; [`desks`]: the therapist's views; [`wire`]: malformed responses
//!
//! Each case ends with three checks: nothing leaked, nothing is lost, the person was informed.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // A test that unwraps fails, which is what it is for.

mod browser;
mod desks;
mod insider;
mod joining;
mod keys;
mod listed;
mod lost;
mod phone;
mod proxy;
mod restored;
mod states;
mod wire;
mod world;
mod writes;

use journal::sync::Side;

use crate::insider::Insider;
use crate::world::{PASSWORD, Pair, World};

/// A control without an attacker: it shows that the tools can decrypt what is shared. Otherwise "nothing leaked" could
/// never fail.
#[tokio::test]
async fn an_honest_server_raises_no_alarm_and_the_tools_open_only_what_is_shared() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    phone.writes("only mine");
    let shared = phone.shares("for the therapist");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for the therapist"]);
    desk.replies(&care, &shared.to_string(), "I have read it.").await;
    phone.sync().run().await.unwrap();
    assert_eq!(phone.replies(), ["I have read it."]);
    phone.is_calm();
    assert!(desk.refused().is_empty());

    let therapist = world.raw_desk().await;
    let open: Vec<String> = world
        .opened_with(&[therapist.keyring()])
        .iter()
        .map(|payload| String::from_utf8(payload.to_json()).unwrap())
        .collect();
    assert!(open.iter().any(|json| json.contains("for the therapist")));
    world.assert_unreadable(&[therapist.keyring()], &["only mine"]);
    // The client's own keys open everything: the records that the therapist cannot open are there.
    let client = Insider::sign_in(&world.url(), Side::Client, "wren", PASSWORD).await;
    let own = world.opened_with(&[client.keyring()]);
    assert!(own.iter().any(|payload| String::from_utf8(payload.to_json()).unwrap().contains("only mine")));
    world.assert_keys_only_for(&[therapist.account]);
    world.end().await;
}
