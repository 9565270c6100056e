//! `rfc7009-2.1-effect-immediate`: a revoked token is no longer good.

use super::shared::{became, revoked, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2.1-effect-immediate",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2.1")],
    statement: "A token that was revoked is no longer good as soon as the revocation is answered.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The section allows for a delay in which not every server knows; introspection, or else a protected resource, is asked right after the answer.",
    ),
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Invalidate the token before the revocation is answered.",
    fails_on: &[
        Fixture::new(
            "introspection says active",
            &[
                Change::On(
                    Probe::RevokedIntrospected,
                    On::Body("/active", Some("true")),
                ),
                Change::On(Probe::RevokedUsed, On::Status(200)),
            ],
        ),
        Fixture::new(
            "the refresh token gets a token",
            &[
                Change::On(Probe::RefreshRevoked, On::Status(200)),
                Change::On(
                    Probe::RefreshRevoked,
                    On::Text(r#"{"access_token":"t","token_type":"Bearer"}"#),
                ),
            ],
        ),
    ],
    faults: &["revocation-without-effect"],
};

const PROBES: &[Probe] = &[
    Probe::RevokedIntrospected,
    Probe::RevokedUsed,
    Probe::RefreshRevoked,
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let both = [access_token(evidence), refresh_token(evidence)];
    if both.iter().all(Result::is_err) {
        return both
            .into_iter()
            .collect::<Result<Vec<_>, _>>()
            .map(|_| Outcome::Pass);
    }
    Ok(Outcome::of(both.into_iter().flatten().flatten().collect()))
}

fn access_token(evidence: &Evidence<'_>) -> Result<Option<Problem>, Blocked> {
    let seen = revoked(evidence)?;
    let sight = became(
        evidence,
        seen,
        &[Probe::RevokedIntrospected, Probe::RevokedUsed],
    )?;
    Ok(sight.alive.then(|| sight.alive_still()))
}

// That a refresh token gets nothing says something only where it got a token before.
fn refresh_token(evidence: &Evidence<'_>) -> Result<Option<Problem>, Blocked> {
    let revocation = evidence.probe(Probe::RevokeRefreshToken)?;
    if !revocation.succeeded() {
        return Err(unclear(revocation));
    }
    let seen = evidence.probe(Probe::RefreshRevoked)?;
    if seen.access_token().is_some() {
        let problem = Problem::new(seen.at_status(), "invalid_grant", "a token");
        return Ok(Some(problem));
    }
    let before = evidence.probe(Probe::RefreshToRevoke)?;
    if before.access_token().is_none() || !seen.refused() {
        return Err(unclear(seen));
    }
    Ok(None)
}
