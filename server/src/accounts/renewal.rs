//! Renewal after a client's phone was lost: replaces password, recovery code, account key, and the keys of the
//! private and all care collections in one transaction, and signs out all other devices.

use std::collections::{BTreeMap, BTreeSet};

use protocol::account::Renewal;
use protocol::{Code, Problem};

use super::{devices, sign_in};
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::auth::opaque::Opaque;
use crate::bounds;
use crate::care::{epochs, manifest};
use crate::changes::ChangeEvent;
use crate::db::accounts::{AccountRow, SealedKeys};
use crate::db::{self, Id, Tx};
use crate::fault::{Fault, Result};

/// A renewal whose fields were decoded and validated, ready to be stored.
struct ValidRenewal {
    sealed: SealedKeys,
    manifest: manifest::NextManifest,
    /// The account's sealed collection keys, by collection and epoch.
    stored: BTreeMap<(Id, i64), Vec<u8>>,
    epochs: Vec<epochs::NextEpoch>,
}

/// Applies a renewal from a client who knows the password. Idempotent: a repeat of a stored renewal changes nothing,
/// and needs no new proof.
///
/// Members of a practice cannot renew their keys: those never leave the browser.
pub(crate) async fn renew(app: &App, actor: Actor, request: Renewal) -> Result<()> {
    let now = app.clock.now();
    let (proof, renewal) = (request.proof.clone(), ValidRenewal::new(request)?);
    let renewal = match app.db.write(move |tx| renewal.is_stored(tx, actor).map(|stored| (stored, renewal))).await? {
        (true, _) => return Ok(()),
        (false, renewal) => renewal,
    };
    sign_in::prove(app, actor, proof).await?;
    app.db.write(move |tx| renewal.apply(tx, actor, now)).await
}

impl ValidRenewal {
    fn new(request: Renewal) -> Result<Self> {
        let sealed = SealedKeys {
            opaque: Opaque::password_record(&request.message)?,
            account_by_password: bounds::bytes(request.keys.account_by_password, bounds::KEY, "account_by_password")?,
            account_by_recovery: bounds::bytes(request.keys.account_by_recovery, bounds::KEY, "account_by_recovery")?,
            recovery_hash: bounds::hash(&bounds::bytes_32(&request.recovery.token, "the recovery token")?),
        };
        let manifest = manifest::NextManifest::new(request.manifest)?;
        let mut stored = BTreeMap::new();
        for key in request.stored {
            let place = (Id::from(key.collection), i64::from(key.epoch));
            if stored.insert(place, bounds::bytes(key.key_sealed, bounds::KEY, "key_sealed")?).is_some() {
                return Err(unprocessable("each key is listed once"));
            }
        }
        let next = |one: protocol::account::RenewedEpoch| {
            epochs::NextEpoch::new(one.collection, one.epoch, one.key_check, one.handovers)
        };
        let mut epochs = request.epochs.into_iter().map(next).collect::<Result<Vec<_>>>()?;
        // Lock order: everything that locks several collections does so in the order of their ids.
        epochs.sort_by_key(|next| Id::from(next.collection));
        if epochs.windows(2).any(|two| two[0].collection == two[1].collection) {
            return Err(unprocessable("each collection has one next epoch"));
        }
        // All handovers name the same new generation. Generation 1 is the one of registration.
        let generations: BTreeSet<_> = epochs.iter().flat_map(epochs::NextEpoch::generations).collect();
        if generations.len() > 1 || generations.iter().any(|one| one.is_none_or(|generation| generation < 2)) {
            return Err(unprocessable("each handover names the new generation"));
        }
        Ok(Self { sealed, manifest, stored, epochs })
    }

    /// Whether this renewal is already stored: the response to it was lost.
    fn is_stored(&self, tx: &mut Tx<'_>, actor: Actor) -> Result<bool> {
        let account = Id::from(actor.account);
        let row = db::accounts::by_id(tx, account)?.ok_or(Code::Unauthenticated)?;
        if !self.manifest.is_stored_in(&row) || SealedKeys::from(row) != self.sealed {
            return Ok(false);
        }
        let there = self.own_keys(tx, account)?;
        let kept = self.stored.iter().all(|(place, key)| there.get(place) == Some(key));
        if !kept {
            return Ok(false);
        }
        for next in &self.epochs {
            if !next.is_stored(tx)? {
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

    fn apply(self, tx: &mut Tx<'_>, actor: Actor, now: i64) -> Result<()> {
        let account = Id::from(actor.account);
        db::accounts::lock(tx, account)?;
        self.manifest.store(tx, actor)?;
        let private = db::collections::of_account(tx, account)?.into_iter().find(|row| !row.care);
        let is_private = |collection| private.as_ref().is_some_and(|row| row.id == collection);
        if !self.epochs.iter().any(|next| is_private(next.collection.into())) {
            return Err(unprocessable("a renewal begins an epoch of the private collection"));
        }
        let mut wanted: BTreeSet<(Id, i64)> = self.own_keys(tx, account)?.into_keys().collect();
        for next in self.epochs {
            let (collection, epoch) = (Id::from(next.collection), next.epoch);
            let counter = db::records::lock(tx, collection, account)?.ok_or(Code::NotFound)?.state;
            // A member began an epoch, joined, or lost access since this renewal was made.
            let moved = epoch <= counter.epoch && db::collections::key_check(tx, collection, counter.epoch)?.is_some();
            if moved || !is_private(collection) && !next.has_all_handovers(tx, actor)? {
                return Err(Code::EpochTaken.into());
            }
            next.begin(tx, actor, now)?;
            wanted.insert((collection, epoch));
        }
        // Nobody could open a key that is missing here: another device stored it in the meantime.
        if !wanted.iter().eq(self.stored.keys()) {
            return Err(Code::EpochTaken.into());
        }
        db::accounts::set_keys(tx, account, &self.sealed)?;
        for ((collection, epoch), key) in &self.stored {
            db::collections::set_key(tx, *collection, *epoch, account, key)?;
        }
        devices::end_all(tx, actor, true, now)?;
        audit::record(tx, actor.account, Some(actor), Action::KeysRenewed, actor.account, now)?;
        tx.emit(ChangeEvent::AccountChanged(actor.account));
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

fn unprocessable(why: &str) -> Fault {
    Problem::new(Code::Unprocessable).detail(why).into()
}
