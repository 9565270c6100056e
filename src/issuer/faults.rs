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
    TokenStatus201 "token-status-201" "A token response has status 201."
    TokenWithoutCacheControl "token-without-cache-control" "A token response has no Cache-Control header."
    TokenTypeMissing "token-type-missing" "A token response has no token_type."
    TokenExpiresInString "token-expires-in-string" "A token response gives expires_in as a string."
    TokenErrorHtml "token-error-html" "A token request is refused with an HTML page."
    BasicChallengeMissing "basic-challenge-missing" "A client that failed to authenticate gets 401 without a WWW-Authenticate header."
    AccessTokenTypJwt "access-token-typ-jwt" "Access tokens have the header typ JWT."
    IntrospectionActiveString "introspection-active-string" "Introspection gives active as a string."
    RevocationWithoutEffect "revocation-without-effect" "Revocation answers 200 and the token stays usable."
    OrdersFeedOpen "orders-feed-open" "The orders feed answers a request without token."
    BasicRefused "basic-refused" "Clients are given secrets of URL-safe characters alone and are refused when they authenticate by HTTP Basic."
    BasicNotDecoded "basic-not-decoded" "HTTP Basic credentials are compared as they come, without form decoding."
    AccessTokenGuessable "access-token-guessable" "Access tokens are numbers of eight digits."
    TokenLifetimeHour "token-lifetime-hour" "Access tokens live for one hour."
    TokenLifetimeFiveHours "token-lifetime-five-hours" "Access tokens live for five hours."
    OrdersFeedScopeRefused "orders-feed-scope-refused" "No client can have the scope openactive-ordersfeed."
    DateMissing "date-missing" "Responses have no Date header."
    CertificateExpired "certificate-expired" "The TLS certificate expired in 2020."
    CertificateRsa1024 "certificate-rsa-1024" "The TLS certificate has an RSA key of 1024 bits."
    Tls11Accepted "tls-1-1-accepted" "A client that offers nothing later than TLS 1.1 is answered in TLS 1.1."
    Tls12Only "tls-1-2-only" "The issuer speaks TLS 1.2 and nothing later."
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
