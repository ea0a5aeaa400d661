//! Known answers: checks the files in `tests/vectors`. The native and the WebAssembly build run the same code on the
//! same files, so they cannot diverge. Released files are never changed; new ones are added.
//!
//! [`Step`] lists the operations. `records` runs those on records and checkpoints, `trust` those on accounts and bonds.

mod records;
mod trust;

use std::str::FromStr;

use protocol::account::{KeyBundle, SealedManifest};
use protocol::care::Collection;
use protocol::{AccountId, Blob, CollectionId, InvitationId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::merge::merge;
use crate::record::Payload;
use crate::seal::opaque::{Registration, SignIn};
use crate::seal::{CollectionKey, Error, Random, StreamKey, Stretch, stream};

/// The format version of the files.
const VERSION: u32 = 2;

/// A file of known answers.
#[derive(Debug, Serialize, Deserialize)]
pub struct File {
    /// The format version of all cases.
    pub version: u32,
    /// The cases, in order.
    pub cases: Vec<Case>,
}

/// A single test case.
#[derive(Debug, Serialize, Deserialize)]
pub struct Case {
    /// A description of the case.
    pub name: String,
    /// The operation and its arguments.
    #[serde(flatten)]
    pub step: Step,
    /// The expected result; `{"error": code}` for an expected error.
    pub expect: Value,
}

/// An operation. The fields have the names of the arguments of the functions in `seal` and `merge`.
#[allow(missing_docs)]
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Seals a record (without `json`: its deletion) with a given nonce, in the care collection if there is one,
    /// otherwise in the private collection.
    Seal {
        private: EpochKey,
        care: Option<EpochKey>,
        record: RecordId,
        revision: u32,
        era: u32,
        nonce: Blob,
        json: Option<String>,
    },
    /// Opens an envelope as the account with these keys.
    Open { private: EpochKey, care: Option<EpochKey>, record: RecordId, revision: u32, deleted: bool, envelope: Blob },
    /// Opens a checkpoint as the account with these keys.
    Checkpoint { private: EpochKey, care: Option<EpochKey>, account: AccountId, revision: u32, blob: Blob },
    /// Hashes the list of a checkpoint: records, revisions and envelopes.
    List { records: Vec<(RecordId, u32, Blob)> },
    /// Computes the key check of a collection key.
    KeyCheck { key: Blob },
    /// Opens stored collection keys with the account key, as the collections that the manifest names.
    Keyring { account_key: Blob, private: CollectionId, collection: Collection },
    /// Computes an identity's public key and the commitment to it.
    Identity { secret: Blob },
    /// Parses a recovery code.
    RecoveryCode { words: String },
    /// Derives the next identity of an account from its recovery code.
    NextIdentity { words: String, account: AccountId },
    /// Opens a manifest on a device that has seen `(generation, version)`.
    Manifest { account_key: Blob, account: AccountId, manifest: SealedManifest, seen: (u32, u32) },
    /// Parses the plain text of a manifest.
    ManifestPlain { plain: Blob },
    /// Unlocks an account with a password's export key.
    Unlock { account: AccountId, bundle: KeyBundle, manifest: SealedManifest, export_key: Blob },
    /// Unlocks an account with the recovery code.
    Recover { account: AccountId, bundle: KeyBundle, manifest: SealedManifest, words: String },
    /// Parses an invitation link.
    Link { text: String },
    /// Opens a welcome with the link's secret.
    Welcome { link: String, welcome: Blob, now_ms: i64 },
    /// Opens a handover with the QR secret and the therapist's identity.
    Handover {
        secret: Blob,
        identity: Blob,
        invitation: InvitationId,
        collection: CollectionId,
        client_account: AccountId,
        therapist_account: AccountId,
        message: Blob,
    },
    /// Accepts a handover on a desk that already has some bonds.
    TakeUp { desk: Desk, client: AccountId, collection: Collection, known: Vec<Map<String, Value>> },
    /// Opens an epoch message with the bond secret and the therapist's identity.
    Epoch { secret: Blob, identity: Blob, client: Blob, collection: CollectionId, epoch: u32, message: Blob },
    /// Opens a renewal message with the bond secret and the therapist's identity.
    Renewal { secret: Blob, identity: Blob, client: Blob, collection: CollectionId, generation: u32, message: Blob },
    /// Accepts the pending keys of a collection. The result is the first error, if there is one.
    TakeOver { desk: Desk, collection: Collection, bond: Map<String, Value> },
    /// Begins the next epoch of a collection, on a phone.
    Begin { desk: Desk, collection: Collection, bond: Map<String, Value>, key: Blob },
    /// Merges two versions of a bond.
    MergeBonds { one: Map<String, Value>, other: Map<String, Value> },
    /// Computes the safety words of a transcript.
    SafetyWords { transcript: Blob, collection: CollectionId },
    /// Runs the client's half of an OPAQUE registration with seeded randomness.
    Register { seed: Blob, password: String, answer: Blob },
    /// Runs the client's half of an OPAQUE sign-in with seeded randomness.
    SignIn { seed: Blob, password: String, answer: Blob },
    /// Seals a stream. The plain text is `piece`, repeated `times` times.
    SealStream { key: Blob, context: Blob, piece: Blob, times: u32 },
    /// Opens a sealed stream.
    OpenStream { key: Blob, context: Blob, sealed: Blob },
    /// Opens a store's key with a PIN.
    Pin { stretch: Stretch, pin: String, sealed: Blob },
    /// Reads the header of a passphrase archive and derives its key.
    Archive { header: Blob, passphrase: String },
    /// Merges two payloads with a common base.
    Merge { base: Option<Map<String, Value>>, theirs: Map<String, Value>, mine: Map<String, Value> },
}

/// A collection key of one epoch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EpochKey {
    /// The collection of the key.
    pub collection: CollectionId,
    /// The epoch of the key.
    pub epoch: u32,
    /// The raw key bytes.
    pub key: Blob,
}

/// The sealed data of an account, as one of its devices holds it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Desk {
    /// The account's id.
    pub account: AccountId,
    /// The raw account key.
    pub account_key: Blob,
    /// The account's sealed manifest.
    pub manifest: SealedManifest,
}

/// The number of cases that passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passed {
    /// Cases that expect a result.
    pub positive: u32,
    /// Cases that expect an error.
    pub negative: u32,
}

/// Checks all cases of a file. The error names the first case that fails.
pub fn check(file: &str) -> Result<Passed, String> {
    let file: File = serde_json::from_str(file).map_err(|error| error.to_string())?;
    if file.version != VERSION {
        return Err(format!("unknown version {}", file.version));
    }
    let mut passed = Passed::default();
    for case in &file.cases {
        let answer = run_step(&case.step);
        if answer != case.expect {
            return Err(format!("{}: expected {}, got {answer}", case.name, case.expect));
        }
        match case.expect.get("error") {
            Some(_) => passed.negative += 1,
            None => passed.positive += 1,
        }
    }
    Ok(passed)
}

/// Runs a step and returns its result as JSON.
pub fn run_step(step: &Step) -> Value {
    attempt(step).unwrap_or_else(|error| json!({ "error": error.code() }))
}

fn attempt(step: &Step) -> Result<Value, Error> {
    Ok(match step {
        Step::Seal { .. } | Step::Open { .. } | Step::Checkpoint { .. } | Step::List { .. } => {
            return records::run(step);
        }
        Step::KeyCheck { key } => json!({ "check": blob(&CollectionKey::from_bytes(key.as_ref())?.check()) }),
        Step::Register { seed, password, answer } => {
            let mut random = seeded(seed)?;
            let (registration, request) = Registration::start(password, &mut random)?;
            let (record, export) = registration.finish(answer, &mut random)?;
            json!({ "request": request, "record": record, "export_key": blob(export.expose()) })
        }
        Step::SignIn { seed, password, answer } => {
            let mut random = seeded(seed)?;
            let (sign_in, request) = SignIn::start(password, &mut random)?;
            let (finish, export) = sign_in.finish(answer)?;
            json!({ "request": request, "finish": finish, "export_key": blob(export.expose()) })
        }
        Step::SealStream { key, context, piece, times } => {
            let plain = piece.as_ref().repeat(*times as usize);
            let sealed = stream::seal_all(&StreamKey::from_bytes(key.as_ref())?, context.as_ref(), &plain);
            // A long stream is checked by its hash.
            let hash = <sha2::Sha256 as sha2::Digest>::digest(&sealed);
            json!({ "length": sealed.len(), "sha256": blob(&hash) })
        }
        Step::OpenStream { key, context, sealed } => {
            let key = StreamKey::from_bytes(key.as_ref())?;
            json!({ "plain": blob(&stream::open_all(&key, context.as_ref(), sealed.as_ref())?) })
        }
        Step::Pin { stretch, pin, sealed } => {
            json!({ "key": blob(stretch.open_key(pin, sealed.as_ref())?.as_ref()) })
        }
        Step::Archive { header, passphrase } => {
            let stretch = Stretch::read_header(header.as_ref())?.ok_or(Error::Version)?;
            json!({ "key": blob(stretch.archive_key(passphrase)?.expose()) })
        }
        Step::Merge { base, theirs, mine } => {
            let base = base.clone().map(Payload::from);
            json!(merge(base.as_ref(), &theirs.clone().into(), &mine.clone().into()).fields())
        }
        _ => return trust::run(step),
    })
}

fn blob(bytes: &[u8]) -> Blob {
    bytes.into()
}

fn seeded(seed: &Blob) -> Result<Random, Error> {
    seed.as_ref().try_into().map(Random::from_seed).map_err(|_| Error::Truncated)
}

/// Parses an id in a generator of vectors.
pub fn id<T: FromStr<Err = uuid::Error>>(text: &str) -> T {
    T::from_str(text).unwrap_or_else(|_| unreachable!("the ids in the generators are valid"))
}
