//! Checkpoints: whether what is here is what its authors have written. See `docs/sync.md`.
//!
//! Each group of changes carries its author's new checkpoint: the list of the author's live records. The server commits
//! both or neither, so on an honest server the newest checkpoint always fits to the rows of the same answer. Anything
//! dropped, brought back or emptied shows as a difference.

use std::collections::BTreeMap;

use protocol::sync::{Checkpoint, GENERATION};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};

use super::{Context, Cursor, Entry, Ledger};
use crate::checks::{Check, on};
use crate::seal::checkpoint::{Claim, Slot as Place, list};
use crate::seal::{self, Stamp};

/// What this device knows of a collection beyond its rows, and keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trust {
    /// The lowest epoch that is accepted for new revisions: the one that was current when this device was last at the head.
    pub floor: u32,
    /// The era in which this device was last at the head.
    pub era: u32,
    /// The own account's checkpoint.
    pub own: Slot,
    /// The other member's checkpoint, in a care collection.
    pub other: Slot,
    /// Of the journal: a revision of its checkpoint that a care checkpoint of the account's own names, and that the server did
    /// not show beside it. What this device writes on that older journal does not make it the newer one.
    #[serde(default)]
    pub withheld: Option<u32>,
}

/// One account's checkpoint of a collection, as this device knows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// The highest revision that this device has seen.
    pub revision: u32,
    /// The era in which it saw that one.
    pub era: u32,
    /// The revision that the server held last; lower than `revision` on a server that shows an older state.
    pub served: u32,
    /// The epoch that the served one is sealed under.
    pub epoch: u32,
    /// What the served one says.
    pub claim: Option<Said>,
    /// The revision that this device found to be true, and the time that it names: "everything up to 12:04".
    pub whole: Option<(u32, i64)>,
    /// The list of that one.
    #[serde(default)]
    pub whole_list: [u8; 32],
    /// The server shows another checkpoint of a revision than this device knows: it keeps devices apart, or kept them apart.
    /// Until what is here and what is shown are compared again, it proves no deletion.
    #[serde(default)]
    pub forked: bool,
    /// What was found out last.
    pub verdict: Verdict,
    /// The person has decided that what is here is right: the next group replaces this revision.
    pub overruled: Option<u32>,
}

/// What a checkpoint says, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Minutes since the Unix epoch.
    pub minutes: i64,
    /// How many records.
    pub live: u32,
    /// The hash of their list.
    pub list: [u8; 32],
    /// In a care collection: the author's private checkpoint then.
    pub private_revision: u32,
}

/// What a checkpoint says of what is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// There is no checkpoint that counts.
    #[default]
    None,
    /// Not read to the head, or something cannot be opened yet.
    NotYet,
    /// Everything is here, and nothing else.
    Whole,
    /// It differs. The collection is read once more from its start before that is said.
    Suspect,
    /// It differs: records are missing (negative) or too many, by their count.
    Differs(i64),
    /// The server shows an older one than it has shown before.
    Older,
}

impl Verdict {
    /// Whether the person has to be told.
    pub fn is_alarm(self) -> bool {
        matches!(self, Self::Differs(_) | Self::Older)
    }
}

impl From<Claim> for Said {
    fn from(claim: Claim) -> Self {
        Self { minutes: claim.minutes, live: claim.live, list: claim.list, private_revision: claim.private_revision }
    }
}

impl Slot {
    /// Takes in what the server holds, read at a head of this era.
    fn serve(&mut self, revision: u32, epoch: u32, said: Said, era: u32) {
        // A server has one checkpoint of a revision, unless it was restored in between.
        let known = self.whole.filter(|(seen, _)| *seen == revision && era <= self.era);
        let another = |(_, minutes)| minutes != said.minutes || self.whole_list != said.list;
        self.forked |= known.is_some_and(another);
        (self.served, self.epoch, self.claim) = (revision, epoch, Some(said));
        if revision >= self.revision {
            (self.revision, self.era) = (revision, era);
        }
    }

    /// A group of this device was committed.
    pub(super) fn committed(&mut self, revision: u32, epoch: u32, said: Said, era: u32) {
        self.serve(revision, epoch, said, era);
        self.found_whole(said);
        self.overruled = None;
    }

    /// What is served is true.
    fn found_whole(&mut self, said: Said) {
        (self.whole, self.whole_list, self.verdict) = (Some((self.served, said.minutes)), said.list, Verdict::Whole);
        self.forked = false;
    }

    /// Whether what is served was found to be true before. The revision alone does not say so: a lost phone can seal another
    /// checkpoint of the same one.
    fn was_whole(&self, said: &Said) -> bool {
        self.whole == Some((self.served, said.minutes)) && self.whole_list == said.list
    }

    /// Whether the server shows an older state than this device has seen, and no restoration explains it.
    pub fn is_older(&self, era: u32) -> bool {
        self.served < self.revision && era <= self.era
    }

    /// Whether the next checkpoint may be written: not over a difference that nobody has decided about.
    fn may_follow(&self, era: u32) -> bool {
        let decided = self.overruled.is_some_and(|revision| revision >= self.served);
        decided || !(matches!(self.verdict, Verdict::Suspect | Verdict::Differs(_)) || self.is_older(era))
    }
}

/// The era that a head belongs to: how often the server was restored before it.
pub fn era(head: u64) -> u32 {
    u32::try_from(head / GENERATION).unwrap_or(u32::MAX)
}

/// Opens the checkpoints of an answer and keeps what they say.
pub(super) fn take_in(
    trust: &mut Trust,
    context: &Context<'_>,
    collection: CollectionId,
    served: &[Checkpoint],
    head: u64,
) {
    let era = era(head);
    let other = context.care.get(&collection).map(|care| care.other);
    for (account, mine) in [(Some(context.account), true), (other, false)] {
        let Some(account) = account else { continue };
        let slot = if mine { &mut trust.own } else { &mut trust.other };
        let found = served.iter().find(|checkpoint| checkpoint.account == account);
        let read = found.and_then(|found| {
            let place = Place { collection, account, revision: found.revision };
            let read = context.reader.open_checkpoint(&place, found.blob.as_ref()).ok()?;
            // The slot names the account; the tag proves it.
            (read.mine == mine).then_some((found.revision, read))
        });
        match read {
            Some((revision, read)) => {
                // One that another device of the account has made.
                if mine && revision > slot.revision && trust.withheld.is_some_and(|withheld| revision >= withheld) {
                    trust.withheld = None;
                }
                slot.serve(revision, read.epoch, read.claim.into(), era);
            }
            None => (slot.served, slot.epoch, slot.claim) = (0, 0, None),
        }
    }
}

/// The collection was read to its head: what its checkpoints say of what is here.
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
            // The server was restored: its author writes it again.
            Some(_) if slot.served < slot.revision => Verdict::NotYet,
            Some(said) if on(Check::CheckpointEpoch) && slot.epoch < newest && !slot.was_whole(&said) => Verdict::None,
            Some(_) if unreadable > 0 => Verdict::NotYet,
            Some(said) => match compare(&entries, mine, &said) {
                0 if fits(&entries, mine, &said) => {
                    slot.found_whole(said);
                    Verdict::Whole
                }
                difference => match slot.verdict {
                    // Read from the start already.
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
    trust.era = era(head).max(trust.era);
    ledger.set_trust(collection, &trust)
}

/// Whether what is here is what a claim says: with or without what was refused.
fn fits(entries: &[Entry], mine: bool, said: &Said) -> bool {
    !on(Check::List) || live(entries, mine, false).list == said.list || live(entries, mine, true).list == said.list
}

/// How many records there are more (or fewer) than a claim says.
fn compare(entries: &[Entry], mine: bool, said: &Said) -> i64 {
    if fits(entries, mine, said) { 0 } else { i64::from(live(entries, mine, false).count) - i64::from(said.live) }
}

/// A list of live records.
pub(super) struct Live {
    pub count: u32,
    pub list: [u8; 32],
}

/// The live records of one author as this device knows them. `refused`: those as well that were opened and set aside.
pub(super) fn live(entries: &[Entry], mine: bool, refused: bool) -> Live {
    live_of(states(entries, refused).into_iter(), mine)
}

/// What the server holds of each record, as this device believes it.
pub(super) fn states(entries: &[Entry], refused: bool) -> BTreeMap<RecordId, (u32, Stamp)> {
    let mut states = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.aside.is_none()) {
        states.insert(entry.id, (entry.revision, entry.stamp));
    }
    for entry in entries {
        // Set aside for what it grants, and the author's own all the same.
        let counts = |why| refused || why == seal::Error::StaleAuthority.code();
        if entry.aside.as_deref().is_some_and(counts) {
            states.insert(entry.id, (entry.revision, entry.stamp));
        }
    }
    states
}

pub(super) fn live_of(states: impl Iterator<Item = (RecordId, (u32, Stamp))>, mine: bool) -> Live {
    let mut count = 0;
    let list =
        list(states.filter(|(_, (_, stamp))| stamp.live && stamp.mine == mine).map(|(id, (revision, stamp))| {
            count += 1;
            (id, revision, stamp.hash)
        }));
    Live { count, list }
}

/// Whether this account's checkpoint should be written although nothing else waits: there is none yet, its key or its era is
/// over, or it is so old that an old state of the collection could not be told from a quiet one.
pub(super) fn is_due(trust: &Trust, context: &Context<'_>, collection: CollectionId, cursor: Cursor) -> bool {
    const DAY: i64 = 24 * 60;
    let newest = context.reader.keyring.newest(collection).map_or(0, |(epoch, _)| epoch);
    // A therapist must not learn that somebody opens the app every day.
    let interval = if collection == context.reader.private { DAY } else { 7 * DAY };
    match trust.own.claim {
        None => true,
        Some(said) => {
            trust.own.epoch < newest
                || trust.own.served < trust.own.revision
                || said.minutes.saturating_add(interval) <= context.minutes
                || era(cursor.head) > trust.own.era
        }
    }
}

/// Whether a group may be made for a collection now.
pub(super) fn may_write(trust: &Trust, cursor: Cursor) -> bool {
    cursor.seq == cursor.head && trust.own.may_follow(era(cursor.head))
}

/// Whether the server shows this device an older journal than the account's own care checkpoint has seen: then nothing is
/// shared from here, or what was taken back since would be shared again.
pub fn shows_older_journal(care: &Trust, private: &Trust) -> bool {
    on(Check::PrivateRevision) && (private.withheld.is_some() || later_journal(care, private).is_some())
}

/// The revision of the journal's checkpoint that a care checkpoint names, if this device has not seen it.
fn later_journal(care: &Trust, private: &Trust) -> Option<u32> {
    let seen = care.own.claim.map_or(0, |said| said.private_revision);
    (seen > private.own.served.max(private.own.revision)).then_some(seen)
}

/// Notes that the server shows an older journal. The journal and the care collections of one answer are read in one snapshot, so
/// that an honest server never does.
pub(super) fn note_older_journal<L: Ledger>(ledger: &mut L, context: &Context<'_>) -> Result<(), L::Error> {
    let cursors = ledger.cursors()?;
    let private = context.reader.private;
    if cursors.get(&private).is_none_or(|cursor| cursor.seq < cursor.head) {
        return Ok(());
    }
    let mut trust = ledger.trust(private)?;
    let mut withheld = trust.withheld;
    for care in context.care.keys() {
        withheld = withheld.max(later_journal(&ledger.trust(*care)?, &trust));
    }
    if withheld != trust.withheld {
        trust.withheld = withheld;
        ledger.set_trust(private, &trust)?;
    }
    Ok(())
}
