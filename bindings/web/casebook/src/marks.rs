//! Review marks: which entries the therapist has opened and reviewed, as records that the client sees.

use std::collections::BTreeSet;

use journal::arc::Item;
use journal::record::{Body, FlagSeen, Moment, ReviewMark};
use protocol::{CollectionId, RecordId};

use crate::{Casebook, Changes, Fault, Now};

impl Casebook {
    /// Marks entries as reviewed, or removes that mark (they stay opened). Missing entries are skipped.
    pub fn mark(&self, collection: &str, entries: &[String], reviewed: bool, now: Now) -> Result<Changes, Fault> {
        let (id, items) = self.items(collection)?;
        let entries = entries.iter().map(|id| id.parse().map_err(|_| Fault::not_found()));
        let entries = entries.collect::<Result<BTreeSet<RecordId>, _>>()?;
        let mut changes = Changes::default();
        let when = now.into();
        for item in items.iter().filter(|item| entries.contains(&item.id)) {
            write(&mut changes, id, items, (item.id, item.revision), reviewed, &when);
        }
        // Red side effects that were seen and taken back since: their marks are reviewed as well.
        let gone = |id: &&RecordId| {
            let seen =
                |item: &Item| matches!(&item.record.body, Body::FlagSeen(seen) if seen.red && seen.event == Some(**id));
            !items.iter().any(|item| item.id == **id) && items.iter().any(seen)
        };
        for entry in entries.iter().filter(gone) {
            let read = marks(items, *entry).map(|(_, mark)| mark.revision).max().unwrap_or_default();
            write(&mut changes, id, items, (*entry, read), reviewed, &when);
        }
        Ok(changes)
    }

    /// Records that the brief showed these safety flags and red side effects to the therapist. The client sees it, and it is kept if
    /// the client takes the answers back. Each flag is marked once.
    pub fn flags_seen(&self, collection: &str, now: Now) -> Result<Changes, Fault> {
        let (id, items) = self.items(collection)?;
        let when: Moment = now.into();
        let all = journal::brief::brief(items, &self.definitions(items), &when, None).flags;
        let mut changes = Changes::default();
        for flag in all.iter().filter(|flag| ["safety", "red_effect"].contains(&flag.kind) && !flag.taken_back) {
            let ids: Vec<RecordId> = flag.ids.iter().filter_map(|id| id.parse().ok()).collect();
            let Some(entry) = ids.first().copied() else { continue };
            let red = flag.kind == "red_effect";
            // One check may raise both kinds.
            let is_mark = |seen: &FlagSeen| seen.event == Some(entry) && seen.red == red;
            let marked = items.iter().any(|item| matches!(&item.record.body, Body::FlagSeen(seen) if is_mark(seen)));
            if marked {
                continue;
            }
            let seen = FlagSeen {
                event: Some(entry),
                response: ids.get(1).copied(),
                instrument: flag.instrument.clone().unwrap_or_default(),
                flagged_at: Some(Moment { unix_ms: flag.at, ..when.clone() }),
                red,
                ..Default::default()
            };
            changes.set(id, None, &when, seen);
        }
        Ok(changes)
    }

    /// Records that an entry was opened. A mark for its current revision is not changed.
    pub fn opened(&self, collection: &str, entry: &str, now: Now) -> Result<Changes, Fault> {
        let (id, item) = self.item(collection, entry)?;
        let (_, items) = self.items(collection)?;
        let mut changes = Changes::default();
        if marks(items, item.id).all(|(_, mark)| mark.revision < item.revision) {
            write(&mut changes, id, items, (item.id, item.revision), false, &now.into());
        }
        Ok(changes)
    }
}

/// Two browsers may have marked the same entry. All its marks get the same state.
fn write(
    changes: &mut Changes,
    collection: CollectionId,
    items: &[Item],
    (entry, revision): (RecordId, u32),
    reviewed: bool,
    when: &Moment,
) {
    let mut known = marks(items, entry).peekable();
    if known.peek().is_none() {
        let mark = ReviewMark { reviewed, ..ReviewMark::of(entry, revision) };
        changes.set(collection, None, when, mark);
    }
    for (id, mark) in known {
        let mark = ReviewMark { reviewed, revision, ..mark.clone() };
        changes.set(collection, Some(id), when, mark);
    }
}

fn marks(items: &[Item], entry: RecordId) -> impl Iterator<Item = (RecordId, &ReviewMark)> {
    items.iter().filter_map(move |item| match &item.record.body {
        Body::ReviewMark(mark) if mark.entry == entry => Some((item.id, mark)),
        _ => None,
    })
}
