//! Sign-in, in two messages. An unknown name is answered like a known one, with the same work and the same words.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::account::{SignInFinish, SignInStart, SignInStarted, normalise_handle};
use protocol::{AccountId, Code};

use super::opaque::Opaque;
use super::refresh::{Arrival, Opened};
use crate::app::App;
use crate::bounds;
use crate::db::{self, accounts::AttemptRow};
use crate::fault::Result;

/// How long an attempt may take, in milliseconds.
const ATTEMPT: i64 = 60_000;

/// The first message.
pub async fn start(app: &App, asked: SignInStart) -> Result<SignInStarted> {
    // A name that cannot exist is an unknown name.
    let handle = normalise_handle(&asked.handle).unwrap_or_else(|| asked.handle.chars().take(64).collect());
    let wanted = handle.clone();
    let account = app.db.read(move |conn| db::accounts::by_handle(conn, &wanted)).await?;
    let record = account.as_ref().map(|row| row.opaque.as_slice());
    let (state, message) = app.opaque.sign_in(&app.entropy, &handle, record, &asked.message)?;
    let attempt = URL_SAFE_NO_PAD.encode(app.entropy.bytes::<32>());
    let row = AttemptRow {
        hash: bounds::hash(attempt.as_bytes()),
        account: account.map(|row| row.id),
        state,
        expires_at: app.clock.now() + ATTEMPT,
    };
    app.db.write(move |tx| db::accounts::insert_attempt(tx, &row)).await?;
    Ok(SignInStarted { attempt, message })
}

/// The last message. The attempt is used up whatever comes of it.
pub async fn finish(app: &App, asked: SignInFinish) -> Result<Opened> {
    let now = app.clock.now();
    let hash = bounds::hash(asked.attempt.as_bytes());
    let taken = app.db.write(move |tx| db::accounts::take_attempt(tx, &hash)).await?;
    let attempt = taken.filter(|row| row.expires_at > now).ok_or(Code::WrongCredentials)?;
    Opaque::prove(&attempt.state, &asked.message)?;
    let account = AccountId::from(attempt.account.ok_or(Code::WrongCredentials)?);
    let arrival = Arrival::new(app, account, &asked.device)?;
    let arrival = app.db.write(move |tx| arrival.sign_in(tx).map(|()| arrival)).await?;
    arrival.open(app).await
}
