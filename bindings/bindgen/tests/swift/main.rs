//! The generated Swift is complete: it contains every exported item of the core with its signature and documentation.
//! The expected items are read from the library, so later exports are checked too.
#![allow(clippy::unwrap_used, reason = "what a test cannot read, it fails on")]

mod comparison;
mod sources;

use std::collections::BTreeMap;
use std::process::Command;

use camino::Utf8PathBuf;
use uniffi_bindgen::interface::ComponentInterface;
use uniffi_bindgen::{BindgenLoader, BindgenPaths, GlobalConfig};

/// The core's library, which cargo has just built for this test, beside the test's binary.
fn library() -> Utf8PathBuf {
    let here = Utf8PathBuf::from_path_buf(std::env::current_exe().unwrap()).unwrap();
    let names = ["libmobile_core.so", "libmobile_core.dylib"];
    names.map(|name| here.with_file_name(name)).into_iter().find(|path| path.is_file()).expect("the core is built")
}

fn surface() -> ComponentInterface {
    let loader = BindgenLoader::new(BindgenPaths::default(), GlobalConfig::default());
    let metadata = loader.load_metadata(&library()).unwrap();
    loader.load_cis(metadata).unwrap().into_iter().find(|ci| ci.namespace() == "mobile_core").unwrap()
}

/// The output of `make swift`, by file name.
fn generated() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_bindgen"));
    program.args(["uniffi", library().as_str(), "--language", "swift", "--out-dir"]).arg(folder.path());
    let done = program.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read_to_string(file.path()).unwrap())).collect()
}

/// A declaration in the generated file.
#[derive(Debug, Default)]
struct Declared {
    line: String,
    doc: String,
}

/// Declarations by enclosing type and name; the type itself has an empty name.
fn declarations(swift: &str) -> BTreeMap<(String, String), Declared> {
    // The generator breaks the line of an error's declaration.
    let swift = swift.replace("public \nenum ", "public enum ");
    let (mut scope, mut doc, mut in_doc) = (String::new(), Vec::new(), false);
    let mut all = BTreeMap::new();
    for line in swift.lines() {
        let text = line.trim();
        if text == "/**" {
            (in_doc, doc) = (true, Vec::new());
        } else if in_doc && text.starts_with("*/") {
            in_doc = false;
        } else if in_doc {
            doc.push(text.trim_start_matches('*').trim());
        } else if !text.is_empty() && !text.starts_with(['@', '#']) {
            if let Some(name) = declared_type(line) {
                scope = name;
                let declared = Declared { line: line.into(), doc: doc.join(" ") };
                all.entry((scope.clone(), String::new())).or_insert(declared);
            } else if let Some(name) = declared_member(text) {
                let declared = Declared { line: text.into(), doc: doc.join(" ") };
                all.entry((scope.clone(), name)).or_insert(declared);
            }
            doc.clear();
        }
    }
    all
}

fn word(text: &str) -> String {
    let text = text.trim_start_matches('`');
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

fn declared_type(line: &str) -> Option<String> {
    let starts = ["public struct ", "public protocol ", "public enum ", "open class "];
    starts.iter().find_map(|start| line.strip_prefix(start)).map(word)
}

fn declared_member(text: &str) -> Option<String> {
    let starts = ["public static func ", "open func ", "func ", "public let ", "public var ", "case "];
    starts.iter().find_map(|start| text.strip_prefix(start)).map(word)
}

/// A record's field: its name and type.
fn field_of(line: &str) -> Option<&str> {
    ["public let ", "public var "].iter().find_map(|start| line.trim_start().strip_prefix(start))
}

/// `recovery_code` is `recoveryCode` in Swift, and so is `RecoveryCode`, unless it is an error's.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default();
    let mut letters = first.chars();
    let start = letters.next().map(|letter| letter.to_lowercase().collect::<String>()).unwrap_or_default();
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    start + letters.as_str() + &parts.map(capital).collect::<String>()
}

#[test]
fn the_header_declares_every_function_that_swift_calls() {
    let files = generated();
    let header = &files["AfterglowCoreFFI.h"];
    let mut functions = 0;
    for function in surface().iter_ffi_function_definitions() {
        assert!(header.contains(&format!("{}(", function.name())), "{} is not declared", function.name());
        functions += 1;
    }
    assert!(functions > 50, "only {functions}");
    assert_eq!(files.len(), 5, "{:?}", files.keys());
}

#[test]
fn the_package_takes_the_files_under_the_names_that_they_have() {
    let package = concat!(env!("CARGO_MANIFEST_DIR"), "/../swift");
    let manifest = std::fs::read_to_string(format!("{package}/Package.swift")).unwrap();
    let module = std::fs::read_to_string(format!("{package}/Sources/AfterglowCoreFFI/module.modulemap")).unwrap();
    for name in generated().keys() {
        assert!(manifest.contains(name.as_str()), "{name} has no place in Package.swift");
    }
    assert!(module.contains("module AfterglowCoreFFI") && module.contains("../Generated/AfterglowCoreFFI.h"));
}

#[test]
fn each_type_has_a_name_that_screens_use() {
    let types = concat!(env!("CARGO_MANIFEST_DIR"), "/../swift/Sources/Afterglow/Types.swift");
    let types = std::fs::read_to_string(types).unwrap();
    let surface = surface();
    let records = surface.record_definitions().iter().map(|record| record.name());
    let enums = surface.enum_definitions().iter().map(|one| one.name());
    let objects = surface.object_definitions().iter().map(|object| object.name());
    // An app has the journal instead, which calls this.
    for name in records.chain(enums).chain(objects).filter(|name| *name != "PhoneCore") {
        let named = types.lines().any(|line| line.ends_with(&format!(" = AfterglowCore.{name}")));
        assert!(named, "give {name} a name in Types.swift");
    }
}

/// The values that are generated beside the records: ids and codes.
fn values(swift: &str) -> BTreeMap<String, Vec<String>> {
    let (mut all, mut name) = (BTreeMap::new(), String::new());
    for line in swift.lines() {
        if let Some(rest) = line.strip_prefix("public enum ").or_else(|| line.strip_prefix("public struct ")) {
            name = word(rest);
            all.insert(name.clone(), Vec::new());
        } else if let Some(rest) = line.trim().strip_prefix("case \"") {
            all.get_mut(&name).unwrap().push(rest.split('"').next().unwrap_or_default().to_owned());
        }
    }
    all
}

#[test]
fn every_value_has_a_name_that_screens_use() {
    let types = concat!(env!("CARGO_MANIFEST_DIR"), "/../swift/Sources/Afterglow/Types.swift");
    let types = std::fs::read_to_string(types).unwrap();
    let values = values(&generated()["Values.swift"]);
    assert!(values.len() > 20, "{values:?}");
    for name in values.keys() {
        assert!(types.contains(&format!("public typealias {name} = AfterglowCore.{name}\n")), "give {name} a name");
    }
}

/// A function that uses the store waits on another thread: no screen can block on it.
#[test]
fn every_function_of_the_core_is_one_of_the_journal_and_none_that_can_fail_blocks() {
    let (files, surface) = (generated(), surface());
    let journal = &files["Journal.swift"];
    let core = surface.get_object_definition("PhoneCore").unwrap();
    for method in core.methods() {
        let name = camel(method.name());
        let starts = [format!(" func {name}("), format!(" func `{name}`(")];
        let line = journal.lines().find(|line| starts.iter().any(|start| line.contains(start.as_str())));
        let line = line.unwrap_or_else(|| panic!("the journal has no {name}"));
        assert_eq!(line.contains(" async throws"), method.throws(), "{line}");
        for argument in method.arguments() {
            assert!(line.contains(&format!("{}: ", camel(argument.name()))), "{line}");
        }
    }
    assert!(journal.contains("public static func open(home: URL, "));
    assert!(journal.contains("try await store.run { try PhoneCore.open(home: home.path, "));
}

/// A field or an argument that is an id, a moment or a day by its documentation has such a type.
#[test]
fn no_id_no_moment_and_no_day_is_a_text_or_a_number() {
    let swift = &generated()["AfterglowCore.swift"];
    let means = ["Names it in ", "The id ", "Id of ", "RFC 3339", "YYYY-MM-DD", "oment in time", "The id."];
    let untyped = |text: &str| {
        ["String", "Int64"].iter().any(|core| {
            text.ends_with(core) || text.contains(&format!(": {core}?")) || text.contains(&format!("[{core}]"))
        })
    };
    let records = declarations(swift);
    let fields = records.iter().filter(|(_, declared)| field_of(&declared.line).is_some());
    let mut typed = 0;
    for ((scope, name), declared) in fields {
        if means.iter().any(|words| declared.doc.contains(words)) {
            assert!(
                !untyped(&declared.line),
                "{scope}.{name} has no type of its own: {} ({})",
                declared.line,
                declared.doc
            );
            typed += 1;
        }
    }
    assert!(typed > 40, "only {typed}");
    let plain = |name: &str| {
        swift.lines().filter_map(field_of).filter(|field| field.starts_with(&format!("{name}: Int64"))).count()
    };
    assert_eq!(plain("moment") + plain("since") + plain("savedAt"), 0);
}

/// The values that a field's documentation lists are the cases of its type.
#[test]
fn the_codes_have_the_words_that_the_core_says() {
    let files = generated();
    let values = values(&files["Values.swift"]);
    let mut compared = 0;
    for ((scope, name), declared) in declarations(&files["AfterglowCore.swift"]) {
        let Some(ty) = field_of(&declared.line).and_then(|field| field.split(": ").nth(1)) else { continue };
        let ty = ty.trim_matches(['[', ']', '?']);
        let Some(known) = values.get(ty).filter(|known| !known.is_empty()) else { continue };
        let words: Vec<_> = declared.doc.split('`').skip(1).step_by(2).collect();
        for said in words.iter().filter(|said| **said == said.to_lowercase()) {
            assert!(known.iter().any(|one| one == said), "{scope}.{name} is never .{said}: {known:?}");
            compared += 1;
        }
    }
    assert!(compared > 40, "only {compared}");
    // `Reflection = "reflection",` in the journal's list.
    let body = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journal/src/record/body.rs");
    let body = std::fs::read_to_string(body).unwrap();
    let kinds = body.split("\nkinds! {").nth(1).unwrap().split("\n}").next().unwrap();
    let kinds: Vec<_> = kinds.lines().filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(values["EntryKind"], kinds, "the journal's kinds");
}
