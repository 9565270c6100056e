//! The JWK Set: the public halves of the keys (RFC 7517 §5).

use axum::extract::State;
use serde_json::Value;

use super::app::Shared;
use super::faults::Fault;
use super::reply::Reply;
use super::{keys, metadata};

/// `GET /jwks`.
pub(super) async fn serve(State(app): State<Shared>) -> Reply {
    let mut set: Value = serde_json::from_str(keys::PUBLIC_JWKS).unwrap_or_default();
    if app.has(Fault::JwksPrivateKey) {
        set.pointer_mut("/keys/0")
            .and_then(Value::as_object_mut)
            .map(|key| key.insert("d".into(), "AQAB".into()));
    }
    metadata::public(&set)
}
