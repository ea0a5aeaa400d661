//! How complete and current a client's records are, for display.

use journal::record::Bond;
use journal::seal::Error;
use journal::seal::bond::is_same_name;
use journal::sync::admit::REFUSED;
use journal::sync::{KnownCheckpoint, Ledger as _, Verdict, checkpoint};
use protocol::CollectionId;
use serde::Serialize;
use tsify::Tsify;

use crate::Desk;
use crate::fault::sure;
use crate::sync::Records;

/// The completeness of a client's records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No checkpoint has been read yet.
    #[default]
    Unchecked,
    /// The collection is being read, or a record cannot be opened yet.
    Reading,
    /// All records are here, up to the stated time.
    Whole,
    /// Records are missing, or there are records that the client has not written.
    Differs,
    /// The server shows an older state than before (rollback).
    Older,
}

/// The state of a client's records and of the key that seals them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// The completeness of the records.
    pub state: State,
    /// All records up to this time are here, by the client's clock, in milliseconds since the Unix epoch.
    pub as_of: Option<f64>,
    /// The number of missing entries.
    pub missing: u32,
    /// Records set aside because the client may not write them.
    pub not_theirs: u32,
    /// Records set aside because they are sealed with a retired key.
    pub retired: u32,
    /// Records whose deletion the server reports but cannot prove. They are kept.
    pub unproved: u32,
    /// Records that cannot be opened (yet).
    pub unreadable: u32,
    /// The number of the key: "Key n".
    pub key: u32,
    /// The key at which the safety words were last compared; absent if that comparison is no longer valid.
    pub compared: Option<u32>,
    /// Whether this is not the client's previous key: the safety words should be compared before relying on the
    /// records.
    pub another_key: bool,
}

impl Desk {
    /// The state of a client's records.
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

    /// Whether a bond's key does not continue the client's previous key, or an earlier bond with the same person
    /// exists.
    fn is_another_key(&self, bond: &Bond) -> bool {
        let broken = bond.earlier.is_empty() && bond.epoch > 1;
        let name = bond.name.trim();
        let same = |other: &&Bond| other.account == bond.account || !name.is_empty() && is_same_name(&other.name, name);
        let others = self.bonds.known.values().filter(|other| other.care != bond.care).filter(same);
        broken || others.into_iter().any(|other| other.since.unix_ms <= bond.since.unix_ms)
    }
}

impl Records {
    /// Whether the server shows an older checkpoint than before. A restore explains it, but the state is an older one all
    /// the same until its author has written it again, and the server's word for the restore proves nothing.
    pub(crate) fn is_older(&mut self, id: CollectionId, slot: &KnownCheckpoint) -> bool {
        let cursor = sure(self.ledger.cursors()).get(&id).copied().unwrap_or_default();
        let restored = slot.served > 0 && slot.served < slot.revision;
        cursor.seq == cursor.head && (restored || slot.is_older(checkpoint::era(cursor.head)))
    }

    fn state(&mut self, id: CollectionId, own: &KnownCheckpoint, other: &KnownCheckpoint) -> State {
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
