//! Writes the known answers of version 1 into a directory:
//! `cargo run -p journal --features vectors --example make-vectors -- tests/vectors`.
//!
//! Files that exist are kept: what was released once must stay readable for ever.

use std::path::Path;

use journal::record::Payload;
use journal::seal::envelope::{Place, seal_bytes};
use journal::seal::opaque::{Registration, SignIn};
use journal::seal::{
    AccountKey, CollectionKey, ExportKey, Identity, Link, Purpose, Random, StreamKey, Stretch, Welcome, WordList,
    account, invitation, stream,
};
use journal::vectors::{Case, File, Step, answer, check, id};
use opaque_ke::{
    CipherSuite, CredentialRequest, RegistrationRequest, RegistrationUpload, Ristretto255, ServerLogin,
    ServerLoginStartParameters, ServerRegistration, ServerSetup,
};
use protocol::care::{Collection, CollectionKind, EpochKey};
use protocol::{AccountId, Blob, CollectionId, InvitationId, RecordId};
use serde_json::json;

struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeGroup = Ristretto255;
    type KeyExchange = opaque_ke::key_exchange::tripledh::TripleDh;
    type Ksf = opaque_ke::ksf::Identity;
}

const ACCOUNT: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const COLLECTION: &str = "01890a5d-ac96-774b-bcce-b302099a8058";
const OTHER: &str = "01890a5d-ac96-774b-bcce-b302099a8059";
const RECORD: &str = "01890a5d-ac96-774b-bcce-b302099a805a";
const OTHER_RECORD: &str = "01890a5d-ac96-774b-bcce-b302099a805b";
const INVITATION: &str = "01890a5d-ac96-774b-bcce-b302099a805c";

fn main() {
    let directory = std::env::args().nth(1).expect("a directory");
    let files = [
        ("envelope", envelopes()),
        ("account", accounts()),
        ("invitation", invitations()),
        ("opaque", opaque()),
        ("merge", merges()),
        ("stream", streams()),
    ];
    for (name, steps) in files {
        let path = Path::new(&directory).join(format!("{name}.v1.json"));
        if path.exists() {
            continue;
        }
        let cases =
            steps.into_iter().map(|(name, step)| Case { name: name.into(), expect: answer(&step), step }).collect();
        let text = serde_json::to_string_pretty(&File { version: 1, cases }).expect("serialises");
        check(&text).expect("what was just made passes");
        std::fs::write(&path, text + "\n").expect("the directory can be written");
    }
}

type Steps = Vec<(&'static str, Step)>;

fn key(n: u8) -> Blob {
    vec![n; 32].into()
}

fn flip(blob: &Blob, at: usize) -> Blob {
    let mut bytes = blob.0.clone();
    bytes[at] ^= 1;
    bytes.into()
}

fn cut(blob: &Blob, length: usize) -> Blob {
    blob.0[..length].to_vec().into()
}

fn streams() -> Steps {
    let context = Blob(vec![1, 2, 3]);
    let seal =
        |times: u32| Step::SealStream { key: key(5), context: context.clone(), piece: vec![7; 1024].into(), times };
    let sealed: Blob =
        stream::seal_all(&StreamKey::from_bytes(&[5; 32]).expect("32 bytes"), context.as_ref(), b"rain").into();
    let open = |n: u8, context: &Blob, sealed: Blob| Step::OpenStream { key: key(n), context: context.clone(), sealed };
    let other = Blob(vec![1, 2, 4]);
    let stretch = Stretch { memory_kib: 1024, passes: 2, lanes: 1, salt: [9; 16] };
    let locked: Blob = stretch.seal_key("2580", &[7; 32], &mut Random::from_seed([1; 32])).expect("small").into();
    let pin = |stretch: Stretch, pin: &str, sealed: Blob| Step::Pin { stretch, pin: pin.into(), sealed };
    let header: Blob = stretch.header().into();
    let archive = |header: Blob| Step::Archive { header, passphrase: "a long walk home".into() };
    let mut newer = sealed.clone();
    newer.0[0] = 2;
    vec![
        ("an empty stream is sealed", seal(0)),
        ("a short stream is sealed", seal(1)),
        ("a stream of exactly one chunk and its mark is sealed", seal(64)),
        ("a stream of several chunks is sealed", seal(200)),
        ("a stream opens", open(5, &context, sealed.clone())),
        ("a flipped bit", open(5, &context, flip(&sealed, 6))),
        ("a flipped tag", open(5, &context, flip(&sealed, sealed.0.len() - 1))),
        ("cut short", open(5, &context, cut(&sealed, sealed.0.len() - 1))),
        ("nothing but the version", open(5, &context, cut(&sealed, 1))),
        ("nothing", open(5, &context, cut(&sealed, 0))),
        ("another key", open(6, &context, sealed.clone())),
        ("another context", open(5, &other, sealed.clone())),
        ("a newer version", open(5, &context, newer)),
        ("a store's key opens with its PIN", pin(stretch, "2580", locked.clone())),
        ("another PIN", pin(stretch, "2581", locked.clone())),
        ("weaker parameters", pin(Stretch { passes: 1, ..stretch }, "2580", locked.clone())),
        ("greedy parameters", pin(Stretch { memory_kib: u32::MAX, ..stretch }, "2580", locked.clone())),
        ("a flipped bit under a PIN", pin(stretch, "2580", flip(&locked, 20))),
        ("an archive's key", archive(header.clone())),
        ("an archive's header that is cut", archive(cut(&header, 25))),
        ("an archive of a newer version", archive(flip(&header, 17))),
    ]
}

fn envelopes() -> Steps {
    let place = Place { collection: id(COLLECTION), id: id(RECORD), revision: 3 };
    let json = r#"{"kind":"reflection","text":"The rain stopped; everything was quieter. 静か","when":{"at":"2026-02-03T20:10:00-07:00","zone":"America/Denver"}}"#;
    let seal = |json: &str, epoch: u32| Step::Seal {
        key: key(1),
        epoch,
        collection: place.collection,
        record: place.id,
        revision: 3,
        nonce: vec![9; 12].into(),
        json: json.into(),
    };
    let sealed = |json: &str| -> Blob {
        let key = CollectionKey::from_bytes(&[1; 32]).expect("32 bytes");
        seal_bytes(&key, 1, &place, json.as_bytes(), [9; 12]).into()
    };
    let good = sealed(json);
    struct Open<'a> {
        key: u8,
        epoch: u32,
        collection: &'a str,
        record: &'a str,
        revision: u32,
        seen: u32,
        envelope: Blob,
    }
    let open = |o: Open| Step::Open {
        key: key(o.key),
        epoch: o.epoch,
        collection: id::<CollectionId>(o.collection),
        record: id::<RecordId>(o.record),
        revision: o.revision,
        seen: o.seen,
        envelope: o.envelope,
    };
    let base = || Open {
        key: 1,
        epoch: 1,
        collection: COLLECTION,
        record: RECORD,
        revision: 3,
        seen: 2,
        envelope: good.clone(),
    };
    let mut other_version = good.clone();
    other_version.0[0] = 2;
    vec![
        ("a record is sealed", seal(json, 1)),
        ("the smallest record is sealed", seal("{}", 1)),
        ("a later epoch is named in the header", seal(json, 7)),
        ("a long record is padded", seal(&format!(r#"{{"kind":"reflection","text":"{}"}}"#, "word ".repeat(400)), 1)),
        ("a record is opened", open(base())),
        ("a record is opened again at the revision that was seen", open(Open { seen: 3, ..base() })),
        (
            "an unknown kind is opened as it is",
            open(Open { envelope: sealed(r#"{"kind":"dream_map","ring":[1,2]}"#), ..base() }),
        ),
        ("a flipped bit in the ciphertext", open(Open { envelope: flip(&good, 40), ..base() })),
        ("a flipped bit in the nonce", open(Open { envelope: flip(&good, 6), ..base() })),
        ("a flipped bit in the tag", open(Open { envelope: flip(&good, good.0.len() - 1), ..base() })),
        ("a flipped bit in the epoch", open(Open { envelope: flip(&good, 4), ..base() })),
        ("another version byte", open(Open { envelope: other_version, ..base() })),
        ("another collection, same key", open(Open { collection: OTHER, ..base() })),
        ("another record", open(Open { record: OTHER_RECORD, ..base() })),
        ("a higher revision than was sealed", open(Open { revision: 4, ..base() })),
        ("a lower revision than was sealed", open(Open { revision: 2, ..base() })),
        ("an older revision than was seen", open(Open { seen: 4, ..base() })),
        ("a key of another epoch only", open(Open { epoch: 2, ..base() })),
        ("the wrong key", open(Open { key: 2, ..base() })),
        ("truncated in the ciphertext", open(Open { envelope: cut(&good, good.0.len() - 1), ..base() })),
        ("truncated in the header", open(Open { envelope: cut(&good, 10), ..base() })),
        ("empty", open(Open { envelope: Blob::default(), ..base() })),
        ("not a record inside", open(Open { envelope: sealed("[1,2,3]"), ..base() })),
    ]
}

fn accounts() -> Steps {
    let mut random = Random::from_seed([11; 32]);
    let account_id: AccountId = id(ACCOUNT);
    let export = ExportKey::from_bytes(&[5; 64]);
    let made = account::create(account_id, &export, Some(id(COLLECTION)), &mut random);
    let words = made.code.words(WordList::built_in()).to_string();
    let bundle = || made.bundle.clone();
    let unlock = |account: &str, bundle, export: u8| Step::Unlock {
        account: id(account),
        bundle,
        export_key: vec![export; 64].into(),
    };
    let recover = |bundle, words: &str| Step::Recover { account: account_id, bundle, words: words.into() };
    let private = made.private.as_ref().expect("asked for");
    let collection = |collection: &str, key_sealed: Blob, key_check: Blob, epoch| Collection {
        id: id(collection),
        kind: CollectionKind::Private,
        epoch,
        head: 0,
        keys: vec![EpochKey { epoch, key_check, key_sealed: Some(key_sealed), handover: None }],
        members: vec![],
        handover: None,
        created_at: 0,
    };
    let (sealed, checked) = (private.key_sealed.clone(), private.key_check.clone());
    let keyring = |account_key: Blob, collection| Step::Keyring { account_key, collection };
    let own: Blob = made.keys.account.expose()[..].into();
    let mut newer = bundle();
    newer.account_by_password.0[0] = 2;
    let mut strange = words.split(' ').collect::<Vec<_>>();
    strange.swap(0, 1);
    vec![
        ("a key's check value", Step::KeyCheck { key: key(1) }),
        ("an identity's public half", Step::Identity { secret: key(7) }),
        ("an identity of the wrong length", Step::Identity { secret: vec![7; 31].into() }),
        ("a recovery code", Step::RecoveryCode { words: words.clone() }),
        ("a recovery code, copied by hand", Step::RecoveryCode { words: words.to_uppercase().replace(' ', ", ") }),
        (
            "a recovery code with a word missing",
            Step::RecoveryCode { words: words.split_once(' ').expect("words").1.into() },
        ),
        ("a recovery code with two words exchanged", Step::RecoveryCode { words: strange.join(" ") }),
        (
            "a recovery code with an unknown word",
            Step::RecoveryCode { words: format!("afterglow {}", words.split_once(' ').expect("words").1) },
        ),
        ("unlocked with the password", unlock(ACCOUNT, bundle(), 5)),
        ("another password", unlock(ACCOUNT, bundle(), 6)),
        ("another account", unlock(OTHER, bundle(), 5)),
        ("a newer version", unlock(ACCOUNT, newer, 5)),
        (
            "a flipped bit in the account key",
            unlock(
                ACCOUNT,
                protocol::account::KeyBundle {
                    account_by_password: flip(&made.bundle.account_by_password, 20),
                    ..bundle()
                },
                5,
            ),
        ),
        (
            "a flipped bit in the identity",
            unlock(
                ACCOUNT,
                protocol::account::KeyBundle { identity_sealed: flip(&made.bundle.identity_sealed, 20), ..bundle() },
                5,
            ),
        ),
        (
            "a served identity that is not the sealed one",
            unlock(ACCOUNT, protocol::account::KeyBundle { identity_public: key(3), ..bundle() }, 5),
        ),
        ("unlocked with the code", recover(bundle(), &words)),
        (
            "another code",
            recover(
                bundle(),
                "ability ability ability ability ability ability ability ability ability ability ability ability ability ability advice",
            ),
        ),
        ("a stored collection key", keyring(own.clone(), collection(COLLECTION, sealed.clone(), checked.clone(), 1))),
        (
            "a stored key of another collection",
            keyring(own.clone(), collection(OTHER, sealed.clone(), checked.clone(), 1)),
        ),
        (
            "a stored key of another epoch",
            keyring(own.clone(), collection(COLLECTION, sealed.clone(), checked.clone(), 2)),
        ),
        (
            "a key that is not the collection's",
            keyring(own.clone(), collection(COLLECTION, sealed.clone(), flip(&checked, 0), 1)),
        ),
        ("another account's key", keyring(key(1), collection(COLLECTION, sealed.clone(), checked.clone(), 1))),
        ("a truncated stored key", keyring(own, collection(COLLECTION, cut(&sealed, 12), checked, 1))),
    ]
}

fn invitations() -> Steps {
    let mut random = Random::from_seed([12; 32]);
    let account_key = AccountKey::generate(&mut random);
    let therapist = Identity::generate(&mut random);
    let client = Identity::generate(&mut random);
    let invitation: InvitationId = id(INVITATION);
    let collection: CollectionId = id(COLLECTION);
    let welcome = Welcome {
        therapist: "M. Osei".into(),
        practice: "Harbour Street".into(),
        identity: therapist.public()[..].into(),
        purpose: Purpose::Care,
    };
    let (posted, secret) = invitation::offer(&account_key, invitation, &welcome, None, &mut random);
    let secret_bytes: Blob = secret.expose()[..].into();
    let link = Link { origin: "https://journal.example".into(), invitation, secret };
    let client_account = AccountKey::generate(&mut random);
    let (accepted, _) =
        invitation::accept(&link, &welcome, collection, &client_account, &client, &mut random).expect("accepts");
    let text = link.text();
    let open = |link: &str, welcome: Blob| Step::Welcome { link: link.into(), welcome };
    let own: Blob = therapist.expose()[..].into();
    let hand = |secret: &Blob, identity: &Blob, collection: &str, invitation: &str, message: Blob| Step::Handover {
        secret: secret.clone(),
        identity: identity.clone(),
        collection: id(collection),
        invitation: id(invitation),
        message,
    };
    let message = accepted.handover.clone();
    let mut newer = message.clone();
    newer.0[0] = 2;
    let other_link = text.replace(INVITATION, OTHER);
    let words = |one: u8, other: u8| Step::SafetyWords { key: key(1), collection, one: key(one), other: key(other) };
    vec![
        ("a link", Step::Link { text: text.clone() }),
        ("a link with space around it", Step::Link { text: format!("  {text}\n") }),
        ("a link without its secret", Step::Link { text: text.rsplit_once('.').expect("a dot").0.into() }),
        ("a link with half of its secret", Step::Link { text: text[..text.len() - 20].into() }),
        ("a link to somewhere else", Step::Link { text: "https://journal.example/privacy".into() }),
        ("a welcome", open(&text, posted.welcome.clone())),
        ("a flipped bit in a welcome", open(&text, flip(&posted.welcome, 20))),
        ("a welcome of another invitation", open(&other_link, posted.welcome.clone())),
        ("a truncated welcome", open(&text, cut(&posted.welcome, 20))),
        ("a handover", hand(&secret_bytes, &own, COLLECTION, INVITATION, message.clone())),
        ("another secret: the server made it up", hand(&key(4), &own, COLLECTION, INVITATION, message.clone())),
        ("another therapist", hand(&secret_bytes, &key(4), COLLECTION, INVITATION, message.clone())),
        ("another collection", hand(&secret_bytes, &own, OTHER, INVITATION, message.clone())),
        ("another invitation", hand(&secret_bytes, &own, COLLECTION, OTHER, message.clone())),
        ("a flipped bit in the encapsulated key", hand(&secret_bytes, &own, COLLECTION, INVITATION, flip(&message, 5))),
        ("a flipped bit in the ciphertext", hand(&secret_bytes, &own, COLLECTION, INVITATION, flip(&message, 50))),
        ("a truncated handover", hand(&secret_bytes, &own, COLLECTION, INVITATION, cut(&message, 20))),
        ("a newer version", hand(&secret_bytes, &own, COLLECTION, INVITATION, newer)),
        ("safety words", words(1, 2)),
        ("safety words, from the other side", words(2, 1)),
        ("safety words with somebody in between", words(1, 3)),
        (
            "safety words with half a key",
            Step::SafetyWords { key: vec![1; 16].into(), collection, one: key(1), other: key(2) },
        ),
    ]
}

fn opaque() -> Steps {
    let mut random = Random::from_seed([13; 32]);
    let setup = ServerSetup::<Suite>::new(&mut random);
    let (seed, password) = ([14; 32], "a long walk by the sea");
    let mut client = Random::from_seed(seed);
    let (registration, request) = Registration::start(password, &mut client).expect("starts");
    let request = RegistrationRequest::deserialize(request.as_ref()).expect("well formed");
    let answer = ServerRegistration::<Suite>::start(&setup, request, b"wren").expect("answers").message;
    let register_answer: Blob = answer.serialize().to_vec().into();
    let (upload, _) = registration.finish(&register_answer, &mut client).expect("finishes");
    let file =
        ServerRegistration::finish(RegistrationUpload::<Suite>::deserialize(upload.as_ref()).expect("well formed"));

    // The server's answer fits one request only, so each password that is tried gets its own.
    let mut sign_in = |password: &str, known: bool| -> Blob {
        let (_, request) = SignIn::start(password, &mut Random::from_seed(seed)).expect("starts");
        let request = CredentialRequest::deserialize(request.as_ref()).expect("well formed");
        let file = known.then(|| file.clone());
        let started =
            ServerLogin::start(&mut random, &setup, file, request, b"wren", ServerLoginStartParameters::default());
        started.expect("answers").message.serialize().to_vec().into()
    };
    let good = sign_in(password, true);
    let wrong = sign_in("a short walk", true);
    let unknown = sign_in(password, false);
    let step =
        |password: &str, answer: Blob| Step::SignIn { seed: seed.to_vec().into(), password: password.into(), answer };
    let register = |answer: Blob| Step::Register { seed: seed.to_vec().into(), password: password.into(), answer };
    vec![
        ("registration", register(register_answer.clone())),
        ("registration with an answer cut short", register(cut(&register_answer, 40))),
        ("sign-in", step(password, good.clone())),
        ("sign-in with the wrong password", step("a short walk", wrong)),
        ("sign-in with an unknown name", step(password, unknown)),
        ("sign-in with a flipped bit in the server's answer", step(password, flip(&good, good.0.len() - 1))),
        ("sign-in with an answer cut short", step(password, cut(&good, 100))),
    ]
}

fn merges() -> Steps {
    let step = |base: serde_json::Value, theirs: serde_json::Value, mine: serde_json::Value| Step::Merge {
        base: base.as_object().cloned(),
        theirs: object(theirs).0,
        mine: object(mine).0,
    };
    vec![
        (
            "different fields",
            step(json!({"text": "a", "mood": 3}), json!({"text": "a", "mood": 5}), json!({"text": "b", "mood": 3})),
        ),
        (
            "different words",
            step(
                json!({"text": "I walked home."}),
                json!({"text": "I slowly walked home."}),
                json!({"text": "I walked home alone."}),
            ),
        ),
        (
            "additions at the same place",
            step(json!({"text": "Dawn."}), json!({"text": "Dawn. Birds."}), json!({"text": "Dawn. Tea."})),
        ),
        (
            "the same words",
            step(json!({"text": "I felt calm"}), json!({"text": "I felt lost"}), json!({"text": "I felt open"})),
        ),
        ("the same value", step(json!({"mood": 3}), json!({"mood": 5}), json!({"mood": 1}))),
        (
            "themes",
            step(json!({"themes": ["a", "b"]}), json!({"themes": ["b", "c"]}), json!({"themes": ["a", "b", "d"]})),
        ),
        (
            "answers",
            step(json!({"answers": [0, null, 1]}), json!({"answers": [2, null, 1]}), json!({"answers": [0, 3, 1]})),
        ),
        (
            "an unknown field",
            step(
                json!({"ring": {"tone": 1, "hue": 1}}),
                json!({"ring": {"tone": 2, "hue": 1}}),
                json!({"ring": {"tone": 1, "hue": 2}}),
            ),
        ),
        ("without a common start", step(json!(null), json!({"text": "one"}), json!({"text": "two"}))),
        (
            "scripts without spaces",
            step(
                json!({"text": "雨が止んだ"}),
                json!({"text": "雨が止んだ。静か"}),
                json!({"text": "今日、雨が止んだ"}),
            ),
        ),
    ]
}

fn object(value: serde_json::Value) -> Payload {
    Payload(value.as_object().cloned().expect("an object"))
}
