//! How far what is here of a client can be relied on, as the pages show it.

use journal::record::Bond;
use journal::seal::Error;
use journal::sync::admit::REFUSED;
use journal::sync::{Ledger as _, Slot, Verdict, checkpoint};
use protocol::CollectionId;
use serde::Serialize;
use tsify::Tsify;

use crate::Desk;
use crate::sync::{Records, sure};

/// How current and how whole what is here of a client is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing has said yet what has to be here.
    #[default]
    Unchecked,
    /// It is being read, or something cannot be opened yet.
    Reading,
    /// All of it is here, up to the time that is named.
    Whole,
    /// Something is missing, or something is here that the client has not written.
    Differs,
    /// The server shows an older state than has been seen before.
    Older,
}

/// What is known of a client's records, and of the key that they are sealed with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// How it stands.
    pub state: State,
    /// Everything up to this time is here, by the client's clock: milliseconds since the Unix epoch.
    pub as_of: Option<f64>,
    /// How many entries are missing, by their count.
    pub missing: u32,
    /// Records that are not the client's to write: set aside.
    pub not_theirs: u32,
    /// Records that were sealed with a key that is over: set aside.
    pub retired: u32,
    /// Records that the server calls deleted, and cannot show by whom: they stay.
    pub unproved: u32,
    /// Records that cannot be opened (yet).
    pub unreadable: u32,
    /// "Key n".
    pub key: u32,
    /// The key at which the words were compared last; absent when that does not count any more.
    pub compared: Option<u32>,
    /// Another key than the one that this client had: the words should be compared before what is here is relied on.
    pub another_key: bool,
}

impl Desk {
    /// What is known of a client's records.
    pub(crate) fn mark(&mut self, id: CollectionId) -> Mark {
        let records = &mut self.records;
        let aside = records.ledger.aside(id);
        let count = |which: &dyn Fn(&Error) -> bool| aside.iter().filter(|(_, why)| which(why)).count() as u32;
        let mut mark = Mark {
            not_theirs: count(&|why| *why == Error::NotTheirs),
            retired: count(&|why| *why == Error::RetiredEpoch),
            unreadable: count(&|why| !REFUSED.contains(&why.code())),
            ..Mark::default()
        };
        mark.unproved = count(&|why| *why == Error::DeletionUnproved)
            + records.ledger.rows(id).filter(|(_, row)| row.missing).count() as u32;
        let trust = records.ledger.trusted(id);
        mark.state = records.state(id, &trust.own, &trust.other);
        mark.as_of = trust.other.whole.map(|(_, minutes)| minutes as f64 * 60_000.0);
        if let Verdict::Differs(difference) = trust.other.verdict {
            mark.missing = u32::try_from(-difference).unwrap_or_default();
        }
        if let Some(bond) = self.bonds.known.get(&id) {
            mark.key = bond.epoch;
            mark.compared = bond.compared.as_ref().map(|compared| compared.epoch);
            mark.another_key = mark.compared.is_none() && self.is_another_key(bond);
        }
        mark
    }

    /// Whether a bond's key is not the one that its client had before: it does not go on from what is known here, or there
    /// is an earlier bond with the same person.
    fn is_another_key(&self, bond: &Bond) -> bool {
        let broken = bond.earlier.is_empty() && bond.epoch > 1;
        let name = bond.name.trim().to_lowercase();
        let same = |other: &&Bond| {
            other.account == bond.account || !name.is_empty() && other.name.trim().to_lowercase() == name
        };
        let others = self.bonds.known.values().filter(|other| other.care != bond.care).filter(same);
        broken || others.into_iter().any(|other| other.since.unix_ms <= bond.since.unix_ms)
    }
}

impl Records {
    /// Whether the server shows an older checkpoint than has been seen, and no restoration explains it.
    pub(crate) fn is_older(&mut self, id: CollectionId, slot: &Slot) -> bool {
        let cursor = sure(self.ledger.cursors()).get(&id).copied().unwrap_or_default();
        cursor.seq == cursor.head && slot.is_older(checkpoint::era(cursor.head))
    }

    fn state(&mut self, id: CollectionId, own: &Slot, other: &Slot) -> State {
        let either = |is: fn(Verdict) -> bool| is(own.verdict) || is(other.verdict);
        if either(|verdict| verdict == Verdict::Older) || self.is_older(id, own) || self.is_older(id, other) {
            State::Older
        } else if either(|verdict| matches!(verdict, Verdict::Differs(_))) {
            State::Differs
        } else {
            match other.verdict {
                Verdict::Whole => State::Whole,
                Verdict::NotYet | Verdict::Suspect => State::Reading,
                _ => State::Unchecked,
            }
        }
    }
}
