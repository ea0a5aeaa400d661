//! A new password, by somebody who is signed in: re-seals 32 bytes and nothing else.

use protocol::Code;
use protocol::account::{PasswordFinish, PasswordStart, RegistrationStarted};

use super::Actor;
use super::opaque::Opaque;
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::db;
use crate::fault::Result;

/// The first message.
pub async fn start(app: &App, actor: Actor, asked: PasswordStart) -> Result<RegistrationStarted> {
    let row = app.db.read(move |conn| db::accounts::by_id(conn, actor.account.into())).await?;
    let row = row.ok_or(Code::Unauthenticated)?;
    Ok(RegistrationStarted { message: app.opaque.registration(&row.handle, &asked.message)? })
}

/// The last message. Devices stay signed in: their owner sees them in a list, and ends those that are not wanted.
pub async fn finish(app: &App, actor: Actor, asked: PasswordFinish) -> Result<()> {
    let now = app.clock.now();
    let record = Opaque::record(&asked.message)?;
    let sealed = bounds::bytes(asked.account_by_password, bounds::KEY, "account_by_password")?;
    app.db
        .write(move |tx| {
            db::accounts::set_password(tx, actor.account.into(), &record, &sealed)?;
            audit::record(tx, actor.account, Some(actor), Action::PasswordChanged, actor.account, now)
        })
        .await
}
