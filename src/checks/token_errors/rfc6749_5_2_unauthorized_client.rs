//! `rfc6749-5.2-unauthorized-client`: a client that may not use a grant is told so.

use super::shared::{authenticates, coded, registered_grants, wrong_code};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-unauthorized-client",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "A client that authenticates and asks with a grant type that it may not use is refused with the error unauthorized_client.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "That a grant type is used without being registered is a rule of RFC 7591, where no keyword stands.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::UnauthorizedGrant],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a grant type that the client is not registered for with the error unauthorized_client.",
    fails_on: &[Fixture::new(
        "invalid_grant",
        &[Change::On(
            Probe::UnauthorizedGrant,
            On::Body("/error", Some(r#""invalid_grant""#)),
        )],
    )],
    faults: &["unauthorized-client-invalid-grant"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::UnauthorizedGrant)?;
    if registered_grants(evidence, Probe::CodeOnlyClient).contains(&GRANT.to_owned()) {
        let reason = format!("the server registered the client for {GRANT} too");
        return Err(Blocked::Inapplicable(reason));
    }
    if seen.access_token().is_some() {
        return Err(Blocked::By(format!("{} got a token", seen.label)));
    }
    let refusal = coded(seen)?;
    let unseen = |reason: &str| Err(Blocked::NotObserved(format!("{} {reason}", seen.label)));
    match refusal.error.as_str() {
        "unauthorized_client" => Ok(Outcome::Pass),
        "invalid_scope" => unseen("was refused for its scope"),
        "invalid_client" if !authenticates(evidence, &[Probe::MadeUpCode]) => {
            unseen("was refused because the client could not authenticate")
        }
        _ => Ok(Outcome::fail(wrong_code(&refusal, "unauthorized_client"))),
    }
}

const GRANT: &str = "client_credentials";
