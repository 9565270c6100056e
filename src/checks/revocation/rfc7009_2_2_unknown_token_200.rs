//! `rfc7009-2.2-unknown-token-200`: a token that is not good is answered like one that was revoked.

use super::shared::{answer, is_unsupported, unclear};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Outcome, Problem, Severity, Subject,
    Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc7009-2.2-unknown-token-200",
    aliases: &[],
    cites: &[Citation::rfc(7009, "2.2")],
    statement: "The revocation of a token that is unknown, or was revoked before, is answered like a successful one.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Revocation,
    mode: Mode::Active,
    probes: &[Probe::RevokeUnknown, Probe::RevokeAgain],
    applies: Applies::MetadataHas("revocation_endpoint"),
    evaluate,
    remedy: "Answer 200 for tokens that are unknown or no longer good.",
    fails_on: &[
        Fixture::new(
            "an unknown token is refused",
            &[
                Change::On(Probe::RevokeUnknown, On::Status(400)),
                Change::On(
                    Probe::RevokeUnknown,
                    On::Text(r#"{"error":"invalid_token"}"#),
                ),
            ],
        ),
        Fixture::new(
            "a second revocation is refused",
            &[Change::On(Probe::RevokeAgain, On::Status(404))],
        ),
    ],
    faults: &["revocation-unknown-token-refused"],
};

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let plain = evidence.probe(Probe::Revoke)?;
    let unsupported = is_unsupported(plain);
    if !plain.succeeded() && !unsupported {
        return Err(unclear(plain));
    }
    let mut answers = evidence.probed(&[Probe::RevokeUnknown, Probe::RevokeAgain])?;
    // A server that revokes no tokens of the type may say so of each.
    answers.retain(|seen| !unsupported || !is_unsupported(seen));
    if answers.is_empty() {
        let reason = "the server does not revoke access tokens".to_owned();
        return Err(Blocked::Inapplicable(reason));
    }
    Outcome::gather(answers.into_iter().map(judge))
}

fn judge(seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let refusal = seen.refusal().ok();
    let client = refusal.is_some_and(|refusal| refusal.error == "invalid_client");
    if seen.succeeded() {
        Ok(Vec::new())
    } else if seen.refused() && !client {
        Ok(vec![Problem::new(seen.at_status(), "200", answer(seen))])
    } else {
        Err(unclear(seen))
    }
}
