//! The therapist's desk: keys, opened records and the caseload, as WebAssembly in a worker of the portal.
//!
//! The worker carries bytes and nothing else: the desk hands out a [`Call`], the worker sends it and gives the answer
//! back; pages get plain views. Keys and words live in this module's memory only, so ending the worker ends them.
//! Time and the seed of all randomness are passed in; `journal` says what is true.
//!
//! Layout:
//! - [`call`]: requests out, answers and refusals in; [`fault`]: what went wrong
//! - [`access`]: sign-in, unlock, the first sign-in of staff; [`password`]: a new one, with the recovery code or without
//! - [`care`]: collections, invitations, safety words; [`bonds`]: who is a client, by what they handed over;
//!   [`memory`]: how far the server has been, over locks
//! - [`sync`]: records in and out of the server; [`hand`]: records out to the casebook, which reads and writes what
//!   concerns one client, and changes in from there
//! - [`caseload`]: who needs me first; [`mark`]: how far what is here can be relied on; [`view`]: the types that pages get
//! - [`surface`]: what JavaScript sees: each method one line over the modules above

pub mod access;
pub(crate) mod bonds;
pub mod call;
pub mod care;
pub mod caseload;
pub mod fault;
pub mod hand;
pub mod mark;
pub mod memory;
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

/// Everything that a signed-in therapist's browser knows.
pub struct Desk {
    random: Random,
    pending: access::Pending,
    account: Option<Account>,
    keys: Option<Keys>,
    /// The collections as the server lists them. What counts of it, manifest and bonds say.
    listed: Vec<Collection>,
    /// What is wrong with the account's own collection.
    own_trouble: Option<Fault>,
    bonds: bonds::Bonds,
    remembered: memory::Remembered,
    invitations: Vec<Invitation>,
    records: sync::Records,
    /// What codes and safety words are spelled with, once it was needed.
    words: Option<WordList>,
}
impl Desk {
    /// An empty desk. `seed` is 32 bytes from the browser's own generator.
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

    /// Takes in the list of words that recovery codes and safety words are spelled with. It comes when it is needed:
    /// nothing before the caseload spells anything.
    pub fn learn(&mut self, words: WordList) {
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
