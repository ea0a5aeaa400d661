//! Symbolic identities, secrets, keys and messages.

/// An identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// The client's identity of a generation. The next one is committed to, and only the recovery code derives it.
    Client(u8),
    /// The attacker's own identity.
    Stranger,
}

/// A secret that both sides of an invitation or bond share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Secret {
    /// The invitation's secret, in the QR code. A phone deletes it after joining. The first bond secret is derived from
    /// it.
    Qr,
    /// The bond secret since this generation of the client.
    Bond(u8),
    /// A secret that the attacker made up.
    Strangers,
}

/// A care collection key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The client's key of an epoch.
    Clients(u8),
    /// A key that the attacker made.
    Strangers,
}

/// The history of a care collection's keys: epoch, client's identity, key.
pub type Transcript = Vec<(u8, Who, Key)>;

/// A message from client to therapist (HPKE AuthPSK to the therapist's identity).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Message {
    /// The first key, in answer to an invitation.
    Handover {
        /// The sender's identity.
        from: Who,
        /// The invitation's secret.
        secret: Secret,
        /// The commitment to the sender's next identity.
        next: Who,
        /// The epoch of the key.
        epoch: u8,
        /// The handed-over key.
        key: Key,
    },
    /// The key of a later epoch.
    Epoch {
        /// The sender's identity.
        from: Who,
        /// The bond secret.
        secret: Secret,
        /// The epoch of the key.
        epoch: u8,
        /// The handed-over key.
        key: Key,
        /// The transcript before this key.
        before: Transcript,
    },
    /// A renewal: new identity, bond secret and key.
    Renewal {
        /// The sender's new identity.
        from: Who,
        /// The old bond secret.
        secret: Secret,
        /// The sender's old identity.
        old: Who,
        /// The new generation.
        generation: u8,
        /// The commitment to the identity after this one.
        next: Who,
        /// The new bond secret.
        renewed: Secret,
        /// The epoch of the key.
        epoch: u8,
        /// The handed-over key.
        key: Key,
        /// The transcript before this key.
        before: Transcript,
    },
}
