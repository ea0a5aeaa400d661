//! The real program: killed under load, and stopped gracefully.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use protocol::RecordId;
use protocol::sync::{Push, PushResult, SyncRequest};

use crate::people::*;
use crate::process::Process;
use crate::world::{POSTGRES, drop_database, fresh_database};

/// Every push, with its response if there was one.
pub type Ledger = BTreeMap<RecordId, (Push, Option<PushResult>)>;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_loses_nothing_it_acknowledged_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    killed_in_the_middle(folder.path(), None).await;
    if let Ok(admin) = std::env::var(POSTGRES) {
        let (url, name) = fresh_database(&admin);
        killed_in_the_middle(folder.path(), Some(&url)).await;
        drop_database(&admin, &name);
    }
}

async fn killed_in_the_middle(folder: &Path, database_url: Option<&str>) {
    let mut process = Process::start(folder, database_url);
    let wren = process.door.client("wren").await;
    let journal = wren.private.unwrap();
    let mut ledger = Ledger::new();
    for round in 1..=4 {
        let here = wren.through(process.door.base.clone());
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let here = here.clone();
                tokio::spawn(async move { write_until_it_dies(&here, writer).await })
            })
            .collect();
        // The server is killed under full load, wherever the writers are.
        let began = Instant::now();
        while here.pull(journal, 0).await.head < round * 60 {
            assert!(began.elapsed() < Duration::from_secs(60));
        }
        process.kill();
        for written in join_all(writers).await {
            ledger.extend(written.unwrap());
        }

        process = Process::start(folder, database_url);
        let here = wren.through(process.door.base.clone());
        // All pushes are sent again, answered or not.
        for (push, answer) in ledger.values_mut() {
            let again = here.push(vec![push.clone()]).await.remove(0);
            assert!(matches!(again, PushResult::Accepted { revision: 1, .. }), "{again:?}");
            assert!(answer.as_ref().is_none_or(|first| *first == again), "{answer:?} became {again:?}");
            *answer = Some(again);
        }
        let mut cursor = 0;
        let mut seqs = Vec::new();
        loop {
            let changes = here.pull(journal, cursor).await;
            for record in changes.records {
                let (push, answer) = &ledger[&record.id];
                assert_eq!(record.blob.as_ref(), Some(&push.blob));
                assert_eq!(*answer, Some(accepted(1, record.seq)));
                seqs.push(record.seq);
            }
            cursor = *seqs.last().unwrap();
            if !changes.more {
                assert_eq!(changes.head, cursor);
                break;
            }
        }
        assert_eq!(seqs, (1..=ledger.len() as u64).collect::<Vec<_>>());
    }
    assert!(ledger.len() > 240);
    process.kill();
}

pub async fn write_until_it_dies(here: &Person, writer: u32) -> Ledger {
    let journal = here.private.unwrap();
    let mut ledger = Ledger::new();
    for n in 0.. {
        let pushes: Vec<Push> = (0..5).map(|m| push(journal, record_id(), 0, &format!("{writer} {n} {m}"))).collect();
        for push in &pushes {
            ledger.insert(push.id, (push.clone(), None));
        }
        let asked = SyncRequest { push: pushes.clone(), ..SyncRequest::default() };
        let Some(answer) = here.try_to_sync(asked).await else { break };
        for (push, result) in pushes.iter().zip(answer.results) {
            ledger.insert(push.id, (push.clone(), Some(result)));
        }
    }
    ledger
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_finishes_what_it_began() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::start(folder.path(), None);
    let wren = process.door.client("wren").await;
    let journal = wren.private.unwrap();
    let asked = serde_json::to_string(&SyncRequest {
        push: vec![push(journal, record_id(), 0, "in flight")],
        checkpoints: [(journal, checkpoint(0, 1))].into(),
        ..SyncRequest::default()
    })
    .unwrap();
    let host = process.door.base.strip_prefix("http://").unwrap();
    let (token, length) = (&wren.session.access_token, asked.len());
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\nexpect: 100-continue\r\n\r\n"
    );
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    // The server has started to read the request when it asks for the body.
    let mut asks_on = [0; 12];
    stream.read_exact(&mut asks_on).unwrap();
    assert_eq!(&asks_on, b"HTTP/1.1 100");
    let pid = process.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    // It accepts no new connections, but waits for the body.
    let began = Instant::now();
    while TcpStream::connect(host).is_ok() {
        assert!(began.elapsed() < Duration::from_secs(10));
    }
    stream.write_all(asked.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("200 OK") && answer.contains("\"accepted\""), "{answer}");
    assert!(process.child.wait().unwrap().success());

    // The whole log names routes, and nothing about people.
    let log = process.log();
    // The bind address may differ.
    let log: String = log.lines().filter(|line| !line.contains("actix_server::")).collect();
    assert!(log.contains("/v1/sync") && log.contains("stopping"), "{log}");
    let ids = [wren.id().to_string(), journal.to_string(), wren.session.device.to_string()];
    let secrets = ["wren", "127.0.0.1:", "in flight", wren.refresh_token(), &wren.session.access_token[..40]];
    for private in ids.iter().map(String::as_str).chain(secrets) {
        assert!(!log.contains(private), "{private} is in the log:\n{log}");
    }

    let process = Process::start(folder.path(), None);
    assert_eq!(wren.through(process.door.base.clone()).pull(journal, 0).await.head, 1);
    process.kill();
}

#[test]
fn the_command_line_says_what_is_in_force_and_keeps_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("afterglow.toml");
    std::fs::write(&file, "origin = 'https://journal.example.org'\n[limits]\npush_records = 77\n").unwrap();
    let run = |args: &[&str], environment: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterglow"));
        let out = command.args(args).envs(environment.iter().copied()).current_dir(folder.path()).output().unwrap();
        (out.status.success(), String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap())
    };
    let url = "postgres://care:s3cret@db.example/afterglow";
    let told = ["config", "--config", file.to_str().unwrap(), "--listen", "127.0.0.1:9000"];
    let environment = [
        ("AFTERGLOW_DATABASE_URL", url),
        ("AFTERGLOW_LISTEN", "127.0.0.1:1"),
        ("AFTERGLOW_RATES__SIGN_IN_BY_ACCOUNT", "3"),
    ];
    let (fine, shown, _) = run(&told, &environment);
    assert!(fine);
    // File, then environment, then flags.
    for line in [
        "listen = \"127.0.0.1:9000\"",
        "origin = \"https://journal.example.org\"",
        "push_records = 77",
        "sign_in_by_account = 3",
        "database_url = \"postgres://care:(hidden)@db.example/afterglow\"",
    ] {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
    assert!(!shown.contains("s3cret"));

    let (fine, _, said) = run(&["config"], &[("AFTERGLOW_RATES__SIGN_IN_BY_ACCOUNT", "0")]);
    assert!(!fine && said.contains("rate of zero"), "{said}");
    let (fine, _, said) = run(&["config"], &[("AFTERGLOW_LISTNE", "127.0.0.1:1")]);
    assert!(!fine && said.contains("listne"), "{said}");
    let (fine, _, said) = run(&["serve", "--database-url", "postgres://127.0.0.1:1/none"], &[]);
    assert!(!fine && said.contains("database"), "{said}");

    let (fine, made, _) = run(&["bootstrap", "--json"], &[]);
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    assert!(fine && made["code"].as_str().unwrap().len() == 24 && made["expires_at"].is_i64());
    let (fine, said, _) = run(&["migrate"], &[]);
    assert!(fine && said.contains("up to date"));
}
