//! Recovery: somebody has the recovery code and sets a new password. Everything that was signed in is signed out.

use protocol::account::{RecoveryFinish, RecoveryStart, RecoveryStarted, normalise_handle};
use protocol::{Blob, Code};

use super::opaque::Opaque;
use super::refresh::{Arrival, Opened};
use super::{profile, second_factor};
use crate::app::App;
use crate::audit::Action;
use crate::bounds;
use crate::db;
use crate::db::accounts::AccountRow;
use crate::fault::Result;

/// The first message. Unknown name and wrong code are answered alike.
pub async fn start(app: &App, asked: RecoveryStart) -> Result<RecoveryStarted> {
    let row = prove(app, &asked.handle, &asked.token).await?;
    let account = row.id.into();
    let message = app.opaque.registration(&row.handle, &asked.message)?;
    let (keys, manifest) = profile::sealed(row);
    Ok(RecoveryStarted { account, message, keys, manifest })
}

/// The last message.
pub async fn finish(app: &App, asked: RecoveryFinish) -> Result<Opened> {
    let row = prove(app, &asked.handle, &asked.token).await?;
    let now = app.clock.now();
    let record = Opaque::record(&asked.message)?;
    let sealed = bounds::bytes(asked.account_by_password, bounds::KEY, "account_by_password")?;
    let arrival = Arrival::new(app, row.id.into(), &asked.device)?;
    let shown = asked.second_factor;
    if shown.is_some() {
        app.gates.second_factor_by_account.pass(&row.id.into())?;
    }
    let arrival = app
        .db
        .write(move |tx| {
            let actor = arrival.actor();
            // The recovery code stands for the password, and for nothing else.
            if let Err(code) = second_factor::pass(tx, actor, shown.as_deref(), now)? {
                return Ok(Err(code));
            }
            db::accounts::set_password(tx, row.id, &record, &sealed)?;
            super::devices::end_all(tx, actor, false, now)?;
            crate::audit::record(tx, actor.account, Some(actor), Action::Recovered, actor.account, now)?;
            arrival.sign_in(tx)?;
            Ok(Ok(arrival))
        })
        .await??;
    arrival.open(app).await
}

async fn prove(app: &App, handle: &str, token: &Blob) -> Result<AccountRow> {
    let handle = normalise_handle(handle).ok_or(Code::WrongCredentials)?;
    let shown = bounds::hash(&token.0);
    let row = app.db.read(move |conn| db::accounts::by_handle(conn, &handle)).await?;
    row.filter(|row| bounds::same(&row.recovery_hash, &shown)).ok_or(Code::WrongCredentials.into())
}
