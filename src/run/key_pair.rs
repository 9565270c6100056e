//! The key pairs that the tool makes for its clients: as JWKs (RFC 7517), and as what signs (RFC 7518 §3).

use std::convert::Infallible;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use crypto_bigint::{
    U1024,
    rand_core::{TryCryptoRng, TryRng},
};
use crypto_primes::{
    Flavor,
    hazmat::{SetBits, SmallFactorsSieveFactory},
    is_prime, sieve_and_find,
};
use p256::{
    ecdsa::signature::Signer,
    elliptic_curve::sec1::ToEncodedPoint,
    pkcs8::{EncodePublicKey, LineEnding},
};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use rsa::{
    BigUint, Pkcs1v15Sign, Pss, RsaPrivateKey,
    traits::{PrivateKeyParts, PublicKeyParts},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The size of an RSA key's primes, in bits: that of half a modulus of the least size that RFC 7518 §3.3 allows.
const PRIME_BITS: u32 = 1024;
/// The public exponent of an RSA key.
const EXPONENT: u32 = 65_537;
/// The times that primes are searched for an RSA key: all but one of some ten thousand pairs make one.
const MOST_SEARCHES: usize = 4;

/// What a key pair is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A point on P-256.
    P256,
    /// A point on P-384.
    P384,
    /// An RSA modulus.
    Rsa,
}

impl Kind {
    /// The kind that a JWS algorithm takes (RFC 7518 §3.1).
    pub(super) fn of(alg: &str) -> Option<Self> {
        Some(match alg {
            "ES256" => Self::P256,
            "ES384" => Self::P384,
            "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => Self::Rsa,
            _ => return None,
        })
    }

    /// The kind as a message names it.
    fn words(self) -> &'static str {
        match self {
            Self::P256 => "a key on P-256",
            Self::P384 => "a key on P-384",
            Self::Rsa => "an RSA key",
        }
    }
}

/// Random numbers that follow from 256 bits, for crates that know an older `rand`.
pub(super) struct Dice(ChaCha20Rng);

impl Dice {
    pub(super) fn new(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }
}

impl rsa::rand_core::RngCore for Dice {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.0.fill_bytes(bytes);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for Dice {}

// The same, for crates that know a newer `rand`.
impl TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.0.next_u32())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.next_u64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill_bytes(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Dice {}

/// A private key and its public half.
pub(super) enum KeyPair {
    P256(p256::SecretKey),
    P384(p384::SecretKey),
    Rsa(Box<RsaPrivateKey>),
}

impl KeyPair {
    /// Makes a key pair. One with RSA takes about a tenth of a second.
    ///
    /// # Errors
    ///
    /// A clause: no RSA key came of these numbers.
    pub(super) fn make(kind: Kind, dice: &mut Dice) -> Result<Self, String> {
        Ok(match kind {
            Kind::P256 => Self::P256(p256::SecretKey::random(dice)),
            Kind::P384 => Self::P384(p384::SecretKey::random(dice)),
            Kind::Rsa => Self::Rsa(Box::new(rsa_key(dice)?)),
        })
    }

    fn kind(&self) -> Kind {
        match self {
            Self::P256(_) => Kind::P256,
            Self::P384(_) => Kind::P384,
            Self::Rsa(_) => Kind::Rsa,
        }
    }

    /// The key as a JWK that says what it is for: the public members, and with `private` the others (RFC 7518 §6).
    pub(super) fn jwk(&self, alg: &str, private: bool) -> Value {
        let mut members = Map::new();
        match self.public_numbers() {
            PublicNumbers::Ec { crv, x, y } => {
                members.insert("kty".to_owned(), json!("EC"));
                members.insert("crv".to_owned(), json!(crv));
                members.insert("x".to_owned(), json!(x));
                members.insert("y".to_owned(), json!(y));
            }
            PublicNumbers::Rsa { n, e } => {
                members.insert("kty".to_owned(), json!("RSA"));
                members.insert("n".to_owned(), json!(n));
                members.insert("e".to_owned(), json!(e));
            }
        }
        members.insert("use".to_owned(), json!("sig"));
        members.insert("alg".to_owned(), json!(alg));
        members.insert("kid".to_owned(), json!(self.thumbprint()));
        if private {
            let numbers = self.private_numbers().into_iter();
            members.extend(numbers.map(|(name, number)| (name.to_owned(), json!(number))));
        }
        Value::Object(members)
    }

    /// The thumbprint over the required members in the order of their names (RFC 7638 §3).
    pub(super) fn thumbprint(&self) -> String {
        let members = match self.public_numbers() {
            PublicNumbers::Ec { crv, x, y } => json!({"crv": crv, "kty": "EC", "x": x, "y": y}),
            PublicNumbers::Rsa { n, e } => json!({"e": e, "kty": "RSA", "n": n}),
        };
        URL_SAFE_NO_PAD.encode(Sha256::digest(members.to_string()))
    }

    /// The public half in PEM (RFC 7468 §13).
    ///
    /// # Errors
    ///
    /// A clause: it cannot be written.
    pub(super) fn public_pem(&self) -> Result<String, String> {
        let pem = match self {
            Self::P256(key) => key.public_key().to_public_key_pem(LineEnding::LF),
            Self::P384(key) => key.public_key().to_public_key_pem(LineEnding::LF),
            Self::Rsa(key) => key.to_public_key().to_public_key_pem(LineEnding::LF),
        };
        pem.map_err(|error| format!("the public key cannot be written in PEM: {error}"))
    }

    /// The octets of a JWS signature (RFC 7518 §3.3 to §3.5). The dice are thrown for the salt of PS256 and its kin alone.
    ///
    /// # Errors
    ///
    /// A clause: the algorithm takes another kind of key, or the key did not sign.
    pub(super) fn sign(&self, alg: &str, input: &[u8], dice: &mut Dice) -> Result<Vec<u8>, String> {
        let signed = match (self, alg) {
            (Self::P256(key), "ES256") => {
                let signature: p256::ecdsa::Signature =
                    p256::ecdsa::SigningKey::from(key).sign(input);
                return Ok(signature.to_bytes().to_vec());
            }
            (Self::P384(key), "ES384") => {
                let signature: p384::ecdsa::Signature =
                    p384::ecdsa::SigningKey::from(key).sign(input);
                return Ok(signature.to_bytes().to_vec());
            }
            (Self::Rsa(key), "RS256") => {
                key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(input))
            }
            (Self::Rsa(key), "RS384") => {
                key.sign(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(input))
            }
            (Self::Rsa(key), "RS512") => {
                key.sign(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(input))
            }
            (Self::Rsa(key), "PS256") => {
                key.sign_with_rng(dice, Pss::new::<Sha256>(), &Sha256::digest(input))
            }
            (Self::Rsa(key), "PS384") => {
                key.sign_with_rng(dice, Pss::new::<Sha384>(), &Sha384::digest(input))
            }
            (Self::Rsa(key), "PS512") => {
                key.sign_with_rng(dice, Pss::new::<Sha512>(), &Sha512::digest(input))
            }
            _ => {
                let words = self.kind().words();
                return Err(format!("{words} cannot sign with `{alg}`"));
            }
        };
        signed.map_err(|error| format!("the RSA key did not sign with `{alg}`: {error}"))
    }

    fn public_numbers(&self) -> PublicNumbers {
        match self {
            Self::P256(key) => {
                PublicNumbers::point("P-256", key.public_key().to_encoded_point(false).as_bytes())
            }
            Self::P384(key) => {
                PublicNumbers::point("P-384", key.public_key().to_encoded_point(false).as_bytes())
            }
            Self::Rsa(key) => PublicNumbers::Rsa {
                n: number(key.n()),
                e: number(key.e()),
            },
        }
    }

    /// The private members by their names (RFC 7518 §6.2.2, §6.3.2).
    fn private_numbers(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::P256(key) => vec![("d", URL_SAFE_NO_PAD.encode(key.to_bytes()))],
            Self::P384(key) => vec![("d", URL_SAFE_NO_PAD.encode(key.to_bytes()))],
            Self::Rsa(key) => {
                let mut primes = key.primes().iter();
                let numbers = [
                    ("d", Some(number(key.d()))),
                    ("p", primes.next().map(number)),
                    ("q", primes.next().map(number)),
                    ("dp", key.dp().map(number)),
                    ("dq", key.dq().map(number)),
                    ("qi", key.crt_coefficient().as_ref().map(number)),
                ];
                let present = numbers.into_iter();
                present
                    .filter_map(|(name, number)| Some((name, number?)))
                    .collect()
            }
        }
    }
}

/// An RSA key with a modulus of twice the primes' bits (FIPS 186-5 §A.1.1, with the probable primes of BPSW).
fn rsa_key(dice: &mut Dice) -> Result<RsaPrivateKey, String> {
    let mut why = String::new();
    for _ in 0..MOST_SEARCHES {
        let (p, q) = (prime(dice)?, prime(dice)?);
        match RsaPrivateKey::from_p_q(p, q, EXPONENT.into()) {
            Ok(key) => return Ok(key),
            Err(error) => why = error.to_string(),
        }
    }
    Err(format!("no RSA key could be made: {why}"))
}

/// A prime whose two highest bits are set, so that the product of two has all its bits.
fn prime(dice: &mut Dice) -> Result<BigUint, String> {
    let none = |why: String| format!("no prime for an RSA key could be found: {why}");
    let sieve = SmallFactorsSieveFactory::new(Flavor::Any, PRIME_BITS, SetBits::TwoMsb);
    let sieve = sieve.map_err(|error| none(error.to_string()))?;
    let found = sieve_and_find(dice, sieve, |_, candidate: &U1024| {
        is_prime(Flavor::Any, candidate)
    });
    let found = found.map_err(|error| none(error.to_string()))?;
    let prime = found.ok_or_else(|| none("the numbers ran out".to_owned()))?;
    Ok(BigUint::from_bytes_be(&prime.to_be_bytes()))
}

/// The numbers of a public key, in base64url.
enum PublicNumbers {
    Ec {
        crv: &'static str,
        x: String,
        y: String,
    },
    Rsa {
        n: String,
        e: String,
    },
}

impl PublicNumbers {
    /// A point as SEC 1 writes it without compression: a four, x, y.
    fn point(crv: &'static str, octets: &[u8]) -> Self {
        let coordinates = octets.get(1..).unwrap_or_default();
        let (x, y) = coordinates.split_at(coordinates.len() / 2);
        Self::Ec {
            crv,
            x: URL_SAFE_NO_PAD.encode(x),
            y: URL_SAFE_NO_PAD.encode(y),
        }
    }
}

/// A number in the fewest octets (`Base64urlUInt`, RFC 7518 §2).
fn number(number: &BigUint) -> String {
    URL_SAFE_NO_PAD.encode(number.to_bytes_be())
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
    use rsa::traits::PublicKeyParts;

    use super::*;

    const PRIVATE: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];

    fn pair(kind: Kind) -> KeyPair {
        KeyPair::make(kind, &mut Dice::new([7; 32])).unwrap()
    }

    fn octets(jwk: &Value, name: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap()
    }

    fn uint(jwk: &Value, name: &str) -> BigUint {
        let octets = octets(jwk, name);
        assert_ne!(octets[0], 0, "{name} has no zeros in front");
        BigUint::from_bytes_be(&octets)
    }

    #[test]
    fn a_public_jwk_says_what_it_is_for_and_nothing_private() {
        for (kind, alg, own) in [
            (Kind::P256, "ES256", vec!["crv", "x", "y"]),
            (Kind::P384, "ES384", vec!["crv", "x", "y"]),
            (Kind::Rsa, "PS256", vec!["n", "e"]),
        ] {
            let pair = pair(kind);
            let jwk = pair.jwk(alg, false);
            let names: Vec<_> = jwk.as_object().unwrap().keys().collect();
            assert_eq!(
                names,
                [&["kty"], own.as_slice(), &["use", "alg", "kid"]].concat()
            );
            assert_eq!((&jwk["use"], &jwk["alg"]), (&json!("sig"), &json!(alg)));
            let known: Jwk = serde_json::from_value(jwk.clone()).unwrap();
            assert_eq!(jwk["kid"], known.thumbprint(ThumbprintHash::SHA256));
            let private = pair.jwk(alg, true);
            assert!(PRIVATE.iter().all(|name| jwk.get(name).is_none()));
            for (name, member) in jwk.as_object().unwrap() {
                assert_eq!(&private[name], member);
            }
        }
    }

    #[test]
    fn the_private_members_are_those_of_the_public_key() {
        let jwk = pair(Kind::P256).jwk("ES256", true);
        let key = p256::SecretKey::from_slice(&octets(&jwk, "d")).unwrap();
        let point = key.public_key().to_encoded_point(false);
        assert_eq!(
            point.as_bytes()[1..],
            [octets(&jwk, "x"), octets(&jwk, "y")].concat()
        );
        let jwk = pair(Kind::P384).jwk("ES384", true);
        let key = p384::SecretKey::from_slice(&octets(&jwk, "d")).unwrap();
        let point = key.public_key().to_encoded_point(false);
        assert_eq!(
            point.as_bytes()[1..],
            [octets(&jwk, "x"), octets(&jwk, "y")].concat()
        );
    }

    #[test]
    fn the_private_members_of_rsa_belong_together() {
        let jwk = pair(Kind::Rsa).jwk("RS256", true);
        let numbers = PRIVATE.map(|name| uint(&jwk, name));
        let [private, prime, other, of_prime, of_other, inverse] = &numbers;
        let (modulus, exponent) = (uint(&jwk, "n"), uint(&jwk, "e"));
        assert_eq!(
            (modulus.bits(), &exponent),
            (2048, &BigUint::from(65_537_u32))
        );
        let one = BigUint::from(1_u32);
        assert_eq!(*of_prime, private % (prime - &one));
        assert_eq!(*of_other, private % (other - &one));
        assert_eq!(inverse * other % prime, one);
        let primes = vec![prime.clone(), other.clone()];
        let key = RsaPrivateKey::from_components(modulus, exponent, private.clone(), primes);
        let key = key.unwrap();
        assert_eq!(key.validate(), Ok(()));
        assert_eq!(key.size(), 256);
    }
}
