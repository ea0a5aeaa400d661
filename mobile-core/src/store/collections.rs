//! The collections of the account: keys, bonds, cursors, problems.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
use journal::seal::{Bond, CollectionKey, Keyring, bond};
use journal::sync::{Cursor, Rebuild};
use protocol::care::{Collection, CollectionMember};
use protocol::sync::GENERATION;
use protocol::{AccountId, CollectionId};
use serde::{Deserialize, Serialize};

use super::rows::payload;
use super::schema::{collection, collection_key, record};
use super::{Error, id, settings};

/// A collection as this phone knows it.
#[derive(Clone, Debug)]
pub(crate) struct CollectionState {
    pub id: CollectionId,
    /// Whether it is the private collection, which the manifest names.
    pub private: bool,
    pub head: u64,
    /// The bond of it: a record of the private collection, never the server's word.
    pub bond: Option<Bond>,
    /// The relationship as an import names it, if it came from one.
    pub imported: Option<Imported>,
    pub created_at: i64,
    /// Whether the server does not list it, or reports that access has ended.
    pub ended: bool,
    /// The accounts that the server lists as its members.
    pub members: Vec<AccountId>,
    /// The code of the problem that prevents its sync.
    pub problem: Option<String>,
}

/// A relationship of an earlier phone, as an import names it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Imported {
    pub therapist: String,
    pub practice: String,
    #[serde(default)]
    pub purpose: String,
}

impl CollectionState {
    /// The bond with the other member, while it has not ended.
    pub fn open_bond(&self) -> Option<&Bond> {
        self.bond.as_ref().filter(|bond| bond.is_open())
    }

    /// Whether it was ended here, and the server still lists the other member, as far as this phone knows.
    pub fn is_ending(&self) -> bool {
        let lists = |bond: &Bond| self.members.contains(&bond.account);
        !self.ended && self.bond.as_ref().is_some_and(|bond| !bond.is_open() && lists(bond))
    }

    /// Whether entries can be shared there now.
    pub fn is_open(&self) -> bool {
        !self.ended && self.open_bond().is_some()
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = collection)]
struct Row {
    id: Vec<u8>,
    head: i64,
    welcome: Option<Vec<u8>>,
    created_at: i64,
    ended: bool,
    members: Vec<u8>,
    problem: Option<String>,
}

impl TryFrom<Row> for CollectionState {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: id(&row.id)?,
            private: false,
            head: row.head.try_into().map_err(|_| Error::Damaged)?,
            bond: None,
            imported: row.welcome.and_then(|json| serde_json::from_slice(&json).ok()),
            created_at: row.created_at,
            ended: row.ended,
            members: serde_json::from_slice::<Vec<CollectionMember>>(&row.members)
                .map(|members| members.into_iter().map(|member| member.account).collect())
                .map_err(|_| Error::Damaged)?,
            problem: row.problem,
        })
    }
}

/// All collections with their bonds. A bond whose collection the server does not list counts as an ended one.
pub(crate) fn all(connection: &mut SqliteConnection) -> Result<Vec<CollectionState>, Error> {
    let private = private(connection)?;
    let rows: Vec<Row> = collection::table.order(collection::id).select(Row::as_select()).load(connection)?;
    let mut known = rows.into_iter().map(CollectionState::try_from).collect::<Result<Vec<_>, Error>>()?;
    for one in &mut known {
        one.private = Some(one.id) == private;
    }
    for bond in bonds(connection)? {
        match known.iter_mut().find(|one| one.id == bond.care) {
            Some(one) => one.bond = Some(bond),
            None => known.push(CollectionState {
                id: bond.care,
                private: false,
                head: 0,
                created_at: bond.since.unix_ms,
                bond: Some(bond),
                imported: None,
                ended: true,
                members: Vec::new(),
                problem: None,
            }),
        }
    }
    Ok(known)
}

/// The collection of the journal itself.
pub(crate) fn private(connection: &mut SqliteConnection) -> Result<Option<CollectionId>, Error> {
    settings::get(connection, settings::PRIVATE)?.map(|bytes| id(&bytes)).transpose()
}

/// The bonds of the journal, ended ones included.
pub(crate) fn bonds(connection: &mut SqliteConnection) -> Result<Vec<Bond>, Error> {
    let Some(private) = private(connection)? else { return Ok(Vec::new()) };
    // By kind alone, so that the index is used: in the private collection are all entries of the journal.
    let rows = record::table
        .filter(record::kind.eq("bond"))
        .filter(record::content.is_not_null())
        .filter(diesel::dsl::not(record::copy))
        .select((record::collection, record::id, record::content.assume_not_null()));
    let mut bonds = BTreeMap::new();
    for (collection, record, content) in rows.load::<(Vec<u8>, Vec<u8>, Vec<u8>)>(connection)? {
        // A bond in a care collection is somebody else's claim.
        if id::<CollectionId>(&collection)? == private {
            let record = id(&record)?;
            bonds.extend(bond::read(record, &payload(&content)?).map(|bond| (record, bond)));
        }
    }
    Ok(bonds.into_values().collect())
}

/// The cursors of all collections with access.
pub(crate) fn cursors(connection: &mut SqliteConnection) -> Result<BTreeMap<CollectionId, Cursor>, Error> {
    let open = collection::table.filter(diesel::dsl::not(collection::ended));
    let rows: Vec<(Vec<u8>, i64, i64)> =
        open.select((collection::id, collection::cursor, collection::head)).load(connection)?;
    let cursor = |(of, seq, head): (Vec<u8>, i64, i64)| {
        let number = |number: i64| u64::try_from(number).map_err(|_| Error::Damaged);
        Ok((id(&of)?, Cursor { seq: number(seq)?, head: number(head)? }))
    };
    rows.into_iter().map(cursor).collect()
}

/// The care collections into which is shared: those with a bond that has not ended.
pub(crate) fn relationships(connection: &mut SqliteConnection) -> Result<Vec<CollectionId>, Error> {
    let open = bonds(connection)?.into_iter().filter(Bond::is_open);
    Ok(open.map(|bond| bond.care).collect())
}

/// Takes over the server's list: new ones are added, known ones keep their cursor, missing ones have ended.
pub(crate) fn replace(connection: &mut SqliteConnection, listed: &[Collection]) -> Result<(), Error> {
    diesel::update(collection::table).set(collection::ended.eq(true)).execute(connection)?;
    for one in listed {
        put(connection, one)?;
    }
    Ok(())
}

/// Adds a collection, or updates the fields that come from the server. Never lowers a head.
pub(crate) fn put(connection: &mut SqliteConnection, one: &Collection) -> Result<(), Error> {
    let members = serde_json::to_vec(&one.members).map_err(|_| Error::Failed)?;
    diesel::insert_into(collection::table)
        .values((
            collection::id.eq(&one.id.as_bytes()[..]),
            collection::kind.eq(""),
            collection::epoch.eq(i32::try_from(one.epoch).map_err(|_| Error::Failed)?),
            collection::head.eq(signed(one.head)?),
            collection::members.eq(members),
            collection::created_at.eq(one.created_at),
            collection::ended.eq(false),
        ))
        .on_conflict(collection::id)
        .do_update()
        .set((
            collection::epoch.eq(excluded(collection::epoch)),
            collection::members.eq(excluded(collection::members)),
            collection::ended.eq(false),
        ))
        .execute(connection)?;
    // A restored server's is taken from the changes alone: how far this device had been is asked for then.
    let generation = signed(one.head / GENERATION * GENERATION)?;
    diesel::update(collection::table.find(&one.id.as_bytes()[..]))
        .filter(collection::head.ge(generation).and(collection::head.lt(signed(one.head)?)))
        .set(collection::head.eq(signed(one.head)?))
        .execute(connection)?;
    Ok(())
}

/// A relationship that is only known from an import: it is named, and has ended. One that is known stays as it is, and the
/// result is `false`.
pub(crate) fn put_ended(
    connection: &mut SqliteConnection,
    of: CollectionId,
    named: &Imported,
    created_at: i64,
) -> Result<bool, Error> {
    let json = serde_json::to_vec(named).map_err(|_| Error::Failed)?;
    insert_ended(connection, of, Some(json), created_at)
}

/// Whether a relationship is known and has not ended.
pub(crate) fn is_live(connection: &mut SqliteConnection, of: CollectionId) -> Result<bool, Error> {
    let ended = collection::table.find(&of.as_bytes()[..]).select(collection::ended).first::<bool>(connection);
    Ok(ended.optional()?.is_some_and(|ended| !ended))
}

/// Adds a row for the journal's collection when the server does not list it, so that the app can say so.
pub(crate) fn keep_unlisted(connection: &mut SqliteConnection, of: CollectionId) -> Result<(), Error> {
    insert_ended(connection, of, None, 0).map(drop)
}

/// Inserts a collection that has ended, without key or members; `false` if it is known, because it does not change then.
fn insert_ended(
    connection: &mut SqliteConnection,
    of: CollectionId,
    welcome: Option<Vec<u8>>,
    created_at: i64,
) -> Result<bool, Error> {
    let inserted = diesel::insert_or_ignore_into(collection::table)
        .values((
            collection::id.eq(&of.as_bytes()[..]),
            collection::kind.eq(""),
            collection::epoch.eq(0),
            collection::members.eq(&b"[]"[..]),
            collection::welcome.eq(welcome),
            collection::created_at.eq(created_at),
            collection::ended.eq(true),
        ))
        .execute(connection)?;
    Ok(inserted > 0)
}

pub(crate) fn set_cursor(connection: &mut SqliteConnection, of: CollectionId, cursor: Cursor) -> Result<(), Error> {
    let row = collection::table.find(&of.as_bytes()[..]);
    diesel::update(row)
        .set((collection::cursor.eq(signed(cursor.seq)?), collection::head.eq(signed(cursor.head)?)))
        .execute(connection)?;
    Ok(())
}

// As `migrations/device` has them.
const FIRST: i64 = -1;
const FORGOTTEN: i64 = -2;
const RESTORED: i64 = -3;
const CHECK: i64 = -4;

/// Why a collection is being read from its start.
pub(crate) fn rebuild(connection: &mut SqliteConnection, of: CollectionId) -> Result<Option<Rebuild>, Error> {
    let row = collection::table.find(&of.as_bytes()[..]).select(collection::rebuild);
    Ok(match row.first::<Option<i64>>(connection).optional()?.flatten() {
        None => None,
        Some(FIRST) => Some(Rebuild::First),
        Some(FORGOTTEN) => Some(Rebuild::Forgotten),
        Some(CHECK) => Some(Rebuild::Check),
        Some(_) => Some(Rebuild::Restored),
    })
}

pub(crate) fn set_rebuild(
    connection: &mut SqliteConnection,
    of: CollectionId,
    why: Option<Rebuild>,
) -> Result<(), Error> {
    let why = match why {
        None => None,
        Some(Rebuild::First) => Some(FIRST),
        Some(Rebuild::Forgotten) => Some(FORGOTTEN),
        Some(Rebuild::Restored) => Some(RESTORED),
        Some(Rebuild::Check) => Some(CHECK),
    };
    diesel::update(collection::table.find(&of.as_bytes()[..])).set(collection::rebuild.eq(why)).execute(connection)?;
    Ok(())
}

pub(crate) fn set_problem(
    connection: &mut SqliteConnection,
    of: CollectionId,
    problem: Option<&str>,
) -> Result<(), Error> {
    let row = collection::table.find(&of.as_bytes()[..]);
    diesel::update(row).set(collection::problem.eq(problem)).execute(connection)?;
    Ok(())
}

/// The care collections that have ended: what was to be sent there is sent no more.
pub(crate) fn ended_care(connection: &mut SqliteConnection) -> Result<Vec<Vec<u8>>, Error> {
    let private = private(connection)?;
    let ended: Vec<Vec<u8>> = collection::table.filter(collection::ended).select(collection::id).load(connection)?;
    let is_care = |id: &Vec<u8>| private.is_none_or(|private| private.as_bytes()[..] != id[..]);
    Ok(ended.into_iter().filter(is_care).collect())
}

/// Whether the server has more of a collection than was read here.
pub(crate) fn is_behind(connection: &mut SqliteConnection, listed: &Collection) -> Result<bool, Error> {
    let row = collection::table.find(&listed.id.as_bytes()[..]);
    Ok(row.select(collection::cursor).first::<i64>(connection)? < signed(listed.head)?)
}

pub(crate) fn end(connection: &mut SqliteConnection, of: CollectionId) -> Result<(), Error> {
    let row = collection::table.find(&of.as_bytes()[..]);
    diesel::update(row).set(collection::ended.eq(true)).execute(connection)?;
    Ok(())
}

pub(crate) fn keyring(connection: &mut SqliteConnection) -> Result<Keyring, Error> {
    let rows: Vec<(Vec<u8>, i32, Vec<u8>)> = collection_key::table.load(connection)?;
    let mut keyring = Keyring::default();
    for (collection, epoch, key) in rows {
        let key = CollectionKey::from_bytes(&key).map_err(|_| Error::Damaged)?;
        keyring.insert(id(&collection)?, epoch.try_into().map_err(|_| Error::Damaged)?, key);
    }
    Ok(keyring)
}

/// Keeps the keys. The keyring never replaces one that is held by another that came from outside.
pub(crate) fn put_keys(connection: &mut SqliteConnection, keyring: &Keyring) -> Result<(), Error> {
    let held = self::keyring(connection)?;
    for (collection, epoch, key) in keyring.iter().filter(|(of, epoch, key)| held.get(*of, *epoch) != Ok(*key)) {
        diesel::replace_into(collection_key::table)
            .values((
                collection_key::collection.eq(&collection.as_bytes()[..]),
                collection_key::epoch.eq(i32::try_from(epoch).map_err(|_| Error::Failed)?),
                collection_key::key.eq(&key.expose()[..]),
            ))
            .execute(connection)?;
    }
    Ok(())
}

fn signed(number: u64) -> Result<i64, Error> {
    number.try_into().map_err(|_| Error::Failed)
}
