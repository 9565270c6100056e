//! `rfc6749-5.1-cache-control-no-store`: a response with tokens is not stored.

use super::shared::without_directive;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.1-cache-control-no-store",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.1")],
    statement: "A response that holds a token carries Cache-Control: no-store.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::TokenHas("access_token"),
    evaluate,
    remedy: "Send Cache-Control: no-store with every token response.",
    fails_on: &[
        Fixture::new(
            "no header",
            &[Change::Header(Action::Token, "cache-control", None)],
        ),
        Fixture::new(
            "private alone",
            &[Change::Header(
                Action::Token,
                "cache-control",
                Some("private"),
            )],
        ),
        Fixture::new(
            "no-cache alone",
            &[Change::Header(
                Action::Token,
                "cache-control",
                Some("no-cache, max-age=0"),
            )],
        ),
    ],
    faults: &["token-without-cache-control"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    without_directive(evidence, "cache-control", "no-store")
}
