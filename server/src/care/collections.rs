//! Collections: who may read them, and their keys (sealed).

use protocol::care::{
    Collection, CollectionKind, CollectionMember, EpochHandover, EpochKey, Handover, NewCollection, Part, StoreKey,
};
use protocol::{AccountId, Code, CollectionId, Problem};

use crate::accounts::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::db::collections::{CollectionMemberRow, CollectionRow};
use crate::db::{self, Conn, Id, Tx};
use crate::fault::{Fault, Result, is_duplicate};
use crate::sync::Notice;

/// An account's own collection: it is made with the account.
pub fn create_private(tx: &mut Tx<'_>, actor: Actor, new: NewCollection, now: i64) -> Result<()> {
    create(tx, actor, new, CollectionKind::Private, now)
}

/// A care collection: the client who makes it, and the therapist who invited.
pub fn create_care(tx: &mut Tx<'_>, actor: Actor, new: NewCollection, therapist: AccountId, now: i64) -> Result<()> {
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
    db::collections::insert(tx, &row).map_err(|error| match is_duplicate(&error) {
        true => Code::AlreadyExists.into(),
        false => Fault::from(error),
    })?;
    let member =
        CollectionMemberRow { collection: id, care, account: actor.account.into(), therapist: false, joined_at: now };
    db::collections::insert_member(tx, &member)?;
    db::collections::insert_epoch(tx, id, 1, &key_check)?;
    db::collections::set_key(tx, id, 1, actor.account.into(), &key_sealed)?;
    audit::record(tx, new.id, Some(actor), Action::CollectionMade, new.id, now)
}

/// The account's collections, as it sees them.
pub async fn list(app: &App, actor: Actor) -> Result<Vec<Collection>> {
    app.db.snapshot(move |conn| read(conn, actor.account)).await
}

/// The account's collections, as it sees them.
pub fn read(conn: &mut Conn, account: AccountId) -> Result<Vec<Collection>> {
    let rows = db::collections::of_account(conn, account.into())?;
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let members = db::collections::members_of(conn, &ids)?;
    let epochs = db::collections::epochs_of(conn, &ids)?;
    let keys = db::collections::keys_of(conn, &ids, account.into())?;
    let handovers = db::invitations::handovers_for(conn, account.into())?;
    let on_their_way = db::collections::epoch_handovers_for(conn, account.into())?;
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
                handover: on_their_way.iter().find(|waits| waits.collection == row.id && waits.epoch == *epoch).map(
                    |waits| EpochHandover {
                        account: waits.sender.into(),
                        generation: waits.generation.map(|generation| generation as u32),
                        message: waits.message.clone().into(),
                    },
                ),
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
        handover: handovers.iter().find(|(waits, _)| waits.collection == row.id).map(|(waits, secret)| Handover {
            invitation: waits.invitation.into(),
            secret_sealed: secret.clone().into(),
            message: waits.message.clone().into(),
        }),
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(seen).collect())
}

/// One of them.
pub(super) fn read_one(conn: &mut Conn, account: AccountId, id: CollectionId) -> Result<Collection> {
    let seen = read(conn, account)?;
    seen.into_iter().find(|seen| seen.id == id).ok_or(Code::NotFound.into())
}

/// Keeps a member's sealed copy of a key, for its own other devices. Ends a handover.
pub async fn store_key(app: &App, actor: Actor, id: CollectionId, asked: StoreKey) -> Result<()> {
    let now = app.clock.now();
    let sealed = bounds::bytes(asked.key_sealed, bounds::KEY, "key_sealed")?;
    let epoch = i64::from(asked.epoch);
    app.db
        .write(move |tx| {
            let account = Id::from(actor.account);
            db::collections::membership(tx, id.into(), account)?.ok_or(Code::NotFound)?;
            if db::collections::key_check(tx, id.into(), epoch)?.is_none() {
                return Err(Problem::new(Code::Unprocessable).detail("this epoch has no key").into());
            }
            db::collections::set_key(tx, id.into(), epoch, account, &sealed)?;
            db::collections::end_epoch_handover(tx, id.into(), epoch, account)?;
            // What an invitation brought is the first epoch's.
            if epoch == 1 {
                db::invitations::end_handover(tx, id.into(), account)?;
            }
            audit::record(tx, id, Some(actor), Action::KeyStored, actor.account, now)?;
            tx.announce(Notice::Account(actor.account));
            Ok(())
        })
        .await
}

/// Ends a care relationship, at once and for good: the client shuts the therapist out, or the therapist leaves. The
/// collection's next epoch begins.
pub async fn remove_member(app: &App, actor: Actor, id: CollectionId, member: AccountId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let mine = db::collections::membership(tx, id.into(), actor.account.into())?.ok_or(Code::NotFound)?;
            let theirs = db::collections::membership(tx, id.into(), member.into())?.ok_or(Code::NotFound)?;
            if !theirs.therapist {
                return Err(Problem::new(Code::Unprocessable).detail("a journal keeps its client").into());
            }
            if mine.therapist && mine.account != theirs.account {
                return Err(Code::Forbidden.into());
            }
            end_access(tx, Some(actor), id, member, now)
        })
        .await
}

/// Shuts a therapist out of a care collection, and tells everybody in it.
pub fn end_access(tx: &mut Tx<'_>, actor: Option<Actor>, id: CollectionId, member: AccountId, now: i64) -> Result<()> {
    db::collections::remove_member(tx, id.into(), member.into())?;
    db::collections::next_epoch(tx, id.into())?;
    audit::record(tx, id, actor, Action::AccessEnded, member, now)?;
    for other in db::collections::accounts_in(tx, id.into())? {
        tx.announce(Notice::Account(other.into()));
    }
    tx.announce(Notice::Account(member));
    Ok(())
}

/// Shuts a therapist out of all care collections: the practice ended the therapist's part in it.
pub fn end_all_access(tx: &mut Tx<'_>, actor: Actor, member: AccountId, now: i64) -> Result<()> {
    for row in db::collections::in_care_of(tx, member.into())? {
        end_access(tx, Some(actor), row.into(), member, now)?;
    }
    Ok(())
}
