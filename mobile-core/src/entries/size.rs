//! How large an entry may be: what no server would take is refused where it is made, and not held for ever.

use journal::record::Payload;
use journal::seal::envelope::sealed_size;
use protocol::Limits;

use crate::{Error, Phone};

/// How large a payload is once it is sealed.
pub(crate) fn size(payload: &Payload) -> u64 {
    sealed_size(payload.to_json().len()) as u64
}

impl Phone {
    /// Refuses an entry that could not be synced. One that is too large already may become smaller.
    pub(crate) fn check_size(&self, after: &Payload, before: Option<&Payload>) -> Result<(), Error> {
        let most = self.limits.get().map_or(Limits::default().blob_bytes, |limits| limits.blob_bytes);
        let (size, most) = (size(after), u64::from(most));
        if size <= most || before.is_some_and(|before| self::size(before) > size) {
            return Ok(());
        }
        Err(Error::EntryTooLarge { size, most })
    }
}
