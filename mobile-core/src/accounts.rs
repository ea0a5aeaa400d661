//! Accounts: register, sign in on another phone, recover with the code, keep the code, sign out.

use journal::seal::account::{Created, create, seal_by_password, unlock, unlock_with_code};
use journal::seal::opaque::{self, Registration, SignIn, prepared};
use journal::seal::{self, ExportKey, Keys, Link, Random, RecoveryCode, Role, WordList};
use journal::sync::{Cursor, Ledger as _, Rebuild};
use protocol::account::{
    Device, InvitationUse, NewDevice, PasswordFinish, PasswordStart, RecoveryFinish, RecoveryStart, RecoveryStarted,
    RegistrationFinish, RegistrationStart, RegistrationStarted, Session, SignInFinish, SignInStart, SignInStarted,
    new_handle, normalise_handle,
};
use protocol::care::{Collection, CollectionKind, CollectionMember, EpochKey, NewCollection, Part};
use protocol::{AccountId, Blob, Code, CollectionId, Problem};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::driver::sync::take_up;
use crate::driver::wire::Call;
use crate::store::account::{self, Account, Tokens};
use crate::store::records::{self, Books};
use crate::store::{collections, settings};
use crate::{Error, Phone, View};

const PASSWORD_MIN: usize = 8;

/// Who is on this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AccountView {
    /// The sign-in name.
    pub handle: String,
    /// The server's address.
    pub server: String,
    /// False when the device was signed out: everything can be read and written, and nothing syncs.
    pub signed_in: bool,
    /// Whether the person has confirmed that the recovery code is kept.
    pub recovery_kept: bool,
}

/// A registration whose answer has not arrived: with it a second try finds back to what the first one made. Each try
/// has a code of its own, and any of them may be the one that reached the server.
#[derive(Default, Serialize, Deserialize)]
struct Pending {
    handle: String,
    server: String,
    codes: Vec<String>,
}

impl Phone {
    /// Makes an account, and takes what was written before it along. Returns the recovery code: fifteen words, to be
    /// shown and kept by the person. Until [`Phone::confirm_recovery_code`] it can be asked for again.
    ///
    /// Should the answer get lost on the way, call it again with the same name and password. Also where a server that was
    /// restored from a backup does not know the account any more: it is made anew under its own name, with all that is here.
    pub async fn register(&self, server: &str, handle: &str, password: &str) -> Result<Zeroizing<String>, Error> {
        self.register_with(server, handle, password, None).await
    }

    /// The same with a therapist's invitation, as servers ask for one. It lets in, and is answered with [`Phone::join`] then.
    ///
    /// # Errors
    /// [`Code::InvitationRequired`] where one is asked for and none was given: the journal is written here all the same.
    pub async fn register_with(
        &self,
        server: &str,
        handle: &str,
        password: &str,
        invitation: Option<&str>,
    ) -> Result<Zeroizing<String>, Error> {
        let server = origin(server)?;
        let invitation = invitation.map(Link::parse).transpose()?;
        let invitation = invitation.map(|link| InvitationUse { id: link.invitation, token: link.secret.token() });
        let handle = new_handle(handle)?;
        if self.store.read(account::get)?.is_some_and(|here| !may_be_gone(&here, &server, &handle)) {
            return Err(Error::AccountHere);
        }
        fit(password, &handle)?;
        let pending: Pending =
            self.store.read(|connection| settings::get_json(connection, settings::REGISTERING))?.unwrap_or_default();
        let codes = if (&pending.handle, &pending.server) == (&handle, &server) { pending.codes } else { Vec::new() };
        match self.register_new(&server, &handle, password, &codes, invitation).await {
            Err(Error::Problem(Problem { code: Code::HandleTaken | Code::AlreadyExists, .. })) if !codes.is_empty() => {
                self.sign_in(&server, &handle, password).await?;
                for code in codes.into_iter().map(Zeroizing::new) {
                    if self.code_is_own(&code)? {
                        self.keep_code(&code)?;
                        return Ok(code);
                    }
                }
                // An older account of the same person, whose code was shown when it was made.
                Err(Error::AccountHere)
            }
            other => other,
        }
    }

    async fn register_new(
        &self,
        server: &str,
        handle: &str,
        password: &str,
        earlier: &[String],
        invitation: Option<InvitationUse>,
    ) -> Result<Zeroizing<String>, Error> {
        let (state, message) = Registration::start(password, &mut self.random())?;
        let start = RegistrationStart { handle: handle.into(), message };
        let call = Call::post(server, "/v1/accounts/registration/start");
        let started: RegistrationStarted = self.wire.repeatable(&call, &start).await?;
        let (record, export) = self.stretched(move |random| state.finish(&started.message, random)).await?;

        let now = self.clock.now().unix_ms;
        let id = AccountId::new(u64::try_from(now).unwrap_or_default(), self.random().bytes());
        let fresh = CollectionId::new(u64::try_from(now).unwrap_or_default(), self.random().bytes());
        let private = match self.store.read(account::get)? {
            None => self.store.read(|connection| Books::on(connection).private())?.unwrap_or(fresh),
            // The old one's keys stay with it.
            Some(_) => fresh,
        };
        let made: Created = create(id, &export, private, Role::Client, now, &mut self.random())?;
        let code = made.code.words(WordList::built_in());
        let codes = earlier.iter().cloned().chain([code.to_string()]).collect();
        let pending = Pending { handle: handle.into(), server: server.into(), codes };
        self.store.write(|connection| settings::set_json(connection, settings::REGISTERING, &pending))?;

        let finish = RegistrationFinish {
            account: id,
            handle: handle.into(),
            message: record,
            keys: made.bundle,
            manifest: made.manifest,
            recovery: made.recovery,
            private: made.private.clone(),
            enrolment: None,
            invitation,
            device: self.new_device(),
        };
        let call = Call::post(server, "/v1/accounts/registration/finish");
        let session: Session = self.wire.once(&call, &finish).await?;
        let listed = first_listed(made.private, id, now);
        self.settle_in(server, session, &made.keys, &[listed])?;
        // Who may read is what this phone says: there is nobody yet.
        self.store.write(|connection| settings::clear(connection, settings::READERS_ASKED))?;
        self.keep_code(&code)?;
        Ok(code)
    }

    /// Signs in with the password: on another phone of the same person, or again on this one.
    pub async fn sign_in(&self, server: &str, handle: &str, password: &str) -> Result<(), Error> {
        let server = origin(server)?;
        let handle = normalise_handle(handle).ok_or(Code::HandleInvalid)?;
        let (state, message) = SignIn::start(password, &mut self.random())?;
        let start = SignInStart { handle, message };
        let started: SignInStarted = self.wire.repeatable(&Call::post(&server, "/v1/sessions/start"), &start).await?;
        let answer = started.message;
        let (message, export) = match self.stretched(move |_| state.finish(&answer)).await {
            Err(Error::Seal(seal::Error::Password)) if self.renewed_here(&server, &start.handle)? => {
                return Err(Error::PasswordOfBefore);
            }
            other => other?,
        };
        let finish = SignInFinish { attempt: started.attempt, message, device: self.new_device(), second_factor: None };
        let session: Session = self.wire.once(&Call::post(&server, "/v1/sessions/finish"), &finish).await?;
        let keys = unlock(session.account.id, &session.account.keys, &session.account.manifest, &export)?;
        match self.seen_newer(&session, &keys)? {
            Some(Newer::Generation) => {
                self.renew_again(&server, &session, password).await?;
                self.come_back(&server, session).await
            }
            Some(Newer::Version) => self.come_back(&server, session).await,
            None => self.arrive(&server, session, &keys).await,
        }
    }

    /// Whether this phone has seen a newer state of the account than the one that a server has let in to. It is never given
    /// up for an older one.
    fn seen_newer(&self, session: &Session, shown: &Keys) -> Result<Option<Newer>, Error> {
        let Some(here) = self.store.read(account::get)?.filter(|here| here.id == session.account.id) else {
            return Ok(None);
        };
        let mine = self.keys(&here)?.manifest.generation;
        let version = session.account.manifest.version;
        let older = shown.manifest.not_older(version, (mine, here.manifest.version)).is_err();
        let newer = if shown.manifest.generation < mine { Newer::Generation } else { Newer::Version };
        Ok(older.then_some(newer))
    }

    /// Signed in again with the keys that are here: the next sync brings the server up to them.
    async fn come_back(&self, server: &str, session: Session) -> Result<(), Error> {
        let call = Call::get(server, "/v1/collections").signed_in(&session.access_token);
        let listed: Vec<Collection> = self.wire.repeatable(&call, ()).await?;
        let now = self.clock.now().unix_ms;
        self.store.write(|connection| {
            let here = account::get(connection)?.ok_or(Error::NoAccount)?;
            let tokens = Tokens::of(&session, now);
            let account = Account { server: server.into(), device: session.device, tokens, ..here };
            account::put(connection, &account)?;
            settings::set(connection, settings::MANIFEST_MOVED, b"1")?;
            take_up(connection, &account, &listed, now)
        })?;
        self.changed(View::Account);
        Ok(())
    }

    /// Lets somebody in who has the recovery code, and sets a new password. All other devices are signed out.
    pub async fn recover(&self, server: &str, handle: &str, code: &str, password: &str) -> Result<(), Error> {
        let server = origin(server)?;
        let handle = normalise_handle(handle).ok_or(Code::HandleInvalid)?;
        let code = RecoveryCode::parse(code, WordList::built_in())?;
        fit(password, &handle)?;
        let (state, message) = Registration::start(password, &mut self.random())?;
        let start = RecoveryStart { handle: handle.clone(), token: code.token(), message };
        let started: RecoveryStarted = self.wire.repeatable(&Call::post(&server, "/v1/recovery/start"), &start).await?;
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
        let session: Session = self.wire.once(&Call::post(&server, "/v1/recovery/finish"), &finish).await?;
        match self.seen_newer(&session, &keys)? {
            // Only the password proves to the server that a renewal is its owner's.
            Some(Newer::Generation) => return Err(Error::PasswordOfBefore),
            Some(Newer::Version) => self.come_back(&server, session).await?,
            None => self.arrive(&server, session, &keys).await?,
        }
        // Who has just used the code has kept it.
        self.store.write(|connection| settings::clear(connection, settings::RECOVERY_CODE))?;
        Ok(())
    }

    /// Sets a new password in place of the one before: re-seals 32 bytes and nothing else.
    pub async fn change_password(&self, before: &str, password: &str) -> Result<(), Error> {
        fit(password, "")?;
        let account = self.fresh_account().await?;
        fit(password, &account.handle)?;
        let (proof, _) = self.prove(&account.server, &account.handle, before).await?;
        let (state, message) = Registration::start(password, &mut self.random())?;
        let started: RegistrationStarted =
            self.call(Method::POST, "/v1/me/password/start", &PasswordStart { message }).await?;
        let (record, export) = self.stretched(move |random| state.finish(&started.message, random)).await?;
        let account = self.fresh_account().await?;
        let keys = self.keys(&account)?;
        let account_by_password = self.sealed(account.id, &keys, &export);
        let finish = PasswordFinish {
            proof,
            second_factor: None,
            message: record,
            account_by_password: account_by_password.clone(),
        };
        let token = account.tokens.access.clone().unwrap_or_default();
        let call = Call { method: Method::PUT, ..Call::post(&account.server, "/v1/me/password").signed_in(&token) };
        self.wire.tell(&call, &finish).await?;
        let mut account = self.store.read(account::get)?.ok_or(Error::NoAccount)?;
        account.keys.account_by_password = account_by_password;
        Ok(self.store.write(|connection| account::put(connection, &account))?)
    }

    /// Who is on this phone, if anybody.
    pub fn account(&self) -> Result<Option<AccountView>, Error> {
        Ok(self.store.read(|connection| {
            let pending = settings::get(connection, settings::RECOVERY_CODE)?.is_some();
            Ok(account::get(connection)?.map(|account| AccountView {
                handle: account.handle,
                server: account.server,
                signed_in: account.tokens.refresh.is_some(),
                recovery_kept: !pending,
            }))
        })?)
    }

    /// The recovery code, until the person has confirmed that it is kept.
    pub fn recovery_code(&self) -> Result<Option<Zeroizing<String>>, Error> {
        let code = self.store.read(|connection| settings::get(connection, settings::RECOVERY_CODE))?;
        Ok(code.and_then(|code| String::from_utf8(code).ok()).map(Zeroizing::new))
    }

    /// The person types the code back. Only then it counts as kept, and this phone forgets it.
    ///
    /// # Errors
    /// When it is not a recovery code, or not this account's.
    pub fn confirm_recovery_code(&self, code: &str) -> Result<(), Error> {
        RecoveryCode::parse(code, WordList::built_in())?;
        if !self.code_is_own(code)? {
            return Err(Error::Seal(seal::Error::Code));
        }
        self.store.write(|connection| settings::clear(connection, settings::RECOVERY_CODE))?;
        self.changed(View::Account);
        Ok(())
    }

    /// The account's devices.
    pub async fn devices(&self) -> Result<Vec<Device>, Error> {
        self.call(Method::GET, "/v1/devices", ()).await
    }

    /// Ends this device's session. The journal stays on the phone.
    pub async fn sign_out(&self) -> Result<(), Error> {
        self.end("/v1/sessions/current").await?;
        self.store.write(|connection| account::put_tokens(connection, &Tokens::default()))?;
        self.changed(View::Account);
        Ok(())
    }

    /// A session has begun on this phone: learns which collections there are, then settles in.
    async fn arrive(&self, server: &str, session: Session, keys: &Keys) -> Result<(), Error> {
        let refused = if session.account.member.is_some() {
            Some(Error::NotAClient)
        } else {
            let here = self.store.read(account::get)?;
            let another =
                |here: &Account| here.id != session.account.id && !may_be_gone(here, server, &session.account.handle);
            here.filter(another).map(|_| Error::AnotherAccount)
        };
        if let Some(refused) = refused {
            let call = Call::get(server, "/v1/sessions/current").signed_in(&session.access_token);
            // Best effort: the session that nobody uses ends by itself.
            let _ = self.wire.tell(&Call { method: Method::DELETE, ..call }, ()).await;
            return Err(refused);
        }
        let call = Call::get(server, "/v1/collections").signed_in(&session.access_token);
        let listed: Vec<Collection> = self.wire.repeatable(&call, ()).await?;
        self.settle_in(server, session, keys, &listed)
    }

    /// Keeps the account, its keys and its collections, and moves what was written before into its private one.
    fn settle_in(&self, server: &str, session: Session, keys: &Keys, listed: &[Collection]) -> Result<(), Error> {
        let account = Account {
            id: session.account.id,
            handle: session.account.handle.clone(),
            server: server.into(),
            keys: session.account.keys.clone(),
            manifest: session.account.manifest.clone(),
            account_key: Zeroizing::new(keys.account.expose().to_vec()),
            device: session.device,
            tokens: Tokens::of(&session, self.clock.now().unix_ms),
        };
        // The manifest says which collection is the journal, whatever the server calls it.
        let private = keys.manifest.private;
        let now = self.clock.now().unix_ms;
        self.store.write(|connection| {
            let here = account::get(connection)?;
            let anew = here.as_ref().is_some_and(|here| here.id != account.id);
            let known = here.is_some_and(|here| here.id == account.id);
            account::put(connection, &account)?;
            if !known {
                // A new phone cannot tell an old state of the account from the present one: the person is asked once.
                settings::set(connection, settings::READERS_ASKED, b"1")?;
            }
            let own = Books::on(connection).private()?;
            if let Some(own) = own.filter(|own| *own != private) {
                records::rehome(connection, own, private)?;
            }
            take_up(connection, &account, listed, now)?;
            if own != Some(private) {
                // What was here came from elsewhere: look at everything that is there.
                let head = collections::all(connection)?.iter().find(|one| one.id == private).map_or(0, |one| one.head);
                collections::set_cursor(connection, private, Cursor { seq: 0, head })?;
                if anew {
                    Books::on(connection).begin_rebuild(private, Rebuild::Restored)?;
                }
            }
            settings::clear(connection, settings::REGISTERING)?;
            Ok::<_, Error>(())
        })?;
        self.changed(View::Account);
        View::JOURNAL.into_iter().for_each(|view| self.changed(view));
        Ok(())
    }

    fn code_is_own(&self, code: &str) -> Result<bool, Error> {
        let account = self.store.read(account::get)?.ok_or(Error::NoAccount)?;
        let code = RecoveryCode::parse(code, WordList::built_in())?;
        Ok(unlock_with_code(account.id, &account.keys, &account.manifest, &code).is_ok())
    }

    fn keep_code(&self, code: &str) -> Result<(), Error> {
        self.store.write(|connection| settings::set(connection, settings::RECOVERY_CODE, code.as_bytes()))?;
        self.changed(View::Account);
        Ok(())
    }

    /// The account's own keys, without the keyring.
    pub(crate) fn keys(&self, account: &Account) -> Result<Keys, Error> {
        let key = seal::AccountKey::from_bytes(&account.account_key)?;
        Ok(seal::account::with_account_key(account.id, key, &account.manifest)?)
    }

    fn sealed(&self, account: AccountId, keys: &Keys, export: &ExportKey) -> Blob {
        seal_by_password(account, &keys.account, export, &mut self.random())
    }

    fn new_device(&self) -> NewDevice {
        NewDevice { name: self.device.clone(), cookie: false }
    }

    /// Runs the stretching of a password, which takes a good part of a second, where it holds up nobody.
    pub(crate) async fn stretched<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Random) -> Result<T, seal::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let mut random = Random::from_seed(self.random().bytes());
        let done = tokio::task::spawn_blocking(move || work(&mut random)).await;
        Ok(done.map_err(|_| Error::Fault)??)
    }
}

/// What this phone has of the account that a server does not have.
enum Newer {
    /// Keys that were renewed after a loss.
    Generation,
    /// A later version of the manifest under the same keys.
    Version,
}

/// Whether an account may have been lost by its server: nobody is signed in, and it is asked for under its own name. If the
/// server still has it, the name is taken there.
fn may_be_gone(here: &Account, server: &str, handle: &str) -> bool {
    here.tokens.refresh.is_none() && here.server == server && here.handle == handle
}

/// The private collection as the server will list it: known here before it is asked.
fn first_listed(new: NewCollection, account: AccountId, now: i64) -> Collection {
    Collection {
        id: new.id,
        kind: CollectionKind::Private,
        epoch: 1,
        head: 0,
        keys: vec![EpochKey { epoch: 1, key_check: new.key_check, key_sealed: Some(new.key_sealed), handover: None }],
        members: vec![CollectionMember { account, part: Part::Client, name: None }],
        handover: None,
        created_at: now,
    }
}

/// A server's address without a slash at its end: over TLS, unless the server is this machine.
pub(crate) fn origin(server: &str) -> Result<String, Error> {
    let server = server.trim().trim_end_matches('/');
    let rest = server.strip_prefix("https://").or_else(|| server.strip_prefix("http://")).ok_or(Error::Address)?;
    let safe = server.starts_with("https://") || is_this_machine(rest);
    let plain = !rest.is_empty() && !rest.contains(['/', '\\', '?', '#', '@']) && !rest.contains(char::is_whitespace);
    if plain && safe { Ok(server.into()) } else { Err(Error::Address) }
}

/// Whether a host with its port is the machine itself: what goes there is on no line.
fn is_this_machine(host: &str) -> bool {
    let named = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host);
    matches!(named, "localhost" | "127.0.0.1" | "[::1]")
}

/// Whether a new password of this account may be taken.
pub(crate) fn fit(password: &str, handle: &str) -> Result<(), Error> {
    // As it is kept: in the form without which one sign could count as several.
    if prepared(password)?.chars().count() < PASSWORD_MIN {
        return Err(Error::PasswordTooShort);
    }
    Ok(opaque::chosen(password, handle)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_reached_over_tls_or_on_this_machine() {
        for address in ["https://journal.example", "http://localhost:8087/", "http://127.0.0.1:1", "http://[::1]:8087"]
        {
            assert_eq!(origin(address).as_deref(), Ok(address.trim_end_matches('/')), "{address}");
        }
        let elsewhere =
            ["http://journal.example", "http://192.168.1.5:8087", "http://localhost.example", "http://[::2]"];
        let tricks = [
            "http://localhost:8087@journal.example",
            "http://localhost\\@x",
            "http://127.0.0.1.example:80",
            "ftp://localhost",
        ];
        for address in elsewhere.into_iter().chain(tricks) {
            assert_eq!(origin(address), Err(Error::Address), "{address}");
        }
    }
}
