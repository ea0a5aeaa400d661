//! The trail as it is read: several chains together, the latest entry first, a page at a time.

use std::collections::HashMap;

use protocol::trail::{Action, Entry, TrailBreak, TrailCheck, TrailPage};
use protocol::{AccountId, Code, CollectionId, PracticeId};
use uuid::Uuid;

use crate::accounts::Actor;
use crate::app::App;
use crate::db::trail::{self, Place, TrailRow};
use crate::db::{self, Conn, Id};
use crate::fault::Result;

/// Entries in a page, unless fewer are asked for.
const PAGE: u32 = 100;

/// Which page is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// From the page before: [`TrailPage::next`].
    pub before: Option<String>,
    /// At most so many entries.
    pub limit: Option<u32>,
}

/// What was done in the care collections of an account, or in one of them: for a client, who read what, and when.
pub async fn access(app: &App, actor: Actor, collection: Option<CollectionId>, wanted: Wanted) -> Result<TrailPage> {
    let read = move |conn: &mut Conn| {
        let mine: Vec<Id> = db::collections::of_account(conn, actor.account.into())?
            .into_iter()
            .filter(|row| row.care && collection.is_none_or(|only| row.id == only.into()))
            .map(|row| row.id)
            .collect();
        if collection.is_some() && mine.is_empty() {
            return Err(Code::NotFound.into());
        }
        let mut page = page(conn, &mine, &wanted)?;
        for entry in &mut page.entries {
            // Which of their devices others use is theirs to know.
            entry.device = entry.device.filter(|_| entry.account == Some(actor.account));
        }
        Ok(page)
    };
    app.db.read(read).await
}

/// What was done with an account.
pub async fn of_account(app: &App, actor: Actor, wanted: Wanted) -> Result<TrailPage> {
    app.db.read(move |conn| page(conn, &[actor.account.into()], &wanted)).await
}

/// What was done in a practice, and by its members with their accounts.
pub async fn of_practice(app: &App, practice: PracticeId, wanted: Wanted) -> Result<TrailPage> {
    app.db
        .read(move |conn| {
            let chains = practice_chains(conn, practice)?;
            page(conn, &chains, &wanted)
        })
        .await
}

/// Hashes every chain of a practice again, from its first entry.
pub async fn check_practice(app: &App, practice: PracticeId) -> Result<TrailCheck> {
    app.db
        .read(move |conn| {
            let mut check = TrailCheck::default();
            for chain in practice_chains(conn, practice)? {
                let (entries, broken) = super::check(conn, chain)?;
                check.chains += 1;
                check.entries += entries;
                check.broken.extend(broken.map(|number| TrailBreak { chain: uuid(chain), number: number as u64 }));
            }
            Ok(check)
        })
        .await
}

/// The practice's own chain, and those of its members' accounts, present and past. None of them is a client's.
fn practice_chains(conn: &mut Conn, practice: PracticeId) -> Result<Vec<Id>> {
    let (_, members) = db::practice::with_members(conn, practice.into())?;
    let former = db::practice::former_members(conn, practice.into())?;
    let people = members.into_iter().map(|member| member.account).chain(former);
    Ok(std::iter::once(practice.into()).chain(people).collect())
}

fn page(conn: &mut Conn, chains: &[Id], wanted: &Wanted) -> Result<TrailPage> {
    let limit = wanted.limit.unwrap_or(PAGE).clamp(1, PAGE) as usize;
    let before = match &wanted.before {
        None => Place::END,
        Some(text) => place(text).ok_or(Code::Malformed)?,
    };
    // One more than wanted tells whether there is another page.
    let mut rows = trail::page(conn, chains, before, limit as i64 + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}.{}", row.at, uuid(row.chain), row.number));
    let actors: Vec<Id> = rows.iter().filter_map(|row| row.actor).collect();
    let names: HashMap<Id, String> = db::practice::names_of(conn, &actors)?.into_iter().collect();
    Ok(TrailPage { entries: rows.into_iter().map(|row| entry(row, &names)).collect(), next })
}

fn place(text: &str) -> Option<Place> {
    let mut parts = text.split('.');
    let place = Place {
        at: parts.next()?.parse().ok()?,
        chain: CollectionId(parts.next()?.parse().ok()?).into(),
        number: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(place)
}

fn entry(row: TrailRow, names: &HashMap<Id, String>) -> Entry {
    Entry {
        chain: uuid(row.chain),
        number: row.number as u64,
        at: row.at,
        account: row.actor.map(AccountId::from),
        name: row.actor.and_then(|actor| names.get(&actor).cloned()),
        device: row.device.map(Into::into),
        action: Action::from_text(&row.action),
        subject: row.subject.map(uuid),
    }
}

fn uuid(id: Id) -> Uuid {
    Uuid::from_bytes(*id.as_bytes())
}
