//! The maximum size of a record. A record that no server would accept is rejected when it is written, instead of
//! staying in the outbox forever.

use journal::record::Payload;
use journal::seal::envelope::sealed_size;
use protocol::Limits;

use crate::{Error, Phone};

/// The size of a payload once it is sealed, in bytes.
pub(crate) fn size(payload: &Payload) -> u64 {
    sealed_size(payload.to_json().len()) as u64
}

impl Phone {
    /// The largest sealed record that the server accepts, in bytes.
    pub(crate) fn largest_record(&self) -> u64 {
        self.limits.get().map_or(Limits::default().blob_bytes, |limits| limits.blob_bytes).into()
    }

    /// Rejects a record that is too large to sync. A record that is too large already may become smaller.
    pub(crate) fn check_size(&self, after: &Payload, before: Option<&Payload>) -> Result<(), Error> {
        let (size, most) = (size(after), self.largest_record());
        if size <= most || before.is_some_and(|before| self::size(before) > size) {
            return Ok(());
        }
        Err(Error::EntryTooLarge { size, most })
    }
}
