//! From the client metadata that was requested to what is registered (RFC 7591 §2, OpenID Connect
//! Registration 1.0 §2).
//!
//! A member that is null or an empty string counts as left out, and one that is not understood is
//! ignored. Values that are not offered are left out of a list as long as something remains (RFC
//! 7591 §3.2.1 lets the server replace values); a request that leaves nothing, or that contradicts
//! itself, is refused.

use serde_json::{Map, Value, json};
use url::Url;

use super::refusal::Refusal;
use super::{client_keys, offer, redirect_uri};

/// What a member's value has to be.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Url,
    HttpsUrl,
    Texts,
    /// One of these strings.
    OneOf(&'static [&'static str]),
}

/// Members that are registered as they come.
const PLAIN_MEMBERS: &[(&str, Kind)] = &[
    ("application_type", Kind::OneOf(&["web", "native"])),
    ("client_name", Kind::Text),
    ("client_uri", Kind::Url),
    ("logo_uri", Kind::Url),
    ("contacts", Kind::Texts),
    ("tos_uri", Kind::Url),
    ("policy_uri", Kind::Url),
    ("jwks_uri", Kind::HttpsUrl),
    ("software_id", Kind::Text),
    ("software_version", Kind::Text),
    ("initiate_login_uri", Kind::HttpsUrl),
    ("subject_type", Kind::OneOf(&["public"])),
    (
        "id_token_signed_response_alg",
        Kind::OneOf(offer::SIGNING_ALGORITHMS),
    ),
];

/// Members that may come in several languages, as `client_name#ja` (RFC 7591 §2.2).
const HUMAN_MEMBERS: &[&str] = &[
    "client_name",
    "client_uri",
    "logo_uri",
    "tos_uri",
    "policy_uri",
];

/// What is registered for a request.
pub(super) fn register(requested: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let mut requested = requested.clone();
    requested.retain(|_, value| !value.is_null() && value != "");
    let mut registered = Map::new();
    register_redirect_uris(&requested, &mut registered)?;
    register_authentication_method(&requested, &mut registered)?;
    register_scope(&requested, &mut registered)?;
    register_grant_types(&requested, &mut registered)?;
    register_response_types(&requested, &mut registered)?;
    register_keys(&requested, &mut registered)?;
    register_plain_members(&requested, &mut registered)?;
    Ok(registered)
}

/// Kept exactly as they are, or refused: OpenID Connect Registration 1.0 §3.2 lets no server
/// replace them.
fn register_redirect_uris(
    requested: &Map<String, Value>,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let native = requested
        .get("application_type")
        .is_some_and(|kind| kind == "native");
    let Some(uris) = texts(requested, "redirect_uris")? else {
        return Ok(());
    };
    for uri in &uris {
        redirect_uri::check(uri, native).map_err(Refusal::invalid_redirect_uri)?;
        if !native && asks_for_implicit(requested) {
            redirect_uri::check_implicit(uri).map_err(Refusal::invalid_redirect_uri)?;
        }
    }
    registered.insert("redirect_uris".into(), json!(uris));
    Ok(())
}

/// Whether tokens are to come from the authorization endpoint, be it that this issuer gives none
/// there.
fn asks_for_implicit(requested: &Map<String, Value>) -> bool {
    let lists = |member: &str, value: &str| {
        let list = requested.get(member).and_then(Value::as_array);
        list.is_some_and(|list| {
            let mut texts = list.iter().filter_map(Value::as_str);
            texts.any(|text| text.split(' ').any(|word| word == value))
        })
    };
    lists("grant_types", "implicit")
        || lists("response_types", "token")
        || lists("response_types", "id_token")
}

/// Refused instead of replaced: a client could not use what it did not ask for.
fn register_authentication_method(
    requested: &Map<String, Value>,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let method = match requested.get("token_endpoint_auth_method") {
        None => offer::BASIC,
        Some(Value::String(method)) if offer::AUTHENTICATION_METHODS.contains(&method.as_str()) => {
            method
        }
        Some(_) => {
            return Err(Refusal::invalid_client_metadata(
                "The token_endpoint_auth_method is not offered.",
            ));
        }
    };
    registered.insert("token_endpoint_auth_method".into(), method.into());
    register_assertion_algorithm(method, requested, registered)
}

/// Kept for a method with assertions, and left out for one without; `none` is no algorithm (OpenID
/// Connect Registration 1.0 §2).
fn register_assertion_algorithm(
    method: &str,
    requested: &Map<String, Value>,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    const MEMBER: &str = "token_endpoint_auth_signing_alg";
    let Some(alg) = requested.get(MEMBER) else {
        return Ok(());
    };
    let offered = match offer::assertion_algorithms(method) {
        [] => offer::ASSERTION_ALGORITHMS,
        of_the_method => of_the_method,
    };
    if !alg.as_str().is_some_and(|alg| offered.contains(&alg)) {
        return Err(Refusal::invalid_client_metadata(
            "The token_endpoint_auth_signing_alg is not offered for the method.",
        ));
    }
    if offered.len() < offer::ASSERTION_ALGORITHMS.len() {
        registered.insert(MEMBER.into(), alg.clone());
    }
    Ok(())
}

/// Narrowed to what is offered; all of it for a client that does not say (RFC 7591 §2).
fn register_scope(
    requested: &Map<String, Value>,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let scope = match requested.get("scope") {
        None => offer::SCOPES.join(" "),
        Some(Value::String(scope)) => narrow(scope.split(' '), offer::SCOPES).join(" "),
        Some(_) => {
            return Err(Refusal::invalid_client_metadata(
                "The scope is not a string.",
            ));
        }
    };
    if scope.is_empty() {
        return Err(Refusal::invalid_client_metadata(
            "No value of the scope is offered.",
        ));
    }
    registered.insert("scope".into(), scope.into());
    Ok(())
}

/// Narrowed to what is offered; `authorization_code` for a client that does not say (RFC 7591 §2).
///
/// A confidential client that asks for a scope that client credentials alone can give is registered
/// for them as well, and is told so in the response: else it would have been granted what it can
/// never use.
fn register_grant_types(
    requested: &Map<String, Value>,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let asked = texts(requested, "grant_types")?.unwrap_or_else(|| vec![offer::AUTHORIZATION_CODE]);
    let mut granted = narrow(asked.into_iter(), offer::GRANT_TYPES);
    if granted.is_empty() {
        return Err(Refusal::invalid_client_metadata(
            "None of the grant_types is offered.",
        ));
    }
    let public = registered
        .get("token_endpoint_auth_method")
        .is_some_and(|method| method == offer::NONE);
    if public && granted.contains(&offer::CLIENT_CREDENTIALS) {
        return Err(Refusal::invalid_client_metadata(
            "Client credentials need a client that authenticates.",
        ));
    }
    if !public && wants_client_scope(requested) && !granted.contains(&offer::CLIENT_CREDENTIALS) {
        granted.push(offer::CLIENT_CREDENTIALS);
    }
    if granted.contains(&offer::AUTHORIZATION_CODE) && !has_redirect_uri(registered) {
        return Err(Refusal::invalid_redirect_uri(
            "The authorization_code grant needs redirect_uris.",
        ));
    }
    registered.insert("grant_types".into(), json!(granted));
    Ok(())
}

fn wants_client_scope(requested: &Map<String, Value>) -> bool {
    let scope = requested
        .get("scope")
        .and_then(Value::as_str)
        .unwrap_or_default();
    scope
        .split(' ')
        .any(|value| offer::CLIENT_SCOPES.contains(&value))
}

fn has_redirect_uri(registered: &Map<String, Value>) -> bool {
    registered
        .get("redirect_uris")
        .and_then(Value::as_array)
        .is_some_and(|uris| !uris.is_empty())
}

/// In step with the grant types (RFC 7591 §2.1): `code` with `authorization_code`, nothing without.
fn register_response_types(
    requested: &Map<String, Value>,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let code_grant = registered
        .get("grant_types")
        .and_then(Value::as_array)
        .is_some_and(|granted| {
            granted
                .iter()
                .any(|grant| grant == offer::AUTHORIZATION_CODE)
        });
    let fitting: &[&str] = if code_grant {
        offer::RESPONSE_TYPES
    } else {
        &[]
    };
    let asked = texts(requested, "response_types")?;
    let granted = narrow(
        asked
            .clone()
            .unwrap_or_else(|| fitting.to_vec())
            .into_iter(),
        offer::RESPONSE_TYPES,
    );
    let nothing_left = granted.is_empty() && asked.is_some_and(|asked| !asked.is_empty());
    if nothing_left || granted != fitting {
        return Err(Refusal::invalid_client_metadata(
            "The response_types do not go with the grant_types.",
        ));
    }
    registered.insert("response_types".into(), json!(granted));
    Ok(())
}

/// RFC 7591 §2: by value or by reference, and never with a private part. By reference they are
/// registered and no more, since this issuer fetches nothing.
fn register_keys(
    requested: &Map<String, Value>,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let signs_assertions = registered
        .get("token_endpoint_auth_method")
        .is_some_and(|method| method == offer::KEY_JWT);
    let Some(jwks) = requested.get("jwks") else {
        return if signs_assertions {
            Err(Refusal::invalid_client_metadata(
                "The private_key_jwt method needs a jwks by value: this issuer fetches no jwks_uri.",
            ))
        } else {
            Ok(())
        };
    };
    if requested.contains_key("jwks_uri") {
        return Err(Refusal::invalid_client_metadata(
            "There is both a jwks and a jwks_uri.",
        ));
    }
    let keys = client_keys::check(jwks).map_err(Refusal::invalid_client_metadata)?;
    if signs_assertions && !has_assertion_key(keys, registered) {
        return Err(Refusal::invalid_client_metadata(
            "The jwks holds no key that can verify the assertions of the client.",
        ));
    }
    registered.insert("jwks".into(), jwks.clone());
    Ok(())
}

/// Whether there is a key for the registered algorithm, or for one that is offered.
fn has_assertion_key(keys: &[Value], registered: &Map<String, Value>) -> bool {
    let chosen = registered
        .get("token_endpoint_auth_signing_alg")
        .and_then(Value::as_str);
    let mut algorithms = offer::assertion_algorithms(offer::KEY_JWT)
        .iter()
        .filter(|alg| chosen.is_none_or(|chosen| chosen == **alg));
    algorithms.any(|alg| keys.iter().any(|key| client_keys::suits(key, alg)))
}

fn register_plain_members(
    requested: &Map<String, Value>,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    for (name, value) in requested {
        let (plain, language) = name
            .split_once('#')
            .map_or((name.as_str(), None), |(plain, tag)| (plain, Some(tag)));
        if language.is_some() && !HUMAN_MEMBERS.contains(&plain) {
            continue;
        }
        if let Some((_, kind)) = PLAIN_MEMBERS.iter().find(|(known, _)| *known == plain) {
            check_kind(*kind, value)?;
            registered.insert(name.clone(), value.clone());
        }
    }
    Ok(())
}

fn check_kind(kind: Kind, value: &Value) -> Result<(), Refusal> {
    let url = |schemes: &[&str]| {
        let url = value.as_str().and_then(|text| Url::parse(text).ok());
        url.is_some_and(|url| schemes.contains(&url.scheme()))
    };
    let (fits, description) = match kind {
        Kind::Text => (
            value.is_string(),
            "A member of the client metadata has to be a string.",
        ),
        Kind::Url => (
            url(&["https", "http"]),
            "A member of the client metadata has to be a web address.",
        ),
        Kind::HttpsUrl => (
            url(&["https"]),
            "A member of the client metadata has to be an https address.",
        ),
        Kind::Texts => (
            list_of_texts(value).is_some(),
            "A member of the client metadata has to be a list of strings.",
        ),
        Kind::OneOf(offered) => (
            value.as_str().is_some_and(|value| offered.contains(&value)),
            "A member of the client metadata has a value that is not offered.",
        ),
    };
    if fits {
        Ok(())
    } else {
        Err(Refusal::invalid_client_metadata(description))
    }
}

/// A member that is a list of strings.
fn texts<'a>(
    requested: &'a Map<String, Value>,
    member: &str,
) -> Result<Option<Vec<&'a str>>, Refusal> {
    let Some(value) = requested.get(member) else {
        return Ok(None);
    };
    let description = "A member of the client metadata has to be a list of strings.";
    list_of_texts(value)
        .map(Some)
        .ok_or(Refusal::invalid_client_metadata(description))
}

fn list_of_texts(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}

/// The values that are offered, once each, in the order they were asked for.
fn narrow<'a>(asked: impl Iterator<Item = &'a str>, offered: &[&str]) -> Vec<&'a str> {
    let mut kept = Vec::new();
    for value in asked {
        if offered.contains(&value) && !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}
