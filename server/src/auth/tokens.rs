//! Access tokens: JWTs signed with Ed25519, valid for ten minutes, for this server and audience only.
//!
//! Signing keys rotate every thirty days; an old key is kept until the last token that it signed has expired. Keys
//! are stored in the database, so that servers on the same database accept each other's tokens.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use protocol::Code;
use serde::{Deserialize, Serialize};

use super::ed25519;
use crate::actor::Actor;
use crate::clock::Clock;
use crate::db::secrets::{self, SigningKeyRow};
use crate::db::{Conn, Db};
use crate::entropy::Entropy;
use crate::fault::{Fault, Result};

/// The `aud` claim.
pub(crate) const AUDIENCE: &str = "afterglow";
const SCOPE: &str = "api";

/// The claims of an access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The server's origin.
    pub(crate) iss: String,
    pub(crate) aud: String,
    pub(crate) sub: protocol::AccountId,
    pub(crate) device: protocol::DeviceId,
    pub(crate) scope: String,
    /// Issued at, in seconds.
    pub(crate) iat: i64,
    /// Expires at, in seconds.
    pub(crate) exp: i64,
}

struct Key {
    kid: String,
    created_at: i64,
    sign: EncodingKey,
    check: DecodingKey,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetimes {
    /// Validity of an access token.
    pub(crate) access_seconds: u32,
    /// How long a signing key is used.
    pub(crate) signing_key_ms: i64,
}

/// Issues and verifies access tokens.
pub(crate) struct Tokens {
    issuer: String,
    lifetimes: Lifetimes,
    clock: Clock,
    entropy: Entropy,
    keys: RwLock<Arc<Vec<Key>>>,
    reloaded_at: AtomicI64,
    /// Tokens with a verified signature: a client sends the same one for ten minutes.
    verified: RwLock<HashMap<Box<str>, Claims>>,
}

/// The maximum number of cached tokens; then the cache is cleared.
const MAX_CACHED_TOKENS: usize = 16_384;

impl Tokens {
    /// Loads the signing keys from the database; creates the first one.
    pub(crate) async fn open(
        db: &Db,
        issuer: String,
        lifetimes: Lifetimes,
        clock: Clock,
        entropy: Entropy,
    ) -> Result<Self> {
        ed25519::install();
        let reloaded_at = AtomicI64::new(0);
        let tokens = Self {
            reloaded_at,
            issuer,
            lifetimes,
            clock,
            entropy,
            keys: RwLock::default(),
            verified: RwLock::default(),
        };
        tokens.reload(db).await?;
        tokens.rotate(db).await?;
        Ok(tokens)
    }

    /// Validity of a new token in seconds.
    pub(crate) fn access_seconds(&self) -> u32 {
        self.lifetimes.access_seconds
    }

    /// Issues a token to a device.
    pub(crate) async fn issue(&self, db: &Db, actor: Actor) -> Result<String> {
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

    /// Verifies a token. Forged, foreign and expired tokens give the same error.
    pub(crate) async fn verify(&self, db: &Db, token: &str) -> Result<Claims> {
        let cached = self.verified.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
        let claims = match cached {
            Some(claims) => claims,
            None => {
                let claims = self.verify_signature(db, token).await?;
                let mut verified = self.verified.write().unwrap_or_else(PoisonError::into_inner);
                if verified.len() >= MAX_CACHED_TOKENS {
                    verified.clear();
                }
                verified.insert(token.into(), claims.clone());
                claims
            }
        };
        if claims.exp > self.clock.now() / 1000 { Ok(claims) } else { Err(Code::Unauthenticated.into()) }
    }

    async fn verify_signature(&self, db: &Db, token: &str) -> Result<Claims> {
        let kid = jsonwebtoken::decode_header(token).ok().and_then(|header| header.kid);
        let kid = kid.ok_or(Code::Unauthenticated)?;
        if !self.keys().iter().any(|key| key.kid == kid) && self.may_reload() {
            // Another server may have created the key a moment ago.
            self.reload(db).await?;
        }
        let keys = self.keys();
        let key = keys.iter().find(|key| key.kid == kid).ok_or(Code::Unauthenticated)?;
        // Only this algorithm is accepted, whatever the token's header says.
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_audience(&[AUDIENCE]);
        rules.set_issuer(&[&self.issuer]);
        rules.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        // Checked below with the injected clock.
        rules.validate_exp = false;
        let claims =
            jsonwebtoken::decode::<Claims>(token, &key.check, &rules).map_err(|_| Code::Unauthenticated)?.claims;
        if claims.scope == SCOPE { Ok(claims) } else { Err(Code::Unauthenticated.into()) }
    }

    /// Creates a new signing key if the newest is too old, and deletes keys whose tokens have all expired.
    pub(crate) async fn rotate(&self, db: &Db) -> Result<()> {
        let now = self.clock.now();
        let period = self.lifetimes.signing_key_ms;
        if self.keys().first().is_some_and(|key| key.created_at + period > now) {
            return Ok(());
        }
        let kid = URL_SAFE_NO_PAD.encode(self.entropy.bytes::<9>());
        let row = SigningKeyRow { kid, seed: self.entropy.bytes::<32>().to_vec(), created_at: now };
        let last_token = i64::from(self.lifetimes.access_seconds) * 1000;
        let rows = db
            .write(move |tx| {
                let mut rows = secrets::signing_keys(tx)?;
                // Another server may have rotated the keys already.
                if rows.first().is_none_or(|newest| newest.created_at + period <= now) {
                    secrets::add_signing_key(tx, &row)?;
                    rows.insert(0, row);
                }
                secrets::delete_signing_keys(tx, now - period - last_token)?;
                rows.retain(|row| row.created_at >= now - period - last_token);
                Ok(rows)
            })
            .await?;
        self.set_keys(&rows)
    }

    /// At most once a second, so that invented key ids do not cost queries.
    fn may_reload(&self) -> bool {
        let now = self.clock.now();
        self.reloaded_at.fetch_max(now, Ordering::Relaxed) + 1000 <= now
    }

    async fn reload(&self, db: &Db) -> Result<()> {
        let rows = db.read(|conn: &mut Conn| secrets::signing_keys(conn)).await?;
        self.set_keys(&rows)
    }

    fn set_keys(&self, rows: &[SigningKeyRow]) -> Result<()> {
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
            row.seed.as_slice().try_into().map_err(|_| Fault::Internal("a stored signing key is damaged"))?;
        let public = SigningKey::from_bytes(&seed).verifying_key();
        Ok(Self {
            kid: row.kid.clone(),
            created_at: row.created_at,
            sign: EncodingKey::from_ed_der(&seed),
            check: DecodingKey::from_ed_der(public.as_bytes()),
        })
    }
}
