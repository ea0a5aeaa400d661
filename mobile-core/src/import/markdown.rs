//! Markdown as text, and the media files that it shows: CommonMark with wiki links (`![[picture.png]]`). A link that
//! does not point to a file of the source stays in the text unchanged.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html;
use super::names::{Names, ending, last};

/// A text with its media files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub text: String,
    /// Files of the source, in order.
    pub files: Vec<String>,
    /// Pictures that the text shows but the source does not contain.
    pub missing: Vec<String>,
}

/// The target of a link.
pub(super) enum Target {
    /// This file of the source.
    File(String),
    /// A file that should be there.
    Missing,
    /// A URL: it stays in the text.
    Address(String),
    /// Not a link to a file.
    Text,
}

impl Target {
    fn file(self) -> Option<String> {
        match self {
            Self::File(file) => Some(file),
            _ => None,
        }
    }
}

/// Appends text to other text.
fn separate(words: &mut String, more: &str) {
    let more = more.trim();
    if !words.is_empty() && !words.ends_with(' ') && !more.is_empty() {
        words.push(' ');
    }
    words.push_str(more);
}

/// The text of a file of this name.
pub(super) fn read(text: &str, name: &str, names: &Names) -> Words {
    read_with(text, &|target, shown| match names.resolve(name, target) {
        Some(file) if !is_text(file) => Target::File(file.to_owned()),
        Some(_) => Target::Text,
        None if shown && !ending(target).is_empty() && !target.contains(':') => Target::Missing,
        None => Target::Text,
    })
}

fn is_text(name: &str) -> bool {
    super::texts::ENDINGS.contains(&ending(name).as_str())
}

/// Parses a text; `find` resolves the target of a link (target, whether it is shown as a picture).
pub(super) fn read_with(text: &str, find: &dyn Fn(&str, bool) -> Target) -> Words {
    let mut parsing = Parsing::of(text, find);
    // Ranges that were parsed already, or must not be parsed.
    let mut taken: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_WIKILINKS).into_offset_iter() {
        if matches!(event, Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) | Event::Code(_)) {
            taken.push(range.clone());
        }
        parsing.event(event, range);
    }
    let Parsing { mut words, mut edits, .. } = parsing;
    spaced(text, &taken, find, &mut |range, caption, file| {
        edits.push((range, said(caption, &file)));
        words.files.push(file);
    });
    edits.sort_by_key(|(range, _)| range.start);
    for (range, _) in &mut edits {
        range.end += length_of_size(&text[range.end..]);
    }
    words.text = edited(text, edits);
    let mut seen = BTreeSet::new();
    words.files.retain(|file| seen.insert(file.clone()));
    words
}

/// A picture that is being parsed.
struct Picture {
    range: Range<usize>,
    target: Target,
    caption: String,
    title: String,
}

/// A text that is being parsed, and what was found in it so far.
struct Parsing<'a> {
    text: &'a str,
    find: &'a dyn Fn(&str, bool) -> Target,
    words: Words,
    edits: Vec<(Range<usize>, String)>,
    picture: Option<Picture>,
    /// How many pictures are open: a caption may contain another one.
    depth: usize,
    /// Open tags that were replaced by their file; their closing tags are removed as well.
    open: Vec<&'static str>,
}

impl<'a> Parsing<'a> {
    fn of(text: &'a str, find: &'a dyn Fn(&str, bool) -> Target) -> Self {
        Self { text, find, words: Words::default(), edits: Vec::new(), picture: None, depth: 0, open: Vec::new() }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Image { dest_url, title, .. }) => self.begin_picture(range, &dest_url, &title),
            Event::End(TagEnd::Image) => self.end_picture(),
            Event::Start(Tag::Link { dest_url, .. }) if self.depth == 0 => {
                if let Target::File(file) = (self.find)(&dest_url, false) {
                    self.words.files.push(file);
                }
            }
            Event::Text(part) | Event::Code(part) | Event::InlineHtml(part) if self.depth > 0 => {
                self.add_to_caption(&part);
            }
            Event::SoftBreak | Event::HardBreak => self.add_to_caption(" "),
            Event::InlineHtml(tag) if self.depth == 0 && self.open.last().is_some_and(|name| ends(&tag, name)) => {
                self.open.pop();
                self.edits.push((range, String::new()));
            }
            Event::InlineHtml(tag) | Event::Html(tag) if self.depth == 0 => self.replace_tag(&tag, &range),
            _ => {}
        }
    }

    fn begin_picture(&mut self, range: Range<usize>, address: &str, title: &str) {
        self.depth += 1;
        let target = (self.find)(address, true);
        match &mut self.picture {
            None => {
                let title = title.trim().to_owned();
                self.picture = Some(Picture { range, target, caption: String::new(), title });
            }
            // A picture within a caption: its text is part of the caption.
            Some(outer) => {
                self.words.files.extend(target.file());
                separate(&mut outer.caption, title);
            }
        }
    }

    fn end_picture(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        let picture = if self.depth == 0 { self.picture.take() } else { None };
        let Some(Picture { range, target, mut caption, title }) = picture else { return };
        match target {
            Target::File(file) => {
                caption = said(&caption, &file);
                if said(&title, &file) != caption {
                    separate(&mut caption, &said(&title, &file));
                }
                self.edits.push((range, caption));
                self.words.files.push(file);
            }
            Target::Address(address) => {
                caption = said(&caption, "");
                separate(&mut caption, &title);
                separate(&mut caption, &address);
                self.edits.push((range, caption));
            }
            Target::Missing => self.words.missing.push(self.text[range].to_owned()),
            Target::Text => {}
        }
    }

    fn add_to_caption(&mut self, part: &str) {
        if let Some(picture) = &mut self.picture {
            picture.caption.push_str(part);
        }
    }

    /// Replaces a tag that contains only a media file by the file's caption; any other stays.
    fn replace_tag(&mut self, tag: &str, range: &Range<usize>) {
        for shown in html::shown(tag) {
            if let Target::File(file) = (self.find)(&shown.source, true) {
                if shown.alone {
                    self.edits.push((range.clone(), said(&shown.caption, &file)));
                    self.open.extend(["audio", "video"].into_iter().filter(|name| begins(tag, name)));
                }
                self.words.files.push(file);
            }
        }
    }
}

/// The length in bytes of Logseq's size behind a picture, `{:height 300, :width 400}`; 0 if there is none.
fn length_of_size(text: &str) -> usize {
    let size = text.strip_prefix("{:").and_then(|rest| rest.split_once('}')).map(|(size, _)| size);
    let is_size =
        |part: &str| ["height ", ":height ", "width ", ":width "].iter().any(|name| part.trim().starts_with(name));
    let size = size.filter(|size| size.split(',').all(is_size));
    size.map_or(0, |size| "{:".len() + size.len() + "}".len())
}

fn begins(tag: &str, name: &str) -> bool {
    let tag = tag.trim_start_matches('<').to_lowercase();
    tag.starts_with(name) && !tag.trim_end_matches('>').ends_with('/')
}

fn ends(tag: &str, name: &str) -> bool {
    tag.strip_prefix("</").is_some_and(|tag| tag.trim_end_matches('>').trim().eq_ignore_ascii_case(name))
}

/// `![caption](my lake.png)`: CommonMark does not allow spaces in a target, but vaults contain them. Such a target
/// counts only if the file exists.
fn spaced(
    text: &str,
    taken: &[Range<usize>],
    find: &dyn Fn(&str, bool) -> Target,
    each: &mut dyn FnMut(Range<usize>, &str, String),
) {
    for (start, _) in text.match_indices("![") {
        let line = text[start..].lines().next().unwrap_or_default();
        let Some((caption, behind)) = line[2..].split_once("](") else { continue };
        let backslashes = text[..start].len() - text[..start].trim_end_matches('\\').len();
        if taken.iter().any(|range| range.contains(&start)) || caption.contains(['[', ']']) || backslashes % 2 == 1 {
            continue;
        }
        // A name may contain a bracket: the link ends at the first bracket that gives an existing file, with or without
        // a size after it.
        let file = |target: &str| {
            let sized = || target.rsplit_once(" =").filter(|(_, size)| is_size(size)).map(|(name, _)| name);
            find(target, true).file().or_else(|| find(sized()?, true).file())
        };
        let found = behind.match_indices(')').find_map(|(end, _)| Some((end, file(&behind[..end])?)));
        if let Some((end, file)) = found {
            each(start..start + 2 + caption.len() + 2 + end + 1, caption, file);
        }
    }
}

/// A caption that a person wrote; a file name or a size is not one.
pub(super) fn said(caption: &str, file: &str) -> String {
    let caption = caption.trim();
    let caption = match caption.rsplit_once('|') {
        Some((words, size)) if is_size(size) => words.trim(),
        _ => caption,
    };
    let own = last(file).to_lowercase();
    let lower = caption.to_lowercase();
    let is_name =
        !own.is_empty() && (last(&lower) == own || lower == own.rsplit_once('.').map_or("", |(stem, _)| stem));
    // Default captions of apps.
    let generic = ["", "image", "img"].contains(&lower.as_str());
    if is_name || is_size(caption) || generic { String::new() } else { caption.to_owned() }
}

/// `300`, `300x200`.
fn is_size(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|sign: char| sign.is_ascii_digit())
        && text.chars().all(|sign| sign.is_ascii_digit() || sign == 'x')
}

/// The text with its edits. A line with only a picture is removed.
fn edited(text: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, instead) in edits {
        if range.start < at {
            continue;
        }
        add(&mut out, &text[at..range.start]);
        at = range.end;
        if !instead.is_empty() {
            add(&mut out, &instead);
            continue;
        }
        let (rest, begins) = (&text[at..], out.is_empty() || out.ends_with('\n'));
        let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
        if begins && line.trim().is_empty() {
            at = (at + line.len() + 1).min(text.len());
            // One of the surrounding empty lines is kept.
            if (out.is_empty() || out.ends_with("\n\n")) && text[at..].starts_with('\n') {
                at += 1;
            }
        } else if rest.starts_with(' ') && (begins || out.ends_with(' ')) {
            at += 1;
        }
    }
    add(&mut out, &text[at..]);
    out
}

/// Appends a part; words that a picture separated are not joined.
fn add(out: &mut String, part: &str) {
    if out.ends_with(char::is_alphanumeric) && part.starts_with(char::is_alphanumeric) {
        out.push(' ');
    }
    out.push_str(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> (String, Vec<String>) {
        let names = Names::of(
            ["lake.png", "plans/rest.md", "a b.jpg", "audio.m4a", "2024-03-05.md", "d/x (1).png"].into_iter(),
        );
        let words = read(text, "d/e.md", &names);
        (words.text, words.files)
    }

    #[test]
    fn no_word_between_signs_is_lost() {
        for text in [
            "I did it![1] Then a long paragraph about my mother and the river.\n\n[1]: a note\n\nMore here.",
            "![ and ![[ and ](x) and ![a](b",
            "I shouted ![help] and left [it](https://else.example).",
            "`![x](lake.png)` and\n\n    ![x](lake.png)\n\n```\n![[lake.png]]\n```",
            "[[Mum]] and [[Mum|her]] ==mark== %%comment%% #tag/sub ^block\n> [!note] callout\n- [x] done",
            "Inline ![[2024-03-05]] and ![[Some note#heading]]",
            "3 * 4 * 5 and _this_ <b>bold</b> & &amp; \\* \\[x\\](y)",
            "![far](https://else.example/lake.png) ![gone](gone.png)",
            "<div>![x](y)",
            "more </audio> end",
        ] {
            assert_eq!(words(text), (text.to_owned(), vec![]));
        }
        let escaped = "A \\![x](lake.png) B and \\![[lake.png]] and \\![a b](lake.png =3x4)";
        assert_eq!(words(escaped).0, escaped);
        assert_eq!(words("and [a photo](lake.png)."), ("and [a photo](lake.png).".into(), vec!["lake.png".into()]));
    }

    #[test]
    fn pictures_are_taken_out_and_captions_stay() {
        for (text, kept, files) in [
            ("Morning ![[lake.png]] walk.\n\nRest.", "Morning walk.\n\nRest.", vec!["lake.png"]),
            ("![[lake.png|300]]\nafter", "after", vec!["lake.png"]),
            ("a\n\n![lake.png](lake.png)\n\nb", "a\n\nb", vec!["lake.png"]),
            ("![Moon over the lake](../lake.png \"at nine\") end", "Moon over the lake at nine end", vec!["lake.png"]),
            ("![](lake.png 'only a title') end", "only a title end", vec!["lake.png"]),
            ("![lake](lake.png \"lake\")", "", vec!["lake.png"]),
            ("![two\nlines](lake.png)", "two lines", vec!["lake.png"]),
            ("![a ![b](a%20b.jpg) c](lake.png)", "a b c", vec!["a b.jpg", "lake.png"]),
            ("![so <b>still</b>](lake.png)", "so <b>still</b>", vec!["lake.png"]),
            ("[![the lake](lake.png)](https://else.example/x)", "[the lake](https://else.example/x)", vec!["lake.png"]),
            ("![my Foto](lake.png)![Foto](lake.png)", "my Foto Foto", vec!["lake.png"]),
            (
                "![her](<d/x (1).png>) ![one](a b.jpg) `![x](a b.jpg)`",
                "her one `![x](a b.jpg)`",
                vec!["d/x (1).png", "a b.jpg"],
            ),
            ("![x (1).png](x (1).png)", "", vec!["d/x (1).png"]),
            ("one![two](lake.png)three![](lake.png)four", "one two three four", vec!["lake.png"]),
            ("- ![[lake.png]]\n- word", "- \n- word", vec!["lake.png"]),
            ("![a [nested] word|200x100](<a b.jpg>)", "a [nested] word", vec!["a b.jpg"]),
            ("![x](a%20b.jpg)![[audio.m4a]]", "x", vec!["a b.jpg", "audio.m4a"]),
            ("![y][ref]\n\n[ref]: lake.png", "y\n\n[ref]: lake.png", vec!["lake.png"]),
            ("![z](<x (1).png>) and ![z](x\\ \\(1\\).png)", "z and ![z](x\\ \\(1\\).png)", vec!["d/x (1).png"]),
            ("so <img src=\"lake.png\" alt=\"Still\" width=3/> it was", "so Still it was", vec!["lake.png"]),
            ("<img src='lake.png'>\n\nafter", "after", vec!["lake.png"]),
            ("a ![x](lake.png){:height 300, :width 400} b {:height 1}", "a x b {:height 1}", vec!["lake.png"]),
            ("a ![at dawn](lake.png =300x200) b ![](a b.jpg =300x) c", "a at dawn b c", vec!["lake.png", "a b.jpg"]),
            ("so <audio controls src=\"audio.m4a\"></audio> it was", "so it was", vec!["audio.m4a"]),
        ] {
            assert_eq!(words(text), (kept.to_owned(), files.into_iter().map(String::from).collect()), "{text}");
        }
    }
}
