//! `oidc-discovery-4.2-content-type-json`: metadata comes as `application/json`.

use super::shared::{ASKED, body, fetches, good_status};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, cut};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4.2-content-type-json",
    aliases: &[],
    cites: &[Citation::of(Spec::OidcDiscovery, "4.2")],
    statement: "The metadata is sent with the media type `application/json`.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: ASKED,
    evaluate,
    remedy: "Send the metadata with `Content-Type: application/json`.",
    fails_on: &[
        Fixture::new(
            "plain text",
            &[Change::Header(
                Action::Discover,
                "content-type",
                Some("text/plain"),
            )],
        ),
        Fixture::new(
            "no media type",
            &[Change::Header(Action::Discover, "content-type", None)],
        ),
        Fixture::new(
            "a type of its own",
            &[Change::Header(
                Action::Discover,
                "content-type",
                Some("application/openid-configuration+json"),
            )],
        ),
    ],
    faults: &["openid-metadata-content-type-text"],
};

// A page that is not JSON at all, such as one for people, is not mislabeled: another check owns it.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for seen in fetches(evidence)? {
        good_status(seen)?;
        if body(seen)?.is_none() {
            return Err(Blocked::By(format!("{} got no JSON", seen.label)));
        }
        if seen.media_type()?.as_deref() != Some("application/json") {
            let observed = seen.headers()?.get("content-type");
            problems.push(Problem::new(
                seen.at_header("content-type"),
                "application/json",
                observed.map_or_else(|| "missing".to_owned(), cut),
            ));
        }
    }
    Ok(Outcome::of(problems))
}
