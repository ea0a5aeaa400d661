//! Request bodies: JSON or CBOR, optionally compressed, with limits on size and time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use protocol::{Code, Problem};
use serde::de::DeserializeOwned;

use super::State;
use super::encoding::Encoding;
use super::reply::Format;
use crate::fault::{Fault, Result};

/// Maximum bytes of a message without records.
pub(crate) const MAX_SMALL_BODY: usize = 64 * 1024;

/// A message.
pub(crate) struct Body<T>(pub(crate) T);

/// A message with its caller, who is authorised before the body is read.
pub(crate) struct Call<Who, T>(pub(crate) Who, pub(crate) T);

/// Like [`Call`], for messages with records: up to `limits.request_bytes`.
pub(crate) struct LargeCall<Who, T>(pub(crate) Who, pub(crate) T);

type ReadFuture<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Fault;
    type Future = ReadFuture<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let reading = read(request, payload, Some(MAX_SMALL_BODY));
        Box::pin(async { reading.await.map(Self) })
    }
}

impl<Who: FromRequest<Error = Fault> + 'static, T: DeserializeOwned + 'static> FromRequest for Call<Who, T> {
    type Error = Fault;
    type Future = ReadFuture<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let who = Who::from_request(request, &mut Payload::None);
        let reading = read(request, payload, Some(MAX_SMALL_BODY));
        Box::pin(async { Ok(Self(who.await?, reading.await?)) })
    }
}

impl<Who: FromRequest<Error = Fault> + 'static, T: DeserializeOwned + 'static> FromRequest for LargeCall<Who, T> {
    type Error = Fault;
    type Future = ReadFuture<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let who = Who::from_request(request, &mut Payload::None);
        let reading = read(request, payload, None);
        Box::pin(async { Ok(Self(who.await?, reading.await?)) })
    }
}

fn read<T: DeserializeOwned + 'static>(
    request: &HttpRequest,
    payload: &mut Payload,
    max: Option<usize>,
) -> impl Future<Output = Result<T>> + use<T> {
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let format = Format::of_content(text(header::CONTENT_TYPE).unwrap_or_default());
    let encoding = Encoding::from_content_encoding(text(header::CONTENT_ENCODING).unwrap_or_default());
    let content_length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let config = request.app_data::<State>().map(|app| (app.config.limits, app.config.lifetimes));
    let mut payload = payload.take();
    async move {
        let (limits, lifetimes) = config.ok_or(Fault::Internal("the application state is missing"))?;
        let max = max.unwrap_or(limits.request_bytes as usize);
        let (format, encoding) = (format?, encoding?);
        if content_length.is_some_and(|length| length > max) {
            return Err(Code::PayloadTooLarge.into());
        }
        let collecting = collect(&mut payload, content_length.unwrap_or(0), max);
        let in_time = tokio::time::timeout(Duration::from_secs(lifetimes.request_seconds.into()), collecting);
        let bytes =
            in_time.await.map_err(|_| Problem::new(Code::Malformed).detail("the body did not arrive in time"))??;
        match encoding {
            Some(encoding) => format.read(&encoding.decompress(&bytes, max)?),
            None => format.read(&bytes),
        }
    }
}

async fn collect(payload: &mut Payload, content_length: usize, max: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(content_length);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(Code::Malformed).detail("the body is incomplete"))?;
        if bytes.len() + chunk.len() > max {
            return Err(Code::PayloadTooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
