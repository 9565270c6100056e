//! `oidc-discovery-3-subject-types-supported`: the metadata lists the subject identifier types.

use super::shared::{list, openid};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-subject-types-supported",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "The metadata lists the subject identifier types of the server, out of `pairwise` and `public`.",
    level: Level::Required,
    severity: Severity::Failure,
    note: Some("An unknown type besides a known one is a warning: an extension may define more."),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidMetadata,
    evaluate,
    remedy: "Publish `subject_types_supported` with `public`, `pairwise` or both.",
    fails_on: &[
        Fixture::new(
            "missing",
            &[Change::Openid("/subject_types_supported", None)],
        ),
        Fixture::new(
            "another case",
            &[Change::Openid(
                "/subject_types_supported",
                Some(r#"["Public"]"#),
            )],
        ),
        Fixture::new(
            "an unknown type besides",
            &[Change::Openid(
                "/subject_types_supported",
                Some(r#"["public","email"]"#),
            )],
        ),
    ],
    faults: &["openid-metadata-subject-types-missing"],
};

const NAME: &str = "subject_types_supported";
const KNOWN: &[&str] = &["pairwise", "public"];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let document = openid(evidence)?;
    let problem = || {
        Problem::new(
            document.at(NAME),
            r#"an array of "pairwise" and "public""#,
            document.shown(NAME),
        )
    };
    if !document.has(NAME) {
        return Ok(Outcome::fail(problem()));
    }
    let types = list(&document, NAME)?;
    Ok(
        match types.iter().filter(|name| KNOWN.contains(name)).count() {
            0 => Outcome::fail(problem()),
            known if known < types.len() => Outcome::fail(problem().only(Severity::Warning)),
            _ => Outcome::Pass,
        },
    )
}
