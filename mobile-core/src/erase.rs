//! Everything is deleted, and it is said what is gone.
//!
//! On the phone the keys go first: from then on whatever is still in a file is noise. A kill anywhere in between is made
//! good at the next opening. On the server an erasure is one act of the account, and needs its password.

use std::path::Path;
use std::{fs, io};

use journal::seal::ExportKey;
use journal::seal::opaque::SignIn;
use journal::sync::Ledger as _;
use protocol::account::{PasswordProof, SignInStart, SignInStarted};
use protocol::erasure::{Erase, Erased};
use serde::Serialize;

use crate::driver::wire::Call;
use crate::lock::kept::LOCK;
use crate::messages::Catalogue;
use crate::phone::STORE;
use crate::secrets::{STORE_KEY, SecretStore};
use crate::store::pages;
use crate::store::records::Books;
use crate::{Error, Phone, View, store};

const MARK: &str = "erasing";

/// What would be lost if this phone's journal were deleted now: to be shown before it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Loss {
    /// Records on this phone.
    pub records: u32,
    /// Records (and changes) that are on no server yet: nobody could bring them back.
    pub only_here: u32,
    /// Whether an account is on this phone, so that the rest comes back with its password or recovery code.
    pub account: bool,
    /// Whether the person has confirmed that the recovery code is kept.
    pub recovery_kept: bool,
    /// The same, for the person.
    pub sentence: String,
}

/// What is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ErasedView {
    /// Records on this phone.
    pub records_here: u32,
    /// The keys on this phone: whatever a backup of its files holds cannot be opened any more.
    pub keys_here: bool,
    /// Whether the account on the server is gone as well; everything below is about that.
    pub account: bool,
    /// Collections on the server.
    pub collections: u64,
    /// Records on the server.
    pub records: u64,
    /// Photos and voice notes on the server.
    pub attachments: u64,
    /// Devices that were signed in.
    pub devices: u64,
    /// When the server's last backup forgets them too: milliseconds since the Unix epoch.
    pub backups_forget_at: Option<i64>,
    /// The same, for the person.
    pub sentence: String,
}

impl Phone {
    /// What would be lost if this phone's journal were deleted now.
    pub fn what_would_be_lost(&self) -> Result<Loss, Error> {
        let (records, waiting, held) = self.store.read(|connection| {
            let records = pages::count(connection)?;
            let counts = Books::on(connection).counts()?;
            Ok((records, counts.waiting, counts.held))
        })?;
        let account = self.account()?;
        let (only_here, recovery_kept) =
            ((waiting + held) as u32, account.as_ref().is_some_and(|account| account.recovery_kept));
        let words = self.words();
        let sentence = match (&account, only_here) {
            (None, _) => words.say("loss-all"),
            (Some(_), 0) => words.say("loss-none"),
            (Some(_), only) => words.fill("loss-some", &[("count", only.into())]),
        };
        Ok(Loss { records, only_here, account: account.is_some(), recovery_kept, sentence })
    }

    /// Deletes everything on this phone: keys first, then files. The account and its other phones stay as they are. The
    /// app opens the journal anew afterwards; it is empty then.
    pub fn erase_phone(&self) -> Result<ErasedView, Error> {
        let records_here = self.store.read(pages::count)?;
        let sentence = self.words().say("erased-phone");
        self.erase_here()?;
        Ok(ErasedView { records_here, keys_here: true, sentence, ..ErasedView::default() })
    }

    /// Deletes everything: the account with all that it has on the server, then this phone's journal and keys. Cannot be
    /// undone.
    ///
    /// # Errors
    /// When the password is wrong or the server cannot be reached: then nothing is gone.
    pub async fn erase_everything(&self, password: &str) -> Result<ErasedView, Error> {
        let records_here = self.store.read(pages::count)?;
        let account = self.fresh_account().await?;
        let (proof, _) = self.prove(&account.server, &account.handle, password).await?;
        let token = account.tokens.access.clone().unwrap_or_default();
        let call = Call::post(&account.server, "/v1/me/erasure").signed_in(&token);
        let erased: Erased = self.wire.once(&call, &Erase { proof }).await?;
        // Asked for before the language is gone with the rest.
        let words = self.words();
        self.erase_here()?;
        Ok(told(records_here, erased, words))
    }

    /// That it is the account's owner who asks: a sign-in that opens no session. And what the password opens.
    pub(crate) async fn prove(
        &self,
        server: &str,
        handle: &str,
        password: &str,
    ) -> Result<(PasswordProof, ExportKey), Error> {
        let (state, message) = SignIn::start(password, &mut self.random())?;
        let start = SignInStart { handle: handle.into(), message };
        let started: SignInStarted = self.wire.repeatable(&Call::post(server, "/v1/sessions/start"), &start).await?;
        let answer = started.message;
        let (message, export) = self.stretched(move |_| state.finish(&answer)).await?;
        Ok((PasswordProof { attempt: started.attempt, message }, export))
    }

    /// Keys, then files. Does not need an open journal.
    pub(crate) fn erase_here(&self) -> Result<(), Error> {
        fs::create_dir_all(&self.home).and_then(|()| fs::write(self.home.join(MARK), [])).map_err(io_error)?;
        self.store.end();
        // What the platform keeps under face or finger cannot be reached without asking it: best effort, it opens nothing.
        let _ = self.forget_biometrics();
        finish(&self.home, self.secrets.as_ref())?;
        for view in [View::Lock, View::Account, View::Timeline, View::Status] {
            self.changed(view);
        }
        Ok(())
    }
}

/// Does what an erasure that has begun leaves to do.
pub(crate) fn finish(home: &Path, secrets: &dyn SecretStore) -> Result<(), Error> {
    if !home.join(MARK).exists() {
        return Ok(());
    }
    for name in [LOCK, STORE_KEY, crate::view::help::CARD] {
        secrets.forget(name.into()).map_err(|error| Error::Store(error.into()))?;
    }
    for file in fs::read_dir(home).map_err(io_error)? {
        let file = file.map_err(io_error)?;
        let name = file.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(STORE)) {
            fs::remove_file(file.path()).map_err(io_error)?;
        }
    }
    for folder in [crate::attach::FOLDER] {
        match fs::remove_dir_all(home.join(folder)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_error(error)),
            _ => {}
        }
    }
    fs::remove_file(home.join(MARK)).map_err(io_error)
}

fn told(records_here: u32, erased: Erased, words: &Catalogue) -> ErasedView {
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

fn io_error(_: io::Error) -> Error {
    store::Error::Io.into()
}
