//! The changes of the Kotlin package to uniffi's file.

use anyhow::{Context, Result, ensure};
use camino::Utf8Path;

/// The original line of uniffi's file.
const HEAD: &str = "@file:Suppress(\"NAME_SHADOWING\")";

/// The package is compiled in explicit API mode, which uniffi's code does not support.
const EXEMPT: &str = "@file:Suppress(\"NAME_SHADOWING\", \"NO_EXPLICIT_VISIBILITY_IN_API_MODE\", \
                      \"NO_EXPLICIT_RETURN_TYPE_IN_API_MODE\", \"ERROR_SUPPRESSION\")";

/// Exempts the files in `folder` from explicit API mode.
pub fn refine(folder: &Utf8Path) -> Result<()> {
    for entry in folder.read_dir_utf8().with_context(|| format!("cannot read {folder}"))? {
        let path = entry?.into_path();
        if path.is_dir() {
            refine(&path)?;
        } else if path.extension() == Some("kt") {
            let source = std::fs::read_to_string(&path)?;
            ensure!(source.contains(HEAD), "{path} does not begin as uniffi's files do");
            std::fs::write(&path, source.replacen(HEAD, EXEMPT, 1))?;
        }
    }
    Ok(())
}
