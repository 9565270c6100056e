//! Whether a signature verifies (RFC 7515 §5.2).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};

use super::{Key, base64url};
use crate::{check::Blocked, rsa_signature};

/// The sizes of RSA moduli, in bits, with which signatures are verified.
const RSA_BITS: std::ops::RangeInclusive<usize> = 512..=8192;

/// A key in a verifier's form.
enum Public {
    /// An RSA key of a size that is in use: its modulus and its exponent.
    Rsa(Vec<u8>, Vec<u8>),
    /// Any other.
    Other(DecodingKey),
}

/// Whether a JWS in compact serialization verifies with a key that fits its algorithm. A padded signature is read like one
/// without padding.
///
/// # Errors
///
/// The algorithm or the size of the key is not one that can be verified here, or the key's own parameters are wrong.
pub fn verify(jws: &str, alg: &str, key: &Key<'_>) -> Result<bool, Blocked> {
    let unsupported =
        || Blocked::NotObserved(format!("{alg} signatures of this key are not verified"));
    let algorithm = algorithm(alg, key).ok_or_else(unsupported)?;
    let unreadable = || Blocked::By(format!("the key at /keys/{} cannot be read", key.index));
    let public = public_key(alg, key)?.ok_or_else(unreadable)?;
    let Some((input, signature)) = jws.rsplit_once('.') else {
        return Ok(false);
    };
    let Some(signature) = base64url::decode(signature) else {
        return Ok(false);
    };
    let input = input.as_bytes();
    match public {
        Public::Rsa(n, e) => {
            rsa_signature::verifies(alg, &n, &e, input, &signature).ok_or_else(unsupported)
        }
        Public::Other(public) => {
            let signature = URL_SAFE_NO_PAD.encode(signature);
            jsonwebtoken::crypto::verify(&signature, input, &public, algorithm)
                .map_err(|_| unreadable())
        }
    }
}

fn algorithm(alg: &str, key: &Key<'_>) -> Option<Algorithm> {
    Some(match alg {
        "RS256" => Algorithm::RS256,
        "RS384" => Algorithm::RS384,
        "RS512" => Algorithm::RS512,
        "PS256" => Algorithm::PS256,
        "PS384" => Algorithm::PS384,
        "PS512" => Algorithm::PS512,
        "ES256" => Algorithm::ES256,
        "ES384" => Algorithm::ES384,
        "EdDSA" | "Ed25519" if key.text("crv") == Some("Ed25519") => Algorithm::EdDSA,
        _ => return None,
    })
}

/// The key as a verifier takes it; `None` where its parameters cannot be read. jsonwebtoken's panics at some keys (RSA with
/// an even modulus, Ed25519 with fewer than 32 octets): none of them gets there.
fn public_key(alg: &str, key: &Key<'_>) -> Result<Option<Public>, Blocked> {
    let components = match alg {
        "ES256" => return Ok(on_curve(key, 32).map(Public::Other)),
        "ES384" => return Ok(on_curve(key, 48).map(Public::Other)),
        "EdDSA" | "Ed25519" => {
            let x = key.octets("x").filter(|x| x.len() == 32);
            return Ok(x.map(|x| Public::Other(DecodingKey::from_ed_der(&x))));
        }
        _ => key.number("n").zip(key.number("e")),
    };
    let odd = |octets: &[u8]| octets.last().is_some_and(|last| last % 2 == 1);
    let Some((n, e)) = components.filter(|(n, e)| odd(n) && odd(e)) else {
        return Ok(None);
    };
    let bits = key.modulus_bits().unwrap_or_default();
    if !RSA_BITS.contains(&bits) || e.len() > 4 || e == [1] {
        return Err(Blocked::NotObserved(format!(
            "signatures of an RSA key of {bits} bits with this exponent are not verified"
        )));
    }
    Ok(Some(if rsa_signature::MODULUS_BITS.contains(&bits) {
        Public::Rsa(n, e)
    } else {
        Public::Other(DecodingKey::from_rsa_raw_components(&n, &e))
    }))
}

/// The point as SEC 1 writes it, without compression.
fn on_curve(key: &Key<'_>, size: usize) -> Option<DecodingKey> {
    let (x, y) = key.coordinate("x", size).zip(key.coordinate("y", size))?;
    Some(DecodingKey::from_ec_der(&[vec![4], x, y].concat()))
}

/// Whether a key's `x` and `y` are a point on its curve; `None` for a curve that is not computed here.
pub fn is_on_curve(key: &Key<'_>) -> Option<bool> {
    let (alg, size) = match key.text("crv")? {
        "P-256" => (Algorithm::ES256, 32),
        "P-384" => (Algorithm::ES384, 48),
        _ => return None,
    };
    // The verifier reads the point before it reads the signature.
    Some(jsonwebtoken::crypto::verify("", b"", &on_curve(key, size)?, alg).is_ok())
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Algorithm, EncodingKey, crypto::sign};
    use serde_json::{Map, Value, json};

    use super::*;

    fn published(index: usize) -> Map<String, Value> {
        let set: Value = serde_json::from_str(include_str!("../issuer/keys/jwks.json")).unwrap();
        set["keys"][index].as_object().unwrap().clone()
    }

    fn ask(jws: &str, alg: &str, members: &Map<String, Value>) -> Result<bool, Blocked> {
        verify(jws, alg, &Key { index: 0, members })
    }

    #[test]
    fn rsa_and_ec_signatures_verify_and_changed_ones_do_not() {
        let rsa = include_bytes!("../issuer/keys/public-test-key-rs256.pem");
        let ec = include_bytes!("../issuer/keys/public-test-key-es256.pem");
        let rsa = EncodingKey::from_rsa_pem(rsa).unwrap();
        let ec = EncodingKey::from_ec_pem(ec).unwrap();
        for (alg, algorithm, private, index) in [
            ("RS256", Algorithm::RS256, &rsa, 0),
            ("RS512", Algorithm::RS512, &rsa, 0),
            ("PS256", Algorithm::PS256, &rsa, 0),
            ("PS384", Algorithm::PS384, &rsa, 0),
            ("ES256", Algorithm::ES256, &ec, 1),
        ] {
            let signature = sign(b"a.b", private, algorithm).unwrap();
            let key = published(index);
            assert_eq!(
                ask(&format!("a.b.{signature}"), alg, &key),
                Ok(true),
                "{alg}"
            );
            assert_eq!(
                ask(&format!("a.b.{signature}=="), alg, &key),
                Ok(true),
                "{alg}"
            );
            assert_eq!(
                ask(&format!("a.c.{signature}"), alg, &key),
                Ok(false),
                "{alg}"
            );
            assert_eq!(ask("a.b.", alg, &key), Ok(false), "{alg}");
        }
    }

    #[test]
    fn rsa_keys_of_any_size_verify_what_openssl_signed() {
        // Keys of 8192, 1024 and 3072 bits, each with signatures over `a.b` by the name of their algorithm.
        let keys: Vec<Map<String, Value>> =
            serde_json::from_str(include_str!("fixtures/rsa-signatures.json")).unwrap();
        for key in &keys {
            let algs = ["RS256", "RS384", "PS384", "PS512"];
            let signed: Vec<_> = algs
                .iter()
                .filter_map(|alg| Some((alg, key.get(*alg)?)))
                .collect();
            assert_eq!(signed.len(), 2);
            for (alg, signature) in signed {
                let signature = signature.as_str().unwrap();
                let asked = |input: &str| ask(&format!("{input}.{signature}"), alg, key);
                assert_eq!(asked("a.b"), Ok(true), "{alg}");
                assert_eq!(asked("a.c"), Ok(false), "{alg}");
            }
        }
    }

    #[test]
    fn ed25519_and_p384_signatures_verify() {
        let ed = json!({"kty": "OKP", "crv": "Ed25519", "x": "dosRDfPuGz1MKziICvu0dnejRHXfln8N8xmwBJ7pbDk"});
        let okp_signed = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.kTpF2q5f8HU7VrXgMF-tQdwxpywIX_4C80GAF4_U0Z9c6smL-EMweTBbLX0c4v1gKK0oxZ-jf8H3hZ4XZ9IvAg";
        let ec = json!({"kty": "EC", "crv": "P-384",
            "x": "rAnmzUoW8xxPnUovT3WljDdQKRbUUryDeNRuVIKfZPcpLL9uE1vuitG9kMQ0h-Ms",
            "y": "LQX1tnitHt8EwT_KTAaYImRdRrCOaV9iwqMcyTByYTkFqgMdBxqqtFDCAoHTXNRJ"});
        let ec_signed = "eyJhbGciOiJFUzM4NCJ9.eyJzdWIiOiJhIn0.1H0ciGqubKZw0rkkl4anU8EcmXyqfv3EXKA6NfDLh6L3Y6-N0we-UH2sYr4fFpTfeboS_MLn128wgWCLQ01DSezd9FptcBF3Asr9_84L-ksmPMLPrhok_6DC_SA6_LX-";
        for (alg, jws, key) in [("EdDSA", okp_signed, ed), ("ES384", ec_signed, ec)] {
            let key = key.as_object().unwrap();
            assert_eq!(ask(jws, alg, key), Ok(true), "{alg}");
            assert_eq!(ask(&format!("x{jws}"), alg, key), Ok(false), "{alg}");
        }
    }

    #[test]
    fn no_key_makes_the_verifier_panic() {
        let octets = ["", "AA", "AQ", "Ag", "AQAB", "!", "AAAA", &"_".repeat(2000)];
        for alg in ["RS256", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"] {
            for (a, b) in octets.iter().flat_map(|a| octets.map(|b| (*a, b))) {
                let key = json!({"n": a, "e": b, "x": a, "y": b, "crv": "Ed25519"});
                assert_ne!(ask("a.b.AQAB", alg, key.as_object().unwrap()), Ok(true));
            }
        }
        assert!(matches!(
            ask("a.b.AQAB", "ES512", &published(1)),
            Err(Blocked::NotObserved(_))
        ));
    }
}
