//! `rfc7591-2-grant-types-enforced`: a client uses the grant types that it registered.

use super::shared::{GIVEN, granted, is_of_gateway, registered_grants, together};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Registration, Token};
use crate::exchange::{Action, Probe};
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2-grant-types-enforced",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2"), Citation::rfc(6749, "5.2")],
    statement: "A client gets tokens only by the grant types that it is registered for.",
    level: Level::May,
    severity: Severity::Warning,
    note: Some(
        "RFC 7591 §2 says what the member is for and has no keyword; RFC 6749 §5.2 has the error for it.",
    ),
    subject: Subject::Token,
    mode: Mode::Active,
    probes: &[Probe::UnauthorizedGrant],
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse a grant type that the client is not registered for with the error unauthorized_client.",
    fails_on: &[
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::UnauthorizedGrant, On::Status(200)),
                Change::On(Probe::UnauthorizedGrant, On::Text(GIVEN)),
            ],
        ),
        Fixture::new(
            "the registration of a client with a token lists another grant",
            &[Change::Body(
                Action::Register,
                "/grant_types",
                Some(r#"["authorization_code"]"#),
            )],
        ),
    ],
    faults: &["grant-types-not-enforced"],
};

const GRANT: &str = "client_credentials";

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    together([probed(evidence), usual(evidence)])
}

/// A client that registered for another grant type alone.
fn probed(evidence: &Evidence<'_>) -> Result<Vec<Problem>, Blocked> {
    let seen = evidence.probe(Probe::UnauthorizedGrant)?;
    if registered_grants(evidence, Probe::CodeOnlyClient).contains(&GRANT.to_owned()) {
        let reason = format!("the server registered the client for {GRANT} too");
        return Err(Blocked::Inapplicable(reason));
    }
    if is_of_gateway(seen) {
        let reason = format!("{} got an answer of a gateway", seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    Ok(granted(seen, "no token for a client of another grant type")
        .into_iter()
        .collect())
}

/// The tokens of the normal course: the registration may say that its client has another grant type.
fn usual(evidence: &Evidence<'_>) -> Result<Vec<Problem>, Blocked> {
    let none = || Blocked::NotObserved("no registered client got a token".to_owned());
    let (registrations, tokens) = (evidence.registrations()?, evidence.tokens()?);
    let ids = tokens.iter().filter(|token| token.has("access_token"));
    let ids: Vec<String> = ids.flat_map(Token::client_ids).collect();
    let id = |registration: &Registration<'_>| registration.text("client_id").map(str::to_owned);
    let served = registrations.iter();
    let served = served.filter(|one| id(one).is_some_and(|id| ids.contains(&id)));
    let mut served = served.peekable();
    served.peek().ok_or_else(none)?;
    let problems = served.filter_map(|registration| {
        let listed = registration.get("grant_types").is_some_and(Value::is_array);
        let other = listed && !registration.list("grant_types").contains(&GRANT);
        let observed = format!("a token, and {}", registration.shown("grant_types"));
        other.then(|| Problem::new(registration.at("grant_types"), GRANT, observed))
    });
    Ok(problems.collect())
}
