//! The therapist's desk: keys, opened records and the caseload, as WebAssembly in a worker of the portal.
//!
//! The worker only transfers bytes: the desk returns a [`Call`], the worker sends it and passes the response back.
//! Pages get plain views. Keys and texts exist only in this module's memory, so terminating the worker deletes them.
//! Time and the random seed are parameters; `journal` contains the domain logic.
//!
//! Layout:
//! - [`call`]: requests and responses; [`fault`]: errors
//! - [`access`]: sign-in, unlock, enrolment of staff; [`password`]: a new password, with or without the recovery code
//! - [`care`]: collections, invitations, safety words; [`bonds`]: the clients, from their handovers; [`memory`]:
//!   detects a rollback of the server across locks
//! - [`sync`]: syncs records with the server; [`exchange`]: transfers records to the casebook and changes back
//! - [`attachment`]: opens photos and recordings as they arrive
//! - [`caseload`]: clients by urgency; [`mark`]: how complete and current a client's records are; [`view`]: types for
//!   pages
//! - [`surface`]: the interface for JavaScript; each method is one line over the modules above

pub mod access;
pub mod attachment;
pub(crate) mod bonds;
pub mod call;
pub mod care;
pub mod caseload;
pub mod exchange;
pub mod fault;
pub mod mark;
pub mod memory;
pub mod overlaps;
pub mod password;
pub mod surface;
pub mod sync;
#[cfg(test)]
mod tests;
pub mod view;

use journal::seal::{Keys, Random, WordList};
use protocol::account::Account;
use protocol::care::{Collection, Invitation};

pub use call::{Call, Refusal};
pub use fault::Fault;

/// The state of a signed-in therapist's browser.
pub struct Desk {
    random: Random,
    pending: access::Pending,
    account: Option<Account>,
    keys: Option<Keys>,
    /// The collections as the server lists them. Manifest and bonds decide what they are.
    listed: Vec<Collection>,
    /// The problem with the account's private collection, if any.
    own_trouble: Option<Fault>,
    bonds: bonds::Bonds,
    remembered: memory::Remembered,
    invitations: Vec<Invitation>,
    records: sync::Records,
    /// The word list of recovery codes and safety words, once it is loaded.
    words: Option<WordList>,
}
impl Desk {
    /// An empty desk. `seed` is 32 bytes from the browser's random generator.
    pub fn new(seed: &[u8]) -> Result<Desk, Fault> {
        let seed: [u8; 32] = seed.try_into().map_err(|_| Fault::not_ready())?;
        Ok(Self {
            random: Random::from_seed(seed),
            pending: access::Pending::default(),
            account: None,
            keys: None,
            listed: Vec::new(),
            own_trouble: None,
            bonds: bonds::Bonds::default(),
            remembered: memory::Remembered::default(),
            invitations: Vec::new(),
            records: sync::Records::default(),
            words: None,
        })
    }

    /// Loads the word list of recovery codes and safety words. The caseload does not need it, so it is loaded later.
    pub fn load_words(&mut self, words: WordList) {
        self.words = Some(words);
    }
}

impl Desk {
    fn keys(&self) -> Result<&Keys, Fault> {
        self.keys.as_ref().ok_or_else(Fault::not_ready)
    }

    fn list(&self) -> Result<&WordList, Fault> {
        self.words.as_ref().ok_or_else(Fault::not_ready)
    }
}
