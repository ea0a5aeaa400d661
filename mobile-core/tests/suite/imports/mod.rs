//! Imports of other apps' exports: no text is lost or altered, and omitted content is reported.
//!
//! Each case names the public bug report or the documentation of the format that it follows.
//!
//! - [`texts`]: folders of Markdown and text; [`apps`]: exports of other apps
//! - [`ours`]: Afterglow's own exports, and undoing an import
//! - [`found`]: cases from public issue threads of journal and note apps, each with its source
//! - [`full`]: a full device
//! - [`kept`]: links, embedded pictures, captions, placeholders, later exports
//! - [`odd`]: encodings of names and documents, and metadata of recordings
//! - [`shapes`]: documents whose parts are long, doubled, missing or in an unusual order

mod apps;
mod found;
mod full;
mod kept;
mod odd;
mod ours;
mod shapes;
mod texts;

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use mobile_core::{Error, ImportForm, ImportReport, Progress, Silent, Writing};
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::world::PhoneInHand;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn zipped(files: &[(&str, &[u8])]) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    (folder, path)
}

fn import(phone: &PhoneInHand, from: &Path) -> ImportReport {
    phone.transfer().import(from, &ImportForm::default(), &Silent).unwrap()
}

/// A fresh phone with the import of these files.
fn imported(files: &[(&str, &[u8])]) -> (PhoneInHand, ImportReport) {
    let phone = PhoneInHand::new();
    let report = import(&phone, folder(files).path());
    (phone, report)
}

/// Texts with their days, oldest first.
fn dated_texts(phone: &PhoneInHand) -> Vec<(String, String)> {
    let mut entries = phone.pages().list(&[], None, 99).unwrap();
    entries.reverse();
    entries.into_iter().map(|entry| (entry.date, entry.text)).collect()
}

fn expected_texts(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(day, text)| ((*day).to_owned(), (*text).to_owned())).collect()
}

fn codes(report: &ImportReport) -> Vec<(String, String)> {
    let mut codes: Vec<_> = report.left_out.iter().map(|one| (one.item.clone(), one.code.clone())).collect();
    codes.sort();
    codes
}

fn named(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected_texts(expected)
}

fn picture() -> Vec<u8> {
    let mut png = Vec::new();
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    png
}

fn record(phone: &PhoneInHand, n: usize) -> Value {
    let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    export["records"][n]["record"].clone()
}
