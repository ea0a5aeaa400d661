//! Key rotation: a collection's next epoch, after a member lost access.

use std::collections::BTreeMap;

use protocol::care::{Collection, EpochHandover, NewEpoch};
use protocol::{Code, CollectionId, Problem};

use super::collections::read_one;
use super::manifest;
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::changes::ChangeEvent;
use crate::db::collections::EpochHandoverRow;
use crate::db::{self, Id, Tx};
use crate::fault::Result;

/// A validated next epoch.
pub(crate) struct NextEpoch {
    pub(crate) collection: CollectionId,
    pub(crate) epoch: i64,
    key_check: Vec<u8>,
    handovers: BTreeMap<Id, (Option<i64>, Vec<u8>)>,
}

impl NextEpoch {
    /// Validates the sizes of what was sent.
    pub(crate) fn new(
        collection: CollectionId,
        epoch: u32,
        key_check: protocol::Blob,
        handovers: Vec<EpochHandover>,
    ) -> Result<Self> {
        let key_check = bounds::bytes(key_check, bounds::KEY, "key_check")?;
        let count = handovers.len();
        let message = |one: EpochHandover| {
            let message = bounds::bytes(one.message, bounds::MESSAGE, "a handover")?;
            Ok((Id::from(one.account), (one.generation.map(i64::from), message)))
        };
        let handovers = handovers.into_iter().map(message).collect::<Result<BTreeMap<_, _>>>()?;
        if handovers.len() != count {
            return Err(unprocessable("one handover for each member"));
        }
        Ok(Self { collection, epoch: epoch.into(), key_check, handovers })
    }

    /// The generations named in the handovers.
    pub(crate) fn generations(&self) -> impl Iterator<Item = Option<i64>> {
        self.handovers.values().map(|(generation, _)| *generation)
    }

    /// Whether this epoch is already stored with the same key.
    pub(crate) fn is_stored(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let there = db::collections::key_check(tx, self.collection.into(), self.epoch)?;
        Ok(there.is_some_and(|there| there == self.key_check))
    }

    /// Whether there is one handover for each other member and for nobody else.
    pub(crate) fn has_all_handovers(&self, tx: &mut Tx<'_>, actor: Actor) -> Result<bool> {
        let mut others = db::collections::accounts_in(tx, self.collection.into())?;
        others.retain(|other| *other != actor.account.into());
        others.sort_unstable();
        Ok(others.iter().eq(self.handovers.keys()))
    }

    /// Stores the epoch. The collection must be locked; the caller stores the sender's own key.
    pub(crate) fn begin(self, tx: &mut Tx<'_>, actor: Actor, now: i64) -> Result<()> {
        let (collection, account) = (Id::from(self.collection), Id::from(actor.account));
        let row = db::collections::by_id(tx, collection)?.ok_or(Code::NotFound)?;
        if db::collections::key_check(tx, collection, self.epoch)?.is_some() {
            return Err(Code::EpochTaken.into());
        }
        let keyless = db::collections::key_check(tx, collection, row.epoch)?.is_none();
        let next = if keyless { row.epoch } else { row.epoch + 1 };
        if self.epoch != next || !self.has_all_handovers(tx, actor)? {
            return Err(unprocessable("the next epoch needs one handover for each other member and for nobody else"));
        }
        db::collections::insert_epoch(tx, collection, self.epoch, &self.key_check)?;
        for (other, (generation, message)) in self.handovers {
            let row = EpochHandoverRow {
                collection,
                epoch: self.epoch,
                account: other,
                sender: account,
                generation,
                message,
            };
            db::collections::insert_epoch_handover(tx, &row)?;
            tx.emit(ChangeEvent::AccountChanged(other.into()));
        }
        db::collections::set_epoch(tx, collection, self.epoch)?;
        audit::record(tx, self.collection, Some(actor), Action::EpochBegun, self.collection, now)?;
        tx.emit(ChangeEvent::AccountChanged(actor.account));
        Ok(())
    }
}

/// Begins a collection's next epoch; see [`NewEpoch`]. That of a private collection comes with the manifest that
/// names it.
pub(crate) async fn begin(app: &App, actor: Actor, id: CollectionId, request: NewEpoch) -> Result<Collection> {
    let now = app.clock.now();
    let key_sealed = bounds::bytes(request.key_sealed, bounds::KEY, "key_sealed")?;
    let next = NextEpoch::new(id, request.epoch, request.key_check, request.handovers)?;
    if next.generations().any(|generation| generation.is_some()) {
        return Err(unprocessable("only a renewal may change the identity"));
    }
    let manifest = request.manifest.map(manifest::NextManifest::new).transpose()?;
    app.db
        .write(move |tx| {
            let (collection, account) = (Id::from(id), Id::from(actor.account));
            // Lock order: the account first, then the collection.
            db::accounts::lock(tx, account)?;
            db::records::lock(tx, collection, account)?.ok_or(Code::NotFound)?;
            // Only the client begins epochs: no device of theirs accepts another one, and none could write any more.
            let mine = db::collections::membership(tx, collection, account)?.ok_or(Code::NotFound)?;
            if mine.therapist {
                return Err(Code::Forbidden.into());
            }
            if next.is_stored(tx)? {
                return read_one(tx, actor.account, id);
            }
            let care = db::collections::by_id(tx, collection)?.is_some_and(|row| row.care);
            let epoch = next.epoch;
            match (care, manifest) {
                (false, None) => {
                    return Err(unprocessable("the epoch of a private collection needs the manifest that names it"));
                }
                (true, Some(_)) => {
                    return Err(unprocessable("only the epoch of a private collection needs a manifest"));
                }
                (_, manifest) => {
                    next.begin(tx, actor, now)?;
                    if let Some(manifest) = manifest {
                        manifest.store(tx, actor)?;
                    }
                }
            }
            db::collections::set_key(tx, collection, epoch, account, &key_sealed)?;
            read_one(tx, actor.account, id)
        })
        .await
}

fn unprocessable(why: &str) -> crate::fault::Fault {
    Problem::new(Code::Unprocessable).detail(why).into()
}
