//! `rfc6749-4.4.2-form-charset-tolerated`: a charset in the content type does not hurt.

use super::shared_probes::succeeds;
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, On, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-4.4.2-form-charset-tolerated",
    aliases: &[],
    cites: &[Citation::rfc(6749, "4.4.2"), Citation::rfc(6749, "B")],
    statement: "A token request whose content type has the parameter charset=UTF-8 succeeds as it does without.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "The RFC says that parameters are encoded in UTF-8 and nothing of the parameter charset, which many HTTP clients add.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::CharsetParameter],
    applies: Applies::Always,
    evaluate,
    remedy: "Compare the media type alone, without its parameters.",
    fails_on: &[
        Fixture::new(
            "status 415",
            &[Change::On(Probe::CharsetParameter, On::Status(415))],
        ),
        Fixture::new(
            "status 400",
            &[
                Change::On(Probe::CharsetParameter, On::Status(400)),
                Change::On(
                    Probe::CharsetParameter,
                    On::Text(r#"{"error":"invalid_request"}"#),
                ),
            ],
        ),
    ],
    faults: &["form-charset-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    succeeds(evidence, Probe::CharsetParameter)
}
