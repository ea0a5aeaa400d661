//! Devices and their refresh tokens, and who a device acts for.

use diesel::prelude::*;

use super::schema::{accounts, devices, members};
use super::{Conn, Id};
use crate::fault::Result;

/// One signed-in installation.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = devices)]
pub struct DeviceRow {
    /// Its id.
    pub id: Id,
    /// Whose it is.
    pub account: Id,
    /// What its owner calls it.
    pub name: String,
    /// Whether its refresh token travels in a cookie.
    pub cookie: bool,
    /// Since when.
    pub created_at: i64,
    /// When it was last heard of.
    pub seen_at: i64,
    /// With which program, as far as it says.
    pub seen_with: Option<String>,
    /// Hash of the refresh token that is good now.
    pub refresh_current: Vec<u8>,
    /// Hash of the one before, whose answer may have been lost.
    pub refresh_previous: Option<Vec<u8>>,
    /// When the current one is over.
    pub refresh_expires_at: i64,
}

/// A new device.
pub fn insert(conn: &mut Conn, row: &DeviceRow) -> Result<()> {
    diesel::insert_into(devices::table).values(row).execute(conn)?;
    Ok(())
}

/// The device, held until the transaction ends so that two refreshes cannot cross.
pub fn lock(conn: &mut Conn, id: Id, now: i64, seen_with: Option<&str>) -> Result<Option<DeviceRow>> {
    // Being heard of is written anyway; the write is the lock.
    let seen = (devices::seen_at.eq(now), devices::seen_with.eq(seen_with));
    diesel::update(devices::table.find(id)).set(seen).execute(conn)?;
    Ok(devices::table.find(id).select(DeviceRow::as_select()).first(conn).optional()?)
}

/// Keeps a new refresh token's hash, and the one that it answers.
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

/// An account's devices, the latest first.
pub fn of_account(conn: &mut Conn, account: Id) -> Result<Vec<DeviceRow>> {
    let rows = devices::table.filter(devices::account.eq(account)).order(devices::created_at.desc());
    Ok(rows.select(DeviceRow::as_select()).load(conn)?)
}

/// The device with this id.
pub fn by_id(conn: &mut Conn, id: Id) -> Result<Option<DeviceRow>> {
    Ok(devices::table.find(id).select(DeviceRow::as_select()).first(conn).optional()?)
}

/// The devices of a practice's members, the latest heard of first.
pub fn of_practice(conn: &mut Conn, practice: Id) -> Result<Vec<DeviceRow>> {
    Ok(devices::table
        .inner_join(members::table.on(members::account.eq(devices::account)))
        .filter(members::practice.eq(practice))
        .order(devices::seen_at.desc())
        .select(DeviceRow::as_select())
        .load(conn)?)
}

/// Ends one device of an account; false if there is none such.
pub fn delete(conn: &mut Conn, account: Id, id: Id) -> Result<bool> {
    let gone = devices::table.filter(devices::account.eq(account)).filter(devices::id.eq(id));
    Ok(diesel::delete(gone).execute(conn)? == 1)
}

/// Ends devices whose refresh token is over.
pub fn delete_expired(conn: &mut Conn, now: i64) -> Result<usize> {
    Ok(diesel::delete(devices::table.filter(devices::refresh_expires_at.lt(now))).execute(conn)?)
}

/// What an account may do, as the server knows it: a member of a practice with these roles, or a client. With it, what every
/// call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The practice; absent for clients.
    pub practice: Option<Id>,
    /// Whether it invites clients.
    pub therapist: bool,
    /// Whether it invites members.
    pub owner: bool,
    /// The version of its manifest.
    pub manifest: u32,
}

/// The standing of the account behind a device; nothing when the device is signed out.
pub fn standing(conn: &mut Conn, account: Id, device: Id) -> Result<Option<Standing>> {
    type Member = Option<(Id, bool, bool)>;
    let found: Option<(i64, Member)> = devices::table
        .inner_join(accounts::table.on(accounts::id.eq(devices::account)))
        .left_join(members::table.on(members::account.eq(devices::account)))
        .filter(devices::id.eq(device))
        .filter(devices::account.eq(account))
        .select((accounts::manifest_version, (members::practice, members::therapist, members::owner).nullable()))
        .first(conn)
        .optional()?;
    Ok(found.map(|(manifest, member)| {
        let (practice, therapist, owner) = match member {
            Some((practice, therapist, owner)) => (Some(practice), therapist, owner),
            None => (None, false, false),
        };
        Standing { practice, therapist, owner, manifest: manifest as u32 }
    }))
}
