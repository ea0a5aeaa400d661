//! Collections: who may read them, and their keys (sealed).

use diesel::prelude::*;

use super::conn::native;
use super::schema::{collection_epochs, collection_keys, collection_members, collections, epoch_handovers, members};
use super::{Conn, Id};
use crate::fault::Result;

/// A collection.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = collections)]
pub struct CollectionRow {
    /// Its id.
    pub id: Id,
    /// Whether a therapist may be in it; a private one is the client's alone.
    pub care: bool,
    /// The epoch that new records are sealed in.
    pub epoch: i64,
    /// Its highest `seq`.
    pub head: i64,
    /// The highest `seq` of a tombstone that was cleared away.
    pub cleared: i64,
    /// Since when.
    pub created_at: i64,
}

/// Who may read a collection.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = collection_members)]
pub struct CollectionMemberRow {
    /// The collection.
    pub collection: Id,
    /// Whether that is for care, as the collection itself says: a private one has one member.
    pub care: bool,
    /// The account.
    pub account: Id,
    /// Whether it is the therapist; otherwise the client whose journal it is.
    pub therapist: bool,
    /// Since when.
    pub joined_at: i64,
}

/// A member with what other members know of it.
pub struct MemberView {
    /// The membership.
    pub member: CollectionMemberRow,
    /// A therapist's name.
    pub name: Option<String>,
}

/// A new collection. An id in use is a unique violation.
pub fn insert(conn: &mut Conn, row: &CollectionRow) -> QueryResult<()> {
    diesel::insert_into(collections::table).values(row).execute(conn).map(drop)
}

/// Lets an account in.
pub fn insert_member(conn: &mut Conn, row: &CollectionMemberRow) -> Result<()> {
    diesel::insert_into(collection_members::table).values(row).execute(conn)?;
    Ok(())
}

/// Shuts an account out, with its keys and what waits for it; false if it was not in.
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
    Ok(diesel::delete(collection_members::table.find((collection, account))).execute(conn)? == 1)
}

/// Registers an epoch's key check; false if it has one.
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

/// The key check of an epoch; nothing while it has no key.
pub fn key_check(conn: &mut Conn, collection: Id, epoch: i64) -> Result<Option<Vec<u8>>> {
    let found = collection_epochs::table.find((collection, epoch)).select(collection_epochs::key_check);
    Ok(found.first(conn).optional()?)
}

/// Moves a collection to its next epoch.
pub fn next_epoch(conn: &mut Conn, collection: Id) -> Result<()> {
    diesel::update(collections::table.find(collection))
        .set(collections::epoch.eq(collections::epoch + 1))
        .execute(conn)?;
    Ok(())
}

/// Sets the epoch that new records are sealed in.
pub fn set_epoch(conn: &mut Conn, collection: Id, epoch: i64) -> Result<()> {
    diesel::update(collections::table.find(collection)).set(collections::epoch.eq(epoch)).execute(conn)?;
    Ok(())
}

/// An epoch's key on its way from one member to another.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = epoch_handovers)]
pub struct EpochHandoverRow {
    /// Whose key it is.
    pub collection: Id,
    /// Of which epoch.
    pub epoch: i64,
    /// Whom it is for.
    pub account: Id,
    /// Whom it is from.
    pub sender: Id,
    /// The generation of the sender's keys, when it brings a new identity as well.
    pub generation: Option<i64>,
    /// Sealed by the one for the other.
    pub message: Vec<u8>,
}

/// An epoch's key begins to wait for a member.
pub fn insert_epoch_handover(conn: &mut Conn, row: &EpochHandoverRow) -> Result<()> {
    diesel::insert_into(epoch_handovers::table).values(row).execute(conn)?;
    Ok(())
}

/// Epochs' keys that wait for an account.
pub fn epoch_handovers_for(conn: &mut Conn, account: Id) -> Result<Vec<EpochHandoverRow>> {
    let rows = epoch_handovers::table.filter(epoch_handovers::account.eq(account));
    Ok(rows.select(EpochHandoverRow::as_select()).load(conn)?)
}

/// An epoch's key has been taken up.
pub fn end_epoch_handover(conn: &mut Conn, collection: Id, epoch: i64, account: Id) -> Result<()> {
    diesel::delete(epoch_handovers::table.find((collection, epoch, account))).execute(conn)?;
    Ok(())
}

/// Keeps an account's sealed copy of an epoch's key.
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

/// The collection with this id.
pub fn by_id(conn: &mut Conn, id: Id) -> Result<Option<CollectionRow>> {
    Ok(collections::table.find(id).select(CollectionRow::as_select()).first(conn).optional()?)
}

/// The collections of an account, the oldest first.
pub fn of_account(conn: &mut Conn, account: Id) -> Result<Vec<CollectionRow>> {
    Ok(collections::table
        .inner_join(collection_members::table.on(collection_members::collection.eq(collections::id)))
        .filter(collection_members::account.eq(account))
        .order((collections::created_at, collections::id))
        .select(CollectionRow::as_select())
        .load(conn)?)
}

/// The care collections in which an account is the therapist.
pub fn in_care_of(conn: &mut Conn, therapist: Id) -> Result<Vec<Id>> {
    Ok(collection_members::table
        .filter(collection_members::account.eq(therapist))
        .filter(collection_members::therapist.eq(true))
        .order(collection_members::collection)
        .select(collection_members::collection)
        .load(conn)?)
}

/// Everybody in these collections; the client first.
pub fn members_of(conn: &mut Conn, ids: &[Id]) -> Result<Vec<MemberView>> {
    let rows: Vec<(CollectionMemberRow, Option<String>)> = collection_members::table
        .left_join(members::table.on(members::account.eq(collection_members::account)))
        .filter(collection_members::collection.eq_any(ids))
        .order((collection_members::therapist, collection_members::joined_at))
        .select((CollectionMemberRow::as_select(), members::name.nullable()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(member, name)| MemberView { member, name }).collect())
}

/// The accounts in one collection.
pub fn accounts_in(conn: &mut Conn, collection: Id) -> Result<Vec<Id>> {
    let rows = collection_members::table.filter(collection_members::collection.eq(collection));
    Ok(rows.select(collection_members::account).load(conn)?)
}

/// An account's membership of one collection.
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
