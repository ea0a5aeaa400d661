//! Biometrics: the platform stores the store's key under face or fingerprint, and returns it only to the person.

/// Why biometric authentication failed.
///
/// Not a `flat_error`, because foreign code creates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum BiometricError {
    /// Not recognized, or the person declined.
    #[error("not recognised")]
    Refused,
    /// Faces or fingerprints were added or removed since: the platform has dropped the key.
    #[error("faces or fingers have changed")]
    Changed,
    /// There is no such hardware, none is set up, or it is blocked after too many attempts.
    #[error("not available")]
    Unavailable,
}

/// An unexpected exception of a foreign implementation counts as unavailable, and does not cause a panic.
impl From<uniffi::UnexpectedUniFFICallbackError> for BiometricError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}

/// Stores one secret that only the person's face or fingerprint releases: a Keychain item with `biometryCurrentSet`, a
/// key of the Android Keystore with `setUserAuthenticationRequired`. The app implements it.
#[uniffi::export(with_foreign)]
pub trait Biometrics: Send + Sync {
    /// Stores the secret and replaces an older one. The platform may ask the person.
    fn keep(&self, secret: Vec<u8>) -> Result<(), BiometricError>;
    /// Asks the person and returns the secret. May wait for as long as they take: it is called off the main thread.
    fn release(&self) -> Result<Vec<u8>, BiometricError>;
    /// Deletes the secret. Not an error if there is none.
    fn forget(&self) -> Result<(), BiometricError>;
}
