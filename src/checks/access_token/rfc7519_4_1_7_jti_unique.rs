//! `rfc7519-4.1.7-jti-unique`: no two tokens have the same identifier.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Jwt};
use crate::exchange::Probe;
use crate::spec::Citation;

const PROBES: &[Probe] = &[Probe::SecondToken, Probe::OtherClientsToken];

pub(super) static CHECK: Check = Check {
    id: "rfc7519-4.1.7-jti-unique",
    aliases: &[],
    cites: &[Citation::rfc(7519, "4.1.7")],
    statement: "jti is not the same in two different access tokens.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::JwtShaped,
    evaluate,
    remedy: "Make a new jti for each token, of random characters for example.",
    fails_on: &[
        Fixture::new(
            "the same for both clients",
            &[
                Change::Claim("jti", Some(r#""1""#)),
                Change::On(Probe::OtherClientsToken, On::Claim("jti", Some(r#""1""#))),
            ],
        ),
        Fixture::new(
            "the same for both tokens of a client",
            &[
                Change::Claim("jti", Some(r#""1""#)),
                Change::On(Probe::SecondToken, On::Claim("jti", Some(r#""1""#))),
            ],
        ),
    ],
    faults: &["access-token-jti-fixed"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut tokens = evidence.jwts()?;
    tokens.extend(evidence.probed_jwts(PROBES)?);
    // A server may give the same token again while it is good.
    let mut known: Vec<&Jwt<'_>> = Vec::new();
    let mut problems = Vec::new();
    // That jti is a string is a rule of its own.
    let named = |jwt: &&Jwt<'_>| jwt.claim("jti").is_some_and(serde_json::Value::is_string);
    for jwt in tokens.iter().filter(named) {
        if known.iter().any(|other| other.text == jwt.text) {
            continue;
        }
        let same = |other: &&&Jwt<'_>| other.claim("jti") == jwt.claim("jti");
        if let Some(other) = known.iter().find(same) {
            let expected = format!("another one than in {}", other.token.seen.label);
            let observed = jwt.shown_claim("jti");
            problems.push(Problem::new(jwt.at_claim("jti"), expected, observed));
        }
        known.push(jwt);
    }
    if known.len() < 2 {
        let reason = "the record does not show two different tokens with jti";
        return Err(Blocked::NotObserved(reason.to_owned()));
    }
    Ok(Outcome::of(problems))
}
