//! One record whose revision on the server is another one than this device has seen: admitted, merged, settled.

use protocol::sync::Record;
use serde_json::Value;

use super::admit::{Refused, admit};
use super::table::AUTHORITY;
use super::write::{Copies, project, projected};
use super::{Context, Key, Ledger, Row};
use crate::checks::{Check, on};
use crate::merge::merge;
use crate::record::Payload;
use crate::seal::{self, Opened};

/// Another revision of a record stands on the server.
pub(super) fn theirs<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    key: &Key,
    mut row: Row,
    record: &Record,
) -> Result<(), L::Error> {
    let trust = ledger.trust(key.collection)?;
    let admitted = match admit(context, &trust, key, &row, record) {
        // Nobody but its author writes over a copy.
        Ok(opened) if !opened.stamp.mine && projected(ledger, key)?.is_some() => {
            Err(Refused { why: seal::Error::NotTheirs, stamp: Some(opened.stamp) })
        }
        other => other,
    };
    let opened = match admitted {
        Ok(opened) => opened,
        Err(Refused { why, stamp }) => {
            if row.dirty {
                // It cannot be merged with what cannot be read; what was written here stays and says so.
                row.sent = None;
                row.held = Some(why.code().into());
                ledger.set_row(key, &row)?;
            }
            return ledger.set_aside(key.collection, record, why, stamp);
        }
    };
    if is_stale(context, key, &row, &opened) {
        // What is here stands, and goes again on top of it; the person may still say that the other one was theirs.
        let mine = row.content.take();
        row.settle(record.revision, opened.content, mine, Some(opened.stamp));
        ledger.set_row(key, &row)?;
        return ledger.set_aside(key.collection, record, seal::Error::StaleAuthority, None);
    }
    if record.revision <= row.floor && opened.stamp.era < trust.era {
        // From before the restoration, and older than what was here then.
        if !opened.stamp.mine {
            return ledger.set_aside(key.collection, record, seal::Error::Older, Some(opened.stamp));
        }
        ledger.clear_aside(key)?;
        let mine = row.content.take();
        row.settle(record.revision, opened.content, mine, Some(opened.stamp));
        return ledger.set_row(key, &row);
    }
    ledger.clear_aside(key)?;
    let server = opened.content;
    let dirty = row.dirty;
    // A copy of which this device had not heard when it changed the truth is compared with it as well.
    let copy = projected(ledger, key)?.is_some_and(|wanted| dirty || wanted != server);
    let content = if !dirty || copy {
        server.clone()
    } else {
        match (row.content.take(), &server) {
            (Some(mine), Some(server)) => Some(merge(row.base.as_ref(), server, &mine)),
            // Deleted on one side, edited on the other: the edit wins.
            (mine, server) => mine.or_else(|| server.clone()),
        }
    };
    row.settle(record.revision, server, content, Some(opened.stamp));
    if copy {
        suspect(&mut row);
    }
    ledger.set_row(key, &row)?;
    if ledger.private()? == Some(key.collection) {
        // A merge was made here, so its copies are made here; copies that wait to be sent follow the truth.
        project(ledger, key.id, row.content.as_ref(), if dirty { Copies::All } else { Copies::Waiting })?;
    }
    Ok(())
}

/// Whether a new revision of something that grants authority is sealed under a key that is over, and does more than take
/// away: a lost phone has that key. Taking away is believed, or an end that another phone has made would be undone.
fn is_stale(context: &Context<'_>, key: &Key, row: &Row, opened: &Opened) -> bool {
    let Some(before) = row.content.as_ref().filter(|before| AUTHORITY.contains(&before.kind())) else { return false };
    let newest = context.reader.keyring.newest(key.collection).map_or(0, |(epoch, _)| epoch);
    on(Check::Authority)
        && key.collection == context.reader.private
        && opened.stamp.epoch < newest
        && opened.content.as_ref() != Some(before)
        && !takes_away(before, opened.content.as_ref())
}

/// Whether a change of something that grants authority only ends it.
fn takes_away(before: &Payload, after: Option<&Payload>) -> bool {
    let Some(after) = after else { return ["sharing_rule", "consent"].contains(&before.kind()) };
    let end = match before.kind() {
        "bond" | "sharing_rule" => "ended",
        "consent" => "withdrawn",
        _ => return false,
    };
    let ends = after.0.get(end).is_some_and(|value| !value.is_null() && *value != Value::Bool(false));
    let rest = |payload: &Payload| {
        let mut rest = payload.0.clone();
        rest.remove(end);
        rest
    };
    ends && rest(before) == rest(after)
}

/// Keeps a copy in the outbox until it has been compared with the truth.
pub(super) fn suspect(row: &mut Row) {
    row.dirty = true;
    row.base.clone_from(&row.content);
}
