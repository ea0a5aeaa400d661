//! A folder of Markdown: a file an entry, photos and voice notes beside them.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use super::progress::Fresh;
use super::story::Told;
use super::{ExportReport, Progress};
use crate::attach::files::io_error;
use crate::{Error, Phone};

const ATTACHMENTS: &str = "attachments";
const TITLE_SIGNS: usize = 40;

impl Phone {
    /// Writes the entries into a folder that is made if it is missing: a Markdown file each, named by day and first words,
    /// with what was tapped at its head; photos and voice notes beside them. Files of an earlier export are replaced.
    pub fn export_markdown(&self, folder: &Path, progress: &dyn Progress) -> Result<ExportReport, Error> {
        self.shown_again()?;
        fs::create_dir_all(folder).map_err(io_error)?;
        let mut report = ExportReport::default();
        let mut names = BTreeSet::new();
        report.records = self.tell(progress, &mut |told| {
            let mut links = Vec::new();
            for view in &told.attachments {
                if !view.here {
                    report.not_here += 1;
                    continue;
                }
                let name = format!("{}.{}", view.id, ending(&view.media_type));
                fs::create_dir_all(folder.join(ATTACHMENTS)).map_err(io_error)?;
                let id = view.id.parse().map_err(|_| Error::Fault)?;
                let mut plain = self.open_attachment(told.id, id)?;
                let (fresh, mut file) = Fresh::begin(&folder.join(ATTACHMENTS).join(&name))?;
                let mut piece = vec![0; 64 * 1024];
                loop {
                    let read = plain.read(&mut piece).map_err(io_error)?;
                    if read == 0 {
                        break;
                    }
                    file.write_all(&piece[..read]).map_err(io_error)?;
                }
                fresh.finish(file)?;
                report.attachments += 1;
                let image = if view.media_type.starts_with("image/") { "!" } else { "" };
                links.push(format!("{image}[{}]({ATTACHMENTS}/{name})", view.name));
            }
            let (fresh, mut file) = Fresh::begin(&folder.join(name(&told, &mut names)))?;
            file.write_all(text(&told, &links).as_bytes()).map_err(io_error)?;
            fresh.finish(file)
        })?;
        Ok(report)
    }
}

fn text(told: &Told, links: &[String]) -> String {
    let mut out = format!("---\nid: {}\ndate: {}\nkind: {}\n", told.id, told.at, told.kind);
    if let Some(mood) = told.mood {
        out += &format!("mood: {mood}\n");
    }
    if !told.themes.is_empty() {
        let themes: Vec<String> = told.themes.iter().map(|theme| theme.replace([',', '[', ']', '\n'], " ")).collect();
        out += &format!("themes: [{}]\n", themes.join(", "));
    }
    out += &format!("---\n\n# {}, {}\n\n", told.title, told.date);
    if !told.text.is_empty() {
        out += &format!("{}\n", told.text.trim_end());
    }
    if !told.facts.is_empty() {
        out += "\n";
        for (name, value) in &told.facts {
            out += &format!("- {name}: {value}\n");
        }
    }
    if !links.is_empty() {
        out += &format!("\n{}\n", links.join("\n"));
    }
    for (heading, words) in &told.replies {
        let quoted: String = words.lines().map(|line| format!("> {line}\n")).collect();
        out += &format!("\n{heading}:\n\n{quoted}");
    }
    out
}

/// A name that every file system takes, and that no other entry has.
fn name(told: &Told, names: &mut BTreeSet<String>) -> String {
    let words: String = told.text.chars().take(TITLE_SIGNS).collect();
    let words = if words.trim().is_empty() { told.title.clone() } else { words };
    // Marks belong to the letters before them, and joiners between them.
    let is_mark = |c: char| unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}');
    let kept = |c: char| if c.is_alphanumeric() || is_mark(c) || c == '-' { c } else { ' ' };
    let words = words.chars().map(kept).collect::<String>();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = format!("{} {words}", told.date);
    let stem = stem.trim();
    let mut name = format!("{stem}.md");
    let mut n = 2;
    while !names.insert(name.to_lowercase()) {
        name = format!("{stem} {n}.md");
        n += 1;
    }
    name
}

/// The ending of a file's name, by its kind.
fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/heic" => "heic",
        "image/gif" => "gif",
        "audio/mp4" | "audio/m4a" | "audio/aac" | "audio/x-m4a" => "m4a",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "audio/wav" | "audio/x-wav" => "wav",
        "video/mp4" => "mp4",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}
