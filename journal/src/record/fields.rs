//! Reads and writes the fields of a record's JSON object. A field with its default value is left out.
//!
//! This is hand-written because every kind keeps unknown fields. serde's `flatten` generates several times more code,
//! and this module is part of the WebAssembly that every visit to the portal loads.

use protocol::{AccountId, Blob, CollectionId, InvitationId, RecordId};
use serde_json::{Map, Value};

use super::Moment;

/// A type that a field can have.
pub(super) trait Field: Sized {
    /// Parses a value; `None` if it has the wrong type.
    fn read(value: Value) -> Option<Self>;
    /// Converts to a JSON value.
    fn value(&self) -> Value;
    /// Whether the value is the default, so that its field is left out.
    fn is_default(&self) -> bool {
        false
    }
    /// The value of a missing field; `None` if the field is required.
    fn if_missing() -> Option<Self>;
}

/// The fields of a kind of record, including those that a newer version added.
pub(super) trait Fields: Sized {
    /// Parses all fields; `None` if one of them is invalid. With `lenient`, an invalid field that may be missing counts
    /// as missing, and its value is kept unchanged among the fields of newer versions.
    fn read(fields: Map<String, Value>, lenient: bool) -> Option<Self>;
    /// Writes all fields to an object.
    fn write(&self, fields: &mut Map<String, Value>);
}

/// Fields that say who an entry is shared with and who wrote it; an invalid value is never treated as missing.
const STRICT: [&str; 2] = ["shared_with", "by_therapist"];

pub(super) fn read_field<T: Field>(fields: &mut Map<String, Value>, name: &str, lenient: bool) -> Option<T> {
    match fields.remove(name) {
        Some(value) if lenient && !STRICT.contains(&name) => T::read(value.clone()).or_else(|| {
            fields.insert(name.into(), value);
            T::if_missing()
        }),
        Some(value) => T::read(value),
        None => T::if_missing(),
    }
}

pub(super) fn write_field<T: Field>(fields: &mut Map<String, Value>, name: &str, field: &T) {
    if !field.is_default() {
        fields.insert(name.into(), field.value());
    }
}

impl Field for String {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    fn value(&self) -> Value {
        Value::String(self.clone())
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }

    fn if_missing() -> Option<Self> {
        Some(Self::new())
    }
}

impl Field for bool {
    fn read(value: Value) -> Option<Self> {
        value.as_bool()
    }

    fn value(&self) -> Value {
        Value::Bool(*self)
    }

    fn is_default(&self) -> bool {
        !self
    }

    fn if_missing() -> Option<Self> {
        Some(false)
    }
}

impl Field for f64 {
    fn read(value: Value) -> Option<Self> {
        value.as_f64()
    }

    fn value(&self) -> Value {
        // A whole number is written without a fraction, so that equal answers have equal bytes.
        let whole = *self as i64;
        if whole as f64 == *self { whole.into() } else { (*self).into() }
    }

    fn if_missing() -> Option<Self> {
        None
    }
}

macro_rules! whole_numbers {
    ($($number:ty),*) => {$(
        impl Field for $number {
            fn read(value: Value) -> Option<Self> {
                value.as_u64()?.try_into().ok()
            }

            fn value(&self) -> Value {
                (*self).into()
            }

            fn if_missing() -> Option<Self> {
                Some(0)
            }
        }
    )*};
}
whole_numbers!(u8, u32, u64);

macro_rules! ids {
    ($($id:ty),*) => {$(
        impl Field for $id {
            fn read(value: Value) -> Option<Self> {
                value.as_str()?.parse().ok()
            }

            fn value(&self) -> Value {
                Value::String(self.to_string())
            }

            fn if_missing() -> Option<Self> {
                None
            }
        }
    )*};
}
ids!(RecordId, CollectionId, AccountId, InvitationId);

/// Bytes of a fixed length, as base64url.
impl<const N: usize> Field for [u8; N] {
    fn read(value: Value) -> Option<Self> {
        Blob::from_text(value.as_str()?)?.0.try_into().ok()
    }

    fn value(&self) -> Value {
        Value::String(Blob::from(&self[..]).to_text())
    }

    fn if_missing() -> Option<Self> {
        None
    }
}

impl<T: Field> Field for Option<T> {
    fn read(value: Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::read(value).map(Some) }
    }

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::value)
    }

    fn is_default(&self) -> bool {
        self.is_none()
    }

    fn if_missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Field> Field for Vec<T> {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Array(list) => list.into_iter().map(T::read).collect(),
            _ => None,
        }
    }

    fn value(&self) -> Value {
        Value::Array(self.iter().map(Field::value).collect())
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }

    fn if_missing() -> Option<Self> {
        Some(Self::new())
    }
}

impl Field for Map<String, Value> {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Object(map) => Some(map),
            _ => None,
        }
    }

    fn value(&self) -> Value {
        Value::Object(self.clone())
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }

    fn if_missing() -> Option<Self> {
        Some(Self::new())
    }
}

impl Field for Value {
    fn read(value: Value) -> Option<Self> {
        Some(value)
    }

    fn value(&self) -> Value {
        self.clone()
    }

    fn if_missing() -> Option<Self> {
        Some(Self::Null)
    }
}

impl Field for Moment {
    fn read(value: Value) -> Option<Self> {
        serde::Deserialize::deserialize(value).ok()
    }

    fn value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn if_missing() -> Option<Self> {
        None
    }
}

/// Defines a kind of record, or a part of one, by its fields. `extra` keeps fields of newer versions.
macro_rules! record {
    ($($(#[$about:meta])* struct $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)*
            /// Fields of newer versions, kept unchanged.
            pub extra: serde_json::Map<String, serde_json::Value>,
        }

        impl $crate::record::fields::Fields for $name {
            fn read(mut fields: serde_json::Map<String, serde_json::Value>, lenient: bool) -> Option<Self> {
                Some(Self {
                    $($field: $crate::record::fields::read_field(&mut fields, stringify!($field), lenient)?,)*
                    extra: fields,
                })
            }

            fn write(&self, fields: &mut serde_json::Map<String, serde_json::Value>) {
                for (name, value) in &self.extra {
                    fields.insert(name.clone(), value.clone());
                }
                $($crate::record::fields::write_field(fields, stringify!($field), &self.$field);)*
            }
        }

        impl $crate::record::fields::Field for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                match value {
                    serde_json::Value::Object(fields) => $crate::record::fields::Fields::read(fields, false),
                    _ => None,
                }
            }

            fn value(&self) -> serde_json::Value {
                let mut fields = serde_json::Map::new();
                $crate::record::fields::Fields::write(self, &mut fields);
                serde_json::Value::Object(fields)
            }

            fn is_default(&self) -> bool {
                let mut fields = serde_json::Map::new();
                $crate::record::fields::Fields::write(self, &mut fields);
                fields.is_empty()
            }

            fn if_missing() -> Option<Self> {
                $crate::record::fields::Fields::read(serde_json::Map::new(), false)
            }
        }
    )*};
}
pub(super) use record;

/// Defines a field type with a fixed set of strings. `= Variant` names the default for a missing field.
macro_rules! string_enum {
    ($($(#[$about:meta])* enum $name:ident $(= $usual:ident)? { $($(#[$doc:meta])* $word:ident = $text:literal,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $word,)*
        }

        impl $name {
            /// All values, in declaration order.
            pub const ALL: &[Self] = &[$(Self::$word),*];

            /// The string that records contain.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text,)* }
            }

            /// Parses the string of a record; `None` if it is unknown.
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::named(&word).ok_or_else(|| serde::de::Error::custom(concat!("no such ", stringify!($name))))
            }
        }

        impl $crate::record::fields::Field for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                Self::named(value.as_str()?)
            }

            fn value(&self) -> serde_json::Value {
                self.as_str().into()
            }

            fn if_missing() -> Option<Self> {
                [$(Some(Self::$usual),)? None][0]
            }
        }

        $(impl Default for $name {
            fn default() -> Self {
                Self::$usual
            }
        })?
    )*};
}
pub(super) use string_enum;
