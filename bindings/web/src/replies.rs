//! Replies: the therapist's answers to entries, as records that the client sees.

use journal::record::{Body, Moment, Record, Reply};
use journal::sync::{self, Key};
use protocol::RecordId;

use crate::marks::Now;
use crate::sync::sure;
use crate::{Desk, Fault};

impl Desk {
    /// Answers an entry. The client's phone shows it after its next sync.
    pub fn reply(&mut self, collection: &str, entry: &str, text: &str, now: Now) -> Result<(), Fault> {
        let collection = self.known(collection)?;
        let to: RecordId = entry.parse().map_err(|_| Fault::not_found())?;
        let row = self.records.ledger.get(&Key { collection, id: to });
        if row.is_none_or(|row| row.content.is_none()) {
            return Err(Fault::not_found());
        }
        let when = Moment::from(now);
        let id = RecordId::new(when.unix_ms.max(0) as u64, self.random.bytes());
        let body = Body::Reply(Reply { to, text: text.into(), extra: Default::default() });
        let payload = Record { when, body }.to_payload();
        sure(sync::write(&mut self.records.ledger, &Key { collection, id }, Some(payload)));
        self.records.stale(collection);
        Ok(())
    }
}
