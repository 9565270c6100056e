//! `rfc7515-2-base64url-unpadded`: the parts of a token are base64url without padding.

use super::shared;
use crate::check::{
    Applies, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, base64url_defect};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7515-2-base64url-unpadded",
    aliases: &[],
    cites: &[Citation::rfc(7515, "2"), Citation::rfc(7515, "7.1")],
    statement: "Each part of a signed token is base64url without padding.",
    level: Level::Must,
    severity: Severity::Failure,
    note: Some("The source states it without a keyword; it is part of the format."),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::JwtShaped,
    evaluate,
    remedy: "Write the three parts in base64url and leave out the padding.",
    fails_on: &[
        Fixture::new("a padded signature", &[Change::TokenPart(2, "{part}==")]),
        Fixture::new("base64 in the signature", &[Change::TokenPart(2, "a+/a")]),
    ],
    faults: &["access-token-padded"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        let names = ["header", "claims", "signature"]
            .into_iter()
            .zip(jwt.parts());
        let problem = |(name, part): (&str, &str)| {
            let at = jwt.token.at(&format!("access_token/{name}"));
            let observed = base64url_defect(part)?;
            Some(Problem::new(at, "base64url without padding", observed))
        };
        Ok(names.filter_map(problem).collect::<Vec<_>>())
    })
}
