//! To be read by people: the journey in the order of time, a heading for each session.

use std::fmt::Write as _;

use super::contents::{counted, kind_words};
use super::{Source, contents};
use crate::arc::{Entry, timeline};
use crate::brief::standing::{scored, total};

/// The document. Words that a person wrote are quoted, so that no mark of theirs becomes a heading of ours.
pub fn markdown(source: &Source<'_>) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write(source, &mut out);
    out
}

fn write(source: &Source<'_>, out: &mut String) -> std::fmt::Result {
    let inside = contents(source);
    writeln!(out, "# Journal of {}\n", one_line(source.handle))?;
    writeln!(out, "Made {} with Afterglow. Inside: {} records", source.made.local_date(), inside.records)?;
    if let (Some(from), Some(to)) = (&inside.from, &inside.to) {
        writeln!(out, "from {from} to {to}")?;
    }
    writeln!(out, "({}).", counted(&inside.kinds))?;
    if !inside.left_out.is_empty() {
        writeln!(out, "Left out: {}.", counted(&inside.left_out))?;
    }
    let totals: Vec<_> = scored(source.items, source.definitions).collect();
    for section in timeline(source.items).sections.into_iter().rev() {
        match &section.session {
            Some(session) => writeln!(out, "\n## Session {}, {}\n", session.number, one_line(&session.at))?,
            None => writeln!(out, "\n## Before the first session\n")?,
        }
        if let Some(session) = &section.session {
            let mut facts: Vec<String> = Vec::new();
            facts.extend(Some(&session.route).filter(|route| !route.is_empty()).map(|route| one_line(route)));
            facts.extend(session.dose_mg.map(|dose| format!("{dose} mg")));
            facts.extend(session.setting.iter().map(|(name, text)| format!("{}: {}", words(name), one_line(text))));
            facts.extend(session.qualities.iter().map(|quality| words(quality)));
            if !facts.is_empty() {
                writeln!(out, "{}\n", facts.join(" · "))?;
            }
        }
        for entry in section.entries.iter().rev() {
            write_entry(out, entry)?;
            if let Some(answer) = totals.iter().find(|one| one.item.id.to_string() == entry.id) {
                let scored = total(answer);
                let value = scored.total.map_or("not complete".into(), |total| total.to_string());
                let band = scored.severity.map(|band| format!(" ({})", words(&band))).unwrap_or_default();
                writeln!(out, "{}: {value}{band}\n", one_line(&answer.definition.title))?;
            }
        }
    }
    Ok(())
}

fn write_entry(out: &mut String, entry: &Entry) -> std::fmt::Result {
    writeln!(out, "### {} · {}\n", one_line(&entry.at), kind_words(&entry.kind).0)?;
    if !entry.text.is_empty() {
        entry.text.lines().try_for_each(|line| writeln!(out, "> {line}"))?;
        writeln!(out)?;
    }
    let mut facts: Vec<String> = Vec::new();
    if entry.figures.is_empty() {
        facts.extend(entry.mood.map(|mood| format!("mood {mood}")));
    }
    facts.extend(entry.figures.iter().map(|(name, value)| format!("{} {value}", words(name))));
    facts.extend(entry.states.iter().chain(&entry.themes).map(|word| words(word)));
    if !entry.done_on.is_empty() {
        facts.push(format!("done on {}", entry.done_on.join(", ")));
    }
    if let Some((purpose, kept)) = &entry.appointment {
        let kept = kept.map_or("", |kept| if kept { " (kept)" } else { " (not kept)" });
        facts.push(format!("{}{kept}", words(purpose)));
    }
    if !facts.is_empty() {
        writeln!(out, "{}\n", facts.join(" · "))?;
    }
    for reply in &entry.replies {
        writeln!(out, "Reply, {}:\n", one_line(&reply.at))?;
        reply.text.lines().try_for_each(|line| writeln!(out, "> {line}"))?;
        writeln!(out)?;
    }
    Ok(())
}

/// A code as the words that it is made of: `at_or_above_cut`.
fn words(code: &str) -> String {
    let code = match code {
        "at_or_above_cut" => "at or above the cut-off",
        "below_cut" => "below the cut-off",
        code => code,
    };
    one_line(&code.replace('_', " "))
}

/// A word that cannot break out of its line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
