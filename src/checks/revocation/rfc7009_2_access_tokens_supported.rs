//! `rfc7009-2-access-tokens-supported`: access tokens can be revoked.

use super::shared::{answer, became, is_unsupported, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2-access-tokens-supported",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2")],
    statement: "Access tokens can be revoked.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some("Whether a success has an effect is for another rule."),
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: &[
        Probe::Revoke,
        Probe::RevokedIntrospected,
        Probe::RevokedUsed,
    ],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Revoke access tokens at the revocation endpoint.",
    fails_on: &[Fixture::new(
        "not supported",
        &[
            Change::On(Probe::Revoke, On::Status(400)),
            Change::On(
                Probe::Revoke,
                On::Text(r#"{"error":"unsupported_token_type"}"#),
            ),
        ],
    )],
    faults: &["revocation-access-token-unsupported"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::Revoke)?;
    if is_unsupported(seen) {
        let problem = Problem::new(seen.at_status(), "200", answer(seen));
        return Ok(Outcome::fail(problem));
    }
    if !seen.succeeded() {
        return Err(unclear(seen));
    }
    let sight = became(
        evidence,
        seen,
        &[Probe::RevokedIntrospected, Probe::RevokedUsed],
    )?;
    if sight.alive {
        let reason = format!("{} had no effect", seen.label);
        return Err(Blocked::By(reason));
    }
    Ok(Outcome::Pass)
}
