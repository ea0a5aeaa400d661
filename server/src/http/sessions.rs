//! `/v1/sessions`: sign-in, refresh, sign-out.

use actix_web::body::BoxBody;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder, delete, post};
use protocol::Code;
use protocol::account::{Refresh, Session, SignInFinish, SignInStart, SignInStarted};
use protocol::handle::normalise_handle;

use super::State;
use super::body::Body;
use super::caller::{Address, AnySession};
use super::reply::{self, NoContent, Reply};
use super::user_agent;
use crate::accounts::sessions::{self, OpenedSession};
use crate::accounts::{devices, sign_in};
use crate::fault::Result;

/// The cookie with a browser's refresh token: for this host only, inaccessible to scripts and to other sites.
pub const COOKIE: &str = "__Host-afterglow";

/// A session as a response, with its refresh token in the body or in a cookie.
pub struct SessionReply(StatusCode, OpenedSession);

impl SessionReply {
    /// The session of a new account.
    pub(super) fn created(opened: OpenedSession) -> Self {
        Self(StatusCode::CREATED, opened)
    }

    /// The session of an existing account.
    pub(super) fn ok(opened: OpenedSession) -> Self {
        Self(StatusCode::OK, opened)
    }
}

impl Responder for SessionReply {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let Self(status, OpenedSession { session, cookie }) = self;
        let mut response = reply::respond(request, status, &session);
        if let Some(token) = cookie {
            let days = request.app_data::<State>().map_or(0, |app| app.config.lifetimes.refresh_token_days);
            set_cookie(&mut response, token, time::Duration::days(days.into()));
        }
        response
    }
}

fn set_cookie(response: &mut HttpResponse, token: String, age: time::Duration) {
    let cookie = Cookie::build(COOKIE, token)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(age)
        .finish();
    if let Ok(value) = header::HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Starts a sign-in. An unknown name gives the same response as a known one.
#[utoipa::path(tag = "sessions", request_body = SignInStart, responses((status = 200, body = SignInStarted)))]
#[post("/v1/sessions/start")]
pub async fn sign_in_start(app: State, from: Address, body: Body<SignInStart>) -> Result<impl Responder> {
    app.rate_limits.sign_in_by_address.check(&from.0)?;
    app.rate_limits.sign_in_by_account.check(&normalise_handle(&body.0.handle).unwrap_or_default())?;
    sign_in::start(&app, body.0).await.map(Reply)
}

/// Signs in a device.
#[utoipa::path(tag = "sessions", request_body = SignInFinish, responses((status = 200, body = Session)))]
#[post("/v1/sessions/finish")]
pub async fn sign_in_finish(app: State, body: Body<SignInFinish>) -> Result<impl Responder> {
    sign_in::finish(&app, body.0).await.map(SessionReply::ok)
}

/// Renews a session with a refresh token, from the body or from the cookie. The token is valid once.
#[utoipa::path(tag = "sessions", request_body = Refresh, responses((status = 200, body = Session)))]
#[post("/v1/sessions/refresh")]
pub async fn session_refresh(
    app: State,
    from: Address,
    request: HttpRequest,
    body: Body<Refresh>,
) -> Result<impl Responder> {
    app.rate_limits.sign_in_by_address.check(&from.0)?;
    let token = body.0.refresh_token.or_else(|| request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()));
    let token = token.ok_or(Code::Unauthenticated)?;
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    sessions::refresh(&app, &token, agent.and_then(user_agent::describe)).await.map(SessionReply::ok)
}

/// Signs out all devices of the account, including this one.
#[utoipa::path(tag = "sessions", security(("bearer" = [])), responses((status = 204)))]
#[delete("/v1/sessions")]
pub async fn sign_out_everywhere(app: State, who: AnySession, request: HttpRequest) -> Result<impl Responder> {
    devices::sign_out_all(&app, who.0, false).await?;
    Ok(without_cookie(&request))
}

/// Signs out all other devices of the account.
#[utoipa::path(tag = "sessions", security(("bearer" = [])), responses((status = 204)))]
#[delete("/v1/sessions/others")]
pub async fn sign_out_others(app: State, who: AnySession) -> Result<impl Responder> {
    devices::sign_out_all(&app, who.0, true).await.map(|()| NoContent)
}

/// Signs out this device.
#[utoipa::path(tag = "sessions", security(("bearer" = [])), responses((status = 204)))]
#[delete("/v1/sessions/current")]
pub async fn sign_out(app: State, who: AnySession, request: HttpRequest) -> Result<impl Responder> {
    devices::sign_out(&app, who.0, who.0.device).await?;
    Ok(without_cookie(&request))
}

fn without_cookie(request: &HttpRequest) -> HttpResponse {
    let mut response = NoContent.respond_to(request);
    set_cookie(&mut response, String::new(), time::Duration::ZERO);
    response
}
