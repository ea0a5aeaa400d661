//! The journey as a timeline, lists, one entry.

use std::collections::BTreeMap;

use diesel::SqliteConnection;
use journal::arc::timeline::SessionHead;
use journal::arc::{self, Item, timeline};
use journal::record::Payload;
use journal::sync::{Key, Ledger as _, Row};
use protocol::RecordId;
use serde::Serialize;

use super::entry::{EntryView, Standing, item, view};
use crate::store;
use crate::store::records::{self, Books};
use crate::{Error, Phone};

/// The kinds that stand in lists as entries of their own; the others are folded into them.
pub(super) const LISTED: [&str; 6] = ["reflection", "check_in", "intention", "step", "measure_response", "appointment"];

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
pub(crate) fn lay_out(connection: &mut SqliteConnection, rows: &[(Key, Row)]) -> Result<Vec<EntryView>, store::Error> {
    let mut all = items(connection, rows)?;
    for (key, _) in rows {
        let about = records::about(connection, key.id)?;
        all.extend(about.iter().filter_map(|(key, row)| item(key, row, row.revision)));
    }
    let times: Vec<i64> = all.iter().map(|item| item.record.when.unix_ms).collect();
    let around = sessions_around(connection, &times)?;
    all.extend(around.iter().filter_map(|(key, row)| item(key, row, row.revision)));
    let standings = standings(connection, rows)?;
    let laid_out = timeline(&all).sections.into_iter().flat_map(|section| section.entries);
    let mut entries: Vec<EntryView> = laid_out.filter_map(|entry| placed(entry, &standings)).collect();
    entries.sort_by(|a, b| (b.unix_ms, &b.id).cmp(&(a.unix_ms, &a.id)));
    entries.dedup_by(|a, b| a.id == b.id);
    Ok(entries)
}

/// The sessions among which entries of these times stand. Of entries that lie far apart (those that a search has found),
/// each is asked about alone.
fn sessions_around(connection: &mut SqliteConnection, times: &[i64]) -> Result<Vec<(Key, Row)>, store::Error> {
    const MOST: i64 = 100;
    const KIND: &str = "dosing_session";
    let (Some(from), Some(to)) = (times.iter().min(), times.iter().max()) else { return Ok(Vec::new()) };
    let together = records::around(connection, KIND, *from, *to, MOST)?;
    if (together.len() as i64) < MOST {
        return Ok(together);
    }
    let mut alone = BTreeMap::new();
    for at in times {
        alone.extend(records::around(connection, KIND, *at, *at, MOST)?);
    }
    Ok(alone.into_iter().collect())
}

fn placed(entry: arc::Entry, standings: &BTreeMap<String, Standing>) -> Option<EntryView> {
    let standing = standings.get(&entry.id)?;
    Some(view(entry, standing))
}

fn standings(
    connection: &mut SqliteConnection,
    rows: &[(Key, Row)],
) -> Result<BTreeMap<String, Standing>, store::Error> {
    let ids: Vec<RecordId> = rows.iter().map(|(key, _)| key.id).collect();
    let waiting = records::waiting_among(connection, &ids)?;
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
pub(crate) fn visible_of(connection: &mut SqliteConnection, id: RecordId) -> Result<Vec<(Key, Row)>, store::Error> {
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
