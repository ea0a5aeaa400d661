//! HTML as plain text: paragraphs, lists and line breaks as lines, with the media files that it shows.

mod lines;

use std::borrow::Cow;
use std::collections::BTreeSet;

use html5gum::{StartTag, Token, Tokenizer};

use super::embedded::{self, Embedded};
use lines::Lines;

/// Elements that begin and end a line.
const BLOCKS: [&str; 26] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "table",
    "tr",
    "figure",
    "figcaption",
    "hr",
    "dl",
    "dt",
    "dd",
    "body",
];
/// Elements with an empty line before and after them.
const APART: [&str; 13] = ["p", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "figure"];
/// Without an end.
const VOID: [&str; 12] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"];
/// Elements whose content is not text.
const UNREAD: [&str; 5] = ["script", "style", "head", "template", "noscript"];

/// More elements within each other than any page has. Deeper ones are read as if they were beside each other.
const DEEPEST: usize = 256;
/// The deepest list that is indented further than the one around it.
const DEEPEST_LIST: usize = 16;

/// A file that HTML shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub source: String,
    pub caption: String,
    /// Whether there is nothing else in the HTML.
    pub alone: bool,
}

/// The content of a document.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub text: String,
    pub shown: Vec<Shown>,
    /// Texts of elements with one of the requested classes, in order: class and text. They are not in the main text.
    pub marked: Vec<(String, String)>,
}

/// The files of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Media {
    /// Files of the source.
    pub files: Vec<String>,
    pub embedded: Vec<Embedded>,
    /// Names of files that are neither in the source nor readable.
    pub missing: Vec<String>,
}

impl Page {
    /// The files that the page shows; `find` looks one up in the source. URLs stay in the text.
    pub fn media(&self, find: &dyn Fn(&str) -> Option<String>) -> Media {
        let mut media = Media::default();
        let mut seen = BTreeSet::new();
        for Shown { source, .. } in &self.shown {
            match (embedded::read(source), find(source)) {
                (Some(file), _) => media.embedded.push(file),
                (None, Some(file)) if seen.insert(file.clone()) => media.files.push(file),
                (None, None) if !is_address(source) => media.missing.push(embedded::shown_as(source)),
                _ => {}
            }
        }
        media
    }
}

/// Whether a link leads to a place outside of the source.
fn is_address(link: &str) -> bool {
    link.contains("://") && !link.starts_with("file:") && !embedded::is_one(link) || link.starts_with("mailto:")
}

fn attribute(tag: &StartTag<()>, name: &str) -> String {
    let found = tag.attributes.iter().find(|(known, _)| known.0 == name.as_bytes());
    found.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).unwrap_or_default()
}

/// The files that a piece of HTML shows.
pub(super) fn shown(html: &str) -> Vec<Shown> {
    let mut all = Vec::new();
    let mut others = false;
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => match source(&tag) {
                Some(source) => all.push(Shown { source, caption: attribute(&tag, "alt"), alone: false }),
                None => others = true,
            },
            Token::String(text) => others |= !text.trim_ascii().is_empty(),
            Token::Comment(_) => others = true,
            _ => {}
        }
    }
    let alone = all.len() == 1 && !others;
    all.iter_mut().for_each(|one| one.alone = alone);
    all
}

/// The addresses of the links in a piece of HTML.
pub(super) fn links(html: &str) -> Vec<String> {
    let mut all = Vec::new();
    for Ok(token) in Tokenizer::new(html) {
        if let Token::StartTag(tag) = token
            && tag.name.0 == b"a"
        {
            all.push(attribute(&tag, "href"));
        }
    }
    all.retain(|address| !address.is_empty());
    all
}

fn source(tag: &StartTag<()>) -> Option<String> {
    let shows = ["img", "audio", "video", "source", "embed"].iter().any(|name| tag.name.0 == name.as_bytes());
    Some(attribute(tag, "src")).filter(|source| shows && !source.is_empty())
}

/// Reads a document. Elements with one of the classes `apart` are collected separately, under the first matching name. A
/// name that ends with `_` is a prefix.
pub(super) fn read(html: &str, apart: &[&str]) -> Page {
    let mut reading = Reading { apart, ..Reading::default() };
    let html = with_hearts(html);
    for Ok(token) in Tokenizer::new(&*html) {
        match token {
            Token::StartTag(tag) => reading.start_tag(&tag),
            Token::EndTag(tag) => reading.end_tag(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reading.words(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    reading.page()
}

/// HTML takes `</3 and all that follows` for a comment, and people mean a broken heart.
fn with_hearts(html: &str) -> Cow<'_, str> {
    if !html.contains("</") {
        return html.into();
    }
    let mut parts = html.split("</");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_tag = part.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '>');
        out.push_str(if is_tag { "</" } else { "&lt;/" });
        out.push_str(part);
    }
    out.into()
}

/// An element whose text is collected separately.
struct Aside {
    /// The index of the element among the open ones.
    depth: usize,
    class: String,
    lines: Lines,
}

/// A link whose text is being read.
struct Link {
    /// The index of the element among the open ones.
    depth: usize,
    address: String,
    /// Where its text begins.
    from: usize,
}

/// A document that is being read.
#[derive(Default)]
struct Reading<'a> {
    /// The classes of elements that are collected separately.
    apart: &'a [&'a str],
    page: Page,
    lines: Lines,
    /// The open elements.
    open: Vec<String>,
    /// The index of the open element whose content is not text.
    skipped: Option<usize>,
    /// The open lists: the next number, if they are numbered.
    lists: Vec<Option<u32>>,
    aside: Option<Aside>,
    link: Option<Link>,
}

impl Reading<'_> {
    fn start_tag(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if self.skipped.is_none() {
            self.show(&name, tag);
        }
        if VOID.contains(&name.as_str()) || tag.self_closing && !BLOCKS.contains(&name.as_str()) {
            return;
        }
        let depth = self.open.len();
        if depth >= DEEPEST {
            return;
        }
        if self.skipped.is_none() && UNREAD.contains(&name.as_str()) {
            self.skipped = Some(depth);
        }
        if self.aside.is_none() && self.skipped.is_none() {
            let class = self.class_apart(&attribute(tag, "class"));
            self.aside = class.map(|class| Aside { depth, class, lines: Lines::default() });
        }
        if name == "a" && self.skipped.is_none() {
            self.end_link(depth);
            let address = attribute(tag, "href");
            // Trailing spaces may be removed later.
            let from = self.out().text.trim_end_matches([' ', '\t']).len();
            self.link = is_address(&address).then_some(Link { depth, address, from });
        }
        self.open.push(name);
    }

    /// Adds the address of a link to its text, if an element of this depth or one around it ends.
    fn end_link(&mut self, depth: usize) {
        let Some(Link { address, from, .. }) = self.link.take_if(|link| link.depth >= depth) else { return };
        let out = self.out();
        let text = &mut out.text;
        let shown = text.get(from..).unwrap_or_default().trim();
        let bare = |address: &str| {
            let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
            rest.trim_start_matches("mailto:").trim_start_matches("www.").trim_end_matches('/').to_owned()
        };
        if shown.is_empty() || shown.contains(['\n', '[', ']']) {
            // A link around a picture, or around several lines.
            out.words(&format!(" {address} "), false);
        } else if bare(shown) != bare(&address) {
            let start = text.len() - text[from..].trim_start().len();
            let whole = format!("[{shown}]({address})");
            text.replace_range(start..start + shown.len(), &whole);
        }
    }

    /// Writes what an element shows by itself: a line break, a list item, a picture's caption.
    fn show(&mut self, name: &str, tag: &StartTag<()>) {
        let out = self.aside.as_mut().map_or(&mut self.lines, |aside| &mut aside.lines);
        if let Some(source) = source(tag) {
            // Text below it is the person's own.
            let caption = attribute(tag, "alt");
            let said = super::markdown::said(&caption, &source);
            // A picture elsewhere stays a link.
            let said = if is_address(&source) { format!("![{said}]({source})") } else { said };
            out.words(&format!(" {said} "), false);
            self.page.shown.push(Shown { source, caption, alone: false });
        }
        match name {
            "ul" | "ol" if self.open.len() >= DEEPEST => {}
            "ul" => self.lists.push(None),
            "ol" => self.lists.push(Some(1)),
            _ => {}
        }
        begin(out, name, &mut self.lists, tag);
    }

    fn class_apart(&self, classes: &str) -> Option<String> {
        let is = |class: &&str, name: &str| *class == name || name.ends_with('_') && class.starts_with(name);
        let found = self.apart.iter().find_map(|name| classes.split_whitespace().find(|class| is(class, name)));
        found.map(String::from)
    }

    fn end_tag(&mut self, name: &str) {
        // A closing tag without an opening one is ignored.
        let Some(depth) = self.open.iter().rposition(|open| open == name) else { return };
        self.open.truncate(depth);
        self.end_link(depth);
        if is_list(name) {
            self.lists.pop();
        }
        if self.skipped.is_some_and(|from| from >= depth) {
            self.skipped = None;
            return;
        }
        if let Some(Aside { class, lines, .. }) = self.aside.take_if(|aside| aside.depth >= depth) {
            self.page.marked.push((class, lines.text()));
        } else if self.skipped.is_none() && BLOCKS.contains(&name) {
            let apart = is_apart(name, self.lists.len());
            self.out().line(apart);
        }
    }

    fn words(&mut self, text: &str) {
        if self.skipped.is_none() {
            let as_written = self.open.iter().any(|name| name == "pre");
            self.out().words(text, as_written);
        }
    }

    /// The lines to which text belongs at this point.
    fn out(&mut self) -> &mut Lines {
        self.aside.as_mut().map_or(&mut self.lines, |aside| &mut aside.lines)
    }

    fn page(mut self) -> Page {
        self.end_link(0);
        if let Some(Aside { class, lines, .. }) = self.aside {
            self.page.marked.push((class, lines.text()));
        }
        self.page.text = self.lines.text();
        self.page
    }
}

fn begin(out: &mut Lines, name: &str, lists: &mut [Option<u32>], tag: &StartTag<()>) {
    match name {
        "br" => out.push("\n"),
        "li" => {
            out.line(false);
            let indent = "  ".repeat(lists.len().clamp(1, DEEPEST_LIST) - 1);
            match lists.last_mut() {
                Some(Some(number)) => {
                    out.push(&format!("{indent}{number}. "));
                    *number += 1;
                }
                _ => out.push(&format!("{indent}- ")),
            }
        }
        "input" if attribute(tag, "type") == "checkbox" => {
            let done = tag.attributes.iter().any(|(name, _)| name.0 == b"checked");
            out.push(if done { "[x] " } else { "[ ] " });
        }
        "td" | "th" => out.push(" "),
        // The list itself is open at this point.
        block if BLOCKS.contains(&block) => {
            out.line(is_apart(block, lists.len().saturating_sub(usize::from(is_list(block)))))
        }
        _ => {}
    }
}

fn is_list(name: &str) -> bool {
    ["ul", "ol"].contains(&name)
}

/// No empty lines within a list.
fn is_apart(name: &str, lists: usize) -> bool {
    lists == 0 && APART.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_become_words_in_lines() {
        let text = |html: &str| read(html, &[]).text;
        for (html, expected) in [
            ("<p>A quiet day</p>", "A quiet day"),
            ("<p>One<br>two</p>\n<p>three &amp; <b>four</b> five</p>", "One\ntwo\n\nthree & four five"),
            ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>d</p>", "- a\n- b\n  - c\n\nd"),
            ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
            ("<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
            ("<style>p{}</style><script>x()</script><p>shown</p>", "shown"),
            ("a < b and 3 &lt; 4 </nothing> <p>open", "a < b and 3 < 4\n\nopen"),
            ("<p>I <3 you </3 and you </ or not</p>", "I <3 you </3 and you </ or not"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("plain words", "plain words"),
            ("<p>Gr\u{fc}\u{df}e&nbsp;\u{1f30a} &#x1F600;</p>", "Gr\u{fc}\u{df}e \u{1f30a} \u{1f600}"),
            (
                "<p>Home<img src='x/lake.png' alt='at dawn'>again <img src='x/lake.png' alt='lake.png'></p>",
                "Home at dawn again",
            ),
            (
                "See <a href='https://else.example/s'>this song</a>, or not",
                "See [this song](https://else.example/s), or not",
            ),
            ("<a href='https://else.example/'>else.example</a> <a href=#top>up</a>", "else.example up"),
            ("<p>a <a href='https://else.example/x'><img src='lake.png'></a></p>b", "a https://else.example/x\n\nb"),
            ("<a href='mailto:me@else.example'>me", "[me](mailto:me@else.example)"),
            ("<img src='https://else.example/p.png' alt=dawn>", "![dawn](https://else.example/p.png)"),
            ("<input type=checkbox checked>done<br/><input type=checkbox>open", "[x] done\n[ ] open"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn a_page_without_end_takes_no_more_than_its_length() {
        let deep = read(&"<ul><li>a".repeat(20_000), &[]).text;
        assert!(deep.len() < 20_000 * 64, "{}", deep.len());
        assert_eq!(read(&["<i>".repeat(100_000), "</b>".repeat(100_000), "end".into()].concat(), &[]).text, "end");
    }

    #[test]
    fn marked_parts_and_files_are_found() {
        let page = read(
            "<html><head><title>x</title></head><body><div class=\"pageHeader\">Tuesday, March 5, 2024</div>\
             <div class='assetGrid'><div class='gridItem assetType_photo'><img src='../Resources/A.heic' class=asset><div class=gridItemOverlayHeader>Home</div></div></div>\
             <div class='title'><span>A title</span></div><p>Quiet</p></body></html>",
            &["pageHeader", "title", "assetType_"],
        );
        assert_eq!(page.text, "Quiet");
        assert_eq!(
            page.marked,
            [
                ("pageHeader".into(), "Tuesday, March 5, 2024".into()),
                ("assetType_photo".into(), "Home".into()),
                ("title".into(), "A title".into()),
            ]
        );
        assert_eq!(page.shown[0].source, "../Resources/A.heic");
        let page = read(
            "<img src=a.png><img src='data:image/png;base64,QQ=='><img src='data:image/svg+xml,x'><img src=b.png>",
            &[],
        );
        let media = page.media(&|name| (name == "a.png").then(|| name.to_owned()));
        assert_eq!((media.files, media.embedded.len()), (vec!["a.png".to_owned()], 1));
        assert_eq!(media.missing, ["data:image/svg+xml", "b.png"]);
    }
}
