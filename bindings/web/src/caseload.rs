//! The caseload, and one client as it shows them.

use journal::brief::{CaseloadRow, Facts, caseload};
use protocol::CollectionId;

use crate::view::{Caseload, Client};
use crate::{Desk, Fault};

impl Desk {
    /// The caseload at a time (milliseconds since the Unix epoch).
    pub fn caseload(&mut self, now: f64) -> Result<Caseload, Fault> {
        self.keys()?;
        let ids: Vec<CollectionId> = self.collections.keys().copied().collect();
        let rows = ids.iter().map(|id| self.records.summary(*id, now as i64)).collect();
        let clients = caseload(rows).into_iter().filter_map(|row| {
            let id = row.collection.parse().ok()?;
            Some(self.row(id, row))
        });
        Ok(Caseload { clients: clients.collect() })
    }

    /// One client, as in the caseload.
    pub fn client(&mut self, collection: &str, now: f64) -> Result<Client, Fault> {
        let id = self.known(collection)?;
        let row = self.records.summary(id, now as i64);
        Ok(self.row(id, row))
    }

    /// A care collection of this therapist.
    pub(crate) fn known(&self, collection: &str) -> Result<CollectionId, Fault> {
        self.keys()?;
        let id = collection.parse().map_err(|_| Fault::not_found())?;
        if self.collections.contains_key(&id) { Ok(id) } else { Err(Fault::not_found()) }
    }

    fn row(&self, id: CollectionId, row: CaseloadRow) -> Client {
        let label = self.invitations.iter().find(|invitation| invitation.collection == Some(id));
        let label = label.map(|invitation| self.label(invitation)).unwrap_or_default();
        let since = self.collections.get(&id).map_or(0, |collection| collection.created_at);
        let unreadable = self.records.ledger.aside(id).len() as u32;
        Client::new(row, label, since, self.troubles.get(&id).cloned(), unreadable)
    }
}

impl crate::sync::Records {
    /// The caseload's row; what is known of a client is gathered anew when records changed.
    fn summary(&mut self, collection: CollectionId, now: i64) -> CaseloadRow {
        let ledger = &self.ledger;
        let facts = self.facts.entry(collection).or_insert_with(|| {
            let rows = ledger.rows(collection);
            Facts::of(rows.filter_map(|(id, row)| Some((id, row.revision, row.content.as_ref()?))))
        });
        facts.row(collection, now)
    }
}
