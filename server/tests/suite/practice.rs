//! What an owner can see and change, and what not.

use std::time::Duration;

use protocol::account::*;
use protocol::audit::*;
use protocol::care::*;
use protocol::practice::*;
use protocol::sync::PushResult;
use protocol::{Code, EnrolmentId};
use reqwest::StatusCode;

use crate::people::*;
use crate::world::{World, on_each_database};

#[tokio::test]
async fn settings_are_the_owners_to_change_and_everybodys_to_read() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let practice: Practice = lind.get("/v1/practice").await.made().await;
        assert_eq!(practice.settings, PracticeSettings::default());
        let settings = PracticeSettings { idle_lock_minutes: 5, ..PracticeSettings::default() };
        let asked = ChangePractice { name: Some(" Lindenhof am See ".into()), settings: settings.clone() };
        assert_eq!(lind.put("/v1/practice/settings", &asked).await.refused().await.code, Code::Forbidden);
        let changed: Practice = osei.put("/v1/practice/settings", &asked).await.made().await;
        assert_eq!((changed.name.as_str(), &changed.settings), ("Lindenhof am See", &settings));
        let kept = ChangePractice { name: None, settings: settings.clone() };
        osei.put("/v1/practice/settings", &kept).await.made::<Practice>().await;
        let practice: Practice = lind.get("/v1/practice").await.made().await;
        assert_eq!((practice.name.as_str(), &practice.settings), ("Lindenhof am See", &settings));
        let bent: [fn(&mut ChangePractice); 3] = [
            |asked| asked.settings.idle_lock_minutes = 0,
            |asked| asked.settings.idle_lock_minutes = 241,
            |asked| asked.name = Some("line\nbreak".into()),
        ];
        for bend in bent {
            let mut asked = asked.clone();
            bend(&mut asked);
            assert_eq!(osei.put("/v1/practice/settings", &asked).await.refused().await.code, Code::Unprocessable);
        }
        world
    })
    .await;
}

#[tokio::test]
async fn the_practice_sees_exports_and_ended_care_and_who_has_how_many_clients_and_never_a_client() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let first = wren.accept(lind.invite().await).await.id;
        let second = robin.accept(lind.invite().await).await.id;
        let clients = async |who: &Person| -> Vec<Option<u32>> {
            let practice: Practice = who.get("/v1/practice").await.made().await;
            practice.members.into_iter().map(|member| member.clients).collect()
        };
        assert_eq!((clients(&osei).await, clients(&lind).await), (vec![Some(0), Some(2)], vec![None, None]));
        lind.post(&format!("/v1/collections/{first}/exports"), &()).await.done().await;
        lind.delete(&format!("/v1/collections/{first}/members/{}", lind.id())).await.done().await;
        robin.delete(&format!("/v1/collections/{second}/members/{}", lind.id())).await.done().await;
        assert_eq!(clients(&osei).await, [Some(0), Some(0)]);

        let page: AuditPage = osei.get("/v1/practice/trail").await.made().await;
        let said = |action: Action| -> Vec<_> {
            page.entries.iter().filter(|one| one.action == action).map(|one| one.account).collect()
        };
        assert_eq!(said(Action::Exported), [Some(lind.id())]);
        // Newest first: the client ended the second one.
        assert_eq!(said(Action::AccessEnded), [None, Some(lind.id())]);
        let whole = serde_json::to_string(&page).unwrap();
        for secret in [wren.id().to_string(), robin.id().to_string(), first.to_string(), second.to_string()] {
            assert!(!whole.contains(&secret), "no client and no collection is named");
        }
        // The client sees the export.
        let page: AuditPage = wren.get("/v1/access").await.made().await;
        assert!(page.entries.iter().any(|one| one.action == Action::Exported && one.name.as_deref() == Some("A.LIND")));
        world
    })
    .await;
}

#[tokio::test]
async fn codes_for_new_members_are_listed_and_taken_back() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let make = async |roles: &[Role]| -> Enrolment {
            osei.post("/v1/practice/enrolments", &NewEnrolment { roles: roles.into() }).await.made().await
        };
        world.pass(Duration::from_secs(1));
        let open = make(&[Role::Owner]).await;
        let listed: Vec<EnrolmentState> = osei.get("/v1/practice/enrolments").await.made().await;
        assert_eq!(listed.len(), 2);
        assert_eq!((listed[0].id, listed[0].state, listed[0].used_by), (open.id, InvitationState::Open, None));
        assert_eq!((listed[1].state, listed[1].used_by), (InvitationState::Used, Some(lind.id())));
        assert_eq!((&listed[0].roles[..], listed[0].created_by), (&[Role::Owner][..], Some(osei.id())));

        let path = |id: EnrolmentId| format!("/v1/practice/enrolments/{id}");
        let stranger = world.founder("stranger").await;
        assert_eq!(stranger.delete(&path(open.id)).await.refused().await.code, Code::NotFound);
        assert_eq!(osei.delete(&path(listed[1].id)).await.refused().await.code, Code::EnrolmentInvalid);
        for _ in 0..2 {
            osei.delete(&path(open.id)).await.done().await;
        }
        let used = EnrolmentUse { code: open.code, name: "M".into(), practice: None };
        let late = world.registering("late", "p", None, Some(used)).await;
        assert_eq!(world.register(late).await.unwrap_err(), Code::EnrolmentInvalid);
        let forgotten = make(&[Role::Therapist]).await;
        world.pass(Duration::from_secs(7 * 24 * 3600));
        let osei = again(&world, &osei).await;
        let listed: Vec<EnrolmentState> = osei.get("/v1/practice/enrolments").await.made().await;
        let state = |id| listed.iter().find(|one| one.id == id).unwrap().state;
        assert_eq!((state(open.id), state(forgotten.id)), (InvitationState::Revoked, InvitationState::Expired));
        world
    })
    .await;
}

/// Signs in again after time has passed.
async fn again(world: &World, person: &Person) -> Person {
    let session = world.sign_in(&person.handle, &person.password, device("again")).await.made().await;
    world.person(&person.handle, session, person.private)
}

#[tokio::test]
async fn a_therapist_who_becomes_owner_only_is_out_of_every_care_relationship_at_once() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let wren = world.client("wren").await;
        let care = wren.accept(lind.invite().await).await.id;
        let open = lind.invite().await;
        wren.push(vec![push(care, record_id(), 0, "shared")]).await;
        lind.pull(care, 0).await;

        let path = format!("/v1/practice/members/{}", lind.id());
        let owner = ChangeMember { roles: vec![Role::Owner] };
        assert_eq!(lind.put(&path, &owner).await.refused().await.code, Code::Forbidden);
        osei.put(&path, &owner).await.done().await;
        // Not after ten seconds: with the next request.
        assert_eq!(lind.post("/v1/invitations", &new_invitation()).await.refused().await.code, Code::Forbidden);
        assert!(lind.in_care().await.is_empty());
        let results = lind.push(vec![push(care, record_id(), 0, "x")]).await;
        assert_eq!(results, [PushResult::Rejected { code: Code::NotFound }]);
        let accepted = wren.post(&format!("/v1/invitations/{open}/accept"), &acceptance(open)).await.refused().await;
        assert_eq!(accepted.code, Code::InvitationRevoked);
        // The owner role remains:
        lind.get("/v1/practice/enrolments").await.made::<Vec<EnrolmentState>>().await;

        // Therapist again, by invitation again: an owner's decision does not restore access.
        osei.put(&path, &ChangeMember { roles: vec![Role::Owner, Role::Therapist] }).await.done().await;
        assert!(lind.in_care().await.is_empty());
        let anew = wren.accept(lind.invite().await).await;
        assert_ne!(anew.id, care);
        assert_eq!(lind.in_care().await.len(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn a_practice_keeps_an_owner() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let mine = format!("/v1/practice/members/{}", osei.id());
        let therapist = ChangeMember { roles: vec![Role::Therapist] };
        assert_eq!(osei.put(&mine, &therapist).await.refused().await.code, Code::LastOwner);
        let nothing = ChangeMember { roles: vec![] };
        assert_eq!(osei.put(&mine, &nothing).await.refused().await.code, Code::Unprocessable);
        assert_eq!(osei.delete(&mine).await.refused().await.code, Code::Unprocessable);
        let both = ChangeMember { roles: vec![Role::Owner, Role::Therapist] };
        osei.put(&format!("/v1/practice/members/{}", lind.id()), &both).await.done().await;
        osei.put(&mine, &therapist).await.done().await;
        assert_eq!(osei.get("/v1/practice/sessions").await.refused().await.code, Code::Forbidden);
        // If two owners step down at the same time, one remains.
        let first = world.founder("first").await;
        let other = world.colleague(&first, "second", &[Role::Owner, Role::Therapist]).await;
        let (firsts, seconds) =
            (format!("/v1/practice/members/{}", first.id()), format!("/v1/practice/members/{}", other.id()));
        let (a, b) = tokio::join!(first.put(&firsts, &therapist), other.put(&seconds, &therapist));
        assert_eq!([a.status(), b.status()].iter().filter(|status| status.is_success()).count(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn a_member_who_is_removed_is_gone_and_may_come_back_with_nothing() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let stranger = world.founder("stranger").await;
        let wren = world.client("wren").await;
        let care = wren.accept(lind.invite().await).await.id;
        let path = format!("/v1/practice/members/{}", lind.id());
        assert_eq!(stranger.delete(&path).await.refused().await.code, Code::NotFound);
        let client = format!("/v1/practice/members/{}", wren.id());
        assert_eq!(osei.delete(&client).await.refused().await.code, Code::NotFound);
        osei.delete(&path).await.done().await;
        assert_eq!(lind.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
        let gone = world.sign_in("a.lind", &lind.password, device("x")).await;
        assert_eq!(gone.status(), StatusCode::UNAUTHORIZED);
        let practice: Practice = osei.get("/v1/practice").await.made().await;
        assert_eq!(practice.members.len(), 1);
        let kept = wren.collections().await.into_iter().find(|collection| collection.id == care).unwrap();
        assert_eq!(kept.members.len(), 1);

        let back = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        assert_ne!(back.id(), lind.id());
        assert!(back.in_care().await.is_empty());
        wren.accept(back.invite().await).await;
        assert_eq!(back.in_care().await.len(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn an_owner_sees_who_is_signed_in_and_ends_it() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let (wren, stranger) = (world.client("wren").await, world.founder("stranger").await);
        let sessions: Vec<MemberSession> = osei.get("/v1/practice/sessions").await.made().await;
        let mut accounts: Vec<_> = sessions.iter().map(|session| session.account).collect();
        accounts.sort();
        assert_eq!(accounts, [osei.id(), lind.id()]);
        for outside in [wren.session.device, stranger.session.device] {
            let refused = osei.delete(&format!("/v1/practice/sessions/{outside}")).await.refused().await;
            assert_eq!(refused.code, Code::NotFound);
        }
        osei.delete(&format!("/v1/practice/sessions/{}", lind.session.device)).await.done().await;
        assert_eq!(lind.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
        wren.get("/v1/me").await.made::<Account>().await;
        world
    })
    .await;
}

#[tokio::test]
async fn an_owner_who_is_no_therapist_reaches_no_content() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let owner = world.colleague(&osei, "owner", &[Role::Owner]).await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        wren.push(vec![push(care, record_id(), 0, "shared")]).await;
        assert!(owner.in_care().await.is_empty());
        let page: AuditPage = owner.get("/v1/access").await.made().await;
        assert!(page.entries.is_empty());
        let one = owner.get(&format!("/v1/access?collection={care}")).await.refused().await;
        assert_eq!(one.code, Code::NotFound);
        // The audit log of the practice names no client and no collection.
        for path in ["/v1/practice", "/v1/practice/sessions", "/v1/practice/trail", "/v1/practice/health"] {
            let text = owner.get(path).await.text().await.unwrap();
            assert!(!text.contains(&care.to_string()) && !text.contains(&wren.id().to_string()), "{path}");
        }
        world
    })
    .await;
}

#[tokio::test]
async fn the_practices_trail_is_read_in_pages_and_checked() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let stranger = world.founder("stranger").await;
        for n in 0..5 {
            world.pass(Duration::from_millis(n % 2));
            world.sign_in("a.lind", &lind.password, device("x")).await.made::<Session>().await;
        }
        let (mut entries, mut next) = (Vec::new(), None::<String>);
        loop {
            let before = next.map(|next| format!("&before={next}")).unwrap_or_default();
            let page: AuditPage = osei.get(&format!("/v1/practice/trail?limit=4{before}")).await.made().await;
            assert!(page.entries.len() <= 4);
            entries.extend(page.entries);
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        let whole: AuditPage = osei.get("/v1/practice/trail").await.made().await;
        assert_eq!(entries, whole.entries, "nothing is left out and nothing comes twice");
        assert!(entries.windows(2).all(|pair| pair[0].at >= pair[1].at));
        assert_eq!(entries.iter().filter(|entry| entry.action == Action::SignedIn).count(), 7);
        assert!(entries.iter().any(|entry| entry.name.as_deref() == Some("A.LIND")));
        assert!(entries.iter().all(|entry| entry.account != Some(stranger.id())));
        for strange in ["x", "1.2.3", "1.2", "%00"] {
            let refused = osei.get(&format!("/v1/practice/trail?before={strange}")).await.refused().await;
            assert_eq!(refused.code, Code::Malformed);
        }
        assert_eq!(osei.get("/v1/practice/trail?limit=many").await.refused().await.code, Code::Malformed);

        let check: AuditCheck = osei.get("/v1/practice/trail/check").await.made().await;
        assert_eq!((check.chains, check.entries, check.broken.len()), (3, entries.len() as u64, 0));
        world
    })
    .await;
}

#[tokio::test]
async fn a_trail_that_was_forged_is_shown_to_its_owner() {
    use diesel::connection::SimpleConnection;
    let world = World::on_sqlite(|_| {}).await;
    let osei = world.founder("m.osei").await;
    let (stranger, chain) = (world.founder("stranger").await, osei.id().0);
    let forge = format!(
        "DROP TRIGGER audit_is_never_changed; UPDATE audit SET at = at + 1 WHERE number = 2 AND chain = x'{}'",
        chain.simple()
    );
    world.server.app().db.write(move |tx| Ok(tx.batch_execute(&forge)?)).await.unwrap();
    let check: AuditCheck = osei.get("/v1/practice/trail/check").await.made().await;
    assert_eq!(check.broken, [AuditBreak { chain, number: 2 }]);
    // And one whose last entries were removed.
    let cut = "DROP TRIGGER audit_is_never_shortened; DELETE FROM audit WHERE number >= 2";
    world.server.app().db.write(move |tx| Ok(tx.batch_execute(cut)?)).await.unwrap();
    let check: AuditCheck = stranger.get("/v1/practice/trail/check").await.made().await;
    assert!(check.broken.iter().any(|broken| broken.chain == stranger.id().0 && broken.number == 2));
    world.server.stop().await;
}

#[tokio::test]
async fn an_owner_reads_how_the_server_is() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let health: ServerHealth = osei.get("/v1/practice/health").await.made().await;
        assert!(["sqlite", "postgresql"].contains(&health.database.as_str()));
        assert!(health.database_bytes > 4096);
        assert_eq!((health.now, health.version.as_str()), (world.clock.now(), env!("CARGO_PKG_VERSION")));
        assert!(health.started_at <= health.now && health.backup_days == 35);
        world
    })
    .await;
}

#[tokio::test]
async fn roles_that_another_server_changed_hold_here_as_well() {
    let Some(world) = World::on_postgres(|_| {}).await else { return };
    let osei = world.founder("m.osei").await;
    let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
    let beside = world.another_server().await;
    let elsewhere = lind.through(format!("http://{}", beside.address()));
    elsewhere.get("/v1/invitations").await.made::<Vec<Invitation>>().await;
    let path = format!("/v1/practice/members/{}", lind.id());
    osei.put(&path, &ChangeMember { roles: vec![Role::Owner] }).await.done().await;
    // The other server is notified, and drops its cached permissions.
    let heard = async {
        while elsewhere.get("/v1/invitations").await.status() != StatusCode::FORBIDDEN {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), heard).await.unwrap();
    beside.stop().await;
    world.end().await;
}
