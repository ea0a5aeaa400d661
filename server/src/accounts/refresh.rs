//! Refresh tokens: opaque, one use, thirty days, kept as hashes, bound to a device.
//!
//! A token is `device ‖ random ‖ tag`, the tag being an HMAC under the server's own key: so a token that was once made
//! here can be told from one that never was, without keeping every token that was ever used.
//!
//! Reuse. A device has one *current* token, and remembers the *previous* one. When the reply to a refresh is lost, the
//! device still holds the previous token and sends it again: while its successor has not been used, that is
//! answered with a new successor in place of the lost one. Any other token that was made here for this device
//! (older than the previous, or a successor that was replaced) was used twice or copied: the device is signed out.
//! So of two holders of a copied token, whoever comes second after the other went on ends both, and no time limit
//! is needed for a phone that was off the network when its reply was lost.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use protocol::account::{NewDevice, Session};
use protocol::{Code, DeviceId};
use sha2::Sha256;
use uuid::Uuid;

use super::{Actor, profile};
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::db::devices::DeviceRow;
use crate::db::{self, Tx};
use crate::entropy::Entropy;
use crate::fault::{Fault, Result};

const RANDOM: usize = 32;
const TAG: usize = 16;

/// Makes and recognises refresh tokens.
pub struct RefreshSeal([u8; 32]);

/// A refresh token, to be shown once.
pub struct RefreshToken {
    text: String,
}

impl RefreshToken {
    fn hash(&self) -> Vec<u8> {
        bounds::hash(self.text.as_bytes())
    }
}

impl RefreshSeal {
    /// From the kept secret.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        bytes.try_into().map(Self).map_err(|_| Fault::Internal("the kept refresh secret is damaged"))
    }

    fn make(&self, entropy: &Entropy, device: DeviceId) -> RefreshToken {
        let mut bytes = [&device.as_bytes()[..], &entropy.bytes::<RANDOM>()].concat();
        bytes.extend_from_slice(&self.tag(&bytes));
        RefreshToken { text: URL_SAFE_NO_PAD.encode(bytes) }
    }

    /// The device for which a token was made here; nothing for anything else.
    fn device(&self, text: &str) -> Option<DeviceId> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 16 + RANDOM + TAG)?;
        let (body, tag) = bytes.split_at(16 + RANDOM);
        bounds::same(&self.tag(body), tag).then(|| Uuid::from_slice(&body[..16]).ok().map(DeviceId))?
    }

    fn tag(&self, body: &[u8]) -> [u8; TAG] {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(body);
        let mut tag = [0; TAG];
        tag.copy_from_slice(&mac.finalize().into_bytes()[..TAG]);
        tag
    }
}

/// A session, and the refresh token that goes into a cookie instead of the body.
pub struct Opened {
    /// The answer.
    pub session: Session,
    /// The cookie's value.
    pub cookie: Option<String>,
}

/// A device that is about to be signed in: its row is written in the transaction that lets it in.
pub struct Arrival {
    actor: Actor,
    row: DeviceRow,
    token: RefreshToken,
}

impl Arrival {
    /// For an account that proved itself.
    pub fn new(app: &App, account: protocol::AccountId, device: &NewDevice) -> Result<Self> {
        let now = app.clock.now();
        let id = DeviceId::new(now as u64, app.entropy.bytes());
        let token = app.refresh.make(&app.entropy, id);
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

    /// Writes the device.
    pub fn sign_in(&self, tx: &mut Tx<'_>) -> Result<()> {
        db::devices::insert(tx, &self.row)?;
        audit::record(tx, self.actor.account, Some(self.actor), Action::SignedIn, self.row.id, self.row.created_at)
    }

    /// Who arrives.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The session, once the device is written.
    pub async fn open(self, app: &App) -> Result<Opened> {
        open(app, self.actor, self.row.cookie, self.token).await
    }
}

enum Turn {
    Renewed(Actor, bool),
    Reused,
}

/// Renews a session, and keeps which program asked: of somebody who has copied a token, its owner sees at least that.
pub async fn refresh(app: &App, shown: &str, program: Option<String>) -> Result<Opened> {
    let device = app.refresh.device(shown).ok_or(Code::Unauthenticated)?;
    let hash = bounds::hash(shown.as_bytes());
    let token = app.refresh.make(&app.entropy, device);
    let (next, now) = (token.hash(), app.clock.now());
    let expires_at = now + app.config.refresh_ms();
    let turn = app
        .db
        .write(move |tx| {
            let row = db::devices::lock(tx, device.into(), now, program.as_deref())?.ok_or(Code::Unauthenticated)?;
            let actor = Actor { account: row.account.into(), device };
            let known = |kept: &[u8]| bounds::same(kept, &hash);
            if known(&row.refresh_current) || row.refresh_previous.as_deref().is_some_and(known) {
                if row.refresh_expires_at <= now {
                    return Err(Code::Unauthenticated.into());
                }
                db::devices::set_refresh(tx, row.id, &next, &hash, expires_at)?;
                return Ok(Turn::Renewed(actor, row.cookie));
            }
            super::devices::end(tx, actor, device, Action::RefreshReused, now)?;
            Ok(Turn::Reused)
        })
        .await?;
    match turn {
        Turn::Renewed(actor, cookie) => open(app, actor, cookie, token).await,
        Turn::Reused => Err(Code::RefreshReused.into()),
    }
}

async fn open(app: &App, actor: Actor, cookie: bool, token: RefreshToken) -> Result<Opened> {
    let account = app.db.read(move |conn| profile::read(conn, actor.account)).await?.ok_or(Code::Unauthenticated)?;
    let session = Session {
        access_token: app.tokens.issue(&app.db, actor).await?,
        expires_in: app.tokens.access_seconds(),
        refresh_token: (!cookie).then(|| token.text.clone()),
        device: actor.device,
        account,
    };
    Ok(Opened { session, cookie: cookie.then_some(token.text) })
}
