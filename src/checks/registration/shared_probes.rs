//! What several rooms about registrations that are wrong, or unusual, say alike.

use serde_json::{Map, Value};

use super::shared::{Found, together};
use crate::{
    check::{Blocked, Outcome, Problem, Severity, Verdict},
    evidence::{Evidence, Object, Registration, Seen},
    exchange::Probe,
};

/// Every registration whose client metadata a server may refuse, or must.
pub(super) const REFUSED: &[Probe] = &[
    Probe::RedirectUriFragment,
    Probe::RedirectUriRelative,
    Probe::RedirectUriEmpty,
    Probe::RedirectUriRemoteHttp,
    Probe::RedirectUrisMissing,
    Probe::WebImplicitHttp,
    Probe::NativeRemoteHttps,
    Probe::JwksAndJwksUri,
    Probe::PrivateKeyInJwks,
    Probe::GrantResponseMismatch,
    Probe::IdTokenAlgNone,
    Probe::AuthSigningAlgNone,
    Probe::InitiateLoginUriHttp,
    Probe::WrongMemberType,
    Probe::BrokenSoftwareStatement,
    Probe::MalformedJson,
    Probe::JsonArray,
];

/// What became of a registration.
pub(super) enum Answer<'a> {
    /// A client was registered, as the answer shows it.
    Registered(Object<'a>),
    /// It was refused for what it asks for.
    Refused,
}

/// What became of a registration that was answered.
///
/// # Errors
///
/// It was neither registered nor refused for what it asks for: another rule says what is wrong, or nothing is known.
pub(super) fn answer<'a>(seen: &Seen<'a>) -> Result<Answer<'a>, Blocked> {
    let label = &seen.label;
    let status = seen.status().unwrap_or_default();
    match status {
        200..300 => {
            let object = seen.object()?;
            if object.has("client_id") {
                return Ok(Answer::Registered(object));
            }
            let reason = format!("{label} got status {status} and no client_id");
            Err(Blocked::By(reason))
        }
        401 | 403 | 404 | 405 => {
            let reason = format!(
                "{label} got status {status}, which is not about the client metadata that it sent"
            );
            Err(Blocked::NotObserved(reason))
        }
        400..500 => Ok(Answer::Refused),
        502..505 => {
            let reason = format!("{label} got status {status} of a gateway");
            Err(Blocked::NotObserved(reason))
        }
        _ => Err(Blocked::By(format!(
            "{label} got status {status}, so it was neither registered nor refused"
        ))),
    }
}

/// Asks what was registered for each of these probes; a refusal keeps the rule, where what the probe is about is all that
/// tells it from a registration that succeeded. These members are what it is about.
pub(super) fn unless_refused(
    evidence: &Evidence<'_>,
    probes: &[Probe],
    about: &[&str],
    rule: impl Fn(&Object<'_>) -> Found,
) -> Verdict {
    together(
        evidence
            .probed(probes)?
            .into_iter()
            .map(|seen| match answer(seen)? {
                Answer::Registered(object) => rule(&object),
                Answer::Refused => refused_for(evidence, seen, about).map(|()| Vec::new()),
            }),
    )
}

/// A failure counts only where the server shows that it understands the member: some show whatever was sent, also a member
/// that no specification knows.
pub(super) fn if_understood(evidence: &Evidence<'_>, name: &str, verdict: Verdict) -> Verdict {
    let unknown = evidence.probe(Probe::UnknownMetadata).and_then(answer);
    let shows_all = match unknown {
        Ok(Answer::Registered(client)) => client.has("x_issuercheck_probe"),
        _ => false,
    };
    let plain = evidence.registrations().unwrap_or_default();
    let provisioned =
        |client: &Registration<'_>| client.has(name) && !client.sent.contains_key(name);
    if matches!(verdict, Ok(Outcome::Fail(_))) && shows_all && !plain.iter().any(provisioned) {
        return Err(Blocked::NotObserved(format!(
            "the server shows whatever was sent, so nothing says that it understands {name}"
        )));
    }
    verdict
}

/// Says that a registration can have been refused for these members alone: one that is the same but for them, and for the
/// client's name, succeeded.
///
/// # Errors
///
/// There is none such.
pub(super) fn refused_for(
    evidence: &Evidence<'_>,
    seen: &Seen<'_>,
    about: &[&str],
) -> Result<(), Blocked> {
    let good = evidence.registrations()?;
    let same = |name: &str| name == "client_name" || about.contains(&name);
    let rest = |members: &Map<String, Value>| {
        let mut rest = members.clone();
        rest.retain(|name, _| !same(name));
        rest
    };
    let sent = match seen.sent_json() {
        Some(Value::Object(sent)) => rest(&sent),
        _ => Map::new(),
    };
    if good.iter().any(|one| rest(&one.sent) == sent) {
        return Ok(());
    }
    Err(Blocked::NotObserved(format!(
        "{} was refused, and no registration succeeded that differs from it in {} alone",
        seen.label,
        about.join(" and ")
    )))
}

/// The refusals with status 400 among the answers to these probes.
///
/// # Errors
///
/// None of them was answered, or none of the answers is one.
pub(super) fn refusals<'e, 'a>(
    evidence: &'e Evidence<'a>,
    probes: &[Probe],
) -> Result<Vec<&'e Seen<'a>>, Blocked> {
    let mut refusals = evidence.probed(probes)?;
    refusals.retain(|seen| seen.status() == Some(400));
    if refusals.is_empty() {
        let reason = "no registration was refused with status 400".to_owned();
        return Err(Blocked::NotObserved(reason));
    }
    Ok(refusals)
}

/// The strings of `redirect_uris` that fit, as problems of what was registered.
pub(super) fn registered_uris(
    object: &Object<'_>,
    expected: &str,
    wrong: impl Fn(&str) -> bool,
) -> Found {
    let Some(Value::Array(items)) = object.get("redirect_uris") else {
        let reason = format!("{} does not show redirect_uris", object.seen.label);
        return Err(Blocked::NotObserved(reason));
    };
    let items = items.iter().enumerate();
    let wrong = items.filter_map(|(index, item)| {
        let uri = item.as_str().filter(|uri| wrong(uri))?;
        let at = object.seen.at(&format!("/redirect_uris/{index}"));
        Some(Problem::new(at, expected, format!("{uri:?}")))
    });
    Ok(wrong.collect())
}

/// The clients that were registered in the normal course, and those that were registered beside them.
///
/// # Errors
///
/// There are fewer than two.
pub(super) fn registered_clients<'a>(evidence: &Evidence<'a>) -> Result<Vec<Object<'a>>, Blocked> {
    let plain = evidence.registrations()?.into_iter();
    let mut clients: Vec<_> = plain.map(|registration| registration.object).collect();
    for seen in evidence.probed(&[Probe::SecondClient])? {
        if let Ok(Answer::Registered(client)) = answer(seen) {
            clients.push(client);
        }
    }
    if clients.len() < 2 {
        let reason = "fewer than two clients were registered".to_owned();
        return Err(Blocked::NotObserved(reason));
    }
    Ok(clients)
}

/// The client that was registered with a software statement, and the statement that was sent.
///
/// # Errors
///
/// It was not registered.
pub(super) fn statement<'a>(evidence: &Evidence<'a>) -> Result<(Object<'a>, String), Blocked> {
    let seen = evidence.probe(Probe::SoftwareStatement)?;
    let sent = seen.sent_json().unwrap_or_default();
    let sent = sent.get("software_statement").and_then(Value::as_str);
    match (answer(seen)?, sent) {
        (Answer::Registered(client), Some(sent)) => Ok((client, sent.to_owned())),
        _ => Err(Blocked::NotObserved(format!(
            "{} was refused, so no statement was used",
            seen.label
        ))),
    }
}

/// What is wrong with the challenge to a bearer token that is not valid (RFC 6750 §3, §3.1).
pub(super) fn invalid_token(seen: &Seen<'_>) -> Verdict {
    let name = "www-authenticate";
    let challenges: Vec<&str> = seen.headers()?.all(name).collect();
    let all = challenges.join(", ");
    let words = || all.split([' ', ',', '\t']).filter(|word| !word.is_empty());
    let shown = if all.is_empty() {
        "missing"
    } else {
        all.as_str()
    };
    let problem = |expected: &str| Problem::new(seen.at_header(name), expected, shown);
    if !words().any(|word| word.eq_ignore_ascii_case("bearer")) {
        return Ok(Outcome::fail(problem("a Bearer challenge")));
    }
    let code = |word: &str| matches!(word, "error=\"invalid_token\"" | "error=invalid_token");
    if !words().any(code) {
        let missing = problem("error=\"invalid_token\"").only(Severity::Warning);
        return Ok(Outcome::fail(missing));
    }
    Ok(Outcome::Pass)
}
