//! How a push or a group that comes twice is known again, even after other changes since: each record and each checkpoint's
//! slot keeps a short note for its latest revisions: what it was (a hash) and what it was answered with.

use protocol::sync::PushResult;

use crate::db::records::Standing;

/// Notes kept for each record and each slot. A device that was away for more changes than this merges instead.
const KEPT: usize = 32;
const HASH: usize = 16;
const NOTE: usize = 4 + 8 + HASH;
/// The most bytes of notes.
pub const MOST: usize = KEPT * NOTE;

/// The first answer to the push that brought this revision, if it was accepted before.
pub fn first_answer(standing: &Standing, revision: u32, hash: &[u8]) -> Option<PushResult> {
    if standing.revision == i64::from(revision) && standing.hash == hash {
        return Some(PushResult::Accepted { revision, seq: standing.seq as u64 });
    }
    let seq = noted(standing.receipts.as_deref().unwrap_or_default(), revision, hash)?;
    Some(PushResult::Accepted { revision, seq })
}

/// The number that was noted with a revision and a hash.
pub fn noted(notes: &[u8], revision: u32, hash: &[u8]) -> Option<u64> {
    let (revision, hash) = (revision.to_be_bytes(), hash.get(..HASH)?);
    let note = notes.chunks_exact(NOTE).rev().find(|note| note[..4] == revision && note[12..] == *hash)?;
    Some(u64::from_be_bytes(note[4..12].try_into().ok()?))
}

/// A note of a revision.
pub fn note(revision: u32, seq: u64, hash: &[u8]) -> Vec<u8> {
    let mut note = Vec::with_capacity(NOTE);
    note.extend_from_slice(&revision.to_be_bytes());
    note.extend_from_slice(&seq.to_be_bytes());
    note.extend_from_slice(&hash[..HASH.min(hash.len())]);
    note
}

/// The notes of a record once it changes: what stood is noted as well.
pub fn after(standing: &Standing) -> Vec<u8> {
    let earlier = standing.receipts.as_deref().unwrap_or_default();
    let surplus = (earlier.len() + NOTE).saturating_sub(MOST);
    let mut notes = earlier.get(surplus..).unwrap_or_default().to_vec();
    notes.extend(note(standing.revision as u32, standing.seq as u64, &standing.hash));
    notes
}

#[cfg(test)]
mod tests {
    use protocol::{AccountId, RecordId};

    use super::*;
    use crate::bounds;

    fn changed(times: i64) -> Standing {
        let id = RecordId::new(1, [0; 10]).into();
        let author = AccountId::new(1, [0; 10]).into();
        let mut record =
            Standing { id, revision: 1, seq: 1, hash: bounds::hash(b"1"), receipts: None, bytes: 1, author };
        for revision in 2..=times {
            let receipts = Some(after(&record));
            let hash = bounds::hash(revision.to_string().as_bytes());
            record = Standing { id, revision, seq: revision * 10, hash, receipts, bytes: 1, author };
        }
        record
    }

    #[test]
    fn an_earlier_push_gets_its_first_answer() {
        let record = changed(5);
        assert_eq!(first_answer(&record, 3, &bounds::hash(b"3")), Some(PushResult::Accepted { revision: 3, seq: 30 }));
        assert_eq!(first_answer(&record, 5, &bounds::hash(b"5")), Some(PushResult::Accepted { revision: 5, seq: 50 }));
    }

    #[test]
    fn other_content_on_the_same_revision_is_not_the_same_push() {
        assert_eq!(first_answer(&changed(5), 3, &bounds::hash(b"4")), None);
        assert_eq!(first_answer(&changed(5), u32::MAX, &bounds::hash(b"5")), None);
    }

    #[test]
    fn a_record_that_changes_for_ever_does_not_grow_for_ever() {
        let record = changed(500);
        assert_eq!(record.receipts.as_ref().map(Vec::len), Some(MOST));
        assert!(first_answer(&record, 481, &bounds::hash(b"481")).is_some());
        assert!(first_answer(&record, 401, &bounds::hash(b"401")).is_none());
    }
}
