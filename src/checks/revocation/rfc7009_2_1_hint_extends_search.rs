//! `rfc7009-2.1-hint-extends-search`: a wrong hint keeps no token alive.

use super::shared::despite_hint;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2.1-hint-extends-search",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2.1")],
    statement: "A token is revoked even where token_type_hint names another type.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: &[
        Probe::RevokeWrongHint,
        Probe::WrongHintIntrospected,
        Probe::WrongHintUsed,
    ],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Look for the token among all types where it is not found among those of the hint.",
    fails_on: &[
        Fixture::new(
            "the token is still active",
            &[
                Change::On(
                    Probe::WrongHintIntrospected,
                    On::Body("/active", Some("true")),
                ),
                Change::On(Probe::WrongHintUsed, On::Status(200)),
            ],
        ),
        Fixture::new(
            "the hint is refused",
            &[
                Change::On(Probe::RevokeWrongHint, On::Status(400)),
                Change::On(
                    Probe::RevokeWrongHint,
                    On::Text(r#"{"error":"unsupported_token_type"}"#),
                ),
            ],
        ),
    ],
    faults: &["revocation-hint-binds"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let after = [Probe::WrongHintIntrospected, Probe::WrongHintUsed];
    despite_hint(evidence, Probe::RevokeWrongHint, &after)
}
