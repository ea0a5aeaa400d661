//! The account on this phone: at most one.

use diesel::prelude::*;
use protocol::account::{KeyBundle, SealedManifest};
use protocol::{AccountId, DeviceId};
use zeroize::Zeroizing;

use super::schema::account;
use super::{Error, id};

/// The account on this phone, with what it needs to act.
#[derive(Clone)]
pub(crate) struct Account {
    pub id: AccountId,
    pub handle: String,
    /// The server's origin, such as `https://journal.example`.
    pub server: String,
    pub keys: KeyBundle,
    pub manifest: SealedManifest,
    pub account_key: Zeroizing<Vec<u8>>,
    pub device: DeviceId,
    pub tokens: Tokens,
}

/// What lets this device in.
#[derive(Clone, Default)]
pub(crate) struct Tokens {
    /// Absent when the device was signed out.
    pub refresh: Option<String>,
    pub access: Option<String>,
    /// Milliseconds since the Unix epoch, on this device's clock.
    pub access_until: i64,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = account)]
struct Row {
    one: i32,
    id: Vec<u8>,
    handle: String,
    server: String,
    keys: Vec<u8>,
    account_key: Vec<u8>,
    device: Vec<u8>,
    refresh_token: Option<String>,
    access_token: Option<String>,
    access_until: i64,
    manifest: Vec<u8>,
    manifest_version: i32,
}

pub(crate) fn get(connection: &mut SqliteConnection) -> Result<Option<Account>, Error> {
    let row: Option<Row> = account::table.first(connection).optional()?;
    row.map(|row| {
        Ok(Account {
            id: id(&row.id)?,
            handle: row.handle,
            server: row.server,
            keys: ciborium::from_reader(&row.keys[..]).map_err(|_| Error::Damaged)?,
            manifest: SealedManifest {
                version: row.manifest_version.try_into().map_err(|_| Error::Damaged)?,
                sealed: row.manifest.into(),
            },
            account_key: Zeroizing::new(row.account_key),
            device: id(&row.device)?,
            tokens: Tokens { refresh: row.refresh_token, access: row.access_token, access_until: row.access_until },
        })
    })
    .transpose()
}

pub(crate) fn put(connection: &mut SqliteConnection, account: &Account) -> Result<(), Error> {
    let mut keys = Vec::new();
    ciborium::into_writer(&account.keys, &mut keys).map_err(|_| Error::Failed)?;
    let row = Row {
        one: 1,
        id: account.id.as_bytes().to_vec(),
        handle: account.handle.clone(),
        server: account.server.clone(),
        keys,
        account_key: account.account_key.to_vec(),
        device: account.device.as_bytes().to_vec(),
        refresh_token: account.tokens.refresh.clone(),
        access_token: account.tokens.access.clone(),
        access_until: account.tokens.access_until,
        manifest: account.manifest.sealed.0.clone(),
        manifest_version: account.manifest.version.try_into().map_err(|_| Error::Failed)?,
    };
    diesel::replace_into(account::table).values(&row).execute(connection)?;
    Ok(())
}

pub(crate) fn put_tokens(connection: &mut SqliteConnection, tokens: &Tokens) -> Result<(), Error> {
    diesel::update(account::table)
        .set((
            account::refresh_token.eq(&tokens.refresh),
            account::access_token.eq(&tokens.access),
            account::access_until.eq(tokens.access_until),
        ))
        .execute(connection)?;
    Ok(())
}
