//! Responses: JSON or CBOR by content negotiation, compressed if the caller accepts it and it helps.

use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use protocol::{Code, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::encoding::Encoding;
use crate::fault::{Fault, Result};

/// Smaller bodies are not compressed.
const MIN_COMPRESSED_SIZE: usize = 1024;

/// The format of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// `application/json`
    Json,
    /// `application/cbor`
    Cbor,
}

impl Format {
    /// From `Content-Type`.
    pub(crate) fn of_content(content_type: &str) -> Result<Self> {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "application/json" => Ok(Self::Json),
            "application/cbor" => Ok(Self::Cbor),
            _ => Err(Code::UnsupportedMediaType.into()),
        }
    }

    /// From `Accept`: CBOR if it is listed before JSON or alone, otherwise JSON.
    pub(crate) fn accepted(accept: &str) -> Self {
        let place = |name| accept.split(',').position(|item| item.split(';').next().map(str::trim) == Some(name));
        match (place("application/cbor"), place("application/json")) {
            (Some(cbor), Some(json)) if json < cbor => Self::Json,
            (Some(_), _) => Self::Cbor,
            _ => Self::Json,
        }
    }

    /// Parses a message; trailing bytes are an error.
    pub(crate) fn read<T: DeserializeOwned>(self, bytes: &[u8]) -> Result<T> {
        // serde's messages may quote the input, so they are not passed on.
        let malformed = |what: &'static str| Fault::from(Problem::new(Code::Malformed).detail(what));
        match self {
            Self::Json => serde_json::from_slice(bytes).map_err(|error| {
                malformed(match error.classify() {
                    serde_json::error::Category::Data => "this JSON is not the expected message",
                    _ => "this is not JSON",
                })
            }),
            Self::Cbor => {
                let mut rest = bytes;
                let message = ciborium::from_reader(&mut rest).map_err(|error| {
                    malformed(match error {
                        ciborium::de::Error::Semantic(..) => "this CBOR is not the expected message",
                        _ => "this is not CBOR",
                    })
                })?;
                if rest.is_empty() { Ok(message) } else { Err(malformed("trailing bytes after the CBOR message")) }
            }
        }
    }

    fn write<T: Serialize>(self, message: &T) -> Result<(&'static str, Vec<u8>)> {
        match self {
            Self::Json => serde_json::to_vec(message).map(|bytes| ("application/json", bytes)).ok(),
            Self::Cbor => {
                let mut bytes = Vec::new();
                ciborium::into_writer(message, &mut bytes).map(|()| ("application/cbor", bytes)).ok()
            }
        }
        .ok_or(Fault::Internal("a response could not be serialised"))
    }
}

/// A response with a message.
pub(crate) struct Reply<T>(pub(crate) T);

/// A 201 response with a message.
pub(crate) struct Created<T>(pub(crate) T);

/// A 204 response.
pub(crate) struct NoContent;

impl<T: Serialize> Responder for Reply<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        respond(request, StatusCode::OK, &self.0)
    }
}

impl<T: Serialize> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        respond(request, StatusCode::CREATED, &self.0)
    }
}

impl Responder for NoContent {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().insert_header((header::CACHE_CONTROL, "no-store")).finish()
    }
}

/// A response with a message in the format that the caller accepts.
pub(crate) fn respond<T: Serialize>(request: &HttpRequest, status: StatusCode, message: &T) -> HttpResponse {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let format = Format::accepted(text(header::ACCEPT));
    let (content_type, bytes) = match format.write(message) {
        Ok(written) => written,
        Err(fault) => return super::problem::respond(&fault.problem()),
    };
    let mut response = HttpResponse::build(status);
    response
        .content_type(content_type)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "accept, accept-encoding"));
    // CBOR contains sealed bytes as they are, which do not compress.
    let encoding = match format {
        Format::Json if bytes.len() >= MIN_COMPRESSED_SIZE => Encoding::accepted(text(header::ACCEPT_ENCODING)),
        _ => None,
    };
    match encoding.and_then(|encoding| Some((encoding, encoding.compress(&bytes).ok()?))) {
        Some((encoding, small)) => response.insert_header((header::CONTENT_ENCODING, encoding.name())).body(small),
        None => response.body(bytes),
    }
}
