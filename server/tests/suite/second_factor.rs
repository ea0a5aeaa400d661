//! The second factor: setup, sign-in, single use of codes, spare codes, removal.

use std::time::Duration;

use opaque_ke::{ClientLogin, ClientRegistration, CredentialResponse};
use protocol::Code;
use protocol::account::*;
use protocol::care::{Practice, Role};
use protocol::second_factor::*;
use rand::rngs::OsRng;
use reqwest::Response;
use server::config::Rates;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::people::*;
use crate::world::{Door, World, on_each_database};

const STEP: Duration = Duration::from_secs(30);

/// An authenticator app with the secret of the QR code and the test clock.
pub fn app(made: &SecondFactorSecret) -> Totp {
    let secret = Secret::try_from_base32(&made.secret).unwrap();
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret)
        .build()
        .unwrap()
}

pub fn code(app: &Totp, world: &World) -> String {
    app.generate((world.clock.now() / 1000) as u64).to_string()
}

/// Requests a secret, with the password.
pub async fn begin(world: &World, person: &Person) -> Response {
    let proof = world.proof(&person.handle, &person.password).await;
    person.post("/v1/me/second-factor", &ChangeSecondFactor { proof }).await
}

pub async fn enrol(world: &World, person: &Person) -> (Totp, SpareCodes) {
    let made: SecondFactorSecret = begin(world, person).await.made().await;
    let app = app(&made);
    let asked = ConfirmSecondFactor { code: code(&app, world) };
    let spare: SpareCodes = person.put("/v1/me/second-factor", &asked).await.made().await;
    world.pass(STEP);
    (app, spare)
}

/// The last message of a sign-in, which a test may repeat.
pub async fn proven(door: &Door, handle: &str, password: &str) -> SignInFinish {
    let PasswordProof { attempt, message } = door.proof(handle, password).await;
    SignInFinish { attempt, message, device: device("laptop"), second_factor: None }
}

pub async fn finish(door: &Door, proven: &SignInFinish, code: Option<&str>) -> Response {
    let asked = SignInFinish { second_factor: code.map(Into::into), ..proven.clone() };
    door.post("/v1/sessions/finish", &asked).await
}

impl Door {
    /// Proves knowledge of a password.
    pub async fn proof(&self, handle: &str, password: &str) -> PasswordProof {
        let started = ClientLogin::<Suite>::start(&mut OsRng, password.as_bytes()).unwrap();
        let asked = SignInStart { handle: handle.into(), message: started.message.serialize().to_vec().into() };
        let answer: SignInStarted = self.post("/v1/sessions/start", &asked).await.made().await;
        let response = CredentialResponse::deserialize(&answer.message.0).unwrap();
        let finished = started.state.finish(password.as_bytes(), response, Default::default()).unwrap();
        PasswordProof { attempt: answer.attempt, message: finished.message.serialize().to_vec().into() }
    }
}

#[tokio::test]
async fn an_enrolled_therapist_signs_in_with_password_and_code() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let state: SecondFactor = osei.get("/v1/me/second-factor").await.made().await;
        assert_eq!((state.since, state.spare_codes), (None, 0));
        let made: SecondFactorSecret = begin(&world, &osei).await.made().await;
        assert!(
            made.uri.starts_with("otpauth://totp/Afterglow:m.osei?") && made.uri.contains(&made.secret),
            "{}",
            made.uri
        );
        assert!(!format!("{made:?}").contains(&made.secret));
        // An unconfirmed secret is not required at sign-in, and can be replaced.
        world.sign_in("m.osei", &osei.password, device("x")).await.made::<Session>().await;
        let wrong = osei.put("/v1/me/second-factor", &ConfirmSecondFactor { code: "123 45".into() }).await;
        assert_eq!(wrong.refused().await.code, Code::SecondFactorWrong);
        let (app, spare) = enrol(&world, &osei).await;
        assert_eq!(spare.codes.len(), 10);

        let proven = proven(&world, "m.osei", &osei.password).await;
        assert_eq!(finish(&world, &proven, None).await.refused().await.code, Code::SecondFactorRequired);
        let shown = code(&app, &world);
        let spaced = format!("{} {}", &shown[..3], &shown[3..]);
        let session: Session = finish(&world, &proven, Some(&spaced)).await.made().await;
        assert_eq!(session.account.id, osei.id());
        // The attempt is consumed, whatever code is sent.
        world.pass(STEP);
        let again = finish(&world, &proven, Some(&code(&app, &world))).await.refused().await;
        assert_eq!(again.code, Code::WrongCredentials);

        let state: SecondFactor = osei.get("/v1/me/second-factor").await.made().await;
        assert_eq!((state.since.is_some(), state.spare_codes), (true, 10));
        assert_eq!(begin(&world, &osei).await.refused().await.code, Code::AlreadyExists);
        let practice: Practice = osei.get("/v1/practice").await.made().await;
        assert!(practice.members[0].second_factor);
        world
    })
    .await;
}

#[tokio::test]
async fn a_session_alone_begins_no_second_factor() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let made_up = PasswordProof { attempt: "none".into(), message: vec![7; 64].into() };
        let anothers = world.proof("a.lind", &lind.password).await;
        for proof in [made_up, anothers] {
            let asked = ChangeSecondFactor { proof };
            let refused = osei.post("/v1/me/second-factor", &asked).await.refused().await;
            assert_eq!(refused.code, Code::WrongCredentials);
        }
        let state: SecondFactor = osei.get("/v1/me/second-factor").await.made().await;
        assert_eq!(state.since, None);
        world
    })
    .await;
}

#[tokio::test]
async fn a_code_is_taken_once() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (app, _) = enrol(&world, &osei).await;
        let shown = code(&app, &world);
        let first = proven(&world, "m.osei", &osei.password).await;
        finish(&world, &first, Some(&shown)).await.made::<Session>().await;
        // An attacker saw the code, and knows the password too.
        let second = proven(&world, "m.osei", &osei.password).await;
        assert_eq!(finish(&world, &second, Some(&shown)).await.refused().await.code, Code::SecondFactorWrong);
        // Nor an earlier code, which the clock would still allow.
        let earlier = app.generate((world.clock.now() / 1000) as u64 - 30).to_string();
        assert_eq!(finish(&world, &second, Some(&earlier)).await.refused().await.code, Code::SecondFactorWrong);
        world.pass(STEP);
        finish(&world, &second, Some(&code(&app, &world))).await.made::<Session>().await;
        // A clock that is one step behind is accepted, one that is two steps behind is not.
        world.pass(STEP * 3);
        let third = proven(&world, "m.osei", &osei.password).await;
        let now = (world.clock.now() / 1000) as u64;
        let late = finish(&world, &third, Some(&app.generate(now - 60).to_string())).await;
        assert_eq!(late.refused().await.code, Code::SecondFactorWrong);
        finish(&world, &third, Some(&app.generate(now - 30).to_string())).await.made::<Session>().await;
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_bring_the_same_code_at_once_one_is_let_in() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (app, _) = enrol(&world, &osei).await;
        let shown = code(&app, &world);
        let mut attempts = Vec::new();
        for _ in 0..4 {
            attempts.push(proven(&world, "m.osei", &osei.password).await);
        }
        let tries = attempts.iter().map(|attempt| finish(&world, attempt, Some(&shown)));
        let outcomes = futures_util::future::join_all(tries).await;
        assert_eq!(outcomes.iter().filter(|response| response.status().is_success()).count(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn wrong_codes_end_the_attempt_and_are_written_down() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (app, _) = enrol(&world, &osei).await;
        let proven = proven(&world, "m.osei", &osei.password).await;
        for _ in 0..5 {
            assert_eq!(finish(&world, &proven, Some("000000")).await.refused().await.code, Code::SecondFactorWrong);
        }
        let right = finish(&world, &proven, Some(&code(&app, &world))).await.refused().await;
        assert_eq!(right.code, Code::WrongCredentials);
        let page: protocol::audit::AuditPage = osei.get("/v1/me/trail").await.made().await;
        let failed = page.entries.iter().filter(|entry| entry.action == protocol::audit::Action::SecondFactorFailed);
        assert_eq!(failed.count(), 5);
        world
    })
    .await;
}

#[tokio::test]
async fn there_is_time_to_look_for_the_phone_and_not_for_ever() {
    let world = World::on_sqlite(|_| {}).await;
    let osei = world.founder("m.osei").await;
    let (app, _) = enrol(&world, &osei).await;
    let attempt = proven(&world, "m.osei", &osei.password).await;
    assert_eq!(finish(&world, &attempt, None).await.refused().await.code, Code::SecondFactorRequired);
    world.pass(Duration::from_secs(4 * 60));
    finish(&world, &attempt, Some(&code(&app, &world))).await.made::<Session>().await;
    world.pass(STEP);
    let attempt = proven(&world, "m.osei", &osei.password).await;
    finish(&world, &attempt, None).await.refused().await;
    world.pass(Duration::from_secs(6 * 60));
    let late = finish(&world, &attempt, Some(&code(&app, &world))).await.refused().await;
    assert_eq!(late.code, Code::WrongCredentials);
    world.end().await;
}

#[tokio::test]
async fn codes_are_tried_a_few_times_a_minute_and_a_refused_try_costs_no_attempt() {
    let rates = Rates { second_factor_by_account: 2, ..Rates::unlimited() };
    let world = World::on_sqlite(|config| config.rates = rates).await;
    let osei = world.founder("m.osei").await;
    let (app, _) = enrol(&world, &osei).await;
    world.pass(Duration::from_secs(60));
    let attempt = proven(&world, "m.osei", &osei.password).await;
    for _ in 0..2 {
        assert_eq!(finish(&world, &attempt, Some("000000")).await.refused().await.code, Code::SecondFactorWrong);
    }
    let wait = finish(&world, &attempt, Some(&code(&app, &world))).await.refused().await;
    assert_eq!(wait.code, Code::TooManyRequests);
    world.pass(Duration::from_secs(wait.retry_after.unwrap()));
    finish(&world, &attempt, Some(&code(&app, &world))).await.made::<Session>().await;
    world.end().await;
}

#[tokio::test]
async fn a_spare_code_lets_in_once() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (_, spare) = enrol(&world, &osei).await;
        let shown = spare.codes[3].to_lowercase().replace('-', " ");
        let first = proven(&world, "m.osei", &osei.password).await;
        finish(&world, &first, Some(&shown)).await.made::<Session>().await;
        let second = proven(&world, "m.osei", &osei.password).await;
        assert_eq!(finish(&world, &second, Some(&shown)).await.refused().await.code, Code::SecondFactorWrong);
        let state: SecondFactor = osei.get("/v1/me/second-factor").await.made().await;
        assert_eq!(state.spare_codes, 9);

        // Replacing the spare codes invalidates the old ones.
        let proof = world.proof("m.osei", &osei.password).await;
        let fresh: SpareCodes =
            osei.post("/v1/me/second-factor/codes", &ChangeSecondFactor { proof }).await.made().await;
        assert_eq!(finish(&world, &second, Some(&spare.codes[4])).await.refused().await.code, Code::SecondFactorWrong);
        finish(&world, &second, Some(&fresh.codes[0])).await.made::<Session>().await;
        world
    })
    .await;
}

#[tokio::test]
async fn a_new_password_asks_for_the_second_factor_as_well() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (app, spare) = enrol(&world, &osei).await;
        let started = ClientRegistration::<Suite>::start(&mut OsRng, b"a louder one").unwrap();
        let asked = PasswordStart { message: started.message.serialize().to_vec().into() };
        let answer: RegistrationStarted = osei.post("/v1/me/password/start", &asked).await.made().await;
        let message = finish_registration(started.state, "a louder one", &answer.message);
        let proof = world.proof("m.osei", &osei.password).await;
        let asked = PasswordFinish { proof, second_factor: None, message, account_by_password: sealed("anew") };
        let set = async |code: Option<&str>| {
            let asked = PasswordFinish { second_factor: code.map(Into::into), ..asked.clone() };
            osei.put("/v1/me/password", &asked).await
        };
        assert_eq!(set(None).await.refused().await.code, Code::SecondFactorRequired);
        assert_eq!(set(Some("000000")).await.refused().await.code, Code::SecondFactorWrong);
        // The same proof, while the code is missing.
        world.pass(STEP * 4);
        set(Some(&code(&app, &world))).await.done().await;
        assert_eq!(set(Some(&spare.codes[0])).await.refused().await.code, Code::WrongCredentials, "good once");
        let old = world.sign_in("m.osei", &osei.password, device("thief")).await;
        assert_eq!(old.refused().await.code, Code::WrongCredentials);
        let new = proven(&world, "m.osei", "a louder one").await;
        finish(&world, &new, Some(&spare.codes[0])).await.made::<Session>().await;
        world
    })
    .await;
}

#[tokio::test]
async fn only_the_password_ends_it_and_only_ones_own() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        enrol(&world, &osei).await;
        let end = async |proof| osei.post("/v1/me/second-factor/end", &ChangeSecondFactor { proof }).await;
        let made_up = PasswordProof { attempt: "none".into(), message: vec![7; 64].into() };
        assert_eq!(end(made_up).await.refused().await.code, Code::WrongCredentials);
        let anothers = world.proof("a.lind", &lind.password).await;
        assert_eq!(end(anothers).await.refused().await.code, Code::WrongCredentials);
        let proof = world.proof("m.osei", &osei.password).await;
        end(proof.clone()).await.done().await;
        // A proof is valid once.
        assert_eq!(end(proof).await.refused().await.code, Code::WrongCredentials);
        let nothing = end(world.proof("m.osei", &osei.password).await).await;
        assert_eq!(nothing.refused().await.code, Code::NotFound);
        world.sign_in("m.osei", &osei.password, device("x")).await.made::<Session>().await;
        world
    })
    .await;
}

#[tokio::test]
async fn the_recovery_code_stands_for_the_password_and_not_for_the_second_factor() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (app, _) = enrol(&world, &osei).await;
        let started = ClientRegistration::<Suite>::start(&mut OsRng, b"found again").unwrap();
        let start = RecoveryStart {
            handle: "m.osei".into(),
            token: token("recovery of m.osei"),
            message: started.message.serialize().to_vec().into(),
        };
        let answer: RecoveryStarted = world.post("/v1/recovery/start", &start).await.made().await;
        let asked = RecoveryFinish {
            handle: "m.osei".into(),
            token: token("recovery of m.osei"),
            message: finish_registration(started.state, "found again", &answer.message),
            account_by_password: sealed("anew"),
            device: device("new laptop"),
            second_factor: None,
        };
        let refused = world.post("/v1/recovery/finish", &asked).await.refused().await;
        assert_eq!(refused.code, Code::SecondFactorRequired);
        let wrong = RecoveryFinish { second_factor: Some("000000".into()), ..asked.clone() };
        let refused = world.post("/v1/recovery/finish", &wrong).await.refused().await;
        assert_eq!(refused.code, Code::SecondFactorWrong);
        // Nothing has changed yet.
        osei.get("/v1/me").await.made::<Account>().await;
        let right = RecoveryFinish { second_factor: Some(code(&app, &world)), ..asked };
        let session: Session = world.post("/v1/recovery/finish", &right).await.made().await;
        assert_eq!(session.account.keys.account_by_password, sealed("anew"));
        assert_eq!(osei.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
        world
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_everything_is_helped_by_another_owner_or_the_command_line() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let stranger = world.founder("stranger").await;
        enrol(&world, &lind).await;
        enrol(&world, &osei).await;
        let path = |person: &Person| format!("/v1/practice/members/{}/second-factor", person.id());
        assert_eq!(lind.delete(&path(&lind)).await.refused().await.code, Code::Forbidden);
        assert_eq!(stranger.delete(&path(&lind)).await.refused().await.code, Code::NotFound);
        assert_eq!(osei.delete(&path(&osei)).await.refused().await.code, Code::Unprocessable);
        osei.delete(&path(&lind)).await.done().await;
        world.sign_in("a.lind", &lind.password, device("x")).await.made::<Session>().await;

        let clock = world.clock.clone();
        let forget = move |tx: &mut server::db::Tx<'_>| {
            let forget = server::accounts::second_factor::remove_by_handle;
            Ok((forget(tx, &clock, " M.Osei ")?, forget(tx, &clock, "nobody")?))
        };
        assert_eq!(world.server.app().db.write(forget).await.unwrap(), (true, false));
        world.sign_in("m.osei", &osei.password, device("x")).await.made::<Session>().await;
        world
    })
    .await;
}
