//! `rfc8414-3-well-known-location`: metadata is found by inserting the well-known path.

use super::shared_locations::{published, usual};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::{Action, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8414-3-well-known-location",
    aliases: &[],
    cites: &[Citation::rfc(8414, "3"), Citation::rfc(8414, "3.1")],
    statement: "Authorization server metadata is at the address that is made by inserting /.well-known/oauth-authorization-server between the host and the path of the issuer.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("A server that publishes by OpenID Connect Discovery alone is not bound by it."),
    subject: Subject::Discovery,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Insert the well-known path before the path of the issuer.",
    fails_on: &[
        Fixture::new(
            "after the path of the issuer",
            &[
                Change::Status(Action::Discover, 404),
                Change::On(Probe::OauthAppended, On::Status(200)),
                Change::On(
                    Probe::OauthAppended,
                    On::Text(r#"{"issuer":"https://issuer.localhost/tenant/"}"#),
                ),
            ],
        ),
        Fixture::new(
            "without the path of the issuer",
            &[
                Change::Status(Action::Discover, 404),
                Change::On(Probe::OauthPlainLocation, On::Status(200)),
                Change::On(
                    Probe::OauthPlainLocation,
                    On::Text(r#"{"issuer":"https://issuer.localhost/tenant/"}"#),
                ),
            ],
        ),
    ],
    faults: &["oauth-metadata-appended"],
};

const PROBES: &[Probe] = &[Probe::OauthAppended, Probe::OauthPlainLocation];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let inserted = usual(evidence, false)?;
    if published(evidence, inserted)? {
        return Ok(Outcome::Pass);
    }
    let status = inserted.status().unwrap_or_default();
    if status >= 500 {
        let reason = format!("{} got status {status}", inserted.label);
        return Err(Blocked::NotObserved(reason));
    }
    for elsewhere in evidence.probed(PROBES)? {
        if published(evidence, elsewhere)? {
            let observed = format!(
                "status {status}, and metadata at {}",
                elsewhere.exchange.request.url
            );
            let expected = format!("metadata at {}", inserted.exchange.request.url);
            return Ok(Outcome::fail(Problem::new(
                inserted.at_status(),
                expected,
                observed,
            )));
        }
    }
    let reason = "the server publishes no authorization server metadata";
    Err(Blocked::Inapplicable(reason.to_owned()))
}
