//! YAML as people write it, and its parser.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Parser};
use serde_json::Value;

use super::Field;

/// Deeper than any front matter that people write.
const DEEPEST: usize = 16;

/// A line with spaces in place of the tabs before it and behind its name: YAML accepts none there.
pub(super) fn untabbed(line: &str) -> Cow<'_, str> {
    let inner = line.trim_start_matches(['\t', ' ']);
    let indent = &line[..line.len() - inner.len()];
    if !indent.contains('\t') && !line.contains(":\t") {
        return line.into();
    }
    (indent.replace('\t', "  ") + &inner.replacen(":\t", ": ", 1)).into()
}

/// People write `tags: grief, #body` and `title: a: b`. YAML reads the first as a comment and the second as an error.
pub(super) fn quoted(line: &str) -> String {
    if let Some(line) = with_quoted_items(line) {
        return line;
    }
    let (start, value) = match line.split_once(": ") {
        Some((name, value)) if !name.trim_start().starts_with(['#', '-', '"', '\'']) => (format!("{name}: "), value),
        _ => match line.trim_start().strip_prefix("- ") {
            Some(value) => (line[..line.len() - value.len()].to_owned(), value),
            None => return line.to_owned(),
        },
    };
    let plain = value.trim();
    if is_yaml(plain) {
        return line.to_owned();
    }
    let needs = plain.starts_with(['#', '@', '`', '%', '*', '&', '!']) || plain.contains(" #") || plain.contains(": ");
    if !needs || plain.starts_with(['"', '\'', '[', '{', '|', '>']) {
        return line.to_owned();
    }
    format!("{start}'{}'", plain.replace('\'', "''"))
}

/// Whether a value begins as only YAML does: with a tag of its schema (`!!str x`), or with an anchor of a list or mapping.
fn is_yaml(value: &str) -> bool {
    let tags = ["str", "int", "float", "bool", "null", "timestamp", "seq", "map", "set", "binary"];
    let tagged = value.strip_prefix("!!").and_then(|rest| rest.split(' ').next());
    let anchored = value.strip_prefix('&').and_then(|rest| rest.split_once(' ')).map(|(_, rest)| rest.trim_start());
    tagged.is_some_and(|tag| tags.contains(&tag)) || anchored.is_some_and(|rest| rest.starts_with(['[', '{']))
}

/// Whether a head names a value and refers to it: `&a` and `*a`.
pub(super) fn has_aliases(head: &str) -> bool {
    let is_of_name = |sign: char| sign.is_alphanumeric() || "_-".contains(sign);
    let begun = |sign: char| {
        let parts = head.split([' ', '\n', '[', '{', ',']).filter_map(move |part| part.trim().strip_prefix(sign));
        parts
            .map(move |part| part.trim_end_matches([']', '}']))
            .filter(move |name| !name.is_empty() && name.chars().all(is_of_name))
    };
    let anchors: BTreeSet<&str> = begun('&').collect();
    begun('*').any(|name| anchors.contains(name))
}

/// A line whose value is a list in brackets with a `#`, which YAML would read as a comment.
pub(super) fn with_quoted_items(line: &str) -> Option<String> {
    let (name, value) = line.split_once(": ")?;
    let list = value.trim().strip_prefix('[')?.strip_suffix(']')?;
    (list.contains('#') && !list.contains(['[', '{'])).then(|| format!("{name}: [{}]", quoted_items(list)))
}

/// The items of a list in brackets, each in quotes: `[a, #b]`.
fn quoted_items(list: &str) -> String {
    let (mut items, mut quote) = (vec![String::new()], None);
    for sign in list.chars() {
        match (sign, quote) {
            (',', None) => {
                items.push(String::new());
                continue;
            }
            ('"' | '\'', None) if items.last().is_some_and(|item| item.trim().is_empty()) => quote = Some(sign),
            (sign, Some(open)) if sign == open => quote = None,
            _ => {}
        }
        items.iter_mut().last().into_iter().for_each(|item| item.push(sign));
    }
    let in_quotes = |item: &String| {
        let item = item.trim();
        let is_quoted =
            item.len() > 1 && ['"', '\''].iter().any(|sign| item.starts_with(*sign) && item.ends_with(*sign));
        if is_quoted { item.to_owned() } else { format!("'{}'", item.replace('\'', "''")) }
    };
    items.iter().map(in_quotes).collect::<Vec<_>>().join(", ")
}

/// An unfinished YAML collection.
enum Open {
    List(Vec<Value>),
    /// The members so far, and the name whose value comes next.
    Members(Vec<(String, Value)>, Option<String>),
}

/// The members of a mapping; two of the same name become a list. Aliases are rejected: attackers use them to exhaust
/// memory.
pub(super) fn yaml(text: &str) -> Option<BTreeMap<String, Field>> {
    let mut open: Vec<Open> = Vec::new();
    let mut whole = None;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.ok()?;
        let value = match event {
            Event::Alias(_) => return None,
            Event::MappingStart(..) if open.len() < DEEPEST => {
                open.push(Open::Members(Vec::new(), None));
                continue;
            }
            Event::SequenceStart(..) if (1..DEEPEST).contains(&open.len()) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => return None,
            Event::Scalar(value, ..) => Value::String(value.trim().to_owned()),
            Event::MappingEnd | Event::SequenceEnd => match open.pop()? {
                Open::List(list) => Value::Array(list),
                Open::Members(members, _) if open.is_empty() => {
                    whole = Some(members);
                    continue;
                }
                Open::Members(members, _) => Value::Object(members.into_iter().collect()),
            },
            _ => continue,
        };
        match open.last_mut()? {
            Open::List(list) => list.push(value),
            Open::Members(members, name) => match name.take() {
                Some(name) => members.push((name, value)),
                None => *name = Some(value.as_str()?.trim().to_lowercase()),
            },
        }
    }
    let mut found: BTreeMap<String, Field> = BTreeMap::new();
    for (name, value) in whole? {
        let value = match found.remove(&name) {
            None => value,
            Some(before) => Value::Array(vec![before.value(), value]),
        };
        found.insert(name, Field::of(value));
    }
    Some(found)
}
