//! `rfc7591-3.2.1-content-type-json`: a registration response says that it is JSON.

use super::shared::{each_found, sent_as_json};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-content-type-json",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1")],
    statement: "The registration response is sent as application/json.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Registered,
    evaluate,
    remedy: "Set Content-Type: application/json on the registration response.",
    fails_on: &[
        Fixture::new(
            "text/html",
            &[Change::Header(
                Action::Register,
                "content-type",
                Some("text/html"),
            )],
        ),
        Fixture::new(
            "no Content-Type",
            &[Change::Header(Action::Register, "content-type", None)],
        ),
    ],
    faults: &["registration-content-type-html"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_found(evidence, |registration| sent_as_json(&registration.seen))
}
