//! The generated Swift is whole: every item of the core's surface stands in it, as it is called and with its
//! documentation. The surface is read from the library itself, so what is exported later is asked for as well.
#![allow(clippy::unwrap_used, reason = "what a test cannot read, it fails on")]

use std::collections::BTreeMap;
use std::process::Command;

use camino::Utf8PathBuf;
use uniffi_bindgen::interface::{Argument, ComponentInterface};
use uniffi_bindgen::{BindgenLoader, BindgenPaths, GlobalConfig};

/// The core as cargo has just built it for this test, beside which it lies.
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

/// What `make swift` writes, by file name.
fn generated() -> BTreeMap<String, String> {
    let room = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_bindgen"));
    program.args(["uniffi", library().as_str(), "--language", "swift", "--out-dir"]).arg(room.path());
    let done = program.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let files = std::fs::read_dir(room.path()).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read_to_string(file.path()).unwrap())).collect()
}

/// A declaration in the generated file.
#[derive(Debug, Default)]
struct Declared {
    line: String,
    doc: String,
}

/// Declarations by the type that they stand in and their name; the type itself has an empty name.
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
    let starts = ["public static func ", "open func ", "func ", "public let ", "case "];
    starts.iter().find_map(|start| text.strip_prefix(start)).map(word)
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
                me.item(record.name(), &camel(field.name()), field.docstring(), &[]);
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
        let doc: Vec<&str> = doc.unwrap_or_default().split_whitespace().collect();
        let written: Vec<&str> = declared.doc.split_whitespace().collect();
        if doc.is_empty() {
            self.missing.push(format!("{shown} has no documentation in the core"));
        } else if doc != written {
            self.missing.push(format!("{shown} has other documentation: {}", declared.doc));
        }
    }
}

/// What the line of a function says: its labels, whether it waits, whether it fails.
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
    assert_eq!(files.len(), 3, "{:?}", files.keys());
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
    for name in records.chain(enums).chain(objects) {
        let named = types.lines().any(|line| line.ends_with(&format!(" = AfterglowCore.{name}")));
        assert!(named, "give {name} a name in Types.swift");
    }
}
