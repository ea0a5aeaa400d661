//! Known answers: the files of `tests/vectors`, checked. The native build and the WebAssembly build run the same code
//! over the same files, so they cannot drift apart; files that were released once are never changed, only added to.
//!
//! [`Step`] lists what can be asked; `records` answers what concerns records, `trust` what concerns accounts and bonds.

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

/// The version of the files.
const VERSION: u32 = 2;

/// A file of known answers.
#[derive(Debug, Serialize, Deserialize)]
pub struct File {
    /// The version of everything in it.
    pub version: u32,
    /// The cases.
    pub cases: Vec<Case>,
}

/// One known answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// What is done, with what.
    #[serde(flatten)]
    pub step: Step,
    /// What comes of it; `{"error": code}` for a refusal.
    pub expect: Value,
}

/// What is done. The fields are what the functions of `seal` and `merge` take, under the same names.
#[allow(missing_docs)]
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// A record (without `json`: its deletion) is sealed with a given nonce: in the care collection, or else in the
    /// private one.
    Seal {
        private: Held,
        care: Option<Held>,
        record: RecordId,
        revision: u32,
        era: u32,
        nonce: Blob,
        json: Option<String>,
    },
    /// An envelope is opened by an account with these keys.
    Open { private: Held, care: Option<Held>, record: RecordId, revision: u32, deleted: bool, envelope: Blob },
    /// A checkpoint is opened by an account with these keys.
    Checkpoint { private: Held, care: Option<Held>, account: AccountId, revision: u32, blob: Blob },
    /// The list that a checkpoint names: records, their revisions and envelopes.
    List { records: Vec<(RecordId, u32, Blob)> },
    /// A collection key's check value.
    KeyCheck { key: Blob },
    /// Stored collection keys are opened with the account key, for what the manifest says that they are.
    Keyring { account_key: Blob, private: CollectionId, collection: Collection },
    /// An identity's public half, and the commitment to it.
    Identity { secret: Blob },
    /// A recovery code is read.
    RecoveryCode { words: String },
    /// The identity that a recovery code makes for an account.
    NextIdentity { words: String, account: AccountId },
    /// A manifest is opened by a device that has seen `(generation, version)`.
    Manifest { account_key: Blob, account: AccountId, manifest: SealedManifest, seen: (u32, u32) },
    /// The plain text of a manifest is read.
    ManifestPlain { plain: Blob },
    /// An account is unlocked with a password's export key.
    Unlock { account: AccountId, bundle: KeyBundle, manifest: SealedManifest, export_key: Blob },
    /// An account is unlocked with the recovery code.
    Recover { account: AccountId, bundle: KeyBundle, manifest: SealedManifest, words: String },
    /// An invitation's link is read.
    Link { text: String },
    /// A welcome is opened.
    Welcome { link: String, welcome: Blob, now_ms: i64 },
    /// A handover is opened with the QR secret and the therapist's identity.
    Handover {
        secret: Blob,
        identity: Blob,
        invitation: InvitationId,
        collection: CollectionId,
        client_account: AccountId,
        therapist_account: AccountId,
        message: Blob,
    },
    /// A desk takes up a handover, knowing some bonds already.
    TakeUp { desk: Desk, client: AccountId, collection: Collection, known: Vec<Map<String, Value>> },
    /// An epoch message is opened with the bond's secret and the therapist's identity.
    Epoch { secret: Blob, identity: Blob, client: Blob, collection: CollectionId, epoch: u32, message: Blob },
    /// A renewal message is opened with the bond's secret and the therapist's identity.
    Renewal { secret: Blob, identity: Blob, client: Blob, collection: CollectionId, generation: u32, message: Blob },
    /// A desk takes over what waits in a collection. The first refusal is the answer.
    TakeOver { desk: Desk, collection: Collection, bond: Map<String, Value> },
    /// A phone begins a collection's next epoch.
    Begin { desk: Desk, collection: Collection, bond: Map<String, Value>, key: Blob },
    /// Two versions of a bond are merged.
    MergeBonds { one: Map<String, Value>, other: Map<String, Value> },
    /// Safety words.
    SafetyWords { transcript: Blob, collection: CollectionId },
    /// The client's half of an OPAQUE registration, with its randomness seeded.
    Register { seed: Blob, password: String, answer: Blob },
    /// The client's half of an OPAQUE sign-in, with its randomness seeded.
    SignIn { seed: Blob, password: String, answer: Blob },
    /// A stream is sealed. `plain` is given as a piece and how often it is repeated.
    SealStream { key: Blob, context: Blob, piece: Blob, times: u32 },
    /// A sealed stream is opened.
    OpenStream { key: Blob, context: Blob, sealed: Blob },
    /// A store's key is opened with a PIN.
    Pin { stretch: Stretch, pin: String, sealed: Blob },
    /// The header of an archive under a passphrase is read, and its key made.
    Archive { header: Blob, passphrase: String },
    /// A three-way merge.
    Merge { base: Option<Map<String, Value>>, theirs: Map<String, Value>, mine: Map<String, Value> },
}

/// A collection's key of one epoch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Held {
    /// The collection.
    pub collection: CollectionId,
    /// The epoch.
    pub epoch: u32,
    /// Its key.
    pub key: Blob,
}

/// An unlocked account, as its device has it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Desk {
    /// Its id.
    pub account: AccountId,
    /// Its account key.
    pub account_key: Blob,
    /// Its manifest.
    pub manifest: SealedManifest,
}

/// How many cases passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passed {
    /// Those that expect an answer.
    pub positive: u32,
    /// Those that expect a refusal.
    pub negative: u32,
}

/// Checks a file. The error names the first case that differs.
pub fn check(file: &str) -> Result<Passed, String> {
    let file: File = serde_json::from_str(file).map_err(|error| error.to_string())?;
    if file.version != VERSION {
        return Err(format!("unknown version {}", file.version));
    }
    let mut passed = Passed::default();
    for case in &file.cases {
        let answer = answer(&case.step);
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

/// What this build makes of a step.
pub fn answer(step: &Step) -> Value {
    attempt(step).unwrap_or_else(|error| json!({ "error": error.code() }))
}

fn attempt(step: &Step) -> Result<Value, Error> {
    Ok(match step {
        Step::Seal { .. } | Step::Open { .. } | Step::Checkpoint { .. } | Step::List { .. } => {
            return records::answer(step);
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
            // Long streams are pinned by their hash.
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
            let base = base.clone().map(Payload);
            json!(merge(base.as_ref(), &Payload(theirs.clone()), &Payload(mine.clone())).0)
        }
        _ => return trust::answer(step),
    })
}

fn blob(bytes: &[u8]) -> Blob {
    bytes.into()
}

fn seeded(seed: &Blob) -> Result<Random, Error> {
    seed.as_ref().try_into().map(Random::from_seed).map_err(|_| Error::Truncated)
}

/// Reads an id in a generator of vectors.
pub fn id<T: FromStr<Err = uuid::Error>>(text: &str) -> T {
    T::from_str(text).unwrap_or_else(|_| unreachable!("the ids of the vectors are written by hand"))
}
