//! Erasing the phone, or the account with all its data on the server, and reporting what was deleted.
//!
//! On the phone the keys are deleted first: after that the files cannot be decrypted. An interrupted erasure is finished at the
//! next start. Erasing on the server is one request, and needs the account's password.

use journal::sync::Ledger as _;
use protocol::erasure::{Erase, Erased};
use serde::Serialize;

use crate::messages::Catalogue;
use crate::phone::Erasure;
use crate::store::erasing;
use crate::store::pages;
use crate::store::records::StoreLedger;
use crate::{Error, View};

/// The data that deleting this phone's journal would lose. Show it before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Loss {
    /// Records on this phone.
    pub records: u32,
    /// Records (and changes) that no server has yet: they cannot be recovered.
    pub only_here: u32,
    /// Whether an account is on this phone, so that everything else can be recovered with its password or recovery
    /// code.
    pub account: bool,
    /// Whether the person has confirmed that they keep the recovery code.
    pub recovery_kept: bool,
    /// The same, for the person.
    pub sentence: String,
}

/// The data that the server deleted with the account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ErasedView {
    /// Records on this phone.
    pub records_here: u32,
    /// Whether the keys on this phone were deleted, so that backups of its files cannot be opened.
    pub keys_here: bool,
    /// Whether the account on the server is deleted as well; the fields below describe that.
    pub account: bool,
    /// Collections on the server.
    pub collections: u64,
    /// Records on the server.
    pub records: u64,
    /// Photos and voice notes on the server.
    pub attachments: u64,
    /// Devices that were signed in.
    pub devices: u64,
    /// When the server's last backup with this data expires: milliseconds since the Unix epoch.
    pub backups_forget_at: Option<i64>,
    /// The same, for the person.
    pub sentence: String,
}

impl Erasure<'_> {
    /// What deleting this phone's journal now would lose.
    pub fn what_would_be_lost(self) -> Result<Loss, Error> {
        let (records, waiting, held) = self.phone.store.read(|connection| {
            let records = pages::count(connection)?;
            let counts = StoreLedger::new(connection).counts()?;
            Ok((records, counts.waiting, counts.held))
        })?;
        let account = self.phone.account().view()?;
        let (only_here, recovery_kept) =
            ((waiting + held) as u32, account.as_ref().is_some_and(|account| account.recovery_kept));
        let words = self.phone.words();
        let sentence = match (&account, only_here) {
            (None, _) => words.say("loss-all"),
            (Some(_), 0) => words.say("loss-none"),
            (Some(_), only) => words.fill("loss-some", &[("count", only.into())]),
        };
        Ok(Loss { records, only_here, account: account.is_some(), recovery_kept, sentence })
    }

    /// Deletes everything on this phone: keys first, then files. The account and its other phones are not affected. The
    /// app opens the journal again afterwards; it is empty then.
    pub fn erase_phone(self) -> Result<ErasedView, Error> {
        let records_here = self.phone.store.read(pages::count)?;
        let sentence = self.phone.words().say("erased-phone");
        self.erase_here()?;
        Ok(ErasedView { records_here, keys_here: true, sentence, ..ErasedView::default() })
    }

    /// Deletes everything on this phone while it is locked, for a person who has forgotten the PIN. Synced data comes
    /// back with the account. Data that was only on this phone is lost, and its amount is unknown.
    pub fn erase_locked(self) -> Result<ErasedView, Error> {
        let sentence = self.phone.words().say("erased-locked");
        self.erase_here()?;
        Ok(ErasedView { keys_here: true, sentence, ..ErasedView::default() })
    }

    /// Deletes everything: the account with all its data on the server, then this phone's journal and keys. Cannot be
    /// undone.
    ///
    /// # Errors
    /// If the password is wrong or the server cannot be reached: then nothing is deleted.
    pub async fn erase_everything(self, password: &str) -> Result<ErasedView, Error> {
        let records_here = self.phone.store.read(pages::count)?;
        let account = self.phone.fresh_account().await?;
        let (proof, _) = self.phone.account().prove(&account.server, &account.handle, password).await?;
        let erased: Erased = self.phone.post_once("/v1/me/erasure", &Erase { proof }).await?;
        // Loaded before the language setting is deleted with the rest.
        let words = self.phone.words();
        self.erase_here()?;
        Ok(erased_view(records_here, erased, words))
    }

    /// Deletes keys, then files. Does not need an open journal.
    pub(crate) fn erase_here(self) -> Result<(), Error> {
        erasing::begin(&self.phone.home)?;
        self.phone.store.end();
        // The key under face or fingerprint cannot be deleted without asking the platform: best effort. It opens
        // nothing.
        let _ = self.phone.app_lock().forget_biometrics();
        erasing::finish(&self.phone.home, self.phone.secrets.as_ref())?;
        for view in [View::Lock, View::Account, View::Timeline, View::Status] {
            self.phone.changed(view);
        }
        Ok(())
    }
}

fn erased_view(records_here: u32, erased: Erased, words: &Catalogue) -> ErasedView {
    let (collections, records, attachments, devices) =
        (erased.collections, erased.records, erased.attachments, erased.devices);
    let parts = [("records", records.into()), ("attachments", attachments.into()), ("devices", devices.into())];
    let sentence = words.fill("erased-everything", &parts);
    ErasedView {
        records_here,
        keys_here: true,
        account: true,
        collections,
        records,
        attachments,
        devices,
        backups_forget_at: Some(erased.backups_forget_at),
        sentence,
    }
}
