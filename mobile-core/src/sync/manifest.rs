//! The account's manifest: a newer one is accepted, and sent again if a restored server shows an older one.

use journal::seal::account::with_account_key;
use journal::seal::{self, AccountKey, Manifest};
use protocol::account::{Account as Listed, SealedManifest};
use protocol::{Code, Problem};

use super::context::keys;
use crate::driver::client::Call;
use crate::phone::Syncing;
use crate::store::{account, settings};
use crate::{Error, View};

impl Syncing<'_> {
    /// Loads the manifest if it has changed, and records in it that the person keeps the recovery code.
    pub(crate) async fn refresh_manifest(self) -> Result<(), Error> {
        let (moved, pending) = self.phone.store.read(|connection| {
            let moved = settings::get(connection, settings::MANIFEST_MOVED)?.is_some();
            Ok((moved, settings::get(connection, settings::RECOVERY_CODE)?.is_some()))
        })?;
        if moved {
            self.fetch_manifest().await?;
        }
        let account = self.phone.fresh_account().await?;
        let own = self.phone.account().keys(&account)?;
        if own.manifest.code_confirmed || pending {
            return Ok(());
        }
        // The person has shown that they have the code: from now on a renewal accepts it.
        let (sealed, _) = own.confirm_code(account.id, &mut self.phone.random())?;
        match self.put_manifest(&sealed).await {
            Ok(()) => self.keep_manifest(sealed),
            Err(Error::Problem(Problem { code: Code::ManifestTaken, .. })) => {
                self.phone.store.write(|connection| settings::set(connection, settings::MANIFEST_MOVED, b"1"))?;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Loads the manifest, and accepts a newer one.
    ///
    /// # Errors
    /// [`seal::Error::ManifestOlder`] if the server has the account under keys from before a renewal that was made
    /// here: it was restored, and nothing else is sent to it before the renewal.
    pub(super) async fn fetch_manifest(self) -> Result<(), Error> {
        let me: Listed = self.phone.get("/v1/me").await?;
        self.take_manifest(&me)
    }

    /// Accepts the account's state from the server: never an older one than this phone has seen.
    fn take_manifest(self, me: &Listed) -> Result<(), Error> {
        let now = self.phone.clock.now().unix_ms;
        let taken = self.phone.store.write::<Result<(), Error>, Error>(|connection| {
            let mut account = account::get(connection)?.ok_or(Error::NoAccount)?;
            let key = AccountKey::from_bytes(&account.account_key)?;
            let mine = keys(connection, &account)?;
            let opened = match Manifest::open(&key, account.id, &me.manifest) {
                Ok(manifest) => manifest,
                // Another phone has renewed the keys after a loss: only the new password opens them.
                Err(_) if me.manifest.version > account.manifest.version => return Err(Error::SignedOut),
                // Or the server was restored to a time before the renewal from here: this phone has to sign in with the
                // earlier password.
                Err(_) if mine.manifest.generation > 1 => {
                    settings::set_json(connection, settings::MANIFEST_OLDER, &now)?;
                    return Ok(Err(seal::Error::ManifestOlder.into()));
                }
                Err(error) => return Err(error.into()),
            };
            let seen = (mine.manifest.generation, account.manifest.version);
            if opened.not_older(me.manifest.version, seen).is_err() {
                if settings::get(connection, settings::MANIFEST_OLDER)?.is_none() {
                    settings::set_json(connection, settings::MANIFEST_OLDER, &now)?;
                }
                return Ok(Ok(()));
            }
            account.manifest = me.manifest.clone();
            account.keys = me.keys.clone();
            account::put(connection, &account)?;
            settings::clear(connection, settings::MANIFEST_OLDER)?;
            settings::clear(connection, settings::MANIFEST_MOVED)?;
            Ok(Ok(()))
        })?;
        self.phone.changed(View::Account);
        taken
    }

    /// Records the version of the manifest on the server.
    pub(super) fn note_manifest(self, version: u32) -> Result<(), Error> {
        self.phone.store.write(|connection| {
            let Some(account) = account::get(connection)? else { return Ok(()) };
            match version.cmp(&account.manifest.version) {
                std::cmp::Ordering::Equal => settings::clear(connection, settings::MANIFEST_OLDER),
                _ => settings::set(connection, settings::MANIFEST_MOVED, b"1"),
            }
        })?;
        Ok(())
    }

    /// Sends the manifest to a restored server again, version by version from the one that it has.
    pub(super) async fn push_manifest(self) -> Result<(), Error> {
        let me: Listed = self.phone.get("/v1/me").await?;
        let account = self.phone.fresh_account().await?;
        if me.manifest.version >= account.manifest.version {
            return Ok(());
        }
        let own = self.phone.account().keys(&account)?;
        let there = with_account_key(account.id, own.account.clone(), &me.manifest)?;
        if there.manifest.generation != own.manifest.generation {
            return Ok(());
        }
        for version in me.manifest.version + 1..=account.manifest.version {
            let sealed = own.manifest.seal(&own.account, account.id, version, &mut self.phone.random());
            self.put_manifest(&sealed).await?;
            if version == account.manifest.version {
                self.keep_manifest(sealed)?;
            }
        }
        Ok(())
    }

    async fn put_manifest(self, sealed: &SealedManifest) -> Result<(), Error> {
        self.phone.once_without_response_body(Call::put, "/v1/me/manifest", sealed).await
    }

    /// Stores a manifest that the server has accepted.
    pub(crate) fn keep_manifest(self, sealed: SealedManifest) -> Result<(), Error> {
        self.phone.store.write(|connection| {
            let mut account = account::get(connection)?.ok_or(Error::NoAccount)?;
            account.manifest = sealed;
            Ok::<_, Error>(account::put(connection, &account)?)
        })
    }
}
