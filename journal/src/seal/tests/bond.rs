use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::record::{Compared, Ended, Payload, Side};
use crate::seal::bond::{is_same_name, merge_bonds, payload, read, record_id};

#[test]
fn a_bond_is_valid_only_under_its_own_record_id() {
    let bond = bonded_pair().bond;
    let (id, written) = (record_id(care()), payload(&bond));
    assert_eq!(id.as_bytes(), care().as_bytes());
    let again = Payload::from_json(&written.to_json()).unwrap();
    assert!(read(id, &again).unwrap() == bond);
    assert!(read(record_id(private(9)), &again).is_none());
    for (field, value) in [("generation", 0.into()), ("epoch", 0.into()), ("secret", "AAAA".into()), ("next", 7.into())]
    {
        let mut wrong = again.clone();
        wrong.set_field(field, value);
        assert!(read(id, &wrong).is_none(), "{field}");
    }
    let mut other = again.clone();
    other.set_field("kind", "reply".into());
    assert!(read(id, &other).is_none());
}

#[test]
fn case_51_an_invisible_character_makes_no_other_name() {
    for same in ["m osei", "M.\u{200b} Osei", "\u{ff2d}. Osei", "M.\u{a0}OSEI"] {
        assert!(is_same_name("M. Osei", same), "{same:?}");
    }
    for other in ["N. Osei", "M. Oseii", ""] {
        assert!(!is_same_name("M. Osei", other), "{other:?}");
    }
    assert!(!is_same_name("\u{1f331}", "\u{1f33f}"));
}

#[test]
fn a_bond_is_never_projected_into_a_care_collection() {
    let mut written = payload(&bonded_pair().bond);
    written.set_field("shared_with", serde_json::json!([care()]));
    assert!(written.projection(care()).is_none());
}

fn moment() -> impl Strategy<Value = Moment> {
    (0_i64..3, prop_oneof![Just("UTC"), Just("Europe/Berlin")])
        .prop_map(|(minute, zone)| Moment { zone: zone.into(), ..at(minute) })
}

fn compared() -> impl Strategy<Value = Option<Compared>> {
    let one = (moment(), 1_u32..3, 0_u8..2);
    prop::option::of(one.prop_map(|(at, epoch, n)| Compared {
        at,
        epoch,
        transcript: [n; 32],
        extra: Default::default(),
    }))
}

fn ended() -> impl Strategy<Value = Option<Ended>> {
    let one = (moment(), any::<bool>(), prop::option::of(Just("lost_code".to_owned())));
    prop::option::of(one.prop_map(|(at, me, how)| Ended {
        at,
        by: if me { Side::Me } else { Side::Them },
        how,
        extra: Default::default(),
    }))
}

/// Small ranges make equal keys, transcripts and names frequent.
fn bonds() -> impl Strategy<Value = Bond> {
    let numbers = (1_u32..3, 1_u32..3, 1_u32..3, 0_u8..2, 0_u8..2, "[ab]");
    let base = bonded_pair().bond;
    (numbers, moment(), compared(), ended()).prop_map(
        move |((generation, own_generation, epoch, transcript, secret, name), since, compared, ended)| Bond {
            generation,
            own_generation,
            epoch,
            transcript: [transcript; 32],
            secret: [secret; 32],
            name,
            since,
            compared,
            ended,
            ..base.clone()
        },
    )
}

proptest! {
    #[test]
    fn merging_bonds_is_commutative_associative_and_idempotent((a, b, c) in (bonds(), bonds(), bonds())) {
        let ab = merge_bonds(&a, &b);
        prop_assert!(ab == merge_bonds(&b, &a));
        prop_assert!(merge_bonds(&ab, &c) == merge_bonds(&a, &merge_bonds(&b, &c)));
        prop_assert!(merge_bonds(&a, &a) == a);
        prop_assert!(merge_bonds(&ab, &b) == ab);
    }

    #[test]
    fn a_merged_bond_is_one_of_the_two_versions((a, b) in (bonds(), bonds())) {
        let merged = merge_bonds(&a, &b);
        let core = |bond: &Bond| payload(&Bond { compared: None, ended: None, ..bond.clone() });
        prop_assert!([core(&a), core(&b)].contains(&core(&merged)));
        prop_assert!((merged.generation, merged.epoch) >= (a.generation, a.epoch).max((b.generation, b.epoch)));
        // An ended bond stays ended, and an ending by this side stays its own.
        prop_assert_eq!(merged.is_open(), a.is_open() && b.is_open());
        let mine = |bond: &Bond| bond.ended.as_ref().is_some_and(|ended| ended.by == Side::Me);
        prop_assert_eq!(mine(&merged), mine(&a) || mine(&b));
        // A comparison is never carried over to another key.
        if let Some(compared) = &merged.compared {
            let key = |bond: &Bond| (bond.generation, bond.own_generation, bond.epoch, bond.transcript);
            let from = [&a, &b].into_iter().filter(|one| one.compared.as_ref() == Some(compared));
            prop_assert!(from.map(key).collect::<BTreeSet<_>>().contains(&key(&merged)));
        }
    }
}
