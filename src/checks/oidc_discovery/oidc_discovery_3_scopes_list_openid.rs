//! `oidc-discovery-3-scopes-list-openid`: the scopes of OpenID Connect are listed.

use super::shared::{list, openid};
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-3-scopes-list-openid",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "3")],
    statement: "Where scopes are listed, `openid` is among them, as is every other scope of OpenID Connect that the server grants.",
    level: Level::Should,
    severity: Severity::Warning,
    note: Some("To support `openid` is a MUST, to list it a SHOULD."),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidHas("scopes_supported"),
    evaluate,
    remedy: "Add `openid`, and the other scopes of OpenID Connect that the server supports, to `scopes_supported`.",
    fails_on: &[
        Fixture::new(
            "no openid",
            &[Change::Openid(
                "/scopes_supported",
                Some(r#"["profile","openactive-ordersfeed"]"#),
            )],
        ),
        Fixture::new(
            "another scope was granted",
            &[Change::Body(
                Action::Token,
                "/scope",
                Some(r#""email openactive-ordersfeed""#),
            )],
        ),
    ],
    faults: &["openid-metadata-scopes-without-openid"],
};

/// The scopes that OpenID Connect Core 1.0 §5.4 and §11 define.
const OPTIONAL: &[&str] = &["profile", "email", "address", "phone", "offline_access"];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let document = openid(evidence)?;
    let listed = list(&document, "scopes_supported")?;
    let tokens = evidence.tokens().unwrap_or_default();
    let granted: Vec<&str> = tokens
        .iter()
        .flat_map(|token| token.text("scope").unwrap_or_default().split(' '))
        .collect();
    let supported = OPTIONAL
        .iter()
        .copied()
        .filter(|scope| granted.contains(scope));
    let problems = std::iter::once("openid")
        .chain(supported)
        .filter(|scope| !listed.contains(scope))
        .map(|scope| {
            Problem::new(
                document.at("scopes_supported"),
                format!("a list with {scope:?}"),
                document.shown("scopes_supported"),
            )
        });
    Ok(Outcome::of(problems.collect()))
}
