//! Errors as RFC 9457 problem details (`application/problem+json`).

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use protocol::{Code, Problem};

use crate::fault::Fault;

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.problem().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Refused(_) => {}
            // The cause is only logged.
            Self::Database(_) | Self::Internal(_) => tracing::error!(cause = %self, "a request failed"),
            Self::Busy(_) | Self::Unavailable(_) => tracing::warn!(cause = %self, "a request was rejected"),
        }
        respond(&self.problem())
    }
}

/// A response with a problem.
pub(crate) fn respond(problem: &Problem) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(seconds) = problem.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if problem.code == Code::Unauthenticated {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    let text = serde_json::to_string(problem).unwrap_or_default();
    response.content_type("application/problem+json").body(text)
}

/// A malformed id in a path is answered like an unknown one.
pub(crate) fn path_error(_: actix_web::error::PathError, _: &HttpRequest) -> actix_web::Error {
    Fault::from(Code::NotFound).into()
}
