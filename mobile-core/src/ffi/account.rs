//! Welcome, sign in, recovery kit, devices.

use super::{CoreError, PhoneCore};
use crate::Error;
use crate::accounts::AccountView;

/// One of the account's devices.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DeviceView {
    /// The device's id, for [`PhoneCore::remove_device`].
    pub id: String,
    /// The name to show.
    pub name: String,
    /// When it signed in first: milliseconds since the Unix epoch.
    pub created_at: i64,
    /// When it was last active.
    pub seen_at: i64,
    /// The app it uses, known after its first refresh: "Afterglow on Android".
    pub seen_with: Option<String>,
    /// Whether it is this device.
    pub current: bool,
}

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// The account on this phone, if there is one.
    pub fn account(&self) -> Result<Option<AccountView>, CoreError> {
        self.localized(self.phone.account().view())
    }

    /// Registers an account, which includes entries written before. Returns the recovery code, fifteen words: show
    /// them, let the person keep them, and ask for them with `confirm_recovery_code`.
    ///
    /// Most servers require a therapist's `invitation`: its link, which is accepted with `join` afterwards. Without an
    /// account everything stays on this phone.
    ///
    /// If the answer is lost, call it again with the same name and password.
    #[uniffi::method(default(invitation = None))]
    pub async fn register(
        &self,
        server: String,
        handle: String,
        password: String,
        invitation: Option<String>,
    ) -> Result<String, CoreError> {
        let made = self.phone.account().register_with(&server, &handle, &password, invitation.as_deref()).await;
        self.localized(made.map(|code| code.to_string()))
    }

    /// Signs in with the password, on another phone of the same person or again on this one.
    pub async fn sign_in(&self, server: String, handle: String, password: String) -> Result<(), CoreError> {
        self.localized(self.phone.account().sign_in(&server, &handle, &password).await)
    }

    /// Signs in with the recovery code, and sets a new password. All other devices are signed out.
    pub async fn recover(
        &self,
        server: String,
        handle: String,
        code: String,
        new_password: String,
    ) -> Result<(), CoreError> {
        self.localized(self.phone.account().recover(&server, &handle, &code, &new_password).await)
    }

    /// The recovery code, until the person has confirmed that they keep it.
    pub fn recovery_code(&self) -> Result<Option<String>, CoreError> {
        self.localized(self.phone.account().recovery_code().map(|code| code.map(|code| code.to_string())))
    }

    /// Writes the recovery code as a page to print: its numbered words, and a QR code. Only until it was confirmed.
    pub fn recovery_kit(&self, to: String) -> Result<(), CoreError> {
        self.localized(self.phone.account().recovery_kit(std::path::Path::new(&to)))
    }

    /// The person types the code again. Only then does it count as kept, and is deleted from this phone.
    pub fn confirm_recovery_code(&self, code: String) -> Result<(), CoreError> {
        self.localized(self.phone.account().confirm_recovery_code(&code))
    }

    /// Replaces the password. Other devices stay signed in.
    pub async fn change_password(&self, password: String, new_password: String) -> Result<(), CoreError> {
        self.localized(self.phone.account().change_password(&password, &new_password).await)
    }

    /// Renewal after a phone was lost: replaces password, recovery code, keys and identity in one operation, and signs
    /// out all other phones, which sign in again with the new password. Returns the new recovery code, as `register`
    /// does; the old one is invalid. Without `code` (lost, or never confirmed) every relationship ends, and each
    /// therapist has to invite again.
    ///
    /// If the response is lost, the next sync detects it, and `recovery_code` returns the code.
    pub async fn lost_phone(
        &self,
        password: String,
        new_password: String,
        code: Option<String>,
    ) -> Result<String, CoreError> {
        let renewed = self.phone.account().lost_phone(&password, &new_password, code.as_deref()).await;
        self.localized(renewed.map(|code| code.to_string()))
    }

    /// Ends this device's session. The journal stays on the phone.
    pub async fn sign_out(&self) -> Result<(), CoreError> {
        self.localized(self.phone.account().sign_out().await)
    }

    /// The account's devices.
    pub async fn devices(&self) -> Result<Vec<DeviceView>, CoreError> {
        let devices = self.localized(self.phone.account().devices().await)?.into_iter();
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

    /// Signs out another device, which needs the account's password: a phone that was sold or given away. For a lost
    /// one see `lost_phone`.
    pub async fn remove_device(&self, device: String, password: String) -> Result<(), CoreError> {
        let device = device.parse().map_err(|_| Error::from(protocol::Code::NotFound))?;
        self.localized(self.phone.account().remove_device(device, &password).await)
    }
}
