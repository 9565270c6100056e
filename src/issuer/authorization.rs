//! The authorization endpoint (RFC 6749 §3.1, §4.1; OpenID Connect Core 1.0 §3.1.2), of an issuer
//! without end-users: it judges each request, and a good one leads to a sign-in page that offers
//! nothing but the way back.

use axum::extract::{Request, State};
use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_FRAME_OPTIONS};
use url::Url;

use super::app::{App, Shared};
use super::form::Form;
use super::refusal::{Refusal, refuse};
use super::reply::Reply;
use super::router::see_other;
use super::store::Client;
use super::{offer, redirect_uri};

/// A request that cannot be answered at the client: the end-user gets to read it (RFC 6749
/// §4.1.2.1).
struct Page(&'static str);

/// An error that the client gets to know.
type AuthorizationError = &'static str;

/// `GET /authorize`.
pub(super) async fn by_query(State(app): State<Shared>, request: Request) -> Reply {
    match Form::parse(request.uri().query().unwrap_or_default().as_bytes()) {
        Ok(form) => authorize(&app, &form),
        Err(refusal) => error_page(&Page(refusal.description)),
    }
}

/// `POST /authorize` (OpenID Connect Core 1.0 §3.1.2.1).
pub(super) async fn by_form(State(app): State<Shared>, request: Request) -> Reply {
    match Form::read(request).await {
        Ok(form) => authorize(&app, &form),
        Err(
            refusal @ Refusal {
                status: StatusCode::PAYLOAD_TOO_LARGE,
                ..
            },
        ) => refuse(&app, &refusal),
        Err(refusal) => error_page(&Page(refusal.description)),
    }
}

fn authorize(app: &App, form: &Form) -> Reply {
    let (client, redirect_uri) = match way_back(app, form) {
        Ok(known) => known,
        Err(page) => return error_page(&page),
    };
    match check(&client, form) {
        Ok(()) => sign_in_page(&answer(app, form, &redirect_uri, "access_denied")),
        Err(error) => see_other(&answer(app, form, &redirect_uri, error)),
    }
}

/// Who asks and where the answer goes. Until both are certain there is no redirect (RFC 6749
/// §3.1.2.4).
fn way_back(app: &App, form: &Form) -> Result<(Client, String), Page> {
    if form
        .repeated()
        .is_some_and(|name| name == "client_id" || name == "redirect_uri")
    {
        return Err(Page(
            "The request names its client or its redirect URI twice.",
        ));
    }
    let id = form
        .value("client_id")
        .ok_or(Page("The request does not say which client it comes from."))?;
    let client = app
        .store()
        .client(id)
        .ok_or(Page("The client is not known."))?;
    let native = client.text("application_type") == "native";
    let registered: Vec<&str> = client.list("redirect_uris").collect();
    let redirect_uri = match (form.value("redirect_uri"), registered.as_slice()) {
        (Some(asked), _)
            if registered
                .iter()
                .any(|uri| redirect_uri::matches(uri, asked, native)) =>
        {
            asked
        }
        (Some(_), _) => return Err(Page("The redirect URI is not registered.")),
        // OpenID Connect always wants it; RFC 6749 §3.1.2.3 when there is a choice.
        (None, [only]) if !wants_openid(form) => only,
        (None, _) => return Err(Page("The redirect URI is missing.")),
    };
    if form
        .value("response_mode")
        .is_some_and(|mode| mode != "query")
    {
        return Err(Page("The response mode is not offered."));
    }
    let redirect_uri = redirect_uri.to_owned();
    Ok((client, redirect_uri))
}

/// The rest of the request. Parameters that are not known, and scope values, are ignored
/// (OpenID Connect Core 1.0 §3.1.2.1).
fn check(client: &Client, form: &Form) -> Result<(), AuthorizationError> {
    if form.repeated().is_some() {
        return Err("invalid_request");
    }
    if form.value("request").is_some() {
        return Err("request_not_supported");
    }
    if form.value("request_uri").is_some() {
        return Err("request_uri_not_supported");
    }
    match form.value("response_type") {
        None => return Err("invalid_request"),
        Some(kind) if !offer::RESPONSE_TYPES.contains(&kind) => {
            return Err("unsupported_response_type");
        }
        Some(_) if !client.may_use(offer::AUTHORIZATION_CODE) => return Err("unauthorized_client"),
        Some(_) => {}
    }
    check_code_challenge(client, form)?;
    check_prompt(form)
}

/// RFC 7636 §4.4.1: S256 only, and so never without a method; public clients need one (RFC 9700
/// §2.1.1).
fn check_code_challenge(client: &Client, form: &Form) -> Result<(), AuthorizationError> {
    match (
        form.value("code_challenge"),
        form.value("code_challenge_method"),
    ) {
        (Some(_), Some("S256")) => Ok(()),
        (None, None) if !client.is_public() => Ok(()),
        _ => Err("invalid_request"),
    }
}

/// Nobody is signed in, so a request that forbids to ask ends here (OpenID Connect Core 1.0
/// §3.1.2.6).
fn check_prompt(form: &Form) -> Result<(), AuthorizationError> {
    let prompts: Vec<&str> = form
        .value("prompt")
        .into_iter()
        .flat_map(|prompt| prompt.split(' '))
        .collect();
    match prompts.as_slice() {
        ["none"] => Err("login_required"),
        prompts if prompts.contains(&"none") => Err("invalid_request"),
        _ => Ok(()),
    }
}

fn wants_openid(form: &Form) -> bool {
    form.value("scope")
        .unwrap_or_default()
        .split(' ')
        .any(|value| value == "openid")
}

/// An error at the client's redirect URI, with its state (RFC 6749 §4.1.2.1) and the issuer (RFC
/// 9207 §2). What the redirect URI has for a query stays (RFC 6749 §3.1.2).
fn answer(app: &App, form: &Form, redirect_uri: &str, error: AuthorizationError) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("error", error);
    if let Some(state) = form.value("state") {
        query.append_pair("state", state);
    }
    query.append_pair("iss", &app.issuer);
    let separator = match Url::parse(redirect_uri)
        .ok()
        .and_then(|url| url.query().map(str::is_empty))
    {
        None => "?",
        Some(true) => "",
        Some(false) => "&",
    };
    format!("{redirect_uri}{separator}{}", query.finish())
}

fn error_page(page: &Page) -> Reply {
    html(
        StatusCode::BAD_REQUEST,
        &format!("<h1>This request cannot be served</h1><p>{}</p>", page.0),
    )
}

fn sign_in_page(denied: &str) -> Reply {
    let denied = denied
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    let text = "<h1>Sign in</h1><p>This issuer has no accounts, so nobody can sign in.</p>";
    html(
        StatusCode::OK,
        &format!("{text}<p><a href=\"{denied}\">Return to the application</a></p>"),
    )
}

/// A page that no other page can frame (RFC 9700 §4.16) and that tells no other site where it was
/// (§4.2.4).
fn html(status: StatusCode, content: &str) -> Reply {
    let head =
        "<!doctype html><html lang=\"en\"><head><title>issuercheck reference issuer</title></head>";
    Reply::html(status, format!("{head}<body>{content}</body></html>"))
        .with(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        )
        .with(X_FRAME_OPTIONS, "DENY")
        .with(REFERRER_POLICY, "no-referrer")
        .no_store()
}
