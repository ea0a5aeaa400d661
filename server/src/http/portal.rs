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
     the server again. The API is here all the same: <a href=\"/openapi.json\">its description</a>.</p></html>";

#[derive(RustEmbed)]
#[folder = "portal/build"]
#[allow_missing = true]
struct Files;

/// The names of all files of the portal and their bytes, as they are without compression.
pub fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    let names = Files::iter().filter(|name| !name.ends_with(".br"));
    names.filter_map(|name| Some((name.to_string(), Files::get(&name)?.data.into_owned())))
}

/// The file or page for a request that no route takes; nothing when there is none.
pub fn page(request: &HttpRequest) -> Option<HttpResponse> {
    page_of::<Files>(request)
}

fn page_of<F: RustEmbed>(request: &HttpRequest) -> Option<HttpResponse> {
    let path = request.path().trim_start_matches('/');
    if !matches!(*request.method(), Method::GET | Method::HEAD) || belongs_to_the_api(path) {
        return None;
    }
    let brotli = accepts_brotli(request);
    if let Some(response) = file::<F>(path, brotli) {
        return Some(response);
    }
    // A file that is not there is not a page.
    let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.') && !path.starts_with("_app/");
    let page = || file::<F>("index.html", brotli).filter(|_| path.is_empty()).or_else(|| file::<F>("200.html", brotli));
    is_page.then(|| page().unwrap_or_else(not_built))
}

fn belongs_to_the_api(path: &str) -> bool {
    ["v1", "health", "docs", "problems", ".well-known"].contains(&path.split('/').next().unwrap_or_default())
}

fn file<F: RustEmbed>(path: &str, brotli: bool) -> Option<HttpResponse> {
    // Compressed copies are not files of their own.
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

    fn ask<F: RustEmbed>(path: &str, accepts: &str) -> Option<(HttpResponse, Vec<u8>)> {
        let request = TestRequest::get().uri(path).insert_header((header::ACCEPT_ENCODING, accepts)).to_http_request();
        let (response, body) = page_of::<F>(&request)?.into_parts();
        let bytes = actix_web::body::MessageBody::try_into_bytes(body).unwrap();
        Some((response.map_into_boxed_body(), bytes.to_vec()))
    }

    fn told(response: &HttpResponse, name: header::HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn files_with_their_hash_in_the_name_are_kept_for_ever_and_pages_are_not() {
        let (module, bytes) = ask::<Sample>("/_app/immutable/b.wasm", "gzip").unwrap();
        assert_eq!(told(&module, header::CONTENT_TYPE), "application/wasm");
        assert!(told(&module, header::CACHE_CONTROL).contains("immutable"));
        assert_eq!((told(&module, header::CONTENT_ENCODING), bytes.as_slice()), ("", &b"\0asm"[..]));
        let (script, _) = ask::<Sample>("/_app/immutable/a.js", "").unwrap();
        assert_eq!(told(&script, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
        let (manifest, _) = ask::<Sample>("/app.webmanifest", "").unwrap();
        assert_eq!(told(&manifest, header::CONTENT_TYPE), "application/manifest+json");
        let (front, bytes) = ask::<Sample>("/", "").unwrap();
        assert_eq!((told(&front, header::CACHE_CONTROL), bytes.ends_with(b"front</title>")), ("no-cache", true));
        for response in [module, script, manifest, front] {
            assert_eq!(told(&response, header::CONTENT_SECURITY_POLICY), CSP_PAGES);
        }
    }

    #[test]
    fn what_lies_here_compressed_is_sent_so_to_whom_accepts_it() {
        let (module, bytes) = ask::<Sample>("/_app/immutable/b.wasm", "gzip, br").unwrap();
        assert_eq!((told(&module, header::CONTENT_ENCODING), bytes.as_slice()), ("br", &b"compressed module"[..]));
        assert_eq!(told(&module, header::CONTENT_TYPE), "application/wasm");
        // Not compressed here: sent as it is.
        let (script, bytes) = ask::<Sample>("/_app/immutable/a.js", "br").unwrap();
        assert_eq!((told(&script, header::CONTENT_ENCODING), bytes.as_slice()), ("", &b"export {};"[..]));
        assert!(ask::<Sample>("/200.html.br", "br").is_none());
    }

    #[test]
    fn a_path_without_a_file_is_a_page_of_the_app_but_a_missing_file_is_missing() {
        for path in ["/clients/42", "/join", "/invite/"] {
            let (page, bytes) = ask::<Sample>(path, "br").unwrap();
            assert_eq!((told(&page, header::CONTENT_ENCODING), bytes.as_slice()), ("br", &b"compressed page"[..]));
            assert_eq!(told(&page, header::CONTENT_TYPE), "text/html; charset=utf-8");
        }
        for path in ["/_app/immutable/missing", "/missing.js", "/v1/missing", "/health/x", "/../Cargo.toml"] {
            assert!(ask::<Sample>(path, "").is_none(), "{path}");
        }
        let posted = TestRequest::post().uri("/").to_http_request();
        assert!(page_of::<Sample>(&posted).is_none());
    }

    #[test]
    fn a_server_without_a_portal_says_how_to_build_it() {
        let (page, bytes) = ask::<Nothing>("/", "br").unwrap();
        assert_eq!(page.status(), StatusCode::OK);
        assert!(String::from_utf8(bytes).unwrap().contains("make portal"));
        assert!(ask::<Nothing>("/favicon.ico", "").is_none());
    }
}
