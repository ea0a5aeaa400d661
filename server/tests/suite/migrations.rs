//! Migrations: from every earlier schema to the current one with its data, and the way back.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use protocol::care::{Practice, Role};
use protocol::practice::PracticeSettings;
use server::backup::{BackupError, ExistingData};
use server::config::DatabaseUrl;
use server::db::{Conn, DbUrl, Id, OpenError, usage};
use server::{Clock, Config, Entropy};

use crate::people::*;
use crate::world::{POSTGRES, World, drop_database, fresh_database};

fn folder(of: &Conn) -> PathBuf {
    let name = match of {
        Conn::Postgres(_) => "postgres",
        Conn::Sqlite(_) => "sqlite",
    };
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(name)
}

/// Reverts the latest migrations, so that the first `kept` remain.
fn back_to(conn: &mut Conn, kept: usize) {
    let folder = FileBasedMigrations::from_path(folder(conn)).unwrap();
    macro_rules! revert {
        ($conn:expr) => {
            while $conn.applied_migrations().unwrap().len() > kept {
                $conn.revert_last_migration(folder.clone()).unwrap();
            }
        };
    }
    match conn {
        Conn::Postgres(conn) => revert!(conn),
        Conn::Sqlite(conn) => revert!(conn),
    }
}

fn count(of: &Conn) -> usize {
    std::fs::read_dir(folder(of)).unwrap().count()
}

/// Since this many migrations, usage is counted.
const COUNTED: usize = 7;

/// Accounts of the first release, in its schema.
async fn with_people_of_the_first_release(place: &DbUrl, start: impl AsyncFn() -> World) {
    let world = start().await;
    let osei = world.founder("m.osei").await;
    world.colleague(&osei, "a.lind", &[Role::Therapist]).await;
    let wren = world.client("wren").await;
    let care = wren.accept(osei.invite().await).await.id;
    wren.push(vec![push(care, record_id(), 0, "shared")]).await;
    let (osei, wren) = (osei.clone(), wren.clone());
    world.leave().await;

    let mut conn = place.connect().unwrap();
    let all = count(&conn);
    assert!(all > COUNTED);
    let ids = [Id::from(osei.id()), Id::from(wren.id())];
    let written = |conn: &mut Conn| ids.map(|id| usage::of_account(conn, id).unwrap());
    let before = written(&mut conn);
    assert!(before[1].bytes > 0 && before[1].records == 1, "{before:?}");
    for kept in (1..all).rev() {
        back_to(&mut conn, kept);
        // Directly to the current schema.
        assert_eq!(place.migrate().unwrap().len(), all - kept);
        // Also without a checkpoint.
        if kept >= COUNTED {
            assert_eq!(written(&mut conn), before, "{kept}");
        }
    }
    back_to(&mut conn, 1);
    let gone = conn.batch_execute("SELECT 1 FROM attachments");
    assert!(gone.is_err(), "the first release had none");
    drop(conn);

    let world = start().await;
    let osei = world.person("m.osei", world.sign_in("m.osei", &osei.password, device("x")).await.made().await, None);
    let practice: Practice = osei.get("/v1/practice").await.made().await;
    assert_eq!((practice.members.len(), practice.settings), (2, PracticeSettings::default()));
    assert_eq!(osei.pull(care, 0).await.records.len(), 1);
    let wren =
        world.person("wren", world.sign_in("wren", &wren.password, device("x")).await.made().await, wren.private);
    wren.push(vec![push(care, record_id(), 0, "again")]).await;
    world.end().await;
}

#[tokio::test]
async fn a_file_of_the_first_release_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("afterglow.sqlite3");
    let url = DatabaseUrl::new(format!("sqlite:{}", file.display()));
    let start = async || World::on_sqlite(|config| config.database_url = Some(url.clone())).await;
    with_people_of_the_first_release(&DbUrl::Sqlite(file.clone()), start).await;
}

#[tokio::test]
async fn a_database_of_the_first_release_is_brought_up_to_date() {
    let Ok(admin) = std::env::var(POSTGRES) else { return };
    let (url, name) = fresh_database(&admin);
    let database = DatabaseUrl::new(url.clone());
    let start = async || World::on_sqlite(|config| config.database_url = Some(database.clone())).await;
    with_people_of_the_first_release(&DbUrl::Postgres(url), start).await;
    drop_database(&admin, &name);
}

/// A migration of a future version.
const FUTURE: &str = "INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000000')";

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut places = vec![(DbUrl::Sqlite(folder.path().join("afterglow.sqlite3")), None)];
    if let Ok(admin) = std::env::var(POSTGRES) {
        let (url, name) = fresh_database(&admin);
        places.push((DbUrl::Postgres(url), Some((admin, name))));
    }
    for (place, database) in places {
        let backup = folder.path().join("before.backup");
        let _ = std::fs::remove_file(&backup);
        place.migrate().unwrap();
        server::practice::bootstrap(&mut place.connect().unwrap(), &Clock::System, &Entropy::System).unwrap();
        server::backup::make(&place, &backup).unwrap();
        place.connect().unwrap().batch_execute(FUTURE).unwrap();
        let newer = |error: &OpenError| matches!(error, OpenError::Newer(version) if version == "20991231000000");
        assert!(place.migrate().is_err_and(|error| newer(&error)));
        let url = match &place {
            DbUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DbUrl::Postgres(url) => url.clone(),
        };
        let config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            database_url: Some(DatabaseUrl::new(url)),
            ..Config::default()
        };
        let started = server::start(config).await;
        assert!(matches!(started, Err(server::StartError::Database(error)) if newer(&error)));
        let made = server::backup::make(&place, &folder.path().join("x.backup"));
        assert!(matches!(made, Err(BackupError::Database(error)) if newer(&error)));
        assert!(!folder.path().join("x.backup").exists());

        // The way back is an earlier backup.
        let done = server::backup::restore(&backup, &place, &Clock::System, ExistingData::MoveAside).unwrap();
        assert!(done.moved_to.is_some());
        assert_eq!(place.migrate().unwrap(), Vec::<String>::new());
        // A newer version's backup is not reported as damaged.
        DbUrl::Sqlite(backup.clone()).connect().unwrap().batch_execute(FUTURE).unwrap();
        let other = DbUrl::Sqlite(folder.path().join("other.sqlite3"));
        let refused = server::backup::restore(&backup, &other, &Clock::System, ExistingData::Refuse);
        assert!(matches!(refused, Err(BackupError::NotRestorable(_, error)) if newer(&error)));
        if let Some((admin, name)) = database {
            drop_database(&admin, &name);
        }
    }
}

#[tokio::test]
async fn records_have_a_key_and_can_be_changed_while_they_are_replicated() {
    let world = World::on_sqlite(|_| {}).await;
    let key = world.server.app().db.read(|conn| {
        Ok(conn.batch_execute(
            "CREATE TEMP TABLE one (n INTEGER CHECK (n = 2)); \
             INSERT INTO one SELECT count(*) FROM pragma_table_info('records') \
             WHERE (name, pk) IN (VALUES ('collection', 1), ('id', 2))",
        )?)
    });
    key.await.unwrap();
    world.end().await;

    let Some(world) = World::on_postgres(|_| {}).await else { return };
    let publish =
        world.server.app().db.write(|tx| Ok(tx.batch_execute("CREATE PUBLICATION everything FOR ALL TABLES")?));
    publish.await.unwrap();
    let wren = world.client("wren").await;
    let (journal, entry) = (wren.private.unwrap(), record_id());
    assert_eq!(wren.push(vec![push(journal, entry, 0, "first")]).await, [accepted(1, 1)]);
    assert_eq!(wren.push(vec![push(journal, entry, 1, "second")]).await, [accepted(2, 2)]);
    assert_eq!(wren.push(vec![deletion(journal, entry, 2)]).await, [accepted(3, 3)]);
    world.end().await;
}
