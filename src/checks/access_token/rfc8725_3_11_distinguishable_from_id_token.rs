//! `rfc8725-3.11-distinguishable-from-id-token`: an access token is no ID Token, and says so.

use super::shared;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc8725-3.11-distinguishable-from-id-token",
    aliases: &[],
    cites: &[Citation::rfc(8725, "3.11"), Citation::rfc(8725, "3.12")],
    statement: "The JWT access tokens of a server that issues ID Tokens too are told apart from them by a type of their own.",
    level: Level::May,
    severity: Severity::Suggestion,
    note: Some(
        "Other means keep them apart as well, as an audience or keys of their own: a hint, no more.",
    ),
    subject: Subject::AccessToken,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When(
        "the access token is a JWT, and the server issues ID Tokens",
        both,
    ),
    evaluate,
    remedy: "Set typ to at+jwt in access tokens.",
    fails_on: &[
        Fixture::new("typ JWT", &[Change::Jose("typ", Some(r#""JWT""#))]),
        Fixture::new("no typ", &[Change::Jose("typ", None)]),
    ],
    faults: &["access-token-typ-jwt"],
};

fn both(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    let openid = evidence.openid().ok().flatten();
    let issues =
        openid.is_some_and(|document| document.has("id_token_signing_alg_values_supported"));
    Ok(issues && !evidence.jwts()?.is_empty())
}

// JWT is the type of every JWT: it tells nothing apart.
fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    shared::each(&evidence.jwts()?, |jwt| {
        let typ = jwt
            .header_text("typ")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let plain = matches!(typ.as_str(), "" | "jwt" | "application/jwt");
        let problem = || Problem::new(jwt.at_header("typ"), "\"at+jwt\"", jwt.shown_header("typ"));
        Ok(plain.then(problem))
    })
}
