//! The parameters of a token request (RFC 6749 §3.2).

use axum::extract::Request;
use http::StatusCode;
use http::header::{AUTHORIZATION, CONTENT_TYPE};

use super::app::App;
use super::faults::Fault;
use super::form::Form;
use super::refusal::Refusal;

/// Reads the form of a request, and what a fault lets in with it.
pub(super) async fn read(app: &App, request: Request) -> Result<Form, Refusal> {
    if app.has(Fault::FormCharsetRefused) {
        check_charset(&request)?;
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    let query = Some(query).filter(|_| app.has(Fault::CredentialsInQueryAccepted));
    let in_header = request.headers().contains_key(AUTHORIZATION);
    let mut form = if app.has(Fault::RepeatedParameterAccepted) {
        Form::read_repetitive(request).await?
    } else {
        Form::read(request).await?
    };
    if let Some(query) = query.filter(|_| !in_header && form.value("client_id").is_none()) {
        form.extend(Form::parse(query.as_bytes())?);
    }
    check_parameters(app, &form)?;
    Ok(form)
}

/// What a fault takes for another media type.
fn check_charset(request: &Request) -> Result<(), Refusal> {
    let value = request.headers().get(CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    if !value.unwrap_or_default().contains("charset") {
        return Ok(());
    }
    Err(Refusal {
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ..Refusal::invalid_request("The media type is not known.")
    })
}

/// What faults do not ignore.
fn check_parameters(app: &App, form: &Form) -> Result<(), Refusal> {
    let mut names = form.names();
    if app.has(Fault::UnknownTokenParameterRefused) && names.any(|name| name.starts_with("x_")) {
        return Err(Refusal::invalid_request("A parameter is not known."));
    }
    let empty = form.names().any(|name| name == "scope") && form.value("scope").is_none();
    if empty && app.has(Fault::EmptyScopeRefused) {
        let description = "The scope is empty.";
        return Err(Refusal::bad_request("invalid_scope", description));
    }
    Ok(())
}
