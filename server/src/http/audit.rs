//! `/v1/access`, `/v1/me/trail`, `/v1/practice/trail`: the audit log, for the people it concerns.

use actix_web::dev::Payload;
use actix_web::web::Query;
use actix_web::{FromRequest, HttpRequest, Responder, get};
use protocol::audit::{AuditCheck, AuditPage};
use protocol::{Code, CollectionId};
use serde::Deserialize;

use super::State;
use super::caller::{Owner, SignedIn};
use super::reply::Reply;
use crate::audit::pages::{self, PageRequest};
use crate::fault::{Fault, Result};

/// The query of a page of the audit log.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// `next` of the page before. Default: start with the newest entries.
    before: Option<String>,
    /// Maximum number of entries, at most 100.
    limit: Option<u32>,
    /// Only entries of this collection.
    collection: Option<CollectionId>,
}

impl AuditQuery {
    fn page(&self) -> PageRequest {
        PageRequest { before: self.before.clone(), limit: self.limit }
    }
}

impl FromRequest for AuditQuery {
    type Error = Fault;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = Query::<Self>::from_query(request.query_string()).map(Query::into_inner);
        std::future::ready(query.map_err(|_| Code::Malformed.into()))
    }
}

/// The entries of the caller's care collections: shows a client who read what, and when.
#[utoipa::path(tag = "audit", security(("bearer" = [])), params(AuditQuery), responses((status = 200, body = AuditPage)))]
#[get("/v1/access")]
pub async fn access(app: State, who: SignedIn, query: AuditQuery) -> Result<impl Responder> {
    pages::access(&app, who.0, query.collection, query.page()).await.map(Reply)
}

/// The entries of the caller's account: sign-ins, passwords, devices.
#[utoipa::path(tag = "audit", security(("bearer" = [])), params(AuditQuery), responses((status = 200, body = AuditPage)))]
#[get("/v1/me/trail")]
pub async fn account_audit(app: State, who: SignedIn, query: AuditQuery) -> Result<impl Responder> {
    pages::of_account(&app, who.0, query.page()).await.map(Reply)
}

/// The entries of the practice and of its members' accounts.
#[utoipa::path(tag = "audit", security(("bearer" = [])), params(AuditQuery), responses((status = 200, body = AuditPage)))]
#[get("/v1/practice/trail")]
pub async fn practice_audit(app: State, who: Owner, query: AuditQuery) -> Result<impl Responder> {
    pages::of_practice(&app, who.1, query.page()).await.map(Reply)
}

/// Verifies all chains of the practice.
#[utoipa::path(tag = "audit", security(("bearer" = [])), responses((status = 200, body = AuditCheck)))]
#[get("/v1/practice/trail/check")]
pub async fn practice_audit_check(app: State, who: Owner) -> Result<impl Responder> {
    pages::check_practice(&app, who.1).await.map(Reply)
}
