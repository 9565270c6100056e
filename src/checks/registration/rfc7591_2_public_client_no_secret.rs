//! `rfc7591-2-public-client-no-secret`: a public client has no secret.

use super::shared_probes::{Answer, answer};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2-public-client-no-secret",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2")],
    statement: "A client that is registered with token_endpoint_auth_method none gets no client_secret.",
    level: Level::May,
    severity: Severity::Warning,
    note: Some(
        "RFC 7591 defines the value so and forbids nothing; but nobody can tell which of the two the client is to go by.",
    ),
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::PublicClient],
    applies: Applies::Always,
    evaluate,
    remedy: "Issue no secret to a client that does not authenticate.",
    fails_on: &[Fixture::new(
        "a secret",
        &[Change::On(
            Probe::PublicClient,
            On::Body("/client_secret", Some(r#""secret""#)),
        )],
    )],
    faults: &["public-client-secret"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::PublicClient)?;
    let Answer::Registered(client) = answer(seen)? else {
        let reason = "the server registers no client without a secret";
        return Err(Blocked::Inapplicable(reason.to_owned()));
    };
    let method = client.shown("token_endpoint_auth_method");
    if client.text("token_endpoint_auth_method") != Some("none") {
        let reason = format!("the response shows token_endpoint_auth_method {method}");
        return Err(Blocked::Inapplicable(reason));
    }
    let given = client
        .get("client_secret")
        .is_some_and(|secret| secret != "");
    let at = client.at("client_secret");
    let problem = || Problem::new(at, "no client_secret", "a client_secret");
    Ok(Outcome::of(given.then(problem).into_iter().collect()))
}
