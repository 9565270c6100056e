//! `rfc7617-2-realm-in-challenge`: a Basic challenge names its realm.

use super::shared_challenge::{Challenge, challenges};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7617-2-realm-in-challenge",
    aliases: &[],
    cites: &[Citation::rfc(7617, "2")],
    statement: "A challenge of the scheme Basic has the parameter realm.",
    level: Level::Required,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Transport,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Add a realm to the challenge, as Basic realm=\"...\".",
    fails_on: &[
        Fixture::new(
            "no realm",
            &[Change::On(
                Probe::WrongSecret,
                On::Header("www-authenticate", Some("Basic")),
            )],
        ),
        Fixture::new(
            "a charset alone",
            &[Change::On(
                Probe::UnknownClient,
                On::Header("www-authenticate", Some(r#"Basic charset="UTF-8""#)),
            )],
        ),
    ],
    faults: &["basic-challenge-without-realm"],
};

const PROBES: &[Probe] = &[
    Probe::UnknownClient,
    Probe::WrongSecret,
    Probe::WrongSecretPost,
    Probe::NoAuthentication,
    Probe::NoClient,
    Probe::IntrospectWithoutAuthentication,
    Probe::IntrospectWrongSecret,
    Probe::RevokeWrongSecret,
];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut seen_one = false;
    let mut problems = Vec::new();
    for seen in evidence.every_answer() {
        let Ok(headers) = seen.headers() else {
            continue;
        };
        let fields = headers.all("www-authenticate");
        let mut found = fields
            .flat_map(challenges)
            .filter(|challenge| challenge.scheme == "basic");
        let Some(first) = found.next() else {
            continue;
        };
        seen_one = true;
        let named = |challenge: &Challenge| challenge.parameters.iter().any(|name| name == "realm");
        if !named(&first) || !found.all(|challenge| named(&challenge)) {
            let observed = headers.get("www-authenticate").unwrap_or_default();
            let at = seen.at_header("www-authenticate");
            problems.push(Problem::new(at, "Basic with a realm", observed));
        }
    }
    if !seen_one {
        let reason = "no Basic challenge was seen".to_owned();
        return Err(Blocked::NotObserved(reason));
    }
    Ok(Outcome::of(problems))
}
