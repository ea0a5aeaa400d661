//! The lock: PIN, face or finger, auto-lock, quick exit. Everything here but the settings works while it is locked.

use std::sync::Arc;

use super::{CoreError, PhoneCore};
use crate::lock::{Biometrics, LockView};

#[uniffi::export]
impl PhoneCore {
    /// How the lock stands.
    pub fn lock_view(&self) -> Result<LockView, CoreError> {
        self.said(self.phone.lock_view())
    }

    /// Whether the journal is locked: every call that needs it then fails with the code `locked`. One that was left
    /// alone for the chosen time is locked from this call on.
    pub fn is_locked(&self) -> bool {
        self.phone.is_locked()
    }

    /// Locks at once: the key leaves the process. Says whether a PIN keeps it locked; without one nothing is, and a quick
    /// exit ends the app.
    pub fn lock(&self) -> Result<bool, CoreError> {
        self.said(self.phone.lock())
    }

    /// The screen was touched: the time until it locks by itself begins anew.
    pub fn touch(&self) {
        self.phone.touch();
    }

    /// The app leaves the screen. Save the draft before this.
    pub fn leave_screen(&self) -> Result<(), CoreError> {
        self.said(self.phone.leave_screen())
    }

    /// After how many seconds without a touch it locks; 0: whenever the app leaves the screen; absent: never by itself.
    pub fn set_auto_lock(&self, seconds: Option<u32>) -> Result<(), CoreError> {
        self.said(self.phone.set_auto_lock(seconds))
    }

    /// How this platform asks for face or finger. Say it before unlocking.
    pub fn use_biometrics(&self, biometrics: Arc<dyn Biometrics>) {
        self.phone.use_biometrics(biometrics);
    }

    /// Only the PIN opens it from now on.
    pub fn disable_biometrics(&self) -> Result<(), CoreError> {
        self.said(self.phone.disable_biometrics())
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Sets a PIN of at least four signs, or another one in place of `old`.
    #[uniffi::method(default(old = None))]
    pub async fn set_pin(&self, pin: String, old: Option<String>) -> Result<(), CoreError> {
        self.said(self.phone.set_pin(&pin, old.as_deref()).await)
    }

    /// Removes the PIN.
    pub async fn remove_pin(&self, pin: String) -> Result<(), CoreError> {
        self.said(self.phone.remove_pin(&pin).await)
    }

    /// Opens the journal. Fails with `pin_wrong`, or with `pin_wait` and how long to wait.
    pub async fn unlock(&self, pin: String) -> Result<(), CoreError> {
        self.said(self.phone.unlock(&pin).await)
    }

    /// Deletes everything on this phone after so many wrong PINs in a row, at least five; absent: never. Show
    /// `what_would_be_lost` before it is chosen.
    pub async fn set_wipe_after(&self, failures: Option<u32>, pin: String) -> Result<(), CoreError> {
        self.said(self.phone.set_wipe_after(failures, &pin).await)
    }

    /// Lets face or finger open the journal beside the PIN.
    pub async fn enable_biometrics(&self, pin: String) -> Result<(), CoreError> {
        self.said(self.phone.enable_biometrics(&pin).await)
    }

    /// Opens the journal with face or finger.
    pub async fn unlock_with_biometrics(&self) -> Result<(), CoreError> {
        self.said(self.phone.unlock_with_biometrics().await)
    }
}
