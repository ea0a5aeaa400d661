//! Key-value settings of this phone, such as the private collection's id and pending operations.

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Error;
use super::schema::setting;

/// The private collection's id: made with the store, so that a journal can begin before there is an account.
pub(crate) const PRIVATE: &str = "private";
/// The recovery code, until the person has confirmed that they keep it.
pub(crate) const RECOVERY_CODE: &str = "recovery-code";
/// A registration without a response yet.
pub(crate) const REGISTERING: &str = "registering";
/// The recovery codes of renewals without a response yet.
pub(crate) const RENEWING: &str = "renewing";
/// The last renewal from here, as sent, for a server that is restored to a time before it.
pub(crate) const RENEWED: &str = "renewed";
/// The code of the error that ended the last sync; empty if it succeeded.
pub(crate) const SYNC_OUTCOME: &str = "sync-outcome";
/// An acceptance of an invitation without a response yet.
pub(crate) const JOINING: &str = "joining";
/// Prompts that were skipped on this phone.
pub(crate) const SKIPPED: &str = "skipped";
/// The time up to which the replies were seen here: milliseconds since the Unix epoch.
pub(crate) const REPLIES_SEEN: &str = "replies-seen";
/// The times of the reminders in the last plan.
pub(crate) const PLANNED: &str = "planned";
/// The local day on which reminders were silenced.
pub(crate) const NOT_TODAY: &str = "not-today";
/// Text typed into forms that make no record, by field. No passwords.
pub(crate) const TYPED: &str = "typed";
/// The number of the last damaged file that was salvaged.
pub(crate) const SALVAGED: &str = "salvaged";

/// On this new phone, the person has to confirm the readers. Until then nothing is shared from here.
pub(crate) const READERS_ASKED: &str = "readers-asked";
/// The server has just announced a restore: keys of epochs that were begun again are accepted.
pub(crate) const RESTORED: &str = "restored";
/// The server has another version of the manifest than this phone.
pub(crate) const MANIFEST_MOVED: &str = "manifest-moved";
/// The time since which the server shows an older state of the account than this phone has seen, in milliseconds.
pub(crate) const MANIFEST_OLDER: &str = "manifest-older";
/// Collections that need a new epoch because a phone was lost.
pub(crate) const EPOCHS: &str = "epochs";
/// Newest keys that the other side has not accepted, and the beginning of each wait.
pub(crate) const KEYS_WAITING: &str = "keys-waiting";
/// Devices that were shut out from here.
pub(crate) const SHUT_OUT: &str = "shut-out";
/// The version of the full-text index; another number causes a rebuild.
pub(crate) const INDEXED: &str = "indexed";

pub(crate) fn get(connection: &mut SqliteConnection, name: &str) -> Result<Option<Vec<u8>>, Error> {
    Ok(setting::table.find(name).select(setting::value).first(connection).optional()?)
}

pub(crate) fn set(connection: &mut SqliteConnection, name: &str, value: &[u8]) -> Result<(), Error> {
    let row = (setting::name.eq(name), setting::value.eq(value));
    diesel::replace_into(setting::table).values(row).execute(connection)?;
    Ok(())
}

/// A small structure, as JSON.
pub(crate) fn get_json<T: DeserializeOwned>(connection: &mut SqliteConnection, name: &str) -> Result<Option<T>, Error> {
    Ok(get(connection, name)?.and_then(|json| serde_json::from_slice(&json).ok()))
}

pub(crate) fn set_json(connection: &mut SqliteConnection, name: &str, value: &impl Serialize) -> Result<(), Error> {
    set(connection, name, &serde_json::to_vec(value).map_err(|_| Error::Failed)?)
}

pub(crate) fn clear(connection: &mut SqliteConnection, name: &str) -> Result<(), Error> {
    diesel::delete(setting::table.find(name)).execute(connection)?;
    Ok(())
}
