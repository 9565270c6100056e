//! `rfc7523-3-assertion-issuer-audience-accepted`: the issuer identifier is an audience.

use super::shared::{Fate, OFFERED, control, fate};
use crate::check::{
    Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, cut};
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc7523-3-assertion-issuer-audience-accepted",
    aliases: &[],
    cites: &[Citation::rfc(7523, "3"), Citation::of(Spec::OidcCore, "9")],
    statement: "The issuer identifier, as a single string, is accepted as the audience of a client assertion.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "RFC 7523 asks for a value that identifies the authorization server and leaves open which; its pending update allows the issuer identifier alone.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionIssuerAudience],
    applies: OFFERED,
    evaluate,
    remedy: "Accept the issuer identifier as the audience of client assertions.",
    fails_on: &[
        Fixture::new(
            "refused, where the token endpoint is accepted",
            &[
                Change::On(Probe::AssertionIssuerAudience, On::Status(400)),
                Change::On(
                    Probe::AssertionIssuerAudience,
                    On::Text(r#"{"error":"invalid_client"}"#),
                ),
            ],
        ),
        Fixture::new(
            "refused with 401",
            &[
                Change::On(Probe::AssertionIssuerAudience, On::Status(401)),
                Change::On(Probe::AssertionIssuerAudience, On::Text("no")),
            ],
        ),
    ],
    faults: &["assertion-issuer-audience-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::AssertionIssuerAudience)?;
    if let Fate::Accepted = fate(seen)? {
        return Ok(Outcome::Pass);
    }
    // With another audience the assertions of the client are accepted, so it is for this one that it was refused.
    control(evidence, Probe::Assertion)?;
    let observed = match seen.refusal() {
        Ok(refusal) => format!("the error {}", cut(&refusal.error)),
        Err(_) => "no token".to_owned(),
    };
    Ok(Outcome::fail(Problem::new(
        seen.at_status(),
        "a token for an assertion whose audience is the issuer",
        observed,
    )))
}
