//! Full-text search in every script.
//!
//! Text is folded before it is indexed, and a query is folded the same way ([`journal::lookback::fold`]): compatibility
//! forms, case, and Latin, Greek and Cyrillic accents are ignored. Scripts that are written without spaces (Chinese,
//! Japanese, Thai, Lao, Khmer, Burmese) are indexed character by character, and a run of such characters is searched as
//! a phrase. This gives the results of character pairs, and also works for a query of one character.

use diesel::prelude::*;
use diesel::sql_types::Text;
use journal::lookback::fold::{fold, is_sign, words as folded_words};
use journal::record::Payload;
use journal::sync::Key;
use serde_json::Value;

use super::pages::INNER;
use super::schema::{record, search, search_word};
use super::{Error, attachments, id, rows, settings};

diesel::define_sql_function! {
    /// FTS5's own `MATCH`, as the function behind the operator: `match(query, column)`.
    #[sql_name = "match"]
    fn matches(query: Text, column: Text) -> Bool;
}

diesel::define_sql_function! {
    /// Rows written by this connection.
    fn total_changes() -> BigInt;
}

// Payload fields with a person's text. By name and not by kind, so that kinds of newer versions are found.
const FIELDS: [&str; 22] = [
    "text",
    "other",
    "answer",
    "title",
    "first_words",
    "notes",
    "helped",
    "hindered",
    "support_note",
    "setting",
    "affect",
    "states",
    "themes",
    "sensations",
    "qualities",
    "signs",
    "coping",
    "places",
    "people",
    "professionals",
    "safer",
    "reasons",
];
// The maximum number of query words. More would make a query slower, not better.
const MOST_WORDS: usize = 16;

/// Indexes a row's words, and removes the earlier ones (`known`: there may be some).
pub(crate) fn put(
    connection: &mut SqliteConnection,
    row: i64,
    content: Option<&Payload>,
    known: bool,
) -> Result<(), Error> {
    if known {
        diesel::delete(search::table.find(row)).execute(connection)?;
    }
    let words = content.map(words).unwrap_or_default();
    if !words.is_empty() {
        let values = (search::rowid.eq(row), search::words.eq(indexed(&words)));
        diesel::insert_into(search::table).values(values).execute(connection)?;
    }
    Ok(())
}

/// The indexed text of a payload.
pub(crate) fn words(payload: &Payload) -> String {
    let mut out = String::new();
    if INNER.contains(&payload.kind()) {
        return out;
    }
    for field in FIELDS {
        if let Some(value) = payload.field(field) {
            collect(value, &mut out);
        }
    }
    out
}

fn collect(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, out)),
        Value::Object(map) => map.values().for_each(|value| collect(value, out)),
        _ => {}
    }
}

/// A text in indexed form. The tokenizer treats letters, numbers and the private use area as words, so symbols (emoji,
/// arrows and currencies) are mapped to that area and can be found like words.
fn indexed(text: &str) -> String {
    fold(text).chars().map(|sign| if is_sign(sign) { private(sign) } else { sign }).collect()
}

/// The mapping of a symbol to the private use area: one code point for each symbol of [`is_sign`].
fn private(sign: char) -> char {
    let code = u32::from(sign);
    let place = match code {
        0x1_f000.. => 0xe000 + (code - 0x1_f000),
        0x2000.. => 0xeb00 + (code - 0x2000),
        _ => 0xf700 + code,
    };
    char::from_u32(place).unwrap_or(sign)
}

/// Whether a word of the index consists of symbols.
pub(crate) fn is_of_signs(word: &str) -> bool {
    word.chars().any(|sign| ('\u{e000}'..='\u{f8ff}').contains(&sign))
}

/// The query in FTS5 syntax: every word must match, the last one may be unfinished. `None` if there is nothing to
/// search for. Every word is quoted, so nothing that a person types is an operator.
pub(crate) fn expression(query: &str) -> Option<String> {
    let words: Vec<String> = query
        .split_whitespace()
        .filter(|word| word.chars().any(|sign| sign.is_alphanumeric() || is_sign(sign)))
        .take(MOST_WORDS)
        .map(|word| format!("\"{}\"", indexed(word).replace('"', " ")))
        .collect();
    (!words.is_empty()).then(|| words.join(" ") + "*")
}

/// The folded words of a text, each with whether it may be unfinished: the last one is.
pub(crate) fn typed(query: &str) -> Vec<(String, bool)> {
    let words: Vec<String> = folded_words(query).map(|word| word.folded).collect();
    let last = words.len().saturating_sub(1);
    words.into_iter().enumerate().map(|(at, word)| (word, at == last)).collect()
}

/// Whether any word of the journal equals this one, or begins with it if it is unfinished.
pub(crate) fn has_word(connection: &mut SqliteConnection, word: &str, unfinished: bool) -> Result<bool, Error> {
    let star = if unfinished { "*" } else { "" };
    let expression = format!("\"{}\"{star}", indexed(word).replace('"', " "));
    let found = search::table.filter(matches(&expression, search::words)).select(search::rowid).limit(1);
    Ok(found.first::<i64>(connection).optional()?.is_some())
}

/// A number that changes with every write since this connection was opened.
pub(crate) fn state(connection: &mut SqliteConnection) -> Result<i64, Error> {
    Ok(diesel::select(total_changes()).get_result(connection)?)
}

/// The next words of the index after `last`, with the number of entries that contain each.
pub(crate) fn words_after(
    connection: &mut SqliteConnection,
    last: &str,
    most: i64,
) -> Result<Vec<(String, u32)>, Error> {
    let words = search_word::table.filter(search_word::term.gt(last)).order(search_word::term).limit(most);
    let words: Vec<(String, i64)> = words.select((search_word::term, search_word::doc)).load(connection)?;
    Ok(words.into_iter().map(|(word, count)| (word, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}

/// Rebuilds the index, after rows were written other than by [`Ledger::set_row`].
pub(crate) fn index_all(connection: &mut SqliteConnection) -> Result<(), Error> {
    type Columns = (Option<Vec<u8>>, bool, bool, Vec<u8>, Vec<u8>);
    // Row by row, so that a long journal is not in memory as a whole.
    let rows: Vec<i64> = record::table.select(record::row).order(record::row).load(connection)?;
    for row in rows {
        let (content, copy, dirty, collection, of): Columns = record::table
            .find(row)
            .select((record::content, record::copy, record::dirty, record::collection, record::id))
            .first(connection)?;
        let content = content.as_deref().map(rows::payload).transpose()?;
        put(connection, row, content.as_ref().filter(|_| !copy), true)?;
        let key = Key { collection: id(&collection)?, id: id(&of)? };
        attachments::refer(connection, row, &key, content.as_ref(), dirty, true)?;
    }
    settings::set(connection, settings::INDEXED, &[INDEX])
}

/// The version of the index format.
const INDEX: u8 = 5;

/// Rebuilds the index if another version made it.
pub(crate) fn index_if_needed(connection: &mut SqliteConnection) -> Result<(), Error> {
    let made = settings::get(connection, settings::INDEXED)?;
    if made.as_deref() == Some(&[INDEX]) { Ok(()) } else { index_all(connection) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_a_place_of_its_own_in_the_private_use_area() {
        let signs: Vec<char> = ('\0'..=char::MAX).filter(|sign| is_sign(*sign)).collect();
        let places: std::collections::BTreeSet<char> = signs.iter().map(|sign| private(*sign)).collect();
        assert_eq!(places.len(), signs.len());
        assert!(places.iter().all(|place| ('\u{e000}'..='\u{f8ff}').contains(place)));
        assert!(expression("😴").is_some());
    }

    #[test]
    fn nothing_that_is_typed_is_an_operator() {
        assert_eq!(expression("  "), None);
        assert_eq!(expression("!? - \""), None);
        assert_eq!(expression("rain OR \"snow NEAR(").unwrap(), "\"rain\" \"or\" \" snow\" \"near(\"*");
    }
}
