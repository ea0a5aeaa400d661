//! The browser's module, from what wasm-bindgen's macros leave in the built `.wasm`.

use anyhow::{Context, Result, ensure};
use camino::Utf8Path;
use clap::ValueEnum;
use wasm_bindgen_cli_support::Bindgen;

/// Where the module will be loaded.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Target {
    /// An ES module that a page or worker starts with `init({ module_or_path })`.
    Web,
    /// A CommonJS module that is ready when required: what the portal's tests run.
    Nodejs,
}

/// Writes the module, its JavaScript and its TypeScript types into `out_dir`.
pub fn generate(module: &Utf8Path, target: Target, out_dir: &Utf8Path) -> Result<()> {
    ensure!(module.is_file(), "{module} is not there: build it first (scripts/wasm.sh)");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).typescript(true).remove_name_section(true);
    match target {
        Target::Web => bindgen.web(true)?,
        Target::Nodejs => bindgen.nodejs(true)?,
    };
    bindgen.generate(out_dir).with_context(|| format!("cannot generate JavaScript from {module}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use camino::Utf8PathBuf;

    /// The shortest WebAssembly module: magic number and version.
    const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

    fn folder(module: &[u8]) -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let here = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        std::fs::write(here.join("sample.wasm"), module).unwrap();
        (folder, here)
    }

    #[test]
    fn each_target_gets_module_script_and_types() {
        for (target, start) in [(Target::Web, "__wbg_init as default"), (Target::Nodejs, "require(")] {
            let (_folder, here) = folder(EMPTY);
            generate(&here.join("sample.wasm"), target, &here).unwrap();
            let script = std::fs::read_to_string(here.join("sample.js")).unwrap();
            assert!(script.contains(start), "{target:?}:\n{script}");
            assert!(here.join("sample_bg.wasm").is_file() && here.join("sample.d.ts").is_file());
        }
    }

    #[test]
    fn bytes_that_are_no_module_are_refused() {
        let (_folder, here) = folder(b"not WebAssembly");
        let error = generate(&here.join("sample.wasm"), Target::Web, &here).unwrap_err();
        assert!(error.to_string().contains("sample.wasm"));
    }
}
