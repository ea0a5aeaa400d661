//! The second factor of therapists and owners: codes that change every thirty seconds (TOTP, RFC 6238), and spare ones.
//!
//! A code is taken once: the step of the last one is kept, and only a later one passes. A person's clock may be one step
//! off. The secret has to lie here as it is, because it checks the codes; a thief of the database has it, and still
//! lacks the password.

use protocol::account::PasswordProof;
use protocol::factor::{ConfirmSecondFactor, SecondFactor, SecondFactorSecret, SpareCodes};
use protocol::{AccountId, Code};
use totp_rs::{Algorithm, Builder, Totp};

use super::{Actor, sign_in};
use crate::app::App;
use crate::audit::{self, Action};
use crate::care::practice::{code, hash_code};
use crate::clock::Clock;
use crate::db::factors::{self, FactorRow};
use crate::db::{self, Conn, Tx};
use crate::fault::{Fault, Result};

const ISSUER: &str = "Afterglow";
/// 160 bits, as long as the hash inside.
const SECRET: usize = 20;
const STEP: u64 = 30;
const SPARE_CODES: usize = 10;

/// How it stands.
pub async fn state(app: &App, actor: Actor) -> Result<SecondFactor> {
    let account = actor.account.into();
    let read = move |conn: &mut Conn| {
        let since = factors::of_account(conn, account)?.and_then(|row| row.confirmed_at);
        let left = if since.is_some() { factors::spare_codes_left(conn, account)? } else { 0 };
        Ok(SecondFactor { since, spare_codes: u32::try_from(left).unwrap_or(0) })
    };
    app.db.read(read).await
}

/// Makes a secret, shown this once, for somebody who knows the password: whoever finds a browser open could shut its owner
/// out with a second factor. It counts once a code has confirmed it.
pub async fn begin(app: &App, actor: Actor, proof: PasswordProof) -> Result<SecondFactorSecret> {
    sign_in::prove(app, actor, proof).await?;
    let secret = app.entropy.bytes::<SECRET>();
    let row = FactorRow {
        account: actor.account.into(),
        secret: secret.to_vec(),
        confirmed_at: None,
        last_step: 0,
        created_at: app.clock.now(),
    };
    let handle = app
        .db
        .write(move |tx| {
            if factors::of_account(tx, row.account)?.is_some_and(|there| there.confirmed_at.is_some()) {
                return Err(Code::AlreadyExists.into());
            }
            factors::begin(tx, &row)?;
            Ok(db::accounts::by_id(tx, row.account)?.ok_or(Code::Unauthenticated)?.handle)
        })
        .await?;
    let named = builder(&secret).with_account_name(handle).with_issuer(Some(ISSUER)).build();
    let named = named.map_err(|_| Fault::Internal("a second factor could not be named"))?;
    let uri = named.to_url().map_err(|_| Fault::Internal("a second factor could not be shown"))?;
    Ok(SecondFactorSecret { secret: named.secret().to_base32(), uri })
}

/// Confirms the secret with a first code: from now on it is asked for at sign-in.
pub async fn confirm(app: &App, actor: Actor, asked: ConfirmSecondFactor) -> Result<SpareCodes> {
    app.gates.second_factor_by_account.pass(&actor.account)?;
    let now = app.clock.now();
    let (codes, hashes) = fresh_spare_codes(app);
    app.db
        .write(move |tx| {
            let row = factors::of_account(tx, actor.account.into())?.ok_or(Code::NotFound)?;
            if row.confirmed_at.is_some() {
                return Err(Code::AlreadyExists.into());
            }
            let step = step_of(&row, &asked.code, now)?.ok_or(Code::SecondFactorWrong)?;
            factors::confirm(tx, row.account, step, now)?;
            factors::set_spare_codes(tx, row.account, &hashes)?;
            audit::record(tx, actor.account, Some(actor), Action::SecondFactorBegun, actor.account, now)
        })
        .await?;
    Ok(SpareCodes { codes })
}

/// Makes new spare codes in place of the old ones, for somebody who knows the password.
pub async fn new_spare_codes(app: &App, actor: Actor, proof: PasswordProof) -> Result<SpareCodes> {
    sign_in::prove(app, actor, proof).await?;
    let now = app.clock.now();
    let (codes, hashes) = fresh_spare_codes(app);
    app.db
        .write(move |tx| {
            let row = factors::of_account(tx, actor.account.into())?;
            let row = row.filter(|row| row.confirmed_at.is_some()).ok_or(Code::NotFound)?;
            factors::set_spare_codes(tx, row.account, &hashes)?;
            audit::record(tx, actor.account, Some(actor), Action::SpareCodesMade, actor.account, now)
        })
        .await?;
    Ok(SpareCodes { codes })
}

/// Ends it, for somebody who knows the password.
pub async fn end(app: &App, actor: Actor, proof: PasswordProof) -> Result<()> {
    sign_in::prove(app, actor, proof).await?;
    let now = app.clock.now();
    app.db.write(move |tx| forget(tx, Some(actor), actor.account, now)).await
}

/// Ends an account's second factor: by its owner, by an owner of the practice, or on the command line.
pub fn forget(conn: &mut Conn, actor: Option<Actor>, account: AccountId, now: i64) -> Result<()> {
    if !factors::end(conn, account.into())? {
        return Err(Code::NotFound.into());
    }
    audit::record(conn, account, actor, Action::SecondFactorEnded, account, now)
}

/// On the command line, for somebody who has lost both phone and spare codes: false if there is nothing to end.
pub fn forget_by_name(conn: &mut Conn, clock: &Clock, handle: &str) -> Result<bool> {
    let Some(handle) = protocol::account::normalise_handle(handle) else { return Ok(false) };
    let Some(account) = db::accounts::by_handle(conn, &handle)? else { return Ok(false) };
    if factors::of_account(conn, account.id)?.is_none() {
        return Ok(false);
    }
    forget(conn, None, account.id.into(), clock.now()).map(|()| true)
}

/// Whether somebody whose password was right may come in. The inner error is for the caller to answer, after the
/// transaction: what is written here of a failure has to stay.
pub fn pass(tx: &mut Tx<'_>, actor: Actor, shown: Option<&str>, now: i64) -> Result<Result<(), Code>> {
    let account = actor.account;
    let row = factors::of_account(tx, account.into())?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_some()) else { return Ok(Ok(())) };
    let Some(shown) = shown else { return Ok(Err(Code::SecondFactorRequired)) };
    if let Some(step) = step_of(&row, shown, now)? {
        if factors::take_step(tx, row.account, step)? {
            return Ok(Ok(()));
        }
    } else if factors::take_spare_code(tx, row.account, &hash_code(shown))? {
        audit::record(tx, account, Some(actor), Action::SpareCodeUsed, account, now)?;
        return Ok(Ok(()));
    }
    audit::record(tx, account, Some(actor), Action::SecondFactorFailed, account, now)?;
    Ok(Err(Code::SecondFactorWrong))
}

/// The step whose code this is: the one of now, the one before or the one after.
fn step_of(row: &FactorRow, shown: &str, now: i64) -> Result<Option<i64>> {
    let digits: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now / 1000).unwrap_or(0);
    let found = totp(&row.secret)?.check(&digits, seconds);
    Ok(found.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: &[u8]) -> Result<Totp> {
    builder(secret).build().map_err(|_| Fault::Internal("a kept second factor is damaged"))
}

/// What every authenticator app understands.
fn builder(secret: &[u8]) -> Builder {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP)
        .with_secret(secret)
}

fn fresh_spare_codes(app: &App) -> (Vec<String>, Vec<Vec<u8>>) {
    (0..SPARE_CODES)
        .map(|_| {
            let code = code(&app.entropy, 3);
            let hash = hash_code(&code);
            (code, hash)
        })
        .unzip()
}
