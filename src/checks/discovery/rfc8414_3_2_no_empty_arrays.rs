//! `rfc8414-3.2-no-empty-arrays`: a list without elements is left out.

use serde_json::Value;

use super::shared::{oauth, uses_authorization_endpoint};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-3.2-no-empty-arrays",
    aliases: &[],
    cites: &[Citation::rfc(8414, "3.2")],
    statement: "A member of the metadata that would be an array without elements is left out.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "For response_types_supported of a server without authorization endpoint it is a suggestion: RFC 8414 §2 requires the member, and such a server has nothing to list in it.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OauthMetadata,
    evaluate,
    remedy: "Leave out the members that would be empty.",
    fails_on: &[
        Fixture::new(
            "no scopes",
            &[Change::Oauth("/scopes_supported", Some("[]"))],
        ),
        Fixture::new(
            "a member of its own",
            &[Change::Oauth("/x_features_supported", Some("[]"))],
        ),
    ],
    faults: &["oauth-metadata-scopes-empty"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    oauth(evidence, |document| {
        let empty = |(name, value): (&String, &Value)| {
            let empty = value.as_array().is_some_and(Vec::is_empty) && !is_object(name);
            empty.then(|| {
                let problem =
                    Problem::new(document.at(name), "no member, as it has no elements", "[]");
                if name == "response_types_supported" && !uses_authorization_endpoint(document) {
                    return problem.only(Severity::Suggestion);
                }
                problem
            })
        };
        Ok(document.members.iter().filter_map(empty).collect())
    })
}

/// A member that is to be an object: an array in its place is a wrong type.
fn is_object(name: &str) -> bool {
    name == "mtls_endpoint_aliases"
}
