//! Attachments: sealed bytes that are too large for a record, brought and fetched in pieces.
//!
//! They lie in the database, in parts: so a backup has them, servers side by side share them, and a deletion (of one, of
//! a collection, of an account) takes them along in its own transaction. See `docs/decisions`.

use protocol::attachment::{AnnounceAttachment, Attachment, AttachmentPart, Attachments};
use protocol::{AttachmentId, Code, CollectionId, Limits, Problem};

use super::quota::Room;
use crate::accounts::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::db::attachments::AttachmentRow;
use crate::db::collections::CollectionMemberRow;
use crate::db::usage::Usage;
use crate::db::{self, Conn, Db, Id, Tx};
use crate::fault::Result;

/// Announces one. The same one again is answered with how far it has come.
pub async fn announce(
    app: &App,
    actor: Actor,
    collection: CollectionId,
    id: AttachmentId,
    asked: AnnounceAttachment,
) -> Result<Attachment> {
    let (now, limits) = (app.clock.now(), app.config.limits);
    let size = within(&limits, asked.size)?;
    app.db
        .write(move |tx| {
            // Held, so that two announcements cannot both find the last room.
            db::records::lock(tx, collection.into(), actor.account.into())?.ok_or(Code::NotFound)?;
            let row = AttachmentRow {
                collection: collection.into(),
                id: id.into(),
                account: actor.account.into(),
                size,
                stored: 0,
                created_at: now,
                touched_at: now,
            };
            if let Some(there) = db::attachments::by_id(tx, row.collection, row.id)? {
                let same = (there.account, there.size) == (row.account, row.size);
                return if same { Ok(shown(&there)) } else { Err(Code::AlreadyExists.into()) };
            }
            let taken: i64 = db::attachments::of_collection(tx, row.collection)?.iter().map(|row| row.size).sum();
            if taken.saturating_add(size) > i64::try_from(limits.attachments_bytes).unwrap_or(i64::MAX) {
                return Err(Code::QuotaExceeded.into());
            }
            if !Room::left(tx, row.account, &limits)?.take(Usage { bytes: size, records: 0 }) {
                return Err(Code::QuotaExceeded.into());
            }
            match asked.copy_from {
                None => {
                    db::attachments::insert(tx, &row)?;
                    Ok(shown(&row))
                }
                Some(from) => copy(tx, actor, from, row),
            }
        })
        .await
}

/// Every size fits into an `i64`: the limit does.
fn within(limits: &Limits, size: u64) -> Result<i64> {
    match size {
        0 => Err(Problem::new(Code::Unprocessable).detail("an attachment has at least one byte").into()),
        size if size > limits.attachment_bytes => Err(Code::AttachmentTooLarge.into()),
        size => i64::try_from(size).map_err(|_| Code::AttachmentTooLarge.into()),
    }
}

fn copy(tx: &mut Tx<'_>, actor: Actor, from: CollectionId, row: AttachmentRow) -> Result<Attachment> {
    member(tx, actor, from)?;
    let source = db::attachments::by_id(tx, from.into(), row.id)?;
    let source = source.filter(|source| source.size == row.size).ok_or(Code::NotFound)?;
    if source.stored < source.size {
        return Err(Code::AttachmentUnfinished.into());
    }
    let row = AttachmentRow { stored: row.size, ..row };
    db::attachments::insert(tx, &row)?;
    db::attachments::copy_parts(tx, source.collection, row.collection, row.id)?;
    Ok(shown(&row))
}

/// How one stands.
pub async fn state(app: &App, actor: Actor, collection: CollectionId, id: AttachmentId) -> Result<Attachment> {
    let row = app
        .db
        .read(move |conn| {
            member(conn, actor, collection)?;
            db::attachments::by_id(conn, collection.into(), id.into())
        })
        .await?;
    Ok(shown(&row.ok_or(Code::NotFound)?))
}

/// All of a collection's.
pub async fn list(app: &App, actor: Actor, collection: CollectionId) -> Result<Attachments> {
    let rows = app
        .db
        .read(move |conn| {
            member(conn, actor, collection)?;
            db::attachments::of_collection(conn, collection.into())
        })
        .await?;
    let bytes = rows.iter().map(|row| row.size as u64).sum();
    Ok(Attachments { attachments: rows.iter().map(shown).collect(), bytes })
}

/// Takes the next part; see [`AttachmentPart`] for what comes twice or too early.
pub async fn part(
    app: &App,
    actor: Actor,
    collection: CollectionId,
    id: AttachmentId,
    part: AttachmentPart,
) -> Result<Attachment> {
    let (now, limits) = (app.clock.now(), app.config.limits);
    let length = part.bytes.0.len();
    if length > limits.part_bytes as usize {
        return Err(Code::PayloadTooLarge.into());
    }
    app.db
        .write(move |tx| {
            member(tx, actor, collection)?;
            let row = db::attachments::lock(tx, collection.into(), id.into(), now)?.ok_or(Code::NotFound)?;
            if row.account != actor.account.into() {
                return Err(Code::Forbidden.into());
            }
            let offset = i64::try_from(part.offset).unwrap_or(i64::MAX);
            let end = offset.saturating_add(length as i64);
            if offset > row.stored {
                return Err(Code::OffsetMismatch.into());
            }
            let small = length < limits.part_bytes_least as usize && end != row.size;
            if length == 0 || small || end > row.size {
                let detail = "the part is empty, too small, or goes beyond the attachment's end";
                return Err(Problem::new(Code::Unprocessable).detail(detail).into());
            }
            let known = part.bytes.0.len().min((row.stored - offset) as usize);
            let (again, new) = part.bytes.0.split_at(known);
            if !stands(tx, &row, offset, again)? {
                return Err(Code::AlreadyExists.into());
            }
            if new.is_empty() {
                return Ok(shown(&row));
            }
            db::attachments::append(tx, &row, new)?;
            Ok(Attachment { stored: (row.stored as u64) + new.len() as u64, ..shown(&row) })
        })
        .await
}

/// Whether these bytes are the ones that are there.
fn stands(conn: &mut Conn, row: &AttachmentRow, mut offset: i64, mut bytes: &[u8]) -> Result<bool> {
    while !bytes.is_empty() {
        let Some(there) = piece(conn, row.collection, row.id, offset, bytes.len() as u64)? else { return Ok(false) };
        let (now, later) = bytes.split_at(there.len());
        if now != there {
            return Ok(false);
        }
        offset += there.len() as i64;
        bytes = later;
    }
    Ok(true)
}

/// Deletes one with its bytes, a few at a time, so that others' writes go on between. One that is not there (any more) is
/// no error.
pub async fn delete(app: &App, actor: Actor, collection: CollectionId, id: AttachmentId) -> Result<()> {
    let now = app.clock.now();
    let there = app
        .db
        .write(move |tx| {
            let mine = member(tx, actor, collection)?;
            let Some(row) = db::attachments::by_id(tx, collection.into(), id.into())? else { return Ok(false) };
            // The journal is the client's; a therapist takes back what is the therapist's own.
            if mine.therapist && row.account != mine.account {
                return Err(Code::Forbidden.into());
            }
            db::attachments::withdraw(tx, row.collection, row.id)?;
            Ok(true)
        })
        .await?;
    if !there {
        return Ok(());
    }
    while app.db.write(move |tx| db::erasure::some_bytes_of(tx, collection.into(), id.into())).await? {}
    app.db
        .write(move |tx| match db::attachments::delete(tx, collection.into(), id.into())? {
            true => audit::record(tx, collection, Some(actor), Action::AttachmentDeleted, id, now),
            false => Ok(()),
        })
        .await
}

/// A finished one, about to be given out: its size. What a therapist is given stands in the client's trail first.
pub async fn open(app: &App, actor: Actor, collection: CollectionId, id: AttachmentId) -> Result<u64> {
    let (mine, row) = app
        .db
        .read(move |conn| {
            let mine = member(conn, actor, collection)?;
            Ok((mine, db::attachments::by_id(conn, collection.into(), id.into())?.ok_or(Code::NotFound)?))
        })
        .await?;
    if row.stored < row.size {
        return Err(Code::AttachmentUnfinished.into());
    }
    if mine.therapist {
        let now = app.clock.now();
        app.db.write(move |tx| audit::record(tx, collection, Some(actor), Action::AttachmentRead, id, now)).await?;
    }
    Ok(row.size as u64)
}

/// The next bytes from an offset: at most so many, and not beyond the part that holds the first of them. Nothing when it
/// was deleted meanwhile.
pub async fn next(
    db: &Db,
    collection: CollectionId,
    id: AttachmentId,
    offset: u64,
    most: u64,
) -> Result<Option<Vec<u8>>> {
    db.read(move |conn| piece(conn, collection.into(), id.into(), offset as i64, most)).await
}

fn piece(conn: &mut Conn, collection: Id, id: Id, offset: i64, most: u64) -> Result<Option<Vec<u8>>> {
    let Some((start, mut bytes)) = db::attachments::part_at(conn, collection, id, offset)? else { return Ok(None) };
    let skipped = (offset - start) as usize;
    if skipped >= bytes.len() {
        return Ok(None);
    }
    bytes.drain(..skipped);
    bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(Some(bytes))
}

fn member(conn: &mut Conn, actor: Actor, collection: CollectionId) -> Result<CollectionMemberRow> {
    let mine = db::collections::membership(conn, collection.into(), actor.account.into())?;
    Ok(mine.ok_or(Code::NotFound)?)
}

fn shown(row: &AttachmentRow) -> Attachment {
    Attachment { id: row.id.into(), size: row.size as u64, stored: row.stored as u64, created_at: row.created_at }
}
