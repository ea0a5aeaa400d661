//! Review marks: what the therapist has opened and reviewed, as records that the client sees.

use std::collections::BTreeSet;

use journal::record::{Body, Moment, Record, ReviewMark};
use journal::sync::{self, Key};
use protocol::{CollectionId, RecordId};
use serde::Deserialize;
use tsify::Tsify;

use crate::sync::sure;
use crate::{Desk, Fault};

/// The time, where the therapist is.
#[derive(Clone, Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Now {
    /// Milliseconds since the Unix epoch.
    pub unix_ms: f64,
    /// Seconds east of UTC.
    pub offset_s: i32,
    /// IANA name.
    pub zone: String,
}

impl From<Now> for Moment {
    fn from(now: Now) -> Self {
        Self { unix_ms: now.unix_ms as i64, offset_s: now.offset_s, zone: now.zone }
    }
}

impl Desk {
    /// Marks entries as reviewed, or takes the mark back (they stay opened). Entries that are gone are passed over.
    pub fn mark(&mut self, collection: &str, entries: &[String], reviewed: bool, now: Now) -> Result<(), Fault> {
        let collection = self.known(collection)?;
        let entries = entries.iter().map(|id| id.parse().map_err(|_| Fault::not_found()));
        let entries = entries.collect::<Result<BTreeSet<RecordId>, _>>()?;
        self.write_marks(collection, &entries, reviewed, &now.into());
        Ok(())
    }

    /// Remembers that an entry was opened; one that is marked for its present revision stays as it is.
    pub fn opened(&mut self, collection: &str, entry: &str, now: Now) -> Result<(), Fault> {
        let collection = self.known(collection)?;
        let id: RecordId = entry.parse().map_err(|_| Fault::not_found())?;
        let row = self.records.ledger.get(&Key { collection, id }).filter(|row| row.content.is_some());
        let revision = row.ok_or_else(Fault::not_found)?.revision;
        if self.marks(collection, id).iter().all(|(_, mark)| mark.revision < revision) {
            self.write_marks(collection, &[id].into(), false, &now.into());
        }
        Ok(())
    }

    fn write_marks(&mut self, collection: CollectionId, entries: &BTreeSet<RecordId>, reviewed: bool, now: &Moment) {
        for &entry in entries {
            let row = self.records.ledger.get(&Key { collection, id: entry }).filter(|row| row.content.is_some());
            let Some(revision) = row.map(|row| row.revision) else { continue };
            let mut marks = self.marks(collection, entry);
            if marks.is_empty() {
                let id = RecordId::new(now.unix_ms.max(0) as u64, self.random.bytes());
                marks.push((id, ReviewMark { entry, reviewed, revision, extra: Default::default() }));
            }
            // Two browsers may have marked the same entry; all of its marks say the same from here on.
            for (id, mark) in marks {
                let body = Body::ReviewMark(ReviewMark { reviewed, revision, ..mark });
                let payload = Record { when: now.clone(), body }.to_payload();
                sure(sync::write(&mut self.records.ledger, &Key { collection, id }, Some(payload)));
            }
        }
        self.records.stale(collection);
    }

    fn marks(&self, collection: CollectionId, entry: RecordId) -> Vec<(RecordId, ReviewMark)> {
        let items = self.records.items(collection);
        let marks = items.into_iter().filter_map(|item| match item.record.body {
            Body::ReviewMark(mark) if mark.entry == entry => Some((item.id, mark)),
            _ => None,
        });
        marks.collect()
    }
}
