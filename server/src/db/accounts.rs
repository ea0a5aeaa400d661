//! Accounts and attempts to sign in.

use diesel::prelude::*;

use super::schema::{accounts, sign_in_attempts};
use super::{Conn, Id};
use crate::fault::Result;

/// An account as it is kept: a name, and sealed bytes.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = accounts)]
pub struct AccountRow {
    /// Its id.
    pub id: Id,
    /// The sign-in name, normalised.
    pub handle: String,
    /// OPAQUE's record of the password.
    pub opaque: Vec<u8>,
    /// The account key, sealed under the export key.
    pub account_by_password: Vec<u8>,
    /// The account key, sealed under the recovery code.
    pub account_by_recovery: Vec<u8>,
    /// SHA-256 of the recovery token.
    pub recovery_hash: Vec<u8>,
    /// Who the account is and which collection is its private one, sealed under the account key.
    pub manifest: Vec<u8>,
    /// Which manifest it is.
    pub manifest_version: i64,
    /// Since when.
    pub created_at: i64,
}

/// A new account. A name in use is a unique violation.
pub fn insert(conn: &mut Conn, row: &AccountRow) -> QueryResult<()> {
    diesel::insert_into(accounts::table).values(row).execute(conn).map(drop)
}

/// Whether this id is taken.
pub fn exists(conn: &mut Conn, id: Id) -> Result<bool> {
    Ok(accounts::table.find(id).select(accounts::id).first::<Id>(conn).optional()?.is_some())
}

/// The account with this id.
pub fn by_id(conn: &mut Conn, id: Id) -> Result<Option<AccountRow>> {
    Ok(accounts::table.find(id).select(AccountRow::as_select()).first(conn).optional()?)
}

/// The account with this (normalised) name.
pub fn by_handle(conn: &mut Conn, handle: &str) -> Result<Option<AccountRow>> {
    let found = accounts::table.filter(accounts::handle.eq(handle)).select(AccountRow::as_select());
    Ok(found.first(conn).optional()?)
}

/// Holds an account until the transaction ends: nothing that names it can be added meanwhile.
pub fn lock(conn: &mut Conn, id: Id) -> Result<()> {
    // There is one writer in SQLite.
    if let Conn::Postgres(c) = conn {
        accounts::table.find(id).select(accounts::id).for_update().first::<Id>(c).optional()?;
    }
    Ok(())
}

/// Keeps a new password's record and the account key sealed under it. Sign-ins with the one before end unfinished.
pub fn set_password(conn: &mut Conn, id: Id, opaque: &[u8], account_by_password: &[u8]) -> Result<()> {
    forget_attempts_of(conn, id)?;
    diesel::update(accounts::table.find(id))
        .set((accounts::opaque.eq(opaque), accounts::account_by_password.eq(account_by_password)))
        .execute(conn)?;
    Ok(())
}

/// What a renewal exchanges: what is sealed under an account key, or lets somebody come to it.
#[derive(PartialEq, Eq, AsChangeset)]
#[diesel(table_name = accounts)]
pub struct SealedKeys {
    /// OPAQUE's record of the password.
    pub opaque: Vec<u8>,
    /// The account key, sealed under the password's export key.
    pub account_by_password: Vec<u8>,
    /// The account key, sealed under the recovery code.
    pub account_by_recovery: Vec<u8>,
    /// SHA-256 of the recovery token.
    pub recovery_hash: Vec<u8>,
}

/// Takes an account's next manifest; false if that is not the next one.
pub fn set_manifest(conn: &mut Conn, id: Id, version: i64, sealed: &[u8]) -> Result<bool> {
    let before = accounts::table.find(id).filter(accounts::manifest_version.eq(version - 1));
    let set = (accounts::manifest.eq(sealed), accounts::manifest_version.eq(version));
    Ok(diesel::update(before).set(set).execute(conn)? == 1)
}

/// Keeps what was sealed anew. Sign-ins with the password before end unfinished.
pub fn set_keys(conn: &mut Conn, id: Id, sealed: &SealedKeys) -> Result<()> {
    forget_attempts_of(conn, id)?;
    diesel::update(accounts::table.find(id)).set(sealed).execute(conn)?;
    Ok(())
}

/// A sign-in between its two messages.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sign_in_attempts)]
pub struct AttemptRow {
    /// SHA-256 of the attempt's name.
    pub hash: Vec<u8>,
    /// Who signs in; nobody when the name is unknown.
    pub account: Option<Id>,
    /// OPAQUE's state between the messages.
    pub state: Vec<u8>,
    /// A minute after it began; longer while a second factor is looked for.
    pub expires_at: i64,
    /// Wrong codes of a second factor so far.
    pub failures: i64,
}

/// Remembers an attempt.
pub fn insert_attempt(conn: &mut Conn, row: &AttemptRow) -> Result<()> {
    diesel::insert_into(sign_in_attempts::table).values(row).execute(conn)?;
    Ok(())
}

/// Takes an attempt: nobody can take it again.
pub fn take_attempt(conn: &mut Conn, hash: &[u8]) -> Result<Option<AttemptRow>> {
    let found = sign_in_attempts::table.find(hash).select(AttemptRow::as_select()).first(conn).optional()?;
    // Of two that saw it, one deletes it.
    let taken = diesel::delete(sign_in_attempts::table.find(hash)).execute(conn)?;
    Ok(found.filter(|_| taken == 1))
}

fn forget_attempts_of(conn: &mut Conn, account: Id) -> Result<()> {
    diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::account.eq(Some(account)))).execute(conn)?;
    Ok(())
}

/// Forgets attempts that are over.
pub fn forget_attempts(conn: &mut Conn, now: i64) -> Result<usize> {
    Ok(diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::expires_at.lt(now))).execute(conn)?)
}
