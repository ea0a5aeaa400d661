//! The written Swift: its articles name what exists, and its types have names of their own.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;

use crate::{generated, word};

/// The articles of the package's documentation link to existing symbols, with correct labels.
#[test]
fn the_articles_name_what_exists() {
    let package = Utf8PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../swift/Sources/Afterglow"));
    let sources = package.read_dir_utf8().unwrap().map(|file| file.unwrap().into_path());
    let sources: String = sources
        .filter(|file| file.extension() == Some("swift"))
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let functions = sources + &generated()["Journal.swift"];
    let articles = package.join("Afterglow.docc");
    let mut links = 0;
    for article in articles.read_dir_utf8().unwrap().map(|file| file.unwrap().into_path()) {
        // Without its examples.
        let text = std::fs::read_to_string(&article).unwrap();
        let text: String = text.split("```").step_by(2).collect();
        for symbol in text.split("``").skip(1).step_by(2) {
            let found = symbol == "Afterglow" || functions.contains(&format!("public typealias {symbol} = "));
            assert!(found, "{article} links to {symbol}, which is no type of the package");
            links += 1;
        }
        for other in text.split("<doc:").skip(1).filter_map(|rest| rest.split('>').next()) {
            assert!(articles.join(format!("{other}.md")).is_file(), "{article} links to {other}");
            links += 1;
        }
        // `takeBack(id:care:)`
        for call in text.split('`').filter(|word| word.ends_with(":)")) {
            let (name, labels) = call.trim_end_matches(')').split_once('(').unwrap();
            let starts = format!("func {name}(");
            let labels: Vec<_> = labels.split_terminator(':').collect();
            let has = |line: &str| {
                let arguments = line.split_once(&starts).map(|(_, rest)| rest).unwrap_or_default();
                let named = arguments.split(", ").map(|argument| word(argument.trim_start()));
                line.contains(&starts) && named.take(labels.len()).eq(labels.iter().map(|label| (*label).to_owned()))
            };
            assert!(functions.lines().any(has), "{article} names {call}, which is no function of the package");
            links += 1;
        }
    }
    assert!(links > 25, "only {links}");
}

/// Names of types that the sources of a folder declare at their left margin.
fn types_in(folder: &str, starts: &[&str]) -> Vec<String> {
    let text = sources_in(&Utf8PathBuf::from(format!("{}/../{folder}", env!("CARGO_MANIFEST_DIR"))));
    text.lines().filter_map(|line| starts.iter().find_map(|start| line.strip_prefix(start)).map(word)).collect()
}

/// The Swift of a folder and of those in it.
fn sources_in(folder: &Utf8PathBuf) -> String {
    let files = folder.read_dir_utf8().unwrap().map(|file| file.unwrap().into_path());
    files.fold(String::new(), |all, file| {
        if file.is_dir() {
            all + &sources_in(&file)
        } else if file.extension() == Some("swift") {
            all + &std::fs::read_to_string(&file).unwrap()
        } else {
            all
        }
    })
}

const KINDS: [&str; 7] = [
    "public typealias ",
    "public final class ",
    "public struct ",
    "public enum ",
    "public protocol ",
    "public actor ",
    "public class ",
];

#[test]
fn no_type_has_the_name_of_one_of_apples() {
    let names = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/ios-shim/names.txt");
    let names = std::fs::read_to_string(names).unwrap();
    let names = names.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let names: BTreeSet<&str> = names.collect();
    assert!(names.contains("SharePreview") && names.contains("Timeline") && names.len() > 800, "the list was read");
    let modules = ["Afterglow", "AfterglowBase", "AfterglowInbox", "AfterglowKit"];
    let ours = modules.map(|module| types_in(&format!("swift/Sources/{module}"), &KINDS)).concat();
    assert!(ours.len() > 100, "{}", ours.len());
    let taken: Vec<_> = ours.iter().filter(|name| names.contains(name.as_str())).collect();
    assert_eq!(taken, [] as [&String; 0], "an app that imports both could use neither by its name alone");
}

#[test]
fn no_name_stands_for_two_things() {
    let modules = ["Afterglow", "AfterglowInbox", "AfterglowKit"];
    let packages = modules.map(|module| types_in(&format!("swift/Sources/{module}"), &KINDS)).concat();
    let starts = ["struct ", "final class ", "enum ", "actor ", "typealias "];
    let app =
        ["App", "Screens", "Platform", "Shared"].map(|folder| types_in(&format!("ios/{folder}"), &starts)).concat();
    assert!(app.len() > 80, "{}", app.len());
    let mut all: Vec<String> = [packages, app].concat();
    all.sort_unstable();
    let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
    assert_eq!(twice, [] as [&String; 0], "the packages and the app's screens share them");
}
