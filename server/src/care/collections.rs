//! Collections: their members and sealed keys.

use protocol::care::{
    Collection, CollectionKind, CollectionMember, EpochHandover, EpochKey, Handover, NewCollection, Part, StoreKey,
};
use protocol::{AccountId, Code, CollectionId, Problem};

use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::changes::ChangeEvent;
use crate::db::collections::{CollectionMemberRow, CollectionRow};
use crate::db::{self, Conn, Id, Tx};
use crate::fault::Result;

/// Creates the private collection of a new account.
pub(crate) fn create_private(tx: &mut Tx<'_>, actor: Actor, new: NewCollection, now: i64) -> Result<()> {
    create(tx, actor, new, CollectionKind::Private, now)
}

/// Creates a care collection with its client and therapist.
pub(crate) fn create_care(
    tx: &mut Tx<'_>,
    actor: Actor,
    new: NewCollection,
    therapist: AccountId,
    now: i64,
) -> Result<()> {
    let id = new.id;
    create(tx, actor, new, CollectionKind::Care, now)?;
    let member = CollectionMemberRow {
        collection: id.into(),
        care: true,
        account: therapist.into(),
        therapist: true,
        joined_at: now,
    };
    db::collections::insert_member(tx, &member)?;
    audit::record(tx, id, Some(actor), Action::AccessGiven, therapist, now)
}

fn create(tx: &mut Tx<'_>, actor: Actor, new: NewCollection, kind: CollectionKind, now: i64) -> Result<()> {
    let key_check = bounds::bytes(new.key_check, bounds::KEY, "key_check")?;
    let key_sealed = bounds::bytes(new.key_sealed, bounds::KEY, "key_sealed")?;
    let id = Id::from(new.id);
    let care = kind == CollectionKind::Care;
    if db::collections::by_id(tx, id)?.is_some() {
        return Err(Code::AlreadyExists.into());
    }
    let row = CollectionRow { id, care, epoch: 1, head: 0, cleared: 0, created_at: now };
    db::collections::insert(tx, &row).map_err(|fault| fault.duplicate_as(Code::AlreadyExists))?;
    let member =
        CollectionMemberRow { collection: id, care, account: actor.account.into(), therapist: false, joined_at: now };
    db::collections::insert_member(tx, &member)?;
    db::collections::insert_epoch(tx, id, 1, &key_check)?;
    db::collections::set_key(tx, id, 1, actor.account.into(), &key_sealed)?;
    audit::record(tx, new.id, Some(actor), Action::CollectionMade, new.id, now)
}

/// The account's collections, with its own sealed keys.
pub(crate) async fn list(app: &App, actor: Actor) -> Result<Vec<Collection>> {
    app.db.snapshot(move |conn| read(conn, actor.account)).await
}

/// Like [`list`], inside a transaction.
pub(crate) fn read(conn: &mut Conn, account: AccountId) -> Result<Vec<Collection>> {
    let rows = db::collections::of_account(conn, account.into())?;
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let members = db::collections::members_of(conn, &ids)?;
    let epochs = db::collections::epochs_of(conn, &ids)?;
    let keys = db::collections::keys_of(conn, &ids, account.into())?;
    let handovers = db::invitations::handovers_for(conn, account.into())?;
    let epoch_handovers = db::collections::epoch_handovers_for(conn, account.into())?;
    let seen = |row: CollectionRow| Collection {
        id: row.id.into(),
        kind: if row.care { CollectionKind::Care } else { CollectionKind::Private },
        epoch: row.epoch as u32,
        head: row.head as u64,
        keys: epochs
            .iter()
            .filter(|(id, ..)| *id == row.id)
            .map(|(_, epoch, key_check)| EpochKey {
                epoch: *epoch as u32,
                key_check: key_check.clone().into(),
                key_sealed: keys
                    .iter()
                    .find(|(id, of, _)| *id == row.id && of == epoch)
                    .map(|(.., key)| key.clone().into()),
                handover: epoch_handovers
                    .iter()
                    .find(|handover| handover.collection == row.id && handover.epoch == *epoch)
                    .map(|handover| EpochHandover {
                        account: handover.sender.into(),
                        generation: handover.generation.map(|generation| generation as u32),
                        message: handover.message.clone().into(),
                    }),
            })
            .collect(),
        members: members
            .iter()
            .filter(|seen| seen.member.collection == row.id)
            .map(|seen| CollectionMember {
                account: seen.member.account.into(),
                part: if seen.member.therapist { Part::Therapist } else { Part::Client },
                name: seen.name.clone(),
            })
            .collect(),
        handover: handovers.iter().find(|(handover, _)| handover.collection == row.id).map(|(handover, secret)| {
            Handover {
                invitation: handover.invitation.into(),
                secret_sealed: secret.clone().into(),
                message: handover.message.clone().into(),
            }
        }),
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(seen).collect())
}

pub(super) fn read_one(conn: &mut Conn, account: AccountId, id: CollectionId) -> Result<Collection> {
    let seen = read(conn, account)?;
    seen.into_iter().find(|seen| seen.id == id).ok_or(Code::NotFound.into())
}

/// Stores the member's own sealed copy of a key for its other devices. Ends the handover of that key.
pub(crate) async fn store_key(app: &App, actor: Actor, id: CollectionId, request: StoreKey) -> Result<()> {
    let now = app.clock.now();
    let sealed = bounds::bytes(request.key_sealed, bounds::KEY, "key_sealed")?;
    let epoch = i64::from(request.epoch);
    app.db
        .write(move |tx| {
            let account = Id::from(actor.account);
            db::collections::membership(tx, id.into(), account)?.ok_or(Code::NotFound)?;
            if db::collections::key_check(tx, id.into(), epoch)?.is_none() {
                return Err(Problem::new(Code::Unprocessable).detail("this epoch has no key").into());
            }
            db::collections::set_key(tx, id.into(), epoch, account, &sealed)?;
            db::collections::end_epoch_handover(tx, id.into(), epoch, account)?;
            // An invitation hands over the key of the first epoch.
            if epoch == 1 {
                db::invitations::end_handover(tx, id.into(), account)?;
            }
            audit::record(tx, id, Some(actor), Action::KeyStored, actor.account, now)?;
            tx.emit(ChangeEvent::AccountChanged(actor.account));
            Ok(())
        })
        .await
}

/// Ends a care relationship: the client removes the therapist, or the therapist leaves. A new epoch begins.
pub(crate) async fn remove_member(app: &App, actor: Actor, id: CollectionId, member: AccountId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let mine = db::collections::membership(tx, id.into(), actor.account.into())?.ok_or(Code::NotFound)?;
            let theirs = db::collections::membership(tx, id.into(), member.into())?.ok_or(Code::NotFound)?;
            if !theirs.therapist {
                return Err(Problem::new(Code::Unprocessable)
                    .detail("the client cannot be removed from a collection")
                    .into());
            }
            if mine.therapist && mine.account != theirs.account {
                return Err(Code::Forbidden.into());
            }
            end_access(tx, Some(actor), id, member, now)
        })
        .await
}

/// Removes a therapist from a care collection, and notifies its members.
pub(crate) fn end_access(
    tx: &mut Tx<'_>,
    actor: Option<Actor>,
    id: CollectionId,
    member: AccountId,
    now: i64,
) -> Result<()> {
    // The collection first, as a push locks it before the membership: the other way round the two could deadlock.
    db::collections::next_epoch(tx, id.into())?;
    db::collections::remove_member(tx, id.into(), member.into())?;
    audit::record(tx, id, actor, Action::AccessEnded, member, now)?;
    // The practice's log records it as well, but names no client: neither as the actor nor by the collection.
    let staff = match actor {
        Some(actor) if db::practice::member(tx, actor.account.into())?.is_some() => Some(actor),
        _ => None,
    };
    audit::record(tx, member, staff, Action::AccessEnded, member, now)?;
    for other in db::collections::accounts_in(tx, id.into())? {
        tx.emit(ChangeEvent::AccountChanged(other.into()));
    }
    tx.emit(ChangeEvent::AccountChanged(member));
    Ok(())
}

/// Records that a therapist exported what a client shares: for the client, and for the practice without naming them.
pub(crate) async fn record_export(app: &App, actor: Actor, id: CollectionId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            db::collections::membership(tx, id.into(), actor.account.into())?.ok_or(Code::NotFound)?;
            for chain in [Id::from(id), actor.account.into()] {
                audit::record(tx, chain, Some(actor), Action::Exported, actor.account, now)?;
            }
            Ok(())
        })
        .await
}

/// Removes a therapist from all care collections.
pub(crate) fn end_all_access(tx: &mut Tx<'_>, actor: Actor, member: AccountId, now: i64) -> Result<()> {
    for row in db::collections::in_care_of(tx, member.into())? {
        end_access(tx, Some(actor), row.into(), member, now)?;
    }
    Ok(())
}
