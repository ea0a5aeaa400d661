//! The lock: PIN, face or fingerprint, auto-lock, quick exit. All calls except the settings work while it is locked.

use std::sync::Arc;

use super::{CoreError, PhoneCore};
use crate::lock::LockView;
use crate::secrets::Biometrics;

#[uniffi::export]
impl PhoneCore {
    /// The state of the lock.
    pub fn lock_view(&self) -> Result<LockView, CoreError> {
        self.localized(self.phone.app_lock().lock_view())
    }

    /// Whether the journal is locked: every call that needs it then fails with the code `locked`. Locks it if auto-lock
    /// is due.
    pub fn is_locked(&self) -> bool {
        self.phone.app_lock().is_locked()
    }

    /// Locks at once: the key leaves the process. Returns whether a PIN locks the journal; without a PIN it is not
    /// locked, and a quick exit ends the app.
    pub fn lock(&self) -> Result<bool, CoreError> {
        self.localized(self.phone.app_lock().lock())
    }

    /// Restarts the time until auto-lock. Call it when the screen is touched.
    pub fn touch(&self) {
        self.phone.app_lock().touch();
    }

    /// The app leaves the screen. Save the draft before this.
    pub fn leave_screen(&self) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().leave_screen())
    }

    /// Sets the seconds without a touch until it locks; 0: whenever the app leaves the screen; absent: never.
    pub fn set_auto_lock(&self, seconds: Option<u32>) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().set_auto_lock(seconds))
    }

    /// Sets how this platform asks for face or fingerprint. Call it before unlocking.
    pub fn use_biometrics(&self, biometrics: Arc<dyn Biometrics>) {
        self.phone.app_lock().use_biometrics(biometrics);
    }

    /// Turns off unlocking by face or fingerprint.
    pub fn disable_biometrics(&self) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().disable_biometrics())
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Sets a PIN of at least four characters, or replaces `old`.
    #[uniffi::method(default(old = None))]
    pub async fn set_pin(&self, pin: String, old: Option<String>) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().set_pin(&pin, old.as_deref()).await)
    }

    /// Removes the PIN and the biometric unlock. Fails with `pin_wrong` or `pin_wait`.
    pub async fn remove_pin(&self, pin: String) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().remove_pin(&pin).await)
    }

    /// Unlocks the journal. Fails with `pin_wrong`, or with `pin_wait` and the time to wait.
    pub async fn unlock(&self, pin: String) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().unlock(&pin).await)
    }

    /// Sets the number of wrong PINs in a row after which everything on this phone is deleted, at least five; absent: never.
    /// Show `what_would_be_lost` before.
    pub async fn set_wipe_after(&self, failures: Option<u32>, pin: String) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().set_wipe_after(failures, &pin).await)
    }

    /// Turns on unlocking by face or fingerprint in addition to the PIN.
    pub async fn enable_biometrics(&self, pin: String) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().enable_biometrics(&pin).await)
    }

    /// Unlocks the journal with face or fingerprint.
    pub async fn unlock_with_biometrics(&self) -> Result<(), CoreError> {
        self.localized(self.phone.app_lock().unlock_with_biometrics().await)
    }
}
