//! The journey, page by page: entries and sessions by time. Its cost does not grow with the journal.

use std::collections::BTreeMap;

use journal::arc::{self, Course, Item, Session, page_entry, timeline};
use journal::sync::{Key, Row};
use protocol::RecordId;
use serde::Serialize;

use super::context::{PlaceView, ViewContext};
use super::entry::{EntryState, EntryView};
use super::timeline::{SessionView, session, visible_of};
use crate::Error;
use crate::phone::Pages;
use crate::store::Connection;
use crate::store::pages;
use crate::store::records::StoreLedger;
use crate::store::{self, recall};
use journal::sync::Ledger as _;

/// Kinds that are entries of the journey.
pub(super) const LISTED: [&str; 9] = [
    "reflection",
    "check_in",
    "side_effect_check",
    "intention",
    "goal",
    "concern",
    "step",
    "measure_response",
    "appointment",
];

/// A filter of the journey. By default everything is included.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct JourneyFilter {
    /// Only these kinds; `dosing_session` is one of them.
    #[uniffi(default = [])]
    pub kinds: Vec<String>,
    /// Only with this theme.
    #[uniffi(default = None)]
    pub theme: Option<String>,
    /// Only shared entries, or only private ones.
    #[uniffi(default = None)]
    pub shared: Option<bool>,
    /// Only entries marked "I want to talk about this".
    #[uniffi(default = false)]
    pub to_talk: bool,
}

/// One page of the journey, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct JourneyPage {
    /// Entries and sessions by time.
    pub rows: Vec<JourneyRow>,
    /// The cursor of the next page; absent on the last one.
    pub next: Option<String>,
}

/// One row of the journey.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum JourneyRow {
    /// A dosing session: a landmark.
    Session {
        /// The dosing session.
        session: SessionView,
        /// The title of the session, such as "Session 2".
        title: String,
        /// The date of the session, such as "Thursday, February 12".
        date: String,
    },
    /// An entry, in the order of time.
    Entry {
        /// The entry of this row.
        entry: EntryView,
        /// The position of the entry relative to the sessions.
        place: PlaceView,
    },
}

impl Pages<'_> {
    /// A page of the journey, newest first: at most `limit` rows after the row `before`. A filter may leave a page short
    /// or empty; the last page is the one without a `next`.
    pub fn journey(self, filter: &JourneyFilter, before: Option<RecordId>, limit: u32) -> Result<JourneyPage, Error> {
        let context = self.phone.view_context()?;
        let limit = limit.clamp(1, 500) as usize;
        self.phone.store.read(|connection| {
            let before = match before {
                Some(id) => match pages::place_in_time(connection, id)? {
                    Some(at) => Some((at, id)),
                    None => return Ok(Err(Error::NoEntry)),
                },
                None => None,
            };
            let kinds: Vec<&str> = match filter.kinds.is_empty() {
                true => LISTED.into_iter().chain(["dosing_session"]).collect(),
                false => filter.kinds.iter().map(String::as_str).collect(),
            };
            let rows = pages::page(connection, &kinds, before, limit as i64)?;
            let next = rows.last().filter(|_| rows.len() == limit).map(|(key, _)| key.id.to_string());
            let wanted: Vec<_> = rows.into_iter().filter(|(_, row)| wanted(filter, row)).collect();
            Ok(Ok(JourneyPage { rows: lay_out(connection, &context, &wanted, Sessions::Landmarks)?, next }))
        })?
    }
}

fn wanted(filter: &JourneyFilter, row: &Row) -> bool {
    let Some(content) = &row.content else { return false };
    let theme = filter.theme.as_deref().is_none_or(|theme| {
        let themes = content.field("themes").and_then(serde_json::Value::as_array);
        themes.is_some_and(|themes| themes.iter().any(|one| one == theme))
    });
    let shared = filter.shared.is_none_or(|shared| shared != content.shared_with().is_empty());
    let to_talk = !filter.to_talk || content.wants_to_talk();
    theme && shared && to_talk
}

/// How dosing sessions are laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sessions {
    /// As landmarks between entries.
    Landmarks,
    /// As entries among others.
    Entries,
}

/// Lays rows out, in their order.
pub(super) fn lay_out(
    connection: &mut Connection,
    context: &ViewContext,
    rows: &[(Key, Row)],
    sessions: Sessions,
) -> Result<Vec<JourneyRow>, store::Error> {
    let ids: Vec<RecordId> = rows.iter().map(|(key, _)| key.id).collect();
    let copies = pages::revisions_of_copies(connection, &ids)?;
    let waiting = pages::waiting_among(connection, &ids)?;
    let course = course_of(connection, context, rows)?;
    let course = course.as_ref().unwrap_or(&context.course);
    let private = StoreLedger::new(connection).private()?.ok_or(store::Error::Damaged)?;
    let leaving = pages::leaving_among(connection, &ids, private)?;
    let mut laid_out = Vec::with_capacity(rows.len());
    for (key, row) in rows {
        let Some(mut item) = recall::item(&(*key, row.clone())) else { continue };
        // An entry's revision is that of its copy, because a therapist's mark refers to it.
        item.revision = copies.get(&key.id).copied().unwrap_or(row.revision);
        // A session that client and clinic both recorded is placed by the shown record.
        if let Some(session) = course.session_of(key.id).filter(|session| !session.also.is_empty()) {
            if session.id != key.id {
                continue;
            }
            item = whole(connection, item, session)?;
        }
        let when = item.record.when.clone();
        if let journal::record::Body::DosingSession(body) = &item.record.body
            && sessions == Sessions::Landmarks
        {
            let title = context.words.fill("session-title", &[("number", i64::from(body.number).into())]);
            let date = context.words.day(when.local_day(), context.today);
            let head = timeline(&[item]).sections.into_iter().find_map(|section| section.session);
            laid_out.extend(head.map(|head| JourneyRow::Session {
                session: session(head, context.words),
                title,
                date,
            }));
            continue;
        }
        let about = pages::about(connection, key.id, &["reply", "review_mark"])?;
        let mut items: Vec<Item> = about.iter().filter_map(recall::item).collect();
        let entry = page_entry(&item, course);
        items.push(item);
        let entry = entry.or_else(|| timeline(&items).sections.into_iter().flat_map(|section| section.entries).next());
        if let Some(mut entry) = entry {
            // A single record does not know the sessions; the context does.
            let place = course.place(&when);
            let chosen = chosen_phase(&items);
            entry.place = place;
            entry.place.phase = chosen.unwrap_or(place.phase);
            entry.before_dose = course.before_dose(&when);
            let said = context.place_view_on(entry.place, entry.before_dose);
            let entry = super::entry::view(entry, &EntryState::of(key, row, private, &waiting, &leaving), context);
            laid_out.push(JourneyRow::Entry { entry, place: said });
        }
    }
    Ok(laid_out)
}

/// A session with the records of others about it.
fn whole(connection: &mut Connection, item: Item, session: &Session) -> Result<Item, store::Error> {
    let mut records = vec![item];
    for id in &session.also {
        records.extend(visible_of(connection, *id)?.iter().filter_map(recall::item));
    }
    let whole = arc::sessions(&records).first().map(arc::Recorded::whole);
    Ok(whole.unwrap_or_else(|| records.swap_remove(0)))
}

/// Loads the sessions around these rows if the context does not have all of them. Rows that are far apart (such as
/// search hits) are queried one by one.
fn course_of(
    connection: &mut Connection,
    context: &ViewContext,
    rows: &[(Key, Row)],
) -> Result<Option<Course>, store::Error> {
    const MOST: i64 = 100;
    const KIND: &str = "dosing_session";
    if !context.partial {
        return Ok(None);
    }
    let time = |(_, row): &(Key, Row)| Some(row.content.as_ref()?.to_record().ok()?.when.unix_ms);
    let times: Vec<i64> = rows.iter().filter_map(time).collect();
    let (Some(from), Some(to)) = (times.iter().min(), times.iter().max()) else { return Ok(None) };
    let mut around = pages::around(connection, KIND, *from, *to, MOST)?;
    if around.len() as i64 >= MOST {
        let mut alone = BTreeMap::new();
        for at in &times {
            alone.extend(pages::around(connection, KIND, *at, *at, MOST)?);
        }
        around = alone.into_iter().collect();
    }
    Ok(Some(Course::of(around.iter().filter_map(recall::item).collect::<Vec<_>>().iter())))
}

/// The phase that the person chose takes precedence over the calendar's.
pub(super) fn chosen_phase(items: &[Item]) -> Option<journal::record::Phase> {
    items.iter().find_map(|item| match &item.record.body {
        journal::record::Body::Reflection(reflection) => reflection.phase,
        _ => None,
    })
}
