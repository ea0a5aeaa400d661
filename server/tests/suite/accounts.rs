//! Registration, passwords, recovery.

use std::time::Duration;

use opaque_ke::ClientRegistration;
use protocol::account::*;
use protocol::care::*;
use protocol::{Blob, Code};
use rand::rngs::OsRng;
use reqwest::StatusCode;

use crate::people::*;
use crate::world::{World, on_each_database};

#[tokio::test]
async fn a_client_registers_with_a_private_collection_and_signs_in_on_a_second_phone() {
    on_each_database(|world| async {
        let wren = world.client("Wren").await;
        assert_eq!(wren.session.account.handle, "wren");
        assert!(wren.session.account.member.is_none());
        let collections = wren.collections().await;
        assert_eq!(collections.len(), 1);
        assert_eq!((collections[0].id, collections[0].epoch, collections[0].head), (wren.private.unwrap(), 1, 0));
        assert_eq!(collections[0].keys[0].key_sealed, Some(sealed("key")));

        let second: Session = world.sign_in(" WREN ", &wren.password, device("second phone")).await.made().await;
        assert_eq!(second.account.id, wren.id());
        assert_eq!(second.account.keys, wren.session.account.keys);
        assert_ne!(second.device, wren.session.device);
        world
    })
    .await;
}

#[tokio::test]
async fn a_founder_has_a_practice_and_lets_colleagues_in() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let member = osei.session.account.member.clone().unwrap();
        assert_eq!(member.practice_name, "Lindenhof");
        assert_eq!(member.roles, [Role::Therapist, Role::Owner]);
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let practice: Practice = lind.get("/v1/practice").await.made().await;
        let names: Vec<_> = practice.members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["M.OSEI", "A.LIND"]);
        assert_eq!(practice.members[1].roles, [Role::Therapist]);
        world
    })
    .await;
}

#[tokio::test]
async fn a_name_is_taken_once_however_it_is_written() {
    on_each_database(|world| async {
        world.client("wren").await;
        let again = world.registering("WREN ", "another", Some(new_collection()), None).await;
        assert_eq!(world.register(again).await.unwrap_err(), Code::HandleTaken);
        world
    })
    .await;
}

#[tokio::test]
async fn an_id_that_is_taken_is_not_given_twice() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let mut account = world.registering("robin", "another", Some(new_collection()), None).await;
        account.finish.account = wren.id();
        assert_eq!(world.register(account).await.unwrap_err(), Code::AlreadyExists);

        let mut collection = world.registering("robin", "another", Some(new_collection()), None).await;
        collection.finish.private.id = wren.private.unwrap();
        assert_eq!(world.register(collection).await.unwrap_err(), Code::AlreadyExists);
        // Nothing was left behind: the name is free.
        world.client("robin").await;
        world
    })
    .await;
}

#[tokio::test]
async fn a_code_lets_one_person_in_for_a_week() {
    on_each_database(|world| async {
        let used =
            |code: &str| Some(EnrolmentUse { code: code.into(), name: "M".into(), practice: Some("Lindenhof".into()) });
        let made = world.bootstrap().await;
        let wrong = world.registering("x.first", "p", None, used("AAAA-BBBB-CCCC-DDDD-EEEE")).await;
        assert_eq!(world.register(wrong).await.unwrap_err(), Code::EnrolmentInvalid);
        world.member("x.first", &made.code.to_lowercase().replace('-', " ")).await;
        let again = world.registering("x.second", "p", None, used(&made.code)).await;
        assert_eq!(world.register(again).await.unwrap_err(), Code::EnrolmentInvalid);

        let late = world.bootstrap().await;
        world.pass(Duration::from_secs(7 * 24 * 3600));
        let late = world.registering("x.second", "p", None, used(&late.code)).await;
        assert_eq!(world.register(late).await.unwrap_err(), Code::EnrolmentInvalid);
        world
    })
    .await;
}

#[tokio::test]
async fn a_registration_brings_a_private_collection_and_the_first_manifest_whoever_comes() {
    on_each_database(|world| async {
        let code = world.bootstrap().await.code;
        let used = EnrolmentUse { code, name: "M".into(), practice: None };
        // The first member names the practice.
        let unnamed = world.registering("wren", "p", None, Some(used)).await;
        assert_eq!(world.register(unnamed).await.unwrap_err(), Code::Unprocessable);
        for version in [0, 2, u32::MAX] {
            let mut later = world.registering("wren", "p", None, None).await;
            later.finish.manifest = manifest(version, "x");
            assert_eq!(world.register(later).await.unwrap_err(), Code::Unprocessable);
        }
        for sealed in [Blob::default(), Blob(vec![7; 1025])] {
            let mut bent = world.registering("wren", "p", None, None).await;
            bent.finish.manifest.sealed = sealed;
            assert_eq!(world.register(bent).await.unwrap_err(), Code::Unprocessable);
        }
        for field in ["manifest", "private"] {
            let mut without = serde_json::to_value(world.registering("wren", "p", None, None).await.finish).unwrap();
            without.as_object_mut().unwrap().remove(field);
            let refused = world.post("/v1/accounts/registration/finish", &without).await.refused().await;
            assert_eq!(refused.code, Code::Malformed, "{field}");
        }
        // None of the attempts took the name.
        let (wren, osei) = (world.client("wren").await, world.founder("m.osei").await);
        for person in [&wren, &osei] {
            assert_eq!(person.session.account.manifest, manifest(1, "manifest"));
            let own = person.collections().await;
            assert_eq!((own.len(), own[0].id, own[0].kind), (1, person.private.unwrap(), CollectionKind::Private));
        }
        // Another account's id cannot be used.
        let taken = NewCollection { id: wren.private.unwrap(), ..new_collection() };
        let second = world.registering("robin", "p", Some(taken), None).await;
        assert_eq!(world.register(second).await.unwrap_err(), Code::AlreadyExists);
        world
    })
    .await;
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_leaves_devices_signed_in() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let started = ClientRegistration::<Suite>::start(&mut OsRng, b"a louder one").unwrap();
        let asked = PasswordStart { message: started.message.serialize().to_vec().into() };
        let answer: RegistrationStarted = wren.post("/v1/me/password/start", &asked).await.made().await;
        let message = finish_registration(started.state, "a louder one", &answer.message);
        let set = async |proof| {
            let (message, account_by_password) = (message.clone(), sealed("anew"));
            wren.put("/v1/me/password", &PasswordFinish { proof, second_factor: None, message, account_by_password })
                .await
        };
        // Neither a session alone nor another person's password replaces the password.
        let lark = world.client("lark").await;
        let made_up = PasswordProof { attempt: "none".into(), message: vec![7; 64].into() };
        assert_eq!(set(made_up).await.refused().await.code, Code::WrongCredentials);
        let anothers = world.proof("lark", &lark.password).await;
        assert_eq!(set(anothers).await.refused().await.code, Code::WrongCredentials);
        let late = world.proof("wren", &wren.password).await;
        world.pass(Duration::from_secs(61));
        assert_eq!(set(late).await.refused().await.code, Code::WrongCredentials);
        world.sign_in("wren", &wren.password, device("still the same")).await.made::<Session>().await;

        let proof = world.proof("wren", &wren.password).await;
        set(proof.clone()).await.done().await;
        assert_eq!(set(proof).await.refused().await.code, Code::WrongCredentials, "good once");

        let me: Account = wren.get("/v1/me").await.made().await;
        assert_eq!(me.keys.account_by_password, sealed("anew"));
        assert_eq!(me.keys.account_by_recovery, sealed("by recovery"));
        let old = world.sign_in("wren", &wren.password, device("thief")).await;
        assert_eq!(old.refused().await.code, Code::WrongCredentials);
        world.sign_in("wren", "a louder one", device("second phone")).await.made::<Session>().await;
        world
    })
    .await;
}

#[tokio::test]
async fn the_recovery_code_sets_a_new_password_and_signs_everything_else_out() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let started = ClientRegistration::<Suite>::start(&mut OsRng, b"found again").unwrap();
        let start = |token| RecoveryStart {
            handle: "wren".into(),
            token,
            message: started.message.serialize().to_vec().into(),
        };
        let wrong = world.post("/v1/recovery/start", &start(token("a guess"))).await;
        assert_eq!(wrong.refused().await.code, Code::WrongCredentials);
        let code = token("recovery of wren");
        let answer: RecoveryStarted = world.post("/v1/recovery/start", &start(code.clone())).await.made().await;
        assert_eq!((answer.account, answer.keys.account_by_recovery), (wren.id(), sealed("by recovery")));
        let finish = RecoveryFinish {
            handle: "wren".into(),
            token: code,
            message: finish_registration(started.state, "found again", &answer.message),
            account_by_password: sealed("anew"),
            device: device("new phone"),
            second_factor: None,
        };
        let wrong = RecoveryFinish { token: token("a guess"), ..finish.clone() };
        let wrong = world.post("/v1/recovery/finish", &wrong).await;
        assert_eq!(wrong.refused().await.code, Code::WrongCredentials);
        let session: Session = world.post("/v1/recovery/finish", &finish).await.made().await;
        assert_eq!(session.account.keys.account_by_password, sealed("anew"));

        assert_eq!(wren.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
        assert_eq!(world.refresh(wren.refresh_token()).await.refused().await.code, Code::Unauthenticated);
        let found = world.person("wren", session, wren.private);
        let devices: Vec<Device> = found.get("/v1/devices").await.made().await;
        assert_eq!(devices.len(), 1);
        world.sign_in("wren", "found again", device("third phone")).await.made::<Session>().await;
        world
    })
    .await;
}

#[tokio::test]
async fn an_unknown_name_recovers_nothing_and_is_told_the_same_as_a_wrong_code() {
    let world = World::on_sqlite(|_| {}).await;
    world.client("wren").await;
    let started = ClientRegistration::<Suite>::start(&mut OsRng, b"p").unwrap();
    let ask = |handle: &str| RecoveryStart {
        handle: handle.into(),
        token: token("a guess"),
        message: started.message.serialize().to_vec().into(),
    };
    let known = world.post("/v1/recovery/start", &ask("wren")).await;
    let unknown = world.post("/v1/recovery/start", &ask("nobody")).await;
    assert_eq!(known.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(known.text().await.unwrap(), unknown.text().await.unwrap());
    world.end().await;
}
