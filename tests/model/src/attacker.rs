//! The attacker: what it knows, and every message that it can make of it and that a desk could take for one of the client's.

use std::collections::BTreeSet;

use crate::LAST_EPOCH;
use crate::sides::{Client, Desk};
use crate::term::{Key, Message, Secret, Transcript, Who};

/// What the attacker knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Knowledge {
    /// Identities whose secret it has.
    pub identities: BTreeSet<Who>,
    /// Bond secrets.
    pub secrets: BTreeSet<Secret>,
    /// Keys of the care collection.
    pub keys: BTreeSet<Key>,
    /// The newest key of the client's private collection that it has; it has all before it as well.
    pub private: u8,
}

impl Knowledge {
    /// At first: nobody's secrets, unless it has seen the QR code.
    pub fn before_anything(qr_seen: bool) -> Self {
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

    /// Everything that a phone of the client's has now. The recovery code is not among it: a phone forgets it once it is
    /// confirmed, and an unconfirmed one counts as none.
    pub fn learns_phone(&mut self, client: &Client) {
        self.identities.insert(Who::Client(client.generation));
        self.private = self.private.max(client.private);
        if client.joined() {
            self.secrets.insert(Secret::Bond(client.generation));
            self.keys.extend((1..=client.epoch).map(Key::Clients));
        }
    }

    /// Every message of the attacker's own making for this desk.
    pub fn messages(&self, desk: &Desk, psk: bool) -> Vec<Message> {
        let mut made = Vec::new();
        let mut secrets = self.secrets.clone();
        if !psk {
            // Then none is needed: it is as if the attacker had all.
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
