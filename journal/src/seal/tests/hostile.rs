//! Simulation of a server that lies about members, keys, manifests, answers and renewals. A person who has photographed
//! the QR code, or who has a lost phone, helps it. The invariants are checked after each step. With any one check
//! switched off, some seed must violate them.

use super::renewal::Finder;
use super::*;
use crate::checks::{Check, without};
use crate::seal::keyring::seal_key;
use crate::seal::renewal::{RenewalInput, renew};
use crate::seal::{CollectionKey, Identity, Kind, Manifest, epoch};

const FINDER: u8 = 9;
const STRANGER: u8 = 8;

struct Scenario {
    pair: BondedPair,
    /// The keys of the lost phone.
    lost: Finder,
    /// All versions of the client's manifest under the current account key, as the server has them.
    manifests: Vec<SealedManifest>,
    /// The newest generation and version of the manifest that the client's phone has seen.
    seen: (u32, u32),
    /// The client's real identities.
    identities: Vec<[u8; 32]>,
    /// All bonds of the therapist's desk.
    bonds: Vec<Bond>,
    /// The first key of each epoch that either side has accepted.
    held: [BTreeMap<u32, CollectionKey>; 2],
    /// Answers the invitation with a photo of its QR code.
    finder: Keys,
}

type Outcome = Result<(), String>;

impl Scenario {
    fn begin(seed: u64) -> Self {
        let mut pair = bonded_pair().stored();
        let mut bytes = [3; 32];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        pair.random = Random::from_seed(bytes);
        let (confirmed, _) = pair.client.confirm_code(id(CLIENT), &mut pair.random).unwrap();
        pair.client.manifest.code_confirmed = true;
        pair.client.manifest_version = confirmed.version;
        let finder = create_account(CLIENT, &mut pair.random).keys;
        let mut scenario = Self {
            lost: Finder { own: pair.client.clone(), bond: pair.bond.clone() },
            seen: (pair.client.manifest.generation, confirmed.version),
            manifests: vec![confirmed],
            identities: vec![*pair.client.identity().public()],
            bonds: vec![pair.desk_bond.clone()],
            held: Default::default(),
            finder,
            pair,
        };
        scenario.note_held();
        scenario
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(u32::from_be_bytes(self.pair.random.bytes())).unwrap() % n
    }

    fn note_held(&mut self) {
        let sides = [&self.pair.client, &self.pair.therapist];
        for (held, keys) in self.held.iter_mut().zip(sides) {
            for (epoch, key) in keys.keyring.epochs(care()) {
                held.entry(epoch).or_insert_with(|| key.clone());
            }
        }
    }

    fn step(&mut self) -> Outcome {
        match self.below(9) {
            0 => self.honest_epoch()?,
            1 => self.honest_renewal()?,
            2 => self.deliver(),
            3 => self.epoch_before_a_stranger()?,
            4 => self.older_manifest()?,
            5 => self.key_of_the_later_phone(),
            6 => self.second_answer(),
            7 => self.forged_renewal(),
            _ => self.forged_epoch(),
        }
        self.check()?;
        self.note_held();
        Ok(())
    }

    /// The client begins the next epoch.
    fn honest_epoch(&mut self) -> Outcome {
        let BondedPair { care: listed, bond, client, random, .. } = &mut self.pair;
        let begun = epoch::begin(listed, bond, id(CLIENT), client, random).map_err(|error| error.to_string())?;
        client.keyring.insert_received(care(), begun.new.epoch, begun.key).map_err(|error| error.to_string())?;
        *bond = begun.bond;
        self.pair.publish_epoch(&begun.new);
        Ok(())
    }

    /// A phone was lost, and the client renews all keys.
    fn honest_renewal(&mut self) -> Outcome {
        if self.pair.client.manifest.generation > 1 {
            return Ok(());
        }
        let listed = [self.pair.journal.clone(), self.pair.care.clone()];
        let bonds = [self.pair.bond.clone()];
        let (code, own, random) = (&self.pair.code, &self.pair.client, &mut self.pair.random);
        let before = RenewalInput {
            account: id(CLIENT),
            own,
            code: Some(code),
            export: &export(3),
            listed: &listed,
            bonds: &bonds,
            now: &at(5),
        };
        let renewed = renew(&before, random).map_err(|error| error.to_string())?;
        let next = renewed.epochs.iter().find(|one| one.collection == care()).ok_or("no epoch")?.clone();
        let new = NewEpoch {
            epoch: next.epoch,
            key_check: next.key_check,
            key_sealed: Default::default(),
            handovers: next.handovers,
            manifest: None,
        };
        self.pair.publish_epoch_as(&new, Some(renewed.keys.manifest.generation));
        self.identities.push(*renewed.keys.identity().public());
        // The list no longer has keys that were sealed under the old account key.
        for stored in self.pair.care.keys.iter_mut().chain(&mut self.pair.journal.keys) {
            stored.key_sealed = None;
        }
        self.pair.bond = renewed.bonds[0].clone();
        self.pair.client = renewed.keys;
        self.manifests = vec![renewed.manifest];
        self.seen = (self.pair.client.manifest.generation, self.pair.client.manifest_version);
        Ok(())
    }

    /// The desk accepts the pending keys from the list that the server shows.
    fn deliver(&mut self) {
        let BondedPair { desk, therapist, random, .. } = &mut self.pair;
        if let Ok(taken) = epoch::accept_keys(desk, &self.bonds[0], id(THERAPIST), therapist, &at(6), random) {
            self.bonds[0] = taken.bond.unwrap_or_else(|| self.bonds[0].clone());
        }
    }

    /// The server lists a stranger in addition to the client, or in place of the therapist.
    fn epoch_before_a_stranger(&mut self) -> Outcome {
        let instead = self.below(2) == 0;
        let BondedPair { care: listed, bond, client, random, .. } = &mut self.pair;
        let mut shown = listed.clone();
        if instead {
            shown.members.retain(|one| one.account == id(CLIENT));
        }
        shown.members.push(member(STRANGER));
        match epoch::begin(&shown, bond, id(CLIENT), client, random) {
            Ok(_) => Err("a key was made while the server listed a stranger".into()),
            Err(_) => Ok(()),
        }
    }

    /// The phone seals a new manifest version, and the server shows it any earlier one.
    fn older_manifest(&mut self) -> Outcome {
        let BondedPair { client, random, .. } = &mut self.pair;
        let version = client.manifest_version + 1;
        self.manifests.push(client.manifest.seal(&client.account, id(CLIENT), version, random));
        client.manifest_version = version;
        self.seen = (client.manifest.generation, version);
        let at = self.below(self.manifests.len());
        let shown = &self.manifests[at];
        let opened = Manifest::open(&self.pair.client.account, id(CLIENT), shown).map_err(|error| error.to_string())?;
        if opened.not_older(shown.version, self.seen).is_ok() && (opened.generation, shown.version) < self.seen {
            return Err("the phone accepted an older manifest".into());
        }
        Ok(())
    }

    /// Two phones began the same epoch, and the server shows the key of the phone that lost the race.
    fn key_of_the_later_phone(&mut self) {
        let BondedPair { care: listed, client, random, .. } = &mut self.pair;
        let mut shown = listed.clone();
        let late = CollectionKey::generate(random);
        let Some(last) = shown.keys.last_mut() else { return };
        last.key_check = late.check()[..].into();
        last.key_sealed = Some(seal_key(&client.account, Kind::Care, care(), last.epoch, &late, random));
        let _ = client.open_stored(&[shown]);
    }

    /// A person with a photo of the QR code answers the invitation too, and the server forwards that answer.
    fn second_answer(&mut self) {
        let BondedPair { link, welcome, therapist, random, secret_sealed, .. } = &mut self.pair;
        let other = CollectionId::new(3, [3; 10]);
        let Ok(answer) = accept(link, welcome, other, id(FINDER), &self.finder, &at(0), random) else { return };
        let mut shown = listed(&answer.message.collection, CollectionKind::Care, &[FINDER, THERAPIST]);
        let (secret_sealed, message) = (secret_sealed.clone(), answer.message.handover);
        shown.handover = Some(Handover { invitation: invitation(), secret_sealed, message });
        let taken = accept_handover(therapist, id(THERAPIST), id(FINDER), "", &shown, &self.bonds, &at(9), random);
        if let Ok(taken) = taken {
            self.bonds.push(taken.bond);
        }
    }

    /// The lost phone forges a renewal with an identity of its own.
    fn forged_renewal(&mut self) {
        let own = Identity::generate(&mut self.pair.random);
        let (generation, old) = (self.lost.bond.own_generation + 1, *self.lost.own.identity().public());
        self.lost.renewal(&mut self.pair, generation, &own, &old);
        self.deliver_once();
    }

    /// The lost phone makes a key under the identity that it knows. Before a renewal it is accepted, as THREATS.md
    /// states.
    fn forged_epoch(&mut self) {
        if self.bonds[0].generation > 1 {
            let epoch = self.pair.desk.epoch + 1;
            self.lost.epoch(&mut self.pair, epoch);
            self.deliver_once();
        }
    }

    /// Delivers a forged message of the lost phone once.
    fn deliver_once(&mut self) {
        self.deliver();
        self.pair.desk.keys.pop();
        self.pair.desk.epoch = self.pair.care.epoch;
    }

    fn check(&self) -> Outcome {
        let sides = [&self.pair.client, &self.pair.therapist];
        for (held, keys) in self.held.iter().zip(sides) {
            let changed =
                |(epoch, key): (&u32, &CollectionKey)| keys.keyring.get(care(), *epoch).is_ok_and(|one| one != key);
            if held.iter().any(changed) {
                return Err("a key that was held was replaced".into());
            }
        }
        let of_one = self.bonds.iter().filter(|bond| bond.invitation == invitation()).count();
        if of_one > 1 {
            return Err("one invitation has two bonds".into());
        }
        if !self.identities.contains(&self.bonds[0].identity) {
            return Err("another account is taken for the client".into());
        }
        Ok(())
    }
}

fn run_scenario(seed: u64) -> Outcome {
    let mut scenario = Scenario::begin(seed);
    for step in 0..25 {
        scenario.step().map_err(|found| format!("seed {seed}, step {step}: {found}"))?;
    }
    Ok(())
}

#[test]
fn a_server_that_lies_about_keys_and_members_violates_no_invariant() {
    let found: Vec<String> = (0..60).filter_map(|seed| run_scenario(seed).err()).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_invariant_fails_without_any_one_check() {
    for check in [Check::Members, Check::Manifest, Check::OneHandover, Check::NextIdentity, Check::HeldKeys] {
        let found = without(check, || (0..60).find_map(|seed| run_scenario(seed).err()));
        println!("without {check:?}: {found:?}");
        assert!(found.is_some(), "no invariant fails without {check:?}");
    }
}
