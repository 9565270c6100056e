//! `rfc7591-2.3-software-statement-precedence`: a software statement has the last word.

use serde_json::Value;

use super::shared_probes::statement;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Jws, brief};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7591-2.3-software-statement-precedence",
    aliases: &[],
    cites: &[Citation::rfc(7591, "2.3"), Citation::rfc(7591, "3.1.1")],
    statement: "A value in a software statement that the server trusts counts more than one of the same name beside it.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Registration,
    mode: Mode::Active,
    probes: &[Probe::SoftwareStatement],
    applies: Applies::Always,
    evaluate,
    remedy: "Take the values of a trusted software statement last.",
    fails_on: &[Fixture::new(
        "the plain value wins",
        &[Change::On(
            Probe::SoftwareStatement,
            On::Body(
                "/client_name",
                Some(r#""issuercheck (beside a software statement)""#),
            ),
        )],
    )],
    faults: &["software-statement-overridden"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let (client, statement) = statement(evidence)?;
    let statement = evidence.secret(&statement)?;
    let claims = Jws::read(statement).map(|statement| statement.payload);
    let claims = claims.unwrap_or_default();
    let sent = client.seen.sent_json().unwrap_or_default();
    let contested = claims.iter().filter_map(|(name, claim)| {
        let beside = sent.get(name).filter(|beside| *beside != claim)?;
        Some((name, claim, beside))
    });
    let contested: Vec<_> = contested.collect();
    if contested.is_empty() {
        let reason = "the statement has no value that differs from one beside it";
        return Err(Blocked::NotObserved(reason.to_owned()));
    }
    let overridden = contested
        .iter()
        .filter(|(name, _, beside)| client.get(name) == Some(*beside));
    let problem = |(name, claim, beside): &(&String, &Value, &Value)| {
        let observed = format!("{}, as sent beside the statement", brief(beside));
        Problem::new(client.at(name), brief(claim), observed)
    };
    Ok(Outcome::of(overridden.map(problem).collect()))
}
