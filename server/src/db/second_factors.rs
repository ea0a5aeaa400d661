//! Second factors and spare codes.

use diesel::prelude::*;

use super::conn::native;
use super::schema::{second_factors, spare_codes};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = second_factors)]
pub struct SecondFactorRow {
    pub account: Id,
    /// In clear text, because the server computes codes from it.
    pub secret: Vec<u8>,
    /// `None` until a first code has confirmed it.
    pub confirmed_at: Option<i64>,
    /// The time step of the last accepted code.
    pub last_step: i64,
    pub created_at: i64,
}

/// An account's second factor, confirmed or not.
pub fn of_account(conn: &mut Conn, account: Id) -> Result<Option<SecondFactorRow>> {
    Ok(second_factors::table.find(account).select(SecondFactorRow::as_select()).first(conn).optional()?)
}

/// Whether an account has a confirmed second factor.
pub fn is_confirmed(conn: &mut Conn, account: Id) -> Result<bool> {
    Ok(of_account(conn, account)?.is_some_and(|row| row.confirmed_at.is_some()))
}

/// Those accounts that have a confirmed second factor.
pub fn confirmed_among(conn: &mut Conn, accounts: &[Id]) -> Result<Vec<Id>> {
    Ok(second_factors::table
        .filter(second_factors::account.eq_any(accounts))
        .filter(second_factors::confirmed_at.is_not_null())
        .select(second_factors::account)
        .load(conn)?)
}

/// Stores an unconfirmed secret, replacing another unconfirmed one.
pub fn begin(conn: &mut Conn, row: &SecondFactorRow) -> Result<()> {
    let waiting = second_factors::table
        .filter(second_factors::account.eq(row.account))
        .filter(second_factors::confirmed_at.is_null());
    diesel::delete(waiting).execute(conn)?;
    diesel::insert_into(second_factors::table).values(row).execute(conn)?;
    Ok(())
}

/// Puts the second factor in force.
pub fn confirm(conn: &mut Conn, account: Id, step: i64, now: i64) -> Result<()> {
    diesel::update(second_factors::table.find(account))
        .set((second_factors::confirmed_at.eq(Some(now)), second_factors::last_step.eq(step)))
        .execute(conn)?;
    Ok(())
}

/// Consumes a time step; false if it or a later one was used.
pub fn take_step(conn: &mut Conn, account: Id, step: i64) -> Result<bool> {
    let earlier =
        second_factors::table.filter(second_factors::account.eq(account)).filter(second_factors::last_step.lt(step));
    // Only one of two concurrent transactions updates the row.
    Ok(diesel::update(earlier).set(second_factors::last_step.eq(step)).execute(conn)? == 1)
}

/// Replaces the spare codes.
pub fn set_spare_codes(conn: &mut Conn, account: Id, hashes: &[Vec<u8>]) -> Result<()> {
    diesel::delete(spare_codes::table.filter(spare_codes::account.eq(account))).execute(conn)?;
    for hash in hashes {
        let row = (spare_codes::account.eq(account), spare_codes::hash.eq(hash));
        native!(conn, c => diesel::insert_into(spare_codes::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// The number of unused spare codes.
pub fn spare_codes_left(conn: &mut Conn, account: Id) -> Result<i64> {
    Ok(spare_codes::table.filter(spare_codes::account.eq(account)).count().get_result(conn)?)
}

/// Consumes a spare code; false if it does not exist.
pub fn take_spare_code(conn: &mut Conn, account: Id, hash: &[u8]) -> Result<bool> {
    Ok(diesel::delete(spare_codes::table.find((account, hash))).execute(conn)? == 1)
}

/// Deletes the second factor and its spare codes; false if there was none.
pub fn end(conn: &mut Conn, account: Id) -> Result<bool> {
    diesel::delete(spare_codes::table.filter(spare_codes::account.eq(account))).execute(conn)?;
    Ok(diesel::delete(second_factors::table.find(account)).execute(conn)? == 1)
}
