//! Ids: UUIDv7 (RFC 9562 §5.7), with one type per kind, so that a record's id cannot be passed for a collection's.
//! Clock and random bytes are passed in by the caller.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Uuid))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id from the time (milliseconds since the Unix epoch) and ten random bytes.
            pub fn new(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
            }

            /// The sixteen bytes, as they are bound into keys and associated data.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

id! {
    /// A client, a therapist or an owner.
    AccountId,
    /// An app or a browser that is signed in to an account.
    DeviceId,
    /// A set of records with common keys, members and order.
    CollectionId,
    /// A sealed record; the same id in every collection that has a copy.
    RecordId,
    /// A photo, a drawing, a voice note: sealed bytes too large for a record.
    AttachmentId,
    /// A therapist's offer of a care relationship.
    InvitationId,
    /// A practice.
    PracticeId,
    /// A one-time code with which a therapist or an owner registers.
    EnrolmentId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_seven_and_sort_by_time() {
        let early = RecordId::new(1_000, [9; 10]);
        let late = RecordId::new(1_001, [0; 10]);
        assert_eq!(early.0.get_version_num(), 7);
        assert!(early < late);
        assert_eq!(early.to_string().parse::<RecordId>().unwrap(), early);
    }
}
