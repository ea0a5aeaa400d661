//! The secrets of the app in the platform's key store: Keychain, Android Keystore, a file for the terminal.
//!
//! Layout:
//! - [`SecretStore`]: the trait that an app implements, with the store's key
//! - [`pin_lock`]: the key while a PIN is set
//! - [`biometrics`]: the key under face or fingerprint

mod biometrics;
pub(crate) mod pin_lock;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

use journal::seal::Random;
use zeroize::Zeroizing;

pub use biometrics::{BiometricError, Biometrics};
pub(crate) use pin_lock::PinLock;

/// The reason why the platform's key store failed. The platform's own message is dropped, because it may contain data
/// that must not be logged.
///
/// Not a `flat_error`: those are only returned to foreign code, but this one comes from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SecretError {
    /// The device is locked, or the person has not consented: ask again later.
    #[error("the key store is locked")]
    Locked,
    /// The key store failed.
    #[error("the key store does not answer")]
    Failed,
}

/// An unexpected exception of a foreign key store counts as a failure, and does not cause a panic.
impl From<uniffi::UnexpectedUniFFICallbackError> for SecretError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Stores small secrets for this app only. The app implements it over Keychain or Keystore.
///
/// It is called while the core opens its store. An implementation must not call back into the core from here, or both
/// wait for each other.
#[uniffi::export(with_foreign)]
pub trait SecretStore: Send + Sync {
    /// The secret of this name, if there is one.
    fn load(&self, name: String) -> Result<Option<Vec<u8>>, SecretError>;
    /// Stores a secret, and replaces an older one of the same name.
    fn save(&self, name: String, secret: Vec<u8>) -> Result<(), SecretError>;
    /// Deletes a secret. Not an error if there is none.
    fn forget(&self, name: String) -> Result<(), SecretError>;
}

/// The name of the help card for a crisis. It contains no entries, and can be read while the journal is locked.
pub(crate) const HELP_CARD: &str = "help-card";

/// The name of the store's key.
pub const STORE_KEY: &str = "journal-key";

/// The 32 bytes that open the store.
pub(crate) type StoreKey = Zeroizing<[u8; 32]>;

/// The store's key, if the platform has one.
pub(crate) fn load_key(secrets: &dyn SecretStore) -> Result<Option<StoreKey>, SecretError> {
    let Some(bytes) = secrets.load(STORE_KEY.into())?.map(Zeroizing::new) else { return Ok(None) };
    bytes.as_slice().try_into().map(|key| Some(Zeroizing::new(key))).map_err(|_| SecretError::Failed)
}

/// Generates a key and stores it in the platform's key store.
pub(crate) fn make_key(secrets: &dyn SecretStore, random: &mut Random) -> Result<StoreKey, SecretError> {
    let key = Zeroizing::new(random.bytes::<32>());
    secrets.save(STORE_KEY.into(), key.to_vec())?;
    Ok(key)
}

/// One file per secret, readable only by its owner. For the terminal phone: anyone who can read the folder as this user
/// has the key.
#[derive(Clone, Debug)]
pub struct FileSecretStore {
    folder: PathBuf,
}

impl FileSecretStore {
    /// Stores the secrets in this folder, which is created if it is missing.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.secret"))
    }

    fn write(&self, name: &str, secret: &[u8]) -> io::Result<()> {
        use io::Write as _;
        fs::create_dir_all(&self.folder)?;
        let fresh = self.folder.join(format!("{name}.secret-new"));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&fresh)?;
        file.write_all(secret)?;
        file.sync_all()?;
        // A partially written key would lock the journal forever: the new file replaces the old one atomically.
        fs::rename(fresh, self.path(name))
    }
}

impl SecretStore for FileSecretStore {
    fn load(&self, name: String) -> Result<Option<Vec<u8>>, SecretError> {
        match fs::read(self.path(&name)) {
            Ok(secret) => Ok(Some(secret)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(_) => Err(SecretError::Failed),
        }
    }

    fn save(&self, name: String, secret: Vec<u8>) -> Result<(), SecretError> {
        let secret = Zeroizing::new(secret);
        self.write(&name, &secret).map_err(|_| SecretError::Failed)
    }

    fn forget(&self, name: String) -> Result<(), SecretError> {
        match fs::remove_file(self.path(&name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(SecretError::Failed),
            _ => Ok(()),
        }
    }
}

/// Keeps secrets while the process runs. For tests and for demos that leave nothing behind.
#[derive(Default)]
pub struct MemorySecretStore(Mutex<HashMap<String, Vec<u8>>>);

impl SecretStore for MemorySecretStore {
    fn load(&self, name: String) -> Result<Option<Vec<u8>>, SecretError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned())
    }

    fn save(&self, name: String, secret: Vec<u8>) -> Result<(), SecretError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, secret);
        Ok(())
    }

    fn forget(&self, name: String) -> Result<(), SecretError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_file_is_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileSecretStore::new(folder.path().join("deep/er"));
        assert_eq!(store.load("k".into()).unwrap(), None);
        store.save("k".into(), vec![1]).unwrap();
        store.save("k".into(), vec![2, 3]).unwrap();
        assert_eq!(store.load("k".into()).unwrap(), Some(vec![2, 3]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(store.path("k")).unwrap().permissions().mode() & 0o777, 0o600);
        }
        store.forget("k".into()).unwrap();
        store.forget("k".into()).unwrap();
        assert_eq!(store.load("k".into()).unwrap(), None);
    }

    #[test]
    fn a_key_of_the_wrong_length_is_refused_and_not_replaced() {
        let store = MemorySecretStore::default();
        store.save(STORE_KEY.into(), vec![1; 31]).unwrap();
        assert_eq!(load_key(&store), Err(SecretError::Failed));
    }
}
