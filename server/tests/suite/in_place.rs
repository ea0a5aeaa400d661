//! Database files: restored over, deleted or replaced while the server is running, or owned by another user.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Output;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use protocol::Code;
use protocol::sync::SyncRequest;

use crate::people::*;
use crate::process::{Process, afterglow};
use crate::world::{POSTGRES, drop_database, fresh_database};

struct RunOutput {
    fine: bool,
    out: String,
    err: String,
}

/// Runs a command on a data folder or another database; returns its output.
fn run(data: &Path, url: Option<&str>, args: &[&str]) -> RunOutput {
    run_output(afterglow(data, url).args(args).output().unwrap())
}

fn run_output(output: Output) -> RunOutput {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    RunOutput { fine: output.status.success(), out: text(output.stdout), err: text(output.stderr) }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

const FILE: &str = "afterglow.sqlite3";
const ENDINGS: [&str; 3] = ["", "-wal", "-shm"];

#[tokio::test(flavor = "multi_thread")]
async fn a_restoration_over_what_a_crash_left_moves_all_of_it_aside_and_both_are_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backup) = (folder.path().join("data"), folder.path().join("monday.backup"));
    let file = data.join(FILE);
    let process = Process::start(&data, None);
    let wren = process.door.client("wren").await;
    let journal = wren.private.unwrap();
    wren.push((0..50).map(|n| push(journal, record_id(), 0, &format!("{n}"))).collect()).await;
    let made = run(&data, None, &["backup", backup.to_str().unwrap()]);
    assert!(made.fine && made.err.contains(file.to_str().unwrap()), "{}", made.err);
    wren.push((0..70).map(|n| push(journal, record_id(), 0, &format!("later {n}"))).collect()).await;

    // Nothing is moved while the database is in use.
    for args in [&["restore", backup.to_str().unwrap()][..], &["restore", backup.to_str().unwrap(), "--replace"]] {
        let refused = run(&data, None, args);
        assert!(!refused.fine && refused.err.contains("in use"), "{}", refused.err);
    }
    assert_eq!(wren.pull(journal, 0).await.head, 120);

    process.kill();
    assert!(beside(&file, "-wal").metadata().unwrap().len() > 0, "as a crash leaves it");
    let refused = run(&data, None, &["restore", backup.to_str().unwrap()]);
    assert!(!refused.fine && refused.err.contains("--replace"), "{}", refused.err);

    // Partially moved manually: the rest is neither used nor deleted.
    let by_hand = folder.path().join("moved");
    fs::rename(&file, &by_hand).unwrap();
    let log = fs::read(beside(&file, "-wal")).unwrap();
    for args in [&["restore", backup.to_str().unwrap()][..], &["serve"], &["migrate"], &["bootstrap"]] {
        let refused = run(&data, None, args);
        assert!(!refused.fine && !file.exists(), "{args:?}: {}", refused.err);
    }
    assert_eq!(fs::read(beside(&file, "-wal")).unwrap(), log);
    fs::rename(&by_hand, &file).unwrap();

    let done = run(&data, None, &["restore", backup.to_str().unwrap(), "--replace"]);
    assert!(done.fine, "{}", done.err);
    let aside = done.out.lines().find_map(|line| line.strip_prefix("The previous database is now ")).unwrap();
    let aside = PathBuf::from(aside.trim_end_matches('.'));
    for ending in ENDINGS {
        assert!(beside(&aside, ending).exists(), "{aside:?}{ending}");
    }
    assert!(!beside(&file, "-wal").exists() && !beside(&file, "-shm").exists());

    // The restored database is complete, and so is the moved one, including its log.
    let process = Process::start(&data, None);
    let here = wren.through(process.door.base.clone());
    assert_eq!(here.pull(journal, 0).await.records.len(), 50);
    assert_eq!(here.push(vec![push(journal, record_id(), 0, "new")]).await.len(), 1);
    process.stop();
    let process = Process::start(&data, Some(&format!("sqlite:{}", aside.display())));
    assert_eq!(wren.through(process.door.base.clone()).pull(journal, 0).await.head, 120);
    process.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_not_taken_for_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let process = Process::start(&data, None);
    process.door.client("wren").await;
    process.kill();
    // Copied with its log, which contains most of it.
    let refused = run(&folder.path().join("other"), None, &["restore", data.join(FILE).to_str().unwrap()]);
    assert!(!refused.fine && refused.err.contains("afterglow backup"), "{}", refused.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_files_were_deleted_or_replaced_says_accepted_no_more() {
    let folder = tempfile::tempdir().unwrap();
    // A manipulation of the files, and whether putting them back undoes it.
    type Deed = fn(&Path, &Path);
    let deeds: [(&str, Deed); 5] = [
        ("deleted", |file, _| ENDINGS.iter().for_each(|ending| fs::remove_file(beside(file, ending)).unwrap())),
        ("main file deleted", |file, _| fs::remove_file(file).unwrap()),
        ("log deleted", |file, _| fs::remove_file(beside(file, "-wal")).unwrap()),
        ("replaced", |file, other| {
            fs::copy(other, beside(file, ".new")).unwrap();
            fs::rename(beside(file, ".new"), file).unwrap();
        }),
        ("folder moved away", |file, _| {
            let folder = file.parent().unwrap();
            fs::rename(folder, beside(folder, ".away")).unwrap();
        }),
    ];
    for (what, deed) in deeds {
        let data = folder.path().join(what);
        let file = data.join(FILE);
        let process = Process::start(&data, None);
        let wren = process.door.client("wren").await;
        let journal = wren.private.unwrap();
        assert_eq!(wren.push(vec![push(journal, record_id(), 0, "before")]).await, [accepted(1, 1)]);
        let backup = folder.path().join(format!("{what}.backup"));
        assert!(run(&data, None, &["backup", backup.to_str().unwrap()]).fine);
        deed(&file, &backup);
        let asked = SyncRequest { push: vec![push(journal, record_id(), 0, "after")], ..SyncRequest::default() };
        let problem = wren.attempt(asked.clone()).await.unwrap_err();
        assert!(problem.code == Code::Unavailable && problem.retry_after.is_some(), "{what}: {problem:?}");
        let problem = process.not_ready().await.unwrap_or_else(|| panic!("{what}: ready"));
        assert!(problem.detail.unwrap().contains("deleted or replaced"), "{what}");
        let cursors = [(journal, 0)].into();
        let answer = wren.post("/v1/sync", &SyncRequest { cursors, ..SyncRequest::default() }).await;
        assert_eq!(answer.refused().await.code, Code::Unavailable, "{what}");
        if what == "folder moved away" {
            fs::rename(beside(&data, ".away"), &data).unwrap();
            assert_eq!(wren.push(asked.push.clone()).await, [accepted(1, 2)], "they are the files that it opened");
            assert!(process.not_ready().await.is_none());
        }
        if what == "replaced" {
            // A server on the new file is not affected when the old one stops.
            fs::remove_file(beside(&file, "-wal")).unwrap();
            fs::remove_file(beside(&file, "-shm")).unwrap();
            let another = Process::start(&data, None);
            process.stop();
            let here = wren.through(another.door.base.clone());
            assert_eq!(here.pull(journal, 0).await.records.len(), 1);
            assert_eq!(here.push(asked.push.clone()).await.len(), 1);
            another.stop();
            continue;
        }
        process.stop();
    }
}

#[tokio::test]
async fn every_command_says_which_database_it_uses_and_they_agree() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backup) = (folder.path().join("data"), folder.path().join("a.backup"));
    let shown = format!("the SQLite file {}", data.join(FILE).display());
    let backup = backup.to_str().unwrap();
    let first = run(&data, None, &["bootstrap"]);
    assert!(first.fine && first.err.contains(&format!("{shown} (new)")), "{}", first.err);
    for args in [&["bootstrap", "--json"][..], &["migrate"], &["backup", backup], &["forget-second-factor", "wren"]] {
        let done = run(&data, None, args);
        assert!(done.fine && done.err.contains(&shown) && !done.err.contains("(new)"), "{args:?}: {}", done.err);
        assert!(!done.out.contains("SQLite"), "what is printed is for pipes: {}", done.out);
    }
    let refused = run(&data, None, &["restore", backup]);
    assert!(refused.err.contains(&shown), "{}", refused.err);
    let log = Process::start(&data, None).stop();
    // Logged before the line that tests wait for.
    assert!(log.contains("stopping"));
    let served = run_output(afterglow(&data, None).args(["serve", "--listen", "203.0.113.1:1"]).output().unwrap());
    assert!(!served.fine && served.err.contains(&shown), "{}", served.err);

    // No log line contains a password.
    let url = "postgres://care:s3cret@127.0.0.1:1/afterglow?sslpassword=s3cret";
    for args in [&["bootstrap"][..], &["migrate"], &["backup", "x"], &["restore", backup], &["serve"]] {
        let failed = run(&data, Some(url), args);
        assert!(
            !failed.fine && failed.err.contains("postgres://care:(hidden)@127.0.0.1:1/afterglow"),
            "{}",
            failed.err
        );
        assert!(!failed.err.contains("s3cret"), "{args:?}");
    }
    let failed = run(&data, Some("postgre://care:s3cret@127.0.0.1:1/afterglow"), &["migrate"]);
    assert!(!failed.fine && failed.err.contains("database_url") && !failed.err.contains("s3cret"), "{}", failed.err);
}

#[test]
fn what_root_makes_belongs_to_who_serves_and_what_cannot_be_read_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let root = fs::metadata("/proc/self").unwrap().uid() == 0;
    if !root {
        // A folder of another user.
        let refused = run(Path::new("/proc/1/nowhere"), None, &["bootstrap"]);
        assert!(!refused.fine && refused.err.contains("/proc/1"), "{}", refused.err);
        return;
    }
    const SERVES: u32 = 54_321;
    std::os::unix::fs::chown(&data, Some(SERVES), Some(SERVES)).unwrap();
    std::process::Command::new("chmod").args(["711"]).arg(folder.path()).status().unwrap();
    assert!(run(&data, None, &["bootstrap"]).fine);
    let as_user = |user: u32, args: &[&str]| {
        let mut command = std::process::Command::new("setpriv");
        command.args(["--clear-groups", &format!("--reuid={user}"), &format!("--regid={user}")]);
        command.arg(env!("CARGO_BIN_EXE_afterglow")).args(args).env("AFTERGLOW_DATA_DIR", &data);
        run_output(command.output().unwrap())
    };
    for entry in fs::read_dir(&data).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().uid(), SERVES);
    }
    let done = as_user(SERVES, &["migrate"]);
    assert!(done.fine, "{}", done.err);
    let refused = as_user(SERVES + 1, &["bootstrap"]);
    assert!(
        !refused.fine && refused.err.contains(&SERVES.to_string()) && refused.err.contains("chown"),
        "{}",
        refused.err
    );

    // After a restoration it still has the same owner.
    let backup = folder.path().join("a.backup");
    assert!(run(&data, None, &["backup", backup.to_str().unwrap()]).fine);
    let done = run(&data, None, &["restore", backup.to_str().unwrap(), "--replace"]);
    assert!(done.fine, "{}", done.err);
    assert_eq!(fs::metadata(data.join(FILE)).unwrap().uid(), SERVES);
    // In a folder of root, a hint is printed.
    let own = folder.path().join("own");
    let made = run(&own, None, &["bootstrap"]);
    assert!(made.fine && made.err.contains("chown"), "{}", made.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_database_in_use_is_not_replaced_and_one_that_is_replaced_is_kept_in_a_schema() {
    let Ok(admin) = std::env::var(POSTGRES) else { return };
    let (url, name) = fresh_database(&admin);
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("a.backup");
    let backup = backup.to_str().unwrap();
    let process = Process::start(folder.path(), Some(&url));
    let wren = process.door.client("wren").await;
    let journal = wren.private.unwrap();
    wren.push(vec![push(journal, record_id(), 0, "kept")]).await;
    let made = run(folder.path(), Some(&url), &["backup", backup]);
    assert!(made.fine, "{}", made.err);
    wren.push(vec![push(journal, record_id(), 0, "later")]).await;
    let refused = run(folder.path(), Some(&url), &["restore", backup, "--replace"]);
    assert!(!refused.fine && refused.err.contains("in use"), "{}", refused.err);
    process.stop();
    let refused = run(folder.path(), Some(&url), &["restore", backup]);
    assert!(!refused.fine && refused.err.contains("--replace"), "{}", refused.err);

    let done = run(folder.path(), Some(&url), &["restore", backup, "--replace"]);
    assert!(done.fine, "{}", done.err);
    let schema = done.out.split("the schema ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let process = Process::start(folder.path(), Some(&url));
    assert_eq!(wren.through(process.door.base.clone()).pull(journal, 0).await.records.len(), 1);
    process.stop();
    let mut conn = PgConnection::establish(&url).unwrap();
    conn.batch_execute(&format!(
        "DO $$ BEGIN ASSERT (SELECT count(*) FROM {schema}.records) = 2; ASSERT (SELECT count(*) FROM records) = 1; END $$"
    ))
    .unwrap();
    drop(conn);
    drop_database(&admin, &name);
}
