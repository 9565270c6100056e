//! What the faults of token requests do.

use issuercheck::issuer::Fault;
use serde_json::json;

use crate::client::{Bench, Registered, Request, Response, decode};

const GRANT: &str = "grant_type=client_credentials";

async fn ask(bench: &Bench, more: &str) -> Response {
    let client = bench.client().await;
    bench.grant(&client, &format!("{GRANT}{more}")).await
}

async fn post(bench: &Bench, body: &str) -> Response {
    bench.send(Request::form("/token", body)).await
}

fn gives_token(response: &Response) -> bool {
    response.status == 200 && response.json().get("access_token").is_some()
}

fn credentials(client: &Registered) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &client.id)
        .append_pair("client_secret", &client.secret)
        .finish()
}

async fn registered(bench: &Bench, metadata: serde_json::Value) -> Option<Registered> {
    let request = Request::json("POST", "/register", &metadata);
    let answer = bench.send(request).await;
    let text = |name: &str| answer.json()[name].as_str().unwrap_or_default().to_owned();
    (answer.status == 201).then(|| Registered {
        id: text("client_id"),
        secret: text("client_secret"),
        token: text("registration_access_token"),
        body: answer.json(),
    })
}

/// Whether an issuer does what the fault says; `None` for a fault of something else.
pub(crate) async fn shows(bench: &Bench, fault: Fault) -> Option<bool> {
    Some(match fault {
        Fault::DefaultScopeUnstated => ask(bench, "").await.json().get("scope").is_none(),
        Fault::MissingScope500 => ask(bench, "").await.status == 500,
        Fault::ScopeOrderMatters => {
            let other = ask(bench, "&scope=client-scope+openactive-ordersfeed").await;
            let same = ask(bench, "&scope=openactive-ordersfeed+client-scope").await;
            other.status == 400 && gives_token(&same)
        }
        Fault::UnknownTokenParameterRefused => ask(bench, "&x_a=1").await.status == 400,
        Fault::EmptyScopeRefused => ask(bench, "&scope=").await.status == 400,
        Fault::RepeatedParameterAccepted => gives_token(&ask(bench, &format!("&{GRANT}")).await),
        Fault::UnknownScopeGranted => {
            ask(bench, "&scope=unknown").await.json()["scope"] == "unknown"
        }
        Fault::MalformedTargetAccepted => gives_token(&ask(bench, "&resource=unknown").await),
        Fault::ResourceIndicatorIgnored => {
            let issuer = bench.issuer.issuer();
            let answer = ask(bench, &format!("&resource={issuer}/userinfo")).await;
            let token = answer.json()["access_token"].as_str().unwrap().to_owned();
            let (header, claims) = decode(&token);
            header["typ"] == "JWT" && claims["aud"] == format!("{issuer}/feeds/orders")
        }
        _ => return by_client(bench, fault).await,
    })
}

async fn by_client(bench: &Bench, fault: Fault) -> Option<bool> {
    let client = bench.client().await;
    Some(match fault {
        Fault::FormCharsetRefused => {
            let form = "application/x-www-form-urlencoded;charset=UTF-8";
            let request = Request::new("POST", "/token").body(form, GRANT.as_bytes());
            let answer = bench.send(request.basic(&client.id, &client.secret)).await;
            answer.status == 415
        }
        Fault::TwoAuthMethodsAccepted => {
            let body = format!("{GRANT}&{}", credentials(&client));
            gives_token(&bench.grant(&client, &body).await)
        }
        Fault::UnknownClientInvalidGrant => {
            let request = Request::form("/token", GRANT).basic("unknown", "secret");
            bench.send(request).await.json()["error"] == "invalid_grant"
        }
        Fault::WrongSecretUnauthorizedClient => {
            let request = Request::form("/token", GRANT).basic(&client.id, "wrong");
            bench.send(request).await.json()["error"] == "unauthorized_client"
        }
        Fault::UnauthenticatedClientGivenToken => {
            let body = format!("{GRANT}&client_id={}", client.id);
            gives_token(&post(bench, &body).await)
        }
        Fault::GetTokenAnswered => {
            let request = Request::get(&format!("/token?{GRANT}"));
            gives_token(&bench.send(request.basic(&client.id, &client.secret)).await)
        }
        Fault::MalformedBasic500 => {
            let request = Request::form("/token", GRANT).header("authorization", "Basic !");
            bench.send(request).await.status == 500
        }
        _ => return by_registration(bench, fault).await,
    })
}

async fn by_registration(bench: &Bench, fault: Fault) -> Option<bool> {
    const BOOKING: &str = "openactive-openbooking";
    Some(match fault {
        Fault::ClientSecretPostRefused | Fault::CredentialsInQueryAccepted => {
            let metadata = json!({
                "grant_types": ["client_credentials"],
                "token_endpoint_auth_method": "client_secret_post",
            });
            let client = registered(bench, metadata).await?;
            let credentials = credentials(&client);
            if fault == Fault::ClientSecretPostRefused {
                let body = format!("{GRANT}&{credentials}");
                return Some(post(bench, &body).await.status == 401);
            }
            let request = Request::form(&format!("/token?{credentials}"), GRANT);
            gives_token(&bench.send(request).await)
        }
        Fault::BookingScopeGranted => {
            let metadata = json!({
                "grant_types": ["client_credentials"],
                "scope": format!("{BOOKING} openactive-ordersfeed"),
            });
            let client = registered(bench, metadata).await?;
            let body = format!("{GRANT}&scope={BOOKING}");
            bench.grant(&client, &body).await.json()["scope"] == BOOKING
        }
        Fault::GrantTypesNotEnforced => {
            let metadata = json!({"redirect_uris": ["https://client.example/cb"]});
            let client = registered(bench, metadata).await?;
            gives_token(&bench.grant(&client, GRANT).await)
        }
        Fault::PublicClientCredentials => {
            let metadata = json!({
                "grant_types": ["client_credentials"],
                "response_types": [],
                "token_endpoint_auth_method": "none",
            });
            match registered(bench, metadata).await {
                Some(client) => {
                    let body = format!("{GRANT}&client_id={}", client.id);
                    gives_token(&post(bench, &body).await)
                }
                None => false,
            }
        }
        _ => return None,
    })
}
