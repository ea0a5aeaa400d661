//! Who asks, and as what. A handler that takes one of these cannot be reached by anybody else.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use protocol::{Code, PracticeId};

use super::State;
use crate::accounts::Actor;
use crate::db::devices::Standing;
use crate::fault::{Fault, Result};
use crate::rates::Network;

/// Anybody who is signed in.
pub struct Signed(pub Actor);

/// Anybody who is signed in, with the version of the account's manifest.
pub struct Syncing(pub Actor, pub u32);

/// A client: signed in, and not a member of a practice.
pub struct Client(pub Actor);

/// A member of a practice.
pub struct Member(pub Actor, pub PracticeId);

/// A member who invites clients.
pub struct Therapist(pub Actor);

/// A member who invites members.
pub struct Owner(pub Actor, pub PracticeId);

/// Anybody who is signed in, for as long as the access token is good.
pub struct Watcher {
    /// Who watches.
    pub actor: Actor,
    /// Until when: milliseconds since the Unix epoch.
    pub until: i64,
}

/// The network that a request comes from, as far as it can be believed.
pub struct Address(pub Network);

async fn caller(request: HttpRequest) -> Result<(Actor, Standing, i64)> {
    let app = request.app_data::<State>().ok_or(Fault::Internal("the server's state is missing"))?;
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|text| text.strip_prefix("Bearer ")).ok_or(Code::Unauthenticated)?;
    let claims = app.tokens.check(&app.db, token).await?;
    let actor = Actor { account: claims.sub, device: claims.device };
    // A device that was signed out stays out, however long its token would be good.
    let standing = app.presence.standing(&app.db, actor).await?;
    Ok((actor, standing.ok_or(Code::Unauthenticated)?, claims.exp * 1000))
}

macro_rules! callers {
    ($($name:ident: |$actor:ident, $standing:ident, $until:ident| $admit:expr;)*) => {$(
        impl FromRequest for $name {
            type Error = Fault;
            type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let ($actor, $standing, $until) = caller(request).await?;
                    let admitted: Option<Self> = $admit;
                    admitted.ok_or(Code::Forbidden.into())
                })
            }
        }
    )*};
}

callers! {
    Signed: |actor, _standing, _until| Some(Self(actor));
    Syncing: |actor, standing, _until| Some(Self(actor, standing.manifest));
    Watcher: |actor, _standing, until| Some(Self { actor, until });
    Client: |actor, standing, _until| standing.practice.is_none().then_some(Self(actor));
    Member: |actor, standing, _until| standing.practice.map(|practice| Self(actor, practice.into()));
    Therapist: |actor, standing, _until| standing.therapist.then_some(Self(actor));
    Owner: |actor, standing, _until| standing.practice.filter(|_| standing.owner).map(|practice| Self(actor, practice.into()));
}

impl FromRequest for Address {
    type Error = Fault;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(address(request).map(|address| Self(address.into())))
    }
}

fn address(request: &HttpRequest) -> Result<IpAddr> {
    let app = request.app_data::<State>().ok_or(Fault::Internal("the server's state is missing"))?;
    let peer = request.peer_addr().ok_or(Fault::Internal("a request came from nowhere"))?.ip();
    let trusted = |ip: &IpAddr| app.config.trusted_proxies.contains(ip);
    if !trusted(&peer) {
        return Ok(peer);
    }
    // The last address that no trusted proxy vouches for is the caller's; what stands before it may be invented.
    let named = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let mut hops: Vec<IpAddr> =
        named.flat_map(|line| line.split(',')).filter_map(|ip| ip.trim().parse().ok()).collect();
    hops.reverse();
    Ok(hops.into_iter().find(|ip| !trusted(ip)).unwrap_or(peer))
}
