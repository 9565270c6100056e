//! `rfc9068-4-keys-advertised`: resource servers find the keys in the metadata.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Document, Evidence, Jwt, is_https_url};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-4-keys-advertised",
    aliases: &[],
    cites: &[Citation::rfc(9068, "4")],
    statement: "The metadata tell resource servers where the signing keys are, in jwks_uri, and at both well-known locations the same.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "That both locations agree is a MUST of the section; it is a warning too, since two addresses may lead to one key set.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[Applies::Rfc9068, Applies::Metadata]),
    evaluate,
    remedy: "Publish one and the same jwks_uri at each well-known location that is served.",
    fails_on: &[Fixture::new(
        "another jwks_uri at the other location",
        &[Change::Oauth(
            "/jwks_uri",
            Some(r#""https://issuer.localhost/other-keys""#),
        )],
    )],
    faults: &["oauth-metadata-jwks-uri-differs"],
};

// An OpenID provider without jwks_uri breaks the rule of OpenID Connect Discovery, which owns that. Keys for symmetric
// algorithms are not published at all.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let tokens = evidence.rfc9068()?;
    let symmetric = |jwt: &Jwt<'_>| jwt.header_text("alg").is_some_and(shared::is_symmetric);
    if tokens.iter().all(symmetric) {
        return Err(Blocked::By(
            "the access tokens are signed with a secret".to_owned(),
        ));
    }
    let documents = evidence.documents()?;
    let https = |document: &Document<'_>| document.text("jwks_uri").is_some_and(is_https_url);
    let place = |document: &Document<'_>| document.at("jwks_uri");
    let named: Vec<_> = documents
        .iter()
        .filter(|document| document.has("jwks_uri"))
        .collect();
    match (named.as_slice(), documents.first()) {
        ([], Some(document)) if documents.iter().any(|document| document.openid) => {
            Err(Blocked::By(format!("{} is missing", place(document))))
        }
        ([], Some(document)) => {
            let expected = "the address of the signing keys";
            let problem = Problem::new(place(document), expected, "missing");
            Ok(Outcome::fail(problem))
        }
        // A difference in the scheme is the business of the rules about https.
        ([one, other], _)
            if evidence.runs_over_https().is_ok() && !(https(one) && https(other)) =>
        {
            Err(Blocked::By("one jwks_uri is not an https URL".to_owned()))
        }
        ([one, other], _) if one.get("jwks_uri") != other.get("jwks_uri") => {
            let (expected, observed) = (one.shown("jwks_uri"), other.shown("jwks_uri"));
            Ok(Outcome::fail(Problem::new(
                place(other),
                expected,
                observed,
            )))
        }
        _ => Ok(Outcome::Pass),
    }
}
