//! Who else may read: the bond with the other side of a care relationship. See `journal::seal::bond`.

use protocol::{AccountId, CollectionId, InvitationId};

use serde::Deserialize as _;
use serde_json::Map;

use super::fields::{Field as _, Fields, record, words};
use super::{Moment, Payload};

words! {
    /// For what a therapist invites. The client reads it before joining, so that nobody is let in under another name.
    enum Purpose = Care {
        /// To be the client's therapist.
        Care = "care",
        /// To take the care over from another therapist.
        Handover = "handover",
        /// To read along as the supervisor of the client's therapist.
        Supervision = "supervision",
    }

    /// Which side has ended a bond.
    enum Side {
        /// The account whose record it is.
        Me = "me",
        /// The other account.
        Them = "them",
    }
}

record! {
    /// Whom a care collection is shared with, and by which key. Made from an invitation's secret and never from what
    /// the server says. Never copied into a care collection.
    struct Bond {
        /// The care collection. Its sixteen bytes are the record's id as well.
        care: CollectionId,
        /// The other side's account.
        account: AccountId,
        /// The other side's X25519 public key.
        identity: [u8; 32],
        /// The commitment to the other side's next identity.
        next: [u8; 32],
        /// Known to both sides, and to nobody else.
        secret: [u8; 32],
        /// The invitation that it came from.
        invitation: InvitationId,
        /// What for.
        purpose: Purpose,
        /// The other side's name.
        name: String,
        /// The other side's practice.
        practice: String,
        /// Since when.
        since: Moment,
        /// The generation of the other side's keys.
        generation: u32,
        /// The generation of the own keys under which `secret` was agreed.
        own_generation: u32,
        /// The collection's newest epoch: "key n".
        epoch: u32,
        /// The key check of that epoch.
        key_check: [u8; 16],
        /// The hash over how the key of that epoch came about. The safety words are made of it.
        transcript: [u8; 32],
        /// The transcripts of earlier epochs, oldest first.
        earlier: Vec<EarlierKey>,
        /// When the safety words were compared.
        compared: Option<Compared>,
        /// The other side's renewals, oldest first.
        renewals: Vec<Renewed>,
        /// Over, for good.
        ended: Option<Ended>,
    }

    /// The transcript of an epoch that another one has followed.
    #[derive(Debug)]
    struct EarlierKey {
        /// The epoch.
        epoch: u32,
        /// Its transcript.
        transcript: [u8; 32],
    }

    /// The safety words were compared and found the same.
    #[derive(Debug)]
    struct Compared {
        /// When.
        at: Moment,
        /// At which key.
        epoch: u32,
        /// The transcript of that key.
        transcript: [u8; 32],
    }

    /// The other side has replaced its keys after a loss.
    struct Renewed {
        /// When this side accepted it.
        at: Moment,
        /// The identity before.
        identity: [u8; 32],
        /// The secret before: what is still sealed with it is recognised, and refused.
        secret: [u8; 32],
        /// What proved it: `code`.
        how: String,
    }

    /// A bond has ended.
    #[derive(Debug)]
    struct Ended {
        /// When.
        at: Moment,
        /// By which side.
        by: Side,
        /// Why, where it was not simply ended: `lost_code`.
        how: Option<String>,
    }
}

/// Without [`Record`](super::Record), which knows all kinds: the therapist's desk knows this one alone, and every visit loads it.
impl Bond {
    /// Reads a bond.
    pub(crate) fn of(payload: &Payload) -> Option<Self> {
        let mut fields = payload.0.clone();
        let when = fields.remove("when").and_then(|when| Moment::deserialize(when).ok());
        let kind = fields.remove("kind");
        when.filter(|_| kind.is_some_and(|kind| kind == "bond")).and_then(|_| Fields::read(fields))
    }

    /// The record, about the time at which the bond began.
    pub(crate) fn to_payload(&self) -> Payload {
        let mut fields = Map::new();
        self.write(&mut fields);
        fields.insert("kind".into(), "bond".into());
        fields.insert("when".into(), self.since.value());
        Payload(fields)
    }
}

/// Prints which, and never the secret.
impl std::fmt::Debug for Bond {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bond")
            .field("care", &self.care)
            .field("generation", &self.generation)
            .field("epoch", &self.epoch)
            .finish_non_exhaustive()
    }
}
