//! Bodies on their way in: JSON or CBOR, compressed or not, bounded, in time.

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

/// The most bytes of a message that carries no records.
pub const SMALL: usize = 64 * 1024;

/// A message, read from the body.
pub struct Body<T>(pub T);

/// A message from somebody who may send it: who asks is known before the body is looked at.
pub struct Call<Who, T>(pub Who, pub T);

/// The same for a message that carries records: as large as `limits.request_bytes` allows.
pub struct LargeCall<Who, T>(pub Who, pub T);

type Reading<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Fault;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let reading = read(request, payload, Some(SMALL));
        Box::pin(async { reading.await.map(Self) })
    }
}

impl<Who: FromRequest<Error = Fault> + 'static, T: DeserializeOwned + 'static> FromRequest for Call<Who, T> {
    type Error = Fault;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let who = Who::from_request(request, &mut Payload::None);
        let reading = read(request, payload, Some(SMALL));
        Box::pin(async { Ok(Self(who.await?, reading.await?)) })
    }
}

impl<Who: FromRequest<Error = Fault> + 'static, T: DeserializeOwned + 'static> FromRequest for LargeCall<Who, T> {
    type Error = Fault;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let who = Who::from_request(request, &mut Payload::None);
        let reading = read(request, payload, None);
        Box::pin(async { Ok(Self(who.await?, reading.await?)) })
    }
}

fn read<T: DeserializeOwned + 'static>(
    request: &HttpRequest,
    payload: &mut Payload,
    most: Option<usize>,
) -> impl Future<Output = Result<T>> + use<T> {
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let format = Format::of_content(text(header::CONTENT_TYPE).unwrap_or_default());
    let encoding = Encoding::from_content_encoding(text(header::CONTENT_ENCODING).unwrap_or_default());
    let announced = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let config = request.app_data::<State>().map(|app| (app.config.limits, app.config.lifetimes));
    let mut payload = payload.take();
    async move {
        let (limits, lifetimes) = config.ok_or(Fault::Internal("the server's state is missing"))?;
        let most = most.unwrap_or(limits.request_bytes as usize);
        let (format, encoding) = (format?, encoding?);
        if announced.is_some_and(|length| length > most) {
            return Err(Code::PayloadTooLarge.into());
        }
        let collecting = collect(&mut payload, announced.unwrap_or(0), most);
        let in_time = tokio::time::timeout(Duration::from_secs(lifetimes.request_seconds.into()), collecting);
        let bytes = in_time.await.map_err(|_| Problem::new(Code::Malformed).detail("the body took too long"))??;
        match encoding {
            Some(encoding) => format.read(&encoding.inflate(&bytes, most)?),
            None => format.read(&bytes),
        }
    }
}

async fn collect(payload: &mut Payload, announced: usize, most: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(announced);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(Code::Malformed).detail("the body broke off"))?;
        if bytes.len() + chunk.len() > most {
            return Err(Code::PayloadTooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
