//! Earlier versions of an entry: records of their own, private, which refer to it.

use journal::record::{Body, Payload, Record, Version};
use protocol::{Limits, RecordId};

use super::{put, size};
use crate::store::Connection;
use crate::store::pages;
use crate::{Error, Phone};

/// Kinds that are mostly text: their earlier versions are worth keeping.
const KEPT: [&str; 8] =
    ["reflection", "check_in", "side_effect_check", "dosing_session", "intention", "goal", "concern", "crisis_plan"];

impl Phone {
    /// Keeps an earlier state of an entry; see [`Payload::into_version`].
    pub(super) fn keep_version(
        &self,
        connection: &mut Connection,
        of: RecordId,
        version: Payload,
    ) -> Result<(), Error> {
        if !KEPT.contains(&version.kind()) {
            return Ok(());
        }
        let when = self.clock.now();
        let id = self.new_id(&when);
        let body = Body::Version(Version { of, content: version.into_fields(), extra: Default::default() });
        let payload = Record { when, body }.to_payload();
        // A version that is too large to sync would stay in the outbox forever.
        if size::size(&payload) > u64::from(Limits::default().blob_bytes) {
            return Ok(());
        }
        put(connection, id, Some(payload))
    }
}

/// Deletes the earlier versions of an entry.
pub(super) fn delete(connection: &mut Connection, of: RecordId) -> Result<(), Error> {
    for (key, _) in pages::about(connection, of, &["version"])? {
        put(connection, key.id, None)?;
    }
    Ok(())
}
