//! `rfc6749-5.2-invalid-grant`: a made-up grant is told so.

use super::shared::{
    GIVEN, authenticates, coded, granted, registered_grants, together, wrong_code,
};
use crate::check::{
    Applies, Blocked, Change, Check, Fixture, Level, Mode, On, Problem, Severity, Subject, Verdict,
};
use crate::evidence::{Evidence, Seen};
use crate::exchange::Probe;
use crate::spec::Citation;

pub(super) static CHECK: Check = Check {
    id: "rfc6749-5.2-invalid-grant",
    aliases: &[],
    cites: &[Citation::rfc(6749, "5.2")],
    statement: "A made-up authorization code or refresh token is refused with the error invalid_grant.",
    level: Level::Must,
    severity: Severity::Failure,
    note: None,
    subject: Subject::Token,
    mode: Mode::Active,
    probes: PROBES,
    applies: Applies::Always,
    evaluate,
    remedy: "Refuse an authorization code or a refresh token that was never issued with the error invalid_grant.",
    fails_on: &[
        Fixture::new(
            "invalid_request for a code",
            &[Change::On(
                Probe::MadeUpCode,
                On::Body("/error", Some(r#""invalid_request""#)),
            )],
        ),
        Fixture::new(
            "unauthorized_client for a refresh token",
            &[Change::On(
                Probe::MadeUpRefreshToken,
                On::Body("/error", Some(r#""unauthorized_client""#)),
            )],
        ),
        Fixture::new(
            "a token",
            &[
                Change::On(Probe::MadeUpRefreshToken, On::Status(200)),
                Change::On(Probe::MadeUpRefreshToken, On::Text(GIVEN)),
            ],
        ),
    ],
    faults: &["made-up-grant-invalid-request"],
};

const PROBES: &[Probe] = &[Probe::MadeUpCode, Probe::MadeUpRefreshToken];

fn evaluate(evidence: &Evidence<'_>) -> Verdict {
    let answers = evidence.probed(PROBES)?.into_iter();
    together(answers.map(|seen| refused(evidence, seen)))
}

fn refused(evidence: &Evidence<'_>, seen: &Seen<'_>) -> Result<Vec<Problem>, Blocked> {
    let (client, grant, others) = if seen.probe() == Probe::MadeUpCode {
        (
            Probe::CodeOnlyClient,
            "authorization_code",
            [Probe::UnauthorizedGrant].as_slice(),
        )
    } else {
        (Probe::RefreshClient, "refresh_token", [].as_slice())
    };
    let expected = "invalid_grant";
    if let Some(problem) = granted(seen, &format!("a refusal with error {expected}")) {
        return Ok(vec![problem]);
    }
    let refusal = coded(seen)?;
    let excused = match refusal.error.as_str() {
        "invalid_client" => !authenticates(evidence, others),
        "unauthorized_client" => !registered_grants(evidence, client)
            .iter()
            .any(|registered| registered == grant),
        "unsupported_grant_type" => {
            let documents = evidence.documents()?;
            !documents
                .iter()
                .any(|document| document.list("grant_types_supported").contains(&grant))
        }
        _ => false,
    };
    if excused {
        let reason = format!(
            "{} was refused for another reason: {}",
            seen.label, refusal.error
        );
        return Err(Blocked::NotObserved(reason));
    }
    let wrong = (refusal.error != expected).then(|| wrong_code(&refusal, expected));
    Ok(wrong.into_iter().collect())
}
