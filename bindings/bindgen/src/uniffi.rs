//! Kotlin and Swift, from the metadata that uniffi's macros leave in the built library.

use anyhow::{Context, Result, ensure};
use camino::Utf8PathBuf;
use clap::ValueEnum;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage};

/// A language that the phone's core is called from.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Language {
    Kotlin,
    Swift,
}

/// Writes the bindings of `library` into `out_dir`. Reads each crate's `uniffi.toml`.
pub fn generate(library: Utf8PathBuf, language: Language, out_dir: Utf8PathBuf) -> Result<()> {
    ensure!(library.is_file(), "{library} is not there: build it first (cargo build -p mobile-core)");
    let languages = vec![match language {
        Language::Kotlin => TargetLanguage::Kotlin,
        Language::Swift => TargetLanguage::Swift,
    }];
    let (shown, out) = (library.clone(), out_dir.clone());
    // Formatters are programs that a fresh machine lacks, and nobody reads the output.
    let options = GenerateOptions { languages, source: library, out_dir, format: false, ..Default::default() };
    uniffi_bindgen::bindings::generate(options)
        .with_context(|| format!("cannot generate {language:?} from {shown}"))?;
    match language {
        Language::Kotlin => crate::kotlin::refine(&out),
        Language::Swift => crate::swift::refine(&out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest interface with a type and a function: enough to test each generator.
    const INTERFACE: &str =
        "namespace sample { Greeting greet(string name); };\ndictionary Greeting { string words; };\n";

    fn generated(language: Language, file: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let here = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        // The generator names the crate by the manifest above the interface.
        std::fs::create_dir(here.join("src")).unwrap();
        std::fs::write(here.join("Cargo.toml"), "[package]\nname = \"sample\"\nversion = \"0.0.0\"\n").unwrap();
        std::fs::write(here.join("src/sample.udl"), INTERFACE).unwrap();
        generate(here.join("src/sample.udl"), language, here.join("out")).unwrap();
        std::fs::read_to_string(here.join("out").join(file)).unwrap()
    }

    #[test]
    fn kotlin_has_the_type_and_the_function() {
        let kotlin = generated(Language::Kotlin, "uniffi/sample/sample.kt");
        assert!(kotlin.contains("data class Greeting"));
        assert!(kotlin.contains("fun `greet`("));
    }

    #[test]
    fn swift_has_the_type_and_the_function() {
        let swift = generated(Language::Swift, "sample.swift");
        assert!(swift.contains("public struct Greeting"));
        assert!(swift.contains("public func greet("));
    }

    #[test]
    fn a_library_that_is_not_there_is_named() {
        let error = generate("nowhere/libmobile_core.so".into(), Language::Kotlin, "out".into()).unwrap_err();
        assert!(error.to_string().contains("nowhere/libmobile_core.so"));
    }
}
