//! Sign-in, access tokens, refresh tokens, devices and rate limits.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use opaque_ke::{ClientLogin, CredentialResponse};
use protocol::Code;
use protocol::account::*;
use rand::rngs::OsRng;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use server::config::Rates;

use crate::people::*;
use crate::world::{World, on_each_database};

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_the_same() {
    on_each_database(|world| async {
        world.client("wren").await;
        let known = world.sign_in("wren", "wrong", device("x")).await;
        let unknown = world.sign_in("nobody", "wrong", device("x")).await;
        let impossible = world.sign_in("not a name!", "wrong", device("x")).await;
        assert_eq!(known.status(), StatusCode::UNAUTHORIZED);
        let known = known.text().await.unwrap();
        assert!(known.contains("wrong_credentials"));
        assert_eq!(known, unknown.text().await.unwrap());
        assert_eq!(known, impossible.text().await.unwrap());
        world
    })
    .await;
}

#[tokio::test]
async fn the_first_answer_does_not_tell_whether_a_name_is_known() {
    let world = World::on_sqlite(|_| {}).await;
    world.client("wren").await;
    let mut lengths = Vec::new();
    for handle in ["wren", "nobody"] {
        let started = ClientLogin::<Suite>::start(&mut OsRng, b"p").unwrap();
        let asked = SignInStart { handle: handle.into(), message: started.message.serialize().to_vec().into() };
        let answer: SignInStarted = world.post("/v1/sessions/start", &asked).await.made().await;
        CredentialResponse::<Suite>::deserialize(&answer.message.0).unwrap();
        lengths.push((answer.attempt.len(), answer.message.0.len()));
    }
    assert_eq!(lengths[0], lengths[1]);
    world.end().await;
}

async fn proven(world: &World, person: &Person) -> SignInFinish {
    let started = ClientLogin::<Suite>::start(&mut OsRng, person.password.as_bytes()).unwrap();
    let asked = SignInStart { handle: person.handle.clone(), message: started.message.serialize().to_vec().into() };
    let answer: SignInStarted = world.post("/v1/sessions/start", &asked).await.made().await;
    let response = CredentialResponse::deserialize(&answer.message.0).unwrap();
    let finished = started.state.finish(person.password.as_bytes(), response, Default::default()).unwrap();
    let message = finished.message.serialize().to_vec().into();
    SignInFinish { attempt: answer.attempt, message, device: device("replayed"), second_factor: None }
}

#[tokio::test]
async fn an_attempt_is_good_once_and_for_a_minute() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let finish = proven(&world, &wren).await;
        world.post("/v1/sessions/finish", &finish).await.made::<Session>().await;
        let again = world.post("/v1/sessions/finish", &finish).await;
        assert_eq!(again.refused().await.code, Code::WrongCredentials);

        let late = proven(&world, &wren).await;
        world.pass(Duration::from_secs(60));
        let late = world.post("/v1/sessions/finish", &late).await;
        assert_eq!(late.refused().await.code, Code::WrongCredentials);
        world
    })
    .await;
}

#[tokio::test]
async fn an_access_token_is_good_for_ten_minutes() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        assert_eq!(wren.session.expires_in, 600);
        world.pass(Duration::from_secs(599));
        wren.get("/v1/me").await.made::<Account>().await;
        world.pass(Duration::from_secs(1));
        let response = wren.get("/v1/me").await;
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(response.refused().await.code, Code::Unauthenticated);
        world
    })
    .await;
}

/// A token whose parts can be modified and signed with any key or none.
struct Forge {
    header: Value,
    claims: Value,
}

impl Forge {
    fn of(token: &str) -> Self {
        let part = |n| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(n).unwrap()).unwrap());
        Self { header: part(0).unwrap(), claims: part(1).unwrap() }
    }

    fn body(&self) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}", part(&self.header), part(&self.claims))
    }

    fn signed(&self, key: &SigningKey) -> String {
        let body = self.body();
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(key.sign(body.as_bytes()).to_bytes()))
    }
}

#[tokio::test]
async fn a_forged_token_opens_nothing() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let good = wren.session.access_token.clone();
        // The server's own key, as a thief of the database has it.
        let keys = world.server.app().db.read(server::db::secrets::signing_keys).await.unwrap();
        let own = SigningKey::from_bytes(keys[0].seed.as_slice().try_into().unwrap());
        let strange = SigningKey::from_bytes(&[7; 32]);
        assert_eq!(try_token(&world, &Forge::of(&good).signed(&own)).await.status(), StatusCode::OK);

        let bent = |name: &str, value: Value| {
            let mut forge = Forge::of(&good);
            forge.claims[name] = value;
            forge.signed(&own)
        };
        let headed = |name: &str, value: Value| {
            let mut forge = Forge::of(&good);
            forge.header[name] = value;
            forge
        };
        let none = headed("alg", json!("none"));
        let hmac = headed("alg", json!("HS256"));
        let forged = [
            ("alg none, no signature", format!("{}.", none.body())),
            ("alg none, signature kept", format!("{}.{}", none.body(), good.rsplit('.').next().unwrap())),
            ("alg HS256", hmac.signed(&own)),
            ("another's key", Forge::of(&good).signed(&strange)),
            ("unknown key id", headed("kid", json!("of-nobody")).signed(&own)),
            ("no key id", headed("kid", Value::Null).signed(&own)),
            ("another audience", bent("aud", json!("elsewhere"))),
            ("another issuer", bent("iss", json!("https://elsewhere.example"))),
            ("another scope", bent("scope", json!("everything"))),
            ("long over", bent("exp", json!(1))),
            ("another account", bent("sub", json!(account_id().to_string()))),
            ("cut off", good[..good.len() - 4].to_owned()),
            ("not a token", "open sesame".to_owned()),
            ("empty", String::new()),
        ];
        for (what, token) in forged {
            let problem = try_token(&world, &token).await;
            assert_eq!(problem.status(), StatusCode::UNAUTHORIZED, "{what}");
            assert_eq!(problem.refused().await.code, Code::Unauthenticated, "{what}");
        }
        world
    })
    .await;
}

async fn try_token(world: &World, token: &str) -> Response {
    world.http.get(world.url("/v1/me")).bearer_auth(token).send().await.unwrap()
}

#[tokio::test]
async fn signing_keys_take_turns_and_old_tokens_are_good_to_their_end() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let kid = |session: &Session| Forge::of(&session.access_token).header["kid"].clone();
        // A minute before the rotation, a token is signed with the first key.
        world.pass(Duration::from_secs(30 * 24 * 3600 - 60));
        let before: Session = world.sign_in("wren", &wren.password, device("before")).await.made().await;
        assert_eq!(kid(&before), kid(&wren.session));
        world.pass(Duration::from_secs(120));
        let after: Session = world.sign_in("wren", &wren.password, device("after")).await.made().await;
        assert_ne!(kid(&after), kid(&before));
        for session in [&before, &after] {
            assert_eq!(try_token(&world, &session.access_token).await.status(), StatusCode::OK);
        }
        // Both keys are stored: a restarted server has them.
        let world = world.restart().await;
        for session in [&before, &after] {
            assert_eq!(try_token(&world, &session.access_token).await.status(), StatusCode::OK);
        }
        world
    })
    .await;
}

#[tokio::test]
async fn two_servers_on_one_database_accept_each_others_tokens() {
    let Some(world) = World::on_postgres(|_| {}).await else { return };
    let other = world.another_server().await;
    world.client("wren").await;
    world.pass(Duration::from_secs(31 * 24 * 3600));
    // The first server rotates its key; the second one does not know it yet.
    let session: Session = world.sign_in("wren", "a quiet pass phrase", device("x")).await.made().await;
    let there = world.http.get(format!("http://{}/v1/me", other.address())).bearer_auth(&session.access_token);
    assert_eq!(there.send().await.unwrap().status(), StatusCode::OK);
    other.stop().await;
    world.end().await;
}

#[tokio::test]
async fn a_refresh_token_is_used_up_and_its_successor_goes_on() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let mut token = wren.refresh_token().to_owned();
        for _ in 0..3 {
            world.pass(Duration::from_secs(3600));
            let next: Session = world.refresh(&token).await.made().await;
            assert_eq!(next.device, wren.session.device);
            assert_ne!(next.refresh_token.as_deref(), Some(token.as_str()));
            assert_eq!(try_token(&world, &next.access_token).await.status(), StatusCode::OK);
            token = next.refresh_token.unwrap();
        }
        world.pass(Duration::from_secs(30 * 24 * 3600));
        assert_eq!(world.refresh(&token).await.refused().await.code, Code::Unauthenticated);
        world
    })
    .await;
}

#[tokio::test]
async fn a_refresh_whose_reply_was_lost_is_asked_again() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let first = wren.refresh_token().to_owned();
        // The response was lost, twice; a day later the phone is online again.
        world.refresh(&first).await.made::<Session>().await;
        world.refresh(&first).await.made::<Session>().await;
        world.pass(Duration::from_secs(24 * 3600));
        let kept: Session = world.refresh(&first).await.made().await;
        let on: Session = world.refresh(kept.refresh_token.as_deref().unwrap()).await.made().await;
        assert_eq!(on.device, wren.session.device);
        world
    })
    .await;
}

#[tokio::test]
async fn a_refresh_token_used_again_after_its_successor_ends_the_device() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let other: Session = world.sign_in("wren", &wren.password, device("other")).await.made().await;
        let first = wren.refresh_token().to_owned();
        let second: Session = world.refresh(&first).await.made().await;
        let third: Session = world.refresh(second.refresh_token.as_deref().unwrap()).await.made().await;

        assert_eq!(world.refresh(&first).await.refused().await.code, Code::RefreshReused);
        let newest = world.refresh(third.refresh_token.as_deref().unwrap()).await;
        assert_eq!(newest.refused().await.code, Code::Unauthenticated);
        assert_eq!(try_token(&world, &third.access_token).await.status(), StatusCode::UNAUTHORIZED);
        // The other device is not affected, and the audit log records it.
        assert_eq!(try_token(&world, &other.access_token).await.status(), StatusCode::OK);
        let chain = wren.id().into();
        let trail = world.server.app().db.read(move |conn| server::db::audit::chain(conn, chain)).await.unwrap();
        assert_eq!(trail.last().unwrap().action, "refresh_reused");
        world
    })
    .await;
}

#[tokio::test]
async fn of_two_holders_of_one_token_neither_goes_on_for_long() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let copied = wren.refresh_token().to_owned();
        let owner: Session = world.refresh(&copied).await.made().await;
        // The thief refreshes while the owner's new token is unused, and replaces it.
        let thief: Session = world.refresh(&copied).await.made().await;
        let found_out = world.refresh(owner.refresh_token.as_deref().unwrap()).await;
        assert_eq!(found_out.refused().await.code, Code::RefreshReused);
        let thief = world.refresh(thief.refresh_token.as_deref().unwrap()).await;
        assert_eq!(thief.refused().await.code, Code::Unauthenticated);
        world
    })
    .await;
}

#[tokio::test]
async fn a_made_up_refresh_token_harms_nobody() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let mut bytes = URL_SAFE_NO_PAD.decode(wren.refresh_token()).unwrap();
    bytes[20] ^= 1;
    for made_up in [URL_SAFE_NO_PAD.encode(&bytes), "open sesame".into(), String::new()] {
        assert_eq!(world.refresh(&made_up).await.refused().await.code, Code::Unauthenticated);
    }
    world.refresh(wren.refresh_token()).await.made::<Session>().await;
    world.end().await;
}

#[tokio::test]
async fn a_browser_keeps_its_refresh_token_where_scripts_cannot_read_it() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let browser = NewDevice { name: "Firefox".into(), cookie: true };
    let response = world.sign_in("wren", &wren.password, browser).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["__Host-afterglow=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    let session: Session = response.made().await;
    assert_eq!(session.refresh_token, None);

    let pair = cookie.split(';').next().unwrap();
    let refresh = world.http.post(world.url("/v1/sessions/refresh")).header("cookie", pair).json(&json!({}));
    let response = refresh.send().await.unwrap();
    assert!(response.headers()["set-cookie"].to_str().unwrap().starts_with("__Host-afterglow="));
    let renewed: Session = response.made().await;
    assert_eq!((renewed.device, renewed.refresh_token.is_none()), (session.device, true));

    let browser = world.person("wren", renewed, None);
    let response = browser.delete("/v1/sessions/current").await;
    assert!(response.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(browser.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
    world.end().await;
}

#[tokio::test]
async fn a_device_that_is_ended_is_out_at_once() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let lost: Session = world.sign_in("wren", &wren.password, device("lost phone")).await.made().await;
        let devices: Vec<Device> = wren.get("/v1/devices").await.made().await;
        let shown: Vec<_> = devices.iter().map(|device| (device.name.as_str(), device.current)).collect();
        assert_eq!(shown.len(), 2);
        assert!(shown.contains(&("lost phone", false)) && shown.contains(&("first phone", true)));

        wren.delete(&format!("/v1/devices/{}", lost.device)).await.done().await;
        assert_eq!(try_token(&world, &lost.access_token).await.status(), StatusCode::UNAUTHORIZED);
        let refresh = world.refresh(lost.refresh_token.as_deref().unwrap()).await;
        assert_eq!(refresh.refused().await.code, Code::Unauthenticated);
        let again = wren.delete(&format!("/v1/devices/{}", lost.device)).await;
        assert_eq!(again.refused().await.code, Code::NotFound);
        world
    })
    .await;
}

#[tokio::test]
async fn whoever_tries_too_often_is_told_when_to_try_again() {
    let rates = Rates { sign_in_by_account: 2, registration_by_address: 4, ..Rates::unlimited() };
    let world = World::on_sqlite(|config| config.rates = rates).await;
    world.client("wren").await;
    // Two requests registered wren; two more are allowed from this address.
    for _ in 0..2 {
        world.registering("robin", "p", Some(new_collection()), None).await;
    }
    let started = opaque_ke::ClientRegistration::<Suite>::start(&mut OsRng, b"p").unwrap();
    let asked = RegistrationStart { handle: "robin".into(), message: started.message.serialize().to_vec().into() };
    let refused = world.post("/v1/accounts/registration/start", &asked).await.refused().await;
    assert_eq!(refused.code, Code::TooManyRequests);

    let start = |handle: &str| {
        let started = ClientLogin::<Suite>::start(&mut OsRng, b"p").unwrap();
        SignInStart { handle: handle.into(), message: started.message.serialize().to_vec().into() }
    };
    for _ in 0..2 {
        world.post("/v1/sessions/start", &start("wren")).await.made::<SignInStarted>().await;
    }
    let problem = world.post("/v1/sessions/start", &start(" WREN")).await.refused().await;
    assert_eq!(problem.code, Code::TooManyRequests);
    assert!((1..=31).contains(&problem.retry_after.unwrap()));
    // Another account has its own limit, and time resets it.
    world.post("/v1/sessions/start", &start("robin")).await.made::<SignInStarted>().await;
    world.pass(Duration::from_secs(problem.retry_after.unwrap()));
    world.post("/v1/sessions/start", &start("wren")).await.made::<SignInStarted>().await;
    world.end().await;
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_caller_counts_alone() {
    let rates = Rates { sign_in_by_address: 1, ..Rates::unlimited() };
    let world = World::on_sqlite(|config| {
        config.rates = rates;
        config.trusted_proxies = vec![[127, 0, 0, 1].into()];
    })
    .await;
    let from = |addresses: &'static str| {
        let refresh = world.http.post(world.url("/v1/sessions/refresh")).json(&Refresh::default());
        refresh.header("x-forwarded-for", addresses).send()
    };
    assert_eq!(from("192.0.2.1").await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(from("192.0.2.1").await.unwrap().status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("192.0.2.2").await.unwrap().status(), StatusCode::UNAUTHORIZED);
    // A forged address in front of its own does not help a caller.
    assert_eq!(from("198.51.100.9, 192.0.2.2").await.unwrap().status(), StatusCode::TOO_MANY_REQUESTS);
    // Neither if the proxy names the port, or something that is no address.
    assert_eq!(from("198.51.100.10, 192.0.2.2:4711").await.unwrap().status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("198.51.100.11, unknown").await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(from("198.51.100.12, unknown").await.unwrap().status(), StatusCode::TOO_MANY_REQUESTS);
    world.end().await;
}
