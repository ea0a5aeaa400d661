//! Extractors that authenticate and authorise the caller. A handler with one of them as an argument cannot be reached
//! without it.
//!
//! A session is limited while its member's practice requires a second factor that the account does not have. Only
//! [`AnySession`] and [`AnyMember`] accept a limited session.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use protocol::{Code, PracticeId};

use super::State;
use crate::actor::Actor;
use crate::db::devices::Permissions;
use crate::fault::{Fault, Result};
use crate::rates::Network;

/// Any signed-in account, also with a limited session: to see who it is, and to end sessions.
pub(crate) struct AnySession(pub(crate) Actor);

/// A member of a practice, also with a limited session: to set up the second factor.
pub(crate) struct AnyMember(pub(crate) Actor);

/// Any signed-in account.
pub(crate) struct SignedIn(pub(crate) Actor);

/// Any signed-in account, with the version of its manifest.
pub(crate) struct SyncCaller(pub(crate) Actor, pub(crate) u32);

/// A client: signed in and not a member of a practice.
pub(crate) struct Client(pub(crate) Actor);

/// A member of a practice, and whether with the owner role.
pub(crate) struct Member(pub(crate) Actor, pub(crate) PracticeId, pub(crate) bool);

/// A member with the therapist role.
pub(crate) struct Therapist(pub(crate) Actor);

/// A member with the owner role.
pub(crate) struct Owner(pub(crate) Actor, pub(crate) PracticeId);

/// Any signed-in account, with the expiry of its access token.
pub(crate) struct StreamCaller {
    pub(crate) actor: Actor,
    /// Milliseconds since the Unix epoch.
    pub(crate) until: i64,
}

/// The client's network, for rate limits.
pub(crate) struct Address(pub(crate) Network);

async fn authenticate(request: HttpRequest) -> Result<(Actor, Permissions, i64)> {
    let app = request.app_data::<State>().ok_or(Fault::Internal("the application state is missing"))?;
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|text| text.strip_prefix("Bearer ")).ok_or(Code::Unauthenticated)?;
    let claims = app.tokens.verify(&app.db, token).await?;
    let actor = Actor { account: claims.sub, device: claims.device };
    // A signed-out device is rejected even if its access token has not expired.
    let permissions = app.presence.permissions(&app.db, actor).await?;
    Ok((actor, permissions.ok_or(Code::Unauthenticated)?, claims.exp * 1000))
}

/// Which sessions a route serves.
#[derive(Clone, Copy)]
enum Serves {
    AllSessions,
    FullSessions,
}

impl Serves {
    fn check(self, permissions: &Permissions) -> Result<()> {
        match self {
            Self::FullSessions if permissions.second_factor_missing => Err(Code::SecondFactorMissing.into()),
            Self::FullSessions | Self::AllSessions => Ok(()),
        }
    }
}

macro_rules! callers {
    ($($name:ident, $serves:ident: |$actor:ident, $permissions:ident, $until:ident| $authorise:expr;)*) => {$(
        impl FromRequest for $name {
            type Error = Fault;
            type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let ($actor, $permissions, $until) = authenticate(request).await?;
                    Serves::$serves.check(&$permissions)?;
                    let authorised: Option<Self> = $authorise;
                    authorised.ok_or(Code::Forbidden.into())
                })
            }
        }
    )*};
}

callers! {
    AnySession, AllSessions: |actor, _permissions, _until| Some(Self(actor));
    AnyMember, AllSessions: |actor, permissions, _until| permissions.practice.map(|_| Self(actor));
    SignedIn, FullSessions: |actor, _permissions, _until| Some(Self(actor));
    SyncCaller, FullSessions: |actor, permissions, _until| Some(Self(actor, permissions.manifest));
    StreamCaller, FullSessions: |actor, _permissions, until| Some(Self { actor, until });
    Client, FullSessions: |actor, permissions, _until| permissions.practice.is_none().then_some(Self(actor));
    Member, FullSessions: |actor, permissions, _until| permissions.practice.map(|practice| Self(actor, practice.into(), permissions.owner));
    Therapist, FullSessions: |actor, permissions, _until| permissions.therapist.then_some(Self(actor));
    Owner, FullSessions: |actor, permissions, _until| permissions.practice.filter(|_| permissions.owner).map(|practice| Self(actor, practice.into()));
}

impl FromRequest for Address {
    type Error = Fault;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(address(request).map(|address| Self(address.into())))
    }
}

fn address(request: &HttpRequest) -> Result<IpAddr> {
    let app = request.app_data::<State>().ok_or(Fault::Internal("the application state is missing"))?;
    let peer = request.peer_addr().ok_or(Fault::Internal("a request has no peer address"))?.ip();
    let trusted = |ip: &IpAddr| app.config.trusted_proxies.contains(ip);
    if !trusted(&peer) {
        return Ok(peer);
    }
    // Proxies append to the header: the last address that is not a trusted proxy is the client's. Those before it may
    // be forged, also if the last one cannot be read.
    let named = request.headers().get_all("x-forwarded-for").map(|value| value.to_str().unwrap_or_default());
    let hops: Vec<&str> = named.flat_map(|line| line.split(',')).collect();
    let client = hops.into_iter().rev().map(hop).find(|ip| ip.is_none_or(|ip| !trusted(&ip)));
    Ok(client.flatten().unwrap_or(peer))
}

/// An address in `X-Forwarded-For`; some proxies add the port.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permissions(second_factor_missing: bool) -> Permissions {
        Permissions { practice: None, therapist: true, owner: false, second_factor_missing, manifest: 1 }
    }

    #[test]
    fn a_limited_session_is_served_where_all_are_and_nowhere_else() {
        let refused = Serves::FullSessions.check(&permissions(true)).unwrap_err();
        assert_eq!(refused.code(), Some(Code::SecondFactorMissing));
        assert!(Serves::AllSessions.check(&permissions(true)).is_ok());
        assert!(Serves::FullSessions.check(&permissions(false)).is_ok());
    }
}
