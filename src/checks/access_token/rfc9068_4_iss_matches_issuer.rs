//! `rfc9068-4-iss-matches-issuer`: iss is the issuer identifier, character by character.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-4-iss-matches-issuer",
    aliases: &[],
    cites: &[Citation::rfc(9068, "4"), Citation::rfc(7519, "4.1.1")],
    statement: "The iss of a JWT access token is identical to the issuer identifier of the server.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068Has("iss"),
    evaluate,
    remedy: "Take iss and the issuer in the metadata from one setting.",
    fails_on: &[
        Fixture::new(
            "a trailing slash",
            &[Change::Claim("iss", Some(r#""https://issuer.localhost/""#))],
        ),
        Fixture::new(
            "another issuer",
            &[Change::Claim("iss", Some(r#""https://another.example""#))],
        ),
    ],
    faults: &["access-token-iss-trailing-slash"],
};

// Where the metadata itself names another issuer than the one asked for, the rule about the metadata owns that. A report
// does not show whether the issuer that was asked ends with a slash: there the metadata alone tell.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let documents = evidence.documents().unwrap_or_default();
    let named = documents
        .iter()
        .filter_map(|document| document.text("issuer"));
    let named: Vec<&str> = named.collect();
    let asked = match named.first() {
        Some(named) if evidence.issuer_is_inferred() => named,
        None if evidence.issuer_is_inferred() => {
            let reason = "the report does not show the issuer identifier";
            return Err(Blocked::NotObserved(reason.to_owned()));
        }
        _ => evidence.issuer()?,
    };
    shared::each(&evidence.rfc9068()?, |jwt| {
        let Some(iss) = shared::claim_text(jwt, "iss")?.filter(|iss| *iss != asked) else {
            return Ok(None);
        };
        if named.contains(&iss) {
            let reason = "the metadata names another issuer than was asked for";
            return Err(Blocked::By(reason.to_owned()));
        }
        let (at, observed) = (jwt.at_claim("iss"), jwt.shown_claim("iss"));
        Ok(Some(Problem::new(at, format!("{asked:?}"), observed)))
    })
}
