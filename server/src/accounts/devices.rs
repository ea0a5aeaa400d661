//! The devices that are signed in to an account.

use protocol::account::Device;
use protocol::{AccountId, Code, DeviceId};

use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::changes::ChangeEvent;
use crate::db::{self, Tx};
use crate::fault::Result;

/// The account's devices, newest first.
pub(crate) async fn list(app: &App, actor: Actor) -> Result<Vec<Device>> {
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

/// Signs out one of the account's devices.
pub(crate) async fn sign_out(app: &App, actor: Actor, device: DeviceId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| match end(tx, actor, device, Action::SignedOut, now)? {
            true => Ok(()),
            false => Err(Code::NotFound.into()),
        })
        .await
}

/// Signs out all devices of the account, or all but the calling one.
pub(crate) async fn sign_out_all(app: &App, actor: Actor, but_this_one: bool) -> Result<()> {
    let now = app.clock.now();
    app.db.write(move |tx| end_all(tx, actor, but_this_one, now)).await
}

/// Like [`sign_out_all`], inside a transaction.
pub(crate) fn end_all(tx: &mut Tx<'_>, actor: Actor, but_this_one: bool, now: i64) -> Result<()> {
    for row in db::devices::of_account(tx, actor.account.into())? {
        if !(but_this_one && row.id == actor.device.into()) {
            end(tx, actor, row.id.into(), Action::SignedOut, now)?;
        }
    }
    Ok(())
}

/// Signs out a device: invalidates its tokens and closes its change streams. False if the account has no such device.
pub(crate) fn end(tx: &mut Tx<'_>, actor: Actor, device: DeviceId, action: Action, now: i64) -> Result<bool> {
    end_for(tx, actor.account, actor, device, action, now)
}

/// Like [`end`], for a device of another account: an owner of the practice does it.
pub(crate) fn end_for(
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
    tx.emit(ChangeEvent::DeviceSignedOut(device));
    Ok(true)
}
