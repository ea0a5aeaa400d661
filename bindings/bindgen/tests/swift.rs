//! The generated Swift is complete: it contains every exported item of the core with its signature and documentation.
//! The expected items are read from the library, so later exports are checked too.
#![allow(clippy::unwrap_used, reason = "what a test cannot read, it fails on")]

use std::collections::BTreeMap;
use std::process::Command;

use camino::Utf8PathBuf;
use uniffi_bindgen::interface::{Argument, ComponentInterface};
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

/// Compares the surface with the generated file.
struct Comparison {
    declared: BTreeMap<(String, String), Declared>,
    compared: usize,
    missing: Vec<String>,
}

impl Comparison {
    fn of(surface: &ComponentInterface, swift: &str) -> Self {
        let mut me = Self { declared: declarations(swift), compared: 0, missing: Vec::new() };
        for record in surface.record_definitions() {
            me.item(record.name(), "", record.docstring(), &[]);
            for field in record.fields() {
                // A `Date` is not named after its unit.
                let name = if field.name() == "unix_ms" { "moment".into() } else { camel(field.name()) };
                me.item(record.name(), &name, field.docstring(), &[]);
            }
        }
        for one in surface.enum_definitions() {
            me.item(one.name(), "", one.docstring(), &[]);
            let error = surface.is_name_used_as_error(one.name());
            for variant in one.variants() {
                let name = if error { variant.name().into() } else { camel(variant.name()) };
                me.item(one.name(), &name, variant.docstring(), &[]);
            }
        }
        for object in surface.object_definitions() {
            let (name, implemented_in_swift) = (object.name(), object.has_callback_interface());
            let protocol = if implemented_in_swift { name.to_owned() } else { format!("{name}Protocol") };
            me.item(&protocol, "", object.docstring(), &[]);
            for new in object.constructors() {
                let wanted = wanted(&new.arguments(), new.is_async(), new.throws());
                me.item(name, &camel(new.name()), new.docstring(), &wanted);
            }
            for method in object.methods() {
                let wanted = wanted(&method.arguments(), method.is_async(), method.throws());
                me.item(&protocol, &camel(method.name()), method.docstring(), &wanted);
                if !implemented_in_swift {
                    me.item(name, &camel(method.name()), method.docstring(), &[]);
                }
            }
        }
        for function in surface.function_definitions() {
            me.missing.push(format!("{}: functions outside of objects are not compared yet", function.name()));
        }
        me
    }

    fn item(&mut self, scope: &str, name: &str, doc: Option<&str>, wanted: &[String]) {
        self.compared += 1;
        let shown = format!("{scope}.{name}");
        let Some(declared) = self.declared.get(&(scope.to_owned(), name.to_owned())) else {
            return self.missing.push(format!("{shown} is not there"));
        };
        for part in wanted.iter().filter(|part| !declared.line.contains(part.as_str())) {
            self.missing.push(format!("{shown} lacks `{part}`: {}", declared.line));
        }
        // Times, which are milliseconds in the core, are a `Date` in Swift.
        let doc = doc.unwrap_or_default().replace("Milliseconds since the Unix epoch", "A moment in time");
        let doc = doc.replace("milliseconds since the Unix epoch", "a moment in time");
        let doc: Vec<&str> = doc.split_whitespace().collect();
        let written: Vec<&str> = declared.doc.split_whitespace().collect();
        if doc.is_empty() {
            self.missing.push(format!("{shown} has no documentation in the core"));
        } else if doc != written {
            self.missing.push(format!("{shown} has other documentation: {}", declared.doc));
        }
    }
}

/// The required parts of a function's line: labels, `async`, `throws`.
fn wanted(arguments: &[&Argument], is_async: bool, throws: bool) -> Vec<String> {
    let labels = arguments.iter().map(|argument| format!("{}: ", camel(argument.name())));
    labels.chain(is_async.then(|| "async".into())).chain(throws.then(|| "throws".into())).collect()
}

#[test]
fn every_item_is_there_with_its_documentation() {
    let compared = Comparison::of(&surface(), &generated()["AfterglowCore.swift"]);
    assert_eq!(compared.missing, [] as [String; 0]);
    assert!(compared.compared > 200, "only {} items: the surface was not read", compared.compared);
}

#[test]
fn an_item_that_is_left_out_or_undocumented_is_noticed() {
    let (surface, swift) = (surface(), &generated()["AfterglowCore.swift"]);
    for (gone, instead, told) in [
        ("func safetyWords(", "func words(", "PhoneCoreProtocol.safetyWords is not there"),
        ("public let sharedWith:", "let sharedWith:", "EntryView.sharedWith is not there"),
        ("case sessionDay", "case day", "Phase.sessionDay is not there"),
        ("public protocol SecretStore:", "protocol SecretStore:", "SecretStore. is not there"),
        ("func sync() async throws", "func sync() throws", "PhoneCoreProtocol.sync lacks `async`"),
        ("Ends this device's session.", "", "PhoneCoreProtocol.signOut has other documentation"),
    ] {
        assert!(swift.contains(gone), "{gone} is not in the file");
        let missing = Comparison::of(&surface, &swift.replace(gone, instead)).missing;
        assert!(missing.iter().any(|line| line.starts_with(told)), "{told}: {missing:?}");
    }
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

/// The articles of the package's documentation link to existing symbols, with correct labels.
#[test]
fn the_articles_name_what_exists() {
    let package = Utf8PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../swift/Sources/Afterglow"));
    let sources = package.read_dir_utf8().unwrap().map(|file| file.unwrap().into_path());
    let sources: String = sources
        .filter(|file| file.extension() == Some("swift"))
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let functions = sources + &generated()["Journal.swift"];
    let articles = package.join("Afterglow.docc");
    let mut links = 0;
    for article in articles.read_dir_utf8().unwrap().map(|file| file.unwrap().into_path()) {
        // Without its examples.
        let text = std::fs::read_to_string(&article).unwrap();
        let text: String = text.split("```").step_by(2).collect();
        for symbol in text.split("``").skip(1).step_by(2) {
            let found = symbol == "Afterglow" || functions.contains(&format!("public typealias {symbol} = "));
            assert!(found, "{article} links to {symbol}, which is no type of the package");
            links += 1;
        }
        for other in text.split("<doc:").skip(1).filter_map(|rest| rest.split('>').next()) {
            assert!(articles.join(format!("{other}.md")).is_file(), "{article} links to {other}");
            links += 1;
        }
        // `takeBack(id:care:)`
        for call in text.split('`').filter(|word| word.ends_with(":)")) {
            let (name, labels) = call.trim_end_matches(')').split_once('(').unwrap();
            let starts = format!("func {name}(");
            let labels: Vec<_> = labels.split_terminator(':').collect();
            let has = |line: &str| {
                let arguments = line.split_once(&starts).map(|(_, rest)| rest).unwrap_or_default();
                let named = arguments.split(", ").map(|argument| word(argument.trim_start()));
                line.contains(&starts) && named.take(labels.len()).eq(labels.iter().map(|label| (*label).to_owned()))
            };
            assert!(functions.lines().any(has), "{article} names {call}, which is no function of the package");
            links += 1;
        }
    }
    assert!(links > 25, "only {links}");
}

/// Names of types that the sources of a folder declare at their left margin.
fn types_in(folder: &str, starts: &[&str]) -> Vec<String> {
    let text = sources_in(&Utf8PathBuf::from(format!("{}/../{folder}", env!("CARGO_MANIFEST_DIR"))));
    text.lines().filter_map(|line| starts.iter().find_map(|start| line.strip_prefix(start)).map(word)).collect()
}

/// The Swift of a folder and of those in it.
fn sources_in(folder: &Utf8PathBuf) -> String {
    let files = folder.read_dir_utf8().unwrap().map(|file| file.unwrap().into_path());
    files.fold(String::new(), |all, file| {
        if file.is_dir() {
            all + &sources_in(&file)
        } else if file.extension() == Some("swift") {
            all + &std::fs::read_to_string(&file).unwrap()
        } else {
            all
        }
    })
}

const KINDS: [&str; 7] = [
    "public typealias ",
    "public final class ",
    "public struct ",
    "public enum ",
    "public protocol ",
    "public actor ",
    "public class ",
];

#[test]
fn no_type_has_the_name_of_one_of_apples() {
    let names = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/ios-shim/names.txt");
    let names = std::fs::read_to_string(names).unwrap();
    let names = names.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let names: std::collections::BTreeSet<&str> = names.collect();
    assert!(names.contains("SharePreview") && names.contains("Timeline") && names.len() > 800, "the list was read");
    let modules = ["Afterglow", "AfterglowBase", "AfterglowInbox", "AfterglowKit"];
    let ours = modules.map(|module| types_in(&format!("swift/Sources/{module}"), &KINDS)).concat();
    assert!(ours.len() > 100, "{}", ours.len());
    let taken: Vec<_> = ours.iter().filter(|name| names.contains(name.as_str())).collect();
    assert_eq!(taken, [] as [&String; 0], "an app that imports both could use neither by its name alone");
}

#[test]
fn no_name_stands_for_two_things() {
    let modules = ["Afterglow", "AfterglowInbox", "AfterglowKit"];
    let packages = modules.map(|module| types_in(&format!("swift/Sources/{module}"), &KINDS)).concat();
    let starts = ["struct ", "final class ", "enum ", "actor ", "typealias "];
    let app =
        ["App", "Screens", "Platform", "Shared"].map(|folder| types_in(&format!("ios/{folder}"), &starts)).concat();
    assert!(app.len() > 80, "{}", app.len());
    let mut all: Vec<String> = [packages, app].concat();
    all.sort_unstable();
    let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
    assert_eq!(twice, [] as [&String; 0], "the packages and the app's screens share them");
}
