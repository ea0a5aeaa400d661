//! `/v1/collections/{collection}/attachments`: uploaded in parts, downloaded as a whole or by range.

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
use super::caller::SignedIn;
use super::problem;
use super::reply::{NoContent, Reply};
use crate::fault::Result;
use crate::sync::attachments;

/// A collection's attachments, finished or not, and their total size.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path)), responses((status = 200, body = Attachments)))]
#[get("/v1/collections/{collection}/attachments")]
pub async fn attachment_list(app: State, who: SignedIn, collection: Path<CollectionId>) -> Result<impl Responder> {
    attachments::list(&app, who.0, *collection).await.map(Reply)
}

/// Announces an upload, or copies an attachment from another collection.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path)), request_body = AnnounceAttachment, responses((status = 200, body = Attachment)))]
#[put("/v1/collections/{collection}/attachments/{attachment}")]
pub async fn attachment_announce(
    app: State,
    path: Path<(CollectionId, AttachmentId)>,
    Call(who, body): Call<SignedIn, AnnounceAttachment>,
) -> Result<impl Responder> {
    attachments::announce(&app, who.0, path.0, path.1, body).await.map(Reply)
}

/// How much of an attachment has been uploaded.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path)), responses((status = 200, body = Attachment)))]
#[get("/v1/collections/{collection}/attachments/{attachment}")]
pub async fn attachment_state(
    app: State,
    who: SignedIn,
    path: Path<(CollectionId, AttachmentId)>,
) -> Result<impl Responder> {
    attachments::state(&app, who.0, path.0, path.1).await.map(Reply)
}

/// Uploads the next part.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path)), request_body = AttachmentPart, responses((status = 200, body = Attachment)))]
#[post("/v1/collections/{collection}/attachments/{attachment}/parts")]
pub async fn attachment_part(
    app: State,
    path: Path<(CollectionId, AttachmentId)>,
    LargeCall(who, part): LargeCall<SignedIn, AttachmentPart>,
) -> Result<impl Responder> {
    attachments::append(&app, who.0, path.0, path.1, part).await.map(Reply)
}

/// Deletes an attachment.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path)), responses((status = 204)))]
#[delete("/v1/collections/{collection}/attachments/{attachment}")]
pub async fn attachment_delete(
    app: State,
    who: SignedIn,
    path: Path<(CollectionId, AttachmentId)>,
) -> Result<impl Responder> {
    attachments::delete(&app, who.0, path.0, path.1).await.map(|()| NoContent)
}

/// Downloads the sealed bytes, as a whole or by range.
#[utoipa::path(tag = "attachments", security(("bearer" = [])), params(("collection" = CollectionId, Path), ("attachment" = AttachmentId, Path), ("range" = Option<String>, Header)), responses((status = 200, content_type = "application/octet-stream"), (status = 206, content_type = "application/octet-stream")))]
#[get("/v1/collections/{collection}/attachments/{attachment}/bytes")]
pub async fn attachment_bytes(
    app: State,
    who: SignedIn,
    path: Path<(CollectionId, AttachmentId)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (collection, id) = path.into_inner();
    let size = attachments::begin_download(&app, who.0, collection, id).await?;
    let range = match requested_range(&request, size) {
        RequestedRange::Whole => None,
        RequestedRange::Part(first, last) => Some((first, last)),
        RequestedRange::Unsatisfiable => {
            let mut response = problem::respond(&Code::RangeNotSatisfiable.into());
            if let Ok(range) = header::HeaderValue::from_str(&format!("bytes */{size}")) {
                response.headers_mut().insert(header::CONTENT_RANGE, range);
            }
            return Ok(response);
        }
    };
    let (first, last) = range.unwrap_or((0, size - 1));
    let status = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut response = HttpResponse::build(status);
    response
        .content_type("application/octet-stream")
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        // The bytes never change, but a browser should not keep them.
        .insert_header((header::ETAG, format!("\"{id}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    if range.is_some() {
        response.insert_header((header::CONTENT_RANGE, format!("bytes {first}-{last}/{size}")));
    }
    let whole = Download { app, collection, id, next: first, end: last + 1 };
    Ok(response.body(SizedStream::new(last + 1 - first, whole.chunks())))
}

enum RequestedRange {
    Whole,
    /// First and last byte.
    Part(u64, u64),
    Unsatisfiable,
}

/// A single range is answered with a part; several ranges, or a malformed one, with the whole (RFC 9110 §14.2).
fn requested_range(request: &HttpRequest, size: u64) -> RequestedRange {
    if !request.headers().contains_key(header::RANGE) {
        return RequestedRange::Whole;
    }
    match header::Range::parse(request) {
        Ok(header::Range::Bytes(ranges)) => match ranges.as_slice() {
            [one] => match one.to_satisfiable_range(size) {
                Some((first, last)) => RequestedRange::Part(first, last),
                None => RequestedRange::Unsatisfiable,
            },
            _ => RequestedRange::Whole,
        },
        _ => RequestedRange::Whole,
    }
}

/// A download, read part by part to limit memory.
struct Download {
    app: State,
    collection: CollectionId,
    id: AttachmentId,
    next: u64,
    end: u64,
}

impl Download {
    fn chunks(self) -> impl Stream<Item = std::io::Result<Bytes>> {
        stream::unfold(Some(self), |download| async move {
            let mut download = download.filter(|download| download.next < download.end)?;
            let left = download.end - download.next;
            let read =
                attachments::next_chunk(&download.app.db, download.collection, download.id, download.next, left).await;
            match read {
                Ok(Some(bytes)) => {
                    download.next += bytes.len() as u64;
                    Some((Ok(bytes.into()), Some(download)))
                }
                // Deleted, or a database error: the response ends early, which its length reveals.
                Ok(None) => Some((Err(std::io::Error::other("the attachment was deleted")), None)),
                Err(fault) => {
                    tracing::warn!(cause = %fault, "an attachment could not be read completely");
                    Some((Err(std::io::Error::other("the attachment could not be read")), None))
                }
            }
        })
    }
}
