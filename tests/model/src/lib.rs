//! A model of the protocol between client and therapist: handover, epochs, signing out, renewal. The attacker is the
//! server: it keeps every message that was sent, delivers any of them in any order and as often as it likes, and
//! derives what it can. Once a phone is lost, the attacker has that phone too. `docs/model.md` states the scope of the
//! model.
//!
//! Cryptography is perfect in the model: opening or making a message requires its secrets. The model checks which
//! secrets a message requires and how each side reacts to it. Every rule can be disabled; then the checker must find an
//! attack.
//!
//! - [`term`]: identities, secrets, keys, messages
//! - [`sides`]: the client's phone and the therapist's desk
//! - [`attacker`]: the attacker's knowledge and messages

pub mod attacker;
pub mod sides;
pub mod term;

use std::collections::BTreeSet;

use stateright::{Model, Property};

use attacker::Knowledge;
use sides::{Client, Desk};
use term::{Key, Message, Who};

/// The model ends at this epoch.
pub const LAST_EPOCH: u8 = 4;

/// The rules that keep the attacker out. Each is a line or two of `journal::seal` or `journal::sync`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// A renewal's identity must match the commitment (`renewal::open_with_bond`).
    Commitment,
    /// Messages open only with the secret of the invitation or bond (`exchange`).
    Psk,
    /// Devices that have been at the head reject new records under a retired key (`admit`).
    Floor,
    /// A new phone accepts records with authority only under the newest private key (`admit`).
    Authority,
    /// An invitation is answered only once (`invitation::accept_handover`).
    OneAnswer,
    /// A key is sealed only to the bond's other side, never to another listed member (`bond::members`).
    Members,
    /// A held key is never replaced (`Keyring::hold`).
    HeldKeys,
    /// The transcript, and so the safety words, covers identities and keys (`bond::next_transcript`).
    Transcript,
}

impl Rule {
    /// All rules, in declaration order.
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

/// The protocol, complete or with one rule disabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct Protocol {
    /// The disabled rule.
    pub off: Option<Rule>,
    /// Whether the attacker has photographed the QR code.
    pub qr_seen: bool,
}

impl Protocol {
    /// With the photo and the lost phone, an attacker can answer as the client before the client does, with their own
    /// commitment. The safety words for that key differ.
    fn has_photo_and_phone(&self, state: &State) -> bool {
        self.qr_seen && state.client.lost
    }

    pub(crate) fn keeps(&self, rule: Rule) -> bool {
        self.off != Some(rule)
    }
}

/// The state of all parties.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The client's phones.
    pub client: Client,
    /// The therapist's desk.
    pub desk: Desk,
    /// Every message that was ever sent. The server keeps them all.
    pub sent: BTreeSet<Message>,
    /// The attacker's knowledge.
    pub attacker: Knowledge,
}

/// The possible actions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The client answers the invitation.
    Join,
    /// The client begins an epoch. The server lists the therapist or a stranger.
    BeginEpoch {
        /// Whether a stranger is listed beside the client.
        stranger_listed: bool,
    },
    /// A phone is lost: the attacker learns its secrets.
    LosePhone,
    /// The client signs the lost phone out, without a renewal.
    SignOut,
    /// The client renews everything that the lost phone knew.
    Renew,
    /// The client's other phone has read its journal to the head.
    PhoneAtHead,
    /// The attacker writes into the journal under a private key that it has.
    WriteToPhone {
        /// The epoch of that key.
        epoch: u8,
        /// Whether the reader is a newly signed-in phone that has read nothing yet.
        new_phone: bool,
    },
    /// The server delivers a message to the desk, an honest one or a forged one.
    Deliver(Message),
    /// The desk has read the care collection to the head.
    DeskAtHead,
    /// The attacker writes into the care collection as the client.
    WriteToDesk {
        /// The epoch of the key.
        epoch: u8,
    },
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let attacker = Knowledge::initial(self.qr_seen);
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
            Action::Deliver(message) => state.desk.receive(self, &message),
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

    /// A party that is accepted as the client only continues with its own messages: later states add nothing.
    fn within_boundary(&self, state: &State) -> bool {
        state.desk.bond.as_ref().is_none_or(|bond| bond.generation <= 2)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("without a lost phone or a photo the attacker has no key", |_, state: &State| {
                state.client.lost || state.attacker.keys.iter().all(|key| *key == Key::Strangers)
            }),
            Property::always("the attacker does not have the keys of a renewal", |_, state: &State| {
                let from = state.client.renewed_at;
                from == 0 || !(from..=LAST_EPOCH).any(|epoch| state.attacker.keys.contains(&Key::Clients(epoch)))
            }),
            Property::always("no stranger is accepted as the client", |model: &Self, state: &State| {
                model.qr_seen || state.desk.bond.as_ref().is_none_or(|bond| bond.identity != Who::Stranger)
            }),
            Property::always("the client's bond is not replaced by a stranger's", |model: &Self, state: &State| {
                !state.desk.exchanged || model.has_photo_and_phone(state)
            }),
            Property::always(
                "a desk that accepted the renewal uses a key that the attacker does not have",
                |_, state: &State| {
                    let renewed = state.desk.bond.as_ref().filter(|bond| bond.identity == Who::Client(2));
                    let key = renewed.and_then(|bond| state.desk.key(bond.epoch));
                    key.is_none_or(|key| !state.attacker.keys.contains(&key))
                },
            ),
            Property::always("a held key is never replaced", |_, state: &State| !state.desk.replaced),
            Property::always("equal safety words imply the same person and key", |model: &Self, state: &State| {
                state.desk.bond.as_ref().is_none_or(|bond| {
                    let same = model.words(&bond.transcript) == model.words(&state.client.transcript);
                    let person = bond.identity == Who::Client(state.client.generation);
                    !same || person && state.desk.key(bond.epoch) == Some(Key::Clients(state.client.epoch))
                })
            }),
            Property::always("after a renewal a phone accepts nothing new under old keys", |_, state: &State| {
                !state.client.obeyed_old
            }),
            Property::always("after a renewal a new phone accepts no authority under old keys", |_, state: &State| {
                !state.client.new_phone_obeyed
            }),
            Property::always("after a renewal the desk accepts nothing new under old keys", |_, state: &State| {
                !state.desk.believed_old
            }),
            // The model must not be vacuous: keys arrive, and attacks can succeed where documented.
            Property::sometimes("all keys arrive with equal safety words", |_, state: &State| {
                let arrived =
                    |bond: &sides::Bond| bond.epoch == LAST_EPOCH && bond.transcript == state.client.transcript;
                state.desk.bond.as_ref().is_some_and(arrived)
            }),
            Property::sometimes("a renewal arrives after signing out", |_, state: &State| {
                state.client.signed_out && state.desk.bond.as_ref().is_some_and(|bond| bond.generation == 2)
            }),
            Property::sometimes("without a renewal the lost phone can act as the client", |_, state: &State| {
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
            self.attacker.learn_phone(&self.client);
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

    /// A lost phone has the account key. With the server's help it opens everything that is sealed under that key for
    /// other phones, even after it was signed out.
    fn leak(&mut self) {
        if self.client.lost && self.client.generation == 1 {
            self.attacker.learn_phone(&self.client);
        }
    }
}
