//! The server's own secrets: the OPAQUE setup, the key of refresh tokens, the signing keys of access tokens.

use diesel::prelude::*;

use super::Conn;
use super::conn::native;
use super::schema::{secrets, signing_keys};
use crate::fault::Result;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys)]
pub struct SigningKeyRow {
    /// The key id in a token's header.
    pub kid: String,
    pub seed: Vec<u8>,
    pub created_at: i64,
}

/// The secret with this name; stores `offered` if there is none. Servers that start at the same time get the same
/// one.
pub fn get_or_set(conn: &mut Conn, name: &str, offered: &[u8]) -> Result<Vec<u8>> {
    let row = (secrets::name.eq(name), secrets::value.eq(offered));
    native!(conn, c => diesel::insert_into(secrets::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(secrets::table.find(name).select(secrets::value).first(conn)?)
}

/// All signing keys, newest first.
pub fn signing_keys(conn: &mut Conn) -> Result<Vec<SigningKeyRow>> {
    Ok(signing_keys::table.order(signing_keys::created_at.desc()).select(SigningKeyRow::as_select()).load(conn)?)
}

pub fn add_signing_key(conn: &mut Conn, row: &SigningKeyRow) -> Result<()> {
    diesel::insert_into(signing_keys::table).values(row).execute(conn)?;
    Ok(())
}

/// Deletes keys from before a time.
pub fn delete_signing_keys(conn: &mut Conn, before: i64) -> Result<()> {
    diesel::delete(signing_keys::table.filter(signing_keys::created_at.lt(before))).execute(conn)?;
    Ok(())
}
