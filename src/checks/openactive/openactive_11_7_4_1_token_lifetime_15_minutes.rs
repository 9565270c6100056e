//! `openactive-11.7.4.1-token-lifetime-15-minutes`: access tokens live 15 minutes.

use super::super::token::shared::longer_than;
use super::shared::SEVERAL_SELLERS;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "openactive-11.7.4.1-token-lifetime-15-minutes",
    aliases: &[],
    cites: &[Citation::of(Spec::OpenActive, "11.7.4.1")],
    statement: "An access token expires after 15 minutes.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: Some("Stricter than the hour of RFC 6750 §5.3. A shorter life is fine."),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[SEVERAL_SELLERS, Applies::TokenIssued]),
    evaluate,
    remedy: "Shorten the lifetime of access tokens to 15 minutes, so that sellers keep control.",
    fails_on: &[
        Fixture::new(
            "an hour",
            &[Change::Body(Action::Token, "/expires_in", Some("3600"))],
        ),
        Fixture::new(
            "an hour, told by the token alone",
            &[
                Change::Body(Action::Token, "/expires_in", None),
                Change::Claim("exp", Some("1767229200")),
            ],
        ),
    ],
    faults: &["token-lifetime-hour", "token-lifetime-five-hours"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    longer_than(evidence, 900, &evidence.tokens()?).map(Outcome::of)
}
