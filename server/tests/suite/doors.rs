//! Admission and limits: registration by invitation, quotas, streams, app links.

use std::time::Duration;

use protocol::account::{Device, EnrolmentUse, InvitationUse, Session};
use protocol::sync::{CheckpointResult, Push, PushResult, SyncRequest};
use protocol::{Blob, Code, InvitationId, Limits};
use reqwest::Method;
use serde_json::Value;
use server::backup;
use server::config::{AndroidApp, AppLinks, DatabaseUrl, Registration};
use server::db::DbUrl;
use server::db::usage::{self, Usage};

use crate::people::*;
use crate::world::{World, on_each_database, on_each_database_with};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Registers a client with the invitation's token, or with another one.
async fn with(world: &World, handle: &str, id: InvitationId, token: Blob) -> Result<Session, Code> {
    let mut asked = world.registering(handle, "a quiet pass phrase", Some(new_collection()), None).await;
    asked.finish.invitation = Some(InvitationUse { id, token });
    world.register(asked).await
}

async fn register_without_invitation(world: &World, handle: &str) -> Result<Session, Code> {
    world.register(world.registering(handle, "a quiet pass phrase", Some(new_collection()), None).await).await
}

fn its_token(id: InvitationId) -> Blob {
    token(&id.to_string())
}

#[tokio::test]
async fn an_invitation_registers_one_account_and_is_answered_then() {
    on_each_database_with(
        |config| config.registration = Registration::Invited,
        |world| async {
            // Therapists and owners register with their codes, as always.
            let osei = world.founder("m.osei").await;
            assert_eq!(register_without_invitation(&world, "wren").await.unwrap_err(), Code::InvitationRequired);

            let invitation = osei.invite().await;
            let unknown = with(&world, "wren", invitation, token("a guess")).await;
            assert_eq!(unknown.unwrap_err(), Code::InvitationInvalid);
            let session = with(&world, "wren", invitation, its_token(invitation)).await.unwrap();
            let wren = world.person("wren", session, None);
            let second = with(&world, "rook", invitation, its_token(invitation)).await;
            assert_eq!(second.unwrap_err(), Code::InvitationUsed);
            // A name that is taken does not consume the invitation.
            let next = osei.invite().await;
            assert_eq!(with(&world, "wren", next, its_token(next)).await.unwrap_err(), Code::HandleTaken);
            with(&world, "rook", next, its_token(next)).await.unwrap();

            let care = wren.accept(invitation).await;
            assert_eq!(care.members.len(), 2);

            let over = osei.invite().await;
            let back = osei.invite().await;
            osei.delete(&format!("/v1/invitations/{back}")).await.done().await;
            assert_eq!(with(&world, "jay", back, its_token(back)).await.unwrap_err(), Code::InvitationRevoked);
            world.pass(8 * DAY);
            assert_eq!(with(&world, "jay", over, its_token(over)).await.unwrap_err(), Code::InvitationExpired);
            world
        },
    )
    .await;
}

#[tokio::test]
async fn after_a_restoration_anybody_may_register_for_thirty_days() {
    let invited = |config: &mut server::Config| config.registration = Registration::Invited;
    on_each_database_with(invited, |world| async {
        let osei = world.founder("m.osei").await;
        let invitation = osei.invite().await;
        with(&world, "wren", invitation, its_token(invitation)).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup");
        backup::make(&world.config.db_url(), &file).unwrap();
        world.pass(DAY);
        let place = DbUrl::Sqlite(folder.path().join("again.sqlite3"));
        backup::restore(&file, &place, &world.clock, backup::ExistingData::Refuse).unwrap();
        let database_url = Some(DatabaseUrl::new(format!("sqlite:{}", folder.path().join("again.sqlite3").display())));
        let again = World::beside(server::Config { database_url, ..world.config.clone() }).await;
        // After a restoration anybody may register, even with a used invitation.
        register_without_invitation(&again, "rook").await.unwrap();
        with(&again, "jay", invitation, its_token(invitation)).await.unwrap();
        world.pass(31 * DAY);
        assert_eq!(register_without_invitation(&again, "finch").await.unwrap_err(), Code::InvitationRequired);
        again.end().await;
        world
    })
    .await;
}

#[tokio::test]
async fn an_invitation_registers_no_staff() {
    let world = World::on_sqlite(|config| config.registration = Registration::Invited).await;
    let osei = world.founder("m.osei").await;
    let invitation = osei.invite().await;
    let used = EnrolmentUse { code: "none".into(), name: "A. Lind".into(), practice: None };
    let mut asked = world.registering("lind", "a quiet pass phrase", None, Some(used)).await;
    asked.finish.invitation = Some(InvitationUse { id: invitation, token: its_token(invitation) });
    assert_eq!(world.register(asked).await.unwrap_err(), Code::Unprocessable);
    world.end().await;
}

#[tokio::test]
async fn a_closed_server_takes_nobody_and_an_open_one_anybody() {
    let world = World::on_sqlite(|config| config.registration = Registration::Closed).await;
    let osei = world.founder("m.osei").await;
    let invitation = osei.invite().await;
    assert_eq!(register_without_invitation(&world, "wren").await.unwrap_err(), Code::RegistrationClosed);
    let invited = with(&world, "wren", invitation, its_token(invitation)).await;
    assert_eq!(invited.unwrap_err(), Code::RegistrationClosed);
    world.end().await;

    let world = World::on_sqlite(|config| config.registration = Registration::Open).await;
    register_without_invitation(&world, "wren").await.unwrap();
    let osei = world.founder("m.osei").await;
    let invitation = osei.invite().await;
    with(&world, "rook", invitation, its_token(invitation)).await.unwrap();
    with(&world, "jay", invitation, its_token(invitation)).await.unwrap();
    world.end().await;
}

#[test]
fn who_has_said_nothing_invites() {
    let config = server::Config::default();
    assert_eq!((config.registration, config.docs), (Registration::Invited, false));
}

/// A sync that pushes records of this size.
fn sync_of_sizes(person: &Person, sizes: &[usize]) -> SyncRequest {
    let collection = person.private.unwrap();
    let push = sizes.iter().map(|size| Push {
        collection,
        id: record_id(),
        base_revision: 0,
        revision: None,
        // An unknown envelope version, and so no epoch.
        deleted: false,
        blob: Blob(vec![9; *size]),
    });
    SyncRequest { push: push.collect(), ..SyncRequest::default() }
}

async fn rejections(person: &Person, asked: &SyncRequest) -> Vec<Option<Code>> {
    let answer = person.attempt(asked.clone()).await.unwrap();
    let refused = |result: &PushResult| match result {
        PushResult::Rejected { code } => Some(*code),
        _ => None,
    };
    answer.results.iter().map(refused).collect()
}

#[tokio::test]
async fn an_account_has_room_for_so_much_and_what_is_there_can_be_changed() {
    let limits = Limits { account_bytes: 1_000, account_records: 4, ..Limits::default() };
    on_each_database_with(
        move |config| config.limits = limits,
        |world| async {
            let (wren, rook) = (world.client("wren").await, world.client("rook").await);
            let full = Some(Code::QuotaExceeded);
            let first = sync_of_sizes(&wren, &[400, 400]);
            assert_eq!(rejections(&wren, &first).await, [None, None]);
            // A group that does not fit is rejected as a whole; the record that does not fit is named.
            assert_eq!(rejections(&wren, &sync_of_sizes(&wren, &[300, 150])).await, [full, Some(Code::Group)]);
            assert_eq!(rejections(&wren, &sync_of_sizes(&wren, &[150])).await, [None]);
            // Shrink, exceed, delete: deleting frees quota.
            let change = |n: usize, base_revision, size: Option<usize>| {
                let (deleted, blob) = (size.is_none(), Blob(vec![8; size.unwrap_or(37)]));
                SyncRequest {
                    push: vec![Push { base_revision, deleted, blob, ..first.push[n].clone() }],
                    ..SyncRequest::default()
                }
            };
            assert_eq!(rejections(&wren, &change(0, 1, Some(380))).await, [None]);
            assert_eq!(rejections(&wren, &change(0, 2, Some(700))).await, [full]);
            assert_eq!(rejections(&wren, &change(1, 1, None)).await, [None]);
            assert_eq!(rejections(&wren, &change(0, 2, Some(700))).await, [None]);
            // A repeat gets the original result, and counts once.
            assert_eq!(rejections(&wren, &change(0, 2, Some(700))).await, [None]);
            // Records count too, however small.
            assert_eq!(rejections(&wren, &sync_of_sizes(&wren, &[1])).await, [None]);
            assert_eq!(rejections(&wren, &sync_of_sizes(&wren, &[1])).await, [full]);
            // Each account has its own quota.
            assert_eq!(rejections(&rook, &sync_of_sizes(&rook, &[400, 400])).await, [None, None]);
            world
        },
    )
    .await;
}

async fn written(world: &World, person: &Person) -> Usage {
    let id = server::db::Id::from(person.id());
    world.server.app().db.read(move |conn| usage::of_account(conn, id)).await.unwrap()
}

#[tokio::test]
async fn what_was_written_counts_once_and_as_long_as_its_author_is_a_member() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        let (before, id) = (written(&world, &osei).await, record_id());
        let bytes = |pushes: &[&Push]| pushes.iter().map(|push| push.blob.0.len() as i64).sum::<i64>();
        let counted = |pushes: &[&Push]| Usage {
            bytes: before.bytes + bytes(pushes),
            records: before.records + pushes.len() as i64,
        };
        // A new record, inserted without reading.
        let first = push(care, id, 0, "a long reply");
        osei.push(vec![first.clone()]).await;
        assert_eq!(written(&world, &osei).await, counted(&[&first]));
        // A change with a new record goes through conflict detection.
        let (second, other) = (push(care, id, 1, "short"), push(care, record_id(), 0, "x"));
        osei.push(vec![second.clone(), other.clone()]).await;
        assert_eq!(written(&world, &osei).await, counted(&[&second, &other]));
        // Nothing is counted of a group that another checkpoint preceded, nor for a checkpoint alone.
        let stale = SyncRequest {
            push: vec![push(care, record_id(), 0, "x")],
            checkpoints: [(care, checkpoint(0, 1))].into(),
            ..SyncRequest::default()
        };
        let alone = SyncRequest { checkpoints: [(care, checkpoint(2, 1))].into(), ..SyncRequest::default() };
        for (asked, expected) in
            [(stale, CheckpointResult::Conflict { revision: 2 }), (alone, CheckpointResult::Accepted { revision: 3 })]
        {
            assert_eq!(osei.call(&asked).await.checkpoints[&care], expected);
            assert_eq!(written(&world, &osei).await, counted(&[&second, &other]));
        }
        wren.delete(&format!("/v1/collections/{care}/members/{}", osei.id())).await.done().await;
        assert_eq!(written(&world, &osei).await, before);
        world
    })
    .await;
}

#[tokio::test]
async fn a_device_holds_eight_streams_and_no_more() {
    let world = World::on_sqlite(|_| {}).await;
    let (wren, rook) = (world.client("wren").await, world.client("rook").await);
    let open = async |person: &Person| person.ask(Method::GET, "/v1/changes").send().await.unwrap();
    let mut streams = Vec::new();
    for _ in 0..8 {
        let stream = open(&wren).await;
        assert_eq!(stream.status(), 200);
        streams.push(stream);
    }
    let refused = open(&wren).await.refused().await;
    assert_eq!((refused.code, refused.retry_after), (Code::TooManyRequests, Some(60)));
    assert_eq!(open(&rook).await.status(), 200);
    drop(streams);
    world.end().await;
}

#[tokio::test]
async fn the_owner_sees_when_and_from_what_a_device_was_last_used() {
    on_each_database_with(
        |_| {},
        |world| async {
            let wren = world.client("wren").await;
            let refresh = async |token: &str, agent: &str| {
                let asked = protocol::account::Refresh { refresh_token: Some(token.into()) };
                let call = world.http.post(world.url("/v1/sessions/refresh")).json(&asked).header("user-agent", agent);
                call.send().await.unwrap().made::<Session>().await
            };
            let devices: Vec<Device> = wren.get("/v1/devices").await.made().await;
            assert_eq!(devices[0].seen_with, None);
            world.pass(DAY);
            // A copied token, used elsewhere before its owner returns.
            let copied = wren.session.refresh_token.clone().unwrap();
            let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
            let wren = world.person("wren", refresh(&copied, agent).await, None);
            let devices: Vec<Device> = wren.get("/v1/devices").await.made().await;
            assert_eq!(devices[0].seen_with.as_deref(), Some("Firefox on Linux"));
            assert_eq!(devices[0].seen_at, world.clock.now());
            world
        },
    )
    .await;
}

#[tokio::test]
async fn links_open_the_apps_that_are_named_and_no_others() {
    let fingerprint = "14:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5";
    let app_links = AppLinks {
        android: vec![AndroidApp { package: "org.example.journal".into(), certificates: vec![fingerprint.into()] }],
        apple: vec!["ABCDE12345.org.example.journal".into()],
    };
    let world = World::on_sqlite(|config| config.app_links = app_links).await;
    let read = async |path: &str| {
        let answer = world.http.get(world.url(path)).send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (200, &"application/json".parse().unwrap())
        );
        answer.json::<Value>().await.unwrap()
    };
    let android = read("/.well-known/assetlinks.json").await;
    assert_eq!(android[0]["target"]["package_name"], "org.example.journal");
    assert_eq!(android[0]["target"]["sha256_cert_fingerprints"][0], fingerprint);
    let apple = read("/.well-known/apple-app-site-association").await;
    assert_eq!(apple["applinks"]["details"][0]["appIDs"][0], "ABCDE12345.org.example.journal");
    assert_eq!(apple["applinks"]["details"][0]["components"][0]["/"], "/join");
    let missing = world.http.get(world.url("/.well-known/change-password")).send().await.unwrap();
    assert_eq!(missing.refused().await.code, Code::NotFound);
    world.end().await;
}
