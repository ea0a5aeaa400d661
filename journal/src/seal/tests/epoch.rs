use protocol::Blob;

use super::*;
use crate::record::EarlierKey;
use crate::seal::epoch::{Message, again, again_private, begin, begin_private, seal};
use crate::seal::{CollectionKey, Error, Identity, Keyring, Manifest};

#[test]
fn a_new_key_reaches_the_other_side_and_the_words_go_on() {
    let mut met = meet().stored();
    met.desk_bond = met.desk_bond.compared(&at(2));
    met.begin();
    met.begin();
    let taken = met.accept();
    assert_eq!(taken.stored.iter().map(|key| key.epoch).collect::<Vec<_>>(), [2, 3]);
    assert!(!taken.compare && !taken.renewed);
    met.agree();
    assert_eq!(met.desk_bond.compared.as_ref().unwrap().epoch, 1, "compared at key 1 counts on");
    assert!(met.take_over().unwrap().stored.is_empty(), "nothing waits any more");
}

/// Cases 1, 2 and 3: whoever the server adds to a list, or puts in the therapist's place, is given nothing.
#[test]
fn nothing_is_sealed_while_the_server_lists_anybody_else() {
    let mut met = meet().stored();
    let Met { client, care: listed, journal, bond, random, .. } = &mut met;
    for members in [vec![CLIENT, THERAPIST, 9], vec![CLIENT, 9], vec![CLIENT], vec![CLIENT, CLIENT], vec![]] {
        listed.members = members.iter().map(|n| member(*n)).collect();
        assert_eq!(begin(listed, bond, id(CLIENT), client, random).unwrap_err(), Error::Members);
        assert_eq!(again(listed, bond, id(CLIENT), client, random).unwrap_err(), Error::Members);
    }
    journal.members.push(member(9));
    assert_eq!(begin_private(journal, id(CLIENT), client, random).unwrap_err(), Error::Members);
    journal.members = vec![member(9)];
    assert_eq!(begin_private(journal, id(CLIENT), client, random).unwrap_err(), Error::Members);
    met.desk.members.push(member(9));
    assert_eq!(met.take_over().unwrap_err(), Error::Members);
}

#[test]
fn a_new_key_is_for_the_bonds_account_alone() {
    let mut met = meet().stored();
    let begun = begin(&met.care, &met.bond, id(CLIENT), &met.client, &mut met.random).unwrap();
    assert_eq!(begun.new.handovers.len(), 1);
    assert_eq!(begun.new.handovers[0].account, id(THERAPIST));
    assert_eq!(begun.new.manifest, None);
    let refused =
        |bond: &Bond, own: &Keys, random: &mut Random| begin(&met.care, bond, id(CLIENT), own, random).unwrap_err();
    let (bond, client, random) = (&met.bond, &met.client, &mut Random::from_seed([5; 32]));
    assert_eq!(refused(&bond.end(&at(3), None), client, random), Error::Ended);
    assert_eq!(refused(&Bond { care: private(9), ..bond.clone() }, client, random), Error::Identity);
    assert_eq!(refused(&Bond { own_generation: 2, ..bond.clone() }, client, random), Error::Identity);
    let staff = Keys { manifest: Manifest { role: Role::Staff, ..client.manifest.clone() }, ..client.clone() };
    assert_eq!(refused(bond, &staff, random), Error::Role);
}

#[test]
fn a_private_key_is_sealed_to_nobody_and_comes_with_its_manifest() {
    let mut met = meet();
    let begun = begin_private(&met.journal, id(CLIENT), &met.client, &mut met.random).unwrap();
    assert_eq!((begun.new.epoch, begun.new.handovers.len()), (2, 0));
    let manifest = begun.new.manifest.unwrap();
    assert_eq!(manifest.version, 2);
    let opened = Manifest::open(&met.client.account, id(CLIENT), &manifest).unwrap();
    assert_eq!((opened.private_epoch, opened.private_check), (2, begun.key.check()));
    assert_eq!((opened.generation, opened.private), (1, private(CLIENT)));
    assert_eq!(begun.manifest.private_epoch, 2);
    // The care collection is not it, whatever the server calls it.
    let wrong = begin_private(&met.care, id(CLIENT), &met.client, &mut met.random);
    assert_eq!(wrong.unwrap_err(), Error::Members);
}

#[test]
fn an_epoch_out_of_reach_is_refused() {
    let mut met = meet().stored();
    let mut refused = |epoch| {
        met.care.epoch = epoch;
        begin(&met.care, &met.bond, id(CLIENT), &met.client, &mut met.random).map(|begun| begun.new.epoch)
    };
    assert_eq!(refused(0), Err(Error::Exchange));
    assert_eq!(refused(u32::MAX), Err(Error::Exchange));
    assert_eq!(refused(1_000), Err(Error::Exchange));
    assert_eq!(refused(2), Ok(2), "a member was shut out: the epoch waits for its key");
    met.client.keyring.hold(care(), 2, CollectionKey::generate(&mut met.random)).unwrap();
    assert_eq!(
        begin(&met.care, &met.bond, id(CLIENT), &met.client, &mut met.random).unwrap_err(),
        Error::Older,
        "no second key for an epoch that has one"
    );
}

/// The server can name any key, and has made none that opens.
#[test]
fn only_the_bonds_client_makes_a_key() {
    let mut met = meet().stored();
    met.begin();
    let good = met.desk.keys[1].clone();
    let refused = |met: &mut Met, change: &dyn Fn(&mut Collection)| {
        met.desk.keys[1] = good.clone();
        let mut own = met.therapist.clone();
        std::mem::swap(&mut own, &mut met.therapist);
        let kept = met.desk.clone();
        change(&mut met.desk);
        let taken = met.take_over().unwrap();
        assert!(taken.stored.is_empty() && taken.bond.is_none());
        (met.therapist, met.desk) = (own, kept);
        taken.refused[0].1
    };
    let message = |c: &mut Collection, at: usize| c.keys[1].handover.as_mut().unwrap().message.0[at] ^= 1;
    assert_eq!(refused(&mut met, &|c| message(c, 5)), Error::Unopened);
    assert_eq!(refused(&mut met, &|c| message(c, 60)), Error::Unopened);
    assert_eq!(refused(&mut met, &|c| message(c, 0)), Error::Version);
    assert_eq!(refused(&mut met, &|c| c.keys[1].epoch = 3), Error::Unopened);
    assert_eq!(refused(&mut met, &|c| c.keys[1].key_check.0[0] ^= 1), Error::WrongKey);
    assert_eq!(refused(&mut met, &|c| c.keys[1].handover.as_mut().unwrap().account = id(9)), Error::Identity);
    let empty = |c: &mut Collection| c.keys[1].handover.as_mut().unwrap().message = Blob::default();
    assert_eq!(refused(&mut met, &empty), Error::Truncated);

    // Case 26: an identity of the server's own, and the right identity without the bond's secret.
    let key = CollectionKey::generate(&mut met.random);
    let (therapist, transcript) = (*met.therapist.identity().public(), met.bond.transcript);
    let forge = |from: &Identity, secret: &[u8; 32], random: &mut Random| {
        let of = Message { collection: care(), epoch: 2, client: from.public(), therapist: &therapist };
        seal(&of, secret, from, &key, &transcript, random).unwrap()
    };
    let stranger = Identity::generate(&mut met.random);
    let own = met.client.identity().clone();
    let forged = [forge(&stranger, &met.bond.secret, &mut met.random), forge(&own, &[0; 32], &mut met.random)];
    for forged in forged {
        let put = |c: &mut Collection| {
            c.keys[1].key_check = key.check()[..].into();
            c.keys[1].handover.as_mut().unwrap().message = forged.clone();
        };
        assert_eq!(refused(&mut met, &put), Error::Unopened);
    }
}

#[test]
fn another_key_for_an_epoch_that_the_desk_has_is_refused() {
    let mut met = meet().stored();
    let (bond, client) = (met.bond.clone(), met.client.clone());
    met.begin();
    met.accept();
    // The same phone, put back to before: it makes another key for the same epoch.
    let listed = Collection { epoch: 1, keys: met.care.keys[..1].to_vec(), ..met.care.clone() };
    let other = begin(&listed, &bond, id(CLIENT), &client, &mut met.random).unwrap();
    met.desk.keys.truncate(1);
    met.told(&other.new);
    let taken = met.take_over().unwrap();
    assert_eq!(taken.refused, [(2, Error::KeyDiffers)]);
    // A fresh browser has no key yet; its bond knows better.
    met.therapist.keyring = Keyring::default();
    assert_eq!(met.take_over().unwrap().refused, [(2, Error::KeyDiffers)]);
}

#[test]
fn a_desk_that_missed_a_key_takes_the_next_and_asks_for_the_words() {
    let mut met = meet().stored();
    met.desk_bond = met.desk_bond.compared(&at(2));
    met.begin();
    met.begin();
    // The server withholds epoch 2.
    let taken = {
        met.desk.keys.remove(1);
        met.accept()
    };
    assert!(taken.compare);
    assert_eq!(met.desk_bond.compared, None);
    met.agree();
}

#[test]
fn a_killed_desk_takes_the_same_key_over_again() {
    let mut met = meet().stored();
    met.begin();
    let taken = met.take_over().unwrap();
    met.desk_bond = taken.bond.unwrap();
    met.therapist.keyring = Keyring::default();
    let again = met.take_over().unwrap();
    assert!(again.bond.is_none() && again.stored.len() == 1 && again.refused.is_empty());
    met.agree();
}

#[test]
fn a_restored_server_is_told_its_lost_epochs_again() {
    let mut met = meet().stored();
    met.begin();
    met.begin();
    met.begin();
    let journal = begin_private(&met.journal, id(CLIENT), &met.client, &mut met.random).unwrap();
    met.client.keyring.hold(private(CLIENT), 2, journal.key).unwrap();
    met.client.manifest = journal.manifest;
    met.client.manifest_version = 2;
    // Put back to the first epoch, on both sides' lists; the desk's bond as well.
    met.care.keys.truncate(1);
    met.desk.keys.truncate(1);
    met.care.epoch = 1;
    let behind = begin(&met.care, &met.bond, id(CLIENT), &met.client, &mut met.random);
    assert_eq!(behind.unwrap_err(), Error::Older);
    let told = again(&met.care, &met.bond, id(CLIENT), &met.client, &mut met.random).unwrap();
    assert_eq!(told.iter().map(|new| new.epoch).collect::<Vec<_>>(), [2, 3, 4]);
    for new in &told {
        met.told(new);
    }
    let taken = met.accept();
    assert!(!taken.compare, "each goes on from the one before");
    met.agree();

    let told = again_private(&met.journal, id(CLIENT), 1, &met.client, &mut met.random).unwrap();
    assert_eq!((told.len(), told[0].epoch), (1, 2));
    let manifest = Manifest::open(&met.client.account, id(CLIENT), told[0].manifest.as_ref().unwrap()).unwrap();
    assert_eq!(manifest.private_check, met.client.manifest.private_check);
}

#[test]
fn a_phone_catches_up_with_the_keys_of_another_one() {
    let mut met = meet().stored();
    let (bond, mut second) = (met.bond.clone(), met.client.clone());
    met.begin();
    met.begin();
    assert_eq!(second.open_stored(std::slice::from_ref(&met.care)), []);
    let caught = crate::seal::bond::catch_up(&bond, &second).unwrap();
    assert!(caught == met.bond);
    let earlier: Vec<u32> = caught.earlier.iter().map(|one: &EarlierKey| one.epoch).collect();
    assert_eq!(earlier, [1, 2]);
    let begun = begin(&met.care, &bond, id(CLIENT), &second, &mut met.random).unwrap();
    assert_eq!(begun.new.epoch, 4);
    met.told(&begun.new);
    met.client = second;
    met.client.keyring.hold(care(), 4, begun.key).unwrap();
    met.bond = begun.bond;
    assert!(!met.accept().compare);
    met.agree();
}
