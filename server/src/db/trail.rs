//! The audit trail's rows. They are only ever added: the tables refuse everything else.

use diesel::prelude::*;

use super::conn::native;
use super::schema::{audit, audit_heads};
use super::{Conn, Id};
use crate::fault::Result;

/// One entry of one chain.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit)]
pub struct TrailRow {
    /// Whose chain: an account, a practice or a collection.
    pub chain: Id,
    /// Its place in the chain, from 1.
    pub number: i64,
    /// When.
    pub at: i64,
    /// Who.
    pub actor: Option<Id>,
    /// With what.
    pub device: Option<Id>,
    /// Did what.
    pub action: String,
    /// To what.
    pub subject: Option<Id>,
    /// SHA-256 over the entry before and this one.
    pub hash: Vec<u8>,
}

/// The end of a chain, held until the transaction ends: number and hash of its last entry.
pub fn lock_head(conn: &mut Conn, chain: Id) -> Result<(i64, Vec<u8>)> {
    let start = (audit_heads::chain.eq(chain), audit_heads::number.eq(0), audit_heads::hash.eq(Vec::new()));
    native!(conn, c => diesel::insert_into(audit_heads::table).values(start).on_conflict_do_nothing().execute(c))?;
    let head = audit_heads::table.find(chain).select((audit_heads::number, audit_heads::hash));
    Ok(match conn {
        Conn::Postgres(c) => head.for_update().first(c)?,
        Conn::Sqlite(c) => head.first(c)?,
    })
}

/// Adds an entry at the end.
pub fn append(conn: &mut Conn, row: &TrailRow) -> Result<()> {
    diesel::insert_into(audit::table).values(row).execute(conn)?;
    diesel::update(audit_heads::table.find(row.chain))
        .set((audit_heads::number.eq(row.number), audit_heads::hash.eq(&row.hash)))
        .execute(conn)?;
    Ok(())
}

/// Where an entry stands when several chains are read together, by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// When.
    pub at: i64,
    /// In which chain.
    pub chain: Id,
    /// At which place of it.
    pub number: i64,
}

impl Place {
    /// After everything.
    pub const END: Self = Self { at: i64::MAX, chain: Id::MAX, number: i64::MAX };
}

/// Entries of several chains from before a place, the latest first.
pub fn page(conn: &mut Conn, chains: &[Id], before: Place, limit: i64) -> Result<Vec<TrailRow>> {
    let Place { at, chain, number } = before;
    let earlier = audit::at
        .lt(at)
        .or(audit::at.eq(at).and(audit::chain.lt(chain).or(audit::chain.eq(chain).and(audit::number.lt(number)))));
    Ok(audit::table
        .filter(audit::chain.eq_any(chains))
        .filter(earlier)
        .order((audit::at.desc(), audit::chain.desc(), audit::number.desc()))
        .limit(limit)
        .select(TrailRow::as_select())
        .load(conn)?)
}

/// A chain's entries after a number, so many at a time.
pub fn after(conn: &mut Conn, chain: Id, number: i64, limit: i64) -> Result<Vec<TrailRow>> {
    let rows = audit::table.filter(audit::chain.eq(chain)).filter(audit::number.gt(number));
    Ok(rows.order(audit::number).limit(limit).select(TrailRow::as_select()).load(conn)?)
}

/// Number and hash of a chain's last entry; zero for a chain that was never written to.
pub fn head(conn: &mut Conn, chain: Id) -> Result<(i64, Vec<u8>)> {
    let head = audit_heads::table.find(chain).select((audit_heads::number, audit_heads::hash));
    Ok(head.first(conn).optional()?.unwrap_or_default())
}

/// A whole chain, from its first entry.
pub fn chain(conn: &mut Conn, chain: Id) -> Result<Vec<TrailRow>> {
    Ok(audit::table.filter(audit::chain.eq(chain)).order(audit::number).select(TrailRow::as_select()).load(conn)?)
}

/// Every chain with the number and hash of its last entry.
pub fn heads(conn: &mut Conn) -> Result<Vec<(Id, i64, Vec<u8>)>> {
    Ok(audit_heads::table.order(audit_heads::chain).load(conn)?)
}
