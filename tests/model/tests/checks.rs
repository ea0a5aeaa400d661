//! The checker goes through every state. The whole protocol has no hole; with one rule switched off there is one.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use std::collections::BTreeSet;

use model::{Protocol, Rule};
use stateright::{Checker as _, HasDiscoveries, Model as _};

#[test]
fn the_protocol_holds_in_every_state() {
    for qr_seen in [false, true] {
        let checked = Protocol { off: None, qr_seen }.checker().threads(2).spawn_bfs().join();
        println!("{} states, the photo {}", checked.unique_state_count(), if qr_seen { "taken" } else { "not taken" });
        assert!(checked.is_done());
        checked.assert_properties();
    }
}

/// With one rule off: what is broken first, and by whom.
#[test]
fn without_any_one_rule_there_is_a_way_in() {
    for (off, qr_seen, broken) in [
        (Rule::Commitment, false, "nobody is taken for the client who is not"),
        (Rule::Psk, false, "nobody is taken for the client who is not"),
        (Rule::Floor, false, "after a renewal the old keys bring nothing new to a phone"),
        (Rule::Floor, false, "nor anything new to the desk"),
        (Rule::Authority, false, "nor any authority to a new one"),
        (Rule::OneAnswer, true, "who has the client keeps the client"),
        (Rule::Members, false, "without a loss or a photo no key is known"),
        (Rule::HeldKeys, false, "a key is never replaced"),
        (Rule::Transcript, true, "the same words mean the same person and the same key"),
    ] {
        let enough = HasDiscoveries::AllOf(BTreeSet::from([broken]));
        let checked = Protocol { off: Some(off), qr_seen }.checker().finish_when(enough).spawn_bfs().join();
        let way = checked.discovery(broken).unwrap_or_else(|| panic!("{off:?} is switched off, and nothing breaks"));
        println!("without {off:?}, {broken} is not so: {:?}", way.into_actions());
    }
    assert_eq!(Rule::ALL.len(), 8, "a new rule needs its line above");
}
