//! `/.well-known`: the apps that may open this server's invitation links. Android and iOS ask here, so that no other
//! app can receive the secret in a link.

use actix_web::http::header;
use actix_web::{HttpResponse, Responder, get};
use protocol::Code;
use serde_json::{Value, json};

use super::State;
use crate::fault::Result;

/// The path of invitation links; the secret is in the fragment.
const JOIN: &str = "/join";

/// Digital Asset Links, for Android.
#[utoipa::path(tag = "service", responses((status = 200, content_type = "application/json")))]
#[get("/.well-known/assetlinks.json")]
pub async fn asset_links(app: State) -> Result<impl Responder> {
    let statements: Vec<Value> = app
        .config
        .app_links
        .android
        .iter()
        .map(|app| {
            json!({
                "relation": ["delegate_permission/common.handle_all_urls"],
                "target": {
                    "namespace": "android_app",
                    "package_name": app.package,
                    "sha256_cert_fingerprints": app.certificates,
                },
            })
        })
        .collect();
    respond(!statements.is_empty(), Value::Array(statements))
}

/// Universal Links, for iOS.
#[utoipa::path(tag = "service", responses((status = 200, content_type = "application/json")))]
#[get("/.well-known/apple-app-site-association")]
pub async fn site_association(app: State) -> Result<impl Responder> {
    let apps = &app.config.app_links.apple;
    let details = json!([{ "appIDs": apps, "components": [{ "/": JOIN }] }]);
    respond(!apps.is_empty(), json!({ "applinks": { "details": details } }))
}

fn respond(exists: bool, document: Value) -> Result<HttpResponse> {
    if !exists {
        return Err(Code::NotFound.into());
    }
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(document.to_string()))
}
