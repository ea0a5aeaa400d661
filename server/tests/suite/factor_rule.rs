//! A practice that requires a second factor: who may switch it on, what a member without one can do, and how the
//! limit ends. `access` calls every route.

use std::time::Duration;

use futures_util::StreamExt;
use opaque_ke::ClientRegistration;
use protocol::Code;
use protocol::account::*;
use protocol::audit::{Action, AuditPage};
use protocol::care::*;
use protocol::practice::*;
use protocol::second_factor::*;
use rand::rngs::OsRng;
use reqwest::{Method, Response, StatusCode};

use crate::people::*;
use crate::second_factor::{begin, code, enrol, finish, proven};
use crate::world::{World, on_each_database};

fn rule(required: bool) -> ChangePractice {
    let settings = PracticeSettings { second_factor_required: required, ..PracticeSettings::default() };
    ChangePractice { name: None, settings }
}

/// Switches the rule on or off.
pub async fn require(owner: &Person, required: bool) {
    let changed: Practice = owner.put("/v1/practice/settings", &rule(required)).await.made().await;
    assert_eq!(changed.settings.second_factor_required, required);
}

/// Whether a member's session is limited: what the server says of it, and what it does.
async fn is_limited(person: &Person) -> bool {
    let account: Account = person.get("/v1/me").await.made().await;
    let said = account.member.unwrap().second_factor_missing;
    let response = person.get("/v1/collections").await;
    let refused = !response.status().is_success();
    if refused {
        assert_eq!(response.refused().await.code, Code::SecondFactorMissing);
    }
    assert_eq!(said, refused);
    refused
}

/// The same member with another session.
async fn with(world: &World, person: &Person, response: Response) -> Person {
    world.person(&person.handle, response.made().await, person.private)
}

#[tokio::test]
async fn an_owner_requires_it_only_with_a_second_factor_and_it_is_written_down() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        assert_eq!(lind.put("/v1/practice/settings", &rule(true)).await.refused().await.code, Code::Forbidden);
        let refused = osei.put("/v1/practice/settings", &rule(true)).await.refused().await;
        assert_eq!(refused.code, Code::OwnSecondFactorMissing);
        // Nor with one that no code has confirmed.
        begin(&world, &osei).await.made::<SecondFactorSecret>().await;
        let refused = osei.put("/v1/practice/settings", &rule(true)).await.refused().await;
        assert_eq!(refused.code, Code::OwnSecondFactorMissing);
        assert!(!is_limited(&lind).await);
        // A request of an older portal does not name the rule. It must not switch it off.
        let older = serde_json::json!({ "settings": { "idle_lock_minutes": 15 } });
        assert_eq!(osei.put("/v1/practice/settings", &older).await.refused().await.code, Code::Malformed);

        enrol(&world, &osei).await;
        require(&osei, true).await;
        require(&osei, true).await;
        require(&osei, false).await;
        let page: AuditPage = osei.get("/v1/practice/trail").await.made().await;
        let of_rule = |entry: &Action| {
            matches!(entry, Action::SecondFactorRuleSet | Action::SecondFactorRuleLifted | Action::SettingsChanged)
        };
        let written: Vec<Action> = page.entries.iter().map(|entry| entry.action).filter(of_rule).collect();
        // Newest first. The second request changed nothing.
        let expected = [Action::SecondFactorRuleLifted, Action::SettingsChanged, Action::SecondFactorRuleSet];
        assert_eq!(written, expected);
        world
    })
    .await;
}

#[tokio::test]
async fn sessions_from_before_are_limited_at_once_and_free_with_the_factor() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let robin = world.client("robin").await;
        let care = robin.accept(lind.invite().await).await.id;
        let laptop = with(&world, &lind, world.sign_in("a.lind", &lind.password, device("laptop")).await).await;
        enrol(&world, &osei).await;
        require(&osei, true).await;

        // The access token from before, a session of the refresh token from before, a new sign-in.
        assert!(is_limited(&lind).await);
        let refreshed = with(&world, &lind, world.refresh(laptop.refresh_token()).await).await;
        assert!(refreshed.session.account.member.as_ref().unwrap().second_factor_missing);
        assert!(is_limited(&refreshed).await);
        let again = with(&world, &lind, world.sign_in("a.lind", &lind.password, device("x")).await).await;
        assert!(is_limited(&again).await);
        assert!(!is_limited(&osei).await);
        // Nothing is read, written or changed by a direct call.
        for (method, path) in [
            (Method::POST, "/v1/sync".to_owned()),
            (Method::GET, "/v1/changes".into()),
            (Method::PUT, "/v1/me/manifest".into()),
            (Method::POST, "/v1/me/second-factor/end".into()),
            (Method::DELETE, format!("/v1/collections/{care}/members/{}", lind.id())),
        ] {
            let refused = again.ask(method, &path).send().await.unwrap().refused().await;
            assert_eq!(refused.code, Code::SecondFactorMissing, "{path}");
        }
        // The client is not affected.
        robin.push(vec![push(care, record_id(), 0, "shared")]).await;
        // Other sessions can be ended.
        again.delete(&format!("/v1/devices/{}", lind.session.device)).await.done().await;
        assert_eq!(lind.get("/v1/me").await.refused().await.code, Code::Unauthenticated);

        // Setting it up needs the password, and frees every session of the account.
        let made_up = PasswordProof { attempt: "none".into(), message: vec![7; 64].into() };
        let stolen = again.post("/v1/me/second-factor", &ChangeSecondFactor { proof: made_up }).await.refused().await;
        assert_eq!(stolen.code, Code::WrongCredentials);
        begin(&world, &again).await.made::<SecondFactorSecret>().await;
        assert!(is_limited(&again).await, "not before a code has confirmed it");
        enrol(&world, &again).await;
        assert!(!is_limited(&again).await && !is_limited(&refreshed).await);
        assert_eq!(again.pull(care, 0).await.records.len(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn a_required_factor_is_removed_by_an_owner_and_not_by_its_member() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        enrol(&world, &osei).await;
        let (app, spare) = enrol(&world, &lind).await;
        require(&osei, true).await;
        for person in [&osei, &lind] {
            let proof = world.proof(&person.handle, &person.password).await;
            let kept = person.post("/v1/me/second-factor/end", &ChangeSecondFactor { proof }).await.refused().await;
            assert_eq!(kept.code, Code::SecondFactorMandatory);
        }
        // Codes of the app and spare codes sign in as before.
        let attempt = proven(&world, "a.lind", &lind.password).await;
        assert_eq!(finish(&world, &attempt, None).await.refused().await.code, Code::SecondFactorRequired);
        assert!(
            !is_limited(&with(&world, &lind, finish(&world, &attempt, Some(&code(&app, &world))).await).await).await
        );
        let attempt = proven(&world, "a.lind", &lind.password).await;
        assert!(!is_limited(&with(&world, &lind, finish(&world, &attempt, Some(&spare.codes[0])).await).await).await);

        // The phone and the spare codes are lost.
        osei.delete(&format!("/v1/practice/members/{}/second-factor", lind.id())).await.done().await;
        assert!(is_limited(&lind).await);
        enrol(&world, &lind).await;
        assert!(!is_limited(&lind).await);

        // Without the rule, it is the member's own again.
        require(&osei, false).await;
        let proof = world.proof("a.lind", &lind.password).await;
        lind.post("/v1/me/second-factor/end", &ChangeSecondFactor { proof }).await.done().await;
        assert!(!is_limited(&lind).await);
        world
    })
    .await;
}

#[tokio::test]
async fn new_members_and_recovered_accounts_begin_with_the_second_factor() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        enrol(&world, &osei).await;
        require(&osei, true).await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist, Role::Owner]).await;
        assert!(lind.session.account.member.as_ref().unwrap().second_factor_missing);
        assert!(is_limited(&lind).await);
        assert_eq!(
            lind.put("/v1/practice/settings", &rule(false)).await.refused().await.code,
            Code::SecondFactorMissing
        );

        // The recovery code sets a password, and lifts no limit.
        let started = ClientRegistration::<Suite>::start(&mut OsRng, b"found again").unwrap();
        let message = started.message.serialize().to_vec().into();
        let (handle, recovery) = (String::from("a.lind"), token("recovery of a.lind"));
        let start = RecoveryStart { handle: handle.clone(), token: recovery.clone(), message };
        let answer: RecoveryStarted = world.post("/v1/recovery/start", &start).await.made().await;
        let asked = RecoveryFinish {
            handle,
            token: recovery,
            message: finish_registration(started.state, "found again", &answer.message),
            account_by_password: sealed("anew"),
            device: device("new laptop"),
            second_factor: None,
        };
        let mut found = with(&world, &lind, world.post("/v1/recovery/finish", &asked).await).await;
        found.password = "found again".into();
        assert!(is_limited(&found).await);
        enrol(&world, &found).await;
        assert!(!is_limited(&found).await);
        world
    })
    .await;
}

#[tokio::test]
async fn an_open_change_stream_ends_when_the_session_is_limited() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        enrol(&world, &osei).await;
        let stream = lind.get("/v1/changes").await;
        assert!(stream.status().is_success());
        require(&osei, true).await;
        let rest = stream.bytes_stream().count();
        tokio::time::timeout(Duration::from_secs(20), rest).await.unwrap();
        world
    })
    .await;
}

#[tokio::test]
async fn the_command_line_helps_an_owner_who_has_lost_everything() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        enrol(&world, &osei).await;
        require(&osei, true).await;
        let clock = world.clock.clone();
        let forget =
            move |tx: &mut server::db::Tx<'_>| server::accounts::second_factor::remove_by_handle(tx, &clock, "m.osei");
        assert!(world.server.app().db.write(forget).await.unwrap());
        // The running server learns of it when its cached permissions expire.
        world.pass(Duration::from_secs(11));
        let osei = with(&world, &osei, world.sign_in("m.osei", &osei.password, device("x")).await).await;
        assert!(is_limited(&osei).await);
        enrol(&world, &osei).await;
        assert!(!is_limited(&osei).await);
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_server_on_the_same_database_limits_sessions_too() {
    let Some(world) = World::on_postgres(|_| {}).await else { return };
    let other = world.another_server().await;
    let osei = world.founder("m.osei").await;
    let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
    enrol(&world, &osei).await;
    let there = lind.through(format!("http://{}", other.address()));
    assert!(!is_limited(&there).await);
    require(&osei, true).await;
    // The other server is notified, and drops its cached permissions.
    let heard = async {
        while there.get("/v1/collections").await.status() != StatusCode::FORBIDDEN {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), heard).await.unwrap();
    assert!(is_limited(&there).await);
    other.stop().await;
    world.end().await;
}
