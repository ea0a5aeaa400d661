//! Arbitrary bytes: every parser returns a typed error and never panics.

use proptest::prelude::*;
use protocol::Blob;

use super::*;
use crate::record::Payload;
use crate::seal::bond::Sides;
use crate::seal::invitation::{HandoverContext, open_handover, open_welcome};
use crate::seal::{AccountKey, Error, Identity, InvitationSecret, Manifest, epoch, renewal};

/// Bytes of any length; half of them start with this format version.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let all = prop::collection::vec(any::<u8>(), 0..300);
    (all, any::<bool>()).prop_map(|(mut bytes, ours)| {
        if let (Some(first), true) = (bytes.first_mut(), ours) {
            *first = 2;
        }
        bytes
    })
}

const EXPECTED_ERRORS: [Error; 5] = [Error::Truncated, Error::Version, Error::Unopened, Error::Record, Error::Identity];

fn own() -> &'static Identity {
    static OWN: std::sync::LazyLock<Identity> = std::sync::LazyLock::new(|| Identity::from_bytes(&[7; 32]).unwrap());
    &OWN
}

proptest! {
    #[test]
    fn arbitrary_bytes_as_a_manifest(bytes in bytes(), version: u32) {
        let key = AccountKey::from_bytes(&[1; 32]).unwrap();
        let sealed = SealedManifest { version, sealed: bytes.clone().into() };
        prop_assert!(EXPECTED_ERRORS.contains(&Manifest::open(&key, id(1), &sealed).unwrap_err()));
        // As plain text: a parsed manifest survives a round trip.
        if let Ok(manifest) = Manifest::read(&bytes) {
            prop_assert_eq!(bytes.len(), Manifest::LENGTH);
            prop_assert!(manifest.generation > 0);
        }
    }

    #[test]
    fn arbitrary_manifest_fields(mut plain in prop::collection::vec(any::<u8>(), Manifest::LENGTH), role in 0_u8..4) {
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
            Err(error) => prop_assert!(EXPECTED_ERRORS.contains(&error)),
        }
    }

    #[test]
    fn arbitrary_bytes_as_a_handover(message in bytes()) {
        let sides = Sides {
            client_account: id(1),
            therapist_account: id(2),
            client: &[9; 32],
            therapist: own().public(),
        };
        let of = HandoverContext { invitation: invitation(), collection: care(), sides };
        let secret = InvitationSecret::from_bytes(&[3; 32]).unwrap();
        prop_assert!(EXPECTED_ERRORS.contains(&open_handover(&of, &secret, own(), &message).err().unwrap()));
    }

    #[test]
    fn arbitrary_bytes_as_an_epoch_message(message in bytes(), number: u32, client: [u8; 32]) {
        let of = epoch::Message { collection: care(), epoch: number, client: &client, therapist: own().public() };
        prop_assert!(EXPECTED_ERRORS.contains(&epoch::open(&of, &[3; 32], own(), &message).unwrap_err()));
    }

    #[test]
    fn arbitrary_bytes_as_a_renewal_message(message in bytes(), generation: u32, new: [u8; 32]) {
        let of = renewal::Message {
            collection: care(),
            generation,
            old: &[9; 32],
            new: &new,
            therapist: own().public(),
        };
        prop_assert!(EXPECTED_ERRORS.contains(&renewal::open(&of, &[3; 32], own(), &message).err().unwrap()));
    }

    #[test]
    fn arbitrary_bytes_as_a_welcome(sealed in bytes()) {
        let secret = InvitationSecret::from_bytes(&[3; 32]).unwrap();
        let link = Link { origin: "https://a.example".into(), invitation: invitation(), secret };
        prop_assert!(EXPECTED_ERRORS.contains(&open_welcome(&link, &Blob(sealed), 0).unwrap_err()));
    }

    #[test]
    fn arbitrary_text_as_a_link(text in ".{0,80}", around in "(https?://)?[a-z.]{0,9}(/join#)?[0-9a-f-]{0,36}\\.?[A-Za-z0-9_-]{0,50}") {
        for text in [text, around] {
            if let Ok(link) = Link::parse(&text) {
                prop_assert_eq!(Link::parse(&link.text()).unwrap().text(), link.text());
            }
        }
    }

    #[test]
    fn arbitrary_values_in_a_bond(field in "(care|account|identity|next|secret|key_check|transcript|since|compared|renewals|ended|earlier)",
        value in prop_oneof![Just("null"), Just("7"), Just("[]"), Just("{}"), Just("\"\""), Just("\"AAAA\""), Just("[[]]")])
    {
        let mut payload = crate::seal::bond::payload(&bonded_pair().bond);
        payload.set_field(&field, serde_json::from_str(value).unwrap());
        let payload = Payload::from_json(&payload.to_json()).unwrap();
        // Reading never panics, and a bond that was read can be written.
        if let Some(bond) = crate::seal::bond::read(crate::seal::bond::record_id(care()), &payload) {
            prop_assert_eq!(bond.care, care());
            crate::seal::bond::payload(&bond);
        }
    }
}
