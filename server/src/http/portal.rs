//! The portal: the files of `server/portal/build`, embedded in the binary.
//!
//! Files under `_app/immutable` have a hash in their name and are cached forever; pages are revalidated each time. A
//! path without a file is a route of the single-page app (`200.html`).

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

/// Content security policy of pages: only resources of this server, and recordings that a page has opened itself.
pub const CSP_PAGES: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; media-src blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types desk";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Afterglow</title>\
     <h1>Afterglow</h1><p>This server was built without the portal. Build it with <code>make portal</code>, then build \
     the server again. The API is available: <a href=\"/openapi.json\">its description</a>.</p></html>";

#[derive(RustEmbed)]
#[folder = "portal/build"]
#[allow_missing = true]
struct Files;

/// The portal's files with their uncompressed bytes.
pub fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    let names = Files::iter().filter(|name| !name.ends_with(".br"));
    names.filter_map(|name| Some((name.to_string(), Files::get(&name)?.data.into_owned())))
}

/// The file or page for a path without a route; `None` if there is none.
pub fn page(request: &HttpRequest) -> Option<HttpResponse> {
    page_of::<Files>(request)
}

fn page_of<F: RustEmbed>(request: &HttpRequest) -> Option<HttpResponse> {
    let path = request.path().trim_start_matches('/');
    if !matches!(*request.method(), Method::GET | Method::HEAD) || is_api_path(path) {
        return None;
    }
    let brotli = accepts_brotli(request);
    if let Some(response) = file::<F>(path, brotli) {
        return Some(response);
    }
    // A missing file is not a page.
    let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.') && !path.starts_with("_app/");
    let page = || file::<F>("index.html", brotli).filter(|_| path.is_empty()).or_else(|| file::<F>("200.html", brotli));
    is_page.then(|| page().unwrap_or_else(not_built))
}

fn is_api_path(path: &str) -> bool {
    ["v1", "health", "docs", "problems", ".well-known"].contains(&path.split('/').next().unwrap_or_default())
}

fn file<F: RustEmbed>(path: &str, brotli: bool) -> Option<HttpResponse> {
    // Compressed copies are not served under their own names.
    if path.ends_with(".br") {
        return None;
    }
    let small = brotli.then(|| F::get(&format!("{path}.br"))).flatten();
    let encoded = small.is_some();
    let EmbeddedFile { data, .. } = small.or_else(|| F::get(path))?;
    let kind = match path.rsplit('.').next() {
        Some("wasm") => "application/wasm".to_owned(),
        Some("webmanifest") => "application/manifest+json".to_owned(),
        _ => {
            let guess = mime_guess::from_path(path).first_or_octet_stream();
            let text = guess.type_() == "text" || guess.subtype() == "javascript";
            if text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
        }
    };
    let is_immutable = path.starts_with("_app/immutable/");
    let mut response = HttpResponse::build(StatusCode::OK);
    response
        .content_type(kind)
        .insert_header((header::CONTENT_SECURITY_POLICY, CSP_PAGES))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((
            header::CACHE_CONTROL,
            if is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" },
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

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[derive(RustEmbed)]
    #[folder = "tests/portal"]
    struct Sample;

    #[derive(RustEmbed)]
    #[folder = "tests/portal/none"]
    #[allow_missing = true]
    struct Nothing;

    fn get<F: RustEmbed>(path: &str, accepts: &str) -> Option<(HttpResponse, Vec<u8>)> {
        let request = TestRequest::get().uri(path).insert_header((header::ACCEPT_ENCODING, accepts)).to_http_request();
        let (response, body) = page_of::<F>(&request)?.into_parts();
        let bytes = actix_web::body::MessageBody::try_into_bytes(body).unwrap();
        Some((response.map_into_boxed_body(), bytes.to_vec()))
    }

    fn header_of(response: &HttpResponse, name: header::HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn hashed_files_are_cached_forever_and_pages_are_not() {
        let (module, bytes) = get::<Sample>("/_app/immutable/b.wasm", "gzip").unwrap();
        assert_eq!(header_of(&module, header::CONTENT_TYPE), "application/wasm");
        assert!(header_of(&module, header::CACHE_CONTROL).contains("immutable"));
        assert_eq!((header_of(&module, header::CONTENT_ENCODING), bytes.as_slice()), ("", &b"\0asm"[..]));
        let (script, _) = get::<Sample>("/_app/immutable/a.js", "").unwrap();
        assert_eq!(header_of(&script, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
        let (manifest, _) = get::<Sample>("/app.webmanifest", "").unwrap();
        assert_eq!(header_of(&manifest, header::CONTENT_TYPE), "application/manifest+json");
        let (front, bytes) = get::<Sample>("/", "").unwrap();
        assert_eq!((header_of(&front, header::CACHE_CONTROL), bytes.ends_with(b"front</title>")), ("no-cache", true));
        for response in [module, script, manifest, front] {
            assert_eq!(header_of(&response, header::CONTENT_SECURITY_POLICY), CSP_PAGES);
        }
    }

    #[test]
    fn brotli_copies_are_sent_to_clients_that_accept_them() {
        let (module, bytes) = get::<Sample>("/_app/immutable/b.wasm", "gzip, br").unwrap();
        assert_eq!((header_of(&module, header::CONTENT_ENCODING), bytes.as_slice()), ("br", &b"compressed module"[..]));
        assert_eq!(header_of(&module, header::CONTENT_TYPE), "application/wasm");
        // There is no compressed copy.
        let (script, bytes) = get::<Sample>("/_app/immutable/a.js", "br").unwrap();
        assert_eq!((header_of(&script, header::CONTENT_ENCODING), bytes.as_slice()), ("", &b"export {};"[..]));
        assert!(get::<Sample>("/200.html.br", "br").is_none());
    }

    #[test]
    fn unknown_paths_get_the_fallback_page_and_missing_files_a_404() {
        for path in ["/clients/42", "/join", "/invite/"] {
            let (page, bytes) = get::<Sample>(path, "br").unwrap();
            assert_eq!((header_of(&page, header::CONTENT_ENCODING), bytes.as_slice()), ("br", &b"compressed page"[..]));
            assert_eq!(header_of(&page, header::CONTENT_TYPE), "text/html; charset=utf-8");
        }
        for path in ["/_app/immutable/missing", "/missing.js", "/v1/missing", "/health/x", "/../Cargo.toml"] {
            assert!(get::<Sample>(path, "").is_none(), "{path}");
        }
        let posted = TestRequest::post().uri("/").to_http_request();
        assert!(page_of::<Sample>(&posted).is_none());
    }

    #[test]
    fn without_a_portal_a_page_tells_how_to_build_it() {
        let (page, bytes) = get::<Nothing>("/", "br").unwrap();
        assert_eq!(page.status(), StatusCode::OK);
        assert!(String::from_utf8(bytes).unwrap().contains("make portal"));
        assert!(get::<Nothing>("/favicon.ico", "").is_none());
    }
}
