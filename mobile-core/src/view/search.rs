//! Search in all records: while typing, with filters, in every script, with typo correction.

use std::collections::{BTreeMap, BTreeSet};

use journal::lookback::{Query, Snippet};
use journal::sync::{Key, Row};
use protocol::RecordId;
use serde::Serialize;

use super::entry::EntryView;
use super::journey::LISTED;
use super::timeline::{entries, visible_of};
use crate::Error;
use crate::entries::Phase;
use crate::phone::Pages;
use crate::store::Connection;
use crate::store::{self, pages, search};

const SNIPPET: usize = 160;
const HITS: u32 = 50;
const PAGE: i64 = 60;
/// The maximum number of rows to check if filters exclude most of them; more query words find older entries.
const DEEPEST: usize = 3_000;

/// A search query with its filters.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct SearchForm {
    /// The query: each word must be a prefix of a word in the entry. Empty: everything that the filters allow.
    pub words: String,
    /// Only these kinds; empty: all.
    #[uniffi(default = [])]
    pub kinds: Vec<String>,
    /// Only entries with all of these themes.
    #[uniffi(default = [])]
    pub themes: Vec<String>,
    /// Only this part of the arc.
    #[uniffi(default = None)]
    pub phase: Option<Phase>,
    /// The first local date, `YYYY-MM-DD`.
    #[uniffi(default = None)]
    pub from: Option<String>,
    /// Up to this local date.
    #[uniffi(default = None)]
    pub until: Option<String>,
    /// The maximum number of hits; 50, if 0.
    #[uniffi(default = 0)]
    pub limit: u32,
}

/// A page of search results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, uniffi::Record)]
pub struct SearchView {
    /// The matching entries, the last written first.
    pub hits: Vec<Hit>,
    /// If no entry matched the words as typed: the corrected words that found these.
    pub meant: Option<String>,
    /// Whether there are more.
    pub more: bool,
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct Hit {
    /// The entry; for a hit in a therapist's reply, the entry that it answers.
    pub entry: EntryView,
    /// The text around the match.
    pub snippet: String,
    /// The same, split at the matches.
    pub pieces: Vec<PieceView>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PieceView {
    /// The text, as it was written.
    pub text: String,
    /// Whether this was looked for.
    pub hit: bool,
}

impl Pages<'_> {
    /// Finds entries by their text and the therapist's replies: every word must match, the last one may be unfinished.
    /// The last written first, at most fifty.
    pub fn search(self, query: &str) -> Result<Vec<Hit>, Error> {
        if search::expression(query).is_none() {
            return Ok(Vec::new());
        }
        Ok(self.find(&SearchForm { words: query.into(), ..SearchForm::default() })?.hits)
    }

    /// Finds entries by words and filters. If no entry contains a word as typed, the closest words of the journal are
    /// searched instead.
    pub fn find(self, form: &SearchForm) -> Result<SearchView, Error> {
        if search::expression(&form.words).is_some() {
            self.phone.store.gather_words()?;
        } else if !form.words.trim().is_empty() {
            // The query has only unsearchable characters, which differs from an empty query.
            return Ok(SearchView::default());
        }
        let found = self.find_words(form, &form.words)?;
        if !found.hits.is_empty() {
            return Ok(found);
        }
        let Some(meant) = self.meant(&form.words)? else { return Ok(found) };
        let found = self.find_words(form, &meant)?;
        Ok(SearchView { meant: (!found.hits.is_empty()).then_some(meant), ..found })
    }

    fn find_words(self, form: &SearchForm, words: &str) -> Result<SearchView, Error> {
        let expression = search::expression(words);
        let query = Query::new(words);
        let limit = if form.limit == 0 { HITS } else { form.limit } as usize;
        let context = self.phone.view_context()?;
        Ok(self.phone.store.read(|connection| {
            let mut view = SearchView::default();
            let mut seen = BTreeSet::new();
            let mut place = PageStart::Start;
            let mut looked = 0;
            loop {
                let (rows, next) = page(connection, expression.as_deref(), form, place)?;
                looked += rows.len();
                let mut shown = Vec::new();
                let mut snippets = BTreeMap::new();
                for (key, row) in rows {
                    let Some(content) = &row.content else { continue };
                    // A reply is shown under the entry that it answers.
                    let about = content.field("to").and_then(|id| id.as_str()?.parse().ok());
                    let id = if content.kind() == "reply" { about.unwrap_or(key.id) } else { key.id };
                    let id = context.shown_id(id);
                    if !seen.insert(id) {
                        continue;
                    }
                    snippets.insert(id.to_string(), query.snippet(&search::words(content), SNIPPET));
                    shown.extend(if id == key.id { vec![(key, row)] } else { visible_of(connection, id)? });
                }
                let laid_out = entries(connection, &context, &shown)?;
                for entry in laid_out.into_iter().filter(|entry| lets_through(form, entry)) {
                    if view.hits.len() == limit {
                        view.more = true;
                        return Ok(view);
                    }
                    let snippet = snippets.remove(&entry.id).unwrap_or_default();
                    view.hits.push(hit(entry, snippet));
                }
                match next {
                    Some(next) if looked < DEEPEST => place = next,
                    Some(_) => {
                        view.more = true;
                        return Ok(view);
                    }
                    None => return Ok(view),
                }
            }
        })?)
    }

    /// The query with unknown words replaced by the closest words of the journal; `None` if nothing is close.
    fn meant(self, words: &str) -> Result<Option<String>, Error> {
        let typed = search::typed(words);
        let missing: Vec<(String, bool)> = self.phone.store.read(|connection| {
            let mut missing = Vec::new();
            for (word, unfinished) in typed {
                if !search::has_word(connection, &word, unfinished)? {
                    missing.push((word, unfinished));
                }
            }
            Ok(missing)
        })?;
        if missing.is_empty() {
            return Ok(None);
        }
        let known = self.phone.store.words()?;
        let closest = missing.iter().map(|(word, unfinished)| {
            let whole = known.suggest(word, false, 1);
            let begun = if *unfinished && whole.is_empty() { known.suggest(word, true, 1) } else { Vec::new() };
            Some((word.clone(), whole.into_iter().chain(begun).next()?.word))
        });
        let closest = closest.collect::<Option<BTreeMap<String, String>>>();
        Ok(closest.map(|closest| {
            let words = search::typed(words).into_iter();
            let right: Vec<String> = words.map(|(word, _)| closest.get(&word).cloned().unwrap_or(word)).collect();
            right.join(" ")
        }))
    }
}

enum PageStart {
    Start,
    Row(i64),
    Time(i64, RecordId),
}

type Page = (Vec<(Key, Row)>, Option<PageStart>);

fn page(
    connection: &mut Connection,
    expression: Option<&str>,
    form: &SearchForm,
    place: PageStart,
) -> Result<Page, store::Error> {
    match expression {
        Some(expression) => {
            let before = if let PageStart::Row(row) = place { Some(row) } else { None };
            let (rows, next) = pages::found(connection, expression, before, PAGE)?;
            Ok((rows, next.map(PageStart::Row)))
        }
        None => {
            let before = if let PageStart::Time(at, id) = place { Some((at, id)) } else { None };
            let kinds: Vec<&str> = form.kinds.iter().map(String::as_str).collect();
            let kinds = if kinds.is_empty() { &LISTED[..] } else { &kinds };
            let rows = pages::page(connection, kinds, before, PAGE)?;
            let at = |row: &Row| row.content.as_ref()?.to_record().ok().map(|record| record.when.unix_ms);
            let next = rows.last().filter(|_| rows.len() as i64 == PAGE);
            let next = next.and_then(|(key, row)| Some(PageStart::Time(at(row)?, key.id)));
            Ok((rows, next))
        }
    }
}

fn lets_through(form: &SearchForm, entry: &EntryView) -> bool {
    (form.kinds.is_empty() || form.kinds.contains(&entry.kind))
        && form.themes.iter().all(|theme| entry.themes.contains(theme))
        && form.phase.is_none_or(|phase| phase == entry.phase)
        && form.from.as_ref().is_none_or(|from| entry.date >= *from)
        && form.until.as_ref().is_none_or(|until| entry.date <= *until)
}

fn hit(entry: EntryView, snippet: Snippet) -> Hit {
    let mut pieces: Vec<PieceView> = snippet
        .pieces
        .into_iter()
        .map(|piece| PieceView { text: piece.text.replace('\n', " "), hit: piece.hit })
        .collect();
    let dots = |text: &str| PieceView { text: text.into(), hit: false };
    if snippet.cut_before {
        pieces.insert(0, dots("…"));
    }
    if snippet.cut_after {
        pieces.push(dots("…"));
    }
    Hit { entry, snippet: pieces.iter().map(|piece| piece.text.as_str()).collect(), pieces }
}
