//! What stands at the head of a Markdown file between two lines of `---`, as YAML; and Logseq's properties.
//!
//! Only properties are taken for properties: where one line of it is something else, all of it is text.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value, json};

/// A longer one is no head.
const MOST: usize = 64 * 1024;
/// One of these at least is there, or it is a text between two rulers.
const KNOWN: [&str; 34] = [
    "date",
    "created",
    "created_at",
    "createdat",
    "creation_date",
    "creation date",
    "date created",
    "date_created",
    "created-date",
    "datetime",
    "time",
    "published",
    "updated",
    "modified",
    "updated_at",
    "last modified",
    "date modified",
    "title",
    "tags",
    "tag",
    "keywords",
    "categories",
    "themes",
    "aliases",
    "alias",
    "mood",
    "id",
    "kind",
    "cssclass",
    "cssclasses",
    "author",
    "layout",
    "type",
    "uid",
];
/// In this order they say when something was written.
const DATES: [&str; 12] = [
    "date",
    "datetime",
    "created",
    "created_at",
    "createdat",
    "creation_date",
    "creation date",
    "date created",
    "date_created",
    "created-date",
    "published",
    "time",
];
/// Taken as what they are, or about the file and not about the entry.
const TAKEN: [&str; 9] = ["title", "tags", "tag", "themes", "keywords", "mood", "cssclass", "cssclasses", "layout"];
/// Where it was.
const PLACES: [&str; 9] =
    ["latitude", "longitude", "altitude", "location", "lat", "lon", "lng", "place", "coordinates"];

/// A property's value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    One(String),
    Many(Vec<String>),
    /// Something with parts of its own.
    Other,
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

    /// What says when it was written, the likeliest first.
    pub fn dates(&self) -> impl Iterator<Item = &str> {
        DATES.iter().filter_map(|name| self.one(name))
    }

    /// Tags, by whichever name and in whichever form.
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

    /// The mood, where it is on our scale.
    pub fn mood(&self) -> Option<u8> {
        let (mood, of) = match self.one("mood")?.split_once('/') {
            Some((mood, of)) => (mood, of.trim()),
            None => (self.one("mood")?, "10"),
        };
        mood.trim().parse().ok().filter(|mood| *mood <= 10 && of == "10")
    }

    /// What is neither taken as something else nor a place, unless places are kept.
    pub fn rest(&self, keep_places: bool) -> Map<String, Value> {
        let mood = self.mood().is_none();
        let kept = |name: &str| match name {
            "mood" => mood,
            "title" => false,
            _ => !TAKEN.contains(&name) && !DATES.contains(&name) && (keep_places || !PLACES.contains(&name)),
        };
        let value = |field: &Field| match field {
            Field::One(one) => Some(json!(one)),
            Field::Many(many) => Some(json!(many)),
            Field::Other => None,
        };
        self.0.iter().filter(|(name, _)| kept(name)).filter_map(|(name, f)| Some((name.clone(), value(f)?))).collect()
    }

    /// Whether our own Markdown export wrote it: made for people, and not whole.
    pub fn is_ours(&self, body: &str) -> bool {
        let id = self.one("id").is_some_and(|id| id.parse::<protocol::RecordId>().is_ok());
        let order = self.one("kind").is_some() && self.one("date").is_some();
        id && order && body.trim_start().starts_with("# ")
    }
}

/// The head of a file, and the text behind it.
pub(super) fn read(text: &str) -> (Front, &str) {
    split(text).and_then(|(head, body)| Some((properties(head)?, body))).unwrap_or_else(|| (Front::default(), text))
}

/// What stands between the first line and the next line of `---`.
fn split(text: &str) -> Option<(&str, &str)> {
    let first = text.lines().next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let from = first.len() + 1;
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        if line.trim_end() == "---" || line.trim_end() == "..." {
            return (at - from <= MOST).then(|| (&text[from..at], text[at + line.len()..].trim_start_matches('\n')));
        }
        at += line.len();
    }
    None
}

fn properties(head: &str) -> Option<Front> {
    let quoted: String = head.lines().map(|line| quoted(line) + "\n").collect();
    let front = yaml(&quoted)?;
    let is_name = |name: &String| {
        KNOWN.contains(&name.as_str()) || name.chars().all(|sign| sign.is_alphanumeric() || "_-.".contains(sign))
    };
    let known = front.keys().any(|name| KNOWN.contains(&name.as_str()));
    (known && front.keys().all(is_name)).then_some(Front(front))
}

/// People write `tags: grief, #body` and `title: a: b`, which YAML takes for a comment and for an error.
fn quoted(line: &str) -> String {
    let (start, value) = match line.split_once(": ") {
        Some((name, value)) if !name.trim_start().starts_with(['#', '-', '"', '\'']) => (format!("{name}: "), value),
        _ => match line.trim_start().strip_prefix("- ") {
            Some(value) => (line[..line.len() - value.len()].to_owned(), value),
            None => return line.to_owned(),
        },
    };
    let plain = value.trim();
    let needs = plain.starts_with(['#', '@', '`', '%', '*', '&', '!']) || plain.contains(" #") || plain.contains(": ");
    if !needs || plain.starts_with(['"', '\'', '[', '{', '|', '>']) {
        return line.to_owned();
    }
    format!("{start}'{}'", plain.replace('\'', "''"))
}

/// A mapping of values and lists of values. Aliases are no properties: they are for those who want to fill a memory.
fn yaml(text: &str) -> Option<BTreeMap<String, Field>> {
    let mut found = BTreeMap::new();
    let mut depth = 0_usize;
    let mut name: Option<String> = None;
    let mut list: Option<Vec<String>> = None;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.ok()?;
        match event {
            Event::Alias(_) => return None,
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                match (depth, &event, &name) {
                    (0, Event::MappingStart(..), _) => {}
                    (1, Event::SequenceStart(..), Some(_)) => list = Some(Vec::new()),
                    (1, _, Some(name)) => drop(found.insert(name.clone(), Field::Other)),
                    (0 | 1, ..) => return None,
                    _ => {}
                }
                depth += 1;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                depth -= 1;
                if depth == 1 {
                    if let (Some(list), Some(name)) = (list.take(), &name) {
                        found.insert(name.clone(), Field::Many(list));
                    }
                    name = None;
                }
            }
            Event::Scalar(value, ..) => match (depth, name.take()) {
                (1, None) => name = Some(value.trim().to_lowercase()),
                (1, Some(name)) => drop(found.insert(name, Field::One(value.trim().to_owned()))),
                (2, before) => {
                    name = before;
                    if let Some(list) = &mut list {
                        list.push(value.trim().to_owned());
                    }
                }
                (0, _) => return None,
                (_, before) => name = before,
            },
            _ => {}
        }
    }
    Some(found)
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

/// Logseq's properties: lines of `name:: value` before anything else. They stay in the text as well, since they are
/// lines of it.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_in_the_forms_that_apps_write() {
        let (front, body) = read(
            "---\nTitle: A dream: of water\ncreated: 2021-10-05 23:30:11Z\nlatitude: 48.1\ntags:\n  - dream\n  - \"inner child\"\nweather: rain\n---\n\nBody",
        );
        assert_eq!(body, "Body");
        assert_eq!(front.one("title"), Some("A dream: of water"));
        assert_eq!(front.dates().collect::<Vec<_>>(), ["2021-10-05 23:30:11Z"]);
        assert_eq!(front.tags(), ["dream", "inner child"]);
        assert_eq!(Value::from(front.rest(false)), json!({"weather": "rain"}));
        assert_eq!(front.rest(true).len(), 2);
        let tags = |line: &str| read(&format!("---\n{line}\n---\nx")).0.tags();
        assert_eq!(tags("tags: [\"inner child\", grief]"), ["inner child", "grief"]);
        assert_eq!(tags("tags: grief, #body"), ["grief", "body"]);
        assert_eq!(tags("tags: #sea #calm"), ["sea", "calm"]);
        assert_eq!(tags("tags:\n- one\n- #two"), ["one", "two"]);
        assert_eq!(tags("tags: \"[[Mum]]\""), ["Mum"]);
        let mood = |line: &str| read(&format!("---\n{line}\n---\nx")).0.mood();
        assert_eq!(
            (mood("mood: 7"), mood("mood: 6/10"), mood("mood: 4/5"), mood("mood: good")),
            (Some(7), Some(6), None, None)
        );
    }

    #[test]
    fn what_is_no_head_stays_text() {
        for text in [
            "---\nI walked: it rained.\n---\nAfter.",
            "---\nA ruler, and words.\n\n---\nAfter.",
            "---\ntitle: x\nwithout a second line",
            "---\ntitle: x\nThen I went home.\n---\nAfter.",
            "---\na: &a [x]\ntags: [*a, *a]\n---\nAfter.",
            "----\ntitle: x\n---\n",
            "- a\n---\n",
        ] {
            assert_eq!(read(text), (Front::default(), text));
        }
    }
}
