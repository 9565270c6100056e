//! `rfc9700-2.1.2-implicit-discouraged`: access tokens stay out of authorization responses.

use super::shared::{each, list};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9700-2.1.2-implicit-discouraged",
    aliases: &[],
    cites: &[Citation::rfc(9700, "2.1.2")],
    statement: "Response types that put an access token into the authorization response are better not offered.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some(
        "The SHOULD NOT is addressed to clients, and OpenID Connect obliges dynamic providers to offer id_token token: never more than a suggestion.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("response_types_supported"),
    evaluate,
    remedy: "Prefer the response types code and code id_token.",
    fails_on: &[
        Fixture::new(
            "token",
            &[Change::Oauth(
                "/response_types_supported",
                Some(r#"["code", "token"]"#),
            )],
        ),
        Fixture::new(
            "with an ID token",
            &[Change::Oauth(
                "/response_types_supported",
                Some(r#"["code", "id_token token"]"#),
            )],
        ),
    ],
    faults: &[
        "oauth-metadata-response-type-token",
        "openid-metadata-dynamic-without-implicit",
    ],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let mut types = list(document, "response_types_supported")?;
        types.retain(|kind| kind.split(' ').any(|part| part == "token"));
        if types.is_empty() {
            return Ok(Vec::new());
        }
        let expected = "response types without \"token\"";
        Ok(vec![Problem::new(
            document.at("response_types_supported"),
            expected,
            format!("{types:?}"),
        )])
    })
}
