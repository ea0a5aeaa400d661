//! An account's keys: made, unlocked with the password, unlocked with the recovery code, sealed under a new password,
//! exchanged after a phone was lost.

use protocol::account::{KeyBundle, RecoveryVerifier, RenewedKey};
use protocol::care::{Collection, NewCollection};
use protocol::{AccountId, Blob, CollectionId};

use super::keyring::seal_key;
use super::wrap::{unwrap, wrap};
use super::{AccountKey, CollectionKey, Error, ExportKey, Identity, Keyring, Random, RecoveryCode};

const BY_PASSWORD: &str = "account key by password";
const BY_RECOVERY: &str = "account key by recovery code";
const IDENTITY: &str = "identity";

/// What an unlocked account holds.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The root.
    pub account: AccountKey,
    /// Who the account is to the other side of a care relationship.
    pub identity: Identity,
    /// The collection keys.
    pub keyring: Keyring,
}

/// A new account: what the server is given, what the device keeps, what the person keeps.
#[derive(Debug)]
pub struct Created {
    /// For the server, sealed.
    pub bundle: KeyBundle,
    /// For the server: what lets the recovery code in.
    pub recovery: RecoveryVerifier,
    /// For the server: the client's private collection, if one was asked for.
    pub private: Option<NewCollection>,
    /// For the device.
    pub keys: Keys,
    /// For the person, once.
    pub code: RecoveryCode,
}

/// Makes an account's keys. Clients name their private collection; therapists and owners have none.
pub fn create(account: AccountId, export: &ExportKey, private: Option<CollectionId>, random: &mut Random) -> Created {
    let key = AccountKey::generate(random);
    let identity = Identity::generate(random);
    let code = RecoveryCode::generate(random);
    let bundle = bundle(account, &key, &identity, export, &code, random);
    let mut keyring = Keyring::default();
    let private = private.map(|id| {
        let (collection, collection_key) = new_collection(id, &key, random);
        keyring.insert(id, 1, collection_key);
        collection
    });
    let recovery = RecoveryVerifier { token: code.token() };
    Created { bundle, recovery, private, keys: Keys { account: key, identity, keyring }, code }
}

/// Makes a collection's first key, and what the server is told of it.
pub fn new_collection(id: CollectionId, account: &AccountKey, random: &mut Random) -> (NewCollection, CollectionKey) {
    let key = CollectionKey::generate(random);
    let key_sealed = seal_key(account, id, 1, &key, random);
    (NewCollection { id, key_check: key.check()[..].into(), key_sealed }, key)
}

/// Seals the account key under a (new) password's export key: changing a password changes these bytes and nothing else.
pub fn seal_by_password(account: AccountId, key: &AccountKey, export: &ExportKey, random: &mut Random) -> Blob {
    wrap(export.expose(), BY_PASSWORD, account.as_bytes(), key.expose(), random).into()
}

/// Unlocks an account with the password's export key. The keyring is empty: see [`Keyring::open_stored`].
pub fn unlock(account: AccountId, bundle: &KeyBundle, export: &ExportKey) -> Result<Keys, Error> {
    let key = unwrap(export.expose(), BY_PASSWORD, account.as_bytes(), bundle.account_by_password.as_ref())?;
    with_account_key(account, AccountKey::from_bytes(&key)?, bundle)
}

/// Unlocks an account with the recovery code.
pub fn unlock_with_code(account: AccountId, bundle: &KeyBundle, code: &RecoveryCode) -> Result<Keys, Error> {
    let key = unwrap(code.expose(), BY_RECOVERY, account.as_bytes(), bundle.account_by_recovery.as_ref())?;
    with_account_key(account, AccountKey::from_bytes(&key)?, bundle)
}

/// Unlocks an account whose key a device has kept in its encrypted store.
pub fn with_account_key(account: AccountId, key: AccountKey, bundle: &KeyBundle) -> Result<Keys, Error> {
    let identity = unwrap(key.expose(), IDENTITY, account.as_bytes(), bundle.identity_sealed.as_ref())?;
    let identity = Identity::from_bytes(&identity)?;
    if identity.public() != bundle.identity_public.as_ref() {
        return Err(Error::Identity);
    }
    Ok(Keys { account: key, identity, keyring: Keyring::default() })
}

/// An account whose root key was exchanged: what the server is given, what the device keeps, what the person keeps.
#[derive(Debug)]
pub struct Renewed {
    /// For the server, sealed. The identity is the same as before.
    pub bundle: KeyBundle,
    /// For the server: what lets the new recovery code in.
    pub recovery: RecoveryVerifier,
    /// For the server: every collection key that the account has stored there.
    pub stored: Vec<RenewedKey>,
    /// For the device.
    pub key: AccountKey,
    /// For the person, once.
    pub code: RecoveryCode,
}

/// Exchanges an account's root key: whatever is sealed under it is sealed anew, under the same password and a new
/// recovery code. A lost phone's root key opens nothing that the server holds from then on.
///
/// # Errors
/// When a stored collection key does not open under the present root key: it would be lost.
pub fn renew(
    account: AccountId,
    own: &Keys,
    export: &ExportKey,
    listed: &[Collection],
    random: &mut Random,
) -> Result<Renewed, Error> {
    let mut keyring = Keyring::default();
    if let Some((_, error)) = keyring.open_stored(&own.account, listed).into_iter().next() {
        return Err(error);
    }
    let key = AccountKey::generate(random);
    let code = RecoveryCode::generate(random);
    let stored = keyring.iter().map(|(collection, epoch, old)| RenewedKey {
        collection,
        epoch,
        key_sealed: seal_key(&key, collection, epoch, old, random),
    });
    let stored = stored.collect();
    let bundle = bundle(account, &key, &own.identity, export, &code, random);
    Ok(Renewed { bundle, recovery: RecoveryVerifier { token: code.token() }, stored, key, code })
}

fn bundle(
    account: AccountId,
    key: &AccountKey,
    identity: &Identity,
    export: &ExportKey,
    code: &RecoveryCode,
    random: &mut Random,
) -> KeyBundle {
    KeyBundle {
        account_by_password: seal_by_password(account, key, export, random),
        account_by_recovery: wrap(code.expose(), BY_RECOVERY, account.as_bytes(), key.expose(), random).into(),
        identity_sealed: wrap(key.expose(), IDENTITY, account.as_bytes(), identity.expose(), random).into(),
        identity_public: identity.public()[..].into(),
    }
}

#[cfg(test)]
mod tests {
    use protocol::care::{CollectionKind, EpochKey};

    use super::*;

    #[test]
    fn password_and_code_both_open_and_nothing_else_does() {
        let mut random = Random::from_seed([4; 32]);
        let id = AccountId::new(1, [1; 10]);
        let private = CollectionId::new(1, [2; 10]);
        let export = ExportKey::from_bytes(&[9; 64]);
        let made = create(id, &export, Some(private), &mut random);

        let by_password = unlock(id, &made.bundle, &export).unwrap();
        let by_code = unlock_with_code(id, &made.bundle, &made.code).unwrap();
        assert_eq!(by_password.account, made.keys.account);
        assert_eq!(by_code.identity.public(), made.keys.identity.public());

        let stranger = ExportKey::from_bytes(&[8; 64]);
        assert_eq!(unlock(id, &made.bundle, &stranger).unwrap_err(), Error::Unopened);
        assert_eq!(unlock(AccountId::new(1, [7; 10]), &made.bundle, &export).unwrap_err(), Error::Unopened);

        let resealed = seal_by_password(id, &made.keys.account, &stranger, &mut random);
        let bundle = KeyBundle { account_by_password: resealed, ..made.bundle };
        assert_eq!(unlock(id, &bundle, &stranger).unwrap().account, made.keys.account);
    }

    #[test]
    fn a_served_identity_that_is_not_the_sealed_one_is_refused() {
        let mut random = Random::from_seed([4; 32]);
        let id = AccountId::new(1, [1; 10]);
        let made = create(id, &ExportKey::from_bytes(&[9; 64]), None, &mut random);
        let bundle = KeyBundle { identity_public: vec![0; 32].into(), ..made.bundle };
        assert_eq!(with_account_key(id, made.keys.account, &bundle).unwrap_err(), Error::Identity);
    }

    #[test]
    fn a_renewed_account_opens_with_the_same_password_and_the_old_key_opens_nothing() {
        let mut random = Random::from_seed([5; 32]);
        let (id, private) = (AccountId::new(1, [1; 10]), CollectionId::new(1, [2; 10]));
        let export = ExportKey::from_bytes(&[9; 64]);
        let made = create(id, &export, Some(private), &mut random);
        let new = made.private.unwrap();
        let first = EpochKey { epoch: 1, key_check: new.key_check, key_sealed: Some(new.key_sealed), handover: None };
        let mut listed = [Collection {
            id: private,
            kind: CollectionKind::Private,
            epoch: 1,
            head: 0,
            keys: vec![first],
            members: Vec::new(),
            handover: None,
            created_at: 0,
        }];

        let renewed = renew(id, &made.keys, &export, &listed, &mut random).unwrap();
        let keys = unlock(id, &renewed.bundle, &export).unwrap();
        assert_eq!(keys.account, renewed.key);
        assert_ne!(keys.account, made.keys.account);
        assert_eq!(keys.identity.public(), made.keys.identity.public());
        assert_eq!(unlock_with_code(id, &renewed.bundle, &renewed.code).unwrap().account, renewed.key);
        assert!(unlock_with_code(id, &renewed.bundle, &made.code).is_err());
        assert!(with_account_key(id, made.keys.account.clone(), &renewed.bundle).is_err());
        listed[0].keys[0].key_sealed = Some(renewed.stored[0].key_sealed.clone());
        assert_eq!(Keyring::default().open_stored(&made.keys.account, &listed).len(), 1);
        let mut keyring = Keyring::default();
        assert!(keyring.open_stored(&renewed.key, &listed).is_empty());
        assert_eq!(keyring.get(private, 1).unwrap(), made.keys.keyring.get(private, 1).unwrap());
        // A key that does not open is not left behind silently.
        assert!(renew(id, &made.keys, &export, &listed, &mut random).is_err());
    }
}
