//! Checkpoints: compares the local rows of a collection with what their authors have sealed. See `docs/sync.md`.
//!
//! Each group of pushes carries its author's new checkpoint, which is a hash over the author's live records. The server
//! commits both or neither, so on an honest server the newest checkpoint always matches the rows of the same reply. A
//! record that was dropped, replayed or replaced by an empty one shows up as a difference.

use std::collections::BTreeMap;

use protocol::sync::{Checkpoint, GENERATION};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};

use super::{Context, Cursor, Entry, Group, Ledger};
use crate::checks::{Check, on};
use crate::seal::checkpoint::{CheckpointId, Claim, Writers, list};
use crate::seal::{self, Stamp};

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
    /// The phone: see [`Context::device`].
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
    fn compare(&mut self, writers: &Writers, device: u32, era: u32) {
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
struct Served {
    revision: u32,
    epoch: u32,
    author_epoch: u32,
    claim: StoredClaim,
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
    fn record_served(&mut self, served: &Served, era: u32, newest: u32) {
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
    pub(super) fn committed(&mut self, group: &Group, device: u32) {
        self.written.commit(&group.claim.writers, device, group.era);
        let Group { revision, epoch, claim, era, .. } = *group;
        // The author tag of a new checkpoint names the newest private epoch, which only readers compare.
        let served = Served { revision, epoch, author_epoch: self.author_epoch, claim };
        self.record_served(&served, era, epoch);
        self.mark_verified(claim);
        self.overruled = None;
    }

    /// The local rows match the served checkpoint.
    fn mark_verified(&mut self, claim: StoredClaim) {
        (self.whole, self.whole_list, self.verdict) = (Some((self.served, claim.minutes)), claim.list, Verdict::Whole);
        self.forked = false;
    }

    /// Whether the served checkpoint was verified before. The revision alone does not show that: a lost phone can seal
    /// another checkpoint of the same revision.
    fn was_verified(&self, claim: &StoredClaim) -> bool {
        self.whole == Some((self.served, claim.minutes)) && self.whole_list == claim.list
    }

    /// Whether the server shows an older state than this device has seen, and no restore explains it.
    pub fn is_older(&self, era: u32) -> bool {
        self.served < self.revision && era <= self.era
    }

    /// The writers of this phone's next group in its private collection.
    pub(super) fn next_writers(&self, device: u32) -> Writers {
        let known = self.claim.map(|claim| claim.writers).unwrap_or_default();
        if device == 0 {
            return known;
        }
        let own = if self.written.device == device { self.written.groups } else { 0 };
        known.with(device, known.groups_of(device).unwrap_or_default().max(own).saturating_add(1))
    }

    /// Whether the next checkpoint may be written. An unresolved difference blocks it.
    fn may_follow(&self, era: u32) -> bool {
        let decided = self.overruled.is_some_and(|revision| revision >= self.served);
        decided || !(matches!(self.verdict, Verdict::Suspect | Verdict::Differs(_)) || self.is_older(era))
    }
}

/// The era of a head: the number of the server's restores before it.
pub fn era(head: u64) -> u32 {
    u32::try_from(head / GENERATION).unwrap_or(u32::MAX)
}

/// Opens the checkpoints of a reply and stores their content. `known_head`: the head before this reply.
pub(super) fn open_served(
    trust: &mut CheckpointState,
    context: &Context<'_>,
    collection: CollectionId,
    served: &[Checkpoint],
    head: u64,
    known_head: u64,
) {
    let era = era(head);
    let newest = context.reader.keyring.newest(collection).map_or(0, |(epoch, _)| epoch);
    let other = context.care.get(&collection).map(|care| care.other);
    for (account, mine) in [(Some(context.account), true), (other, false)] {
        let Some(account) = account else { continue };
        let slot = if mine { &mut trust.own } else { &mut trust.other };
        let found = served.iter().find(|checkpoint| checkpoint.account == account);
        let read = found.and_then(|found| {
            let id = CheckpointId { collection, account, revision: found.revision };
            let read = context.reader.open_checkpoint(&id, found.blob.as_ref()).ok()?;
            // The server names the account; the author tag proves it.
            (read.mine == mine).then_some((found.revision, read))
        });
        match read {
            Some((revision, read)) => {
                // Another device of this account has made a newer one. A lost phone's, under a retired key, is none.
                let newer = revision > slot.revision && (read.epoch >= newest || !on(Check::CheckpointEpoch));
                if mine && newer && trust.withheld.is_some_and(|withheld| revision >= withheld) {
                    trust.withheld = None;
                }
                let (epoch, author_epoch, claim) = (read.epoch, read.private_epoch, read.claim.into());
                slot.record_served(&Served { revision, epoch, author_epoch, claim }, era, newest);
                // A reply with a lower head is a late one.
                let counts = epoch >= newest && head >= known_head && context.device != 0;
                if collection == context.reader.private && counts {
                    slot.written.compare(&read.claim.writers, context.device, era);
                    if slot.written.split {
                        trust.split_at = Some(context.minutes);
                    }
                }
            }
            None => (slot.served, slot.epoch, slot.author_epoch, slot.claim) = (0, 0, 0, None),
        }
    }
}

/// Compares a collection that has been read to its head with its checkpoints.
pub(super) fn verify<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    head: u64,
) -> Result<(), L::Error> {
    let mut trust = ledger.trust(collection)?;
    let newest = context.reader.keyring.newest(collection).map_or(0, |(epoch, _)| epoch);
    let entries = ledger.entries(collection)?;
    let unreadable = ledger.unreadable(collection)?;
    let restoring = era(head) > trust.era;
    for mine in [true, false] {
        let slot = if mine { &mut trust.own } else { &mut trust.other };
        slot.verdict = match slot.claim {
            _ if slot.is_older(era(head)) && slot.served > 0 => Verdict::Older,
            None => Verdict::None,
            // After a restore, the author has to write it again.
            Some(_) if slot.served < slot.revision => Verdict::NotYet,
            Some(claim) if on(Check::CheckpointEpoch) && slot.epoch < newest && !slot.was_verified(&claim) => {
                Verdict::None
            }
            Some(_) if unreadable > 0 => Verdict::NotYet,
            Some(claim) => match count_difference(&entries, mine, &claim) {
                0 if matches_claim(&entries, mine, &claim) => {
                    slot.mark_verified(claim);
                    Verdict::Whole
                }
                difference => match slot.verdict {
                    // The collection has been rebuilt already.
                    Verdict::Suspect | Verdict::Differs(_) => Verdict::Differs(difference),
                    _ => Verdict::Suspect,
                },
            },
        };
        if restoring && slot.verdict == Verdict::Suspect {
            slot.verdict = Verdict::NotYet;
        }
    }
    trust.floor = trust.floor.max(newest);
    // An own record may be sealed in a later era than this head's, if the server has shown another device a later one. What
    // was sealed before now is never newer than a restore that is claimed from now on.
    let sealed = entries.iter().filter(|entry| entry.aside.is_none() && entry.stamp.mine).map(|entry| entry.stamp.era);
    trust.era = sealed.fold(era(head).max(trust.era), u32::max);
    ledger.set_trust(collection, &trust)
}

/// Whether the local rows match a checkpoint, with or without the rejected records.
fn matches_claim(entries: &[Entry], mine: bool, claim: &StoredClaim) -> bool {
    !on(Check::List)
        || live_entries(entries, mine, false).list == claim.list
        || live_entries(entries, mine, true).list == claim.list
}

/// How many more records there are locally than a checkpoint states; negative if there are fewer.
fn count_difference(entries: &[Entry], mine: bool, claim: &StoredClaim) -> i64 {
    if matches_claim(entries, mine, claim) {
        0
    } else {
        i64::from(live_entries(entries, mine, false).count) - i64::from(claim.live)
    }
}

/// A list of live records, hashed.
pub(super) struct LiveList {
    pub count: u32,
    pub list: [u8; 32],
}

/// One author's live records, as this device knows them. `refused`: include records that were opened and set aside.
pub(super) fn live_entries(entries: &[Entry], mine: bool, refused: bool) -> LiveList {
    live_list(states(entries, refused).into_iter(), mine)
}

/// The state of each record that the server is assumed to have.
pub(super) fn states(entries: &[Entry], refused: bool) -> BTreeMap<RecordId, (u32, Stamp)> {
    let mut states = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.aside.is_none()) {
        states.insert(entry.id, (entry.revision, entry.stamp));
    }
    for entry in entries {
        // Set aside for its authority only: it still is the author's own live record.
        let counts = |why| refused || why == seal::Error::StaleAuthority.code();
        if entry.aside.as_deref().is_some_and(counts) {
            states.insert(entry.id, (entry.revision, entry.stamp));
        }
    }
    states
}

pub(super) fn live_list(states: impl Iterator<Item = (RecordId, (u32, Stamp))>, mine: bool) -> LiveList {
    let mut count = 0;
    let list =
        list(states.filter(|(_, (_, stamp))| stamp.live && stamp.mine == mine).map(|(id, (revision, stamp))| {
            count += 1;
            (id, revision, stamp.hash)
        }));
    LiveList { count, list }
}

/// Whether this account's checkpoint is due although the outbox is empty: there is none, its key or era is outdated, or
/// it is so old that a replayed state could pass as a collection without changes.
pub(super) fn is_due(trust: &CheckpointState, context: &Context<'_>, collection: CollectionId, cursor: Cursor) -> bool {
    const DAY: i64 = 24 * 60;
    let newest = context.reader.keyring.newest(collection).map_or(0, |(epoch, _)| epoch);
    // A longer interval for care collections: the therapist must not learn that the client opens the app every day.
    let interval = if collection == context.reader.private { DAY } else { 7 * DAY };
    match trust.own.claim {
        None => true,
        Some(claim) => {
            trust.own.epoch < newest
                || trust.own.served < trust.own.revision
                || claim.minutes.saturating_add(interval) <= context.minutes
                // Written by a device whose clock is ahead: its date would hide an old state until then.
                || claim.minutes.saturating_sub(DAY) > context.minutes
                || era(cursor.head) > trust.own.era
                || trust.own.written.split
        }
    }
}

/// Whether a group may be built for a collection now.
pub(super) fn may_write(trust: &CheckpointState, cursor: Cursor) -> bool {
    cursor.seq == cursor.head && trust.own.may_follow(era(cursor.head))
}

/// Whether the server shows an older journal than this account's care checkpoint names. Then this device shares
/// nothing, because it could share a record again that was taken back since.
pub fn shows_older_journal(care: &CheckpointState, private: &CheckpointState) -> bool {
    on(Check::PrivateRevision) && (private.withheld.is_some() || unseen_journal_revision(care, private).is_some())
}

/// The journal checkpoint revision that a care checkpoint names, if this device has not seen it.
///
/// A care group is sealed after the journal's checkpoint under the same private key has been accepted. So a journal
/// checkpoint under an older private key than the care checkpoint's author tag is not the one that it names: a lost phone
/// can make one of any revision.
fn unseen_journal_revision(care: &CheckpointState, private: &CheckpointState) -> Option<u32> {
    let named = care.own.claim.map_or(0, |claim| claim.private_revision);
    let retired = private.own.epoch < care.own.author_epoch && on(Check::CheckpointEpoch);
    let shown = if retired { 0 } else { private.own.served };
    (named > shown.max(private.own.revision)).then_some(named)
}

/// Notes that the server shows an older journal. The server reads the journal and the care collections of one reply in
/// one snapshot, so an honest server never does.
pub(super) fn note_older_journal<L: Ledger>(ledger: &mut L, context: &Context<'_>) -> Result<(), L::Error> {
    let cursors = ledger.cursors()?;
    let private = context.reader.private;
    if cursors.get(&private).is_none_or(|cursor| cursor.seq < cursor.head) {
        return Ok(());
    }
    let mut trust = ledger.trust(private)?;
    let mut withheld = trust.withheld;
    for care in context.care.keys() {
        withheld = withheld.max(unseen_journal_revision(&ledger.trust(*care)?, &trust));
    }
    if withheld != trust.withheld {
        trust.withheld = withheld;
        ledger.set_trust(private, &trust)?;
    }
    Ok(())
}
