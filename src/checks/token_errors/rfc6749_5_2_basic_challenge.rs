//! `rfc6749-5.2-basic-challenge`: failed HTTP Basic authentication is challenged.

use super::shared::{BASIC_REFUSED, together, used_basic};
use super::shared_challenge::challenges;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-basic-challenge",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "The 401 for HTTP Basic credentials at the token endpoint has a challenge of the scheme Basic in WWW-Authenticate.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: BASIC_REFUSED,
    applies: Applies::Always,
    evaluate,
    remedy: "Send WWW-Authenticate with a Basic challenge with every 401 of the token endpoint.",
    fails_on: &[
        Fixture::new(
            "no challenge",
            &[Change::On(
                Probe::WrongSecret,
                On::Header("www-authenticate", None),
            )],
        ),
        Fixture::new(
            "Bearer alone",
            &[Change::On(
                Probe::UnknownClient,
                On::Header("www-authenticate", Some(r#"Bearer realm="as""#)),
            )],
        ),
    ],
    faults: &["token-challenge-bearer", "basic-challenge-missing"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let answers = evidence.probed(BASIC_REFUSED)?.into_iter();
    let refused = answers.filter(|seen| seen.status() == Some(401) && used_basic(seen));
    let refused: Vec<_> = refused.collect();
    if refused.is_empty() {
        let reason = "no request with HTTP Basic credentials was refused with status 401";
        return Err(Blocked::NotObserved(reason.to_owned()));
    }
    together(refused.into_iter().map(|seen| {
        let fields: Vec<&str> = seen.headers()?.all("www-authenticate").collect();
        let mut found = fields.iter().flat_map(|field| challenges(field));
        if found.any(|challenge| challenge.scheme == "basic") {
            return Ok(Vec::new());
        }
        let observed = match fields.as_slice() {
            [] => "missing".to_owned(),
            fields => fields.join(", "),
        };
        let at = seen.at_header("www-authenticate");
        Ok(vec![Problem::new(at, "a Basic challenge", observed)])
    }))
}
