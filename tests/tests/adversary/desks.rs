//! Tests of the therapist's views at the desk.

use std::time::Duration;

use crate::world::{Pair, World};

#[tokio::test]
async fn case_19_a_new_browser_shows_the_date_of_the_practices_state() {
    let Pair { world, desk: _desk, .. } = World::pair().await;
    let old = world.snapshot();
    let then = world.clock.now_ms();
    world.pass(Duration::from_secs(2 * 86_400));
    world.near_desk.lead_to(world.old(&old).await);
    let mut fresh = world.fresh_browser().await;
    let caseload = fresh.caseload();
    assert!(!caseload.older, "a new browser cannot detect it");
    assert!(caseload.as_of.is_some_and(|at| at as i64 <= then), "{:?}", caseload.as_of);
    assert_eq!(caseload.clients.len(), 1);
    world.end().await;
}
