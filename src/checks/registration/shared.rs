//! What several rooms of registration and of the client configuration endpoint say alike.

use serde_json::{Map, Value};

use crate::{
    check::{Applies, Blocked, Change, Outcome, Problem, Verdict},
    evidence::{Evidence, Object, Registration, Seen, strength_bits},
    exchange::Action,
};

/// The bits that no credential may have fewer of (RFC 6749 §10.10).
const BITS: f64 = 128.0;

/// The most characters of a value that a finding shows.
const SHOWN: usize = 160;

/// The first moment that is more likely a number of milliseconds than of seconds: the year 2200, in seconds since the epoch.
pub(super) const YEAR_2200: f64 = 7_258_118_400.0;

/// Seconds by which the issuer's clock may be off.
pub(super) const SKEW: f64 = 300.0;

/// A fixture's change: a registration response with this member.
pub(in crate::checks) const fn with(pointer: &'static str, json: &'static str) -> Change {
    Change::Body(Action::Register, pointer, Some(json))
}

/// A fixture's change: a registration response without this member.
pub(in crate::checks) const fn without(pointer: &'static str) -> Change {
    Change::Body(Action::Register, pointer, None)
}

/// What a rule finds in one place: the problems there, or why there is no verdict.
pub(in crate::checks) type Found = Result<Vec<Problem>, Blocked>;

/// One verdict of many places: a problem anywhere is a failure; else the first place without a verdict leaves none.
pub(in crate::checks) fn together(found: impl IntoIterator<Item = Found>) -> Verdict {
    let mut problems = Vec::new();
    let mut first = None;
    for found in found {
        match found {
            Ok(more) => problems.extend(more),
            Err(blocked) => first = first.or(Some(blocked)),
        }
    }
    match first {
        Some(blocked) if problems.is_empty() => Err(blocked),
        _ => Ok(Outcome::of(problems)),
    }
}

/// One verdict of every registration that succeeded, by a rule that each record shows.
pub(in crate::checks) fn each<P: IntoIterator<Item = Problem>>(
    evidence: &Evidence<'_>,
    rule: impl Fn(&Registration<'_>) -> P,
) -> Verdict {
    let registrations = evidence.registrations()?;
    Ok(Outcome::of(registrations.iter().flat_map(rule).collect()))
}

/// One verdict of every registration that succeeded, by a rule that may find no verdict.
pub(super) fn each_found(
    evidence: &Evidence<'_>,
    rule: impl Fn(&Registration<'_>) -> Found,
) -> Verdict {
    together(evidence.registrations()?.iter().map(rule))
}

/// The registrations that were answered with 2xx, whatever the answer holds.
pub(super) fn accepted<'e, 'a>(evidence: &'e Evidence<'a>) -> impl Iterator<Item = &'e Seen<'a>> {
    evidence
        .of(Action::Register)
        .filter(|seen| seen.succeeded())
}

/// Where a registration was answered with 2xx.
pub(super) const ACCEPTED: Applies =
    Applies::When("a registration was answered with 2xx", |evidence| {
        Ok(accepted(evidence).next().is_some())
    });

/// What is wrong with a media type that should be `application/json`; parameters say nothing about it.
pub(in crate::checks) fn sent_as_json(seen: &Seen<'_>) -> Found {
    let found = seen.media_type()?;
    if found.as_deref() == Some("application/json") {
        return Ok(Vec::new());
    }
    let observed = cut(found.unwrap_or_else(|| "missing".to_owned()));
    let at = seen.at_header("content-type");
    Ok(vec![Problem::new(at, "application/json", observed)])
}

/// The member of an answer that holds the client, where the client is not the answer itself.
pub(super) fn nested_client(members: &Map<String, Value>) -> Option<&str> {
    let mut objects = members.iter();
    if members.contains_key("client_id") {
        return None;
    }
    objects
        .find(|(_, value)| value.get("client_id").is_some())
        .map(|(name, _)| name.as_str())
}

/// A member as a finding shows it, cut where it is long.
pub(in crate::checks) fn shown(object: &Object<'_>, name: &str) -> String {
    cut(object.shown(name))
}

/// A text as a finding shows it, cut where it is long.
pub(in crate::checks) fn cut(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// When a client was registered, in seconds since the epoch.
///
/// # Errors
///
/// The exchange has no time of its own.
pub(super) fn unix(registration: &Registration<'_>) -> Result<f64, Blocked> {
    let time = registration.seen.exchange.time;
    let seconds = time.and_then(|time| u32::try_from(time.unix_timestamp()).ok());
    seconds.map(f64::from).ok_or_else(|| {
        Blocked::NotObserved("the record does not show when the client was registered".to_owned())
    })
}

/// A sent member, unless it is `null` or empty: such a one asks for nothing.
pub(super) fn sent<'r>(registration: &'r Registration<'_>, name: &str) -> Option<&'r Value> {
    registration.sent.get(name).filter(|value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    })
}

/// Whether a list has a string in it.
pub(super) fn has(list: Option<&Value>, text: &str) -> bool {
    list.and_then(Value::as_array)
        .is_some_and(|items| items.iter().any(|item| item == text))
}

/// Whether a list of grant types has one with a redirect; without a list the client has `authorization_code` (RFC 7591 §2).
pub(super) fn redirects(grant_types: Option<&Value>) -> bool {
    grant_types.is_none() || has(grant_types, "authorization_code") || has(grant_types, "implicit")
}

/// The authentication method that the response names, or the default where neither request nor response names one
/// (RFC 7591 §2). `None` where it was sent and not returned: another rule is about that.
pub(super) fn method<'r>(registration: &'r Registration<'_>) -> Option<&'r str> {
    let name = "token_endpoint_auth_method";
    match (registration.has(name), sent(registration, name)) {
        (true, _) => registration.text(name),
        (false, None) => Some("client_secret_basic"),
        (false, Some(_)) => None,
    }
}

/// What is wrong with the strength of the credentials that this member gave to each client (RFC 6749 §10.10).
pub(in crate::checks) fn weak_credentials(evidence: &Evidence<'_>, member: &str) -> Verdict {
    let registrations = evidence.registrations()?;
    let mut earlier: Vec<(&str, &str)> = Vec::new();
    together(registrations.iter().map(|registration| {
        let Some(credential) = registration.text(member).filter(|text| !text.is_empty()) else {
            return Ok(Vec::new());
        };
        let credential = evidence.secret(credential)?;
        let id = registration.text("client_id").unwrap_or_default();
        let twin = earlier
            .iter()
            .any(|(other, known)| *other != id && is_alike(known, credential));
        earlier.push((id, credential));
        let bits = strength_bits(credential);
        let observed = if credential == id {
            "the client_id itself".to_owned()
        } else if bits < BITS {
            let length = credential.chars().count();
            format!("{length} characters, which hold {bits:.0} bits at most")
        } else if twin {
            "a value that differs from another client's in too few characters".to_owned()
        } else {
            return Ok(Vec::new());
        };
        let expected = "a random value of 128 bits or more";
        Ok(vec![Problem::new(
            registration.at(member),
            expected,
            observed,
        )])
    }))
}

/// Whether two credentials are the same in most places, and what differs can be guessed.
fn is_alike(one: &str, other: &str) -> bool {
    let same = one
        .chars()
        .zip(other.chars())
        .filter(|(one, other)| one == other)
        .count();
    let (longer, shorter) = if one.len() >= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let mut places = shorter.chars();
    let differing: String = longer
        .chars()
        .filter(|found| places.next() != Some(*found))
        .collect();
    same * 2 > longer.chars().count() && strength_bits(&differing) < BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_with_a_counter_are_alike_and_random_ones_are_not() {
        let stem = "zQ8v0bW1cT5xLk3nRj7yPm2d";
        assert!(is_alike(&format!("{stem}0001"), &format!("{stem}0002")));
        assert!(is_alike(stem, stem));
        let random = ["i5nXtKWjB2RZhQVgC31tgV", "RWHzVBvfKpW6AZh4c8BGWx"];
        let [one, other] = random;
        assert!(!is_alike(one, other));
        let prefix = "a-prefix-that-says-what-the-secret-is-for-";
        assert!(!is_alike(
            &format!("{prefix}{one}"),
            &format!("{prefix}{other}")
        ));
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut("é".repeat(400)).chars().count(), SHOWN + 1);
        assert_eq!(cut("short".to_owned()), "short");
    }
}
