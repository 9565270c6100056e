//! `rfc6749-2.3.1-no-credentials-in-uri`: credentials in the URL are of no use.

use super::super::token_errors::shared::{GIVEN, came, together};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;
use url::Url;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-2.3.1-no-credentials-in-uri",
    aliases: &[],
    cites: &[Citation::rfc(6749, "2.3.1")],
    statement: "Client credentials in the query of the request URL are not taken.",
    level: Level::MustNot,
    severity: Severity::Warning,
    note: Some("The ban is on the client; a server that takes them anyway leaves secrets in logs."),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::CredentialsInQuery],
    applies: Applies::Always,
    evaluate,
    remedy: "Read client credentials from the Authorization header and the body alone.",
    fails_on: &[Fixture::new(
        "a token",
        &[
            Change::On(Probe::CredentialsInQuery, On::Status(200)),
            Change::On(Probe::CredentialsInQuery, On::Text(GIVEN)),
        ],
    )],
    faults: &["credentials-in-query-accepted"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let answers = evidence.probed(&[Probe::CredentialsInQuery])?;
    together(answers.into_iter().map(|seen| {
        if seen.access_token().is_some() {
            return Ok(vec![Problem::new(seen.at_status(), "no token", came(seen))]);
        }
        if seen.refused() && can_have_token(evidence, seen) {
            return Ok(Vec::new());
        }
        let came = came(seen);
        let reason = format!("{} got {came}, for another reason perhaps", seen.label);
        Err(Blocked::NotObserved(reason))
    }))
}

/// Whether the client of a request got a token with credentials elsewhere: only then does its refusal say something.
fn can_have_token(evidence: &Evidence<'_>, seen: &Seen<'_>) -> bool {
    let url = Url::parse(&seen.exchange.request.url).ok();
    let id = url.as_ref().and_then(|url| {
        let mut query = url.query_pairs();
        let found = query.find(|(name, _)| name == "client_id");
        found.map(|(_, id)| id.into_owned())
    });
    let Some(id) = id else { return false };
    let tokens = evidence.tokens().unwrap_or_default();
    let by_post = evidence.probe(Probe::MethodClientSecretPost);
    let by_post = by_post.is_ok_and(|seen| {
        seen.access_token().is_some() && seen.sent("client_id").as_ref() == Some(&id)
    });
    by_post || tokens.iter().any(|token| token.client_ids().contains(&id))
}
