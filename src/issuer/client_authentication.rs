//! Who asks: client authentication for the token, introspection and revocation endpoints, by a
//! secret (RFC 6749 §2.3.1) or by an assertion.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::app::App;
use super::faults::Fault;
use super::form::{Form, decode};
use super::refusal::{Challenge, Refusal};
use super::store::{Client, same_secret};
use super::{client_assertion, offer};

/// One answer for an unknown client and for a wrong secret, so that nobody learns which clients
/// exist.
pub(super) const UNKNOWN: Refusal = Refusal {
    status: http::StatusCode::UNAUTHORIZED,
    error: Some("invalid_client"),
    description: "The client is unknown, its secret is wrong, or it is registered for another method.",
    challenge: Some(Challenge::Basic),
};

/// What a request says about its client.
struct Presented {
    method: &'static str,
    id: String,
    secret: Option<String>,
}

/// The client that a request comes from.
pub(super) fn authenticate(app: &App, headers: &HeaderMap, form: &Form) -> Result<Client, Refusal> {
    if client_assertion::is_presented(form) {
        check_single_method(headers, form)?;
        return client_assertion::authenticate(app, form);
    }
    let presented = presented(app, headers, form)?;
    if app.has(Fault::BasicRefused) && presented.method == offer::BASIC {
        return Err(UNKNOWN);
    }
    let client = app.store().client(&presented.id);
    let client = client.filter(Client::has_settled).ok_or(UNKNOWN)?;
    if !client.authenticates_by(presented.method) {
        return Err(UNKNOWN);
    }
    match (&client.secret, &presented.secret) {
        (None, None) => Ok(client),
        (Some(expected), Some(secret)) if same_secret(expected, secret) => Ok(client),
        _ => Err(UNKNOWN),
    }
}

/// The same for an endpoint that is closed to public clients, and that answers 401 however the
/// client tried to authenticate (RFC 7662 §2.3).
pub(super) fn authenticate_confidential(
    app: &App,
    headers: &HeaderMap,
    form: &Form,
) -> Result<Client, Refusal> {
    match authenticate(app, headers, form) {
        Ok(client) if client.is_public() => Err(Refusal::invalid_client(
            "This endpoint is closed to public clients.",
        )),
        Err(refusal) if refusal.error == Some("invalid_client") => {
            Err(Refusal::invalid_client(refusal.description))
        }
        answer => answer,
    }
}

/// The identifier of the client that a request says it comes from, whether it is true or not.
pub(super) fn presented_id(app: &App, headers: &HeaderMap, form: &Form) -> Option<String> {
    presented(app, headers, form)
        .ok()
        .map(|presented| presented.id)
}

/// RFC 6749 §2.3 allows one method in a request.
fn check_single_method(headers: &HeaderMap, form: &Form) -> Result<(), Refusal> {
    if headers.contains_key(AUTHORIZATION) || form.value("client_secret").is_some() {
        return Err(Refusal::invalid_request(
            "The client authenticates in two ways.",
        ));
    }
    Ok(())
}

fn presented(app: &App, headers: &HeaderMap, form: &Form) -> Result<Presented, Refusal> {
    let mut authorizations = headers.get_all(AUTHORIZATION).iter();
    if let Some(authorization) = authorizations.next() {
        if authorizations.next().is_some() {
            return Err(Refusal::invalid_request(
                "There are two Authorization headers.",
            ));
        }
        return presented_in_header(app, authorization.as_bytes(), form);
    }
    let secret = form.value("client_secret").map(str::to_owned);
    match form.value("client_id") {
        Some(id) => {
            let method = if secret.is_some() {
                offer::POST
            } else {
                offer::NONE
            };
            Ok(Presented {
                method,
                id: id.to_owned(),
                secret,
            })
        }
        None => Err(Refusal::invalid_client(
            "The request does not say which client it comes from.",
        )),
    }
}

/// RFC 6749 §2.3 allows one method in a request; a `client_id` that repeats the name is not a
/// method.
fn presented_in_header(app: &App, authorization: &[u8], form: &Form) -> Result<Presented, Refusal> {
    if form.value("client_secret").is_some() && !app.has(Fault::TwoAuthMethodsAccepted) {
        return Err(Refusal::invalid_request(
            "The client authenticates in two ways.",
        ));
    }
    let read = if app.has(Fault::BasicNotDecoded) {
        undecoded(authorization)
    } else {
        basic(authorization)
    };
    let malformed = if app.has(Fault::MalformedBasic500) {
        Refusal::server_error()
    } else {
        Refusal::invalid_client("The Authorization header is not well-formed Basic.")
    };
    let (id, secret) = read.ok_or(malformed)?;
    if form.value("client_id").is_some_and(|other| other != id) {
        return Err(Refusal::invalid_request(
            "The client_id is not the one in the Authorization header.",
        ));
    }
    Ok(Presented {
        method: offer::BASIC,
        id,
        secret: Some(secret),
    })
}

/// The user-id and password of Basic credentials (RFC 7617 §2), each form-decoded (RFC 6749
/// §2.3.1).
fn basic(authorization: &[u8]) -> Option<(String, String)> {
    let (id, secret) = undecoded(authorization)?;
    Some((decode(id.as_bytes())?, decode(secret.as_bytes())?))
}

/// The same as they come.
fn undecoded(authorization: &[u8]) -> Option<(String, String)> {
    let space = authorization.iter().position(|&byte| byte == b' ')?;
    let (scheme, rest) = authorization.split_at(space);
    if !scheme.eq_ignore_ascii_case(b"Basic") {
        return None;
    }
    let pair = STANDARD.decode(rest.trim_ascii()).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::any;
    use proptest::proptest;

    use super::basic;

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(bytes in any::<Vec<u8>>()) {
            let _ = basic(&bytes);
            let _ = basic(&[b"Basic ", bytes.as_slice()].concat());
        }
    }

    #[test]
    fn basic_credentials_are_form_decoded() {
        // a%3Ab:c+d%3D
        assert_eq!(
            basic(b"basic YSUzQWI6YytkJTNE"),
            Some(("a:b".into(), "c d=".into()))
        );
        assert_eq!(basic(b"Basic YTo="), Some(("a".into(), String::new())));
        for malformed in [
            &b"Basic"[..],
            b"Basic ",
            b"Basic YQ==",
            b"Basic !",
            b"Bearer YTpi",
            b"Basic JTo=",
        ] {
            assert_eq!(basic(malformed), None);
        }
    }
}
