//! Attachments: announced, uploaded in parts, downloaded by range, deleted with their bytes.

use std::time::Duration;

use protocol::attachment::*;
use protocol::{AttachmentId, Blob, Code, CollectionId, Limits};
use reqwest::{Response, StatusCode};
use server::bounds;

use crate::people::*;
use crate::world::{World, on_each_database};

const KIB: usize = 1024;

fn place(collection: CollectionId, id: AttachmentId) -> String {
    format!("/v1/collections/{collection}/attachments/{id}")
}

/// Pseudo-random bytes.
fn photo(size: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(size + 32);
    while bytes.len() < size {
        bytes.extend(bounds::hash(&(bytes.len() as u64).to_be_bytes()));
    }
    bytes.truncate(size);
    bytes
}

impl Person {
    async fn announce(&self, collection: CollectionId, id: AttachmentId, size: usize) -> Response {
        let asked = AnnounceAttachment { size: size as u64, copy_from: None };
        self.put(&place(collection, id), &asked).await
    }

    async fn upload_part(&self, collection: CollectionId, id: AttachmentId, offset: usize, bytes: &[u8]) -> Response {
        let part = AttachmentPart { offset: offset as u64, bytes: bytes.into() };
        self.post(&format!("{}/parts", place(collection, id)), &part).await
    }

    /// Announces and uploads everything.
    async fn attach(&self, collection: CollectionId, bytes: &[u8]) -> AttachmentId {
        let id = attachment_id();
        self.announce(collection, id, bytes.len()).await.made::<Attachment>().await;
        for (n, part) in bytes.chunks(64 * KIB).enumerate() {
            self.upload_part(collection, id, n * 64 * KIB, part).await.made::<Attachment>().await;
        }
        id
    }

    async fn fetch(&self, collection: CollectionId, id: AttachmentId, range: Option<&str>) -> Response {
        let request = self.ask(reqwest::Method::GET, &format!("{}/bytes", place(collection, id)));
        let request = range.into_iter().fold(request, |request, range| request.header("range", range));
        request.send().await.unwrap()
    }
}

async fn kept_parts(world: &World, collection: CollectionId, id: AttachmentId) -> bool {
    let find =
        move |conn: &mut server::db::Conn| server::db::attachments::part_at(conn, collection.into(), id.into(), 0);
    world.server.app().db.read(find).await.unwrap().is_some()
}

#[tokio::test]
async fn a_photo_comes_in_parts_and_is_fetched_on_another_phone() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (id, bytes) = (attachment_id(), photo(200 * KIB));
        let announced: Attachment = wren.announce(journal, id, bytes.len()).await.made().await;
        assert_eq!((announced.id, announced.size, announced.stored), (id, bytes.len() as u64, 0));
        let unfinished = wren.fetch(journal, id, None).await.refused().await;
        assert_eq!(unfinished.code, Code::AttachmentUnfinished);
        for (n, part) in bytes.chunks(64 * KIB).enumerate() {
            let state: Attachment = wren.upload_part(journal, id, n * 64 * KIB, part).await.made().await;
            assert_eq!(state.stored as usize, n * 64 * KIB + part.len());
        }
        let second = world.sign_in("wren", &wren.password, device("second phone")).await.made().await;
        let second = world.person("wren", second, wren.private);
        let listed: Attachments = second.get(&format!("/v1/collections/{journal}/attachments")).await.made().await;
        assert_eq!((listed.bytes, listed.attachments[0].finished()), (bytes.len() as u64, true));
        let response = second.fetch(journal, id, None).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.bytes().await.unwrap(), bytes);
        world
    })
    .await;
}

#[tokio::test]
async fn an_upload_goes_on_from_wherever_it_broke_off() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (id, bytes) = (attachment_id(), photo(300 * KIB + 5));
        wren.announce(journal, id, bytes.len()).await.made::<Attachment>().await;
        wren.upload_part(journal, id, 0, &bytes[..64 * KIB]).await.made::<Attachment>().await;
        // A response was lost: repeating the part or the announcement changes nothing.
        let again: Attachment = wren.upload_part(journal, id, 0, &bytes[..64 * KIB]).await.made().await;
        assert_eq!(again.stored as usize, 64 * KIB);
        let asked: Attachment = wren.announce(journal, id, bytes.len()).await.made().await;
        assert_eq!(asked.stored as usize, 64 * KIB);
        // A gap is rejected.
        let early = wren.upload_part(journal, id, 128 * KIB, &bytes[128 * KIB..192 * KIB]).await;
        assert_eq!(early.refused().await.code, Code::OffsetMismatch);
        // A newer app may split differently: overlapping bytes have to be equal.
        let cut = 10 * KIB + 1;
        let mut other = bytes[cut..cut + 200 * KIB].to_vec();
        other[7] ^= 1;
        assert_eq!(wren.upload_part(journal, id, cut, &other).await.refused().await.code, Code::AlreadyExists);
        let state: Attachment = wren.upload_part(journal, id, cut, &bytes[cut..cut + 200 * KIB]).await.made().await;
        assert_eq!(state.stored as usize, cut + 200 * KIB);
        let asked: Attachment = wren.get(&place(journal, id)).await.made().await;
        assert_eq!(asked.stored, state.stored);
        wren.upload_part(journal, id, state.stored as usize, &bytes[state.stored as usize..])
            .await
            .made::<Attachment>()
            .await;
        assert_eq!(wren.fetch(journal, id, None).await.bytes().await.unwrap(), bytes);
        // Uploading everything again adds nothing.
        let whole: Attachment = wren.upload_part(journal, id, 0, &bytes).await.made().await;
        assert_eq!(whole.stored, whole.size);
        world
    })
    .await;
}

#[tokio::test]
async fn any_range_can_be_fetched_and_says_where_it_lies() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let bytes = photo(150 * KIB);
        let id = wren.attach(journal, &bytes).await;
        let size = bytes.len();
        let ranges = [
            ("bytes=0-0".to_owned(), 0..1),
            (format!("bytes={}-", 64 * KIB), 64 * KIB..size),
            (format!("bytes={}-{}", 64 * KIB - 3, 130 * KIB), 64 * KIB - 3..130 * KIB + 1),
            ("bytes=-10".to_owned(), size - 10..size),
            ("bytes=100-99999999".to_owned(), 100..size),
        ];
        for (asked, expected) in ranges {
            let response = wren.fetch(journal, id, Some(&asked)).await;
            assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT, "{asked}");
            let place = format!("bytes {}-{}/{size}", expected.start, expected.end - 1);
            assert_eq!(response.headers()["content-range"], place.as_str(), "{asked}");
            assert_eq!(response.bytes().await.unwrap(), bytes[expected], "{asked}");
        }
        let beyond = wren.fetch(journal, id, Some(&format!("bytes={size}-"))).await;
        assert_eq!(beyond.headers()["content-range"], format!("bytes */{size}").as_str());
        assert_eq!(beyond.refused().await.code, Code::RangeNotSatisfiable);
        // Anything but a single byte range gets the whole.
        for strange in ["bytes=0-1,5-9", "pages=1-2", "bytes=x-y"] {
            let response = wren.fetch(journal, id, Some(strange)).await;
            assert_eq!(
                (response.status(), response.content_length()),
                (StatusCode::OK, Some(size as u64)),
                "{strange}"
            );
        }
        world
    })
    .await;
}

#[tokio::test]
async fn a_deleted_attachment_leaves_no_bytes() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let id = wren.attach(journal, &photo(70 * KIB)).await;
        assert!(kept_parts(&world, journal, id).await);
        for _ in 0..2 {
            wren.delete(&place(journal, id)).await.done().await;
        }
        assert!(!kept_parts(&world, journal, id).await);
        assert_eq!(wren.fetch(journal, id, None).await.refused().await.code, Code::NotFound);
        assert_eq!(wren.get(&place(journal, id)).await.refused().await.code, Code::NotFound);
        let late = wren.upload_part(journal, id, 0, &[1]).await.refused().await;
        assert_eq!(late.code, Code::NotFound);
        world
    })
    .await;
}

#[tokio::test]
async fn what_is_never_finished_is_forgotten_after_a_week() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (begun, bytes) = (attachment_id(), photo(100 * KIB));
        let finished = wren.attach(journal, &bytes).await;
        wren.announce(journal, begun, bytes.len()).await.made::<Attachment>().await;
        wren.upload_part(journal, begun, 0, &bytes[..64 * KIB]).await.made::<Attachment>().await;
        let week = Duration::from_secs(7 * 24 * 3600);
        let clean = async || {
            let before = world.clock.now() - week.as_millis() as i64;
            let clean = move |tx: &mut server::db::Tx<'_>| server::db::attachments::delete_abandoned(tx, before);
            world.server.app().db.write(clean).await.unwrap()
        };
        assert_eq!(clean().await, 0);
        world.pass(week + Duration::from_secs(1));
        assert_eq!(clean().await, 1);
        assert!(!kept_parts(&world, journal, begun).await && kept_parts(&world, journal, finished).await);
        world
    })
    .await;
}

#[tokio::test]
async fn sharing_copies_on_the_server_and_the_therapists_reading_is_in_the_trail() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let journal = wren.private.unwrap();
        let care = wren.accept(osei.invite().await).await.id;
        let bytes = photo(90 * KIB);
        let id = wren.attach(journal, &bytes).await;
        assert_eq!(osei.fetch(care, id, None).await.refused().await.code, Code::NotFound);

        let copy = |size: usize, from| AnnounceAttachment { size: size as u64, copy_from: Some(from) };
        let made: Attachment = wren.put(&place(care, id), &copy(bytes.len(), journal)).await.made().await;
        assert!(made.finished());
        assert_eq!(osei.fetch(care, id, Some("bytes=0-9")).await.bytes().await.unwrap(), bytes[..10]);
        assert_eq!(osei.fetch(care, id, None).await.bytes().await.unwrap(), bytes);
        assert_eq!(wren.fetch(care, id, None).await.status(), StatusCode::OK);
        let chain = server::db::Id::from(care);
        let trail = world.server.app().db.read(move |conn| server::db::audit::chain(conn, chain)).await.unwrap();
        let read: Vec<_> = trail.iter().filter(|entry| entry.action == "attachment_read").collect();
        assert_eq!(read.len(), 2);
        assert!(read.iter().all(|entry| entry.actor == Some(osei.id().into()) && entry.subject == Some(id.into())));

        // Not from an inaccessible collection, not with another size, not while unfinished.
        let theirs = robin.private.unwrap();
        let stolen = robin.put(&place(theirs, id), &copy(bytes.len(), journal)).await.refused().await;
        assert_eq!(stolen.code, Code::NotFound);
        let other = wren.put(&place(care, attachment_id()), &copy(bytes.len(), journal)).await.refused().await;
        assert_eq!(other.code, Code::NotFound);
        let begun = attachment_id();
        wren.announce(journal, begun, 10).await.made::<Attachment>().await;
        let unfinished = wren.put(&place(care, begun), &copy(10, journal)).await.refused().await;
        assert_eq!(unfinished.code, Code::AttachmentUnfinished);

        // The therapist cannot delete the client's attachment; deleting the copy leaves the original.
        assert_eq!(osei.delete(&place(care, id)).await.refused().await.code, Code::Forbidden);
        let own = osei.attach(care, &photo(10)).await;
        osei.delete(&place(care, own)).await.done().await;
        wren.delete(&place(care, id)).await.done().await;
        assert!(!kept_parts(&world, care, id).await && kept_parts(&world, journal, id).await);
        world
    })
    .await;
}

#[tokio::test]
async fn an_upload_belongs_to_who_announced_it() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        let id = attachment_id();
        wren.announce(care, id, 10).await.made::<Attachment>().await;
        assert_eq!(osei.upload_part(care, id, 0, &photo(10)).await.refused().await.code, Code::Forbidden);
        assert_eq!(osei.announce(care, id, 10).await.refused().await.code, Code::AlreadyExists);
        assert_eq!(wren.announce(care, id, 11).await.refused().await.code, Code::AlreadyExists);
        world
    })
    .await;
}

#[tokio::test]
async fn a_member_who_announces_without_end_uses_up_their_own_limit() {
    let limits = Limits { attachment_bytes: 200 * 1024, attachments_bytes: 250 * 1024, ..Limits::default() };
    let world = World::on_sqlite(|config| config.limits = limits).await;
    let (osei, wren) = (world.founder("m.osei").await, world.client("wren").await);
    let care = wren.accept(osei.invite().await).await.id;
    osei.announce(care, attachment_id(), 200 * KIB).await.made::<Attachment>().await;
    assert_eq!(osei.announce(care, attachment_id(), 200 * KIB).await.refused().await.code, Code::QuotaExceeded);
    wren.announce(care, attachment_id(), 200 * KIB).await.made::<Attachment>().await;
    world.end().await;
}

#[tokio::test]
async fn too_large_too_much_and_too_small_are_told_apart() {
    let limits = Limits {
        attachment_bytes: 200 * 1024,
        attachments_bytes: 250 * 1024,
        part_bytes: 100 * 1024,
        ..Limits::default()
    };
    let world = World::on_sqlite(|config| config.limits = limits).await;
    let wren = world.client("wren").await;
    let journal = wren.private.unwrap();
    let announce = async |size| wren.announce(journal, attachment_id(), size).await;
    assert_eq!(announce(0).await.refused().await.code, Code::Unprocessable);
    assert_eq!(announce(200 * KIB + 1).await.refused().await.code, Code::AttachmentTooLarge);
    let (id, bytes) = (attachment_id(), photo(200 * KIB));
    wren.announce(journal, id, bytes.len()).await.made::<Attachment>().await;
    assert_eq!(announce(50 * KIB + 1).await.refused().await.code, Code::QuotaExceeded);
    announce(50 * KIB).await.made::<Attachment>().await;

    let refused = async |offset, bytes: &[u8]| wren.upload_part(journal, id, offset, bytes).await.refused().await.code;
    assert_eq!(refused(0, &bytes[..100 * KIB + 1]).await, Code::PayloadTooLarge);
    assert_eq!(refused(0, &[]).await, Code::Unprocessable);
    assert_eq!(refused(0, &bytes[..1000]).await, Code::Unprocessable);
    wren.upload_part(journal, id, 0, &bytes[..100 * KIB]).await.made::<Attachment>().await;
    wren.upload_part(journal, id, 100 * KIB, &bytes[100 * KIB..199 * KIB]).await.made::<Attachment>().await;
    // The last part may be small, but must not exceed the announced size.
    assert_eq!(refused(199 * KIB, &photo(1025)).await, Code::Unprocessable);
    wren.upload_part(journal, id, 199 * KIB, &bytes[199 * KIB..]).await.made::<Attachment>().await;
    assert_eq!(wren.fetch(journal, id, None).await.bytes().await.unwrap(), bytes);
    // Deleting frees quota.
    wren.delete(&place(journal, id)).await.done().await;
    announce(200 * KIB).await.made::<Attachment>().await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_part_sent_by_two_connections_at_once_is_kept_once() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let (id, bytes) = (attachment_id(), photo(64 * KIB));
        wren.announce(journal, id, bytes.len()).await.made::<Attachment>().await;
        let tries = (0..6).map(|_| wren.upload_part(journal, id, 0, &bytes));
        for response in futures_util::future::join_all(tries).await {
            assert!(response.made::<Attachment>().await.finished());
        }
        assert_eq!(wren.fetch(journal, id, None).await.bytes().await.unwrap(), bytes);
        world
    })
    .await;
}

#[tokio::test]
async fn phones_send_parts_as_bytes() {
    let world = World::on_sqlite(|_| {}).await;
    let wren = world.client("wren").await;
    let (journal, id, bytes) = (wren.private.unwrap(), attachment_id(), photo(1000));
    wren.announce(journal, id, bytes.len()).await.made::<Attachment>().await;
    let mut message = Vec::new();
    let part = AttachmentPart { offset: 0, bytes: Blob(bytes.clone()) };
    ciborium::into_writer(&part, &mut message).unwrap();
    assert!(message.len() < 1050);
    let call = wren.ask(reqwest::Method::POST, &format!("{}/parts", place(journal, id)));
    let response = call.header("content-type", "application/cbor").body(message).send().await.unwrap();
    assert!(response.made::<Attachment>().await.finished());
    world.end().await;
}
