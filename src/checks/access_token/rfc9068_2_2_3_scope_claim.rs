//! `rfc9068-2.2.3-scope-claim`: a token that was asked for with scope carries it.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9068-2.2.3-scope-claim",
    aliases: &[],
    cites: &[Citation::rfc(9068, "2.2.3")],
    statement: "A JWT access token that was asked for with a scope has a scope claim.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::All(&[
        Applies::Rfc9068,
        Applies::When("the token request had a scope", asked),
    ]),
    evaluate,
    remedy: "Add the granted scope to the token as the claim scope.",
    fails_on: &[Fixture::new(
        "no scope claim",
        &[Change::Claim("scope", None)],
    )],
    faults: &["access-token-scope-missing"],
};

fn asked(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    let tokens = evidence.tokens()?;
    Ok(tokens
        .iter()
        .any(|token| token.asked_scope().is_some_and(|scope| !scope.is_empty())))
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.rfc9068()?, |jwt| {
        shared::claims(jwt)?;
        let asked = jwt.token.asked_scope().filter(|scope| !scope.is_empty());
        let (at, observed) = (jwt.at_claim("scope"), jwt.shown_claim("scope"));
        let problem = |_| Problem::new(at, "the scope that was granted", observed);
        Ok(asked.filter(|_| jwt.claim("scope").is_none()).map(problem))
    })
}
