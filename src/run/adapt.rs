//! Adapts a step to a server that is not textbook: a registration that it refuses for its scope is asked for again with the
//! scope that its metadata lists; what it registers without a secret is asked for again with the authentication method
//! that the scenario uses; a token that it refuses to a request without scope is asked for with one that it offers. Every
//! request is in the record, and the spec line says what was done.

use serde_json::Value;

use super::{came::at_the_other_location, values::Values};
use crate::{
    exchange::{Action, Exchange},
    scenario::{Act, ClientAuth, Scenario, Step},
};

/// What was adapted, and why, as a line of the report; and the step as it is to be tried again.
pub(super) struct Adapted {
    pub(super) step: Step,
    pub(super) note: String,
}

/// The step adapted to what the server answered; `None` where nothing is left to adapt.
pub(super) fn adapt(
    scenario: &Scenario,
    step: &Step,
    exchange: &Exchange,
    values: &Values,
) -> Option<Adapted> {
    if let Some(step) = at_the_other_location(step) {
        let note = "nothing usable at openid-configuration; asked at oauth-authorization-server";
        let note = note.to_owned();
        return Some(Adapted { step, note });
    }
    let Act::Register { metadata, bearer } = &step.act else {
        return None;
    };
    let response = exchange.response()?;
    let (metadata, note) = match response.status {
        400 => {
            let supported = values.metadata_list("scopes_supported").unwrap_or_default();
            let narrowed = narrow_scope(metadata, &supported).filter(|_| !supported.is_empty());
            narrowed.or_else(|| without_grants(metadata, &response.body.json()?))?
        }
        200..300 => ask_for_secret(metadata, scenario, &response.body.json()?)?,
        _ => return None,
    };
    let act = Act::Register {
        metadata,
        bearer: bearer.clone(),
    };
    Some(Adapted {
        step: Step {
            act,
            ..step.clone()
        },
        note,
    })
}

/// Variables with other values, and why, as a line of the report.
pub(super) type Rebound = (Vec<(String, String)>, String);

/// Scopes that an end-user grants: for claims and refresh tokens (OpenID Connect Core 1.0 §5.4, §11), and for bookings
/// (OpenActive Open Booking API 1.0 §11.7.4.1.2).
const OF_USERS: [&str; 7] = [
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
    "openactive-openbooking",
];

/// Errors that another scope does not mend (RFC 6749 §5.2).
const NOT_FOR_ITS_SCOPE: [&str; 4] = [
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// A scope to ask for, where a token was refused to a request without one: the first of `scopes_supported` that is not
/// for end-users to grant.
pub(super) fn scoped(step: &Step, exchange: &Exchange, values: &Values) -> Option<Rebound> {
    let Act::Form {
        action: Action::Token,
        form,
        ..
    } = &step.act
    else {
        return None;
    };
    let response = exchange.response()?;
    if !step.probe.is_plain() || !matches!(response.status, 400 | 403) {
        return None;
    }
    let answer = response.body.json();
    let error = answer
        .as_ref()
        .and_then(|answer| answer.get("error")?.as_str());
    if error.is_some_and(|error| NOT_FOR_ITS_SCOPE.contains(&error)) {
        return None;
    }
    let (_, scope) = form.iter().find(|(name, _)| name == "scope")?;
    let name = scope.variables().next()?;
    let absent = matches!(values.fill(scope), Ok(None));
    let supported = values
        .metadata_list("scopes_supported")
        .filter(|_| absent)?;
    let scope = { supported }
        .into_iter()
        .find(|scope| !OF_USERS.contains(&scope.as_str()))?;
    let note = "refused without a scope; asked again with one that the metadata's `scopes_supported` lists (`probes.scope` in \
                the configuration names another)";
    Some((vec![(name.to_owned(), scope)], note.to_owned()))
}

/// The values with which a step is performed once more, where all are there.
pub(super) fn otherwise(step: &Step, values: &Values) -> Option<Rebound> {
    let mut rebound = Vec::new();
    for (name, template) in &step.otherwise {
        rebound.push((name.clone(), values.fill(template).ok()??));
    }
    let names: Vec<_> = { rebound.iter() }
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let names = names.join(", ");
    let note = format!("did not complete; asked again with another {names}");
    (!rebound.is_empty()).then_some((rebound, note))
}

/// Leaves out the grant types and response types: a server may leave a client no choice of them (RFC 7591 §3.2.1).
fn without_grants(metadata: &Value, answer: &Value) -> Option<(Value, String)> {
    let refused = answer.get("error")?.as_str()? == "invalid_client_metadata";
    let mut without = metadata.clone();
    let members = without.as_object_mut().filter(|_| refused)?;
    members.shift_remove("grant_types")?;
    members.shift_remove("response_types");
    let note = "the registration was refused; asked again without `grant_types`".to_owned();
    Some((without, note))
}

/// Leaves out what the metadata's `scopes_supported` does not list (RFC 8414 §2).
fn narrow_scope(metadata: &Value, supported: &[String]) -> Option<(Value, String)> {
    let asked = metadata.get("scope")?.as_str()?;
    let kept: Vec<&str> = asked
        .split(' ')
        .filter(|scope| supported.iter().any(|one| one == scope))
        .collect();
    let kept = kept.join(" ");
    if kept == asked {
        return None;
    }
    let mut narrowed = metadata.clone();
    let members = narrowed.as_object_mut()?;
    if kept.is_empty() {
        members.shift_remove("scope");
    } else {
        members.insert("scope".to_owned(), Value::String(kept));
    }
    let note = "the registration was refused; asked again with the part of `scope` that the metadata's `scopes_supported` lists";
    Some((narrowed, note.to_owned()))
}

/// Names the authentication method that later steps use: a server may have another default than `client_secret_basic`
/// (RFC 7591 §2).
fn ask_for_secret(
    metadata: &Value,
    scenario: &Scenario,
    answer: &Value,
) -> Option<(Value, String)> {
    let secret = answer.get("client_secret").is_some();
    if secret
        || metadata.get("token_endpoint_auth_method").is_some()
        || !answer.get("client_id").is_some_and(Value::is_string)
    {
        return None;
    }
    let method = scenario.steps.iter().find_map(|step| match &step.act {
        Act::Form {
            auth: ClientAuth::Basic { .. },
            ..
        } => Some("client_secret_basic"),
        Act::Form {
            auth: ClientAuth::Post { .. },
            ..
        } => Some("client_secret_post"),
        _ => None,
    })?;
    let mut named = metadata.clone();
    named.as_object_mut()?.insert(
        "token_endpoint_auth_method".to_owned(),
        Value::String(method.to_owned()),
    );
    let note = format!(
        "the client was registered without a `client_secret`; asked again with `token_endpoint_auth_method` `{method}`"
    );
    Some((named, note))
}
