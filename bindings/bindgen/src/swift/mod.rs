//! The Swift package's additions to uniffi's file: typed ids, codes, dates and days where the core has strings and
//! numbers, and `Journal`, whose calls never block the caller's thread.
//!
//! Layout: [`rules`] lists the types of values, [`records`] rewrites uniffi's file by these rules, [`values`] writes
//! the types, [`journal`] writes the class. The bytes that are passed to the core are the same: only Swift has other
//! types.

mod journal;
mod records;
mod values;

use anyhow::{Context, Result};
use camino::Utf8Path;

use crate::rules;

/// Refines the files that uniffi wrote into `out_dir`; other files are left unchanged.
pub fn refine(out_dir: &Utf8Path) -> Result<()> {
    let path = out_dir.join("AfterglowCore.swift");
    if !path.is_file() {
        return Ok(());
    }
    let generated = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let mut rules = rules::Rules::new();
    let journal = journal::write(&generated, &mut rules)?;
    let records = records::retype(&generated, &mut rules)?;
    rules.all_used()?;
    std::fs::write(&path, records)?;
    std::fs::write(out_dir.join("Values.swift"), values::write())?;
    std::fs::write(out_dir.join("Journal.swift"), journal)?;
    Ok(())
}
