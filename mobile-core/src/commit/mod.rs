//! Committing a record of the own journal: the only way in which a change gets into the private collection.
//!
//! Forms, drafts, imports, attachments and settings all end in [`Phone::commit`]. It applies the sharing rules to a new
//! entry, rejects a record that is too large to sync, stores it with its outbox position and its shared copies, and
//! keeps the previous state as an earlier version. The caller opens the transaction, so a draft can be removed in the
//! same one.
//!
//! Layout:
//! - [`consent`]: whether anything may be shared
//! - [`rules`]: which new entries are shared automatically
//! - [`versions`]: earlier states of an entry
//! - [`size`]: the largest record that a server accepts

pub(crate) mod consent;
pub(crate) mod rules;
pub(crate) mod size;
pub(crate) mod versions;

use journal::record::{Payload, Record};
use journal::sync::{Ledger as _, write};
use protocol::RecordId;

use crate::phone::Entries;
use crate::store::Connection;
use crate::store::records::StoreLedger;
use crate::store::{drafts, pages};
use crate::{Error, Phone, View, store};

/// The source of a change. It decides what a commit does besides storing the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The person filled in a form. Sharing rules apply to a new entry; a changed one keeps its earlier version.
    Form,
    /// Read from a file. No rule shares it. A changed entry keeps its earlier version.
    Import,
    /// The app wrote it (settings, consents, safety events), or one mark was set. No rule shares it and no version is
    /// kept.
    App,
}

impl Origin {
    fn follows_sharing_rules(self) -> bool {
        self == Self::Form
    }

    fn keeps_versions(self) -> bool {
        matches!(self, Self::Form | Self::Import)
    }
}

impl Phone {
    /// Commits a record within the transaction of `connection`. A content that is already there changes nothing.
    ///
    /// # Errors
    /// [`Error::EntryTooLarge`], and errors of the store. Both roll back the caller's transaction.
    pub(crate) fn commit(
        &self,
        connection: &mut Connection,
        id: RecordId,
        mut content: Payload,
        origin: Origin,
    ) -> Result<(), Error> {
        let before = own(connection, id)?;
        if before.is_none() && origin.follows_sharing_rules() {
            rules::apply(connection, &mut content)?;
        }
        if before.as_ref() == Some(&content) {
            return Ok(());
        }
        self.check_size(&content, before.as_ref())?;
        put(connection, id, Some(content.clone()))?;
        match before {
            Some(before) if origin.keeps_versions() => self.keep_version(connection, id, before.into_version(&content)),
            _ => Ok(()),
        }
    }

    /// Reads, changes and commits one record in one transaction. Its list of readers does not change. Answers that the
    /// person changed may raise a safety event, which is stored in the same transaction.
    pub(crate) fn change(
        &self,
        id: RecordId,
        origin: Origin,
        change: impl FnOnce(Record) -> Result<Record, Error>,
    ) -> Result<(), Error> {
        let region = self.region_for(origin)?;
        let kind = self.store.write::<_, Error>(|connection| {
            let before = own(connection, id)?.ok_or(Error::NoEntry)?;
            let mut after = change(before.to_record().map_err(|_| Error::WrongKind)?)?.to_payload();
            after.keep_private_fields(&before);
            let kind = after.kind().to_owned();
            self.commit(connection, id, after, origin)?;
            if let Some(region) = &region {
                self.safety().raise(connection, id, Some(&before), region)?;
            }
            Ok(kind)
        })?;
        self.written_of(&kind);
        Ok(())
    }

    /// Like [`Phone::change`], for fields that no form shows: private ones, marks, attachments.
    pub(crate) fn change_payload(
        &self,
        id: RecordId,
        origin: Origin,
        change: impl FnOnce(&mut Payload) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let region = self.region_for(origin)?;
        self.store.write::<_, Error>(|connection| {
            let before = own(connection, id)?;
            self.change_payload_in(connection, id, origin, change)?;
            match &region {
                Some(region) => self.safety().raise(connection, id, before.as_ref(), region),
                None => Ok(()),
            }
        })?;
        self.written();
        Ok(())
    }

    /// The region for safety events that a change of this origin may raise; `None` if it raises none.
    fn region_for(&self, origin: Origin) -> Result<Option<String>, Error> {
        match origin {
            Origin::Form => self.safety().region_shown().map(Some),
            Origin::Import | Origin::App => Ok(None),
        }
    }

    /// [`Phone::change_payload`] within a transaction.
    pub(crate) fn change_payload_in(
        &self,
        connection: &mut Connection,
        id: RecordId,
        origin: Origin,
        change: impl FnOnce(&mut Payload) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut payload = own(connection, id)?.ok_or(Error::NoEntry)?;
        change(&mut payload)?;
        self.commit(connection, id, payload, origin)
    }
}

impl Entries<'_> {
    /// Deletes a record of the own journal, its shared copies, its earlier versions and its draft. Safety events of
    /// deleted answers contain one of them, so they are deleted as well; what a therapist has seen stays there as a
    /// mark without content.
    pub fn delete(self, id: RecordId) -> Result<(), Error> {
        self.phone.store.write::<_, Error>(|connection| {
            own(connection, id)?.ok_or(Error::NoEntry)?;
            drafts::remove(connection, id)?;
            for event in with_it(connection, id)? {
                delete(connection, event)?;
            }
            delete(connection, id)
        })?;
        self.phone.written();
        Ok(())
    }
}

impl Phone {
    /// A record of the own journal, typed.
    pub fn own_record(&self, id: RecordId) -> Result<Record, Error> {
        let payload = self.own_payload(id)?;
        payload.to_record().map_err(|_| Error::WrongKind)
    }

    /// A record of the own journal as it is stored.
    pub(crate) fn own_payload(&self, id: RecordId) -> Result<Payload, Error> {
        self.store.read(|connection| own(connection, id))?.ok_or(Error::NoEntry)
    }

    /// Wakes the sync and the screens after a change to records of one kind.
    pub(crate) fn written_of(&self, kind: &str) {
        self.wrote.notify_one();
        for view in View::of_kind(kind) {
            self.changed(*view);
        }
        self.changed(View::Status);
    }

    /// Wakes the sync and the screens after a change to records of any kind.
    pub(crate) fn written(&self) {
        self.wrote.notify_one();
        for view in View::JOURNAL {
            self.changed(view);
        }
        self.changed(View::Status);
    }
}

/// The records that are shared, taken back and deleted together with an entry: its safety events. A therapist's closing
/// of them is not the person's own.
pub(crate) fn with_it(connection: &mut Connection, id: RecordId) -> Result<Vec<RecordId>, store::Error> {
    let mut events = Vec::new();
    for (key, _) in pages::about(connection, id, &["safety_event"])? {
        if own(connection, key.id)?.is_some() {
            events.push(key.id);
        }
    }
    Ok(events)
}

/// The content of a record of the own journal; `None` when there is none or it was deleted.
pub(crate) fn own(connection: &mut Connection, id: RecordId) -> Result<Option<Payload>, store::Error> {
    let mut ledger = StoreLedger::new(connection);
    let key = Phone::own(&mut ledger, id)?;
    Ok(ledger.row(&key)?.and_then(|row| row.content))
}

/// Deletes a record of the own journal with its shared copies and earlier versions.
pub(crate) fn delete(connection: &mut Connection, id: RecordId) -> Result<(), Error> {
    put(connection, id, None)?;
    versions::delete(connection, id)
}

fn put(connection: &mut Connection, id: RecordId, content: Option<Payload>) -> Result<(), Error> {
    let mut ledger = StoreLedger::new(connection);
    let key = Phone::own(&mut ledger, id)?;
    Ok(write(&mut ledger, &key, content)?)
}
