//! What is signed in to an account, and its end.

use protocol::account::Device;
use protocol::{AccountId, Code, DeviceId};

use super::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::db::{self, Tx};
use crate::fault::Result;
use crate::sync::Notice;

/// The account's devices, the latest first.
pub async fn list(app: &App, actor: Actor) -> Result<Vec<Device>> {
    let rows = app.db.read(move |conn| db::devices::of_account(conn, actor.account.into())).await?;
    Ok(rows
        .into_iter()
        .map(|row| Device {
            id: row.id.into(),
            name: row.name,
            created_at: row.created_at,
            seen_at: row.seen_at,
            seen_with: row.seen_with,
            current: row.id == actor.device.into(),
        })
        .collect())
}

/// Signs one of the account's devices out.
pub async fn sign_out(app: &App, actor: Actor, device: DeviceId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| match end(tx, actor, device, Action::SignedOut, now)? {
            true => Ok(()),
            false => Err(Code::NotFound.into()),
        })
        .await
}

/// Signs every device of the account out; with `but_this_one`, every other.
pub async fn sign_out_all(app: &App, actor: Actor, but_this_one: bool) -> Result<()> {
    let now = app.clock.now();
    app.db.write(move |tx| end_all(tx, actor, but_this_one, now)).await
}

/// Ends every device of the account; with `but_this_one`, every other.
pub fn end_all(tx: &mut Tx<'_>, actor: Actor, but_this_one: bool, now: i64) -> Result<()> {
    for row in db::devices::of_account(tx, actor.account.into())? {
        if !(but_this_one && row.id == actor.device.into()) {
            end(tx, actor, row.id.into(), Action::SignedOut, now)?;
        }
    }
    Ok(())
}

/// Ends a device: its tokens are no longer taken, and its open notices are closed. False if there is none such.
pub fn end(tx: &mut Tx<'_>, actor: Actor, device: DeviceId, action: Action, now: i64) -> Result<bool> {
    end_for(tx, actor.account, actor, device, action, now)
}

/// The same for another's device: by an owner of the practice.
pub fn end_for(
    tx: &mut Tx<'_>,
    account: AccountId,
    actor: Actor,
    device: DeviceId,
    action: Action,
    now: i64,
) -> Result<bool> {
    if !db::devices::delete(tx, account.into(), device.into())? {
        return Ok(false);
    }
    audit::record(tx, account, Some(actor), action, device, now)?;
    tx.announce(Notice::DeviceEnded(device));
    Ok(true)
}
