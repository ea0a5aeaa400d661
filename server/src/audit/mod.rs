//! The audit trail: who did what to what, and when; never what it said.
//!
//! Each account, practice and collection has a chain of its own. Every entry is hashed together with the one before, so
//! that none can be changed or left out unnoticed, and is written in the same transaction as the act: what is not in
//! the trail did not happen.

pub mod pages;

pub use protocol::trail::Action;
use sha2::{Digest, Sha256};

use crate::accounts::Actor;
use crate::db::trail::{self, TrailRow};
use crate::db::{Conn, Id};
use crate::fault::Result;

/// Writes an entry at the end of a chain.
pub fn record(
    conn: &mut Conn,
    chain: impl Into<Id>,
    actor: Option<Actor>,
    action: Action,
    subject: impl Into<Id>,
    now: i64,
) -> Result<()> {
    let chain = chain.into();
    let (number, previous) = trail::lock_head(conn, chain)?;
    let mut row = TrailRow {
        chain,
        number: number + 1,
        at: now,
        actor: actor.map(|actor| actor.account.into()),
        device: actor.map(|actor| actor.device.into()),
        action: action.as_str().into(),
        subject: Some(subject.into()),
        hash: Vec::new(),
    };
    row.hash = link(&previous, &row);
    trail::append(conn, &row)
}

/// Where a chain is not what it was when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// The chain.
    pub chain: Id,
    /// The first entry that does not follow from those before it.
    pub number: i64,
}

/// Checks every chain from its first entry. Nothing is returned when all of them hold.
pub fn verify(conn: &mut Conn) -> Result<Vec<Break>> {
    let mut breaks = Vec::new();
    for (chain, ..) in trail::heads(conn)? {
        breaks.extend(check(conn, chain)?.1.map(|number| Break { chain, number }));
    }
    Ok(breaks)
}

/// Entries that are checked at a time, however long a chain has become.
const CHECKED: i64 = 1000;

/// Checks one chain from its first entry: how many entries hold, and the number of the first one that does not.
pub fn check(conn: &mut Conn, chain: Id) -> Result<(u64, Option<i64>)> {
    let (mut number, mut previous) = (0, Vec::new());
    // What is written meanwhile is checked the next time.
    let (last, end) = trail::head(conn, chain)?;
    while number < last {
        let rows = trail::after(conn, chain, number, CHECKED.min(last - number))?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.number != number + 1 || row.hash != link(&previous, &row) {
                return Ok((number as u64, Some(number + 1)));
            }
            number = row.number;
            previous = row.hash;
        }
    }
    let holds = number == last && previous == end;
    Ok((number as u64, (!holds).then_some(number + 1)))
}

fn link(previous: &[u8], row: &TrailRow) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        // Lengths first, so that no two entries have the same bytes.
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
