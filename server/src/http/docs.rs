//! `/docs`: the API description as a web page. Its files are part of the binary.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpResponse, Responder, get};
use protocol::Code;
use utoipa_swagger_ui::Config;

use super::State;
use crate::fault::{Fault, Result};

/// As strict as the portal's policy.
const CSP_DOCS: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Redirects to the page, if it is enabled (`docs`).
#[utoipa::path(tag = "service", responses((status = 308)))]
#[get("/docs")]
pub(crate) async fn docs(app: State) -> Result<impl Responder> {
    require_enabled(&app)?;
    Ok(HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish())
}

/// The page and its files.
#[utoipa::path(tag = "service", params(("file" = String, Path)), responses((status = 200, content_type = "text/html")))]
#[get("/docs/{file:.*}")]
pub(crate) async fn docs_file(app: State, file: Path<String>) -> Result<impl Responder> {
    require_enabled(&app)?;
    let config = Arc::new(Config::from("/openapi.json"));
    let found =
        utoipa_swagger_ui::serve(&file, config).map_err(|_| Fault::Internal("the API page cannot be rendered"))?;
    let found = found.ok_or(Code::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(found.content_type)
        .insert_header((header::CONTENT_SECURITY_POLICY, CSP_DOCS))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(found.bytes.into_owned()))
}

/// Third-party scripts on the portal's origin: only if the operator enables them.
fn require_enabled(app: &State) -> std::result::Result<(), Code> {
    if app.config.docs { Ok(()) } else { Err(Code::NotFound) }
}
