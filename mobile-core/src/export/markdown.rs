//! The Markdown export: a folder with one file for each entry, photos and voice notes beside them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use journal::export::Notice;

use super::contents::Contents;
use super::story::StoryEntry;
use super::{ExportReport, Progress};
use crate::Error;
use crate::attach::extension;
use crate::attach::files::io_error;
use crate::phone::Transfer;

const ATTACHMENTS: &str = "attachments";
/// The file that describes the folder; the importer recognizes the export by its `kind`.
const README: &str = "README.md";
pub(crate) const FOLDER: &str = "afterglow_export";
const TITLE_SIGNS: usize = 40;

impl Transfer<'_> {
    /// Exports a folder of Markdown files, which is created if it is missing: one file for each entry, named by date
    /// and first words, with its metadata at the top; attachments beside them, and a file that describes the contents.
    /// Files of an earlier export are replaced. A cancelled or failed export changes nothing in the folder.
    pub fn export_markdown(self, folder: &Path, progress: &dyn Progress) -> Result<ExportReport, Error> {
        let notice = self.begin_export()?;
        let staged = Staged::begin(folder)?;
        let mut report = ExportReport::default();
        let mut contents = Contents::new(notice);
        let mut names = BTreeSet::from([README.to_lowercase()]);
        let words = self.phone.words();
        report.records = self.each_entry(progress, &mut |entry| {
            let mut links = Vec::new();
            for view in &entry.attachments {
                let shown = if view.name.is_empty() { &view.media_type } else { &view.name };
                if !view.here {
                    report.not_here += 1;
                    links.push(words.fill("export-not-here", &[("name", shown.as_str().into())]));
                    continue;
                }
                let name = format!("{}.{}", view.id, ending(&view.media_type));
                let id = view.id.parse().map_err(|_| Error::Fault)?;
                let mut plain = self.phone.attachments().open_attachment(entry.id, id)?;
                let mut file = staged.file(&format!("{ATTACHMENTS}/{name}"))?;
                let mut piece = zeroize::Zeroizing::new(vec![0; 64 * 1024]);
                loop {
                    let read = plain.read(&mut piece).map_err(io_error)?;
                    if read == 0 {
                        break;
                    }
                    file.write_all(&piece[..read]).map_err(io_error)?;
                }
                report.attachments += 1;
                let image = if view.media_type.starts_with("image/") { "!" } else { "" };
                links.push(format!("{image}[{}]({ATTACHMENTS}/{name})", label(shown)));
            }
            *contents.kinds.entry(entry.kind.clone()).or_default() += 1;
            contents.day(&entry.date);
            let mut file = staged.file(&name(&entry, &mut names))?;
            file.write_all(text(&entry, notice, &links).as_bytes()).map_err(io_error)
        })?;
        (contents.attachments, contents.not_here) = (report.attachments, report.not_here);
        let now = self.phone.clock.now();
        let readme = contents.readme(words, &now.local_date(), "export-files-markdown");
        let head = format!("---\ndate: {}\nkind: {FOLDER}\n---\n\n", now.rfc3339());
        staged.file(README)?.write_all((head + &readme).as_bytes()).map_err(io_error)?;
        staged.finish()?;
        (report.first, report.last) = (contents.from, contents.to);
        Ok(report)
    }
}

/// Files that are moved to their final names together, after all of them are written.
struct Staged<'a> {
    folder: &'a Path,
    part: PathBuf,
    /// Whether the export created the folder.
    made: bool,
}

impl<'a> Staged<'a> {
    fn begin(folder: &'a Path) -> Result<Self, Error> {
        let made = !folder.exists();
        // Within the folder: on the same disk, so files can be moved.
        let part = folder.join(".afterglow.part");
        // Left by an interrupted export.
        if part.exists() {
            fs::remove_dir_all(&part).map_err(io_error)?;
        }
        let staged = Self { folder, part, made };
        fs::create_dir_all(staged.part.join(ATTACHMENTS)).map_err(io_error)?;
        Ok(staged)
    }

    fn file(&self, name: &str) -> Result<File, Error> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // Only the owner may read it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.part.join(name)).map_err(io_error)
    }

    fn finish(mut self) -> Result<(), Error> {
        // From here on the folder stays.
        self.made = false;
        self.take_place("")?;
        self.take_place(ATTACHMENTS)
    }

    fn take_place(&self, within: &str) -> Result<(), Error> {
        for file in fs::read_dir(self.part.join(within)).map_err(io_error)? {
            let file = file.map_err(io_error)?;
            if file.file_type().map_err(io_error)?.is_dir() {
                continue;
            }
            let to = self.folder.join(within);
            fs::create_dir_all(&to).map_err(io_error)?;
            fs::rename(file.path(), to.join(file.file_name())).map_err(io_error)?;
        }
        Ok(())
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.part);
        if self.made {
            // Only if it is still empty.
            let _ = fs::remove_dir(self.folder);
        }
    }
}

/// A file's name as the text of a link.
fn label(name: &str) -> String {
    name.chars().map(|sign| if "[]\\\n".contains(sign) { ' ' } else { sign }).collect()
}

fn text(entry: &StoryEntry, notice: Option<Notice>, links: &[String]) -> String {
    let mut out = format!("---\nid: {}\ndate: {}\nkind: {}\n", entry.id, entry.at, entry.kind);
    if let Some(mood) = entry.mood {
        out += &format!("mood: {mood}\n");
    }
    if !entry.themes.is_empty() {
        let themes: Vec<String> = entry.themes.iter().map(|theme| theme.replace([',', '[', ']', '\n'], " ")).collect();
        out += &format!("themes: [{}]\n", themes.join(", "));
    }
    if let Some(notice) = notice {
        // A file out of its folder still carries it.
        out += &format!("notice: {}\n", notice.short());
    }
    out += &format!("---\n\n# {}, {}\n\n", entry.title, entry.date);
    if !entry.text.is_empty() {
        out += &format!("{}\n", entry.text.trim_end());
    }
    if !entry.facts.is_empty() {
        out += "\n";
        for (name, value) in &entry.facts {
            out += &format!("- {name}: {value}\n");
        }
    }
    if !links.is_empty() {
        out += &format!("\n{}\n", links.join("\n"));
    }
    for (heading, words) in &entry.replies {
        let quoted: String = words.lines().map(|line| format!("> {line}\n")).collect();
        out += &format!("\n{heading}:\n\n{quoted}");
    }
    out
}

/// A file name that every file system accepts, and that no other entry has.
fn name(entry: &StoryEntry, names: &mut BTreeSet<String>) -> String {
    let words: String = entry.text.chars().take(TITLE_SIGNS).collect();
    let words = if words.trim().is_empty() { entry.title.clone() } else { words };
    // Marks belong to the preceding letters, and joiners to both sides.
    let is_mark = |c: char| unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}');
    let kept = |c: char| if c.is_alphanumeric() || is_mark(c) || c == '-' { c } else { ' ' };
    let words = words.chars().map(kept).collect::<String>();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = format!("{} {words}", entry.date);
    let stem = stem.trim();
    let mut name = format!("{stem}.md");
    let mut n = 2;
    while !names.insert(name.to_lowercase()) {
        name = format!("{stem} {n}.md");
        n += 1;
    }
    name
}

/// The file extension of a media type.
fn ending(media_type: &str) -> &'static str {
    extension(media_type).unwrap_or(match media_type {
        "audio/m4a" | "audio/aac" | "audio/x-m4a" => "m4a",
        "audio/x-wav" => "wav",
        "video/mp4" => "mp4",
        _ => "bin",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attach::media_type;

    #[test]
    fn every_file_that_can_be_attached_has_an_extension_of_its_type() {
        for name in "jpg jpeg png webp gif heic heif avif m4a aac mp3 ogg oga opus wav pdf".split(' ') {
            let kind = media_type(&format!("a.{name}")).unwrap();
            assert_eq!(media_type(&format!("a.{}", ending(kind))), Some(kind), "{name}");
        }
    }
}
