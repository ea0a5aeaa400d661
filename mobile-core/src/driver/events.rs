//! The change stream, `GET /v1/changes`: server-sent events that announce a collection's new head.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use protocol::sync::Head;
use protocol::{VERSION, VERSION_HEADER};
use reqwest::Response;
use reqwest::header::{ACCEPT, AUTHORIZATION};

use super::client::{HttpClient, problem, transport};
use crate::Error;

/// The server sends a heartbeat every fifteen seconds. A connection that is silent for longer than this is dead.
const SILENCE: Duration = Duration::from_secs(45);

/// The largest event, in bytes. A server sends the heads of all collections at once, some hundred bytes each.
const MOST: usize = 1024 * 1024;

/// An event of the change stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A collection has a new head.
    Head(Head),
    /// Memberships, keys or handovers have changed.
    Collections,
}

impl HttpClient {
    /// Opens the change stream.
    pub async fn listen(&self, origin: &str, token: &str) -> Result<Events, Error> {
        let call = self.client.get(format!("{origin}/v1/changes"));
        let call = call.header(VERSION_HEADER, VERSION).header(ACCEPT, "text/event-stream");
        // Longer than any connection lasts: silence ends it, not its age.
        let call = call.header(AUTHORIZATION, format!("Bearer {token}")).timeout(Duration::from_secs(24 * 3_600));
        let answer = call.send().await.map_err(transport)?;
        if answer.status().is_success() { Ok(Events::new(answer)) } else { Err(problem(answer).await) }
    }
}

/// The open change stream: an event stream (WHATWG HTML §9.2), limited to the features that our server uses.
pub(crate) struct Events {
    chunks: BoxStream<'static, Result<Vec<u8>, reqwest::Error>>,
    text: Vec<u8>,
}

impl Events {
    fn new(answer: Response) -> Self {
        Self { chunks: answer.bytes_stream().map(|chunk| Ok(chunk?.to_vec())).boxed(), text: Vec::new() }
    }

    /// The next event; `None` at the end. Cancel safe.
    pub async fn next(&mut self) -> Result<Option<Event>, Error> {
        loop {
            while let Some(end) = self.text.windows(2).position(|two| two == b"\n\n") {
                let text: Vec<u8> = self.text.drain(..end + 2).collect();
                if let Some(event) = read(&text) {
                    return Ok(Some(event));
                }
            }
            match tokio::time::timeout(SILENCE, self.chunks.next()).await {
                Ok(Some(Ok(chunk))) if self.text.len() + chunk.len() > MOST => return Err(Error::Answer),
                Ok(Some(Ok(chunk))) => self.text.extend_from_slice(&chunk),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) | Err(_) => return Err(Error::Offline),
            }
        }
    }
}

/// One event; `None` for comments and for kinds that this version does not know.
fn read(event: &[u8]) -> Option<Event> {
    let event = std::str::from_utf8(event).ok()?;
    let field = |name: &str| event.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()));
    match field("event")? {
        "head" => serde_json::from_str(field("data")?).ok().map(Event::Head),
        "collections" => Some(Event::Collections),
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
        let mut events = Events { chunks: futures_util::stream::repeat_with(chunk).boxed(), text: Vec::new() };
        assert_eq!(events.next().await, Err(Error::Answer));
        assert!(events.text.len() <= MOST);
    }

    #[test]
    fn events_are_read_and_what_is_unknown_is_passed_over() {
        let head = Head { collection: CollectionId::new(1, [1; 10]), head: 7 };
        let text = format!("event: head\ndata: {}\n\n", serde_json::to_string(&head).unwrap());
        assert_eq!(read(text.as_bytes()), Some(Event::Head(head)));
        assert_eq!(read(b"event: collections\ndata: {}\n\n"), Some(Event::Collections));
        assert_eq!(read(b": still here\n\n"), None);
        assert_eq!(read(b"event: weather\ndata: {}\n\n"), None);
        assert_eq!(read(b"event: head\ndata: nonsense\n\n"), None);
    }
}
