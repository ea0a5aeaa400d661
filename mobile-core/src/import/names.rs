//! File names of an import: how a link finds its file, and which files were not read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use unicode_normalization::UnicodeNormalization as _;

/// Path components of private data of an app or a system: trash, caches, settings.
const NOISE: [&str; 8] = [
    "__macosx",
    "$recycle.bin",
    "#recycle",
    "@recycle",
    "system volume information",
    "@eadir",
    "thumbs.db",
    "desktop.ini",
];
/// Extensions of archives, and of exports and notes that are archives.
const PACKED: [&str; 16] = [
    "zip", "tar", "gz", "tgz", "bz2", "tbz2", "xz", "txz", "zst", "7z", "rar", "jex", "daylio", "textpack", "bear2bk",
    "dayone",
];
/// Logseq's own folders beside a graph's pages.
const LOGSEQ: [&str; 2] = ["logseq/", "version-files/"];

/// The files of one name among which a link looks for its own.
const MOST_ALIKE: usize = 1_000;

/// Whether a file or folder is skipped: hidden ones, trash, files of the system.
pub(super) fn is_noise(name: &str) -> bool {
    name.split('/').any(|part| {
        // `~$` is a lock file of an office program beside an open document.
        let hidden = part.starts_with('.') && part != "." && part != ".." || part.starts_with("~$");
        hidden || NOISE.contains(&part.to_lowercase().as_str())
    })
}

/// The file for which iCloud left a placeholder, because it was not downloaded: `lake.png` for `.lake.png.icloud`.
pub(super) fn not_downloaded(name: &str) -> Option<String> {
    let last = last(name).strip_prefix('.')?.strip_suffix(".icloud").filter(|name| !name.is_empty())?;
    let of = match folder(name) {
        "" => last.to_owned(),
        folder => format!("{folder}/{last}"),
    };
    (!is_noise(&of)).then_some(of)
}

/// Whether a file holds others that have to be unpacked first.
pub(super) fn is_packed(name: &str) -> bool {
    PACKED.contains(&ending(name).as_str())
}

/// Whether a name stays within its archive.
pub(super) fn is_within(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The normal form of a name for comparison: file systems treat case and composed letters differently.
pub(super) fn folded(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).collect()
}

/// The last part of a name.
pub(super) fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The folder of a name; empty at the top.
pub(super) fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last component of a name without its extension.
pub(super) fn stem(name: &str) -> &str {
    let last = last(name);
    last.rsplit_once('.').map_or(last, |(stem, _)| stem)
}

/// The extension of a name in lower case, without the dot.
pub(super) fn ending(name: &str) -> String {
    last(name).rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// All names of an import.
#[derive(Clone, Default)]
pub(super) struct Names {
    all: Vec<String>,
    by_name: BTreeMap<String, usize>,
    by_last: BTreeMap<String, Vec<usize>>,
    by_stem: BTreeMap<String, usize>,
    /// The folders that are Logseq graphs, with their last slash.
    graphs: BTreeSet<String>,
}

impl Names {
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut index = Self::default();
        for name in names {
            let at = index.all.len();
            index.all.push(name.to_owned());
            index.by_name.insert(folded(name), at);
            index.by_last.entry(folded(last(name))).or_default().push(at);
            index.by_stem.insert(folded(stem(name)), at);
            let mut top = 0;
            for part in folder(name).split('/') {
                if ["journals", "pages"].contains(&part) {
                    index.graphs.insert(name[..top].to_owned());
                }
                top += part.len() + 1;
            }
        }
        index
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(String::as_str)
    }

    /// Names with one of these extensions, in order.
    pub fn ending_in(&self, endings: &[&str]) -> Vec<String> {
        self.iter().filter(|name| endings.contains(&ending(name).as_str())).map(String::from).collect()
    }

    /// The file of this name, ignoring case and Unicode composition.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.by_name.get(&folded(name)).map(|at| self.all[*at].as_str())
    }

    /// A file whose last component without its extension is this, for formats that name files by an id.
    pub fn by_stem(&self, stem: &str) -> Option<&str> {
        self.by_stem.get(&folded(stem)).map(|at| self.all[*at].as_str())
    }

    /// The file that a link points to, in any common spelling: relative to the file with the link, from the top, or by
    /// name alone as in vaults; plain or percent-encoded; with a heading or a size after it.
    pub fn resolve(&self, from: &str, link: &str) -> Option<&str> {
        let link = link.trim().trim_start_matches('<').trim_end_matches('>');
        // Of another device: its file is found by its name.
        let link = link.strip_prefix("file://").unwrap_or(link);
        if link.is_empty() || is_address(link) {
            return None;
        }
        let plain = link.split(['#', '?', '|']).next().unwrap_or(link);
        let spellings = [link.to_owned(), decoded(link), plain.to_owned(), decoded(plain)];
        spellings.iter().find_map(|spelling| self.find(folder(from), &spelling.replace('\\', "/")))
    }

    fn find(&self, folder: &str, path: &str) -> Option<&str> {
        let path = path.trim();
        if path.is_empty() {
            return None;
        }
        let relative = joined(folder, path).and_then(|name| self.get(&name));
        if relative.is_some() && !path.starts_with('/') {
            return relative;
        }
        let trimmed = path.trim_start_matches(['.', '/']);
        if let Some(found) = self.get(trimmed) {
            return Some(found);
        }
        // By name alone. Among several, the one whose path ends with the link; then the nearest one.
        let wanted = folded(trimmed);
        let alike = self.by_last.get(&folded(last(trimmed)))?;
        let ends = |at: &&usize| folded(&self.all[**at]).ends_with(&format!("/{wanted}"));
        let near = |at: &&usize| self.all[**at].starts_with(folder);
        // More files of one name are in no vault.
        let alike = &alike[..alike.len().min(MOST_ALIKE)];
        let found = alike.iter().find(ends).or_else(|| alike.iter().find(near)).or_else(|| alike.first())?;
        Some(self.all[*found].as_str())
    }

    /// Whether this is a Logseq graph: then its own folder is skipped as well.
    pub fn is_graph_noise(&self, name: &str) -> bool {
        LOGSEQ.iter().any(|folder| {
            name.find(folder)
                .is_some_and(|at| (at == 0 || name[..at].ends_with('/')) && self.graphs.contains(&name[..at]))
        })
    }
}

/// Whether a link is a URL.
fn is_address(link: &str) -> bool {
    let scheme = link.split(':').next().unwrap_or_default();
    link.contains("://") || ["data", "mailto", "tel"].contains(&scheme)
}

/// Percent-decoded, if the result is valid text.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// A relative path as a name; `None` if it leads out of the source.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_finds_its_file_in_every_spelling_in_use() {
        let names = Names::of(
            ["d/e.md", "d/pictures/one two.png", "assets/See.PNG", "deep/er/lake.png", "caf\u{e9}.png", "a#b.png"]
                .into_iter(),
        );
        for (from, link, file) in [
            ("d/e.md", "pictures/one%20two.png", "d/pictures/one two.png"),
            ("d/e.md", "./pictures/one two.png", "d/pictures/one two.png"),
            ("d/e.md", "pictures\\one two.png", "d/pictures/one two.png"),
            ("d/e.md", "/d/pictures/one two.png", "d/pictures/one two.png"),
            ("d/e.md", "<pictures/one two.png>", "d/pictures/one two.png"),
            ("d/e.md", "../assets/see.png", "assets/See.PNG"),
            ("d/e.md", "lake.png", "deep/er/lake.png"),
            ("d/e.md", "er/lake.png#center", "deep/er/lake.png"),
            ("d/e.md", "lake.png|300", "deep/er/lake.png"),
            ("d/e.md", "cafe\u{301}.png", "caf\u{e9}.png"),
            ("d/e.md", "a%23b.png", "a#b.png"),
            ("d/e.md", "a#b.png", "a#b.png"),
            ("d/e.md", "file:///Users/me/pictures/one%20two.png", "d/pictures/one two.png"),
            ("d/e.md", "C:\\Users\\me\\lake.png", "deep/er/lake.png"),
        ] {
            assert_eq!(names.resolve(from, link), Some(file), "{link}");
        }
        for nothing in ["", "https://else.example/lake.png", "../../etc/passwd", "data:image/png;base64,AA", "sea.png"]
        {
            assert_eq!(names.resolve("d/e.md", nothing), None, "{nothing}");
        }
    }

    #[test]
    fn bins_hidden_folders_and_what_systems_leave_are_passed_over() {
        for name in [
            ".trash/a.md",
            "v/.obsidian/x.json",
            "__MACOSX/._a.md",
            "a/Thumbs.db",
            ".DS_Store",
            "x/.a.md",
            "#recycle/a.md",
        ] {
            assert!(is_noise(name), "{name}");
        }
        assert!(!is_noise("trash/a.md") && !is_noise("a.b/c.d.md"));
        assert_eq!(not_downloaded("a/.2024-03-05.md.icloud").as_deref(), Some("a/2024-03-05.md"));
        for name in ["2024-03-05.md", ".DS_Store", ".icloud", ".trash/.x.md.icloud"] {
            assert_eq!(not_downloaded(name), None, "{name}");
        }
        let graph = Names::of(["g/journals/2024_03_05.md", "g/logseq/config.edn"].into_iter());
        assert!(graph.is_graph_noise("g/logseq/config.edn") && !graph.is_graph_noise("g/journals/2024_03_05.md"));
        assert!(!Names::of(["logseq/notes.md"].into_iter()).is_graph_noise("logseq/notes.md"));
    }
}
