//! Checks every state of the model. The complete protocol has no attack; with any one rule disabled there is one.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use std::collections::BTreeSet;

use model::{Protocol, Rule};
use stateright::{Checker as _, HasDiscoveries, Model as _};

#[test]
fn the_protocol_holds_in_every_state() {
    for qr_seen in [false, true] {
        let checked = Protocol { off: None, qr_seen }.checker().threads(2).spawn_bfs().join();
        println!("{} states, QR code photographed: {qr_seen}", checked.unique_state_count());
        assert!(checked.is_done());
        checked.assert_properties();
    }
}

/// The property that each disabled rule violates.
#[test]
fn without_any_one_rule_there_is_a_way_in() {
    for (off, qr_seen, broken) in [
        (Rule::Commitment, false, "no stranger is accepted as the client"),
        (Rule::Psk, false, "no stranger is accepted as the client"),
        (Rule::Floor, false, "after a renewal a phone accepts nothing new under old keys"),
        (Rule::Floor, false, "after a renewal the desk accepts nothing new under old keys"),
        (Rule::Authority, false, "after a renewal a new phone accepts no authority under old keys"),
        (Rule::OneAnswer, true, "the client's bond is not replaced by a stranger's"),
        (Rule::Members, false, "without a lost phone or a photo the attacker has no key"),
        (Rule::HeldKeys, false, "a held key is never replaced"),
        (Rule::Transcript, true, "equal safety words imply the same person and key"),
    ] {
        let enough = HasDiscoveries::AllOf(BTreeSet::from([broken]));
        let checked = Protocol { off: Some(off), qr_seen }.checker().finish_when(enough).spawn_bfs().join();
        let way = checked.discovery(broken).unwrap_or_else(|| panic!("no property fails without {off:?}"));
        println!("without {off:?}, \"{broken}\" fails: {:?}", way.into_actions());
    }
    assert_eq!(Rule::ALL.len(), 8, "a new rule needs a case above");
}
