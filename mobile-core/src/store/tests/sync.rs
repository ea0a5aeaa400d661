//! Invariants between sending and the response.

use protocol::care::{Collection, CollectionKind};
use protocol::sync::{Checkpoint, CheckpointResult};

use super::*;

#[test]
fn a_kill_between_sending_and_the_answer_repeats_the_same_bytes() {
    let home = Home::new();
    let store = home.begun();
    follow(&store, private(), CollectionKind::Private);
    // A group is built only for a collection that was read to its head.
    let nothing = SyncResponse { changes: [(private(), changes(vec![], 0))].into(), ..Default::default() };
    digest_response(&store, &Default::default(), &nothing);
    put(&store, key(1), "the river").unwrap();
    let next = |store: &Store, seed| {
        store
            .write(|connection| {
                let mut random = Random::from_seed([seed; 32]);
                request(&mut StoreLedger::new(connection), &context(&keyring()), &Limits::default(), &mut random)
            })
            .unwrap()
    };
    let sent = next(&store, 1);
    assert_eq!(sent.push.len(), 1);
    drop(store);

    let store = home.open().unwrap().store;
    assert_eq!(next(&store, 2), sent, "byte for byte, whatever the randomness");
    // Changed while the response is pending: the sent push does not change.
    put(&store, key(1), "the river, later").unwrap();
    assert_eq!(next(&store, 3), sent);

    let keyring = keyring();
    let account = context(&keyring).account;
    let slot = Checkpoint { account, revision: 1, blob: sent.checkpoints[&private()].blob.clone() };
    let response = SyncResponse {
        results: vec![PushResult::Accepted { revision: 1, seq: 1 }],
        checkpoints: [(private(), CheckpointResult::Accepted { revision: 1 })].into(),
        changes: [(private(), Changes { checkpoints: vec![slot], ..changes(vec![], 1) })].into(),
        ..Default::default()
    };
    digest_response(&store, &sent, &response);
    let then = next(&store, 4);
    assert_eq!((then.push.len(), then.push[0].base_revision), (1, 1), "the later words follow");
    assert_eq!(then.cursors[&private()], 1);
}

#[test]
fn a_reply_that_cannot_be_written_leaves_the_cursor_where_it_was() {
    let home = Home::new();
    let store = home.begun();
    follow(&store, private(), CollectionKind::Private);
    let keyring = keyring();
    let mut random = Random::from_seed([5; 32]);
    let served = (1..=20u8).map(|n| {
        let revision_id = journal::seal::RevisionId { collection: private(), id: key(n).id, revision: 1 };
        let payload = says(&"far away and long ago ".repeat(400));
        let (blob, _) = context(&keyring).reader.seal(&revision_id, 0, Some(&payload), &mut random).unwrap();
        Served { id: key(n).id, revision: 1, seq: u64::from(n), deleted: false, blob: Some(blob) }
    });
    let served = changes(served.collect(), 20);
    let response = SyncResponse { changes: [(private(), served)].into(), ..Default::default() };
    let asked = protocol::sync::SyncRequest { cursors: [(private(), 0)].into(), ..Default::default() };
    store.connection.lock().unwrap().as_mut().unwrap().batch_execute("PRAGMA max_page_count = 60;").unwrap();
    let full: Result<_, Error> =
        store.write(|connection| digest(&mut StoreLedger::new(connection), &context(&keyring), &asked, &response));
    assert_eq!(full.unwrap_err(), Error::Full);
    assert_eq!(texts(&store).len(), 0);
    let cursors = store.read(|connection| StoreLedger::new(connection).cursors()).unwrap();
    assert_eq!(cursors[&private()], Cursor { seq: 0, head: 0 });

    store.connection.lock().unwrap().as_mut().unwrap().batch_execute("PRAGMA max_page_count = 1000000;").unwrap();
    digest_response(&store, &asked, &response);
    assert_eq!(texts(&store).len(), 20);
    let status = store.read(|connection| sync_status(&mut StoreLedger::new(connection), &context(&keyring))).unwrap();
    assert_eq!((status.behind, status.unreadable, status.waiting), (0, 0, 0));
}

#[test]
fn a_server_that_disowns_the_private_collection_takes_no_word_away() {
    let home = Home::new();
    let store = home.begun();
    follow(&store, private(), CollectionKind::Private);
    put(&store, key(1), "the river").unwrap();
    let response = SyncResponse { revoked: vec![private()], ..Default::default() };
    digest_response(&store, &Default::default(), &response);
    assert_eq!(texts(&store), ["the river"]);
    let known = store.read(collections::all).unwrap();
    assert_eq!(known[0].problem.as_deref(), Some("not_found"));
}

pub(super) fn follow(store: &Store, id: CollectionId, kind: CollectionKind) {
    let (keys, members) = (vec![], vec![]);
    let listed = Collection { id, kind, epoch: 1, head: 0, keys, members, handover: None, created_at: 0 };
    write_in(store, |connection| collections::put(connection, &listed));
}

fn changes(records: Vec<Served>, head: u64) -> Changes {
    Changes { records, head, ..Changes::default() }
}

fn digest_response(store: &Store, request: &protocol::sync::SyncRequest, response: &SyncResponse) {
    write_in(store, |connection| digest(&mut StoreLedger::new(connection), &context(&keyring()), request, response));
}
