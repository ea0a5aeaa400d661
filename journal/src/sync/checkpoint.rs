//! Checkpoints: compares the local rows of a collection with what their authors have sealed. See `docs/sync.md`.
//!
//! Each group of pushes carries its author's new checkpoint, which is a hash over the author's live records. The server
//! commits both or neither, so on an honest server the newest checkpoint always matches the rows of the same reply. A
//! record that was dropped, replayed or replaced by an empty one shows up as a difference.
//!
//! [`state`] is what a device stores of them.

mod state;

use std::collections::BTreeMap;

use protocol::sync::{Checkpoint, GENERATION};
use protocol::{CollectionId, RecordId};

use self::state::Served;
pub use self::state::{CheckpointState, KnownCheckpoint, StoredClaim, Verdict, Written};
use super::{Context, Cursor, Entry, Ledger};
use crate::checks::{Check, on};
use crate::seal::checkpoint::{CheckpointId, list};
use crate::seal::{self, Stamp};

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
        let sealed = found.and_then(|found| seal::envelope::header(found.blob.as_ref()).ok());
        slot.awaits_key = mine && sealed.is_some_and(|header| header.epoch > newest);
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
    if trust.own.awaits_key {
        return Ok(());
    }
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
