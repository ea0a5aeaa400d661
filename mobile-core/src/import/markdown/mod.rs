//! Markdown as text, and the media files that it shows: CommonMark with wiki links (`![[picture.png]]`). A link that
//! does not point to a file of the source stays in the text unchanged.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::embedded::{self, Embedded};
use super::html;
use super::names::{Names, ending, folded, last};

/// A text with its media files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub text: String,
    /// Files of the source, in order.
    pub files: Vec<String>,
    /// Files within the text.
    pub embedded: Vec<Embedded>,
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
    let mut taken = Taken::default();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_WIKILINKS).into_offset_iter() {
        if matches!(event, Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) | Event::Code(_)) {
            taken.add(&range);
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
    embedded: Option<Embedded>,
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
    /// Whether this is within a block of HTML, which was searched as a whole.
    in_html: bool,
}

impl<'a> Parsing<'a> {
    fn of(text: &'a str, find: &'a dyn Fn(&str, bool) -> Target) -> Self {
        Self {
            text,
            find,
            words: Words::default(),
            edits: Vec::new(),
            picture: None,
            depth: 0,
            open: Vec::new(),
            in_html: false,
        }
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
            Event::Start(Tag::HtmlBlock) => {
                self.in_html = true;
                self.html_block(range);
            }
            Event::End(TagEnd::HtmlBlock) => self.in_html = false,
            Event::Html(_) if self.in_html => {}
            Event::InlineHtml(tag) if self.depth == 0 && self.open.last().is_some_and(|name| ends(&tag, name)) => {
                self.open.pop();
                self.edits.push((range, String::new()));
            }
            Event::InlineHtml(tag) | Event::Html(tag) if self.depth == 0 => self.replace_tag(&tag, &range),
            _ => {}
        }
    }

    /// Replaces the tags of media files in a block. A tag may go over several lines.
    fn html_block(&mut self, block: Range<usize>) {
        const MEDIA: [&str; 8] = ["<img", "<audio", "<video", "<source", "<embed", "</audio", "</video", "<a "];
        let text = self.text;
        let mut at = block.start;
        while let Some(found) = text[at..block.end].find('<') {
            let start = at + found;
            let is_media =
                |name: &&str| text.get(start..start + name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
            at = start + 1;
            if !MEDIA.iter().any(is_media) {
                continue;
            }
            // Without an end, it is not a tag, and neither is anything behind it.
            let Some(length) = length_of_tag(&text[start..block.end]) else { return };
            at = start + length;
            let tag = &text[start..at];
            if self.open.last().is_some_and(|name| ends(tag, name)) {
                self.open.pop();
                self.edits.push((start..at, String::new()));
            } else {
                self.replace_tag(tag, &(start..at));
            }
        }
    }

    fn begin_picture(&mut self, range: Range<usize>, address: &str, title: &str) {
        self.depth += 1;
        let target = (self.find)(address, true);
        let embedded = embedded::read(address);
        match &mut self.picture {
            None => {
                let title = title.trim().to_owned();
                self.picture = Some(Picture { range, target, embedded, caption: String::new(), title });
            }
            // A picture within a caption: its text is part of the caption.
            Some(outer) => {
                self.words.files.extend(target.file());
                self.words.embedded.extend(embedded);
                separate(&mut outer.caption, title);
            }
        }
    }

    fn end_picture(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        let picture = if self.depth == 0 { self.picture.take() } else { None };
        let Some(Picture { range, target, embedded, mut caption, title }) = picture else { return };
        if let Some(file) = embedded {
            caption = said(&caption, "");
            separate(&mut caption, &title);
            self.edits.push((range, caption));
            self.words.embedded.push(file);
            return;
        }
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

    /// Replaces a tag that contains only a media file by the file's caption; any other stays, as do links to files.
    fn replace_tag(&mut self, tag: &str, range: &Range<usize>) {
        for link in html::links(tag) {
            self.words.files.extend((self.find)(&link, false).file());
        }
        for shown in html::shown(tag) {
            if let Some(file) = embedded::read(&shown.source).filter(|_| shown.alone) {
                self.edits.push((range.clone(), said(&shown.caption, "")));
                self.words.embedded.push(file);
            } else if let Target::File(file) = (self.find)(&shown.source, true) {
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
    const MOST: usize = 100;
    let size = head(text, MOST).strip_prefix("{:").and_then(|rest| rest.split_once('}')).map(|(size, _)| size);
    let is_size =
        |part: &str| ["height ", ":height ", "width ", ":width "].iter().any(|name| part.trim().starts_with(name));
    let size = size.filter(|size| size.split(',').all(is_size));
    size.map_or(0, |size| "{:".len() + size.len() + "}".len())
}

/// The length in bytes of the tag at the beginning of a text, up to its closing bracket outside of quotes.
fn length_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (sign, quote) {
            ('>', None) => return Some(at + 1),
            ('"' | '\'', None) => quote = Some(sign),
            (sign, Some(open)) if sign == open => quote = None,
            _ => {}
        }
    }
    None
}

fn begins(tag: &str, name: &str) -> bool {
    let tag = tag.trim_start_matches('<').to_lowercase();
    tag.starts_with(name) && !tag.trim_end_matches('>').ends_with('/')
}

fn ends(tag: &str, name: &str) -> bool {
    tag.strip_prefix("</").is_some_and(|tag| tag.trim_end_matches('>').trim().eq_ignore_ascii_case(name))
}

/// Ranges of a text that were parsed already, or must not be parsed.
#[derive(Default)]
struct Taken(Vec<(usize, usize)>);

impl Taken {
    /// Adds a range. Ranges come in the order of their starts.
    fn add(&mut self, range: &Range<usize>) {
        let end = self.0.last().map_or(range.end, |(_, end)| range.end.max(*end));
        self.0.push((range.start, end));
    }

    fn contains(&self, at: usize) -> bool {
        let before = self.0.partition_point(|(start, _)| *start <= at);
        before > 0 && self.0[before - 1].1 > at
    }
}

/// The beginning of a text: at most this many bytes of its first line.
fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text[..end].split('\n').next().unwrap_or_default()
}

/// `![caption](my lake.png)`: CommonMark does not allow spaces in a target, but vaults contain them. Such a target
/// counts only if the file exists.
fn spaced(
    text: &str,
    taken: &Taken,
    find: &dyn Fn(&str, bool) -> Target,
    each: &mut dyn FnMut(Range<usize>, &str, String),
) {
    // Longer ones are neither a caption nor a file's name. Without limits, a long line would take hours.
    const MOST: usize = 1_000;
    const MOST_BRACKETS: usize = 4;
    for (start, _) in text.match_indices("![") {
        let backslashes = text[..start].len() - text[..start].trim_end_matches('\\').len();
        if backslashes % 2 == 1 || taken.contains(start) {
            continue;
        }
        let rest = &text[start + 2..];
        let Some((caption, _)) = head(rest, MOST).split_once("](") else { continue };
        if caption.contains(['[', ']']) {
            continue;
        }
        let behind = head(&rest[caption.len() + 2..], MOST);
        // A name may contain a bracket: the link ends at the first bracket that gives an existing file, with or without
        // a size or a title after it.
        let file = |target: &str| {
            let sized = || target.rsplit_once(" =").filter(|(_, size)| is_size(size)).map(|(name, _)| name);
            let is_named = |name: &&str| !ending(name).is_empty();
            let named = |name: &str| Some(name).filter(is_named).and_then(|name| find(name, true).file());
            let titled = || {
                let (name, title) = title_behind(target)?;
                Some((named(name.trim_end())?, format!("{caption} {title}")))
            };
            let alone = |file| (file, caption.to_owned());
            named(target).map(alone).or_else(|| named(sized()?).map(alone)).or_else(titled)
        };
        let ends = behind.match_indices(')').take(MOST_BRACKETS);
        let found = ends.map(|(end, _)| end).find_map(|end| Some((end, file(&behind[..end])?)));
        if let Some((end, (file, words))) = found {
            each(start..start + 2 + caption.len() + 2 + end + 1, &words, file);
        }
    }
}

/// A link's target and the title behind it, in quotes.
fn title_behind(target: &str) -> Option<(&str, &str)> {
    ['"', '\''].iter().find_map(|quote| {
        let (name, title) = target.trim_end().strip_suffix(*quote)?.split_once(*quote)?;
        name.ends_with(' ').then_some((name, title))
    })
}

/// A caption that a person wrote; a file name or a size is not one.
pub(super) fn said(caption: &str, file: &str) -> String {
    let caption = caption.trim();
    let caption = match caption.rsplit_once('|') {
        Some((words, size)) if is_size(size) => words.trim(),
        _ => caption,
    };
    let (own, lower) = (folded(last(file)), folded(caption));
    // A vault writes the page of a document behind its name: `letter.pdf#page=2`.
    let named = lower.split('#').next().unwrap_or_default();
    let is_own = |name: &str| last(name) == own || name == own.rsplit_once('.').map_or("", |(stem, _)| stem);
    let is_name = !own.is_empty() && (is_own(&lower) || last(named) == own);
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
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if begins && (rest.len() == spaces || rest[spaces..].starts_with('\n')) {
            at = (at + spaces + 1).min(text.len());
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
