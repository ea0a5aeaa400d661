//! `/.well-known`: which apps open this server's invitation links. Android and iOS ask here before a link opens an app by
//! itself, so that no other app can take the secret in it.

use actix_web::http::header;
use actix_web::{HttpResponse, Responder, get};
use protocol::Code;
use serde_json::{Value, json};

use super::State;
use crate::fault::Result;

/// What an invitation's link looks like; its secret is in the fragment.
const JOIN: &str = "/join";

/// For Android: Digital Asset Links.
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
    served(!statements.is_empty(), Value::Array(statements))
}

/// For iOS: Universal Links.
#[utoipa::path(tag = "service", responses((status = 200, content_type = "application/json")))]
#[get("/.well-known/apple-app-site-association")]
pub async fn site_association(app: State) -> Result<impl Responder> {
    let apps = &app.config.app_links.apple;
    let details = json!([{ "appIDs": apps, "components": [{ "/": JOIN }] }]);
    served(!apps.is_empty(), json!({ "applinks": { "details": details } }))
}

fn served(there: bool, document: Value) -> Result<HttpResponse> {
    if !there {
        return Err(Code::NotFound.into());
    }
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(document.to_string()))
}
