//! Full-text search in every script.
//!
//! Words are folded before they reach the index, and a query is folded the same way: compatibility forms, case and
//! Latin, Greek and Cyrillic accents make no difference. Scripts that are written without spaces (Chinese, Japanese,
//! Thai, Lao, Khmer, Burmese) are indexed sign by sign, and a run of such signs is looked for as a phrase; so a
//! one-sign query finds something, which a trigram index could not give.

use diesel::prelude::*;
use diesel::sql_types::Text;
use journal::record::Payload;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::Error;
use super::schema::search;

diesel::define_sql_function! {
    /// FTS5's own `MATCH`, as the function behind the operator: `match(query, column)`.
    #[sql_name = "match"]
    fn matches(query: Text, column: Text) -> Bool;
}

// Where a person's words stand in a payload. By name and not by kind, so that kinds of newer versions are found too.
const FIELDS: [&str; 6] = ["text", "states", "themes", "qualities", "support_note", "setting"];
// More words than this make a query slower and not better.
const MOST_WORDS: usize = 16;

/// Puts a row's words into the index, in place of those that were there.
pub(crate) fn put(connection: &mut SqliteConnection, row: i64, content: Option<&Payload>) -> Result<(), Error> {
    diesel::delete(search::table.find(row)).execute(connection)?;
    let words = content.map(words).unwrap_or_default();
    if !words.is_empty() {
        let values = (search::rowid.eq(row), search::words.eq(fold(&words)));
        diesel::insert_into(search::table).values(values).execute(connection)?;
    }
    Ok(())
}

/// The words that the index holds of a payload.
pub(crate) fn words(payload: &Payload) -> String {
    let mut out = String::new();
    for field in FIELDS {
        if let Some(value) = payload.0.get(field) {
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

/// The query in FTS5's own language: every word must be there, the last one may be unfinished. `None` when there is
/// nothing to look for. Every word is quoted, so nothing that a person types is an operator.
pub(crate) fn expression(query: &str) -> Option<String> {
    let words: Vec<String> = query
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .map(|word| format!("\"{}\"", fold(word).replace('"', " ")))
        .collect();
    (!words.is_empty()).then(|| words.join(" ") + "*")
}

/// The words in the form in which they are compared, signs of spaceless scripts set apart.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if cluster.chars().next().is_some_and(spaceless) {
            out.push(' ');
            out.push_str(&plain(cluster));
            out.push(' ');
        } else {
            out.push_str(&plain(cluster));
        }
    }
    out
}

/// One cluster without case, compatibility forms and accents.
fn plain(cluster: &str) -> String {
    if cluster.is_ascii() {
        return cluster.to_ascii_lowercase();
    }
    let accent = |c: &char| !matches!(c, '\u{300}'..='\u{36f}');
    let folded = cluster.nfkd().flat_map(char::to_lowercase).filter(accent).nfc();
    folded.flat_map(|c| if c == 'ß' { ['s', 's'].into_iter().take(2) } else { [c, c].into_iter().take(1) }).collect()
}

fn spaceless(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' // Burmese
        | '\u{1780}'..='\u{17ff}' // Khmer
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' // kana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' // Han
    )
}

/// The part of `text` around the first word that `query` found, at most `width` signs of it.
pub(crate) fn snippet(text: &str, query: &str, width: usize) -> String {
    let clusters: Vec<&str> = text.graphemes(true).collect();
    if clusters.len() <= width {
        return text.trim().into();
    }
    // Where in the folded text each cluster begins, to lead a find back to the text as it was written.
    let mut folded = String::with_capacity(text.len());
    let mut starts = Vec::with_capacity(clusters.len());
    for cluster in &clusters {
        starts.push(folded.len());
        folded.push_str(&plain(cluster));
    }
    let whole = |at: &usize| folded[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() || spaceless(c));
    let found = query.split_whitespace().filter_map(|word| {
        let word: String = word.graphemes(true).map(plain).collect();
        let mut places = folded.match_indices(&word).map(|(at, _)| at);
        places.clone().find(whole).or_else(|| places.next())
    });
    let at = found.min().map_or(0, |at| starts.partition_point(|start| *start <= at).saturating_sub(1));
    let from = at.saturating_sub(width / 3).min(clusters.len() - width);
    let cut: String = clusters[from..from + width].concat();
    let before = if from > 0 { "…" } else { "" };
    let after = if from + width < clusters.len() { "…" } else { "" };
    format!("{before}{}{after}", cut.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_typed_is_an_operator() {
        assert_eq!(expression("  "), None);
        assert_eq!(expression("!? - \""), None);
        assert_eq!(expression("rain OR \"snow NEAR(").unwrap(), "\"rain\" \"or\" \" snow\" \"near(\"*");
    }

    #[test]
    fn accents_case_and_width_make_no_difference() {
        assert_eq!(fold("Élan ＡＢ İstanbul Straße"), "elan ab istanbul strasse");
        assert_eq!(fold("雨の日"), " 雨  の  日 ");
        assert_eq!(fold("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn a_snippet_shows_the_place_that_was_found() {
        let text = format!("{} The café by the sea. {}", "long ago ".repeat(30), "and so on ".repeat(30));
        let snippet = snippet(&text, "CAFE", 40);
        assert!(snippet.contains("café by"), "{snippet}");
        assert!(snippet.starts_with('…') && snippet.ends_with('…'));
        assert!(snippet.graphemes(true).count() <= 42);
    }
}
