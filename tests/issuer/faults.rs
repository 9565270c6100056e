//! Each fault does what its sentence says, and nothing else is needed to see it.

use issuercheck::issuer::Fault;
use serde_json::{Value, json};

use crate::client::{Bench, Request, Response, decode, service};
use crate::registration_faults;
use crate::token_faults;
use crate::{assertion_faults, introspection_faults};
use crate::{faults_of_clients, faults_of_tokens};

async fn metadata(bench: &Bench) -> Response {
    bench
        .send(Request::get("/.well-known/openid-configuration"))
        .await
}

async fn registration(bench: &Bench) -> Response {
    bench
        .send(Request::json("POST", "/register", &service()))
        .await
}

async fn token(bench: &Bench) -> Response {
    let client = bench.client().await;
    bench.grant(&client, "grant_type=client_credentials").await
}

async fn refused(bench: &Bench) -> Response {
    let request =
        Request::form("/token", "grant_type=client_credentials").basic("unknown", "secret");
    bench.send(request).await
}

/// Whether an issuer does what the fault says.
#[expect(clippy::too_many_lines, reason = "an arm for each fault")]
async fn shows(bench: &Bench, fault: Fault) -> bool {
    match fault {
        Fault::IssuerTrailingSlash => {
            metadata(bench).await.json()["issuer"] == format!("{}/", bench.issuer.issuer())
        }
        Fault::AnotherIssuer => {
            metadata(bench).await.json()["issuer"] == "https://another-issuer.example"
        }
        Fault::MetadataContentTypeText => {
            metadata(bench).await.header("content-type") == Some("text/plain")
        }
        Fault::MetadataStatus203 => metadata(bench).await.status == 203,
        Fault::JwksPrivateKey => bench.send(Request::get("/jwks")).await.json()["keys"][0]
            .get("d")
            .is_some(),
        Fault::RegistrationStatus200 => registration(bench).await.status == 200,
        Fault::RegistrationClientIdMissing => {
            registration(bench).await.json().get("client_id").is_none()
        }
        Fault::RegistrationSecretExpiresAtMissing => {
            let body = registration(bench).await.json();
            body.get("client_secret").is_some() && body.get("client_secret_expires_at").is_none()
        }
        Fault::RegistrationNullMember => {
            registration(bench).await.json().get("initiate_login_uri") == Some(&Value::Null)
        }
        Fault::RegistrationDefaultsUnstated | Fault::OmittedAuthMethodMeansPost => {
            registration(bench)
                .await
                .json()
                .get("token_endpoint_auth_method")
                .is_none()
        }
        Fault::ClientSecretNotAscii => !secret(bench).await.is_ascii(),
        Fault::ClientSecretDigits => secret(bench).await.len() == 8,
        Fault::RegistrationTokenIsClientId => {
            let body = registration(bench).await.json();
            body["registration_access_token"] == body["client_id"]
        }
        Fault::ClientDeleteStatus200 => deletion_has_a_message(bench).await,
        Fault::ClientDeleteStatus404
        | Fault::ClientShownWithoutToken
        | Fault::ClientShownToOtherClient
        | Fault::ClientUnknownStatus404
        | Fault::ClientReadSecretChanges
        | Fault::ClientUpdateMerges
        | Fault::ClientUpdateKeepsOmitted
        | Fault::ClientUpdateOtherClientId
        | Fault::ClientUpdateChoosesSecret
        | Fault::ClientUpdateUnchecked
        | Fault::DeletedClientAuthenticates
        | Fault::DeletedClientShown
        | Fault::DeletedClientTokensActive => faults_of_clients::shows(bench, fault).await,
        Fault::RevocationUnauthenticated
        | Fault::RevocationOfAnyToken
        | Fault::RevocationHintBinds
        | Fault::RevocationUnknownHintRefused
        | Fault::RevocationUnknownTokenRefused
        | Fault::RevocationAccessTokenUnsupported
        | Fault::RevocationRefreshTokenUnsupported
        | Fault::BearerSchemeCaseSensitive
        | Fault::BearerErrorWithoutToken
        | Fault::BearerQueryAccepted
        | Fault::BearerTwoTokensAccepted
        | Fault::BearerExpiredAccepted
        | Fault::BearerUnverified => faults_of_tokens::shows(bench, fault).await,
        Fault::TokenStatus201 => token(bench).await.status == 201,
        Fault::TokenWithoutCacheControl => token(bench).await.header("cache-control").is_none(),
        Fault::TokenTypeMissing => token(bench).await.json().get("token_type").is_none(),
        Fault::TokenExpiresInString => token(bench).await.json()["expires_in"] == "900",
        Fault::TokenErrorHtml => refused(bench).await.text().starts_with("<!doctype html>"),
        Fault::BasicChallengeMissing => {
            let response = refused(bench).await;
            response.status == 401 && response.header("www-authenticate").is_none()
        }
        Fault::AccessTokenTypJwt => {
            let body = token(bench).await.json();
            decode(body["access_token"].as_str().unwrap()).0["typ"] == "JWT"
        }
        Fault::IntrospectionActiveString => introspected(bench).await["active"] == "true",
        Fault::RevocationWithoutEffect => revoked_token_is_active(bench).await,
        Fault::OrdersFeedOpen => bench.send(Request::get("/feeds/orders")).await.status == 200,
        // The bench speaks http, its issuer has no path and its registration is open: tests/matrix.rs shows what is wrong
        // with certificates and locations, tls.rs with TLS, registration_faults.rs with initial access tokens.
        Fault::CertificateExpired
        | Fault::CertificateRsa1024
        | Fault::Tls11Accepted
        | Fault::Tls12Only
        | Fault::Tls13Only
        | Fault::PlainHttpAnswered
        | Fault::InitialAccessTokenUnverified
        | Fault::OpenidMetadataSlashKept
        | Fault::OauthMetadataSlashKept
        | Fault::OauthMetadataAppended
        | Fault::OpenidMetadataNotInserted => false,
        Fault::BasicRefused | Fault::BasicNotDecoded => token(bench).await.status == 401,
        Fault::AccessTokenGuessable => {
            let body = token(bench).await.json();
            body["access_token"].as_str().unwrap().len() == 8
        }
        Fault::TokenLifetimeHour => token(bench).await.json()["expires_in"] == 3600,
        Fault::TokenLifetimeFiveHours => token(bench).await.json()["expires_in"] == 18_000,
        Fault::OrdersFeedScopeRefused => {
            let client = bench.client().await;
            let form = "grant_type=client_credentials&scope=openactive-ordersfeed";
            bench.grant(&client, form).await.json()["error"] == "invalid_scope"
        }
        Fault::DefaultScopeUnstated
        | Fault::MissingScope500
        | Fault::ScopeOrderMatters
        | Fault::CredentialsInQueryAccepted
        | Fault::UnknownTokenParameterRefused
        | Fault::EmptyScopeRefused
        | Fault::FormCharsetRefused
        | Fault::MalformedTargetAccepted
        | Fault::ResourceIndicatorIgnored
        | Fault::ClientSecretPostRefused
        | Fault::BookingScopeGranted
        | Fault::GrantTypesNotEnforced
        | Fault::TwoAuthMethodsAccepted
        | Fault::UnknownClientInvalidGrant
        | Fault::WrongSecretUnauthorizedClient
        | Fault::UnauthenticatedClientGivenToken
        | Fault::UnknownScopeGranted
        | Fault::PublicClientCredentials
        | Fault::RepeatedParameterAccepted
        | Fault::GetTokenAnswered
        | Fault::MalformedBasic500 => token_faults::shows(bench, fault).await.unwrap(),
        Fault::AssertionAudienceUnchecked
        | Fault::AssertionIssuerAudienceRefused
        | Fault::AssertionEndpointAudienceAccepted
        | Fault::AssertionExpiredAccepted
        | Fault::AssertionWithoutExpAccepted
        | Fault::AssertionIssUnchecked
        | Fault::AssertionUnsignedAccepted
        | Fault::AssertionNotBeforeUnchecked
        | Fault::AssertionErrorInvalidGrant
        | Fault::AssertionClientIdUnchecked
        | Fault::AssertionReplayAccepted
        | Fault::AssertionAlgorithmUnchecked
        | Fault::AssertionPublicKeyAsSecret => assertion_faults::shows(bench, fault).await,
        Fault::IntrospectionOpen
        | Fault::IntrospectionStrangersAnswered
        | Fault::IntrospectionUnknownTokenRefused
        | Fault::IntrospectionCallersClientId
        | Fault::IntrospectionHintLimits
        | Fault::IntrospectionRevokedActive
        | Fault::IntrospectionExpiredActive
        | Fault::IntrospectionTamperedActive
        | Fault::IntrospectionWithoutTokenStatus500
        | Fault::IntrospectionGetAnswered => introspection_faults::shows(bench, fault).await,
        Fault::AccessTokenSubRandom => {
            let client = bench.client().await;
            let token = bench.token(&client).await;
            decode(&token).1["sub"] != client.id.as_str()
        }
        Fault::AccessTokenAudienceFixed => {
            let client = bench.client().await;
            let resource = format!("{}/userinfo", bench.issuer.issuer());
            let form = format!("grant_type=client_credentials&resource={resource}");
            let body = bench.grant(&client, &form).await.json();
            decode(body["access_token"].as_str().unwrap()).1["aud"] != resource.as_str()
        }
        Fault::DateMissing => metadata(bench).await.header("date").is_none(),
        Fault::MethodRefusedWith500 => {
            let request = Request::new("DELETE", "/token");
            bench.send(request).await.status == 500
        }
        _ if fault.id().starts_with("assertion-") => assertion_faults::shows(bench, fault).await,
        _ if fault.id().starts_with("introspection-") => {
            introspection_faults::shows(bench, fault).await
        }
        of_registration => registration_faults::shows(bench, of_registration).await,
    }
}

async fn secret(bench: &Bench) -> String {
    let body = registration(bench).await.json();
    body["client_secret"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

async fn deletion_has_a_message(bench: &Bench) -> bool {
    let client = bench.client().await;
    let target = format!("/register/{}", client.id);
    let response = bench
        .send(Request::new("DELETE", &target).bearer(&client.token))
        .await;
    response.status == 200 && response.json().is_object()
}

async fn introspected(bench: &Bench) -> Value {
    let client = bench.client().await;
    let body = format!("token={}", bench.token(&client).await);
    bench
        .send(Request::form("/introspect", &body).basic(&client.id, &client.secret))
        .await
        .json()
}

async fn revoked_token_is_active(bench: &Bench) -> bool {
    let client = bench.client().await;
    let token = bench.token(&client).await;
    let body = format!("token={token}");
    let revoked = bench
        .send(Request::form("/revoke", &body).basic(&client.id, &client.secret))
        .await;
    revoked.status == 200
        && bench
            .send(Request::get("/feeds/orders").bearer(&token))
            .await
            .status
            == 200
}

/// The faults of an issuer with a path, or with an initial access token.
const OF_ANOTHER_BENCH: &[Fault] = &[
    Fault::InitialAccessTokenUnverified,
    Fault::OpenidMetadataSlashKept,
    Fault::OauthMetadataSlashKept,
    Fault::OauthMetadataAppended,
    Fault::OpenidMetadataNotInserted,
];

/// How the ids of those faults begin that only a TLS port shows.
const ABOUT_TLS: [&str; 3] = ["certificate-", "tls-", "plain-http-"];

#[tokio::test]
async fn each_fault_does_what_its_sentence_says() {
    for &fault in Fault::ALL
        .iter()
        .filter(|fault| !ABOUT_TLS.iter().any(|kind| fault.id().starts_with(kind)))
        .filter(|fault| !OF_ANOTHER_BENCH.contains(fault))
    {
        let faulty = Bench::with_fault(fault).await;
        assert!(shows(&faulty, fault).await, "{}", fault.id());
        faulty.done().await;
        let correct = Bench::open().await;
        assert!(!shows(&correct, fault).await, "{}", fault.id());
        correct.done().await;
    }
}

#[tokio::test]
async fn faults_add_up() {
    let options = issuercheck::issuer::Options {
        faults: [Fault::TokenTypeMissing, Fault::TokenStatus201]
            .into_iter()
            .collect(),
        ..Default::default()
    };
    let bench = Bench::start(options).await;
    let response = token(&bench).await;
    assert_eq!(response.status, 201);
    assert_eq!(response.json().get("token_type"), None);
    assert_ne!(response.json(), json!({}));
    bench.done().await;
}
