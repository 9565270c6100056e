//! Adapts a registration to a server that is not textbook: what it refuses for its scope is asked for again with the
//! scope that its metadata lists; what it registers without a secret is asked for again with the authentication method
//! that the scenario uses. Every request is in the record, and the spec line says what was done.

use serde_json::Value;

use super::values::Values;
use crate::{
    exchange::Exchange,
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
    let Act::Register { metadata, bearer } = &step.act else {
        return None;
    };
    let response = exchange.response()?;
    let (metadata, note) = match response.status {
        400 => narrow_scope(metadata, &values.metadata_list("scopes_supported")?)?,
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
