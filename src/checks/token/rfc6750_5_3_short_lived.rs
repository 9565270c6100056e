//! `rfc6750-5.3-short-lived`: bearer tokens live an hour at most.

use super::shared::{is_bearer, longer_than, single_seller};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6750-5.3-short-lived",
    aliases: &[],
    cites: &[Citation::rfc(6750, "5.3")],
    statement: "A bearer token lives for one hour at most.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some(
        "The section stresses clients in browsers; a longer life for confidential clients is a judgment call. A lifetime in milliseconds shows here.",
    ),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a client credentials request gave a bearer token",
        |evidence| Ok(evidence.tokens()?.iter().any(is_bearer)),
    ),
    evaluate,
    remedy: "Shorten the lifetime of access tokens to an hour or less.",
    fails_on: &[
        Fixture::new(
            "five hours",
            &[Change::Body(Action::Token, "/expires_in", Some("18000"))],
        ),
        Fixture::new(
            "milliseconds",
            &[Change::Body(Action::Token, "/expires_in", Some("900000"))],
        ),
        Fixture::new(
            "five hours, told by the token alone",
            &[
                Change::Body(Action::Token, "/expires_in", None),
                Change::Claim("exp", Some("1767243600")),
            ],
        ),
    ],
    faults: &["token-lifetime-five-hours"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut tokens = evidence.tokens()?;
    tokens.retain(is_bearer);
    let problems = longer_than(evidence, 3600, &tokens)?;
    // The Open Booking API asks for less, and its check reports the same lifetime.
    if !problems.is_empty() && evidence.is_openactive() && !single_seller(evidence) {
        let reason = "OpenActive's recommendation of 15 minutes is not kept";
        return Err(Blocked::By(reason.to_owned()));
    }
    Ok(Outcome::of(problems))
}
