//! Sign-in in two messages. An unknown name takes the same work and gives the same response as a known one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::account::{PasswordProof, SignInFinish, SignInStart, SignInStarted};
use protocol::handle::normalise_handle;
use protocol::{AccountId, Blob, Code};

use super::second_factor;
use super::sessions::{NewSession, OpenedSession};
use crate::actor::Actor;
use crate::app::App;
use crate::auth::opaque::Opaque;
use crate::bounds;
use crate::db::{self, Tx, accounts::AttemptRow};
use crate::fault::Result;

/// How long a sign-in may take between its two messages, in milliseconds.
const ATTEMPT: i64 = 60_000;
/// How long a sign-in waits for the code of the second factor, in milliseconds.
const SECOND_FACTOR_ATTEMPT: i64 = 5 * 60_000;
/// Wrong codes until the sign-in has to start over.
const MAX_FAILURES: i64 = 5;

pub(crate) async fn start(app: &App, request: SignInStart) -> Result<SignInStarted> {
    // An invalid name is treated as an unknown one.
    let handle = normalise_handle(&request.handle).unwrap_or_else(|| request.handle.chars().take(64).collect());
    let wanted = handle.clone();
    let account = app.db.read(move |conn| db::accounts::by_handle(conn, &wanted)).await?;
    let record = account.as_ref().map(|row| row.opaque.as_slice());
    let (state, message) = app.opaque.sign_in(&app.entropy, &handle, record, &request.message)?;
    let attempt = URL_SAFE_NO_PAD.encode(app.entropy.bytes::<32>());
    let row = AttemptRow {
        hash: bounds::hash(attempt.as_bytes()),
        account: account.map(|row| row.id),
        state,
        expires_at: app.clock.now() + ATTEMPT,
        failures: 0,
    };
    app.db.write(move |tx| db::accounts::insert_attempt(tx, &row)).await?;
    Ok(SignInStarted { attempt, message })
}

/// Checks the last message and signs in. The attempt is consumed, unless only the code of the second factor is
/// missing or wrong: then the same message may be sent again with a code.
pub(crate) async fn finish(app: &App, request: SignInFinish) -> Result<OpenedSession> {
    let (attempt, account) = take_attempt(app, &request.attempt, &request.message).await?;
    let session = NewSession::new(app, account, &request.device)?;
    let actor = session.actor();
    let sign_in = move |tx: &mut Tx<'_>| session.sign_in(tx).map(|()| session);
    let session = with_second_factor(app, attempt, actor, request.second_factor, sign_in).await?;
    session.open(app).await
}

/// Runs `then` in a transaction once the second factor is correct, or if the account has none.
async fn with_second_factor<T: Send + 'static>(
    app: &App,
    attempt: AttemptRow,
    actor: Actor,
    presented: Option<String>,
    then: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let now = app.clock.now();
    if presented.is_some()
        && let Err(wait) = app.rate_limits.second_factor_by_account.check(&actor.account)
    {
        app.db.write(move |tx| db::accounts::insert_attempt(tx, &attempt)).await?;
        return Err(wait);
    }
    let done = app.db.write(move |tx| {
        if let Err(code) = second_factor::check(tx, actor, presented.as_deref(), now)? {
            reopen_attempt(tx, attempt, code, now)?;
            return Ok(Err(code));
        }
        then(tx).map(Ok)
    });
    Ok(done.await??)
}

/// Lets the same attempt be sent again: longer if the code was missing, and only a few times if it was wrong.
fn reopen_attempt(tx: &mut Tx<'_>, attempt: AttemptRow, code: Code, now: i64) -> Result<()> {
    let again = match code {
        Code::SecondFactorRequired => AttemptRow { expires_at: now + SECOND_FACTOR_ATTEMPT, ..attempt },
        _ => AttemptRow { failures: attempt.failures + 1, ..attempt },
    };
    if again.failures < MAX_FAILURES { db::accounts::insert_attempt(tx, &again) } else { Ok(()) }
}

/// Checks that the caller knows the password of the signed-in account.
pub(crate) async fn prove(app: &App, actor: Actor, proof: PasswordProof) -> Result<()> {
    prove_own(app, actor, &proof).await.map(drop)
}

/// Checks password and second factor of a signed-in account, then runs `then` in the same transaction. If only the
/// code is missing or wrong, the same proof may be sent again with a code.
pub(crate) async fn prove_with_second_factor<T: Send + 'static>(
    app: &App,
    actor: Actor,
    proof: PasswordProof,
    presented: Option<String>,
    then: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let attempt = prove_own(app, actor, &proof).await?;
    with_second_factor(app, attempt, actor, presented, then).await
}

async fn prove_own(app: &App, actor: Actor, proof: &PasswordProof) -> Result<AttemptRow> {
    let (attempt, account) = take_attempt(app, &proof.attempt, &proof.message).await?;
    if account == actor.account { Ok(attempt) } else { Err(Code::WrongCredentials.into()) }
}

/// Consumes an attempt and checks its proof; returns the account whose password was correct.
async fn take_attempt(app: &App, attempt: &str, message: &Blob) -> Result<(AttemptRow, AccountId)> {
    let now = app.clock.now();
    let hash = bounds::hash(attempt.as_bytes());
    let taken = app.db.write(move |tx| db::accounts::take_attempt(tx, &hash)).await?;
    let attempt = taken.filter(|row| row.expires_at > now).ok_or(Code::WrongCredentials)?;
    Opaque::verify(&attempt.state, message)?;
    let account = AccountId::from(attempt.account.ok_or(Code::WrongCredentials)?);
    Ok((attempt, account))
}
