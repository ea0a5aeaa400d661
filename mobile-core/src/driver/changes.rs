//! Told, not polled: `GET /v1/changes` (server-sent events) says that something moved, and a sync brings it.

use std::time::{Duration, SystemTime};

use futures_util::StreamExt as _;
use journal::sync::Ledger as _;
use protocol::problem::Advice;
use protocol::sync::Head;
use protocol::{VERSION, VERSION_HEADER};
use reqwest::Response;
use reqwest::header::{ACCEPT, AUTHORIZATION};
use retry_policies::{RetryDecision, RetryPolicy as _};

use super::wire::{Wire, problem, transport};
use crate::store::records::Books;
use crate::{Error, Phone};

/// The server gives a sign of life every fifteen seconds: a line that is silent for longer is dead.
const SILENCE: Duration = Duration::from_secs(45);

/// No event, with what came after it, is larger: a server tells the heads of all collections at once, some hundred bytes each.
const MOST: usize = 1024 * 1024;

/// What the server says.
#[derive(Debug, PartialEq, Eq)]
enum Notice {
    /// A collection has a new head.
    Head(Head),
    /// Memberships, keys or handovers have changed.
    Collections,
}

impl Phone {
    /// Keeps this phone in sync as long as it is polled: syncs at once, after every write here, and whenever the server
    /// says that something moved there. Waits out whatever passes by itself; drop the future to stop, or call
    /// [`Self::stop_syncing`]. One is enough: a new one ends the one before.
    ///
    /// # Errors
    /// Only what does not pass by itself: signed out, an app that is too old, a store that is full or damaged.
    pub async fn stay_in_sync(&self) -> Result<(), Error> {
        self.stop_syncing();
        tokio::select! {
            ended = self.keep_following() => ended,
            () = self.enough.notified() => Ok(()),
        }
    }

    /// Ends [`Self::stay_in_sync`], if it is running.
    pub fn stop_syncing(&self) {
        self.enough.notify_waiters();
    }

    async fn keep_following(&self) -> Result<(), Error> {
        let mut failures = 0;
        loop {
            let error = match self.follow(&mut failures).await {
                Err(error) if error.advice() == Advice::Retry || error == Error::Answer => error,
                other => return other,
            };
            tokio::select! {
                () = self.wire.pause(failures, &error) => {}
                // What was just written is worth a try at once; a server that asked to wait is not hurried.
                () = self.wrote.notified(), if error.retry_after().is_none() => {}
            }
            failures += 1;
        }
    }

    /// Syncs and listens until the line breaks.
    async fn follow(&self, failures: &mut u32) -> Result<(), Error> {
        // Listens first: what moves while the sync runs is told as well.
        let line = match self.listen().await {
            Ok(line) => line,
            Err(error) => {
                self.note_outcome(error.code())?;
                return Err(error);
            }
        };
        let mut events = Events::new(line);
        self.sync().await?;
        *failures = 0;
        loop {
            let news = tokio::select! {
                notice = events.next() => match notice? {
                    Some(Notice::Head(head)) => self.is_news(&head)?,
                    Some(Notice::Collections) => true,
                    // The server ends the line when the token is over: the next one begins with a new token.
                    None => return Err(Error::Offline),
                },
                () = self.wrote.notified() => true,
            };
            if news {
                self.sync().await?;
            }
        }
    }

    async fn listen(&self) -> Result<Response, Error> {
        let account = self.fresh_account().await?;
        let token = account.tokens.access.unwrap_or_default();
        self.wire.listen(&account.server, &token).await
    }

    fn is_news(&self, head: &Head) -> Result<bool, Error> {
        let cursors = self.store.read(|connection| Books::on(connection).cursors())?;
        Ok(cursors.get(&head.collection).is_none_or(|cursor| cursor.seq < head.head))
    }
}

impl Wire {
    async fn listen(&self, origin: &str, token: &str) -> Result<Response, Error> {
        let call = self.client.get(format!("{origin}/v1/changes"));
        let call = call.header(VERSION_HEADER, VERSION).header(ACCEPT, "text/event-stream");
        // Longer than any line lives: silence ends it, not age.
        let call = call.header(AUTHORIZATION, format!("Bearer {token}")).timeout(Duration::from_secs(24 * 3_600));
        let answer = call.send().await.map_err(transport)?;
        if answer.status().is_success() { Ok(answer) } else { Err(problem(answer).await) }
    }

    /// The wait after so many failures in a row: full jitter, at least what the server asks for.
    async fn pause(&self, failures: u32, error: &Error) {
        let most = self.policy.max_n_retries.unwrap_or(0).saturating_sub(1);
        let jittered = match self.policy.should_retry(SystemTime::now(), failures.min(most)) {
            RetryDecision::Retry { execute_after } => execute_after.duration_since(SystemTime::now()).ok(),
            RetryDecision::DoNotRetry => None,
        };
        let asked = error.retry_after().unwrap_or_default();
        tokio::time::sleep(jittered.unwrap_or(self.longest).max(asked)).await;
    }
}

/// The lines of a stream of events (WHATWG HTML §9.2), as far as our server uses them.
struct Events<S> {
    chunks: S,
    text: Vec<u8>,
}

impl Events<()> {
    #[allow(clippy::new_ret_no_self)] // The stream's type has no name.
    fn new(
        answer: Response,
    ) -> Events<impl futures_util::Stream<Item = Result<impl AsRef<[u8]>, reqwest::Error>> + Unpin> {
        Events { chunks: answer.bytes_stream().boxed(), text: Vec::new() }
    }
}

impl<B: AsRef<[u8]>, S: futures_util::Stream<Item = Result<B, reqwest::Error>> + Unpin> Events<S> {
    /// The next notice; `None` at the end. Cancelling it loses nothing.
    async fn next(&mut self) -> Result<Option<Notice>, Error> {
        loop {
            while let Some(end) = self.text.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<u8> = self.text.drain(..end + 2).collect();
                if let Some(notice) = read(&event) {
                    return Ok(Some(notice));
                }
            }
            match tokio::time::timeout(SILENCE, self.chunks.next()).await {
                Ok(Some(Ok(chunk))) if self.text.len() + chunk.as_ref().len() > MOST => return Err(Error::Answer),
                Ok(Some(Ok(chunk))) => self.text.extend_from_slice(chunk.as_ref()),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) | Err(_) => return Err(Error::Offline),
            }
        }
    }
}

/// One event; `None` for comments and for kinds that this version does not know.
fn read(event: &[u8]) -> Option<Notice> {
    let event = std::str::from_utf8(event).ok()?;
    let field = |name: &str| event.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()));
    match field("event")? {
        "head" => serde_json::from_str(field("data")?).ok().map(Notice::Head),
        "collections" => Some(Notice::Collections),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use protocol::CollectionId;

    use super::*;

    #[tokio::test]
    async fn an_event_that_never_ends_is_no_event() {
        let chunk = || Ok::<_, reqwest::Error>(vec![b'x'; 64 * 1024]);
        let mut events = Events { chunks: futures_util::stream::repeat_with(chunk), text: Vec::new() };
        assert_eq!(events.next().await, Err(Error::Answer));
        assert!(events.text.len() <= MOST);
    }

    #[test]
    fn events_are_read_and_what_is_unknown_is_passed_over() {
        let head = Head { collection: CollectionId::new(1, [1; 10]), head: 7 };
        let text = format!("event: head\ndata: {}\n\n", serde_json::to_string(&head).unwrap());
        assert_eq!(read(text.as_bytes()), Some(Notice::Head(head)));
        assert_eq!(read(b"event: collections\ndata: {}\n\n"), Some(Notice::Collections));
        assert_eq!(read(b": still here\n\n"), None);
        assert_eq!(read(b"event: weather\ndata: {}\n\n"), None);
        assert_eq!(read(b"event: head\ndata: nonsense\n\n"), None);
    }
}
