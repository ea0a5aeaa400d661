//! Known answers: the files of `tests/vectors`, checked. The native build and the WebAssembly build run the same code
//! over the same files, so they cannot drift apart; files that were released once are never changed, only added to.

use std::str::FromStr;

use protocol::account::KeyBundle;
use protocol::care::{Collection, Handover};
use protocol::{AccountId, Blob, CollectionId, InvitationId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::merge::merge;
use crate::record::Payload;
use crate::seal::envelope::{self, Place};
use crate::seal::opaque::{Registration, SignIn};
use crate::seal::words::safety_words;
use crate::seal::{
    AccountKey, CollectionKey, Error, ExportKey, Identity, InvitationSecret, Keyring, Link, Random, RecoveryCode,
    StreamKey, Stretch, WordList, account, invitation, stream,
};

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
    /// A record is sealed with a given nonce.
    Seal { key: Blob, epoch: u32, collection: CollectionId, record: RecordId, revision: u32, nonce: Blob, json: String },
    /// An envelope is opened.
    Open { key: Blob, epoch: u32, collection: CollectionId, record: RecordId, revision: u32, seen: u32, envelope: Blob },
    /// A collection key's check value.
    KeyCheck { key: Blob },
    /// Stored collection keys are opened with the account key.
    Keyring { account_key: Blob, collection: Collection },
    /// An identity's public half.
    Identity { secret: Blob },
    /// A recovery code is read.
    RecoveryCode { words: String },
    /// An account is unlocked with a password's export key.
    Unlock { account: AccountId, bundle: KeyBundle, export_key: Blob },
    /// An account is unlocked with the recovery code.
    Recover { account: AccountId, bundle: KeyBundle, words: String },
    /// An invitation's link is read.
    Link { text: String },
    /// A welcome is opened.
    Welcome { link: String, welcome: Blob },
    /// A handover is opened.
    Handover { secret: Blob, identity: Blob, collection: CollectionId, invitation: InvitationId, message: Blob },
    /// Safety words.
    SafetyWords { key: Blob, collection: CollectionId, one: Blob, other: Blob },
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
    if file.version != 1 {
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
        Step::Seal { key, epoch, collection, record, revision, nonce, json } => {
            let place = Place { collection: *collection, id: *record, revision: *revision };
            let nonce = nonce.as_ref().try_into().map_err(|_| Error::Truncated)?;
            let key = CollectionKey::from_bytes(key.as_ref())?;
            json!({ "envelope": blob(&envelope::seal_bytes(&key, *epoch, &place, json.as_bytes(), nonce)) })
        }
        Step::Open { key, epoch, collection, record, revision, seen, envelope } => {
            let mut keyring = Keyring::default();
            keyring.insert(*collection, *epoch, CollectionKey::from_bytes(key.as_ref())?);
            let place = Place { collection: *collection, id: *record, revision: *revision };
            let payload = envelope::open(&keyring, &place, *seen, envelope.as_ref())?;
            json!({ "record": payload.0 })
        }
        Step::KeyCheck { key } => json!({ "check": blob(&CollectionKey::from_bytes(key.as_ref())?.check()) }),
        Step::Keyring { account_key, collection } => {
            let mut keyring = Keyring::default();
            let account = AccountKey::from_bytes(account_key.as_ref())?;
            if let Some((_, error)) = keyring.open_stored(&account, std::slice::from_ref(collection)).pop() {
                return Err(error);
            }
            let (epoch, key) = keyring.newest(collection.id)?;
            json!({ "epoch": epoch, "key": blob(key.expose()) })
        }
        Step::Identity { secret } => json!({ "public": blob(Identity::from_bytes(secret.as_ref())?.public()) }),
        Step::RecoveryCode { words } => {
            let code = RecoveryCode::parse(words, WordList::built_in())?;
            json!({ "words": *code.words(WordList::built_in()), "token": code.token() })
        }
        Step::Unlock { account, bundle, export_key } => {
            keys(&account::unlock(*account, bundle, &ExportKey::from_bytes(export_key.as_ref()))?)
        }
        Step::Recover { account, bundle, words } => {
            keys(&account::unlock_with_code(*account, bundle, &RecoveryCode::parse(words, WordList::built_in())?)?)
        }
        Step::Link { text } => {
            let link = Link::parse(text)?;
            json!({
                "origin": link.origin,
                "invitation": link.invitation,
                "secret": blob(link.secret.expose()),
                "token": link.secret.token(),
            })
        }
        Step::Welcome { link, welcome } => json!(invitation::open_welcome(&Link::parse(link)?, welcome)?),
        Step::Handover { secret, identity, collection, invitation, message } => {
            let secret = InvitationSecret::from_bytes(secret.as_ref())?;
            let identity = Identity::from_bytes(identity.as_ref())?;
            let handover =
                Handover { invitation: *invitation, secret_sealed: Blob::default(), message: message.clone() };
            let taken = invitation::open_handover(&secret, &identity, *collection, &handover)?;
            json!({ "epoch": taken.epoch, "key": blob(taken.key.expose()), "client": blob(&taken.client) })
        }
        Step::SafetyWords { key, collection, one, other } => {
            let key = CollectionKey::from_bytes(key.as_ref())?;
            let one = one.as_ref().try_into().map_err(|_| Error::Truncated)?;
            let other = other.as_ref().try_into().map_err(|_| Error::Truncated)?;
            json!({ "words": safety_words(WordList::built_in(), &key, *collection, one, other) })
        }
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
    })
}

fn keys(keys: &crate::seal::Keys) -> Value {
    json!({ "account_key": blob(keys.account.expose()), "identity": blob(keys.identity.expose()) })
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
