//! Welcome, sign in, recovery kit, devices.

use super::{CoreError, PhoneCore};
use crate::Error;
use crate::accounts::AccountView;

/// One of the account's devices.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DeviceView {
    /// Names it in [`PhoneCore::remove_device`].
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it signed in first: milliseconds since the Unix epoch.
    pub created_at: i64,
    /// When it was last heard of.
    pub seen_at: i64,
    /// With which program, once it has refreshed its session: "Afterglow on Android".
    pub seen_with: Option<String>,
    /// Whether it is this one.
    pub current: bool,
}

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Who is on this phone, if anybody.
    pub fn account(&self) -> Result<Option<AccountView>, CoreError> {
        self.said(self.phone.account())
    }

    /// Makes an account and takes what was written before it along. Returns the recovery code, fifteen words: show
    /// them, let the person keep them, and ask for them back with `confirm_recovery_code`.
    ///
    /// Most servers ask for a therapist's `invitation`: its link, which is then answered with `join`. Without an account
    /// everything is written and kept on this phone.
    ///
    /// Should the answer get lost on the way, call it again with the same name and password.
    #[uniffi::method(default(invitation = None))]
    pub async fn register(
        &self,
        server: String,
        handle: String,
        password: String,
        invitation: Option<String>,
    ) -> Result<String, CoreError> {
        let made = self.phone.register_with(&server, &handle, &password, invitation.as_deref()).await;
        self.said(made.map(|code| code.to_string()))
    }

    /// Signs in with the password: on another phone of the same person, or again on this one.
    pub async fn sign_in(&self, server: String, handle: String, password: String) -> Result<(), CoreError> {
        self.said(self.phone.sign_in(&server, &handle, &password).await)
    }

    /// Lets somebody in who has the recovery code, and sets a new password. All other devices are signed out.
    pub async fn recover(
        &self,
        server: String,
        handle: String,
        code: String,
        new_password: String,
    ) -> Result<(), CoreError> {
        self.said(self.phone.recover(&server, &handle, &code, &new_password).await)
    }

    /// The recovery code, until the person has confirmed that it is kept.
    pub fn recovery_code(&self) -> Result<Option<String>, CoreError> {
        self.said(self.phone.recovery_code().map(|code| code.map(|code| code.to_string())))
    }

    /// The person types the code back. Only then it counts as kept, and this phone forgets it.
    pub fn confirm_recovery_code(&self, code: String) -> Result<(), CoreError> {
        self.said(self.phone.confirm_recovery_code(&code))
    }

    /// Sets a new password in place of the one before.
    pub async fn change_password(&self, password: String, new_password: String) -> Result<(), CoreError> {
        self.said(self.phone.change_password(&password, &new_password).await)
    }

    /// A phone was lost: exchanges password, recovery code, keys and identity in one act, and signs out all other phones. They
    /// sign in again with the new password. Returns the new recovery code, as `register` does: the old one is worth nothing
    /// from then on. Without `code` (lost, or never confirmed) every relationship ends, and each therapist invites again.
    ///
    /// Should the answer get lost on the way, the next sync finds out, and `recovery_code` has the code.
    pub async fn lost_phone(
        &self,
        password: String,
        new_password: String,
        code: Option<String>,
    ) -> Result<String, CoreError> {
        let renewed = self.phone.lost_phone(&password, &new_password, code.as_deref()).await;
        self.said(renewed.map(|code| code.to_string()))
    }

    /// Ends this device's session. The journal stays on the phone.
    pub async fn sign_out(&self) -> Result<(), CoreError> {
        self.said(self.phone.sign_out().await)
    }

    /// The account's devices.
    pub async fn devices(&self) -> Result<Vec<DeviceView>, CoreError> {
        let devices = self.said(self.phone.devices().await)?.into_iter();
        let view = |device: protocol::account::Device| DeviceView {
            id: device.id.to_string(),
            name: device.name,
            created_at: device.created_at,
            seen_at: device.seen_at,
            seen_with: device.seen_with,
            current: device.current,
        };
        Ok(devices.map(view).collect())
    }

    /// Signs another device out, for the account's password: a phone that was sold or given away. For one that was lost
    /// see `lost_phone`.
    pub async fn remove_device(&self, device: String, password: String) -> Result<(), CoreError> {
        let device = device.parse().map_err(|_| Error::from(protocol::Code::NotFound))?;
        self.said(self.phone.remove_device(device, &password).await)
    }
}
