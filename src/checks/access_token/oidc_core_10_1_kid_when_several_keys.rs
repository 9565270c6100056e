//! `oidc-core-10.1-kid-when-several-keys`: where there are several keys, the token names its own.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Key, verify};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-core-10.1-kid-when-several-keys",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcCore, "10.1"),
        Citation::rfc(7515, "4.1.4"),
    ],
    statement: "Where the key set has several keys, the JOSE header of a signed token names in kid the one that signed it.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "The rule is written for the messages of OpenID Connect; for access tokens it is good practice, hence a warning.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        Applies::JwtShaped,
        Applies::OpenidMetadata,
        Applies::When("the JWK set has several keys", several),
    ]),
    evaluate,
    remedy: "Put the kid of the signing key into the JOSE header.",
    fails_on: &[
        Fixture::new("no kid", &[Change::Jose("kid", None)]),
        Fixture::new(
            "a kid of no key",
            &[Change::Body(
                Action::Jwks,
                "/keys/0/kid",
                Some(r#""another""#),
            )],
        ),
    ],
    faults: &["access-token-kid-missing"],
};

fn several(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    Ok(evidence
        .jwks()?
        .is_some_and(|jwks| jwks.objects().count() > 1))
}

// A kid of no key is a wrong name only where one of the keys did sign: otherwise the key itself is missing.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let jwks = evidence.key_set()?;
    shared::each(&evidence.jwts()?, |jwt| {
        let alg = shared::signing_algorithm(jwt)?;
        let kid = jwt.header_text("kid");
        let known = kid.is_some() && jwks.objects().any(|key| key.text("kid") == kid);
        if known || shared::is_symmetric(alg) {
            return Ok(None);
        }
        let signed = |key: Key<'_>| key.fits(alg) && verify(&jwt.text, alg, &key) == Ok(true);
        if kid.is_some() && !jwks.objects().any(signed) {
            return Err(Blocked::By(
                "no published key verifies the access token".to_owned(),
            ));
        }
        let (at, observed) = (jwt.at_header("kid"), jwt.shown_header("kid"));
        Ok(Some(Problem::new(
            at,
            "the kid of a key of the set",
            observed,
        )))
    })
}
