//! The checks that keep a hostile server and a hostile member out, by name. Tests switch them off one by one, to show that the
//! simulations find the hole that each leaves.

/// A check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(test), allow(dead_code, reason = "named in tests"))]
pub(crate) enum Check {
    /// A key that is over brings nothing new.
    Floor,
    /// A record has one author for ever.
    Tag,
    /// Each side writes its own kinds.
    Table,
    /// What grants authority counts under the newest private key.
    Authority,
    /// What is here is compared with the list that its author has sealed.
    List,
    /// A checkpoint counts under the newest key.
    CheckpointEpoch,
    /// A care checkpoint names the state of the journal that it goes with.
    PrivateRevision,
    /// Nothing goes without a sealed deletion, or a list without it.
    SealedDeletion,
    /// The era is read from inside the seal.
    Era,
    /// The server lists the two sides of a bond and nobody else.
    Members,
    /// A device never goes back to an older manifest.
    Manifest,
    /// An invitation makes one bond.
    OneHandover,
    /// A new identity is the one that was committed to.
    NextIdentity,
    /// A key that is held is not replaced.
    HeldKeys,
}

/// Whether a check is made: always, outside of tests.
#[cfg(not(test))]
pub(crate) const fn on(_: Check) -> bool {
    true
}

#[cfg(test)]
pub(crate) use switch::{OFF, on};

#[cfg(test)]
mod switch {
    use std::cell::Cell;

    use super::Check;

    thread_local! {
        /// The one that is switched off.
        pub(crate) static OFF: Cell<Option<Check>> = const { Cell::new(None) };
    }

    pub(crate) fn on(check: Check) -> bool {
        OFF.get() != Some(check)
    }
}
