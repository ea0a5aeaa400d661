//! Export and import.

use std::io;
use std::path::PathBuf;

use clap::Subcommand;
use mobile_core::export::{PdfForm, Silent};
use mobile_core::import::{ImportForm, ImportView};
use mobile_core::{Error, Phone};
use serde_json::json;

use crate::given::Format;
use crate::show;

/// Commands about exports and imports.
#[derive(Subcommand)]
pub enum Command {
    /// Export the whole journal.
    Export {
        /// Write to this file (for Markdown: this folder) instead of standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// json, markdown, pdf, archive.
        #[arg(long, default_value = "json")]
        format: Format,
        /// The passphrase of a sealed archive.
        #[arg(long, env = "AFTERGLOW_PASSPHRASE", hide_env_values = true)]
        passphrase: Option<String>,
    },
    /// Import an export of Afterglow or another app, or a folder of texts. Everything comes in private.
    Import {
        /// The file or folder.
        from: PathBuf,
        /// Only report what would be imported.
        #[arg(long)]
        look: bool,
        /// Use the file's date where an entry has none.
        #[arg(long)]
        file_dates: bool,
        /// Keep place and weather, if the other app has them.
        #[arg(long)]
        keep_places: bool,
        /// The passphrase of a sealed archive.
        #[arg(long, env = "AFTERGLOW_PASSPHRASE", hide_env_values = true)]
        passphrase: Option<String>,
    },
    /// List imports, or undo one.
    Imports {
        /// The import to undo. Entries changed or shared since are kept.
        #[arg(long, value_name = "ID")]
        undo: Option<String>,
    },
}

pub fn run(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::Export { out: None, format: Format::Json, .. } => {
            let mut out = io::BufWriter::new(show::Printed);
            phone.transfer().write_json(&mut out, &Silent)?;
        }
        Command::Export { out: None, .. } => {
            show::hint("Choose a file with --out.");
            return Err(Error::Invalid);
        }
        Command::Export { out: Some(file), format, passphrase } => {
            let report = match format {
                Format::Json => phone.transfer().export_json_file(file, &Silent)?,
                Format::Markdown => phone.transfer().export_markdown(file, &Silent)?,
                Format::Pdf => phone.transfer().export_pdf(file, &PdfForm::default(), &Silent)?,
                Format::Archive => phone.transfer().export_archive(file, passphrase.as_deref(), &Silent)?,
            };
            let sealed = matches!(format, Format::Archive) && passphrase.is_some();
            let text = if sealed { "Exported." } else { "Exported. The file is not encrypted: keep it safe." };
            let text = format!("{text}\n{}", show::exported(&report).join("\n"));
            show::done(&text, json!({"file": file, "report": report}), json);
        }
        Command::Import { from, look, file_dates, keep_places, passphrase } => {
            let form = ImportForm {
                passphrase: passphrase.clone(),
                only_look: *look,
                keep_places: *keep_places,
                file_dates: *file_dates,
            };
            show::view(&phone.transfer().import(from, &form, &Silent)?, json, show::import);
        }
        Command::Imports { undo: None } => show::view(&phone.transfer().imports()?, json, |all| {
            let line = |one: &ImportView| format!("{}  {}  {}, {} entries", one.id, one.at, one.from, one.entries);
            all.iter().map(line).collect()
        }),
        Command::Imports { undo: Some(id) } => show::view(&phone.transfer().undo_import(id)?, json, |done| {
            vec![format!("{} removed, {} kept.", done.removed, done.kept)]
        }),
    }
    Ok(())
}
