//! New keys of collections, after somebody lost access.

use std::collections::BTreeMap;

use protocol::care::{Collection, EpochHandover, NewEpoch};
use protocol::{Code, CollectionId, Problem};

use super::collections::read_one;
use crate::accounts::{Actor, manifest};
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::db::collections::EpochHandoverRow;
use crate::db::{self, Id, Tx};
use crate::fault::Result;
use crate::sync::Notice;

/// A collection's next epoch on its way in, as large as it may be.
pub struct Next {
    /// The collection.
    pub collection: CollectionId,
    /// Which epoch.
    pub epoch: i64,
    key_check: Vec<u8>,
    handovers: BTreeMap<Id, (Option<i64>, Vec<u8>)>,
}

impl Next {
    /// Looks at what was sent.
    pub fn new(
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
            return Err(refused("one handover for each member"));
        }
        Ok(Self { collection, epoch: epoch.into(), key_check, handovers })
    }

    /// The generations that its handovers name.
    pub fn generations(&self) -> impl Iterator<Item = Option<i64>> {
        self.handovers.values().map(|(generation, _)| *generation)
    }

    /// Whether this very epoch has begun.
    pub fn stands(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let there = db::collections::key_check(tx, self.collection.into(), self.epoch)?;
        Ok(there.is_some_and(|there| there == self.key_check))
    }

    /// Whether it brings its key for each other member and nobody else.
    pub fn tells_everybody(&self, tx: &mut Tx<'_>, actor: Actor) -> Result<bool> {
        let mut others = db::collections::accounts_in(tx, self.collection.into())?;
        others.retain(|other| *other != actor.account.into());
        others.sort_unstable();
        Ok(others.iter().eq(self.handovers.keys()))
    }

    /// Begins it, in a collection that is held. The sender's own key is kept by whoever calls this.
    pub fn begin(self, tx: &mut Tx<'_>, actor: Actor, now: i64) -> Result<()> {
        let (collection, account) = (Id::from(self.collection), Id::from(actor.account));
        let row = db::collections::by_id(tx, collection)?.ok_or(Code::NotFound)?;
        if db::collections::key_check(tx, collection, self.epoch)?.is_some() {
            return Err(Code::EpochTaken.into());
        }
        let keyless = db::collections::key_check(tx, collection, row.epoch)?.is_none();
        let next = if keyless { row.epoch } else { row.epoch + 1 };
        if self.epoch != next || !self.tells_everybody(tx, actor)? {
            return Err(refused("the next epoch brings its key for each other member and nobody else"));
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
            tx.announce(Notice::Account(other.into()));
        }
        db::collections::set_epoch(tx, collection, self.epoch)?;
        audit::record(tx, self.collection, Some(actor), Action::EpochBegun, self.collection, now)?;
        tx.announce(Notice::Account(actor.account));
        Ok(())
    }
}

/// Begins a collection's next epoch; see [`NewEpoch`]. A private collection's comes with the manifest that names it.
pub async fn begin(app: &App, actor: Actor, id: CollectionId, asked: NewEpoch) -> Result<Collection> {
    let now = app.clock.now();
    let key_sealed = bounds::bytes(asked.key_sealed, bounds::KEY, "key_sealed")?;
    let next = Next::new(id, asked.epoch, asked.key_check, asked.handovers)?;
    if next.generations().any(|generation| generation.is_some()) {
        return Err(refused("a new identity comes with a renewal"));
    }
    let manifest = asked.manifest.map(manifest::Next::new).transpose()?;
    app.db
        .write(move |tx| {
            let (collection, account) = (Id::from(id), Id::from(actor.account));
            // In the same order as everybody who holds both: the account first.
            db::accounts::lock(tx, account)?;
            db::records::lock(tx, collection, account)?.ok_or(Code::NotFound)?;
            if next.stands(tx)? {
                return read_one(tx, actor.account, id);
            }
            let care = db::collections::by_id(tx, collection)?.is_some_and(|row| row.care);
            let epoch = next.epoch;
            match (care, manifest) {
                (false, None) => {
                    return Err(refused("a private collection's epoch comes with the manifest that names it"));
                }
                (true, Some(_)) => return Err(refused("a manifest names the epochs of private collections alone")),
                (_, manifest) => {
                    next.begin(tx, actor, now)?;
                    if let Some(manifest) = manifest {
                        manifest.keep(tx, actor)?;
                    }
                }
            }
            db::collections::set_key(tx, collection, epoch, account, &key_sealed)?;
            read_one(tx, actor.account, id)
        })
        .await
}

fn refused(why: &str) -> crate::fault::Fault {
    Problem::new(Code::Unprocessable).detail(why).into()
}
