//! JSON in which an object has two members of one name. Most readers keep the last one and lose the other's words.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A value in which no text is lost, and whether any object had two members of one name.
pub(super) struct Whole {
    pub value: Value,
    pub doubled: bool,
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

fn alone<E>(value: impl Into<Value>) -> Result<Whole, E> {
    Ok(Whole { value: value.into(), doubled: false })
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Whole;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Whole, E> {
        alone(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Whole, E> {
        alone(value)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Whole, E> {
        alone(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<Whole, E> {
        alone(value)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Whole, E> {
        alone(value)
    }

    fn visit_str<E>(self, value: &str) -> Result<Whole, E> {
        alone(value)
    }

    fn visit_string<E>(self, value: String) -> Result<Whole, E> {
        alone(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Whole, A::Error> {
        let (mut list, mut doubled) = (Vec::new(), false);
        while let Some(item) = items.next_element::<Whole>()? {
            list.push(item.value);
            doubled |= item.doubled;
        }
        Ok(Whole { value: Value::Array(list), doubled })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Whole, A::Error> {
        let (mut all, mut doubled) = (Map::new(), false);
        while let Some((name, member)) = members.next_entry::<String, Whole>()? {
            doubled |= member.doubled;
            let value = match all.remove(&name) {
                Some(before) if before != member.value => {
                    doubled = true;
                    both(before, member.value)
                }
                _ => member.value,
            };
            all.insert(name, value);
        }
        Ok(Whole { value: Value::Object(all), doubled })
    }
}

/// Two values of one name: texts and lists are joined, of other values the last one counts.
fn both(before: Value, value: Value) -> Value {
    match (before, value) {
        (Value::String(one), Value::String(two)) if one.is_empty() || two.is_empty() => (one + &two).into(),
        (Value::String(one), Value::String(two)) => format!("{one}\n\n{two}").into(),
        (Value::Array(one), Value::Array(two)) => one.into_iter().chain(two).collect(),
        (before, Value::Null) => before,
        (_, value) => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_text_of_a_doubled_member_is_lost() {
        let read = |json: &str| {
            let Whole { value, doubled } = serde_json::from_str(json).unwrap();
            (value, doubled)
        };
        for plain in
            [json!({"a": [1, -2, 0.5, true, null, "x", {"b": "y"}]}), json!("x"), json!(7), json!([]), json!({})]
        {
            assert_eq!(read(&plain.to_string()), (plain, false));
        }
        assert_eq!(
            read(
                r#"{"t":"one","t":"two","l":[1],"l":[2],"n":1,"n":2,"e":"","e":"x","k":"x","k":null,"s":"s","s":"s"}"#
            ),
            (json!({"t": "one\n\ntwo", "l": [1, 2], "n": 2, "e": "x", "k": "x", "s": "s"}), true)
        );
        assert_eq!(read(r#"[{"a":{"t":1,"t":2}}]"#), (json!([{"a": {"t": 2}}]), true));
        assert!(serde_json::from_str::<Whole>("{").is_err() && serde_json::from_str::<Whole>("[1] 2").is_err());
    }
}
