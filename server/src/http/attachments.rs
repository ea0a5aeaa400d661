//! `/v1/collections/{collection}/attachments`: announced, brought in parts, fetched whole or by range.

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, Header};
use actix_web::web::{Bytes, Path};
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post, put};
use futures_util::{Stream, stream};
use protocol::attachment::{AnnounceAttachment, Attachment, AttachmentPart, Attachments};
use protocol::{AttachmentId, Code, CollectionId};

use super::State;
use super::body::{Call, LargeCall};
use super::caller::Signed;
use super::problem;
use super::reply::{Done, Reply};
use crate::fault::Result;
use crate::sync::attachments;

/// All of a collection's, finished or not, and how much room they take.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path)), responses((status = 200, body = Attachments)))]
#[get("/v1/collections/{collection}/attachments")]
pub async fn attachment_list(app: State, who: Signed, collection: Path<CollectionId>) -> Result<impl Responder> {
    attachments::list(&app, who.0, *collection).await.map(Reply)
}

/// Says what will come, or copies one from another collection.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path)), request_body = AnnounceAttachment, responses((status = 200, body = Attachment)))]
#[put("/v1/collections/{collection}/attachments/{attachment}")]
pub async fn attachment_announce(
    app: State,
    path: Path<(CollectionId, AttachmentId)>,
    Call(who, asked): Call<Signed, AnnounceAttachment>,
) -> Result<impl Responder> {
    attachments::announce(&app, who.0, path.0, path.1, asked).await.map(Reply)
}

/// How far one has come.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path)), responses((status = 200, body = Attachment)))]
#[get("/v1/collections/{collection}/attachments/{attachment}")]
pub async fn attachment_state(
    app: State,
    who: Signed,
    path: Path<(CollectionId, AttachmentId)>,
) -> Result<impl Responder> {
    attachments::state(&app, who.0, path.0, path.1).await.map(Reply)
}

/// Brings the next part.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path)), request_body = AttachmentPart, responses((status = 200, body = Attachment)))]
#[post("/v1/collections/{collection}/attachments/{attachment}/parts")]
pub async fn attachment_part(
    app: State,
    path: Path<(CollectionId, AttachmentId)>,
    LargeCall(who, part): LargeCall<Signed, AttachmentPart>,
) -> Result<impl Responder> {
    attachments::part(&app, who.0, path.0, path.1, part).await.map(Reply)
}

/// Deletes one with its bytes.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path)), responses((status = 204)))]
#[delete("/v1/collections/{collection}/attachments/{attachment}")]
pub async fn attachment_delete(
    app: State,
    who: Signed,
    path: Path<(CollectionId, AttachmentId)>,
) -> Result<impl Responder> {
    attachments::delete(&app, who.0, path.0, path.1).await.map(|()| Done)
}

/// The sealed bytes, whole or by range.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path), ("range" = Option<String>, Header)), responses((status = 200, content_type = "application/octet-stream"), (status = 206, content_type = "application/octet-stream")))]
#[get("/v1/collections/{collection}/attachments/{attachment}/bytes")]
pub async fn attachment_bytes(
    app: State,
    who: Signed,
    path: Path<(CollectionId, AttachmentId)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (collection, id) = path.into_inner();
    let size = attachments::open(&app, who.0, collection, id).await?;
    let wanted = match wanted(&request, size) {
        Wanted::All => None,
        Wanted::Some(first, last) => Some((first, last)),
        Wanted::Nothing => {
            let mut response = problem::respond(&Code::RangeNotSatisfiable.into());
            if let Ok(range) = header::HeaderValue::from_str(&format!("bytes */{size}")) {
                response.headers_mut().insert(header::CONTENT_RANGE, range);
            }
            return Ok(response);
        }
    };
    let (first, last) = wanted.unwrap_or((0, size - 1));
    let status = if wanted.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut response = HttpResponse::build(status);
    response
        .content_type("application/octet-stream")
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        // What is in it never changes; a browser keeps none of it all the same.
        .insert_header((header::ETAG, format!("\"{id}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    if wanted.is_some() {
        response.insert_header((header::CONTENT_RANGE, format!("bytes {first}-{last}/{size}")));
    }
    let whole = Reading { app, collection, id, next: first, end: last + 1 };
    Ok(response.body(SizedStream::new(last + 1 - first, whole.pieces())))
}

enum Wanted {
    All,
    /// First and last byte.
    Some(u64, u64),
    Nothing,
}

/// One range is answered; none, several, or what is no range of bytes with the whole (RFC 9110 §14.2).
fn wanted(request: &HttpRequest, size: u64) -> Wanted {
    if !request.headers().contains_key(header::RANGE) {
        return Wanted::All;
    }
    match header::Range::parse(request) {
        Ok(header::Range::Bytes(ranges)) => match ranges.as_slice() {
            [one] => match one.to_satisfiable_range(size) {
                Some((first, last)) => Wanted::Some(first, last),
                None => Wanted::Nothing,
            },
            _ => Wanted::All,
        },
        _ => Wanted::All,
    }
}

/// An attachment on its way out, a part at a time: however large it is, it takes the room of one.
struct Reading {
    app: State,
    collection: CollectionId,
    id: AttachmentId,
    next: u64,
    end: u64,
}

impl Reading {
    fn pieces(self) -> impl Stream<Item = std::io::Result<Bytes>> {
        stream::unfold(Some(self), |reading| async move {
            let mut reading = reading.filter(|reading| reading.next < reading.end)?;
            let left = reading.end - reading.next;
            let read = attachments::next(&reading.app.db, reading.collection, reading.id, reading.next, left).await;
            match read {
                Ok(Some(bytes)) => {
                    reading.next += bytes.len() as u64;
                    Some((Ok(bytes.into()), Some(reading)))
                }
                // Deleted, or the database failed: the answer breaks off, and its length tells that it did.
                Ok(None) => Some((Err(std::io::Error::other("the attachment was deleted")), None)),
                Err(fault) => {
                    tracing::warn!(cause = %fault, "an attachment could not be read to its end");
                    Some((Err(std::io::Error::other("the attachment could not be read")), None))
                }
            }
        })
    }
}
