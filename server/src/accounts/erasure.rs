//! The end of an account: everything that is its own, in one act, counted.
//!
//! What stays: the audit trail, which holds ids and no names; and, for a therapist, the name in the practice's list of
//! those who have left, so that clients still read who it was that read.

use protocol::erasure::{Erase, Erased};
use protocol::{AccountId, Code, CollectionId};

use super::{Actor, devices, sign_in};
use crate::app::App;
use crate::audit::{self, Action};
use crate::care::collections;
use crate::db::{self, Id, Tx};
use crate::fault::Result;
use crate::sync::Notice;

/// Deletes the account of somebody who knows its password.
pub async fn erase(app: &App, actor: Actor, asked: Erase) -> Result<Erased> {
    sign_in::prove(app, actor, asked.proof).await?;
    let now = app.clock.now();
    let erased = app.db.write(move |tx| account(tx, actor, actor.account, now)).await?;
    Ok(Erased { backups_forget_at: now + app.config.backup_ms(), ..erased })
}

/// Deletes a client's care collection, with all that is in it. Whoever was in it is out.
pub async fn erase_care(app: &App, actor: Actor, id: CollectionId) -> Result<Erased> {
    let now = app.clock.now();
    let erased = app
        .db
        .write(move |tx| {
            let mine = db::collections::membership(tx, id.into(), actor.account.into())?;
            let row = db::collections::by_id(tx, id.into())?.ok_or(Code::NotFound)?;
            if mine.is_none_or(|mine| mine.therapist) {
                return Err(Code::NotFound.into());
            }
            // The journal itself ends with its account.
            if !row.care {
                return Err(Code::Forbidden.into());
            }
            let mut erased = Erased::default();
            collection(tx, actor, row.id, now, &mut erased)?;
            Ok(erased)
        })
        .await?;
    Ok(Erased { backups_forget_at: now + app.config.backup_ms(), ..erased })
}

/// Deletes an account: its own collections, its part in others', its devices, its keys, its name.
pub fn account(tx: &mut Tx<'_>, actor: Actor, account: AccountId, now: i64) -> Result<Erased> {
    let id = Id::from(account);
    db::accounts::lock(tx, id)?;
    let mut erased = Erased::default();
    let member = db::practice::member(tx, id)?;
    if let Some((member, practice)) = &member {
        let (_, people) = db::practice::with_members(tx, practice.id)?;
        let another = people.iter().any(|other| other.owner && other.account != id);
        if member.owner && !another && people.len() > 1 {
            return Err(Code::LastOwner.into());
        }
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
