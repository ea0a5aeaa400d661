//! Search in everything that is open of one client: entries, replies, sessions, promises and the therapist's own notes.
//! What counts as a hit is the journal's rule (`journal::lookback`), the same as on the phone.

use journal::arc::{self, Item};
use journal::lookback::{self, Folded, Query, Vocabulary};
use serde::Serialize;
use serde_json::Value;
use tsify::Tsify;

use crate::{Casebook, Fault};

/// How much of a text is shown, in signs.
const WIDTH: usize = 320;
/// How many finds are told.
const MOST: usize = 200;
/// Fields that hold words of a person.
const WORDS: [&str; 10] =
    ["text", "answer", "notes", "first_words", "support_note", "helped", "hindered", "states", "themes", "title"];

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether the search has found this.
    pub hit: bool,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Find {
    /// The record.
    pub id: String,
    /// Its kind: `reflection`, `reply`, `private_note`.
    pub kind: String,
    /// The record to open: for a reply or a note about an entry, that entry.
    pub about: Option<String>,
    /// When: RFC 3339 with the client's offset.
    pub at: String,
    /// The words around the first hit.
    pub words: Vec<Piece>,
}

/// What was found, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Finds {
    /// The finds, at most 200.
    pub list: Vec<Find>,
    /// How many there are in all.
    pub count: u32,
    /// What may have been meant, when nothing was found as it was typed: this is what was looked for instead.
    pub meant: Option<String>,
}

impl Casebook {
    /// Searches everything that is open of a client.
    pub fn search(&self, collection: &str, typed: &str) -> Result<Finds, Fault> {
        let (id, items) = self.items(collection)?;
        let query = Query::new(typed);
        if query.is_empty() {
            return Ok(Finds { list: Vec::new(), count: 0, meant: None });
        }
        let searched = self.searched(id);
        let found = find(&query, items, searched);
        if found.count > 0 {
            return Ok(found);
        }
        let words = searched.iter().flat_map(|one| one.folded.words());
        match query.meant(&Vocabulary::new(words.map(|word| (word, 1)))) {
            Some(meant) => Ok(Finds { meant: Some(meant.shown()), ..find(&meant, items, searched) }),
            None => Ok(found),
        }
    }
}

fn find(query: &Query, items: &[Item], searched: &[Searched]) -> Finds {
    let mut found: Vec<_> = items.iter().zip(searched).filter(|(_, one)| query.finds(&one.folded)).collect();
    once_a_session(&mut found, items);
    found.sort_by_key(|(item, _)| (-item.record.when.unix_ms, item.id));
    let count = found.len() as u32;
    let list = found.into_iter().take(MOST).map(|(item, one)| {
        let best = one.texts.iter().max_by_key(|text| query.hits(text).len().min(1)).map_or("", String::as_str);
        let payload = item.record.to_payload().0;
        let about = ["to", "about"].into_iter().find_map(|field| payload.get(field)?.as_str().map(String::from));
        Find {
            id: item.id.to_string(),
            kind: item.record.body.kind().into(),
            about,
            at: item.record.when.rfc3339(),
            words: excerpt(query, best).0,
        }
    });
    Finds { list: list.collect(), count, meant: None }
}

/// A session that two wrote down, and both with these words, is one find.
fn once_a_session(found: &mut Vec<(&Item, &Searched)>, items: &[Item]) {
    for session in arc::sessions(items).iter().filter(|session| session.records.len() > 1) {
        let mut records = session.records.iter().filter(|record| found.iter().any(|(item, _)| item.id == record.id));
        let again: Vec<_> = records.by_ref().skip(1).map(|record| record.id).collect();
        found.retain(|(item, _)| !again.contains(&item.id));
    }
}

/// The words of a record, as a search compares and shows them.
pub(crate) struct Searched {
    texts: Vec<String>,
    folded: Folded,
}

impl Searched {
    pub(crate) fn of(item: &Item) -> Self {
        let texts = words(item);
        let folded = Folded::new(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        Self { texts, folded }
    }
}

/// The words of a person in a record.
fn words(item: &Item) -> Vec<String> {
    let payload = item.record.to_payload().0;
    let mut texts = Vec::new();
    for field in WORDS {
        match payload.get(field) {
            Some(Value::String(text)) => texts.push(text.clone()),
            Some(Value::Array(list)) => texts.extend(list.iter().filter_map(Value::as_str).map(String::from)),
            _ => {}
        }
    }
    texts
}

/// The beginning of a text, or what surrounds the first hit; and whether that is not all of it.
pub(crate) fn excerpt(query: &Query, text: &str) -> (Vec<Piece>, bool) {
    let snippet = query.snippet(text, WIDTH);
    let mut pieces: Vec<Piece> = snippet.pieces.into_iter().map(piece).collect();
    if snippet.cut_before {
        pieces.insert(0, Piece { text: "… ".into(), hit: false });
    }
    if snippet.cut_after {
        pieces.push(Piece { text: " …".into(), hit: false });
    }
    (pieces, snippet.cut_before || snippet.cut_after)
}

/// The whole text, with what was found marked.
pub(crate) fn pieces(query: &Query, text: &str) -> Vec<Piece> {
    query.pieces(text).into_iter().map(piece).collect()
}

fn piece(piece: lookback::Piece) -> Piece {
    Piece { text: piece.text, hit: piece.hit }
}
