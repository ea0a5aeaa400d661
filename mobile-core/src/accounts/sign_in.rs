//! Signing in with the password or with the recovery code, on this phone or another.

use journal::seal::account::{unlock, unlock_with_code};
use journal::seal::opaque::{Registration, SignIn};
use journal::seal::{self, Keys, RecoveryCode, WordList};
use journal::sync::{Cursor, Ledger as _, Rebuild};
use protocol::Code;
use protocol::account::{
    RecoveryFinish, RecoveryStart, RecoveryStarted, Session, SignInFinish, SignInStart, SignInStarted,
};
use protocol::care::Collection;
use protocol::handle::normalise_handle;
use zeroize::Zeroizing;

use super::{check_password, may_be_deleted, origin};
use crate::driver::client::Call;
use crate::phone::Accounts;
use crate::store::account::{self, Account, Tokens};
use crate::store::records::{self, StoreLedger};
use crate::store::{collections, settings};
use crate::sync::run::apply_collections;
use crate::{Error, View};

impl Accounts<'_> {
    /// Signs in with the password, on another phone of the same person or again on this one.
    pub async fn sign_in(self, server: &str, handle: &str, password: &str) -> Result<(), Error> {
        let server = origin(server)?;
        let handle = normalise_handle(handle).ok_or(Code::HandleInvalid)?;
        let (state, message) = SignIn::start(password, &mut self.phone.random())?;
        let start = SignInStart { handle, message };
        let started: SignInStarted =
            self.phone.http.idempotent(&Call::post(&server, "/v1/sessions/start"), &start).await?;
        let answer = started.message;
        let (message, export) = match self.stretched(move |_| state.finish(&answer)).await {
            Err(Error::Seal(seal::Error::Password)) if self.renewed_here(&server, &start.handle)? => {
                return Err(Error::PasswordOfBefore);
            }
            other => other?,
        };
        let finish = SignInFinish { attempt: started.attempt, message, device: self.new_device(), second_factor: None };
        let session: Session = self.phone.http.once(&Call::post(&server, "/v1/sessions/finish"), &finish).await?;
        let keys = unlock(session.account.id, &session.account.keys, &session.account.manifest, &export)?;
        match self.seen_newer(&session, &keys)? {
            Some(Newer::Generation) => {
                self.renew_again(&server, &session, password).await?;
                self.resume_account(&server, session).await
            }
            Some(Newer::Version) => self.resume_account(&server, session).await,
            None => self.arrive(&server, session, &keys).await,
        }
    }

    /// Whether this phone has seen a newer state of the account than the server to which it signed in. The newer state
    /// is never replaced by the older one.
    fn seen_newer(self, session: &Session, shown: &Keys) -> Result<Option<Newer>, Error> {
        let Some(here) = self.phone.store.read(account::get)?.filter(|here| here.id == session.account.id) else {
            return Ok(None);
        };
        let mine = self.keys(&here)?.manifest.generation;
        let version = session.account.manifest.version;
        let older = shown.manifest.not_older(version, (mine, here.manifest.version)).is_err();
        let newer = if shown.manifest.generation < mine { Newer::Generation } else { Newer::Version };
        Ok(older.then_some(newer))
    }

    /// Signed in to a server with an older state: the keys here are kept, and the next sync updates the server.
    async fn resume_account(self, server: &str, session: Session) -> Result<(), Error> {
        let call = Call::get(server, "/v1/collections").signed_in(&session.access_token);
        let listed: Vec<Collection> = self.phone.http.idempotent(&call, ()).await?;
        let now = self.phone.clock.now().unix_ms;
        self.phone.store.write(|connection| {
            let here = account::get(connection)?.ok_or(Error::NoAccount)?;
            let tokens = Tokens::of(&session, now);
            let account = Account { server: server.into(), device: session.device, tokens, ..here };
            account::put(connection, &account)?;
            settings::set(connection, settings::MANIFEST_MOVED, b"1")?;
            apply_collections(connection, &account, &listed, now)
        })?;
        self.phone.changed(View::Account);
        Ok(())
    }

    /// Signs in with the recovery code, and sets a new password. All other devices are signed out.
    pub async fn recover(self, server: &str, handle: &str, code: &str, password: &str) -> Result<(), Error> {
        let server = origin(server)?;
        let handle = normalise_handle(handle).ok_or(Code::HandleInvalid)?;
        let code = RecoveryCode::parse(code, WordList::built_in())?;
        check_password(password, &handle)?;
        let (state, message) = Registration::start(password, &mut self.phone.random())?;
        let start = RecoveryStart { handle: handle.clone(), token: code.token(), message };
        let started: RecoveryStarted =
            self.phone.http.idempotent(&Call::post(&server, "/v1/recovery/start"), &start).await?;
        let keys = unlock_with_code(started.account, &started.keys, &started.manifest, &code)?;
        let answer = started.message;
        let (record, export) = self.stretched(move |random| state.finish(&answer, random)).await?;
        let finish = RecoveryFinish {
            handle,
            token: code.token(),
            message: record,
            account_by_password: self.sealed(started.account, &keys, &export),
            device: self.new_device(),
            second_factor: None,
        };
        let session: Session = self.phone.http.once(&Call::post(&server, "/v1/recovery/finish"), &finish).await?;
        match self.seen_newer(&session, &keys)? {
            // Only the password proves to the server that the owner asks for a renewal.
            Some(Newer::Generation) => return Err(Error::PasswordOfBefore),
            Some(Newer::Version) => self.resume_account(&server, session).await?,
            None => self.arrive(&server, session, &keys).await?,
        }
        // The person has just used the code, so it is kept.
        self.phone.store.write(|connection| settings::clear(connection, settings::RECOVERY_CODE))?;
        Ok(())
    }

    /// After a sign-in: lists the collections, then stores the account.
    async fn arrive(self, server: &str, session: Session, keys: &Keys) -> Result<(), Error> {
        let refused = if session.account.member.is_some() {
            Some(Error::NotAClient)
        } else {
            let here = self.phone.store.read(account::get)?;
            let another = |here: &Account| {
                here.id != session.account.id && !may_be_deleted(here, server, &session.account.handle)
            };
            here.filter(another).map(|_| Error::AnotherAccount)
        };
        if let Some(refused) = refused {
            let call = Call::delete(server, "/v1/sessions/current").signed_in(&session.access_token);
            // Best effort: an unused session expires.
            let _ = self.phone.http.once_without_response_body(&call, ()).await;
            return Err(refused);
        }
        let call = Call::get(server, "/v1/collections").signed_in(&session.access_token);
        let listed: Vec<Collection> = self.phone.http.idempotent(&call, ()).await?;
        self.settle_in(server, session, keys, &listed)
    }

    /// Stores the account with its keys and collections, and moves records from before into its private collection.
    pub(super) fn settle_in(
        self,
        server: &str,
        session: Session,
        keys: &Keys,
        listed: &[Collection],
    ) -> Result<(), Error> {
        let account = Account {
            id: session.account.id,
            handle: session.account.handle.clone(),
            server: server.into(),
            keys: session.account.keys.clone(),
            manifest: session.account.manifest.clone(),
            account_key: Zeroizing::new(keys.account.expose().to_vec()),
            device: session.device,
            tokens: Tokens::of(&session, self.phone.clock.now().unix_ms),
        };
        // The manifest names the private collection; the server's claim is ignored.
        let private = keys.manifest.private;
        let now = self.phone.clock.now().unix_ms;
        self.phone.store.write(|connection| {
            let here = account::get(connection)?;
            let anew = here.as_ref().is_some_and(|here| here.id != account.id);
            let known = here.is_some_and(|here| here.id == account.id);
            account::put(connection, &account)?;
            if !known {
                // A new phone cannot detect an old state of the account: the person is asked once.
                settings::set(connection, settings::READERS_ASKED, b"1")?;
            }
            let own = StoreLedger::new(connection).private()?;
            if let Some(own) = own.filter(|own| *own != private) {
                records::rehome(connection, own, private)?;
            }
            apply_collections(connection, &account, listed, now)?;
            if own != Some(private) {
                // The records here are from before the account: read the collection from its start.
                let head = collections::all(connection)?.iter().find(|one| one.id == private).map_or(0, |one| one.head);
                collections::set_cursor(connection, private, Cursor { seq: 0, head })?;
                if anew {
                    StoreLedger::new(connection).begin_rebuild(private, Rebuild::Restored)?;
                }
            }
            settings::clear(connection, settings::REGISTERING)?;
            Ok::<_, Error>(())
        })?;
        self.phone.changed(View::Account);
        View::JOURNAL.into_iter().for_each(|view| self.phone.changed(view));
        Ok(())
    }
}

/// The newer state of the account on this phone that the server lacks.
enum Newer {
    /// Keys that were renewed after a loss.
    Generation,
    /// A later version of the manifest under the same keys.
    Version,
}
