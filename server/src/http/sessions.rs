//! `/v1/sessions`: sign-in, renewal, sign-out.

use actix_web::body::BoxBody;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder, delete, post};
use protocol::Code;
use protocol::account::{Refresh, Session, SignInFinish, SignInStart, SignInStarted, normalise_handle};

use super::State;
use super::body::Body;
use super::caller::{Address, Signed};
use super::program;
use super::reply::{self, Done, Reply};
use crate::accounts::refresh::Opened;
use crate::accounts::{devices, refresh, sign_in};
use crate::fault::Result;

/// The cookie in which a browser keeps its refresh token: for this host alone, out of the reach of scripts and of other
/// sites.
pub const COOKIE: &str = "__Host-afterglow";

/// A session on its way out; its refresh token in the body, or in a cookie.
pub struct SignedIn(StatusCode, Opened);

impl SignedIn {
    /// With an account that was just made.
    pub fn new(opened: Opened) -> Self {
        Self(StatusCode::CREATED, opened)
    }

    /// With an account that was there.
    pub fn again(opened: Opened) -> Self {
        Self(StatusCode::OK, opened)
    }
}

impl Responder for SignedIn {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let Self(status, Opened { session, cookie }) = self;
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

/// Begins a sign-in. An unknown name is answered like a known one.
#[utoipa::path(tag = "sessions", request_body = SignInStart, responses((status = 200, body = SignInStarted)))]
#[post("/v1/sessions/start")]
pub async fn sign_in_start(app: State, from: Address, asked: Body<SignInStart>) -> Result<impl Responder> {
    app.gates.sign_in_by_address.pass(&from.0)?;
    app.gates.sign_in_by_account.pass(&normalise_handle(&asked.0.handle).unwrap_or_default())?;
    sign_in::start(&app, asked.0).await.map(Reply)
}

/// Signs a device in.
#[utoipa::path(tag = "sessions", request_body = SignInFinish, responses((status = 200, body = Session)))]
#[post("/v1/sessions/finish")]
pub async fn sign_in_finish(app: State, asked: Body<SignInFinish>) -> Result<impl Responder> {
    sign_in::finish(&app, asked.0).await.map(SignedIn::again)
}

/// Renews a session: uses a refresh token up, from the body or from the cookie.
#[utoipa::path(tag = "sessions", request_body = Refresh, responses((status = 200, body = Session)))]
#[post("/v1/sessions/refresh")]
pub async fn session_refresh(
    app: State,
    from: Address,
    request: HttpRequest,
    asked: Body<Refresh>,
) -> Result<impl Responder> {
    app.gates.sign_in_by_address.pass(&from.0)?;
    let token = asked.0.refresh_token.or_else(|| request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()));
    let token = token.ok_or(Code::Unauthenticated)?;
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    refresh::refresh(&app, &token, agent.and_then(program::of)).await.map(SignedIn::again)
}

/// Signs every device of the account out, this one as well.
#[utoipa::path(tag = "sessions", security(("bearer" = [])), responses((status = 204)))]
#[delete("/v1/sessions")]
pub async fn sign_out_everywhere(app: State, who: Signed, request: HttpRequest) -> Result<impl Responder> {
    devices::sign_out_all(&app, who.0, false).await?;
    Ok(without_cookie(&request))
}

/// Signs every other device of the account out.
#[utoipa::path(tag = "sessions", security(("bearer" = [])), responses((status = 204)))]
#[delete("/v1/sessions/others")]
pub async fn sign_out_others(app: State, who: Signed) -> Result<impl Responder> {
    devices::sign_out_all(&app, who.0, true).await.map(|()| Done)
}

/// Signs this device out.
#[utoipa::path(tag = "sessions", security(("bearer" = [])), responses((status = 204)))]
#[delete("/v1/sessions/current")]
pub async fn sign_out(app: State, who: Signed, request: HttpRequest) -> Result<impl Responder> {
    devices::sign_out(&app, who.0, who.0.device).await?;
    Ok(without_cookie(&request))
}

fn without_cookie(request: &HttpRequest) -> HttpResponse {
    let mut response = Done.respond_to(request);
    set_cookie(&mut response, String::new(), time::Duration::ZERO);
    response
}
