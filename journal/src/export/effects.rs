//! Side effects and adverse events as CSV tables. A table can contain several clients: the line listing of a practice.

use super::csv::Table;
use super::{Source, Words};
use crate::arc::{Course, EffectView};
use crate::effects::{SUICIDAL, words};
use crate::record::{AdverseEvent, Body, Moment, SideEffectCheck};

const EFFECT: [&str; 15] = [
    "client", "record", "at", "date", "session", "day", "hours", "effect", "words", "severity", "still", "before",
    "level", "other", "answer",
];
const EVENT: [&str; 24] = [
    "client",
    "record",
    "recorded",
    "term",
    "category",
    "session",
    "onset",
    "minutes_after_dose",
    "ended",
    "ongoing",
    "grade",
    "serious",
    "criteria",
    "expected",
    "related",
    "related_to_therapy",
    "actions",
    "treatment",
    "outcome",
    "reported_to",
    "reported_at",
    "reference",
    "recorded_by",
    "told_client",
];

/// One row per marked side effect, and one per answer to the other questions of a check, by client and then by time:
/// UTF-8, comma, CRLF (RFC 4180).
pub fn effects(sources: &[Source<'_>]) -> String {
    let mut table = Table::of(&EFFECT, sources);
    for source in sources {
        let course = Course::of(source.items);
        for item in source.leaving() {
            let Body::SideEffectCheck(check) = &item.record.body else { continue };
            let when = &item.record.when;
            let (place, since) = (course.place(when), course.since(when));
            let first = [
                source.handle.to_owned(),
                item.id.to_string(),
                when.rfc3339(),
                when.local_date(),
                cell(place.session),
                cell(place.day),
                cell(since.map(|since| since / 3_600_000)),
            ];
            for one in EffectView::of(check, since) {
                let other = if one.effect == "other" { check.other.clone() } else { String::new() };
                let cells = [
                    one.effect.clone(),
                    words::effect(&one.effect, "en"),
                    cell(one.severity),
                    cell(one.still),
                    cell(one.before),
                    one.level.unwrap_or_default().to_owned(),
                    other,
                    String::new(),
                ];
                table.row(source, first.clone().into_iter().chain(cells));
            }
            for (code, question, answer) in answered(check) {
                let mut cells: [String; 8] = Default::default();
                (cells[0], cells[1], cells[7]) = (code.to_owned(), question.to_owned(), answer.to_owned());
                table.row(source, first.clone().into_iter().chain(cells));
            }
        }
    }
    table.done()
}

/// The answers to the questions of a check that are about no effect: code, question, answer.
fn answered(check: &SideEffectCheck) -> Vec<(&'static str, &'static str, &'static str)> {
    let said = |yes: bool| if yes { "yes" } else { "no" };
    let none =
        check.any.filter(|any| !any && check.items.is_empty()).map(|any| ("any", "anything bothering", said(any)));
    let english = Words::in_language("en");
    let suicidal = check.suicidal.map(|answer| (SUICIDAL, english.text("thoughts"), answer.as_str()));
    let drove = check.drove.map(|drove| ("drove", english.text("drove"), said(drove)));
    [none, suicidal, drove].into_iter().flatten().collect()
}

/// One row per adverse event, by client and then by onset. Events recorded in error are left out.
pub fn adverse_events(sources: &[Source<'_>]) -> String {
    let mut table = Table::of(&EVENT, sources);
    for source in sources {
        let mut events: Vec<_> = source
            .leaving()
            .into_iter()
            .filter_map(|item| match &item.record.body {
                Body::AdverseEvent(event) if !event.in_error => Some((item, event)),
                _ => None,
            })
            .collect();
        events.sort_by_key(|(item, event)| (event.onset.as_ref().map(|onset| onset.unix_ms), item.id));
        for (item, event) in events {
            let (id, recorded) = (item.id.to_string(), item.record.when.rfc3339());
            table.row(source, [source.handle.to_owned(), id, recorded].into_iter().chain(cells(event)));
        }
    }
    table.done()
}

fn cells(event: &AdverseEvent) -> [String; 21] {
    let at = |when: &Option<Moment>| when.as_ref().map(Moment::rfc3339).unwrap_or_default();
    [
        event.term.clone(),
        event.category.clone(),
        cell(event.session),
        at(&event.onset),
        cell(event.minutes_after_dose),
        at(&event.ended),
        event.ongoing.to_string(),
        cell(event.grade),
        cell(event.serious),
        event.criteria.join(";"),
        event.expected.clone(),
        event.related.clone(),
        event.related_to_therapy.clone(),
        event.actions.join(";"),
        event.treatment.clone(),
        event.outcome.clone(),
        event.reported_to.clone(),
        at(&event.reported_at),
        event.reference.clone(),
        event.by.clone(),
        at(&event.told_client),
    ]
}

fn cell(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
