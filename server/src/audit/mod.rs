//! The audit log: who did what to what, and when; never content.
//!
//! Each account, practice and collection has its own chain. The hash of an entry covers the entry before it, so that
//! changes and gaps are detected. An entry is written in the same transaction as the action that it describes.

pub(crate) mod pages;

pub use protocol::audit::Action;
use sha2::{Digest, Sha256};

use crate::actor::Actor;
use crate::db::audit::{self as log, AuditRow};
use crate::db::{Conn, Id};
use crate::fault::Result;

/// Appends an entry to a chain.
pub(crate) fn record(
    conn: &mut Conn,
    chain: impl Into<Id>,
    actor: Option<Actor>,
    action: Action,
    subject: impl Into<Id>,
    now: i64,
) -> Result<()> {
    let chain = chain.into();
    let (number, previous) = log::lock_head(conn, chain)?;
    let mut row = AuditRow {
        chain,
        number: number + 1,
        at: now,
        actor: actor.map(|actor| actor.account.into()),
        device: actor.map(|actor| actor.device.into()),
        action: action.as_str().into(),
        subject: Some(subject.into()),
        hash: Vec::new(),
    };
    row.hash = entry_hash(&previous, &row);
    log::append(conn, &row)
}

/// Where a chain was tampered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainBreak {
    pub chain: Id,
    /// The first entry whose hash or number is wrong.
    pub number: i64,
}

/// Verifies every chain; empty if all are intact.
pub fn verify(conn: &mut Conn) -> Result<Vec<ChainBreak>> {
    let mut breaks = Vec::new();
    for (chain, ..) in log::heads(conn)? {
        breaks.extend(verify_chain(conn, chain)?.1.map(|number| ChainBreak { chain, number }));
    }
    Ok(breaks)
}

/// Number of entries that one query reads.
const BATCH: i64 = 1000;

/// Verifies one chain: the number of intact entries, and the number of the first broken one.
pub fn verify_chain(conn: &mut Conn, chain: Id) -> Result<(u64, Option<i64>)> {
    let (mut number, mut previous) = (0, Vec::new());
    // Entries that are appended meanwhile are left for the next time.
    let (last, end) = log::head(conn, chain)?;
    while number < last {
        let rows = log::after(conn, chain, number, BATCH.min(last - number))?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.number != number + 1 || row.hash != entry_hash(&previous, &row) {
                return Ok((number as u64, Some(number + 1)));
            }
            number = row.number;
            previous = row.hash;
        }
    }
    let is_intact = number == last && previous == end;
    Ok((number as u64, (!is_intact).then_some(number + 1)))
}

fn entry_hash(previous: &[u8], row: &AuditRow) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        // Length prefixes make the encoding unambiguous.
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    let id = |id: Option<Id>| id.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
    part(previous);
    part(row.chain.as_bytes());
    part(&row.number.to_be_bytes());
    part(&row.at.to_be_bytes());
    part(&id(row.actor));
    part(&id(row.device));
    part(row.action.as_bytes());
    part(&id(row.subject));
    hash.finalize().to_vec()
}
