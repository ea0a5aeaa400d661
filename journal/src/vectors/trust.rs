//! Runs the steps on accounts, bonds, and messages between the two sides of a bond.

use protocol::Blob;
use serde_json::{Map, Value, json};

use super::{Desk, Step, blob, seeded};
use crate::record::{Moment, Payload};
use crate::seal::bond::{Sides, first_transcript, merge_bonds, next_transcript};
use crate::seal::{
    AccountKey, Bond, CollectionKey, Error, ExportKey, Identity, InvitationSecret, Keyring, Keys, Link, Manifest,
    NextIdentity, RecoveryCode, WordList, account, bond, epoch, invitation, renewal, words,
};

pub(super) fn run(step: &Step) -> Result<Value, Error> {
    Ok(match step {
        Step::Keyring { account_key, private, collection } => {
            let mut keyring = Keyring::default();
            let account = AccountKey::from_bytes(account_key.as_ref())?;
            let listed = std::slice::from_ref(collection);
            if let Some((_, error)) = keyring.open_stored(&account, *private, listed).pop() {
                return Err(error);
            }
            let (epoch, key) = keyring.newest(collection.id)?;
            json!({ "epoch": epoch, "key": blob(key.expose()) })
        }
        Step::Identity { secret } => identity(&Identity::from_bytes(secret.as_ref())?),
        Step::RecoveryCode { words } => {
            let code = code(words)?;
            json!({ "words": *code.words(WordList::built_in()), "token": code.token() })
        }
        Step::NextIdentity { words, account } => identity(&code(words)?.next_identity(*account)?),
        Step::Manifest { account_key, account, manifest, seen } => {
            let key = AccountKey::from_bytes(account_key.as_ref())?;
            let opened = Manifest::open(&key, *account, manifest)?;
            opened.not_older(manifest.version, *seen)?;
            self::manifest(&opened)
        }
        Step::ManifestPlain { plain } => manifest(&Manifest::read(plain.as_ref())?),
        Step::Unlock { account, bundle, manifest, export_key } => {
            keys(&account::unlock(*account, bundle, manifest, &ExportKey::from_bytes(export_key.as_ref()))?)
        }
        Step::Recover { account, bundle, manifest, words } => {
            keys(&account::unlock_with_code(*account, bundle, manifest, &code(words)?)?)
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
        Step::Welcome { link, welcome, now_ms } => {
            json!(invitation::open_welcome(&Link::parse(link)?, welcome, *now_ms)?)
        }
        Step::SafetyWords { transcript, collection } => {
            let transcript = fixed(transcript)?;
            json!({ "words": words::transcript_words(WordList::built_in(), &transcript, *collection)? })
        }
        Step::MergeBonds { one, other } => json!(bond::payload(&merge_bonds(&read(one)?, &read(other)?)).fields()),
        _ => return exchange_step(step),
    })
}

/// Runs the steps that open one message between the two sides of a bond.
fn exchange_step(step: &Step) -> Result<Value, Error> {
    Ok(match step {
        Step::Handover { secret, identity, invitation, collection, client_account, therapist_account, message } => {
            let secret = InvitationSecret::from_bytes(secret.as_ref())?;
            let own = Identity::from_bytes(identity.as_ref())?;
            let client = sender(message)?;
            let (client_account, therapist_account) = (*client_account, *therapist_account);
            let sides = Sides { client_account, therapist_account, client: &client, therapist: own.public() };
            let of = invitation::HandoverContext { invitation: *invitation, collection: *collection, sides };
            let content = invitation::open_handover(&of, &secret, &own, message.as_ref())?;
            json!({
                "epoch": content.epoch,
                "key": blob(content.key.expose()),
                "generation": content.generation,
                "next": content.next,
                "client": blob(&client),
                "bond_secret": blob(secret.bond_secret(*invitation, *collection).as_ref()),
                "transcript": blob(&first_transcript(*invitation, *collection, &sides, &content.key)),
            })
        }
        Step::Epoch { secret, identity, client, collection, epoch, message } => {
            let own = Identity::from_bytes(identity.as_ref())?;
            let client = fixed(client)?;
            let of =
                epoch::Message { collection: *collection, epoch: *epoch, client: &client, therapist: own.public() };
            let (key, before) = epoch::open(&of, &fixed(secret)?, &own, message.as_ref())?;
            let transcript = next_transcript(&before, *epoch, &client, own.public(), &key.check());
            json!({ "key": blob(key.expose()), "before": blob(&before), "transcript": blob(&transcript) })
        }
        Step::Renewal { secret, identity, client, collection, generation, message } => {
            let own = Identity::from_bytes(identity.as_ref())?;
            let new = sender(message)?;
            let old = fixed(client)?;
            let of = renewal::Message {
                collection: *collection,
                generation: *generation,
                old: &old,
                new: &new,
                therapist: own.public(),
            };
            let content = renewal::open(&of, &fixed(secret)?, &own, message.as_ref())?;
            json!({
                "client": blob(&new),
                "commitment": NextIdentity::to(&new),
                "next": content.next,
                "secret": blob(&content.secret),
                "epoch": content.epoch,
                "key": blob(content.key.expose()),
                "before": blob(&content.before),
            })
        }
        _ => return desk_step(step),
    })
}

/// Runs the steps in which a desk accepts or begins keys of a care collection.
fn desk_step(step: &Step) -> Result<Value, Error> {
    Ok(match step {
        Step::TakeUp { desk, client, collection, known } => {
            let known = known.iter().map(read).collect::<Result<Vec<_>, _>>()?;
            let (own, now, mut random) = (unlocked(desk)?, now()?, seeded(&vec![0; 32].into())?);
            let taken = invitation::accept_handover(
                &own,
                desk.account,
                *client,
                "wren",
                collection,
                &known,
                &now,
                &mut random,
            )?;
            json!({ "bond": bond::payload(&taken.bond).fields(), "key": blob(taken.key.expose()), "epoch": taken.stored.epoch })
        }
        Step::TakeOver { desk, collection, bond } => {
            let (mut own, now, mut random) = (unlocked(desk)?, now()?, seeded(&vec![0; 32].into())?);
            let taken = epoch::accept_keys(collection, &read(bond)?, desk.account, &mut own, &now, &mut random)?;
            if let Some((_, error)) = taken.refused.into_iter().next() {
                return Err(error);
            }
            json!({
                "epochs": taken.stored.iter().map(|key| key.epoch).collect::<Vec<_>>(),
                "bond": taken.bond.as_ref().map(|bond| bond::payload(bond).into_fields()),
                "renewed": taken.renewed,
                "compare": taken.compare,
            })
        }
        Step::Begin { desk, collection, bond, key } => {
            let bond = read(bond)?;
            let (mut own, mut random) = (unlocked(desk)?, seeded(&vec![0; 32].into())?);
            own.keyring.insert(collection.id, bond.epoch, CollectionKey::from_bytes(key.as_ref())?);
            let begun = epoch::begin(collection, &bond, desk.account, &own, &mut random)?;
            let to: Vec<_> = begun.new.handovers.iter().map(|handover| handover.account).collect();
            json!({ "epoch": begun.new.epoch, "to": to })
        }
        _ => return Err(Error::Record),
    })
}

fn manifest(manifest: &Manifest) -> Value {
    json!({
        "role": manifest.role as u8,
        "generation": manifest.generation,
        "renewed_at": manifest.renewed_at,
        "identity": blob(manifest.identity.expose()),
        "next": manifest.next,
        "private": manifest.private,
        "private_epoch": manifest.private_epoch,
        "private_check": blob(&manifest.private_check),
        "code_confirmed": manifest.code_confirmed,
    })
}

fn keys(keys: &Keys) -> Value {
    json!({ "account_key": blob(keys.account.expose()), "manifest": manifest(&keys.manifest) })
}

fn identity(identity: &Identity) -> Value {
    json!({ "public": blob(identity.public()), "next": NextIdentity::to(identity.public()) })
}

fn code(words: &str) -> Result<RecoveryCode, Error> {
    RecoveryCode::parse(words, WordList::built_in())
}

fn unlocked(desk: &Desk) -> Result<Keys, Error> {
    let key = AccountKey::from_bytes(desk.account_key.as_ref())?;
    account::with_account_key(desk.account, key, &desk.manifest)
}

/// Reads a bond as it is stored in the private collection.
fn read(fields: &Map<String, Value>) -> Result<Bond, Error> {
    let payload = Payload::from(fields.clone());
    let care = fields.get("care").and_then(Value::as_str).and_then(|care| care.parse().ok()).ok_or(Error::Record)?;
    bond::read(bond::record_id(care), &payload).ok_or(Error::Record)
}

fn now() -> Result<Moment, Error> {
    Moment::parse("2026-11-28T10:00:00+00:00", "UTC").map_err(|_| Error::Record)
}

/// The identity at the start of a message, after the version.
fn sender(message: &Blob) -> Result<[u8; 32], Error> {
    fixed(&message.as_ref().get(1..33).ok_or(Error::Truncated)?.into())
}

fn fixed(bytes: &Blob) -> Result<[u8; 32], Error> {
    bytes.as_ref().try_into().map_err(|_| Error::Truncated)
}
