//! Carries out the sync machine: request, call, digest, until everything is here and there.
//!
//! Every step is on disk before the next begins, so a sync may be cancelled (its future dropped) or killed anywhere:
//! the next one goes on from there. What was sent and not answered is sent again byte for byte.

use std::collections::BTreeMap;

use journal::seal::{self, Keyring, Keys, bond};
use journal::sync::{Cursor, Digested, Ledger as _, Standing, digest, push, request, standing};
use protocol::care::Collection;
use protocol::sync::{CheckpointResult, SyncRequest, SyncResponse};
use protocol::{Code, CollectionId, Limits, Problem};
use reqwest::Method;

use super::context::{Trusting, keys};
use super::wire::Call;
use crate::store::account::Account;
use crate::store::records::{self, Books};
use crate::store::{account, collections, settings, take_up as keys_taken, trust};
use crate::{Error, Phone, Status, View};

// A thousand records a round: more than any journal holds.
const ROUNDS: u32 = 10_000;
// Restorations that a server may claim within one sync.
const RESTORATIONS: u32 = 5;
// Readings from the start that a server may ask for within one sync: one for each collection, and some in the middle of work.
const RESYNCS: u32 = 20;
// Other devices may be first a few times in a row; not for ever.
const IDLE: u32 = 20;

impl Phone {
    /// Brings what was written here to the server and what is new there to this phone, whole. Of several callers one
    /// works and the others wait, then look whether anything is left.
    ///
    /// # Errors
    /// What stopped it. Nothing is lost by any of them; [`Phone::status`] says what is left to do.
    pub async fn sync(&self) -> Result<Status, Error> {
        let _one = self.syncing.lock().await;
        let result = self.sync_all().await;
        self.note_outcome(result.as_ref().err().map_or("", Error::code))?;
        result?;
        self.status()
    }

    /// Keeps what came of the last try, for [`Phone::status`].
    pub(crate) fn note_outcome(&self, code: &str) -> Result<(), Error> {
        self.store.write(|connection| settings::set(connection, settings::SYNC_OUTCOME, code.as_bytes()))?;
        self.changed(View::Status);
        Ok(())
    }

    async fn sync_all(&self) -> Result<(), Error> {
        self.find_renewal().await?;
        self.refresh_manifest().await?;
        self.refresh_collections().await?;
        self.move_epochs().await?;
        let limits = self.limits().await?;
        self.store.write(|connection| digest::look_again(&mut Books::on(connection)))?;
        self.sync_whole(limits).await?;
        if self.bonds_came()? {
            // The list was looked at before they were known: whom it names is compared with them now.
            self.refresh_collections().await?;
            self.sync_whole(limits).await?;
        }
        self.bring_attachments(&limits).await
    }

    /// Whether a relationship that nothing was known of has its bond by now: on a new phone, or when another one has joined.
    fn bonds_came(&self) -> Result<bool, Error> {
        let known = self.store.read(collections::all)?;
        Ok(known.iter().any(|one| one.problem.as_deref() == Some("no_bond") && one.open_bond().is_some()))
    }

    pub(crate) async fn sync_whole(&self, mut limits: Limits) -> Result<(), Error> {
        let (mut idle, mut restorations, mut resyncs, mut before) = (0, 0, 0, None);
        for _ in 0..ROUNDS {
            let request = self.next_request(&limits)?;
            let response: SyncResponse = match self.call(Method::POST, "/v1/sync", &request).await {
                Err(Error::Problem(Problem { code: Code::PayloadTooLarge | Code::TooManyRecords, .. }))
                    if request.push.len() > 1 =>
                {
                    // Something on the way takes less than the server announces: smaller pieces get through.
                    limits.push_records = (request.push.len() / 2) as u32;
                    limits.request_bytes /= 2;
                    self.give_up_groups(&request)?;
                    continue;
                }
                other => other?,
            };
            let (left, cursors, restored) = self.take_in(&request, &response)?;
            self.note_manifest(response.manifest)?;
            if restored {
                // One restoration at a time: a server that says it without end is not followed.
                restorations += 1;
                if restorations > RESTORATIONS {
                    return Err(Error::Stuck);
                }
                // Another device may have begun an epoch anew meanwhile, and the manifest with it.
                self.store.write(|connection| {
                    settings::set(connection, settings::RESTORED, b"1")?;
                    settings::set(connection, settings::MANIFEST_MOVED, b"1")
                })?;
                self.refresh_manifest().await?;
                self.refresh_collections().await?;
                self.store.write(|connection| settings::clear(connection, settings::RESTORED))?;
            }
            let over =
                |result: &CheckpointResult| matches!(result, CheckpointResult::Rejected { code: Code::EpochOver });
            if response.checkpoints.values().any(over) {
                self.refresh_collections().await?;
            }
            View::JOURNAL.into_iter().for_each(|view| self.changed(view));
            let more = response.changes.values().any(|changes| changes.more || changes.resync);
            // Also a restoration that begins no new era is only another reading from the start.
            resyncs += u32::from(response.changes.values().any(|changes| changes.resync || changes.restored));
            if resyncs > RESYNCS {
                return Err(Error::Stuck);
            }
            if !left.can_go_on() && !more {
                return Ok(());
            }
            let accepted = |result: &CheckpointResult| matches!(result, CheckpointResult::Accepted { .. });
            // Nothing came and nothing went: what waits may not be sent now (the status says why), or a server refuses it
            // again and again. Records that change nothing here count for nothing: a server could send them without end.
            let now = Some((left, cursors));
            let moved = now != before || response.checkpoints.values().any(accepted);
            idle = if moved { 0 } else { idle + 1 };
            before = now;
            if idle >= 2 && request.checkpoints.is_empty() && !more {
                return Ok(());
            }
            if idle > IDLE {
                return Err(Error::Stuck);
            }
        }
        Err(Error::Stuck)
    }

    /// The groups of a request are made anew, smaller.
    fn give_up_groups(&self, request: &SyncRequest) -> Result<(), Error> {
        self.store.write(|connection| {
            let mut books = Books::on(connection);
            request.checkpoints.keys().try_for_each(|id| push::undo(&mut books, *id))
        })?;
        Ok(())
    }

    /// The next request. What it carries is on disk before it is sent.
    fn next_request(&self, limits: &Limits) -> Result<SyncRequest, Error> {
        self.store.write(|connection| {
            let trusting = Trusting::of(connection, self.clock.now().unix_ms)?.ok_or(Error::NoAccount)?;
            let context = trusting.context();
            let mut books = Books::on(connection);
            Ok(request(&mut books, &context, limits, &mut self.random())?)
        })
    }

    /// One reply, one transaction: results, rows and cursors together.
    fn take_in(
        &self,
        request: &SyncRequest,
        response: &SyncResponse,
    ) -> Result<(Standing, BTreeMap<CollectionId, Cursor>, bool), Error> {
        let now = self.clock.now().unix_ms;
        self.store.write(|connection| {
            let trusting = Trusting::of(connection, now)?.ok_or(Error::NoAccount)?;
            let context = trusting.context();
            let Digested { ended: _, restored, eras } =
                digest(&mut Books::on(connection), &context, request, response)?;
            for era in eras {
                trust::note_restoration(connection, era, now)?;
            }
            trust::sweep(connection, now)?;
            keys_taken::note(connection, now)?;
            // A bond may have come, or gone: what it allows begins with the next request.
            let trusting = Trusting::of(connection, now)?.ok_or(Error::NoAccount)?;
            let mut books = Books::on(connection);
            Ok((standing(&mut books, &trusting.context())?, books.cursors()?, !restored.is_empty()))
        })
    }

    /// Asks which collections there are, and takes up their keys. A key that is not the collection's is found here,
    /// before anything is pulled with it.
    pub(crate) async fn refresh_collections(&self) -> Result<(), Error> {
        let mut listed: Vec<Collection> = self.call(Method::GET, "/v1/collections", ()).await?;
        if self.tell_again(&listed).await? {
            listed = self.call(Method::GET, "/v1/collections", ()).await?;
        }
        self.store.write(|connection| {
            let account = account::get(connection)?.ok_or(Error::NoAccount)?;
            take_up(connection, &account, &listed, self.clock.now().unix_ms)?;
            Self::note_keyless(connection, &listed)
        })?;
        self.changed(View::Care);
        Ok(())
    }

    /// What the server takes in one call: asked once while the app runs.
    async fn limits(&self) -> Result<Limits, Error> {
        if let Some(limits) = self.limits.get() {
            return Ok(*limits);
        }
        let account = self.store.read(account::get)?.ok_or(Error::NoAccount)?;
        let limits: Limits = self.wire.repeatable(&Call::get(&account.server, "/v1/limits"), ()).await?;
        // What a server announces is room that is taken up here: no more of it than any of ours needs.
        let most = Limits::default();
        let limits = Limits {
            request_bytes: limits.request_bytes.min(4 * most.request_bytes),
            part_bytes: limits.part_bytes.min(4 * most.part_bytes),
            ..limits
        };
        Ok(*self.limits.get_or_init(|| limits))
    }
}

/// Takes over the server's list of collections: keys, what has ended, and whether it names anybody whom no bond names.
pub(crate) fn take_up(
    connection: &mut diesel::SqliteConnection,
    account: &Account,
    listed: &[Collection],
    now_ms: i64,
) -> Result<(), Error> {
    let mut own = keys(connection, account)?;
    let held = own.keyring.clone();
    let mut refused = own.open_stored(listed);
    replace_after_restoration(connection, &mut own, listed, &mut refused)?;
    let private = own.manifest.private;
    collections::replace(connection, listed)?;
    collections::put_keys(connection, &own.keyring)?;
    let bonds = collections::bonds(connection)?;
    for one in listed {
        let bond = bonds.iter().find(|bond| bond.care == one.id && bond.is_open());
        // The therapist has ended it, or the practice, or only the server says so: nothing is sent there any more, and what
        // is here stays.
        let gone = bond.is_some_and(|bond| one.members.iter().all(|member| member.account != bond.account));
        if gone {
            collections::end(connection, one.id)?;
        }
        let members = match bond {
            _ if one.id == private || gone => bond::members(one, account.id, None),
            Some(bond) => bond::members(one, account.id, Some(bond.account)),
            // Shown as what it is: somebody's access that this phone does not know. It is neither read nor written.
            None => Ok(()),
        };
        let key = refused.iter().find(|(id, _)| *id == one.id).map(|(_, error)| error.code());
        let problem = key.or(members.err().map(|error| error.code()));
        let problem = problem.or(own.keyring.newest(one.id).is_err().then_some("no_key"));
        let unknown = one.id != private && bonds.iter().all(|bond| bond.care != one.id);
        collections::set_problem(connection, one.id, problem.or(unknown.then_some("no_bond")))?;
    }
    if listed.iter().all(|one| one.id != private) {
        collections::keep_unlisted(connection, private)?;
        collections::set_problem(connection, private, Some("not_found"))?;
    }
    reopen(connection, &held, now_ms)
}

/// A held key is never replaced by another one of its epoch, but for this: the server was restored, and another device of the
/// account has begun that epoch anew. What the first key had sealed there is lost with it, and the words have to be compared.
fn replace_after_restoration(
    connection: &mut diesel::SqliteConnection,
    own: &mut Keys,
    listed: &[Collection],
    refused: &mut Vec<(CollectionId, seal::Error)>,
) -> Result<(), Error> {
    if settings::get(connection, settings::RESTORED)?.is_none() {
        return Ok(());
    }
    let mut fresh = Keys { keyring: Keyring::default(), ..own.clone() };
    let found = fresh.open_stored(listed);
    for one in listed {
        let differs = refused.iter().any(|(id, error)| *id == one.id && *error == seal::Error::KeyDiffers);
        let sound = found.iter().all(|(id, _)| *id != one.id);
        if differs && sound {
            for (epoch, key) in fresh.keyring.epochs(one.id) {
                own.keyring.insert(one.id, epoch, key.clone());
            }
            refused.retain(|(id, _)| *id != one.id);
        }
    }
    Ok(())
}

/// Keys have arrived: what could not be admitted without them gets another try. The key of the journal tells own records from
/// others' everywhere.
fn reopen(connection: &mut diesel::SqliteConnection, held: &Keyring, now_ms: i64) -> Result<(), Error> {
    let Some(trusting) = Trusting::of(connection, now_ms)? else { return Ok(()) };
    let context = trusting.context();
    let new = |id: CollectionId| {
        let mut keys = context.reader.keyring.iter().filter(|(of, ..)| *of == id);
        keys.any(|(id, epoch, key)| held.get(id, epoch) != Ok(key))
    };
    let all = new(context.reader.private);
    for id in context.care.keys().copied().chain([context.reader.private]) {
        if all || new(id) {
            let aside = records::set_aside_in(connection, id)?;
            digest::reopen(&mut Books::on(connection), &context, id, &aside)?;
        }
    }
    Ok(())
}
