//! `rfc7517-4-unique-member-names`: a key has each member once.

use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, cut, duplicates};
use crate::exchange::Action;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7517-4-unique-member-names",
    aliases: &[],
    cites: &[Citation::rfc(7517, "4"), Citation::rfc(7517, "5")],
    statement: "No member name occurs twice in a key of the JWK set, or in the set itself.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Jwks,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::Jwks,
    evaluate,
    remedy: "Write each key from a map, so that a name cannot occur twice.",
    fails_on: &[
        Fixture::new(
            "a key with two kid",
            &[Change::Replace(
                Action::Jwks,
                r#""kid":"#,
                r#""kid":"first","kid":"#,
            )],
        ),
        Fixture::new(
            "two keys members",
            &[Change::Replace(
                Action::Jwks,
                r#"{"keys":"#,
                r#"{"keys":[],"keys":"#,
            )],
        ),
    ],
    faults: &["jwks-member-twice"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let jwks = evidence.key_set()?;
    let body = jwks.seen.response().map(|response| &response.body);
    let Some(text) = body
        .filter(|body| body.bytes().is_some())
        .and_then(|body| body.text())
    else {
        return Err(Blocked::NotObserved(
            "the record does not show the bytes".to_owned(),
        ));
    };
    // Of the set and of each key, not of objects inside a key.
    let concerned = |path: &String| {
        let steps: Vec<&str> = path.split('/').collect();
        matches!(steps.as_slice(), ["", _] | ["", "keys", _, _])
    };
    let problem = |path: String| {
        Problem::new(
            jwks.seen.at(&cut(&path)),
            "one member of this name",
            "more than one",
        )
    };
    let paths = duplicates(text).into_iter().filter(concerned);
    Ok(Outcome::of(paths.map(problem).collect()))
}
