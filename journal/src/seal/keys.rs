//! Secret keys: they zeroise when dropped and never print.

use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, Serializable as _};
use protocol::Blob;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use super::{Error, Random, derive, hash};

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(Zeroizing<[u8; 32]>);

        impl $name {
            /// Generates a new random key.
            pub fn generate(random: &mut Random) -> Self {
                Self(Zeroizing::new(random.bytes()))
            }

            /// Reads a key from an encrypted store or an opened seal.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
                bytes.try_into().map(|bytes| Self(Zeroizing::new(bytes))).map_err(|_| Error::Truncated)
            }

            /// The raw bytes, for sealing or for an encrypted store.
            pub fn expose(&self) -> &[u8; 32] {
                &self.0
            }
        }

        /// Prints the type's name only.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}
pub(super) use secret;

secret! {
    /// The root key of an account. It seals the manifest and the collection keys.
    AccountKey,
    /// Seals the records of one collection in one epoch.
    CollectionKey,
    /// Seals a single attachment or archive.
    StreamKey,
}

impl CollectionKey {
    /// Sixteen bytes that identify the key without revealing it.
    pub fn check(&self) -> [u8; 16] {
        *derive(self.expose(), "key check", &[])
    }
}

/// An account's X25519 key pair (RFC 7748). It identifies the account to the other side of a bond.
#[derive(Clone)]
pub struct Identity {
    secret: Zeroizing<[u8; 32]>,
    public: [u8; 32],
}

impl Identity {
    /// Generates a new random key pair.
    pub fn generate(random: &mut Random) -> Self {
        let (secret, _) = X25519HkdfSha256::gen_keypair(random);
        Self::from_private(&secret)
    }

    /// Derives the key pair from its secret half.
    pub fn from_bytes(secret: &[u8]) -> Result<Self, Error> {
        let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(secret).map_err(|_| Error::Truncated)?;
        Ok(Self::from_private(&secret))
    }

    /// The secret half, for sealing.
    pub fn expose(&self) -> &[u8; 32] {
        &self.secret
    }

    /// The public half, as sent to the other side.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    fn from_private(secret: &<X25519HkdfSha256 as Kem>::PrivateKey) -> Self {
        let public = X25519HkdfSha256::sk_to_pk(secret);
        Self { secret: Zeroizing::new(secret.to_bytes().into()), public: public.to_bytes().into() }
    }
}

/// A commitment (hash) to the identity that an account will have after its next renewal. Only the recovery code derives
/// that identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextIdentity(pub [u8; 32]);

impl NextIdentity {
    /// The commitment to an identity, given its public half.
    pub fn to(public: &[u8; 32]) -> Self {
        Self(hash(&[b"afterglow v2 next identity\0", public]))
    }
}

impl Serialize for NextIdentity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Blob::from(&self.0[..]).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for NextIdentity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = Blob::deserialize(deserializer)?;
        bytes.as_ref().try_into().map(Self).map_err(|_| serde::de::Error::custom("not 32 bytes"))
    }
}

/// Prints the public half only.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("public", &self.public).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_print() {
        let mut random = Random::from_seed([7; 32]);
        let key = AccountKey::generate(&mut random);
        let identity = Identity::generate(&mut random);
        assert_eq!(format!("{key:?}"), "AccountKey(..)");
        assert!(!format!("{identity:?}").contains("secret"));
    }

    #[test]
    fn an_identity_is_restored_from_its_secret_half() {
        let identity = Identity::generate(&mut Random::from_seed([7; 32]));
        let again = Identity::from_bytes(identity.expose()).unwrap();
        assert_eq!(identity.public(), again.public());
        assert_eq!(Identity::from_bytes(&[1; 31]).unwrap_err(), Error::Truncated);
    }
}
