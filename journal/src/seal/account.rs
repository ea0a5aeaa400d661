//! Creates an account's keys, unlocks them with the password or the recovery code, and seals them under a new password.
//! [`super::renewal`] replaces them after a phone was lost.

use protocol::account::{KeyBundle, RecoveryVerifier, SealedManifest};
use protocol::care::{Collection, NewCollection};
use protocol::{AccountId, Blob, CollectionId};

use super::keyring::{Kind, seal_key};
use super::wrap::{unwrap, wrap};
use super::{
    AccountKey, CollectionKey, Error, ExportKey, Identity, Keyring, Manifest, NextIdentity, Random, RecoveryCode, Role,
};

const BY_PASSWORD: &str = "account key by password";
const BY_RECOVERY: &str = "account key by recovery code";

/// The keys of an unlocked account.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The root key; seals all other keys of the account.
    pub account: AccountKey,
    /// The version number of `manifest` on the server.
    pub manifest_version: u32,
    /// The account's sealed description of itself, opened.
    pub manifest: Manifest,
    /// The collection keys that this device holds.
    pub keyring: Keyring,
}

impl Keys {
    /// The key pair that identifies the account to the other side of a bond.
    pub fn identity(&self) -> &Identity {
        &self.manifest.identity
    }

    /// Opens the collection keys that the account has stored on the server. The manifest, not the server, decides which
    /// collection is private. Returns the rejected keys. The private collection's newest key must also match the
    /// manifest's key check.
    pub fn open_stored(&mut self, listed: &[Collection]) -> Vec<(CollectionId, Error)> {
        let Manifest { private, private_epoch, private_check, .. } = self.manifest;
        let mut refused = self.keyring.open_stored(&self.account, private, listed);
        if self.keyring.get(private, private_epoch).is_ok_and(|key| key.check() != private_check) {
            refused.push((private, Error::WrongKey));
        }
        refused
    }

    /// Seals the next version of the manifest, which states that the person has confirmed the recovery code.
    ///
    /// # Errors
    /// [`Error::Exchange`] when the version number would overflow.
    pub fn confirm_code(&self, account: AccountId, random: &mut Random) -> Result<(SealedManifest, Manifest), Error> {
        let manifest = Manifest { code_confirmed: true, ..self.manifest.clone() };
        let version = self.manifest_version.checked_add(1).ok_or(Error::Exchange)?;
        Ok((manifest.seal(&self.account, account, version, random), manifest))
    }
}

/// A new account, split by receiver: server, device, person.
#[derive(Debug)]
pub struct Created {
    /// For the server: the sealed account key.
    pub bundle: KeyBundle,
    /// For the server: the first version of the manifest.
    pub manifest: SealedManifest,
    /// For the server: verifies the recovery code.
    pub recovery: RecoveryVerifier,
    /// For the server: the account's private collection.
    pub private: NewCollection,
    /// For the device: the unlocked keys.
    pub keys: Keys,
    /// For the person, shown once.
    pub code: RecoveryCode,
}

/// Generates an account's keys and its private collection.
///
/// # Errors
/// None in practice: see [`RecoveryCode::next_identity`].
pub fn create(
    account: AccountId,
    export: &ExportKey,
    private: CollectionId,
    role: Role,
    now_ms: i64,
    random: &mut Random,
) -> Result<Created, Error> {
    let key = AccountKey::generate(random);
    let code = RecoveryCode::generate(random);
    let (collection, collection_key) = new_collection(Kind::Private, private, &key, random);
    let manifest = Manifest {
        role,
        generation: 1,
        renewed_at: now_ms,
        identity: Identity::generate(random),
        next: NextIdentity::to(code.next_identity(account)?.public()),
        private,
        private_epoch: 1,
        private_check: collection_key.check(),
        code_confirmed: false,
    };
    let mut keyring = Keyring::default();
    keyring.insert(private, 1, collection_key);
    Ok(Created {
        bundle: bundle(account, &key, export, &code, random),
        manifest: manifest.seal(&key, account, 1, random),
        recovery: RecoveryVerifier { token: code.token() },
        private: collection,
        keys: Keys { account: key, manifest_version: 1, manifest, keyring },
        code,
    })
}

/// Generates a collection's first key, and the request that registers the collection.
pub fn new_collection(
    kind: Kind,
    id: CollectionId,
    account: &AccountKey,
    random: &mut Random,
) -> (NewCollection, CollectionKey) {
    let key = CollectionKey::generate(random);
    let key_sealed = seal_key(account, kind, id, 1, &key, random);
    (NewCollection { id, key_check: key.check()[..].into(), key_sealed }, key)
}

/// Seals the account key under a password's export key. A password change replaces only these bytes.
pub fn seal_by_password(account: AccountId, key: &AccountKey, export: &ExportKey, random: &mut Random) -> Blob {
    wrap(export.expose(), BY_PASSWORD, account.as_bytes(), key.expose(), random).into()
}

/// Unlocks an account with the password's export key. The keyring is empty until [`Keys::open_stored`] runs.
pub fn unlock(
    account: AccountId,
    bundle: &KeyBundle,
    manifest: &SealedManifest,
    export: &ExportKey,
) -> Result<Keys, Error> {
    let key = unwrap(export.expose(), BY_PASSWORD, account.as_bytes(), bundle.account_by_password.as_ref())?;
    with_account_key(account, AccountKey::from_bytes(&key)?, manifest)
}

/// Unlocks an account with the recovery code. The keyring is empty until [`Keys::open_stored`] runs.
pub fn unlock_with_code(
    account: AccountId,
    bundle: &KeyBundle,
    manifest: &SealedManifest,
    code: &RecoveryCode,
) -> Result<Keys, Error> {
    let key = unwrap(code.expose(), BY_RECOVERY, account.as_bytes(), bundle.account_by_recovery.as_ref())?;
    with_account_key(account, AccountKey::from_bytes(&key)?, manifest)
}

/// Unlocks an account with an account key from the device's encrypted store.
pub fn with_account_key(account: AccountId, key: AccountKey, manifest: &SealedManifest) -> Result<Keys, Error> {
    let opened = Manifest::open(&key, account, manifest)?;
    Ok(Keys { account: key, manifest_version: manifest.version, manifest: opened, keyring: Keyring::default() })
}

pub(super) fn bundle(
    account: AccountId,
    key: &AccountKey,
    export: &ExportKey,
    code: &RecoveryCode,
    random: &mut Random,
) -> KeyBundle {
    KeyBundle {
        account_by_password: seal_by_password(account, key, export, random),
        account_by_recovery: wrap(code.expose(), BY_RECOVERY, account.as_bytes(), key.expose(), random).into(),
    }
}
