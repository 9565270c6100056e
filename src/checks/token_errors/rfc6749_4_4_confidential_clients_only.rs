//! `rfc6749-4.4-confidential-clients-only`: client credentials are for clients that have some.

use super::shared::{GIVEN, granted, is_of_gateway};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-4.4-confidential-clients-only",
    aliases: &[],
    cites: &[Citation::rfc(6749, "4.4")],
    statement: "A client without a secret or another credential gets no token by the client credentials grant.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::PublicCredentialsClient, Probe::PublicClientGrant],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse to register public clients for client_credentials, and refuse their token requests.",
    fails_on: &[Fixture::new(
        "a token",
        &[
            Change::On(Probe::PublicCredentialsClient, On::Status(201)),
            Change::On(Probe::NoAuthentication, On::As(Probe::PublicClientGrant)),
            Change::On(Probe::PublicClientGrant, On::Status(200)),
            Change::On(Probe::PublicClientGrant, On::Text(GIVEN)),
        ],
    )],
    faults: &["public-client-credentials"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    if let Ok(seen) = evidence.probe(Probe::PublicClientGrant) {
        if is_of_gateway(seen) {
            let reason = format!("{} got an answer of a gateway", seen.label);
            return Err(Blocked::NotObserved(reason));
        }
        return Ok(Outcome::of(
            granted(seen, "no token without authentication")
                .into_iter()
                .collect(),
        ));
    }
    let client = evidence.probe(Probe::PublicCredentialsClient)?;
    match client.status().unwrap_or_default() {
        400 => Ok(Outcome::Pass),
        200..300 => Err(evidence.unanswered(&[Probe::PublicClientGrant])),
        status => Err(Blocked::NotObserved(format!(
            "no such client could be registered: {} got status {status}",
            client.label
        ))),
    }
}
