//! A new password, by somebody who is signed in and knows the one before: re-seals 32 bytes and nothing else.
//!
//! A session alone is not enough. Whoever took an unlocked browser away, or the token out of it, would otherwise lock the
//! account's owner out for good.

use protocol::Code;
use protocol::account::{PasswordFinish, PasswordStart, RegistrationStarted};

use super::opaque::Opaque;
use super::{Actor, sign_in};
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::db::{self, Tx};
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
    let set = move |tx: &mut Tx<'_>| {
        db::accounts::set_password(tx, actor.account.into(), &record, &sealed)?;
        audit::record(tx, actor.account, Some(actor), Action::PasswordChanged, actor.account, now)
    };
    sign_in::prove_anew(app, actor, asked.proof, asked.second_factor, set).await
}
