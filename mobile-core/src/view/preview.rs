//! A therapist's view of an entry, before it is shared.

use protocol::RecordId;
use serde::Serialize;

use super::entry::EntryView;
use crate::Error;
use crate::phone::Sharing;

/// Exactly what a therapist sees, or would see.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct Preview {
    /// As it is laid out.
    pub entry: EntryView,
    /// The sealed content: the copy's complete JSON.
    pub json: String,
}

impl Sharing<'_> {
    /// The therapist's view if the entry were shared now. `care` may be absent if there is only one relationship.
    pub fn preview(self, id: RecordId, care: Option<&str>) -> Result<Preview, Error> {
        let care = self.phone.care().care_named(care)?;
        let mut payload = self.phone.own_payload(id)?;
        payload.share_with(care);
        let copy = payload.projection(care).ok_or(Error::Fault)?;
        let json = String::from_utf8(copy.to_json()).map_err(|_| Error::Fault)?;
        Ok(Preview { entry: self.phone.pages().lay_out_copy(id, &copy)?, json })
    }
}
