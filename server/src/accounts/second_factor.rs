//! The second factor of therapists and owners: TOTP (RFC 6238) and spare codes.
//!
//! Each code works once: the time step of the last one is stored, and only later steps are accepted. The clock of the
//! authenticator may be off by one step. The secret is stored in clear text, because the server computes codes from
//! it; a thief of the database still lacks the password.

use protocol::account::PasswordProof;
use protocol::second_factor::{ConfirmSecondFactor, SecondFactor, SecondFactorSecret, SpareCodes};
use protocol::{AccountId, Code};
use totp_rs::{Algorithm, Builder, Totp};

use super::sign_in;
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::changes::ChangeEvent;
use crate::clock::Clock;
use crate::codes;
use crate::db::second_factors::{self, SecondFactorRow};
use crate::db::{self, Conn, Tx};
use crate::fault::{Fault, Result};

const ISSUER: &str = "Afterglow";
/// 160 bits, the output length of the hash (RFC 4226, section 4).
const SECRET: usize = 20;
const STEP: u64 = 30;
const SPARE_CODES: usize = 10;

pub(crate) async fn state(app: &App, actor: Actor) -> Result<SecondFactor> {
    let account = actor.account.into();
    let read = move |conn: &mut Conn| {
        let since = second_factors::of_account(conn, account)?.and_then(|row| row.confirmed_at);
        let left = if since.is_some() { second_factors::spare_codes_left(conn, account)? } else { 0 };
        let required = is_required(conn, actor.account)?;
        Ok(SecondFactor { since, spare_codes: u32::try_from(left).unwrap_or(0), required })
    };
    app.db.read(read).await
}

/// Creates a secret, which is returned only this once. Requires the password: otherwise anybody at an open browser
/// could lock the owner out. It is not in force until a code has confirmed it.
pub(crate) async fn begin(app: &App, actor: Actor, proof: PasswordProof) -> Result<SecondFactorSecret> {
    sign_in::prove(app, actor, proof).await?;
    let secret = app.entropy.bytes::<SECRET>();
    let row = SecondFactorRow {
        account: actor.account.into(),
        secret: secret.to_vec(),
        confirmed_at: None,
        last_step: 0,
        created_at: app.clock.now(),
    };
    let handle = app
        .db
        .write(move |tx| {
            if second_factors::of_account(tx, row.account)?.is_some_and(|there| there.confirmed_at.is_some()) {
                return Err(Code::AlreadyExists.into());
            }
            second_factors::begin(tx, &row)?;
            Ok(db::accounts::by_id(tx, row.account)?.ok_or(Code::Unauthenticated)?.handle)
        })
        .await?;
    let named = builder(&secret).with_account_name(handle).with_issuer(Some(ISSUER)).build();
    let named = named.map_err(|_| Fault::Internal("the second factor has no valid name"))?;
    let uri = named.to_url().map_err(|_| Fault::Internal("the second factor has no valid URI"))?;
    Ok(SecondFactorSecret { secret: named.secret().to_base32(), uri })
}

/// Confirms the secret with a first code. From now on sign-in asks for a code.
pub(crate) async fn confirm(app: &App, actor: Actor, request: ConfirmSecondFactor) -> Result<SpareCodes> {
    app.rate_limits.second_factor_by_account.check(&actor.account)?;
    let now = app.clock.now();
    let (codes, hashes) = generate_spare_codes(app);
    app.db
        .write(move |tx| {
            let row = second_factors::of_account(tx, actor.account.into())?.ok_or(Code::NotFound)?;
            if row.confirmed_at.is_some() {
                return Err(Code::AlreadyExists.into());
            }
            let step = step_of(&row, &request.code, now)?.ok_or(Code::SecondFactorWrong)?;
            second_factors::confirm(tx, row.account, step, now)?;
            second_factors::set_spare_codes(tx, row.account, &hashes)?;
            // In a practice that requires it, the session is limited until now.
            tx.emit(ChangeEvent::PermissionsChanged(actor.account));
            audit::record(tx, actor.account, Some(actor), Action::SecondFactorBegun, actor.account, now)
        })
        .await?;
    Ok(SpareCodes { codes })
}

/// Replaces the spare codes. Requires the password.
pub(crate) async fn new_spare_codes(app: &App, actor: Actor, proof: PasswordProof) -> Result<SpareCodes> {
    sign_in::prove(app, actor, proof).await?;
    let now = app.clock.now();
    let (codes, hashes) = generate_spare_codes(app);
    app.db
        .write(move |tx| {
            let row = second_factors::of_account(tx, actor.account.into())?;
            let row = row.filter(|row| row.confirmed_at.is_some()).ok_or(Code::NotFound)?;
            second_factors::set_spare_codes(tx, row.account, &hashes)?;
            audit::record(tx, actor.account, Some(actor), Action::SpareCodesMade, actor.account, now)
        })
        .await?;
    Ok(SpareCodes { codes })
}

/// Removes the account's second factor. Requires the password, and a practice that does not require the factor.
pub(crate) async fn end(app: &App, actor: Actor, proof: PasswordProof) -> Result<()> {
    sign_in::prove(app, actor, proof).await?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            if is_required(tx, actor.account)? {
                return Err(Code::SecondFactorMandatory.into());
            }
            remove(tx, Some(actor), actor.account, now)
        })
        .await
}

/// Whether the account's practice requires a second factor.
fn is_required(conn: &mut Conn, account: AccountId) -> Result<bool> {
    let member = db::practice::member(conn, account.into())?;
    Ok(member.is_some_and(|(_, practice)| practice.second_factor_required))
}

/// Removes the second factor of an account. `actor` is absent on the command line.
pub(crate) fn remove(conn: &mut Conn, actor: Option<Actor>, account: AccountId, now: i64) -> Result<()> {
    if !second_factors::end(conn, account.into())? {
        return Err(Code::NotFound.into());
    }
    audit::record(conn, account, actor, Action::SecondFactorEnded, account, now)
}

/// Removes a second factor from the command line. False if the account does not exist or has none.
pub fn remove_by_handle(conn: &mut Conn, clock: &Clock, handle: &str) -> Result<bool> {
    let Some(handle) = protocol::handle::normalise_handle(handle) else { return Ok(false) };
    let Some(account) = db::accounts::by_handle(conn, &handle)? else { return Ok(false) };
    if second_factors::of_account(conn, account.id)?.is_none() {
        return Ok(false);
    }
    remove(conn, None, account.id.into(), clock.now()).map(|()| true)
}

/// Checks the second factor of a person whose password was correct. The inner error is returned to the caller after the
/// transaction has committed, because failures are written to the audit log.
pub(crate) fn check(tx: &mut Tx<'_>, actor: Actor, presented: Option<&str>, now: i64) -> Result<Result<(), Code>> {
    let account = actor.account;
    let row = second_factors::of_account(tx, account.into())?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_some()) else { return Ok(Ok(())) };
    let Some(presented) = presented else { return Ok(Err(Code::SecondFactorRequired)) };
    if let Some(step) = step_of(&row, presented, now)? {
        if second_factors::take_step(tx, row.account, step)? {
            return Ok(Ok(()));
        }
    } else if second_factors::take_spare_code(tx, row.account, &codes::hash(presented))? {
        audit::record(tx, account, Some(actor), Action::SpareCodeUsed, account, now)?;
        return Ok(Ok(()));
    }
    audit::record(tx, account, Some(actor), Action::SecondFactorFailed, account, now)?;
    Ok(Err(Code::SecondFactorWrong))
}

/// The time step of a code: the current one, or one before or after it.
fn step_of(row: &SecondFactorRow, presented: &str, now: i64) -> Result<Option<i64>> {
    let digits: String = presented.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now / 1000).unwrap_or(0);
    let found = totp(&row.secret)?.check(&digits, seconds);
    Ok(found.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: &[u8]) -> Result<Totp> {
    builder(secret).build().map_err(|_| Fault::Internal("a stored second factor is damaged"))
}

/// Parameters that all authenticator apps support.
fn builder(secret: &[u8]) -> Builder {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP)
        .with_secret(secret)
}

fn generate_spare_codes(app: &App) -> (Vec<String>, Vec<Vec<u8>>) {
    (0..SPARE_CODES)
        .map(|_| {
            let code = codes::generate(&app.entropy, 3);
            let hash = codes::hash(&code);
            (code, hash)
        })
        .unzip()
}
