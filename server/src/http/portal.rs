//! The therapist's portal: the files of `server/portal/build`, carried in the binary.
//!
//! Everything under `_app/immutable` has its hash in its name and is kept for ever; pages are asked for again each
//! time. A path without a file is a page of the app, which finds its own way (`200.html`).

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What the portal's pages may do: run and load what this server gives them, and nothing else.
pub const CSP_PAGES: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types desk";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Afterglow</title>\
     <h1>Afterglow</h1><p>This server was built without its portal. Build it with <code>make portal</code>, then build \
     the server again. The API is here all the same: <a href=\"/docs/\">its description</a>.</p></html>";

#[derive(RustEmbed)]
#[folder = "portal/build"]
#[allow_missing = true]
struct Files;

/// The file or page for a request that no route takes; nothing when there is none.
pub fn page(request: &HttpRequest) -> Option<HttpResponse> {
    let path = request.path().trim_start_matches('/');
    if !matches!(*request.method(), Method::GET | Method::HEAD) || belongs_to_the_api(path) {
        return None;
    }
    let brotli = accepts_brotli(request);
    if let Some(response) = file(path, brotli) {
        return Some(response);
    }
    // A file that is not there is not a page.
    let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.') && !path.starts_with("_app/");
    let page = || file("index.html", brotli).filter(|_| path.is_empty()).or_else(|| file("200.html", brotli));
    is_page.then(|| page().unwrap_or_else(not_built))
}

fn belongs_to_the_api(path: &str) -> bool {
    ["v1", "health", "docs", "problems"].contains(&path.split('/').next().unwrap_or_default())
}

fn file(path: &str, brotli: bool) -> Option<HttpResponse> {
    // Compressed copies are not files of their own.
    if path.ends_with(".br") {
        return None;
    }
    let small = brotli.then(|| Files::get(&format!("{path}.br"))).flatten();
    let encoded = small.is_some();
    let EmbeddedFile { data, .. } = small.or_else(|| Files::get(path))?;
    let kind = match path.rsplit('.').next() {
        Some("wasm") => "application/wasm".to_owned(),
        Some("webmanifest") => "application/manifest+json".to_owned(),
        _ => {
            let guess = mime_guess::from_path(path).first_or_octet_stream();
            let text = guess.type_() == "text" || guess.subtype() == "javascript";
            if text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
        }
    };
    let for_ever = path.starts_with("_app/immutable/");
    let mut response = HttpResponse::build(StatusCode::OK);
    response
        .content_type(kind)
        .insert_header((header::CONTENT_SECURITY_POLICY, CSP_PAGES))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((
            header::CACHE_CONTROL,
            if for_ever { "public, max-age=31536000, immutable" } else { "no-cache" },
        ));
    if encoded {
        response.insert_header((header::CONTENT_ENCODING, "br"));
    }
    Some(response.body(data.into_owned()))
}

fn accepts_brotli(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepts.is_some_and(super::encoding::Encoding::accepts_brotli)
}

fn not_built() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, CSP_PAGES))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(NOT_BUILT)
}
