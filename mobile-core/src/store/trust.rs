//! The trust state of collections, content that was removed without proof, and restores of the server.

use std::collections::BTreeSet;

use diesel::prelude::*;
use journal::record::Payload;
use journal::seal::Stamp;
use journal::sync::{CheckpointState, Entry, Group, Key, Sent};
use protocol::{Blob, CollectionId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::rows::{payload, unsigned};
use super::schema::{aside, collection, missing, record, removed, restoration};
use super::{Error, id};

/// How long removed content of the other member is kept.
const KEPT_MS: i64 = 30 * 86_400_000;

/// Parses a stored stamp.
pub(super) fn stamp(bytes: &[u8]) -> Result<Stamp, Error> {
    let (hash, rest) = bytes.split_first_chunk::<32>().ok_or(Error::Damaged)?;
    let (epoch, rest) = rest.split_first_chunk::<4>().ok_or(Error::Damaged)?;
    let (era, rest) = rest.split_first_chunk::<4>().ok_or(Error::Damaged)?;
    let [mine, live] = rest else { return Err(Error::Damaged) };
    let (epoch, era) = (u32::from_be_bytes(*epoch), u32::from_be_bytes(*era));
    Ok(Stamp { hash: *hash, epoch, era, mine: *mine == 1, live: *live == 1 })
}

/// Encodes a stamp for the store.
pub(super) fn seal(stamp: &Stamp) -> Vec<u8> {
    let flags = [u8::from(stamp.mine), u8::from(stamp.live)];
    [&stamp.hash[..], &stamp.epoch.to_be_bytes(), &stamp.era.to_be_bytes(), &flags].concat()
}

/// Encodes a pending push.
#[derive(Serialize, serde::Deserialize)]
struct PendingPush {
    base: u32,
    blob: Blob,
    content: Option<Payload>,
    seal: Blob,
}

/// Decodes a pending push.
pub(super) fn sent(bytes: &[u8]) -> Result<Sent, Error> {
    let PendingPush { base, blob, content, seal } = ciborium::from_reader(bytes).map_err(|_| Error::Damaged)?;
    Ok(Sent { base_revision: base, blob, content, stamp: stamp(seal.as_ref())? })
}

/// Encodes a pending push with its content.
pub(super) fn encode_pending(sent: &Sent) -> Result<Vec<u8>, Error> {
    let (base, blob, content) = (sent.base_revision, sent.blob.clone(), sent.content.clone());
    let mut bytes = Vec::new();
    let kept = PendingPush { base, blob, content, seal: seal(&sent.stamp).into() };
    ciborium::into_writer(&kept, &mut bytes).map_err(|_| Error::Failed)?;
    Ok(bytes)
}

/// The server's assumed content of a collection, in the order of the ids.
pub(super) fn entries(connection: &mut SqliteConnection, of: CollectionId) -> Result<Vec<Entry>, Error> {
    let of = of.as_bytes().to_vec();
    type Columns = (Vec<u8>, i32, Option<Vec<u8>>);
    let entry = |line: Columns, why: Option<String>| {
        let stamp = stamp(&line.2.ok_or(Error::Damaged)?)?;
        Ok::<_, Error>(Entry { id: id(&line.0)?, revision: unsigned(line.1)?, stamp, aside: why })
    };
    let rows = record::table
        .filter(record::collection.eq(of.clone()))
        .filter(record::seal.is_not_null())
        .order(record::id)
        .select((record::id, record::revision, record::seal));
    let without: BTreeSet<Vec<u8>> = missing::table
        .filter(missing::collection.eq(of.clone()))
        .select(missing::id)
        .load(connection)?
        .into_iter()
        .collect();
    let mut entries = Vec::new();
    for line in rows.load::<Columns>(connection)? {
        if !without.contains(&line.0) {
            entries.push(entry(line, None)?);
        }
    }
    let refused = aside::table
        .filter(aside::collection.eq(of))
        .filter(aside::seal.is_not_null())
        .select(((aside::id, aside::revision, aside::seal), aside::why));
    for (line, why) in refused.load::<(Columns, String)>(connection)? {
        entries.push(entry(line, Some(why))?);
    }
    Ok(entries)
}

fn json<T: DeserializeOwned>(bytes: Option<Vec<u8>>) -> Result<Option<T>, Error> {
    bytes.map(|json| serde_json::from_slice(&json).map_err(|_| Error::Damaged)).transpose()
}

fn bytes(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|_| Error::Failed)
}

pub(crate) fn of(connection: &mut SqliteConnection, collection: CollectionId) -> Result<CheckpointState, Error> {
    let row = collection::table.find(&collection.as_bytes()[..]).select(collection::trust);
    Ok(json(row.first::<Option<Vec<u8>>>(connection).optional()?.flatten())?.unwrap_or_default())
}

pub(super) fn set(
    connection: &mut SqliteConnection,
    collection: CollectionId,
    trust: &CheckpointState,
) -> Result<(), Error> {
    let row = collection::table.find(&collection.as_bytes()[..]);
    diesel::update(row).set(collection::trust.eq(bytes(trust)?)).execute(connection)?;
    Ok(())
}

pub(super) fn group(connection: &mut SqliteConnection, collection: CollectionId) -> Result<Option<Group>, Error> {
    let row = collection::table.find(&collection.as_bytes()[..]).select(collection::on_its_way);
    json(row.first::<Option<Vec<u8>>>(connection).optional()?.flatten())
}

pub(super) fn set_group(
    connection: &mut SqliteConnection,
    collection: CollectionId,
    group: Option<&Group>,
) -> Result<(), Error> {
    let row = collection::table.find(&collection.as_bytes()[..]);
    diesel::update(row).set(collection::on_its_way.eq(group.map(bytes).transpose()?)).execute(connection)?;
    Ok(())
}

/// Stores removed content of the other member, until [`sweep`] deletes it.
pub(super) fn keep_removed(connection: &mut SqliteConnection, key: &Key, content: &Payload) -> Result<(), Error> {
    diesel::replace_into(removed::table)
        .values((
            removed::collection.eq(&key.collection.as_bytes()[..]),
            removed::id.eq(&key.id.as_bytes()[..]),
            removed::content.eq(content.to_json()),
            // Zero until the next sweep, which knows the time.
            removed::at.eq(0_i64),
        ))
        .execute(connection)?;
    Ok(())
}

/// Dates newly removed content, and deletes content after its retention time.
pub(crate) fn sweep(connection: &mut SqliteConnection, now_ms: i64) -> Result<(), Error> {
    diesel::update(removed::table.filter(removed::at.eq(0_i64))).set(removed::at.eq(now_ms)).execute(connection)?;
    diesel::delete(removed::table.filter(removed::at.lt(now_ms - KEPT_MS))).execute(connection)?;
    Ok(())
}

/// Removed content with the time at which the removal was noticed, newest first.
pub(crate) fn removed(connection: &mut SqliteConnection) -> Result<Vec<(Key, Payload, i64)>, Error> {
    type Columns = (Vec<u8>, Vec<u8>, Vec<u8>, i64);
    let rows: Vec<Columns> = removed::table.order(removed::at.desc()).load(connection)?;
    let one = |(collection, record, content, at): Columns| {
        Ok((Key { collection: id(&collection)?, id: id(&record)? }, payload(&content)?, at))
    };
    rows.into_iter().map(one).collect()
}

/// Deletes content that was removed.
pub(crate) fn forget_removed(connection: &mut SqliteConnection, key: &Key) -> Result<(), Error> {
    let row = (key.collection.as_bytes().to_vec(), key.id.as_bytes().to_vec());
    diesel::delete(removed::table.find(row)).execute(connection)?;
    Ok(())
}

/// The missing rows of a collection.
pub(crate) fn missing(connection: &mut SqliteConnection, of: CollectionId) -> Result<Vec<Key>, Error> {
    let rows = missing::table.filter(missing::collection.eq(of.as_bytes().to_vec()));
    let ids: Vec<Vec<u8>> = rows.select(missing::id).load(connection)?;
    ids.iter().map(|one| Ok(Key { collection: of, id: id(one)? })).collect()
}

/// The codes of records set aside in a collection, each with a count.
pub(crate) fn refused(connection: &mut SqliteConnection, of: CollectionId) -> Result<Vec<(String, u32)>, Error> {
    let rows = aside::table.filter(aside::collection.eq(of.as_bytes().to_vec()));
    let codes: Vec<String> =
        rows.filter(aside::why.eq_any(journal::sync::admit::REFUSED)).select(aside::why).load(connection)?;
    let mut counted: Vec<(String, u32)> = Vec::new();
    for code in codes {
        match counted.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count += 1,
            None => counted.push((code, 1)),
        }
    }
    Ok(counted)
}

/// Records an announced restore, once for each era.
pub(crate) fn note_restoration(connection: &mut SqliteConnection, era: u32, now_ms: i64) -> Result<(), Error> {
    let era = i32::try_from(era).map_err(|_| Error::Failed)?;
    let row = (restoration::era.eq(era), restoration::at.eq(now_ms));
    diesel::insert_or_ignore_into(restoration::table).values(row).execute(connection)?;
    Ok(())
}

/// The times of announced restores, oldest first.
pub(crate) fn restorations(connection: &mut SqliteConnection) -> Result<Vec<i64>, Error> {
    Ok(restoration::table.order(restoration::era).select(restoration::at).load(connection)?)
}
