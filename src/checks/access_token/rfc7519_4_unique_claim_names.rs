//! `rfc7519-4-unique-claim-names`: a token has each claim once.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, duplicates};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7519-4-unique-claim-names",
    aliases: &[],
    cites: &[Citation::rfc(7519, "4"), Citation::rfc(7515, "4")],
    statement: "No name occurs twice among the claims of a JWT, nor among the members of its JOSE header.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::JwtShaped,
    evaluate,
    remedy: "Write header and claims from a map, so that a name cannot occur twice.",
    fails_on: &[
        Fixture::new(
            "a claim twice",
            &[Change::ClaimText("{", r#"{"scope":"first","#)],
        ),
        Fixture::new(
            "a header member twice",
            &[Change::JoseText("{", r#"{"kid":"first","#)],
        ),
    ],
    faults: &["access-token-jti-twice"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        let claims = jwt.claims_text.as_deref().filter(|_| jwt.claims.is_some());
        let header = repeated(&jwt.header_text).map(|name| jwt.at_header(&name));
        let claims = repeated(claims.unwrap_or_default()).map(|name| jwt.at_claim(&name));
        let problem = |at| Problem::new(at, "one of this name", "more than one");
        Ok(header.chain(claims).map(problem).collect::<Vec<_>>())
    })
}

/// The names that occur twice in an object itself, not in objects inside it.
fn repeated(text: &str) -> impl Iterator<Item = String> {
    let paths = duplicates(text).into_iter();
    let names = paths.filter_map(|path| path.strip_prefix('/').map(str::to_owned));
    let own = names.filter(|name| !name.contains('/'));
    own.map(|name| name.replace("~1", "/").replace("~0", "~"))
}
