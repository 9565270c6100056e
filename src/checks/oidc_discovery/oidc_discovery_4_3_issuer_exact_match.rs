//! `oidc-discovery-4.3-issuer-exact-match`: the metadata names the issuer it was fetched for.

use serde_json::Value;

use super::shared::{is_issuer, openid};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4.3-issuer-exact-match",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "4.3")],
    statement: "The issuer in the metadata is identical, character by character, to the issuer identifier under which it was found.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("Some clients and test suites forgive a slash at the end; the section does not."),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::OpenidHas("issuer"),
    evaluate,
    remedy: "Make the issuer in the metadata, the one that clients configure and the `iss` claims the same string, slash at the end included.",
    fails_on: &[
        Fixture::new(
            "a slash at the end",
            &[Change::Openid(
                "/issuer",
                Some(r#""https://issuer.localhost/""#),
            )],
        ),
        Fixture::new(
            "another host",
            &[Change::Openid(
                "/issuer",
                Some(r#""https://other.example""#),
            )],
        ),
        Fixture::new(
            "another case",
            &[Change::Openid(
                "/issuer",
                Some(r#""https://ISSUER.localhost""#),
            )],
        ),
        Fixture::new(
            "the default port",
            &[Change::Openid(
                "/issuer",
                Some(r#""https://issuer.localhost:443""#),
            )],
        ),
    ],
    faults: &["openid-metadata-issuer-trailing-slash"],
};

// "Identical" is string equality: no URL parsing, no slash trimming.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let issuer = evidence.issuer()?;
    let document = openid(evidence)?;
    let observed = document.get("issuer").unwrap_or(&Value::Null);
    if observed.as_str() == Some(issuer) {
        return Ok(Outcome::Pass);
    }
    if !observed.is_string() || (evidence.runs_over_https().is_ok() && !is_issuer(observed)) {
        return Err(Blocked::By(
            "the issuer is no https URL without query and fragment".to_owned(),
        ));
    }
    let text = observed.as_str().unwrap_or_default();
    let slash = text.trim_end_matches('/') == issuer.trim_end_matches('/');
    if slash && evidence.issuer_is_inferred() {
        let unknown = "the report does not show whether the issuer that was asked ends in a slash";
        return Err(Blocked::NotObserved(unknown.to_owned()));
    }
    let only = if slash {
        ", which differs by the slash at the end alone"
    } else {
        ""
    };
    let observed = format!("{}{only}", document.shown("issuer"));
    Ok(Outcome::fail(Problem::new(
        document.at("issuer"),
        format!("{issuer:?}"),
        observed,
    )))
}
