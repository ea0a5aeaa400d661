//! `/v1/collections`: members of collections and sealed keys.

use actix_web::web::Path;
use actix_web::{Responder, delete, get, post, put};
use protocol::care::{Collection, NewEpoch, StoreKey};
use protocol::erasure::Erased;
use protocol::{AccountId, CollectionId};

use super::State;
use super::body::Call;
use super::caller::{Client, SignedIn, Therapist};
use super::reply::{NoContent, Reply};
use crate::accounts::erasure;
use crate::care::{collections, epochs};
use crate::fault::Result;

/// The account's collections, with its own sealed keys.
#[utoipa::path(tag = "collections", security(("bearer" = [])), responses((status = 200, body = Vec<Collection>)))]
#[get("/v1/collections")]
pub async fn collection_list(app: State, who: SignedIn) -> Result<impl Responder> {
    collections::list(&app, who.0).await.map(Reply)
}

/// Stores the account's sealed copy of a collection's key. Ends a handover.
#[utoipa::path(tag = "collections", security(("bearer" = [])), params(("id" = CollectionId, Path)), request_body = StoreKey, responses((status = 204)))]
#[put("/v1/collections/{id}/key")]
pub async fn collection_key(
    app: State,
    id: Path<CollectionId>,
    Call(who, body): Call<SignedIn, StoreKey>,
) -> Result<impl Responder> {
    collections::store_key(&app, who.0, *id, body).await.map(|()| NoContent)
}

/// Records that the therapist exported what a client shares. The file itself never comes here.
#[utoipa::path(tag = "collections", security(("bearer" = [])), params(("id" = CollectionId, Path)), responses((status = 204)))]
#[post("/v1/collections/{id}/exports")]
pub async fn collection_export(app: State, who: Therapist, id: Path<CollectionId>) -> Result<impl Responder> {
    collections::record_export(&app, who.0, *id).await.map(|()| NoContent)
}

/// Begins a collection's next epoch with a new key, after somebody lost access.
#[utoipa::path(tag = "collections", security(("bearer" = [])), params(("id" = CollectionId, Path)), request_body = NewEpoch, responses((status = 200, body = Collection)))]
#[post("/v1/collections/{id}/epochs")]
pub async fn collection_epoch(
    app: State,
    id: Path<CollectionId>,
    Call(who, body): Call<SignedIn, NewEpoch>,
) -> Result<impl Responder> {
    epochs::begin(&app, who.0, *id, body).await.map(Reply)
}

/// Deletes a client's care collection with everything in it. This cannot be undone.
#[utoipa::path(tag = "collections", security(("bearer" = [])), params(("id" = CollectionId, Path)), responses((status = 200, body = Erased)))]
#[delete("/v1/collections/{id}")]
pub async fn collection_erase(app: State, who: Client, id: Path<CollectionId>) -> Result<impl Responder> {
    erasure::erase_care(&app, who.0, *id).await.map(Reply)
}

/// Ends a care relationship: a client removes the therapist, or a therapist leaves.
#[utoipa::path(tag = "collections", security(("bearer" = [])), params(("id" = CollectionId, Path), ("account" = AccountId, Path)), responses((status = 204)))]
#[delete("/v1/collections/{id}/members/{account}")]
pub async fn collection_member_end(
    app: State,
    who: SignedIn,
    path: Path<(CollectionId, AccountId)>,
) -> Result<impl Responder> {
    let (id, member) = path.into_inner();
    collections::remove_member(&app, who.0, id, member).await.map(|()| NoContent)
}
