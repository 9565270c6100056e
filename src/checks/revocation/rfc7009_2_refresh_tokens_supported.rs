//! `rfc7009-2-refresh-tokens-supported`: refresh tokens can be revoked.

use super::shared::{answer, is_unsupported, unclear};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2-refresh-tokens-supported",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2")],
    statement: "Refresh tokens can be revoked.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("Whether it then has no effect is for another rule."),
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: &[Probe::RevokeRefreshToken],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Revoke refresh tokens at the revocation endpoint.",
    fails_on: &[
        Fixture::new(
            "not supported",
            &[
                Change::On(Probe::RevokeRefreshToken, On::Status(400)),
                Change::On(
                    Probe::RevokeRefreshToken,
                    On::Text(r#"{"error":"unsupported_token_type"}"#),
                ),
            ],
        ),
        Fixture::new(
            "a good token is refused",
            &[
                Change::On(Probe::RevokeRefreshToken, On::Status(400)),
                Change::On(
                    Probe::RevokeRefreshToken,
                    On::Text(r#"{"error":"invalid_request"}"#),
                ),
            ],
        ),
    ],
    faults: &["revocation-refresh-token-unsupported"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::RevokeRefreshToken)?;
    if seen.succeeded() {
        return Ok(Outcome::Pass);
    }
    let good = evidence.probe(Probe::RefreshToRevoke);
    let good = good.is_ok_and(|seen| seen.access_token().is_some());
    if is_unsupported(seen) || good && seen.status() == Some(400) {
        let problem = Problem::new(seen.at_status(), "200", answer(seen));
        return Ok(Outcome::fail(problem));
    }
    Err(unclear(seen))
}
