//! A client's phone was lost: everything that it knew is exchanged, in one act. Password, recovery code, account key, the
//! private collection's key, the keys of the care collections; and every other device is signed out.

use std::collections::{BTreeMap, BTreeSet};

use protocol::account::Renewal;
use protocol::{Code, Problem};

use super::opaque::Opaque;
use super::{Actor, devices, manifest, sign_in};
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::care::epochs;
use crate::db::accounts::{AccountRow, SealedKeys};
use crate::db::{self, Id, Tx};
use crate::fault::{Fault, Result};
use crate::sync::Notice;

/// What is to be exchanged, as large as it may be.
struct Exchange {
    sealed: SealedKeys,
    manifest: manifest::Next,
    /// The account's copies of its keys, by collection and epoch.
    stored: BTreeMap<(Id, i64), Vec<u8>>,
    epochs: Vec<epochs::Next>,
}

/// Takes a renewal from a client who knows the password. The same one sent again is answered the same: it changes nothing,
/// so that its proof (which is used up) is not asked for again.
///
/// Members of a practice keep their keys: those leave no browser, and what is sealed under them lies in many places.
pub async fn renew(app: &App, actor: Actor, asked: Renewal) -> Result<()> {
    let now = app.clock.now();
    let (proof, exchange) = (asked.proof.clone(), Exchange::new(asked)?);
    let exchange = match app.db.write(move |tx| exchange.stands(tx, actor).map(|stands| (stands, exchange))).await? {
        (true, _) => return Ok(()),
        (false, exchange) => exchange,
    };
    sign_in::prove(app, actor, proof).await?;
    app.db.write(move |tx| exchange.carry_out(tx, actor, now)).await
}

impl Exchange {
    fn new(asked: Renewal) -> Result<Self> {
        let sealed = SealedKeys {
            opaque: Opaque::record(&asked.message)?,
            account_by_password: bounds::bytes(asked.keys.account_by_password, bounds::KEY, "account_by_password")?,
            account_by_recovery: bounds::bytes(asked.keys.account_by_recovery, bounds::KEY, "account_by_recovery")?,
            recovery_hash: bounds::hash(&bounds::thirty_two(&asked.recovery.token, "the recovery token")?),
        };
        let manifest = manifest::Next::new(asked.manifest)?;
        let mut stored = BTreeMap::new();
        for key in asked.stored {
            let place = (Id::from(key.collection), i64::from(key.epoch));
            if stored.insert(place, bounds::bytes(key.key_sealed, bounds::KEY, "key_sealed")?).is_some() {
                return Err(refused("each key is sealed anew once"));
            }
        }
        let next = |one: protocol::account::RenewedEpoch| {
            epochs::Next::new(one.collection, one.epoch, one.key_check, one.handovers)
        };
        let mut epochs = asked.epochs.into_iter().map(next).collect::<Result<Vec<_>>>()?;
        // Collections are held in this order by everybody who holds several.
        epochs.sort_by_key(|next| Id::from(next.collection));
        if epochs.windows(2).any(|two| two[0].collection == two[1].collection) {
            return Err(refused("each collection has one next epoch"));
        }
        // The account's generation is one number, and nobody's first.
        let generations: BTreeSet<_> = epochs.iter().flat_map(epochs::Next::generations).collect();
        if generations.len() > 1 || generations.iter().any(|one| one.is_none_or(|generation| generation < 2)) {
            return Err(refused("each handover names the new generation"));
        }
        Ok(Self { sealed, manifest, stored, epochs })
    }

    /// Whether all of this is what stands already: the answer to it was lost.
    fn stands(&self, tx: &mut Tx<'_>, actor: Actor) -> Result<bool> {
        let account = Id::from(actor.account);
        let row = db::accounts::by_id(tx, account)?.ok_or(Code::Unauthenticated)?;
        if !self.manifest.stands_in(&row) || SealedKeys::from(row) != self.sealed {
            return Ok(false);
        }
        let there = self.own_keys(tx, account)?;
        let kept = self.stored.iter().all(|(place, key)| there.get(place) == Some(key));
        if !kept {
            return Ok(false);
        }
        for next in &self.epochs {
            if !next.stands(tx)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn own_keys(&self, tx: &mut Tx<'_>, account: Id) -> Result<BTreeMap<(Id, i64), Vec<u8>>> {
        let mine: Vec<Id> = db::collections::of_account(tx, account)?.into_iter().map(|row| row.id).collect();
        let there = db::collections::keys_of(tx, &mine, account)?;
        Ok(there.into_iter().map(|(collection, epoch, key)| ((collection, epoch), key)).collect())
    }

    fn carry_out(self, tx: &mut Tx<'_>, actor: Actor, now: i64) -> Result<()> {
        let account = Id::from(actor.account);
        db::accounts::lock(tx, account)?;
        self.manifest.keep(tx, actor)?;
        let private = db::collections::of_account(tx, account)?.into_iter().find(|row| !row.care);
        let is_private = |collection| private.as_ref().is_some_and(|row| row.id == collection);
        if !self.epochs.iter().any(|next| is_private(next.collection.into())) {
            return Err(refused("a renewal begins an epoch of the private collection"));
        }
        let mut wanted: BTreeSet<(Id, i64)> = self.own_keys(tx, account)?.into_keys().collect();
        for next in self.epochs {
            let (collection, epoch) = (Id::from(next.collection), next.epoch);
            let counter = db::records::lock(tx, collection, account)?.ok_or(Code::NotFound)?;
            // Somebody moved it on, came into it, or was shut out of it, since the renewal was made.
            let moved = epoch <= counter.epoch && db::collections::key_check(tx, collection, counter.epoch)?.is_some();
            if moved || !is_private(collection) && !next.tells_everybody(tx, actor)? {
                return Err(Code::EpochTaken.into());
            }
            next.begin(tx, actor, now)?;
            wanted.insert((collection, epoch));
        }
        // One that is missing could be opened by nobody any more: it was stored meanwhile.
        if !wanted.iter().eq(self.stored.keys()) {
            return Err(Code::EpochTaken.into());
        }
        db::accounts::set_keys(tx, account, &self.sealed)?;
        for ((collection, epoch), key) in &self.stored {
            db::collections::set_key(tx, *collection, *epoch, account, key)?;
        }
        devices::end_all(tx, actor, true, now)?;
        audit::record(tx, actor.account, Some(actor), Action::KeysRenewed, actor.account, now)?;
        tx.announce(Notice::Account(actor.account));
        Ok(())
    }
}

impl From<AccountRow> for SealedKeys {
    fn from(row: AccountRow) -> Self {
        Self {
            opaque: row.opaque,
            account_by_password: row.account_by_password,
            account_by_recovery: row.account_by_recovery,
            recovery_hash: row.recovery_hash,
        }
    }
}

fn refused(why: &str) -> Fault {
    Problem::new(Code::Unprocessable).detail(why).into()
}
