//! The rows of the audit log. Triggers reject updates and deletes.

use diesel::prelude::*;

use super::conn::native;
use super::schema::{audit, audit_heads};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit)]
pub struct AuditRow {
    /// The account, practice or collection whose chain it is.
    pub chain: Id,
    /// The entry's number in its chain, from 1.
    pub number: i64,
    pub at: i64,
    pub actor: Option<Id>,
    pub device: Option<Id>,
    pub action: String,
    pub subject: Option<Id>,
    /// SHA-256 over the previous entry's hash and this entry.
    pub hash: Vec<u8>,
}

/// Locks a chain until the transaction ends; number and hash of its last entry.
pub fn lock_head(conn: &mut Conn, chain: Id) -> Result<(i64, Vec<u8>)> {
    let start = (audit_heads::chain.eq(chain), audit_heads::number.eq(0), audit_heads::hash.eq(Vec::new()));
    native!(conn, c => diesel::insert_into(audit_heads::table).values(start).on_conflict_do_nothing().execute(c))?;
    let head = audit_heads::table.find(chain).select((audit_heads::number, audit_heads::hash));
    Ok(match conn {
        Conn::Postgres(c) => head.for_update().first(c)?,
        Conn::Sqlite(c) => head.first(c)?,
    })
}

/// Appends an entry, and updates the head of its chain.
pub fn append(conn: &mut Conn, row: &AuditRow) -> Result<()> {
    diesel::insert_into(audit::table).values(row).execute(conn)?;
    diesel::update(audit_heads::table.find(row.chain))
        .set((audit_heads::number.eq(row.number), audit_heads::hash.eq(&row.hash)))
        .execute(conn)?;
    Ok(())
}

/// The position of an entry in several chains merged by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditCursor {
    pub at: i64,
    pub chain: Id,
    pub number: i64,
}

impl AuditCursor {
    pub const END: Self = Self { at: i64::MAX, chain: Id::MAX, number: i64::MAX };
}

/// Entries of several chains before a position, newest first.
pub fn page(conn: &mut Conn, chains: &[Id], before: AuditCursor, limit: i64) -> Result<Vec<AuditRow>> {
    let AuditCursor { at, chain, number } = before;
    let earlier = audit::at
        .lt(at)
        .or(audit::at.eq(at).and(audit::chain.lt(chain).or(audit::chain.eq(chain).and(audit::number.lt(number)))));
    Ok(audit::table
        .filter(audit::chain.eq_any(chains))
        .filter(earlier)
        .order((audit::at.desc(), audit::chain.desc(), audit::number.desc()))
        .limit(limit)
        .select(AuditRow::as_select())
        .load(conn)?)
}

/// Entries of a chain after a number, in order.
pub fn after(conn: &mut Conn, chain: Id, number: i64, limit: i64) -> Result<Vec<AuditRow>> {
    let rows = audit::table.filter(audit::chain.eq(chain)).filter(audit::number.gt(number));
    Ok(rows.order(audit::number).limit(limit).select(AuditRow::as_select()).load(conn)?)
}

/// Number and hash of a chain's last entry; zero for an empty chain.
pub fn head(conn: &mut Conn, chain: Id) -> Result<(i64, Vec<u8>)> {
    let head = audit_heads::table.find(chain).select((audit_heads::number, audit_heads::hash));
    Ok(head.first(conn).optional()?.unwrap_or_default())
}

/// When an action was last recorded in a chain.
pub fn last_at(conn: &mut Conn, chain: Id, action: &str) -> Result<Option<i64>> {
    let rows = audit::table.filter(audit::chain.eq(chain)).filter(audit::action.eq(action));
    Ok(rows.order(audit::number.desc()).select(audit::at).first(conn).optional()?)
}

/// A chain's entries, in order.
pub fn chain(conn: &mut Conn, chain: Id) -> Result<Vec<AuditRow>> {
    Ok(audit::table.filter(audit::chain.eq(chain)).order(audit::number).select(AuditRow::as_select()).load(conn)?)
}

/// Each chain with number and hash of its last entry.
pub fn heads(conn: &mut Conn) -> Result<Vec<(Id, i64, Vec<u8>)>> {
    Ok(audit_heads::table.order(audit_heads::chain).load(conn)?)
}
