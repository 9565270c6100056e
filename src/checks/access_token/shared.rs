//! What rooms of this family share.

use serde_json::{Map, Value};

use crate::check::{Blocked, Outcome, Problem, Verdict};
use crate::evidence::{Evidence, Jwks, Jwt, Key, key_type, verify};

/// Judges each of these tokens: what is wrong with any of them, or else why one of them could not be judged.
pub(super) fn each<'a, I: IntoIterator<Item = Problem>>(
    tokens: &[Jwt<'a>],
    judge: impl Fn(&Jwt<'a>) -> Result<I, Blocked>,
) -> Verdict {
    let found = |jwt| judge(jwt).map(|found: I| found.into_iter().collect());
    Outcome::gather(tokens.iter().map(found))
}

/// The claims of a token.
pub(super) fn claims<'j>(jwt: &'j Jwt<'_>) -> Result<&'j Map<String, Value>, Blocked> {
    let none = || Blocked::By("the claims of the access token cannot be read".to_owned());
    jwt.claims.as_ref().ok_or_else(none)
}

/// A claim that is a string; one of another type is the rule's about types.
pub(super) fn claim_text<'j>(jwt: &'j Jwt<'_>, name: &str) -> Result<Option<&'j str>, Blocked> {
    claims(jwt)?;
    let Some(claim) = jwt.claim(name) else {
        return Ok(None);
    };
    let other = || Blocked::By(format!("the claim {name} is not a string"));
    claim.as_str().map(Some).ok_or_else(other)
}

/// That each token of RFC 9068 has a claim, which is neither `null` nor empty.
pub(super) fn present(evidence: &Evidence<'_>, name: &str, expected: &str) -> Verdict {
    each(&evidence.rfc9068()?, |jwt| {
        claims(jwt)?;
        let empty = jwt.claim(name).is_none_or(|claim| match claim {
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        });
        Ok(empty.then(|| Problem::new(jwt.at_claim(name), expected, jwt.shown_claim(name))))
    })
}

/// Whether a token does without a signature (RFC 7519 §6).
pub(super) fn is_unsecured(jwt: &Jwt<'_>) -> bool {
    let alg = jwt.header_text("alg").unwrap_or_default();
    alg.eq_ignore_ascii_case("none")
}

/// The algorithm that signs a token; that there is none is a rule of its own.
pub(super) fn signing_algorithm<'j>(jwt: &'j Jwt<'_>) -> Result<&'j str, Blocked> {
    if is_unsecured(jwt) {
        return Err(Blocked::By("the access token has alg none".to_owned()));
    }
    let other = || Blocked::By("alg is not a string".to_owned());
    jwt.header_text("alg").ok_or_else(other)
}

/// Why no key verifies a token: none of those that its `kid` names, or none at all where it names none of the set.
pub(super) fn refused(
    jwt: &Jwt<'_>,
    alg: &str,
    jwks: &Jwks<'_>,
) -> Result<Option<String>, Blocked> {
    if key_type(alg).is_none() {
        return Err(Blocked::NotObserved(format!(
            "{alg} signatures are not verified"
        )));
    }
    let kid = jwt.header_text("kid");
    let named = |key: &Key<'_>| kid.is_some() && key.text("kid") == kid;
    let any_named = jwks.objects().any(|key| named(&key));
    // The type of a key decides, not its `use` and `alg`: what verifies, verifies.
    let fits = |key: &Key<'_>| key.fits(alg) && (named(key) || !any_named);
    let mut keys = 0;
    let mut unread = None;
    for key in jwks.objects().filter(fits) {
        keys += 1;
        match verify(&jwt.text, alg, &key) {
            Ok(true) => return Ok(None),
            Ok(false) => {}
            Err(blocked) => unread = Some(blocked),
        }
    }
    let kid = jwt.shown_header("kid");
    match unread {
        Some(blocked) => Err(blocked),
        None if keys == 0 => Ok(Some(format!("no key for {alg}, where kid is {kid}"))),
        None => Ok(Some(format!(
            "no signature of the {alg} keys, where kid is {kid}"
        ))),
    }
}

/// Whether an algorithm signs with a shared secret (RFC 7518 §3.1).
pub(super) fn is_symmetric(alg: &str) -> bool {
    matches!(alg, "HS256" | "HS384" | "HS512")
}
