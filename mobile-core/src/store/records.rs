//! Records: [`StoreLedger`] implements the ledger of the sync machine over the encrypted store.

use std::collections::{BTreeMap, BTreeSet};

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use diesel::upsert::excluded;
use journal::record::Payload;
use journal::seal::{self, Stamp};
use journal::sync::admit::REFUSED;
use journal::sync::table::AUTHORITY;
use journal::sync::{CheckpointState, Counts, Cursor, Entry, Group, Key, Ledger, Rebuild, Row};
use protocol::CollectionId;
use protocol::sync::Record;

use super::rows::{Facts, RecordRow, at, keys, pair, signed, unsigned};
use super::schema::{aside, lost, missing, record, unconfirmed};
use super::{Error, attachments, collections, id, recall, search, settings, trust};

/// The sync machine's ledger, within one transaction of the store.
pub(crate) struct StoreLedger<'a> {
    connection: &'a mut SqliteConnection,
    /// Cached, because they are needed for every row.
    private: Option<Option<CollectionId>>,
    relationships: Option<Vec<CollectionId>>,
    any_lost: Option<bool>,
    any_missing: Option<bool>,
}

impl<'a> StoreLedger<'a> {
    /// The ledger within the transaction that `connection` is in.
    pub fn new(connection: &'a mut SqliteConnection) -> Self {
        Self { connection, private: None, relationships: None, any_lost: None, any_missing: None }
    }

    /// Whether a server has lost revisions of any record.
    fn any_lost(&mut self) -> Result<bool, Error> {
        if let Some(any) = self.any_lost {
            return Ok(any);
        }
        let any = lost::table.select(lost::revision).first::<i32>(self.connection).optional()?.is_some();
        self.any_lost = Some(any);
        Ok(any)
    }

    /// Whether any record is marked as missing on the server.
    fn any_missing(&mut self) -> Result<bool, Error> {
        if let Some(any) = self.any_missing {
            return Ok(any);
        }
        let any = missing::table.select(missing::id).first::<Vec<u8>>(self.connection).optional()?.is_some();
        self.any_missing = Some(any);
        Ok(any)
    }

    fn is_private(&mut self, collection: CollectionId) -> Result<bool, Error> {
        Ok(self.private()? == Some(collection))
    }

    /// Whether a row of a care collection is a copy of a private record.
    fn is_copy(&mut self, key: &Key) -> Result<bool, Error> {
        let Some(private) = self.private()?.filter(|private| *private != key.collection) else { return Ok(false) };
        let truth = at(&Key { collection: private, id: key.id });
        Ok(diesel::select(diesel::dsl::exists(truth)).get_result(self.connection)?)
    }

    /// Marks existing rows of care collections as copies, when their private record arrives after them.
    fn mark_copies(&mut self, key: &Key) -> Result<(), Error> {
        let others = record::table
            .filter(record::id.eq(key.id.as_bytes().to_vec()))
            .filter(record::collection.ne(key.collection.as_bytes().to_vec()))
            .filter(diesel::dsl::not(record::copy));
        for row in others.select(record::row).load::<i64>(self.connection)? {
            diesel::update(record::table.find(row)).set(record::copy.eq(true)).execute(self.connection)?;
            search::put(self.connection, row, None, true)?;
        }
        Ok(())
    }

    fn next_place(&mut self) -> Result<i64, Error> {
        // Not `max`: the planner would not use the partial index and read the whole table.
        let waiting = record::table.filter(record::place.is_not_null()).order(record::place.desc());
        let last = waiting.select(record::place.assume_not_null()).first::<i64>(self.connection).optional()?;
        Ok(last.unwrap_or(0) + 1)
    }

    /// Inserts or replaces a row of the table, and returns its number. `place` is its position in the outbox.
    fn upsert(&mut self, key: &Key, row: &Row, place: Option<i64>, copy: bool) -> Result<i64, Error> {
        let json = |payload: &Option<Payload>| payload.as_ref().map(Payload::to_json);
        let facts = Facts::of(row.content.as_ref());
        let sent = row.sent.as_ref().map(trust::encode_pending).transpose()?;
        let number: i64 = diesel::insert_into(record::table)
            .values((
                record::collection.eq(&key.collection.as_bytes()[..]),
                record::id.eq(&key.id.as_bytes()[..]),
                record::revision.eq(signed(row.revision)?),
                record::base.eq(json(&row.base)),
                record::content.eq(json(&row.content)),
                record::dirty.eq(row.dirty),
                record::place.eq(place),
                record::sent.eq(sent),
                record::seal.eq(row.stamp.as_ref().map(trust::seal)),
                record::held.eq(&row.held),
                record::copy.eq(copy),
                record::kind.eq(facts.kind),
                record::at_ms.eq(facts.at_ms),
                record::about.eq(facts.about.map(|id| id.as_bytes().to_vec())),
            ))
            .on_conflict((record::collection, record::id))
            .do_update()
            .set((
                record::revision.eq(excluded(record::revision)),
                record::base.eq(excluded(record::base)),
                record::content.eq(excluded(record::content)),
                record::dirty.eq(excluded(record::dirty)),
                record::place.eq(excluded(record::place)),
                record::sent.eq(excluded(record::sent)),
                record::seal.eq(excluded(record::seal)),
                record::held.eq(excluded(record::held)),
                record::copy.eq(excluded(record::copy)),
                record::kind.eq(excluded(record::kind)),
                record::at_ms.eq(excluded(record::at_ms)),
                record::about.eq(excluded(record::about)),
            ))
            .returning(record::row)
            .get_result(self.connection)?;
        Ok(number)
    }

    /// Stores the highest revision of a record that the server has lost; 0 if it has lost none.
    fn set_floor(&mut self, key: &Key, floor: u32) -> Result<(), Error> {
        if floor > 0 {
            self.any_lost = Some(true);
            let (collection, id) = pair(key);
            diesel::replace_into(lost::table)
                .values((lost::collection.eq(collection), lost::id.eq(id), lost::revision.eq(signed(floor)?)))
                .execute(self.connection)?;
        } else if self.any_lost()? {
            diesel::delete(lost::table.find(pair(key))).execute(self.connection)?;
        }
        Ok(())
    }

    /// Stores whether a record is missing on the server.
    fn set_missing(&mut self, key: &Key, is_missing: bool) -> Result<(), Error> {
        if is_missing {
            self.any_missing = Some(true);
            let (collection, id) = pair(key);
            let line = (missing::collection.eq(collection), missing::id.eq(id));
            diesel::insert_or_ignore_into(missing::table).values(line).execute(self.connection)?;
        } else if self.any_missing()? {
            diesel::delete(missing::table.find(pair(key))).execute(self.connection)?;
        }
        Ok(())
    }
}

impl Ledger for StoreLedger<'_> {
    type Error = Error;

    fn row(&mut self, key: &Key) -> Result<Option<Row>, Error> {
        let line: Option<RecordRow> = at(key).select(RecordRow::as_select()).first(self.connection).optional()?;
        let Some((_, mut row)) = line.map(<(Key, Row)>::try_from).transpose()? else { return Ok(None) };
        if self.any_lost()? {
            let floor = lost::table.find(pair(key)).select(lost::revision).first(self.connection).optional()?;
            row.floor = unsigned(floor.unwrap_or(0))?;
        }
        if self.any_missing()? {
            let there = missing::table.find(pair(key)).select(missing::id).first::<Vec<u8>>(self.connection);
            row.missing = there.optional()?.is_some();
        }
        Ok(Some(row))
    }

    fn set_row(&mut self, key: &Key, row: &Row) -> Result<(), Error> {
        let copy = self.is_copy(key)?;
        let known: Option<Option<i64>> = at(key).select(record::place).first(self.connection).optional()?;
        let place = match known.flatten() {
            _ if !row.dirty || row.held.is_some() => None,
            Some(place) => Some(place),
            None => Some(self.next_place()?),
        };
        let number = self.upsert(key, row, place, copy)?;
        self.set_floor(key, row.floor)?;
        self.set_missing(key, row.missing)?;
        recall::note(self.connection, number, row.content.as_ref().filter(|_| !copy))?;
        // A copy has the same text; the search finds the private record.
        search::put(self.connection, number, row.content.as_ref().filter(|_| !copy), known.is_some())?;
        attachments::refer(self.connection, number, key, row.content.as_ref(), row.dirty, known.is_some())?;
        if known.is_none() && self.is_private(key.collection)? { self.mark_copies(key) } else { Ok(()) }
    }

    fn outbox(&mut self, of: &BTreeSet<CollectionId>, limit: usize) -> Result<Vec<Key>, Error> {
        // Filtered here: with the collections in the query, the planner would sort the whole outbox.
        let rows = record::table.filter(record::place.is_not_null()).order(record::place);
        let rows = rows.select((record::collection, record::id));
        let mut found = Vec::new();
        for row in rows.load_iter::<(Vec<u8>, Vec<u8>), DefaultLoadingMode>(self.connection)? {
            let (collection, record) = row?;
            let key = Key { collection: id(&collection)?, id: id(&record)? };
            if found.len() == limit {
                break;
            }
            if of.contains(&key.collection) {
                found.push(key);
            }
        }
        Ok(found)
    }

    fn cursors(&mut self) -> Result<BTreeMap<CollectionId, Cursor>, Error> {
        collections::cursors(self.connection)
    }

    fn set_cursor(&mut self, collection: CollectionId, cursor: Cursor) -> Result<(), Error> {
        collections::set_cursor(self.connection, collection, cursor)
    }

    fn set_aside(
        &mut self,
        collection: CollectionId,
        record: &Record,
        why: seal::Error,
        stamp: Option<Stamp>,
    ) -> Result<(), Error> {
        diesel::replace_into(aside::table)
            .values((
                aside::collection.eq(&collection.as_bytes()[..]),
                aside::id.eq(&record.id.as_bytes()[..]),
                aside::revision.eq(signed(record.revision)?),
                aside::seq.eq(i64::try_from(record.seq).map_err(|_| Error::Failed)?),
                aside::blob.eq(record.blob.as_ref().map(|blob| &blob.0)),
                aside::why.eq(why.code()),
                aside::deleted.eq(record.deleted),
                aside::seal.eq(stamp.as_ref().map(trust::seal)),
            ))
            .execute(self.connection)?;
        Ok(())
    }

    fn clear_aside(&mut self, key: &Key) -> Result<(), Error> {
        let row = aside::table.find(pair(key));
        diesel::delete(row).execute(self.connection)?;
        Ok(())
    }

    fn begin_rebuild(&mut self, collection: CollectionId, why: Rebuild) -> Result<(), Error> {
        collections::set_rebuild(self.connection, collection, Some(why))?;
        match why {
            Rebuild::First => return Ok(()),
            Rebuild::Forgotten | Rebuild::Check => {}
            Rebuild::Restored => attachments::doubt(self.connection, collection)?,
        }
        let rows = record::table.filter(record::collection.eq(collection.as_bytes().to_vec()));
        let rows: Vec<(Vec<u8>, Vec<u8>)> = rows.select((record::collection, record::id)).load(self.connection)?;
        for (collection, record) in rows {
            let row = (unconfirmed::collection.eq(collection), unconfirmed::id.eq(record));
            diesel::insert_or_ignore_into(unconfirmed::table).values(row).execute(self.connection)?;
        }
        Ok(())
    }

    fn rebuild(&mut self, collection: CollectionId) -> Result<Option<Rebuild>, Error> {
        collections::rebuild(self.connection, collection)
    }

    fn confirm(&mut self, key: &Key) -> Result<bool, Error> {
        let row = unconfirmed::table.find(pair(key));
        Ok(diesel::delete(row).execute(self.connection)? > 0)
    }

    fn end_rebuild(&mut self, collection: CollectionId) -> Result<Vec<Key>, Error> {
        collections::set_rebuild(self.connection, collection, None)?;
        let rows = unconfirmed::table.filter(unconfirmed::collection.eq(collection.as_bytes().to_vec()));
        let left = keys(rows.clone().load(self.connection)?)?;
        diesel::delete(rows).execute(self.connection)?;
        Ok(left)
    }

    fn access_ended(&mut self, collection: CollectionId) -> Result<(), Error> {
        // The server cannot end access to the own journal: records stay, and the problem is shown.
        if self.is_private(collection)? {
            return collections::set_problem(self.connection, collection, Some("not_found"));
        }
        self.relationships = None;
        collections::end(self.connection, collection)
    }

    fn keep_removed(&mut self, key: &Key, content: &Payload) -> Result<(), Error> {
        trust::keep_removed(self.connection, key, content)
    }

    fn trust(&mut self, collection: CollectionId) -> Result<CheckpointState, Error> {
        trust::of(self.connection, collection)
    }

    fn set_trust(&mut self, collection: CollectionId, trust: &CheckpointState) -> Result<(), Error> {
        trust::set(self.connection, collection, trust)
    }

    fn group(&mut self, collection: CollectionId) -> Result<Option<Group>, Error> {
        trust::group(self.connection, collection)
    }

    fn set_group(&mut self, collection: CollectionId, group: Option<&Group>) -> Result<(), Error> {
        trust::set_group(self.connection, collection, group)
    }

    fn sent(&mut self, collection: CollectionId) -> Result<Vec<Key>, Error> {
        let rows = record::table
            .filter(record::place.is_not_null())
            .filter(record::collection.eq(collection.as_bytes().to_vec()))
            .filter(record::sent.is_not_null());
        keys(rows.order(record::place).select((record::collection, record::id)).load(self.connection)?)
    }

    fn entries(&mut self, collection: CollectionId) -> Result<Vec<Entry>, Error> {
        trust::entries(self.connection, collection)
    }

    fn missing(&mut self, collection: CollectionId) -> Result<Vec<Key>, Error> {
        trust::missing(self.connection, collection)
    }

    fn unreadable(&mut self, collection: CollectionId) -> Result<usize, Error> {
        let here = aside::table.filter(aside::collection.eq(collection.as_bytes().to_vec()));
        let count: i64 = here.filter(aside::why.ne_all(REFUSED)).count().get_result(self.connection)?;
        Ok(count as usize)
    }

    fn private(&mut self) -> Result<Option<CollectionId>, Error> {
        if let Some(private) = self.private {
            return Ok(private);
        }
        let private = settings::get(self.connection, settings::PRIVATE)?.map(|bytes| id(&bytes)).transpose()?;
        self.private = Some(private);
        Ok(private)
    }

    fn relationships(&mut self) -> Result<Vec<CollectionId>, Error> {
        if let Some(relationships) = &self.relationships {
            return Ok(relationships.clone());
        }
        let relationships = collections::relationships(self.connection)?;
        self.relationships = Some(relationships.clone());
        Ok(relationships)
    }

    fn counts(&mut self) -> Result<Counts, Error> {
        let over = collections::ended_care(self.connection)?;
        let waiting = record::table.filter(record::place.is_not_null()).filter(record::collection.ne_all(over));
        let waiting: i64 = waiting.count().get_result(self.connection)?;
        let held: i64 = record::table.filter(record::held.is_not_null()).count().get_result(self.connection)?;
        let missing: i64 = missing::table.count().get_result(self.connection)?;
        let refused = aside::table.filter(aside::why.eq_any(REFUSED));
        let refused: i64 = refused.count().get_result(self.connection)?;
        let aside: i64 = aside::table.count().get_result(self.connection)?;
        Ok(Counts {
            waiting: waiting as usize,
            held: held as usize,
            unreadable: (aside - refused) as usize,
            refused: refused as usize,
            missing: missing as usize,
        })
    }
}

/// Moves records from before the account into the account's private collection.
pub(crate) fn rehome(connection: &mut SqliteConnection, from: CollectionId, to: CollectionId) -> Result<(), Error> {
    diesel::update(record::table.filter(record::collection.eq(from.as_bytes().to_vec())))
        .set(record::collection.eq(to.as_bytes().to_vec()))
        .execute(connection)?;
    attachments::rehome(connection, from, to)?;
    settings::set(connection, settings::PRIVATE, to.as_bytes())
}

/// Seals records with authority again under the newest key: a private epoch has begun.
pub(crate) fn seal_authority_again(connection: &mut SqliteConnection) -> Result<(), Error> {
    let mut ledger = StoreLedger::new(connection);
    let Some(private) = ledger.private()? else { return Ok(()) };
    let rows = record::table
        .filter(record::collection.eq(private.as_bytes().to_vec()))
        .filter(record::kind.eq_any(AUTHORITY))
        .filter(record::content.is_not_null())
        .select((record::collection, record::id));
    for key in keys(rows.load(ledger.connection)?)? {
        let Some(mut row) = ledger.row(&key)?.filter(|row| !row.dirty) else { continue };
        row.dirty = true;
        row.base.clone_from(&row.content);
        ledger.set_row(&key, &row)?;
    }
    Ok(())
}
