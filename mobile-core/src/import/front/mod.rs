//! Front matter of Markdown files: YAML between lines of `---`, simple TOML between `+++`, and Logseq's properties.
//!
//! A block counts as front matter only if every line of it is a property; otherwise all of it is text.
//!
//! [`names`] lists the names of properties; [`mod@yaml`] reads YAML as people write it.

mod names;
#[cfg(test)]
mod tests;
mod yaml;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use self::names::{DATES, PLACES, TAKEN, is_known};
use self::yaml::{has_aliases, quoted, untabbed, with_quoted_items, yaml};
use super::dates::{self, Order};

/// A longer one is no head.
const MOST: usize = 64 * 1024;
/// The field for text behind a `#`.
const COMMENTS: &str = "comments";

/// A property's value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    One(String),
    Many(Vec<String>),
    /// A nested value, such as a mapping.
    Other(Value),
}

impl Field {
    fn of(value: Value) -> Self {
        match value {
            Value::String(one) => Self::One(one),
            Value::Array(list) => {
                let mut many = Vec::new();
                if flat(&list, &mut many) { Self::Many(many) } else { Self::Other(Value::Array(list)) }
            }
            other => Self::Other(other),
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::One(one) => json!(one),
            Self::Many(many) => json!(many),
            Self::Other(value) => value.clone(),
        }
    }
}

/// The texts of a list and of nested lists: `[[Mum]]` is one in YAML. `false` if it contains anything else.
fn flat(list: &[Value], many: &mut Vec<String>) -> bool {
    list.iter().all(|value| match value {
        Value::String(one) => {
            many.push(one.clone());
            true
        }
        Value::Array(list) => flat(list, many),
        _ => false,
    })
}

/// The properties of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Front(BTreeMap<String, Field>);

impl Front {
    /// A property that is one value.
    pub fn one(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            Field::One(value) if !value.is_empty() && value != "~" && value != "null" => Some(value),
            _ => None,
        }
    }

    /// Whether a property has several values.
    pub fn has_several(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Field::Many(many)) if many.len() > 1)
    }

    /// Properties that may contain the time of writing, the likeliest first: name and value.
    pub fn dates(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let first = |name| match self.0.get(name) {
            Some(Field::Many(many)) => many.first().map(String::as_str),
            _ => self.one(name),
        };
        DATES.iter().filter_map(move |name| Some((*name, first(name)?)))
    }

    /// Tags, under any of their names and in any form.
    pub fn tags(&self) -> Vec<String> {
        let mut tags = Vec::new();
        for name in ["themes", "tags", "tag", "keywords"] {
            match self.0.get(name) {
                Some(Field::Many(many)) => tags.extend(many.iter().map(|tag| as_tag(tag))),
                Some(Field::One(one)) => tags.extend(split_tags(one)),
                _ => {}
            }
        }
        tags.retain(|tag| !tag.is_empty());
        tags
    }

    /// The mood, if it is on our scale.
    pub fn mood(&self) -> Option<u8> {
        let (mood, of) = match self.one("mood")?.split_once('/') {
            Some((mood, of)) => (mood, of.trim()),
            None => (self.one("mood")?, "10"),
        };
        mood.trim().parse().ok().filter(|mood| *mood <= 10 && of == "10")
    }

    /// The remaining properties: neither converted (`dated` names those that gave the time) nor places, unless places
    /// are kept.
    pub fn rest(&self, keep_places: bool, dated: &[&str]) -> Map<String, Value> {
        let (mood, title) = (self.mood().is_none(), self.one("title").is_none());
        let kept = |name: &str| match name {
            "mood" => mood,
            "title" => title,
            _ => !TAKEN.contains(&name) && !dated.contains(&name) && (keep_places || !PLACES.contains(&name)),
        };
        let said = |(name, field): (&String, &Field)| (name.clone(), field.value());
        self.0.iter().filter(|(name, _)| kept(name)).map(said).collect()
    }

    /// Whether Afterglow's Markdown export wrote it. That export is for people, and incomplete.
    pub fn is_ours(&self, body: &str) -> bool {
        if self.one("kind") == Some(crate::export::markdown::FOLDER) {
            return true;
        }
        let id = self.one("id").is_some_and(|id| id.parse::<protocol::RecordId>().is_ok());
        let order = self.one("kind").is_some() && self.one("date").is_some();
        id && order && body.trim_start().starts_with("# ")
    }
}

/// The front matter of a file, and the text after it.
pub(super) fn read(text: &str) -> (Front, &str) {
    // Some editors leave an empty line before it.
    let text = text.trim_start_matches('\n');
    let read = |fence: &str| {
        let (head, body) = split(text, fence)?;
        Some((if fence == "+++" { properties(&of_toml(head)?)? } else { properties(head)? }, body))
    };
    read("---").or_else(|| read("+++")).or_else(|| bare(text)).unwrap_or_else(|| (Front::default(), text))
}

/// `Title: T` and `Date: 2024-03-05` in the first lines, up to an empty line, as MultiMarkdown has it: every line is a
/// known property, and one of them is a date.
fn bare(text: &str) -> Option<(Front, &str)> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let has_known_name =
        |line: &str| line.split_once(": ").is_some_and(|(name, _)| is_known(&name.trim().to_lowercase()));
    if head.len() > MOST || !head.lines().all(has_known_name) {
        return None;
    }
    let front = properties(head)?;
    let dated = front.dates().any(|(_, date)| dates::is_all(date, Order::Unknown));
    dated.then(|| (front, body.trim_start_matches('\n')))
}

/// The lines between the first line and the next equal one.
fn split<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let first = text.lines().next()?;
    if first.trim_end() != fence {
        return None;
    }
    let from = first.len() + 1;
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        if line.trim_end() == fence || line.trim_end() == "..." {
            return (at - from <= MOST).then(|| (&text[from..at], text[at + line.len()..].trim_start_matches('\n')));
        }
        at += line.len();
    }
    None
}

/// Lines of `name = value` as YAML, in which quoted texts, lists, numbers and dates are written alike. TOML with tables
/// is not front matter of a journal.
fn of_toml(head: &str) -> Option<String> {
    let line = |line: &str| {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            return Some(line.to_owned());
        }
        let (name, value) = line.split_once('=')?;
        let is_name =
            |name: &str| !name.is_empty() && name.chars().all(|sign| sign.is_alphanumeric() || "_-".contains(sign));
        is_name(name.trim()).then(|| format!("{}: {}", name.trim(), value.trim()))
    };
    Some(head.lines().map(line).collect::<Option<Vec<_>>>()?.join("\n"))
}

fn properties(head: &str) -> Option<Front> {
    if has_aliases(head) {
        return None;
    }
    let (mut text, mut comments, mut scalar) = (String::new(), Vec::new(), None);
    // The same as people wrote it: YAML proper, in which a list may hold mappings.
    let mut proper = String::new();
    for line in head.lines() {
        let line = untabbed(line);
        let line: &str = &line;
        let depth = line.len() - line.trim_start().len();
        // Inside a multi-line text, no character has a YAML meaning.
        if scalar.is_some_and(|outer| depth > outer || line.trim().is_empty()) {
            text += line;
            proper += line;
        } else {
            let begins = |sign: char| line.trim_end().trim_end_matches(['-', '+', '1', '2', '4']).ends_with([sign]);
            scalar = (line.contains(':') && (begins('|') || begins('>'))).then_some(depth);
            match line.trim_start().strip_prefix('#') {
                Some(comment) => comments.push(comment.trim().to_owned()),
                None => {
                    text += &quoted(line);
                    proper += &with_quoted_items(line).unwrap_or_else(|| line.to_owned());
                }
            }
        }
        text.push('\n');
        proper.push('\n');
    }
    // What is a comment in YAML proper would be lost.
    let mut front = yaml(&text).or_else(|| yaml(&proper).filter(|_| !proper.contains(" #")))?;
    let known = front.keys().any(|name| is_known(name));
    let dated = Front(front.clone()).dates().any(|(_, date)| dates::find(date, Order::Unknown).is_some());
    let is_name = |name: &String| {
        let plain = |sign: char| sign.is_alphanumeric() || "_-./".contains(sign);
        // With a date, a name may have several words: no text begins like this.
        let words = dated && name.split(' ').count() <= 4 && name.chars().all(|sign| sign == ' ' || plain(sign));
        is_known(name) || name.chars().all(plain) || words
    };
    if !known || !front.keys().all(is_name) {
        return None;
    }
    comments.retain(|comment| !comment.is_empty());
    if !comments.is_empty() {
        front.entry(COMMENTS.into()).or_insert(Field::Many(comments));
    }
    Some(Front(front))
}

fn as_tag(tag: &str) -> String {
    tag.trim()
        .trim_start_matches('#')
        .trim_start_matches("[[")
        .trim_end_matches("]]")
        .trim_matches(['"', '\''])
        .to_owned()
}

/// `a, b`, `[a, b]`, `#a #b`.
fn split_tags(text: &str) -> Vec<String> {
    let inner = text.trim().trim_start_matches('[').trim_end_matches(']');
    let marked = inner.split_whitespace().all(|word| word.starts_with('#'));
    let parts: Vec<&str> =
        if inner.contains(',') || !marked { inner.split(',').collect() } else { inner.split_whitespace().collect() };
    parts.into_iter().map(as_tag).collect()
}

/// Logseq's properties: lines of `name:: value` before anything else. They also stay in the text, because they are part
/// of it.
pub(super) fn graph_properties(text: &str) -> Front {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let Some((name, value)) = line.trim_start_matches("- ").split_once("::") else { break };
        let name = name.trim().to_lowercase();
        if name.is_empty() || name.contains(char::is_whitespace) {
            break;
        }
        found.insert(name, Field::One(value.trim().to_owned()));
    }
    Front(found)
}
