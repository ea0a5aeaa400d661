//! Malformed and malicious input: answered with a problem, without any change.

use protocol::care::{AcceptInvitation, NewInvitation, Role};
use protocol::sync::SyncRequest;
use protocol::{Blob, Code};
use reqwest::{Method, Response};
use serde_json::{Value, json, to_value};

use crate::people::*;
use crate::world::World;

const JSON: &str = "application/json";
const CBOR: &str = "application/cbor";

async fn send(person: &Person, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Response {
    let request = headers.iter().fold(person.ask(method, path), |request, (name, value)| request.header(*name, *value));
    request.body(body).send().await.unwrap()
}

/// Every route with a request body, from the API description.
fn routes_with_messages() -> Vec<(Method, String)> {
    let document: Value = to_value(server::http::routes::describe()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation.get("requestBody").is_some() {
                let path = ["{id}", "{collection}", "{attachment}", "{member}"]
                    .iter()
                    .fold(path.clone(), |path, name| path.replace(name, &invitation_id().to_string()));
                routes.push((Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(), path));
            }
        }
    }
    assert!(routes.len() >= 15, "{routes:?}");
    routes
}

#[tokio::test]
async fn every_message_that_cannot_be_read_is_refused_in_the_same_words() {
    let world = World::on_sqlite(|_| {}).await;
    let (client, founder) = (world.client("wren").await, world.founder("m.osei").await);
    let deep = "[".repeat(100_000).into_bytes();
    let truncated_cbor = vec![0xa2, 0x66, b'h', b'a'];
    let endless_cbor = vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let bodies: Vec<(&str, Vec<u8>, Code)> = vec![
        (JSON, b"{\"handle\": ".to_vec(), Code::Malformed),
        (JSON, b"".to_vec(), Code::Malformed),
        (JSON, b"[]".to_vec(), Code::Malformed),
        (JSON, b"\xff\xfe".to_vec(), Code::Malformed),
        (JSON, deep[..60_000].to_vec(), Code::Malformed),
        (CBOR, truncated_cbor, Code::Malformed),
        (CBOR, endless_cbor, Code::Malformed),
        (CBOR, b"{}".to_vec(), Code::Malformed),
        ("text/plain", b"{}".to_vec(), Code::UnsupportedMediaType),
        ("application/x-www-form-urlencoded", b"handle=wren".to_vec(), Code::UnsupportedMediaType),
    ];
    for (method, path) in routes_with_messages() {
        for (content_type, body, expected) in &bodies {
            // One of the two roles may call this route.
            let mut codes = Vec::new();
            for person in [&client, &founder] {
                let headers = [("content-type", *content_type)];
                let response = send(person, method.clone(), &path, &headers, body.clone()).await;
                // An empty list parses as an empty message if all fields are optional.
                match response.status().is_success() {
                    true => assert_eq!((path.as_str(), body.as_slice()), ("/v1/sync", &b"[]"[..])),
                    false => codes.push(response.refused().await.code),
                }
            }
            codes.retain(|code| *code != Code::Forbidden);
            let reads_as_empty = path.ends_with("refresh") && body == b"[]";
            if !reads_as_empty {
                assert!(codes.iter().all(|code| code == expected), "{method} {path} {content_type}: {codes:?}");
            }
        }
    }
    world.end().await;
}

#[tokio::test]
async fn a_problem_repeats_nothing_of_what_was_sent() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let body = json!({ "cursors": "my private words", "push": [] });
    let problem = wren.post("/v1/sync", &body).await.refused().await;
    assert_eq!(problem.code, Code::Malformed);
    assert!(!serde_json::to_string(&problem).unwrap().contains("private words"));
    world.end().await;
}

#[tokio::test]
async fn unknown_fields_are_from_the_future_and_do_no_harm() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let id = record_id();
    let mut asked = to_value(SyncRequest {
        push: vec![push(wren.private.unwrap(), id, 0, "x")],
        checkpoints: [(wren.private.unwrap(), checkpoint(0, 1))].into(),
        ..Default::default()
    })
    .unwrap();
    asked["from_the_future"] = json!({ "a": 1 });
    asked["push"][0]["hint"] = json!("new");
    assert_eq!(wren.post("/v1/sync", &asked).await.status(), 200);
    assert_eq!(wren.pull(wren.private.unwrap(), 0).await.records[0].id, id);
    world.end().await;
}

#[tokio::test]
async fn too_large_a_body_is_refused_however_it_comes() {
    let limits = protocol::Limits { request_bytes: 100_000, ..Default::default() };
    let world = World::on_sqlite(|config| config.limits = limits).await;
    let wren = world.client("wren").await;
    let headers = [("content-type", JSON)];
    let announced = send(&wren, Method::POST, "/v1/sync", &headers, vec![b' '; 100_001]).await;
    assert_eq!(announced.refused().await.code, Code::PayloadTooLarge);

    let chunks = futures_util::stream::iter((0..200).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1000])));
    let streamed = wren.ask(Method::POST, "/v1/sync").header("content-type", JSON);
    let streamed = streamed.body(reqwest::Body::wrap_stream(chunks)).send().await.unwrap();
    assert_eq!(streamed.refused().await.code, Code::PayloadTooLarge);

    for (name, bomb) in
        [("gzip", server::http::encoding::Encoding::Gzip), ("br", server::http::encoding::Encoding::Brotli)]
    {
        let small = bomb.compress(&vec![b' '; 4 << 20]).unwrap();
        assert!(small.len() < 100_000);
        let headers = [("content-type", JSON), ("content-encoding", name)];
        let bomb = send(&wren, Method::POST, "/v1/sync", &headers, small).await;
        assert_eq!(bomb.refused().await.code, Code::PayloadTooLarge, "{name}");
    }
    // Messages without records have a lower limit.
    let small = send(&wren, Method::POST, "/v1/me/password/start", &headers, vec![b' '; 70_000]).await;
    assert_eq!(small.refused().await.code, Code::PayloadTooLarge);
    assert_eq!(wren.pull(wren.private.unwrap(), 0).await.head, 0);
    world.end().await;
}

#[tokio::test]
async fn compressed_bodies_are_read_and_strange_compressions_refused() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let journal = wren.private.unwrap();
    let encodings =
        [("gzip", server::http::encoding::Encoding::Gzip), ("br", server::http::encoding::Encoding::Brotli)];
    for (name, encoding) in encodings {
        let base = wren.pull(journal, 0).await.checkpoints.first().map_or(0, |slot| slot.revision);
        let asked = SyncRequest {
            push: vec![push(journal, record_id(), 0, name)],
            checkpoints: [(journal, checkpoint(base, 1))].into(),
            ..Default::default()
        };
        let body = encoding.compress(&serde_json::to_vec(&asked).unwrap()).unwrap();
        let headers = [("content-type", JSON), ("content-encoding", name)];
        assert_eq!(send(&wren, Method::POST, "/v1/sync", &headers, body).await.status(), 200);

        let damaged = send(&wren, Method::POST, "/v1/sync", &headers, b"{}".to_vec()).await;
        assert_eq!(damaged.refused().await.code, Code::Malformed);
        // Responses are compressed too, if the caller accepts it.
        let limit = wren.get("/v1/collections").await.text().await.unwrap();
        let answer = wren.ask(Method::GET, "/v1/collections").header("accept-encoding", name).send().await.unwrap();
        assert!(
            limit.len() < 1024 && answer.headers().get("content-encoding").is_none(),
            "small ones are sent as they are"
        );
        let asked = SyncRequest { cursors: [(journal, 0)].into(), ..Default::default() };
        wren.push((0..30).map(|n| push(journal, record_id(), 0, &n.to_string())).collect()).await;
        let request = wren.ask(Method::POST, "/v1/sync").json(&asked).header("accept-encoding", name);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.headers()["content-encoding"], name);
        let plain = encoding.decompress(&answer.bytes().await.unwrap(), 1 << 20).unwrap();
        let answer: protocol::sync::SyncResponse = serde_json::from_slice(&plain).unwrap();
        assert!(answer.changes[&journal].records.len() > 30);
    }
    let headers = [("content-type", JSON), ("content-encoding", "compress")];
    let strange = send(&wren, Method::POST, "/v1/sync", &headers, b"{}".to_vec()).await;
    assert_eq!(strange.refused().await.code, Code::UnsupportedMediaType);
    world.end().await;
}

#[tokio::test]
async fn something_behind_a_cbor_message_is_not_passed_over() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let mut body = Vec::new();
    ciborium::into_writer(&SyncRequest::default(), &mut body).unwrap();
    body.push(0);
    let response = send(&wren, Method::POST, "/v1/sync", &[("content-type", CBOR)], body).await;
    assert_eq!(response.refused().await.code, Code::Malformed);
    world.end().await;
}

#[tokio::test]
async fn a_wrong_path_a_wrong_id_and_a_wrong_method_are_problems_too() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    assert_eq!(wren.get("/v1/nothing").await.refused().await.code, Code::NotFound);
    assert_eq!(wren.delete("/v1/devices/not-an-id").await.refused().await.code, Code::NotFound);
    let response = wren.get("/v1/sync").await;
    assert_eq!(response.headers()["allow"], "POST");
    assert_eq!(response.refused().await.code, Code::MethodNotAllowed);
    let response = wren.ask(Method::PATCH, &format!("/v1/devices/{}", wren.session.device)).send().await.unwrap();
    assert_eq!(response.refused().await.code, Code::MethodNotAllowed);
    world.end().await;
}

#[tokio::test]
async fn a_client_that_speaks_another_protocol_is_told_to_upgrade() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let speaking = |version: &'static str| wren.ask(Method::GET, "/v1/me").header("afterglow-protocol", version).send();
    assert_eq!(speaking("1").await.unwrap().status(), 200);
    for version in ["2", "0", "one", ""] {
        let problem = speaking(version).await.unwrap().refused().await;
        assert_eq!(problem.code, Code::UpgradeRequired);
        assert!(problem.title.contains("update"));
    }
    world.end().await;
}

#[tokio::test]
async fn sealed_bytes_of_an_impossible_size_are_not_kept() {
    let world = World::on_sqlite(|_| {}).await;
    let (wren, osei) = (world.client("wren").await, world.founder("m.osei").await);
    let large = Blob(vec![0; 20_000]);
    let bent: [fn(&mut NewInvitation, Blob); 4] = [
        |asked, large| asked.token = large,
        |asked, large| asked.welcome = large,
        |asked, large| asked.secret_sealed = large,
        |asked, large| asked.label_sealed = Some(large),
    ];
    for bend in bent {
        for blob in [large.clone(), Blob::default()] {
            let mut asked = new_invitation();
            bend(&mut asked, blob);
            assert_eq!(osei.post("/v1/invitations", &asked).await.refused().await.code, Code::Unprocessable);
        }
    }
    let invitation = osei.invite().await;
    let path = format!("/v1/invitations/{invitation}/accept");
    for bend in [
        |asked: &mut AcceptInvitation, blob| asked.handover = blob,
        |asked: &mut AcceptInvitation, blob| asked.collection.key_check = blob,
        |asked: &mut AcceptInvitation, blob| asked.collection.key_sealed = blob,
    ] {
        let mut asked = acceptance(invitation);
        bend(&mut asked, large.clone());
        assert_eq!(wren.post(&path, &asked).await.refused().await.code, Code::Unprocessable);
    }
    // None of the attempts consumed it.
    wren.accept(invitation).await;
    let nobody: [Role; 0] = [];
    let enrolment = osei.post("/v1/practice/enrolments", &json!({ "roles": nobody })).await;
    assert_eq!(enrolment.refused().await.code, Code::Unprocessable);
    world.end().await;
}

#[tokio::test]
async fn names_that_cannot_be_are_refused() {
    let world = World::on_sqlite(|_| {}).await;
    let start = |handle: &str| {
        let started = opaque_ke::ClientRegistration::<Suite>::start(&mut rand::rngs::OsRng, b"p").unwrap();
        protocol::account::RegistrationStart {
            handle: handle.into(),
            message: started.message.serialize().to_vec().into(),
        }
    };
    for handle in ["", "x", "a b", "wren\n", &"a".repeat(65), "<script>"] {
        let handle = if handle == "wren\n" { "wr\nen" } else { handle };
        let refused = world.post("/v1/accounts/registration/start", &start(handle)).await.refused().await;
        assert_eq!(refused.code, Code::HandleInvalid, "{handle:?}");
    }
    for name in ["", "  ", "line\nbreak", &"x".repeat(121)] {
        let mut asked = world.registering("wren", "p", Some(new_collection()), None).await;
        asked.finish.device.name = name.into();
        assert_eq!(world.register(asked).await.unwrap_err(), Code::Unprocessable, "{name:?}");
    }
    world.end().await;
}
