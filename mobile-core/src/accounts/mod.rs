//! The account: register, keep the recovery code, sign out.
//!
//! - [`sign_in`]: with the password or the recovery code, on this phone or another
//! - [`password`]: proving, changing and stretching it

mod password;
mod sign_in;

use journal::seal::account::{Created, create, unlock_with_code};
use journal::seal::opaque::Registration;
use journal::seal::{self, Keys, Link, RecoveryCode, Role, WordList};
use journal::sync::Ledger as _;
use protocol::account::{
    Device, InvitationUse, NewDevice, RegistrationFinish, RegistrationStart, RegistrationStarted, Session,
};
use protocol::care::{Collection, CollectionKind, CollectionMember, EpochKey, NewCollection, Part};
use protocol::handle::new_handle;
use protocol::{AccountId, Code, CollectionId, Problem};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::driver::client::Call;
use crate::phone::Accounts;
use crate::store::account::{self, Account, Tokens};
use crate::store::records::StoreLedger;
use crate::store::settings;
use crate::{Error, View};

pub(crate) use password::check_password;

/// The account on this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AccountView {
    /// The sign-in name of the account.
    pub handle: String,
    /// The server's address, such as `https://journal.example`.
    pub server: String,
    /// False when the device was signed out: everything can be read and written, and nothing syncs.
    pub signed_in: bool,
    /// Whether the person has confirmed that they keep the recovery code.
    pub recovery_kept: bool,
}

/// A registration without a response yet. Each attempt has its own recovery code, and any of them may have reached the
/// server.
#[derive(Default, Serialize, Deserialize)]
struct PendingRegistration {
    handle: String,
    server: String,
    codes: Vec<String>,
}

impl Accounts<'_> {
    /// Registers an account, which includes entries written before. Returns the recovery code: fifteen words for the
    /// person to keep. Until [`Accounts::confirm_recovery_code`] it can be requested again.
    ///
    /// If the response is lost, call it again with the same name and password. The same applies if a server that was
    /// restored from a backup no longer knows the account: it is registered again under the same name.
    pub async fn register(self, server: &str, handle: &str, password: &str) -> Result<Zeroizing<String>, Error> {
        self.register_with(server, handle, password, None).await
    }

    /// Registers with a therapist's invitation, as most servers require. The invitation only permits the registration;
    /// [`Care::join`](crate::phone::Care::join) accepts it afterwards.
    ///
    /// # Errors
    /// [`Code::InvitationRequired`] if the server requires an invitation and none was given; the journal works without
    /// an account meanwhile.
    pub async fn register_with(
        self,
        server: &str,
        handle: &str,
        password: &str,
        invitation: Option<&str>,
    ) -> Result<Zeroizing<String>, Error> {
        let server = origin(server)?;
        let invitation = invitation.map(Link::parse).transpose()?;
        let invitation = invitation.map(|link| InvitationUse { id: link.invitation, token: link.secret.token() });
        let handle = new_handle(handle)?;
        if self.phone.store.read(account::get)?.is_some_and(|here| !may_be_deleted(&here, &server, &handle)) {
            return Err(Error::AccountHere);
        }
        check_password(password, &handle)?;
        let pending: PendingRegistration = self
            .phone
            .store
            .read(|connection| settings::get_json(connection, settings::REGISTERING))?
            .unwrap_or_default();
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
                // An older account of the same person. Its code was shown when it was registered.
                Err(Error::AccountHere)
            }
            other => other,
        }
    }

    async fn register_new(
        self,
        server: &str,
        handle: &str,
        password: &str,
        earlier: &[String],
        invitation: Option<InvitationUse>,
    ) -> Result<Zeroizing<String>, Error> {
        let (state, message) = Registration::start(password, &mut self.phone.random())?;
        let start = RegistrationStart { handle: handle.into(), message };
        let call = Call::post(server, "/v1/accounts/registration/start");
        let started: RegistrationStarted = self.phone.http.idempotent(&call, &start).await?;
        let (record, export) = self.stretched(move |random| state.finish(&started.message, random)).await?;

        let now = self.phone.clock.now().unix_ms;
        let id = AccountId::new(u64::try_from(now).unwrap_or_default(), self.phone.random().bytes());
        let fresh = CollectionId::new(u64::try_from(now).unwrap_or_default(), self.phone.random().bytes());
        let private = match self.phone.store.read(account::get)? {
            None => self.phone.store.read(|connection| StoreLedger::new(connection).private())?.unwrap_or(fresh),
            // The existing account keeps its keys.
            Some(_) => fresh,
        };
        let made: Created = create(id, &export, private, Role::Client, now, &mut self.phone.random())?;
        let code = made.code.words(WordList::built_in());
        let codes = earlier.iter().cloned().chain([code.to_string()]).collect();
        let pending = PendingRegistration { handle: handle.into(), server: server.into(), codes };
        self.phone.store.write(|connection| settings::set_json(connection, settings::REGISTERING, &pending))?;

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
        let session: Session = self.phone.http.once(&call, &finish).await?;
        let listed = first_listed(made.private, id, now);
        self.settle_in(server, session, &made.keys, &[listed])?;
        // A new account has no readers to confirm.
        self.phone.store.write(|connection| settings::clear(connection, settings::READERS_ASKED))?;
        self.keep_code(&code)?;
        Ok(code)
    }

    /// The account on this phone, if there is one.
    pub fn view(self) -> Result<Option<AccountView>, Error> {
        Ok(self.phone.store.read(|connection| {
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
    pub fn recovery_code(self) -> Result<Option<Zeroizing<String>>, Error> {
        let code = self.phone.store.read(|connection| settings::get(connection, settings::RECOVERY_CODE))?;
        Ok(code.and_then(|code| String::from_utf8(code).ok()).map(Zeroizing::new))
    }

    /// The person types the code again. Only then does it count as kept, and is deleted from this phone.
    ///
    /// # Errors
    /// If it is not a recovery code, or not this account's.
    pub fn confirm_recovery_code(self, code: &str) -> Result<(), Error> {
        RecoveryCode::parse(code, WordList::built_in())?;
        if !self.code_is_own(code)? {
            return Err(Error::Seal(seal::Error::Code));
        }
        self.phone.store.write(|connection| settings::clear(connection, settings::RECOVERY_CODE))?;
        self.phone.changed(View::Account);
        Ok(())
    }

    /// The account's devices.
    pub async fn devices(self) -> Result<Vec<Device>, Error> {
        self.phone.get("/v1/devices").await
    }

    /// Ends this device's session. The journal stays on the phone.
    pub async fn sign_out(self) -> Result<(), Error> {
        self.phone.end("/v1/sessions/current").await?;
        self.phone.store.write(|connection| account::put_tokens(connection, &Tokens::default()))?;
        self.phone.changed(View::Account);
        Ok(())
    }

    fn code_is_own(self, code: &str) -> Result<bool, Error> {
        let account = self.phone.store.read(account::get)?.ok_or(Error::NoAccount)?;
        let code = RecoveryCode::parse(code, WordList::built_in())?;
        Ok(unlock_with_code(account.id, &account.keys, &account.manifest, &code).is_ok())
    }

    fn keep_code(self, code: &str) -> Result<(), Error> {
        self.phone.store.write(|connection| settings::set(connection, settings::RECOVERY_CODE, code.as_bytes()))?;
        self.phone.changed(View::Account);
        Ok(())
    }

    /// The account's own keys, without the keyring.
    pub(crate) fn keys(self, account: &Account) -> Result<Keys, Error> {
        let key = seal::AccountKey::from_bytes(&account.account_key)?;
        Ok(seal::account::with_account_key(account.id, key, &account.manifest)?)
    }

    pub(super) fn new_device(self) -> NewDevice {
        NewDevice { name: self.phone.device.clone(), cookie: false }
    }
}

/// Whether the server may have lost the account: the device is signed out, and the registration uses the account's own
/// name. If the server still has the account, it rejects the name as taken.
pub(super) fn may_be_deleted(here: &Account, server: &str, handle: &str) -> bool {
    here.tokens.refresh.is_none() && here.server == server && here.handle == handle
}

/// The private collection as the server will list it, before the server is asked.
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

/// Validates a server's address and removes a trailing slash. It must use TLS, unless the server is on this machine.
pub(crate) fn origin(server: &str) -> Result<String, Error> {
    let server = server.trim().trim_end_matches('/');
    let rest = server.strip_prefix("https://").or_else(|| server.strip_prefix("http://")).ok_or(Error::Address)?;
    let safe = server.starts_with("https://") || is_this_machine(rest);
    let plain = !rest.is_empty() && !rest.contains(['/', '\\', '?', '#', '@']) && !rest.contains(char::is_whitespace);
    if plain && safe { Ok(server.into()) } else { Err(Error::Address) }
}

/// Whether a host with its port is this machine, so that requests do not use a network.
fn is_this_machine(host: &str) -> bool {
    let named = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host);
    matches!(named, "localhost" | "127.0.0.1" | "[::1]")
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
