//! What the embedded issuer can be told to do otherwise than most, and still rightly: a run has to
//! cope with it, and no rule is broken.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::app::App;
use super::offer;
use super::refusal::Refusal;

/// One thing that the embedded issuer does otherwise than most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quirk {
    /// RFC 7591 §3 leaves open how often an initial access token is good.
    OneUseInitialAccessToken,
    /// RFC 7591 §3 allows registration without an initial access token.
    OpenRegistration,
    /// RFC 7591 §3.2.1 lets the server replace metadata.
    NoClientCredentialsForRegisteredClients,
    /// RFC 7591 §3.2.1, RFC 6749 §3.3.
    OwnScopesOnly,
    /// RFC 6749 §3.3 lets the server refuse a request without a scope.
    NeedsAScope,
    /// RFC 6749 §1.4 leaves the form of tokens open.
    OpaqueAccessTokens,
    /// RFC 7591 §2 lets the server refuse a value.
    RefusesGrantTypesMember,
    /// Nothing says when a client that was registered is known everywhere.
    Settle,
    /// RFC 7592 §2.1 and §2.2.
    RotatingRegistrationAccessToken,
    /// RFC 7592 §1: management is optional.
    NoManagement,
    /// RFC 8414 §2: the endpoint is optional.
    NoIntrospection,
    /// RFC 8414 §2: the endpoint is optional.
    NoRevocation,
}

/// Each quirk with the name it is asked for by, and with what the issuer then does.
const TABLE: &[(Quirk, &str, &str)] = &[
    (
        Quirk::OneUseInitialAccessToken,
        "one-use-initial-access-token",
        "The initial access token registers one client, and is refused from then on.",
    ),
    (
        Quirk::OpenRegistration,
        "open-registration",
        "Anyone may register a client; an initial access token is not looked at.",
    ),
    (
        Quirk::NoClientCredentialsForRegisteredClients,
        "no-client-credentials-for-registered-clients",
        "Clients that register do not get the grant type client_credentials; the configured client has it.",
    ),
    (
        Quirk::OwnScopesOnly,
        "own-scopes-only",
        "Every client is registered for the scope embedded-scope, whatever it asks for, and can have no other.",
    ),
    (
        Quirk::NeedsAScope,
        "needs-a-scope",
        "A token request without a scope is refused with invalid_scope.",
    ),
    (
        Quirk::OpaqueAccessTokens,
        "opaque-access-tokens",
        "Access tokens are random characters instead of JWTs.",
    ),
    (
        Quirk::RefusesGrantTypesMember,
        "refuses-grant-types-member",
        "A registration that names grant_types is refused; the issuer chooses them.",
    ),
    (
        Quirk::Settle,
        "settle",
        "A client is known to the token, introspection and revocation endpoints 300 ms after its registration.",
    ),
    (
        Quirk::RotatingRegistrationAccessToken,
        "rotating-registration-access-token",
        "Each time a client is read or updated it gets another registration access token, and the old one is dead.",
    ),
    (
        Quirk::NoManagement,
        "no-management",
        "Clients get no client configuration endpoint and no registration access token.",
    ),
    (
        Quirk::NoIntrospection,
        "no-introspection",
        "There is no introspection endpoint.",
    ),
    (
        Quirk::NoRevocation,
        "no-revocation",
        "There is no revocation endpoint.",
    ),
];

impl Quirk {
    /// Every quirk, with the name it is asked for by and what the issuer then does, in one sentence.
    pub fn all() -> impl Iterator<Item = (Self, &'static str, &'static str)> {
        TABLE.iter().copied()
    }

    /// The quirk with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        let mut all = Self::all();
        all.find(|(_, known, _)| *known == id)
            .map(|(quirk, ..)| quirk)
    }
}

/// What the issuer does otherwise than most; empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quirks(BTreeSet<Quirk>);

impl Quirks {
    /// The quirks with these names.
    ///
    /// # Errors
    ///
    /// The first name that none has.
    pub fn from_ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> Result<Self, &'a str> {
        let quirk = |id| Quirk::from_id(id).ok_or(id);
        ids.into_iter().map(quirk).collect()
    }

    /// Whether this quirk was asked for.
    pub(super) fn has(&self, quirk: Quirk) -> bool {
        self.0.contains(&quirk)
    }
}

impl FromIterator<Quirk> for Quirks {
    fn from_iter<I: IntoIterator<Item = Quirk>>(quirks: I) -> Self {
        Self(quirks.into_iter().collect())
    }
}

/// What a registration asks for, as far as the issuer lets clients ask.
pub(super) fn before_registration(
    app: &App,
    requested: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    if !app.quirks.has(Quirk::RefusesGrantTypesMember) {
        return Ok(());
    }
    if requested.contains_key("grant_types") {
        return Err(Refusal::invalid_client_metadata(
            "This server chooses the grant_types.",
        ));
    }
    let public = requested
        .get("token_endpoint_auth_method")
        .is_some_and(|method| method == offer::NONE);
    let grants: &[&str] = match (public, requested.contains_key("redirect_uris")) {
        (true, _) => &[offer::AUTHORIZATION_CODE],
        (false, true) => &[offer::AUTHORIZATION_CODE, offer::CLIENT_CREDENTIALS],
        (false, false) => &[offer::CLIENT_CREDENTIALS],
    };
    requested.insert("grant_types".into(), json!(grants));
    Ok(())
}

/// What is registered, as far as the issuer lets clients have it.
pub(super) fn after_registration(
    app: &App,
    registered: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    if app.quirks.has(Quirk::OwnScopesOnly) {
        registered.insert("scope".into(), offer::OWN_SCOPE.into());
    }
    let granted = registered.get_mut("grant_types");
    if let Some(granted) = granted.and_then(Value::as_array_mut)
        && app
            .quirks
            .has(Quirk::NoClientCredentialsForRegisteredClients)
    {
        granted.retain(|grant| grant != offer::CLIENT_CREDENTIALS);
        if granted.is_empty() {
            return Err(Refusal::invalid_client_metadata(
                "Clients that register do not get client_credentials.",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Quirk, Quirks};

    #[test]
    fn names_are_kebab_case_and_lead_back_to_their_quirk() {
        let mut seen = BTreeSet::new();
        for (quirk, id, sentence) in Quirk::all() {
            assert!(seen.insert(quirk), "{id} is there twice");
            assert_eq!(Quirk::from_id(id), Some(quirk));
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
            assert!(sentence.ends_with('.') && !sentence.contains(". "));
        }
        assert_eq!(
            Quirks::from_ids(["settle", "no-such-quirk"]),
            Err("no-such-quirk")
        );
    }
}
