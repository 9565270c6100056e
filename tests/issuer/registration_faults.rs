//! The faults of registration that a good registration does not show.

use issuercheck::issuer::{Fault, Options};
use issuercheck::secret::Secret;
use serde_json::{Value, json};

use crate::client::{Bench, INITIAL_ACCESS_TOKEN, Request};

/// Members that make a good registration wrong; `null` stands for one that is left out.
fn wrong(fault: Fault) -> Value {
    match fault {
        Fault::RegistrationUnknownMemberRefused => json!({ "x_any": 1 }),
        Fault::RedirectUriFragmentRegistered => {
            json!({ "redirect_uris": ["https://a.example/#b"] })
        }
        Fault::RedirectUriRelativeRegistered => json!({ "redirect_uris": ["/cb"] }),
        Fault::RedirectUriEmptyRegistered => json!({ "redirect_uris": [""] }),
        Fault::RedirectUriRemoteHttpRegistered => {
            json!({ "redirect_uris": ["http://client.example/"] })
        }
        Fault::RedirectUrisMissingRegistered => json!({ "redirect_uris": null }),
        Fault::WebClientImplicitHttpLocalhostRegistered => json!({
            "application_type": "web",
            "redirect_uris": ["http://localhost/"],
            "grant_types": ["implicit"],
            "response_types": ["id_token"],
        }),
        Fault::NativeClientHttpsRegistered => json!({ "application_type": "native" }),
        Fault::RegistrationJwksAndJwksUri => {
            json!({ "jwks": { "keys": [] }, "jwks_uri": "https://a.example/jwks" })
        }
        Fault::PrivateKeyRegistered => {
            json!({ "jwks": { "keys": [{ "kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "AQAB" }] } })
        }
        Fault::RegistrationGrantResponseMismatch => json!({ "response_types": ["token"] }),
        Fault::IdTokenAlgNoneRegistered => json!({
            "grant_types": ["authorization_code", "implicit"],
            "response_types": ["code id_token"],
            "id_token_signed_response_alg": "none",
        }),
        Fault::AuthSigningAlgNoneRegistered => json!({ "token_endpoint_auth_signing_alg": "none" }),
        Fault::InitiateLoginUriHttpRegistered => {
            json!({ "initiate_login_uri": "http://client.example/" })
        }
        Fault::ClientIdFollowsPolicyUri => json!({ "policy_uri": "https://client.example/" }),
        Fault::PublicClientSecret => json!({ "token_endpoint_auth_method": "none" }),
        Fault::ClientIdChosenByClient => json!({ "client_id": "chosen" }),
        Fault::SoftwareStatementOverridden => json!({
            "client_name": "beside",
            "software_statement": issuercheck::issuer::SOFTWARE_STATEMENT,
        }),
        _ => json!({}),
    }
}

/// What a registration of the authorization code grant comes to.
async fn register(bench: &Bench, members: &Value) -> (u16, Value) {
    let mut metadata = json!({
        "redirect_uris": ["https://client.example/cb"],
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
    });
    for (name, value) in members.as_object().unwrap() {
        metadata[name] = value.clone();
    }
    let members = metadata.as_object_mut().unwrap();
    members.retain(|_, value| !value.is_null());
    let response = bench
        .send(Request::json("POST", "/register", &metadata))
        .await;
    let body = serde_json::from_slice(&response.body).unwrap_or_default();
    (response.status, body)
}

/// Whether an issuer with open registration does what the fault says.
pub(crate) async fn shows(bench: &Bench, fault: Fault) -> bool {
    let (status, body) = register(bench, &wrong(fault)).await;
    match fault {
        Fault::RegistrationUnknownMemberRefused => status == 400,
        Fault::RegistrationClosed => status == 401,
        Fault::RegistrationMalformedJson500 => {
            let request = Request::new("POST", "/register").body("application/json", b"{");
            bench.send(request).await.status == 500
        }
        Fault::ClientIdFollowsPolicyUri => {
            let (_, other) = register(bench, &wrong(fault)).await;
            other["client_id"] == body["client_id"]
        }
        Fault::ClientSecretShared => {
            let (_, other) = register(bench, &json!({ "client_name": "other" })).await;
            other["client_secret"] == body["client_secret"]
        }
        Fault::PublicClientSecret => body.get("client_secret").is_some(),
        Fault::ClientIdChosenByClient => body["client_id"] == "chosen",
        Fault::SoftwareStatementOverridden => body["client_name"] == "beside",
        Fault::RedirectUriFragmentRegistered
        | Fault::RedirectUriRelativeRegistered
        | Fault::RedirectUriEmptyRegistered
        | Fault::RedirectUriRemoteHttpRegistered
        | Fault::RedirectUrisMissingRegistered
        | Fault::WebClientImplicitHttpLocalhostRegistered
        | Fault::NativeClientHttpsRegistered
        | Fault::RegistrationJwksAndJwksUri
        | Fault::PrivateKeyRegistered
        | Fault::RegistrationGrantResponseMismatch
        | Fault::IdTokenAlgNoneRegistered
        | Fault::AuthSigningAlgNoneRegistered
        | Fault::InitiateLoginUriHttpRegistered => status == 201,
        other => panic!("no case shows {other:?}"),
    }
}

#[tokio::test]
async fn any_initial_access_token_will_do() {
    for (faults, expected) in [
        (vec![Fault::InitialAccessTokenUnverified], 201),
        (vec![], 401),
    ] {
        let options = Options {
            faults: faults.into_iter().collect(),
            initial_access_token: Some(Secret::new(INITIAL_ACCESS_TOKEN)),
            ..Options::default()
        };
        let bench = Bench::start(options).await;
        let request = Request::json(
            "POST",
            "/register",
            &json!({ "redirect_uris": ["https://a.example/"] }),
        );
        assert_eq!(bench.send(request.bearer("made-up")).await.status, expected);
        bench.done().await;
    }
}

#[tokio::test]
async fn a_software_statement_is_used_and_returned() {
    let bench = Bench::open().await;
    let statement = issuercheck::issuer::SOFTWARE_STATEMENT;
    let (status, body) = register(
        &bench,
        &json!({ "software_statement": statement, "client_name": "beside" }),
    )
    .await;
    assert_eq!(status, 201);
    assert_eq!(body["software_statement"], statement);
    assert_eq!(body["client_name"], "issuercheck (in a software statement)");
    let (status, body) = register(&bench, &json!({ "software_statement": "a.b.c" })).await;
    assert_eq!(
        (status, &body["error"]),
        (400, &json!("invalid_software_statement"))
    );
    bench.done().await;
}
