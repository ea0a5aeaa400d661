//! The route table, from which the OpenAPI description is generated.

use actix_web::dev::{ServiceFactory, ServiceRequest};
use actix_web::http::header;
use actix_web::web::{Data, PathConfig};
use actix_web::{App, HttpRequest, HttpResponse};
use protocol::Code;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, UtoipaApp};

use super::service::Description;
use super::{
    accounts, attachments, audit, changes, collections, devices, docs, invitations, portal, practice, problem, profile,
    recovery, second_factor, service, sessions, sync, well_known,
};

/// General information in the description.
#[derive(OpenApi)]
#[openapi(info(
    title = "Afterglow",
    description = "The sync API. The content of journals is sealed before it is sent. Messages are JSON \
        (bytes as base64url) or CBOR (bytes as bytes), by content negotiation. Errors are RFC 9457 problem details \
        with a stable `code`.",
))]
struct ApiInfo;

/// Registers all routes.
pub fn register<T>(app: App<T>) -> UtoipaApp<T>
where
    T: ServiceFactory<ServiceRequest, Config = (), Error = actix_web::Error, InitError = ()>,
{
    // Routes are matched in this order: the most frequent ones first.
    app.into_utoipa_app()
        .openapi(ApiInfo::openapi())
        .service(sync::sync_call)
        .service(changes::changes)
        .configure(open_routes)
        .configure(account_routes)
        .configure(care_routes)
        .configure(practice_routes)
}

/// Without sign-in.
fn open_routes(config: &mut ServiceConfig<'_>) {
    config
        .service(service::live)
        .service(service::ready)
        .service(service::openapi)
        .service(well_known::asset_links)
        .service(well_known::site_association)
        .service(docs::docs)
        .service(docs::docs_file)
        .service(sync::limits)
        .service(accounts::register_start)
        .service(accounts::register_finish)
        .service(sessions::sign_in_start)
        .service(sessions::sign_in_finish)
        .service(sessions::session_refresh)
        .service(recovery::recovery_start)
        .service(recovery::recovery_finish)
        .service(invitations::invitation_open);
}

/// Of everybody who is signed in.
fn account_routes(config: &mut ServiceConfig<'_>) {
    config
        .service(sessions::sign_out)
        .service(sessions::sign_out_others)
        .service(sessions::sign_out_everywhere)
        .service(profile::profile)
        .service(profile::erase)
        .service(audit::account_audit)
        .service(audit::access)
        .service(profile::password_start)
        .service(profile::password_finish)
        .service(profile::manifest_put)
        .service(devices::device_list)
        .service(devices::device_end)
        .service(collections::collection_list)
        .service(collections::collection_key)
        .service(collections::collection_epoch)
        .service(collections::collection_member_end)
        .service(attachments::attachment_list)
        .service(attachments::attachment_announce)
        .service(attachments::attachment_state)
        .service(attachments::attachment_part)
        .service(attachments::attachment_bytes)
        .service(attachments::attachment_delete);
}

/// Of clients or therapists.
fn care_routes(config: &mut ServiceConfig<'_>) {
    config
        // Clients
        .service(profile::renew)
        .service(invitations::invitation_accept)
        .service(collections::collection_erase)
        // Therapists
        .service(invitations::invite)
        .service(invitations::invitation_list)
        .service(invitations::invitation_revoke)
        .service(collections::collection_export);
}

/// Of a practice's members or owners.
fn practice_routes(config: &mut ServiceConfig<'_>) {
    config
        // Members
        .service(practice::practice_read)
        .service(second_factor::factor_state)
        .service(second_factor::factor_begin)
        .service(second_factor::factor_confirm)
        .service(second_factor::factor_codes)
        .service(second_factor::factor_end)
        // Owners
        .service(practice::practice_change)
        .service(practice::member_change)
        .service(practice::member_remove)
        .service(practice::member_factor_end)
        .service(practice::enrol)
        .service(practice::enrolment_list)
        .service(practice::enrolment_revoke)
        .service(practice::member_sessions)
        .service(practice::member_session_end)
        .service(audit::practice_audit)
        .service(audit::practice_audit_check)
        .service(practice::practice_health);
}

/// The description of all routes (OpenAPI 3.1).
pub fn describe() -> utoipa::openapi::OpenApi {
    let (_, mut document) = register(App::new()).split_for_parts();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    document
}

/// The methods of each path, to tell a wrong method from a wrong path.
pub struct AllowedMethods(Vec<(Vec<String>, String)>);

impl AllowedMethods {
    pub fn of(document: &utoipa::openapi::OpenApi) -> Self {
        let paths = document.paths.paths.iter().map(|(path, item)| {
            let methods = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("DELETE", &item.delete)];
            let there = methods.into_iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| method);
            (path.split('/').map(str::to_owned).collect(), there.collect::<Vec<_>>().join(", "))
        });
        Self(paths.collect())
    }

    fn methods(&self, path: &str) -> Vec<&str> {
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |template: &[String]| {
            template.len() == parts.len()
                && template.iter().zip(&parts).all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
        };
        self.0.iter().filter(|(template, _)| fits(template)).map(|(_, methods)| methods.as_str()).collect()
    }
}

/// Fallback handler: a page or file of the portal, a 405 for a wrong method, or a 404.
pub async fn fallback(request: HttpRequest, routes: Data<AllowedMethods>) -> HttpResponse {
    let allowed = routes.methods(request.path()).join(", ");
    if !allowed.is_empty() {
        let mut response = problem::respond(&Code::MethodNotAllowed.into());
        if let Ok(allowed) = header::HeaderValue::from_str(&allowed) {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
        return response;
    }
    portal::page(&request).unwrap_or_else(|| problem::respond(&Code::NotFound.into()))
}

/// Data of the handlers in addition to [`super::State`].
pub fn shared_data() -> (Data<Description>, Data<AllowedMethods>, PathConfig) {
    let document = describe();
    let text = document.to_json().unwrap_or_default();
    let allowed_methods = AllowedMethods::of(&document);
    (Data::new(Description(text)), Data::new(allowed_methods), PathConfig::default().error_handler(problem::path_error))
}
