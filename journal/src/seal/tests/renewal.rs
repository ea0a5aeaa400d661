use protocol::account::RenewedEpoch;

use super::*;
use crate::seal::account::{unlock, unlock_with_code, with_account_key};
use crate::seal::epoch::{Message as EpochMessage, TakenOver, begin};
use crate::seal::renewal::{Before, Content, Message, Renewed, renew, seal};
use crate::seal::{CollectionKey, Error, Identity, Keyring, Manifest, NextIdentity};

/// A client with a confirmed code.
fn confirmed() -> Met {
    let mut met = meet().stored();
    met.client.manifest.code_confirmed = true;
    met
}

fn renewed(met: &mut Met, code: Option<&RecoveryCode>) -> Result<Renewed, Error> {
    let listed = [met.journal.clone(), met.care.clone()];
    let bonds = [met.bond.clone()];
    let (account, own, now) = (id(CLIENT), &met.client, at(30));
    renew(
        &Before { account, own, code, export: &export(7), listed: &listed, bonds: &bonds, now: &now },
        &mut met.random,
    )
}

/// The server takes a renewal, and passes it on.
fn told(met: &mut Met, renewed: &Renewed) {
    let RenewedEpoch { epoch, key_check, handovers, .. } = renewed.epochs[1].clone();
    let generation = handovers[0].generation;
    let new = NewEpoch { epoch, key_check, key_sealed: Default::default(), handovers, manifest: None };
    met.told_with(&new, generation);
    met.client = renewed.keys.clone();
    met.bond = renewed.bonds[0].clone();
}

#[test]
fn everything_that_the_lost_phone_knew_is_replaced() {
    let mut met = confirmed();
    let (lost, code) = (met.client.clone(), met.code.clone());
    let renewed = renewed(&mut met, Some(&code)).unwrap();
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

    // The new password and the new code open; the old ones do not (cases 7 and 37).
    let open = |n| unlock(id(CLIENT), &renewed.bundle, &renewed.manifest, &export(n));
    assert_eq!(open(7).unwrap().account, renewed.keys.account);
    assert_eq!(open(CLIENT).unwrap_err(), Error::Unopened);
    let by_code = |code| unlock_with_code(id(CLIENT), &renewed.bundle, &renewed.manifest, code);
    assert!(by_code(&renewed.code).is_ok() && by_code(&code).is_err());
    assert!(with_account_key(id(CLIENT), lost.account.clone(), &renewed.manifest).is_err());
    let mut listed = [met.journal.clone(), met.care.clone()];
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
    assert_eq!(thief.open_stored(&listed).len(), 4, "nothing opens");
    let mut own = open(7).unwrap();
    assert_eq!(own.open_stored(&listed), []);
    assert_eq!(own.keyring.iter().count(), 4);

    told(&mut met, &renewed);
    let taken = met.accept();
    assert!(taken.renewed && !taken.compare);
    met.agree();
    assert_eq!((met.desk_bond.generation, &met.desk_bond.identity), (2, renewed.keys.identity().public()));
    assert_eq!(met.desk_bond.next_identity(), renewed.keys.manifest.next);
    assert_eq!(met.desk_bond.renewals.len(), 1);
    // Life goes on under the new keys.
    met.begin();
    met.accept();
    met.agree();
}

#[test]
fn only_the_committed_and_confirmed_code_renews() {
    let mut met = confirmed();
    let code = met.code.clone();
    let other = RecoveryCode::generate(&mut met.random);
    assert_eq!(renewed(&mut met, Some(&other)).unwrap_err(), Error::Code);
    met.client.manifest.code_confirmed = false;
    assert_eq!(renewed(&mut met, Some(&code)).unwrap_err(), Error::CodeUnconfirmed);
    assert_eq!(renewed(&mut met, Some(&other)).unwrap_err(), Error::Code);
    let refused = |own: &Keys, listed: &[Collection], random: &mut Random| {
        let bonds = [met.bond.clone()];
        let (account, code, now) = (id(CLIENT), None, at(30));
        renew(&Before { account, own, code, export: &export(7), listed, bonds: &bonds, now: &now }, random).unwrap_err()
    };
    let mut random = Random::from_seed([1; 32]);
    assert_eq!(refused(&met.therapist, &[], &mut random), Error::Role);
    assert_eq!(refused(&met.client, &[], &mut random), Error::NoKey, "the journal is not listed");
}

#[test]
fn without_the_code_every_bond_ends() {
    let mut met = confirmed();
    let next = met.client.manifest.next;
    let renewed = renewed(&mut met, None).unwrap();
    assert_ne!(NextIdentity::to(renewed.keys.identity().public()), next);
    assert_eq!(renewed.epochs.len(), 1, "the journal's alone: there is nobody to tell");
    let ended = renewed.bonds[0].ended.as_ref().unwrap();
    assert_eq!(ended.how.as_deref(), Some("lost_code"));
    assert_eq!(renewed.stored.len(), 3, "what was shared stays readable");
}

#[test]
fn a_renewal_gives_nothing_while_the_server_lists_anybody_else() {
    let mut met = confirmed();
    let code = met.code.clone();
    met.care.members.push(member(9));
    assert_eq!(renewed(&mut met, Some(&code)).unwrap_err(), Error::Members);
    met.care.members.pop();
    met.journal.members.push(member(9));
    assert_eq!(renewed(&mut met, Some(&code)).unwrap_err(), Error::Members);
    met.journal.members.pop();
    met.care.keys[0].key_sealed.as_mut().unwrap().0[20] ^= 1;
    assert_eq!(renewed(&mut met, Some(&code)).unwrap_err(), Error::Unopened, "a key would be lost");
}

#[test]
fn a_bond_whose_collection_is_not_listed_is_left_as_it_is() {
    let mut met = confirmed();
    let code = met.code.clone();
    let bonds = [met.bond.clone(), Bond { care: private(9), ..met.bond.clone() }.end(&at(1), None)];
    let listed = [met.journal.clone()];
    let (account, own, now) = (id(CLIENT), &met.client, at(30));
    let before =
        Before { account, own, code: Some(&code), export: &export(7), listed: &listed, bonds: &bonds, now: &now };
    let renewed = renew(&before, &mut met.random).unwrap();
    assert!(renewed.bonds.is_empty() && renewed.epochs.len() == 1);
    // It still stands under the old keys: nothing can be sealed there by mistake.
    let refused = begin(&met.care, &met.bond, id(CLIENT), &renewed.keys, &mut met.random);
    assert_eq!(refused.unwrap_err(), Error::Identity);

    // The server lists it again: it is left out of the next renewal, and does not stand in its way.
    let mut own = renewed.keys.clone();
    own.manifest.code_confirmed = true;
    let mut journal = met.journal.clone();
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
    let mut care_listed = met.care.clone();
    care_listed.keys[0].key_sealed = None;
    let listed = [journal, care_listed];
    let before = Before { own: &own, code: Some(&renewed.code), listed: &listed, ..before };
    let again = renew(&before, &mut met.random).unwrap();
    assert!(again.bonds.is_empty());
    assert_eq!(again.epochs.iter().map(|new| new.collection).collect::<Vec<_>>(), [private(CLIENT)]);
    assert_eq!(again.stored.len(), 4, "what was shared stays readable");
}

/// What the finder of the phone and the server can make together.
pub(super) struct Finder {
    pub own: Keys,
    pub bond: Bond,
}

impl Finder {
    pub fn epoch(&self, met: &mut Met, epoch: u32) {
        let key = CollectionKey::generate(&mut met.random);
        let (identity, therapist) = (self.own.identity(), *met.therapist.identity().public());
        let of = EpochMessage { collection: care(), epoch, client: identity.public(), therapist: &therapist };
        let message =
            crate::seal::epoch::seal(&of, &self.bond.secret, identity, &key, &self.bond.transcript, &mut met.random);
        put(met, epoch, &key, None, message.unwrap());
    }

    pub fn renewal(&self, met: &mut Met, generation: u32, identity: &Identity, old: &[u8; 32]) {
        let key = CollectionKey::generate(&mut met.random);
        let therapist = *met.therapist.identity().public();
        let (epoch, before) = (met.desk.epoch + 1, met.desk_bond.transcript);
        let of = Message { collection: care(), generation, old, new: identity.public(), therapist: &therapist };
        let content = Content { next: NextIdentity([0; 32]), secret: [3; 32], epoch, key: key.clone(), before };
        let message = seal(&of, &self.bond.secret, identity, &content, &mut met.random).unwrap();
        put(met, epoch, &key, Some(generation), message);
    }
}

fn put(met: &mut Met, epoch: u32, key: &CollectionKey, generation: Option<u32>, message: protocol::Blob) {
    let handover = EpochHandover { account: id(CLIENT), generation, message };
    met.desk.epoch = epoch;
    let key_check = key.check()[..].into();
    met.desk.keys.push(EpochKey { epoch, key_check, key_sealed: None, handover: Some(handover) });
}

fn refusal(taken: Result<TakenOver, Error>) -> Error {
    let taken = taken.unwrap();
    assert!(taken.stored.is_empty() && taken.bond.is_none());
    taken.refused[0].1
}

/// Cases 34 and 35: an epoch under the lost phone's key counts until the renewal has arrived, and never after it.
#[test]
fn the_old_key_makes_no_epoch_after_the_renewal() {
    let mut met = confirmed();
    let code = met.code.clone();
    let finder = Finder { own: met.client.clone(), bond: met.bond.clone() };
    let renewed = renewed(&mut met, Some(&code)).unwrap();
    told(&mut met, &renewed);
    met.accept();
    finder.epoch(&mut met, 3);
    assert_eq!(refusal(met.take_over()), Error::Identity);

    let mut met = confirmed();
    finder.epoch(&mut met, 2);
    assert!(met.take_over().unwrap().refused.is_empty(), "withheld: the desk cannot know, the client is told");
}

/// Case 36: the finder does not have the code.
#[test]
fn the_finder_makes_no_renewal() {
    let mut met = confirmed();
    let finder = Finder { own: met.client.clone(), bond: met.bond.clone() };
    let old = *met.client.identity().public();
    let made = Identity::generate(&mut met.random);
    finder.renewal(&mut met, 2, &made, &old);
    assert_eq!(refusal(met.take_over()), Error::NextIdentity);
    met.desk.keys.truncate(1);
    let own = met.client.identity().clone();
    finder.renewal(&mut met, 2, &own, &old);
    assert_eq!(refusal(met.take_over()), Error::NextIdentity);

    // With the right identity (somebody found the code as well), generation and secret still have to fit.
    let committed = met.code.next_identity(id(CLIENT)).unwrap();
    for (generation, expected) in [(3, Error::Identity), (1, Error::Older), (0, Error::Older)] {
        met.desk.keys.truncate(1);
        finder.renewal(&mut met, generation, &committed, &old);
        assert_eq!(refusal(met.take_over()), expected);
    }
    met.desk.keys.truncate(1);
    finder.renewal(&mut met, 2, &committed, &[9; 32]);
    assert_eq!(refusal(met.take_over()), Error::Unopened, "another old identity");
    met.desk.keys.truncate(1);
    let without = Finder { bond: Bond { secret: [8; 32], ..finder.bond.clone() }, own: finder.own.clone() };
    without.renewal(&mut met, 2, &committed, &old);
    assert_eq!(refusal(met.take_over()), Error::Unopened, "without the bond's secret");
}

#[test]
fn a_renewal_played_again_changes_nothing_and_gives_its_key_to_a_killed_desk() {
    let mut met = confirmed();
    let code = met.code.clone();
    let renewed = renewed(&mut met, Some(&code)).unwrap();
    told(&mut met, &renewed);
    let taken = met.take_over().unwrap();
    met.desk_bond = taken.bond.unwrap();
    met.therapist.keyring = Keyring::default();
    let again = met.take_over().unwrap();
    assert!(again.bond.is_none() && !again.renewed && again.stored.len() == 1);
    met.agree();

    // One that is flipped, cut or of another generation.
    let good = met.desk.keys[1].clone();
    let mut refused = |change: &dyn Fn(&mut EpochHandover)| {
        met.therapist.keyring = Keyring::default();
        met.desk.keys[1] = good.clone();
        change(met.desk.keys[1].handover.as_mut().unwrap());
        refusal(met.take_over())
    };
    assert_eq!(refused(&|one| one.message.0[50] ^= 1), Error::Unopened);
    assert_eq!(refused(&|one| one.message.0[1] ^= 1), Error::Older, "not the identity that was accepted");
    assert_eq!(refused(&|one| one.message.0.truncate(20)), Error::Truncated);
    assert_eq!(refused(&|one| one.message.0[0] = 1), Error::Version);
    assert_eq!(refused(&|one| one.generation = Some(3)), Error::NextIdentity);
    assert_eq!(refused(&|one| one.generation = None), Error::Unopened);
}

#[test]
fn keys_that_the_desk_missed_before_the_renewal_come_first() {
    let mut met = confirmed();
    let code = met.code.clone();
    met.begin();
    let renewed = renewed(&mut met, Some(&code)).unwrap();
    told(&mut met, &renewed);
    met.begin();
    let taken = met.accept();
    assert_eq!(taken.stored.iter().map(|key| key.epoch).collect::<Vec<_>>(), [2, 3, 4]);
    assert!(taken.renewed && !taken.compare);
    met.agree();
}

#[test]
fn a_renewal_is_followed_by_another() {
    let mut met = confirmed();
    let mut code = met.code.clone();
    for generation in 2..5 {
        let renewed = renewed(&mut met, Some(&code)).unwrap();
        told(&mut met, &renewed);
        for (collection, new) in [(&mut met.journal, &renewed.epochs[0]), (&mut met.care, &renewed.epochs[1])] {
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
        assert!(met.accept().renewed);
        met.agree();
        assert_eq!(met.desk_bond.generation, generation);
        met.client.manifest = Manifest { code_confirmed: true, ..met.client.manifest.clone() };
        code = renewed.code;
    }
}
