//! `/v1/changes`: told, not polled. Server-sent events that say which collection has a new head, and nothing else.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, Responder, get};
use futures_util::Stream;
use protocol::sync::Head;
use protocol::{Code, CollectionId, Problem};

use super::State;
use super::caller::Watcher;
use crate::accounts::Actor;
use crate::db::collections;
use crate::fault::Result;
use crate::sync::hub::{Listener, Post};

/// A sign of life for proxies that close what is silent.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Begins with the head of each collection; then says when one moves. `event: collections` means that memberships,
/// keys, handovers or invitations changed. Ends with the access token: come back with the next one.
#[utoipa::path(tag = "sync", security(("bearer" = [])), responses((status = 200, body = Head, content_type = "text/event-stream")))]
#[get("/v1/changes")]
pub async fn changes(app: State, who: Watcher) -> Result<impl Responder> {
    let busy = || Problem { retry_after: Some(60), ..Problem::new(Code::TooManyRequests) };
    let listener = app.hub.listen(who.actor).ok_or_else(busy)?;
    let mut watch = Watch { app, actor: who.actor, until: who.until, listener, said: VecDeque::new() };
    watch.look(Known::Nothing).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(watch.events()))
}

struct Watch {
    app: State,
    actor: Actor,
    until: i64,
    listener: Listener,
    said: VecDeque<Bytes>,
}

/// What a watcher was told of already.
enum Known {
    Nothing,
    ButCollectionsChanged,
}

impl Watch {
    fn events(self) -> impl Stream<Item = std::result::Result<Bytes, std::convert::Infallible>> {
        futures_util::stream::unfold(self, |mut watch| async move {
            loop {
                if let Some(bytes) = watch.said.pop_front() {
                    return Some((Ok(bytes), watch));
                }
                if !watch.hear().await {
                    return None;
                }
            }
        })
    }

    /// Waits for something to say; false at the end.
    async fn hear(&mut self) -> bool {
        let left = Duration::from_millis(u64::try_from(self.until - self.app.clock.now()).unwrap_or(0));
        if left.is_zero() {
            return false;
        }
        match tokio::time::timeout(left.min(SIGN_OF_LIFE), self.listener.post()).await {
            Err(_) => self.said.push_back(Bytes::from_static(b":\n\n")),
            Ok(Post { over: true, .. }) => return false,
            Ok(Post { account: true, .. }) => return self.look(Known::ButCollectionsChanged).await.is_ok(),
            Ok(Post { heads, .. }) => self.say_heads(heads),
        }
        true
    }

    /// Follows what is the account's now, and says where each collection stands.
    async fn look(&mut self, known: Known) -> Result<()> {
        let account = self.actor.account;
        let mine = move |app: State| async move {
            app.db.read(move |conn| collections::of_account(conn, account.into())).await
        };
        // Followed first and read again after: no change falls between the two.
        let rows = mine(self.app.clone()).await?;
        self.listener.follow(rows.into_iter().map(|row| row.id.into()));
        let rows = mine(self.app.clone()).await?;
        if matches!(known, Known::ButCollectionsChanged) {
            self.said.push_back(Bytes::from_static(b"event: collections\ndata: {}\n\n"));
        }
        self.say_heads(rows.into_iter().map(|row| (row.id.into(), row.head as u64)).collect());
        Ok(())
    }

    fn say_heads(&mut self, heads: BTreeMap<CollectionId, u64>) {
        let lines = heads.into_iter().map(|(collection, head)| {
            let data = serde_json::to_string(&Head { collection, head }).unwrap_or_default();
            format!("event: head\ndata: {data}\n\n")
        });
        self.said.push_back(Bytes::from(lines.collect::<String>()));
    }
}
