//! `rfc9110-15.5.2-401-has-challenge`: 401 says how to authenticate.

use super::super::{
    resource::shared::REFUSED,
    token_errors::shared::{BASIC_REFUSED, used_basic},
};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::{Action, Probe};
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc9110-15.5.2-401-has-challenge",
    aliases: &[],
    cites: &[Citation::rfc(9110, "15.5.2")],
    statement: "A response with status 401 has at least one challenge in WWW-Authenticate, which says how the client can authenticate.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Transport,
    mode: Mode::Passive,
    probes: &[],
    applies: Applies::When("a response has status 401", refused),
    evaluate,
    remedy: "Add a challenge, as Basic realm=\"...\" or Bearer, to each 401.",
    fails_on: &[
        Fixture::new("no challenge", &[Change::Status(Action::Introspect, 401)]),
        Fixture::new(
            "parameters without a scheme",
            &[
                Change::Status(Action::Introspect, 401),
                Change::Header(Action::Introspect, "www-authenticate", Some("realm=\"as\"")),
            ],
        ),
        Fixture::new(
            "no challenge for credentials in the body",
            &[Change::On(
                Probe::WrongSecretPost,
                On::Header("www-authenticate", None),
            )],
        ),
    ],
    faults: &[
        "introspection-401-without-challenge",
        "basic-challenge-missing",
    ],
};

fn refused(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    evidence.answered()?;
    Ok(!refusals(evidence).is_empty())
}

/// The answers with status 401 that no rule of their own is about: RFC 6749 §5.2 speaks of some that HTTP Basic got, and
/// RFC 6750 §3 of those to requests for protected resources.
fn refusals<'e, 'a>(evidence: &'e Evidence<'a>) -> Vec<&'e Seen<'a>> {
    let refused = evidence
        .every_answer()
        .filter(|seen| seen.status() == Some(401));
    let own = |seen: &Seen<'_>| {
        let probe = seen.probe();
        let bearer = probe == Probe::WrongInitialAccessToken || REFUSED.contains(&probe);
        bearer || BASIC_REFUSED.contains(&probe) && used_basic(seen)
    };
    refused.filter(|seen| !own(seen)).collect()
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let mut problems = Vec::new();
    let mut unseen = None;
    let mut judged = false;
    for seen in refusals(evidence) {
        let headers = match seen.headers() {
            Ok(headers) => headers,
            Err(reason) => {
                unseen = Some(reason);
                continue;
            }
        };
        judged = true;
        let fields: Vec<&str> = headers.all("www-authenticate").collect();
        if fields.iter().any(|field| has_scheme(field)) {
            continue;
        }
        let observed = fields
            .first()
            .map_or_else(|| "missing".to_owned(), |field| format!("{field:?}"));
        let expected = "a challenge with an authentication scheme";
        let at = seen.at_header("www-authenticate");
        problems.push(Problem::new(at, expected, observed));
    }
    match unseen {
        Some(reason) if !judged => Err(reason),
        _ => Ok(Outcome::of(problems)),
    }
}

/// Whether a field begins with an authentication scheme (RFC 9110 §11.6.1): a token that is no parameter's name.
fn has_scheme(value: &str) -> bool {
    let value = value.trim_start_matches([' ', '\t', ',']);
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let rest = value.trim_start_matches(token);
    rest.len() < value.len() && (rest.is_empty() || rest.starts_with([' ', ',']))
}
