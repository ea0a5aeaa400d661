//! What a device stores of the checkpoints of a collection.

use serde::{Deserialize, Serialize};

use crate::checks::{Check, on};
use crate::seal::checkpoint::{Claim, Writers};
use crate::sync::Group;

/// The checkpoint state of a collection that this device stores.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckpointState {
    /// The lowest epoch that is accepted for new revisions: the newest one when this device was last at the head.
    pub floor: u32,
    /// The era in which this device was last at the head.
    pub era: u32,
    /// The latest era for which the server has claimed a restore. A server may withdraw the claim before this device is at
    /// the head again.
    #[serde(default)]
    pub claimed: u32,
    /// State of this account's checkpoint.
    pub own: KnownCheckpoint,
    /// State of the other member's checkpoint, in a care collection.
    pub other: KnownCheckpoint,
    /// For the journal: a checkpoint revision that one of this account's care checkpoints names and that the server has
    /// not shown. Changes that this device makes on the older journal do not clear it.
    #[serde(default)]
    pub withheld: Option<u32>,
    /// For the journal: when the server last showed a history without a group that this phone had written, in minutes since
    /// the Unix epoch. Another phone's edit may then have replaced one of this phone's.
    #[serde(default)]
    pub split_at: Option<i64>,
}

/// One account's checkpoint of a collection, as this device knows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownCheckpoint {
    /// The highest revision that this device has seen.
    pub revision: u32,
    /// The era in which this device saw `revision`.
    pub era: u32,
    /// The revision that the server showed last; lower than `revision` if the server shows an older state.
    pub served: u32,
    /// The epoch under which the served checkpoint is sealed.
    pub epoch: u32,
    /// In a care collection: the epoch of the author's private collection that the served checkpoint's author tag names.
    #[serde(default)]
    pub author_epoch: u32,
    /// The content of the served checkpoint.
    pub claim: Option<StoredClaim>,
    /// The last verified revision, and the time that it states ("everything up to 12:04").
    pub whole: Option<(u32, i64)>,
    /// The list hash of the last verified revision.
    #[serde(default)]
    pub whole_list: [u8; 32],
    /// The server showed two different checkpoints of the same revision: it has forked this collection. Until the local
    /// rows match a checkpoint again, no checkpoint proves a deletion.
    #[serde(default)]
    pub forked: bool,
    /// The server shows a checkpoint under a later key than this device has. Until the key has come, nothing follows from
    /// it, and nothing is written.
    #[serde(default)]
    pub awaits_key: bool,
    /// The result of the last comparison.
    pub verdict: Verdict,
    /// The person decided to keep the local state: the next group may replace this revision.
    pub overruled: Option<u32>,
    /// How many groups this phone has written to its private collection.
    #[serde(default)]
    pub written: Written,
}

/// The groups that a phone has written, as it knows itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The phone: see [`Context::device`](crate::sync::Context::device).
    device: u32,
    /// The number of its groups that the server has committed.
    groups: u32,
    /// The era in which that was known.
    era: u32,
    /// The newest checkpoint names fewer: the server shows a history without some of this phone's groups.
    pub split: bool,
}

impl Written {
    /// Compares with the checkpoint that the server shows at a head of this era.
    pub(super) fn compare(&mut self, writers: &Writers, device: u32, era: u32) {
        if self.device != device {
            *self = Self { device, ..Self::default() };
        }
        let Some(shown) = writers.groups_of(device) else { return };
        if era > self.era {
            // A restored server has lost groups, and this phone pushes again what they contained.
            (self.groups, self.era) = (shown, era);
        }
        self.split = shown < self.groups;
        self.groups = self.groups.max(shown);
    }

    /// A group of this phone was committed.
    fn commit(&mut self, writers: &Writers, device: u32, era: u32) {
        let groups = writers.groups_of(device).unwrap_or_default();
        if device != 0 && groups > 0 {
            *self = Self { device, groups, era: self.era.max(era), split: false };
        }
    }
}

/// The content of a checkpoint, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredClaim {
    /// When it was made, in minutes since the Unix epoch.
    pub minutes: i64,
    /// Number of the author's live records.
    pub live: u32,
    /// Hash of the list of those records.
    pub list: [u8; 32],
    /// In a care collection: the revision of the author's private checkpoint at that time.
    pub private_revision: u32,
    /// In a client's private collection: the phones that have written to it.
    #[serde(default)]
    pub writers: Writers,
}

/// The result of comparing local rows with a checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// There is no valid checkpoint.
    #[default]
    None,
    /// The collection is not at its head, or a record cannot be opened yet.
    NotYet,
    /// The local rows match the checkpoint exactly.
    Whole,
    /// They differ. The collection is rebuilt once before the difference is reported.
    Suspect,
    /// They differ after a rebuild too. A negative number counts missing records, a positive one surplus records.
    Differs(i64),
    /// The server shows an older checkpoint than before (rollback).
    Older,
}

impl Verdict {
    /// Whether to alert the person.
    pub fn is_alarm(self) -> bool {
        matches!(self, Self::Differs(_) | Self::Older)
    }
}

/// A checkpoint that the server shows, opened.
pub(super) struct Served {
    pub revision: u32,
    pub epoch: u32,
    pub author_epoch: u32,
    pub claim: StoredClaim,
}

impl From<Claim> for StoredClaim {
    fn from(claim: Claim) -> Self {
        let Claim { minutes, live, list, private_revision, writers } = claim;
        Self { minutes, live, list, private_revision, writers }
    }
}

impl KnownCheckpoint {
    /// Records the checkpoint that the server holds, read at a head of this era. `newest`: the newest epoch that this
    /// device knows.
    pub(super) fn record_served(&mut self, served: &Served, era: u32, newest: u32) {
        let Served { revision, epoch, author_epoch, claim } = *served;
        // A server has one checkpoint for each revision, unless it was restored in between.
        let known = self.whole.filter(|(seen, _)| *seen == revision && era <= self.era);
        let another = |(_, minutes)| minutes != claim.minutes || self.whole_list != claim.list;
        self.forked |= known.is_some_and(another);
        (self.served, self.epoch, self.author_epoch, self.claim) = (revision, epoch, author_epoch, Some(claim));
        // A lost phone can seal any revision under a retired key: it must not make every later one look old.
        let counts = epoch >= newest || !on(Check::CheckpointEpoch);
        if revision >= self.revision && counts {
            (self.revision, self.era) = (revision, era);
        }
    }

    /// A group of this device was committed.
    pub(in crate::sync) fn committed(&mut self, group: &Group, device: u32) {
        self.written.commit(&group.claim.writers, device, group.era);
        let Group { revision, epoch, claim, era, .. } = *group;
        // The author tag of a new checkpoint names the newest private epoch, which only readers compare.
        let served = Served { revision, epoch, author_epoch: self.author_epoch, claim };
        self.record_served(&served, era, epoch);
        self.mark_verified(claim);
        self.overruled = None;
    }

    /// The local rows match the served checkpoint.
    pub(super) fn mark_verified(&mut self, claim: StoredClaim) {
        (self.whole, self.whole_list, self.verdict) = (Some((self.served, claim.minutes)), claim.list, Verdict::Whole);
        self.forked = false;
    }

    /// Whether the served checkpoint was verified before. The revision alone does not show that: a lost phone can seal
    /// another checkpoint of the same revision.
    pub(super) fn was_verified(&self, claim: &StoredClaim) -> bool {
        self.whole == Some((self.served, claim.minutes)) && self.whole_list == claim.list
    }

    /// Whether the server shows an older state than this device has seen, and no restore explains it.
    pub fn is_older(&self, era: u32) -> bool {
        self.served < self.revision && era <= self.era
    }

    /// The writers of this phone's next group in its private collection.
    pub(in crate::sync) fn next_writers(&self, device: u32) -> Writers {
        let known = self.claim.map(|claim| claim.writers).unwrap_or_default();
        if device == 0 {
            return known;
        }
        let own = if self.written.device == device { self.written.groups } else { 0 };
        known.with(device, known.groups_of(device).unwrap_or_default().max(own).saturating_add(1))
    }

    /// Whether the next checkpoint may be written. An unresolved difference blocks it.
    pub(super) fn may_follow(&self, era: u32) -> bool {
        let decided = self.overruled.is_some_and(|revision| revision >= self.served);
        !self.awaits_key
            && (decided || !(matches!(self.verdict, Verdict::Suspect | Verdict::Differs(_)) || self.is_older(era)))
    }
}
