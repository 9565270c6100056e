//! `rfc6750-3.1-invalid-token-401`: a bad token is told so.

use super::shared::{
    FIELD, MADE_UP_TOKEN, challenge, is_closed, is_of_client, is_protected, shown, unclear,
};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6750-3.1-invalid-token-401",
    aliases: &[],
    cites: &[Citation::rfc(6750, "3.1"), Citation::rfc(6750, "3")],
    statement: "A token that is not valid is refused with status 401 and the error invalid_token.",
    level: Level::Should,
    severity: Severity::Warning,
    note: None,
    subject: Subject::Resource,
    mode: Mode::Active,
    probes: MADE_UP_TOKEN,
    applies: Applies::Always,
    evaluate,
    remedy: "Answer 401 with error=\"invalid_token\" in the Bearer challenge.",
    fails_on: &[
        Fixture::new(
            "status 403",
            &[Change::On(Probe::ResourceMadeUpToken, On::Status(403))],
        ),
        Fixture::new(
            "no error",
            &[Change::On(
                Probe::ResourceMadeUpToken,
                On::Header("www-authenticate", Some("Bearer realm=\"r\"")),
            )],
        ),
        Fixture::new(
            "another error",
            &[Change::On(
                Probe::ReadWrongToken,
                On::Header("www-authenticate", Some("Bearer error=\"invalid_request\"")),
            )],
        ),
        Fixture::new(
            "the resource is served",
            &[Change::On(Probe::ResourceMadeUpToken, On::Status(200))],
        ),
    ],
    faults: &["orders-feed-invalid-token-403"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let answers = evidence.probed(MADE_UP_TOKEN)?;
    Outcome::gather(answers.into_iter().map(|seen| judge(evidence, seen)))
}

// The statuses of the client configuration endpoint have a rule of their own. Another refusal than these two may be for the
// address that the configuration gives, unless a good token opens it.
fn judge(evidence: &Evidence<'_>, seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let wrong = |status: u16| Problem::new(seen.at_status(), "401", status.to_string());
    let configured = seen.probe() == Probe::ResourceMadeUpToken;
    match seen.status().unwrap_or_default() {
        401 => {}
        _ if is_of_client(seen) => return Ok(Vec::new()),
        403 => return challenge(seen).map(|_| vec![wrong(403)]),
        status @ 200..300 if configured => {
            return is_closed(evidence).map(|()| vec![wrong(status)]);
        }
        status @ 400..500 if configured => {
            return is_protected(evidence).map(|()| vec![wrong(status)]);
        }
        status @ (200..300 | 400..500) => return Ok(vec![wrong(status)]),
        _ => return Err(unclear(seen)),
    }
    let challenge = challenge(seen)?;
    if challenge.get("error") == Some("invalid_token") {
        return Ok(Vec::new());
    }
    let at = seen.at_header(FIELD);
    Ok(vec![Problem::new(
        at,
        "error=\"invalid_token\"",
        shown(seen),
    )])
}
