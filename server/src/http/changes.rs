//! `/v1/changes`: server-sent events that name collections with a new head, and nothing else.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, Responder, get};
use futures_util::Stream;
use protocol::sync::Head;
use protocol::{Code, CollectionId, Problem};

use super::State;
use super::caller::StreamCaller;
use crate::actor::Actor;
use crate::changes::{PendingChanges, Subscription};
use crate::db::collections;
use crate::fault::Result;

/// Interval of keep-alive comments, for proxies that close idle connections.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Streams the head of each collection, then each new head. `event: collections` means that memberships, keys,
/// handovers or invitations changed. The stream ends when the access token expires; reconnect with the next one.
#[utoipa::path(tag = "sync", security(("bearer" = [])), responses((status = 200, body = Head, content_type = "text/event-stream")))]
#[get("/v1/changes")]
pub async fn changes(app: State, who: StreamCaller) -> Result<impl Responder> {
    let busy = || Problem { retry_after: Some(60), ..Problem::new(Code::TooManyRequests) };
    let subscription = app.changes.subscribe(who.actor).ok_or_else(busy)?;
    let mut stream = ChangeStream { app, actor: who.actor, until: who.until, subscription, queue: VecDeque::new() };
    stream.refresh(Update::Initial).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream.events()))
}

struct ChangeStream {
    app: State,
    actor: Actor,
    until: i64,
    subscription: Subscription,
    queue: VecDeque<Bytes>,
}

enum Update {
    Initial,
    CollectionsChanged,
}

impl ChangeStream {
    fn events(self) -> impl Stream<Item = std::result::Result<Bytes, std::convert::Infallible>> {
        futures_util::stream::unfold(self, |mut stream| async move {
            loop {
                if let Some(bytes) = stream.queue.pop_front() {
                    return Some((Ok(bytes), stream));
                }
                if !stream.wait().await {
                    return None;
                }
            }
        })
    }

    /// Waits for something to send; false at the end of the stream.
    async fn wait(&mut self) -> bool {
        let left = Duration::from_millis(u64::try_from(self.until - self.app.clock.now()).unwrap_or(0));
        if left.is_zero() {
            return false;
        }
        match tokio::time::timeout(left.min(KEEP_ALIVE), self.subscription.next()).await {
            Err(_) => self.queue.push_back(Bytes::from_static(b":\n\n")),
            Ok(PendingChanges { closed: true, .. }) => return false,
            Ok(PendingChanges { account_changed: true, .. }) => {
                return self.is_allowed().await && self.refresh(Update::CollectionsChanged).await.is_ok();
            }
            Ok(PendingChanges { heads, .. }) => self.push_heads(heads),
        }
        true
    }

    /// Whether the caller could open this stream now.
    async fn is_allowed(&self) -> bool {
        let permissions = self.app.presence.permissions(&self.app.db, self.actor).await;
        matches!(permissions, Ok(Some(permissions)) if !permissions.second_factor_missing)
    }

    /// Watches the account's current collections and sends their heads.
    async fn refresh(&mut self, update: Update) -> Result<()> {
        let account = self.actor.account;
        let mine = move |app: State| async move {
            app.db.read(move |conn| collections::of_account(conn, account.into())).await
        };
        // Watch first, then read: no change is missed in between.
        let rows = mine(self.app.clone()).await?;
        self.subscription.watch(rows.into_iter().map(|row| row.id.into()));
        let rows = mine(self.app.clone()).await?;
        if matches!(update, Update::CollectionsChanged) {
            self.queue.push_back(Bytes::from_static(b"event: collections\ndata: {}\n\n"));
        }
        self.push_heads(rows.into_iter().map(|row| (row.id.into(), row.head as u64)).collect());
        Ok(())
    }

    fn push_heads(&mut self, heads: BTreeMap<CollectionId, u64>) {
        let lines = heads.into_iter().map(|(collection, head)| {
            let data = serde_json::to_string(&Head { collection, head }).unwrap_or_default();
            format!("event: head\ndata: {data}\n\n")
        });
        self.queue.push_back(Bytes::from(lines.collect::<String>()));
    }
}
