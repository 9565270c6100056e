//! What several rules about refused token requests look at.

use crate::{
    check::{Blocked, Outcome, Problem, Verdict},
    evidence::{Evidence, Object, Refusal, Seen, cut},
    exchange::Probe,
};
use serde_json::Value;

/// The probes with client credentials that are refused, for the rule about the challenge that answers HTTP Basic
/// (RFC 6749 §5.2).
pub(in crate::checks) const BASIC_REFUSED: &[Probe] = &[
    Probe::UnknownClient,
    Probe::WrongSecret,
    Probe::BasicWithoutColon,
    Probe::BasicNotBase64,
    Probe::TwoAuthMethods,
    Probe::ChosenSecretUsed,
    Probe::DeletedClientToken,
];

/// Whether a client used HTTP Basic.
pub(in crate::checks) fn used_basic(seen: &Seen<'_>) -> bool {
    let field = seen.exchange.request.headers.get("authorization");
    let scheme = field.and_then(|field| field.split(' ').next());
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"))
}

/// Every probe that asks the token endpoint, whatever is to come of it.
pub(in crate::checks) const TOKEN: &[Probe] = &[
    Probe::NoScope,
    Probe::EmptyScope,
    Probe::EmptyResource,
    Probe::ScopeOrder,
    Probe::ScopeReversed,
    Probe::CredentialsInQuery,
    Probe::UnknownParameter,
    Probe::CharsetParameter,
    Probe::MalformedTarget,
    Probe::ResourceIndicator,
    Probe::MethodClientSecretBasic,
    Probe::MethodClientSecretPost,
    Probe::MethodClientSecretJwt,
    Probe::MethodPrivateKeyJwt,
    Probe::BookingScope,
    Probe::TwoAuthMethods,
    Probe::UnauthorizedGrant,
    Probe::PublicClientGrant,
    Probe::UnknownClient,
    Probe::WrongSecret,
    Probe::WrongSecretPost,
    Probe::NoAuthentication,
    Probe::NoClient,
    Probe::UnknownGrantType,
    Probe::NoGrantType,
    Probe::UnknownScope,
    Probe::MalformedScope,
    Probe::MadeUpCode,
    Probe::MadeUpRefreshToken,
    Probe::RepeatedGrantType,
    Probe::RepeatedScope,
    Probe::BasicWithoutColon,
    Probe::BasicNotBase64,
    Probe::JsonBody,
    Probe::EmptyBody,
    Probe::BrokenPercentEncoding,
    Probe::Assertion,
    Probe::AssertionOtherAudience,
    Probe::AssertionIssuerAudience,
    Probe::AssertionEndpointAudience,
    Probe::AssertionExpired,
    Probe::AssertionWithoutExp,
    Probe::AssertionOtherSubject,
    Probe::AssertionOtherIssuer,
    Probe::AssertionWithoutSubject,
    Probe::AssertionBrokenSignature,
    Probe::AssertionOtherKey,
    Probe::AssertionUnsigned,
    Probe::AssertionNotYetValid,
    Probe::AssertionOtherClientId,
    Probe::AssertionReplayed,
    Probe::AssertionOtherAlgorithm,
    Probe::AssertionPublicKeyAsSecret,
    Probe::ChosenSecretUsed,
    Probe::DeletedClientToken,
    Probe::RefreshRevoked,
];

/// An answer that gives a token, for examples of what must not be.
pub(in crate::checks) const GIVEN: &str =
    r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":900}"#;

/// Those that a server has to answer, or may: what is wrong with an answer to them is for rules of their own.
pub(super) const USUAL: &[Probe] = &[
    Probe::NoScope,
    Probe::EmptyScope,
    Probe::EmptyResource,
    Probe::ScopeOrder,
    Probe::ScopeReversed,
    Probe::UnknownParameter,
    Probe::CharsetParameter,
    Probe::ResourceIndicator,
    Probe::MethodClientSecretBasic,
    Probe::MethodClientSecretPost,
    Probe::MethodClientSecretJwt,
    Probe::MethodPrivateKeyJwt,
    Probe::Assertion,
    Probe::AssertionIssuerAudience,
    Probe::AssertionEndpointAudience,
];

/// Requests that cannot be read.
pub(super) const MALFORMED: &[Probe] = &[
    Probe::BasicWithoutColon,
    Probe::BasicNotBase64,
    Probe::JsonBody,
    Probe::EmptyBody,
    Probe::BrokenPercentEncoding,
];

/// The answers to probes of the token endpoint that refuse with a status of RFC 6749 §5.2.
///
/// # Errors
///
/// There is none.
pub(super) fn refusals<'e, 'a>(evidence: &'e Evidence<'a>) -> Result<Vec<&'e Seen<'a>>, Blocked> {
    let mut refusals = evidence.probed(TOKEN)?;
    refusals.retain(|seen| matches!(seen.status(), Some(400 | 401)));
    if refusals.is_empty() {
        let reason = "no token request was refused with status 400 or 401".to_owned();
        return Err(Blocked::NotObserved(reason));
    }
    Ok(refusals)
}

/// The refusals that are JSON objects; what others are is for a rule of its own.
///
/// # Errors
///
/// There is none.
pub(super) fn errors<'a>(evidence: &Evidence<'a>) -> Result<Vec<Object<'a>>, Blocked> {
    let mut objects = Vec::new();
    let mut reason = None;
    for seen in refusals(evidence)? {
        match seen.object() {
            Ok(object) => objects.push(object),
            Err(blocked) => reason = reason.or(Some(blocked)),
        }
    }
    match reason {
        Some(blocked) if objects.is_empty() => Err(blocked),
        _ => Ok(objects),
    }
}

/// Asks this member of every refusal that has it: the rule gives what is expected where the value is another.
pub(super) fn members(
    evidence: &Evidence<'_>,
    name: &str,
    rule: impl Fn(&Value) -> Option<&'static str>,
) -> Verdict {
    let objects = errors(evidence)?;
    if !objects.iter().any(|object| object.has(name)) {
        let reason = format!("no refusal has {name}");
        return Err(Blocked::Inapplicable(reason));
    }
    let problems = objects.iter().filter_map(|object| {
        let expected = rule(object.get(name)?)?;
        Some(Problem::new(object.at(name), expected, object.shown(name)))
    });
    Ok(Outcome::of(problems.collect()))
}

/// Whether a status is one of a gateway, which says nothing about the server behind it.
pub(in crate::checks) fn is_of_gateway(seen: &Seen<'_>) -> bool {
    matches!(seen.status(), Some(502..=504))
}

/// Whether a request is wrong in who it says it comes from.
pub(super) fn is_of_client(seen: &Seen<'_>) -> bool {
    matches!(
        seen.probe(),
        Probe::UnknownClient
            | Probe::WrongSecret
            | Probe::WrongSecretPost
            | Probe::NoAuthentication
            | Probe::NoClient
            | Probe::CredentialsInQuery
            | Probe::PublicClientGrant
            | Probe::TwoAuthMethods
            | Probe::BasicWithoutColon
            | Probe::BasicNotBase64
            | Probe::ChosenSecretUsed
            | Probe::DeletedClientToken
    )
}

/// What came, as findings show it.
pub(in crate::checks) fn came(seen: &Seen<'_>) -> String {
    let status = seen.status().unwrap_or_default();
    if seen.access_token().is_some() {
        return format!("{status} with an access token");
    }
    match error(seen) {
        Some(error) => format!("{status} with error {}", cut(&error)),
        None => status.to_string(),
    }
}

/// The error code of an answer, whatever its status.
pub(in crate::checks) fn error(seen: &Seen<'_>) -> Option<String> {
    let object = seen.object().ok()?;
    object.text("error").map(str::to_owned)
}

/// Whether a character is one of `error` and `error_description` (RFC 6749 §5.2).
pub(super) fn is_of_error(c: char) -> bool {
    matches!(c, ' '..='!' | '#'..='[' | ']'..='~')
}

/// The refusal, where its error code can be judged: its status is one of RFC 6749 §5.2.
///
/// # Errors
///
/// The answer is another, or its error code is none; rules of their own say so.
pub(in crate::checks) fn coded<'a>(seen: &Seen<'a>) -> Result<Refusal<'a>, Blocked> {
    if is_of_gateway(seen) {
        let reason = format!("{} got an answer of a gateway", seen.label);
        return Err(Blocked::NotObserved(reason));
    }
    if !matches!(seen.status(), Some(400 | 401)) {
        return Err(Blocked::By(format!("{} got {}", seen.label, came(seen))));
    }
    let refusal = seen.refusal()?;
    if refusal.error.chars().all(is_of_error) {
        return Ok(refusal);
    }
    let reason = format!("the error code of {} has other characters", seen.label);
    Err(Blocked::By(reason))
}

/// The problem of an answer that gives a token where it must not.
pub(super) fn granted(seen: &Seen<'_>, expected: &str) -> Option<Problem> {
    let given = seen.access_token().is_some();
    given.then(|| Problem::new(seen.at_status(), expected, came(seen)))
}

/// The problem of a refusal whose error code is another one.
pub(super) fn wrong_code(refusal: &Refusal<'_>, expected: &str) -> Problem {
    Problem::new(refusal.at("error"), expected, refusal.shown("error"))
}

/// Asks one answer whether it is a refusal with this error code.
///
/// # Errors
///
/// As for [`coded`].
pub(super) fn is_refused_with(seen: &Seen<'_>, code: &str) -> Result<Vec<Problem>, Blocked> {
    if let Some(problem) = granted(seen, &format!("a refusal with error {code}")) {
        return Ok(vec![problem]);
    }
    let refusal = coded(seen)?;
    if refusal.error == code {
        return Ok(Vec::new());
    }
    Ok(vec![wrong_code(&refusal, code)])
}

/// The verdict on places that were asked one by one: what was not observed in one of them does not hide the others.
///
/// # Errors
///
/// A place is blocked and no other one breaks the rule, or none could be judged.
pub(in crate::checks) fn together(
    places: impl IntoIterator<Item = Result<Vec<Problem>, Blocked>>,
) -> Verdict {
    let mut problems = Vec::new();
    let (mut judged, mut blocked, mut unseen) = (false, None, None);
    for place in places {
        match place {
            Ok(found) => {
                judged = true;
                problems.extend(found);
            }
            Err(Blocked::By(reason)) => blocked = blocked.or(Some(Blocked::By(reason))),
            Err(reason) => unseen = unseen.or(Some(reason)),
        }
    }
    match (blocked, unseen) {
        (Some(reason), _) if problems.is_empty() => Err(reason),
        (_, Some(reason)) if problems.is_empty() && !judged => Err(reason),
        _ => Ok(Outcome::of(problems)),
    }
}

/// The grant types that a client was registered for by a probe: as the answer has them, or else as they were sent
/// (RFC 7591 §3.2.1). Empty where it was not registered.
pub(super) fn registered_grants(evidence: &Evidence<'_>, probe: Probe) -> Vec<String> {
    let Ok(seen) = evidence.probe(probe) else {
        return Vec::new();
    };
    let sent = seen.sent_json().unwrap_or_default();
    let object = seen.object().ok().filter(|_| seen.succeeded());
    let answer = object.as_ref().and_then(|object| object.get("grant_types"));
    let grants = answer.or_else(|| sent.get("grant_types"));
    let grants = grants.and_then(Value::as_array);
    let texts = grants
        .into_iter()
        .flatten()
        .filter_map(|grant| grant.as_str());
    texts
        .map(str::to_owned)
        .filter(|_| object.is_some())
        .collect()
}

/// Whether a client shows by one of these answers that it can authenticate: it was not refused for that.
pub(super) fn authenticates(evidence: &Evidence<'_>, probes: &[Probe]) -> bool {
    let answers = evidence.probed(probes).unwrap_or_default();
    let known = |seen: &&Seen<'_>| {
        let status = seen.status().unwrap_or_default();
        let code = error(seen).filter(|code| code != "invalid_client");
        (200..300).contains(&status) || status == 400 && code.is_some()
    };
    answers.iter().any(known)
}
