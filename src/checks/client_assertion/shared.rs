//! What rooms about client assertions share.

use crate::{
    check::{Applies, Blocked, Outcome, Problem, Verdict},
    evidence::{Evidence, Seen},
    exchange::Probe,
};

/// A token response, for examples of what should have been refused.
pub(super) const GRANTED: &str =
    r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer"}"#;

/// The server says that clients can authenticate with assertions.
pub(super) const OFFERED: Applies = Applies::When(
    "the metadata lists private_key_jwt or client_secret_jwt for the token endpoint",
    |evidence| {
        let metadata = evidence.metadata()?;
        let methods = metadata.list("token_endpoint_auth_methods_supported");
        let with_assertion =
            |method: &&str| matches!(*method, "private_key_jwt" | "client_secret_jwt");
        Ok(methods.iter().any(with_assertion))
    },
);

/// What became of an assertion.
pub(super) enum Fate {
    /// It got an access token.
    Accepted,
    /// It was refused, in whatever form.
    Refused,
}

/// What became of an assertion.
///
/// # Errors
///
/// The answer is neither a token nor a refusal, or is not about the assertion.
pub(super) fn fate(seen: &Seen<'_>) -> Result<Fate, Blocked> {
    if seen.access_token().is_some() {
        return Ok(Fate::Accepted);
    }
    let coded = seen.object().is_ok_and(|object| object.has("error"));
    let status = seen.status().unwrap_or_default();
    let about_it = seen.refused() && !matches!(status, 404 | 405) || seen.succeeded() && coded;
    if about_it {
        return Ok(Fate::Refused);
    }
    Err(Blocked::NotObserved(format!(
        "{} got status {status}, which neither accepts nor refuses the assertion",
        seen.label
    )))
}

/// Whether the answer to a probe is a token.
///
/// # Errors
///
/// As for [`fate`], or there is no answer.
pub(super) fn is_accepted(evidence: &Evidence<'_>, probe: Probe) -> Result<bool, Blocked> {
    Ok(matches!(fate(evidence.probe(probe)?)?, Fate::Accepted))
}

/// Says that an assertion of the same client with nothing wrong in it was accepted: only then does the refusal of another
/// one say anything.
///
/// # Errors
///
/// It was not.
pub(super) fn control(evidence: &Evidence<'_>, probe: Probe) -> Result<(), Blocked> {
    if is_accepted(evidence, probe)? {
        return Ok(());
    }
    let label = &evidence.probe(probe)?.label;
    Err(Blocked::By(format!(
        "{label} was refused too, though nothing is wrong with that assertion"
    )))
}

/// Judges that each of these assertions is refused, where a good one of the same client is not.
pub(super) fn must_refuse(evidence: &Evidence<'_>, probes: &[Probe], good: Probe) -> Verdict {
    let answers = evidence.probed(probes)?;
    let places = answers.into_iter().map(|seen| {
        Ok(match fate(seen)? {
            Fate::Accepted => vec![accepted(seen)],
            Fate::Refused => Vec::new(),
        })
    });
    let outcome = Outcome::gather(places)?;
    if outcome == Outcome::Pass {
        control(evidence, good)?;
    }
    Ok(outcome)
}

/// The problem of an assertion that should have been refused.
pub(super) fn accepted(seen: &Seen<'_>) -> Problem {
    let expected = format!("no token, because {}", seen.probe().purpose());
    Problem::new(seen.at("/access_token"), expected, "an access token")
}
