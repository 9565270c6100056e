//! `rfc7591-3.2.1-provisioned-values-returned`: the response says what the server chose by itself.

use super::shared::{each, redirects, sent, without};
use crate::check::{Applies, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict};
use crate::evidence::{Evidence, Registration};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-3.2.1-provisioned-values-returned",
    aliases: &[],
    cites: &[Citation::rfc(7591, "3.2.1"), Citation::rfc(7591, "2")],
    statement: "Values that the server filled in because the client did not send any are returned as well.",
    level: Level::Must,
    severity: Severity::Suggestion,
    note: Some(
        "From outside it cannot be told whether the server filled in a value or goes by the specified default.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the registration left out token_endpoint_auth_method, grant_types or response_types",
        |evidence| {
            Ok(evidence
                .registrations()?
                .iter()
                .any(|one| left_out(one).next().is_some()))
        },
    ),
    evaluate,
    remedy: "Return the values in force, as token_endpoint_auth_method client_secret_basic.",
    fails_on: &[
        Fixture::new(
            "no token_endpoint_auth_method",
            &[without("/token_endpoint_auth_method")],
        ),
        Fixture::new("no response_types", &[without("/response_types")]),
    ],
    faults: &[
        "registration-defaults-unstated",
        "omitted-auth-method-means-post",
    ],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each(evidence, |registration| {
        let missing = left_out(registration).filter(|name| !registration.has(name));
        let problem = |name| Problem::new(registration.at(name), "the value in force", "missing");
        missing.map(problem).collect::<Vec<_>>()
    })
}

// Without a flow that has a redirect there is no response type to choose.
fn left_out<'r>(registration: &'r Registration<'_>) -> impl Iterator<Item = &'static str> + 'r {
    let grants = registration
        .get("grant_types")
        .or(sent(registration, "grant_types"));
    let redirects = redirects(grants);
    [
        "token_endpoint_auth_method",
        "grant_types",
        "response_types",
    ]
    .into_iter()
    .filter(move |name| redirects || *name != "response_types")
    .filter(|name| sent(registration, name).is_none())
}
