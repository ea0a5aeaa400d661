//! Names of the checks against a hostile server or member. Tests disable them one at a time and verify that the
//! simulations then find an attack.

/// A security check that tests can disable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(test), allow(dead_code, reason = "named in tests"))]
pub(crate) enum Check {
    /// New revisions must not use an epoch below the minimum epoch.
    Floor,
    /// A record's author never changes.
    Tag,
    /// Each member writes only its own kinds.
    Table,
    /// Records with authority count only under the newest private key.
    Authority,
    /// The local records must match the list that their author has sealed.
    List,
    /// A checkpoint counts only under the newest key.
    CheckpointEpoch,
    /// A care checkpoint names the state of the journal that it belongs to.
    PrivateRevision,
    /// A record is deleted only with a sealed deletion, or if its author's list proves it.
    SealedDeletion,
    /// The era is read from the seal, not from the server.
    Era,
    /// The server must list exactly the two sides of a bond.
    Members,
    /// A device never accepts an older manifest than it has seen.
    Manifest,
    /// An invitation makes only one bond.
    OneHandover,
    /// A new identity must match the commitment.
    NextIdentity,
    /// A held key is never replaced.
    HeldKeys,
}

/// Whether a check is active: always, except in tests.
#[cfg(not(test))]
pub(crate) const fn on(_: Check) -> bool {
    true
}

#[cfg(test)]
pub(crate) use switch::{on, without};

#[cfg(test)]
mod switch {
    use std::cell::Cell;

    use super::Check;

    thread_local! {
        /// The disabled check.
        static OFF: Cell<Option<Check>> = const { Cell::new(None) };
    }

    pub(crate) fn on(check: Check) -> bool {
        OFF.get() != Some(check)
    }

    /// Runs something without the check.
    pub(crate) fn without<T>(check: Check, run: impl FnOnce() -> T) -> T {
        OFF.set(Some(check));
        let result = run();
        OFF.set(None);
        result
    }
}
