//! Client authentication with a signed assertion: `private_key_jwt` and `client_secret_jwt` (RFC
//! 7521 §4.2, RFC 7523 §2.2 and §3, OpenID Connect Core 1.0 §9).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

use super::app::App;
use super::faults::Fault;
use super::form::Form;
use super::refusal::Refusal;
use super::store::Client;
use super::{client_keys, offer, router};

/// The only `client_assertion_type` (RFC 7523 §2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What an assertion may say about its type; an access token is none (RFC 8725 §3.11).
const TYPES: &[&str] = &["jwt", "client-authentication+jwt"];

/// How far a client's clock may be ahead, in seconds.
const LEEWAY: i64 = 30;

/// How long an assertion may live, in seconds: so long is it remembered, for nobody to use it twice.
const LONGEST_LIFE: i64 = 24 * 60 * 60;

/// A JWT in its parts.
struct Assertion<'a> {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    input: &'a str,
    signature: &'a str,
}

impl<'a> Assertion<'a> {
    fn read(form: &'a Form) -> Option<Self> {
        let (input, signature) = form.value("client_assertion")?.rsplit_once('.')?;
        let (header, claims) = input.split_once('.')?;
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            input,
            signature,
        })
    }

    fn claim(&self, name: &str) -> Option<&str> {
        self.claims.get(name).and_then(Value::as_str)
    }

    fn alg(&self) -> &str {
        let alg = self.header.get("alg").and_then(Value::as_str);
        alg.unwrap_or_default()
    }
}

fn object(segment: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(segment).ok()?).ok()
}

/// Whether a request authenticates its client in this way.
pub(super) fn is_presented(form: &Form) -> bool {
    let present = |name| form.value(name).is_some();
    present("client_assertion") || present("client_assertion_type")
}

/// The client that an assertion speaks for. Every refusal is `invalid_client` (RFC 7523 §3.2).
pub(super) fn authenticate(app: &App, form: &Form) -> Result<Client, Refusal> {
    identify(app, form).map_err(|refusal| {
        if app.has(Fault::AssertionErrorInvalidGrant) {
            return Refusal::bad_request("invalid_grant", refusal.description);
        }
        refusal
    })
}

fn identify(app: &App, form: &Form) -> Result<Client, Refusal> {
    check_type(form)?;
    let assertion =
        Assertion::read(form).ok_or(refused("The client_assertion is not a signed JWT."))?;
    let client = find_client(app, &assertion)?;
    check_client_id(app, &client, form)?;
    check_header(&assertion)?;
    if !may_stay_unverified(app, &client, &assertion) {
        check_algorithm(app, &client, &assertion)?;
        check_signature(&client, &assertion)?;
    }
    check_audience(app, &assertion)?;
    check_expiry(app, &assertion)?;
    check_not_before(app, &assertion)?;
    check_first_use(app, &client, &assertion)?;
    Ok(client)
}

fn check_type(form: &Form) -> Result<(), Refusal> {
    match form.value("client_assertion_type") {
        Some(JWT_BEARER) => Ok(()),
        Some(_) => Err(refused("The client_assertion_type is not offered.")),
        None => Err(refused("The client_assertion_type is missing.")),
    }
}

/// Issuer and subject are both the client (RFC 7523 §3).
fn find_client(app: &App, assertion: &Assertion<'_>) -> Result<Client, Refusal> {
    let id = assertion
        .claim("sub")
        .ok_or(refused("The assertion has no sub."))?;
    if assertion.claim("iss") != Some(id) && !app.has(Fault::AssertionIssUnchecked) {
        return Err(refused(
            "The iss and the sub of the assertion are not the same.",
        ));
    }
    let client = app.store().client(id).filter(Client::has_settled);
    client.ok_or(refused(
        "The client is unknown, or it is registered for another method.",
    ))
}

/// A `client_id` beside the assertion names the same client (RFC 7521 §4.2).
fn check_client_id(app: &App, client: &Client, form: &Form) -> Result<(), Refusal> {
    match form.value("client_id") {
        Some(id) if id != client.id && !app.has(Fault::AssertionClientIdUnchecked) => {
            Err(refused("The client_id is not the client of the assertion."))
        }
        _ => Ok(()),
    }
}

/// No extension is understood (RFC 7515 §4.1.11), and no JWT of another kind is taken for an
/// assertion.
fn check_header(assertion: &Assertion<'_>) -> Result<(), Refusal> {
    let known = |typ: &Value| {
        let typ = typ.as_str().unwrap_or_default().to_ascii_lowercase();
        TYPES.contains(&typ.trim_start_matches("application/"))
    };
    if assertion.header.contains_key("crit") || !assertion.header.get("typ").is_none_or(known) {
        return Err(refused("The header of the assertion is not understood."));
    }
    Ok(())
}

/// Whether a fault lets an assertion pass that is signed with nothing, or with what anybody knows.
fn may_stay_unverified(app: &App, client: &Client, assertion: &Assertion<'_>) -> bool {
    match assertion.alg() {
        "none" => app.has(Fault::AssertionUnsignedAccepted),
        "HS256" if app.has(Fault::AssertionPublicKeyAsSecret) => {
            let mut keys = client_keys::registered(&client.metadata);
            keys.any(|key| is_authenticated(assertion, key.to_string().as_bytes()))
        }
        _ => false,
    }
}

/// Whether the signature is a message authentication code with this secret.
fn is_authenticated(assertion: &Assertion<'_>, secret: &[u8]) -> bool {
    let (key, input) = (DecodingKey::from_secret(secret), assertion.input.as_bytes());
    jsonwebtoken::crypto::verify(assertion.signature, input, &key, Algorithm::HS256)
        .unwrap_or(false)
}

/// The algorithm is one of the client's method, and the registered one if there is one (OpenID
/// Connect Registration 1.0 §2).
fn check_algorithm(app: &App, client: &Client, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    let offered = offer::assertion_algorithms(client.text("token_endpoint_auth_method"));
    if !offered.contains(&assertion.alg()) {
        return Err(refused(
            "The client is registered for another method or algorithm.",
        ));
    }
    match client.text("token_endpoint_auth_signing_alg") {
        registered if registered.is_empty() || registered == assertion.alg() => Ok(()),
        _ if app.has(Fault::AssertionAlgorithmUnchecked) => Ok(()),
        _ => Err(refused("The client is registered for another algorithm.")),
    }
}

/// The key follows from the client's method and never from the assertion, so that no public key is
/// taken for a secret (RFC 8725 §3.1).
fn check_signature(client: &Client, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    let good = match &client.secret {
        Some(secret) => is_authenticated(assertion, secret.reveal().as_bytes()),
        None => is_signed_by_a_key_of(client, assertion),
    };
    if good {
        Ok(())
    } else {
        Err(refused("The signature of the assertion does not verify."))
    }
}

fn is_signed_by_a_key_of(client: &Client, assertion: &Assertion<'_>) -> bool {
    let mut keys = client_keys::registered(&client.metadata);
    let kid = assertion.header.get("kid").and_then(Value::as_str);
    let (input, signature) = (assertion.input, assertion.signature);
    keys.any(|key| client_keys::verifies(key, kid, assertion.alg(), input, signature))
}

/// The issuer identifier alone, so that no other server can be meant as well (RFC 7523 §3 and its
/// pending update).
fn check_audience(app: &App, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    let audience = match assertion.claims.get("aud") {
        Some(Value::Array(all)) if all.len() == 1 => all.first(),
        audience => audience,
    };
    let is = |name: &str| audience.is_some_and(|audience| *audience == name);
    let endpoint = is(&app.url(router::TOKEN));
    let ours = if app.has(Fault::AssertionIssuerAudienceRefused) {
        endpoint
    } else {
        is(&app.issuer) || endpoint && app.has(Fault::AssertionEndpointAudienceAccepted)
    };
    if ours || app.has(Fault::AssertionAudienceUnchecked) {
        Ok(())
    } else {
        Err(refused(
            "The aud of the assertion is not the issuer identifier alone.",
        ))
    }
}

fn check_expiry(app: &App, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    if app.has(Fault::AssertionWithoutExpAccepted) && !assertion.claims.contains_key("exp") {
        return Ok(());
    }
    let expires_at = seconds(assertion.claims.get("exp"))
        .ok_or(refused("The assertion does not say when it expires."))?;
    let now = app.clock.unix();
    if expires_at <= now && !app.has(Fault::AssertionExpiredAccepted) {
        return Err(refused("The assertion has expired."));
    }
    if expires_at > now.saturating_add(LONGEST_LIFE) {
        return Err(refused("The assertion lives longer than a day."));
    }
    Ok(())
}

fn check_not_before(app: &App, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    let Some(not_before) = assertion.claims.get("nbf") else {
        return Ok(());
    };
    let not_before =
        seconds(Some(not_before)).ok_or(refused("The nbf of the assertion is not a number."))?;
    let early = not_before > app.clock.unix().saturating_add(LEEWAY);
    if early && !app.has(Fault::AssertionNotBeforeUnchecked) {
        return Err(refused("The assertion is not valid yet."));
    }
    Ok(())
}

/// OpenID Connect Core 1.0 §9: `jti` is required, and good for one use.
fn check_first_use(app: &App, client: &Client, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    let id = assertion
        .claim("jti")
        .filter(|id| !id.is_empty())
        .ok_or(refused("The assertion has no jti."))?;
    let expires_at = seconds(assertion.claims.get("exp")).unwrap_or_default();
    let now = app.clock.unix();
    let first = app.store().use_once(&client.id, id, expires_at, now);
    if first || app.has(Fault::AssertionReplayAccepted) {
        Ok(())
    } else {
        Err(refused("The assertion was used before."))
    }
}

/// A `NumericDate` in whole seconds since the epoch (RFC 7519 §2).
fn seconds(value: Option<&Value>) -> Option<i64> {
    let number = value.filter(|value| value.is_number())?;
    let whole = || number.to_string().split('.').next()?.parse().ok();
    number.as_i64().or_else(whole)
}

/// `invalid_client` without a challenge: no Authorization header was used (RFC 6749 §5.2).
fn refused(description: &'static str) -> Refusal {
    Refusal::bad_request("invalid_client", description)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::any;
    use proptest::proptest;
    use serde_json::json;

    use super::*;

    proptest! {
        #[test]
        fn any_assertion_is_read_or_refused(text in any::<String>()) {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            let body = form.append_pair("client_assertion", &text).finish();
            let _ = Assertion::read(&Form::parse(body.as_bytes()).unwrap()).map(|read| read.claims);
        }
    }

    #[test]
    fn numeric_dates_may_have_a_fraction() {
        for (value, expected) in [
            (json!(7), Some(7)),
            (json!(7.9), Some(7)),
            (json!(-1), Some(-1)),
            (json!("7"), None),
            (json!(null), None),
            (json!(1e300), None),
        ] {
            assert_eq!(seconds(Some(&value)), expected, "{value}");
        }
        assert_eq!(seconds(None), None);
    }
}
