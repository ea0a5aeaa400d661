//! Deleting an account or a care collection.
//!
//! The audit log stays: it contains ids and no names. The name of a therapist stays in the practice's list of former
//! members, so that clients can still read who read their records. The bytes of attachments are deleted before the
//! final transaction, in small batches.

use std::sync::Arc;

use protocol::erasure::{Erase, Erased};
use protocol::{AccountId, Code, CollectionId};

use super::{devices, sign_in};
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::care::collections;
use crate::changes::ChangeEvent;
use crate::db::{self, Conn, Id, Tx};
use crate::fault::Result;

/// Deletes the calling account, if its password is correct.
pub(crate) async fn erase(app: &App, actor: Actor, request: Erase) -> Result<Erased> {
    sign_in::prove(app, actor, request.proof).await?;
    let now = app.clock.now();
    let own = app
        .db
        .read(move |conn| {
            let rows = db::collections::of_account(conn, actor.account.into())?;
            let others = db::collections::in_care_of(conn, actor.account.into())?;
            // Check first: nothing has been deleted yet.
            require_other_owner(conn, actor.account)?;
            Ok(rows.into_iter().map(|row| row.id).filter(|id| !others.contains(id)).collect::<Vec<Id>>())
        })
        .await?;
    delete_attachment_bytes(app, own).await?;
    let erased = app.db.write(move |tx| delete_account(tx, actor, actor.account, now)).await?;
    Ok(Erased { backups_forget_at: now + app.config.backup_ms(), ..erased })
}

/// Deletes a client's care collection with everything in it. All its members lose access.
pub(crate) async fn erase_care(app: &App, actor: Actor, id: CollectionId) -> Result<Erased> {
    let now = app.clock.now();
    app.db.read(move |conn| require_own_care(conn, actor, id)).await?;
    delete_attachment_bytes(app, vec![id.into()]).await?;
    let erased = app
        .db
        .write(move |tx| {
            require_own_care(tx, actor, id)?;
            let mut erased = Erased::default();
            delete_collection(tx, actor, id.into(), now, &mut erased)?;
            Ok(erased)
        })
        .await?;
    Ok(Erased { backups_forget_at: now + app.config.backup_ms(), ..erased })
}

/// Fails unless the collection is a care collection of this client. The private collection is deleted only with the
/// account.
fn require_own_care(conn: &mut Conn, actor: Actor, id: CollectionId) -> Result<()> {
    let mine = db::collections::membership(conn, id.into(), actor.account.into())?;
    mine.filter(|mine| !mine.therapist).ok_or(Code::NotFound)?;
    let row = db::collections::by_id(conn, id.into())?.ok_or(Code::NotFound)?;
    if row.care { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// Deletes the bytes of all attachments of these collections, in small batches so that other writes run in between.
/// If the server stops in the middle, a repeated request deletes the rest.
async fn delete_attachment_bytes(app: &App, ids: Vec<Id>) -> Result<()> {
    let ids = Arc::new(ids);
    loop {
        let some = ids.clone();
        if !app.db.write(move |tx| db::erasure::delete_some_bytes(tx, &some)).await? {
            return Ok(());
        }
    }
}

/// Fails for the last owner of a practice that has other members.
fn require_other_owner(conn: &mut Conn, account: AccountId) -> Result<()> {
    let Some((member, practice)) = db::practice::member(conn, account.into())? else { return Ok(()) };
    let (_, people) = db::practice::with_members(conn, practice.id)?;
    let another = people.iter().any(|other| other.owner && other.account != member.account);
    if member.owner && !another && people.len() > 1 { Err(Code::LastOwner.into()) } else { Ok(()) }
}

/// Deletes an account: its collections, memberships, devices, keys and name.
pub(crate) fn delete_account(tx: &mut Tx<'_>, actor: Actor, account: AccountId, now: i64) -> Result<Erased> {
    let id = Id::from(account);
    db::accounts::lock(tx, id)?;
    let mut erased = Erased::default();
    let member = db::practice::member(tx, id)?;
    if let Some((member, practice)) = &member {
        db::practice::lock(tx, practice.id)?;
        require_other_owner(tx, account)?;
        collections::end_all_access(tx, actor, account, now)?;
        db::practice::remember_former(tx, member, now)?;
        audit::record(tx, protocol::PracticeId::from(practice.id), Some(actor), Action::MemberRemoved, account, now)?;
    }
    for row in db::collections::of_account(tx, id)? {
        delete_collection(tx, actor, row.id, now, &mut erased)?;
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

fn delete_collection(tx: &mut Tx<'_>, actor: Actor, id: Id, now: i64, erased: &mut Erased) -> Result<()> {
    let collection = CollectionId::from(id);
    for other in db::collections::accounts_in(tx, id)? {
        tx.emit(ChangeEvent::AccountChanged(other.into()));
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
