//! `rfc9700-2.1.1-pkce-advertised`: clients can see that PKCE is supported.

use super::shared::unless;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9700-2.1.1-pkce-advertised",
    aliases: &[],
    cites: &[Citation::rfc(9700, "2.1.1")],
    statement: "Where the authorization code grant is supported, the metadata lists the code challenge methods, so that clients can see that the server supports PKCE.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: Some(
        "Some way to detect PKCE is a MUST, this member the recommended one; its absence means no PKCE to a reader of RFC 8414 §2.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata supports the grant authorization_code",
        concerned,
    ),
    evaluate,
    remedy: "Publish code_challenge_methods_supported.",
    fails_on: &[Fixture::new(
        "missing",
        &[Change::Body(
            Action::Discover,
            "/code_challenge_methods_supported",
            None,
        )],
    )],
    faults: &["metadata-pkce-missing"],
};

fn concerned(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    Ok(evidence
        .documents()?
        .iter()
        .any(|document| document.supports_grant("authorization_code")))
}

// One location is enough: the section does not say which.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let name = "code_challenge_methods_supported";
    let right = evidence
        .documents()?
        .iter()
        .any(|document| document.has(name));
    Ok(Outcome::of(unless(
        right,
        &evidence.metadata()?,
        name,
        "the code challenge methods",
    )))
}
