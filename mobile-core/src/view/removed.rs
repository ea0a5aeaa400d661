//! Records that the server lost: the person's own, which are pushed or deleted, and those of which only the text is left,
//! which can be saved.

use journal::sync::digest::{delete_missing, push_missing};
use protocol::RecordId;
use serde::Serialize;

use crate::commit::Origin;
use crate::phone::Care;
use crate::store::records::StoreLedger;
use crate::store::trust;
use crate::{Error, View};

/// Content that the server no longer has: of the other side, or of the own journal, as another phone has replaced it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct RemovedView {
    /// The id for other calls.
    pub id: String,
    /// The id of the care relationship.
    pub care: String,
    /// The name of the therapist who wrote it; "From your journal" for the person's own.
    pub name: String,
    /// The kind of record.
    pub kind: String,
    /// Its text, if it has any.
    pub text: String,
    /// When it was noticed: milliseconds since the Unix epoch.
    pub at: i64,
}

impl Care<'_> {
    /// Pushes missing records to the server again.
    pub fn push_missing(self) -> Result<(), Error> {
        let private = self.phone.private_collection()?;
        self.phone.store.write(|connection| push_missing(&mut StoreLedger::new(connection), private))?;
        self.phone.written();
        self.phone.changed(View::Status);
        Ok(())
    }

    /// Deletes missing records here as well.
    pub fn delete_missing(self) -> Result<(), Error> {
        let private = self.phone.private_collection()?;
        self.phone.store.write(|connection| delete_missing(&mut StoreLedger::new(connection), private))?;
        self.phone.written();
        View::JOURNAL.into_iter().for_each(|view| self.phone.changed(view));
        Ok(())
    }

    /// *Recently removed*: texts by therapists that the server no longer has, without proof that they deleted them, and own
    /// ones that another phone has replaced while the server kept the phones apart. Kept for thirty days.
    pub fn recently_removed(self) -> Result<Vec<RemovedView>, Error> {
        let care = self.list()?;
        let (removed, own) = (self.phone.store.read(trust::removed)?, self.phone.words().say("removed-own"));
        let view = |(key, content, at): (journal::sync::Key, journal::record::Payload, i64)| RemovedView {
            id: key.id.to_string(),
            care: key.collection.to_string(),
            name: care
                .iter()
                .find(|one| one.id == key.collection.to_string())
                .map_or_else(|| own.clone(), |one| one.therapist.clone()),
            kind: content.kind().to_owned(),
            text: content.text().to_owned(),
            at,
        };
        Ok(removed.into_iter().map(view).collect())
    }

    /// Saves removed text as a private entry of the journal.
    pub fn restore_removed(self, id: RecordId) -> Result<RecordId, Error> {
        let removed = self.phone.store.read(trust::removed)?;
        let (key, content, _) = removed.into_iter().find(|(key, ..)| key.id == id).ok_or(Error::NoEntry)?;
        let text = content.text().to_owned();
        if text.is_empty() {
            return Err(Error::WrongKind);
        }
        let when = self.phone.clock.now();
        let fresh = self.phone.new_id(&when);
        let body = journal::record::Body::Reflection(journal::record::Reflection { text, ..Default::default() });
        let payload = journal::record::Record { when, body }.to_payload();
        self.phone.store.write::<_, Error>(|connection| {
            self.phone.commit(connection, fresh, payload, Origin::App)?;
            Ok(trust::forget_removed(connection, &key)?)
        })?;
        self.phone.written();
        View::JOURNAL.into_iter().for_each(|view| self.phone.changed(view));
        Ok(fresh)
    }
}
