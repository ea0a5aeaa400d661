//! The safety answers of a journal in the Markdown export, with their times: also those of forms that were left.

use std::fmt::Write as _;

use super::markdown::{code, one_line};
use super::{Source, Words};
use crate::brief::safety::{Flag, flags};
use crate::brief::visit::Visit;
use crate::effects;
use crate::record::Moment;

/// What was answered and tapped, and when each flag was closed.
pub(super) fn write(out: &mut String, words: Words, source: &Source<'_>) -> std::fmt::Result {
    let mut all = flags(source.items, source.definitions, &Visit::default(), &|_| false);
    all.retain(|flag| flag.kind == "safety");
    if all.is_empty() {
        return Ok(());
    }
    all.sort_by_key(|flag| (flag.at, flag.ids.clone()));
    writeln!(out, "\n## {}\n", words.text("safety_answers"))?;
    for flag in &all {
        let at = flag.local.clone().unwrap_or_else(|| instant(flag.at));
        let mut facts = vec![asked_and_said(source, words, flag)];
        if flag.taken_back {
            facts.push(words.text("taken_back").into());
        }
        if !flag.tapped.is_empty() {
            let tapped: Vec<String> = flag.tapped.iter().map(|one| code(words, "choices", &one.choice)).collect();
            facts.push(words.fill("tapped", &[("choices", &tapped.join(", "))]));
        }
        for (closed, reopened) in &flag.closings {
            facts.push(words.fill("closed_at", &[("at", &instant(*closed))]));
            facts.extend(reopened.map(|at| words.fill("reopened_at", &[("at", &instant(at))])));
        }
        writeln!(out, "- {}: {}", one_line(&at), facts.join(" · "))?;
    }
    Ok(())
}

/// "PHQ-9, question 9: Nearly every day".
fn asked_and_said(source: &Source<'_>, words: Words, flag: &Flag) -> String {
    let instrument = flag.instrument.as_deref().unwrap_or_default();
    if instrument == effects::INSTRUMENT {
        let said = format!(", {}: {}", words.text("thoughts"), words.text("yes"));
        return format!("{}{}", words.text("check"), if flag.taken_back { "" } else { &said });
    }
    let language = words.language();
    let mut known = source.definitions.iter().filter(|one| one.id == instrument);
    let title = one_line(known.clone().next().map_or(instrument, |one| one.title_in(language)));
    let Some(answer) = &flag.answer else { return title };
    let options = known.find(|one| one.version == answer.versions.0).map(|one| one.options_in(language));
    let chosen = options.unwrap_or_default().into_iter().find(|(value, _)| *value == answer.value);
    let said = chosen.map_or_else(|| words.number(answer.value), |(_, said)| one_line(said));
    let number = answer.number.to_string();
    format!("{title}, {}", words.fill("asked", &[("number", &number), ("answer", &said)]))
}

/// A time of whose place nothing is known.
fn instant(unix_ms: i64) -> String {
    Moment { unix_ms, offset_s: 0, zone: String::new() }.rfc3339()
}
