//! Backups: made under load, restored to either kind of database, and how devices notice.

use diesel::connection::SimpleConnection;
use protocol::Code;
use protocol::audit::{Action, AuditCheck, AuditPage};
use protocol::practice::ServerHealth;
use protocol::sync::{CheckpointResult, GENERATION, NewCheckpoint, Push, PushResult, SyncRequest};
use server::backup::{self, BackupError, ExistingData};
use server::config::DatabaseUrl;
use server::db::DbUrl;
use server::{Clock, Config};

use crate::people::*;
use crate::world::{POSTGRES, World, drop_database, fresh_database, on_each_database};

/// Empty databases of each kind.
fn places(folder: &std::path::Path) -> Vec<(DbUrl, Option<(String, String)>)> {
    let mut places = vec![(DbUrl::Sqlite(folder.join("restored/afterglow.sqlite3")), None)];
    if let Ok(admin) = std::env::var(POSTGRES) {
        let (url, name) = fresh_database(&admin);
        places.push((DbUrl::Postgres(url), Some((admin, name))));
    }
    places
}

#[tokio::test]
async fn an_owner_sees_when_the_last_backup_was_made() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let health = async || osei.get("/v1/practice/health").await.made::<ServerHealth>().await.backup_at;
        assert_eq!(health().await, None);
        backup::record_made(&world.config.db_url(), &Clock::set_to(world.clock.now() + 1)).unwrap();
        backup::record_made(&world.config.db_url(), &Clock::set_to(world.clock.now() + 2)).unwrap();
        assert_eq!(health().await, Some(world.clock.now() + 2));
        let page: AuditPage = osei.get("/v1/practice/trail?limit=1").await.made().await;
        assert_eq!((page.entries[0].action, page.entries[0].account), (Action::BackupMade, None));
        let check: AuditCheck = osei.get("/v1/practice/trail/check").await.made().await;
        assert!(check.broken.is_empty());
        world
    })
    .await;
}

#[tokio::test]
async fn what_was_backed_up_is_there_again_in_either_kind_of_database() {
    on_each_database(|world| async {
        let osei = world.founder("m.osei").await;
        let wren = world.client("wren").await;
        let (journal, care) = (wren.private.unwrap(), wren.accept(osei.invite().await).await.id);
        let entry = record_id();
        wren.push(vec![push(journal, entry, 0, "kept"), push(care, record_id(), 0, "shared")]).await;
        wren.push(vec![deletion(journal, entry, 1), push(journal, record_id(), 0, "kept as well")]).await;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("monday.backup");
        let made = backup::make(&world.config.db_url(), &file).unwrap();
        assert_eq!((made.accounts, made.records), (2, 3));
        assert!(matches!(backup::make(&world.config.db_url(), &file), Err(BackupError::Exists(_))));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "its owner's alone");
        }
        // Writes continue meanwhile.
        let late = record_id();
        let kept = wren.pull(journal, 0).await.checkpoints;
        let lost = SyncRequest {
            push: vec![push(journal, late, 0, "too late for the backup")],
            checkpoints: [(journal, checkpoint(kept[0].revision, 1))].into(),
            ..SyncRequest::default()
        };
        wren.call(&lost).await;

        for (place, database) in places(folder.path()) {
            let clock = Clock::set_to(world.clock.now() + 60_000);
            let done = backup::restore(&file, &place, &clock, ExistingData::Refuse).unwrap().contents;
            assert_eq!((done.accounts, done.records), (2, 3));
            assert!(matches!(
                backup::restore(&file, &place, &clock, ExistingData::Refuse),
                Err(BackupError::Occupied(_))
            ));
            let url = match &place {
                DbUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
                DbUrl::Postgres(url) => url.clone(),
            };
            let origin = Some(world.server.origin().to_owned());
            let database_url = Some(DatabaseUrl::new(url));
            let again = World::beside(Config { clock, origin, database_url, ..world.config.clone() }).await;
            let (osei, wren) = (osei.at(&again), wren.at(&again));
            // Sessions and data are as before.
            assert_eq!(osei.pull(care, 0).await.records.len(), 1);
            let all = wren.pull(journal, 0).await;
            assert_eq!(
                all.records.iter().map(|record| (record.revision, record.deleted)).collect::<Vec<_>>(),
                [(2, true), (1, false)]
            );
            assert!(all.head.is_multiple_of(GENERATION) && all.head > 0, "it counts on where nobody has been");

            // A device that has seen more is informed, and cannot push before it has pulled.
            let cursors = |seq| [(journal, seq)].into();
            let asks =
                SyncRequest { cursors: cursors(4), push: vec![push(journal, late, 1, "x")], ..Default::default() };
            let told = wren.sync(asks.clone()).await;
            assert_eq!(told.results, [PushResult::Rejected { code: Code::Restored }]);
            assert_eq!(told.checkpoints[&journal], CheckpointResult::Rejected { code: Code::Restored });
            assert_eq!(
                told.changes[&journal].checkpoints, kept,
                "the checkpoint is that of the backup, as the records are"
            );
            assert!(told.changes[&journal].restored && told.changes[&journal].more);
            // Other devices continue.
            assert!(!wren.pull(journal, 3).await.restored);
            // The lost revision is pushed again, above what others have seen.
            let brought = Push { revision: Some(2), ..push(journal, late, 0, "too late for the backup") };
            let base = kept[0].revision;
            let ahead = NewCheckpoint { revision: Some(base + 7), ..checkpoint(base, 1) };
            let asks = SyncRequest {
                cursors: cursors(all.head),
                push: vec![brought],
                checkpoints: [(journal, ahead)].into(),
                ..Default::default()
            };
            let told = wren.call(&asks).await;
            let seq = all.head + 1;
            assert_eq!(told.results, [PushResult::Accepted { revision: 2, seq }]);
            assert_eq!(told.checkpoints[&journal], CheckpointResult::Accepted { revision: base + 7 });
            let repeat = wren.call(&asks).await;
            assert_eq!(
                (repeat.results, repeat.checkpoints),
                (told.results, told.checkpoints),
                "a repeat is known again"
            );
            // The lost group is not known to the restored server.
            let lost = wren.call(&lost).await;
            assert_eq!(lost.checkpoints[&journal], CheckpointResult::Conflict { revision: base + 7 });
            assert_eq!(wren.pull(journal, 0).await.checkpoints[0].revision, base + 7);
            again.end().await;
            if let Some((admin, name)) = database {
                drop_database(&admin, &name);
            }
        }
        world
    })
    .await;
}

#[tokio::test]
async fn revisions_ahead_of_what_stands_have_bounds() {
    on_each_database(|world| async {
        let wren = world.client("wren").await;
        let journal = wren.private.unwrap();
        for revision in [0, 1 + Push::AHEAD, u32::MAX] {
            let ahead = Push { revision: Some(revision), ..push(journal, record_id(), 0, "x") };
            assert_eq!(wren.push(vec![ahead]).await, [PushResult::Rejected { code: Code::Unprocessable }]);
        }
        world
    })
    .await;
}

#[tokio::test]
async fn what_is_no_backup_is_refused_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let place = DbUrl::Sqlite(folder.path().join("data/afterglow.sqlite3"));
    let file = folder.path().join("a.backup");
    assert!(matches!(backup::make(&place, &file), Err(BackupError::NoDatabase(_))));
    std::fs::write(&file, "not a database, but long enough to be looked at as if it were one").unwrap();
    let clock = Clock::System;
    assert!(matches!(backup::restore(&file, &place, &clock, ExistingData::Refuse), Err(BackupError::Damaged(_))));
    std::fs::remove_file(&file).unwrap();
    assert!(matches!(backup::restore(&file, &place, &clock, ExistingData::Refuse), Err(BackupError::Io(..))));

    // A damaged backup, and one with a tampered audit log.
    let world = World::on_sqlite(|_| {}).await;
    world.founder("m.osei").await;
    backup::make(&world.config.db_url(), &file).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let mut damaged = whole.clone();
    for byte in damaged.iter_mut().skip(4_096 * 3).take(20_000) {
        *byte ^= 0x55;
    }
    std::fs::write(&file, damaged).unwrap();
    assert!(matches!(backup::restore(&file, &place, &clock, ExistingData::Refuse), Err(BackupError::Damaged(_))));
    std::fs::write(&file, whole).unwrap();
    let mut conn = DbUrl::Sqlite(file.clone()).connect().unwrap();
    conn.batch_execute("DROP TRIGGER audit_is_never_changed; UPDATE audit SET action = 'account_erased';").unwrap();
    drop(conn);
    assert!(matches!(backup::restore(&file, &place, &clock, ExistingData::Refuse), Err(BackupError::AuditLog)));
    let left: Vec<_> = std::fs::read_dir(folder.path().join("data")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    world.end().await;
}
