//! The generated Kotlin has a type for each code, and the layer has a name for it.
#![allow(clippy::unwrap_used, reason = "what a test cannot read, it fails on")]

use std::collections::BTreeMap;
use std::process::Command;

use camino::Utf8PathBuf;

/// The core's library, which cargo has just built for this test, beside the test's binary.
fn library() -> Utf8PathBuf {
    let here = Utf8PathBuf::from_path_buf(std::env::current_exe().unwrap()).unwrap();
    let names = ["libmobile_core.so", "libmobile_core.dylib"];
    names.map(|name| here.with_file_name(name)).into_iter().find(|path| path.is_file()).expect("the core is built")
}

/// A file of the core's package as generated for `language`.
fn generated(language: &str, file: &str) -> String {
    let room = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_bindgen"));
    program.args(["uniffi", library().as_str(), "--language", language, "--out-dir"]).arg(room.path());
    let done = program.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read_to_string(room.path().join(file)).unwrap()
}

/// The codes and their words.
fn codes(kotlin: &str) -> BTreeMap<String, Vec<String>> {
    let (mut all, mut name) = (BTreeMap::new(), String::new());
    for line in kotlin.lines() {
        if let Some(rest) = line.strip_prefix("public value class ") {
            name = rest.trim_end_matches('(').to_owned();
            all.insert(name.clone(), Vec::new());
        } else if line.trim_start().starts_with("public val ") && line.ends_with("\")") {
            all.get_mut(&name).unwrap().push(line.split('"').nth(1).unwrap().to_owned());
        }
    }
    all
}

#[test]
fn a_code_is_read_and_written_through_its_type_and_has_a_name_that_screens_use() {
    let codes = codes(&generated("kotlin", "afterglow/core/Codes.kt"));
    assert!(codes.len() > 10, "{codes:?}");
    let core = generated("kotlin", "afterglow/core/mobile_core.kt");
    for line in [
        "    val `kind`: EntryKind",
        "            EntryKind(FfiConverterString.read(buf)),",
        "            FfiConverterString.write(value.`kind`.code, buf)",
        "    val `step`: StepStatus?",
        "            FfiConverterOptionalString.read(buf)?.let { StepStatus(it) },",
        "    val `weekdays`: List<Weekday> = listOf()",
        "            FfiConverterSequenceString.write(value.`weekdays`.map { it.code }, buf)",
        "    val `recordedBy`: RecordedBy = RecordedBy(\"\")",
    ] {
        assert!(core.lines().any(|one| one == line), "{line}");
    }
    let types = concat!(env!("CARGO_MANIFEST_DIR"), "/../kotlin/src/main/kotlin/afterglow/Types.kt");
    let types = std::fs::read_to_string(types).unwrap();
    for name in codes.keys() {
        assert!(
            core.lines().any(|line| line.contains(&format!(": {name}")) || line.contains(&format!("<{name}>"))),
            "{name} is not used"
        );
        assert!(types.contains(&format!("public typealias {name} = afterglow.core.{name}\n")), "give {name} a name");
    }
}

#[test]
fn kotlin_and_swift_have_the_same_codes_with_the_same_words() {
    let kotlin = codes(&generated("kotlin", "afterglow/core/Codes.kt"));
    let swift = generated("swift", "Values.swift");
    for (name, words) in kotlin {
        let (_, rest) =
            swift.split_once(&format!("public enum {name}: ")).unwrap_or_else(|| panic!("Swift has no {name}"));
        let known = rest.split("public var rawValue").next().unwrap();
        let known: Vec<_> = known.lines().filter_map(|line| line.trim().strip_prefix("case \"")).collect();
        let known: Vec<_> = known.iter().filter_map(|line| line.split('"').next()).collect();
        assert_eq!(known, words, "{name}");
    }
}

/// A field whose documentation lists the words of a code is no plain text.
#[test]
fn no_text_has_values_that_its_documentation_has_to_list() {
    let codes = codes(&generated("kotlin", "afterglow/core/Codes.kt"));
    let core = generated("kotlin", "afterglow/core/mobile_core.kt");
    let (mut doc, mut record, mut listed) = (String::new(), String::new(), 0);
    for line in core.lines() {
        let text = line.trim();
        if let Some(name) = line.strip_prefix("data class ") {
            record = name.trim_end_matches(" (").to_owned();
        } else if text == "/**" {
            doc.clear();
        } else if let Some(said) = text.strip_prefix("* ") {
            doc.push_str(said);
        } else if let Some((name, ty)) = line.strip_prefix("    val `").and_then(|rest| rest.split_once("`: ")) {
            let words: Vec<_> = doc.split('`').skip(1).step_by(2).collect();
            // At least two, because one word can be an example; a target's documentation names the kinds that have one.
            let code = codes.iter().find(|(_, known)| {
                name != "target" && words.len() > 1 && words.iter().all(|word| known.iter().any(|one| one == word))
            });
            if let Some((code, _)) = code {
                assert!(!ty.contains("String"), "{record}.{name} is a {code}: {doc}");
                listed += 1;
            }
        }
    }
    assert!(listed > 10, "only {listed}");
}
