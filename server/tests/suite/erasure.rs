//! Deleting accounts and care collections: what is deleted, and which devices are notified.

use protocol::account::*;
use protocol::attachment::*;
use protocol::care::*;
use protocol::erasure::*;
use protocol::sync::SyncRequest;
use protocol::{Code, CollectionId};
use reqwest::StatusCode;

use crate::people::*;
use crate::world::{World, on_each_database};

async fn attach(person: &Person, collection: CollectionId, size: u64) {
    let path = format!("/v1/collections/{collection}/attachments/{}", attachment_id());
    person.put(&path, &AnnounceAttachment { size, copy_from: None }).await.made::<Attachment>().await;
    let part = AttachmentPart { offset: 0, bytes: vec![9; size as usize].into() };
    person.post(&format!("{path}/parts"), &part).await.made::<Attachment>().await;
}

async fn erase(world: &World, person: &Person) -> reqwest::Response {
    let proof = world.proof(&person.handle, &person.password).await;
    person.post("/v1/me/erasure", &Erase { proof }).await
}

#[tokio::test]
async fn a_client_who_deletes_everything_leaves_nothing_readable() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let journal = wren.private.unwrap();
        let care = wren.accept(osei.invite().await).await.id;
        let others = robin.accept(osei.invite().await).await.id;
        robin.push(vec![push(others, record_id(), 0, "another's")]).await;
        let gone = record_id();
        wren.push(vec![
            push(journal, record_id(), 0, "a"),
            push(journal, gone, 0, "b"),
            push(care, record_id(), 0, "c"),
        ])
        .await;
        wren.push(vec![deletion(journal, gone, 1)]).await;
        attach(&wren, journal, 1000).await;
        attach(&wren, care, 200).await;
        world.sign_in("wren", &wren.password, device("second phone")).await.made::<Session>().await;

        let erased: Erased = erase(&world, &wren).await.made().await;
        let expected = Erased {
            collections: 2,
            records: 3,
            attachments: 2,
            attachment_bytes: 1200,
            keys: 2,
            devices: 2,
            backups_forget_at: world.clock.now() + 35 * 24 * 3600 * 1000,
        };
        assert_eq!(erased, expected);

        // Its devices are signed out at once, and the name is unknown.
        assert_eq!(wren.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
        assert_eq!(world.refresh(wren.refresh_token()).await.refused().await.code, Code::Unauthenticated);
        let gone = world.sign_in("wren", &wren.password, device("x")).await;
        let never = world.sign_in("nobody", &wren.password, device("x")).await;
        assert_eq!((gone.status(), never.status()), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
        assert_eq!(gone.text().await.unwrap(), never.text().await.unwrap());

        // The therapist gets `revoked`; other clients' data is unchanged.
        let asked = SyncRequest { cursors: [(care, 0), (others, 0)].into(), ..SyncRequest::default() };
        let answer = osei.sync(asked).await;
        assert_eq!((answer.revoked, answer.changes[&others].records.len()), (vec![care], 1));
        assert_eq!(osei.in_care().await.len(), 1);

        let empty = move |conn: &mut server::db::Conn| {
            let mut rows = server::db::records::after(conn, journal.into(), 0, i64::MAX, 10)?.len();
            rows += server::db::records::after(conn, care.into(), 0, i64::MAX, 10)?.len();
            rows += server::db::attachments::of_collection(conn, journal.into())?.len();
            rows += server::db::collections::epochs_of(conn, &[journal.into(), care.into()])?.len();
            rows += server::db::devices::of_account(conn, wren.id().into())?.len();
            Ok(rows)
        };
        assert_eq!(world.server.app().db.read(empty).await.unwrap(), 0);
        // The name is free; a new account with it starts empty.
        let again = world.client("wren").await;
        assert_eq!(again.collections().await.len(), 1);
        world
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pushed_while_an_account_is_deleted_is_gone_as_well() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        let writers = (0..8).map(|writer| {
            let wren = wren.clone();
            tokio::spawn(async move {
                for n in 0..40 {
                    let request = SyncRequest {
                        push: vec![push(journal, record_id(), 0, &format!("{writer} {n}"))],
                        ..SyncRequest::default()
                    };
                    // Until it is signed out.
                    if wren.try_to_sync(request).await.is_none() {
                        return;
                    }
                }
            })
        });
        let writing = futures_util::future::join_all(writers.collect::<Vec<_>>());
        let erasing = async { erase(&world, &wren).await.made::<Erased>().await };
        tokio::join!(writing, erasing);
        let left = move |conn: &mut server::db::Conn| {
            Ok(server::db::records::after(conn, journal.into(), 0, i64::MAX, 10)?.len())
        };
        assert_eq!(world.server.app().db.read(left).await.unwrap(), 0);
        world
    })
    .await;
}

#[tokio::test]
async fn many_photos_are_deleted_a_few_at_a_time_and_counted_whole() {
    on_each_database(|world| async {
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let journal = wren.private.unwrap();
        for _ in 0..40 {
            attach(&wren, journal, 500).await;
        }
        attach(&robin, robin.private.unwrap(), 500).await;
        let erased: Erased = erase(&world, &wren).await.made().await;
        assert_eq!((erased.attachments, erased.attachment_bytes), (40, 20_000));
        let kept: Attachments =
            robin.get(&format!("/v1/collections/{}/attachments", robin.private.unwrap())).await.made().await;
        assert!(kept.attachments[0].finished());
        world
    })
    .await;
}

#[tokio::test]
async fn what_was_deleted_is_not_in_the_file_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().to_owned();
    let world = World::on_sqlite(|config| config.data_dir = data_dir.clone()).await;
    let holds = |needle: &str| {
        let files = std::fs::read_dir(&data_dir).unwrap();
        let bytes: Vec<u8> = files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    };
    let (wren, robin) = (world.client("wren.to.be.forgotten").await, world.client("robin.stays").await);
    let (journal, entry, edited) = (wren.private.unwrap(), record_id(), record_id());
    // Larger than a page.
    let long = format!("a long night {}", "and then ".repeat(3000));
    wren.push(vec![push(journal, record_id(), 0, &long)]).await;
    attach(&wren, journal, 20_000).await;
    robin.push(vec![push(robin.private.unwrap(), record_id(), 0, "what robin wrote")]).await;
    wren.push(vec![push(journal, entry, 0, "a deleted entry"), push(journal, edited, 0, "an earlier wording")]).await;
    wren.push(vec![deletion(journal, entry, 1), push(journal, edited, 1, "the later wording")]).await;
    let shown = ["wren.to.be.forgotten", "a long night", "the later wording", "what robin wrote"];
    assert!(shown.into_iter().all(&holds));

    let world = world.restart().await;
    assert!(!holds("a deleted entry") && !holds("an earlier wording"));
    erase(&world, &wren.through(world.url(""))).await.made::<Erased>().await;
    world.leave().await;
    assert!(holds("what robin wrote") && holds("robin.stays"));
    for gone in ["wren.to.be.forgotten", "a long night", "the later wording"] {
        assert!(!holds(gone), "{gone}");
    }
    assert!(!holds("and then and then") && !holds(&"\t".repeat(1000)), "nor what was larger than a page");
}

#[tokio::test]
async fn nothing_is_deleted_without_the_password() {
    on_each_database(|world| async {
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let made_up = PasswordProof { attempt: "none".into(), message: vec![7; 64].into() };
        let refused = wren.post("/v1/me/erasure", &Erase { proof: made_up }).await.refused().await;
        assert_eq!(refused.code, Code::WrongCredentials);
        let anothers = world.proof("robin", &robin.password).await;
        let refused = wren.post("/v1/me/erasure", &Erase { proof: anothers }).await.refused().await;
        assert_eq!(refused.code, Code::WrongCredentials);
        assert_eq!((wren.collections().await.len(), robin.collections().await.len()), (1, 1));
        world
    })
    .await;
}

#[tokio::test]
async fn the_trail_says_that_it_was_done_and_nothing_of_what_it_was() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        erase(&world, &wren).await.made::<Erased>().await;
        let chains = [server::db::Id::from(wren.id()), server::db::Id::from(journal)];
        for (chain, act) in chains.into_iter().zip(["erased", "collection_erased"]) {
            let trail = world.server.app().db.read(move |conn| server::db::audit::chain(conn, chain)).await.unwrap();
            assert_eq!(trail.last().unwrap().action, act);
        }
        world
    })
    .await;
}

#[tokio::test]
async fn a_client_deletes_one_care_relationship_and_keeps_the_rest() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let journal = wren.private.unwrap();
        let care = wren.accept(osei.invite().await).await.id;
        wren.push(vec![push(journal, record_id(), 0, "mine"), push(care, record_id(), 0, "shared")]).await;
        let path = format!("/v1/collections/{care}");
        assert_eq!(robin.delete(&path).await.refused().await.code, Code::NotFound);
        assert_eq!(osei.delete(&path).await.refused().await.code, Code::Forbidden);
        let own = wren.delete(&format!("/v1/collections/{journal}")).await.refused().await;
        assert_eq!(own.code, Code::Forbidden);
        let erased: Erased = wren.delete(&path).await.made().await;
        assert_eq!((erased.collections, erased.records, erased.devices), (1, 1, 0));
        assert_eq!(wren.delete(&path).await.refused().await.code, Code::NotFound);
        assert_eq!((wren.collections().await.len(), osei.collections().await.len()), (1, 1));
        assert_eq!(wren.pull(journal, 0).await.records.len(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn a_therapist_who_leaves_for_good_takes_nothing_of_the_clients_along() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        let wren = world.client("wren").await;
        let care = wren.accept(lind.invite().await).await.id;
        let open = lind.invite().await;
        wren.push(vec![push(care, record_id(), 0, "shared")]).await;
        lind.pull(care, 0).await;
        let notes = lind.private.unwrap();
        lind.push(vec![push(notes, record_id(), 0, "a note")]).await;

        let erased: Erased = erase(&world, &lind).await.made().await;
        assert_eq!((erased.collections, erased.records), (1, 1));
        let kept = wren.collections().await.into_iter().find(|collection| collection.id == care).unwrap();
        assert_eq!((kept.members.len(), kept.epoch), (1, 2));
        assert_eq!(wren.pull(care, 0).await.records.len(), 1);
        let opening = OpenInvitation { token: token(&open.to_string()) };
        let gone = world.post(&format!("/v1/invitations/{open}/open"), &opening).await.refused().await;
        assert_eq!(gone.code, Code::InvitationInvalid);
        // The client still sees the name of the former therapist.
        let page: protocol::audit::AuditPage = wren.get("/v1/access").await.made().await;
        let read = page.entries.iter().find(|entry| entry.action == protocol::audit::Action::RecordsRead).unwrap();
        assert_eq!(read.name.as_deref(), Some("A.LIND"));
        world
    })
    .await;
}

#[tokio::test]
async fn a_practices_last_owner_stays_while_others_work_there() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let lind = world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
        assert_eq!(erase(&world, &osei).await.refused().await.code, Code::LastOwner);
        erase(&world, &lind).await.made::<Erased>().await;
        // The only member may close the practice.
        erase(&world, &osei).await.made::<Erased>().await;
        world
    })
    .await;
}
