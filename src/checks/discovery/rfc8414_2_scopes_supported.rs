//! `rfc8414-2-scopes-supported`: the metadata lists the scopes.

use serde_json::Value;

use super::shared::{oauth, unless};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-2-scopes-supported",
    aliases: &[],
    cites: &[Citation::rfc(8414, "2")],
    statement: "The metadata lists the supported scope values in an array of strings.",
    level: Level::Recommended,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OauthMetadata,
    evaluate,
    remedy: "Publish scopes_supported; a server may leave out values that it does not want to advertise.",
    fails_on: &[
        Fixture::new("missing", &[Change::Oauth("/scopes_supported", None)]),
        Fixture::new(
            "a string",
            &[Change::Oauth(
                "/scopes_supported",
                Some(r#""openid profile""#),
            )],
        ),
        Fixture::new(
            "not strings",
            &[Change::Oauth("/scopes_supported", Some(r#"["openid", 7]"#))],
        ),
    ],
    faults: &["oauth-metadata-scopes-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    oauth(evidence, |document| {
        let scopes = document.get("scopes_supported").and_then(Value::as_array);
        let right = scopes.is_some_and(|scopes| scopes.iter().all(Value::is_string));
        Ok(unless(
            right,
            document,
            "scopes_supported",
            "an array of strings",
        ))
    })
}
