//! `/v1/access`, `/v1/me/trail`, `/v1/practice/trail`: who did what, and when, for those whom it concerns.

use actix_web::dev::Payload;
use actix_web::web::Query;
use actix_web::{FromRequest, HttpRequest, Responder, get};
use protocol::trail::{TrailCheck, TrailPage};
use protocol::{Code, CollectionId};
use serde::Deserialize;

use super::State;
use super::caller::{Owner, Signed};
use super::reply::Reply;
use crate::audit::pages::{self, Wanted};
use crate::fault::{Fault, Result};

/// Which page, of what.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `next` of the page before; absent for the latest entries.
    before: Option<String>,
    /// At most so many entries (and never more than a hundred).
    limit: Option<u32>,
    /// Only of this collection.
    collection: Option<CollectionId>,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        Wanted { before: self.before.clone(), limit: self.limit }
    }
}

impl FromRequest for Asked {
    type Error = Fault;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let asked = Query::<Self>::from_query(request.query_string()).map(Query::into_inner);
        std::future::ready(asked.map_err(|_| Code::Malformed.into()))
    }
}

/// All that was done in the caller's care collections: for a client, who read what, and when.
#[utoipa::path(tag = "trail", security(("bearer" = [])), params(Asked), responses((status = 200, body = TrailPage)))]
#[get("/v1/access")]
pub async fn access(app: State, who: Signed, asked: Asked) -> Result<impl Responder> {
    pages::access(&app, who.0, asked.collection, asked.wanted()).await.map(Reply)
}

/// What was done with the account: sign-ins, passwords, devices.
#[utoipa::path(tag = "trail", security(("bearer" = [])), params(Asked), responses((status = 200, body = TrailPage)))]
#[get("/v1/me/trail")]
pub async fn my_trail(app: State, who: Signed, asked: Asked) -> Result<impl Responder> {
    pages::of_account(&app, who.0, asked.wanted()).await.map(Reply)
}

/// What was done in the practice, and by its members with their accounts.
#[utoipa::path(tag = "trail", security(("bearer" = [])), params(Asked), responses((status = 200, body = TrailPage)))]
#[get("/v1/practice/trail")]
pub async fn practice_trail(app: State, who: Owner, asked: Asked) -> Result<impl Responder> {
    pages::of_practice(&app, who.1, asked.wanted()).await.map(Reply)
}

/// Checks the chains of the practice's trail from their first entries.
#[utoipa::path(tag = "trail", security(("bearer" = [])), responses((status = 200, body = TrailCheck)))]
#[get("/v1/practice/trail/check")]
pub async fn practice_trail_check(app: State, who: Owner) -> Result<impl Responder> {
    pages::check_practice(&app, who.1).await.map(Reply)
}
