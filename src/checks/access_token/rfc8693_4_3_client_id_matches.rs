//! `rfc8693-4.3-client-id-matches`: the token names the client that asked.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Token};
use crate::spec::Citation;
use std::collections::BTreeSet;

pub(super) static CHECK: Check = Check {
    id: "rfc8693-4.3-client-id-matches",
    aliases: &[],
    cites: &[Citation::rfc(8693, "4.3"), Citation::rfc(9068, "2.2")],
    statement: "The client_id of a JWT access token is the identifier of the client that asked for it.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "The source states it without a keyword; RFC 9068 refers to it for a claim that it requires.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Rfc9068Has("client_id"),
    evaluate,
    remedy: "Put the identifier of the client that authenticated into client_id.",
    fails_on: &[
        Fixture::new(
            "another client",
            &[Change::Claim("client_id", Some(r#""another-client""#))],
        ),
        Fixture::new(
            "in capitals",
            &[Change::Claim("client_id", Some(r#""EMBEDDED-CLIENT""#))],
        ),
    ],
    faults: &["access-token-client-id-of-another"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.rfc9068()?, |jwt| {
        let Some(claim) = shared::claim_text(jwt, "client_id")? else {
            return Ok(None);
        };
        let asked = asked(evidence, &jwt.token)?;
        let (at, observed) = (jwt.at_claim("client_id"), jwt.shown_claim("client_id"));
        let expected = asked
            .first()
            .map(|id| format!("{id:?}"))
            .unwrap_or_default();
        let problem = || Problem::new(at, expected, observed);
        Ok((!asked.iter().any(|id| id == claim)).then(problem))
    })
}

/// The client that asked: as the request says, or else the only one that was registered.
fn asked(evidence: &Evidence<'_>, token: &Token<'_>) -> Result<Vec<String>, Blocked> {
    let ids = token.client_ids();
    if !ids.is_empty() {
        return Ok(ids);
    }
    let registered = evidence.registrations().unwrap_or_default();
    let ids: BTreeSet<&str> = registered
        .iter()
        .filter_map(|one| one.text("client_id"))
        .collect();
    match ids.into_iter().collect::<Vec<_>>().as_slice() {
        [id] => Ok(vec![(*id).to_owned()]),
        _ => Err(Blocked::NotObserved(
            "the record does not show which client asked".to_owned(),
        )),
    }
}
