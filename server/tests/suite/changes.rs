//! The change stream.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use protocol::care::StoreKey;
use protocol::sync::Head;
use protocol::{Code, CollectionId};
use reqwest::Method;

use crate::people::*;
use crate::world::{World, on_each_database};

/// An open stream.
struct Stream {
    chunks: BoxStream<'static, reqwest::Result<Vec<u8>>>,
    text: String,
}

#[derive(Debug, PartialEq)]
enum Event {
    Head(CollectionId, u64),
    Collections,
}

impl Stream {
    async fn open(person: &Person) -> Self {
        let response = person.ask(Method::GET, "/v1/changes").send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let chunks = response.bytes_stream().map(|chunk| chunk.map(|bytes| bytes.to_vec())).boxed();
        Self { chunks, text: String::new() }
    }

    /// The next event; `None` at the end of the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let read = read(event);
                self.text = rest.to_owned();
                match read {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(20), self.chunks.next()).await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk.ok()?).unwrap());
        }
    }

    async fn until(&mut self, wanted: &Event) {
        while let Some(event) = self.next().await {
            if event == *wanted {
                return;
            }
        }
        panic!("the stream ended before {wanted:?}");
    }
}

fn read(event: &str) -> Option<Event> {
    let line = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
    match line("event: ")? {
        "head" => {
            let head: Head = serde_json::from_str(line("data: ")?).unwrap();
            Some(Event::Head(head.collection, head.head))
        }
        "collections" => Some(Event::Collections),
        other => panic!("unknown event {other}"),
    }
}

#[tokio::test]
async fn a_listener_hears_where_things_stand_and_when_they_move() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        wren.push(vec![push(journal, record_id(), 0, "before")]).await;
        let mut stream = Stream::open(&wren).await;
        assert_eq!(stream.next().await, Some(Event::Head(journal, 1)));
        wren.push(vec![push(journal, record_id(), 0, "a"), push(journal, record_id(), 0, "b")]).await;
        assert_eq!(stream.next().await, Some(Event::Head(journal, 3)));
        world
    })
    .await;
}

#[tokio::test]
async fn a_therapist_hears_of_a_new_client_and_follows_from_there() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let mut stream = Stream::open(&osei).await;
        // The therapist's own notes are announced with every list of collections.
        let notes = Some(Event::Head(osei.private.unwrap(), 0));
        assert_eq!(stream.next().await, notes);
        let care = wren.accept(osei.invite().await).await.id;
        assert_eq!(stream.next().await, Some(Event::Collections));
        assert_eq!(stream.next().await, notes);
        assert_eq!(stream.next().await, Some(Event::Head(care, 0)));
        wren.push(vec![push(care, record_id(), 0, "shared")]).await;
        assert_eq!(stream.next().await, Some(Event::Head(care, 1)));
        // The therapist does not hear of the private journal; the next event is the end of the access.
        wren.push(vec![push(wren.private.unwrap(), record_id(), 0, "private")]).await;
        wren.delete(&format!("/v1/collections/{care}/members/{}", osei.id())).await.done().await;
        assert_eq!(stream.next().await, Some(Event::Collections));
        assert_eq!(stream.next().await, notes);
        wren.push(vec![push(care, record_id(), 0, "not for you")]).await;
        osei.delete("/v1/sessions/current").await.done().await;
        assert_eq!(stream.next().await, None);
        world
    })
    .await;
}

#[tokio::test]
async fn another_device_hears_of_a_stored_key() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let mut stream = Stream::open(&wren).await;
        let key = StoreKey { epoch: 1, key_sealed: sealed("resealed") };
        wren.put(&format!("/v1/collections/{journal}/key"), &key).await.done().await;
        stream.until(&Event::Collections).await;
        world
    })
    .await;
}

#[tokio::test]
async fn a_stream_ends_with_its_device_and_with_its_server() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let other = world.sign_in("wren", &wren.password, device("other")).await.made().await;
    let other = world.person("wren", other, wren.private);
    let (mut first, mut second) = (Stream::open(&wren).await, Stream::open(&other).await);
    for stream in [&mut first, &mut second] {
        assert!(matches!(stream.next().await, Some(Event::Head(..))));
    }
    wren.delete(&format!("/v1/devices/{}", other.session.device)).await.done().await;
    assert_eq!(second.next().await, None);
    world.end().await;
    assert_eq!(first.next().await, None);
}

#[tokio::test]
async fn a_stream_is_not_opened_with_a_token_that_is_over() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    world.pass(Duration::from_secs(600));
    assert_eq!(wren.get("/v1/changes").await.refused().await.code, Code::Unauthenticated);
    world.end().await;
}

#[tokio::test]
async fn what_one_server_commits_listeners_of_another_hear() {
    let Some(world) = World::on_postgres(|_| {}).await else { return };
    let other = world.another_server().await;
    let wren = world.client("wren").await;
    let journal = wren.private.unwrap();
    let there = wren.through(format!("http://{}", other.address()));
    let mut stream = Stream::open(&there).await;
    stream.until(&Event::Head(journal, 0)).await;
    wren.push(vec![push(journal, record_id(), 0, "here")]).await;
    stream.until(&Event::Head(journal, 1)).await;
    there.push(vec![push(journal, record_id(), 0, "there")]).await;
    stream.until(&Event::Head(journal, 2)).await;
    wren.delete("/v1/sessions/current").await.done().await;
    assert_eq!(stream.next().await, None);
    other.stop().await;
    world.end().await;
}
