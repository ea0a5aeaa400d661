//! The holes that appear when a check of the devices is disabled. Each is found, so the checks are needed and tested.

use super::super::hostile::{Dice, shares_from_an_old_journal};
use super::super::world::World;
use super::run_seed;
use crate::checks::{Check, without};

/// Without the check, some seed finds the hole; otherwise the test above would prove nothing. `from` is the first seed
/// to try.
fn is_found_without(check: Check, from: u64) {
    let found = without(check, || (from..20_000).chain(0..from).find_map(|seed| run_seed(seed).err()));
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
    shares_from_an_old_journal(&mut world, old, &mut Dice::new(0))
}

#[test]
fn a_missing_link_to_the_journals_checkpoint_is_found() {
    // The same holds if the phone has written so much on the old journal that its revision is later.
    assert!(!shares_again_from_an_old_journal());
    let shared = without(Check::PrivateRevision, shares_again_from_an_old_journal);
    assert!(shared, "nothing is found without it");
}
