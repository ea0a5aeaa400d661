//! Attachments: sealed bytes that are too large for a record, uploaded and downloaded in parts.
//!
//! They are stored in the database, so that backups contain them, servers on the same database share them, and
//! deleting a collection or an account deletes them in its own transaction. See `docs/decisions`.

use protocol::attachment::{AnnounceAttachment, Attachment, AttachmentPart, Attachments};
use protocol::{AttachmentId, Code, CollectionId, Limits, Problem};

use super::quota::RemainingQuota;
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::db::attachments::AttachmentRow;
use crate::db::collections::CollectionMemberRow;
use crate::db::usage::Usage;
use crate::db::{self, Conn, Db, Id, Tx};
use crate::fault::Result;

/// Announces an attachment. Idempotent: a repeat returns how much has been uploaded.
pub(crate) async fn announce(
    app: &App,
    actor: Actor,
    collection: CollectionId,
    id: AttachmentId,
    new: AnnounceAttachment,
) -> Result<Attachment> {
    let (now, limits) = (app.clock.now(), app.config.limits);
    let size = check_size(&limits, new.size)?;
    app.db
        .write(move |tx| {
            // Locked, so that two announcements do not both use the remaining quota.
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
                return if same { Ok(to_attachment(&there)) } else { Err(Code::AlreadyExists.into()) };
            }
            // Each member has a limit of their own: announcing alone would otherwise use up the other's.
            let there = db::attachments::of_collection(tx, row.collection)?;
            let taken: i64 = there.iter().filter(|one| one.account == row.account).map(|one| one.size).sum();
            if taken.saturating_add(size) > i64::try_from(limits.attachments_bytes).unwrap_or(i64::MAX) {
                return Err(Code::QuotaExceeded.into());
            }
            if !RemainingQuota::of(tx, row.account, &limits)?.take(Usage { bytes: size, records: 0 }) {
                return Err(Code::QuotaExceeded.into());
            }
            match new.copy_from {
                None => {
                    db::attachments::insert(tx, &row)?;
                    Ok(to_attachment(&row))
                }
                Some(from) => copy(tx, actor, from, row),
            }
        })
        .await
}

/// The limit fits into an `i64`, and so does every size within it.
fn check_size(limits: &Limits, size: u64) -> Result<i64> {
    match size {
        0 => Err(Problem::new(Code::Unprocessable).detail("an attachment has at least one byte").into()),
        size if size > limits.attachment_bytes => Err(Code::AttachmentTooLarge.into()),
        size => i64::try_from(size).map_err(|_| Code::AttachmentTooLarge.into()),
    }
}

fn copy(tx: &mut Tx<'_>, actor: Actor, from: CollectionId, row: AttachmentRow) -> Result<Attachment> {
    require_member(tx, actor, from)?;
    let source = db::attachments::by_id(tx, from.into(), row.id)?;
    let source = source.filter(|source| source.size == row.size).ok_or(Code::NotFound)?;
    if source.stored < source.size {
        return Err(Code::AttachmentUnfinished.into());
    }
    let row = AttachmentRow { stored: row.size, ..row };
    db::attachments::insert(tx, &row)?;
    db::attachments::copy_parts(tx, source.collection, row.collection, row.id)?;
    Ok(to_attachment(&row))
}

pub(crate) async fn state(app: &App, actor: Actor, collection: CollectionId, id: AttachmentId) -> Result<Attachment> {
    let row = app
        .db
        .read(move |conn| {
            require_member(conn, actor, collection)?;
            db::attachments::by_id(conn, collection.into(), id.into())
        })
        .await?;
    Ok(to_attachment(&row.ok_or(Code::NotFound)?))
}

/// All attachments of a collection.
pub(crate) async fn list(app: &App, actor: Actor, collection: CollectionId) -> Result<Attachments> {
    let rows = app
        .db
        .read(move |conn| {
            require_member(conn, actor, collection)?;
            db::attachments::of_collection(conn, collection.into())
        })
        .await?;
    let bytes = rows.iter().map(|row| row.size as u64).sum();
    Ok(Attachments { attachments: rows.iter().map(to_attachment).collect(), bytes })
}

/// Appends a part; see [`AttachmentPart`] for repeated and early parts.
pub(crate) async fn append(
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
            require_member(tx, actor, collection)?;
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
                let detail = "the part is empty, too small, or exceeds the announced size";
                return Err(Problem::new(Code::Unprocessable).detail(detail).into());
            }
            let known = part.bytes.0.len().min((row.stored - offset) as usize);
            let (repeated, rest) = part.bytes.0.split_at(known);
            if !matches_stored(tx, &row, offset, repeated)? {
                return Err(Code::AlreadyExists.into());
            }
            if rest.is_empty() {
                return Ok(to_attachment(&row));
            }
            db::attachments::append(tx, &row, rest)?;
            Ok(Attachment { stored: (row.stored as u64) + rest.len() as u64, ..to_attachment(&row) })
        })
        .await
}

/// Whether these bytes are already stored at the offset.
fn matches_stored(conn: &mut Conn, row: &AttachmentRow, mut offset: i64, mut bytes: &[u8]) -> Result<bool> {
    while !bytes.is_empty() {
        let Some(there) = read_part(conn, row.collection, row.id, offset, bytes.len() as u64)? else {
            return Ok(false);
        };
        let (now, later) = bytes.split_at(there.len());
        if now != there {
            return Ok(false);
        }
        offset += there.len() as i64;
        bytes = later;
    }
    Ok(true)
}

/// Deletes an attachment with its bytes, in small batches so that other writes run in between. Idempotent.
pub(crate) async fn delete(app: &App, actor: Actor, collection: CollectionId, id: AttachmentId) -> Result<()> {
    let now = app.clock.now();
    let there = app
        .db
        .write(move |tx| {
            let mine = require_member(tx, actor, collection)?;
            let Some(row) = db::attachments::by_id(tx, collection.into(), id.into())? else { return Ok(false) };
            // Clients may delete everything in their journal, therapists only what they uploaded.
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
    while app.db.write(move |tx| db::erasure::delete_some_bytes_of(tx, collection.into(), id.into())).await? {}
    app.db
        .write(move |tx| match db::attachments::delete(tx, collection.into(), id.into())? {
            true => audit::record(tx, collection, Some(actor), Action::AttachmentDeleted, id, now),
            false => Ok(()),
        })
        .await
}

/// Begins a download; returns the size. A therapist's download is written to the audit log first.
pub(crate) async fn begin_download(app: &App, actor: Actor, collection: CollectionId, id: AttachmentId) -> Result<u64> {
    let (mine, row) = app
        .db
        .read(move |conn| {
            let mine = require_member(conn, actor, collection)?;
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

/// The next bytes from an offset: at most `most`, and not beyond the stored part. `None` if the attachment was
/// deleted meanwhile.
pub(crate) async fn next_chunk(
    db: &Db,
    collection: CollectionId,
    id: AttachmentId,
    offset: u64,
    most: u64,
) -> Result<Option<Vec<u8>>> {
    db.read(move |conn| read_part(conn, collection.into(), id.into(), offset as i64, most)).await
}

fn read_part(conn: &mut Conn, collection: Id, id: Id, offset: i64, most: u64) -> Result<Option<Vec<u8>>> {
    let Some((start, mut bytes)) = db::attachments::part_at(conn, collection, id, offset)? else { return Ok(None) };
    let skipped = (offset - start) as usize;
    if skipped >= bytes.len() {
        return Ok(None);
    }
    bytes.drain(..skipped);
    bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(Some(bytes))
}

fn require_member(conn: &mut Conn, actor: Actor, collection: CollectionId) -> Result<CollectionMemberRow> {
    let mine = db::collections::membership(conn, collection.into(), actor.account.into())?;
    Ok(mine.ok_or(Code::NotFound)?)
}

fn to_attachment(row: &AttachmentRow) -> Attachment {
    Attachment { id: row.id.into(), size: row.size as u64, stored: row.stored as u64, created_at: row.created_at }
}
