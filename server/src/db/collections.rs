//! Collections, their members and their sealed keys.

use diesel::prelude::*;

use super::conn::native;
use super::schema::{collection_epochs, collection_keys, collection_members, collections, epoch_handovers, members};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = collections)]
pub struct CollectionRow {
    pub id: Id,
    /// Whether it is a care collection; otherwise it is private.
    pub care: bool,
    /// The epoch in which new records are sealed.
    pub epoch: i64,
    pub head: i64,
    /// The highest `seq` of a deleted tombstone.
    pub cleared: i64,
    pub created_at: i64,
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = collection_members)]
pub struct CollectionMemberRow {
    pub collection: Id,
    /// Copied from the collection, for a constraint: a private collection has one member.
    pub care: bool,
    pub account: Id,
    /// Whether it is the therapist; otherwise it is the client.
    pub therapist: bool,
    pub joined_at: i64,
}

/// A member as other members see it.
pub struct MemberView {
    pub member: CollectionMemberRow,
    pub name: Option<String>,
}

/// Inserts a collection; a duplicate if the id is taken.
pub fn insert(conn: &mut Conn, row: &CollectionRow) -> Result<()> {
    diesel::insert_into(collections::table).values(row).execute(conn)?;
    Ok(())
}

/// Adds a member, with a slot for its checkpoints.
pub fn insert_member(conn: &mut Conn, row: &CollectionMemberRow) -> Result<()> {
    diesel::insert_into(collection_members::table).values(row).execute(conn)?;
    super::checkpoints::open(conn, row.collection, row.account)
}

/// Removes a member with its keys and handovers; false if it was not a member.
pub fn remove_member(conn: &mut Conn, collection: Id, account: Id) -> Result<bool> {
    let keys = collection_keys::table
        .filter(collection_keys::collection.eq(collection))
        .filter(collection_keys::account.eq(account));
    diesel::delete(keys).execute(conn)?;
    let waiting = epoch_handovers::table
        .filter(epoch_handovers::collection.eq(collection))
        .filter(epoch_handovers::account.eq(account));
    diesel::delete(waiting).execute(conn)?;
    super::invitations::end_handover(conn, collection, account)?;
    let removed = diesel::delete(collection_members::table.find((collection, account))).execute(conn)? == 1;
    // Afterwards: a push of this member that was in progress has filled it by now.
    super::checkpoints::delete_empty(conn, collection, account)?;
    Ok(removed)
}

/// Stores an epoch's key check; false if it has one.
pub fn insert_epoch(conn: &mut Conn, collection: Id, epoch: i64, key_check: &[u8]) -> Result<bool> {
    let row = (
        collection_epochs::collection.eq(collection),
        collection_epochs::epoch.eq(epoch),
        collection_epochs::key_check.eq(key_check),
    );
    let new = native!(conn, c => diesel::insert_into(collection_epochs::table)
        .values(row).on_conflict_do_nothing().execute(c))?;
    Ok(new == 1)
}

/// An epoch's key check; `None` if the epoch has no key yet.
pub fn key_check(conn: &mut Conn, collection: Id, epoch: i64) -> Result<Option<Vec<u8>>> {
    let found = collection_epochs::table.find((collection, epoch)).select(collection_epochs::key_check);
    Ok(found.first(conn).optional()?)
}

/// Increments the collection's epoch.
pub fn next_epoch(conn: &mut Conn, collection: Id) -> Result<()> {
    diesel::update(collections::table.find(collection))
        .set(collections::epoch.eq(collections::epoch + 1))
        .execute(conn)?;
    Ok(())
}

/// Sets the epoch in which new records are sealed.
pub fn set_epoch(conn: &mut Conn, collection: Id, epoch: i64) -> Result<()> {
    diesel::update(collections::table.find(collection)).set(collections::epoch.eq(epoch)).execute(conn)?;
    Ok(())
}

/// A handover of an epoch's key from one member to another.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = epoch_handovers)]
pub struct EpochHandoverRow {
    pub collection: Id,
    pub epoch: i64,
    /// The recipient.
    pub account: Id,
    pub sender: Id,
    /// The generation of the sender's keys, if the message also contains a new identity.
    pub generation: Option<i64>,
    /// Sealed by the sender for the recipient.
    pub message: Vec<u8>,
}

pub fn insert_epoch_handover(conn: &mut Conn, row: &EpochHandoverRow) -> Result<()> {
    diesel::insert_into(epoch_handovers::table).values(row).execute(conn)?;
    Ok(())
}

/// Handovers that wait for an account.
pub fn epoch_handovers_for(conn: &mut Conn, account: Id) -> Result<Vec<EpochHandoverRow>> {
    let rows = epoch_handovers::table.filter(epoch_handovers::account.eq(account));
    Ok(rows.select(EpochHandoverRow::as_select()).load(conn)?)
}

/// Deletes a handover that was accepted.
pub fn end_epoch_handover(conn: &mut Conn, collection: Id, epoch: i64, account: Id) -> Result<()> {
    diesel::delete(epoch_handovers::table.find((collection, epoch, account))).execute(conn)?;
    Ok(())
}

/// Stores an account's sealed copy of an epoch's key.
pub fn set_key(conn: &mut Conn, collection: Id, epoch: i64, account: Id, key_sealed: &[u8]) -> Result<()> {
    use collection_keys as keys;
    let row = (
        keys::collection.eq(collection),
        keys::epoch.eq(epoch),
        keys::account.eq(account),
        keys::key_sealed.eq(key_sealed),
    );
    native!(conn, c => diesel::insert_into(keys::table)
        .values(row)
        .on_conflict((keys::collection, keys::epoch, keys::account))
        .do_update()
        .set(keys::key_sealed.eq(key_sealed))
        .execute(c))?;
    Ok(())
}

pub fn by_id(conn: &mut Conn, id: Id) -> Result<Option<CollectionRow>> {
    Ok(collections::table.find(id).select(CollectionRow::as_select()).first(conn).optional()?)
}

/// An account's collections, oldest first.
pub fn of_account(conn: &mut Conn, account: Id) -> Result<Vec<CollectionRow>> {
    Ok(collections::table
        .inner_join(collection_members::table.on(collection_members::collection.eq(collections::id)))
        .filter(collection_members::account.eq(account))
        .order((collections::created_at, collections::id))
        .select(CollectionRow::as_select())
        .load(conn)?)
}

/// The care collections of a therapist.
pub fn in_care_of(conn: &mut Conn, therapist: Id) -> Result<Vec<Id>> {
    Ok(collection_members::table
        .filter(collection_members::account.eq(therapist))
        .filter(collection_members::therapist.eq(true))
        .order(collection_members::collection)
        .select(collection_members::collection)
        .load(conn)?)
}

/// How many clients each of these therapists has in care; those without any are left out.
pub fn clients_of(conn: &mut Conn, therapists: &[Id]) -> Result<Vec<(Id, i64)>> {
    Ok(collection_members::table
        .filter(collection_members::account.eq_any(therapists))
        .filter(collection_members::therapist.eq(true))
        .group_by(collection_members::account)
        .select((collection_members::account, diesel::dsl::count_star()))
        .load(conn)?)
}

/// The members of these collections, clients first.
pub fn members_of(conn: &mut Conn, ids: &[Id]) -> Result<Vec<MemberView>> {
    let rows: Vec<(CollectionMemberRow, Option<String>)> = collection_members::table
        .left_join(members::table.on(members::account.eq(collection_members::account)))
        .filter(collection_members::collection.eq_any(ids))
        .order((collection_members::therapist, collection_members::joined_at))
        .select((CollectionMemberRow::as_select(), members::name.nullable()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(member, name)| MemberView { member, name }).collect())
}

/// The accounts of a collection's members.
pub fn accounts_in(conn: &mut Conn, collection: Id) -> Result<Vec<Id>> {
    let rows = collection_members::table.filter(collection_members::collection.eq(collection));
    Ok(rows.select(collection_members::account).load(conn)?)
}

pub fn membership(conn: &mut Conn, collection: Id, account: Id) -> Result<Option<CollectionMemberRow>> {
    let found = collection_members::table.find((collection, account)).select(CollectionMemberRow::as_select());
    Ok(found.first(conn).optional()?)
}

/// The epochs of these collections: collection, epoch, key check.
pub fn epochs_of(conn: &mut Conn, ids: &[Id]) -> Result<Vec<(Id, i64, Vec<u8>)>> {
    let rows = collection_epochs::table.filter(collection_epochs::collection.eq_any(ids));
    Ok(rows.order(collection_epochs::epoch).load(conn)?)
}

/// An account's sealed keys of these collections: collection, epoch, key.
pub fn keys_of(conn: &mut Conn, ids: &[Id], account: Id) -> Result<Vec<(Id, i64, Vec<u8>)>> {
    Ok(collection_keys::table
        .filter(collection_keys::collection.eq_any(ids))
        .filter(collection_keys::account.eq(account))
        .select((collection_keys::collection, collection_keys::epoch, collection_keys::key_sealed))
        .load(conn)?)
}
