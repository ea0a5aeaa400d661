//! A text for people to read: the journal in order of time, with a heading for each session.

use std::fmt::Write as _;

use super::contents::{counted, kind_words};
use super::{Notice, Source, coding, contents};
use crate::arc::{EffectView, Entry, timeline};
use crate::brief::measure_summary::{Answered, scored, total};
use crate::brief::safety::{Flag, flags};
use crate::brief::visit::Visit;
use crate::effects;
use crate::record::{AdverseEvent, Body, Moment};

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
    write_flags(source, out)?;
    write_events(source, out)
}

/// The safety answers with their times, also of forms that were left: what was tapped, and when each flag was closed.
fn write_flags(source: &Source<'_>, out: &mut String) -> std::fmt::Result {
    let mut all = flags(source.items, source.definitions, &Visit::default(), &|_| false);
    all.retain(|flag| flag.kind == "safety");
    if all.is_empty() {
        return Ok(());
    }
    all.sort_by_key(|flag| (flag.at, flag.ids.clone()));
    writeln!(out, "\n## Safety answers\n")?;
    for flag in &all {
        let at = flag.local.clone().unwrap_or_else(|| instant(flag.at));
        let mut facts = vec![asked_and_said(source, flag)];
        if flag.taken_back {
            facts.push("seen by the therapist, and taken back since".into());
        }
        if !flag.tapped.is_empty() {
            let tapped: Vec<String> = flag.tapped.iter().map(|one| words(&one.choice)).collect();
            facts.push(format!("tapped, not assessed: {}", tapped.join(", ")));
        }
        for (closed, reopened) in &flag.closings {
            facts.push(format!("closed {}", instant(*closed)));
            facts.extend(reopened.map(|at| format!("opened again {}", instant(at))));
        }
        writeln!(out, "- {}: {}", one_line(&at), facts.join(" · "))?;
    }
    Ok(())
}

/// "PHQ-9, question 9: Nearly every day".
fn asked_and_said(source: &Source<'_>, flag: &Flag) -> String {
    let instrument = flag.instrument.as_deref().unwrap_or_default();
    if instrument == effects::INSTRUMENT {
        let said = if flag.taken_back { String::new() } else { format!(", {THOUGHTS}: yes") };
        return format!("Side-effect check{said}");
    }
    let mut known = source.definitions.iter().filter(|one| one.id == instrument);
    let title = one_line(known.clone().next().map_or(instrument, |one| one.title.as_str()));
    let Some(answer) = &flag.answer else { return title };
    let options = known.find(|one| one.version == answer.versions.0).map(|one| one.options_in("en"));
    let chosen = options.unwrap_or_default().into_iter().find(|(value, _)| *value == answer.value);
    let said = chosen.map_or_else(|| answer.value.to_string(), |(_, said)| one_line(said));
    format!("{title}, question {}: {said}", answer.number)
}

/// A time of whose place nothing is known.
fn instant(unix_ms: i64) -> String {
    Moment { unix_ms, offset_s: 0, zone: String::new() }.rfc3339()
}

/// The question of a side-effect check about suicidal thoughts.
pub(super) const THOUGHTS: &str = "thoughts of death or of self-harm";
/// The question of a side-effect check about driving.
pub(super) const DROVE: &str = "drove, cycled in traffic or used machines on the day";

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
    facts.extend(
        entry.suicidal.map(|said| format!("{THOUGHTS}: {}", if said == "unsaid" { "rather not say" } else { said })),
    );
    facts.extend(entry.effects.iter().map(effect));
    facts.extend(entry.drove.map(|drove| format!("{DROVE}: {}", if drove { "yes" } else { "no" })));
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
