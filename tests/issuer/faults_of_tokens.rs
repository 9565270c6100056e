//! The faults of revocation and of protected resources.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use issuercheck::issuer::Fault;

use crate::client::{Bench, Registered, Request, Response};

async fn revoke(bench: &Bench, client: &Registered, form: &str) -> Response {
    let request = Request::form("/revoke", form).basic(&client.id, &client.secret);
    bench.send(request).await
}

async fn opens(bench: &Bench, request: Request) -> bool {
    bench.send(request).await.status == 200
}

async fn is_good(bench: &Bench, token: &str) -> bool {
    opens(bench, Request::get("/feeds/orders").bearer(token)).await
}

/// Whether an issuer does what the fault says.
pub(crate) async fn shows(bench: &Bench, fault: Fault) -> bool {
    let client = bench.client().await;
    let token = bench.token(&client).await;
    let refused = |response: Response| response.status == 400;
    match fault {
        Fault::RevocationUnauthenticated => {
            let request = Request::form("/revoke", &format!("token={token}"));
            bench.send(request.basic(&client.id, "wrong")).await;
            !is_good(bench, &token).await
        }
        Fault::RevocationOfAnyToken => {
            let other = bench.client().await;
            revoke(bench, &other, &format!("token={token}")).await;
            !is_good(bench, &token).await
        }
        Fault::RevocationHintBinds => {
            let form = format!("token={token}&token_type_hint=refresh_token");
            revoke(bench, &client, &form).await;
            is_good(bench, &token).await
        }
        Fault::RevocationUnknownHintRefused => {
            let form = format!("token={token}&token_type_hint=unknown");
            refused(revoke(bench, &client, &form).await)
        }
        Fault::RevocationUnknownTokenRefused => {
            refused(revoke(bench, &client, "token=unknown").await)
        }
        Fault::RevocationAccessTokenUnsupported => {
            refused(revoke(bench, &client, &format!("token={token}")).await)
        }
        Fault::RevocationRefreshTokenUnsupported => {
            let token = bench.issuer.mint_refresh_token(&client.id).unwrap();
            let form = format!("token={}", token.reveal());
            refused(revoke(bench, &client, &form).await)
        }
        other => at_the_resource(bench, &client, &token, other).await,
    }
}

async fn at_the_resource(bench: &Bench, client: &Registered, token: &str, fault: Fault) -> bool {
    let feed = Request::get("/feeds/orders");
    let query = format!("/feeds/orders?access_token={token}");
    match fault {
        Fault::BearerSchemeCaseSensitive => {
            let request = feed.header("authorization", &format!("bearer {token}"));
            !opens(bench, request).await
        }
        Fault::BearerErrorWithoutToken => {
            let response = bench.send(feed).await;
            let challenge = response.header("www-authenticate");
            challenge.unwrap().contains("error=")
        }
        Fault::BearerQueryAccepted => opens(bench, Request::get(&query)).await,
        Fault::BearerTwoTokensAccepted => opens(bench, Request::get(&query).bearer(token)).await,
        Fault::BearerExpiredAccepted => {
            let token = bench.issuer.mint_expired_access_token(&client.id).unwrap();
            is_good(bench, token.reveal()).await
        }
        Fault::BearerUnverified => {
            let claims = token.split('.').nth(1).unwrap();
            let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
            is_good(bench, &format!("{header}.{claims}.")).await
        }
        _ => false,
    }
}
