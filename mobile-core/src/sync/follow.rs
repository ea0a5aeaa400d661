//! Staying in sync: the change stream and local writes start a sync; transient errors are retried.

use journal::sync::Ledger as _;
use protocol::problem::Advice;
use protocol::sync::Head;

use crate::Error;
use crate::driver::events::{Event, Events};
use crate::phone::Syncing;
use crate::store::records::StoreLedger;

impl Syncing<'_> {
    /// Keeps this phone in sync while the future is polled: syncs at once, after every local write, and when the server
    /// announces a change. Retries transient errors; drop the future to stop, or call [`Self::stop_syncing`]. Only one
    /// runs at a time: a new one stops the previous one.
    ///
    /// # Errors
    /// Permanent ones only: signed out, an outdated app, a full or damaged store.
    pub async fn stay_in_sync(self) -> Result<(), Error> {
        self.stop_syncing();
        tokio::select! {
            ended = self.keep_following() => ended,
            () = self.phone.enough.notified() => Ok(()),
        }
    }

    /// Stops [`Self::stay_in_sync`], if it is running.
    pub fn stop_syncing(self) {
        self.phone.enough.notify_waiters();
    }

    async fn keep_following(self) -> Result<(), Error> {
        let mut failures = 0;
        loop {
            let error = match self.follow(&mut failures).await {
                Err(error) if error.advice() == Advice::Retry || error == Error::Answer => error,
                other => return other,
            };
            tokio::select! {
                () = self.phone.http.pause(failures, &error) => {}
                // A new write is tried at once, unless the server asked to wait.
                () = self.phone.wrote.notified(), if error.retry_after().is_none() => {}
            }
            failures += 1;
        }
    }

    /// Syncs and listens until the connection breaks.
    async fn follow(self, failures: &mut u32) -> Result<(), Error> {
        // Listens first, so that a change during the sync is announced as well.
        let mut events = match self.listen().await {
            Ok(events) => events,
            Err(error) => {
                self.note_outcome(error.code())?;
                return Err(error);
            }
        };
        self.run().await?;
        *failures = 0;
        loop {
            let changed = tokio::select! {
                event = events.next() => match event? {
                    Some(Event::Head(head)) => self.is_behind(&head)?,
                    Some(Event::Collections) => true,
                    // The server closes the stream when the token expires: the next one begins with a new token.
                    None => return Err(Error::Offline),
                },
                () = self.phone.wrote.notified() => true,
            };
            if changed {
                self.run().await?;
            }
        }
    }

    async fn listen(self) -> Result<Events, Error> {
        let account = self.phone.fresh_account().await?;
        let token = account.tokens.access.unwrap_or_default();
        self.phone.http.listen(&account.server, &token).await
    }

    fn is_behind(self, head: &Head) -> Result<bool, Error> {
        let cursors = self.phone.store.read(|connection| StoreLedger::new(connection).cursors())?;
        Ok(cursors.get(&head.collection).is_none_or(|cursor| cursor.seq < head.head))
    }
}
