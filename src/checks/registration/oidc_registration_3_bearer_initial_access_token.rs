//! `oidc-registration-3-bearer-initial-access-token`: an initial access token is a bearer token.

use super::shared::{Found, together};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Action;
use crate::spec::{Citation, Spec};

pub(super) static CHECK: Check = Check {
    id: "oidc-registration-3-bearer-initial-access-token",
    aliases: &[],
    cites: &[
        Citation::of(Spec::OidcRegistration, "3"),
        Citation::rfc(6750, "2.1"),
    ],
    statement: "Where registration needs an initial access token, it is accepted as a bearer token in the Authorization header.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "A 401 with a Bearer challenge may mean that the configured token is not valid, and is no failure.",
    ),
    subject: Subject::Registration,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "a registration carried an initial access token as a bearer token",
        |evidence| Ok(with_token(evidence).next().is_some()),
    ),
    evaluate,
    remedy: "Read the initial access token from Authorization: Bearer, as RFC 6750 describes.",
    fails_on: &[Fixture::new(
        "the challenge of another scheme",
        &[
            Change::Status(Action::Register, 401),
            Change::Header(
                Action::Register,
                "www-authenticate",
                Some("Basic realm=\"r\""),
            ),
        ],
    )],
    faults: &["initial-access-token-not-bearer"],
};

// One registration with the token proves that it is accepted; what else was refused was refused for another reason.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    if with_token(evidence).any(Seen::succeeded) {
        return Ok(Outcome::Pass);
    }
    together(with_token(evidence).map(judge))
}

fn with_token<'e, 'a>(evidence: &'e Evidence<'a>) -> impl Iterator<Item = &'e Seen<'a>> {
    evidence.of(Action::Register).filter(|seen| {
        let value = seen.exchange.request.headers.get("authorization");
        let scheme = value.and_then(|value| value.split(' ').next());
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"))
    })
}

fn judge(seen: &Seen<'_>) -> Found {
    if seen.succeeded() {
        return Ok(Vec::new());
    }
    let Some(status) = seen.status() else {
        return Err(Blocked::NotObserved(format!(
            "{} got no response",
            seen.label
        )));
    };
    let refused = || Blocked::By(format!("{} was refused with {status}", seen.label));
    if status != 401 {
        return Err(refused());
    }
    let challenges: Vec<&str> = seen.headers()?.all("www-authenticate").collect();
    let names_bearer = |challenge: &&str| {
        challenge
            .split([' ', ','])
            .any(|word| word.eq_ignore_ascii_case("bearer"))
    };
    if challenges.is_empty() || challenges.iter().any(names_bearer) {
        return Err(refused());
    }
    Ok(vec![Problem::new(
        seen.at_header("www-authenticate"),
        "the bearer token to be accepted, or a Bearer challenge",
        super::shared::cut(challenges.join(", ")),
    )])
}
