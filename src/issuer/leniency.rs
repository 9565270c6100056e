//! What a registration is let through with, against the rules: each fault of that kind takes the members that are wrong
//! out of the request before it is judged, and registers them as they came.

use serde_json::{Map, Value, json};

use super::app::App;
use super::faults::Fault;

/// The redirect URI that is judged in the place of those that are taken out.
const STAND_IN: &str = "https://client.example/stand-in";

const REDIRECT_URIS: &str = "redirect_uris";

/// One fault: the members that are not judged, and the requests that it is about.
struct Leniency {
    fault: Fault,
    members: &'static [&'static str],
    is_about: fn(&Map<String, Value>) -> bool,
}

const LENIENCIES: &[Leniency] = &[
    Leniency {
        fault: Fault::RedirectUriFragmentRegistered,
        members: &[REDIRECT_URIS],
        is_about: |requested| any_uri(requested, |uri| uri.contains('#')),
    },
    Leniency {
        fault: Fault::RedirectUriRelativeRegistered,
        members: &[REDIRECT_URIS],
        is_about: |requested| any_uri(requested, |uri| uri.starts_with('/')),
    },
    Leniency {
        fault: Fault::RedirectUriEmptyRegistered,
        members: &[REDIRECT_URIS],
        is_about: |requested| any_uri(requested, str::is_empty),
    },
    Leniency {
        fault: Fault::RedirectUriRemoteHttpRegistered,
        members: &[REDIRECT_URIS],
        is_about: |requested| any_uri(requested, |uri| uri.starts_with("http://client.")),
    },
    Leniency {
        fault: Fault::RedirectUrisMissingRegistered,
        members: &[REDIRECT_URIS],
        is_about: |requested| !requested.contains_key(REDIRECT_URIS),
    },
    Leniency {
        fault: Fault::WebClientImplicitHttpLocalhostRegistered,
        members: &[
            "application_type",
            REDIRECT_URIS,
            "grant_types",
            "response_types",
        ],
        is_about: |requested| {
            lists(requested, "grant_types", "implicit") && is(requested, "application_type", "web")
        },
    },
    Leniency {
        fault: Fault::NativeClientHttpsRegistered,
        members: &["application_type", REDIRECT_URIS],
        is_about: |requested| is(requested, "application_type", "native"),
    },
    Leniency {
        fault: Fault::RegistrationJwksAndJwksUri,
        members: &["jwks", "jwks_uri"],
        is_about: |requested| requested.contains_key("jwks") && requested.contains_key("jwks_uri"),
    },
    Leniency {
        fault: Fault::PrivateKeyRegistered,
        members: &["jwks"],
        is_about: |requested| {
            let key = requested
                .get("jwks")
                .and_then(|jwks| jwks.pointer("/keys/0/d"));
            key.is_some()
        },
    },
    Leniency {
        fault: Fault::RegistrationGrantResponseMismatch,
        members: &["grant_types", "response_types"],
        is_about: |requested| {
            let code = lists(requested, "response_types", "code");
            let token = lists(requested, "response_types", "token");
            code && !lists(requested, "grant_types", "authorization_code")
                || token && !lists(requested, "grant_types", "implicit")
        },
    },
    Leniency {
        fault: Fault::IdTokenAlgNoneRegistered,
        members: &[
            "grant_types",
            "response_types",
            "id_token_signed_response_alg",
        ],
        is_about: |requested| is(requested, "id_token_signed_response_alg", "none"),
    },
    Leniency {
        fault: Fault::AuthSigningAlgNoneRegistered,
        members: &["token_endpoint_auth_signing_alg"],
        is_about: |requested| is(requested, "token_endpoint_auth_signing_alg", "none"),
    },
    Leniency {
        fault: Fault::InitiateLoginUriHttpRegistered,
        members: &["initiate_login_uri"],
        is_about: |requested| requested.contains_key("initiate_login_uri"),
    },
];

/// Members that are registered as they came, or, without a value, left out as they were.
pub(super) type Taken = Vec<(&'static str, Option<Value>)>;

/// Takes out of a request what is not judged.
pub(super) fn take(app: &App, requested: &mut Map<String, Value>) -> Taken {
    let mut taken = Taken::new();
    for leniency in LENIENCIES {
        if app.has(leniency.fault) && (leniency.is_about)(requested) {
            let members = leniency.members.iter();
            taken.extend(members.map(|name| (*name, requested.shift_remove(*name))));
        }
    }
    if taken.iter().any(|(name, _)| *name == REDIRECT_URIS) {
        requested.insert(REDIRECT_URIS.into(), json!([STAND_IN]));
    }
    taken
}

/// Puts what was taken out into what is registered.
pub(super) fn restore(taken: Taken, registered: &mut Map<String, Value>) {
    for (name, value) in taken {
        registered.shift_remove(name);
        if let Some(value) = value {
            registered.insert(name.into(), value);
        }
    }
}

fn any_uri(requested: &Map<String, Value>, is_wrong: fn(&str) -> bool) -> bool {
    let uris = requested.get(REDIRECT_URIS).and_then(Value::as_array);
    let mut uris = uris.into_iter().flatten().filter_map(Value::as_str);
    uris.any(is_wrong)
}

fn is(requested: &Map<String, Value>, member: &str, text: &str) -> bool {
    requested.get(member).is_some_and(|value| value == text)
}

fn lists(requested: &Map<String, Value>, member: &str, text: &str) -> bool {
    let items = requested.get(member).and_then(Value::as_array);
    items.is_some_and(|items| items.iter().any(|item| item == text))
}
