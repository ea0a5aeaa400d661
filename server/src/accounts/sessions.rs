//! Sessions of devices: created at sign-in, renewed with a refresh token.
//!
//! A refresh token is valid once and for thirty days, is bound to its device, and is stored as a hash. A device has a
//! *current* token and remembers the *previous* one. If the response to a refresh is lost, the device still holds the
//! previous token and sends it again: as long as the current token is unused, it is replaced by another one. Any other
//! token that was issued to this device (older than the previous, or a successor that was replaced) was used twice or
//! copied: the device is signed out. So whichever of two holders of a copied token comes second, both lose the session,
//! and a phone that was offline when its response was lost has no time limit.

use protocol::account::{NewDevice, Session};
use protocol::{AccountId, Code, DeviceId};

use super::profile;
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::auth::refresh_tokens::RefreshToken;
use crate::bounds;
use crate::db::devices::DeviceRow;
use crate::db::{self, Tx};
use crate::fault::Result;

/// A session for the response, and the refresh token if it travels in a cookie.
pub(crate) struct OpenedSession {
    pub(crate) session: Session,
    pub(crate) cookie: Option<String>,
}

/// A session that is about to begin. Its device is inserted in the transaction that checks the credentials.
pub(crate) struct NewSession {
    actor: Actor,
    row: DeviceRow,
    token: RefreshToken,
}

impl NewSession {
    pub(crate) fn new(app: &App, account: AccountId, device: &NewDevice) -> Result<Self> {
        let now = app.clock.now();
        let id = DeviceId::new(now as u64, app.entropy.bytes());
        let token = app.refresh_key.issue(&app.entropy, id);
        let row = DeviceRow {
            id: id.into(),
            account: account.into(),
            name: bounds::name(&device.name, "the device's name")?,
            cookie: device.cookie,
            created_at: now,
            seen_at: now,
            seen_with: None,
            refresh_current: token.hash(),
            refresh_previous: None,
            refresh_expires_at: now + app.config.refresh_ms(),
        };
        Ok(Self { actor: Actor { account, device: id }, row, token })
    }

    pub(crate) fn sign_in(&self, tx: &mut Tx<'_>) -> Result<()> {
        db::devices::insert(tx, &self.row)?;
        audit::record(tx, self.actor.account, Some(self.actor), Action::SignedIn, self.row.id, self.row.created_at)
    }

    pub(crate) fn actor(&self) -> Actor {
        self.actor
    }

    /// The response, once the device is inserted.
    pub(crate) async fn open(self, app: &App) -> Result<OpenedSession> {
        open(app, self.actor, self.row.cookie, self.token).await
    }
}

enum RefreshOutcome {
    Renewed { actor: Actor, cookie: bool },
    Reused,
}

/// Renews a session. `program` is stored, so that the owner of a copied token can see what else uses it.
pub(crate) async fn refresh(app: &App, presented: &str, program: Option<String>) -> Result<OpenedSession> {
    let device = app.refresh_key.device_of(presented).ok_or(Code::Unauthenticated)?;
    let hash = bounds::hash(presented.as_bytes());
    let token = app.refresh_key.issue(&app.entropy, device);
    let (next, now) = (token.hash(), app.clock.now());
    let expires_at = now + app.config.refresh_ms();
    let outcome = app
        .db
        .write(move |tx| {
            let row = db::devices::lock(tx, device.into(), now, program.as_deref())?.ok_or(Code::Unauthenticated)?;
            let actor = Actor { account: row.account.into(), device };
            let is_presented = |stored: &[u8]| bounds::constant_time_eq(stored, &hash);
            if is_presented(&row.refresh_current) || row.refresh_previous.as_deref().is_some_and(is_presented) {
                if row.refresh_expires_at <= now {
                    return Err(Code::Unauthenticated.into());
                }
                db::devices::set_refresh(tx, row.id, &next, &hash, expires_at)?;
                return Ok(RefreshOutcome::Renewed { actor, cookie: row.cookie });
            }
            super::devices::end(tx, actor, device, Action::RefreshReused, now)?;
            Ok(RefreshOutcome::Reused)
        })
        .await?;
    match outcome {
        RefreshOutcome::Renewed { actor, cookie } => open(app, actor, cookie, token).await,
        RefreshOutcome::Reused => Err(Code::RefreshReused.into()),
    }
}

async fn open(app: &App, actor: Actor, cookie: bool, token: RefreshToken) -> Result<OpenedSession> {
    let account = app.db.read(move |conn| profile::read(conn, actor.account)).await?.ok_or(Code::Unauthenticated)?;
    let session = Session {
        access_token: app.tokens.issue(&app.db, actor).await?,
        expires_in: app.tokens.access_seconds(),
        refresh_token: (!cookie).then(|| token.text.clone()),
        device: actor.device,
        account,
    };
    Ok(OpenedSession { session, cookie: cookie.then_some(token.text) })
}
