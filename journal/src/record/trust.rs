//! The bond with the other side of a care relationship. See `journal::seal::bond`.

use protocol::{AccountId, CollectionId, InvitationId};

use serde::Deserialize as _;
use serde_json::Map;

use super::fields::{Field as _, Fields, record, string_enum};
use super::{Moment, Payload};

string_enum! {
    /// The purpose of an invitation. The client reads it before joining, so that no reader is admitted under a pretext.
    enum Purpose = Care {
        /// To be the client's therapist.
        Care = "care",
        /// To take over the care from another therapist.
        Handover = "handover",
        /// To supervise the client's therapist.
        Supervision = "supervision",
    }

    /// Which side has ended a bond.
    enum Side {
        /// The account that owns the record.
        Me = "me",
        /// The other account of the bond.
        Them = "them",
    }
}

record! {
    /// The other reader of a care collection, and the keys exchanged with them. It is made from an invitation's secret,
    /// never from the server's claims, and never copied into a care collection.
    struct Bond {
        /// The care collection. Its sixteen bytes are also the record's id.
        care: CollectionId,
        /// The other side's account.
        account: AccountId,
        /// The other side's X25519 public key.
        identity: [u8; 32],
        /// The commitment to the other side's next identity.
        next: [u8; 32],
        /// The bond secret, known only to both sides.
        secret: [u8; 32],
        /// The invitation that created the bond.
        invitation: InvitationId,
        /// The purpose of the invitation.
        purpose: Purpose,
        /// The other side's name.
        name: String,
        /// The other side's practice.
        practice: String,
        /// When the bond was made.
        since: Moment,
        /// The generation of the other side's keys.
        generation: u32,
        /// The generation of the own keys under which `secret` was agreed.
        own_generation: u32,
        /// The collection's newest epoch: "key n".
        epoch: u32,
        /// The key check of that epoch.
        key_check: [u8; 16],
        /// A hash over the origin of that epoch's key. The safety words are derived from it.
        transcript: [u8; 32],
        /// The transcripts of earlier epochs, oldest first.
        earlier: Vec<EarlierKey>,
        /// When the safety words were compared and found equal.
        compared: Option<Compared>,
        /// The other side's renewals, oldest first.
        renewals: Vec<Renewed>,
        /// When and by whom the bond was ended. It cannot be reopened.
        ended: Option<Ended>,
    }

    /// The transcript of an earlier epoch.
    #[derive(Debug)]
    struct EarlierKey {
        /// The earlier epoch.
        epoch: u32,
        /// The transcript of that epoch.
        transcript: [u8; 32],
    }

    /// A comparison of the safety words that found them equal.
    #[derive(Debug)]
    struct Compared {
        /// When they were compared.
        at: Moment,
        /// The epoch whose key was compared.
        epoch: u32,
        /// The transcript of that epoch.
        transcript: [u8; 32],
    }

    /// A renewal of the other side's keys after a loss.
    struct Renewed {
        /// When this side accepted it.
        at: Moment,
        /// The other side's previous identity.
        identity: [u8; 32],
        /// The previous bond secret. Messages that use it are recognized and rejected.
        secret: [u8; 32],
        /// The proof of the renewal: `code`.
        how: String,
    }

    /// The end of a bond.
    #[derive(Debug)]
    struct Ended {
        /// When it was ended.
        at: Moment,
        /// Which side ended it.
        by: Side,
        /// The reason, if there is a special one: `lost_code`.
        how: Option<String>,
    }
}

/// Does not use [`Record`](super::Record), which references all kinds: the desk needs only this one, and every visit to
/// the portal loads it.
impl Bond {
    /// Parses a bond; `None` if the payload is of another kind or invalid.
    pub(crate) fn of(payload: &Payload) -> Option<Self> {
        let mut fields = payload.fields().clone();
        let when = fields.remove("when").and_then(|when| Moment::deserialize(when).ok());
        let kind = fields.remove("kind");
        when.filter(|_| kind.is_some_and(|kind| kind == "bond")).and_then(|_| Fields::read(fields, false))
    }

    /// The payload of the bond, dated at the start of the bond.
    pub(crate) fn to_payload(&self) -> Payload {
        let mut fields = Map::new();
        self.write(&mut fields);
        fields.insert("kind".into(), "bond".into());
        fields.insert("when".into(), self.since.value());
        fields.into()
    }
}

/// Prints ids and numbers, never the secret.
impl std::fmt::Debug for Bond {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bond")
            .field("care", &self.care)
            .field("generation", &self.generation)
            .field("epoch", &self.epoch)
            .finish_non_exhaustive()
    }
}
