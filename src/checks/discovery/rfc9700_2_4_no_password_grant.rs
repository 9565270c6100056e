//! `rfc9700-2.4-no-password-grant`: the password grant is not offered.

use super::shared::{each, list, unless};
use crate::check::{Applies, Change, Check, Fixture, Level, Mode, Severity, Subject, Verdict};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9700-2.4-no-password-grant",
    aliases: &[],
    cites: &[Citation::rfc(9700, "2.4")],
    statement: "The resource owner password credentials grant is not in use.",
    level: Level::MustNot,
    severity: Severity::Warning,
    note: Some(
        "The rule forbids the use of the grant; that it is listed is evidence of that and no proof.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::MetadataHas("grant_types_supported"),
    evaluate,
    remedy: "Stop offering the grant type password.",
    fails_on: &[Fixture::new(
        "listed",
        &[Change::Oauth(
            "/grant_types_supported",
            Some(r#"["authorization_code", "password"]"#),
        )],
    )],
    faults: &["oauth-metadata-password-grant"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |document| {
        let name = "grant_types_supported";
        let offered = list(document, name)?.contains(&"password");
        Ok(unless(
            !offered,
            document,
            name,
            "grant types other than \"password\"",
        ))
    })
}
