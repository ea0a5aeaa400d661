//! Accounts and sign-in attempts.

use diesel::prelude::*;

use super::schema::{accounts, sign_in_attempts};
use super::{Conn, Id};
use crate::fault::Result;

/// An account: a sign-in name and sealed bytes.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = accounts)]
pub struct AccountRow {
    pub id: Id,
    pub handle: String,
    /// The OPAQUE password record.
    pub opaque: Vec<u8>,
    /// The account key, sealed under the password's export key.
    pub account_by_password: Vec<u8>,
    /// The account key, sealed under the recovery code.
    pub account_by_recovery: Vec<u8>,
    /// SHA-256 of the recovery token.
    pub recovery_hash: Vec<u8>,
    /// Sealed under the account key.
    pub manifest: Vec<u8>,
    pub manifest_version: i64,
    pub created_at: i64,
}

/// Inserts an account; a duplicate if the name is taken.
pub fn insert(conn: &mut Conn, row: &AccountRow) -> Result<()> {
    diesel::insert_into(accounts::table).values(row).execute(conn)?;
    Ok(())
}

pub fn exists(conn: &mut Conn, id: Id) -> Result<bool> {
    Ok(accounts::table.find(id).select(accounts::id).first::<Id>(conn).optional()?.is_some())
}

pub fn by_id(conn: &mut Conn, id: Id) -> Result<Option<AccountRow>> {
    Ok(accounts::table.find(id).select(AccountRow::as_select()).first(conn).optional()?)
}

pub fn by_handle(conn: &mut Conn, handle: &str) -> Result<Option<AccountRow>> {
    let found = accounts::table.filter(accounts::handle.eq(handle)).select(AccountRow::as_select());
    Ok(found.first(conn).optional()?)
}

/// Locks an account until the transaction ends: nothing that references it can be added meanwhile.
pub fn lock(conn: &mut Conn, id: Id) -> Result<()> {
    // SQLite has a single writer.
    if let Conn::Postgres(c) = conn {
        accounts::table.find(id).select(accounts::id).for_update().first::<Id>(c).optional()?;
    }
    Ok(())
}

/// Replaces the password record and the account key sealed under it. Invalidates pending sign-ins.
pub fn set_password(conn: &mut Conn, id: Id, opaque: &[u8], account_by_password: &[u8]) -> Result<()> {
    delete_attempts_of(conn, id)?;
    diesel::update(accounts::table.find(id))
        .set((accounts::opaque.eq(opaque), accounts::account_by_password.eq(account_by_password)))
        .execute(conn)?;
    Ok(())
}

/// What a renewal replaces.
#[derive(PartialEq, Eq, AsChangeset)]
#[diesel(table_name = accounts)]
pub struct SealedKeys {
    /// The OPAQUE password record.
    pub opaque: Vec<u8>,
    /// The account key, sealed under the password's export key.
    pub account_by_password: Vec<u8>,
    /// The account key, sealed under the recovery code.
    pub account_by_recovery: Vec<u8>,
    /// SHA-256 of the recovery token.
    pub recovery_hash: Vec<u8>,
}

/// Stores the account's next manifest; false if the version is not the next one.
pub fn set_manifest(conn: &mut Conn, id: Id, version: i64, sealed: &[u8]) -> Result<bool> {
    let before = accounts::table.find(id).filter(accounts::manifest_version.eq(version - 1));
    let set = (accounts::manifest.eq(sealed), accounts::manifest_version.eq(version));
    Ok(diesel::update(before).set(set).execute(conn)? == 1)
}

/// Replaces the sealed keys. Invalidates pending sign-ins.
pub fn set_keys(conn: &mut Conn, id: Id, sealed: &SealedKeys) -> Result<()> {
    delete_attempts_of(conn, id)?;
    diesel::update(accounts::table.find(id)).set(sealed).execute(conn)?;
    Ok(())
}

/// A sign-in between its two messages.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sign_in_attempts)]
pub struct AttemptRow {
    /// SHA-256 of the attempt's token.
    pub hash: Vec<u8>,
    /// `None` if the sign-in name is unknown.
    pub account: Option<Id>,
    /// The state of OPAQUE.
    pub state: Vec<u8>,
    /// After one minute, or five while the code of the second factor is missing.
    pub expires_at: i64,
    /// Wrong codes of the second factor.
    pub failures: i64,
}

pub fn insert_attempt(conn: &mut Conn, row: &AttemptRow) -> Result<()> {
    diesel::insert_into(sign_in_attempts::table).values(row).execute(conn)?;
    Ok(())
}

/// Deletes and returns a sign-in attempt. Of two concurrent calls, only one gets it.
pub fn take_attempt(conn: &mut Conn, hash: &[u8]) -> Result<Option<AttemptRow>> {
    let found = sign_in_attempts::table.find(hash).select(AttemptRow::as_select()).first(conn).optional()?;
    // Only one of two concurrent transactions deletes the row.
    let taken = diesel::delete(sign_in_attempts::table.find(hash)).execute(conn)?;
    Ok(found.filter(|_| taken == 1))
}

fn delete_attempts_of(conn: &mut Conn, account: Id) -> Result<()> {
    diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::account.eq(Some(account)))).execute(conn)?;
    Ok(())
}

pub fn delete_expired_attempts(conn: &mut Conn, now: i64) -> Result<usize> {
    Ok(diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::expires_at.lt(now))).execute(conn)?)
}
