//! The caseload, and one client as it shows them.

use journal::brief::{CaseloadRow, Facts, caseload};
use protocol::CollectionId;

use crate::view::{Caseload, Client, Notice};
use crate::{Desk, Fault};

impl Desk {
    /// The caseload at a time (milliseconds since the Unix epoch): whoever has a bond, whatever the server lists.
    pub fn caseload(&mut self, now: f64) -> Result<Caseload, Fault> {
        self.keys()?;
        let bonds = self.bonds.known.values().filter(|bond| bond.is_open());
        let ids: Vec<CollectionId> = bonds.map(|bond| bond.care).collect();
        let rows = ids.iter().map(|id| self.records.summary(*id, now as i64)).collect();
        let clients = caseload(rows).into_iter().filter_map(|row| {
            let id = row.collection.parse().ok()?;
            Some(self.row(id, row))
        });
        let clients: Vec<Client> = clients.collect();
        let notices = self.bonds.refused.iter().map(|refused| {
            let of = refused.client.map(|id| id.to_string());
            let name = clients.iter().find(|client| Some(&client.collection) == of.as_ref());
            Notice {
                fault: refused.why.clone(),
                collection: refused.collection.to_string(),
                name: name.map(|client| client.name.clone()).unwrap_or_default(),
                client: of,
            }
        });
        let notices = notices.collect();
        Ok(Caseload {
            notices,
            trouble: self.own_trouble.clone(),
            older: self.is_rolled_back(),
            as_of: self.bonds.found.map(|minutes| minutes as f64 * 60_000.0),
            clients,
        })
    }

    /// One client, as in the caseload.
    pub fn client(&mut self, collection: &str, now: f64) -> Result<Client, Fault> {
        let id = self.known(collection)?;
        let row = self.records.summary(id, now as i64);
        Ok(self.row(id, row))
    }

    /// A client of this therapist: somebody with a bond that has not ended.
    pub(crate) fn known(&self, collection: &str) -> Result<CollectionId, Fault> {
        self.keys()?;
        let id = collection.parse().map_err(|_| Fault::not_found())?;
        if self.bonds.known.get(&id).is_some_and(|bond| bond.is_open()) { Ok(id) } else { Err(Fault::not_found()) }
    }

    fn row(&mut self, id: CollectionId, row: CaseloadRow) -> Client {
        let mark = self.mark(id);
        let bond = self.bonds.known.get(&id);
        let name = bond.map(|bond| bond.name.clone()).unwrap_or_default();
        let since = bond.map_or(0, |bond| bond.since.unix_ms);
        Client::new(row, name, since, self.bonds.troubles.get(&id).cloned(), mark)
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
