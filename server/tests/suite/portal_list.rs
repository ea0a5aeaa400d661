//! Comparing the portal of a server with the checksums of a release.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use server::http::portal_list::{self, Difference, VerifyError, verify};
use sha2::{Digest as _, Sha256};

use crate::world::World;

type Files = HashMap<&'static str, &'static [u8]>;

/// A server with these files, a fallback page, and compressed copies.
async fn serving(files: Files) -> String {
    let files = Arc::new(files);
    let server = HttpServer::new(move || {
        let files = files.clone();
        let answer = move |request: HttpRequest| {
            let files = files.clone();
            async move {
                let path = request.path().trim_start_matches('/');
                let name = if path.is_empty() { "index.html" } else { path };
                let any = if name.contains('.') { None } else { files.get("200.html") };
                match files.get(name).or(any) {
                    None => HttpResponse::NotFound().finish(),
                    Some(bytes) if name.ends_with(".wasm") => {
                        let mut packed = Vec::new();
                        brotli::BrotliCompress(&mut &bytes[..], &mut packed, &Default::default()).unwrap();
                        HttpResponse::Ok().insert_header((header::CONTENT_ENCODING, "br")).body(packed)
                    }
                    Some(bytes) => HttpResponse::Ok().body(*bytes),
                }
            }
        };
        App::new().default_service(web::to(answer))
    });
    let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    tokio::spawn(server.run());
    format!("http://{address}/")
}

fn files() -> Files {
    HashMap::from([
        ("index.html", &b"<title>front</title>"[..]),
        ("200.html", b"<title>page</title>"),
        ("_app/immutable/workers/desk.js", b"onmessage"),
        ("_app/immutable/chunks/later.js", b"export {}"),
        ("_app/immutable/assets/desk.wasm", b"\0asm"),
    ])
}

fn list(files: &Files) -> String {
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    files.iter().map(|(name, bytes)| format!("{}  {name}\n", hex(bytes))).collect()
}

#[tokio::test]
async fn a_server_that_serves_the_releases_portal_is_told_from_one_that_does_not() {
    let origin = serving(files()).await;
    assert_eq!(verify(&origin, &list(&files())).await.unwrap(), []);
    for name in files().into_keys() {
        // Changes to pages, workers, lazily loaded files and modules are detected.
        let mut changed = files();
        changed.insert(name, b"something else");
        let found = verify(&serving(changed).await, &list(&files())).await.unwrap();
        let shown = if name == "index.html" { "/".to_owned() } else { format!("/{name}") };
        assert!(found.contains(&Difference::Different(shown)), "{name}: {found:?}");
    }
    let mut fewer = files();
    fewer.remove("_app/immutable/workers/desk.js");
    let found = verify(&serving(fewer).await, &list(&files())).await.unwrap();
    assert_eq!(found, [Difference::Missing("/_app/immutable/workers/desk.js".into(), 404)]);
}

/// The real server: its own checksums match, and a changed one does not.
#[tokio::test]
async fn a_server_serves_the_files_of_its_own_list() {
    let world = World::on_sqlite(|_| {}).await;
    let own = portal_list::own();
    let built = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/portal/build"));
    if !built.join("200.html").exists() {
        // Without a portal there is nothing to compare.
        assert!(matches!(verify(&world.url(""), &own).await, Err(VerifyError::Empty)));
        return world.end().await;
    }
    let mut open = vec![built.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_none_or(|ending| ending != "br") {
            let name = path.strip_prefix(built).unwrap().display().to_string();
            assert!(own.lines().any(|line| line.ends_with(&format!("  {name}"))), "{name} is not in the list");
        }
    }
    assert_eq!(verify(&world.url(""), &own).await.unwrap(), []);
    let (hash, worker) = own.lines().find(|line| line.contains("/workers/")).unwrap().split_once("  ").unwrap();
    let altered = own.replace(hash, &"0".repeat(64));
    assert_eq!(verify(&world.url(""), &altered).await.unwrap(), [Difference::Different(format!("/{worker}"))]);
    world.end().await;
}

#[tokio::test]
async fn what_is_no_list_is_not_taken_for_one() {
    let origin = serving(files()).await;
    for (text, line) in [("nonsense", Some(1)), ("", None), ("abcd  index.html", Some(1))] {
        match (verify(&origin, text).await.unwrap_err(), line) {
            (VerifyError::List(at), Some(line)) => assert_eq!(at, line),
            (VerifyError::Empty, None) => {}
            (other, _) => panic!("{text}: {other}"),
        }
    }
}
