//! A new password, for a person with the recovery code or for a signed-in person. Both only seal the account key again.

use journal::seal::RecoveryCode;
use journal::seal::account::{seal_by_password, unlock_with_code};
use journal::seal::opaque::{Registration, chosen};
use protocol::account::{
    PasswordFinish, PasswordStart, RecoveryFinish, RecoveryStart, RecoveryStarted, RegistrationStarted,
};

use crate::access::{Pending, Recovered, Recovery, browser};
use crate::call::from_json;
use crate::{Call, Desk, Fault};

impl Desk {
    /// Starts a recovery with the fifteen words. Fails with `code` when they are not a recovery code.
    pub fn recover_start(&mut self, handle: &str, words: &str, password: &str) -> Result<Call, Fault> {
        let code = RecoveryCode::parse(words, self.list()?)?;
        chosen(password, handle)?;
        let (state, message) = Registration::start(password, &mut self.random)?;
        let body = RecoveryStart { handle: handle.into(), token: code.token(), message };
        self.pending = Pending::Recovery(Box::new(Recovery { state, handle: handle.into(), code }));
        Ok(Call::post("/v1/recovery/start", &body).without_sign_in())
    }

    /// Opens the keys with the code and seals them under the new password. [`Desk::signed_in`] reads the response.
    pub fn recover_finish(&mut self, answer: &[u8], device: &str) -> Result<Call, Fault> {
        let Pending::Recovery(recovery) = std::mem::take(&mut self.pending) else { return Err(Fault::not_ready()) };
        let Recovery { state, handle, code } = *recovery;
        let started: RecoveryStarted = from_json(answer)?;
        let keys = unlock_with_code(started.account, &started.keys, &started.manifest, &code)?;
        let (message, export) = state.finish(&started.message, &mut self.random)?;
        let body = RecoveryFinish {
            handle,
            token: code.token(),
            message,
            account_by_password: seal_by_password(started.account, &keys.account, &export, &mut self.random),
            device: browser(device),
            second_factor: None,
        };
        self.pending = Pending::Recovered(Box::new(Recovered { account: started.account, keys }));
        Ok(Call::post("/v1/recovery/finish", &body).without_sign_in())
    }

    /// Starts a password change of a signed-in person who knows the current password.
    pub fn password_start(&mut self, password: &str) -> Result<Call, Fault> {
        self.keys()?;
        chosen(password, "")?;
        let (state, message) = Registration::start(password, &mut self.random)?;
        self.pending = Pending::Password(Box::new(state));
        Ok(Call::post("/v1/me/password/start", &PasswordStart { message }))
    }

    /// Seals the account key under the new password. `proof` is a `PasswordProof` of the current one, as JSON.
    pub fn password_finish(&mut self, answer: &[u8], proof: &str) -> Result<Call, Fault> {
        let Pending::Password(state) = std::mem::take(&mut self.pending) else { return Err(Fault::not_ready()) };
        let (keys, account) = self.keys.as_ref().zip(self.account.as_ref()).ok_or_else(Fault::not_ready)?;
        let started: RegistrationStarted = from_json(answer)?;
        let (message, export) = state.finish(&started.message, &mut self.random)?;
        let account_by_password = seal_by_password(account.id, &keys.account, &export, &mut self.random);
        let proof = from_json(proof.as_bytes())?;
        let body = PasswordFinish { proof, second_factor: None, message, account_by_password };
        Ok(Call::put("/v1/me/password", &body))
    }
}
