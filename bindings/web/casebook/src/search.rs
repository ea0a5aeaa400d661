//! Full-text search in all open records of a client: entries, replies, sessions, promises and the therapist's own
//! notes. Matching follows `journal::lookback`, as on the phone.

use journal::arc::{self, Item};
use journal::lookback::{self, Query, Vocabulary};
use protocol::RecordId;
use serde::Serialize;
use tsify::Tsify;

use crate::folded::SearchText;
use crate::{Casebook, Fault};

/// The length of an excerpt, in characters.
const WIDTH: usize = 320;
/// The maximum number of results.
const MOST: usize = 200;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Piece {
    /// The text as it was written.
    pub text: String,
    /// Whether it matches the query.
    pub hit: bool,
}

/// A match of the search outside the entries.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Find {
    /// The id of the matching record.
    pub id: String,
    /// Its kind: `reflection`, `reply`, `private_note`.
    pub kind: String,
    /// The record to open: for a reply or a note about an entry, that entry. Absent when the client took it back.
    pub about: Option<String>,
    /// The kind of that record.
    pub about_kind: Option<String>,
    /// When it was written, in RFC 3339 with the client's offset.
    pub at: String,
    /// The text around the first hit.
    pub words: Vec<Piece>,
}

/// Search results, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Finds {
    /// The results, at most 200.
    pub list: Vec<Find>,
    /// The total number of results.
    pub count: u32,
    /// The corrected query that was used, if the typed one had no results.
    pub meant: Option<String>,
}

impl Casebook {
    /// Searches all open records of a client.
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

fn find(query: &Query, items: &[Item], searched: &[SearchText]) -> Finds {
    let mut found: Vec<_> = items.iter().zip(searched).filter(|(_, one)| query.finds(&one.folded)).collect();
    once_a_session(&mut found, items);
    found.sort_by_key(|(item, _)| (-item.record.when.unix_ms, item.id));
    let count = found.len() as u32;
    let list = found.into_iter().take(MOST).map(|(item, one)| {
        let best = one.texts.iter().max_by_key(|text| query.hits(text).len().min(1)).map_or("", String::as_str);
        let payload = item.record.to_payload().into_fields();
        let about = ["to", "about"].into_iter().find_map(|field| payload.get(field)?.as_str()?.parse().ok());
        let about = about.and_then(|id: RecordId| items.iter().find(|item| item.id == id));
        Find {
            id: item.id.to_string(),
            kind: item.record.body.kind().into(),
            about: about.map(|item| item.id.to_string()),
            about_kind: about.map(|item| item.record.body.kind().into()),
            at: item.record.when.rfc3339(),
            words: excerpt(query, best).0,
        }
    });
    Finds { list: list.collect(), count, meant: None }
}

/// A session that both recorded is one result, even if both records match.
fn once_a_session(found: &mut Vec<(&Item, &SearchText)>, items: &[Item]) {
    for session in arc::sessions(items).iter().filter(|session| session.records.len() > 1) {
        let mut records = session.records.iter().filter(|record| found.iter().any(|(item, _)| item.id == record.id));
        let again: Vec<_> = records.by_ref().skip(1).map(|record| record.id).collect();
        found.retain(|(item, _)| !again.contains(&item.id));
    }
}

/// An excerpt around the first hit, or from the start; and whether the text was cut.
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

/// The whole text, split at the hits.
pub(crate) fn pieces(query: &Query, text: &str) -> Vec<Piece> {
    query.pieces(text).into_iter().map(piece).collect()
}

fn piece(piece: lookback::Piece) -> Piece {
    Piece { text: piece.text, hit: piece.hit }
}
