//! Sign-in and unlock (one operation, because the keys come only from the password), and the enrolment of new staff.

use journal::seal::account::{self, Created};
use journal::seal::opaque::{Registration, SignIn, chosen};
use journal::seal::{Keys, RecoveryCode, Role as Part};
use protocol::account::{
    Account, EnrolmentUse, NewDevice, Refresh, RegistrationFinish, RegistrationStart, RegistrationStarted, Session,
    SignInFinish, SignInStart, SignInStarted,
};
use protocol::care::Role;
use protocol::{AccountId, CollectionId};
use serde::{Deserialize, Serialize};
use tsify::Tsify;
use zeroize::Zeroizing;

use crate::call::from_json;
use crate::{Call, Desk, Fault};

/// A multi-step operation between two of its messages.
#[derive(Default)]
pub(crate) enum Pending {
    #[default]
    Nothing,
    SignIn(Box<SignIn>),
    /// The password was right; the session is pending.
    Unlock(journal::seal::ExportKey),
    Enrol(Box<(Registration, Enrol)>),
    /// Keys are generated; the person writes the recovery code down.
    Kit(Box<Kit>),
    /// The recovery code is being verified by the server.
    Recovery(Box<Recovery>),
    /// The recovery code has opened the keys; the session is pending.
    Recovered(Box<Recovered>),
    /// A signed-in person chooses a new password.
    Password(Box<Registration>),
}

/// A recovery between its two messages.
pub(crate) struct Recovery {
    pub(crate) state: Registration,
    pub(crate) handle: String,
    pub(crate) code: RecoveryCode,
}

/// The code was right and the keys are open; the session is pending.
pub(crate) struct Recovered {
    pub(crate) account: AccountId,
    pub(crate) keys: Keys,
}

pub(crate) struct Kit {
    enrol: Enrol,
    account: AccountId,
    message: protocol::Blob,
    created: Created,
}

/// The input of a member of staff at enrolment.
#[derive(Clone, Serialize, Deserialize, Tsify)]
pub struct Enrol {
    /// The one-time enrolment code.
    pub code: String,
    /// The name that colleagues and clients see.
    pub name: String,
    /// The practice's name; only for its first member.
    pub practice: Option<String>,
    /// The sign-in name of the new account.
    pub handle: String,
}

/// The part of a session that the worker and the pages need.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Admission {
    /// For `Authorization: Bearer`; it stays in the worker.
    pub access_token: String,
    /// Seconds until the access token expires.
    pub expires_in: u32,
    /// This browser's id among the account's devices.
    pub device: String,
    /// The member who has signed in.
    pub who: Who,
}

/// The member who is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Who {
    /// The sign-in name.
    pub handle: String,
    /// The name that colleagues and clients see.
    pub name: String,
    /// The practice's name.
    pub practice: String,
    /// Whether the member can invite clients.
    pub therapist: bool,
    /// Whether the member can enrol others.
    pub owner: bool,
    /// The practice requires a second factor, and the member has none: the session can only set it up.
    pub second_factor_missing: bool,
}

impl Desk {
    /// Sign-in, step 1.
    pub fn sign_in_start(&mut self, handle: &str, password: &str) -> Result<Call, Fault> {
        let (state, message) = SignIn::start(password, &mut self.random)?;
        self.pending = Pending::SignIn(Box::new(state));
        Ok(Call::post("/v1/sessions/start", &SignInStart { handle: handle.into(), message }).without_sign_in())
    }

    /// Sign-in, step 2. Fails with `password` when the password is wrong.
    pub fn sign_in_finish(&mut self, answer: &[u8], device: &str) -> Result<Call, Fault> {
        let Pending::SignIn(state) = std::mem::take(&mut self.pending) else { return Err(Fault::not_ready()) };
        let started: SignInStarted = from_json(answer)?;
        let (message, export) = state.finish(&started.message)?;
        self.pending = Pending::Unlock(export);
        let body = SignInFinish { attempt: started.attempt, message, device: browser(device), second_factor: None };
        Ok(Call::post("/v1/sessions/finish", &body).without_sign_in())
    }

    /// Reads the session that completes a sign-in, an enrolment or a recovery, and unlocks the account's keys.
    pub fn signed_in(&mut self, answer: &[u8]) -> Result<Admission, Fault> {
        let session: Session = from_json(answer)?;
        let keys = match std::mem::take(&mut self.pending) {
            Pending::Unlock(export) => {
                account::unlock(session.account.id, &session.account.keys, &session.account.manifest, &export)?
            }
            Pending::Kit(kit) if kit.account == session.account.id => kit.created.keys,
            Pending::Recovered(made) if made.account == session.account.id => made.keys,
            _ => return Err(Fault::not_ready()),
        };
        if keys.manifest.role != Part::Staff {
            return Err(journal::seal::Error::Role.into());
        }
        self.unlock(session.account.clone(), keys);
        Ok(admission(session))
    }

    /// Requests a new access token. The browser adds its cookie.
    pub fn refresh_call(&self) -> Call {
        Call::post("/v1/sessions/refresh", &Refresh::default()).without_sign_in()
    }

    /// Reads a refreshed session. It unlocks nothing, because the keys come only from the password.
    pub fn refreshed(&self, answer: &[u8]) -> Result<Admission, Fault> {
        Ok(admission(from_json(answer)?))
    }

    /// Ends this browser's session.
    pub fn sign_out_call(&self) -> Call {
        Call::delete("/v1/sessions/current")
    }

    /// Ends the session that this browser had before it was unlocked again.
    pub fn end_device_call(&self, device: &str) -> Call {
        Call::delete(format!("/v1/devices/{device}"))
    }

    /// Enrolment, step 1.
    pub fn enrol_start(&mut self, enrol: Enrol, password: &str) -> Result<Call, Fault> {
        chosen(password, &enrol.handle)?;
        let (state, message) = Registration::start(password, &mut self.random)?;
        let body = RegistrationStart { handle: enrol.handle.clone(), message };
        self.pending = Pending::Enrol(Box::new((state, enrol)));
        Ok(Call::post("/v1/accounts/registration/start", &body).without_sign_in())
    }

    /// Generates the account's keys and returns the words of the recovery code. Nothing is registered yet, so no
    /// account can exist whose code nobody has.
    pub fn enrol_kit(&mut self, answer: &[u8], now: f64) -> Result<String, Fault> {
        self.list()?;
        let Pending::Enrol(enrol) = std::mem::take(&mut self.pending) else { return Err(Fault::not_ready()) };
        let (state, enrol) = *enrol;
        let started: RegistrationStarted = from_json(answer)?;
        let (message, export) = state.finish(&started.message, &mut self.random)?;
        let account = AccountId::new(now as u64, self.random.bytes());
        let private = CollectionId::new(now as u64, self.random.bytes());
        let created = account::create(account, &export, private, Part::Staff, now as i64, &mut self.random)?;
        let words = created.code.words(self.list()?).to_string();
        self.pending = Pending::Kit(Box::new(Kit { enrol, account, message, created }));
        Ok(words)
    }

    /// Registers the account, after the recovery code was typed in. `code` replaces a rejected enrolment code.
    pub fn enrol_finish(&mut self, typed: String, code: Option<String>, device: &str) -> Result<Call, Fault> {
        let typed = RecoveryCode::parse(&Zeroizing::new(typed), self.list()?)?;
        let Pending::Kit(kit) = &mut self.pending else { return Err(Fault::not_ready()) };
        if typed != kit.created.code {
            return Err(journal::seal::Error::Code.into());
        }
        if let Some(code) = code {
            kit.enrol.code = code;
        }
        // The code was typed in, so the first manifest already marks it as confirmed.
        let created = &mut kit.created;
        created.keys.manifest.code_confirmed = true;
        created.manifest = created.keys.manifest.seal(&created.keys.account, kit.account, 1, &mut self.random);
        let Enrol { code, name, practice, handle } = kit.enrol.clone();
        let body = RegistrationFinish {
            account: kit.account,
            handle,
            message: kit.message.clone(),
            keys: kit.created.bundle.clone(),
            manifest: kit.created.manifest.clone(),
            recovery: kit.created.recovery.clone(),
            private: kit.created.private.clone(),
            enrolment: Some(EnrolmentUse { code, name, practice }),
            invitation: None,
            device: browser(device),
        };
        Ok(Call::post("/v1/accounts/registration/finish", &body).without_sign_in())
    }
}

impl Desk {
    pub(crate) fn unlock(&mut self, account: Account, keys: Keys) {
        self.account = Some(account);
        self.keys = Some(keys);
    }

    /// Requests the account again, after its manifest has changed.
    pub fn account_call(&self) -> Call {
        Call::get("/v1/me")
    }

    /// Applies the account. An older manifest than the current one is ignored.
    pub fn take_account(&mut self, answer: &[u8]) -> Result<(), Fault> {
        let account: Account = from_json(answer)?;
        let keys = self.keys.as_mut().ok_or_else(Fault::not_ready)?;
        let newer = account::with_account_key(account.id, keys.account.clone(), &account.manifest)?;
        newer.manifest.not_older(newer.manifest_version, (keys.manifest.generation, keys.manifest_version))?;
        let keyring = std::mem::take(&mut keys.keyring);
        *keys = Keys { keyring, ..newer };
        self.account = Some(account);
        self.bonds.stale = true;
        Ok(())
    }
}

pub(crate) fn browser(name: &str) -> NewDevice {
    NewDevice { name: name.into(), cookie: true }
}

fn admission(session: Session) -> Admission {
    let Session { access_token, expires_in, device, account, .. } = session;
    let member = account.member;
    let has = |role| member.as_ref().is_some_and(|member| member.roles.contains(&role));
    let (therapist, owner) = (has(Role::Therapist), has(Role::Owner));
    let second_factor_missing = member.as_ref().is_some_and(|member| member.second_factor_missing);
    let (name, practice) = member.map(|member| (member.name, member.practice_name)).unwrap_or_default();
    let who = Who { handle: account.handle, name, practice, therapist, owner, second_factor_missing };
    Admission { access_token, expires_in, device: device.to_string(), who }
}
