//! New keys after a phone was lost. Removing it moves every collection to a new key ([`Phone::remove_device`]); this
//! exchanges the account key under which those are sealed as well, so that what the lost phone had opens nothing on the
//! server any more, not even with the server's disk at hand.
//!
//! The new recovery code is written down here before the server is asked: should the answer get lost, it is what opens
//! the new keys.

use journal::seal::account::{Renewed, renew, unlock, unlock_with_code};
use journal::seal::{RecoveryCode, WordList};
use protocol::account::{Account as Listed, KeyBundle, KeysRenewal};
use protocol::care::Collection;
use protocol::{Code, Problem};
use reqwest::Method;
use zeroize::Zeroizing;

use crate::driver::wire::Call;
use crate::store::{account, settings};
use crate::{Error, Phone, View};

// Another device may begin an epoch meanwhile.
const TRIES: u32 = 3;

impl Phone {
    /// Exchanges the account key, under the same password. Returns the new recovery code: the old one opens nothing any
    /// more. All other phones are signed out, and sign in again with the password; what they have written is kept.
    ///
    /// Should the answer get lost on the way, the next sync finds out, and [`Phone::recovery_code`] has the code.
    ///
    /// # Errors
    /// When the password is wrong or the server cannot be reached: then everything is as before.
    pub async fn renew_keys(&self, password: &str) -> Result<Zeroizing<String>, Error> {
        // Nobody may seal anything under the old key meanwhile.
        let _one = self.syncing.lock().await;
        self.find_renewal().await?;
        self.refresh_collections().await?;
        for _ in 0..TRIES {
            match self.renew_once(password).await {
                Err(Error::Problem(Problem { code: Code::EpochTaken, .. })) => {}
                other => return other,
            }
        }
        Err(Error::Stuck)
    }

    async fn renew_once(&self, password: &str) -> Result<Zeroizing<String>, Error> {
        let account = self.fresh_account().await?;
        let (proof, export) = self.prove(&account.server, &account.handle, password).await?;
        let me: Listed = self.call(Method::GET, "/v1/me", ()).await?;
        let listed: Vec<Collection> = self.call(Method::GET, "/v1/collections", ()).await?;
        let own = unlock(me.id, &me.keys, &export)?;
        let Renewed { bundle, recovery, stored, code, .. } = renew(me.id, &own, &export, &listed, &mut self.random())?;
        let words = code.words(WordList::built_in());
        self.store.write(|connection| {
            let mut codes: Vec<String> = settings::get_json(connection, settings::RENEWING)?.unwrap_or_default();
            codes.push(words.to_string());
            settings::set_json(connection, settings::RENEWING, &codes)
        })?;
        let renewal = KeysRenewal { proof, keys: bundle.clone(), recovery, stored };
        let token = account.tokens.access.clone().unwrap_or_default();
        let call = Call { method: Method::PUT, ..Call::get(&account.server, "/v1/me/keys").signed_in(&token) };
        self.wire.tell(&call, &renewal).await?;
        self.adopt(&code, bundle)?;
        Ok(words)
    }

    /// Finds out whether a renewal whose answer was lost has reached the server.
    pub(crate) async fn find_renewal(&self) -> Result<(), Error> {
        let codes: Option<Vec<String>> =
            self.store.read(|connection| settings::get_json(connection, settings::RENEWING))?;
        let Some(codes) = codes else { return Ok(()) };
        let me: Listed = self.call(Method::GET, "/v1/me", ()).await?;
        for words in codes.into_iter().map(Zeroizing::new) {
            let code = RecoveryCode::parse(&words, WordList::built_in())?;
            if unlock_with_code(me.id, &me.keys, &code).is_ok() {
                return self.adopt(&code, me.keys);
            }
        }
        Ok(())
    }

    fn adopt(&self, code: &RecoveryCode, bundle: KeyBundle) -> Result<(), Error> {
        self.store.write(|connection| {
            let mut account = account::get(connection)?.ok_or(Error::NoAccount)?;
            let keys = unlock_with_code(account.id, &bundle, code)?;
            account.keys = bundle;
            account.account_key = Zeroizing::new(keys.account.expose().to_vec());
            account::put(connection, &account)?;
            settings::set(connection, settings::RECOVERY_CODE, code.words(WordList::built_in()).as_bytes())?;
            Ok::<_, Error>(settings::clear(connection, settings::RENEWING)?)
        })?;
        self.changed(View::Account);
        Ok(())
    }
}
