//! Idempotency of repeated pushes and groups: each record and each checkpoint slot keeps receipts (a hash and the
//! result) of its latest revisions, so that a repeat gets its original result even after later changes.

use protocol::sync::PushResult;

use crate::db::records::RecordHead;

/// Receipts per record and slot. A device that was offline for more changes has to merge.
const MAX_RECEIPTS: usize = 32;
const HASH_BYTES: usize = 16;
const RECEIPT_BYTES: usize = 4 + 8 + HASH_BYTES;
/// Maximum bytes of receipts.
pub const MAX_BYTES: usize = MAX_RECEIPTS * RECEIPT_BYTES;

/// The original result of the push that created this revision, if it was accepted before.
pub fn original_result(head: &RecordHead, revision: u32, hash: &[u8]) -> Option<PushResult> {
    if head.revision == i64::from(revision) && head.hash == hash {
        return Some(PushResult::Accepted { revision, seq: head.seq as u64 });
    }
    let seq = find(head.receipts.as_deref().unwrap_or_default(), revision, hash)?;
    Some(PushResult::Accepted { revision, seq })
}

/// The `seq` in the receipt with this revision and hash.
pub fn find(receipts: &[u8], revision: u32, hash: &[u8]) -> Option<u64> {
    let (revision, hash) = (revision.to_be_bytes(), hash.get(..HASH_BYTES)?);
    let receipt = receipts
        .chunks_exact(RECEIPT_BYTES)
        .rev()
        .find(|receipt| receipt[..4] == revision && receipt[12..] == *hash)?;
    Some(u64::from_be_bytes(receipt[4..12].try_into().ok()?))
}

/// Encodes a receipt: the revision, the sequence number, and the beginning of the hash.
pub fn encode(revision: u32, seq: u64, hash: &[u8]) -> Vec<u8> {
    let mut receipt = Vec::with_capacity(RECEIPT_BYTES);
    receipt.extend_from_slice(&revision.to_be_bytes());
    receipt.extend_from_slice(&seq.to_be_bytes());
    receipt.extend_from_slice(&hash[..HASH_BYTES.min(hash.len())]);
    receipt
}

/// The receipts of a record when it changes: those it had, and one for the current revision.
pub fn append(head: &RecordHead) -> Vec<u8> {
    let earlier = head.receipts.as_deref().unwrap_or_default();
    let surplus = (earlier.len() + RECEIPT_BYTES).saturating_sub(MAX_BYTES);
    let mut receipts = earlier.get(surplus..).unwrap_or_default().to_vec();
    receipts.extend(encode(head.revision as u32, head.seq as u64, &head.hash));
    receipts
}

#[cfg(test)]
mod tests {
    use protocol::{AccountId, RecordId};

    use super::*;
    use crate::bounds;

    fn changed(times: i64) -> RecordHead {
        let id = RecordId::new(1, [0; 10]).into();
        let author = AccountId::new(1, [0; 10]).into();
        let mut record =
            RecordHead { id, revision: 1, seq: 1, hash: bounds::hash(b"1"), receipts: None, bytes: 1, author };
        for revision in 2..=times {
            let receipts = Some(append(&record));
            let hash = bounds::hash(revision.to_string().as_bytes());
            record = RecordHead { id, revision, seq: revision * 10, hash, receipts, bytes: 1, author };
        }
        record
    }

    #[test]
    fn a_repeated_push_gets_its_original_result() {
        let record = changed(5);
        assert_eq!(
            original_result(&record, 3, &bounds::hash(b"3")),
            Some(PushResult::Accepted { revision: 3, seq: 30 })
        );
        assert_eq!(
            original_result(&record, 5, &bounds::hash(b"5")),
            Some(PushResult::Accepted { revision: 5, seq: 50 })
        );
    }

    #[test]
    fn other_content_at_the_same_revision_is_another_push() {
        assert_eq!(original_result(&changed(5), 3, &bounds::hash(b"4")), None);
        assert_eq!(original_result(&changed(5), u32::MAX, &bounds::hash(b"5")), None);
    }

    #[test]
    fn receipts_are_bounded() {
        let record = changed(500);
        assert_eq!(record.receipts.as_ref().map(Vec::len), Some(MAX_BYTES));
        assert!(original_result(&record, 481, &bounds::hash(b"481")).is_some());
        assert!(original_result(&record, 401, &bounds::hash(b"401")).is_none());
    }
}
