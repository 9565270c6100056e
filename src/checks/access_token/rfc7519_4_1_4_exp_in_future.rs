//! `rfc7519-4.1.4-exp-in-future`: a fresh token is valid now.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;
use serde_json::Value;

pub(super) static CHECK: Check = Check {
    id: "rfc7519-4.1.4-exp-in-future",
    aliases: &[],
    cites: &[
        Citation::rfc(7519, "4.1.4"),
        Citation::rfc(7519, "4.1.5"),
        Citation::rfc(7519, "4.1.6"),
    ],
    statement: "A token that was just issued has not expired, and nbf and iat are not ahead of the time.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some(
        "iat ahead of the time is a warning: a sign of a wrong clock, but nothing forbids to accept such a token.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::JwtShaped,
    evaluate,
    remedy: "Set the clock of the server, and write times in seconds since the epoch in UTC.",
    fails_on: &[
        Fixture::new("expired", &[Change::Claim("exp", Some("1600000000"))]),
        Fixture::new("not valid yet", &[Change::Claim("nbf", Some("4102444800"))]),
        Fixture::new(
            "issued tomorrow",
            &[Change::Claim("iat", Some("1767312000"))],
        ),
        Fixture::new(
            "issued in milliseconds",
            &[Change::Claim("iat", Some("1767225600000"))],
        ),
    ],
    faults: &["access-token-nbf-ahead"],
};

/// Seconds that clocks may differ.
const SKEW: f64 = 60.0;
/// Seconds that an exchange may lie away from the time of its report.
const REPORT: f64 = 3600.0;

// Claims that are no numbers are another rule's.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        shared::claims(jwt)?;
        let time = evidence.time(&jwt.token.seen).unix_timestamp();
        let timed = jwt.token.seen.exchange.time.is_some();
        #[expect(clippy::cast_precision_loss, reason = "times are far below 2^52")]
        let (now, unsure) = (time as f64, if timed { 0.0 } else { REPORT });
        let problem = |name: &str, order: &str| {
            let expected = format!("a time {order} {time}");
            Problem::new(jwt.at_claim(name), expected, jwt.shown_claim(name))
        };
        let number = |name: &str| jwt.claim(name).and_then(Value::as_f64);
        let expired = number("exp").filter(|exp| exp + unsure <= now);
        let early = |name: &&str| number(name).is_some_and(|from| from > now + SKEW + unsure);
        let early = ["nbf", "iat"].into_iter().filter(early);
        let weigh = |name| match problem(name, "not after") {
            issued if name == "iat" => issued.only(Severity::Warning),
            not_before => not_before,
        };
        let mut problems: Vec<Problem> = early.map(weigh).collect();
        problems.extend(expired.map(|_| problem("exp", "after")));
        Ok(problems)
    })
}
