//! The words of a Markdown text and the files that it shows, by CommonMark's rules with the links of vaults
//! (`![[picture.png]]`). What is no link to a file that is there stays text, letter by letter.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::html;
use super::names::{Names, ending, last};

/// What a text gives.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub text: String,
    /// Files of the source, in order.
    pub files: Vec<String>,
    /// Pictures that the text shows and that are not there.
    pub missing: Vec<String>,
}

/// Finds a file by a link's target.
pub(super) enum Target {
    /// This file of the source.
    File(String),
    /// A file that should be there.
    Missing,
    /// An address: it stands for itself in the text.
    Address(String),
    /// Nothing of ours.
    Text,
}

/// The words of a text of a file of this name.
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

/// The words of a text, with the targets of its links told by `find` (target, whether it is shown as a picture).
pub(super) fn read_with(text: &str, find: &dyn Fn(&str, bool) -> Target) -> Words {
    let mut words = Words::default();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    // The picture that is being read: where it is, and what stands in place of it.
    let mut picture: Option<(Range<usize>, Target, String, bool)> = None;
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_WIKILINKS).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                depth += 1;
                if depth == 1 {
                    let vault = matches!(link_type, LinkType::WikiLink { .. });
                    picture = Some((range, find(&dest_url, true), String::new(), vault));
                }
            }
            Event::End(TagEnd::Image) => {
                depth = depth.saturating_sub(1);
                let Some((range, target, caption, _)) = (if depth == 0 { picture.take() } else { None }) else {
                    continue;
                };
                match target {
                    Target::File(file) => {
                        edits.push((range, said(&caption, &file)));
                        words.files.push(file);
                    }
                    Target::Address(address) => {
                        let caption = said(&caption, "");
                        let space = if caption.is_empty() { "" } else { " " };
                        edits.push((range, format!("{caption}{space}{address}")));
                    }
                    Target::Missing => words.missing.push(text[range].to_owned()),
                    Target::Text => {}
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) if depth == 0 => {
                if let Target::File(file) = find(&dest_url, false) {
                    words.files.push(file);
                }
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some((.., caption, _)) = &mut picture {
                    caption.push_str(&part);
                }
            }
            Event::InlineHtml(tag) | Event::Html(tag) if depth == 0 => {
                for shown in html::shown(&tag) {
                    if let Target::File(file) = find(&shown.source, true) {
                        // A tag that is nothing but the picture gives way to it; any other stays.
                        if shown.alone {
                            edits.push((range.clone(), said(&shown.caption, &file)));
                        }
                        words.files.push(file);
                    }
                }
            }
            _ => {}
        }
    }
    words.text = edited(text, edits);
    words.files.dedup();
    words
}

/// A caption as far as a person wrote it: a file's own name or a size is none.
fn said(caption: &str, file: &str) -> String {
    let caption = caption.trim();
    let caption = match caption.rsplit_once('|') {
        Some((words, size)) if is_size(size) => words.trim(),
        _ => caption,
    };
    let own = last(file).to_lowercase();
    let lower = caption.to_lowercase();
    let is_name =
        !own.is_empty() && (last(&lower) == own || lower == own.rsplit_once('.').map_or("", |(stem, _)| stem));
    let generic = ["", "image", "img", "photo", "picture", "bild", "foto"].contains(&lower.as_str());
    if is_name || is_size(caption) || generic { String::new() } else { caption.to_owned() }
}

/// `300`, `300x200`.
fn is_size(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|sign: char| sign.is_ascii_digit())
        && text.chars().all(|sign| sign.is_ascii_digit() || sign == 'x')
}

/// The text with its edits; a line that held nothing but a picture goes whole.
fn edited(text: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, instead) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        at = range.end;
        if !instead.is_empty() {
            out.push_str(&instead);
            continue;
        }
        let (rest, begins) = (&text[at..], out.is_empty() || out.ends_with('\n'));
        let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
        if begins && line.trim().is_empty() {
            at = (at + line.len() + 1).min(text.len());
            // Of the empty lines around it one is left.
            if (out.is_empty() || out.ends_with("\n\n")) && text[at..].starts_with('\n') {
                at += 1;
            }
        } else if rest.starts_with(' ') && (begins || out.ends_with(' ')) {
            at += 1;
        }
    }
    out.push_str(&text[at..]);
    out
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
        ] {
            assert_eq!(words(text), (text.to_owned(), vec![]));
        }
        assert_eq!(words("and [a photo](lake.png)."), ("and [a photo](lake.png).".into(), vec!["lake.png".into()]));
    }

    #[test]
    fn pictures_are_taken_out_and_captions_stay() {
        for (text, kept, files) in [
            ("Morning ![[lake.png]] walk.\n\nRest.", "Morning walk.\n\nRest.", vec!["lake.png"]),
            ("![[lake.png|300]]\nafter", "after", vec!["lake.png"]),
            ("a\n\n![lake.png](lake.png)\n\nb", "a\n\nb", vec!["lake.png"]),
            ("![Moon over the lake](../lake.png \"t\") end", "Moon over the lake end", vec!["lake.png"]),
            ("![a [nested] word|200x100](<a b.jpg>)", "a [nested] word", vec!["a b.jpg"]),
            ("![x](a%20b.jpg)![[audio.m4a]]", "x", vec!["a b.jpg", "audio.m4a"]),
            ("![y][ref]\n\n[ref]: lake.png", "y\n\n[ref]: lake.png", vec!["lake.png"]),
            ("![z](<x (1).png>) and ![z](x\\ \\(1\\).png)", "z and ![z](x\\ \\(1\\).png)", vec!["d/x (1).png"]),
            ("so <img src=\"lake.png\" alt=\"Still\" width=3/> it was", "so Still it was", vec!["lake.png"]),
            ("<img src='lake.png'>\n\nafter", "after", vec!["lake.png"]),
        ] {
            assert_eq!(words(text), (kept.to_owned(), files.into_iter().map(String::from).collect()), "{text}");
        }
    }
}
