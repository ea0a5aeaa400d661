//! Carries out the sync machine: request, call, digest, until everything is here and there.
//!
//! Every step is on disk before the next begins, so a sync may be cancelled (its future dropped) or killed anywhere:
//! the next one goes on from there. What was sent and not answered is sent again byte for byte.

use journal::sync::{Standing, digest, request, standing};
use protocol::care::Collection;
use protocol::sync::{PushResult, SyncRequest, SyncResponse};
use protocol::{Code, CollectionId, Limits, Problem};
use reqwest::Method;

use super::wire::Call;
use crate::store::records::{self, Books};
use crate::store::{account, collections, settings};
use crate::{Error, Phone, Status, View, store};

// A thousand records a round: more than any journal holds.
const ROUNDS: u32 = 10_000;

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
        self.refresh_collections().await?;
        self.move_epochs().await?;
        let limits = self.limits().await?;
        self.sync_whole(limits).await?;
        self.bring_attachments(&limits).await
    }

    async fn sync_whole(&self, mut limits: Limits) -> Result<(), Error> {
        let mut before: Option<(SyncRequest, Standing)> = None;
        for _ in 0..ROUNDS {
            let (request, standing) = self.next_request(&limits)?;
            let now = Some((request.clone(), standing));
            if now == before {
                return Err(Error::Stuck);
            }
            before = now;
            let response: SyncResponse = match self.call(Method::POST, "/v1/sync", &request).await {
                Err(Error::Problem(Problem { code: Code::PayloadTooLarge | Code::TooManyRecords, .. }))
                    if request.push.len() > 1 =>
                {
                    // Something on the way takes less than the server announces: smaller pieces get through.
                    limits.push_records = (request.push.len() / 2) as u32;
                    limits.request_bytes /= 2;
                    continue;
                }
                other => other?,
            };
            let left = self.take_in(&request, &response)?;
            let over = |result: &PushResult| matches!(result, PushResult::Rejected { code: Code::EpochOver });
            if response.results.iter().any(over) {
                self.refresh_collections().await?;
            }
            View::JOURNAL.into_iter().for_each(|view| self.changed(view));
            let more = response.changes.values().any(|changes| changes.more || changes.resync);
            if left.waiting == 0 && !more {
                return Ok(());
            }
        }
        Err(Error::Stuck)
    }

    /// The next request. What it carries is on disk before it is sent.
    fn next_request(&self, limits: &Limits) -> Result<(SyncRequest, Standing), Error> {
        self.store.write(|connection| {
            let keyring = collections::keyring(connection)?;
            let mut random = self.random();
            let mut books = Books::on(connection);
            let request = request(&mut books, &keyring, limits, &mut random)?;
            Ok((request, standing(&mut books)?))
        })
    }

    /// One reply, one transaction: results, rows and cursors together.
    fn take_in(&self, request: &SyncRequest, response: &SyncResponse) -> Result<Standing, Error> {
        self.store.write(|connection| {
            let keyring = collections::keyring(connection)?;
            let mut books = Books::on(connection);
            digest(&mut books, request, response, &keyring)?;
            Ok(standing(&mut books)?)
        })
    }

    /// Asks which collections there are, and takes up their keys. A key that is not the collection's is found here,
    /// before anything is pulled with it.
    pub(crate) async fn refresh_collections(&self) -> Result<(), Error> {
        let mut listed: Vec<Collection> = self.call(Method::GET, "/v1/collections", ()).await?;
        if self.tell_again(&listed).await? {
            listed = self.call(Method::GET, "/v1/collections", ()).await?;
        }
        let account = self.store.write(|connection| {
            let account = account::get(connection)?.ok_or(Error::NoAccount)?;
            take_up(connection, &account.account_key, &listed)?;
            Ok::<_, Error>(account)
        })?;
        self.take_over_epochs(&account, &listed).await?;
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

/// Takes over the server's list of collections: members, keys, what has ended.
pub(crate) fn take_up(
    connection: &mut diesel::SqliteConnection,
    account_key: &[u8],
    listed: &[Collection],
) -> Result<(), Error> {
    let account_key = journal::seal::AccountKey::from_bytes(account_key)?;
    let held = collections::keyring(connection)?;
    let mut keyring = held.clone();
    let wrong = keyring.open_stored(&account_key, listed);
    collections::replace(connection, listed)?;
    collections::put_keys(connection, &keyring)?;
    for one in listed {
        let problem = wrong.iter().find(|(id, _)| *id == one.id).map(|(_, error)| error.code());
        let problem = problem.or(if keyring.newest(one.id).is_err() { Some("no_key") } else { None });
        collections::set_problem(connection, one.id, problem)?;
        if keyring.iter().any(|(id, epoch, key)| id == one.id && held.get(id, epoch) != Ok(key)) {
            reopen(connection, one.id, &keyring)?;
        }
    }
    Ok(())
}

/// A key has arrived: what could not be opened without it gets another try.
pub(super) fn reopen(
    connection: &mut diesel::SqliteConnection,
    collection: CollectionId,
    keyring: &journal::seal::Keyring,
) -> Result<(), store::Error> {
    let aside = records::set_aside_in(connection, collection)?;
    digest::reopen(&mut Books::on(connection), collection, &aside, keyring)?;
    Ok(())
}
