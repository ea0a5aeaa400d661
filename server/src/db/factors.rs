//! Second factors, and the spare codes that stand in for them.

use diesel::prelude::*;

use super::conn::native;
use super::schema::{second_factors, spare_codes};
use super::{Conn, Id};
use crate::fault::Result;

/// A second factor.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = second_factors)]
pub struct FactorRow {
    /// Whose it is.
    pub account: Id,
    /// What codes are made from. Whoever checks codes has to know it.
    pub secret: Vec<u8>,
    /// Since when it is asked for; nothing until a first code has confirmed it.
    pub confirmed_at: Option<i64>,
    /// The step of the last code that was taken.
    pub last_step: i64,
    /// When the secret was made.
    pub created_at: i64,
}

/// An account's second factor, confirmed or not.
pub fn of_account(conn: &mut Conn, account: Id) -> Result<Option<FactorRow>> {
    Ok(second_factors::table.find(account).select(FactorRow::as_select()).first(conn).optional()?)
}

/// Those of these accounts that sign in with a second factor.
pub fn confirmed_among(conn: &mut Conn, accounts: &[Id]) -> Result<Vec<Id>> {
    Ok(second_factors::table
        .filter(second_factors::account.eq_any(accounts))
        .filter(second_factors::confirmed_at.is_not_null())
        .select(second_factors::account)
        .load(conn)?)
}

/// Keeps a secret that waits for its first code, in place of an earlier one that waited.
pub fn begin(conn: &mut Conn, row: &FactorRow) -> Result<()> {
    let waiting = second_factors::table
        .filter(second_factors::account.eq(row.account))
        .filter(second_factors::confirmed_at.is_null());
    diesel::delete(waiting).execute(conn)?;
    diesel::insert_into(second_factors::table).values(row).execute(conn)?;
    Ok(())
}

/// From now on it is asked for.
pub fn confirm(conn: &mut Conn, account: Id, step: i64, now: i64) -> Result<()> {
    diesel::update(second_factors::table.find(account))
        .set((second_factors::confirmed_at.eq(Some(now)), second_factors::last_step.eq(step)))
        .execute(conn)?;
    Ok(())
}

/// Uses a step's code up; false if that, or a later one, was used before.
pub fn take_step(conn: &mut Conn, account: Id, step: i64) -> Result<bool> {
    let earlier =
        second_factors::table.filter(second_factors::account.eq(account)).filter(second_factors::last_step.lt(step));
    // Of two that come at once, one changes the row.
    Ok(diesel::update(earlier).set(second_factors::last_step.eq(step)).execute(conn)? == 1)
}

/// Keeps spare codes in place of those that were there.
pub fn set_spare_codes(conn: &mut Conn, account: Id, hashes: &[Vec<u8>]) -> Result<()> {
    diesel::delete(spare_codes::table.filter(spare_codes::account.eq(account))).execute(conn)?;
    for hash in hashes {
        let row = (spare_codes::account.eq(account), spare_codes::hash.eq(hash));
        native!(conn, c => diesel::insert_into(spare_codes::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// Spare codes that are left.
pub fn spare_codes_left(conn: &mut Conn, account: Id) -> Result<i64> {
    Ok(spare_codes::table.filter(spare_codes::account.eq(account)).count().get_result(conn)?)
}

/// Uses a spare code up; false if there is none such.
pub fn take_spare_code(conn: &mut Conn, account: Id, hash: &[u8]) -> Result<bool> {
    Ok(diesel::delete(spare_codes::table.find((account, hash))).execute(conn)? == 1)
}

/// Ends an account's second factor with its spare codes; false if there was none.
pub fn end(conn: &mut Conn, account: Id) -> Result<bool> {
    diesel::delete(spare_codes::table.filter(spare_codes::account.eq(account))).execute(conn)?;
    Ok(diesel::delete(second_factors::table.find(account)).execute(conn)? == 1)
}
