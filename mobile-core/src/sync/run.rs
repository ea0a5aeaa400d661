//! A whole sync: request, call, digest, until everything is pushed and pulled.
//!
//! Every step is on disk before the next begins, so a sync can be cancelled or killed anywhere and the next one
//! continues. A request whose response was lost is sent again byte for byte.

use std::collections::BTreeMap;

use journal::seal::envelope::header;
use journal::seal::{self, Keyring, Keys, bond};
use journal::sync::{Cursor, Ledger as _, SyncOutcome, SyncStatus, digest, push, request, sync_status};
use protocol::care::Collection;
use protocol::sync::{CheckpointResult, GENERATION, PushResult, Record, SyncRequest, SyncResponse};
use protocol::{Code, CollectionId, Limits, Problem};

use super::context::{SyncContext, keys};
use crate::driver::client::Call;
use crate::phone::Syncing;
use crate::store::Connection;
use crate::store::account::Account;
use crate::store::records::StoreLedger;
use crate::store::{account, collections, pending_keys, settings, trust, unsettled};
use crate::{Error, Status, View};

// A thousand records a round: more than any journal holds.
const ROUNDS: u32 = 10_000;
// Restores that a server may announce within one sync.
const RESTORATIONS: u32 = 5;
// Rebuilds that a server may request within one sync: one for each collection, and some during the sync.
const RESYNCS: u32 = 20;
// Other devices may win a few times in a row, but not forever.
const IDLE: u32 = 20;

impl Syncing<'_> {
    /// Pushes local changes and pulls new ones, until both sides are equal. Of several callers one syncs; the others
    /// wait, then check whether anything is left.
    ///
    /// # Errors
    /// The error that stopped it. Nothing is lost; [`Syncing::status`] returns what is left to do.
    pub async fn run(self) -> Result<Status, Error> {
        let _one = self.phone.syncing.lock().await;
        let result = self.sync_all().await;
        self.note_outcome(result.as_ref().err().map_or("", Error::code))?;
        result?;
        self.status()
    }

    /// Stores the outcome of the last attempt, for [`Syncing::status`].
    pub(crate) fn note_outcome(self, code: &str) -> Result<(), Error> {
        self.phone.store.write(|connection| settings::set(connection, settings::SYNC_OUTCOME, code.as_bytes()))?;
        self.phone.changed(View::Status);
        Ok(())
    }

    async fn sync_all(self) -> Result<(), Error> {
        self.phone.account().find_renewal().await?;
        self.refresh_manifest().await?;
        let left = self.refresh_collections().await?;
        self.move_epochs().await?;
        let limits = self.limits().await?;
        self.phone.store.write(|connection| digest::recheck_checkpoints(&mut StoreLedger::new(connection)))?;
        self.sync_whole(limits).await?;
        if left || self.has_new_bonds()? {
            // The list was processed before the bonds were known, or before the last records of a therapist who has
            // left were read: its members are compared with the bonds now.
            self.refresh_collections().await?;
            self.sync_whole(limits).await?;
        }
        self.phone.attachments().transfer_attachments(&limits).await
    }

    /// Whether a collection without a bond has received one: on a new phone, or after another phone has joined.
    fn has_new_bonds(self) -> Result<bool, Error> {
        let known = self.phone.store.read(collections::all)?;
        Ok(known.iter().any(|one| one.problem.as_deref() == Some("no_bond") && one.open_bond().is_some()))
    }

    pub(crate) async fn sync_whole(self, mut limits: Limits) -> Result<(), Error> {
        let mut rounds = Rounds::default();
        let mut listed_again = false;
        for _ in 0..ROUNDS {
            let request = self.next_request(&limits)?;
            let response: SyncResponse = match self.phone.post("/v1/sync", &request).await {
                Err(Error::Problem(Problem { code: Code::PayloadTooLarge | Code::TooManyRecords, .. }))
                    if request.push.len() > 1 =>
                {
                    // A proxy accepts less than the server announces: smaller requests get through.
                    limits.push_records = (request.push.len() / 2) as u32;
                    limits.request_bytes /= 2;
                    self.undo_groups(&request)?;
                    continue;
                }
                other => other?,
            };
            if !is_plausible(&response) {
                return Err(Error::Answer);
            }
            let (left, cursors, restored) = self.digest_response(&request, &response)?;
            self.note_manifest(response.manifest)?;
            if restored {
                rounds.restored()?;
                self.refresh_after_restoration().await?;
            }
            let over =
                |result: &CheckpointResult| matches!(result, CheckpointResult::Rejected { code: Code::EpochOver });
            if response.checkpoints.values().any(over) {
                self.refresh_collections().await?;
            }
            // Another phone has begun an epoch since the list was read. Once: a server could claim any epoch.
            if !listed_again && self.is_under_newer_keys(&response)? {
                listed_again = true;
                self.refresh_collections().await?;
                continue;
            }
            View::JOURNAL.into_iter().for_each(|view| self.phone.changed(view));
            if response.changes.values().any(|changes| !changes.records.is_empty()) {
                // A practice may have changed its numbers, and the journal may be locked when they are needed.
                self.phone.safety().refresh_help();
            }
            let more = response.changes.values().any(|changes| changes.more || changes.resync);
            rounds.count_resync(&response)?;
            if !left.can_go_on() && !more {
                return Ok(());
            }
            let idle = rounds.idle_after(&response, left, cursors);
            if idle >= 2 && request.checkpoints.is_empty() && !more {
                return Ok(());
            }
            if idle > IDLE {
                return Err(Error::Stuck);
            }
        }
        Err(Error::Stuck)
    }

    /// Whether something in a response is sealed under a newer key than this phone has.
    fn is_under_newer_keys(self, response: &SyncResponse) -> Result<bool, Error> {
        let keyring = self.phone.store.read(collections::keyring)?;
        Ok(response.changes.iter().any(|(id, changes)| {
            let newest = keyring.newest(*id).map_or(0, |(epoch, _)| epoch);
            let records = changes.records.iter().filter_map(|record| record.blob.as_ref());
            let mut blobs = changes.checkpoints.iter().map(|checkpoint| &checkpoint.blob).chain(records);
            newest > 0 && blobs.any(|blob| header(blob.as_ref()).is_ok_and(|header| header.epoch > newest))
        }))
    }

    /// Reads manifest and collections of a restored server: another device may have begun an epoch again meanwhile, and
    /// changed the manifest.
    async fn refresh_after_restoration(self) -> Result<(), Error> {
        self.phone.store.write(|connection| {
            settings::set(connection, settings::RESTORED, b"1")?;
            settings::set(connection, settings::MANIFEST_MOVED, b"1")
        })?;
        self.refresh_manifest().await?;
        self.refresh_collections().await?;
        self.phone.store.write(|connection| settings::clear(connection, settings::RESTORED))?;
        Ok(())
    }

    /// Undoes the groups of a request, so that smaller ones are built.
    fn undo_groups(self, request: &SyncRequest) -> Result<(), Error> {
        self.phone.store.write(|connection| {
            let mut ledger = StoreLedger::new(connection);
            request.checkpoints.keys().try_for_each(|id| push::undo(&mut ledger, *id))
        })?;
        Ok(())
    }

    /// Builds the next request, and stores it before it is sent.
    fn next_request(self, limits: &Limits) -> Result<SyncRequest, Error> {
        self.phone.store.write(|connection| {
            let sync_context =
                SyncContext::load(connection, self.phone.clock.now().unix_ms)?.ok_or(Error::NoAccount)?;
            let context = sync_context.context();
            let mut ledger = StoreLedger::new(connection);
            Ok(request(&mut ledger, &context, limits, &mut self.phone.random())?)
        })
    }

    /// Digests a response in one transaction.
    fn digest_response(
        self,
        request: &SyncRequest,
        response: &SyncResponse,
    ) -> Result<(SyncStatus, BTreeMap<CollectionId, Cursor>, bool), Error> {
        let now = self.phone.clock.now().unix_ms;
        self.phone.store.write(|connection| {
            let sync_context = SyncContext::load(connection, now)?.ok_or(Error::NoAccount)?;
            let context = sync_context.context();
            let SyncOutcome { ended: _, restored, eras } =
                digest(&mut StoreLedger::new(connection), &context, request, response)?;
            for era in eras {
                trust::note_restoration(connection, era, now)?;
            }
            trust::sweep(connection, now)?;
            pending_keys::note(connection, now)?;
            // A bond may have arrived or ended: it takes effect with the next request.
            let sync_context = SyncContext::load(connection, now)?.ok_or(Error::NoAccount)?;
            let mut ledger = StoreLedger::new(connection);
            Ok((sync_status(&mut ledger, &sync_context.context())?, ledger.cursors()?, !restored.is_empty()))
        })
    }

    /// Lists the collections and accepts their keys. A wrong key is detected here, before anything is pulled with it.
    /// Returns whether a therapist has left whose last records are still to be read.
    pub(crate) async fn refresh_collections(self) -> Result<bool, Error> {
        let mut listed = self.list_collections().await?;
        if self.restore_epochs(&listed).await? {
            listed = self.list_collections().await?;
        }
        let left = self.phone.store.write(|connection| {
            let account = account::get(connection)?.ok_or(Error::NoAccount)?;
            let left = apply_collections(connection, &account, &listed, self.phone.clock.now().unix_ms)?;
            Self::note_keyless(connection, &listed)?;
            Ok::<_, Error>(left)
        })?;
        self.phone.changed(View::Care);
        // The numbers of a practice end with its care.
        self.phone.safety().refresh_help();
        Ok(left)
    }

    /// The account's collections, as the server lists them.
    ///
    /// # Errors
    /// [`Error::Answer`] if a number in it is such as no server can have.
    pub(super) async fn list_collections(self) -> Result<Vec<Collection>, Error> {
        let listed: Vec<Collection> = self.phone.get("/v1/collections").await?;
        let plausible = |one: &Collection| one.epoch < 1 << 31 && one.head < GENERATION << 31;
        if listed.iter().all(plausible) { Ok(listed) } else { Err(Error::Answer) }
    }

    /// The server's limits, requested once while the app runs.
    async fn limits(self) -> Result<Limits, Error> {
        if let Some(limits) = self.phone.limits.get() {
            return Ok(*limits);
        }
        let account = self.phone.store.read(account::get)?.ok_or(Error::NoAccount)?;
        let limits: Limits = self.phone.http.idempotent(&Call::get(&account.server, "/v1/limits"), ()).await?;
        // Limits size buffers here, so they are capped.
        let most = Limits::default();
        let limits = Limits {
            request_bytes: limits.request_bytes.min(4 * most.request_bytes),
            part_bytes: limits.part_bytes.min(4 * most.part_bytes),
            ..limits
        };
        Ok(*self.phone.limits.get_or_init(|| limits))
    }
}

/// The rounds of one sync so far. All are bounded: a server could go on without end.
#[derive(Default)]
struct Rounds {
    restorations: u32,
    resyncs: u32,
    /// How many rounds in a row were without progress.
    idle: u32,
    /// The state after the last round.
    before: Option<(SyncStatus, BTreeMap<CollectionId, Cursor>)>,
}

impl Rounds {
    /// The server has announced a restore.
    fn restored(&mut self) -> Result<(), Error> {
        self.restorations += 1;
        if self.restorations > RESTORATIONS { Err(Error::Stuck) } else { Ok(()) }
    }

    /// Counts a resync. A restore that begins no new era counts as one.
    fn count_resync(&mut self, response: &SyncResponse) -> Result<(), Error> {
        self.resyncs += u32::from(response.changes.values().any(|changes| changes.resync || changes.restored));
        if self.resyncs > RESYNCS { Err(Error::Stuck) } else { Ok(()) }
    }

    /// How many rounds in a row were without progress, after this one: the outbox may not be sent now (the status has
    /// the reason), or the server rejects it repeatedly. Records that change nothing here do not count as progress.
    fn idle_after(
        &mut self,
        response: &SyncResponse,
        left: SyncStatus,
        cursors: BTreeMap<CollectionId, Cursor>,
    ) -> u32 {
        let accepted = |result: &CheckpointResult| matches!(result, CheckpointResult::Accepted { .. });
        let now = Some((left, cursors));
        let moved = now != self.before || response.checkpoints.values().any(accepted);
        self.idle = if moved { 0 } else { self.idle + 1 };
        self.before = now;
        self.idle
    }
}

/// Whether all numbers of a response are such as a server can have. Others would not fit into the store.
fn is_plausible(response: &SyncResponse) -> bool {
    const REVISIONS: u32 = 1 << 31;
    const SEQS: u64 = GENERATION << 31;
    let record = |record: &Record| record.revision < REVISIONS && record.seq < SEQS;
    let mut current = response.results.iter().filter_map(|result| match result {
        PushResult::Conflict { current } => current.as_ref(),
        _ => None,
    });
    let changes = response.changes.values();
    current.all(record)
        && changes.clone().all(|changes| changes.head < SEQS && changes.records.iter().all(record))
        && changes.flat_map(|changes| &changes.checkpoints).all(|checkpoint| checkpoint.revision < REVISIONS)
}

/// Applies the server's list of collections: keys, ended collections, and members without a bond. Returns whether a
/// therapist has left whose last records are still to be read.
pub(crate) fn apply_collections(
    connection: &mut Connection,
    account: &Account,
    listed: &[Collection],
    now_ms: i64,
) -> Result<bool, Error> {
    let mut own = keys(connection, account)?;
    let held = own.keyring.clone();
    let mut refused = own.open_stored(listed);
    replace_after_restoration(connection, &mut own, listed, &mut refused)?;
    let private = own.manifest.private;
    collections::replace(connection, listed)?;
    collections::put_keys(connection, &own.keyring)?;
    let bonds = collections::bonds(connection)?;
    let mut left = false;
    for one in listed {
        let bond = bonds.iter().find(|bond| bond.care == one.id && bond.is_open());
        // Ended by the therapist, by the practice, or only according to the server: nothing more is sent, and local
        // records stay.
        let gone = bond.is_some_and(|bond| one.members.iter().all(|member| member.account != bond.account));
        // Records from before leaving are read first. Until then nothing is sent either: the members differ from the
        // bond.
        let behind = gone && collections::is_behind(connection, one)?;
        left |= behind;
        let gone = gone && !behind;
        if gone {
            collections::end(connection, one.id)?;
        }
        let members = match bond {
            _ if one.id == private || gone => bond::members(one, account.id, None),
            Some(bond) => bond::members(one, account.id, Some(bond.account)),
            // A collection without a bond here is neither read nor written, and shown as unknown access.
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
    reopen(connection, &held, now_ms)?;
    Ok(left)
}

/// A held key is never replaced by another one of the same epoch, except here: the server was restored, and another device of
/// the account has begun that epoch again. Records under the first key are lost, and the safety words have to be compared.
fn replace_after_restoration(
    connection: &mut Connection,
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

/// New keys have arrived: records that were set aside without them are tried again. The private key identifies own
/// records in all collections.
fn reopen(connection: &mut Connection, held: &Keyring, now_ms: i64) -> Result<(), Error> {
    let Some(sync_context) = SyncContext::load(connection, now_ms)? else { return Ok(()) };
    let context = sync_context.context();
    let new = |id: CollectionId| {
        let mut keys = context.reader.keyring.iter().filter(|(of, ..)| *of == id);
        keys.any(|(id, epoch, key)| held.get(id, epoch) != Ok(key))
    };
    let all = new(context.reader.private);
    for id in context.care.keys().copied().chain([context.reader.private]) {
        if all || new(id) {
            let aside = unsettled::set_aside_in(connection, id)?;
            digest::reopen(&mut StoreLedger::new(connection), &context, id, &aside)?;
        }
    }
    Ok(())
}
