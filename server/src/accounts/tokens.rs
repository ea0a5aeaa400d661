//! Access tokens: JWT signed with Ed25519, ten minutes, for this server and this audience only.
//!
//! A key signs for thirty days; then the next one does, and the old one stays only until the last token that it signed is
//! over. The keys are in the database, so servers side by side accept each other's tokens; a key id that is not
//! known yet is looked up there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use protocol::Code;
use serde::{Deserialize, Serialize};

use super::{Actor, ed25519};
use crate::clock::Clock;
use crate::db::secrets::{self, SigningKeyRow};
use crate::db::{Conn, Db};
use crate::entropy::Entropy;
use crate::fault::{Fault, Result};

/// The audience that every token names.
pub const AUDIENCE: &str = "afterglow";
const SCOPE: &str = "api";

/// What an access token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Who made it: the server's origin.
    pub iss: String,
    /// For whom: [`AUDIENCE`].
    pub aud: String,
    /// The account.
    pub sub: protocol::AccountId,
    /// The device.
    pub device: protocol::DeviceId,
    /// What it is good for: the API.
    pub scope: String,
    /// When it was made, in seconds.
    pub iat: i64,
    /// When it is over, in seconds.
    pub exp: i64,
}

struct Key {
    kid: String,
    created_at: i64,
    sign: EncodingKey,
    check: DecodingKey,
}

/// How long tokens and keys are good.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// An access token, in seconds.
    pub access_seconds: u32,
    /// A signing key's turn, in milliseconds.
    pub key_turn_ms: i64,
}

/// Makes and checks access tokens.
pub struct Tokens {
    issuer: String,
    lifetimes: Lifetimes,
    clock: Clock,
    entropy: Entropy,
    keys: RwLock<Arc<Vec<Key>>>,
    reloaded_at: AtomicI64,
    /// Tokens whose signature was checked: the same one comes with every request of its ten minutes.
    checked: RwLock<HashMap<Box<str>, Claims>>,
}

/// Checked tokens that are kept; beyond that, all of them are checked once more.
const CHECKED: usize = 16_384;

impl Tokens {
    /// With the keys that the database has; makes the first one.
    pub async fn open(db: &Db, issuer: String, lifetimes: Lifetimes, clock: Clock, entropy: Entropy) -> Result<Self> {
        ed25519::install();
        let reloaded_at = AtomicI64::new(0);
        let tokens = Self {
            reloaded_at,
            issuer,
            lifetimes,
            clock,
            entropy,
            keys: RwLock::default(),
            checked: RwLock::default(),
        };
        tokens.reload(db).await?;
        tokens.rotate(db).await?;
        Ok(tokens)
    }

    /// Seconds for which a new token is good.
    pub fn access_seconds(&self) -> u32 {
        self.lifetimes.access_seconds
    }

    /// A token for a device.
    pub async fn issue(&self, db: &Db, actor: Actor) -> Result<String> {
        self.rotate(db).await?;
        let iat = self.clock.now() / 1000;
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.into(),
            sub: actor.account,
            device: actor.device,
            scope: SCOPE.into(),
            iat,
            exp: iat + i64::from(self.lifetimes.access_seconds),
        };
        let keys = self.keys();
        let key = keys.first().ok_or(Fault::Internal("there is no signing key"))?;
        let header = Header { kid: Some(key.kid.clone()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, &claims, &key.sign).map_err(|_| Fault::Internal("a token could not be signed"))
    }

    /// Who a token speaks for. Forged, foreign and expired ones are refused alike.
    pub async fn check(&self, db: &Db, token: &str) -> Result<Claims> {
        let known = self.checked.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
        let claims = match known {
            Some(claims) => claims,
            None => {
                let claims = self.check_signature(db, token).await?;
                let mut checked = self.checked.write().unwrap_or_else(PoisonError::into_inner);
                if checked.len() >= CHECKED {
                    checked.clear();
                }
                checked.insert(token.into(), claims.clone());
                claims
            }
        };
        if claims.exp > self.clock.now() / 1000 { Ok(claims) } else { Err(Code::Unauthenticated.into()) }
    }

    async fn check_signature(&self, db: &Db, token: &str) -> Result<Claims> {
        let kid = jsonwebtoken::decode_header(token).ok().and_then(|header| header.kid);
        let kid = kid.ok_or(Code::Unauthenticated)?;
        if !self.keys().iter().any(|key| key.kid == kid) && self.may_reload() {
            // Another server may have made it a moment ago.
            self.reload(db).await?;
        }
        let keys = self.keys();
        let key = keys.iter().find(|key| key.kid == kid).ok_or(Code::Unauthenticated)?;
        // `new` allows this one algorithm: a token cannot choose its own.
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_audience(&[AUDIENCE]);
        rules.set_issuer(&[&self.issuer]);
        rules.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        // The time is ours to read, from the clock that was passed in.
        rules.validate_exp = false;
        let claims =
            jsonwebtoken::decode::<Claims>(token, &key.check, &rules).map_err(|_| Code::Unauthenticated)?.claims;
        if claims.scope == SCOPE { Ok(claims) } else { Err(Code::Unauthenticated.into()) }
    }

    /// Lets the next key sign when the newest one's turn is over, and forgets those whose last token is over.
    pub async fn rotate(&self, db: &Db) -> Result<()> {
        let now = self.clock.now();
        let turn = self.lifetimes.key_turn_ms;
        if self.keys().first().is_some_and(|key| key.created_at + turn > now) {
            return Ok(());
        }
        let kid = URL_SAFE_NO_PAD.encode(self.entropy.bytes::<9>());
        let row = SigningKeyRow { kid, seed: self.entropy.bytes::<32>().to_vec(), created_at: now };
        let last_token = i64::from(self.lifetimes.access_seconds) * 1000;
        let rows = db
            .write(move |tx| {
                let mut rows = secrets::signing_keys(tx)?;
                // Another server may have been faster.
                if rows.first().is_none_or(|newest| newest.created_at + turn <= now) {
                    secrets::add_signing_key(tx, &row)?;
                    rows.insert(0, row);
                }
                secrets::forget_signing_keys(tx, now - turn - last_token)?;
                rows.retain(|row| row.created_at >= now - turn - last_token);
                Ok(rows)
            })
            .await?;
        self.keep(&rows)
    }

    /// Once a second: invented key ids cost the database nothing.
    fn may_reload(&self) -> bool {
        let now = self.clock.now();
        self.reloaded_at.fetch_max(now, Ordering::Relaxed) + 1000 <= now
    }

    async fn reload(&self, db: &Db) -> Result<()> {
        let rows = db.read(|conn: &mut Conn| secrets::signing_keys(conn)).await?;
        self.keep(&rows)
    }

    fn keep(&self, rows: &[SigningKeyRow]) -> Result<()> {
        let keys = rows.iter().map(Key::from_row).collect::<Result<Vec<_>>>()?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        Ok(())
    }

    fn keys(&self) -> Arc<Vec<Key>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Key {
    fn from_row(row: &SigningKeyRow) -> Result<Self> {
        let seed: [u8; 32] =
            row.seed.as_slice().try_into().map_err(|_| Fault::Internal("a kept signing key is damaged"))?;
        let public = SigningKey::from_bytes(&seed).verifying_key();
        Ok(Self {
            kid: row.kid.clone(),
            created_at: row.created_at,
            sign: EncodingKey::from_ed_der(&seed),
            check: DecodingKey::from_ed_der(public.as_bytes()),
        })
    }
}
