//! Devices, their refresh tokens and the permissions of their accounts.

use diesel::prelude::*;

use super::schema::{accounts, devices, members, practices, second_factors};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = devices)]
pub struct DeviceRow {
    pub id: Id,
    pub account: Id,
    /// Chosen by its owner.
    pub name: String,
    /// Whether the refresh token is in a cookie.
    pub cookie: bool,
    pub created_at: i64,
    pub seen_at: i64,
    /// The program that it used last, from its user agent.
    pub seen_with: Option<String>,
    /// Hash of the current refresh token.
    pub refresh_current: Vec<u8>,
    /// Hash of the previous one: the response with the current one may have been lost.
    pub refresh_previous: Option<Vec<u8>>,
    pub refresh_expires_at: i64,
}

pub fn insert(conn: &mut Conn, row: &DeviceRow) -> Result<()> {
    diesel::insert_into(devices::table).values(row).execute(conn)?;
    Ok(())
}

/// Locks a device until the transaction ends, and updates when it was seen.
pub fn lock(conn: &mut Conn, id: Id, now: i64, seen_with: Option<&str>) -> Result<Option<DeviceRow>> {
    // This update is needed anyway, and locks the row.
    let seen = (devices::seen_at.eq(now), devices::seen_with.eq(seen_with));
    diesel::update(devices::table.find(id)).set(seen).execute(conn)?;
    Ok(devices::table.find(id).select(DeviceRow::as_select()).first(conn).optional()?)
}

/// Replaces the refresh token.
pub fn set_refresh(conn: &mut Conn, id: Id, current: &[u8], previous: &[u8], expires_at: i64) -> Result<()> {
    diesel::update(devices::table.find(id))
        .set((
            devices::refresh_current.eq(current),
            devices::refresh_previous.eq(Some(previous)),
            devices::refresh_expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// An account's devices, newest first.
pub fn of_account(conn: &mut Conn, account: Id) -> Result<Vec<DeviceRow>> {
    let rows = devices::table.filter(devices::account.eq(account)).order(devices::created_at.desc());
    Ok(rows.select(DeviceRow::as_select()).load(conn)?)
}

pub fn by_id(conn: &mut Conn, id: Id) -> Result<Option<DeviceRow>> {
    Ok(devices::table.find(id).select(DeviceRow::as_select()).first(conn).optional()?)
}

/// The devices of a practice's members, most recently seen first.
pub fn of_practice(conn: &mut Conn, practice: Id) -> Result<Vec<DeviceRow>> {
    Ok(devices::table
        .inner_join(members::table.on(members::account.eq(devices::account)))
        .filter(members::practice.eq(practice))
        .order(devices::seen_at.desc())
        .select(DeviceRow::as_select())
        .load(conn)?)
}

/// Deletes a device of an account; false if there is none.
pub fn delete(conn: &mut Conn, account: Id, id: Id) -> Result<bool> {
    let gone = devices::table.filter(devices::account.eq(account)).filter(devices::id.eq(id));
    Ok(diesel::delete(gone).execute(conn)? == 1)
}

/// Deletes devices whose refresh token has expired.
pub fn delete_expired(conn: &mut Conn, now: i64) -> Result<usize> {
    Ok(diesel::delete(devices::table.filter(devices::refresh_expires_at.lt(now))).execute(conn)?)
}

/// What an account may do, and the version of its manifest, which every sync returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// The practice of a member; `None` for clients.
    pub practice: Option<Id>,
    /// Whether the member may invite clients.
    pub therapist: bool,
    /// Whether the member may invite other members.
    pub owner: bool,
    /// The practice requires a second factor, and the member has none.
    pub second_factor_missing: bool,
    pub manifest: u32,
}

/// The permissions of a device's account; `None` if the device is signed out.
pub fn permissions(conn: &mut Conn, account: Id, device: Id) -> Result<Option<Permissions>> {
    type Member = Option<(Id, bool, bool)>;
    let confirmed = second_factors::account.eq(devices::account).and(second_factors::confirmed_at.is_not_null());
    let found: Option<(i64, Member, Option<bool>, Option<Id>)> = devices::table
        .inner_join(accounts::table.on(accounts::id.eq(devices::account)))
        .left_join(members::table.on(members::account.eq(devices::account)))
        .left_join(practices::table.on(practices::id.eq(members::practice)))
        .left_join(second_factors::table.on(confirmed))
        .filter(devices::id.eq(device))
        .filter(devices::account.eq(account))
        .select((
            accounts::manifest_version,
            (members::practice, members::therapist, members::owner).nullable(),
            practices::second_factor_required.nullable(),
            second_factors::account.nullable(),
        ))
        .first(conn)
        .optional()?;
    Ok(found.map(|(manifest, member, required, second_factor)| {
        let (practice, therapist, owner) = match member {
            Some((practice, therapist, owner)) => (Some(practice), therapist, owner),
            None => (None, false, false),
        };
        let second_factor_missing = required == Some(true) && second_factor.is_none();
        Permissions { practice, therapist, owner, second_factor_missing, manifest: manifest as u32 }
    }))
}
