//! What the therapist's desk is shown.

use std::time::Duration;

use protocol::sync::SyncResponse;

use crate::world::{Pair, World};

#[tokio::test]
async fn case_17_an_entry_that_was_taken_back_is_not_shown_again_by_a_fresh_desk_as_if_it_were_there() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let entry = phone.shares("taken back");
    phone.shares("stays");
    phone.sync().await.unwrap();
    desk.meet().await;
    let id = care.parse().unwrap();
    let shown = world.raw_desk().await.shown(id).await;
    phone.take_back(entry, None).unwrap();
    phone.sync().await.unwrap();
    desk.meet().await;
    // The desk writes down how far it has been, with what goes anyway.
    world.pass(Duration::from_secs(3_600));
    desk.meet().await;
    desk.sync().await;
    let kept = desk.locked();
    world.near_desk.change("/v1/sync", move |answer: &mut SyncResponse| {
        if let Some(changes) = answer.changes.get_mut(&id) {
            let head = changes.head;
            *changes = protocol::sync::Changes { head, ..shown.clone() };
        }
    });
    let mut fresh = world.fresh_browser().await;
    let state = format!("{:?}", fresh.mark(&care).state);
    assert_eq!(state, "Older", "by the record that other browsers have written");
    let mut same = world.unlocked(kept).await;
    assert_eq!(format!("{:?}", same.mark(&care).state), "Older");
    world.near_desk.honest();
    let mut honest = world.fresh_browser().await;
    assert_eq!(honest.texts(&care), ["stays"]);
    assert_eq!(format!("{:?}", honest.mark(&care).state), "Whole");
    world.end().await;
}

#[tokio::test]
async fn case_18_a_practice_that_was_rolled_back_is_told_in_the_same_browser() {
    let Pair { world, phone, mut desk, .. } = World::pair().await;
    let old = world.snapshot();
    phone.shares("after that");
    phone.sync().await.unwrap();
    world.pass(Duration::from_secs(2 * 86_400));
    desk.meet().await;
    desk.sync().await;
    let kept = desk.locked();
    world.near_desk.lead_to(world.old(&old).await);
    let mut same = world.unlocked(kept).await;
    assert!(same.caseload().older);
    world.end().await;
}

#[tokio::test]
async fn case_19_a_browser_that_was_never_used_shows_of_when_the_practice_is() {
    let Pair { world, desk: _desk, .. } = World::pair().await;
    let old = world.snapshot();
    let then = world.clock.now_ms();
    world.pass(Duration::from_secs(2 * 86_400));
    world.near_desk.lead_to(world.old(&old).await);
    let mut fresh = world.fresh_browser().await;
    let caseload = fresh.caseload();
    assert!(!caseload.older, "nobody can tell here");
    assert!(caseload.as_of.is_some_and(|at| at as i64 <= then), "{:?}", caseload.as_of);
    assert_eq!(caseload.clients.len(), 1);
    world.end().await;
}
