//! What several rules of the token endpoint look at.

use serde_json::Value;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc2822};
use url::Url;

use crate::{
    check::{Applies, Blocked, Outcome, Problem, Verdict},
    evidence::{Evidence, Seen, Token},
    exchange::{Action, Content},
};

/// A successful status came back, whatever is in the body.
pub(super) const ANSWERED: Applies = Applies::When(
    "a client credentials request got a 2xx answer",
    |evidence| answers(evidence).map(|answers| !answers.is_empty()),
);

/// The 2xx answers to client credentials requests, whatever is in their bodies. Empty where none was asked.
///
/// # Errors
///
/// A token was asked for, and no answer was a 2xx one.
pub(super) fn answers<'a>(evidence: &Evidence<'a>) -> Result<Vec<Seen<'a>>, Blocked> {
    let asked: Vec<_> = evidence.token_requests().collect();
    let answers: Vec<Seen<'a>> = asked
        .iter()
        .filter(|seen| seen.succeeded())
        .map(|seen| (*seen).clone())
        .collect();
    match asked.last() {
        Some(last) if answers.is_empty() => {
            Err(Blocked::By(format!("{} got no token", last.label)))
        }
        _ => Ok(answers),
    }
}

/// The answers whose members can be judged one by one: neither an error in disguise nor members inside another one.
///
/// # Errors
///
/// There is none.
pub(super) fn granted<'a>(evidence: &Evidence<'a>) -> Result<Vec<Token<'a>>, Blocked> {
    let mut all = evidence.tokens()?;
    all.retain(|token| {
        token.has("access_token") || !(token.has("error") || nested(token).is_some())
    });
    if all.is_empty() {
        return Err(Blocked::By("the answer gives no access_token".to_owned()));
    }
    Ok(all)
}

/// The member that holds `access_token`, where the answer itself does not.
pub(super) fn nested<'t>(token: &'t Token<'_>) -> Option<&'t str> {
    if token.has("access_token") {
        return None;
    }
    let holds = |value: &Value| value.get("access_token").is_some_and(Value::is_string);
    let found = token.members.iter().find(|(_, value)| holds(value));
    found.map(|(name, _)| name.as_str())
}

/// Whether a token is used as a bearer token (RFC 6750 §4); types are compared without regard to case (RFC 6749 §5.1).
pub(super) fn is_bearer(token: &Token<'_>) -> bool {
    token
        .text("token_type")
        .is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"))
}

/// What the token itself or its introspection says under a name, where either says it.
///
/// # Errors
///
/// The record holds the token's name in its place.
pub(in crate::checks) fn known(
    evidence: &Evidence<'_>,
    token: &Token<'_>,
    name: &str,
) -> Result<Option<Value>, Blocked> {
    let jwts = evidence.jwts();
    let claim = jwts
        .iter()
        .flatten()
        .find(|jwt| jwt.token.seen.label == token.seen.label)
        .and_then(|jwt| jwt.claim(name));
    let found = claim
        .cloned()
        .or_else(|| introspected(evidence, token, name));
    match found.filter(|value| !value.is_null()) {
        Some(value) => Ok(Some(value)),
        None => jwts.map(|_| None),
    }
}

/// A member of what introspection says of the token while it is active (RFC 7662 §2.2).
fn introspected(evidence: &Evidence<'_>, token: &Token<'_>, name: &str) -> Option<Value> {
    let text = token.text("access_token")?;
    evidence
        .of(Action::Introspect)
        .filter(|seen| seen.succeeded() && seen.sent("token").as_deref() == Some(text))
        .filter_map(Seen::json)
        .find(|answer| answer.get("active") == Some(&Value::Bool(true)))?
        .get(name)
        .cloned()
}

/// A number that [`known`] gives.
///
/// # Errors
///
/// As for [`known`]; also where introspection has something else and the record hides what the token says.
pub(in crate::checks) fn known_number(
    evidence: &Evidence<'_>,
    token: &Token<'_>,
    name: &str,
) -> Result<Option<f64>, Blocked> {
    match known(evidence, token, name)? {
        Some(Value::Number(number)) => Ok(number.as_f64()),
        Some(_) => evidence.jwts().map(|_| None),
        None => Ok(None),
    }
}

/// How long a token lives, in seconds, and where that is said: `expires_in`, or else `exp` and `iat` of the token.
///
/// # Errors
///
/// As for [`known`].
fn lifetime(evidence: &Evidence<'_>, token: &Token<'_>) -> Result<Option<(f64, String)>, Blocked> {
    if let Some(seconds) = token.get("expires_in").and_then(Value::as_f64) {
        return Ok(Some((seconds, token.at("expires_in"))));
    }
    let number = |name| known_number(evidence, token, name);
    let (Some(end), Some(start)) = (number("exp")?, number("iat")?) else {
        return Ok(None);
    };
    Ok(Some((end - start, token.at("access_token/claims/exp"))))
}

/// The values of a scope, sorted, each once: of a string, or of the array that some servers use in its place.
pub(in crate::checks) fn scope_values(scope: &Value) -> Vec<&str> {
    let items = scope.as_array().into_iter().flatten();
    let texts = scope
        .as_str()
        .into_iter()
        .chain(items.filter_map(Value::as_str));
    let mut values: Vec<&str> = texts.flat_map(str::split_whitespace).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Whether the scenario is one for a system with a single seller, which §11.7.4 of the Open Booking API is not about.
pub(in crate::checks) fn single_seller(evidence: &Evidence<'_>) -> bool {
    evidence.scenario().feature.name.contains("Single Seller")
}

/// A secret as findings show it: its kind and its length.
pub(super) fn concealed(secret: &Value) -> String {
    match secret {
        Value::String(text) => format!("a string of {} characters", text.chars().count()),
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "a boolean".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A text as findings show it: its beginning, where it is long.
pub(in crate::checks) fn cut(text: &str) -> String {
    const SHOWN: usize = 150;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Fails where a metadata document names an endpoint by something else than an `https` URL.
pub(super) fn https_endpoint(evidence: &Evidence<'_>, name: &'static str) -> Verdict {
    evidence.runs_over_https()?;
    let mut problems = Vec::new();
    for document in evidence.documents()? {
        let url = document.text(name).and_then(|text| Url::parse(text).ok());
        if document.has(name) && url.is_none_or(|url| url.scheme() != "https") {
            let observed = cut(&document.shown(name));
            problems.push(Problem::new(document.at(name), "an https URL", observed));
        }
    }
    Ok(Outcome::of(problems))
}

/// The problems of tokens that live longer than some seconds; a few more are let pass, for rounding.
///
/// # Errors
///
/// Nothing shows how long any of the tokens lives.
pub(in crate::checks) fn longer_than(
    evidence: &Evidence<'_>,
    seconds: u32,
    tokens: &[Token<'_>],
) -> Result<Vec<Problem>, Blocked> {
    let mut problems = Vec::new();
    let mut known = false;
    for token in tokens {
        let Some((lives, at)) = lifetime(evidence, token)? else {
            continue;
        };
        known = true;
        if lives > f64::from(seconds) + 5.0 {
            let expected = format!("{seconds} seconds at most");
            problems.push(Problem::new(at, expected, cut(&lives.to_string())));
        }
    }
    if known {
        return Ok(problems);
    }
    let reason = "nothing shows how long the token lives".to_owned();
    Err(Blocked::NotObserved(reason))
}

/// Fails where a response with a token has no header field of this name with this directive, in letters of any case.
pub(super) fn without_directive(
    evidence: &Evidence<'_>,
    name: &'static str,
    directive: &'static str,
) -> Verdict {
    let mut problems = Vec::new();
    for token in evidence.tokens()? {
        if !token.has("access_token") {
            continue;
        }
        let fields: Vec<&str> = token.seen.headers()?.all(name).collect();
        let mut directives = fields.iter().flat_map(|field| field.split(','));
        if !directives.any(|found| found.trim().eq_ignore_ascii_case(directive)) {
            let observed = if fields.is_empty() {
                "missing".to_owned()
            } else {
                cut(&fields.join(", "))
            };
            problems.push(Problem::new(
                token.seen.at_header(name),
                directive,
                observed,
            ));
        }
    }
    Ok(Outcome::of(problems))
}

/// Says that a body that is not JSON breaks the rule that it is one.
///
/// # Errors
///
/// It is the finding of another check: it has another media type, or is labeled JSON and broken, or did not come whole.
pub(in crate::checks) fn not_json(seen: &Seen<'_>) -> Result<(), Blocked> {
    let by = |reason: &str| Err(Blocked::By(format!("{} {reason}", seen.label)));
    match seen.response().map(|response| &response.body) {
        Some(body) if body.defect.is_some() => by("was not received whole"),
        Some(body) if body.content == Content::NotRecorded => Err(Blocked::NotObserved(
            "the record does not show the body".to_owned(),
        )),
        Some(body) if body.content == Content::Empty => Ok(()),
        _ => match seen.media_type() {
            Ok(Some(media_type)) if media_type == "application/json" => {
                by("has a body that is not JSON")
            }
            Ok(_) => by("is not served as JSON"),
            Err(_) => Ok(()),
        },
    }
}

/// The time that the response says it was made at (RFC 9110 §6.6.1), in seconds since the epoch.
pub(super) fn date(seen: &Seen<'_>) -> Option<f64> {
    let date = seen.headers().ok()?.get("date")?;
    OffsetDateTime::parse(date, &Rfc2822).ok().map(seconds)
}

/// A time in seconds since the epoch.
pub(super) fn seconds(time: OffsetDateTime) -> f64 {
    Duration::new(time.unix_timestamp(), 0).as_seconds_f64()
}
