//! A text for people to read: the journal in order of time, with a heading for each session.

use std::fmt::Write as _;

use super::{Notice, Source, Words, contents};
use crate::arc::{EffectView, Entry, timeline};
use crate::brief::measure_summary::{Answered, scored, total};
use crate::effects;
use crate::record::{AdverseEvent, Body};

/// The export as Markdown, in a language (BCP 47). Texts are block quotes, so that their markup cannot create headings.
pub fn markdown(source: &Source<'_>, language: &str) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(source, Words::in_language(language), &mut out);
    out
}

fn write(source: &Source<'_>, words: Words, out: &mut String) -> std::fmt::Result {
    let inside = contents(source);
    writeln!(out, "# {}\n", words.fill("title", &[("client", &one_line(source.handle))]))?;
    let made = words.fill("made", &[("date", &source.made.local_date())]);
    writeln!(out, "{made} {}", words.fill("inside", &[("records", &words.records(inside.records))]))?;
    if let (Some(from), Some(to)) = (&inside.from, &inside.to) {
        writeln!(out, "{}", words.fill("span", &[("from", from), ("to", to)]))?;
    }
    writeln!(out, "({}).", words.counted(&inside.kinds))?;
    if !inside.left_out.is_empty() {
        writeln!(out, "{}", words.fill("left_out", &[("records", &words.counted(&inside.left_out))]))?;
    }
    if let Some(notice) = source.notice {
        write!(out, "\n{}", quoted(notice))?;
    }
    let totals: Vec<_> = scored(source.items, source.definitions).collect();
    for section in timeline(source.items).sections.into_iter().rev() {
        match &section.session {
            Some(session) => {
                let number = session.number.to_string();
                let title = words.fill("session", &[("number", &number), ("at", &one_line(&session.at))]);
                writeln!(out, "\n## {title}\n")?;
            }
            None => writeln!(out, "\n## {}\n", words.text("before"))?,
        }
        if let Some(session) = &section.session {
            let mut facts: Vec<String> = Vec::new();
            facts.extend(
                Some(&session.route).filter(|route| !route.is_empty()).map(|route| code(words, "routes", route)),
            );
            facts.extend(session.dose_mg.map(|dose| format!("{} mg", words.number(dose))));
            facts.extend(
                session
                    .setting
                    .iter()
                    .map(|(name, text)| format!("{}: {}", code(words, "settings", name), one_line(text))),
            );
            facts.extend(session.qualities.iter().map(|quality| code(words, "qualities", quality)));
            if !facts.is_empty() {
                writeln!(out, "{}\n", facts.join(" · "))?;
            }
            super::clinic::write(out, words, source.items, session.number, &session.at)?;
        }
        for entry in section.entries.iter().rev() {
            write_entry(out, words, entry)?;
            if let Some(answer) = totals.iter().find(|one| one.item.id.to_string() == entry.id) {
                let scored = total(answer);
                let value = scored.total.map_or(words.text("incomplete").into(), |total| words.number(total));
                let band = scored.severity.map(|band| format!(" ({})", code(words, "severities", &band)));
                let title = one_line(answer.definition.title_in(words.language()));
                writeln!(out, "{title}: {value}{}\n", band.unwrap_or_default())?;
                write_safety_answers(out, words, answer)?;
            }
        }
    }
    write_events(source, words, out)
}

/// The answers to safety items. They matter more than the total.
fn write_safety_answers(out: &mut String, words: Words, answer: &Answered<'_>) -> std::fmt::Result {
    let Body::MeasureResponse(response) = &answer.item.record.body else { return Ok(()) };
    let definition = answer.definition;
    for (item, least) in definition.safety_items() {
        let Some(value) = response.answers.get(item).copied().flatten().filter(|value| *value >= least) else {
            continue;
        };
        let options = definition.options_in(words.language());
        let chosen = options.iter().find(|(known, _)| *known == value).map(|(_, said)| one_line(said));
        let chosen = chosen.unwrap_or_else(|| words.number(value));
        let number = (item + 1).to_string();
        writeln!(out, "{}\n", words.fill("question", &[("number", &number), ("answer", &chosen)]))?;
    }
    Ok(())
}

/// The notice as a block quote. It is the text of the law, in English.
pub fn quoted(notice: Notice) -> String {
    notice.statement().lines().map(|line| format!("> {line}\n")).collect::<Vec<_>>().join(">\n")
}

/// The adverse events that a therapist recorded, by onset.
fn write_events(source: &Source<'_>, words: Words, out: &mut String) -> std::fmt::Result {
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
    writeln!(out, "\n## {}\n", words.text("events"))?;
    for event in events {
        let onset = event.onset.as_ref().map(|onset| onset.rfc3339()).unwrap_or_default();
        let mut facts = vec![code(words, "categories", &event.category)];
        facts.extend(event.grade.map(|grade| words.fill("grade", &[("grade", &grade.to_string())])));
        let serious = event.serious.map(|serious| words.text(if serious { "serious" } else { "not_serious" }));
        facts.extend(serious.map(str::to_owned));
        facts.extend(event.criteria.iter().map(|one| code(words, "criteria", one)));
        facts.extend(event.session.map(|session| words.fill("after_session", &[("number", &session.to_string())])));
        for (name, group, value) in [("related", "related", &event.related), ("outcome", "outcomes", &event.outcome)] {
            if !value.is_empty() {
                facts.push(words.fill(name, &[("value", &code(words, group, value))]));
            }
        }
        writeln!(out, "- {} · {}: {}", one_line(&onset), one_line(&event.term), facts.join(" · "))?;
    }
    Ok(())
}

fn write_entry(out: &mut String, words: Words, entry: &Entry) -> std::fmt::Result {
    writeln!(out, "### {} · {}\n", one_line(&entry.at), words.kind(&entry.kind))?;
    if !entry.text.is_empty() {
        entry.text.lines().try_for_each(|line| writeln!(out, "> {line}"))?;
        writeln!(out)?;
    }
    let mut facts: Vec<String> = Vec::new();
    if entry.figures.is_empty() {
        facts.extend(entry.mood.map(|mood| words.fill("mood", &[("value", &mood.to_string())])));
    }
    facts.extend(entry.figures.iter().map(|(name, value)| format!("{} {value}", code(words, "figures", name))));
    facts.extend(entry.states.iter().map(|word| code(words, "states", word)));
    // A person's own words are no codes.
    facts.extend(entry.themes.iter().map(|theme| match words.language() {
        "en" => one_line(theme),
        _ => code(words, "themes", theme),
    }));
    facts.extend(entry.effects.iter().map(|one| effect(one, words)));
    if !entry.done_on.is_empty() {
        facts.push(words.fill("done_on", &[("days", &entry.done_on.join(", "))]));
    }
    if let Some((purpose, kept)) = &entry.appointment {
        let purpose = code(words, "purposes", purpose);
        facts.push(match kept {
            Some(true) => words.fill("kept", &[("purpose", &purpose)]),
            Some(false) => words.fill("not_kept", &[("purpose", &purpose)]),
            None => purpose,
        });
    }
    if !facts.is_empty() {
        writeln!(out, "{}\n", facts.join(" · "))?;
    }
    for reply in &entry.replies {
        writeln!(out, "{}\n", words.fill("reply", &[("at", &one_line(&reply.at))]))?;
        reply.text.lines().try_for_each(|line| writeln!(out, "> {line}"))?;
        writeln!(out)?;
    }
    Ok(())
}

/// "Chest pain, or short of breath: moderate, still there".
fn effect(one: &EffectView, words: Words) -> String {
    let severity = one.severity.map(|severity| effects::words::severity(severity, words.language()).to_lowercase());
    let still = one.still.map(|still| words.text(if still { "still" } else { "over" }).to_owned());
    let before = one.before.filter(|before| *before).map(|_| words.text("before_too").to_owned());
    let how: Vec<String> = [severity, still, before].into_iter().flatten().collect();
    let said = effects::words::effect(&one.effect, words.language());
    one_line(&if how.is_empty() { said } else { format!("{said}: {}", how.join(", ")) })
}

/// A readable form of a code, in one line.
fn code(words: Words, group: &str, code: &str) -> String {
    one_line(&words.code(group, code))
}

/// Collapses white space, so that a text cannot break out of its line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
