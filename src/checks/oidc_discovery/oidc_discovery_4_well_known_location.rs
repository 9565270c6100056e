//! `oidc-discovery-4-well-known-location`: the metadata is where OpenID Connect Discovery looks for it.

use super::shared::{body, fetches, good_status};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen, cut};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-discovery-4-well-known-location",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcDiscovery, "4"),
        Citation::of(Spec::OidcDiscovery, "4.1"),
    ],
    statement: "The metadata is published at the issuer identifier followed by `/.well-known/openid-configuration`.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A redirect is a suggestion: the section does not speak of redirects, and many clients do not follow them.",
    ),
    subject: Subject::Discovery,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("the scenario asks for openid-configuration", |evidence| {
        Ok(evidence.asked()?.is_openid())
    }),
    evaluate,
    remedy: "Publish the metadata at the well-known path under the issuer identifier, without authentication and without a redirect.",
    fails_on: &[
        Fixture::new("not found", &[Change::Status(Action::Discover, 404)]),
        Fixture::new("a redirect", &[Change::Status(Action::Discover, 302)]),
    ],
    faults: &["openid-metadata-not-found", "openid-metadata-slash-kept"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    for seen in fetches(evidence)? {
        let status = match good_status(seen) {
            Ok(_) => {
                if body(seen)?.is_some_and(|json| json.is_object()) {
                    continue;
                }
                return Err(Blocked::By(format!("{} got no JSON object", seen.label)));
            }
            Err(blocked) => seen.status().ok_or(blocked)?,
        };
        // A server that is out of order, or that asks for patience, says nothing of where its metadata is.
        if status >= 500 || matches!(status, 408 | 425 | 429) {
            return Err(Blocked::By(format!("{} got status {status}", seen.label)));
        }
        let problem = Problem::new(
            seen.at_status(),
            "metadata at this address",
            shown(seen, status),
        );
        // Whoever follows redirects still finds it.
        problems.push(if status < 400 {
            problem.only(Severity::Suggestion)
        } else {
            problem
        });
    }
    Ok(Outcome::of(problems))
}

fn shown(seen: &Seen<'_>, status: u16) -> String {
    let location = seen
        .headers()
        .ok()
        .and_then(|headers| headers.get("location"));
    let to = location
        .filter(|_| status < 400)
        .map(|location| format!(", to {:?}", cut(location)));
    format!("status {status}{}", to.unwrap_or_default())
}
