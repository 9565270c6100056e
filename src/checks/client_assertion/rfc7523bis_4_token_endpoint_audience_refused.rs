//! `rfc7523bis-4-token-endpoint-audience-refused`: the issuer identifier is the only audience.

use super::shared::{GRANTED, OFFERED, is_accepted, must_refuse};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "rfc7523bis-4-token-endpoint-audience-refused",
    aliases: &[],
    cites: &[Citation::of(Spec::Rfc7523Bis, "4")],
    statement: "Under the pending update of RFC 7523 nothing but the issuer identifier is a valid audience, so an assertion for the URL of the token endpoint is refused.",
    level: Level::Must,
    severity: Severity::Suggestion,
    note: Some(
        "A draft, and opposed to OpenID Connect Core 1.0 with errata set 2, which recommends the URL of the token endpoint: advice only.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::AssertionEndpointAudience],
    applies: OFFERED,
    evaluate,
    remedy: "Plan to accept the issuer identifier alone as the audience of client assertions.",
    fails_on: &[Fixture::new(
        "accepted for the token endpoint",
        &[
            Change::On(Probe::AssertionEndpointAudience, On::Status(200)),
            Change::On(Probe::AssertionEndpointAudience, On::Text(GRANTED)),
        ],
    )],
    faults: &["assertion-endpoint-audience-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let outcome = must_refuse(
        evidence,
        &[Probe::AssertionEndpointAudience],
        Probe::Assertion,
    )?;
    if outcome != Outcome::Pass {
        // One cause, one finding: whoever looks at no audience at all, or knows no other one, hears of that.
        if is_accepted(evidence, Probe::AssertionOtherAudience).unwrap_or(false) {
            let reason = "an assertion for another server is accepted too";
            return Err(Blocked::By(reason.to_owned()));
        }
        if !is_accepted(evidence, Probe::AssertionIssuerAudience).unwrap_or(true) {
            let reason = "an assertion for the issuer is not accepted";
            return Err(Blocked::By(reason.to_owned()));
        }
    }
    Ok(outcome)
}
