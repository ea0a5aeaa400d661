use protocol::account::RenewedEpoch;

use super::*;
use crate::seal::account::{unlock, unlock_with_code, with_account_key};
use crate::seal::epoch::{AcceptedKeys, Message as EpochMessage, begin};
use crate::seal::renewal::{Content, Message, RenewalInput, Renewed, renew, seal};
use crate::seal::{CollectionKey, Error, Identity, Keyring, Manifest, NextIdentity};

/// A pair whose client has confirmed the recovery code.
fn confirmed() -> BondedPair {
    let mut pair = bonded_pair().stored();
    pair.client.manifest.code_confirmed = true;
    pair
}

fn renewed(pair: &mut BondedPair, code: Option<&RecoveryCode>) -> Result<Renewed, Error> {
    let listed = [pair.journal.clone(), pair.care.clone()];
    let bonds = [pair.bond.clone()];
    let (account, own, now) = (id(CLIENT), &pair.client, at(30));
    renew(
        &RenewalInput { account, own, code, export: &export(7), listed: &listed, bonds: &bonds, now: &now },
        &mut pair.random,
    )
}

/// The server accepts a renewal and forwards it.
fn publish_renewal(pair: &mut BondedPair, renewed: &Renewed) {
    let RenewedEpoch { epoch, key_check, handovers, .. } = renewed.epochs[1].clone();
    let generation = handovers[0].generation;
    let new = NewEpoch { epoch, key_check, key_sealed: Default::default(), handovers, manifest: None };
    pair.publish_epoch_as(&new, generation);
    pair.client = renewed.keys.clone();
    pair.bond = renewed.bonds[0].clone();
}

#[test]
fn a_renewal_replaces_everything_that_the_lost_phone_knew() {
    let mut pair = confirmed();
    let (lost, code) = (pair.client.clone(), pair.code.clone());
    let renewed = renewed(&mut pair, Some(&code)).unwrap();
    assert_eq!((renewed.manifest.version, renewed.keys.manifest.generation), (2, 2));
    assert_eq!(NextIdentity::to(renewed.keys.identity().public()), lost.manifest.next);
    assert_eq!(renewed.keys.manifest.renewed_at, at(30).unix_ms);
    assert!(!renewed.keys.manifest.code_confirmed);
    assert_eq!(
        renewed.epochs.iter().map(|one| (one.collection, one.epoch)).collect::<Vec<_>>(),
        [(private(CLIENT), 2), (care(), 2)]
    );
    assert_eq!(renewed.epochs[0].handovers, []);
    assert_eq!(renewed.epochs[1].handovers[0].account, id(THERAPIST));
    assert_eq!(renewed.stored.len(), 4, "two collections, two epochs each");

    // The new password and code unlock the account; the old ones do not (cases 7 and 37).
    let open = |n| unlock(id(CLIENT), &renewed.bundle, &renewed.manifest, &export(n));
    assert_eq!(open(7).unwrap().account, renewed.keys.account);
    assert_eq!(open(CLIENT).unwrap_err(), Error::Unopened);
    let by_code = |code| unlock_with_code(id(CLIENT), &renewed.bundle, &renewed.manifest, code);
    assert!(by_code(&renewed.code).is_ok() && by_code(&code).is_err());
    assert!(with_account_key(id(CLIENT), lost.account.clone(), &renewed.manifest).is_err());
    let mut listed = [pair.journal.clone(), pair.care.clone()];
    for one in &mut listed {
        one.epoch = 2;
        let wrap = |epoch: u32| {
            renewed.stored.iter().find(|key| (key.collection, key.epoch) == (one.id, epoch)).unwrap().key_sealed.clone()
        };
        let new = renewed.epochs.iter().find(|new| new.collection == one.id).unwrap();
        one.keys[0].key_sealed = Some(wrap(1));
        one.keys.push(EpochKey {
            epoch: 2,
            key_check: new.key_check.clone(),
            key_sealed: Some(wrap(2)),
            handover: None,
        });
    }
    let mut thief = lost.clone();
    thief.keyring = Keyring::default();
    assert_eq!(thief.open_stored(&listed).len(), 4, "none of the keys opens");
    let mut own = open(7).unwrap();
    assert_eq!(own.open_stored(&listed), []);
    assert_eq!(own.keyring.iter().count(), 4);

    publish_renewal(&mut pair, &renewed);
    let taken = pair.accept();
    assert!(taken.renewed && !taken.compare);
    pair.assert_sides_agree();
    assert_eq!((pair.desk_bond.generation, &pair.desk_bond.identity), (2, renewed.keys.identity().public()));
    assert_eq!(pair.desk_bond.next_identity(), renewed.keys.manifest.next);
    assert_eq!(pair.desk_bond.renewals.len(), 1);
    // New epochs continue under the new keys.
    pair.begin();
    pair.accept();
    pair.assert_sides_agree();
}

#[test]
fn only_the_committed_and_confirmed_code_renews() {
    let mut pair = confirmed();
    let code = pair.code.clone();
    let other = RecoveryCode::generate(&mut pair.random);
    assert_eq!(renewed(&mut pair, Some(&other)).unwrap_err(), Error::Code);
    pair.client.manifest.code_confirmed = false;
    assert_eq!(renewed(&mut pair, Some(&code)).unwrap_err(), Error::CodeUnconfirmed);
    assert_eq!(renewed(&mut pair, Some(&other)).unwrap_err(), Error::Code);
    let refused = |own: &Keys, listed: &[Collection], random: &mut Random| {
        let bonds = [pair.bond.clone()];
        let (account, code, now) = (id(CLIENT), None, at(30));
        renew(&RenewalInput { account, own, code, export: &export(7), listed, bonds: &bonds, now: &now }, random)
            .unwrap_err()
    };
    let mut random = Random::from_seed([1; 32]);
    assert_eq!(refused(&pair.therapist, &[], &mut random), Error::Role);
    assert_eq!(refused(&pair.client, &[], &mut random), Error::NoKey, "the journal is not listed");
}

#[test]
fn without_the_code_every_bond_ends() {
    let mut pair = confirmed();
    let next = pair.client.manifest.next;
    let renewed = renewed(&mut pair, None).unwrap();
    assert_ne!(NextIdentity::to(renewed.keys.identity().public()), next);
    assert_eq!(renewed.epochs.len(), 1, "only the journal's: no other account receives a key");
    let ended = renewed.bonds[0].ended.as_ref().unwrap();
    assert_eq!(ended.how.as_deref(), Some("lost_code"));
    assert_eq!(renewed.stored.len(), 3, "the keys of shared records are kept");
}

#[test]
fn a_renewal_seals_nothing_while_the_server_lists_another_account() {
    let mut pair = confirmed();
    let code = pair.code.clone();
    pair.care.members.push(member(9));
    assert_eq!(renewed(&mut pair, Some(&code)).unwrap_err(), Error::Members);
    pair.care.members.pop();
    pair.journal.members.push(member(9));
    assert_eq!(renewed(&mut pair, Some(&code)).unwrap_err(), Error::Members);
    pair.journal.members.pop();
    pair.care.keys[0].key_sealed.as_mut().unwrap().0[20] ^= 1;
    assert_eq!(renewed(&mut pair, Some(&code)).unwrap_err(), Error::Unopened, "a key would be lost");
}

#[test]
fn a_bond_whose_collection_is_not_listed_stays_unchanged() {
    let mut pair = confirmed();
    let code = pair.code.clone();
    let bonds = [pair.bond.clone(), Bond { care: private(9), ..pair.bond.clone() }.end(&at(1), None)];
    let listed = [pair.journal.clone()];
    let (account, own, now) = (id(CLIENT), &pair.client, at(30));
    let before =
        RenewalInput { account, own, code: Some(&code), export: &export(7), listed: &listed, bonds: &bonds, now: &now };
    let renewed = renew(&before, &mut pair.random).unwrap();
    assert!(renewed.bonds.is_empty() && renewed.epochs.len() == 1);
    // The bond still belongs to the old keys: nothing can be sealed for it by mistake.
    let refused = begin(&pair.care, &pair.bond, id(CLIENT), &renewed.keys, &mut pair.random);
    assert_eq!(refused.unwrap_err(), Error::Identity);

    // The server lists the collection again: the next renewal skips it and still succeeds.
    let mut own = renewed.keys.clone();
    own.manifest.code_confirmed = true;
    let mut journal = pair.journal.clone();
    journal.epoch = 2;
    journal.keys = renewed
        .stored
        .iter()
        .map(|key| EpochKey {
            epoch: key.epoch,
            key_check: own.keyring.get(key.collection, key.epoch).unwrap().check()[..].into(),
            key_sealed: Some(key.key_sealed.clone()),
            handover: None,
        })
        .collect();
    let mut care_listed = pair.care.clone();
    care_listed.keys[0].key_sealed = None;
    let listed = [journal, care_listed];
    let before = RenewalInput { own: &own, code: Some(&renewed.code), listed: &listed, ..before };
    let again = renew(&before, &mut pair.random).unwrap();
    assert!(again.bonds.is_empty());
    assert_eq!(again.epochs.iter().map(|new| new.collection).collect::<Vec<_>>(), [private(CLIENT)]);
    assert_eq!(again.stored.len(), 4, "the keys of shared records are kept");
}

/// What the finder of the lost phone can do together with the server.
pub(super) struct Finder {
    pub own: Keys,
    pub bond: Bond,
}

impl Finder {
    pub fn epoch(&self, pair: &mut BondedPair, epoch: u32) {
        let key = CollectionKey::generate(&mut pair.random);
        let (identity, therapist) = (self.own.identity(), *pair.therapist.identity().public());
        let of = EpochMessage { collection: care(), epoch, client: identity.public(), therapist: &therapist };
        let message =
            crate::seal::epoch::seal(&of, &self.bond.secret, identity, &key, &self.bond.transcript, &mut pair.random);
        deliver_forged_key(pair, epoch, &key, None, message.unwrap());
    }

    pub fn renewal(&self, pair: &mut BondedPair, generation: u32, identity: &Identity, old: &[u8; 32]) {
        let key = CollectionKey::generate(&mut pair.random);
        let therapist = *pair.therapist.identity().public();
        let (epoch, before) = (pair.desk.epoch + 1, pair.desk_bond.transcript);
        let of = Message { collection: care(), generation, old, new: identity.public(), therapist: &therapist };
        let content = Content { next: NextIdentity([0; 32]), secret: [3; 32], epoch, key: key.clone(), before };
        let message = seal(&of, &self.bond.secret, identity, &content, &mut pair.random).unwrap();
        deliver_forged_key(pair, epoch, &key, Some(generation), message);
    }
}

fn deliver_forged_key(
    pair: &mut BondedPair,
    epoch: u32,
    key: &CollectionKey,
    generation: Option<u32>,
    message: protocol::Blob,
) {
    let handover = EpochHandover { account: id(CLIENT), generation, message };
    pair.desk.epoch = epoch;
    let key_check = key.check()[..].into();
    pair.desk.keys.push(EpochKey { epoch, key_check, key_sealed: None, handover: Some(handover) });
}

fn refusal(taken: Result<AcceptedKeys, Error>) -> Error {
    let taken = taken.unwrap();
    assert!(taken.stored.is_empty() && taken.bond.is_none());
    taken.refused[0].1
}

/// Cases 34 and 35: an epoch under the lost phone's key is accepted until the renewal has arrived, and never after it.
#[test]
fn an_epoch_under_the_old_key_is_rejected_after_the_renewal() {
    let mut pair = confirmed();
    let code = pair.code.clone();
    let finder = Finder { own: pair.client.clone(), bond: pair.bond.clone() };
    let renewed = renewed(&mut pair, Some(&code)).unwrap();
    publish_renewal(&mut pair, &renewed);
    pair.accept();
    finder.epoch(&mut pair, 3);
    assert_eq!(refusal(pair.accept_keys()), Error::Identity);

    let mut pair = confirmed();
    finder.epoch(&mut pair, 2);
    assert!(pair.accept_keys().unwrap().refused.is_empty(), "the renewal is withheld: the desk cannot detect it");
}

/// Case 36: the finder does not have the recovery code.
#[test]
fn the_finder_cannot_renew() {
    let mut pair = confirmed();
    let finder = Finder { own: pair.client.clone(), bond: pair.bond.clone() };
    let old = *pair.client.identity().public();
    let made = Identity::generate(&mut pair.random);
    finder.renewal(&mut pair, 2, &made, &old);
    assert_eq!(refusal(pair.accept_keys()), Error::NextIdentity);
    pair.desk.keys.truncate(1);
    let own = pair.client.identity().clone();
    finder.renewal(&mut pair, 2, &own, &old);
    assert_eq!(refusal(pair.accept_keys()), Error::NextIdentity);

    // Even with the right identity (the finder has the code too), generation and secret must match.
    let committed = pair.code.next_identity(id(CLIENT)).unwrap();
    for (generation, expected) in [(3, Error::Identity), (1, Error::Older), (0, Error::Older)] {
        pair.desk.keys.truncate(1);
        finder.renewal(&mut pair, generation, &committed, &old);
        assert_eq!(refusal(pair.accept_keys()), expected);
    }
    pair.desk.keys.truncate(1);
    finder.renewal(&mut pair, 2, &committed, &[9; 32]);
    assert_eq!(refusal(pair.accept_keys()), Error::Unopened, "another old identity");
    pair.desk.keys.truncate(1);
    let without = Finder { bond: Bond { secret: [8; 32], ..finder.bond.clone() }, own: finder.own.clone() };
    without.renewal(&mut pair, 2, &committed, &old);
    assert_eq!(refusal(pair.accept_keys()), Error::Unopened, "without the bond's secret");
}

#[test]
fn a_repeated_renewal_is_idempotent_and_returns_its_key() {
    let mut pair = confirmed();
    let code = pair.code.clone();
    let renewed = renewed(&mut pair, Some(&code)).unwrap();
    publish_renewal(&mut pair, &renewed);
    let taken = pair.accept_keys().unwrap();
    pair.desk_bond = taken.bond.unwrap();
    pair.therapist.keyring = Keyring::default();
    let again = pair.accept_keys().unwrap();
    assert!(again.bond.is_none() && !again.renewed && again.stored.len() == 1);
    pair.assert_sides_agree();

    // Modified messages: a flipped bit, a truncation, another generation.
    let good = pair.desk.keys[1].clone();
    let mut refused = |change: &dyn Fn(&mut EpochHandover)| {
        pair.therapist.keyring = Keyring::default();
        pair.desk.keys[1] = good.clone();
        change(pair.desk.keys[1].handover.as_mut().unwrap());
        refusal(pair.accept_keys())
    };
    assert_eq!(refused(&|one| one.message.0[50] ^= 1), Error::Unopened);
    assert_eq!(refused(&|one| one.message.0[1] ^= 1), Error::Older, "not the identity that was accepted");
    assert_eq!(refused(&|one| one.message.0.truncate(20)), Error::Truncated);
    assert_eq!(refused(&|one| one.message.0[0] = 1), Error::Version);
    assert_eq!(refused(&|one| one.generation = Some(3)), Error::NextIdentity);
    assert_eq!(refused(&|one| one.generation = None), Error::Unopened);
}

#[test]
fn keys_missed_before_a_renewal_are_accepted_before_it() {
    let mut pair = confirmed();
    let code = pair.code.clone();
    pair.begin();
    let renewed = renewed(&mut pair, Some(&code)).unwrap();
    publish_renewal(&mut pair, &renewed);
    pair.begin();
    let taken = pair.accept();
    assert_eq!(taken.stored.iter().map(|key| key.epoch).collect::<Vec<_>>(), [2, 3, 4]);
    assert!(taken.renewed && !taken.compare);
    pair.assert_sides_agree();
}

#[test]
fn a_renewal_can_follow_a_renewal() {
    let mut pair = confirmed();
    let mut code = pair.code.clone();
    for generation in 2..5 {
        let renewed = renewed(&mut pair, Some(&code)).unwrap();
        publish_renewal(&mut pair, &renewed);
        for (collection, new) in [(&mut pair.journal, &renewed.epochs[0]), (&mut pair.care, &renewed.epochs[1])] {
            collection.epoch = new.epoch;
            collection.keys.clear();
            for key in renewed.stored.iter().filter(|key| key.collection == collection.id) {
                let check = renewed.keys.keyring.get(key.collection, key.epoch).unwrap().check();
                collection.keys.push(EpochKey {
                    epoch: key.epoch,
                    key_check: check[..].into(),
                    key_sealed: Some(key.key_sealed.clone()),
                    handover: None,
                });
            }
        }
        assert!(pair.accept().renewed);
        pair.assert_sides_agree();
        assert_eq!(pair.desk_bond.generation, generation);
        pair.client.manifest = Manifest { code_confirmed: true, ..pair.client.manifest.clone() };
        code = renewed.code;
    }
}
