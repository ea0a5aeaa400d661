//! Who may read: the member list, the kinds of collections, the bond.

use std::sync::{Arc, Mutex};

use protocol::AccountId;
use protocol::account::Session;
use protocol::care::{Collection, CollectionKind, CollectionMember, Part};

use crate::insider::therapist_of;
use crate::world::{PASSWORD, Pair, World, hex};

fn stranger() -> AccountId {
    AccountId::new(1, [99; 10])
}

fn member(account: AccountId) -> CollectionMember {
    CollectionMember { account, part: Part::Therapist, name: Some("M. Osei".into()) }
}

#[tokio::test]
async fn case_01_a_second_member_in_the_private_collection_gets_no_key_and_is_reported() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let private = phone.private_collection().unwrap();
    world.near_phone.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        listed.iter_mut().filter(|one| one.id == private).for_each(|one| one.members.push(member(stranger())));
    });
    phone.writes("only mine");
    phone.sync().run().await.unwrap();
    phone.assert_notice("readers-members-private");
    // Also when a phone is signed out and every key changes.
    let lost = world.lost_phone().await;
    let _ = phone.account().remove_device(lost.device, PASSWORD).await;
    let _ = phone.sync().run().await;
    world.assert_keys_only_for(&[therapist.account]);
    world.assert_unreadable(&[therapist.keyring()], &["only mine"]);
    phone.still_has(&["only mine"]);
    phone.assert_notice("readers-members-private");
    world.near_phone.honest();
    phone.sync().run().await.unwrap();
    phone.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_01_a_member_added_in_the_servers_tables_gets_no_key() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let private = phone.private_collection().unwrap();
    world.tampers(&format!(
        "PRAGMA ignore_check_constraints = ON;
         DROP INDEX collection_members_private;
         INSERT INTO collection_members (collection, care, account, therapist, joined_at)
         VALUES ({0}, 0, {1}, 1, 0);
         INSERT INTO checkpoints (collection, account, revision, blob, receipts) VALUES ({0}, {1}, 0, x'', x'');",
        hex(private.as_bytes()),
        hex(therapist.account.as_bytes()),
    ));
    phone.writes("only mine");
    let _ = phone.sync().run().await;
    phone.assert_notice("readers-members-private");
    world.assert_unreadable(&[therapist.keyring()], &["only mine"]);
    world.assert_keys_only_for(&[therapist.account]);
    phone.still_has(&["only mine"]);
    world.end().await;
}

#[tokio::test]
async fn case_02_a_second_member_in_a_care_collection_stops_all_pushes_to_it() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let private = phone.private_collection().unwrap();
    world.near_phone.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        listed.iter_mut().filter(|one| one.id != private).for_each(|one| one.members.push(member(stranger())));
    });
    phone.sync().run().await.unwrap();
    phone.shares("for M. Osei alone");
    phone.sync().run().await.unwrap();
    phone.assert_notice("readers-members");
    assert!(!phone.sync().status().unwrap().in_sync);
    world.assert_unreadable(&[therapist.keyring()], &["for M. Osei alone"]);
    world.assert_keys_only_for(&[therapist.account]);
    phone.still_has(&["for M. Osei alone"]);
    world.near_phone.honest();
    phone.sync().run().await.unwrap();
    phone.is_calm();
    assert!(!world.opened_with(&[therapist.keyring()]).is_empty());
    world.end().await;
}

#[tokio::test]
async fn case_03_an_account_in_place_of_the_therapist_gets_nothing() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let private = phone.private_collection().unwrap();
    world.near_phone.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        for one in listed.iter_mut().filter(|one| one.id != private) {
            one.members.iter_mut().filter(|member| member.part == Part::Therapist).for_each(|one| {
                one.account = stranger();
            });
        }
    });
    phone.sync().run().await.unwrap();
    // Sharing fails while a stranger is listed. Whatever it returns, nothing may be sent.
    let entry = phone.writes("for M. Osei alone");
    let _ = phone.sharing().share(entry, None);
    let lost = world.lost_phone().await;
    let _ = phone.account().remove_device(lost.device, PASSWORD).await;
    let _ = phone.sync().run().await;
    phone.assert_notice("readers-members");
    world.assert_keys_only_for(&[therapist.account]);
    world.assert_unreadable(&[therapist.keyring()], &["for M. Osei alone"]);
    phone.still_has(&["for M. Osei alone"]);
    world.end().await;
}

#[tokio::test]
async fn case_04_swapped_kinds_seal_nothing_private_under_the_care_key() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    phone.writes("from before");
    phone.sync().run().await.unwrap();
    world.near_phone.change("/v1/collections", |listed: &mut Vec<Collection>| {
        for one in listed.iter_mut() {
            one.kind = match one.kind {
                CollectionKind::Private => CollectionKind::Care,
                CollectionKind::Care => CollectionKind::Private,
            };
        }
    });
    let second = world.second_phone(PASSWORD).await;
    second.writes("never shared");
    second.sync().run().await.unwrap();
    second.care().confirm_readers().unwrap();
    second.sync().run().await.unwrap();
    world.assert_unreadable(&[therapist.keyring()], &["never shared", "from before"]);
    second.still_has(&["never shared", "from before"]);
    assert_eq!(second.private_collection().unwrap(), phone.private_collection().unwrap());
    world.end().await;
}

#[tokio::test]
async fn case_05_a_private_collection_that_differs_from_the_manifest_is_rejected() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let private = phone.private_collection().unwrap();
    world.near_phone.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        listed.iter_mut().filter(|one| one.id == private).for_each(|one| {
            one.id = protocol::CollectionId::new(1, [88; 10]);
        });
    });
    let second = world.second_phone(PASSWORD).await;
    let entry = second.writes("not for the server's collection");
    let _ = second.sharing().share(entry, Some(&care));
    let _ = second.sync().run().await;
    let _ = second.care().confirm_readers();
    let _ = second.sync().run().await;
    second.assert_notice("status-not_found");
    world.assert_unreadable(&[therapist.keyring()], &["not for the server's collection"]);
    let foreign = world.near_phone.pushes().iter().any(|push| push.collection.to_string().contains("58585858"));
    assert!(!foreign, "something was pushed into the server's collection");
    second.still_has(&["not for the server's collection"]);
    world.end().await;
}

#[tokio::test]
async fn case_12_a_care_collection_that_is_no_longer_listed_loses_nothing() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let entry = phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    desk.replies(&care, &entry.to_string(), "I have read it.").await;
    phone.sync().run().await.unwrap();
    let private = phone.private_collection().unwrap();
    world.near_phone.change("/v1/collections", move |listed: &mut Vec<Collection>| {
        listed.retain(|one| one.id == private);
    });
    let _ = phone.sync().run().await;
    phone.assert_notice("readers-ended-by-server");
    phone.still_has(&["for M. Osei", "I have read it."]);
    assert_eq!(phone.care().list().unwrap()[0].therapist, "M. Osei");
    let therapist = world.raw_desk().await;
    let _ = phone.sharing().share(phone.writes("after that"), Some(&care));
    let _ = phone.sync().run().await;
    world.assert_unreadable(&[therapist.keyring()], &["after that"]);
    world.end().await;
}

#[tokio::test]
async fn case_21_care_without_a_bond_gets_nothing_from_a_new_phone() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    phone.sharing().share_from_now_on(&["reflection".to_owned()], None).unwrap();
    phone.sync().run().await.unwrap();
    // The bond's record id equals the care collection's id.
    let bond: protocol::RecordId = care.parse().unwrap();
    world.near_phone.change("/v1/sync", move |answer: &mut protocol::sync::SyncResponse| {
        answer.changes.values_mut().for_each(|changes| changes.records.retain(|record| record.id != bond));
    });
    let second = world.second_phone(PASSWORD).await;
    let _ = second.sync().run().await;
    let _ = second.care().confirm_readers();
    second.writes("where does this go");
    let _ = second.sync().run().await;
    second.assert_notice("status-no_bond");
    world.assert_unreadable(&[therapist.keyring()], &["where does this go"]);
    second.still_has(&["where does this go"]);
    world.end().await;
}

#[tokio::test]
async fn case_50_a_member_listed_again_by_the_server_gets_nothing() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let therapist = world.raw_desk().await;
    let account =
        therapist_of(&therapist.collections().await.into_iter().find(|one| one.id.to_string() == care).unwrap());
    phone.sharing().share_from_now_on(&["reflection".to_owned()], None).unwrap();
    phone.sync().run().await.unwrap();
    let before = Arc::new(Mutex::new(None));
    let kept = before.clone();
    world.near_phone.rewrite(move |asked, answer| {
        if asked.path == "/v1/collections" && answer.status == 200 {
            let mut kept = kept.lock().unwrap();
            let kept = kept.get_or_insert_with(|| answer.clone());
            let mut listed: Vec<Collection> = answer.read();
            let was: Vec<Collection> = kept.read();
            let gone: Vec<Collection> =
                was.into_iter().filter(|was| listed.iter().all(|now| now.id != was.id)).collect();
            listed.extend(gone);
            for one in listed.iter_mut().filter(|one| one.id.to_string() == care) {
                if one.members.iter().all(|member| member.account != account) {
                    one.members.push(member(account));
                }
            }
            answer.write(&listed);
        }
    });
    phone.sync().run().await.unwrap();
    let care = phone.care().list().unwrap()[0].id.clone();
    phone.care().end_care(&care).await.unwrap();
    phone.writes("after the end");
    let _ = phone.sync().run().await;
    phone.assert_notice("readers-listed-again");
    world.assert_unreadable(&[therapist.keyring()], &["after the end"]);
    phone.still_has(&["after the end"]);
    world.end().await;
}

/// The server sends an earlier manifest to a phone that has seen a newer one.
#[tokio::test]
async fn case_06_an_older_manifest_changes_nothing_on_a_phone_that_saw_a_newer_one() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let old = world.snapshot();
    let lost = world.lost_phone().await;
    phone.account().remove_device(lost.device, PASSWORD).await.unwrap();
    phone.writes("under the new key");
    phone.sync().run().await.unwrap();
    let before = phone.private_collection().unwrap();
    let url = world.old(&old).await;
    let http = reqwest::Client::new();
    // An old response to `GET /v1/me`, and the old version in each sync response.
    let asked: Arc<Mutex<Option<protocol::account::Account>>> = Arc::default();
    let session: Session = crate::insider::Insider::session(&http, &url, "wren", PASSWORD).await;
    *asked.lock().unwrap() = Some(session.account);
    let (shown, version) = (asked.clone(), asked.lock().unwrap().as_ref().unwrap().manifest.version);
    world.near_phone.change("/v1/me", move |me: &mut protocol::account::Account| {
        *me = shown.lock().unwrap().clone().unwrap();
    });
    world.near_phone.change("/v1/sync", move |answer: &mut protocol::sync::SyncResponse| answer.manifest = version);
    phone.sync().run().await.unwrap();
    phone.sync().run().await.unwrap();
    phone.assert_notice("status-manifest_older");
    assert_eq!(phone.private_collection().unwrap(), before);
    phone.writes("after that");
    let _ = phone.sync().run().await;
    world.assert_unreadable(&[lost.keyring()], &["under the new key", "after that"]);
    phone.still_has(&["under the new key", "after that"]);
    world.end().await;
}
