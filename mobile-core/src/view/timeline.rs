//! The timeline, lists of entries, one entry, simple search.

use std::collections::BTreeMap;

use journal::arc::timeline::SessionHead;
use journal::arc::{self, Item, page_entry, timeline};
use journal::record::Payload;
use journal::sync::{Key, Ledger as _, Row};
use protocol::RecordId;
use serde::Serialize;

use super::context::ViewContext;
use super::entry::{EntryState, EntryView, view};
use super::journey::{JourneyRow, LISTED, Sessions, chosen_phase, lay_out};
use crate::Error;
use crate::messages::Catalogue;
use crate::phone::Pages;
use crate::store::Connection;
use crate::store::pages;
use crate::store::records::StoreLedger;
use crate::store::{self, recall};

/// The journey: dosing sessions as landmarks, with the entries between them.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TimelineView {
    /// Newest first. The last one may be from before the first session.
    pub sections: Vec<SectionView>,
}

/// A dosing session with the entries after it, or the entries before the first one.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SectionView {
    /// The session; absent before the first.
    pub session: Option<SessionView>,
    /// The entries of the section, newest first.
    pub entries: Vec<EntryView>,
}

/// A dosing session as a landmark.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SessionView {
    /// The id for other calls.
    pub id: String,
    /// Its number in the series.
    pub number: u32,
    /// The time, as RFC 3339 with the author's UTC offset.
    pub at: String,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another value.
    pub route: String,
    /// The label of `route`.
    pub route_text: String,
    /// Milligrams, as the clinic recorded it.
    pub dose_mg: Option<f64>,
    /// Duration in minutes; absent if not recorded.
    pub duration_min: Option<u32>,
    /// Place, light, music, seating, companions, as far as recorded.
    pub setting: Vec<SettingView>,
    /// How support was given.
    pub support: String,
    /// The qualities of the experience.
    pub qualities: Vec<String>,
    /// The labels of `qualities`.
    pub qualities_text: Vec<String>,
}

/// One part of a session's setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SettingView {
    /// `place`, `light`, `music`, `seating`, `companions`.
    pub part: String,
    /// The label of the part of the setting.
    pub label: String,
    /// The text, as it was written.
    pub text: String,
}

impl Pages<'_> {
    /// The whole journey, for callers that need all of it at once; screens load it page by page with
    /// [`Pages::journey`].
    pub fn timeline(self) -> Result<TimelineView, Error> {
        let context = self.phone.view_context()?;
        Ok(self.phone.store.read(|connection| {
            let rows = pages::visible(connection, &[], None, i64::MAX)?;
            let laid_out = timeline(&items(connection, &rows)?);
            let states = states(connection, &rows)?;
            let entries = |entries: Vec<arc::Entry>| {
                let placed = |entry: arc::Entry| Some(view(entry.clone(), states.get(&entry.id)?, &context));
                entries.into_iter().filter_map(placed).collect()
            };
            let sections = laid_out.sections.into_iter().map(|section| SectionView {
                session: section.session.map(|head| session(head, context.words)),
                entries: entries(section.entries),
            });
            Ok(TimelineView { sections: sections.collect() })
        })?)
    }

    /// Entries of these kinds (all, if empty), newest first, after the entry `before` if it is given.
    pub fn list(self, kinds: &[&str], before: Option<RecordId>, limit: u32) -> Result<Vec<EntryView>, Error> {
        let context = self.phone.view_context()?;
        let kinds = if kinds.is_empty() { &LISTED[..] } else { kinds };
        self.phone.store.read(|connection| {
            let before = match before {
                Some(id) => match pages::place_in_time(connection, id)? {
                    Some(at) => Some((at, id)),
                    None => return Ok(Err(Error::NoEntry)),
                },
                None => None,
            };
            let rows = pages::page(connection, kinds, before, i64::from(limit))?;
            entries(connection, &context, &rows).map(Ok)
        })?
    }

    /// One entry with its replies.
    pub fn show(self, id: RecordId) -> Result<EntryView, Error> {
        let context = self.phone.view_context()?;
        let found = self.phone.store.read(|connection| {
            let rows = visible_of(connection, context.shown_id(id))?;
            entries(connection, &context, &rows)
        })?;
        found.into_iter().next().ok_or(Error::NoEntry)
    }

    /// A copy as the therapist would see it.
    pub(crate) fn lay_out_copy(self, id: RecordId, copy: &Payload) -> Result<EntryView, Error> {
        let record = copy.to_record().map_err(|_| Error::WrongKind)?;
        let context = self.phone.view_context()?;
        let place = context.course.place(&record.when);
        let all = [Item { id, revision: 0, record }];
        let state = EntryState::of_payload(id, Some(copy));
        let session = page_entry(&all[0], &context.course);
        let mut entries = timeline(&all).sections.into_iter().flat_map(|section| section.entries);
        let mut entry = session.or_else(|| entries.find(|entry| entry.id == id.to_string())).ok_or(Error::WrongKind)?;
        // A single record does not know the sessions; the context does.
        let chosen = chosen_phase(&all);
        entry.place = place;
        entry.place.phase = chosen.unwrap_or(place.phase);
        Ok(view(entry, &state, &context))
    }
}

/// Rows as entries, in their order; sessions as well.
pub(crate) fn entries(
    connection: &mut Connection,
    context: &ViewContext,
    rows: &[(Key, Row)],
) -> Result<Vec<EntryView>, store::Error> {
    let entry = |row: JourneyRow| match row {
        JourneyRow::Entry { entry, .. } => Some(entry),
        JourneyRow::Session { .. } => None,
    };
    let laid_out = lay_out(connection, context, rows, Sessions::Entries)?;
    let mut entries: Vec<EntryView> = laid_out.into_iter().filter_map(entry).collect();
    entries.dedup_by(|a, b| a.id == b.id);
    Ok(entries)
}

fn states(connection: &mut Connection, rows: &[(Key, Row)]) -> Result<BTreeMap<String, EntryState>, store::Error> {
    let ids: Vec<RecordId> = rows.iter().map(|(key, _)| key.id).collect();
    let waiting = pages::waiting_among(connection, &ids)?;
    let private = StoreLedger::new(connection).private()?.ok_or(store::Error::Damaged)?;
    let leaving = pages::leaving_among(connection, &ids, private)?;
    let states = rows.iter().map(|(key, row)| EntryState::of(key, row, private, &waiting, &leaving));
    Ok(states.map(|state| (state.id.to_string(), state)).collect())
}

/// Rows as input of the arc. An entry's revision is that of its copy, because a therapist's mark refers to it.
fn items(connection: &mut Connection, rows: &[(Key, Row)]) -> Result<Vec<Item>, store::Error> {
    let ids: Vec<RecordId> = rows.iter().map(|(key, _)| key.id).collect();
    let copies = pages::revisions_of_copies(connection, &ids)?;
    let item = |row: &(Key, Row)| {
        let item = recall::item(row)?;
        Some(Item { revision: copies.get(&item.id).copied().unwrap_or(item.revision), ..item })
    };
    Ok(rows.iter().filter_map(item).collect())
}

/// The row under which a record is shown: the private one or, for a therapist's record, the one in the relationship.
pub(crate) fn visible_of(connection: &mut Connection, id: RecordId) -> Result<Vec<(Key, Row)>, store::Error> {
    let private = StoreLedger::new(connection).private()?;
    let rows: Vec<_> =
        pages::everywhere(connection, id)?.into_iter().filter(|(_, row)| row.content.is_some()).collect();
    let own: Vec<_> = rows.iter().filter(|(key, _)| Some(key.collection) == private).cloned().collect();
    Ok(if own.is_empty() { rows } else { own })
}

pub(super) fn session(head: SessionHead, words: &Catalogue) -> SessionView {
    let setting = head.setting.into_iter().map(|(part, text)| SettingView {
        label: words.name("setting", part),
        part: part.into(),
        text,
    });
    SessionView {
        id: head.id,
        number: head.number,
        at: head.at,
        route_text: words.name("route", &head.route),
        route: head.route,
        dose_mg: head.dose_mg,
        duration_min: head.duration_min,
        setting: setting.collect(),
        support: head.support,
        qualities_text: head.qualities.iter().map(|word| words.name("quality", word)).collect(),
        qualities: head.qualities,
    }
}
