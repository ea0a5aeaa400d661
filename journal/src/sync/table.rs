//! Write permissions by kind. Both members of a care collection hold its key, so this table defines which kinds each of
//! them may write there and which kinds a private collection may hold. Records that it does not allow are set aside.

use serde_json::Value;

use crate::measures;
use crate::record::Payload;
use crate::seal::Kind;

/// The role of the account that reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A client, on their phones.
    Client,
    /// A therapist, in their browsers.
    Staff,
}

/// Kinds that a client writes, into the journal and as copies into care collections.
pub const CLIENT: [&str; 13] = [
    "reflection",
    "check_in",
    "series",
    "intention",
    "goal",
    "concern",
    "step",
    "measure_response",
    "side_effect_check",
    "safety_event",
    "crisis_plan",
    "consent",
    "profile",
];

/// Kinds that client and therapist both write, each their own records.
pub const BOTH: [&str; 2] = ["dosing_session", "appointment"];

/// Kinds that a therapist writes into care collections.
pub const THERAPIST: [&str; 9] = [
    "reply",
    "review_mark",
    "flag_seen",
    "assignment",
    "suggestion",
    "promise",
    "practice_card",
    "prompt_set",
    "instrument",
];

/// Kinds of a therapist's library: kept in their private collection, copied into care collections.
pub const LIBRARY: [&str; 3] = ["practice_card", "prompt_set", "instrument"];

/// Kinds allowed only in a client's private collection.
const CLIENT_ALONE: [&str; 3] = ["version", "sharing_rule", "preferences"];

/// Kinds allowed only in a therapist's private collection. The clinic's own records are among them: the client's phone
/// has the key of the care collection.
pub const STAFF_ALONE: [&str; 7] =
    ["private_note", "flag_disposition", "adverse_event", "session_record", "clearance", "check_list", "clinic_rules"];

/// Kinds allowed in every private collection and in no care collection.
const PRIVATE: [&str; 2] = ["bond", "memory"];

/// Kinds that grant authority: who may read, what is shared, what the client has consented to. They count only in the
/// private collection, and only under its newest key or if this device had them before.
pub const AUTHORITY: [&str; 5] = ["bond", "sharing_rule", "consent", "preferences", "crisis_plan"];

/// Whether a payload is allowed where it was found. `mine`: the reading account wrote it.
pub(super) fn allows(side: Side, place: Kind, mine: bool, payload: &Payload) -> bool {
    let kind = payload.kind();
    let is = |kinds: &[&str]| kinds.contains(&kind);
    let client = is(&CLIENT);
    let both = is(&BOTH);
    let therapist = is(&THERAPIST);
    match place {
        Kind::Private if !mine => false,
        Kind::Private => match side {
            Side::Client => client || both || is(&CLIENT_ALONE) || is(&PRIVATE) || is_unknown(kind),
            Side::Staff => is(&LIBRARY) || is(&STAFF_ALONE) || is(&PRIVATE) || is_unknown(kind),
        },
        Kind::Care => {
            let by_client = mine == (side == Side::Client);
            match kind {
                // A custom instrument must not replace a built-in one, and with it the safety item.
                "instrument" => !by_client && !names_built_in(payload),
                // Written by the client, except for the record with which a therapist closes a flag.
                "safety_event" => by_client || closes_a_flag(payload),
                _ if both => says_by_therapist(payload) != by_client,
                _ if client => by_client,
                _ if therapist => !by_client,
                _ => is_unknown(kind),
            }
        }
    }
}

/// Whether a file may bring a payload to a client's phone: what the phone would accept from the server in the same place.
/// In a care collection only the therapist's records come from a file.
pub fn allows_from_file(place: Kind, payload: &Payload) -> bool {
    allows(Side::Client, place, place == Kind::Private, payload)
}

/// Whether a newer version may define this kind. Such records are kept and counted, never shown, and grant nothing.
fn is_unknown(kind: &str) -> bool {
    let known: [&[&str]; 6] = [&CLIENT, &BOTH, &THERAPIST, &CLIENT_ALONE, &STAFF_ALONE, &PRIVATE];
    !known.iter().any(|kinds| kinds.contains(&kind))
}

fn says_by_therapist(payload: &Payload) -> bool {
    payload.field("by_therapist") == Some(&Value::Bool(true))
}

/// Whether a safety event only closes another one: it has no answer, no shown resource and no choice.
pub fn closes_a_flag(payload: &Payload) -> bool {
    let has = |field: &str| match payload.field(field) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    };
    payload.kind() == "safety_event"
        && has("closed")
        && has("response")
        && !["item", "shown", "choice", "settled"].into_iter().any(has)
}

fn names_built_in(payload: &Payload) -> bool {
    let id = payload.field("definition").and_then(|definition| definition.get("id")).and_then(Value::as_str);
    id.is_some_and(|id| measures::BUILT_IN_IDS.contains(&id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn payload(json: Value) -> Payload {
        json.as_object().unwrap().clone().into()
    }

    #[test]
    fn each_role_writes_only_its_own_kinds() {
        use Kind::{Care, Private};
        use Side::{Client, Staff};
        for (kind, private, care_mine, care_other, staff_private, staff_mine, staff_other) in [
            ("reflection", true, true, false, false, false, true),
            ("crisis_plan", true, true, false, false, false, true),
            ("profile", true, true, false, false, false, true),
            ("reply", false, false, true, false, true, false),
            ("prompt_set", false, false, true, true, true, false),
            ("practice_card", false, false, true, true, true, false),
            ("private_note", false, false, false, true, false, false),
            ("flag_disposition", false, false, false, true, false, false),
            ("adverse_event", false, false, false, true, false, false),
            ("side_effect_check", true, true, false, false, false, true),
            ("session_record", false, false, false, true, false, false),
            ("clearance", false, false, false, true, false, false),
            ("check_list", false, false, false, true, false, false),
            ("clinic_rules", false, false, false, true, false, false),
            ("flag_seen", false, false, true, false, true, false),
            ("version", true, false, false, false, false, false),
            ("sharing_rule", true, false, false, false, false, false),
            ("preferences", true, false, false, false, false, false),
            ("bond", true, false, false, true, false, false),
            ("memory", true, false, false, true, false, false),
            ("of_a_newer_version", true, true, true, true, true, true),
        ] {
            let it = payload(json!({ "kind": kind }));
            assert_eq!(allows(Client, Private, true, &it), private, "{kind}");
            assert_eq!(allows(Client, Care, true, &it), care_mine, "{kind}");
            assert_eq!(allows(Client, Care, false, &it), care_other, "{kind}");
            assert_eq!(allows(Staff, Private, true, &it), staff_private, "{kind}");
            assert_eq!(allows(Staff, Care, true, &it), staff_mine, "{kind}");
            assert_eq!(allows(Staff, Care, false, &it), staff_other, "{kind}");
            assert!(!allows(Client, Private, false, &it) && !allows(Staff, Private, false, &it));
        }
    }

    #[test]
    fn a_session_must_name_its_real_author() {
        for kind in BOTH {
            let (own, clinic) =
                (payload(json!({ "kind": kind })), payload(json!({ "kind": kind, "by_therapist": true })));
            for (mine, it, allowed) in
                [(true, &own, true), (true, &clinic, false), (false, &clinic, true), (false, &own, false)]
            {
                assert_eq!(allows(Side::Client, Kind::Care, mine, it), allowed);
                assert_eq!(allows(Side::Staff, Kind::Care, !mine, it), allowed);
            }
        }
    }

    #[test]
    fn a_therapist_can_close_a_flag_but_not_raise_one() {
        let closing = json!({ "kind": "safety_event", "closed": { "unix_ms": 1 }, "response": "r", "shown": [] });
        let with = |field: &str, value: Value| {
            let mut other = closing.clone();
            other[field] = value;
            payload(other)
        };
        let allowed =
            |it: &Payload| (allows(Side::Client, Kind::Care, false, it), allows(Side::Staff, Kind::Care, true, it));
        assert_eq!(allowed(&payload(closing.clone())), (true, true));
        for it in [
            with("closed", Value::Null),
            with("response", Value::Null),
            with("choice", json!("told_someone")),
            with("item", json!("9")),
            with("shown", json!(["crisis_plan"])),
            with("settled", json!({ "unix_ms": 1 })),
        ] {
            assert_eq!(allowed(&it), (false, false), "{it:?}");
            assert!(allows(Side::Client, Kind::Care, true, &it));
        }
    }

    #[test]
    fn a_custom_instrument_cannot_use_a_built_in_id() {
        let own = payload(json!({ "kind": "instrument", "definition": { "id": "sleep-diary" } }));
        let reused = payload(json!({ "kind": "instrument", "definition": { "id": "phq-9" } }));
        assert!(allows(Side::Client, Kind::Care, false, &own));
        assert!(!allows(Side::Client, Kind::Care, false, &reused));
    }
}
