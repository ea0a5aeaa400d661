//! Records that an attacker with keys seals: a hostile therapist, or the holder of a lost phone. The server stores them
//! unchecked.

use protocol::sync::{Checkpoint, Record};
use protocol::{CollectionId, RecordId};
use serde_json::json;

use super::hostile::{Dice, Hostile};
use super::world::{World, payload};
use crate::record::Payload;
use crate::seal::checkpoint::{CheckpointId, Claim, Writers, list};
use crate::seal::{Keyring, Reader, RevisionId};

/// A marker text that only the attacker writes. An honest device must never show it.
pub const EVIL: &str = "evil";

/// An attacker who holds keys.
pub struct Insider {
    pub keyring: Keyring,
    pub private: CollectionId,
}

impl Insider {
    /// The hostile therapist, with the care collection's keys and their own.
    pub fn therapist(world: &World) -> Self {
        Self { keyring: world.desk.keyring.clone(), private: world.desk.private }
    }

    /// A phone that was lost before the keys were renewed.
    pub fn lost(world: &World) -> Self {
        let mut keyring = Keyring::default();
        keyring.insert(world.private, 1, world.keys[0][0].clone());
        keyring.insert(world.care, 1, world.keys[0][1].clone());
        Self { keyring, private: world.private }
    }

    /// A hostile client, against the therapist's records.
    pub fn client(world: &World) -> Self {
        Self { keyring: world.phones[0].keyring.clone(), private: world.private }
    }

    pub fn reader(&self) -> Reader<'_> {
        Reader { keyring: &self.keyring, private: self.private }
    }

    /// Seals a change on top of the server's revision of the record and stores it on the server.
    pub fn plant(
        &self,
        dice: &mut Dice,
        hostile: &mut Hostile,
        collection: CollectionId,
        id: RecordId,
        content: Option<&Payload>,
    ) {
        let kept = hostile.model.collections.entry(collection).or_default();
        let revision = kept.records.get(&id).map_or(0, |record| record.revision) + 1;
        let revision_id = RevisionId { collection, id, revision };
        let Ok((blob, _)) = self.reader().seal(&revision_id, 0, content, dice.seals()) else { return };
        kept.head += 1;
        let record = Record { id, revision, seq: kept.head, deleted: content.is_none(), blob: Some(blob) };
        hostile.seen.push((collection, record.clone()));
        kept.records.insert(id, record);
    }
}

/// The hostile therapist writes a forbidden kind, or overwrites a record of the client.
pub fn therapist_writes(dice: &mut Dice, world: &World, hostile: &mut Hostile) {
    let insider = Insider::therapist(world);
    let own = RecordId::new(8, [u8::try_from(dice.below(4)).unwrap(); 10]);
    let clients = world.ids[dice.below(world.ids.len())];
    let id = if dice.one_in(2) { own } else { clients };
    let kinds =
        ["reflection", "consent", "sharing_rule", "bond", "crisis_plan", "version", "safety_event", "preferences"];
    let kind = kinds[dice.below(kinds.len())];
    let content = payload(json!({"kind": kind, "text": EVIL, "shared_with": [world.care]}));
    let content = (own == id || !dice.one_in(4)).then_some(&content);
    insider.plant(dice, hostile, world.care, id, content);
}

/// The lost phone grants itself authority under retired keys, or deletes the therapist's reply as the client.
pub fn lost_phone_writes(dice: &mut Dice, world: &World, hostile: &mut Hostile) {
    let insider = Insider::lost(world);
    let authority = ["sharing_rule", "consent", "bond", "crisis_plan", "preferences"];
    match dice.below(4) {
        0 => {
            let kind = authority[dice.below(authority.len())];
            let content = payload(json!({"kind": kind, "text": EVIL, "shared_with": [world.care]}));
            let id = RecordId::new(9, [u8::try_from(dice.below(6)).unwrap(); 10]);
            insider.plant(dice, hostile, world.private, id, Some(&content));
        }
        1 => {
            let reply = RecordId::new(6, [u8::try_from(dice.below(world.ids.len())).unwrap(); 10]);
            Insider::client(world).plant(dice, hostile, world.care, reply, None);
        }
        2 => {
            let content = payload(json!({"kind": "sharing_rule", "text": EVIL, "shared_with": [world.care]}));
            insider.plant(dice, hostile, world.private, world.rule(), Some(&content));
        }
        _ => forge_checkpoint(dice, world, hostile, &insider),
    }
}

/// Removes a record and forges, under the old key, a checkpoint that does not list it.
fn forge_checkpoint(dice: &mut Dice, world: &World, hostile: &mut Hostile, insider: &Insider) {
    let account = world.client;
    let collection = world.private;
    let Some(kept) = hostile.model.collections.get_mut(&collection) else { return };
    let ids: Vec<RecordId> = kept.records.keys().copied().collect();
    if let Some(id) = ids.get(dice.below(ids.len())) {
        kept.records.remove(id);
    }
    let mut live = 0;
    let reader = insider.reader();
    let listed: Vec<(RecordId, u32, [u8; 32])> = kept
        .records
        .values()
        .filter(|record| !record.deleted)
        .filter_map(|record| {
            let hash = <sha2::Sha256 as sha2::Digest>::digest(&record.blob.as_ref()?.0).into();
            live += 1;
            Some((record.id, record.revision, hash))
        })
        .collect();
    let revision = kept.checkpoints.get(&account).map_or(0, |checkpoint| checkpoint.revision) + 1;
    let claim = Claim { minutes: 1, live, list: list(listed), private_revision: 0, writers: Writers::default() };
    let slot = CheckpointId { collection, account, revision };
    if let Ok(blob) = reader.seal_checkpoint(&slot, 0, &claim, dice.seals()) {
        kept.head += 1;
        kept.checkpoints.insert(account, Checkpoint { account, revision, blob });
    }
}
