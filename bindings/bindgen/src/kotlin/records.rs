//! Rewrites the records in uniffi's file: each field that is a code gets its type, and is read and written through it.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use crate::codes::CODES;
use crate::rules::{Rules, Shape, Typed};

/// A field, its type if it is a code, and the number of lines in which it was rewritten: field, reading, size, writing.
struct Field {
    name: String,
    typed: Option<Typed>,
    lines: usize,
}

/// The fields of each record, in their order: they are read by position.
type Fields = BTreeMap<String, Vec<Field>>;

/// The file with the codes of `rules`.
pub fn retype(generated: &str, rules: &mut Rules) -> Result<String> {
    let mut fields = fields(generated, rules);
    let (mut out, mut record, mut position) = (String::with_capacity(generated.len()), String::new(), 0);
    for line in generated.lines() {
        if let Some(name) = record_of(line).or_else(|| converter_of(line)) {
            (record, position) = (name.to_owned(), 0);
        } else if line == "}" {
            record.clear();
        }
        match fields.get_mut(&record) {
            Some(fields) => out.push_str(&rewritten(line, fields, &mut position)),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    for (record, fields) in &fields {
        for Field { name, lines, .. } in fields.iter().filter(|field| field.typed.is_some()) {
            ensure!(*lines == 4, "{record}.{name} stands in {lines} lines of uniffi's file instead of 4");
        }
    }
    Ok(out)
}

/// The record whose fields begin here.
fn record_of(line: &str) -> Option<&str> {
    line.strip_prefix("data class ")?.strip_suffix(" (")
}

/// The record whose converter begins here.
fn converter_of(line: &str) -> Option<&str> {
    line.strip_prefix("public object FfiConverterType")?.split_once(": ").map(|(name, _)| name)
}

/// Name and type of a field, with a default.
fn field_of(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("    val `")?.split_once("`: ")
}

fn fields(generated: &str, rules: &mut Rules) -> Fields {
    let (mut all, mut record) = (Fields::new(), "");
    for line in generated.lines() {
        record = record_of(line).unwrap_or(if line.starts_with(')') { "" } else { record });
        let Some((name, rest)) = field_of(line).filter(|_| !record.is_empty()) else { continue };
        let kotlin = rest.split(" = ").next().unwrap_or(rest).trim_end();
        let typed = rules.typed(record, name, &core(kotlin));
        let typed = typed.filter(|typed| CODES.iter().any(|code| code.0 == typed.name));
        all.entry(record.to_owned()).or_default().push(Field { name: name.to_owned(), typed, lines: 0 });
    }
    all
}

/// A type as the rules name it: `[String]` for `List<kotlin.String>`.
fn core(kotlin: &str) -> String {
    let plain = kotlin.replace("kotlin.", "");
    match plain.strip_prefix("List<").and_then(|rest| rest.strip_suffix('>')) {
        Some(inner) => format!("[{inner}]"),
        None => plain,
    }
}

fn rewritten(line: &str, fields: &mut [Field], position: &mut usize) -> String {
    if let Some((name, rest)) = field_of(line) {
        if let Some((typed, lines)) = at(fields, name) {
            *lines += 1;
            let default = rest.split_once(" = ").map(|(_, default)| default.trim_end());
            let default = default.map(|value| match value {
                "\"\"" => format!(" = {}(\"\")", typed.name),
                other => format!(" = {other}"),
            });
            return format!("    val `{name}`: {}{}", declared(typed), default.unwrap_or_default());
        }
    } else if let Some(read) =
        line.trim_start().strip_suffix(".read(buf),").filter(|read| read.starts_with("FfiConverter"))
    {
        let field = fields.get_mut(*position);
        *position += 1;
        if let Some(Field { typed: Some(typed), lines, .. }) = field {
            *lines += 1;
            let name = typed.name;
            return match typed.shape {
                Shape::One => format!("            {name}({read}.read(buf)),"),
                Shape::Option => format!("            {read}.read(buf)?.let {{ {name}(it) }},"),
                Shape::Sequence => format!("            {read}.read(buf).map {{ {name}(it) }},"),
            };
        }
    } else if let Some((_, rest)) = line.split_once("(value.`") {
        let name = rest.split('`').next().unwrap_or_default();
        if let Some((typed, lines)) = at(fields, name) {
            *lines += 1;
            let value = format!("value.`{name}`");
            let code = match typed.shape {
                Shape::One => ".code",
                Shape::Option => "?.code",
                Shape::Sequence => ".map { it.code }",
            };
            return line.replacen(&value, &format!("{value}{code}"), 1);
        }
    }
    line.to_owned()
}

/// The field of this name, if it is a code.
fn at<'a>(fields: &'a mut [Field], name: &str) -> Option<(&'a Typed, &'a mut usize)> {
    let field = fields.iter_mut().find(|field| field.name == name)?;
    field.typed.as_ref().map(|typed| (typed, &mut field.lines))
}

fn declared(typed: &Typed) -> String {
    match typed.shape {
        Shape::One => typed.name.into(),
        Shape::Option => format!("{}?", typed.name),
        Shape::Sequence => format!("List<{}>", typed.name),
    }
}
