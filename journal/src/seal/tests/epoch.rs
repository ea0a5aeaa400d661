use protocol::Blob;

use super::*;
use crate::record::EarlierKey;
use crate::seal::epoch::{Message, again, again_private, begin, begin_private, seal};
use crate::seal::{CollectionKey, Error, Identity, Keyring, Manifest};

#[test]
fn a_new_key_reaches_the_other_side_and_keeps_the_comparison() {
    let mut pair = bonded_pair().stored();
    pair.desk_bond = pair.desk_bond.compared(&at(2));
    pair.begin();
    pair.begin();
    let taken = pair.accept();
    assert_eq!(taken.stored.iter().map(|key| key.epoch).collect::<Vec<_>>(), [2, 3]);
    assert!(!taken.compare && !taken.renewed);
    pair.assert_sides_agree();
    assert_eq!(pair.desk_bond.compared.as_ref().unwrap().epoch, 1, "the comparison at key 1 is kept");
    assert!(pair.accept_keys().unwrap().stored.is_empty(), "no key is pending");
}

/// Cases 1, 2 and 3: an account that the server adds to the members, or puts in place of the therapist, receives no
/// key.
#[test]
fn nothing_is_sealed_while_the_server_lists_another_account() {
    let mut pair = bonded_pair().stored();
    let BondedPair { client, care: listed, journal, bond, random, .. } = &mut pair;
    for members in [vec![CLIENT, THERAPIST, 9], vec![CLIENT, 9], vec![CLIENT], vec![CLIENT, CLIENT], vec![]] {
        listed.members = members.iter().map(|n| member(*n)).collect();
        assert_eq!(begin(listed, bond, id(CLIENT), client, random).unwrap_err(), Error::Members);
        assert_eq!(again(listed, bond, id(CLIENT), client, random).unwrap_err(), Error::Members);
    }
    journal.members.push(member(9));
    assert_eq!(begin_private(journal, id(CLIENT), client, random).unwrap_err(), Error::Members);
    journal.members = vec![member(9)];
    assert_eq!(begin_private(journal, id(CLIENT), client, random).unwrap_err(), Error::Members);
    pair.desk.members.push(member(9));
    assert_eq!(pair.accept_keys().unwrap_err(), Error::Members);
}

#[test]
fn a_new_key_is_sealed_only_for_the_bonds_account() {
    let mut pair = bonded_pair().stored();
    let begun = begin(&pair.care, &pair.bond, id(CLIENT), &pair.client, &mut pair.random).unwrap();
    assert_eq!(begun.new.handovers.len(), 1);
    assert_eq!(begun.new.handovers[0].account, id(THERAPIST));
    assert_eq!(begun.new.manifest, None);
    let refused =
        |bond: &Bond, own: &Keys, random: &mut Random| begin(&pair.care, bond, id(CLIENT), own, random).unwrap_err();
    let (bond, client, random) = (&pair.bond, &pair.client, &mut Random::from_seed([5; 32]));
    assert_eq!(refused(&bond.end(&at(3), None), client, random), Error::Ended);
    assert_eq!(refused(&Bond { care: private(9), ..bond.clone() }, client, random), Error::Identity);
    assert_eq!(refused(&Bond { own_generation: 2, ..bond.clone() }, client, random), Error::Identity);
    let staff = Keys { manifest: Manifest { role: Role::Staff, ..client.manifest.clone() }, ..client.clone() };
    assert_eq!(refused(bond, &staff, random), Error::Role);
}

#[test]
fn a_private_key_is_sealed_to_no_other_account_and_has_its_manifest() {
    let mut pair = bonded_pair();
    let begun = begin_private(&pair.journal, id(CLIENT), &pair.client, &mut pair.random).unwrap();
    assert_eq!((begun.new.epoch, begun.new.handovers.len()), (2, 0));
    let manifest = begun.new.manifest.unwrap();
    assert_eq!(manifest.version, 2);
    let opened = Manifest::open(&pair.client.account, id(CLIENT), &manifest).unwrap();
    assert_eq!((opened.private_epoch, opened.private_check), (2, begun.key.check()));
    assert_eq!((opened.generation, opened.private), (1, private(CLIENT)));
    assert_eq!(begun.manifest.private_epoch, 2);
    // The care collection is rejected as a private one, whatever the server claims.
    let wrong = begin_private(&pair.care, id(CLIENT), &pair.client, &mut pair.random);
    assert_eq!(wrong.unwrap_err(), Error::Members);
}

#[test]
fn an_implausible_epoch_is_rejected() {
    let mut pair = bonded_pair().stored();
    let mut refused = |epoch| {
        pair.care.epoch = epoch;
        begin(&pair.care, &pair.bond, id(CLIENT), &pair.client, &mut pair.random).map(|begun| begun.new.epoch)
    };
    assert_eq!(refused(0), Err(Error::Exchange));
    assert_eq!(refused(u32::MAX), Err(Error::Exchange));
    assert_eq!(refused(1_000), Err(Error::Exchange));
    assert_eq!(refused(2), Ok(2), "a member was shut out: the epoch has no key yet");
    pair.client.keyring.insert_received(care(), 2, CollectionKey::generate(&mut pair.random)).unwrap();
    assert_eq!(
        begin(&pair.care, &pair.bond, id(CLIENT), &pair.client, &mut pair.random).unwrap_err(),
        Error::Older,
        "an epoch gets only one key"
    );
}

/// The server can name any key check, but it cannot make a message that opens.
#[test]
fn only_the_bonds_client_can_make_a_key() {
    let mut pair = bonded_pair().stored();
    pair.begin();
    let good = pair.desk.keys[1].clone();
    let refused = |pair: &mut BondedPair, change: &dyn Fn(&mut Collection)| {
        pair.desk.keys[1] = good.clone();
        let mut own = pair.therapist.clone();
        std::mem::swap(&mut own, &mut pair.therapist);
        let kept = pair.desk.clone();
        change(&mut pair.desk);
        let taken = pair.accept_keys().unwrap();
        assert!(taken.stored.is_empty() && taken.bond.is_none());
        (pair.therapist, pair.desk) = (own, kept);
        taken.refused[0].1
    };
    let message = |c: &mut Collection, at: usize| c.keys[1].handover.as_mut().unwrap().message.0[at] ^= 1;
    assert_eq!(refused(&mut pair, &|c| message(c, 5)), Error::Unopened);
    assert_eq!(refused(&mut pair, &|c| message(c, 60)), Error::Unopened);
    assert_eq!(refused(&mut pair, &|c| message(c, 0)), Error::Version);
    assert_eq!(refused(&mut pair, &|c| c.keys[1].epoch = 3), Error::Unopened);
    assert_eq!(refused(&mut pair, &|c| c.keys[1].key_check.0[0] ^= 1), Error::WrongKey);
    assert_eq!(refused(&mut pair, &|c| c.keys[1].handover.as_mut().unwrap().account = id(9)), Error::Identity);
    let empty = |c: &mut Collection| c.keys[1].handover.as_mut().unwrap().message = Blob::default();
    assert_eq!(refused(&mut pair, &empty), Error::Truncated);

    // Case 26: an identity of the server's own; then the right identity without the bond's secret.
    let key = CollectionKey::generate(&mut pair.random);
    let (therapist, transcript) = (*pair.therapist.identity().public(), pair.bond.transcript);
    let forge = |from: &Identity, secret: &[u8; 32], random: &mut Random| {
        let of = Message { collection: care(), epoch: 2, client: from.public(), therapist: &therapist };
        seal(&of, secret, from, &key, &transcript, random).unwrap()
    };
    let stranger = Identity::generate(&mut pair.random);
    let own = pair.client.identity().clone();
    let forged = [forge(&stranger, &pair.bond.secret, &mut pair.random), forge(&own, &[0; 32], &mut pair.random)];
    for forged in forged {
        let put = |c: &mut Collection| {
            c.keys[1].key_check = key.check()[..].into();
            c.keys[1].handover.as_mut().unwrap().message = forged.clone();
        };
        assert_eq!(refused(&mut pair, &put), Error::Unopened);
    }
}

#[test]
fn a_second_key_for_a_known_epoch_is_rejected() {
    let mut pair = bonded_pair().stored();
    let (bond, client) = (pair.bond.clone(), pair.client.clone());
    pair.begin();
    pair.accept();
    // The same phone, restored from an earlier state, makes another key for the same epoch.
    let listed = Collection { epoch: 1, keys: pair.care.keys[..1].to_vec(), ..pair.care.clone() };
    let other = begin(&listed, &bond, id(CLIENT), &client, &mut pair.random).unwrap();
    pair.desk.keys.truncate(1);
    pair.publish_epoch(&other.new);
    let taken = pair.accept_keys().unwrap();
    assert_eq!(taken.refused, [(2, Error::KeyDiffers)]);
    // A new browser has no key yet, but the bond has the key check.
    pair.therapist.keyring = Keyring::default();
    assert_eq!(pair.accept_keys().unwrap().refused, [(2, Error::KeyDiffers)]);
}

#[test]
fn a_desk_that_missed_a_key_accepts_the_next_and_requires_a_comparison() {
    let mut pair = bonded_pair().stored();
    pair.desk_bond = pair.desk_bond.compared(&at(2));
    pair.begin();
    pair.begin();
    // The server withholds epoch 2.
    let taken = {
        pair.desk.keys.remove(1);
        pair.accept()
    };
    assert!(taken.compare);
    assert_eq!(pair.desk_bond.compared, None);
    pair.assert_sides_agree();
}

#[test]
fn a_desk_that_stopped_before_storing_accepts_the_same_key_again() {
    let mut pair = bonded_pair().stored();
    pair.begin();
    let taken = pair.accept_keys().unwrap();
    pair.desk_bond = taken.bond.unwrap();
    pair.therapist.keyring = Keyring::default();
    let again = pair.accept_keys().unwrap();
    assert!(again.bond.is_none() && again.stored.len() == 1 && again.refused.is_empty());
    pair.assert_sides_agree();
}

#[test]
fn lost_epochs_are_sent_again_to_a_restored_server() {
    let mut pair = bonded_pair().stored();
    pair.begin();
    pair.begin();
    pair.begin();
    let journal = begin_private(&pair.journal, id(CLIENT), &pair.client, &mut pair.random).unwrap();
    pair.client.keyring.insert_received(private(CLIENT), 2, journal.key).unwrap();
    pair.client.manifest = journal.manifest;
    pair.client.manifest_version = 2;
    // The server is restored to the first epoch, for both sides.
    pair.care.keys.truncate(1);
    pair.desk.keys.truncate(1);
    pair.care.epoch = 1;
    let behind = begin(&pair.care, &pair.bond, id(CLIENT), &pair.client, &mut pair.random);
    assert_eq!(behind.unwrap_err(), Error::Older);
    let requests = again(&pair.care, &pair.bond, id(CLIENT), &pair.client, &mut pair.random).unwrap();
    assert_eq!(requests.iter().map(|new| new.epoch).collect::<Vec<_>>(), [2, 3, 4]);
    for new in &requests {
        pair.publish_epoch(new);
    }
    let taken = pair.accept();
    assert!(!taken.compare, "each key continues the previous one");
    pair.assert_sides_agree();

    let requests = again_private(&pair.journal, id(CLIENT), 1, &pair.client, &mut pair.random).unwrap();
    assert_eq!((requests.len(), requests[0].epoch), (1, 2));
    let manifest = Manifest::open(&pair.client.account, id(CLIENT), requests[0].manifest.as_ref().unwrap()).unwrap();
    assert_eq!(manifest.private_check, pair.client.manifest.private_check);
}

#[test]
fn a_phone_catches_up_with_the_epochs_of_another_phone() {
    let mut pair = bonded_pair().stored();
    let (bond, mut second) = (pair.bond.clone(), pair.client.clone());
    pair.begin();
    pair.begin();
    assert_eq!(second.open_stored(std::slice::from_ref(&pair.care)), []);
    let caught = crate::seal::bond::catch_up(&bond, &second).unwrap();
    assert!(caught == pair.bond);
    let earlier: Vec<u32> = caught.earlier.iter().map(|one: &EarlierKey| one.epoch).collect();
    assert_eq!(earlier, [1, 2]);
    let begun = begin(&pair.care, &bond, id(CLIENT), &second, &mut pair.random).unwrap();
    assert_eq!(begun.new.epoch, 4);
    pair.publish_epoch(&begun.new);
    pair.client = second;
    pair.client.keyring.insert_received(care(), 4, begun.key).unwrap();
    pair.bond = begun.bond;
    assert!(!pair.accept().compare);
    pair.assert_sides_agree();
}
