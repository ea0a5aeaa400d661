//! The journey as a timeline, lists, one entry, search.

use std::collections::{BTreeMap, BTreeSet};

use diesel::SqliteConnection;
use journal::arc::timeline::SessionHead;
use journal::arc::{self, Item, timeline};
use journal::record::Payload;
use journal::sync::{Key, Ledger as _, Row};
use protocol::RecordId;
use serde::Serialize;

use super::entry::{EntryView, Standing, item, view};
use crate::store::records::{self, Books};
use crate::store::{self, search};
use crate::{Error, Phone};

/// The kinds that stand in lists as entries of their own; the others are folded into them.
const LISTED: [&str; 6] = ["reflection", "check_in", "intention", "step", "measure_response", "appointment"];
const SNIPPET: usize = 160;
const HITS: i64 = 100;

/// The journey: dosing sessions as landmarks, and what was written between them.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TimelineView {
    /// Newest first. The last one may lie before the first session.
    pub sections: Vec<SectionView>,
}

/// A dosing session and what followed it; or what was written before the first one.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SectionView {
    /// The session; absent before the first.
    pub session: Option<SessionView>,
    /// Newest first.
    pub entries: Vec<EntryView>,
}

/// A dosing session as a landmark.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SessionView {
    /// Names it in other calls.
    pub id: String,
    /// Its number in the series.
    pub number: u32,
    /// When, RFC 3339.
    pub at: String,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another word.
    pub route: String,
    /// Milligrams, as the clinic recorded it.
    pub dose_mg: Option<f64>,
    /// Minutes.
    pub duration_min: Option<u32>,
    /// Place, light, music, seating, companions: those that are known.
    pub setting: Vec<SettingView>,
    /// How support was given.
    pub support: String,
    /// What it was like.
    pub qualities: Vec<String>,
}

/// One part of a session's setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SettingView {
    /// `place`, `light`, `music`, `seating`, `companions`.
    pub part: String,
    /// The words.
    pub text: String,
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct Hit {
    /// The entry; for a therapist's answer, the entry that it answers.
    pub entry: EntryView,
    /// The words around the place that was found.
    pub snippet: String,
}

impl Phone {
    /// The whole journey.
    pub fn timeline(&self) -> Result<TimelineView, Error> {
        Ok(self.store.read(|connection| {
            let rows = records::visible(connection, &[], None, i64::MAX)?;
            let laid_out = timeline(&items(connection, &rows)?);
            let standings = standings(connection, &rows)?;
            let sections = laid_out.sections.into_iter().map(|section| SectionView {
                session: section.session.map(session),
                entries: section.entries.into_iter().filter_map(|entry| placed(entry, &standings)).collect(),
            });
            Ok(TimelineView { sections: sections.collect() })
        })?)
    }

    /// Entries, newest first: those of these kinds (all, if none are named), after the entry `before` if it is given.
    pub fn list(&self, kinds: &[&str], before: Option<RecordId>, limit: u32) -> Result<Vec<EntryView>, Error> {
        let kinds = if kinds.is_empty() { &LISTED[..] } else { kinds };
        self.store.read(|connection| {
            let before = match before {
                Some(id) => match records::place_in_time(connection, id)? {
                    Some(at) => Some((at, id)),
                    None => return Ok(Err(Error::NoEntry)),
                },
                None => None,
            };
            let rows = records::visible(connection, kinds, before, i64::from(limit))?;
            lay_out(connection, &rows).map(Ok)
        })?
    }

    /// One entry, with what was answered to it.
    pub fn show(&self, id: RecordId) -> Result<EntryView, Error> {
        let found = self.store.read(|connection| {
            let rows = visible_of(connection, id)?;
            lay_out(connection, &rows)
        })?;
        found.into_iter().next().ok_or(Error::NoEntry)
    }

    /// Finds entries by the words in them and in the therapist's answers: every word must be there, the last one may
    /// be unfinished. The best first, at most a hundred.
    pub fn search(&self, query: &str) -> Result<Vec<Hit>, Error> {
        let Some(expression) = search::expression(query) else { return Ok(Vec::new()) };
        Ok(self.store.read(|connection| {
            let mut snippets: Vec<(RecordId, String)> = Vec::new();
            let mut rows = Vec::new();
            for (key, row) in records::found(connection, &expression, HITS)? {
                let Some(content) = &row.content else { continue };
                // An answer is shown under the entry that it answers.
                let about = content.0.get("to").and_then(|id| id.as_str()?.parse().ok());
                let shown = if content.kind() == "reply" { about.unwrap_or(key.id) } else { key.id };
                if snippets.iter().all(|(known, _)| *known != shown) {
                    snippets.push((shown, search::snippet(&search::words(content), query, SNIPPET)));
                    rows.extend(if shown == key.id { vec![(key, row)] } else { visible_of(connection, shown)? });
                }
            }
            let mut entries: BTreeMap<String, EntryView> =
                lay_out(connection, &rows)?.into_iter().map(|entry| (entry.id.clone(), entry)).collect();
            let hit =
                |(id, snippet): (RecordId, String)| entries.remove(&id.to_string()).map(|entry| Hit { entry, snippet });
            Ok(snippets.into_iter().filter_map(hit).collect())
        })?)
    }

    /// A copy as the therapist would see it.
    pub(crate) fn lay_out_copy(&self, id: RecordId, copy: &Payload) -> Result<EntryView, Error> {
        let record = copy.to_record().map_err(|_| Error::WrongKind)?;
        let mut all = self.store.read(sessions)?;
        all.push(Item { id, revision: 0, record });
        let standing = Standing::of_payload(id, Some(copy));
        let entries = timeline(&all).sections.into_iter().flat_map(|section| section.entries);
        let entry = entries.into_iter().find(|entry| entry.id == id.to_string()).ok_or(Error::WrongKind)?;
        Ok(view(entry, &standing))
    }
}

/// Lays rows out as entries, newest first. What is said about them is looked up.
fn lay_out(connection: &mut SqliteConnection, rows: &[(Key, Row)]) -> Result<Vec<EntryView>, store::Error> {
    let mut all = items(connection, rows)?;
    for (key, _) in rows {
        let about = records::about(connection, key.id)?;
        all.extend(about.iter().filter_map(|(key, row)| item(key, row, row.revision)));
    }
    all.extend(sessions(connection)?);
    let standings = standings(connection, rows)?;
    let laid_out = timeline(&all).sections.into_iter().flat_map(|section| section.entries);
    let mut entries: Vec<EntryView> = laid_out.filter_map(|entry| placed(entry, &standings)).collect();
    entries.sort_by(|a, b| (b.unix_ms, &b.id).cmp(&(a.unix_ms, &a.id)));
    entries.dedup_by(|a, b| a.id == b.id);
    Ok(entries)
}

fn placed(entry: arc::Entry, standings: &BTreeMap<String, Standing>) -> Option<EntryView> {
    let standing = standings.get(&entry.id)?;
    Some(view(entry, standing))
}

fn standings(
    connection: &mut SqliteConnection,
    rows: &[(Key, Row)],
) -> Result<BTreeMap<String, Standing>, store::Error> {
    let waiting: BTreeSet<RecordId> = Books::on(connection).outbox(usize::MAX)?.iter().map(|key| key.id).collect();
    let private = Books::on(connection).private()?.ok_or(store::Error::Damaged)?;
    let standings = rows.iter().map(|(key, row)| Standing::of(key, row, private, &waiting));
    Ok(standings.map(|standing| (standing.id.to_string(), standing)).collect())
}

/// Rows as the arc is given them. An entry's revision is that of its copy: it is the one that a therapist's mark names.
fn items(connection: &mut SqliteConnection, rows: &[(Key, Row)]) -> Result<Vec<Item>, store::Error> {
    let ids: Vec<RecordId> = rows.iter().map(|(key, _)| key.id).collect();
    let copies = records::revisions_of_copies(connection, &ids)?;
    Ok(rows
        .iter()
        .filter_map(|(key, row)| item(key, row, copies.get(&key.id).copied().unwrap_or(row.revision)))
        .collect())
}

fn sessions(connection: &mut SqliteConnection) -> Result<Vec<Item>, store::Error> {
    let rows = records::visible(connection, &["dosing_session"], None, i64::MAX)?;
    Ok(rows.iter().filter_map(|(key, row)| item(key, row, row.revision)).collect())
}

/// The rows under which a record is shown: the private one or, for what a therapist wrote, that of the relationship.
fn visible_of(connection: &mut SqliteConnection, id: RecordId) -> Result<Vec<(Key, Row)>, store::Error> {
    let private = Books::on(connection).private()?;
    let rows: Vec<_> =
        records::everywhere(connection, id)?.into_iter().filter(|(_, row)| row.content.is_some()).collect();
    let own: Vec<_> = rows.iter().filter(|(key, _)| Some(key.collection) == private).cloned().collect();
    Ok(if own.is_empty() { rows } else { own })
}

fn session(head: SessionHead) -> SessionView {
    let setting = head.setting.into_iter().map(|(part, text)| SettingView { part: part.into(), text });
    SessionView {
        id: head.id,
        number: head.number,
        at: head.at,
        route: head.route,
        dose_mg: head.dose_mg,
        duration_min: head.duration_min,
        setting: setting.collect(),
        support: head.support,
        qualities: head.qualities,
    }
}
