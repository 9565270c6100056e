//! What the rules about the locations of metadata have in common.

use crate::{
    check::{Blocked, Outcome, Problem, Verdict},
    evidence::{Evidence, Seen},
    exchange::{Action, Probe},
};

/// Whether the issuer has a path, and a slash at its end.
pub(in crate::checks) fn has_path_with_slash(evidence: &Evidence<'_>) -> Result<bool, Blocked> {
    let issuer = evidence.issuer()?;
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    Ok(path.len() > 1 && path.ends_with('/'))
}

/// The exchange that asked for metadata where it is to be: at `openid-configuration`, or at the location of RFC 8414.
///
/// # Errors
///
/// It was not asked, or did not answer.
pub(super) fn usual<'e, 'a>(
    evidence: &'e Evidence<'a>,
    openid: bool,
) -> Result<&'e Seen<'a>, Blocked> {
    let mut asked = evidence.of(Action::Discover);
    let seen = asked.find(|seen| seen.is_openid() == openid);
    let seen = seen.filter(|seen| seen.response().is_some());
    seen.ok_or_else(|| Blocked::NotObserved("this metadata location gave no answer".to_owned()))
}

/// Whether an answer is a metadata document, of whatever issuer: 200 and a JSON object with `issuer`.
pub(super) fn is_metadata(seen: &Seen<'_>) -> bool {
    let object = seen.object();
    seen.status() == Some(200) && object.is_ok_and(|object| object.has("issuer"))
}

/// Whether an answer is a metadata document of the issuer that is asked: others at the same host have theirs.
pub(super) fn published(evidence: &Evidence<'_>, seen: &Seen<'_>) -> Result<bool, Blocked> {
    let issuer = evidence.issuer()?;
    let same = |found: &str| found.trim_end_matches('/') == issuer.trim_end_matches('/');
    let object = seen.object();
    let named = object.is_ok_and(|object| object.text("issuer").is_some_and(same));
    Ok(named && seen.status() == Some(200))
}

/// Fails where metadata is at the address with the issuer's final slash, and not at the one without it.
pub(in crate::checks) fn kept_alone(evidence: &Evidence<'_>, openid: bool, kept: Probe) -> Verdict {
    let removed = usual(evidence, openid)?;
    if is_metadata(removed) {
        return Ok(Outcome::Pass);
    }
    let status = removed.status().unwrap_or_default();
    if status >= 500 {
        let reason = format!("{} got status {status}", removed.label);
        return Err(Blocked::NotObserved(reason));
    }
    let kept = evidence.probe(kept)?;
    if !published(evidence, kept)? {
        let reason = "no metadata is published there, with the slash or without it";
        return Err(Blocked::Inapplicable(reason.to_owned()));
    }
    let expected = format!("metadata at {}", removed.exchange.request.url);
    let observed = format!(
        "status {status}, and metadata at {}",
        kept.exchange.request.url
    );
    Ok(Outcome::fail(Problem::new(
        removed.at_status(),
        expected,
        observed,
    )))
}
