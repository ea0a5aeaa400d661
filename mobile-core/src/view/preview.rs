//! What a therapist sees of an entry, before it is shared.

use protocol::RecordId;
use serde::Serialize;

use super::entry::EntryView;
use crate::{Error, Phone};

/// Exactly what a therapist sees, or would see.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct Preview {
    /// As it is laid out.
    pub entry: EntryView,
    /// As it is sealed: the copy's JSON, to the last field.
    pub json: String,
}

impl Phone {
    /// What the therapist would see if the entry were shared now. `care` may be left out when there is only one.
    pub fn preview(&self, id: RecordId, care: Option<&str>) -> Result<Preview, Error> {
        let care = self.care_named(care)?;
        let mut payload = self.own_payload(id)?;
        payload.share_with(care);
        let copy = payload.projection(care).ok_or(Error::Fault)?;
        let json = String::from_utf8(copy.to_json()).map_err(|_| Error::Fault)?;
        Ok(Preview { entry: self.lay_out_copy(id, &copy)?, json })
    }
}
