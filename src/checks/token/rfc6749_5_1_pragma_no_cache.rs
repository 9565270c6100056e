//! `rfc6749-5.1-pragma-no-cache`: a response with tokens tells old caches too.

use super::shared::without_directive;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-pragma-no-cache",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "A response that holds a token carries Pragma: no-cache.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "RFC 9111 §5.4 deprecates Pragma, and OpenID Connect Core no longer asks for it since its second errata; hence no failure.",
    ),
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenHas("access_token"),
    evaluate,
    remedy: "Send Pragma: no-cache next to Cache-Control: no-store.",
    fails_on: &[
        Fixture::new(
            "no header",
            &[Change::Header(Action::Token, "pragma", None)],
        ),
        Fixture::new(
            "another directive",
            &[Change::Header(Action::Token, "pragma", Some("no-store"))],
        ),
    ],
    faults: &["token-without-pragma"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    without_directive(evidence, "pragma", "no-cache")
}
