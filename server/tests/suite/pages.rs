//! Pages of a pull.

use protocol::Limits;
use protocol::sync::*;

use crate::people::*;
use crate::world::{World, on_each_database};

#[tokio::test]
async fn pages_lead_to_the_head_and_nothing_comes_twice() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        wren.push((0..700).map(|n| push(journal, record_id(), 0, &n.to_string())).collect()).await;
        let (mut cursor, mut seen, mut calls) = (0, Vec::new(), 0);
        loop {
            let asked = SyncRequest { cursors: [(journal, cursor)].into(), limit: Some(300), ..Default::default() };
            let changes = wren.sync(asked).await.changes.remove(&journal).unwrap();
            assert_eq!(changes.head, 700);
            seen.extend(changes.records.iter().map(|record| record.seq));
            calls += 1;
            if !changes.more {
                break;
            }
            cursor = changes.records.last().unwrap().seq;
        }
        assert_eq!(seen, (1..=700).collect::<Vec<u64>>());
        assert_eq!(calls, 3);
        world
    })
    .await;
}

#[tokio::test]
async fn a_page_is_shared_by_all_collections_asked_for() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let (journal, care) = (wren.private.unwrap(), wren.accept(osei.invite().await).await.id);
        for collection in [journal, care] {
            wren.push((0..5).map(|n| push(collection, record_id(), 0, &n.to_string())).collect()).await;
        }
        let asked = SyncRequest { cursors: [(journal, 0), (care, 0)].into(), limit: Some(7), ..SyncRequest::default() };
        let changes = wren.sync(asked).await.changes;
        let shape = |id| (changes[id].records.len(), changes[id].head, changes[id].more);
        assert_eq!((shape(&journal), shape(&care)), ((5, 5, false), (2, 5, true)));
        world
    })
    .await;
}

#[tokio::test]
async fn large_records_fill_a_page_by_their_bytes() {
    let limits = Limits { request_bytes: 300_000, blob_bytes: 100_000, ..Limits::default() };
    let world = World::on_sqlite(|config| config.limits = limits).await;
    let wren = world.client("wren").await;
    let journal = wren.private.unwrap();
    let large = "x".repeat(90_000);
    for _ in 0..5 {
        wren.push(vec![push(journal, record_id(), 0, &large)]).await;
    }
    let changes = wren.pull(journal, 0).await;
    assert_eq!((changes.records.len(), changes.more), (4, true));
    world.end().await;
}
