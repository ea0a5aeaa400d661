//! What the Kotlin package changes in uniffi's file.

use anyhow::{Context, Result, ensure};
use camino::Utf8Path;

/// uniffi's own line.
const HEAD: &str = "@file:Suppress(\"NAME_SHADOWING\")";

/// The package is compiled in explicit API mode, for which uniffi does not write.
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
