//! A real process is killed (SIGKILL) at random points of writing, migrating, syncing and importing. Afterwards the
//! store opens, every confirmed write is there, and the outbox completes.
//!
//! The process is this test's own program, started again with the test `in_a_process_of_its_own`. The point of the kill
//! comes from a seed; the progress of its last step depends on the machine, which is intended.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mobile_core::secrets::FileSecretStore;
use mobile_core::{ImportForm, NewAttachment, Phone, Retry, Setup, Silent, Writing};
use protocol::RecordId;

use crate::released::{STORES, copied, holds_everything, opened};
use crate::world::{PASSWORD, PhoneInHand, World};

const HOME: &str = "AFTERGLOW_KILL_HOME";
const SEED: &str = "AFTERGLOW_KILL_SEED";
const CHILD: &str = "kill::in_a_process_of_its_own";

/// Small numbers from a seed: when to kill, what to do next.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        // Numerical Recipes' generator: the quality of the numbers does not matter, only that they are reproducible.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn phone(home: &Path) -> Phone {
    let mut setup = Setup::new(home, "Killed phone", Arc::new(FileSecretStore::new(home.join("keys")))).unwrap();
    setup.retry = Retry { times: 1, first: Duration::from_millis(1), longest: Duration::from_millis(100) };
    Phone::open(setup).unwrap()
}

/// The log of actions, one per line: written after the call has returned.
struct Acts(File);

impl Acts {
    fn line(&mut self, line: &str) {
        self.0.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
}

/// Writes, edits, deletes, attaches, imports and syncs until it is killed.
#[tokio::test]
#[ignore = "is started by the kill tests, in a process of its own"]
async fn in_a_process_of_its_own() {
    let Ok(home) = std::env::var(HOME) else { return };
    let home = PathBuf::from(home);
    let seed: u64 = std::env::var(SEED).unwrap().parse().unwrap();
    let mut acts = Acts(OpenOptions::new().append(true).create(true).open(home.join("acts")).unwrap());
    let phone = phone(&home);
    acts.line("opened");
    let mut dice = Dice(seed);
    let mut entries: Vec<RecordId> = Vec::new();
    for n in 0.. {
        let word = format!("w{seed}x{n}");
        match dice.below(12) {
            0..4 => {
                let id = phone.entries().write(&Writing::text(&word)).unwrap();
                acts.line(&format!("word {id} {word}"));
                entries.push(id);
            }
            4..6 if !entries.is_empty() => {
                let id = entries[dice.below(entries.len() as u64) as usize];
                let mut writing = phone.entries().writing(id).unwrap();
                writing.text = format!("{} {word}", writing.text);
                phone.entries().edit(id, &writing).unwrap();
                acts.line(&format!("word {id} {word}"));
            }
            6 => {
                let id = phone.entries().save_draft(None, Writing::text(&word)).unwrap();
                acts.line(&format!("draft {id} {word}"));
                if dice.below(2) == 0 {
                    acts.line(&format!("finishing {id}"));
                    phone.entries().finish_draft(id).unwrap();
                    acts.line(&format!("word {id} {word}"));
                }
            }
            7 if entries.len() > 3 => {
                let id = entries.swap_remove(dice.below(entries.len() as u64) as usize);
                acts.line(&format!("deleting {id}"));
                phone.entries().delete(id).unwrap();
            }
            8 if !entries.is_empty() => {
                let id = entries[dice.below(entries.len() as u64) as usize];
                let bytes = vec![dice.below(256) as u8; 90_000];
                let about = NewAttachment { media_type: "audio/mp4".into(), ..NewAttachment::default() };
                let attachment = phone.attachments().attach(id, &mut &bytes[..], &about).unwrap();
                acts.line(&format!("attached {id} {attachment}"));
            }
            9 => {
                acts.line("importing");
                phone.transfer().import(&home.join("texts"), &ImportForm::default(), &Silent).unwrap();
                acts.line("imported");
            }
            10..12 => {
                let _ = phone.sync().run().await;
                acts.line("synced");
            }
            _ => {}
        }
    }
}

fn child(home: &Path, seed: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([CHILD, "--exact", "--ignored", "--test-threads=1"])
        .env(HOME, home)
        .env(SEED, seed.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn lines(home: &Path) -> Vec<String> {
    // The last line may be partial: its action was not confirmed.
    let text = fs::read_to_string(home.join("acts")).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(String::from).collect()
}

/// Kills the child after this many further actions, somewhere in the next one.
fn killed_after(mut child: Child, home: &Path, acts: usize, into_the_next: Duration) {
    let wanted = lines(home).len() + acts;
    let begun = Instant::now();
    while lines(home).len() < wanted {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        assert!(begun.elapsed() < Duration::from_secs(120), "it does nothing");
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(into_the_next);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Checks that the results of all logged actions are there.
fn check(phone: &Phone, home: &Path, acts: &[String]) {
    let mut words: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut deleted = BTreeSet::new();
    let (mut drafts, mut attached) = (BTreeMap::new(), Vec::new());
    for act in acts {
        match act.split(' ').collect::<Vec<_>>()[..] {
            ["word", id, word] => words.entry(id).or_default().push(word),
            ["draft", id, word] => drop(drafts.insert(id, word)),
            ["finishing", id] => drop(drafts.remove(id)),
            ["deleting", id] => drop(deleted.insert(id)),
            ["attached", id, attachment] => attached.push((id, attachment)),
            _ => {}
        }
    }
    for (id, words) in words.iter().filter(|(id, _)| !deleted.contains(*id)) {
        let text = phone.pages().show(id.parse().unwrap()).unwrap().text;
        assert!(words.iter().all(|word| text.split(' ').any(|known| known == *word)), "{words:?} in {text}");
    }
    for (id, word) in drafts {
        let draft = phone.entries().draft(id.parse().unwrap()).unwrap();
        assert!(format!("{draft:?}").contains(word), "the draft {word} is gone");
    }
    for (id, attachment) in attached.into_iter().filter(|(id, _)| !deleted.contains(id)) {
        let bytes = phone.attachments().attachment_bytes(id.parse().unwrap(), attachment.parse().unwrap()).unwrap();
        assert_eq!(bytes.len(), 90_000);
    }
    let folder = home.join("attachments");
    let files = fs::read_dir(folder).map(|files| files.map(|file| file.unwrap().file_name()).collect::<Vec<_>>());
    let half = files.unwrap_or_default().into_iter().filter(|name| name.to_str().unwrap().ends_with(".part"));
    assert_eq!(half.count(), 0, "nothing half is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_every_acknowledged_word_is_there_and_the_outbox_completes() {
    let world = World::new().await;
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("texts")).unwrap();
    for n in 0..150 {
        let name = home.path().join(format!("texts/2024-03-{:02} note {n}.txt", n % 28 + 1));
        fs::write(name, format!("imported {n}")).unwrap();
    }
    let first = phone(home.path());
    first.account().register(&world.url(), "wren", PASSWORD).await.unwrap();
    drop(first);

    let mut dice = Dice(20_261_125);
    let mut imported = false;
    for round in 0..8 {
        let (path, acts) = (home.path().to_owned(), 1 + dice.below(25) as usize);
        let into = Duration::from_micros(dice.below(30_000));
        tokio::task::spawn_blocking(move || killed_after(child(&path, round), &path, acts, into)).await.unwrap();
        let acts = lines(home.path());
        imported |= acts.iter().any(|act| act == "imported");
        let phone = phone(home.path());
        assert_eq!(phone.salvaged(), None, "no kill damages the file");
        check(&phone, home.path(), &acts);
    }
    let phone = phone(home.path());
    phone.transfer().import(&home.path().join("texts"), &ImportForm::default(), &Silent).unwrap();
    let status = phone.sync().run().await.unwrap();
    assert!(status.in_sync, "{status:?}");
    let texts = |phone: &Phone| {
        let mut texts: Vec<String> =
            phone.pages().list(&[], None, 100_000).unwrap().into_iter().map(|entry| entry.text).collect();
        texts.sort();
        texts
    };
    let here = texts(&phone);
    assert_eq!(
        here.iter().filter(|text| text.starts_with("imported ")).count(),
        150,
        "imported once (during: {imported})"
    );
    let other = PhoneInHand::new();
    other.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    other.sync().run().await.unwrap();
    assert_eq!(texts(&other), here, "the server has what the phone has");
    world.end().await;
}

#[test]
fn killed_while_it_migrates_an_old_store_opens_with_everything_in_it() {
    let mut dice = Dice(7);
    for store in fs::read_dir(STORES).unwrap() {
        let home = copied(&store.unwrap().path());
        fs::create_dir(home.path().join("texts")).unwrap();
        for _ in 0..6 {
            // Not after it has opened, but some time after it has started to.
            let mut begun = child(home.path(), 1);
            std::thread::sleep(Duration::from_micros(dice.below(60_000)));
            begun.kill().unwrap();
            begun.wait().unwrap();
            if !lines(home.path()).is_empty() {
                break;
            }
        }
        if lines(home.path()).is_empty() {
            holds_everything(&opened(home.path()));
        } else {
            // It was faster, and has begun to write: the old entries are there anyway.
            assert_eq!(opened(home.path()).pages().search("heron").unwrap().len(), 23);
        }
    }
}
