//! The manifest: an account's sealed description of itself. It decides which collection is private, under which key,
//! and which identity the account has. The server's claims about these are ignored.
//!
//! ```text
//! sealed = wrap(account key, "manifest", account 16 ‖ version u32, plain)
//! plain  = role u8 (1 client, 2 staff) ‖ generation u32 ‖ renewed_at i64 ‖ identity secret 32 ‖ next 32
//!          ‖ private collection 16 ‖ private epoch u32 ‖ private key check 16 ‖ code confirmed u8 ‖ reserved 3 (zero)
//! ```

use protocol::account::SealedManifest;
use protocol::{AccountId, CollectionId};
use zeroize::Zeroizing;

use super::exchange::Fields;
use super::wrap::{unwrap, wrap};
use super::{AccountKey, Error, Identity, NextIdentity, Random};
use crate::checks::{Check, on};

const PURPOSE: &str = "manifest";

/// The role of an account. It decides the account's side of a bond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    /// A client, who keeps a journal.
    Client = 1,
    /// A therapist, or an owner of a practice.
    Staff = 2,
}

/// The content of a manifest.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The role of the account.
    pub role: Role,
    /// How many times the account's keys were made: 1 at first, one more with each renewal.
    pub generation: u32,
    /// When the keys were made, in milliseconds since the Unix epoch.
    pub renewed_at: i64,
    /// The current identity towards the other side of a bond.
    pub identity: Identity,
    /// The commitment to the identity of the next generation.
    pub next: NextIdentity,
    /// The account's private collection.
    pub private: CollectionId,
    /// The newest epoch of the private collection.
    pub private_epoch: u32,
    /// The key check of that epoch.
    pub private_check: [u8; 16],
    /// Whether the person has confirmed the recovery code. Until then the phone that made the code stores it.
    pub code_confirmed: bool,
}

impl Manifest {
    /// The length of the plain text, in bytes.
    pub const LENGTH: usize = 117;

    /// Seals this manifest as the given version.
    pub fn seal(&self, key: &AccountKey, account: AccountId, version: u32, random: &mut Random) -> SealedManifest {
        let sealed = wrap(key.expose(), PURPOSE, &context(account, version), &self.plain(), random).into();
        SealedManifest { version, sealed }
    }

    /// Opens a sealed manifest.
    ///
    /// # Errors
    /// [`Error::Record`] when the plain text is malformed.
    pub fn open(key: &AccountKey, account: AccountId, manifest: &SealedManifest) -> Result<Self, Error> {
        let context = context(account, manifest.version);
        Self::read(&unwrap(key.expose(), PURPOSE, &context, manifest.sealed.as_ref())?)
    }

    /// Rejects a manifest that is older than the newest one that this device has seen.
    ///
    /// # Errors
    /// [`Error::ManifestOlder`] when `(generation, version)` is lower than `seen`.
    pub fn not_older(&self, version: u32, seen: (u32, u32)) -> Result<(), Error> {
        if (self.generation, version) < seen && on(Check::Manifest) { Err(Error::ManifestOlder) } else { Ok(()) }
    }

    fn plain(&self) -> Zeroizing<Vec<u8>> {
        let mut plain = Zeroizing::new(Vec::with_capacity(Self::LENGTH));
        plain.push(self.role as u8);
        plain.extend(self.generation.to_be_bytes());
        plain.extend(self.renewed_at.to_be_bytes());
        plain.extend(self.identity.expose());
        plain.extend(self.next.0);
        plain.extend(self.private.as_bytes());
        plain.extend(self.private_epoch.to_be_bytes());
        plain.extend(self.private_check);
        plain.extend([u8::from(self.code_confirmed), 0, 0, 0]);
        plain
    }

    /// Parses the plain text of a manifest.
    pub fn read(plain: &[u8]) -> Result<Self, Error> {
        let mut fields = Fields(plain);
        let role = match fields.take()? {
            [1] => Role::Client,
            [2] => Role::Staff,
            _ => return Err(Error::Record),
        };
        let generation = fields.number()?;
        let renewed_at = i64::from_be_bytes(fields.take()?);
        let identity = Identity::from_bytes(Zeroizing::new(fields.take::<32>()?).as_ref())?;
        let next = NextIdentity(fields.take()?);
        let private = CollectionId(uuid::Uuid::from_bytes(fields.take()?));
        let private_epoch = fields.number()?;
        let private_check = fields.take()?;
        let code_confirmed = match fields.take()? {
            [0, 0, 0, 0] => false,
            [1, 0, 0, 0] => true,
            _ => return Err(Error::Record),
        };
        fields.end()?;
        if generation == 0 || private_epoch == 0 {
            return Err(Error::Record);
        }
        Ok(Self { role, generation, renewed_at, identity, next, private, private_epoch, private_check, code_confirmed })
    }
}

fn context(account: AccountId, version: u32) -> [u8; 20] {
    let mut context = [0; 20];
    context[..16].copy_from_slice(account.as_bytes());
    context[16..].copy_from_slice(&version.to_be_bytes());
    context
}
