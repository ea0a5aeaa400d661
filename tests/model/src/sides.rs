//! The client's phone and the therapist's desk, rule by rule as in `journal`.

use crate::term::{Key, Message, Secret, Transcript, Who};
use crate::{LAST_EPOCH, Protocol, Rule};

/// The client's phones, which agree with each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Client {
    /// How often the keys were made.
    pub generation: u8,
    /// The newest key of the care collection; 0: not joined.
    pub epoch: u8,
    /// The newest key of the private collection.
    pub private: u8,
    /// How the care collection's keys came about.
    pub transcript: Transcript,
    /// A phone is in somebody else's hands.
    pub lost: bool,
    /// It was signed out.
    pub signed_out: bool,
    /// The care collection's epoch that began with the renewal; 0: there was none, or nobody to tell.
    pub renewed_at: u8,
    /// The lowest epoch of the journal under which something new is accepted.
    pub floor: u8,
    /// After the renewal, and at the head since, a phone has obeyed something under an old key.
    pub obeyed_old: bool,
    /// A phone that signed in after the renewal has.
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
    /// Whether there is a bond.
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
        // Whoever renews first hands over under the new identity: the same story one generation later.
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

    /// Signs the lost phone out, and nothing else.
    pub(crate) fn sign_out(&mut self) -> Option<Option<Message>> {
        if !self.lost || self.signed_out || self.generation > 1 {
            return None;
        }
        self.signed_out = true;
        self.private += 1;
        Some(self.begin_epoch())
    }

    /// "A phone was lost", with the recovery code.
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

    /// Something new under a private key of this epoch: a sharing rule, say.
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

/// Who may read, as the desk has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bond {
    /// The client's identity.
    pub identity: Who,
    /// The identity that was committed to.
    pub next: Who,
    /// How often the client's keys were made.
    pub generation: u8,
    /// What both sides share.
    pub secret: Secret,
    /// The newest key's epoch.
    pub epoch: u8,
    /// How the keys came about.
    pub transcript: Transcript,
}

/// The therapist's desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Desk {
    /// Who may read.
    pub bond: Option<Bond>,
    /// The keys that are held, by epoch.
    pub keys: [Option<Key>; LAST_EPOCH as usize],
    /// The lowest epoch under which something new is accepted.
    pub floor: u8,
    /// A key that was held was replaced.
    pub replaced: bool,
    /// The bond was the client's, and is somebody else's now.
    pub exchanged: bool,
    /// After the renewal, and at the head since, it has believed something under an old key.
    pub believed_old: bool,
}

impl Desk {
    /// The key of an epoch.
    pub fn key(&self, epoch: u8) -> Option<Key> {
        self.keys.get(usize::from(epoch).checked_sub(1)?).copied().flatten()
    }

    /// Whether it is among the keys.
    pub fn holds(&self, key: Key) -> bool {
        self.keys.contains(&Some(key))
    }

    /// A message that the server gives: refused, or taken.
    pub(crate) fn takes(&mut self, model: &Protocol, message: &Message) {
        let was = self.bond.as_ref().map(|bond| bond.identity);
        match message {
            Message::Handover { from, secret, next, epoch, key } => {
                // The desk's own invitation: its secret is the one that was shown.
                let opens = *secret == Secret::Qr || !model.keeps(Rule::Psk);
                let free = self.bond.is_none() || !model.keeps(Rule::OneAnswer);
                if opens && free && self.hold(model, *epoch, *key) {
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
                if self.hold(model, *epoch, *key) && *epoch > bond.epoch {
                    self.bond = Some(bond.with_key(*epoch, *key, before));
                }
            }
            Message::Renewal { from, secret, old, generation, next, renewed, epoch, key, before } => {
                let Some(bond) = self.bond.clone() else { return };
                let opens = *old == bond.identity && (*secret == bond.secret || !model.keeps(Rule::Psk));
                let committed = *from == bond.next || !model.keeps(Rule::Commitment);
                let following = *generation == bond.generation + 1 && *epoch > bond.epoch;
                if opens && committed && following && self.hold(model, *epoch, *key) {
                    let bond = Bond { identity: *from, next: *next, generation: *generation, secret: *renewed, ..bond };
                    self.bond = Some(bond.with_key(*epoch, *key, before));
                }
            }
        }
        let is = self.bond.as_ref().map(|bond| bond.identity);
        self.exchanged |= matches!(was, Some(Who::Client(_))) && is == Some(Who::Stranger);
    }

    /// Puts a key on the keyring, unless another one of its epoch is there.
    fn hold(&mut self, model: &Protocol, epoch: u8, key: Key) -> bool {
        let Some(place) = self.keys.get_mut(usize::from(epoch) - 1) else { return false };
        let another = place.is_some_and(|held| held != key);
        if another && model.keeps(Rule::HeldKeys) {
            return false;
        }
        self.replaced |= another;
        *place = Some(key);
        true
    }

    pub(crate) fn at_head(&mut self) {
        self.floor = self.bond.as_ref().map_or(0, |bond| bond.epoch);
    }

    /// A record that says it is the client's, under the key of this epoch.
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
    /// What the safety words are made of.
    pub(crate) fn words(&self, transcript: &Transcript) -> Vec<(u8, Option<(Who, Key)>)> {
        let covers = self.keeps(Rule::Transcript);
        transcript.iter().map(|(epoch, who, key)| (*epoch, covers.then_some((*who, *key)))).collect()
    }
}
