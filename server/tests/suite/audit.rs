//! The audit log as clients read it; several care relationships in parallel and in sequence.

use std::time::Duration;

use protocol::Code;
use protocol::account::*;
use protocol::audit::*;
use protocol::care::*;
use protocol::sync::SyncRequest;
use reqwest::StatusCode;

use crate::people::*;
use crate::world::{World, on_each_database};

async fn acts(person: &Person, path: &str) -> Vec<(Action, Option<String>)> {
    let page: AuditPage = person.get(path).await.made().await;
    page.entries.into_iter().rev().map(|entry| (entry.action, entry.name)).collect()
}

fn by(action: Action, name: &str) -> (Action, Option<String>) {
    (action, Some(name.into()))
}

#[tokio::test]
async fn a_client_reads_who_read_what_and_when() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let care = wren.accept(osei.invite().await).await.id;
        world.pass(Duration::from_secs(10));
        let key = StoreKey { epoch: 1, key_sealed: sealed("copy") };
        osei.put(&format!("/v1/collections/{care}/key"), &key).await.done().await;
        wren.push(vec![push(care, record_id(), 0, "shared")]).await;
        world.pass(Duration::from_secs(10));
        osei.pull(care, 0).await;
        let expected = [
            (Action::CollectionMade, None),
            (Action::AccessGiven, None),
            by(Action::KeyStored, "M.OSEI"),
            by(Action::RecordsRead, "M.OSEI"),
        ];
        assert_eq!(acts(&wren, "/v1/access").await, expected);
        let page: AuditPage = wren.get(&format!("/v1/access?collection={care}&limit=1")).await.made().await;
        assert_eq!((page.entries[0].at, page.entries[0].account), (world.clock.now(), Some(osei.id())));
        assert!(page.next.is_some());
        // The therapist's device is not shown to the client.
        assert_eq!(page.entries[0].device, None);
        let page: AuditPage = osei.get("/v1/access?limit=1").await.made().await;
        assert_eq!(page.entries[0].device, Some(osei.session.device));

        assert!(acts(&robin, "/v1/access").await.is_empty());
        let foreign = robin.get(&format!("/v1/access?collection={care}")).await.refused().await;
        assert_eq!(foreign.code, Code::NotFound);
        let strange = wren.get("/v1/access?collection=x").await.refused().await;
        assert_eq!(strange.code, Code::Malformed);
        world
    })
    .await;
}

#[tokio::test]
async fn everybody_reads_what_was_done_with_the_own_account() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let lost: Session = world.sign_in("wren", &wren.password, device("lost phone")).await.made().await;
        wren.delete(&format!("/v1/devices/{}", lost.device)).await.done().await;
        let mut seen: Vec<_> = acts(&wren, "/v1/me/trail").await.into_iter().map(|(action, _)| action).collect();
        // All at the same time: ordered by number.
        seen.dedup();
        assert_eq!(seen, [Action::Registered, Action::SignedIn, Action::SignedOut]);
        world
    })
    .await;
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_device() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let mut sessions = Vec::new();
        for name in ["laptop", "tablet"] {
            let session: Session = world.sign_in("m.osei", &osei.password, device(name)).await.made().await;
            sessions.push(world.person("m.osei", session, None));
        }
        osei.delete("/v1/sessions/others").await.done().await;
        for other in &sessions {
            assert_eq!(other.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
        }
        let devices: Vec<Device> = osei.get("/v1/devices").await.made().await;
        assert_eq!((devices.len(), devices[0].current), (1, true));
        world.sign_in("m.osei", &osei.password, device("tablet")).await.made::<Session>().await;
        let response = osei.delete("/v1/sessions").await;
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert!(response.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
        assert_eq!(osei.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
        assert_eq!(world.refresh(osei.refresh_token()).await.refused().await.code, Code::Unauthenticated);
        world
    })
    .await;
}

/// How many records of a collection a person receives; `None` without access.
async fn sees(person: &Person, collection: protocol::CollectionId) -> Option<usize> {
    let asked = SyncRequest { cursors: [(collection, 0)].into(), ..SyncRequest::default() };
    person.sync(asked).await.changes.get(&collection).map(|changes| changes.records.len())
}

#[tokio::test]
async fn two_therapists_of_one_client_see_each_what_was_shared_with_them() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        // A supervisor of another practice, by the client's consent.
        let supervisor = world.founder("supervisor").await;
        let wren = world.client("wren").await;
        let first = wren.accept(osei.invite().await).await.id;
        let second = wren.accept(supervisor.invite().await).await.id;
        wren.push(vec![push(first, record_id(), 0, "a"), push(first, record_id(), 0, "b")]).await;
        wren.push(vec![push(second, record_id(), 0, "a")]).await;
        assert_eq!((sees(&osei, first).await, sees(&osei, second).await), (Some(2), None));
        assert_eq!((sees(&supervisor, second).await, sees(&supervisor, first).await), (Some(1), None));
        // Neither therapist learns of the other: not from lists, not from the audit log, not by trying.
        for (person, other) in [(&osei, &supervisor), (&supervisor, &osei)] {
            let text = person.get("/v1/collections").await.text().await.unwrap()
                + &person.get("/v1/access").await.text().await.unwrap();
            assert!(!text.contains(&other.id().to_string()));
        }
        let path = format!("/v1/collections/{second}/members/{}", supervisor.id());
        assert_eq!(osei.delete(&path).await.refused().await.code, Code::NotFound);
        // The client sees reads by both.
        let readers = acts(&wren, "/v1/access").await;
        for name in ["M.OSEI", "SUPERVISOR"] {
            assert!(readers.contains(&by(Action::RecordsRead, name)), "{name}");
        }
        world
    })
    .await;
}

#[tokio::test]
async fn after_a_hand_over_the_new_therapist_sees_and_the_old_one_does_not() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let wren = world.client("wren").await;
        let old = wren.accept(osei.invite().await).await.id;
        wren.push(vec![push(old, record_id(), 0, "earlier")]).await;
        sees(&osei, old).await;
        let new = wren.accept(lind.invite().await).await.id;
        // The client chooses one entry to share.
        wren.push(vec![push(new, record_id(), 0, "earlier")]).await;
        wren.delete(&format!("/v1/collections/{old}/members/{}", osei.id())).await.done().await;
        assert_eq!((sees(&osei, old).await, sees(&osei, new).await), (None, None));
        assert_eq!((sees(&lind, new).await, sees(&lind, old).await), (Some(1), None));
        assert_eq!((sees(&wren, old).await, sees(&wren, new).await), (Some(1), Some(1)));
        // Earlier reads stay in the client's audit log.
        let trail = acts(&wren, &format!("/v1/access?collection={old}")).await;
        assert_eq!(trail.last().unwrap().0, Action::AccessEnded);
        assert!(trail.contains(&by(Action::RecordsRead, "M.OSEI")));
        assert!(acts(&osei, "/v1/access").await.is_empty());
        world
    })
    .await;
}

#[tokio::test]
async fn a_therapist_leaves_and_is_invited_again() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        let path = |person: &Person| format!("/v1/collections/{care}/members/{}", person.id());
        // A therapist can only remove themselves, and only from where they are.
        assert_eq!(osei.delete(&path(&wren)).await.refused().await.code, Code::Unprocessable);
        assert_eq!(lind.delete(&path(&osei)).await.refused().await.code, Code::NotFound);
        osei.delete(&path(&osei)).await.done().await;
        assert_eq!(sees(&osei, care).await, None);
        let ended = wren.collections().await.into_iter().find(|collection| collection.id == care).unwrap();
        assert_eq!((ended.members.len(), ended.epoch), (1, 2));
        assert_eq!(acts(&wren, "/v1/access").await.last(), Some(&by(Action::AccessEnded, "M.OSEI")));

        let anew = wren.accept(osei.invite().await).await.id;
        assert_ne!(anew, care);
        wren.push(vec![push(anew, record_id(), 0, "again")]).await;
        assert_eq!((sees(&osei, anew).await, sees(&osei, care).await), (Some(1), None));
        world
    })
    .await;
}

#[tokio::test]
async fn everybody_in_a_care_relationship_hears_of_its_end() {
    let world = World::on_sqlite(|_| {}).await;
    let osei = world.founder("m.osei").await;
    let wren = world.client("wren").await;
    let care = wren.accept(osei.invite().await).await.id;
    let mut heard = wren.get("/v1/changes").await;
    // The first events contain the current heads.
    heard.chunk().await.unwrap();
    osei.delete(&format!("/v1/collections/{care}/members/{}", osei.id())).await.done().await;
    let mut text = String::new();
    while !text.contains("event: collections") {
        text += std::str::from_utf8(&heard.chunk().await.unwrap().unwrap()).unwrap();
    }
    world.end().await;
}
