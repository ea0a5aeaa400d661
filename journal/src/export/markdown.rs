//! A text for people to read: the journal in order of time, with a heading for each session.

use std::fmt::Write as _;

use super::contents::{counted, kind_words};
use super::{Notice, Source, coding, contents};
use crate::arc::{EffectView, Entry, timeline};
use crate::brief::measure_summary::{Answered, scored, total};
use crate::effects;
use crate::record::{AdverseEvent, Body};

/// The export as Markdown. Texts are block quotes, so that their markup cannot create headings.
pub fn markdown(source: &Source<'_>) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
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
    if let Some(notice) = source.notice {
        write!(out, "\n{}", quoted(notice))?;
    }
    let totals: Vec<_> = scored(source.items, source.definitions).collect();
    for section in timeline(source.items).sections.into_iter().rev() {
        match &section.session {
            Some(session) => writeln!(out, "\n## Session {}, {}\n", session.number, one_line(&session.at))?,
            None => writeln!(out, "\n## Before the first session\n")?,
        }
        if let Some(session) = &section.session {
            let mut facts: Vec<String> = Vec::new();
            facts.extend(Some(&session.route).filter(|route| !route.is_empty()).map(|route| words(route)));
            facts.extend(session.dose_mg.map(|dose| format!("{dose} mg")));
            facts.extend(session.setting.iter().map(|(name, text)| format!("{}: {}", words(name), one_line(text))));
            facts.extend(session.qualities.iter().map(|quality| words(quality)));
            if !facts.is_empty() {
                writeln!(out, "{}\n", facts.join(" · "))?;
            }
            super::clinic::write(out, source.items, session.number, &session.at)?;
        }
        for entry in section.entries.iter().rev() {
            write_entry(out, entry)?;
            if let Some(answer) = totals.iter().find(|one| one.item.id.to_string() == entry.id) {
                let scored = total(answer);
                let value = scored.total.map_or("not complete".into(), |total| total.to_string());
                let band = scored.severity.map(|band| format!(" ({})", words(&band))).unwrap_or_default();
                writeln!(out, "{}: {value}{band}\n", one_line(&answer.definition.title))?;
                write_safety_answers(out, answer)?;
            }
        }
    }
    write_events(source, out)
}

/// The answers to safety items. They matter more than the total.
fn write_safety_answers(out: &mut String, answer: &Answered<'_>) -> std::fmt::Result {
    let Body::MeasureResponse(response) = &answer.item.record.body else { return Ok(()) };
    let definition = answer.definition;
    for (item, least) in definition.safety_items() {
        let Some(value) = response.answers.get(item).copied().flatten().filter(|value| *value >= least) else {
            continue;
        };
        let options = definition.options_in("en");
        let chosen = options.iter().find(|(known, _)| *known == value).map(|(_, words)| one_line(words));
        writeln!(out, "Question {}: {}\n", item + 1, chosen.unwrap_or_else(|| value.to_string()))?;
    }
    Ok(())
}

/// The notice as a block quote.
pub fn quoted(notice: Notice) -> String {
    notice.statement().lines().map(|line| format!("> {line}\n")).collect::<Vec<_>>().join(">\n")
}

/// The adverse events that a therapist recorded, by onset.
fn write_events(source: &Source<'_>, out: &mut String) -> std::fmt::Result {
    let mut events: Vec<&AdverseEvent> = source
        .items
        .iter()
        .filter_map(|item| match &item.record.body {
            Body::AdverseEvent(event) if !event.in_error => Some(event),
            _ => None,
        })
        .collect();
    if events.is_empty() {
        return Ok(());
    }
    events.sort_by_key(|event| event.onset.as_ref().map(|onset| onset.unix_ms));
    writeln!(out, "\n## Adverse events\n")?;
    for event in events {
        let onset = event.onset.as_ref().map(|onset| onset.rfc3339()).unwrap_or_default();
        let mut facts = vec![words(&event.category)];
        facts.extend(event.grade.map(|grade| format!("grade {grade}")));
        facts.extend(event.serious.map(|serious| if serious { "serious".into() } else { "not serious".into() }));
        facts.extend(event.criteria.iter().map(|one| words(one)));
        facts.extend(event.session.map(|session| format!("after session {session}")));
        let said = [("related to ketamine", &event.related), ("outcome", &event.outcome)];
        facts.extend(
            said.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {}", words(value))),
        );
        writeln!(out, "- {} · {}: {}", one_line(&onset), one_line(&event.term), facts.join(" · "))?;
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
    facts.extend(entry.states.iter().map(|word| words(word)));
    // A person's own words.
    facts.extend(entry.themes.iter().map(|theme| one_line(theme)));
    facts.extend(entry.effects.iter().map(effect));
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

/// "Chest pain, or short of breath: moderate, still there".
fn effect(one: &EffectView) -> String {
    let severity = one.severity.map(|severity| effects::words::severity(severity, "en").to_lowercase());
    let still = one.still.map(|still| if still { "still there".to_owned() } else { "over".to_owned() });
    let before = one.before.filter(|before| *before).map(|_| "before the session as well".to_owned());
    let how: Vec<String> = [severity, still, before].into_iter().flatten().collect();
    let said = effects::words::effect(&one.effect, "en");
    one_line(&if how.is_empty() { said } else { format!("{said}: {}", how.join(", ")) })
}

/// A readable form of a code, in one line.
fn words(code: &str) -> String {
    one_line(&coding::words(code))
}

/// Collapses white space, so that a text cannot break out of its line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
