//! Replies: the therapist's answers to entries, as records that the client sees.

use journal::record::{Body, Reply};

use crate::{Casebook, Changes, Fault, Now};

impl Casebook {
    /// Answers an entry. The client's phone shows it after its next sync.
    pub fn reply(&self, collection: &str, entry: &str, text: &str, now: Now) -> Result<Changes, Fault> {
        let (id, item) = self.item(collection, entry)?;
        let mut changes = Changes::none(id);
        changes.add(&now.into(), Body::Reply(Reply { to: item.id, text: text.into(), extra: Default::default() }));
        Ok(changes)
    }
}
