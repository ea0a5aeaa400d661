//! A full disk: a file system of 32 MiB in memory with the database and a file that takes the space.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use futures_util::future::join_all;
use protocol::sync::{Push, PushResult, SyncRequest};
use protocol::{Blob, Code, Problem, RecordId};

use crate::people::*;
use crate::process::{Process, until};
use tests::cluster::Cluster;

/// How long recovery may take once there is space.
const AGAIN: Duration = Duration::from_secs(5);

/// A small file system, mounted for one test.
struct SmallDisk {
    at: PathBuf,
    _folder: tempfile::TempDir,
}

impl SmallDisk {
    fn mount() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("small");
        fs::create_dir(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=32m,mode=711", "none"]).arg(&at).status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "NOT TESTED: this test mounts a small file system, and may not do so here: run it as root"
        );
        // PostgreSQL's user needs access to the parent.
        Command::new("chmod").arg("711").arg(folder.path()).status().unwrap();
        Self { at, _folder: folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.at.join(name)
    }

    /// Fills the disk except for about this many bytes.
    fn fill(&self, but: usize) {
        let mut ballast = File::create(self.file("ballast")).unwrap();
        let piece = vec![7; 64 << 10];
        while ballast.write_all(&piece).is_ok() {}
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length.saturating_sub(but as u64)).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.file("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Unmounted for the test at once, for others when they close their files.
        let _ = Command::new("umount").arg("--lazy").arg(&self.at).status();
    }
}

/// Writes records of 40 KB from eight devices until the disk is full; returns what was acknowledged, and the
/// rejection.
async fn push_until_refused(wren: &Person) -> (BTreeMap<RecordId, (Push, PushResult)>, Problem) {
    let journal = wren.private.unwrap();
    let mut kept = BTreeMap::new();
    loop {
        let calls = (0..8).map(|_| async {
            let large = Push { blob: Blob(vec![9; 40_000]), ..push(journal, record_id(), 0, "") };
            let asked = SyncRequest { push: vec![large.clone()], ..SyncRequest::default() };
            (large, wren.attempt(asked).await)
        });
        let mut refused = None;
        for (push, answer) in join_all(calls).await {
            match answer {
                Ok(mut answer) => drop(kept.insert(push.id, (push, answer.results.remove(0)))),
                Err(problem) => refused = Some(problem),
            }
        }
        if let Some(refused) = refused {
            return (kept, refused);
        }
        assert!(kept.len() < 10_000, "the disk is not as small as it should be");
    }
}

async fn all_there(wren: &Person, kept: &BTreeMap<RecordId, (Push, PushResult)>) {
    let (mut cursor, mut found) = (0, 0);
    loop {
        let changes = wren.pull(wren.private.unwrap(), cursor).await;
        for record in &changes.records {
            cursor = record.seq;
            if let Some((push, answer)) = kept.get(&record.id) {
                assert_eq!((record.blob.as_ref(), answer), (Some(&push.blob), &accepted(1, record.seq)));
                found += 1;
            }
        }
        if !changes.more {
            break;
        }
    }
    assert_eq!(found, kept.len());
}

async fn full_and_not_full_again(disk: &SmallDisk, data: &Path, url: Option<&str>) {
    let metrics = [("AFTERGLOW_METRICS", "127.0.0.1:0")];
    let process = Process::start_with(data, url, &metrics);
    let wren = process.door.client("wren").await;
    let mut kept = BTreeMap::new();
    for _ in 0..2 {
        assert!(process.not_ready().await.is_none());
        assert_eq!(process.count("afterglow_database_writable").await, 1.0);
        disk.fill(3 << 20);
        let (more, refused) = push_until_refused(&wren).await;
        kept.extend(more);
        assert_eq!(refused.code, Code::Unavailable);
        assert!(refused.retry_after.is_some());
        let problem = process.not_ready().await.expect("it cannot take writes");
        assert_eq!(
            (problem.code, problem.detail.as_deref()),
            (Code::Unavailable, Some("the database's disk is full")),
            "{problem:?}"
        );
        assert!(problem.retry_after.is_some());
        assert_eq!(process.count("afterglow_database_writable").await, 0.0);
        assert!(process.count("afterglow_database_refused_total{cause=\"full\"}").await > 0.0);
        // Acknowledged records stay readable.
        all_there(&wren, &kept).await;

        disk.make_room();
        until(AGAIN, async || process.not_ready().await.is_none().then_some(())).await;
        let journal = wren.private.unwrap();
        let late = push(journal, record_id(), 0, "there is room");
        kept.insert(late.id, (late.clone(), wren.push(vec![late]).await.remove(0)));
        all_there(&wren, &kept).await;
    }
    process.kill();
    let process = Process::start_with(data, url, &metrics);
    all_there(&wren.through(process.door.base.clone()), &kept).await;
    process.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_pushes_for_a_while_and_loses_nothing() {
    let disk = SmallDisk::mount();
    full_and_not_full_again(&disk, &disk.file("data"), None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_postgresql_refuses_pushes_for_a_while_and_loses_nothing() {
    let disk = SmallDisk::mount();
    let Some(cluster) = Cluster::start() else { return };
    // PostgreSQL's write-ahead log is on another disk: it continues to run.
    let space = disk.file("space");
    fs::create_dir(&space).unwrap();
    let owner = fs::metadata(format!("/tmp/afterglow-postgres-{}", cluster.host().split(':').nth(1).unwrap())).unwrap();
    std::os::unix::fs::chown(&space, Some(owner.uid()), Some(owner.gid())).unwrap();
    let mut admin = PgConnection::establish(&cluster.url).unwrap();
    admin.batch_execute(&format!("CREATE TABLESPACE small LOCATION '{}'", space.display())).unwrap();
    admin.batch_execute("CREATE DATABASE journals TABLESPACE small").unwrap();
    let url = format!("{}/journals", cluster.url.strip_suffix("/afterglow").unwrap());
    full_and_not_full_again(&disk, &disk.file("data"), Some(&url)).await;
}
