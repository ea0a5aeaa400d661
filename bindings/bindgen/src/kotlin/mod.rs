//! The Kotlin package's additions to uniffi's file: typed ids, codes, times and days where the core has strings and
//! numbers, and `JournalCalls`, whose functions suspend and never block the caller's thread.
//!
//! Layout: [`names`] knows the core's name of a type, [`types`] how a typed value is read and written, [`records`]
//! gives fields their types, [`values`] writes the types of ids and codes, [`calls`] writes the class, [`visibility`]
//! hides from apps what is no part of the package. The bytes that are passed to the core are the same.

mod calls;
mod names;
mod records;
mod types;
mod values;
mod visibility;

use anyhow::{Context, Result};
use camino::Utf8Path;

use crate::rules::Rules;

/// Refines the files that uniffi wrote into `out_dir`.
pub fn refine(out_dir: &Utf8Path) -> Result<()> {
    let folder = out_dir.join("afterglow");
    let path = folder.join("mobile_core.kt");
    if !path.is_file() {
        return Ok(());
    }
    let generated = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let (mut rules, names) = (Rules::new(), names::Names::read()?);
    let calls = calls::write(&generated, &mut rules, &names)?;
    let records = records::retype(&generated, &mut rules, &names)?;
    std::fs::write(&path, visibility::hide(&records)?)?;
    std::fs::write(folder.join("Values.kt"), values::write())?;
    std::fs::write(folder.join("JournalCalls.kt"), calls)?;
    Ok(())
}
