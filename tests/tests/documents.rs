//! Documents name what exists: the hazard log and the findings of `docs/safety.md` refer to tests by name.
#![allow(clippy::unwrap_used, reason = "a document that cannot be read is broken")]

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const SOURCES: [&str; 4] = ["rs", "kt", "swift", "ts"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if entry.file_type().unwrap().is_dir() {
            if !["target", "build", "node_modules", "pkg"].contains(&name.as_str()) && !name.starts_with('.') {
                sources(&path, found);
            }
        } else if SOURCES.iter().any(|ending| name.ends_with(&format!(".{ending}"))) {
            found.push(path);
        }
    }
}

/// Letters and digits, with one space between words.
fn words(text: &str) -> String {
    // "client's" is `clients` in a function's name.
    let text = text.replace(['\'', '’'], "");
    let text: String = text.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of a text between pairs of a mark.
fn between(text: &str, mark: char) -> Vec<&str> {
    text.split(mark).skip(1).step_by(2).collect()
}

#[test]
fn the_safety_page_names_tests_and_files_that_exist() {
    let page = fs::read_to_string(format!("{ROOT}/docs/safety.md")).unwrap();
    let tables = page.split_once("## Hazard log").unwrap().1.replace('\n', " ");
    let mut files = Vec::new();
    for folder in ["journal", "mobile-core", "bindings", "server", "tests"] {
        sources(&Path::new(ROOT).join(folder), &mut files);
    }
    let mut tests = String::new();
    for file in &files {
        for line in fs::read_to_string(file).unwrap().lines() {
            if ["fn ", "fun `", "test("].iter().any(|begins| line.contains(begins)) {
                tests.push_str(&words(line));
                tests.push('\n');
            }
        }
    }
    let named = between(&tables, '*');
    assert!(named.len() > 30, "the tables are read");
    for name in named {
        assert!(tests.contains(&words(name)), "no test is called “{name}”");
    }
    let paths: Vec<String> = files.iter().map(|file| file.to_string_lossy().replace('\\', "/")).collect();
    for name in between(&tables, '`') {
        let is_source = SOURCES.iter().any(|ending| name.ends_with(&format!(".{ending}"))) && !name.contains(' ');
        let is_here = paths.iter().any(|path| path.ends_with(&format!("/{name}")));
        assert!(!is_source || is_here, "there is no file “{name}”");
    }
}
