//! Client assertions (RFC 7523), and the keys that the tool makes for them.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey};
use rand::{TryRngCore, rngs::OsRng};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::key_pair::{Dice, KeyPair, Kind};
use crate::scenario::AssertionChange;

/// Seconds from when an assertion is made to its `exp`.
const LIFETIME: i64 = 60;

/// Seconds since the `exp` of one that has expired.
const EXPIRED_SINCE: i64 = 300;

/// Seconds until the `nbf` of one that is not yet valid.
const VALID_IN: i64 = 600;

/// The audience of an assertion that is for another server.
const OTHER_SERVER: &str = "https://another-server.example";

/// The client of an assertion that names another one.
const OTHER_CLIENT: &str = "another-client";

/// The name of the key that is no client's; a scenario's name for a key has no space.
const OTHER_KEY: &str = "another key";

/// What a client assertion is made of.
pub(super) struct Wanted<'a> {
    /// The step that it is for.
    pub(super) step: &'a str,
    /// The client that authenticates.
    pub(super) client_id: &'a str,
    /// The audience: the issuer identifier of the authorization server, or another name that it accepts.
    pub(super) audience: &'a str,
    /// The token endpoint.
    pub(super) endpoint: &'a str,
    /// What it is signed with.
    pub(super) signer: Signer<'a>,
    /// How it departs from a good one.
    pub(super) change: Option<AssertionChange>,
    /// The JWS algorithm.
    pub(super) alg: &'a str,
    /// The time at which it is made.
    pub(super) now: OffsetDateTime,
}

/// What a client assertion is signed with.
pub(super) enum Signer<'a> {
    /// The key of this name, made for this algorithm.
    Key(&'a str, &'a str),
    /// A client secret.
    Secret(&'a str),
}

/// A key pair that is made by whoever needs it first.
type Slot = Arc<OnceLock<Result<Arc<KeyPair>, String>>>;

/// Key pairs by the numbers that they follow from, their kind and their name.
type Made = Mutex<BTreeMap<([u8; 32], Kind, String), Slot>>;

/// The key pairs of all seeded runs of the process: an RSA key takes longer to make than a run takes without it.
static SEEDED: Made = Mutex::new(BTreeMap::new());

/// The keys of a run, made when they are first used.
#[derive(Default)]
pub(super) struct Keys {
    seed: Option<u64>,
    root: OnceLock<Result<[u8; 32], String>>,
    made: Made,
    /// How many times an identifier was made of the same material.
    identified: Mutex<BTreeMap<[u8; 32], u64>>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Keys").finish_non_exhaustive()
    }
}

/// What the signature of an assertion is made with.
enum Hand {
    /// Nothing: it is empty.
    Nobody,
    /// A key pair.
    Pair(Arc<KeyPair>),
    /// A secret.
    Secret(Vec<u8>),
}

/// How an assertion is signed, and what its header says of that.
struct Signing {
    alg: String,
    kid: Option<String>,
    hand: Hand,
}

impl Keys {
    /// Keys and identifiers that are random, or derived from a seed.
    pub(super) fn new(seed: Option<u64>) -> Self {
        Self {
            seed,
            ..Self::default()
        }
    }

    /// The key of a name as a JWK (RFC 7517), made for an algorithm. Algorithms for the same kind of key share it.
    ///
    /// # Errors
    ///
    /// A clause: the tool makes no keys for the algorithm, or there is no randomness to make one of.
    pub(super) fn jwk(&self, name: &str, alg: &str, private: bool) -> Result<Value, String> {
        Ok(self.pair(name, alg)?.jwk(alg, private))
    }

    /// A client assertion in compact form (RFC 7523 §3, OpenID Connect Core 1.0 §9).
    ///
    /// # Errors
    ///
    /// A clause that says why there is none: the key cannot sign with the algorithm, for example.
    pub(super) fn assertion(&self, wanted: &Wanted<'_>) -> Result<String, String> {
        let claims = self.claims(wanted)?;
        let Signing { alg, kid, hand } = self.signing(wanted)?;
        let mut header = Map::new();
        header.insert("typ".to_owned(), json!("JWT"));
        header.insert("alg".to_owned(), json!(alg));
        if let Some(kid) = kid {
            header.insert("kid".to_owned(), json!(kid));
        }
        let segment = |members: Map<String, Value>| {
            URL_SAFE_NO_PAD.encode(Value::Object(members).to_string())
        };
        let input = format!("{}.{}", segment(header), segment(claims));
        let mut signature = match &hand {
            Hand::Nobody => Vec::new(),
            Hand::Pair(pair) => {
                let mut dice = Dice::new(self.bytes("salt", &[input.as_bytes()])?);
                pair.sign(&alg, input.as_bytes(), &mut dice)?
            }
            Hand::Secret(secret) => authenticate(secret, &alg, input.as_bytes())?,
        };
        let middle = signature.len() / 2;
        if wanted.change == Some(AssertionChange::BrokenSignature)
            && let Some(octet) = signature.get_mut(middle)
        {
            *octet ^= 1;
        }
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The claims. What a change does not name stays as it is in a good assertion, so that a refusal has one cause.
    fn claims(&self, wanted: &Wanted<'_>) -> Result<Map<String, Value>, String> {
        use AssertionChange as Change;
        let change = wanted.change;
        let now = wanted.now.unix_timestamp();
        let (client, iat) = (wanted.client_id, json!(now));
        let iss = match change {
            Some(Change::OtherIssuer) => OTHER_CLIENT,
            _ => client,
        };
        let sub = match change {
            Some(Change::WithoutSubject) => None,
            Some(Change::OtherSubject) => Some(OTHER_CLIENT),
            _ => Some(client),
        };
        let aud = match change {
            Some(Change::OtherAudience) => OTHER_SERVER,
            Some(Change::EndpointAudience) if wanted.endpoint.is_empty() => {
                return Err("there is no token endpoint to name as the audience".to_owned());
            }
            Some(Change::EndpointAudience) => wanted.endpoint,
            _ => wanted.audience,
        };
        let exp = match change {
            Some(Change::WithoutExp) => None,
            Some(Change::Expired) => Some(now.saturating_sub(EXPIRED_SINCE)),
            _ => Some(now.saturating_add(LIFETIME)),
        };
        let nbf = (change == Some(Change::NotYetValid)).then(|| now.saturating_add(VALID_IN));
        let claims = [
            ("iss", Some(json!(iss))),
            ("sub", sub.map(|sub| json!(sub))),
            ("aud", Some(json!(aud))),
            ("jti", Some(json!(self.identifier(wanted)?))),
            ("iat", Some(iat)),
            ("nbf", nbf.map(|nbf| json!(nbf))),
            ("exp", exp.map(|exp| json!(exp))),
        ];
        let claims = claims.into_iter();
        Ok(claims
            .filter_map(|(name, claim)| Some((name.to_owned(), claim?)))
            .collect())
    }

    /// What signs the assertion. The header names the client's own key also where another signs: the server is to find
    /// that key, and to see that the signature is not of it.
    fn signing(&self, wanted: &Wanted<'_>) -> Result<Signing, String> {
        use AssertionChange as Change;
        let signing = |alg: &str, kid, hand| Signing {
            alg: alg.to_owned(),
            kid,
            hand,
        };
        let (change, alg) = (wanted.change, wanted.alg);
        if change == Some(Change::Unsigned) {
            return Ok(signing("none", None, Hand::Nobody));
        }
        match wanted.signer {
            Signer::Key(name, key_alg) => {
                let own = self.pair(name, key_alg)?;
                let kid = own.thumbprint();
                let (alg, hand) = match change {
                    Some(Change::PublicPemAsSecret) => {
                        ("HS256", Hand::Secret(own.public_pem()?.into()))
                    }
                    Some(Change::PublicJwkAsSecret) => {
                        let jwk = own.jwk(key_alg, false).to_string();
                        ("HS256", Hand::Secret(jwk.into()))
                    }
                    Some(Change::OtherKey) => (alg, Hand::Pair(self.pair(OTHER_KEY, key_alg)?)),
                    _ => (alg, Hand::Pair(own)),
                };
                Ok(signing(alg, Some(kid), hand))
            }
            Signer::Secret(secret) => {
                let secret = match change {
                    Some(Change::PublicPemAsSecret | Change::PublicJwkAsSecret) => {
                        return Err("a client secret has no public key to sign with".to_owned());
                    }
                    Some(Change::OtherKey) => {
                        URL_SAFE_NO_PAD.encode(self.bytes("secret", &[secret.as_bytes()])?)
                    }
                    _ => secret.to_owned(),
                };
                Ok(signing(alg, None, Hand::Secret(secret.into())))
            }
        }
    }

    /// The key pair of a name, for an algorithm; made here, unless it was made before.
    fn pair(&self, name: &str, alg: &str) -> Result<Arc<KeyPair>, String> {
        let kind = Kind::of(alg).ok_or_else(|| format!("the tool makes no keys for `{alg}`"))?;
        let root = self.root()?;
        let seed = self.bytes("key", &[&[kind as u8], name.as_bytes()])?;
        let made = if self.seed.is_some() {
            &SEEDED
        } else {
            &self.made
        };
        let slot: Slot = {
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(made.entry((root, kind, name.to_owned())).or_default())
        };
        slot.get_or_init(|| KeyPair::make(kind, &mut Dice::new(seed)).map(Arc::new))
            .clone()
    }

    /// A `jti` that no other assertion of the run has (RFC 7519 §4.1.7). Under a seed it follows from what the assertion
    /// is and which step it is for, not from how many were made before: scenarios and steps run side by side.
    fn identifier(&self, wanted: &Wanted<'_>) -> Result<String, String> {
        let (signer, key) = match &wanted.signer {
            Signer::Key(name, _) => ("key", *name),
            Signer::Secret(secret) => ("secret", *secret),
        };
        let now = wanted.now.unix_timestamp().to_be_bytes();
        let change = format!("{:?}", wanted.change);
        let of = [
            wanted.step,
            wanted.client_id,
            signer,
            key,
            wanted.alg,
            &change,
        ];
        let mut material: Vec<&[u8]> = of.iter().map(|text| text.as_bytes()).collect();
        material.push(&now);
        let purpose = self.bytes("jti", &material)?;
        let times = {
            let mut made = self
                .identified
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let times = made.entry(purpose).or_insert(0);
            *times = times.saturating_add(1);
            *times
        };
        let bytes = self.bytes("jti", &[&purpose, &times.to_be_bytes()])?;
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// 256 bits for one purpose.
    fn bytes(&self, purpose: &str, material: &[&[u8]]) -> Result<[u8; 32], String> {
        let mut hash = Sha256::new_with_prefix(self.root()?);
        for part in [purpose.as_bytes()].iter().chain(material) {
            // Each part with its length, so that no two lists of parts read the same.
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        Ok(hash.finalize().into())
    }

    /// What all that is made follows from: the seed, or 256 bits of the operating system's.
    fn root(&self) -> Result<[u8; 32], String> {
        let make = || {
            if let Some(seed) = self.seed {
                return Ok(Sha256::digest(seed.to_be_bytes()).into());
            }
            let mut bytes = [0; 32];
            let filled = OsRng.try_fill_bytes(&mut bytes);
            filled
                .map(|()| bytes)
                .map_err(|error| format!("the operating system gave no random numbers: {error}"))
        };
        self.root.get_or_init(make).clone()
    }
}

/// The octets of a JWS message authentication code (RFC 7518 §3.2).
fn authenticate(secret: &[u8], alg: &str, input: &[u8]) -> Result<Vec<u8>, String> {
    let algorithm = match alg {
        "HS256" => Algorithm::HS256,
        "HS384" => Algorithm::HS384,
        "HS512" => Algorithm::HS512,
        _ => return Err(format!("a client secret cannot sign with `{alg}`")),
    };
    let failed = |why: String| format!("the client secret did not sign with `{alg}`: {why}");
    let key = EncodingKey::from_secret(secret);
    let code = jsonwebtoken::crypto::sign(input, &key, algorithm);
    let code = code.map_err(|error| failed(error.to_string()))?;
    let octets = URL_SAFE_NO_PAD.decode(code);
    octets.map_err(|error| failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation, decode, jwk::Jwk};
    use time::macros::datetime;

    use super::*;

    const ISSUER: &str = "https://as.example";
    const NOW: OffsetDateTime = datetime!(2024-05-15 08:10 UTC);

    fn wanted<'a>(signer: Signer<'a>, alg: &'a str, change: Option<AssertionChange>) -> Wanted<'a> {
        Wanted {
            step: "a step",
            client_id: "the client",
            audience: ISSUER,
            endpoint: "https://as.example/token",
            signer,
            change,
            alg,
            now: NOW,
        }
    }

    fn seeded() -> Keys {
        Keys::new(Some(1))
    }

    fn public(keys: &Keys, name: &str, alg: &str) -> DecodingKey {
        let jwk: Jwk = serde_json::from_value(keys.jwk(name, alg, false).unwrap()).unwrap();
        DecodingKey::from_jwk(&jwk).unwrap()
    }

    /// The claims, where the signature verifies; whether they are good ones is not asked.
    fn verified(jwt: &str, alg: Algorithm, key: &DecodingKey) -> Option<Value> {
        let mut validation = Validation::new(alg);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        decode(jwt, key, &validation).ok().map(|data| data.claims)
    }

    fn segment(jwt: &str, index: usize) -> Value {
        let segment = jwt.split('.').nth(index).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(segment).unwrap()).unwrap()
    }

    #[test]
    fn an_assertion_verifies_with_the_key_that_was_registered() {
        let keys = seeded();
        for (key_alg, alg, algorithm) in [
            ("ES256", "ES256", Algorithm::ES256),
            ("ES384", "ES384", Algorithm::ES384),
            ("RS256", "RS256", Algorithm::RS256),
            ("RS256", "RS384", Algorithm::RS384),
            ("RS256", "RS512", Algorithm::RS512),
            ("RS256", "PS256", Algorithm::PS256),
            ("PS256", "PS384", Algorithm::PS384),
            ("PS256", "PS512", Algorithm::PS512),
        ] {
            let jwt = keys.assertion(&wanted(Signer::Key("a", key_alg), alg, None));
            let jwt = jwt.unwrap();
            let claims = verified(&jwt, algorithm, &public(&keys, "a", key_alg)).unwrap();
            let now = NOW.unix_timestamp();
            let expected = json!({
                "iss": "the client", "sub": "the client", "aud": ISSUER, "jti": claims["jti"], "iat": now,
                "exp": now + 60,
            });
            assert_eq!(claims, expected);
            assert_eq!(claims["jti"].as_str().unwrap().len(), 43);
            let kid = &keys.jwk("a", key_alg, false).unwrap()["kid"];
            assert_eq!(
                segment(&jwt, 0),
                json!({"typ": "JWT", "alg": alg, "kid": kid})
            );
            let other = public(
                &keys,
                "b",
                if algorithm == Algorithm::ES384 {
                    alg
                } else {
                    "ES256"
                },
            );
            assert_eq!(verified(&jwt, algorithm, &other), None);
        }
    }

    #[test]
    fn a_change_of_a_claim_changes_that_alone_and_is_signed() {
        use AssertionChange as Change;
        let keys = seeded();
        let (key, now) = (public(&keys, "a", "ES256"), NOW.unix_timestamp());
        let absent = Value::Null;
        for (change, name, changed) in [
            (Change::OtherAudience, "aud", json!(OTHER_SERVER)),
            (
                Change::EndpointAudience,
                "aud",
                json!("https://as.example/token"),
            ),
            (Change::Expired, "exp", json!(now - 300)),
            (Change::WithoutExp, "exp", absent.clone()),
            (Change::OtherSubject, "sub", json!(OTHER_CLIENT)),
            (Change::OtherIssuer, "iss", json!(OTHER_CLIENT)),
            (Change::WithoutSubject, "sub", absent),
            (Change::NotYetValid, "nbf", json!(now + 600)),
        ] {
            let jwt = |change| {
                let jwt = keys.assertion(&wanted(Signer::Key("a", "ES256"), "ES256", change));
                verified(&jwt.unwrap(), Algorithm::ES256, &key).unwrap()
            };
            let (mut good, bad) = (jwt(None), jwt(Some(change)));
            assert_eq!(
                bad.get(name).unwrap_or(&Value::Null),
                &changed,
                "{change:?}"
            );
            assert_ne!(bad.get(name), good.get(name));
            good["jti"] = bad["jti"].clone();
            good[name] = changed.clone();
            if changed.is_null() {
                good.as_object_mut().unwrap().remove(name);
            }
            assert_eq!(bad, good, "{change:?}");
        }
    }

    #[test]
    fn a_broken_signature_differs_in_one_bit() {
        let keys = seeded();
        let broken = Some(AssertionChange::BrokenSignature);
        for alg in ["ES256", "RS256", "PS256"] {
            let jwt = keys.assertion(&wanted(Signer::Key("a", alg), alg, broken));
            let jwt = jwt.unwrap();
            let (input, signature) = jwt.rsplit_once('.').unwrap();
            let key = public(&keys, "a", alg);
            let algorithm: Algorithm = alg.parse().unwrap();
            assert_eq!(verified(&jwt, algorithm, &key), None);
            let mut signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
            let middle = signature.len() / 2;
            signature[middle] ^= 1;
            let mended = format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature));
            assert!(verified(&mended, algorithm, &key).is_some());
        }
    }

    #[test]
    fn another_key_signs_under_the_id_of_the_clients() {
        let keys = seeded();
        let other = Some(AssertionChange::OtherKey);
        for alg in ["ES256", "ES384", "RS256"] {
            let jwt = keys.assertion(&wanted(Signer::Key("a", alg), alg, other));
            let jwt = jwt.unwrap();
            let algorithm = alg.parse().unwrap();
            assert_eq!(verified(&jwt, algorithm, &public(&keys, "a", alg)), None);
            assert!(verified(&jwt, algorithm, &public(&keys, OTHER_KEY, alg)).is_some());
            assert_eq!(
                segment(&jwt, 0)["kid"],
                keys.jwk("a", alg, false).unwrap()["kid"]
            );
        }
        let jwt = keys.assertion(&wanted(Signer::Secret("s"), "HS256", other));
        let secret = DecodingKey::from_secret(b"s");
        assert_eq!(verified(&jwt.unwrap(), Algorithm::HS256, &secret), None);
    }

    #[test]
    fn an_unsigned_assertion_has_no_signature() {
        for signer in [Signer::Key("a", "ES256"), Signer::Secret("s")] {
            let wanted = wanted(signer, "ES256", Some(AssertionChange::Unsigned));
            let jwt = seeded().assertion(&wanted).unwrap();
            assert_eq!(segment(&jwt, 0), json!({"typ": "JWT", "alg": "none"}));
            assert_eq!(segment(&jwt, 1)["sub"], "the client");
            assert!(jwt.ends_with('.') && jwt.split('.').count() == 3);
        }
    }

    #[test]
    fn a_public_key_can_be_taken_for_a_secret() {
        let keys = seeded();
        for alg in ["ES256", "RS256"] {
            let make = |change| {
                let jwt = keys.assertion(&wanted(Signer::Key("a", alg), alg, change));
                jwt.unwrap()
            };
            let pem = keys.pair("a", alg).unwrap().public_pem().unwrap();
            let read = match alg {
                "ES256" => DecodingKey::from_ec_pem(pem.as_bytes()),
                _ => DecodingKey::from_rsa_pem(pem.as_bytes()),
            };
            assert!(verified(&make(None), alg.parse().unwrap(), &read.unwrap()).is_some());
            let jwk = keys.jwk("a", alg, false).unwrap().to_string();
            for (change, secret) in [
                (AssertionChange::PublicPemAsSecret, pem),
                (AssertionChange::PublicJwkAsSecret, jwk),
            ] {
                let jwt = make(Some(change));
                let secret = DecodingKey::from_secret(secret.as_bytes());
                assert!(verified(&jwt, Algorithm::HS256, &secret).is_some());
                assert_eq!(segment(&jwt, 0)["alg"], "HS256");
            }
        }
    }

    #[test]
    fn a_secret_signs_with_every_hmac() {
        let key = DecodingKey::from_secret(b"a secret");
        for alg in ["HS256", "HS384", "HS512"] {
            let jwt = seeded().assertion(&wanted(Signer::Secret("a secret"), alg, None));
            let jwt = jwt.unwrap();
            let claims = verified(&jwt, alg.parse().unwrap(), &key).unwrap();
            assert_eq!(claims["aud"], ISSUER);
            assert_eq!(segment(&jwt, 0), json!({"typ": "JWT", "alg": alg}));
        }
    }

    #[test]
    fn what_cannot_be_signed_is_said() {
        use AssertionChange as Change;
        let keys = seeded();
        for (signer, alg, change, why) in [
            (
                Signer::Key("a", "ES256"),
                "RS256",
                None,
                "a key on P-256 cannot sign with `RS256`",
            ),
            (
                Signer::Key("a", "ES384"),
                "ES256",
                None,
                "a key on P-384 cannot sign with `ES256`",
            ),
            (
                Signer::Key("a", "RS256"),
                "HS256",
                None,
                "an RSA key cannot sign with `HS256`",
            ),
            (
                Signer::Key("a", "EdDSA"),
                "EdDSA",
                None,
                "the tool makes no keys for `EdDSA`",
            ),
            (
                Signer::Secret("s"),
                "ES256",
                None,
                "a client secret cannot sign with `ES256`",
            ),
            (
                Signer::Secret("s"),
                "HS256",
                Some(Change::PublicPemAsSecret),
                "a client secret has no public key to sign with",
            ),
        ] {
            let said = keys.assertion(&wanted(signer, alg, change));
            assert_eq!(said, Err(why.to_owned()));
        }
        let change = Some(Change::EndpointAudience);
        let nowhere = Wanted {
            endpoint: "",
            ..wanted(Signer::Secret("s"), "HS256", change)
        };
        assert!(
            keys.assertion(&nowhere)
                .unwrap_err()
                .contains("no token endpoint")
        );
        assert!(keys.jwk("a", "none", false).is_err());
    }

    #[test]
    fn a_seed_gives_the_same_bytes_and_no_seed_others() {
        let make = |keys: &Keys, alg| {
            let jwt = keys.assertion(&wanted(Signer::Key("a", alg), alg, None));
            (jwt.unwrap(), keys.jwk("a", alg, true).unwrap())
        };
        for alg in ["ES256", "ES384", "RS256", "PS256"] {
            assert_eq!(make(&seeded(), alg), make(&seeded(), alg));
        }
        let one = make(&Keys::new(None), "ES256");
        for other in [Keys::new(None), seeded(), Keys::new(Some(2))] {
            let other = make(&other, "ES256");
            assert_ne!(one.1["x"], other.1["x"]);
            assert_ne!(segment(&one.0, 1)["jti"], segment(&other.0, 1)["jti"]);
        }
    }

    #[test]
    fn an_identifier_never_repeats_and_follows_from_what_it_is_for() {
        let jti = |keys: &Keys, step| {
            let wanted = Wanted {
                step,
                ..wanted(Signer::Key("a", "ES256"), "ES256", None)
            };
            segment(&keys.assertion(&wanted).unwrap(), 1)["jti"].to_string()
        };
        let keys = seeded();
        let made = ["a", "a", "b", "a"].map(|step| jti(&keys, step));
        let distinct: std::collections::BTreeSet<_> = made.iter().collect();
        assert_eq!(distinct.len(), made.len());
        let keys = seeded();
        let again = ["b", "a", "a", "a"].map(|step| jti(&keys, step));
        let in_order = [&again[1], &again[2], &again[0], &again[3]];
        assert_eq!(made.each_ref(), in_order);
    }

    #[test]
    fn threads_that_ask_for_a_key_at_once_get_the_same() {
        let keys = Keys::new(None);
        let ask = || keys.jwk("a", "ES256", false).unwrap();
        let (one, other) = std::thread::scope(|scope| {
            let (one, other) = (scope.spawn(ask), scope.spawn(ask));
            (one.join().unwrap(), other.join().unwrap())
        });
        assert_eq!(one, other);
    }

    #[test]
    fn debugging_shows_no_key() {
        assert_eq!(format!("{:?}", seeded()), "Keys { .. }");
    }
}
