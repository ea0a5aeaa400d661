//! The attacker: its knowledge, and every message that it can derive and that a desk could accept as the client's.

use std::collections::BTreeSet;

use crate::LAST_EPOCH;
use crate::sides::{Client, Desk};
use crate::term::{Key, Message, Secret, Transcript, Who};

/// The attacker's knowledge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Knowledge {
    /// Identities whose secret key it has.
    pub identities: BTreeSet<Who>,
    /// The bond and invitation secrets that it has.
    pub secrets: BTreeSet<Secret>,
    /// The care collection keys that it has.
    pub keys: BTreeSet<Key>,
    /// The newest private collection key that it has. It also has all earlier ones.
    pub private: u8,
}

impl Knowledge {
    /// The initial knowledge: no secrets of others, except those of a photographed QR code.
    pub fn initial(qr_seen: bool) -> Self {
        let mut secrets = BTreeSet::from([Secret::Strangers]);
        if qr_seen {
            secrets.extend([Secret::Qr, Secret::Bond(1)]);
        }
        Self {
            identities: BTreeSet::from([Who::Stranger]),
            secrets,
            keys: BTreeSet::from([Key::Strangers]),
            private: 0,
        }
    }

    /// Learns everything that a phone of the client has now. The recovery code is not included: a phone deletes it
    /// after the confirmation, and an unconfirmed code is never accepted.
    pub fn learn_phone(&mut self, client: &Client) {
        self.identities.insert(Who::Client(client.generation));
        self.private = self.private.max(client.private);
        if client.joined() {
            self.secrets.insert(Secret::Bond(client.generation));
            self.keys.extend((1..=client.epoch).map(Key::Clients));
        }
    }

    /// Every message for this desk that the attacker can make.
    pub fn messages(&self, desk: &Desk, psk: bool) -> Vec<Message> {
        let mut made = Vec::new();
        let mut secrets = self.secrets.clone();
        if !psk {
            // Without the rule no secret is needed, as if the attacker had all of them.
            secrets.extend([Secret::Qr, Secret::Bond(1), Secret::Bond(2)]);
        }
        let (key, next) = (Key::Strangers, Who::Stranger);
        for (from, secret) in self.identities.iter().flat_map(|from| secrets.iter().map(move |secret| (*from, *secret)))
        {
            made.extend([1, 2].map(|epoch| Message::Handover { from, secret, next, epoch, key }));
            let Some(bond) = &desk.bond else { continue };
            for (epoch, before) in (2..=LAST_EPOCH)
                .flat_map(|epoch| [bond.transcript.clone(), Transcript::new()].map(|before| (epoch, before)))
            {
                made.push(Message::Epoch { from, secret, epoch, key, before: before.clone() });
                let (old, generation, renewed) = (bond.identity, bond.generation + 1, Secret::Strangers);
                made.push(Message::Renewal { from, secret, old, generation, next, renewed, epoch, key, before });
            }
        }
        made
    }
}
