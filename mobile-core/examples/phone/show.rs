//! The output of the commands: text for people, one JSON document for machines.

use journal::measures::{Change, Direction, Score};
use mobile_core::entries::{DraftView, Form};
use mobile_core::import::{ImportReport, LeftOut};
use mobile_core::messages::{Catalogue, Language};
use mobile_core::store::Salvaged;
use mobile_core::view::Preview;
use mobile_core::view::{Hit, TimelineView};
use mobile_core::{CareView, EntryView, Error, ExportReport, InvitationView, SafetyWords, Status};
use serde::Serialize;
use serde_json::{Value, json};

/// One document for machines, or lines for people.
pub fn view<T: Serialize>(view: &T, as_json: bool, lines: impl Fn(&T) -> Vec<String>) {
    if as_json {
        return document(view);
    }
    for line in lines(view).iter().filter(|line| !line.is_empty()) {
        println!("{line}");
    }
}

/// A line on standard output, for people. Control characters would be commands to the terminal, and a text may be
/// somebody else's.
pub fn line(text: &str) {
    let is_shown = |sign: &char| !sign.is_control() || matches!(sign, '\n' | '\t');
    as_it_is(&text.chars().filter(is_shown).collect::<String>());
}

fn as_it_is(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(Printed, "{text}").and_then(|()| Printed.flush());
}

/// Standard output. A closed pipe ends the program without an error; any other failure is reported.
pub struct Printed;

impl Printed {
    fn printed<T>(result: std::io::Result<T>) -> std::io::Result<T> {
        if let Err(error) = &result {
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                std::process::exit(0);
            }
            eprintln!("Cannot write to standard output: {error}");
            std::process::exit(1);
        }
        result
    }
}

impl std::io::Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Self::printed(std::io::stdout().lock().write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Self::printed(std::io::stdout().lock().flush())
    }
}

/// The result of an import, or of a trial run.
pub fn import(report: &ImportReport) -> Vec<String> {
    let mut lines = vec![format!("{} found, {} added, {} known.", report.found, report.added, report.known)];
    if report.updated > 0 {
        lines.push(format!("{} updated.", report.updated));
    }
    if let (Some(first), Some(last)) = (&report.first, &report.last) {
        lines.push(format!("From {first} to {last}."));
    }
    let said = |one: &LeftOut| match one.item.as_str() {
        "" => format!("  {}", one.sentence),
        item => format!("  {item}: {}", one.sentence),
    };
    lines.extend(report.left_out.iter().map(said));
    lines.extend(report.remarks.iter().map(said));
    if let Some(id) = &report.id {
        lines.push(format!("To undo it: imports --undo {id}"));
    }
    lines
}

fn document(value: &impl Serialize) {
    // Cannot fail: every view consists of strings, numbers and lists.
    as_it_is(&serde_json::to_string(value).unwrap_or_default());
}

pub fn error(error: &Error, language: Language, as_json: bool) {
    let sentence = error.sentence_in(Catalogue::of(language));
    if as_json {
        eprintln!("{}", json!({"error": {"code": error.code(), "sentence": sentence}}));
    } else {
        eprintln!("{sentence} ({})", error.code());
    }
}

pub fn score(score: &Score, as_json: bool) {
    if as_json {
        return document(score);
    }
    match (score.total, &score.severity) {
        (Some(total), Some(severity)) => println!("{total} ({severity})"),
        (Some(total), None) => println!("{total}"),
        (None, _) => println!("Not complete: {} left out.", score.missing.join(", ")),
    }
    for (name, value) in &score.subscales {
        println!("  {name}: {value}");
    }
    for flag in &score.flags {
        println!("  ! {flag}");
    }
}

pub fn change(change: &Change, as_json: bool) {
    if as_json {
        return document(change);
    }
    let direction = match change.direction {
        Direction::Improved => "reliably better",
        Direction::Worsened => "reliably worse",
        Direction::NoReliableChange => "no reliable change",
    };
    println!("{:+}: {direction}", change.delta);
}

pub fn hint(text: &str) {
    eprintln!("{text}");
}

pub fn salvaged(salvaged: &Salvaged) {
    eprintln!(
        "The journal's file was damaged. It is kept as {}. Salvaged: {} records, {} drafts.",
        salvaged.moved_to.display(),
        salvaged.records,
        salvaged.drafts
    );
}

pub fn done(text: &str, value: Value, as_json: bool) {
    if as_json { document(&value) } else { println!("{text}") }
}

pub fn registered(handle: &str, code: &str, as_json: bool) {
    if as_json {
        return document(&json!({"handle": handle, "recovery_code": code}));
    }
    println!("Welcome, {handle}. Your recovery code, shown once:\n");
    for (n, word) in code.split(' ').enumerate() {
        println!("  {:>2}. {word}", n + 1);
    }
    println!(
        "\nWrite it down and keep it apart from this phone: without it and the password, private entries are lost."
    );
    println!("Then confirm it: `confirm-code`.");
}

pub fn invitation(invitation: &InvitationView, as_json: bool) {
    if as_json {
        return document(invitation);
    }
    println!("{} of {} invites you to share your journal.", invitation.therapist, invitation.practice);
    if let Some(purpose) = &invitation.purpose_text {
        println!("{purpose}");
    }
    if let Some(another) = &invitation.another_key_text {
        println!("{another}");
    }
}

pub fn joined(care: &CareView, said: &SafetyWords, as_json: bool) {
    if as_json {
        return document(&json!({"care": care, "key": said.key, "safety_words": said.words}));
    }
    println!("You have joined {}. Nothing is shared until you share it.", care.therapist);
    println!("Compare these words with them: key {}: {}", said.key, said.words.join(" "));
}

pub fn words(said: &SafetyWords, as_json: bool) {
    if as_json {
        document(&json!({"key": said.key, "safety_words": said.words}));
    } else {
        println!("key {}: {}", said.key, said.words.join(" "));
    }
}

pub fn care(care: &[CareView], as_json: bool) {
    if as_json {
        return document(&json!({"care": care}));
    }
    for one in care {
        println!("{}  {}{}", one.id, one.therapist, if one.ended { " (ended)" } else { "" });
    }
}

pub fn status(status: &Status, as_json: bool) {
    if as_json {
        return document(status);
    }
    if status.in_sync {
        println!("In sync.");
    } else {
        println!("Not in sync yet: {} to send.", status.waiting + status.held);
        for reason in &status.reasons {
            println!("  {} ({})", reason.sentence, reason.code);
        }
    }
}

pub fn entry(entry: &EntryView, as_json: bool) {
    if as_json {
        return document(entry);
    }
    println!("{}", head(entry));
    if !entry.text.is_empty() {
        println!("{}", entry.text);
    }
    for other in &entry.alternatives {
        println!("  other version of {}: {}", other.field, other.value);
    }
    for reply in &entry.replies {
        println!("  ↳ {}", reply.text);
    }
}

pub fn entries(entries: &[EntryView], as_json: bool) {
    if as_json {
        return document(&json!({"entries": entries}));
    }
    for entry in entries {
        println!("{}  {}", head(entry), first_line(&entry.text));
    }
}

pub fn timeline(timeline: &TimelineView, as_json: bool) {
    if as_json {
        return document(timeline);
    }
    for section in &timeline.sections {
        match &section.session {
            Some(session) => println!("── session {} · {}", session.number, &session.at),
            None => println!("── before"),
        }
        for entry in &section.entries {
            println!("{}  {}", head(entry), first_line(&entry.text));
        }
    }
}

pub fn hits(hits: &[Hit], as_json: bool) {
    if as_json {
        return document(&json!({"hits": hits}));
    }
    for hit in hits {
        println!("{}  {}", head(&hit.entry), first_line(&hit.snippet));
    }
}

pub fn preview(preview: &Preview, as_json: bool) {
    if as_json {
        let sealed: Value = serde_json::from_str(&preview.json).unwrap_or_default();
        return document(&json!({"entry": preview.entry, "sealed": sealed}));
    }
    println!("Your therapist would see exactly this:\n");
    entry(&preview.entry, false);
}

pub fn drafts(drafts: &[DraftView], as_json: bool) {
    if as_json {
        return document(&json!({"drafts": drafts}));
    }
    for draft in drafts {
        println!("{}  {}", draft.id, first_line(&draft_words(draft)));
    }
}

/// The first words of a draft, for any form.
fn draft_words(draft: &DraftView) -> String {
    match &draft.form {
        Form::Reflection { writing } => writing.text.clone(),
        form => serde_json::to_string(form).unwrap_or_default(),
    }
}

fn head(entry: &EntryView) -> String {
    let mut head = format!("{}  {}  {}", entry.id, entry.date, entry.kind);
    if let (Some(session), Some(day)) = (entry.session, entry.day) {
        head += &format!("  session {session} {day:+}d");
    }
    if let Some(mood) = entry.mood {
        head += &format!("  mood {mood}");
    }
    if !entry.shared_with.is_empty() {
        head += "  shared";
    }
    if let Some(code) = &entry.held {
        head += &format!("  held: {code}");
    } else if entry.waiting {
        head += "  not sent yet";
    }
    head
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut cut: String = line.chars().take(70).collect();
    if cut.len() < line.len() {
        cut.push('…');
    }
    cut
}

/// The contents of an export.
pub fn exported(report: &ExportReport) -> Vec<String> {
    let mut lines =
        vec![format!("Contains {} records, {} photos and voice notes.", report.records, report.attachments)];
    if let (Some(first), Some(last)) = (&report.first, &report.last) {
        lines.push(format!("From {first} to {last}."));
    }
    if report.not_here > 0 {
        lines.push(format!(
            "{} photos and voice notes are not on this phone and not included: fetch them first.",
            report.not_here
        ));
    }
    if report.signs_missing > 0 {
        lines.push(format!("{} characters could not be printed.", report.signs_missing));
    }
    lines
}
