//! Sign-in, in two messages. An unknown name is answered like a known one, with the same work and the same words.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::account::{PasswordProof, SignInFinish, SignInStart, SignInStarted, normalise_handle};
use protocol::{AccountId, Blob, Code};

use super::opaque::Opaque;
use super::refresh::{Arrival, Opened};
use super::{Actor, second_factor};
use crate::app::App;
use crate::bounds;
use crate::db::{self, Tx, accounts::AttemptRow};
use crate::fault::Result;

/// How long an attempt may take, in milliseconds.
const ATTEMPT: i64 = 60_000;
/// How long it may take to find a second factor's code, in milliseconds.
const LOOKING: i64 = 5 * 60_000;
/// Wrong codes, after which the password is asked for again.
const FAILURES: i64 = 5;

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
        failures: 0,
    };
    app.db.write(move |tx| db::accounts::insert_attempt(tx, &row)).await?;
    Ok(SignInStarted { attempt, message })
}

/// The last message. The attempt is used up whatever comes of it; only who lacks the second factor's code may send the
/// same message again with one.
pub async fn finish(app: &App, asked: SignInFinish) -> Result<Opened> {
    let (attempt, account) = proven(app, &asked.attempt, &asked.message).await?;
    let arrival = Arrival::new(app, account, &asked.device)?;
    let actor = arrival.actor();
    let sign_in = move |tx: &mut Tx<'_>| arrival.sign_in(tx).map(|()| arrival);
    let arrival = with_second_factor(app, attempt, actor, asked.second_factor, sign_in).await?;
    arrival.open(app).await
}

/// Does something for somebody whose password was right, once the second factor has passed where one is set.
async fn with_second_factor<T: Send + 'static>(
    app: &App,
    attempt: AttemptRow,
    actor: Actor,
    shown: Option<String>,
    then: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let now = app.clock.now();
    if shown.is_some()
        && let Err(wait) = app.gates.second_factor_by_account.pass(&actor.account)
    {
        app.db.write(move |tx| db::accounts::insert_attempt(tx, &attempt)).await?;
        return Err(wait);
    }
    let done = app.db.write(move |tx| {
        if let Err(code) = second_factor::pass(tx, actor, shown.as_deref(), now)? {
            open_again(tx, attempt, code, now)?;
            return Ok(Err(code));
        }
        then(tx).map(Ok)
    });
    Ok(done.await??)
}

/// Lets the same attempt come once more: for longer while a code is looked for, and not for ever with wrong ones.
fn open_again(tx: &mut Tx<'_>, attempt: AttemptRow, code: Code, now: i64) -> Result<()> {
    let again = match code {
        Code::SecondFactorRequired => AttemptRow { expires_at: now + LOOKING, ..attempt },
        _ => AttemptRow { failures: attempt.failures + 1, ..attempt },
    };
    if again.failures < FAILURES { db::accounts::insert_attempt(tx, &again) } else { Ok(()) }
}

/// That somebody who is signed in knows the password of the same account.
pub async fn prove(app: &App, actor: Actor, proof: PasswordProof) -> Result<()> {
    own(app, actor, &proof).await.map(drop)
}

/// Does something for somebody who is signed in and comes as to a sign-in: with the password, and with the second factor
/// where one is set. Only who lacks its code may send the same proof again with one.
pub async fn prove_anew<T: Send + 'static>(
    app: &App,
    actor: Actor,
    proof: PasswordProof,
    shown: Option<String>,
    then: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let attempt = own(app, actor, &proof).await?;
    with_second_factor(app, attempt, actor, shown, then).await
}

async fn own(app: &App, actor: Actor, proof: &PasswordProof) -> Result<AttemptRow> {
    let (attempt, account) = proven(app, &proof.attempt, &proof.message).await?;
    if account == actor.account { Ok(attempt) } else { Err(Code::WrongCredentials.into()) }
}

/// Uses an attempt up, and tells whose password was right.
async fn proven(app: &App, attempt: &str, message: &Blob) -> Result<(AttemptRow, AccountId)> {
    let now = app.clock.now();
    let hash = bounds::hash(attempt.as_bytes());
    let taken = app.db.write(move |tx| db::accounts::take_attempt(tx, &hash)).await?;
    let attempt = taken.filter(|row| row.expires_at > now).ok_or(Code::WrongCredentials)?;
    Opaque::prove(&attempt.state, message)?;
    let account = AccountId::from(attempt.account.ok_or(Code::WrongCredentials)?);
    Ok((attempt, account))
}
