//! The newest keys that the other side has not accepted yet, and the beginning of the wait.
//!
//! The other side proves that it has a key by sealing a checkpoint with it. A server that withholds a renewal, or forges an
//! epoch for the therapist, can only delay that checkpoint, so a long wait is an indication.

use std::collections::BTreeMap;

use diesel::prelude::*;
use journal::seal::Bond;
use journal::sync::KnownCheckpoint;
use protocol::CollectionId;

use super::{Error, collections, settings, trust};

/// For each care collection: the epoch of the pending key, and the beginning of the wait in milliseconds since the Unix
/// epoch.
type Waiting = BTreeMap<CollectionId, (u32, i64)>;

/// Whether the other side has sealed a checkpoint under the newest key.
pub(crate) fn has_newest_key(bond: &Bond, other: &KnownCheckpoint) -> bool {
    other.claim.is_some() && other.epoch >= bond.epoch
}

/// Updates the pending keys after a pull: adds new ones, and deletes those that were accepted.
pub(crate) fn note(connection: &mut SqliteConnection, now_ms: i64) -> Result<(), Error> {
    let before = waiting(connection)?;
    let mut after = Waiting::new();
    for bond in collections::bonds(connection)? {
        // The first key is accepted with the handover, which the list of relationships shows.
        if bond.epoch > 1 && bond.is_open() && !has_newest_key(&bond, &trust::of(connection, bond.care)?.other) {
            let since = before.get(&bond.care).filter(|(epoch, _)| *epoch == bond.epoch).map_or(now_ms, |(_, at)| *at);
            after.insert(bond.care, (bond.epoch, since));
        }
    }
    if after != before {
        settings::set_json(connection, settings::KEYS_WAITING, &after)?;
    }
    Ok(())
}

/// The pending keys.
pub(crate) fn waiting(connection: &mut SqliteConnection) -> Result<Waiting, Error> {
    Ok(settings::get_json(connection, settings::KEYS_WAITING)?.unwrap_or_default())
}
