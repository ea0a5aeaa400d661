//! A typed value in Kotlin: its type, and how it is made of the core's string or number and turned into it again.

use crate::codes::CODES;
use crate::rules::{Shape, Typed};

/// The type without option or list.
pub fn name(typed: &Typed) -> String {
    match typed.name {
        "Date" => "java.time.Instant".into(),
        "CalendarDay" => "java.time.LocalDate".into(),
        "ZonedTime" => "java.time.OffsetDateTime".into(),
        "URL" => "java.io.File".into(),
        name => value_class(name),
    }
}

/// Kotlin writes `EntryId` where Swift writes `EntryID`.
pub fn value_class(name: &str) -> String {
    name.strip_suffix("ID").map_or_else(|| name.to_owned(), |kind| format!("{kind}Id"))
}

/// The type as a field or an argument has it.
pub fn declared(typed: &Typed) -> String {
    let name = name(typed);
    match typed.shape {
        Shape::One => name,
        Shape::Option => format!("{name}?"),
        Shape::Sequence => format!("List<{name}>"),
    }
}

/// The typed value of `core`, an expression for the core's value.
pub fn read(typed: &Typed, core: &str) -> String {
    let make = match typed.name {
        "Date" => "java.time.Instant.ofEpochMilli".into(),
        "CalendarDay" => "localDateOf".into(),
        "ZonedTime" => "offsetDateTimeOf".into(),
        name => value_class(name),
    };
    match typed.shape {
        Shape::One => format!("{make}({core})"),
        Shape::Option => format!("{core}?.let {{ {make}(it) }}"),
        Shape::Sequence => format!("{core}.map {{ {make}(it) }}"),
    }
}

/// The core's value of `value`, an expression for the typed value.
pub fn written(typed: &Typed, value: &str) -> String {
    let part = match typed.name {
        "Date" => "toEpochMilli()",
        "CalendarDay" => "toString()",
        "ZonedTime" => "rfc3339",
        "URL" => "path",
        name if CODES.iter().any(|code| code.0 == name) => "code",
        _ => "value",
    };
    match typed.shape {
        Shape::One => format!("{value}.{part}"),
        Shape::Option => format!("{value}?.{part}"),
        Shape::Sequence => format!("{value}.map {{ it.{part} }}"),
    }
}

/// A type of uniffi's file as the rules name it: `[String]` for `List<kotlin.String>`, `Int64` for `kotlin.Long`.
pub fn core(kotlin: &str) -> String {
    let plain = kotlin.replace("kotlin.", "");
    let plain = plain.replace("Long", "Int64").replace("UInt64", "ULong");
    match plain.strip_prefix("List<").and_then(|rest| rest.strip_suffix('>')) {
        Some(inner) => format!("[{inner}]"),
        None => plain,
    }
}
