//! The protocol between client and therapist as a model: handover, epochs, signing out, renewal. The attacker is the server
//! (it has every message that was ever sent, gives out what it likes, as often and in whatever order it likes, and makes what
//! it can) and, once a phone is lost, that phone too. `docs/model.md` says what is modelled and what is not.
//!
//! Cryptography is perfect here: a message opens for whoever has its secrets, and nobody makes one without them. What is
//! checked is which secrets a message asks for, and what each side does with it. Every rule can be switched off, and then the
//! checker finds the hole that it closes.
//!
//! - [`term`]: who, secrets, keys, messages
//! - [`sides`]: what the client's phone and the therapist's desk do
//! - [`attacker`]: what the attacker knows and makes of it

pub mod attacker;
pub mod sides;
pub mod term;

use std::collections::BTreeSet;

use stateright::{Model, Property};

use attacker::Knowledge;
use sides::{Client, Desk};
use term::{Key, Message, Who};

/// No key is later than this one.
pub const LAST_EPOCH: u8 = 4;

/// What keeps the attacker out. Each is a line or two of `journal::seal` or `journal::sync`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// A renewal's identity is the one that was committed to (`renewal::take`).
    Commitment,
    /// Messages open with the secret of the invitation or the bond only (`exchange`).
    Psk,
    /// A key that is over brings nothing new to who has been at the head since (`admit`).
    Floor,
    /// What grants authority counts for a new phone under the newest private key alone (`admit`).
    Authority,
    /// An invitation is answered once (`invitation::take_up`).
    OneAnswer,
    /// A key is sealed to the bond's other side, and to nobody whom the server lists (`bond::members`).
    Members,
    /// A key that is held is not replaced (`Keyring::hold`).
    HeldKeys,
    /// The transcript, and with it the safety words, covers identities and keys (`bond::next_transcript`).
    Transcript,
}

impl Rule {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Commitment,
        Self::Psk,
        Self::Floor,
        Self::Authority,
        Self::OneAnswer,
        Self::Members,
        Self::HeldKeys,
        Self::Transcript,
    ];
}

/// The protocol, whole or with one rule switched off.
#[derive(Clone, Copy, Debug, Default)]
pub struct Protocol {
    /// The rule that is switched off.
    pub off: Option<Rule>,
    /// Whether the attacker has photographed the QR code.
    pub qr_seen: bool,
}

impl Protocol {
    /// With the QR code's photo and the lost phone together somebody can answer as the client before the client does, under
    /// a commitment of their own. The words for that key differ.
    fn has_photo_and_phone(&self, state: &State) -> bool {
        self.qr_seen && state.client.lost
    }

    pub(crate) fn keeps(&self, rule: Rule) -> bool {
        self.off != Some(rule)
    }
}

/// Everybody together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The client's phones.
    pub client: Client,
    /// The therapist's desk.
    pub desk: Desk,
    /// Every message that was ever sent: the server keeps them.
    pub sent: BTreeSet<Message>,
    /// The attacker.
    pub attacker: Knowledge,
}

/// What may happen next.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The client answers the invitation.
    Join,
    /// The client begins an epoch, while the server lists the therapist or somebody else.
    BeginEpoch {
        /// Who is listed beside the client.
        stranger_listed: bool,
    },
    /// A phone is lost: the attacker has what it has.
    LosePhone,
    /// It is signed out, and nothing else is done.
    SignOut,
    /// Everything that it knew is replaced.
    Renew,
    /// The client's other phone has read its journal up to the head.
    PhoneAtHead,
    /// The attacker writes into the journal under a private key that it has.
    WriteToPhone {
        /// The key's epoch.
        epoch: u8,
        /// Whether it is a phone that signs in now, and has seen nothing yet.
        new_phone: bool,
    },
    /// The server gives the desk a message, an honest one or one of its own.
    Deliver(Message),
    /// The desk has read the care collection up to the head.
    DeskAtHead,
    /// The attacker writes into the care collection as the client.
    WriteToDesk {
        /// The key's epoch.
        epoch: u8,
    },
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let attacker = Knowledge::before_anything(self.qr_seen);
        vec![State { client: Client::default(), desk: Desk::default(), sent: BTreeSet::new(), attacker }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend([Action::Join, Action::LosePhone, Action::SignOut, Action::Renew]);
        actions.extend([true, false].map(|stranger_listed| Action::BeginEpoch { stranger_listed }));
        actions.extend([Action::PhoneAtHead, Action::DeskAtHead]);
        for epoch in 1..=LAST_EPOCH {
            actions.extend([true, false].map(|new_phone| Action::WriteToPhone { epoch, new_phone }));
            actions.push(Action::WriteToDesk { epoch });
        }
        let made = state.attacker.messages(&state.desk, self.keeps(Rule::Psk));
        actions.extend(state.sent.iter().cloned().chain(made).map(Action::Deliver));
    }

    fn next_state(&self, before: &State, action: Action) -> Option<State> {
        let mut state = before.clone();
        match action {
            Action::Join => state.join()?,
            Action::BeginEpoch { stranger_listed } => state.begin_epoch(self, stranger_listed)?,
            Action::LosePhone => state.lose_phone()?,
            Action::SignOut => state.sign_out()?,
            Action::Renew => state.renew()?,
            Action::PhoneAtHead => state.client.at_head(),
            Action::WriteToPhone { epoch, new_phone } => {
                if epoch > state.attacker.private {
                    return None;
                }
                state.client.reads(self, epoch, new_phone);
            }
            Action::Deliver(message) => state.desk.takes(self, &message),
            Action::DeskAtHead => state.desk.at_head(),
            Action::WriteToDesk { epoch } => {
                let key = state.desk.key(epoch)?;
                if !state.attacker.keys.contains(&key) {
                    return None;
                }
                state.desk.reads(self, epoch);
            }
        }
        (state != *before).then_some(state)
    }

    /// Whoever is taken for the client goes on with itself: nothing new is learned from that.
    fn within_boundary(&self, state: &State) -> bool {
        state.desk.bond.as_ref().is_none_or(|bond| bond.generation <= 2)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("without a loss or a photo no key is known", |_, state: &State| {
                state.client.lost || state.attacker.keys.iter().all(|key| *key == Key::Strangers)
            }),
            Property::always("after a renewal its keys are not known", |_, state: &State| {
                let from = state.client.renewed_at;
                from == 0 || !(from..=LAST_EPOCH).any(|epoch| state.attacker.keys.contains(&Key::Clients(epoch)))
            }),
            Property::always("nobody is taken for the client who is not", |model: &Self, state: &State| {
                model.qr_seen || state.desk.bond.as_ref().is_none_or(|bond| bond.identity != Who::Stranger)
            }),
            Property::always("who has the client keeps the client", |model: &Self, state: &State| {
                !state.desk.exchanged || model.has_photo_and_phone(state)
            }),
            Property::always("a desk that took up the renewal uses a key that is not known", |_, state: &State| {
                let renewed = state.desk.bond.as_ref().filter(|bond| bond.identity == Who::Client(2));
                let key = renewed.and_then(|bond| state.desk.key(bond.epoch));
                key.is_none_or(|key| !state.attacker.keys.contains(&key))
            }),
            Property::always("a key is never replaced", |_, state: &State| !state.desk.replaced),
            Property::always("the same words mean the same person and the same key", |model: &Self, state: &State| {
                state.desk.bond.as_ref().is_none_or(|bond| {
                    let same = model.words(&bond.transcript) == model.words(&state.client.transcript);
                    let person = bond.identity == Who::Client(state.client.generation);
                    !same || person && state.desk.key(bond.epoch) == Some(Key::Clients(state.client.epoch))
                })
            }),
            Property::always("after a renewal the old keys bring nothing new to a phone", |_, state: &State| {
                !state.client.obeyed_old
            }),
            Property::always("nor any authority to a new one", |_, state: &State| !state.client.new_phone_obeyed),
            Property::always("nor anything new to the desk", |_, state: &State| !state.desk.believed_old),
            // That all of this is not true of a protocol in which nothing ever happens, or nobody ever attacks.
            Property::sometimes("all keys arrive, and the words are the same", |_, state: &State| {
                let arrived =
                    |bond: &sides::Bond| bond.epoch == LAST_EPOCH && bond.transcript == state.client.transcript;
                state.desk.bond.as_ref().is_some_and(arrived)
            }),
            Property::sometimes("a renewal arrives after a signing out", |_, state: &State| {
                state.client.signed_out && state.desk.bond.as_ref().is_some_and(|bond| bond.generation == 2)
            }),
            Property::sometimes("without a renewal the lost phone speaks as the client", |_, state: &State| {
                let deceived = |bond: &sides::Bond| bond.identity == Who::Client(1) && state.desk.holds(Key::Strangers);
                state.client.signed_out && state.desk.bond.as_ref().is_some_and(deceived)
            }),
        ]
    }
}

impl State {
    fn join(&mut self) -> Option<()> {
        let message = self.client.join()?;
        if self.client.lost {
            self.attacker.learns_phone(&self.client);
        }
        self.sent.insert(message);
        Some(())
    }

    fn begin_epoch(&mut self, model: &Protocol, stranger_listed: bool) -> Option<()> {
        if stranger_listed && model.keeps(Rule::Members) {
            return None;
        }
        let message = self.client.begin_epoch()?;
        if stranger_listed {
            self.attacker.keys.insert(Key::Clients(self.client.epoch));
        } else {
            self.sent.insert(message);
        }
        self.leak();
        Some(())
    }

    fn lose_phone(&mut self) -> Option<()> {
        if self.client.lost {
            return None;
        }
        self.client.lost = true;
        self.leak();
        Some(())
    }

    fn sign_out(&mut self) -> Option<()> {
        let message = self.client.sign_out()?;
        self.sent.extend(message);
        self.leak();
        Some(())
    }

    fn renew(&mut self) -> Option<()> {
        let message = self.client.renew()?;
        self.sent.extend(message);
        Some(())
    }

    /// The lost phone has the account key: with the server's help it opens whatever is sealed under that for other phones,
    /// also after it was signed out.
    fn leak(&mut self) {
        if self.client.lost && self.client.generation == 1 {
            self.attacker.learns_phone(&self.client);
        }
    }
}
