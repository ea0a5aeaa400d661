//! Biometrics: the platform keeps the store's key under face or finger, and returns it only to the person.

/// Why biometric authentication failed.
///
/// Not a `flat_error`: this one comes in over the border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum BiometricError {
    /// Not recognised, or the person said no.
    #[error("not recognised")]
    Refused,
    /// Faces or fingers were added or removed since: the platform has dropped the key.
    #[error("faces or fingers have changed")]
    Changed,
    /// There is no such hardware, none is set up, or it is blocked after too many tries.
    #[error("not available")]
    Unavailable,
}

/// An unexpected exception of a foreign implementation counts as unavailable, and does not panic.
impl From<uniffi::UnexpectedUniFFICallbackError> for BiometricError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

/// Keeps one secret that only the person's face or finger gives back: a Keychain item with `biometryCurrentSet`, a key of
/// the Android Keystore with `setUserAuthenticationRequired`. The app implements it.
#[uniffi::export(with_foreign)]
pub trait Biometrics: Send + Sync {
    /// Keeps the secret in place of an older one. The platform may ask the person.
    fn keep(&self, secret: Vec<u8>) -> Result<(), BiometricError>;
    /// Asks the person and gives the secret back. May wait for as long as they take: it is called off the main thread.
    fn release(&self) -> Result<Vec<u8>, BiometricError>;
    /// Forgets the secret. It is no error if there is none.
    fn forget(&self) -> Result<(), BiometricError>;
}
