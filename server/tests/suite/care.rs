//! Invitations, care collections, their keys, and the end of a care relationship.

use std::time::Duration;

use protocol::care::*;
use protocol::sync::SyncRequest;
use protocol::{Blob, Code};

use crate::people::*;
use crate::world::on_each_database;

#[tokio::test]
async fn a_client_accepts_and_hands_the_key_over() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let invitation = osei.invite().await;
        let opening = OpenInvitation { token: token(&invitation.to_string()) };
        let opened: OpenedInvitation =
            world.post(&format!("/v1/invitations/{invitation}/open"), &opening).await.made().await;
        assert_eq!(opened.welcome, sealed("welcome"));

        let care = wren.accept(invitation).await;
        assert_eq!((care.kind, care.epoch, care.handover.is_none()), (CollectionKind::Care, 1, true));
        assert_eq!(care.keys[0].key_sealed, Some(sealed("key")));
        let parts: Vec<_> = care.members.iter().map(|member| (member.account, member.part)).collect();
        assert_eq!(parts, [(wren.id(), Part::Client), (osei.id(), Part::Therapist)]);
        let names: Vec<_> = care.members.iter().map(|member| member.name.as_deref()).collect();
        assert_eq!(names, [None, Some("M.OSEI")]);

        // The therapist finds the handover and stores the key; then the handover is gone.
        let seen = osei.in_care().await.remove(0);
        let handover = seen.handover.unwrap();
        assert_eq!((handover.invitation, handover.message), (invitation, sealed("handover")));
        assert_eq!(handover.secret_sealed, sealed("secret"));
        assert_eq!(seen.keys[0].key_sealed, None);
        let key = StoreKey { epoch: 1, key_sealed: sealed("therapist's copy") };
        osei.put(&format!("/v1/collections/{}/key", care.id), &key).await.done().await;
        let seen = osei.in_care().await.remove(0);
        assert!(seen.handover.is_none());
        assert_eq!(seen.keys[0].key_sealed, Some(sealed("therapist's copy")));
        // Each member sees its own sealed key.
        let mine = wren.collections().await.into_iter().find(|collection| collection.id == care.id).unwrap();
        assert_eq!(mine.keys[0].key_sealed, Some(sealed("key")));

        let listed: Vec<Invitation> = osei.get("/v1/invitations").await.made().await;
        assert_eq!((listed[0].state, listed[0].collection), (InvitationState::Used, Some(care.id)));
        world
    })
    .await;
}

#[tokio::test]
async fn the_same_invitation_and_the_same_acceptance_sent_twice_are_answered_the_same() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let asked = new_invitation();
        let first: Invitation = osei.post("/v1/invitations", &asked).await.made().await;
        world.pass(Duration::from_secs(5));
        let again: Invitation = osei.post("/v1/invitations", &asked).await.made().await;
        assert_eq!((again.id, again.created_at), (first.id, first.created_at));
        let other = NewInvitation { welcome: sealed("another"), ..asked };
        assert_eq!(osei.post("/v1/invitations", &other).await.refused().await.code, Code::AlreadyExists);

        let path = format!("/v1/invitations/{}/accept", first.id);
        let acceptance = acceptance(first.id);
        let first: Collection = wren.post(&path, &acceptance).await.made().await;
        let again: Collection = wren.post(&path, &acceptance).await.made().await;
        assert_eq!(first, again);
        world
    })
    .await;
}

#[tokio::test]
async fn each_way_to_fail_has_its_own_word() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let (wren, robin) = (world.client("wren").await, world.client("robin").await);
        let both = async |id| {
            let opened = world
                .post(&format!("/v1/invitations/{id}/open"), &OpenInvitation { token: token(&format!("{id}")) })
                .await
                .refused()
                .await
                .code;
            let accepted =
                wren.post(&format!("/v1/invitations/{id}/accept"), &acceptance(id)).await.refused().await.code;
            (opened, accepted)
        };
        let unknown = invitation_id();
        assert_eq!(both(unknown).await, (Code::InvitationInvalid, Code::InvitationInvalid));

        let used = osei.invite().await;
        robin.accept(used).await;
        assert_eq!(both(used).await, (Code::InvitationUsed, Code::InvitationUsed));
        assert_eq!(osei.delete(&format!("/v1/invitations/{used}")).await.refused().await.code, Code::InvitationUsed);

        let revoked = osei.invite().await;
        for _ in 0..2 {
            osei.delete(&format!("/v1/invitations/{revoked}")).await.done().await;
        }
        assert_eq!(both(revoked).await, (Code::InvitationRevoked, Code::InvitationRevoked));

        let expired = osei.invite().await;
        // A wrong secret does not even reveal that the invitation exists.
        let foreign = AcceptInvitation { token: token("another"), ..acceptance(expired) };
        let foreign = wren.post(&format!("/v1/invitations/{expired}/accept"), &foreign).await;
        assert_eq!(foreign.refused().await.code, Code::InvitationInvalid);
        world.pass(Duration::from_secs(7 * 24 * 3600));
        let wren = &world.person("wren", world.sign_in("wren", &wren.password, device("x")).await.made().await, None);
        let accepted =
            wren.post(&format!("/v1/invitations/{expired}/accept"), &acceptance(expired)).await.refused().await;
        assert_eq!(accepted.code, Code::InvitationExpired);
        world
    })
    .await;
}

#[tokio::test]
async fn of_many_who_accept_at_once_one_is_let_in() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let invitation = osei.invite().await;
        let mut clients = Vec::new();
        for n in 0..6 {
            clients.push(world.client(&format!("client-{n}")).await);
        }
        let path = format!("/v1/invitations/{invitation}/accept");
        let tries = clients.iter().map(|client| async {
            let response = client.post(&path, &acceptance(invitation)).await;
            match response.status().is_success() {
                true => None,
                false => Some(response.refused().await.code),
            }
        });
        let outcomes = futures_util::future::join_all(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_none()).count(), 1);
        assert!(outcomes.iter().flatten().all(|code| *code == Code::InvitationUsed), "{outcomes:?}");
        assert_eq!(osei.in_care().await.len(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn a_therapist_who_is_shut_out_is_out_at_once() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        wren.push(vec![push(care, record_id(), 0, "shared")]).await;
        assert_eq!(osei.pull(care, 0).await.records.len(), 1);

        let path = format!("/v1/collections/{care}/members/{}", osei.id());
        wren.delete(&path).await.done().await;
        assert_eq!(wren.delete(&path).await.refused().await.code, Code::NotFound);
        let asked = SyncRequest { cursors: [(care, 0)].into(), ..SyncRequest::default() };
        let answer = osei.sync(asked).await;
        assert_eq!((answer.revoked, answer.changes.len()), (vec![care], 0));
        assert!(osei.in_care().await.is_empty());
        let key = StoreKey { epoch: 1, key_sealed: sealed("late") };
        let late = osei.put(&format!("/v1/collections/{care}/key"), &key).await;
        assert_eq!(late.refused().await.code, Code::NotFound);
        // The client continues in the next epoch.
        let kept = wren.collections().await.into_iter().find(|collection| collection.id == care).unwrap();
        assert_eq!((kept.epoch, kept.members.len(), kept.keys.len()), (2, 1, 1));
        assert_eq!(wren.pull(care, 0).await.records.len(), 1);
        world
    })
    .await;
}

#[tokio::test]
async fn a_client_stays_in_its_own_journal() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let path = format!("/v1/collections/{}/members/{}", wren.private.unwrap(), wren.id());
        assert_eq!(wren.delete(&path).await.refused().await.code, Code::Unprocessable);
        world
    })
    .await;
}

#[tokio::test]
async fn a_key_of_no_epoch_is_not_kept() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let path = format!("/v1/collections/{}/key", wren.private.unwrap());
        let put = async |epoch, key_sealed| wren.put(&path, &StoreKey { epoch, key_sealed }).await;
        assert_eq!(put(2, sealed("x")).await.refused().await.code, Code::Unprocessable);
        assert_eq!(put(0, sealed("x")).await.refused().await.code, Code::Unprocessable);
        assert_eq!(put(1, Blob::default()).await.refused().await.code, Code::Unprocessable);
        assert_eq!(put(1, Blob(vec![0; 2000])).await.refused().await.code, Code::Unprocessable);
        put(1, sealed("resealed")).await.done().await;
        assert_eq!(wren.collections().await[0].keys[0].key_sealed, Some(sealed("resealed")));
        world
    })
    .await;
}

#[tokio::test]
async fn every_access_of_a_therapist_is_in_the_trail() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let care = wren.accept(osei.invite().await).await.id;
        osei.pull(care, 0).await;
        wren.push(vec![push(care, record_id(), 0, "shared")]).await;
        wren.pull(care, 0).await;
        osei.pull(care, 0).await;
        osei.pull(care, 1).await;
        let chain = server::db::Id::from(care);
        let trail = world.server.app().db.read(move |conn| server::db::audit::chain(conn, chain)).await.unwrap();
        let acts: Vec<_> = trail.iter().map(|entry| (entry.action.as_str(), entry.actor)).collect();
        let (client, therapist) = (Some(wren.id().into()), Some(osei.id().into()));
        // Only requests that returned records are logged as reads, and only those of the therapist.
        assert_eq!(acts, [("collection_made", client), ("access_given", client), ("records_read", therapist)]);
        world
    })
    .await;
}

#[tokio::test]
async fn the_trail_cannot_be_changed_or_shortened() {
    use diesel::connection::SimpleConnection;
    on_each_database(|world| async {
        world.client("wren").await;
        for attempt in ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"] {
            let tried = world.server.app().db.write(move |tx| Ok(tx.batch_execute(attempt)?)).await;
            assert!(tried.is_err(), "{attempt}");
        }
        world
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_was_changed_behind_the_servers_back_is_found() {
    use diesel::connection::SimpleConnection;
    let world = crate::world::World::on_sqlite(|_| {}).await;
    world.client("wren").await;
    let db = &world.server.app().db;
    assert_eq!(db.read(server::audit::verify).await.unwrap(), []);
    let forge = "DROP TRIGGER audit_is_never_changed; UPDATE audit SET at = at + 1 WHERE number = 2";
    db.write(move |tx| Ok(tx.batch_execute(forge)?)).await.unwrap();
    let breaks = db.read(server::audit::verify).await.unwrap();
    assert_eq!(breaks.iter().map(|found| found.number).collect::<Vec<_>>(), [2]);
    world.server.stop().await;
}
