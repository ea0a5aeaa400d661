//! From every earlier state of the tables to today's, with what was in them; and back.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use protocol::care::{Practice, Role};
use protocol::practice::PracticeSettings;
use server::config::DatabaseUrl;
use server::db::{Conn, Place};

use crate::people::*;
use crate::world::{POSTGRES, World, drop_database, fresh_database};

fn folder(of: &Conn) -> PathBuf {
    let name = match of {
        Conn::Postgres(_) => "postgres",
        Conn::Sqlite(_) => "sqlite",
    };
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(name)
}

/// Takes the latest migrations back, so many that the first `kept` remain.
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

/// People who registered with the first release, as that kept them.
async fn with_people_of_the_first_release(place: &Place, start: impl AsyncFn() -> World) {
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
    assert!(all >= 4);
    for kept in (1..all).rev() {
        back_to(&mut conn, kept);
        // Straight from there to today.
        assert_eq!(place.migrate().unwrap().len(), all - kept);
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
    with_people_of_the_first_release(&Place::Sqlite(file.clone()), start).await;
}

#[tokio::test]
async fn a_database_of_the_first_release_is_brought_up_to_date() {
    let Ok(admin) = std::env::var(POSTGRES) else { return };
    let (url, name) = fresh_database(&admin);
    let database = DatabaseUrl::new(url.clone());
    let start = async || World::on_sqlite(|config| config.database_url = Some(database.clone())).await;
    with_people_of_the_first_release(&Place::Postgres(url), start).await;
    drop_database(&admin, &name);
}
