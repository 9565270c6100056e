//! Software statements (RFC 7591 §2.3): the issuer trusts one, and its values come before those beside it.

use serde_json::{Map, Value};

use super::app::App;
use super::faults::Fault;
use super::refusal::Refusal;

/// The software statement that the issuer trusts, for all to use. It names its software, and the client.
pub const SOFTWARE_STATEMENT: &str = include_str!("keys/software-statement.jwt");

/// What the statement says of a client.
const METADATA: &[(&str, &str)] = &[
    ("software_id", "issuercheck"),
    ("software_version", "1"),
    ("client_name", "issuercheck (in a software statement)"),
];

const MEMBER: &str = "software_statement";

/// Takes the statement out of a request and puts its values into it.
pub(super) fn take(
    app: &App,
    requested: &mut Map<String, Value>,
) -> Result<Option<Value>, Refusal> {
    let Some(statement) = requested.shift_remove(MEMBER) else {
        return Ok(None);
    };
    if statement != SOFTWARE_STATEMENT {
        let description = "The software statement is not one that this issuer trusts.";
        return Err(Refusal::bad_request(
            "invalid_software_statement",
            description,
        ));
    }
    for (name, value) in METADATA {
        if !app.has(Fault::SoftwareStatementOverridden) || !requested.contains_key(*name) {
            requested.insert((*name).into(), (*value).into());
        }
    }
    Ok(Some(statement))
}

/// Puts a statement that was used into what is registered (RFC 7591 §3.2.1).
pub(super) fn restore(statement: Option<Value>, registered: &mut Map<String, Value>) {
    if let Some(statement) = statement {
        registered.insert(MEMBER.into(), statement);
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;
    use crate::issuer::SigningAlgorithm;
    use crate::issuer::keys::SigningKey;

    #[test]
    fn the_statement_is_signed_and_says_what_is_registered_of_it() {
        let (input, signature) = SOFTWARE_STATEMENT.rsplit_once('.').unwrap();
        let key = SigningKey::load(SigningAlgorithm::Rs256).unwrap();
        assert_eq!(key.sign(input).unwrap(), signature);
        let claims = URL_SAFE_NO_PAD.decode(input.split('.').nth(1).unwrap());
        let claims: Value = serde_json::from_slice(&claims.unwrap()).unwrap();
        for (name, value) in METADATA {
            assert_eq!(claims[*name], *value);
        }
    }
}
