//! Reading the audit log: several chains merged, newest entry first, in pages.

use std::collections::HashMap;

use protocol::audit::{Action, AuditBreak, AuditCheck, AuditEntry, AuditPage};
use protocol::{AccountId, Code, CollectionId, PracticeId};
use uuid::Uuid;

use crate::actor::Actor;
use crate::app::App;
use crate::db::audit::{self as log, AuditCursor, AuditRow};
use crate::db::{self, Conn, Id};
use crate::fault::Result;

/// The maximum and default page size.
const MAX_PAGE: u32 = 100;

/// Which page to return.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageRequest {
    /// [`AuditPage::next`] of the page before.
    pub(crate) before: Option<String>,
    pub(crate) limit: Option<u32>,
}

/// The entries of one or all care collections of an account: shows a client who read what, and when.
pub(crate) async fn access(
    app: &App,
    actor: Actor,
    collection: Option<CollectionId>,
    request: PageRequest,
) -> Result<AuditPage> {
    let read = move |conn: &mut Conn| {
        let collections: Vec<Id> = db::collections::of_account(conn, actor.account.into())?
            .into_iter()
            .filter(|row| row.care && collection.is_none_or(|only| row.id == only.into()))
            .map(|row| row.id)
            .collect();
        if collection.is_some() && collections.is_empty() {
            return Err(Code::NotFound.into());
        }
        let mut page = page(conn, &collections, &request)?;
        for entry in &mut page.entries {
            // An account sees its own devices, not those of others.
            entry.device = entry.device.filter(|_| entry.account == Some(actor.account));
        }
        Ok(page)
    };
    app.db.read(read).await
}

/// The entries of an account.
pub(crate) async fn of_account(app: &App, actor: Actor, request: PageRequest) -> Result<AuditPage> {
    app.db.read(move |conn| page(conn, &[actor.account.into()], &request)).await
}

/// The entries of a practice and of its members' accounts.
pub(crate) async fn of_practice(app: &App, practice: PracticeId, request: PageRequest) -> Result<AuditPage> {
    app.db
        .read(move |conn| {
            let chains = practice_chains(conn, practice)?;
            page(conn, &chains, &request)
        })
        .await
}

/// Verifies every chain of a practice.
pub(crate) async fn check_practice(app: &App, practice: PracticeId) -> Result<AuditCheck> {
    app.db
        .read(move |conn| {
            let mut check = AuditCheck::default();
            for chain in practice_chains(conn, practice)? {
                let (entries, broken) = super::verify_chain(conn, chain)?;
                check.chains += 1;
                check.entries += entries;
                check.broken.extend(broken.map(|number| AuditBreak { chain: uuid(chain), number: number as u64 }));
            }
            Ok(check)
        })
        .await
}

/// The chains of the practice and of all its present and former members. They contain no client's chain.
fn practice_chains(conn: &mut Conn, practice: PracticeId) -> Result<Vec<Id>> {
    let (_, members) = db::practice::with_members(conn, practice.into())?;
    let former = db::practice::former_members(conn, practice.into())?;
    let people = members.into_iter().map(|member| member.account).chain(former);
    Ok(std::iter::once(practice.into()).chain(people).collect())
}

fn page(conn: &mut Conn, chains: &[Id], request: &PageRequest) -> Result<AuditPage> {
    let limit = request.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE) as usize;
    let before = match &request.before {
        None => AuditCursor::END,
        Some(text) => parse_cursor(text).ok_or(Code::Malformed)?,
    };
    // One extra row shows whether there is another page.
    let mut rows = log::page(conn, chains, before, limit as i64 + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}.{}", row.at, uuid(row.chain), row.number));
    let actors: Vec<Id> = rows.iter().filter_map(|row| row.actor).collect();
    let names: HashMap<Id, String> = db::practice::names_of(conn, &actors)?.into_iter().collect();
    Ok(AuditPage { entries: rows.into_iter().map(|row| entry(row, &names)).collect(), next })
}

fn parse_cursor(text: &str) -> Option<AuditCursor> {
    let mut parts = text.split('.');
    let cursor = AuditCursor {
        at: parts.next()?.parse().ok()?,
        chain: CollectionId(parts.next()?.parse().ok()?).into(),
        number: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(cursor)
}

fn entry(row: AuditRow, names: &HashMap<Id, String>) -> AuditEntry {
    AuditEntry {
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
