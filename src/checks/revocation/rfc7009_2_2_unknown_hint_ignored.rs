//! `rfc7009-2.2-unknown-hint-ignored`: a hint that does not exist changes nothing.

use super::shared::despite_hint;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2.2-unknown-hint-ignored",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2.2")],
    statement: "A token_type_hint that the server does not know does not change the revocation.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: &[
        Probe::RevokeUnknownHint,
        Probe::UnknownHintIntrospected,
        Probe::UnknownHintUsed,
    ],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Ignore the values of token_type_hint that are not known.",
    fails_on: &[
        Fixture::new(
            "the token is still active",
            &[
                Change::On(
                    Probe::UnknownHintIntrospected,
                    On::Body("/active", Some("true")),
                ),
                Change::On(Probe::UnknownHintUsed, On::Status(200)),
            ],
        ),
        Fixture::new(
            "the hint is refused",
            &[
                Change::On(Probe::RevokeUnknownHint, On::Status(400)),
                Change::On(
                    Probe::RevokeUnknownHint,
                    On::Text(r#"{"error":"unsupported_token_type"}"#),
                ),
            ],
        ),
    ],
    faults: &["revocation-unknown-hint-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let after = [Probe::UnknownHintIntrospected, Probe::UnknownHintUsed];
    despite_hint(evidence, Probe::RevokeUnknownHint, &after)
}
