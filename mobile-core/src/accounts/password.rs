//! The password: verifying it, changing it, stretching it off the async threads.

use journal::seal::account::seal_by_password;
use journal::seal::opaque::{self, Registration, SignIn, prepared};
use journal::seal::{self, ExportKey, Keys, Random};
use protocol::account::{
    PasswordFinish, PasswordProof, PasswordStart, RegistrationStarted, SignInStart, SignInStarted,
};
use protocol::{AccountId, Blob};

use crate::Error;
use crate::driver::client::Call;
use crate::phone::Accounts;
use crate::store::account;

const PASSWORD_MIN: usize = 8;

impl Accounts<'_> {
    /// Replaces the password: re-seals the account key and nothing else.
    pub async fn change_password(self, before: &str, password: &str) -> Result<(), Error> {
        check_password(password, "")?;
        let account = self.phone.fresh_account().await?;
        check_password(password, &account.handle)?;
        let (proof, _) = self.prove(&account.server, &account.handle, before).await?;
        let (state, message) = Registration::start(password, &mut self.phone.random())?;
        let started: RegistrationStarted = self.phone.post("/v1/me/password/start", &PasswordStart { message }).await?;
        let (record, export) = self.stretched(move |random| state.finish(&started.message, random)).await?;
        let account = self.phone.fresh_account().await?;
        let keys = self.keys(&account)?;
        let account_by_password = self.sealed(account.id, &keys, &export);
        let finish = PasswordFinish {
            proof,
            second_factor: None,
            message: record,
            account_by_password: account_by_password.clone(),
        };
        self.phone.once_without_response_body(Call::put, "/v1/me/password", &finish).await?;
        let mut account = self.phone.store.read(account::get)?.ok_or(Error::NoAccount)?;
        account.keys.account_by_password = account_by_password;
        Ok(self.phone.store.write(|connection| account::put(connection, &account))?)
    }

    /// Proves to the server that the account's owner made the request: a sign-in that opens no session. Returns the
    /// export key too.
    pub(crate) async fn prove(
        self,
        server: &str,
        handle: &str,
        password: &str,
    ) -> Result<(PasswordProof, ExportKey), Error> {
        let (state, message) = SignIn::start(password, &mut self.phone.random())?;
        let start = SignInStart { handle: handle.into(), message };
        let started: SignInStarted =
            self.phone.http.idempotent(&Call::post(server, "/v1/sessions/start"), &start).await?;
        let answer = started.message;
        let (message, export) = self.stretched(move |_| state.finish(&answer)).await?;
        Ok((PasswordProof { attempt: started.attempt, message }, export))
    }

    pub(super) fn sealed(self, account: AccountId, keys: &Keys, export: &ExportKey) -> Blob {
        seal_by_password(account, &keys.account, export, &mut self.phone.random())
    }

    /// Runs password stretching, which takes most of a second, on a separate thread.
    pub(crate) async fn stretched<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut Random) -> Result<T, seal::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let mut random = Random::from_seed(self.phone.random().bytes());
        let done = tokio::task::spawn_blocking(move || work(&mut random)).await;
        Ok(done.map_err(|_| Error::Fault)??)
    }
}

/// Rejects a new password that is too short or too easy to guess.
pub(crate) fn check_password(password: &str, handle: &str) -> Result<(), Error> {
    // The length of the normalized form counts, which is stretched: otherwise one character could count as several.
    if prepared(password)?.chars().count() < PASSWORD_MIN {
        return Err(Error::PasswordTooShort);
    }
    Ok(opaque::chosen(password, handle)?)
}
