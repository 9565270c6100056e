//! `rfc9110-15.5.2-401-has-challenge`: 401 says how to authenticate.

use super::shared::each_with_headers;
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Action;
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
    ],
    faults: &["introspection-401-without-challenge"],
};

fn is_refusal(seen: &Seen<'_>) -> bool {
    seen.status() == Some(401)
}

fn refused(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    Ok(evidence.answered()?.into_iter().any(is_refusal))
}

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    each_with_headers(evidence, |seen, headers| {
        let mut values = headers.all("www-authenticate").peekable();
        let shown = values
            .peek()
            .map_or_else(|| "missing".to_owned(), |value| format!("{value:?}"));
        if !is_refusal(seen) || values.any(has_scheme) {
            return Vec::new();
        }
        let expected = "a challenge with an authentication scheme";
        vec![Problem::new(
            seen.at_header("www-authenticate"),
            expected,
            shown,
        )]
    })
}

/// Whether a field begins with an authentication scheme (RFC 9110 §11.6.1): a token that is no parameter's name.
fn has_scheme(value: &str) -> bool {
    let value = value.trim_start_matches([' ', '\t', ',']);
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let rest = value.trim_start_matches(token);
    rest.len() < value.len() && (rest.is_empty() || rest.starts_with([' ', ',']))
}
