//! The caseload, and a single client in it.

use std::collections::BTreeMap;

use journal::brief::{CaseloadRow, Facts, caseload};
use journal::record::Payload;
use protocol::CollectionId;
use serde_json::Value;

use crate::view::{Called, Caseload, Client, FormerClient, FormerClients, Notice};
use crate::{Desk, Fault};

impl Desk {
    /// The caseload at a time (milliseconds since the Unix epoch). Bonds determine the clients, not the server's list.
    pub fn caseload(&mut self, now: f64) -> Result<Caseload, Fault> {
        self.keys()?;
        let bonds = self.bonds.known.values().filter(|bond| bond.is_open());
        let ids: Vec<CollectionId> = bonds.map(|bond| bond.care).collect();
        let rows = ids.iter().map(|id| self.records.summary(*id, now as i64)).collect();
        let labels = self.labels();
        let clients = caseload(rows).into_iter().filter_map(|row| {
            let id = row.collection.parse().ok()?;
            Some(self.row(id, row, &labels))
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

    /// A single client, as in the caseload.
    pub fn client(&mut self, collection: &str, now: f64) -> Result<Client, Fault> {
        let id = self.open_collection(collection)?;
        let row = self.records.summary(id, now as i64);
        let labels = self.labels();
        Ok(self.row(id, row, &labels))
    }

    /// Clients whose care has ended, according to the therapist's own records. Nothing of theirs is here.
    pub fn former_clients(&self) -> Result<FormerClients, Fault> {
        self.keys()?;
        let labels = self.labels();
        let ended = self.bonds.known.values().filter_map(|bond| Some((bond, bond.ended.as_ref()?)));
        let mut list: Vec<FormerClient> = ended
            .map(|(bond, ended)| {
                let label = labels.get(&bond.care).cloned().unwrap_or_default();
                FormerClient {
                    collection: bond.care.to_string(),
                    name: if label.is_empty() { bond.name.clone() } else { label },
                    since: bond.since.unix_ms as f64,
                    ended: ended.at.unix_ms as f64,
                }
            })
            .collect();
        list.sort_by(|a, b| b.ended.total_cmp(&a.ended));
        Ok(FormerClients { list })
    }

    /// The therapist's own labels of clients.
    fn labels(&self) -> BTreeMap<CollectionId, String> {
        let Ok(keys) = self.keys() else { return BTreeMap::new() };
        let rows = self.records.ledger.rows(keys.manifest.private).filter_map(|(_, row)| row.content.as_ref());
        let label = |content: &Payload| {
            let text = |name: &str| content.field(name).and_then(Value::as_str);
            let is_one = content.kind() == "private_note" && text("purpose") == Some("label");
            Some((text("client")?.parse().ok()?, text("text")?.to_owned())).filter(|_| is_one)
        };
        rows.filter_map(label).collect()
    }

    /// The collection of a client, if there is an open bond.
    pub(crate) fn open_collection(&self, collection: &str) -> Result<CollectionId, Fault> {
        self.keys()?;
        let id = collection.parse().map_err(|_| Fault::not_found())?;
        if self.bonds.known.get(&id).is_some_and(|bond| bond.is_open()) { Ok(id) } else { Err(Fault::not_found()) }
    }

    fn row(&mut self, id: CollectionId, row: CaseloadRow, labels: &BTreeMap<CollectionId, String>) -> Client {
        let mark = self.mark(id);
        let bond = self.bonds.known.get(&id);
        let invited = bond.map(|bond| bond.name.clone()).unwrap_or_default();
        let since = bond.map_or(0, |bond| bond.since.unix_ms);
        let called = Called { invited, label: labels.get(&id).cloned().unwrap_or_default() };
        Client::new(row, called, since, self.bonds.troubles.get(&id).cloned(), mark)
    }
}

impl crate::sync::Records {
    /// The row of the caseload. A client's facts are computed again after their records have changed.
    fn summary(&mut self, collection: CollectionId, now: i64) -> CaseloadRow {
        let ledger = &self.ledger;
        let facts = self.facts.entry(collection).or_insert_with(|| {
            let rows = ledger.rows(collection);
            Facts::of(rows.filter_map(|(id, row)| Some((id, row.revision, row.content.as_ref()?))))
        });
        facts.row(collection, now)
    }
}
