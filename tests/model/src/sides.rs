//! The client's phone and the therapist's desk, with the same rules as in `journal`.

use crate::term::{Key, Message, Secret, Transcript, Who};
use crate::{LAST_EPOCH, Protocol, Rule};

/// The client's phones, which agree with each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Client {
    /// How many times the keys were made.
    pub generation: u8,
    /// The newest care key; 0 before joining.
    pub epoch: u8,
    /// The newest key of the private collection.
    pub private: u8,
    /// The transcript of the care collection's keys.
    pub transcript: Transcript,
    /// Whether the attacker has a phone.
    pub lost: bool,
    /// Whether that phone was signed out.
    pub signed_out: bool,
    /// The care epoch of the renewal; 0 if there was no renewal or no bond.
    pub renewed_at: u8,
    /// The minimum epoch of the journal for new records.
    pub floor: u8,
    /// Whether a phone that was at the head after the renewal has accepted a record under an old key.
    pub obeyed_old: bool,
    /// Whether a phone that signed in after the renewal has accepted one.
    pub new_phone_obeyed: bool,
}

impl Default for Client {
    fn default() -> Self {
        Self {
            generation: 1,
            epoch: 0,
            private: 1,
            transcript: Transcript::new(),
            lost: false,
            signed_out: false,
            renewed_at: 0,
            floor: 1,
            obeyed_old: false,
            new_phone_obeyed: false,
        }
    }
}

impl Client {
    /// Whether the client has a bond.
    pub fn joined(&self) -> bool {
        self.epoch > 0
    }

    fn next_key(&mut self) -> Option<(u8, Key, Transcript)> {
        if self.epoch == LAST_EPOCH {
            return None;
        }
        self.epoch += 1;
        let (epoch, key, before) = (self.epoch, Key::Clients(self.epoch), self.transcript.clone());
        self.transcript.push((epoch, Who::Client(self.generation), key));
        Some((epoch, key, before))
    }

    /// Answers the invitation.
    pub(crate) fn join(&mut self) -> Option<Message> {
        // A client who renews first hands over under the new identity: the same case, one generation later.
        if self.joined() || self.generation > 1 {
            return None;
        }
        let (epoch, key, _) = self.next_key()?;
        let from = Who::Client(1);
        Some(Message::Handover { from, secret: Secret::Qr, next: Who::Client(2), epoch, key })
    }

    /// Begins the next epoch of the care collection.
    pub(crate) fn begin_epoch(&mut self) -> Option<Message> {
        if !self.joined() {
            return None;
        }
        let (epoch, key, before) = self.next_key()?;
        let (from, secret) = (Who::Client(self.generation), Secret::Bond(self.generation));
        Some(Message::Epoch { from, secret, epoch, key, before })
    }

    /// Signs the lost phone out, without a renewal.
    pub(crate) fn sign_out(&mut self) -> Option<Option<Message>> {
        if !self.lost || self.signed_out || self.generation > 1 {
            return None;
        }
        self.signed_out = true;
        self.private += 1;
        Some(self.begin_epoch())
    }

    /// Renews all keys, with the recovery code.
    pub(crate) fn renew(&mut self) -> Option<Option<Message>> {
        if !self.lost || self.generation > 1 || self.epoch == LAST_EPOCH {
            return None;
        }
        let (old, secret) = (Who::Client(self.generation), Secret::Bond(self.generation));
        self.generation += 1;
        self.private += 1;
        if !self.joined() {
            return Some(None);
        }
        let (epoch, key, before) = self.next_key()?;
        self.renewed_at = epoch;
        let (generation, from) = (self.generation, Who::Client(self.generation));
        let (next, renewed) = (Who::Client(generation + 1), Secret::Bond(generation));
        Some(Some(Message::Renewal { from, secret, old, generation, next, renewed, epoch, key, before }))
    }

    pub(crate) fn at_head(&mut self) {
        self.floor = self.private;
    }

    /// Reads a new record (such as a sharing rule) under a private key of this epoch.
    pub(crate) fn reads(&mut self, model: &Protocol, epoch: u8, new_phone: bool) {
        let renewed = self.generation > 1;
        if new_phone {
            let accepted = !model.keeps(Rule::Authority) || epoch == self.private;
            self.new_phone_obeyed |= renewed && accepted;
        } else {
            let accepted = !model.keeps(Rule::Floor) || epoch >= self.floor;
            self.obeyed_old |= renewed && self.floor == self.private && accepted;
        }
    }
}

/// The desk's bond with the client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bond {
    /// The client's identity.
    pub identity: Who,
    /// The committed next identity.
    pub next: Who,
    /// How many times the client's keys were made.
    pub generation: u8,
    /// The bond secret.
    pub secret: Secret,
    /// The epoch of the newest key.
    pub epoch: u8,
    /// The transcript of the keys.
    pub transcript: Transcript,
}

/// The therapist's desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Desk {
    /// The bond, after a handover was accepted.
    pub bond: Option<Bond>,
    /// The held keys, by epoch.
    pub keys: [Option<Key>; LAST_EPOCH as usize],
    /// The minimum epoch for new records.
    pub floor: u8,
    /// Whether a held key was replaced.
    pub replaced: bool,
    /// Whether the client's bond was replaced by a stranger's.
    pub exchanged: bool,
    /// Whether the desk, at the head after the renewal, has accepted a record under an old key.
    pub believed_old: bool,
}

impl Desk {
    /// The key of an epoch.
    pub fn key(&self, epoch: u8) -> Option<Key> {
        self.keys.get(usize::from(epoch).checked_sub(1)?).copied().flatten()
    }

    /// Whether the desk holds a key.
    pub fn holds(&self, key: Key) -> bool {
        self.keys.contains(&Some(key))
    }

    /// Accepts or rejects a message that the server delivers.
    pub(crate) fn receive(&mut self, model: &Protocol, message: &Message) {
        let was = self.bond.as_ref().map(|bond| bond.identity);
        match message {
            Message::Handover { from, secret, next, epoch, key } => {
                // The invitation is the desk's own, so its secret is the shown one.
                let opens = *secret == Secret::Qr || !model.keeps(Rule::Psk);
                let free = self.bond.is_none() || !model.keeps(Rule::OneAnswer);
                if opens && free && self.store_key(model, *epoch, *key) {
                    self.bond = Some(Bond {
                        identity: *from,
                        next: *next,
                        generation: 1,
                        secret: Secret::Bond(1),
                        epoch: *epoch,
                        transcript: vec![(*epoch, *from, *key)],
                    });
                }
            }
            Message::Epoch { from, secret, epoch, key, before } => {
                let Some(bond) = self.bond.clone() else { return };
                if *from != bond.identity || *secret != bond.secret && model.keeps(Rule::Psk) {
                    return;
                }
                if self.store_key(model, *epoch, *key) && *epoch > bond.epoch {
                    self.bond = Some(bond.with_key(*epoch, *key, before));
                }
            }
            Message::Renewal { from, secret, old, generation, next, renewed, epoch, key, before } => {
                let Some(bond) = self.bond.clone() else { return };
                let opens = *old == bond.identity && (*secret == bond.secret || !model.keeps(Rule::Psk));
                let committed = *from == bond.next || !model.keeps(Rule::Commitment);
                let following = *generation == bond.generation + 1 && *epoch > bond.epoch;
                if opens && committed && following && self.store_key(model, *epoch, *key) {
                    let bond = Bond { identity: *from, next: *next, generation: *generation, secret: *renewed, ..bond };
                    self.bond = Some(bond.with_key(*epoch, *key, before));
                }
            }
        }
        let is = self.bond.as_ref().map(|bond| bond.identity);
        self.exchanged |= matches!(was, Some(Who::Client(_))) && is == Some(Who::Stranger);
    }

    /// Stores a key, unless another key of its epoch is held.
    fn store_key(&mut self, model: &Protocol, epoch: u8, key: Key) -> bool {
        let Some(slot) = self.keys.get_mut(usize::from(epoch) - 1) else { return false };
        let another = slot.is_some_and(|held| held != key);
        if another && model.keeps(Rule::HeldKeys) {
            return false;
        }
        self.replaced |= another;
        *slot = Some(key);
        true
    }

    pub(crate) fn at_head(&mut self) {
        self.floor = self.bond.as_ref().map_or(0, |bond| bond.epoch);
    }

    /// Reads a record that claims to be the client's, under the key of this epoch.
    pub(crate) fn reads(&mut self, model: &Protocol, epoch: u8) {
        let Some(bond) = &self.bond else { return };
        let accepted = !model.keeps(Rule::Floor) || epoch >= self.floor;
        self.believed_old |= bond.identity == Who::Client(2) && self.floor == bond.epoch && accepted;
    }
}

impl Bond {
    fn with_key(mut self, epoch: u8, key: Key, before: &Transcript) -> Self {
        self.epoch = epoch;
        self.transcript = before.clone();
        self.transcript.push((epoch, self.identity, key));
        self
    }
}

impl Protocol {
    /// The part of the transcript that the safety words depend on.
    pub(crate) fn words(&self, transcript: &Transcript) -> Vec<(u8, Option<(Who, Key)>)> {
        let covers = self.keeps(Rule::Transcript);
        transcript.iter().map(|(epoch, who, key)| (*epoch, covers.then_some((*who, *key)))).collect()
    }
}
