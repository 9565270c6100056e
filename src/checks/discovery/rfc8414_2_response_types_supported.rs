//! `rfc8414-2-response-types-supported`: the metadata lists the response types.

use serde_json::Value;

use super::shared::{oauth, unless, uses_authorization_endpoint};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-response-types-supported",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "The metadata lists the supported response types in an array.",
    level: Level::Required,
    severity: Severity::Failure,
    note: Some(
        "For a server without authorization endpoint it is a suggestion: RFC 8414 §3.2 forbids the empty array that it would have to send.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OauthMetadata,
    evaluate,
    remedy: "Publish response_types_supported.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::Oauth("/response_types_supported", None)],
        ),
        Fixture::new(
            "not an array",
            &[Change::Oauth(
                "/response_types_supported",
                Some(r#""code""#),
            )],
        ),
    ],
    faults: &["oauth-metadata-response-types-missing"],
};

// That an array is empty is another rule's business.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    oauth(evidence, |document| {
        let name = "response_types_supported";
        let right = document.get(name).is_some_and(Value::is_array);
        let without =
            !uses_authorization_endpoint(document) && !document.has("authorization_endpoint");
        let problems = unless(right, document, name, "an array of response types");
        let weigh = |problem: Problem| {
            if without {
                problem.only(Severity::Suggestion)
            } else {
                problem
            }
        };
        Ok(problems.into_iter().map(weigh).collect())
    })
}
