//! The fixture: a real server, phone and desk, with a proxy of the adversary before each device. It can decrypt
//! everything that was ever sent with given keys.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection};
use journal::record::Payload;
use journal::seal::checkpoint::CheckpointId;
use journal::seal::envelope::header;
use journal::seal::{CollectionKey, Keyring, Reader, RevisionId};
use journal::sync::Side;
use protocol::account::Renewal;
use protocol::care::{EpochHandover, NewEpoch};
use protocol::{AccountId, Blob, CollectionId, Limits, RecordId};
use server::config::{Rates, Registration};
use server::{Config, Entropy, RunningServer};
use tempfile::TempDir;

use crate::browser::{self, Browser};
use crate::insider::Insider;
use crate::phone::{SetClock, TestPhone};
use crate::proxy::Proxy;

pub const NOW: i64 = 1_790_000_000_000;
pub const PASSWORD: &str = "a long walk home";
pub const NEW_PASSWORD: &str = "a longer walk home";

/// The server and the proxies, in one process.
pub struct World {
    pub server: RunningServer,
    /// The proxy between phones and server.
    pub near_phone: Proxy,
    /// The proxy between desks and server.
    pub near_desk: Proxy,
    pub clock: Arc<SetClock>,
    server_clock: server::Clock,
    folder: TempDir,
    other_servers: Mutex<Vec<RunningServer>>,
}

/// A client and a therapist with a bond.
pub struct Pair {
    pub world: World,
    pub phone: TestPhone,
    pub code: String,
    pub desk: Browser,
    pub care: String,
}

impl World {
    pub async fn new() -> Self {
        Self::with(Limits::default()).await
    }

    /// Starts a server with custom limits.
    pub async fn with(limits: Limits) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::<SetClock>::default();
        let server_clock = server::Clock::set_to(NOW);
        let config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            data_dir: folder.path().to_owned(),
            rates: Rates::unlimited(),
            registration: Registration::Open,
            limits,
            clock: server_clock.clone(),
            ..Config::default()
        };
        let server = server::start(config).await.unwrap();
        let url = format!("http://{}", server.address());
        let (near_phone, near_desk) = (Proxy::before(url.clone()).await, Proxy::before(url).await);
        let other_servers = Mutex::default();
        Self { server, near_phone, near_desk, clock, server_clock, folder, other_servers }
    }

    /// A client with a phone and a confirmed recovery code, and a therapist with a bond.
    pub async fn pair() -> Pair {
        Self::new().await.with_pair().await
    }

    /// Registers client and therapist in this world and creates their bond.
    pub async fn with_pair(self) -> Pair {
        let world = self;
        let phone = TestPhone::new(&world.clock);
        let code = phone.account().register(&world.near_phone.url(), "wren", PASSWORD).await.unwrap().to_string();
        phone.account().confirm_recovery_code(&code).unwrap();
        let mut desk = world.therapist().await;
        let link = desk.invite(&world.near_phone.url(), "Wren").await;
        let care = phone.care().join(&link, Some("Wren")).await.unwrap().id;
        phone.sync().run().await.unwrap();
        desk.meet().await;
        desk.sync().await;
        phone.sync().run().await.unwrap();
        Pair { world, phone, code, desk, care }
    }

    /// The first therapist of a new practice, with a desk.
    pub async fn therapist(&self) -> Browser {
        Browser::enrolled(&self.near_desk.url(), self.clock.clone(), &self.code().await).await
    }

    /// The first enrolment code of a new practice.
    pub async fn code(&self) -> String {
        let clock = self.server_clock.clone();
        let db = &self.server.app().db;
        let made = db.write(move |tx| server::practice::bootstrap(tx, &clock, &Entropy::System)).await.unwrap();
        made.code
    }

    /// A therapist with the same display name and another account.
    pub async fn other_therapist(&self, code: &str) -> Browser {
        Browser::enrolled_as("m.osei.again", &self.near_desk.url(), self.clock.clone(), code).await
    }

    /// A new browser of the therapist, without stored state.
    pub async fn fresh_browser(&self) -> Browser {
        Browser::signed_in(&self.near_desk.url(), self.clock.clone(), None).await.unwrap()
    }

    /// A browser with the stored state `kept`, unlocked again.
    pub async fn same_browser(&self, kept: String) -> Browser {
        Browser::signed_in(&self.near_desk.url(), self.clock.clone(), Some(kept)).await.unwrap()
    }

    /// A phone without an account.
    pub fn phone(&self) -> TestPhone {
        TestPhone::new(&self.clock)
    }

    /// Another phone of the client, signed in and not synced yet.
    pub async fn second_phone(&self, password: &str) -> TestPhone {
        let phone = self.phone();
        phone.account().sign_in(&self.near_phone.url(), "wren", password).await.unwrap();
        phone
    }

    /// An attacker with the client's current keys: a phone that is lost later.
    pub async fn lost_phone(&self) -> Insider {
        Insider::sign_in(&self.url(), Side::Client, "wren", PASSWORD).await
    }

    /// An attacker with the therapist's keys.
    pub async fn raw_desk(&self) -> Insider {
        Insider::sign_in(&self.url(), Side::Staff, browser::HANDLE, browser::PASSWORD).await
    }

    /// The address of the server itself, without a proxy.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    pub fn pass(&self, time: Duration) {
        self.clock.pass(time);
        self.server_clock.advance(time);
    }

    /// A connection to the server's database, as the operator has it.
    pub fn sql(&self) -> SqliteConnection {
        let mut sql =
            SqliteConnection::establish(&self.folder.path().join("afterglow.sqlite3").to_string_lossy()).unwrap();
        sql.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = OFF;").unwrap();
        sql
    }

    /// Runs SQL on the server's database.
    pub fn tampers(&self, statement: &str) {
        self.sql().batch_execute(statement).unwrap();
    }

    /// Stores a record on the server under any author.
    pub fn plant(&self, revision_id: &RevisionId, author: AccountId, deleted: bool, blob: Option<&Blob>) {
        let (collection, id) = (hex(revision_id.collection.as_bytes()), hex(revision_id.id.as_bytes()));
        let bytes = blob.map_or("NULL".to_owned(), |blob| hex(blob.as_ref()));
        let hash = hex(&[n(revision_id.revision); 32]);
        self.tampers(&format!(
            "UPDATE collections SET head = head + 1 WHERE id = {collection};
             INSERT OR REPLACE INTO records (collection, id, revision, seq, blob, hash, receipts, stored_at, author, deleted)
             SELECT {collection}, {id}, {}, head, {bytes}, {hash}, NULL, {NOW}, {}, {} FROM collections WHERE id = {collection};",
            revision_id.revision,
            hex(author.as_bytes()),
            u8::from(deleted),
        ));
    }

    /// Stores a checkpoint in an account's slot.
    pub fn plant_checkpoint(&self, slot: &CheckpointId, blob: &Blob) {
        self.tampers(&format!(
            "UPDATE checkpoints SET revision = {}, blob = {} WHERE collection = {} AND account = {};",
            slot.revision,
            hex(blob.as_ref()),
            hex(slot.collection.as_bytes()),
            hex(slot.account.as_bytes()),
        ));
    }

    /// Deletes all tombstones, which the server normally keeps for months.
    pub async fn clears_deletions(&self) {
        let now = self.clock.now_ms();
        self.server.app().db.write(move |tx| server::db::records::clear_tombstones(tx, now)).await.unwrap();
    }

    /// A backup of the server's current data.
    pub fn snapshot(&self) -> PathBuf {
        self.snapshot_of(&self.server.app().config)
    }

    /// A backup of a server that was restored from a snapshot.
    pub fn snapshot_of_restored(&self, snapshot: &Path) -> PathBuf {
        let data_dir = snapshot.with_extension("restored");
        self.snapshot_of(&Config { data_dir, ..self.server.app().config.clone() })
    }

    fn snapshot_of(&self, config: &Config) -> PathBuf {
        static COUNT: AtomicI64 = AtomicI64::new(0);
        let file = self.folder.path().join(format!("{}.snapshot", COUNT.fetch_add(1, Ordering::SeqCst)));
        server::backup::make(&config.db_url(), &file).unwrap();
        file
    }

    /// Starts a server with an old state and without a new era (a rollback). Returns its address for
    /// [`Proxy::lead_to`].
    pub async fn old(&self, snapshot: &Path) -> String {
        let data_dir = snapshot.with_extension("old");
        std::fs::create_dir(&data_dir).unwrap();
        std::fs::copy(snapshot, data_dir.join("afterglow.sqlite3")).unwrap();
        self.start_server(data_dir).await
    }

    /// Starts a server that was properly restored from a backup. Returns its address.
    pub async fn restored(&self, snapshot: &Path) -> String {
        let data_dir = snapshot.with_extension("restored");
        let config = Config { data_dir: data_dir.clone(), ..self.server.app().config.clone() };
        std::fs::create_dir_all(&data_dir).unwrap();
        server::backup::restore(snapshot, &config.db_url(), &self.server_clock, server::backup::ExistingData::Refuse)
            .unwrap();
        self.start_server(data_dir).await
    }

    async fn start_server(&self, data_dir: PathBuf) -> String {
        let origin = Some(self.server.origin().to_owned());
        let server = server::start(Config { data_dir, origin, ..self.server.app().config.clone() }).await.unwrap();
        let url = format!("http://{}", server.address());
        self.other_servers.lock().unwrap().push(server);
        url
    }

    /// All records that the server holds.
    pub fn rows(&self) -> Vec<StoredRow> {
        diesel::sql_query("SELECT collection, id, revision, deleted, blob FROM records WHERE blob IS NOT NULL")
            .load(&mut self.sql())
            .unwrap()
    }

    /// The number of bytes that the server stores for an account.
    pub fn bytes_of(&self, account: AccountId) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Sum {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            bytes: i64,
        }
        let author = hex(account.as_bytes());
        let sum = format!("SELECT coalesce(sum(length(blob)), 0) AS bytes FROM records WHERE author = {author}");
        diesel::sql_query(sum).get_result::<Sum>(&mut self.sql()).unwrap().bytes
    }

    /// Decrypts everything that the server holds or was ever sent, as far as these keys allow: as every kind of
    /// collection, whatever the record claims to be.
    pub fn opened_with(&self, keys: &[Keyring]) -> Vec<Payload> {
        let pushed = self.near_phone.pushes().into_iter().chain(self.near_desk.pushes());
        let pushed = pushed.filter_map(|push| {
            let revision_id = RevisionId { collection: push.collection, id: push.id, revision: push.new_revision()? };
            Some((revision_id, push.deleted, push.blob.0))
        });
        let held = self.rows().into_iter().map(|row| (row.revision_id(), row.deleted, row.blob));
        let every: Vec<(RevisionId, bool, Vec<u8>)> = pushed.chain(held).collect();
        let keys: Vec<CollectionKey> =
            keys.iter().flat_map(|ring| ring.iter().map(|(.., key)| key.clone()).collect::<Vec<_>>()).collect();
        let mut opened = Vec::new();
        for (revision_id, deleted, blob) in &every {
            for key in &keys {
                let mut keyring = Keyring::default();
                let Ok(header) = header(blob) else { continue };
                keyring.insert(revision_id.collection, header.epoch, key.clone());
                for private in [revision_id.collection, CollectionId::new(1, [255; 10])] {
                    let reader = Reader { keyring: &keyring, private };
                    opened.extend(reader.open(revision_id, *deleted, blob).ok().and_then(|opened| opened.content));
                }
            }
        }
        opened
    }

    /// Asserts that none of these words can be read with these keys in anything that was ever sent.
    pub fn assert_unreadable(&self, keys: &[Keyring], words: &[&str]) {
        for payload in self.opened_with(keys) {
            let json = String::from_utf8(payload.to_json()).unwrap();
            for word in words {
                assert!(!json.contains(word), "{word:?} can be read: {json}");
            }
        }
    }

    /// Asserts that keys were sealed only to these accounts.
    pub fn assert_keys_only_for(&self, bonded: &[AccountId]) {
        for asked in self.near_phone.asked() {
            let handovers: Vec<EpochHandover> = match asked.path.as_str() {
                "/v1/me/renewal" => {
                    asked.read::<Renewal>().epochs.into_iter().flat_map(|epoch| epoch.handovers).collect()
                }
                path if path.ends_with("/epochs") => asked.read::<NewEpoch>().handovers,
                _ => continue,
            };
            for handover in handovers {
                assert!(bonded.contains(&handover.account), "a key was sealed to {}", handover.account);
            }
        }
    }

    pub async fn end(self) {
        let other_servers = std::mem::take(&mut *self.other_servers.lock().unwrap());
        for old in other_servers {
            old.stop().await;
        }
        self.server.stop().await;
    }
}

/// A record in the server's database.
#[derive(Clone, Debug, diesel::QueryableByName)]
pub struct StoredRow {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    collection: Vec<u8>,
    #[diesel(sql_type = diesel::sql_types::Binary)]
    id: Vec<u8>,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    revision: i64,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub deleted: bool,
    #[diesel(sql_type = diesel::sql_types::Binary)]
    pub blob: Vec<u8>,
}

impl StoredRow {
    pub fn revision_id(&self) -> RevisionId {
        let id = |bytes: &[u8]| uuid::Uuid::from_slice(bytes).unwrap();
        RevisionId {
            collection: CollectionId(id(&self.collection)),
            id: RecordId(id(&self.id)),
            revision: self.revision as u32,
        }
    }
}

pub fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("X'{digits}'")
}

fn n(revision: u32) -> u8 {
    revision as u8
}
