//! Which newest keys the other side has not taken up yet, and since when this phone knows it.
//!
//! The other side shows that it has a key by sealing a checkpoint under it. A server that withholds a renewal, or forges an
//! epoch to the therapist, can only keep that checkpoint from coming: time without one is the sign.

use std::collections::BTreeMap;

use diesel::prelude::*;
use journal::seal::Bond;
use journal::sync::Slot;
use protocol::CollectionId;

use super::{Error, collections, settings, trust};

/// For each care collection: the epoch of the key that is waited for, and since when, in milliseconds since the Unix epoch.
type Waiting = BTreeMap<CollectionId, (u32, i64)>;

/// Whether the other side has sealed a checkpoint under the newest key.
pub(crate) fn is_taken_up(bond: &Bond, other: &Slot) -> bool {
    other.claim.is_some() && other.epoch >= bond.epoch
}

/// After rows have come in: notes keys that are waited for from now on, and forgets those that were taken up.
pub(crate) fn note(connection: &mut SqliteConnection, now_ms: i64) -> Result<(), Error> {
    let before = waiting(connection)?;
    let mut after = Waiting::new();
    for bond in collections::bonds(connection)? {
        // The first key is taken up with the handover, which the list of relationships shows.
        if bond.epoch > 1 && bond.is_open() && !is_taken_up(&bond, &trust::of(connection, bond.care)?.other) {
            let since = before.get(&bond.care).filter(|(epoch, _)| *epoch == bond.epoch).map_or(now_ms, |(_, at)| *at);
            after.insert(bond.care, (bond.epoch, since));
        }
    }
    if after != before {
        settings::set_json(connection, settings::KEYS_WAITING, &after)?;
    }
    Ok(())
}

/// What is waited for.
pub(crate) fn waiting(connection: &mut SqliteConnection) -> Result<Waiting, Error> {
    Ok(settings::get_json(connection, settings::KEYS_WAITING)?.unwrap_or_default())
}
