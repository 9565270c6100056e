//! The keys that a client registers by value (RFC 7591 §2, RFC 7517 §5), and which of them verify
//! its assertions.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

use crate::rsa_signature::{self, MODULUS_BITS};

/// Parameters that only a private or a symmetric key has (RFC 7518 §6).
const PRIVATE_PARAMETERS: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A public key in its verifier's form.
enum Public {
    /// A modulus and an exponent.
    Rsa(Vec<u8>, Vec<u8>),
    /// A point on P-256.
    Ec(DecodingKey),
}

/// The keys of a JWK Set that a client may register: public ones, none of them symmetric.
pub(super) fn check(jwks: &Value) -> Result<&[Value], &'static str> {
    let Some(keys) = jwks.get("keys").and_then(Value::as_array) else {
        return Err("The jwks is not a JWK Set.");
    };
    if keys.iter().any(|key| text(key, "kty").is_none()) {
        return Err("The jwks holds something that is not a JWK.");
    }
    if keys.iter().any(is_private) {
        return Err("The jwks holds a private or a symmetric key.");
    }
    Ok(keys)
}

/// The keys that a client registered by value.
pub(super) fn registered(metadata: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let keys = metadata.get("jwks").and_then(|jwks| jwks.get("keys"));
    keys.and_then(Value::as_array).into_iter().flatten()
}

fn is_private(key: &Value) -> bool {
    let mut private = PRIVATE_PARAMETERS.iter();
    text(key, "kty") == Some("oct") || private.any(|name| key.get(name).is_some())
}

/// Whether a key can verify signatures of this algorithm.
pub(super) fn suits(key: &Value, alg: &str) -> bool {
    is_meant_for(key, alg) && public_key(key, alg).is_some()
}

/// Whether a key with this id, if there is one, verifies a signature over a JWS signing input. One
/// that does not name itself may be any (RFC 7515 §4.1.4).
pub(super) fn verifies(
    key: &Value,
    kid: Option<&str>,
    alg: &str,
    input: &str,
    signature: &str,
) -> bool {
    let named = text(key, "kid");
    if kid.is_some() && named.is_some() && kid != named {
        return false;
    }
    let input = input.as_bytes();
    match public_key(key, alg).filter(|_| is_meant_for(key, alg)) {
        Some(Public::Rsa(n, e)) => {
            let octets = URL_SAFE_NO_PAD.decode(signature).ok();
            octets.and_then(|octets| rsa_signature::verifies(alg, &n, &e, input, &octets))
                == Some(true)
        }
        Some(Public::Ec(public)) => {
            jsonwebtoken::crypto::verify(signature, input, &public, Algorithm::ES256)
                .unwrap_or(false)
        }
        None => false,
    }
}

/// A key is used for what it says it is for, and with one algorithm if it names one (RFC 7517
/// §4.2 to §4.4, RFC 8725 §3.1).
fn is_meant_for(key: &Value, alg: &str) -> bool {
    let operations = key.get("key_ops").and_then(Value::as_array);
    text(key, "use").is_none_or(|purpose| purpose == "sig")
        && text(key, "alg").is_none_or(|named| named == alg)
        && operations.is_none_or(|operations| operations.iter().any(|name| name == "verify"))
}

/// The key in its verifier's form, if it is of the type that the algorithm takes.
fn public_key(key: &Value, alg: &str) -> Option<Public> {
    match (alg, text(key, "kty")?) {
        ("RS256" | "PS256", "RSA") => {
            let (n, e) = (octets(key, "n")?, octets(key, "e")?);
            let leading = usize::try_from(n.first()?.leading_zeros()).ok()?;
            let odd = |octets: &[u8]| octets.last().is_some_and(|last| last % 2 == 1);
            let fits = MODULUS_BITS.contains(&(n.len() * 8 - leading)) && e.len() <= 4 && e != [1];
            let usable = fits && odd(&n) && odd(&e);
            usable.then_some(Public::Rsa(n, e))
        }
        ("ES256", "EC") if text(key, "crv") == Some("P-256") => {
            let (x, y) = (octets(key, "x")?, octets(key, "y")?);
            let point = [&[4], x.as_slice(), &y].concat();
            let on_curve = x.len() == 32 && p256::PublicKey::from_sec1_bytes(&point).is_ok();
            on_curve.then(|| Public::Ec(DecodingKey::from_ec_der(&point)))
        }
        _ => None,
    }
}

fn text<'a>(key: &'a Value, member: &str) -> Option<&'a str> {
    key.get(member).and_then(Value::as_str)
}

fn octets(key: &Value, member: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text(key, member)?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::issuer::keys::PUBLIC_JWKS;

    fn published(index: usize) -> Value {
        let set: Value = serde_json::from_str(PUBLIC_JWKS).unwrap();
        set["keys"][index].clone()
    }

    fn with(mut key: Value, member: &str, value: Value) -> Value {
        key[member] = value;
        key
    }

    #[test]
    fn keys_suit_the_algorithms_of_their_type_and_purpose() {
        let mut rsa = published(0);
        rsa.as_object_mut().unwrap().shift_remove("alg");
        let ec = published(1);
        assert!(suits(&rsa, "RS256") && suits(&rsa, "PS256"));
        assert!(!suits(&rsa, "ES256") && !suits(&rsa, "HS256"));
        assert!(suits(&ec, "ES256") && !suits(&ec, "RS256"));
        assert!(!suits(&with(rsa.clone(), "alg", json!("PS256")), "RS256"));
        assert!(!suits(&with(rsa.clone(), "use", json!("enc")), "RS256"));
        assert!(!suits(
            &with(rsa.clone(), "key_ops", json!(["encrypt"])),
            "RS256"
        ));
        assert!(suits(&with(rsa, "key_ops", json!(["verify"])), "RS256"));
    }

    #[test]
    fn numbers_that_are_no_key_are_none() {
        let even = URL_SAFE_NO_PAD.encode([0x80; 256]);
        let short = URL_SAFE_NO_PAD.encode([0x81; 128]);
        for (member, value) in [
            ("n", even),
            ("n", short),
            ("n", String::new()),
            ("n", "!".into()),
            ("e", "AQ".into()),
            ("e", "AAAAAQAB".into()),
        ] {
            assert!(
                !suits(&with(published(0), member, json!(value)), "RS256"),
                "{value}"
            );
        }
        let zero = URL_SAFE_NO_PAD.encode([0; 32]);
        assert!(!suits(&with(published(1), "x", json!(zero)), "ES256"));
        assert!(!suits(&with(published(1), "x", json!("AA")), "ES256"));
        assert!(!suits(&with(published(1), "crv", json!("P-384")), "ES256"));
    }

    #[test]
    fn a_set_holds_public_keys_alone() {
        assert!(check(&json!({"keys": [published(0), published(1)]})).is_ok());
        assert!(check(&json!({"keys": [{"kty": "OKP", "crv": "X25519", "x": "AA"}]})).is_ok());
        for set in [
            json!({}),
            json!({"keys": {}}),
            json!({"keys": [7]}),
            json!({"keys": [{"n": "AQ"}]}),
            json!({"keys": [{"kty": "oct"}]}),
            json!({"keys": [with(published(0), "d", json!("AQ"))]}),
        ] {
            assert!(check(&set).is_err(), "{set}");
        }
    }
}
