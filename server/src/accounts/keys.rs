//! Exchanging a client's account key after a phone was lost: everything that was sealed under it, in one act.

use std::collections::BTreeMap;

use protocol::Code;
use protocol::account::KeysRenewal;

use super::{Actor, devices, sign_in};
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::db::accounts::SealedKeys;
use crate::db::{self, Id};
use crate::fault::Result;

/// Takes everything sealed anew from somebody who knows the password, and signs all other devices out: they have the old
/// key. Members keep theirs: it leaves no browser, and what they have sealed under it lies in many places.
pub async fn renew(app: &App, actor: Actor, asked: KeysRenewal) -> Result<()> {
    let id = Id::from(actor.account);
    if app.db.read(move |conn| db::practice::member(conn, id)).await?.is_some() {
        return Err(Code::Forbidden.into());
    }
    sign_in::prove(app, actor, asked.proof).await?;
    let now = app.clock.now();
    let sealed = SealedKeys {
        account_by_password: bounds::bytes(asked.keys.account_by_password, bounds::KEY, "account_by_password")?,
        account_by_recovery: bounds::bytes(asked.keys.account_by_recovery, bounds::KEY, "account_by_recovery")?,
        identity_sealed: bounds::bytes(asked.keys.identity_sealed, bounds::KEY, "identity_sealed")?,
        recovery_hash: bounds::hash(&bounds::thirty_two(&asked.recovery.token, "recovery")?),
    };
    let identity = asked.keys.identity_public.0;
    let mut stored = BTreeMap::new();
    for key in asked.stored {
        let place = (Id::from(key.collection), i64::from(key.epoch));
        stored.insert(place, bounds::bytes(key.key_sealed, bounds::KEY, "key_sealed")?);
    }
    app.db
        .write(move |tx| {
            db::accounts::lock(tx, id)?;
            let row = db::accounts::by_id(tx, id)?.ok_or(Code::Unauthenticated)?;
            if row.identity_public != identity {
                return Err(Code::Unprocessable.into());
            }
            let collections: Vec<Id> = db::collections::of_account(tx, id)?.into_iter().map(|row| row.id).collect();
            let there = db::collections::keys_of(tx, &collections, id)?;
            // One that is not among them could be opened by nobody any more: it was stored meanwhile.
            if there.len() != stored.len() || there.iter().any(|(at, epoch, _)| !stored.contains_key(&(*at, *epoch))) {
                return Err(Code::EpochTaken.into());
            }
            db::accounts::set_keys(tx, id, &sealed)?;
            for ((collection, epoch), key) in &stored {
                db::collections::set_key(tx, *collection, *epoch, id, key)?;
            }
            devices::end_all(tx, actor, true, now)?;
            audit::record(tx, actor.account, Some(actor), Action::KeysRenewed, actor.account, now)
        })
        .await
}
