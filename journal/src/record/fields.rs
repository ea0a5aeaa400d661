//! How the fields of a record stand in its JSON object: each is written when it says something, and absent otherwise.
//!
//! By hand and not by serde's derive: every kind keeps the fields that it does not know, and what serde makes for
//! that (`flatten`) is several times larger in the module that every visit to the portal loads.

use protocol::{AccountId, Blob, CollectionId, InvitationId, RecordId};
use serde_json::{Map, Value};

use super::Moment;

/// A value that can stand in a field.
pub(super) trait Field: Sized {
    /// Reads it; `None` when it is something else.
    fn read(value: Value) -> Option<Self>;
    /// Writes it.
    fn value(&self) -> Value;
    /// Whether it says nothing: its field is left out.
    fn silent(&self) -> bool {
        false
    }
    /// What a field that is not there means; `None` when it has to be there.
    fn absent() -> Option<Self>;
}

/// The fields of a kind of record, and those that a newer version added.
pub(super) trait Fields: Sized {
    /// Reads them; `None` when one of them is not what it has to be.
    fn read(fields: Map<String, Value>) -> Option<Self>;
    /// Adds them to an object.
    fn write(&self, fields: &mut Map<String, Value>);
}

pub(super) fn take<T: Field>(fields: &mut Map<String, Value>, name: &str) -> Option<T> {
    match fields.remove(name) {
        Some(value) => T::read(value),
        None => T::absent(),
    }
}

pub(super) fn put<T: Field>(fields: &mut Map<String, Value>, name: &str, field: &T) {
    if !field.silent() {
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

    fn silent(&self) -> bool {
        self.is_empty()
    }

    fn absent() -> Option<Self> {
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

    fn silent(&self) -> bool {
        !self
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Field for f64 {
    fn read(value: Value) -> Option<Self> {
        value.as_f64()
    }

    fn value(&self) -> Value {
        // A whole number is written as one, so that an answer reads the same whoever wrote it.
        let whole = *self as i64;
        if whole as f64 == *self { whole.into() } else { (*self).into() }
    }

    fn absent() -> Option<Self> {
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

            fn absent() -> Option<Self> {
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

            fn absent() -> Option<Self> {
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

    fn absent() -> Option<Self> {
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

    fn silent(&self) -> bool {
        self.is_none()
    }

    fn absent() -> Option<Self> {
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

    fn silent(&self) -> bool {
        self.is_empty()
    }

    fn absent() -> Option<Self> {
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

    fn silent(&self) -> bool {
        self.is_empty()
    }

    fn absent() -> Option<Self> {
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

    fn absent() -> Option<Self> {
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

    fn absent() -> Option<Self> {
        None
    }
}

/// A kind of record, or a part of one: its fields, a line each. `extra` keeps what a newer version added.
macro_rules! record {
    ($($(#[$about:meta])* struct $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)*
            /// What a newer version added.
            pub extra: serde_json::Map<String, serde_json::Value>,
        }

        impl $crate::record::fields::Fields for $name {
            fn read(mut fields: serde_json::Map<String, serde_json::Value>) -> Option<Self> {
                Some(Self {
                    $($field: $crate::record::fields::take(&mut fields, stringify!($field))?,)*
                    extra: fields,
                })
            }

            fn write(&self, fields: &mut serde_json::Map<String, serde_json::Value>) {
                for (name, value) in &self.extra {
                    fields.insert(name.clone(), value.clone());
                }
                $($crate::record::fields::put(fields, stringify!($field), &self.$field);)*
            }
        }

        impl $crate::record::fields::Field for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                match value {
                    serde_json::Value::Object(fields) => $crate::record::fields::Fields::read(fields),
                    _ => None,
                }
            }

            fn value(&self) -> serde_json::Value {
                let mut fields = serde_json::Map::new();
                $crate::record::fields::Fields::write(self, &mut fields);
                serde_json::Value::Object(fields)
            }

            fn silent(&self) -> bool {
                let mut fields = serde_json::Map::new();
                $crate::record::fields::Fields::write(self, &mut fields);
                fields.is_empty()
            }

            fn absent() -> Option<Self> {
                $crate::record::fields::Fields::read(serde_json::Map::new())
            }
        }
    )*};
}
pub(super) use record;

/// A field that is one of a few words; `= Word` names the usual one, which an absent field means.
macro_rules! words {
    ($($(#[$about:meta])* enum $name:ident $(= $usual:ident)? { $($(#[$doc:meta])* $word:ident = $text:literal,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $word,)*
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$word),*];

            /// The word as it stands in a record.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text,)* }
            }

            /// The one that a record's word names.
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

            fn absent() -> Option<Self> {
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
pub(super) use words;
