//! Measures as CSV tables: one row per form, or one row per answer. A table can contain several clients.

use csv::{QuoteStyle, WriterBuilder};

use super::{Notice, Source};
use crate::arc::{ArcPlace, Course};
use crate::brief::measure_summary::{Answered, scored};
use crate::measures::definition::Options;
use crate::record::{Body, MeasureResponse};

/// Columns that identify a form and its time.
const WHEN: [&str; 8] = ["client", "record", "instrument", "version", "at", "date", "session", "day"];
/// Columns with the score of a form.
const FORM: [&str; 5] = ["complete", "total", "severity", "flags", "answers"];
/// The last column of every table of records that are protected by 42 CFR Part 2.
const NOTICE: &str = "notice";
/// Columns with a single answer.
const ANSWER: [&str; 5] = ["item", "id", "loinc", "value", "answer"];

/// One row per completed form: UTF-8, comma, CRLF (RFC 4180). The answers are in the order of the items, separated by
/// semicolons; a skipped answer is empty.
pub fn forms(sources: &[Source<'_>]) -> String {
    let mut table = Table::new(&FORM, sources);
    for_each_form(sources, &mut |source, one, response, place| {
        let answers: Vec<String> = response.answers.iter().map(|answer| number(*answer)).collect();
        let cells = [
            one.score.complete.to_string(),
            number(one.score.total),
            one.score.severity.clone().unwrap_or_default(),
            one.score.flags.join(";"),
            answers.join(";"),
        ];
        table.row(source, common_cells(source, one, response, place).into_iter().chain(cells));
    });
    table.done()
}

/// One row per answer, in the format of [`forms`]: position, item id, LOINC code if there is one, value, and the text
/// of the chosen option. The unscored item is the last one.
pub fn answers(sources: &[Source<'_>]) -> String {
    let mut table = Table::new(&ANSWER, sources);
    for_each_form(sources, &mut |source, one, response, place| {
        let definition = one.definition;
        let first = common_cells(source, one, response, place);
        let mut row = |n: usize, id: &str, loinc: Option<&str>, value: f64, chosen: String| {
            let cells =
                [(n + 1).to_string(), id.to_owned(), loinc.unwrap_or_default().to_owned(), value.to_string(), chosen];
            table.row(source, first.clone().into_iter().chain(cells));
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

/// Calls `row` for every form, by client and then by time.
fn for_each_form(sources: &[Source<'_>], row: &mut dyn FnMut(&Source<'_>, &Answered<'_>, &MeasureResponse, &ArcPlace)) {
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

fn common_cells(source: &Source<'_>, one: &Answered<'_>, response: &MeasureResponse, place: &ArcPlace) -> [String; 8] {
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

/// A table in memory. A row out of its file still carries the notice of its client's records: as the last column, which
/// is absent where no client's records need one.
pub(super) struct Table {
    writer: csv::Writer<Vec<u8>>,
    has_notices: bool,
}

impl Table {
    fn new(columns: &[&str], sources: &[Source<'_>]) -> Self {
        Self::of(&WHEN.iter().chain(columns).copied().collect::<Vec<_>>(), sources)
    }

    /// A table with these columns, for these clients.
    pub(super) fn of(columns: &[&str], sources: &[Source<'_>]) -> Self {
        let writer = WriterBuilder::new()
            .quote_style(QuoteStyle::Necessary)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let has_notices = sources.iter().any(|source| source.notice.is_some());
        let mut table = Self { writer, has_notices };
        table.write(columns.iter().map(|name| (*name).to_owned()), NOTICE);
        table
    }

    /// Adds a row about one client.
    pub(super) fn row(&mut self, source: &Source<'_>, cells: impl IntoIterator<Item = String>) {
        self.write(cells, source.notice.map(Notice::short).unwrap_or_default());
    }

    fn write(&mut self, cells: impl IntoIterator<Item = String>, notice: &str) {
        let notice = self.has_notices.then(|| notice.to_owned());
        // Writing to memory cannot fail, and all rows have the same number of columns.
        let _ = self.writer.write_record(cells.into_iter().chain(notice).map(|cell| escape(&cell)));
    }

    pub(super) fn done(self) -> String {
        String::from_utf8(self.writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// Protects against formula injection in spreadsheets, and removes control characters.
fn escape(cell: &str) -> String {
    let cell: String = cell.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect();
    // Spreadsheets of East Asia take the wide signs for the same (OWASP, CSV injection).
    let formula = cell.starts_with(['=', '+', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    if formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_no_number_becomes_a_text() {
        for text in ["=1+1", "+1", "@a", "-a", "\t=1", "\u{7}=1", "\u{ff1d}1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}a"] {
            assert!(escape(text).starts_with('\''), "{text}");
        }
        for text in ["", "a=1", "-1", "-0.5", "5", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}", "\u{1f30a}"] {
            assert_eq!(escape(text), text);
        }
    }
}
