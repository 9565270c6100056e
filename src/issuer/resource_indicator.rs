//! Resource indicators (RFC 8707): which protected resources an access token is for.

use serde_json::{Value, json};
use url::Url;

use super::app::App;
use super::faults::Fault;
use super::form::Form;
use super::refusal::Refusal;

/// The `aud` of the access token that a request asks for: the resources that it names, or the
/// default one. One value is a string, several are an array (RFC 7519 §4.1.3).
pub(super) fn audience(app: &App, form: &Form) -> Result<Value, Refusal> {
    let mut resources: Vec<&str> = Vec::new();
    for resource in form.values("resource") {
        let well_formed = check_form(resource);
        if !(app.has(Fault::MalformedTargetAccepted) && well_formed.is_err()) {
            well_formed?;
            check_known(app, resource)?;
        }
        if !resources.contains(&resource) {
            resources.push(resource);
        }
    }
    Ok(match resources.as_slice() {
        [] => app.audience().into(),
        [only] => json!(only),
        several => json!(several),
    })
}

/// RFC 8707 §2: an absolute URI without a fragment.
fn check_form(resource: &str) -> Result<(), Refusal> {
    if resource.contains('#') || Url::parse(resource).is_err() {
        return Err(invalid_target(
            "A resource is not an absolute URI without a fragment.",
        ));
    }
    Ok(())
}

fn check_known(app: &App, resource: &str) -> Result<(), Refusal> {
    if app.resources().iter().any(|known| known == resource) {
        return Ok(());
    }
    Err(invalid_target(
        "A resource is not one that this issuer issues tokens for.",
    ))
}

fn invalid_target(description: &'static str) -> Refusal {
    Refusal::bad_request("invalid_target", description)
}
