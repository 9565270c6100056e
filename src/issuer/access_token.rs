//! Access tokens in the form of RFC 9068.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::app::App;
use super::faults::Fault;
use super::offer;
use super::quirks::Quirk;
use super::refusal::Refusal;
use super::spoils::{spoil_claim_text, spoil_part, spoil_signature};
use super::store::{Client, Kind, Token};

/// What an access token is issued for.
pub(super) struct Grant<'a> {
    pub(super) client: &'a Client,
    pub(super) scope: &'a str,
    /// The `aud` claim.
    pub(super) audience: Value,
    /// The refresh token that it comes from.
    pub(super) parent: Option<String>,
}

/// Issues a token to a client, at a time in seconds since the epoch.
pub(super) fn issue(app: &App, mut grant: Grant<'_>, now: i64) -> Result<String, Refusal> {
    let expires_at = now + lifetime(app);
    let mut header = header(app);
    if app.has(Fault::ResourceIndicatorIgnored) && grant.audience != app.audience() {
        grant.audience = app.audience().into();
        header.insert("typ".into(), "JWT".into());
    }
    let mut claims = claims(app, &grant, now, expires_at);
    spoil_part(&app.faults.spoils, &app.issuer, true, &mut header);
    spoil_part(&app.faults.spoils, &app.issuer, false, &mut claims);
    let mut text = sign(app, &header, &claims)?;
    if app.has(Fault::AccessTokenGuessable) {
        text = eight_digits(app, &text);
    }
    if app.quirks.has(Quirk::OpaqueAccessTokens) {
        text = app.entropy.token("opaque access token", text.as_bytes());
    }
    let token = Token {
        kind: Kind::Access,
        client_id: grant.client.id.clone(),
        claims,
        scope: grant.scope.to_owned(),
        audience: grant.audience,
        expires_at,
        parent: grant.parent,
    };
    app.store().put_token(text.clone(), token, now);
    Ok(text)
}

/// How long an access token lives, in seconds.
pub(super) fn lifetime(app: &App) -> i64 {
    if app.has(Fault::TokenLifetimeFiveHours) {
        18_000
    } else if app.has(Fault::TokenLifetimeHour) {
        3600
    } else {
        offer::TOKEN_LIFETIME
    }
}

fn eight_digits(app: &App, material: &str) -> String {
    let bytes = app.entropy.bytes("number", material.as_bytes());
    let number = bytes
        .into_iter()
        .fold(0_u32, |number, byte| (number << 4) ^ u32::from(byte));
    format!("{:08}", number % 100_000_000)
}

/// RFC 9068 §2.1.
fn header(app: &App) -> Map<String, Value> {
    let typ = if app.has(Fault::AccessTokenTypJwt) {
        "JWT"
    } else {
        "at+jwt"
    };
    let mut header = Map::new();
    header.insert("alg".into(), app.signing_key.alg.into());
    header.insert("typ".into(), typ.into());
    header.insert("kid".into(), app.signing_key.kid.into());
    header
}

/// RFC 9068 §2.2: without an end-user the subject is the client.
fn claims(app: &App, grant: &Grant<'_>, now: i64, expires_at: i64) -> Map<String, Value> {
    let (client, scope) = (grant.client, grant.scope);
    let material = match &grant.audience {
        Value::String(only) if *only == app.audience() => format!("{}\n{scope}", client.id),
        audience => format!("{}\n{scope}\n{audience}", client.id),
    };
    let mut claims = Map::new();
    claims.insert("iss".into(), app.issuer.clone().into());
    let subject = if app.has(Fault::AccessTokenSubRandom) {
        app.entropy.token("sub", material.as_bytes())
    } else {
        client.id.clone()
    };
    claims.insert("sub".into(), subject.into());
    claims.insert("aud".into(), grant.audience.clone());
    claims.insert("exp".into(), expires_at.into());
    claims.insert("iat".into(), now.into());
    claims.insert(
        "jti".into(),
        app.entropy.token("jti", material.as_bytes()).into(),
    );
    claims.insert("client_id".into(), client.id.clone().into());
    claims.insert("scope".into(), scope.into());
    claims
}

/// The compact serialization (RFC 7515 §3.1).
fn sign(
    app: &App,
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
) -> Result<String, Refusal> {
    let text = |part: &Map<String, Value>| Value::Object(part.clone()).to_string();
    let claims = spoil_claim_text(&app.faults.spoils, text(claims));
    let input = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(text(header)),
        URL_SAFE_NO_PAD.encode(claims)
    );
    let signature = app
        .signing_key
        .sign(&input)
        .map_err(|_| Refusal::server_error())?;
    let signature = spoil_signature(&app.faults.spoils, signature);
    Ok(format!("{input}.{signature}"))
}
