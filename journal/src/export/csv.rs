//! Measures as a table: one row for each response, with its total and its answers.

use csv::{QuoteStyle, WriterBuilder};

use super::Source;
use crate::arc::Course;
use crate::brief::standing::scored;

/// The table's head.
const HEAD: [&str; 12] = [
    "record",
    "instrument",
    "version",
    "at",
    "date",
    "session",
    "day",
    "complete",
    "total",
    "severity",
    "flags",
    "answers",
];

/// The table: UTF-8, comma, CRLF as RFC 4180 has it. Answers stand in the order of the items, a semicolon between
/// them; one that was left out is empty.
pub fn csv(source: &Source<'_>) -> String {
    let course = Course::of(source.items);
    let mut answered: Vec<_> = scored(source.items, source.definitions).collect();
    answered.sort_by_key(|one| (one.item.record.when.unix_ms, one.item.id));
    let mut table = WriterBuilder::new()
        .quote_style(QuoteStyle::Necessary)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut row = |cells: [String; 12]| table.write_record(cells.map(|cell| plain(&cell)));
    let mut written = row(HEAD.map(String::from));
    for one in answered {
        let when = &one.item.record.when;
        let place = course.place(when);
        let crate::record::Body::MeasureResponse(response) = &one.item.record.body else { continue };
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let answers: Vec<String> = response.answers.iter().map(|answer| number(*answer)).collect();
        written = written.and(row([
            one.item.id.to_string(),
            one.definition.id.clone(),
            if response.version.is_empty() { one.definition.version.clone() } else { response.version.clone() },
            when.rfc3339(),
            when.local_date(),
            place.session.map(|number| number.to_string()).unwrap_or_default(),
            place.day.map(|day| day.to_string()).unwrap_or_default(),
            one.score.complete.to_string(),
            number(one.score.total),
            one.score.severity.clone().unwrap_or_default(),
            one.score.flags.join(";"),
            answers.join(";"),
        ]));
    }
    // Writing to memory does not fail.
    let bytes = written.ok().and_then(|()| table.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// A spreadsheet takes what begins like this for a formula; and no table takes control characters.
fn plain(cell: &str) -> String {
    let cell: String = cell.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect();
    let formula =
        cell.starts_with(['=', '+', '@', '\t', '\r']) || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    if formula { format!("'{cell}") } else { cell }
}
