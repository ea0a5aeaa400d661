//! The items of a large JSON document, one at a time: whatever its size, one item is in memory.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::source::{MOST_DOCUMENT, Opened, Source};
use crate::Error;
use crate::export::FORMAT;

/// Which app wrote a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Ours,
    DayOne,
}

/// Looks at the beginning of a document.
pub(super) fn shape(source: &mut Source, name: &str) -> Result<Option<Shape>, Error> {
    // Both say what they are within their first lines; what is no document of either is no error.
    let mut head = Vec::new();
    if let Opened::Bytes(mut bytes) = source.read(name, MOST_DOCUMENT)? {
        let _ = bytes.by_ref().take(64 * 1024).read_to_end(&mut head);
    }
    let head = String::from_utf8_lossy(&head);
    let squeezed: String = head.chars().filter(|c| !c.is_whitespace()).take(4_096).collect();
    if squeezed.contains(&format!("\"format\":\"{FORMAT}\"")) {
        return Ok(Some(Shape::Ours));
    }
    let day_one = squeezed.contains("\"entries\":[") || squeezed.contains("\"metadata\":{\"version\"");
    Ok(day_one.then_some(Shape::DayOne))
}

/// How going through a document ended.
pub(super) enum Ended {
    Whole,
    /// From some item on it cannot be read.
    Broken,
}

/// Calls `each` with every item of the arrays of these names. An error of `each` stops it.
pub(super) fn each(
    reader: impl Read,
    names: &[&str],
    each: &mut dyn FnMut(&str, Value) -> Result<(), Error>,
) -> Result<Ended, Error> {
    let mut failed = None;
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = json.deserialize_map(Document { names, each, failed: &mut failed });
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok(Ended::Whole),
        (None, Err(_)) => Ok(Ended::Broken),
    }
}

struct Document<'a> {
    names: &'a [&'a str],
    each: &'a mut dyn FnMut(&str, Value) -> Result<(), Error>,
    failed: &'a mut Option<Error>,
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if self.names.contains(&name.as_str()) {
                map.next_value_seed(Items { name: &name, each: &mut *self.each, failed: &mut *self.failed })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Items<'a> {
    name: &'a str,
    each: &'a mut dyn FnMut(&str, Value) -> Result<(), Error>,
    failed: &'a mut Option<Error>,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Value>()? {
            if let Err(error) = (self.each)(self.name, item) {
                *self.failed = Some(error);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
