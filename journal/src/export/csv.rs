//! Measures as tables: one row for each form, or one for each answer. Several clients go into one table.

use csv::{QuoteStyle, WriterBuilder};

use super::Source;
use crate::arc::{ArcPlace, Course};
use crate::brief::standing::{Answered, scored};
use crate::measures::definition::Options;
use crate::record::{Body, MeasureResponse};

/// What says of a row whose it is and when it was.
const WHEN: [&str; 8] = ["client", "record", "instrument", "version", "at", "date", "session", "day"];
/// What a form comes to.
const FORM: [&str; 5] = ["complete", "total", "severity", "flags", "answers"];
/// What an answer is.
const ANSWER: [&str; 5] = ["item", "id", "loinc", "value", "answer"];

/// One row for each form that was filled in: UTF-8, comma, CRLF as RFC 4180 has it. Answers stand in the order of the
/// items, a semicolon between them; one that was left out is empty.
pub fn forms(sources: &[Source<'_>]) -> String {
    let mut table = Table::new(&FORM);
    each(sources, &mut |source, one, response, place| {
        let answers: Vec<String> = response.answers.iter().map(|answer| number(*answer)).collect();
        let cells = [
            one.score.complete.to_string(),
            number(one.score.total),
            one.score.severity.clone().unwrap_or_default(),
            one.score.flags.join(";"),
            answers.join(";"),
        ];
        table.row(when(source, one, response, place).into_iter().chain(cells));
    });
    table.done()
}

/// One row for each answer that was given, in the form of [`forms`]: the item by its place and its id, with LOINC's code
/// where there is one; the value, and what was chosen in the instrument's own words. The unscored item is the last one.
pub fn answers(sources: &[Source<'_>]) -> String {
    let mut table = Table::new(&ANSWER);
    each(sources, &mut |source, one, response, place| {
        let definition = one.definition;
        let first = when(source, one, response, place);
        let mut row = |n: usize, id: &str, loinc: Option<&str>, value: f64, chosen: String| {
            let cells =
                [(n + 1).to_string(), id.to_owned(), loinc.unwrap_or_default().to_owned(), value.to_string(), chosen];
            table.row(first.clone().into_iter().chain(cells));
        };
        for (n, (item, answer)) in definition.items.iter().zip(&response.answers).enumerate() {
            let Some(value) = *answer else { continue };
            let chosen = match &definition.options {
                Options::Choices(choices) => choices
                    .iter()
                    .find(|(known, _)| *known == value)
                    .map(|(_, words)| words.clone())
                    .unwrap_or_default(),
                Options::Slider(..) => String::new(),
            };
            row(n, &item.id, item.loinc.as_deref(), value, chosen);
        }
        if let (Some(item), Some(value)) = (&definition.unscored_item, response.unscored) {
            let chosen = item.options.get(value as usize).cloned().unwrap_or_default();
            row(definition.items.len(), &item.id, item.loinc.as_deref(), value, chosen);
        }
    });
    table.done()
}

/// Every form, client by client, in the order of time.
fn each(sources: &[Source<'_>], row: &mut dyn FnMut(&Source<'_>, &Answered<'_>, &MeasureResponse, &ArcPlace)) {
    for source in sources {
        let course = Course::of(source.items);
        let mut answered: Vec<_> = scored(source.items, source.definitions).collect();
        answered.sort_by_key(|one| (one.item.record.when.unix_ms, one.item.id));
        for one in &answered {
            if let Body::MeasureResponse(response) = &one.item.record.body {
                row(source, one, response, &course.place(&one.item.record.when));
            }
        }
    }
}

fn when(source: &Source<'_>, one: &Answered<'_>, response: &MeasureResponse, place: &ArcPlace) -> [String; 8] {
    let when = &one.item.record.when;
    let version = if response.version.is_empty() { &one.definition.version } else { &response.version };
    [
        source.handle.to_owned(),
        one.item.id.to_string(),
        one.definition.id.clone(),
        version.clone(),
        when.rfc3339(),
        when.local_date(),
        place.session.map(|number| number.to_string()).unwrap_or_default(),
        place.day.map(|day| day.to_string()).unwrap_or_default(),
    ]
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

struct Table(csv::Writer<Vec<u8>>);

impl Table {
    fn new(columns: &[&str]) -> Self {
        let writer = WriterBuilder::new()
            .quote_style(QuoteStyle::Necessary)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let mut table = Self(writer);
        table.row(WHEN.iter().chain(columns).map(|name| (*name).to_owned()));
        table
    }

    fn row(&mut self, cells: impl Iterator<Item = String>) {
        // Writing to memory does not fail, and every row has its columns.
        let _ = self.0.write_record(cells.map(|cell| plain(&cell)));
    }

    fn done(self) -> String {
        String::from_utf8(self.0.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// A spreadsheet takes what begins like this for a formula; and no table takes control characters.
fn plain(cell: &str) -> String {
    let cell: String = cell.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect();
    let formula =
        cell.starts_with(['=', '+', '@', '\t', '\r']) || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    if formula { format!("'{cell}") } else { cell }
}
