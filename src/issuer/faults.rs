//! Everything the embedded issuer can be told to do wrong. To add a fault: one line in the table,
//! one line in the endpoint step that it spoils, one case in `tests/issuer_faults.rs`.

use std::collections::BTreeSet;

use super::spoils::Spoil;

/// Makes the enum, its ids and its sentences from one table.
macro_rules! faults {
    ($($variant:ident $id:literal $sentence:literal)+) => {
        /// One thing that the embedded issuer does wrong when it is asked to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(clippy::doc_markdown, reason = "sentences are printed as plain text")]
        pub enum Fault {
            $(#[doc = $sentence] $variant,)+
        }

        impl Fault {
            /// Every fault, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name it is asked for by; it says the bad state.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)+
                }
            }

            /// What the issuer then does, in one sentence.
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => $sentence,)+
                }
            }

            /// The fault with this id.
            pub fn from_id(id: &str) -> Option<Self> {
                match id {
                    $($id => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

faults! {
    IssuerTrailingSlash "issuer-trailing-slash" "The metadata names the issuer with a slash at its end."
    AnotherIssuer "another-issuer" "The metadata names an issuer at another host."
    MetadataContentTypeText "metadata-content-type-text" "The metadata is served as text/plain."
    MetadataStatus203 "metadata-status-203" "The metadata is served with status 203."
    JwksPrivateKey "jwks-private-key" "The key set shows a private parameter of its RSA key."
    RegistrationStatus200 "registration-status-200" "A registration is answered with status 200."
    RegistrationClientIdMissing "registration-client-id-missing" "A registration response has no client_id."
    RegistrationSecretExpiresAtMissing "registration-secret-expires-at-missing" "A registration response has a client_secret but no client_secret_expires_at."
    RegistrationNullMember "registration-null-member" "A registration response shows a member without value as null."
    RegistrationDefaultsUnstated "registration-defaults-unstated" "A registration response leaves out the values that the issuer chose because the client did not send any."
    OmittedAuthMethodMeansPost "omitted-auth-method-means-post" "A client that registers without token_endpoint_auth_method is registered for client_secret_post, and the response does not say so."
    ClientSecretNotAscii "client-secret-not-ascii" "Client secrets end with a letter that is not ASCII."
    ClientSecretDigits "client-secret-digits" "Client secrets are numbers of eight digits."
    RegistrationTokenIsClientId "registration-access-token-is-client-id" "The registration access token of a client is its client_id."
    ClientDeleteStatus200 "client-delete-status-200" "The deletion of a client is answered with status 200 and a JSON message."
    ClientDeleteStatus404 "client-delete-status-404" "The deletion of a client is answered with status 404 and not done."
    ClientShownWithoutToken "client-shown-without-token" "A client is shown to whoever asks without a token."
    ClientShownToOtherClient "client-shown-to-other-client" "The registration access token of any client opens each client's configuration."
    ClientUnknownStatus404 "client-unknown-status-404" "A request about a client that does not exist is answered with status 404."
    ClientReadSecretChanges "client-read-secret-changes" "Each read of a client shows another client_secret."
    ClientUpdateMerges "client-update-merges" "The redirect_uris of an update are added to those that were registered."
    ClientUpdateKeepsOmitted "client-update-keeps-omitted" "Members that an update leaves out stay registered."
    ClientUpdateOtherClientId "client-update-other-client-id" "An update that names another client_id is carried out."
    ClientUpdateChoosesSecret "client-update-chooses-secret" "An update sets the client_secret that it brings."
    ClientUpdateUnchecked "client-update-unchecked" "An update registers redirect_uris that are no URIs."
    DeletedClientAuthenticates "deleted-client-authenticates" "A deleted client still gets tokens."
    DeletedClientShown "deleted-client-shown" "A deleted client is still shown to its registration access token."
    DeletedClientTokensActive "deleted-client-tokens-active" "The access tokens of a deleted client stay active."
    TokenStatus201 "token-status-201" "A token response has status 201."
    TokenWithoutCacheControl "token-without-cache-control" "A token response has no Cache-Control header."
    TokenTypeMissing "token-type-missing" "A token response has no token_type."
    TokenExpiresInString "token-expires-in-string" "A token response gives expires_in as a string."
    TokenErrorHtml "token-error-html" "A token request is refused with an HTML page."
    BasicChallengeMissing "basic-challenge-missing" "A client that failed to authenticate gets 401 without a WWW-Authenticate header."
    AccessTokenTypJwt "access-token-typ-jwt" "Access tokens have the header typ JWT."
    IntrospectionActiveString "introspection-active-string" "Introspection gives active as a string."
    RevocationWithoutEffect "revocation-without-effect" "Revocation answers 200 and the token stays usable."
    RevocationUnauthenticated "revocation-unauthenticated" "A token is revoked whatever the client's secret is."
    RevocationOfAnyToken "revocation-of-any-token" "A client revokes the tokens of other clients."
    RevocationHintBinds "revocation-hint-binds" "A token is not revoked where token_type_hint names the other type."
    RevocationUnknownHintRefused "revocation-unknown-hint-refused" "Revocation refuses a token_type_hint that it does not know."
    RevocationUnknownTokenRefused "revocation-unknown-token-refused" "Revocation refuses a token that it does not know."
    RevocationAccessTokenUnsupported "revocation-access-token-unsupported" "Access tokens cannot be revoked."
    RevocationRefreshTokenUnsupported "revocation-refresh-token-unsupported" "Refresh tokens cannot be revoked."
    BearerSchemeCaseSensitive "bearer-scheme-case-sensitive" "The authentication scheme bearer in lower case is not known."
    BearerErrorWithoutToken "bearer-error-without-token" "A protected resource that is asked without a token names an error."
    BearerQueryAccepted "bearer-query-accepted" "Protected resources accept a token in the query."
    BearerTwoTokensAccepted "bearer-two-tokens-accepted" "Protected resources accept a token in the query, alone or beside the header."
    BearerExpiredAccepted "bearer-expired-accepted" "Protected resources accept expired tokens."
    BearerUnverified "bearer-unverified" "Protected resources do not verify the signature of tokens."
    OrdersFeedOpen "orders-feed-open" "The orders feed answers a request without token."
    BasicRefused "basic-refused" "Clients are given secrets of URL-safe characters alone and are refused when they authenticate by HTTP Basic."
    BasicNotDecoded "basic-not-decoded" "HTTP Basic credentials are compared as they come, without form decoding."
    AccessTokenGuessable "access-token-guessable" "Access tokens are numbers of eight digits."
    TokenLifetimeHour "token-lifetime-hour" "Access tokens live for one hour."
    TokenLifetimeFiveHours "token-lifetime-five-hours" "Access tokens live for five hours."
    OrdersFeedScopeRefused "orders-feed-scope-refused" "No client can have the scope openactive-ordersfeed."
    DefaultScopeUnstated "default-scope-unstated" "A token that was asked for without a scope has one, and the response does not say which."
    MissingScope500 "missing-scope-500" "A token request without a scope is answered with status 500."
    ScopeOrderMatters "scope-order-matters" "Scope values are refused in another order than they were registered in."
    CredentialsInQueryAccepted "credentials-in-query-accepted" "Client credentials in the query of the token endpoint's URL give a token."
    UnknownTokenParameterRefused "unknown-token-parameter-refused" "A token request with an unknown parameter is refused."
    EmptyScopeRefused "empty-scope-refused" "A token request with an empty scope is refused."
    FormCharsetRefused "form-charset-refused" "A form whose content type has a charset parameter is refused with status 415."
    MalformedTargetAccepted "malformed-target-accepted" "A token is given for a resource that is no absolute URI without a fragment."
    ResourceIndicatorIgnored "resource-indicator-ignored" "A token that was asked for one resource is good for the default one, and has the typ JWT."
    ClientSecretPostRefused "client-secret-post-refused" "Clients are refused when they authenticate by client_secret_post at the token endpoint."
    BookingScopeGranted "booking-scope-granted" "Client credentials give the scope openactive-openbooking."
    GrantTypesNotEnforced "grant-types-not-enforced" "Clients get tokens by grant types that they are not registered for."
    TwoAuthMethodsAccepted "two-auth-methods-accepted" "A client that authenticates in the header and in the body gets a token."
    UnknownClientInvalidGrant "unknown-client-invalid-grant" "An unknown client is refused with the error invalid_grant."
    WrongSecretUnauthorizedClient "wrong-secret-unauthorized-client" "A wrong client secret is refused with the error unauthorized_client."
    UnauthenticatedClientGivenToken "unauthenticated-client-given-token" "A client with a secret gets a token by its client_id alone."
    UnknownScopeGranted "unknown-scope-granted" "A scope that does not exist is granted."
    PublicClientCredentials "public-client-credentials" "A client without a secret can register for the client credentials grant and use it."
    RepeatedParameterAccepted "repeated-parameter-accepted" "The first of several parameters of the same name is used."
    GetTokenAnswered "get-token-answered" "A token request with GET gives a token."
    MalformedBasic500 "malformed-basic-500" "HTTP Basic credentials that are not well-formed are answered with status 500."
    DateMissing "date-missing" "Responses have no Date header."
    CertificateExpired "certificate-expired" "The TLS certificate expired in 2020."
    RegistrationUnknownMemberRefused "registration-unknown-member-refused" "A registration with a member whose name begins with x_ is refused."
    ClientIdFollowsPolicyUri "client-id-follows-policy-uri" "Clients with the same policy_uri get the same client_id."
    ClientSecretShared "client-secret-shared" "All clients get the same client_secret."
    PublicClientSecret "public-client-secret" "A client that is registered without authentication gets a client_secret."
    ClientIdChosenByClient "client-id-chosen-by-client" "A client that sends a client_id with its registration gets that one."
    RegistrationClosed "registration-closed" "A registration without an initial access token is refused, though none is configured."
    InitialAccessTokenUnverified "initial-access-token-unverified" "A registration with any initial access token succeeds."
    RegistrationMalformedJson500 "registration-malformed-json-500" "A registration whose body is not JSON is answered with status 500."
    RedirectUriFragmentRegistered "redirect-uri-fragment-registered" "A redirection URI with a fragment is registered."
    RedirectUriRelativeRegistered "redirect-uri-relative-registered" "A relative redirection URI is registered."
    RedirectUriEmptyRegistered "redirect-uri-empty-registered" "An empty redirection URI is registered."
    RedirectUriRemoteHttpRegistered "redirect-uri-remote-http-registered" "An http redirection URI of another host is registered."
    RedirectUrisMissingRegistered "redirect-uris-missing-registered" "A client of the authorization code grant is registered without redirection URIs."
    WebClientImplicitHttpLocalhostRegistered "web-client-implicit-http-localhost-registered" "A web client with the implicit grant registers an http redirection URI of localhost."
    NativeClientHttpsRegistered "native-client-https-registered" "A native client registers an https redirection URI."
    RegistrationJwksAndJwksUri "registration-jwks-and-jwks-uri" "A client is registered with both jwks and jwks_uri."
    PrivateKeyRegistered "private-key-registered" "A client is registered with a private key in its jwks."
    RegistrationGrantResponseMismatch "registration-grant-response-mismatch" "A client is registered with response types that its grant types do not allow."
    IdTokenAlgNoneRegistered "id-token-alg-none-registered" "A client is registered for unsigned ID Tokens from the authorization endpoint."
    AuthSigningAlgNoneRegistered "auth-signing-alg-none-registered" "A client is registered for unsigned client assertions."
    InitiateLoginUriHttpRegistered "initiate-login-uri-http-registered" "A client is registered with an http initiate_login_uri."
    Tls13Only "tls-1-3-only" "The issuer speaks TLS 1.3 and nothing earlier."
    MethodRefusedWith500 "method-refused-with-500" "A DELETE that an endpoint has no use for is answered with status 500."
    OpenidMetadataSlashKept "openid-metadata-slash-kept" "An issuer with a path serves openid-configuration after two slashes alone."
    OauthMetadataSlashKept "oauth-metadata-slash-kept" "An issuer with a path serves oauth-authorization-server with a slash at the end alone."
    OauthMetadataAppended "oauth-metadata-appended" "An issuer with a path serves oauth-authorization-server after its path alone."
    OpenidMetadataNotInserted "openid-metadata-not-inserted" "An issuer with a path serves openid-configuration after its path alone."
    SoftwareStatementOverridden "software-statement-overridden" "A value beside a software statement counts more than the one in it."
    CertificateRsa1024 "certificate-rsa-1024" "The TLS certificate has an RSA key of 1024 bits."
    Tls11Accepted "tls-1-1-accepted" "A client that offers nothing later than TLS 1.1 is answered in TLS 1.1."
    Tls12Only "tls-1-2-only" "The issuer speaks TLS 1.2 and nothing later."
    AssertionAudienceUnchecked "assertion-audience-unchecked" "A client assertion may have any audience."
    AssertionIssuerAudienceRefused "assertion-issuer-audience-refused" "The audience of a client assertion must be the token endpoint, not the issuer."
    AssertionEndpointAudienceAccepted "assertion-endpoint-audience-accepted" "The audience of a client assertion may be the token endpoint."
    AssertionExpiredAccepted "assertion-expired-accepted" "A client assertion is accepted after its exp."
    AssertionWithoutExpAccepted "assertion-without-exp-accepted" "A client assertion needs no exp."
    AssertionIssUnchecked "assertion-iss-unchecked" "The iss of a client assertion may be any."
    AssertionUnsignedAccepted "assertion-unsigned-accepted" "A client assertion may have the algorithm none."
    AssertionNotBeforeUnchecked "assertion-not-before-unchecked" "A client assertion is accepted before its nbf."
    AssertionErrorInvalidGrant "assertion-error-invalid-grant" "A client assertion is refused with the error invalid_grant."
    AssertionClientIdUnchecked "assertion-client-id-unchecked" "The client_id beside a client assertion may be that of another client."
    AssertionReplayAccepted "assertion-replay-accepted" "A client assertion can be used any number of times."
    AssertionAlgorithmUnchecked "assertion-algorithm-unchecked" "A client may sign its assertions with another algorithm than the one that it registered."
    AssertionPublicKeyAsSecret "assertion-public-key-as-secret" "The text of a client's public key is a secret that its assertions can be signed with."
    IntrospectionOpen "introspection-open" "Introspection needs no credentials."
    IntrospectionStrangersAnswered "introspection-strangers-answered" "Introspection with a wrong secret is answered with active false."
    IntrospectionUnknownTokenRefused "introspection-unknown-token-refused" "Introspection of an unknown token is refused with the error invalid_token."
    IntrospectionCallersClientId "introspection-callers-client-id" "Introspection gives the client_id of the client that asks."
    IntrospectionHintLimits "introspection-hint-limits" "Introspection looks for a token among those of the hinted type alone."
    IntrospectionRevokedActive "introspection-revoked-active" "Introspection says that revoked tokens are active."
    IntrospectionExpiredActive "introspection-expired-active" "Introspection says that expired tokens are active."
    IntrospectionTamperedActive "introspection-tampered-active" "Introspection says that a token is active whose claims are not those that were signed."
    IntrospectionWithoutTokenStatus500 "introspection-without-token-status-500" "Introspection without a token is answered with status 500."
    IntrospectionGetAnswered "introspection-get-answered" "Introspection can be asked with GET."
    AccessTokenSubRandom "access-token-sub-random" "Each access token has a sub of its own."
    AccessTokenAudienceFixed "access-token-audience-fixed" "Access tokens are for the orders feed, whatever resource they were asked for."
    PlainHttpAnswered "plain-http-answered" "A request in plain http at the TLS port is answered."
}

/// What the issuer does wrong; empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    faults: BTreeSet<Fault>,
    pub(super) spoils: Vec<&'static Spoil>,
}

impl Faults {
    /// The faults and spoils with these ids.
    ///
    /// # Errors
    ///
    /// The first id that none has.
    pub fn from_ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> Result<Self, &'a str> {
        let mut all = Self::default();
        for id in ids {
            match (Fault::from_id(id), Spoil::from_id(id)) {
                (Some(fault), _) => {
                    all.faults.insert(fault);
                }
                (None, Some(spoil)) => all.spoils.push(spoil),
                (None, None) => return Err(id),
            }
        }
        Ok(all)
    }

    /// The ids that can be asked for, each with its sentence.
    pub fn known() -> impl Iterator<Item = (&'static str, &'static str)> {
        let faults = Fault::ALL
            .iter()
            .map(|fault| (fault.id(), fault.sentence()));
        faults.chain(Spoil::all().map(|spoil| (spoil.id, spoil.sentence)))
    }

    /// Whether this fault was asked for.
    pub(super) fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }
}

impl FromIterator<Fault> for Faults {
    fn from_iter<I: IntoIterator<Item = Fault>>(faults: I) -> Self {
        Self {
            faults: faults.into_iter().collect(),
            spoils: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn ids_are_kebab_case_and_lead_back_to_their_fault() {
        for &fault in Fault::ALL {
            assert_eq!(Fault::from_id(fault.id()), Some(fault));
            assert!(
                fault
                    .id()
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            );
        }
        assert_eq!(Fault::from_id("no-such-fault"), None);
    }

    #[test]
    fn sentences_are_one_sentence() {
        for fault in Fault::ALL {
            let sentence = fault.sentence();
            assert!(
                sentence.ends_with('.') && !sentence.contains(". "),
                "{sentence}"
            );
        }
    }
}
