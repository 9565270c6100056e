//! `rfc8414-2-authorization-endpoint-present`: the metadata names the authorization endpoint.

use super::shared::{oauth, unless, uses_authorization_endpoint};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, is_web_url};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-authorization-endpoint-present",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "The metadata has the URL of the authorization endpoint wherever a supported grant uses it.",
    level: Level::Required,
    severity: Severity::Failure,
    note: Some(
        "An absent grant_types_supported stands for authorization_code and implicit, which use it.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the metadata at oauth-authorization-server supports authorization_code or implicit",
        is_used,
    ),
    evaluate,
    remedy: "Publish authorization_endpoint; or list the grants in grant_types_supported, where none of them uses it.",
    fails_on: &[
        Fixture::new("missing", &[Change::Oauth("/authorization_endpoint", None)]),
        Fixture::new(
            "missing, with no list of grants",
            &[
                Change::Oauth("/authorization_endpoint", None),
                Change::Oauth("/grant_types_supported", None),
            ],
        ),
        Fixture::new(
            "a path",
            &[Change::Oauth(
                "/authorization_endpoint",
                Some(r#""authorize""#),
            )],
        ),
    ],
    faults: &["oauth-metadata-authorization-endpoint-missing"],
};

fn is_used(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    Ok(evidence
        .oauth()?
        .is_some_and(|document| uses_authorization_endpoint(&document)))
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    oauth(evidence, |document| {
        let right = document
            .text("authorization_endpoint")
            .is_some_and(is_web_url);
        Ok(unless(
            right,
            document,
            "authorization_endpoint",
            "an absolute URL",
        ))
    })
}
