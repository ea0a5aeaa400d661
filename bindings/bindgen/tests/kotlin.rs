//! The generated Kotlin has a type for each id, code and time, and a suspending function for each function of the core.
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

/// The codes and their words. Ids have none.
fn codes(kotlin: &str) -> BTreeMap<String, Vec<String>> {
    let mut all = values(kotlin);
    all.retain(|_, words| !words.is_empty());
    all
}

/// The types of ids and codes, and the words of each.
fn values(kotlin: &str) -> BTreeMap<String, Vec<String>> {
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
fn a_value_is_read_and_written_through_its_type() {
    let values = values(&generated("kotlin", "afterglow/Values.kt"));
    assert!(values.len() > 20, "{values:?}");
    let core = generated("kotlin", "afterglow/mobile_core.kt");
    for line in [
        "    val `kind`: EntryKind",
        "            EntryKind(FfiConverterString.read(buf)),",
        "            FfiConverterString.write(value.`kind`.code, buf)",
        "    val `step`: StepStatus?",
        "            FfiConverterOptionalString.read(buf)?.let { StepStatus(it) },",
        "    val `weekdays`: List<Weekday> = listOf()",
        "            FfiConverterSequenceString.write(value.`weekdays`.map { it.code }, buf)",
        "    val `recordedBy`: RecordedBy = RecordedBy(\"\")",
        "    val `sharedWith`: List<CareId>",
        "            FfiConverterSequenceString.write(value.`sharedWith`.map { it.value }, buf)",
        "    val `moment`: java.time.Instant",
        "            java.time.Instant.ofEpochMilli(FfiConverterLong.read(buf)),",
        "            FfiConverterLong.write(value.`moment`.toEpochMilli(), buf)",
        "    val `at`: java.time.OffsetDateTime? = null",
        "            FfiConverterOptionalString.read(buf)?.let { offsetDateTimeOf(it) },",
        "            FfiConverterOptionalString.write(value.`at`?.rfc3339, buf)",
        "    val `doneOn`: List<java.time.LocalDate>",
        "            FfiConverterSequenceString.read(buf).map { localDateOf(it) },",
    ] {
        assert!(core.lines().any(|one| one.trim_end() == line), "{line}");
    }
    let calls = generated("kotlin", "afterglow/JournalCalls.kt");
    for name in values.keys() {
        let used = |file: &str| {
            file.lines().any(|line| line.contains(&format!(": {name}")) || line.contains(&format!("<{name}>")))
        };
        assert!(used(&core) || used(&calls), "{name} is not used");
    }
}

/// The functions of `PhoneCore`, without those that a flow or cancelling a coroutine replaces.
#[test]
fn every_function_of_the_core_suspends_and_is_documented() {
    let (core, calls) =
        (generated("kotlin", "afterglow/mobile_core.kt"), generated("kotlin", "afterglow/JournalCalls.kt"));
    let interface =
        core.split("\ninternal interface PhoneCoreInterface {").nth(1).unwrap().split("\n}").next().unwrap();
    let names: Vec<_> = interface
        .lines()
        .filter_map(|line| line.split_once("fun `"))
        .map(|(_, rest)| rest.split('`').next().unwrap())
        .collect();
    assert!(names.len() > 140, "{names:?}");
    let lines: Vec<_> = calls.lines().collect();
    for name in names {
        let at = lines.iter().position(|line| line.starts_with(&format!("    public suspend fun {name}(")));
        if ["observe", "stopObserving", "stopSyncing"].contains(&name) {
            assert_eq!(at, None, "{name}");
            continue;
        }
        let at = at.unwrap_or_else(|| panic!("{name} is missing"));
        assert!(lines[at].contains(" = ask { "), "{}", lines[at]);
        assert_eq!(lines[at - 1], "     */", "{name} is not documented");
    }
    for line in [
        "    public suspend fun show(id: EntryId): Entry = ask { show(id.value) }",
        "    public suspend fun sharedWith(care: CareId): List<EntryId> = ask { sharedWith(care.value).map { EntryId(it) } }",
        "    public suspend fun markStep(id: EntryId, day: LocalDate? = null, done: Boolean = true): Unit = ask { markStep(id.value, day?.toString(), done) }",
        "    public suspend fun keepTyped(fields: Map<String, String>): Unit = ask { keepTyped(fields) }",
        "    public suspend fun setAutoLock(seconds: Int? = null): Unit = ask { setAutoLock(seconds?.let(::natural)) }",
        "    public suspend fun exportPdf(to: File, form: PdfForm, progress: (done: Int, of: Int) -> Boolean = { _, _ -> true }): ExportReport = ask { exportPdf(to.path, form, ProgressListener(progress)) }",
        "    public suspend fun useBiometrics(biometrics: Biometrics): Unit = ask { useBiometrics(BiometricsAtTheBorder(biometrics)) }",
    ] {
        assert!(lines.contains(&line), "{line}");
    }
    assert!(calls.contains("ask for them with `confirmRecoveryCode`"), "documentation has Kotlin's names");
}

/// A field or an argument that is an id, a moment or a day by its documentation has such a type.
#[test]
fn no_id_no_moment_and_no_day_is_a_text_or_a_number() {
    let means = ["Names it in ", "The id ", "Id of ", "RFC 3339", "YYYY-MM-DD", "oment in time", "The id."];
    let core = generated("kotlin", "afterglow/mobile_core.kt");
    let (mut doc, mut typed) = (String::new(), 0);
    for line in core.lines() {
        let text = line.trim();
        if text == "/**" {
            doc.clear();
        } else if let Some(said) = text.strip_prefix("* ") {
            doc.push_str(said);
        } else if let Some((name, ty)) = line.strip_prefix("    val `").and_then(|rest| rest.split_once("`: ")) {
            if means.iter().any(|words| doc.contains(words)) {
                let plain = ["String", "Long"].iter().any(|plain| ty.contains(plain));
                assert!(!plain, "{name} has no type of its own: {ty} ({doc})");
                typed += 1;
            }
        }
    }
    assert!(typed > 40, "only {typed}");
}

#[test]
fn apps_see_records_under_the_names_of_screens_and_nothing_that_calls_the_core() {
    let core = generated("kotlin", "afterglow/mobile_core.kt");
    let declared = |line: &&str| !line.starts_with([' ', '@', '/', '*', '}', ')', '{']) && line.contains(' ');
    let public: Vec<_> = core.lines().filter(declared).filter(|line| line.starts_with("public ")).collect();
    assert!(public.len() > 120, "{public:?}");
    for line in public {
        let shown = ["public data class ", "public enum class ", "public sealed class "];
        assert!(shown.iter().any(|start| line.starts_with(start)), "{line}");
        let name = line.split(' ').nth(3).unwrap();
        assert!(!name.ends_with("View"), "give {name} a name in mobile-core/uniffi.toml");
    }
    for start in ["class ", "data ", "enum ", "fun ", "interface ", "object ", "open ", "sealed "] {
        let unsaid = core.lines().find(|line| line.starts_with(start));
        assert_eq!(unsaid, None, "neither public nor internal");
    }
}

#[test]
fn kotlin_and_swift_have_the_same_codes_with_the_same_words() {
    let kotlin = codes(&generated("kotlin", "afterglow/Values.kt"));
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
    let codes = codes(&generated("kotlin", "afterglow/Values.kt"));
    let core = generated("kotlin", "afterglow/mobile_core.kt");
    let (mut doc, mut record, mut listed) = (String::new(), String::new(), 0);
    for line in core.lines() {
        let text = line.trim();
        if let Some(name) = line.strip_prefix("public data class ") {
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
