//! Cheap clients: HTTP/1.1 over one persistent connection each, and CBOR, so that the server can use the whole machine.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use opaque_ke::{
    CipherSuite, ClientRegistration, ClientRegistrationFinishParameters, RegistrationResponse, Ristretto255,
};
use protocol::account::*;
use protocol::care::NewCollection;
use protocol::sync::{NewCheckpoint, Push, PushResult, SyncRequest, SyncResponse};
use protocol::{AccountId, Blob, CollectionId, RecordId};
use rand::rngs::OsRng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::Entropy;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader, BufWriter};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use crate::RECORD_BYTES;
use crate::process::Process;

struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeGroup = Ristretto255;
    type KeyExchange = opaque_ke::key_exchange::tripledh::TripleDh;
    type Ksf = opaque_ke::ksf::Identity;
}

/// Incompressible bytes, like sealed ones.
pub fn sealed(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let words = (0..RECORD_BYTES / 8).flat_map(|_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    // The header of an envelope: version 2, epoch 1.
    [2, 0, 0, 0, 1].into_iter().chain(words.skip(5)).collect()
}

/// Waits until the server is ready.
pub async fn ready(address: &str) {
    let mut connection = Connection::open(address).await;
    let (status, _) = connection.call("GET", "/health/ready", "", &[]).await;
    assert_eq!(status, 200);
}

/// A kept connection.
struct Connection {
    input: BufReader<OwnedReadHalf>,
    output: BufWriter<OwnedWriteHalf>,
}

impl Connection {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("no delay");
        let (input, output) = stream.into_split();
        Self { input: BufReader::with_capacity(256 * 1024, input), output: BufWriter::new(output) }
    }

    async fn call(&mut self, method: &str, path: &str, token: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\naccept: application/cbor\r\n\
             content-type: application/cbor\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        self.output.write_all(head.as_bytes()).await.expect("sent");
        self.output.write_all(body).await.expect("sent");
        self.output.flush().await.expect("sent");
        let (mut status, mut length) = (0, 0);
        let mut line = Vec::with_capacity(128);
        loop {
            line.clear();
            loop {
                let byte = self.input.read_u8().await.expect("an answer");
                if byte == b'\n' {
                    break;
                }
                line.push(byte);
            }
            let text = std::str::from_utf8(&line).expect("a header").trim_end();
            if text.is_empty() {
                break;
            }
            if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().expect("a status");
            } else if let Some(value) = text.strip_prefix("content-length: ") {
                length = value.parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.input.read_exact(&mut body).await.expect("a body");
        (status, body)
    }

    async fn ask<T: DeserializeOwned>(&mut self, path: &str, token: &str, message: &impl Serialize) -> (T, usize) {
        let (status, body) = self.call("POST", path, token, &encode(message)).await;
        assert!((200..300).contains(&status), "{path}: {status} {}", String::from_utf8_lossy(&body));
        (ciborium::from_reader(&body[..]).expect("the expected message"), body.len())
    }
}

fn encode(message: &impl Serialize) -> Vec<u8> {
    let mut body = Vec::new();
    ciborium::into_writer(message, &mut body).expect("a message");
    body
}

/// A client with a private collection.
pub struct Client {
    address: String,
    token: String,
    journal: CollectionId,
}

impl Client {
    pub async fn register(address: &str) -> Self {
        let mut connection = Connection::open(address).await;
        let random = || Entropy::System.bytes();
        let handle = format!("load-{:016x}", u64::from_le_bytes(Entropy::System.bytes()));
        let started = ClientRegistration::<Suite>::start(&mut OsRng, b"p").expect("a registration");
        let message = started.message.serialize().to_vec().into();
        let start = RegistrationStart { handle: handle.clone(), message };
        let (answer, _): (RegistrationStarted, _) = connection.ask("/v1/accounts/registration/start", "", &start).await;
        let answer = RegistrationResponse::deserialize(&answer.message.0).expect("an answer");
        let params = ClientRegistrationFinishParameters::default();
        let finished = started.state.finish(&mut OsRng, b"p", answer, params).expect("a registration");
        let journal = CollectionId::new(1_790_000_000_000, random());
        let key = Blob(vec![7; 32]);
        let finish = RegistrationFinish {
            account: AccountId::new(1_790_000_000_000, random()),
            handle,
            message: finished.message.serialize().to_vec().into(),
            keys: KeyBundle { account_by_password: key.clone(), account_by_recovery: key.clone() },
            manifest: SealedManifest { version: 1, sealed: key.clone() },
            recovery: RecoveryVerifier { token: key.clone() },
            private: NewCollection { id: journal, key_check: key.clone(), key_sealed: key },
            enrolment: None,
            invitation: None,
            device: NewDevice { name: "load".into(), cookie: false },
        };
        let (session, _): (Session, _) = connection.ask("/v1/accounts/registration/finish", "", &finish).await;
        Self { address: address.into(), token: session.access_token, journal }
    }

    fn record(&self, n: u64) -> Push {
        let id = RecordId::new(1_790_000_000_000 + n, Entropy::System.bytes());
        Push { collection: self.journal, id, base_revision: 0, revision: None, deleted: false, blob: sealed(n).into() }
    }

    /// A checkpoint of the usual size in a private collection.
    fn checkpoint(&self, base: u32) -> BTreeMap<CollectionId, NewCheckpoint> {
        let blob = sealed(u64::from(base)).into_iter().take(21 + 49 + 16).collect::<Vec<u8>>().into();
        [(self.journal, NewCheckpoint { base, revision: None, blob })].into()
    }

    /// Pushes records in batches; returns records per second. Requests are encoded before the clock starts and
    /// responses decoded after it stops, so that only the server is measured.
    pub async fn push(&self, batch: usize, records: usize) -> f64 {
        let pushes: Vec<Push> = (0..records as u64).map(|n| self.record(n)).collect();
        let calls: Vec<Vec<u8>> = pushes
            .chunks(batch)
            .zip(0..)
            .map(|(push, base)| {
                encode(&SyncRequest {
                    push: push.to_vec(),
                    checkpoints: self.checkpoint(base),
                    ..SyncRequest::default()
                })
            })
            .collect();
        let mut connection = Connection::open(&self.address).await;
        let mut answers = Vec::with_capacity(calls.len());
        let began = Instant::now();
        for call in &calls {
            answers.push(connection.call("POST", "/v1/sync", &self.token, call).await);
        }
        let took = began.elapsed();
        let mut accepted = 0;
        for (status, body) in answers {
            assert_eq!(status, 200);
            let answer: SyncResponse = ciborium::from_reader(&body[..]).expect("an answer");
            accepted += answer.results.iter().filter(|one| matches!(one, PushResult::Accepted { .. })).count();
        }
        assert_eq!(accepted, records);
        records as f64 / took.as_secs_f64()
    }

    /// Pulls everything like a new device; returns records per second, and bytes per record.
    pub async fn pull(&self, records: usize) -> (f64, f64) {
        let mut connection = Connection::open(&self.address).await;
        let (mut cursor, mut seen, mut bytes) = (0, 0, 0);
        let began = Instant::now();
        while seen < records {
            let asked = SyncRequest { cursors: [(self.journal, cursor)].into(), ..SyncRequest::default() };
            let (answer, size): (SyncResponse, usize) = connection.ask("/v1/sync", &self.token, &asked).await;
            let changes = &answer.changes[&self.journal];
            seen += changes.records.len();
            bytes += size;
            cursor = changes.records.last().expect("more records").seq;
        }
        (records as f64 / began.elapsed().as_secs_f64(), bytes as f64 / records as f64)
    }

    /// Pushes one record and pulls the delta until the time is over; returns the latencies.
    async fn push_until(&self, until: Instant) -> Vec<Duration> {
        let mut connection = Connection::open(&self.address).await;
        let mut cursor = 0;
        let mut took = Vec::new();
        while Instant::now() < until {
            let asked = SyncRequest {
                cursors: [(self.journal, cursor)].into(),
                push: vec![self.record(cursor)],
                checkpoints: self.checkpoint(cursor as u32),
                ..SyncRequest::default()
            };
            let began = Instant::now();
            let (answer, _): (SyncResponse, _) = connection.ask("/v1/sync", &self.token, &asked).await;
            took.push(began.elapsed());
            let changes = &answer.changes[&self.journal];
            assert_eq!((answer.results.len(), changes.records.len(), changes.head), (1, 1, cursor + 1));
            cursor = changes.head;
        }
        took
    }
}

/// Results of concurrent clients.
pub struct Steady {
    pub requests: usize,
    pub requests_per_second: f64,
    pub cpu: Duration,
    pub p50: Duration,
    pub p99: Duration,
}

pub async fn steady(process: &Process, clients: usize, time: Duration) -> Steady {
    let mut signed_in = Vec::new();
    for _ in 0..clients {
        signed_in.push(Client::register(process.address()).await);
    }
    let before = process.cpu();
    let until = Instant::now() + time;
    let calls = futures_util::future::join_all(signed_in.iter().map(|client| client.push_until(until))).await;
    let mut took: Vec<Duration> = calls.into_iter().flatten().collect();
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    let requests = took.len();
    let requests_per_second = requests as f64 / time.as_secs_f64();
    Steady { requests, requests_per_second, cpu: process.cpu() - before, p50: at(0.50), p99: at(0.99) }
}
