//! The end of an account: everything that is its own, in one act, counted. (The bytes of attachments go just before it, a
//! few at a time.)
//!
//! What stays: the audit trail, which holds ids and no names; and, for a therapist, the name in the practice's list of
//! those who have left, so that clients still read who it was that read.

use std::sync::Arc;

use protocol::erasure::{Erase, Erased};
use protocol::{AccountId, Code, CollectionId};

use super::{Actor, devices, sign_in};
use crate::app::App;
use crate::audit::{self, Action};
use crate::care::collections;
use crate::db::{self, Conn, Id, Tx};
use crate::fault::Result;
use crate::sync::Notice;

/// Deletes the account of somebody who knows its password.
pub async fn erase(app: &App, actor: Actor, asked: Erase) -> Result<Erased> {
    sign_in::prove(app, actor, asked.proof).await?;
    let now = app.clock.now();
    let own = app
        .db
        .read(move |conn| {
            let rows = db::collections::of_account(conn, actor.account.into())?;
            let others = db::collections::in_care_of(conn, actor.account.into())?;
            // Refused before anything is gone.
            may_leave(conn, actor.account)?;
            Ok(rows.into_iter().map(|row| row.id).filter(|id| !others.contains(id)).collect::<Vec<Id>>())
        })
        .await?;
    forget_bytes(app, own).await?;
    let erased = app.db.write(move |tx| account(tx, actor, actor.account, now)).await?;
    Ok(Erased { backups_forget_at: now + app.config.backup_ms(), ..erased })
}

/// Deletes a client's care collection, with all that is in it. Whoever was in it is out.
pub async fn erase_care(app: &App, actor: Actor, id: CollectionId) -> Result<Erased> {
    let now = app.clock.now();
    app.db.read(move |conn| own_care(conn, actor, id)).await?;
    forget_bytes(app, vec![id.into()]).await?;
    let erased = app
        .db
        .write(move |tx| {
            own_care(tx, actor, id)?;
            let mut erased = Erased::default();
            collection(tx, actor, id.into(), now, &mut erased)?;
            Ok(erased)
        })
        .await?;
    Ok(Erased { backups_forget_at: now + app.config.backup_ms(), ..erased })
}

/// A client's care collection; the journal itself ends with its account.
fn own_care(conn: &mut Conn, actor: Actor, id: CollectionId) -> Result<()> {
    let mine = db::collections::membership(conn, id.into(), actor.account.into())?;
    mine.filter(|mine| !mine.therapist).ok_or(Code::NotFound)?;
    let row = db::collections::by_id(conn, id.into())?.ok_or(Code::NotFound)?;
    if row.care { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// Deletes the bytes of these collections' attachments, a few at a time: others' writes go on between. What is left when
/// the server stops in the middle is deleted when it is asked for again.
async fn forget_bytes(app: &App, ids: Vec<Id>) -> Result<()> {
    let ids = Arc::new(ids);
    loop {
        let some = ids.clone();
        if !app.db.write(move |tx| db::erasure::some_bytes(tx, &some)).await? {
            return Ok(());
        }
    }
}

/// The last owner of a practice in which others work stays.
fn may_leave(conn: &mut Conn, account: AccountId) -> Result<()> {
    let Some((member, practice)) = db::practice::member(conn, account.into())? else { return Ok(()) };
    let (_, people) = db::practice::with_members(conn, practice.id)?;
    let another = people.iter().any(|other| other.owner && other.account != member.account);
    if member.owner && !another && people.len() > 1 { Err(Code::LastOwner.into()) } else { Ok(()) }
}

/// Deletes an account: its own collections, its part in others', its devices, its keys, its name.
pub fn account(tx: &mut Tx<'_>, actor: Actor, account: AccountId, now: i64) -> Result<Erased> {
    let id = Id::from(account);
    db::accounts::lock(tx, id)?;
    let mut erased = Erased::default();
    let member = db::practice::member(tx, id)?;
    if let Some((member, practice)) = &member {
        db::practice::lock(tx, practice.id)?;
        may_leave(tx, account)?;
        collections::end_all_access(tx, actor, account, now)?;
        db::practice::remember_former(tx, member, now)?;
        audit::record(tx, protocol::PracticeId::from(practice.id), Some(actor), Action::MemberRemoved, account, now)?;
    }
    for row in db::collections::of_account(tx, id)? {
        collection(tx, actor, row.id, now, &mut erased)?;
    }
    for device in db::devices::of_account(tx, id)? {
        devices::end_for(tx, account, actor, device.id.into(), Action::SignedOut, now)?;
        erased.devices += 1;
    }
    audit::record(tx, account, Some(actor), Action::Erased, account, now)?;
    db::erasure::account(tx, id)?;
    if let Some((_, practice)) = member {
        db::erasure::practice_if_empty(tx, practice.id)?;
    }
    Ok(erased)
}

fn collection(tx: &mut Tx<'_>, actor: Actor, id: Id, now: i64, erased: &mut Erased) -> Result<()> {
    let collection = CollectionId::from(id);
    for other in db::collections::accounts_in(tx, id)? {
        tx.announce(Notice::Account(other.into()));
    }
    audit::record(tx, collection, Some(actor), Action::CollectionErased, collection, now)?;
    let gone = db::erasure::collection(tx, id)?;
    erased.collections += 1;
    erased.records += gone.records as u64;
    erased.attachments += gone.attachments as u64;
    erased.attachment_bytes += gone.attachment_bytes as u64;
    erased.keys += gone.keys as u64;
    Ok(())
}
