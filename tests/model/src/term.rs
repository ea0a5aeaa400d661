//! Who, secrets, keys and messages, as far as they can be told apart.

/// An identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// The client's of a generation. That of the next one is committed to, and only the recovery code makes it.
    Client(u8),
    /// The attacker's own.
    Stranger,
}

/// What both sides of an invitation or a bond share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Secret {
    /// The invitation's, in the QR code. A phone that has joined forgets it; the bond's first one is derived from it.
    Qr,
    /// The bond's, since the client's generation.
    Bond(u8),
    /// One that the attacker made up.
    Strangers,
}

/// A care collection's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The client's, of an epoch.
    Clients(u8),
    /// One that the attacker made.
    Strangers,
}

/// How a care collection's keys came about: epoch, client's identity, key.
pub type Transcript = Vec<(u8, Who, Key)>;

/// What passes between client and therapist (HPKE AuthPSK, to the therapist's identity).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Message {
    /// The first key, in answer to an invitation.
    Handover {
        /// Who sent it.
        from: Who,
        /// The invitation's secret.
        secret: Secret,
        /// The commitment to the sender's next identity.
        next: Who,
        /// The epoch.
        epoch: u8,
        /// The key.
        key: Key,
    },
    /// The next key.
    Epoch {
        /// Who sent it.
        from: Who,
        /// The bond's secret.
        secret: Secret,
        /// The epoch.
        epoch: u8,
        /// The key.
        key: Key,
        /// The transcript before it.
        before: Transcript,
    },
    /// A phone was lost: new identity, secret and key.
    Renewal {
        /// Who sent it: the new identity.
        from: Who,
        /// The bond's secret before.
        secret: Secret,
        /// The identity that it names as the one before.
        old: Who,
        /// The new generation.
        generation: u8,
        /// The commitment to the identity after this one.
        next: Who,
        /// The bond's secret from now on.
        renewed: Secret,
        /// The epoch.
        epoch: u8,
        /// The key.
        key: Key,
        /// The transcript before it.
        before: Transcript,
    },
}
