//! The adversary: the real phone, the real desk and the real server, with somebody hostile between them, inside the server,
//! or with the keys of one of them. `docs/adversary.md` says which case is which test.
//!
//! - [`proxy`]: rewrites, replays, swaps, loses, repeats and holds back answers, by the wire's own types
//! - [`world`]: server, phone and desk behind proxies; old and restored servers; what can be opened
//! - [`pocket`]: a phone, and what it tells its owner
//! - [`browser`]: the desk, driven as the portal's worker drives it
//! - [`insider`]: somebody with an account's keys who writes anything: a hostile therapist, a lost phone
//! - cases: [`listed`]: who is listed; [`writes`]: who may write what; [`states`]: old, emptied and forged states;
//!   [`lost`]: a lost phone; [`joining`]: invitations;
//!   [`keys`]: keys that are not taken up, differ or are over; [`desks`]: what a therapist is shown; [`wire`]: bad answers
//!
//! Each case ends in three questions: did anything leak, is anything lost, was the person told.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // A test that unwraps fails, which is what it is for.

mod browser;
mod desks;
mod insider;
mod joining;
mod keys;
mod listed;
mod lost;
mod pocket;
mod proxy;
mod restored;
mod states;
mod wire;
mod world;
mod writes;

use journal::sync::Side;

use crate::insider::Insider;
use crate::world::{PASSWORD, Pair, World};

/// What the adversary's tools show when nobody is hostile: without this, "nothing leaked" could not fail.
#[tokio::test]
async fn an_honest_server_is_calm_and_the_tools_can_open_what_is_shared_and_only_that() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    phone.writes("only mine");
    let shared = phone.shares("for the therapist");
    phone.sync().await.unwrap();
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for the therapist"]);
    desk.replies(&care, &shared.to_string(), "I have read it.").await;
    phone.sync().await.unwrap();
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
    world.keeps_from(&[therapist.keyring()], &["only mine"]);
    // With the client's own keys everything opens: what is not opened above is there to be opened.
    let client = Insider::sign_in(&world.url(), Side::Client, "wren", PASSWORD).await;
    let own = world.opened_with(&[client.keyring()]);
    assert!(own.iter().any(|payload| String::from_utf8(payload.to_json()).unwrap().contains("only mine")));
    world.keys_went_to(&[therapist.account]);
    world.end().await;
}
