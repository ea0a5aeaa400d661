//! A real phone with its platform's secret store, and the notices that it shows.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use journal::record::Moment;
use journal::seal::Random;
use mobile_core::clock::Clock;
use mobile_core::secrets::{MemorySecretStore, STORE_KEY, SecretStore as _};
use mobile_core::{Phone, Retry, Setup, Writing};
use protocol::RecordId;
use tempfile::TempDir;

use crate::world::NOW;

/// Notices that the Today screen shows too, not only the screen of readers.
const ON_TODAY: [&str; 14] = [
    "readers-split",
    "readers-older-journal",
    "readers-older",
    "readers-missing",
    "readers-differs",
    "readers-members-private",
    "readers-members",
    "readers-ended-by-server",
    "readers-listed-again",
    "status-manifest_older",
    "status-missing",
    "status-key_differs",
    "status-no_bond",
    "status-not_found",
];

/// A settable clock, shared by all devices.
pub struct SetClock(AtomicI64);

impl Default for SetClock {
    fn default() -> Self {
        Self(AtomicI64::new(NOW))
    }
}

impl SetClock {
    pub fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub fn pass(&self, time: Duration) {
        self.0.fetch_add(time.as_millis() as i64, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Moment {
        Moment { unix_ms: self.now_ms(), offset_s: 0, zone: "UTC".into() }
    }

    fn since_boot(&self) -> Duration {
        Duration::from_millis((self.now_ms() - NOW) as u64 + 3_600_000)
    }
}

/// A phone with its data folder and secret store.
pub struct TestPhone {
    phone: Phone,
    home: TempDir,
    secrets: Arc<MemorySecretStore>,
    clock: Arc<SetClock>,
}

impl TestPhone {
    pub fn new(clock: &Arc<SetClock>) -> Self {
        Self::opened(tempfile::tempdir().unwrap(), Arc::default(), clock.clone())
    }

    fn opened(home: TempDir, secrets: Arc<MemorySecretStore>, clock: Arc<SetClock>) -> Self {
        static SEED: Mutex<u64> = Mutex::new(1);
        let mut seed = [0; 32];
        {
            let mut next = SEED.lock().unwrap();
            *next += 1;
            seed[..8].copy_from_slice(&next.to_le_bytes());
        }
        let mut setup = Setup::new(home.path(), "Phone", secrets.clone()).unwrap();
        setup.clock = clock.clone();
        setup.random = Random::from_seed(seed);
        setup.retry = Retry { times: 1, first: Duration::from_millis(1), longest: Duration::from_millis(100) };
        Self { phone: Phone::open(setup).unwrap(), home, secrets, clock }
    }

    /// A copy of the phone's store and keys at this moment, in the hands of an attacker.
    pub fn stolen(&self) -> Self {
        let home = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(self.home.path()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, home.path().join(path.file_name().unwrap())).unwrap();
            }
        }
        let secrets = Arc::new(MemorySecretStore::default());
        let key = self.secrets.load(STORE_KEY.into()).unwrap().unwrap();
        secrets.save(STORE_KEY.into(), key).unwrap();
        Self::opened(home, secrets, self.clock.clone())
    }

    /// The texts of all listed entries.
    pub fn texts(&self) -> Vec<String> {
        let mut texts: Vec<String> =
            self.pages().list(&[], None, 1_000).unwrap().into_iter().map(|one| one.text).collect();
        texts.retain(|text| !text.is_empty());
        texts.sort();
        texts
    }

    /// Content that was removed without proof and is still readable.
    pub fn removed(&self) -> Vec<String> {
        self.care().recently_removed().unwrap().into_iter().map(|one| one.text).collect()
    }

    /// Asserts that nothing is lost: each text is in the journal, in a reply, or in *Recently removed*.
    pub fn still_has(&self, words: &[&str]) {
        let replies = self.replies();
        for word in words {
            let here = self.texts().iter().chain(&self.removed()).chain(&replies).any(|text| text == word);
            assert!(here, "{word:?} is lost: {:?}, {replies:?}, {:?}", self.texts(), self.removed());
        }
    }

    /// The texts of the therapist's replies, by entry.
    pub fn replies(&self) -> Vec<String> {
        let entries = self.pages().list(&[], None, 1_000).unwrap();
        entries.into_iter().flat_map(|entry| entry.replies).map(|reply| reply.text).collect()
    }

    /// All notices that the phone shows: alarms, questions and reasons.
    pub fn notices(&self) -> Vec<String> {
        let (readers, status) = (self.care().readers().unwrap(), self.sync().status().unwrap());
        let mut said = readers.alarms;
        said.extend(readers.question);
        said.extend(readers.restored_text);
        said.extend(readers.renewed_text);
        said.push(readers.checked);
        said.extend(readers.readers.into_iter().flat_map(|reader| reader.alarms));
        said.extend(status.reasons.into_iter().map(|reason| reason.sentence));
        said
    }

    /// Asserts that the person is informed by the catalogue's message with this key.
    pub fn assert_notice(&self, key: &str) {
        let (forms, said) = (catalogue(key), self.notices());
        assert!(said.iter().any(|said| matches_message(&forms, said)), "{key} is not shown, but {said:#?}");
        // Also on the Today screen while it needs attention. Rejected records change nothing and are only counted.
        if ON_TODAY.contains(&key) {
            let today = self.alarms_on_today();
            assert!(today.iter().any(|said| matches_message(&forms, said)), "{key} is not on Today, but {today:#?}");
        }
    }

    fn alarms_on_today(&self) -> Vec<String> {
        let news = self.pages().today().unwrap().news.into_iter();
        news.filter(|news| news.kind == "alarm").map(|news| news.said).collect()
    }

    /// The stable codes of the sync status.
    pub fn codes(&self) -> Vec<String> {
        self.sync().status().unwrap().reasons.into_iter().map(|reason| reason.code).collect()
    }

    /// Asserts that everything is in sync and no alarm is shown.
    pub fn is_calm(&self) {
        let (readers, status) = (self.care().readers().unwrap(), self.sync().status().unwrap());
        assert!(status.in_sync, "{:?}", status.reasons);
        assert_eq!(self.alarms_on_today(), [""; 0]);
        assert!(readers.alarms.is_empty() && readers.readers.iter().all(|one| one.alarms.is_empty()), "{readers:#?}");
    }

    /// Writes a private entry.
    pub fn writes(&self, text: &str) -> RecordId {
        self.entries().write(&Writing::text(text)).unwrap()
    }

    /// Writes an entry and shares it.
    pub fn shares(&self, text: &str) -> RecordId {
        let id = self.writes(text);
        self.sharing().share(id, None).unwrap();
        id
    }
}

impl std::ops::Deref for TestPhone {
    type Target = Phone;

    fn deref(&self) -> &Phone {
        &self.phone
    }
}

/// The literal parts of an English message, for each plural form.
fn catalogue(key: &str) -> Vec<Vec<String>> {
    let file = include_str!("../../../mobile-core/src/messages/en.ftl");
    let start = format!("{key} = ");
    let mut lines = file.lines().skip_while(|line| !line.starts_with(&start));
    let first = &lines.next().unwrap_or_else(|| panic!("the catalogue has no {key}"))[start.len()..];
    let forms: Vec<&str> = match first.ends_with("->") {
        true => lines.take_while(|line| *line != "}").map(|line| line.split_once("] ").unwrap().1).collect(),
        false => vec![first],
    };
    forms.into_iter().map(literals).collect()
}

fn literals(mut text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    while let Some((before, after)) = text.split_once('{') {
        pieces.push(before.trim().to_owned());
        text = after.split_once('}').unwrap().1;
    }
    pieces.push(text.trim().to_owned());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Whether a text is this message.
fn matches_message(forms: &[Vec<String>], said: &str) -> bool {
    forms.iter().any(|pieces| pieces.iter().all(|piece| said.contains(piece.as_str())))
}
