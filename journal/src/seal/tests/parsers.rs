//! Any bytes: a typed refusal, and never a panic.

use proptest::prelude::*;
use protocol::Blob;

use super::*;
use crate::record::Payload;
use crate::seal::bond::Sides;
use crate::seal::invitation::{HandoverOf, open_handover, open_welcome};
use crate::seal::{AccountKey, Error, Identity, InvitationSecret, Manifest, epoch, renewal};

/// Bytes of any length, half of them with this version's first byte.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let all = prop::collection::vec(any::<u8>(), 0..300);
    (all, any::<bool>()).prop_map(|(mut bytes, ours)| {
        if let (Some(first), true) = (bytes.first_mut(), ours) {
            *first = 2;
        }
        bytes
    })
}

const REFUSALS: [Error; 5] = [Error::Truncated, Error::Version, Error::Unopened, Error::Record, Error::Identity];

fn own() -> &'static Identity {
    static OWN: std::sync::LazyLock<Identity> = std::sync::LazyLock::new(|| Identity::from_bytes(&[7; 32]).unwrap());
    &OWN
}

proptest! {
    #[test]
    fn a_manifest(bytes in bytes(), version: u32) {
        let key = AccountKey::from_bytes(&[1; 32]).unwrap();
        let sealed = SealedManifest { version, sealed: bytes.clone().into() };
        prop_assert!(REFUSALS.contains(&Manifest::open(&key, id(1), &sealed).unwrap_err()));
        // As plain text: what is read is written the same.
        if let Ok(manifest) = Manifest::read(&bytes) {
            prop_assert_eq!(bytes.len(), Manifest::LENGTH);
            prop_assert!(manifest.generation > 0);
        }
    }

    #[test]
    fn a_manifests_fields(mut plain in prop::collection::vec(any::<u8>(), Manifest::LENGTH), role in 0_u8..4) {
        plain[0] = role;
        plain[113..].copy_from_slice(&[role % 2, 0, 0, 0]);
        match Manifest::read(&plain) {
            Ok(manifest) => {
                let mut random = Random::from_seed([0; 32]);
                let key = AccountKey::from_bytes(&[1; 32]).unwrap();
                let sealed = manifest.seal(&key, id(1), 3, &mut random);
                let again = Manifest::open(&key, id(1), &sealed).unwrap();
                prop_assert_eq!(again.identity.expose(), manifest.identity.expose());
                prop_assert_eq!(format!("{again:?}"), format!("{manifest:?}"));
            }
            Err(error) => prop_assert!(REFUSALS.contains(&error)),
        }
    }

    #[test]
    fn a_handover(message in bytes()) {
        let sides = Sides {
            client_account: id(1),
            therapist_account: id(2),
            client: &[9; 32],
            therapist: own().public(),
        };
        let of = HandoverOf { invitation: invitation(), collection: care(), sides };
        let secret = InvitationSecret::from_bytes(&[3; 32]).unwrap();
        prop_assert!(REFUSALS.contains(&open_handover(&of, &secret, own(), &message).err().unwrap()));
    }

    #[test]
    fn an_epoch(message in bytes(), number: u32, client: [u8; 32]) {
        let of = epoch::Message { collection: care(), epoch: number, client: &client, therapist: own().public() };
        prop_assert!(REFUSALS.contains(&epoch::open(&of, &[3; 32], own(), &message).unwrap_err()));
    }

    #[test]
    fn a_renewal(message in bytes(), generation: u32, new: [u8; 32]) {
        let of = renewal::Message {
            collection: care(),
            generation,
            old: &[9; 32],
            new: &new,
            therapist: own().public(),
        };
        prop_assert!(REFUSALS.contains(&renewal::open(&of, &[3; 32], own(), &message).err().unwrap()));
    }

    #[test]
    fn a_welcome(sealed in bytes()) {
        let secret = InvitationSecret::from_bytes(&[3; 32]).unwrap();
        let link = Link { origin: "https://a.example".into(), invitation: invitation(), secret };
        prop_assert!(REFUSALS.contains(&open_welcome(&link, &Blob(sealed), 0).unwrap_err()));
    }

    #[test]
    fn a_link(text in ".{0,80}", around in "(https?://)?[a-z.]{0,9}(/join#)?[0-9a-f-]{0,36}\\.?[A-Za-z0-9_-]{0,50}") {
        for text in [text, around] {
            if let Ok(link) = Link::parse(&text) {
                prop_assert_eq!(Link::parse(&link.text()).unwrap().text(), link.text());
            }
        }
    }

    #[test]
    fn a_bond(field in "(care|account|identity|next|secret|key_check|transcript|since|compared|renewals|ended|earlier)",
        value in prop_oneof![Just("null"), Just("7"), Just("[]"), Just("{}"), Just("\"\""), Just("\"AAAA\""), Just("[[]]")])
    {
        let mut payload = crate::seal::bond::payload(&meet().bond);
        payload.0.insert(field, serde_json::from_str(value).unwrap());
        let payload = Payload::from_json(&payload.to_json()).unwrap();
        // Read as a bond or as nothing; what is read can be written.
        if let Some(bond) = crate::seal::bond::read(crate::seal::bond::record_id(care()), &payload) {
            prop_assert_eq!(bond.care, care());
            crate::seal::bond::payload(&bond);
        }
    }
}
