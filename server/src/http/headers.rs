//! Middleware: security headers, the protocol version, logging and metrics of requests.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use protocol::{Code, Problem, VERSION, VERSION_HEADER};

use super::State;
use crate::fault::Fault;

/// For everything but pages: no loading, framing or scripts.
const CSP_API: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const FIXED: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CSP_API),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::PERMISSIONS_POLICY, "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Adds headers, and rejects unsupported protocol versions.
pub(crate) async fn guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = std::time::Instant::now();
    let method = request.method().clone();
    let mut response = if is_supported(request.headers()) {
        let response = next.call(request).await?;
        response.map_into_left_body()
    } else {
        let fault = Fault::from(Problem::new(Code::UpgradeRequired).detail(format!("supported version: {VERSION}")));
        request.error_response(fault).map_into_right_body()
    };
    // The route's pattern: a path may contain ids.
    let route = response.request().match_pattern().unwrap_or_else(|| "(none)".into());
    let latency = started.elapsed();
    let milliseconds = latency.as_micros() as f64 / 1000.0;
    let status = response.status().as_u16();
    let app = response.request().app_data::<State>();
    if let Some(app) = app {
        app.metrics.observe_request(method.as_str(), &route, status, latency);
    }
    let origin = app.and_then(|app| app.config.origin.as_deref());
    let secure = origin.is_some_and(|origin| origin.starts_with("https://"));
    match status {
        500.. => tracing::warn!(%method, route, status, milliseconds, "request"),
        400.. => tracing::info!(%method, route, status, milliseconds, "request"),
        _ => tracing::debug!(%method, route, status, milliseconds, "request"),
    }
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    if secure {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    Ok(response)
}

fn is_supported(headers: &HeaderMap) -> bool {
    match headers.get(VERSION_HEADER) {
        None => true,
        Some(value) => value.to_str().ok().and_then(|text| text.trim().parse().ok()) == Some(VERSION),
    }
}
