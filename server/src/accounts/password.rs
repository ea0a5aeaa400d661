//! Changing the password of a signed-in account. It re-seals the account key and nothing else.
//!
//! A session alone is not enough: a thief of an unlocked browser, or of its token, could otherwise lock the owner
//! out.

use protocol::Code;
use protocol::account::{PasswordFinish, PasswordStart, RegistrationStarted};

use super::sign_in;
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::auth::opaque::Opaque;
use crate::bounds;
use crate::db::{self, Tx};
use crate::fault::Result;

pub(crate) async fn start(app: &App, actor: Actor, request: PasswordStart) -> Result<RegistrationStarted> {
    let row = app.db.read(move |conn| db::accounts::by_id(conn, actor.account.into())).await?;
    let row = row.ok_or(Code::Unauthenticated)?;
    Ok(RegistrationStarted { message: app.opaque.registration(&row.handle, &request.message)? })
}

/// Sets the new password. Other devices stay signed in; their owner can sign them out.
pub(crate) async fn finish(app: &App, actor: Actor, request: PasswordFinish) -> Result<()> {
    let now = app.clock.now();
    let record = Opaque::password_record(&request.message)?;
    let sealed = bounds::bytes(request.account_by_password, bounds::KEY, "account_by_password")?;
    let set = move |tx: &mut Tx<'_>| {
        db::accounts::set_password(tx, actor.account.into(), &record, &sealed)?;
        audit::record(tx, actor.account, Some(actor), Action::PasswordChanged, actor.account, now)
    };
    sign_in::prove_with_second_factor(app, actor, request.proof, request.second_factor, set).await
}
