//! `rfc7662-2.2-fresh-token-active`: a new token is active.

use super::shared::{ENDPOINT, is_form_refused, is_let_in, said};
use crate::check::{
    Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject, Verdict,
};
use crate::evidence::Evidence;
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7662-2.2-fresh-token-active",
    aliases: &[],
    cites: &[Citation::rfc(7662, "2.2")],
    statement: "A token that was just issued is active, where the client that got it may introspect it.",
    level: Level::Must,
    severity: Severity::Warning,
    note: Some(
        "RFC 7662 says what active generally means; whether this client may introspect the token is the policy of the server.",
    ),
    subject: Subject::Introspection,
    mode: Mode::Active,
    probes: &[Probe::Introspect],
    applies: ENDPOINT,
    evaluate,
    remedy: "Look the token up, and let the client that got it introspect it.",
    fails_on: &[
        Fixture::new(
            "active false",
            &[Change::On(
                Probe::Introspect,
                On::Text(r#"{"active":false}"#),
            )],
        ),
        Fixture::new(
            "refused",
            &[
                Change::On(Probe::Introspect, On::Status(400)),
                Change::On(
                    Probe::Introspect,
                    On::Text(r#"{"error":"unsupported_token_type"}"#),
                ),
            ],
        ),
    ],
    faults: &["introspection-always-inactive"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let seen = evidence.probe(Probe::Introspect)?;
    is_let_in(seen)?;
    let expected = "active true, because the token is new";
    if seen.refused() && !is_form_refused(seen) {
        let status = seen.status().unwrap_or_default();
        let observed = match seen.refusal() {
            Ok(refusal) => format!("{status} and the error {}", refusal.shown("error")),
            Err(_) => status.to_string(),
        };
        let problem = Problem::new(seen.at_status(), expected, observed);
        return Ok(Outcome::fail(problem));
    }
    let (object, active) = said(seen)?;
    let sent = seen.sent("token").unwrap_or_default();
    if !active && evidence.secret(&sent).is_ok() && !sent.chars().all(is_plain) {
        let reason = "the token has a character that no bearer token has";
        return Err(Blocked::By(reason.to_owned()));
    }
    let problem = || Problem::new(object.at("active"), expected, "false");
    Ok(Outcome::of((!active).then(problem).into_iter().collect()))
}

/// Whether a bearer token can have a character (RFC 6750 §2.1).
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~+/=".contains(c)
}
