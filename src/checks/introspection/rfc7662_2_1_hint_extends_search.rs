//! `rfc7662-2.1-hint-extends-search`: a hint hides nothing.

use super::shared::{ENDPOINT, is_let_in, said};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.1-hint-extends-search",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.1")],
    statement: "A token is found although token_type_hint names another type: the search goes on among tokens of all types.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::IntrospectWrongHint],
    applies: ENDPOINT,
    evaluate,
    remedy: "Search among tokens of all types where the hint does not lead to the token.",
    fails_on: &[
        Fixture::new(
            "active false",
            &[Change::On(
                Probe::IntrospectWrongHint,
                On::Text(r#"{"active":false}"#),
            )],
        ),
        Fixture::new(
            "refused",
            &[
                Change::On(Probe::IntrospectWrongHint, On::Status(400)),
                Change::On(
                    Probe::IntrospectWrongHint,
                    On::Text(r#"{"error":"unsupported_token_type"}"#),
                ),
            ],
        ),
    ],
    faults: &["introspection-hint-limits"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let (_, found) = said(evidence.probe(Probe::Introspect)?)?;
    if !found {
        let reason = "the token is not active without a hint either";
        return Err(Blocked::By(reason.to_owned()));
    }
    let seen = evidence.probe(Probe::IntrospectWrongHint)?;
    is_let_in(seen)?;
    let expected = "active true, as without the hint";
    if seen.refused() {
        let observed = seen.status().unwrap_or_default().to_string();
        return Ok(Outcome::fail(Problem::new(
            seen.at_status(),
            expected,
            observed,
        )));
    }
    let (object, active) = said(seen)?;
    let problem = || Problem::new(object.at("active"), expected, "false");
    Ok(Outcome::of((!active).then(problem).into_iter().collect()))
}
