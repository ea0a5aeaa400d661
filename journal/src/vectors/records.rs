//! Runs the steps on records and checkpoints: envelopes, author tags, lists.

use serde_json::{Value, json};
use sha2::Digest as _;

use super::{EpochKey, Step, blob};
use crate::seal::checkpoint::{self, CheckpointId};
use crate::seal::envelope::{Reader, RevisionId, seal_bytes};
use crate::seal::{CollectionKey, Error, Keyring};

pub(super) fn run(step: &Step) -> Result<Value, Error> {
    Ok(match step {
        Step::Seal { private, care, record, revision, era, nonce, json } => {
            let keyring = keyring(private, care.as_ref())?;
            let reader = Reader { keyring: &keyring, private: private.collection };
            let collection = care.as_ref().unwrap_or(private).collection;
            let revision_id = RevisionId { collection, id: *record, revision: *revision };
            let nonce = nonce.as_ref().try_into().map_err(|_| Error::Truncated)?;
            let (epoch, key) = keyring.newest(collection)?;
            let author = reader.author(collection)?;
            let json = json.as_ref().map(|json| json.as_bytes());
            json!({ "envelope": blob(&seal_bytes(key, epoch, *era, &revision_id, author.as_ref(), json, nonce)) })
        }
        Step::Open { private, care, record, revision, deleted, envelope } => {
            let keyring = keyring(private, care.as_ref())?;
            let reader = Reader { keyring: &keyring, private: private.collection };
            let collection = care.as_ref().unwrap_or(private).collection;
            let revision_id = RevisionId { collection, id: *record, revision: *revision };
            let opened = reader.open(&revision_id, *deleted, envelope.as_ref())?;
            json!({
                "record": opened.content.map(crate::record::Payload::into_fields),
                "epoch": opened.stamp.epoch,
                "era": opened.stamp.era,
                "mine": opened.stamp.mine,
                "hash": blob(&opened.stamp.hash),
            })
        }
        Step::Checkpoint { private, care, account, revision, blob: sealed } => {
            let keyring = keyring(private, care.as_ref())?;
            let reader = Reader { keyring: &keyring, private: private.collection };
            let collection = care.as_ref().unwrap_or(private).collection;
            let slot = CheckpointId { collection, account: *account, revision: *revision };
            let read = reader.open_checkpoint(&slot, sealed.as_ref())?;
            json!({
                "minutes": read.claim.minutes,
                "live": read.claim.live,
                "list": blob(&read.claim.list),
                "private_revision": read.claim.private_revision,
                "writers": read.claim.writers.iter().collect::<Vec<_>>(),
                "epoch": read.epoch,
                "era": read.era,
                "mine": read.mine,
            })
        }
        Step::List { records } => {
            let hashed = records
                .iter()
                .map(|(id, revision, envelope)| (*id, *revision, sha2::Sha256::digest(envelope.as_ref()).into()));
            json!({ "list": blob(&checkpoint::list(hashed)) })
        }
        _ => return Err(Error::Record),
    })
}

fn keyring(private: &EpochKey, care: Option<&EpochKey>) -> Result<Keyring, Error> {
    let mut keyring = Keyring::default();
    for held in std::iter::once(private).chain(care) {
        keyring.insert(held.collection, held.epoch, CollectionKey::from_bytes(held.key.as_ref())?);
    }
    Ok(keyring)
}
