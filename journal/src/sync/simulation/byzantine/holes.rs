//! The holes that appear when a check of the devices is disabled. Each is found, so the checks are needed and tested.

use std::collections::BTreeMap;

use super::super::hostile::{Dice, Hostile};
use super::super::world::World;
use super::run_seed;
use crate::checks::{Check, OFF};

/// Without the check, some seed finds the hole; otherwise the test above would prove nothing. `from` is the first seed
/// to try.
fn is_found_without(check: Check, from: u64) {
    OFF.set(Some(check));
    let found = (from..20_000).chain(0..from).find_map(|seed| run_seed(seed).err());
    OFF.set(None);
    println!("without {check:?}: {found:?}");
    assert!(found.is_some(), "nothing is found without {check:?}");
}

macro_rules! found_without {
    ($($name:ident: $check:ident from $from:literal;)*) => {
        $(#[test]
        fn $name() {
            is_found_without(Check::$check, $from);
        })*
    };
}

found_without! {
    a_missing_epoch_floor_is_found: Floor from 0;
    a_missing_author_tag_is_found: Tag from 0;
    a_missing_table_is_found: Table from 0;
    a_missing_check_of_authority_is_found: Authority from 0;
    a_missing_comparison_with_the_list_is_found: List from 0;
    a_missing_check_of_a_checkpoints_epoch_is_found: CheckpointEpoch from 0;
    a_missing_proof_of_deletion_is_found: SealedDeletion from 0;
    a_missing_era_is_found: Era from 1150;
}

/// Case 20: a new phone is shown an old journal, in which an entry was still shared, with the current care collection.
fn shares_again_from_an_old_journal() -> bool {
    let mut world = World::new();
    world.append(0, 0);
    world.share(0, 0, true);
    world.settle();
    let old = world.server.clone();
    world.share(0, 0, false);
    world.settle();
    let fooled = BTreeMap::from([(1, (world.private, 0))]);
    let mut hostile = Hostile { model: world.server.clone(), old: vec![old], seen: Vec::new(), fooled };
    let (mut dice, client, care) = (Dice::new(0), world.client, world.care);
    world.new_phone(1);
    let mut shared = false;
    for round in 0..10 {
        let request = world.phones[1].request();
        shared |= request.push.iter().any(|push| push.collection == care && !push.deleted);
        let response = hostile.answer(&mut dice, 1, client, &request);
        world.phones[1].digest(&request, &response);
        if round > 1 {
            world.append(1, 0);
        }
    }
    shared
}

#[test]
fn a_missing_link_to_the_journals_checkpoint_is_found() {
    // The same holds if the phone has written so much on the old journal that its revision is later.
    assert!(!shares_again_from_an_old_journal());
    OFF.set(Some(Check::PrivateRevision));
    let shared = shares_again_from_an_old_journal();
    OFF.set(None);
    assert!(shared, "nothing is found without it");
}
