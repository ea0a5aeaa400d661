//! A server that lies about lists, keys, manifests, answers and renewals from a seed, with the help of somebody who has seen
//! the QR code or has a lost phone. After each step what must hold is looked at; each check can be switched off, and then a
//! seed is found that shows the hole.

use super::renewal::Finder;
use super::*;
use crate::checks::{Check, OFF};
use crate::seal::keyring::seal_key;
use crate::seal::renewal::{Before, renew};
use crate::seal::{CollectionKey, Identity, Kind, Manifest, epoch};

const FINDER: u8 = 9;
const STRANGER: u8 = 8;

struct Life {
    met: Met,
    /// What the lost phone has.
    lost: Finder,
    /// The account's manifests, as the server has had them, under the present account key.
    manifests: Vec<SealedManifest>,
    /// What the client's phone has seen of the manifest.
    seen: (u32, u32),
    /// The identities that the client really has had.
    identities: Vec<[u8; 32]>,
    /// Every bond of the desk.
    bonds: Vec<Bond>,
    /// The keys of the care collection as each side took them up first.
    held: [BTreeMap<u32, CollectionKey>; 2],
    /// Somebody who answers the invitation with a photo of its code.
    finder: Keys,
}

type Found = Result<(), String>;

impl Life {
    fn begin(seed: u64) -> Self {
        let mut met = meet().stored();
        let mut bytes = [3; 32];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        met.random = Random::from_seed(bytes);
        let (confirmed, _) = met.client.confirm_code(id(CLIENT), &mut met.random).unwrap();
        met.client.manifest.code_confirmed = true;
        met.client.manifest_version = confirmed.version;
        let finder = made(CLIENT, &mut met.random).keys;
        let mut life = Self {
            lost: Finder { own: met.client.clone(), bond: met.bond.clone() },
            seen: (met.client.manifest.generation, confirmed.version),
            manifests: vec![confirmed],
            identities: vec![*met.client.identity().public()],
            bonds: vec![met.desk_bond.clone()],
            held: Default::default(),
            finder,
            met,
        };
        life.note_held();
        life
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(u32::from_be_bytes(self.met.random.bytes())).unwrap() % n
    }

    fn note_held(&mut self) {
        let sides = [&self.met.client, &self.met.therapist];
        for (held, keys) in self.held.iter_mut().zip(sides) {
            for (epoch, key) in keys.keyring.epochs(care()) {
                held.entry(epoch).or_insert_with(|| key.clone());
            }
        }
    }

    fn step(&mut self) -> Found {
        match self.below(9) {
            0 => self.honest_epoch()?,
            1 => self.honest_renewal()?,
            2 => self.deliver(),
            3 => self.epoch_before_a_stranger()?,
            4 => self.older_manifest()?,
            5 => self.another_wrap(),
            6 => self.second_answer(),
            7 => self.forged_renewal(),
            _ => self.forged_epoch(),
        }
        self.check()?;
        self.note_held();
        Ok(())
    }

    /// The client begins the next key.
    fn honest_epoch(&mut self) -> Found {
        let Met { care: listed, bond, client, random, .. } = &mut self.met;
        let begun = epoch::begin(listed, bond, id(CLIENT), client, random).map_err(|error| error.to_string())?;
        client.keyring.hold(care(), begun.new.epoch, begun.key).map_err(|error| error.to_string())?;
        *bond = begun.bond;
        self.met.told(&begun.new);
        Ok(())
    }

    /// A phone was lost, and everything is replaced.
    fn honest_renewal(&mut self) -> Found {
        if self.met.client.manifest.generation > 1 {
            return Ok(());
        }
        let listed = [self.met.journal.clone(), self.met.care.clone()];
        let bonds = [self.met.bond.clone()];
        let (code, own, random) = (&self.met.code, &self.met.client, &mut self.met.random);
        let before = Before {
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
        self.met.told_with(&new, Some(renewed.keys.manifest.generation));
        self.identities.push(*renewed.keys.identity().public());
        // What was wrapped under the old account key is gone from the list.
        for stored in self.met.care.keys.iter_mut().chain(&mut self.met.journal.keys) {
            stored.key_sealed = None;
        }
        self.met.bond = renewed.bonds[0].clone();
        self.met.client = renewed.keys;
        self.manifests = vec![renewed.manifest];
        self.seen = (self.met.client.manifest.generation, self.met.client.manifest_version);
        Ok(())
    }

    /// The desk takes what waits, in whatever list it is shown.
    fn deliver(&mut self) {
        let Met { desk, therapist, random, .. } = &mut self.met;
        if let Ok(taken) = epoch::take_over(desk, &self.bonds[0], id(THERAPIST), therapist, &at(6), random) {
            self.bonds[0] = taken.bond.unwrap_or_else(|| self.bonds[0].clone());
        }
    }

    /// The server lists somebody else beside the client, or in the therapist's place.
    fn epoch_before_a_stranger(&mut self) -> Found {
        let instead = self.below(2) == 0;
        let Met { care: listed, bond, client, random, .. } = &mut self.met;
        let mut shown = listed.clone();
        if instead {
            shown.members.retain(|one| one.account == id(CLIENT));
        }
        shown.members.push(member(STRANGER));
        match epoch::begin(&shown, bond, id(CLIENT), client, random) {
            Ok(_) => Err("a key was made while the server named a stranger".into()),
            Err(_) => Ok(()),
        }
    }

    /// The phone moves its manifest on, and is shown any of those that it has had.
    fn older_manifest(&mut self) -> Found {
        let Met { client, random, .. } = &mut self.met;
        let version = client.manifest_version + 1;
        self.manifests.push(client.manifest.seal(&client.account, id(CLIENT), version, random));
        client.manifest_version = version;
        self.seen = (client.manifest.generation, version);
        let at = self.below(self.manifests.len());
        let shown = &self.manifests[at];
        let opened = Manifest::open(&self.met.client.account, id(CLIENT), shown).map_err(|error| error.to_string())?;
        if opened.not_older(shown.version, self.seen).is_ok() && (opened.generation, shown.version) < self.seen {
            return Err("the phone went back to an older manifest".into());
        }
        Ok(())
    }

    /// Two phones began the same epoch, and the server keeps the wrap of the one that was too late.
    fn another_wrap(&mut self) {
        let Met { care: listed, client, random, .. } = &mut self.met;
        let mut shown = listed.clone();
        let late = CollectionKey::generate(random);
        let Some(last) = shown.keys.last_mut() else { return };
        last.key_check = late.check()[..].into();
        last.key_sealed = Some(seal_key(&client.account, Kind::Care, care(), last.epoch, &late, random));
        let _ = client.open_stored(&[shown]);
    }

    /// Somebody with a photo of the code answers the invitation as well, and the server passes it on.
    fn second_answer(&mut self) {
        let Met { link, welcome, therapist, random, secret_sealed, .. } = &mut self.met;
        let other = CollectionId::new(3, [3; 10]);
        let Ok(answer) = accept(link, welcome, other, id(FINDER), &self.finder, &at(0), random) else { return };
        let mut shown = listed(&answer.message.collection, CollectionKind::Care, &[FINDER, THERAPIST]);
        let (secret_sealed, message) = (secret_sealed.clone(), answer.message.handover);
        shown.handover = Some(Handover { invitation: invitation(), secret_sealed, message });
        let taken = take_up(therapist, id(THERAPIST), id(FINDER), "", &shown, &self.bonds, &at(9), random);
        if let Ok(taken) = taken {
            self.bonds.push(taken.bond);
        }
    }

    /// The lost phone makes a renewal with a new identity of its own.
    fn forged_renewal(&mut self) {
        let own = Identity::generate(&mut self.met.random);
        let (generation, old) = (self.lost.bond.own_generation + 1, *self.lost.own.identity().public());
        self.lost.renewal(&mut self.met, generation, &own, &old);
        self.deliver_and_forget();
    }

    /// The lost phone makes a key under the identity that it knows. Without a renewal it is taken up: THREATS.md says so.
    fn forged_epoch(&mut self) {
        if self.bonds[0].generation > 1 {
            let epoch = self.met.desk.epoch + 1;
            self.lost.epoch(&mut self.met, epoch);
            self.deliver_and_forget();
        }
    }

    /// What the lost phone has made is delivered, and shown no more.
    fn deliver_and_forget(&mut self) {
        self.deliver();
        self.met.desk.keys.pop();
        self.met.desk.epoch = self.met.care.epoch;
    }

    fn check(&self) -> Found {
        let sides = [&self.met.client, &self.met.therapist];
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
            return Err("somebody else is taken for the client".into());
        }
        Ok(())
    }
}

fn live(seed: u64) -> Found {
    let mut life = Life::begin(seed);
    for step in 0..25 {
        life.step().map_err(|found| format!("seed {seed}, step {step}: {found}"))?;
    }
    Ok(())
}

#[test]
fn a_server_that_lies_about_keys_and_lists_finds_nothing() {
    let found: Vec<String> = (0..60).filter_map(|seed| live(seed).err()).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn without_any_one_check_a_hole_is_found() {
    for check in [Check::Members, Check::Manifest, Check::OneHandover, Check::NextIdentity, Check::HeldKeys] {
        OFF.set(Some(check));
        let found = (0..60).find_map(|seed| live(seed).err());
        OFF.set(None);
        println!("without {check:?}: {found:?}");
        assert!(found.is_some(), "nothing is found without {check:?}");
    }
}
