//! Recovery: sets a new password with the recovery code, and signs out all devices.

use protocol::account::{RecoveryFinish, RecoveryStart, RecoveryStarted};
use protocol::handle::normalise_handle;
use protocol::{Blob, Code};

use super::sessions::{NewSession, OpenedSession};
use super::{profile, second_factor};
use crate::app::App;
use crate::audit::Action;
use crate::auth::opaque::Opaque;
use crate::bounds;
use crate::db;
use crate::db::accounts::AccountRow;
use crate::fault::Result;

/// Answers the first message. An unknown name and a wrong code give the same error.
pub(crate) async fn start(app: &App, request: RecoveryStart) -> Result<RecoveryStarted> {
    let row = find_by_code(app, &request.handle, &request.token).await?;
    let account = row.id.into();
    let message = app.opaque.registration(&row.handle, &request.message)?;
    let (keys, manifest) = profile::sealed(row);
    Ok(RecoveryStarted { account, message, keys, manifest })
}

pub(crate) async fn finish(app: &App, request: RecoveryFinish) -> Result<OpenedSession> {
    let row = find_by_code(app, &request.handle, &request.token).await?;
    let now = app.clock.now();
    let record = Opaque::password_record(&request.message)?;
    let sealed = bounds::bytes(request.account_by_password, bounds::KEY, "account_by_password")?;
    let session = NewSession::new(app, row.id.into(), &request.device)?;
    let presented = request.second_factor;
    if presented.is_some() {
        app.rate_limits.second_factor_by_account.check(&row.id.into())?;
    }
    let session = app
        .db
        .write(move |tx| {
            let actor = session.actor();
            // The recovery code replaces the password, not the second factor.
            if let Err(code) = second_factor::check(tx, actor, presented.as_deref(), now)? {
                return Ok(Err(code));
            }
            db::accounts::set_password(tx, row.id, &record, &sealed)?;
            super::devices::end_all(tx, actor, false, now)?;
            crate::audit::record(tx, actor.account, Some(actor), Action::Recovered, actor.account, now)?;
            session.sign_in(tx)?;
            Ok(Ok(session))
        })
        .await??;
    session.open(app).await
}

async fn find_by_code(app: &App, handle: &str, token: &Blob) -> Result<AccountRow> {
    let handle = normalise_handle(handle).ok_or(Code::WrongCredentials)?;
    let presented = bounds::hash(&token.0);
    let row = app.db.read(move |conn| db::accounts::by_handle(conn, &handle)).await?;
    row.filter(|row| bounds::constant_time_eq(&row.recovery_hash, &presented)).ok_or(Code::WrongCredentials.into())
}
