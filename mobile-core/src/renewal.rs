//! Renewal after a phone was lost: all keys are replaced in one operation, and the other phones are signed out. To sign
//! out a phone that was sold or given away, use [`Accounts::remove_device`].
//!
//! The new keys are stored here, sealed under a new password, before the server is asked. If the response is lost, the
//! next sync detects which keys the server has.
//!
//! The sealed renewal is kept. A server that was restored to a time before it accepts only the password of that time,
//! and gets the same renewal again: the other members have received it already, and a second one with the same identity
//! cannot be made.

use journal::seal::account::with_account_key;
use journal::seal::opaque::Registration;
use journal::seal::renewal::{RenewalInput, Renewed, renew};
use journal::seal::{self, AccountKey, Keyring, RecoveryCode, WordList};
use protocol::account::{
    Account as Listed, KeyBundle, PasswordProof, PasswordStart, RecoveryVerifier, RegistrationStarted, Renewal,
    RenewedEpoch, RenewedKey, SealedManifest, Session,
};
use protocol::care::Collection;
use protocol::{Blob, Code, CollectionId, Problem};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::accounts::check_password;
use crate::driver::client::Call;
use crate::phone::Accounts;
use crate::store::{account, collections, records, settings};
use crate::sync::context::keys;
use crate::sync::epochs::write_bond;
use crate::{Error, View};

// Another device may begin an epoch meanwhile.
const TRIES: u32 = 3;

/// A renewal without a response yet.
#[derive(Serialize, Deserialize)]
struct PendingRenewal {
    code: String,
    account_key: Blob,
    keys: Vec<(CollectionId, u32, Blob)>,
    bonds: Vec<journal::record::Payload>,
    message: SealedRenewal,
}

/// A renewal without the proof of the current password. Everything in it is sealed.
#[derive(Clone, Serialize, Deserialize)]
struct SealedRenewal {
    server: String,
    handle: String,
    record: Blob,
    keys: KeyBundle,
    manifest: SealedManifest,
    recovery: RecoveryVerifier,
    stored: Vec<RenewedKey>,
    epochs: Vec<RenewedEpoch>,
}

impl SealedRenewal {
    fn with(self, proof: PasswordProof) -> Renewal {
        let Self { record, keys, manifest, recovery, stored, epochs, .. } = self;
        Renewal { proof, message: record, keys, manifest, recovery, stored, epochs }
    }
}

impl Drop for PendingRenewal {
    fn drop(&mut self) {
        use zeroize::Zeroize as _;
        self.code.zeroize();
        self.account_key.0.zeroize();
        self.keys.iter_mut().for_each(|(.., key)| key.0.zeroize());
    }
}

impl Accounts<'_> {
    /// Renewal after a phone was lost: replaces password, recovery code, account key, identity and all collection keys,
    /// and signs out all other phones. Returns the new recovery code; the old one is invalid.
    ///
    /// Without `code` every relationship ends: the therapist cannot distinguish a new identity from one of the phone's
    /// finder, and has to invite again.
    ///
    /// If the response is lost, the next sync detects it, and [`Accounts::recovery_code`] returns the code.
    ///
    /// # Errors
    /// If the password is wrong, the new one is the old one, the code does not fit or the server cannot be reached:
    /// then nothing has changed.
    pub async fn lost_phone(
        self,
        password: &str,
        new_password: &str,
        code: Option<&str>,
    ) -> Result<Zeroizing<String>, Error> {
        check_password(new_password, "")?;
        // If the old password stayed valid, a server that has kept the old keys could still pass them to a new phone.
        if password == new_password {
            return Err(Error::SamePassword);
        }
        let code = code.map(|code| RecoveryCode::parse(code, WordList::built_in())).transpose()?;
        // Pushes the outbox while the server still knows the keys.
        self.phone.sync().run().await?;
        // Nothing may be sealed under the old key meanwhile.
        let _one = self.phone.syncing.lock().await;
        self.find_renewal().await?;
        self.phone.sync().refresh_collections().await?;
        for _ in 0..TRIES {
            match self.renew_once(password, new_password, code.as_ref()).await {
                Err(Error::Problem(Problem { code: Code::EpochTaken, .. })) => {
                    self.phone.sync().refresh_collections().await?;
                }
                Err(Error::Problem(Problem { code: Code::ManifestTaken, .. })) => {
                    self.phone.store.write(|connection| settings::set(connection, settings::MANIFEST_MOVED, b"1"))?;
                    self.phone.sync().refresh_manifest().await?;
                }
                other => return other,
            }
        }
        Err(Error::Stuck)
    }

    async fn renew_once(
        self,
        password: &str,
        new_password: &str,
        code: Option<&RecoveryCode>,
    ) -> Result<Zeroizing<String>, Error> {
        let account = self.phone.fresh_account().await?;
        let (proof, _) = self.prove(&account.server, &account.handle, password).await?;
        let (state, message) = Registration::start(new_password, &mut self.phone.random())?;
        let started: RegistrationStarted = self.phone.post("/v1/me/password/start", &PasswordStart { message }).await?;
        let (record, export) = self.stretched(move |random| state.finish(&started.message, random)).await?;
        let listed: Vec<Collection> = self.phone.get("/v1/collections").await?;
        let account = self.phone.fresh_account().await?;
        let now = self.phone.clock.now();
        let pending = self.phone.store.write::<_, Error>(|connection| {
            let own = keys(connection, &account)?;
            let bonds = collections::bonds(connection)?;
            let before = RenewalInput {
                account: account.id,
                own: &own,
                code,
                export: &export,
                listed: &listed,
                bonds: &bonds,
                now: &now,
            };
            let renewed = renew(&before, &mut self.phone.random())?;
            let pending = pending(renewed, &account, record);
            let mut all: Vec<PendingRenewal> = settings::get_json(connection, settings::RENEWING)?.unwrap_or_default();
            all.push(pending);
            settings::set_json(connection, settings::RENEWING, &all)?;
            all.pop().ok_or(Error::Fault)
        })?;
        let renewal = pending.message.clone().with(proof);
        self.phone.once_without_response_body(Call::post, "/v1/me/renewal", &renewal).await?;
        let words = Zeroizing::new(pending.code.clone());
        self.adopt(&pending)?;
        Ok(words)
    }

    /// The server has the account in the state before the last renewal from here, and has accepted the password of that
    /// time: the renewal is sent again unchanged.
    ///
    /// # Errors
    /// [`seal::Error::ManifestOlder`] if the renewal was not made on this phone.
    pub(crate) async fn renew_again(self, server: &str, session: &Session, password: &str) -> Result<(), Error> {
        let message = self.last_renewal()?.ok_or(seal::Error::ManifestOlder)?;
        let (proof, _) = self.prove(server, &message.handle, password).await?;
        let call = Call::post(server, "/v1/me/renewal").signed_in(&session.access_token);
        self.phone.http.once_without_response_body(&call, &message.with(proof)).await
    }

    /// Whether the keys were renewed from this phone, so that a restored server may expect the earlier password.
    pub(crate) fn renewed_here(self, server: &str, handle: &str) -> Result<bool, Error> {
        Ok(self.last_renewal()?.is_some_and(|last| (last.server.as_str(), last.handle.as_str()) == (server, handle)))
    }

    fn last_renewal(self) -> Result<Option<SealedRenewal>, Error> {
        Ok(self.phone.store.read(|connection| settings::get_json(connection, settings::RENEWED))?)
    }

    /// Checks whether a renewal whose response was lost has reached the server.
    pub(crate) async fn find_renewal(self) -> Result<(), Error> {
        let all: Option<Vec<PendingRenewal>> =
            self.phone.store.read(|connection| settings::get_json(connection, settings::RENEWING))?;
        let Some(all) = all else { return Ok(()) };
        let me: Listed = self.phone.get("/v1/me").await?;
        for pending in &all {
            if pending.message.manifest == me.manifest {
                return self.adopt(pending);
            }
        }
        Ok(())
    }

    fn adopt(self, pending: &PendingRenewal) -> Result<(), Error> {
        self.phone.store.write(|connection| {
            let mut account = account::get(connection)?.ok_or(Error::NoAccount)?;
            let key = AccountKey::from_bytes(pending.account_key.as_ref())?;
            with_account_key(account.id, key, &pending.message.manifest)?;
            account.keys = pending.message.keys.clone();
            account.manifest = pending.message.manifest.clone();
            account.account_key = Zeroizing::new(pending.account_key.0.clone());
            account::put(connection, &account)?;
            let mut keyring = Keyring::default();
            for (collection, epoch, key) in &pending.keys {
                keyring.insert(*collection, *epoch, seal::CollectionKey::from_bytes(key.as_ref())?);
            }
            collections::put_keys(connection, &keyring)?;
            for payload in &pending.bonds {
                if let Some(bond) = seal::bond::of(payload) {
                    write_bond(connection, &bond)?;
                }
            }
            records::seal_authority_again(connection)?;
            settings::set(connection, settings::RECOVERY_CODE, pending.code.as_bytes())?;
            settings::set_json(connection, settings::RENEWED, &pending.message)?;
            Ok::<_, Error>(settings::clear(connection, settings::RENEWING)?)
        })?;
        self.phone.written();
        self.phone.changed(View::Account);
        self.phone.changed(View::Care);
        Ok(())
    }
}

/// The data to store before the server is asked.
fn pending(renewed: Renewed, account: &account::Account, record: Blob) -> PendingRenewal {
    let Renewed { bundle, recovery, manifest, stored, epochs, keys, bonds, code } = renewed;
    let (server, handle) = (account.server.clone(), account.handle.clone());
    PendingRenewal {
        code: code.words(WordList::built_in()).to_string(),
        account_key: keys.account.expose()[..].into(),
        keys: keys.keyring.iter().map(|(id, epoch, key)| (id, epoch, key.expose()[..].into())).collect(),
        bonds: bonds.iter().map(seal::bond::payload).collect(),
        message: SealedRenewal { server, handle, record, keys: bundle, manifest, recovery, stored, epochs },
    }
}
