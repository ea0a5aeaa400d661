//! The public surface: headers, pages, API description, health.

use protocol::{Code, Limits};
use serde_json::{Value, to_value};

use crate::people::Answer;
use crate::world::World;

#[tokio::test]
async fn every_answer_says_what_a_browser_may_do_with_it() {
    let world = World::on_sqlite(|config| {
        config.origin = Some("https://journal.example.org".into());
        config.docs = true;
    })
    .await;
    for path in ["/v1/limits", "/v1/nothing", "/", "/docs/", "/health/live", "/_app/immutable/nothing.js"] {
        let response = world.http.get(world.url(path)).send().await.unwrap();
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let csp = header("content-security-policy").unwrap();
        assert!(csp.starts_with("default-src 'none'") && csp.contains("frame-ancestors 'none'"), "{path}: {csp}");
        assert!(!csp.contains("'unsafe-eval'") && !csp.contains("'unsafe-inline'"), "{path}: {csp}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header(name).as_deref(), Some(value), "{path}");
        }
        assert!(header("strict-transport-security").is_some());
        assert!(header("cache-control").is_some(), "{path}");
    }
    world.end().await;
}

#[tokio::test]
async fn pages_are_pages_and_missing_files_are_not() {
    let world = World::on_sqlite(|_| {}).await;
    for path in ["/", "/clients/42", "/join"] {
        let response = world.http.get(world.url(path)).header("accept", "text/html").send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        assert!(response.text().await.unwrap().contains("Afterglow"), "{path}");
    }
    for path in ["/missing.js", "/_app/immutable/missing", "/v1", "/health/none", "/%2e%2e/Cargo.toml"] {
        let response = world.http.get(world.url(path)).send().await.unwrap();
        assert_eq!(response.refused().await.code, Code::NotFound, "{path}");
    }
    let response = world.http.post(world.url("/")).send().await.unwrap();
    assert_eq!(response.refused().await.code, Code::NotFound);
    world.end().await;
}

#[tokio::test]
async fn the_description_is_complete_and_has_a_page_where_an_operator_wants_one() {
    let world = World::on_sqlite(|config| config.docs = true).await;
    let document: Value = world.http.get(world.url("/openapi.json")).send().await.unwrap().json().await.unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name} is described");
    }
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path} says what it does");
            assert!(operation["tags"][0].is_string(), "{method} {path} has its place");
        }
    }
    // Sealed bytes are described as text, ids as UUIDs.
    assert_eq!(document["components"]["schemas"]["Blob"]["type"], "string");
    assert_eq!(document["components"]["schemas"]["CollectionId"]["format"], "uuid");
    assert_eq!(to_value(server::http::routes::describe()).unwrap(), document);
    // The portal's types are made from the file.
    let file: Value = serde_json::from_str(include_str!("../../openapi.json")).unwrap();
    assert_eq!(file, document, "run: cargo run -p server -- openapi > server/openapi.json");

    let page = world.http.get(world.url("/docs")).send().await.unwrap();
    assert!(page.url().path().ends_with("/docs/"));
    let page = page.text().await.unwrap();
    for file in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-initializer.js"] {
        assert!(page.contains(file));
        assert_eq!(world.http.get(world.url(&format!("/docs/{file}"))).send().await.unwrap().status(), 200);
    }
    world.end().await;
}

#[tokio::test]
async fn limits_are_announced_as_they_are_enforced() {
    let limits = Limits { push_records: 12, ..Limits::default() };
    let world = World::on_sqlite(|config| config.limits = limits).await;
    let announced: Limits = world.http.get(world.url("/v1/limits")).send().await.unwrap().json().await.unwrap();
    assert_eq!(announced, limits);
    world.end().await;
}
